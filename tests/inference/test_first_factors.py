"""What choice-based sign-in and the calls about passkeys imply about the pool and its users."""

import json

import pytest
from test_initial_state import exchange, initiate, pool_of

from pytest_cognito_mfa._inference.drift import compare

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


def test_a_sign_in_by_a_passkey_shows_whose_it_is_and_a_redacted_one_that_there_is_one():
    asked = {"rpId": "login.example.com", "userVerification": "required"}
    allowed = {"allowCredentials": [{"type": "public-key", "id": "8LApgk4", "transports": ["usb"]}]}
    given = {"USERNAME": "alice", "CREDENTIAL": json.dumps({"id": "8LApgk4"})}
    answer = {"ClientId": "app", "ChallengeName": "WEB_AUTHN", "ChallengeResponses": given}
    answered = exchange("RespondToAuthChallenge", answer, {"AuthenticationResult": {}})
    for options, usb in ((allowed, ["usb"]), ({}, [])):
        challenge = {"CREDENTIAL_REQUEST_OPTIONS": json.dumps({**asked, **options})}
        pool = pool_of(choosing("WEB_AUTHN", ChallengeName="WEB_AUTHN", ChallengeParameters=challenge), answered)
        (passkey,) = pool.users[0].settings["Credentials"]
        assert (passkey["CredentialId"], passkey["AuthenticatorTransports"]) == ("8LApgk4", tuple(usb))
        assert pool.settings["WebAuthnConfiguration"] == {
            "RelyingPartyId": "login.example.com",
            "UserVerification": "required",
        }
    for hidden in ("0redacted", "[]"):
        parameters = {"CREDENTIAL_REQUEST_OPTIONS": hidden}
        pool = pool_of(choosing("WEB_AUTHN", ChallengeName="WEB_AUTHN", ChallengeParameters=parameters))
        assert pool.users[0].passkeys == ("Passkey",)


def test_a_refused_password_shows_how_many_the_pool_remembers():
    token = {"AccessToken": "a.b.c"}
    changed = exchange("ChangePassword", {**token, "PreviousPassword": "A-1", "ProposedPassword": "B-1"}, {})
    error = "PasswordHistoryPolicyViolationException"
    used = exchange("ChangePassword", {**token, "ProposedPassword": "A-1"}, error=error)
    for exchanges, size in (([used], 1), ([changed, used], 2), ([changed, used, changed], 2)):
        assert pool_of(*exchanges).settings["Policies"]["PasswordPolicy"]["PasswordHistorySize"] == size


def test_a_custom_challenge_shows_that_the_pool_has_its_triggers():
    asked = {"ChallengeName": "CUSTOM_CHALLENGE", "ChallengeParameters": {"USERNAME": "alice"}, "Session": "s"}
    settings = pool_of(initiate("CUSTOM_AUTH", asked)).settings
    assert set(settings["LambdaConfig"]) == {
        "DefineAuthChallenge",
        "CreateAuthChallenge",
        "VerifyAuthChallengeResponse",
    }


def test_an_answer_by_a_passkey_without_its_session_differs():
    given = {"USERNAME": "alice", "CREDENTIAL": json.dumps({"id": "8LApgk4"})}
    answer = {"ClientId": "app", "ChallengeName": "WEB_AUTHN", "ChallengeResponses": given}
    (result,) = compare([exchange("RespondToAuthChallenge", answer, {"AuthenticationResult": {}})])
    assert result.differences
