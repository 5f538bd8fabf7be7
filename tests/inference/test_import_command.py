"""`cognito-mfa import CASSETTE`: the state before the cassette, and real names only with --users."""

import pytest
from stories import STORIES

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._scenario import load
from pytest_cognito_mfa.cli import main


@pytest.mark.parametrize("name", [name for name in STORIES if name != "a_pool_is_made_and_deleted"])
def test_every_story_is_imported_to_a_scenario_that_loads(cassette, tmp_path, name, capsys):
    written = tmp_path / "scenario.yaml"

    assert main(["import", "--users", str(cassette(name)), "-o", str(written)]) == 0
    assert load(written, region="us-east-1").pools


def test_it_plays(cassette, tmp_path):
    written = tmp_path / "scenario.yaml"
    main(["import", "--users", str(cassette("totp_is_turned_off_and_on")), "-o", str(written)])

    with simulate(written) as cognito:
        assert cognito.user("totp").preferred_mfa == "SOFTWARE_TOKEN_MFA"


def test_a_user_whose_name_may_be_real_is_imported_only_with_the_option(cassette, capsys):
    path = cassette("totp_is_turned_off_and_on")

    assert main(["import", str(path)]) == 0
    printed = capsys.readouterr()
    assert "Username" not in printed.out
    assert f"{path}: a user: not imported: the name may be real; add --users to import users" in printed.err


def test_a_user_whose_name_is_a_placeholder_is_imported(cassette, capsys):
    path = cassette("totp_is_turned_off_and_on")
    main(["scrub", str(path)])

    assert main(["import", str(path)]) == 0
    assert "Username: " in capsys.readouterr().out


def test_a_broken_cassette_is_reported_with_its_place(tmp_path, capsys):
    path = tmp_path / "broken.yaml"
    path.write_text("interactions:\n- request: {}\n  response: {}\n")

    assert main(["import", str(path)]) == 1
    assert f"{path}:2:" in capsys.readouterr().err


def test_before_its_pool_is_created_there_is_nothing_to_import(cassette, capsys):
    path = cassette("a_pool_is_made_and_deleted")

    assert main(["import", str(path)]) == 1
    assert capsys.readouterr().err == f"{path}: no user pool found\n"
