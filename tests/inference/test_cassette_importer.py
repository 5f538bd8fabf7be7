"""The imported scenario of a cassette loads, and is the state that the cassette implies."""

from dataclasses import replace

import pytest
import yaml
from stories import STORIES

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._cli.importers.cassettes import import_cassette
from pytest_cognito_mfa._cli.importers.imported import Document, Imported, ImportOptions
from pytest_cognito_mfa._cli.importers.resources import listed
from pytest_cognito_mfa._inference import initial_scenario, observe
from pytest_cognito_mfa._inference.files import read_exchanges
from pytest_cognito_mfa._inference.placeholders import PASSWORD, SECRET
from pytest_cognito_mfa._scenario import load, thawed


def imported_from(path):
    """The members of the scenario, and the notes."""
    imported = Imported()
    import_cassette(Document(str(path), None), imported, ImportOptions(users=True))
    pools = [{**pool.settings, "clients": pool.clients, "users": pool.users, **listed(pool)} for pool in imported.pools]
    return {"region": imported.region, "pools": pools}, [str(finding) for finding in imported.findings]


def without_secrets(pool):
    """A pool's specification, without places and secrets."""
    clients = [(each.id, each.name, each.secret is None, thawed(each.settings)) for each in pool.clients]
    users = [replace(each, place=None, password=each.password and PASSWORD) for each in pool.users]
    users = [replace(each, attributes=dict(each.attributes), settings=thawed(each.settings)) for each in users]
    return pool.id, pool.name, thawed(pool.settings), clients, users


@pytest.mark.long
@pytest.mark.parametrize("name", STORIES)
def test_what_is_imported_loads_as_the_implied_state(cassette, recorded_story, tmp_path, name):
    for first in range(len(recorded_story(name))):
        path = cassette(name, first)
        written = tmp_path / "scenario.yaml"
        written.write_text(yaml.safe_dump(imported_from(path)[0], sort_keys=False))

        loaded = load(written, region="us-east-1")
        implied = initial_scenario(observe(read_exchanges(path)))

        assert [*map(without_secrets, loaded.pools)] == [*map(without_secrets, implied.pools)]


def test_secrets_are_replaced_by_placeholders_and_reported(cassette):
    described, signed_in = cassette("a_pool_is_made_and_deleted", 2), cassette("totp_is_turned_off_and_on")
    (made,), (pool,) = (imported_from(path)[0]["pools"] for path in (described, signed_in))
    notes = [*imported_from(described)[1], *imported_from(signed_in)[1]]

    assert made["clients"][0]["ClientSecret"] == SECRET
    assert pool["users"][0]["Password"] == PASSWORD
    assert [note.partition(": ")[2] for note in notes] == [
        f"client {made['clients'][0]['ClientId']}: the secret was replaced by a placeholder",
        "user totp: the password was replaced by a placeholder",
    ]


def test_the_scenario_plays(cassette, tmp_path):
    path = tmp_path / "scenario.yaml"
    path.write_text(yaml.safe_dump(imported_from(cassette("totp_is_turned_off_and_on"))[0]))

    with simulate(path) as cognito:
        assert cognito.user("totp").preferred_mfa == "SOFTWARE_TOKEN_MFA"
        assert cognito.sign_in("totp").access_token


@pytest.mark.skipif("AdminDeleteSoftwareToken" not in operations(), reason="this botocore is older than it")
def test_a_disabled_user_with_an_app_is_written_so(cassette, tmp_path):
    path = cassette("an_administrator_at_work", 2)
    (user,) = imported_from(path)[0]["pools"][0]["users"][:1]

    assert user["Enabled"] is False
    assert user["SecretCode"]
