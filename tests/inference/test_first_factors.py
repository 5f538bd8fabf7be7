"""What choice-based sign-in and the calls about passkeys imply about the pool and its users."""

import pytest
from test_initial_state import exchange, initiate, pool_of

CODE = {"ChallengeName": "EMAIL_OTP", "ChallengeParameters": {"CODE_DELIVERY_DESTINATION": "a***@e***"}, "Session": "s"}


def choosing(*available, **answer):
    shown = answer or {"ChallengeName": "SELECT_CHALLENGE", "Session": "s"}
    return initiate("USER_AUTH", {"AvailableChallenges": list(available), **shown})


def test_what_is_offered_is_allowed_and_the_user_has_it():
    pool = pool_of(choosing("PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"))
    (user,) = pool.users
    allowed = pool.settings["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"]
    assert set(allowed) == {"PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"}
    assert pool.settings["WebAuthnConfiguration"]["RelyingPartyId"] == "auth.example.com"
    assert "SmsConfiguration" in pool.settings
    assert {"email", "phone_number"} <= set(user.attributes)
    assert (len(user.passkeys), user.factors) == (1, ())
    assert "ALLOW_USER_AUTH" in pool.clients[0].settings["ExplicitAuthFlows"]


@pytest.mark.long
def test_a_user_who_is_offered_no_password_has_none_and_a_code_is_no_mfa():
    pool = pool_of(choosing("EMAIL_OTP", **CODE))
    (user,) = pool.users
    assert (user.password, user.factors, user.attributes["email"][0]) == ("", (), "a")
    assert "MfaConfiguration" not in pool.settings


@pytest.mark.long
def test_the_session_of_a_sign_up_shows_the_flow():
    asked = {"ClientId": "app", "Username": "alice", "ConfirmationCode": "1"}
    (client,) = pool_of(exchange("ConfirmSignUp", asked, {"Session": "s"})).clients
    assert "ALLOW_USER_AUTH" in client.settings["ExplicitAuthFlows"]


def test_passkeys_that_are_listed_or_excluded_are_the_users():
    token, party = {"AccessToken": "a.b.c"}, "login.example.com"
    shown = {"CredentialId": "8LApgk4", "RelyingPartyId": party}
    options = {"rp": {"id": party}, "user": {"name": "alice"}, "excludeCredentials": [{"id": "8LApgk4"}]}
    listed = exchange("ListWebAuthnCredentials", token, {"Credentials": [shown]})
    begun = exchange("StartWebAuthnRegistration", token, {"CredentialCreationOptions": options})
    for one in (listed, begun):
        (user,) = (pool := pool_of(one)).users
        (passkey,) = user.settings["Credentials"]
        assert (passkey["CredentialId"], passkey["RelyingPartyId"]) == ("8LApgk4", party)
    assert (user.username, pool.settings["WebAuthnConfiguration"]["RelyingPartyId"]) == ("alice", party)


def test_a_custom_challenge_shows_that_the_pool_has_its_triggers():
    asked = {"ChallengeName": "CUSTOM_CHALLENGE", "ChallengeParameters": {"USERNAME": "alice"}, "Session": "s"}
    settings = pool_of(initiate("CUSTOM_AUTH", asked)).settings
    assert set(settings["LambdaConfig"]) == {
        "DefineAuthChallenge",
        "CreateAuthChallenge",
        "VerifyAuthChallengeResponse",
    }
