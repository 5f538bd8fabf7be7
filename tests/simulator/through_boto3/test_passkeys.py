"""Passkeys: registered, listed, deleted, and signed in by; the credentials are real."""

import json
import re
import sys

import pytest
from one_test import for_each
from passkey_steps import ADA, NEEDED, PARTY, SIGNED, Registering, changed, pool
from sign_in_steps import is_finished, needs_member, refusal_of

from pytest_cognito_mfa import NotSimulated, SettingError

pytestmark = NEEDED
REFUSED = ("NotAuthorizedException", "Incorrect username or password.")
INVALID = ("InvalidParameterException", "Credential data is not valid")
TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}


@pytest.fixture
def opened(open_pool, aws):
    def opened(*users, admin=False, settings=None, **more):
        return Registering(aws, open_pool(*(users or (ADA,)), **(settings or pool()), **more), admin=admin)

    return opened


@pytest.mark.parametrize("admin", [False, pytest.param(True, marks=pytest.mark.long)], ids=["user", "admin"])
def test_a_passkey_that_was_registered_signs_in(opened, admin):
    calls = opened(admin=admin)
    registered = calls.register()
    assert is_finished(calls.sign_in())
    shown = calls.listed(calls.token())["Credentials"]
    assert [each["CredentialId"] for each in shown] == [registered]
    assert (shown[0]["RelyingPartyId"], shown[0]["AuthenticatorTransports"]) == (PARTY, ["internal"])


@pytest.mark.long
def test_the_options_are_those_of_aws(opened):
    calls = opened(SIGNED)
    options = calls.start(calls.token("sam"))
    assert re.fullmatch(r"[\w-]{22}", options.pop("challenge"))
    assert re.fullmatch(r"[\w-]{48}", options["user"].pop("id"))
    excluded = [each.pop("id") for each in options["excludeCredentials"]]
    assert options == {
        "authenticatorSelection": {
            "requireResidentKey": True,
            "residentKey": "required",
            "userVerification": "preferred",
        },
        "excludeCredentials": [{"type": "public-key"}] * 2,
        "pubKeyCredParams": [{"alg": -7, "type": "public-key"}, {"alg": -257, "type": "public-key"}],
        "rp": {"id": PARTY, "name": PARTY},
        "timeout": 60000,
        "user": {"displayName": "sam", "name": "sam"},
    }
    asked = json.loads(calls.begin("sam")[1])
    assert list(asked) == ["challenge", "timeout", "rpId", "allowCredentials", "userVerification"]
    assert (asked["timeout"], asked["rpId"], asked["userVerification"]) == (180000, PARTY, "preferred")
    assert [each["id"] for each in asked["allowCredentials"]] == excluded


@pytest.mark.long
def test_passkeys_of_a_scenario_sign_each_with_its_own_key(opened):
    printed = {"CredentialId": "8LApgk4", "RelyingPartyId": PARTY, "AuthenticatorTransports": ["usb"]}
    pasted = {**printed, "FriendlyCredentialName": "Key", "CreatedAt": 1736293876.115}
    calls = opened(SIGNED, {**ADA, "Credentials": [pasted]})
    token = calls.token("sam")
    first = calls.listed(token, MaxResults=1)
    second = calls.listed(token, NextToken=first["NextToken"])
    laptop, phone = first["Credentials"] + second["Credentials"]
    assert (laptop["FriendlyCredentialName"], phone["FriendlyCredentialName"]) == ("Laptop", "Phone")
    assert is_finished(calls.sign_in("sam", credential_id=laptop["CredentialId"]))
    assert is_finished(calls.sign_in("sam"))
    assert is_finished(calls.sign_in("ada"))
    calls.aws.delete_web_authn_credential(AccessToken=token, CredentialId=phone["CredentialId"])
    assert refusal_of(calls.sign_in, "sam", credential_id=phone["CredentialId"]) == REFUSED


@pytest.mark.long
def test_a_list_goes_on_after_its_last_passkey_whatever_was_deleted(opened):
    calls = opened({**ADA, "passkeys": ["Laptop", "Phone", "Tablet"]})
    token = calls.token()
    first = calls.listed(token, MaxResults=2)
    calls.aws.delete_web_authn_credential(AccessToken=token, CredentialId=first["Credentials"][0]["CredentialId"])
    calls.register()
    rest = calls.listed(token, NextToken=first["NextToken"])["Credentials"]
    assert [each["FriendlyCredentialName"] for each in rest] == ["Tablet", "Platform passkey"]


@pytest.mark.long
def test_whoever_has_no_passkey_chooses_another_factor(opened):
    calls = opened()
    answer = calls.initiate("USER_AUTH", USERNAME="ada", PREFERRED_CHALLENGE="WEB_AUTHN")
    assert answer["AvailableChallenges"] == ["PASSWORD_SRP", "PASSWORD"]
    calls.register()
    session = calls.initiate("USER_AUTH", USERNAME="ada")["Session"]
    asked = calls.respond("SELECT_CHALLENGE", "ada", session, ANSWER="WEB_AUTHN")
    signed = calls.cognito.passkey("ada").get(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])
    assert is_finished(calls.finish(asked["Session"], signed))


FORGED = {
    "cut": lambda calls, _: calls[-1][:-9],
    "no JSON object": lambda *_: "[]",
    "of another challenge": lambda calls, _: calls[-2],
    "of another origin": lambda calls, options: calls.passkey.get(options, origin="http://localhost.example.com"),
    "of another signature": lambda calls, _: changed(calls[-1], signature="MAYCAQECAQE"),
    "of another user": lambda calls, options: calls.other.get(options, credential_id=calls.foreign),
}


class Signed(list):
    """Two signed answers, of which the second belongs to the open challenge."""

    def __init__(self, calls):
        self.passkey, self.other = calls.cognito.passkey("ada"), calls.cognito.passkey("sam")
        self.foreign = calls.listed(calls.token("sam"))["Credentials"][0]["CredentialId"]
        self.calls = calls

    def begin(self):
        session, options = self.calls.begin()
        self.append(self.passkey.get(options))
        return session, options


def test_an_assertion_that_is_not_for_this_sign_in_is_refused_and_the_right_one_still_counts(opened):
    calls = opened(ADA, SIGNED)
    calls.register()
    signed = Signed(calls)
    signed.begin()
    session, options = signed.begin()
    failed = {name: refusal_of(calls.finish, session, forge(signed, options)) for name, forge in FORGED.items()}
    assert failed == dict.fromkeys(FORGED, REFUSED)
    missing = ("InvalidParameterException", "Missing required parameter CREDENTIAL")
    assert refusal_of(calls.respond, "WEB_AUTHN", "ada", session) == missing
    assert is_finished(calls.finish(session, signed[-1]))
    assert refusal_of(calls.finish, session, signed[-1])[1].endswith("session can only be used once.")


def test_a_credential_that_cannot_be_registered_is_refused_and_the_right_one_still_counts(opened):
    calls = opened()
    token = calls.token()
    earlier, options = (calls.start(token) for _ in range(2))
    passkey = calls.cognito.passkey("ada")
    right, other = passkey.create(options), passkey.create(options)
    asserted = json.loads(passkey.get({**options, "rpId": PARTY}, credential_id=right["id"]))["response"]
    wrong = [
        *({}, {**right, "rawId": "a"}, {**right, "id": other["id"], "rawId": other["id"]}),
        changed(right, attestationObject=right["response"]["attestationObject"][:-8]),
        changed(right, clientDataJSON=asserted["clientDataJSON"]),
        {**right, "response": {name: right["response"][name] for name in ("clientDataJSON", "attestationObject")}},
    ]
    assert [refusal_of(calls.complete, token, each) for each in wrong] == [INVALID] * len(wrong)
    assert refusal_of(calls.complete, token, passkey.create(earlier))[0] == "WebAuthnChallengeNotFoundException"
    calls.complete(token, right)
    assert refusal_of(calls.complete, token, right)[0] == "WebAuthnChallengeNotFoundException"
    late = passkey.create(calls.start(token))
    calls.cognito.clock.advance(seconds=60)
    assert refusal_of(calls.complete, token, late)[0] == "WebAuthnChallengeNotFoundException"


@pytest.mark.long
@for_each("origin", ["https://auth.example.com", "https://app.auth.example.com:8443", "http://localhost:3000"])
def test_an_origin_below_the_relying_party_or_on_this_machine_is_right(opened, origin):
    party = "localhost" if "localhost" in origin else PARTY
    calls = opened(settings=pool(party=party))
    calls.register(origin=origin)
    assert is_finished(calls.sign_in(origin=origin))


@pytest.mark.long
def test_the_relying_party_is_the_domain_of_the_pool_unless_it_is_set(opened):
    calls = opened(settings=pool(party=None))
    calls.aws.create_user_pool_domain(UserPoolId=calls.cognito.user_pool_id, Domain="acme")
    prefix = "acme.auth.us-east-1.amazoncognito.com"
    assert calls.start(calls.token())["rp"]["id"] == prefix
    calls.register()
    assert is_finished(calls.sign_in())
    party = {"WebAuthnConfiguration": {"RelyingPartyId": PARTY}}
    calls.aws.set_user_pool_mfa_config(UserPoolId=calls.cognito.user_pool_id, MfaConfiguration="OFF", **party)
    answer = calls.initiate("USER_AUTH", USERNAME="ada", PREFERRED_CHALLENGE="WEB_AUTHN")
    assert "WEB_AUTHN" not in answer["AvailableChallenges"]
    assert calls.listed(calls.token())["Credentials"][0]["RelyingPartyId"] == prefix


@needs_member("WebAuthnConfigurationType", "FactorConfiguration")
def test_a_passkey_counts_as_both_factors_where_pool_and_user_say_so(opened):
    both = pool(FactorConfiguration="MULTI_FACTOR_WITH_USER_VERIFICATION")
    totp = {"SecretCode": "JBSWY3DPEHPK3PXP", "UserMFASettingList": ["SOFTWARE_TOKEN_MFA"]}
    calls = opened({**ADA, **totp}, settings=both, MfaConfiguration="ON", **TOTP)
    calls.register()
    answer = calls.initiate("USER_AUTH", USERNAME="ada", PREFERRED_CHALLENGE="WEB_AUTHN")
    assert answer["AvailableChallenges"] == ["PASSWORD_SRP", "PASSWORD"]
    on = {"SoftwareTokenMfaSettings": {"Enabled": True}, "WebAuthnMfaSettings": {"Enabled": True}}
    calls.aws.set_user_mfa_preference(AccessToken=calls.token(), **on)
    assert is_finished(calls.sign_in())
    assert refusal_of(calls.sign_in, user_verification=False) == REFUSED


@pytest.mark.long
@needs_member("SetUserMFAPreferenceRequest", "WebAuthnMfaSettings")
def test_a_user_of_a_scenario_with_passkey_mfa_on_has_a_passkey(opened):
    both = pool(FactorConfiguration="MULTI_FACTOR_WITH_USER_VERIFICATION")
    factors = {"SecretCode": "JBSWY3DPEHPK3PXP", "UserMFASettingList": ["SOFTWARE_TOKEN_MFA", "WEB_AUTHN_MFA"]}
    calls = opened({**ADA, **factors}, settings=both, MfaConfiguration="OPTIONAL", **TOTP)
    assert is_finished(calls.sign_in())


@pytest.mark.long
def test_who_must_reset_the_password_is_refused_by_the_calls_and_at_the_sign_in(opened):
    calls = opened({**ADA, "UserAttributes": {"email": "a@example.com", "email_verified": "true"}})
    calls.register()
    token, (session, options) = calls.token(), calls.begin()
    calls.aws.admin_reset_user_password(UserPoolId=calls.cognito.user_pool_id, Username="ada")
    assert refusal_of(calls.start, token)[0] == "PasswordResetRequiredException"
    signed = calls.cognito.passkey("ada").get(options)
    assert refusal_of(calls.finish, session, signed)[0] == "PasswordResetRequiredException"


@pytest.mark.long
def test_a_software_authenticator_says_what_it_needs(opened):
    passkey = opened(SIGNED).cognito.passkey("sam")
    assert repr(passkey) == "<Passkey of sam, 2 registered>"
    with pytest.raises(SettingError, match="'A' is not base64url"):
        passkey.get({"rpId": PARTY, "challenge": "b"}, credential_id="A")
    with pytest.raises(SettingError, match="needs the CredentialCreationOptions that StartWebAuthnRegistration"):
        passkey.create({"CredentialCreationOptions": {}})
    for options in ("no JSON", {"rpId": PARTY}, '{"rpId": "a", "challenge": "b", "allowCredentials": []}'):
        with pytest.raises(SettingError, match="needs the CREDENTIAL_REQUEST_OPTIONS of the challenge WEB_AUTHN"):
            passkey.get(options)


def test_without_the_library_the_error_says_what_to_install(opened, monkeypatch):
    calls = opened()
    token = calls.token()
    options = calls.start(token)
    monkeypatch.setitem(sys.modules, "fido2.webauthn", None)
    for use in (lambda: calls.cognito.passkey("ada"), lambda: calls.complete(token, options)):
        with (
            calls.cognito.allow_not_simulated(),
            pytest.raises(NotSimulated, match=r"pip install pytest-cognito-mfa\[passkeys\]"),
        ):
            use()
