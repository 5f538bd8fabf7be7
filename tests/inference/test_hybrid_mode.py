"""Mode hybrid: what is recorded is replayed, the rest is simulated, and the simulator follows what was replayed."""

import urllib.request

import boto3
import jwt
import pytest
from botocore.exceptions import ClientError
from stories import STORIES, App, tokens, write

from pytest_cognito_mfa import CassetteMiss, Cognito, simulate
from pytest_cognito_mfa._redaction.keyed_placeholders import Placeholders

TOTP_CODE = "SOFTWARE_TOKEN_MFA_CODE"


@pytest.fixture
def part(tmp_path, recorded_story):
    """A cassette of a story's exchanges of these operations."""

    def written(name, *operations, change=str):
        kept = [each for each in recorded_story(name) if _operation(each) in operations]
        path = write(tmp_path / "part.yaml", kept)
        path.write_text(change(path.read_text()))
        return path

    return written


def _operation(interaction):
    return interaction["request"]["headers"]["X-Amz-Target"][0].rpartition(".")[2]


def by(cognito):
    return [each.answered_by.partition(" ")[0] for each in cognito.journal]


def test_what_is_not_recorded_is_simulated_with_the_tokens_that_were_replayed(part):
    path = part("srp_proves_a_password", "InitiateAuth", "RespondToAuthChallenge")
    with simulate(cassette=path, mode="hybrid") as cognito:
        app = App(cognito)
        with pytest.raises(ClientError):
            app.srp("newcomer", "Wrong-1")
        token = tokens(app.srp("newcomer", "Newcomer-passw0rd"))["AccessToken"]

        assert app.aws.get_user(AccessToken=token)["Username"] == "newcomer"
        assert by(cognito) == ["cassette"] * 4 + ["simulator"]


def test_without_the_mode_it_stays_a_miss(part):
    path = part("srp_proves_a_password", "InitiateAuth")
    with Cognito(cassette=path) as cognito, pytest.raises(CassetteMiss):
        App(cognito).aws.get_user(AccessToken="a.b.c")


def test_a_replayed_change_is_one_of_the_simulated_user_too(part):
    path = part("totp_is_turned_off_and_on", "InitiateAuth", "RespondToAuthChallenge", "SetUserMFAPreference")
    with simulate(cassette=path, mode="hybrid") as cognito:
        app = App(cognito)
        asked = app.start("totp", "Totp-passw0rd")
        assert cognito.user("totp").preferred_mfa == "SOFTWARE_TOKEN_MFA"
        with pytest.raises(ClientError):
            app.answer(asked, "totp", SOFTWARE_TOKEN_MFA_CODE="000000")
        token = tokens(app.answer(asked, "totp", SOFTWARE_TOKEN_MFA_CODE="123456"))["AccessToken"]
        app.aws.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": False})

        assert cognito.user("totp").preferred_mfa is None
        assert "PreferredMfaSetting" not in app.aws.get_user(AccessToken=token)


def test_a_session_that_was_replayed_is_answered_by_the_simulator(part):
    path = part("a_code_by_sms_is_mistyped", "InitiateAuth")
    with simulate(cassette=path, mode="hybrid") as cognito:
        app = App(cognito)
        asked = app.start("sms", "Sms-passw0rd")

        assert tokens(app.answer(asked, "sms", SMS_MFA_CODE=app.code))["AccessToken"]
        assert by(cognito) == ["cassette", "simulator"]


def test_a_secret_that_was_replayed_is_the_one_that_codes_are_made_of(part):
    path = part("an_authenticator_is_enrolled", "InitiateAuth", "AssociateSoftwareToken")
    with simulate(cassette=path, mode="hybrid") as cognito:
        app = App(cognito)
        token = tokens(app.start("newcomer", "Newcomer-passw0rd"))["AccessToken"]
        app.aws.associate_software_token(AccessToken=token)

        app.aws.verify_software_token(AccessToken=token, UserCode=cognito.totp("newcomer"))


def test_what_was_created_on_replay_goes_by_its_recorded_id(part, recorded_story):
    path = part("a_pool_is_made_and_deleted", "CreateUserPool", "CreateUserPoolClient")
    with simulate(cassette=path, mode="hybrid") as cognito:
        aws = boto3.client("cognito-idp")
        own = [{"Name": "team", "AttributeDataType": "String"}]
        pool = aws.create_user_pool(PoolName="made", Schema=own)["UserPool"]["Id"]

        assert cognito.user_pool_id == pool
        assert aws.describe_user_pool(UserPoolId=pool)["UserPool"]["Name"] == "made"


def test_who_goes_by_another_name_in_the_test_does_so_in_the_simulator(part, recorded_story):
    keyed_placeholders, client = Placeholders(b"a key"), _client_of(recorded_story("totp_is_turned_off_and_on"))
    other = {name: keyed_placeholders.of(name) for name in ("totp", client)}

    def change(text):
        for name, stand_in in other.items():
            text = text.replace(f'"{name}"', f'"{stand_in}"')
        return text

    path = part("totp_is_turned_off_and_on", "InitiateAuth", change=change)
    with simulate(cassette=path, mode="hybrid") as cognito:
        app = App(cognito)
        app.client = "myownclient"
        asked = app.start("grace", "Totp-passw0rd")
        token = tokens(app.answer(asked, "grace", SOFTWARE_TOKEN_MFA_CODE=cognito.totp("grace")))["AccessToken"]

        assert app.aws.get_user(AccessToken=token)["Username"] == "grace"
        assert cognito.client_id == "myownclient"


def test_a_pool_that_goes_by_another_id_does_so_in_the_simulator(part):
    recorded = Placeholders(b"a key").of("us-east-1_STORY0000")
    names = ("us-east-1_STORY0000", recorded)
    path = part("an_administrator_at_work", "AdminGetUser", change=lambda text: text.replace(*names))
    with simulate(cassette=path, mode="hybrid") as cognito:
        mine = {"UserPoolId": "us-east-1_mine00000"}
        aws = boto3.client("cognito-idp")
        aws.admin_get_user(**mine, Username="alice")

        assert cognito.user_pool_id == mine["UserPoolId"]
        assert aws.describe_user_pool(**mine)["UserPool"]["Id"] == mine["UserPoolId"]


def _client_of(interactions):
    return interactions[0]["request"]["body"].partition('"ClientId": "')[2].partition('"')[0]


def test_a_replayed_token_and_a_simulated_one_verify_by_the_same_keys(part):
    path = part("an_authenticator_is_enrolled", "InitiateAuth")
    with simulate(cassette=path, mode="hybrid") as cognito:
        app = App(cognito)
        replayed = tokens(app.start("newcomer", "Newcomer-passw0rd"))["AccessToken"]
        simulated = cognito.sign_in("newcomer").access_token
        url = f"https://cognito-idp.us-east-1.amazonaws.com/{cognito.user_pool_id}/.well-known/jwks.json"
        keys = jwt.PyJWKClient(url)

        for token in (replayed, simulated):
            assert jwt.decode(token, keys.get_signing_key_from_jwt(token).key, ["RS256"])["username"] == "newcomer"


def test_in_a_scenario_that_is_named_the_rest_is_simulated_there(part):
    path = part("an_authenticator_is_enrolled", "InitiateAuth")
    scenario = path.with_name("scenario.yaml")
    scenario.write_text(
        "pools: [{Name: p, Id: us-east-1_mine, clients: [{ClientName: c}], users: [{Username: bob}]}]\n"
    )
    with simulate(scenario, cassette=path, mode="hybrid") as cognito:
        app = App(cognito)
        app.client = _client_of_file(path)
        app.start("newcomer", "Newcomer-passw0rd")

        assert app.aws.admin_get_user(UserPoolId="us-east-1_mine", Username="bob")["Username"] == "bob"


def _client_of_file(path):
    return path.read_text().partition('"ClientId": "')[2].partition('"')[0]


def test_a_pools_keys_are_replayed_where_they_are_recorded(part):
    path = part("an_authenticator_is_enrolled", "InitiateAuth")
    url = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other0000/.well-known/jwks.json"
    keys = {"request": {"method": "GET", "uri": url, "headers": {}}}
    keys["response"] = {"status": {"code": 200}, "headers": {}, "body": {"string": '{"keys":[]}'}}
    path = write(path, [keys])
    with simulate(cassette=path, mode="hybrid") as cognito, urllib.request.urlopen(url) as answer:
        assert answer.read() == b'{"keys":[]}'
        assert by(cognito) == ["cassette"]


def test_what_the_simulator_cannot_do_is_replayed_all_the_same(part):
    path = part(
        "an_authenticator_is_enrolled",
        "InitiateAuth",
        change=lambda text: text.replace("USER_PASSWORD_AUTH", "CUSTOM_AUTH"),
    )
    with simulate(cassette=path, mode="hybrid") as cognito:
        request = {"ClientId": _client_of_file(path), "AuthFlow": "CUSTOM_AUTH"}
        named = {"USERNAME": "newcomer", "PASSWORD": "Newcomer-passw0rd"}

        assert boto3.client("cognito-idp").initiate_auth(**request, AuthParameters=named)["AuthenticationResult"]
        assert by(cognito) == ["cassette"]


SHOWN_LATER = {
    "an_authenticator_is_enrolled": (2, "that the pool offers TOTP"),
    "bob_signs_up_and_forgets": (3, "that the client has USER_PASSWORD_AUTH"),
    "srp_proves_a_password": (2, "whether a proof over recorded numbers is right"),
    "a_device_is_remembered": (2, "that the pool tracks devices"),
    "an_address_is_changed_and_verified": (3, "that the pool verifies addresses"),
    "a_passkey_is_registered_and_signs_in": (5, "that the client has USER_AUTH, and what the pool offers first"),
    "a_password_is_used_again": (3, "that the pool remembers passwords"),
    "addresses_are_aliases": (3, "that the client has USER_PASSWORD_AUTH"),
}
"""What the story needs, and after how many exchanges the cassette shows it."""


@pytest.mark.parametrize("name", STORIES)
def test_a_story_goes_on_in_the_simulator_wherever_its_cassette_ends(tmp_path, recorded_story, name):
    interactions = recorded_story(name)
    first, _ = SHOWN_LATER.get(name, (1, ""))
    for last in range(first, len(interactions) + 1):
        path = write(tmp_path / f"{last}.yaml", interactions[:last])
        with simulate(cassette=path, mode="hybrid") as cognito:
            STORIES[name][0](App(cognito))

            assert by(cognito) == ["cassette"] * last + ["simulator"] * (len(interactions) - last)
