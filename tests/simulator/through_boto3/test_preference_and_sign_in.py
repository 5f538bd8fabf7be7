"""The preference call through boto3: what GetUser shows after it and what sign-in asks next, by policy and block."""

import pytest
from one_test import for_each
from preference_user import CREDENTIAL, EMAIL, LONE, OFF, ON, PREFERRED, SELECT, SMS, TOTP
from sign_in_steps import needs_member, refusal_of

from pytest_cognito_mfa._simulator.rejections import ALL

PASSKEY = "WEB_AUTHN_MFA"

passkeys = needs_member("SetUserMFAPreferenceRequest", "WebAuthnMfaSettings")

AFTER = [
    ("no block", {}, {}, (None, None, None)),
    ("an empty block", {}, {"sms": {}}, (None, None, None)),
    ("on", {}, {"sms": ON}, ([SMS], None, SMS)),
    ("preferred", {}, {"email": PREFERRED}, ([EMAIL], EMAIL, EMAIL)),
    ("two on", {}, {"sms": ON, "totp": ON}, ([SMS, TOTP], None, SELECT)),
    ("two on, one preferred", {}, {"sms": ON, "totp": PREFERRED}, ([SMS, TOTP], TOTP, TOTP)),
    ("all on", {}, {"email": ON, "totp": ON, "sms": ON}, ([SMS, TOTP, EMAIL], None, SELECT)),
    ("left out", {"on": [TOTP], "preferred": TOTP}, {}, ([TOTP], TOTP, TOTP)),
    ("preferred goes off", {"on": [TOTP], "preferred": TOTP}, {"totp": OFF}, (None, None, None)),
    ("preferred goes off by an empty block", {"on": [TOTP], "preferred": TOTP}, {"totp": {}}, (None, None, None)),
    ("preferred no more", {"on": [TOTP], "preferred": TOTP}, {"totp": ON}, ([TOTP], None, TOTP)),
    ("another is preferred", {"on": [TOTP], "preferred": TOTP}, {"sms": PREFERRED}, ([SMS, TOTP], SMS, SMS)),
    ("the other goes off", {"on": [SMS, TOTP], "preferred": TOTP}, {"sms": OFF}, ([TOTP], TOTP, TOTP)),
    ("one of two goes off", {"on": [SMS, TOTP], "preferred": TOTP}, {"totp": OFF}, ([SMS], None, SMS)),
]


@for_each("policy", ["OFF", "OPTIONAL", "ON"])
@for_each("before, request_, after", [pytest.param(*each, id=name) for name, *each in AFTER])
def test_a_preference_is_shown_and_acted_on(alice, policy, before, request_, after):
    *shown, asked = after
    person = alice(MfaConfiguration=policy, **before)
    person.prefer(**request_)
    assert person.shown() == tuple(shown)
    # Where MFA is required, what is on without being preferred is one of what could be asked (facts B1, A38).
    required = shown[1] or SELECT
    assert person.asked() == {"OFF": None, "OPTIONAL": asked, "ON": required}[policy]


@for_each(
    "request_, refusal",
    [
        ({"sms": LONE}, "PREFERRED_BUT_OFF"),
        ({"totp": {**OFF, **LONE}}, "PREFERRED_BUT_OFF"),
        ({"sms": PREFERRED, "email": PREFERRED}, "TWO_PREFERRED"),
        ({"sms": LONE, "totp": LONE}, "TWO_PREFERRED"),
    ],
)
@for_each("policy", ["OFF", "OPTIONAL", "ON"])
def test_what_is_refused_leaves_everything_as_it_was(alice, policy, request_, refusal):
    person = alice(on=[TOTP], preferred=TOTP, MfaConfiguration=policy)
    assert refusal_of(person.prefer, **request_) == ("InvalidParameterException", ALL[refusal].words)
    assert person.shown() == ([TOTP], TOTP)


@for_each("tier, is_taken", [("LITE", False), ("ESSENTIALS", True), ("PLUS", True)])
def test_email_needs_the_essentials_tier(alice, tier, is_taken):
    person = alice(UserPoolTier=tier)
    if is_taken:
        person.prefer(email=PREFERRED)
    else:
        assert refusal_of(person.prefer, email=PREFERRED)[0] == "InvalidParameterException"
    assert person.shown() == (([EMAIL], EMAIL) if is_taken else (None, None))


# -- passkeys ---------------------------------------------------------------------------

MULTI_FACTOR = {"FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"}
WITH_PASSKEY = {"WebAuthnConfiguration": MULTI_FACTOR, "user": {"Credentials": [CREDENTIAL]}}


@passkeys
@for_each("policy", ["OFF", "OPTIONAL", "ON"])
def test_passkey_mfa_is_shown_last_and_changes_nothing_after_a_password(alice, policy):
    person = alice(MfaConfiguration=policy, **WITH_PASSKEY)
    person.prefer(totp=PREFERRED, passkey=ON)
    assert person.shown() == ([TOTP, PASSKEY], TOTP)
    assert person.cognito.user("alice").mfa_settings == [TOTP, PASSKEY]
    assert repr(person.cognito.user("alice")).endswith(f"{TOTP}, {PASSKEY}, preferred {TOTP}>")
    assert person.asked() == (None if policy == "OFF" else TOTP)


@passkeys
@for_each("request_", [{"passkey": ON}, {"passkey": ON, "sms": OFF}])
def test_passkey_mfa_needs_another_factor_turned_on_by_the_same_request(alice, request_):
    person = alice(on=[TOTP], preferred=TOTP, **WITH_PASSKEY)
    assert refusal_of(person.prefer, **request_) == ("InvalidParameterException", ALL["PASSKEY_ALONE"].words)
    assert person.shown() == ([TOTP], TOTP)


@passkeys
@for_each(
    "settings, refusal",
    [
        ({**WITH_PASSKEY, "WebAuthnConfiguration": {"FactorConfiguration": "SINGLE_FACTOR"}}, "PASSKEY_IS_NO_MFA"),
        ({"user": WITH_PASSKEY["user"]}, "PASSKEY_IS_NO_MFA"),
        ({**WITH_PASSKEY, "UserPoolTier": "LITE"}, "FACTOR_NOT_IN_TIER"),
        ({"WebAuthnConfiguration": MULTI_FACTOR}, "NO_PASSKEY"),
    ],
)
def test_passkey_mfa_needs_pool_and_passkey(alice, settings, refusal):
    person = alice(**settings)
    words = ALL[refusal].words.format(factor=PASSKEY)
    assert refusal_of(person.prefer, totp=ON, passkey=ON) == ("InvalidParameterException", words)
    assert person.shown() == (None, None)


@passkeys
def test_the_last_other_factor_goes_off_together_with_passkey_mfa_alone(alice):
    person = alice(on=[TOTP, PASSKEY], preferred=TOTP)
    assert refusal_of(person.prefer, totp=OFF) == ("InvalidParameterException", ALL["PASSKEY_ALONE"].words)
    assert person.shown() == ([TOTP, PASSKEY], TOTP)
    person.prefer(totp=OFF, passkey=OFF)
    assert person.shown() == (None, None)


@passkeys
@for_each("block", [OFF, {}])
def test_passkey_mfa_goes_off_by_itself(alice, block):
    person = alice(on=[TOTP, PASSKEY], preferred=TOTP)
    person.prefer(passkey=block)
    assert person.shown() == ([TOTP], TOTP)
