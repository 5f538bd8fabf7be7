"""`cognito.sign_in` answers every challenge as the user would; and how a scenario's users are created."""

import jwt
import pytest
from one_test import for_each
from sign_in_steps import Caller, is_finished

from pytest_cognito_mfa import SettingError

SMS_POOL = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
TOTP_POOL = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
EMAIL_POOL = {
    "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"},
    "EmailMfaConfiguration": {"Subject": "Your code"},
}


def user(name="alice", **more):
    return {"Username": name, "Password": "Secret-1", **more}


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


@for_each("name", ["newcomer", "totp", "sms", "email", "undecided", "invited"])
@pytest.mark.parametrize("client", ["public", "secret"])
def test_every_persona_signs_in_by_either_client(cognito, name, client):
    tokens = cognito.sign_in(name, client=client)
    claims = claims_of(tokens.access_token)
    assert (claims["username"], claims["client_id"]) == (name, cognito.pool.clients[client].id)
    assert len(cognito.journal) == 0


def test_a_code_that_was_used_up_by_it_can_be_used_again(cognito, aws):
    cognito.clock.freeze()
    for _ in range(5):
        cognito.sign_in("totp")
    caller = Caller(aws, cognito)
    session = caller.password("totp")["Session"]
    code = {"SOFTWARE_TOKEN_MFA_CODE": cognito.totp("totp")}
    assert is_finished(caller.respond("SOFTWARE_TOKEN_MFA", "totp", session, **code))


def test_when_all_codes_are_used_it_says_to_move_on(cognito, aws):
    cognito.clock.freeze()
    caller = Caller(aws, cognito)
    authenticator = cognito._service.pools[cognito.user_pool_id].users["totp"].authenticator
    for step in range(-1, 2):
        session = caller.password("totp")["Session"]
        code = {"SOFTWARE_TOKEN_MFA_CODE": authenticator.code(cognito.clock.timestamp() + 30 * step)}
        assert is_finished(caller.respond("SOFTWARE_TOKEN_MFA", "totp", session, **code))
    with pytest.raises(SettingError, match="all TOTP codes of this half minute are used"):
        cognito.sign_in("totp")
    cognito.clock.advance(seconds=90)
    assert cognito.sign_in("totp")


def test_who_must_enrol_is_enrolled(open_pool):
    cognito = open_pool(user(), MfaConfiguration="ON", **SMS_POOL, **TOTP_POOL)
    assert cognito.sign_in("alice")
    assert cognito.user("alice").totp_secret
    assert cognito.sign_in("alice")


def test_who_must_give_an_address_gives_one(open_pool):
    cognito = open_pool(user(), MfaConfiguration="ON", **SMS_POOL, **EMAIL_POOL)
    assert cognito.sign_in("alice")
    assert cognito.user("alice").attributes["email"].endswith("@example.com")


def test_who_cannot_enrol_is_a_mistake_of_the_scenario(open_pool):
    cognito = open_pool(user(), MfaConfiguration="ON", **SMS_POOL)
    with pytest.raises(SettingError, match="requires MFA by SMS, and the user has no phone_number"):
        cognito.sign_in("alice")


def test_what_the_pool_requires_is_made_up_for_who_was_invited(open_pool):
    names = ["email", "phone_number", "birthdate", "given_name", "locale"]
    schema = [{"Name": name, "Required": True} for name in names]
    attributes = {"locale": "de"}
    cognito = open_pool(user(UserStatus="FORCE_CHANGE_PASSWORD", UserAttributes=attributes), Schema=schema)
    assert cognito.sign_in("alice")
    assert set(names) <= set(cognito.user("alice").attributes)
    assert cognito.user("alice").attributes["locale"] == "de"


def test_a_long_password_is_made_up_where_the_pool_demands_one(open_pool):
    policies = {"PasswordPolicy": {"MinimumLength": 40}}
    cognito = open_pool(user(UserStatus="FORCE_CHANGE_PASSWORD"), Policies=policies)
    assert cognito.sign_in("alice")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"Enabled": False}, "User is disabled."),
        ({"UserStatus": "UNCONFIRMED"}, "User is not confirmed."),
        ({"UserStatus": "RESET_REQUIRED"}, "Password reset required for the user"),
    ],
    ids=["disabled", "unconfirmed", "reset"],
)
def test_who_may_not_sign_in_is_refused_as_by_aws(open_pool, state, words):
    with pytest.raises(SettingError, match=words):
        open_pool(user(**state)).sign_in("alice")


# -- the setup --------------------------------------------------------------------------


def test_a_user_of_the_scenario_is_as_it_says(open_pool):
    cognito = open_pool(
        user(
            UserAttributes={"sub": "11111111-2222-7033-8444-555555555555", "phone_number": "+12065550100"},
            UserMFASettingList=["SOFTWARE_TOKEN_MFA", "SMS_MFA"],
            PreferredMfaSetting="SMS_MFA",
            SecretCode="JBSWY3DPEHPK3PXP",
            Enabled=False,
        )
    )
    alice = cognito.user("alice")
    assert (alice.sub, alice.password, alice.enabled) == ("11111111-2222-7033-8444-555555555555", "Secret-1", False)
    assert (alice.mfa_settings, alice.preferred_mfa) == (["SMS_MFA", "SOFTWARE_TOKEN_MFA"], "SMS_MFA")
    assert alice.totp_secret == "JBSWY3DPEHPK3PXP"


def test_a_user_without_a_password_gets_one_that_works(open_pool, aws):
    cognito = open_pool({"Username": "alice"})
    assert is_finished(Caller(aws, cognito).password("alice"))


def test_a_client_of_the_scenario_keeps_its_secret_and_its_id(cognito):
    assert cognito.pool.clients["secret"].secret.startswith("1example23456789not0a0real0secret")
    assert cognito.pool.clients["public"].secret is None
    assert cognito.client_id == "1example23456789publicclnt"


def test_a_client_of_the_scenario_may_have_its_secret_made(open_pool):
    assert len(open_pool(user()).pool.clients["secret"].secret) == 52
