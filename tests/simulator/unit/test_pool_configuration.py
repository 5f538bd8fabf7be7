"""The rules of pool configuration as functions: every request for MFA against every pool that matters to it."""

import copy
import itertools

import pytest
from one_test import for_each

from pytest_cognito_mfa._aws import service_model
from pytest_cognito_mfa._simulator.pools.pool_configuration import (
    complete_with_defaults,
    create,
    offered,
    replace_mfa,
    update,
)
from pytest_cognito_mfa._simulator.rejections import ALL, Rejection

SMS = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}
MESSAGE = "Your code: {####}"
BOTH = "MULTI_FACTOR_WITH_USER_VERIFICATION"
EMAIL = {"Subject": "Your code"}
POLICIES = ("OFF", "OPTIONAL", "ON")
CODES = ("EMAIL_OTP", "SMS_OTP")
FIRST_FACTORS = [
    ("PASSWORD", *more) for size in range(4) for more in itertools.combinations((*CODES, "WEB_AUTHN"), size)
]
RECOVERIES = [(), ("verified_email",), ("verified_phone_number",), ("verified_phone_number", "verified_email")]


def members(**given):
    """A request without what is None."""
    return {name: value for name, value in given.items() if value is not None}


REQUESTS = [
    members(
        MfaConfiguration=policy,
        SmsMfaConfiguration=sms,
        SoftwareTokenMfaConfiguration=totp,
        EmailMfaConfiguration=email,
        WebAuthnConfiguration=passkeys,
    )
    for policy, sms, totp, email, passkeys in itertools.product(
        (None, *POLICIES),
        (None, {}, {"SmsAuthenticationMessage": MESSAGE}, {"SmsConfiguration": SMS}),
        (None, {"Enabled": True}, {"Enabled": False}),
        (None, EMAIL),
        (None, {"UserVerification": "preferred"}, {"FactorConfiguration": BOTH}),
    )
]


def pool(sms=False, tier="ESSENTIALS", factors=("PASSWORD",), sender=False, ways=(), **more):
    mechanisms = [{"Name": name, "Priority": number} for number, name in enumerate(ways, 1)]
    return complete_with_defaults(
        {
            "Name": "pool",
            "UserPoolTier": tier,
            "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": list(factors)}},
            "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER" if sender else "COGNITO_DEFAULT"},
            **({"SmsConfiguration": SMS} if sms else {}),
            **({"AccountRecoverySetting": {"RecoveryMechanisms": mechanisms}} if ways else {}),
            **more,
        }
    )


POOLS = [
    pool(*settings)
    for settings in itertools.product((True, False), ("LITE", "PLUS"), FIRST_FACTORS, (True, False), RECOVERIES)
]


def outcome(rule, old, request):
    try:
        return rule(old, request)
    except Rejection as refused:
        return refused.code, refused.message


def words(*names):
    return {(ALL[name].code, ALL[name].words) for name in names}


@pytest.fixture(scope="module")
def every():
    """(before, request, after); after is the refusal's code and words where there is one."""
    return [(old, request, outcome(replace_mfa, old, request)) for old, request in itertools.product(POOLS, REQUESTS)]


@pytest.fixture(scope="module")
def taken(every):
    return [case for case in every if not isinstance(case[2], tuple)]


def why_not(old, request):
    """Every reason to refuse, written independently of the rules' own code."""
    policy = request.get("MfaConfiguration", "OFF")
    sms, email = request.get("SmsMfaConfiguration"), "EmailMfaConfiguration" in request
    factor = sms is not None or email or "SoftwareTokenMfaConfiguration" in request
    sends = "SmsConfiguration" in old.settings or "SmsConfiguration" in (sms or {})
    first = old.settings["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"]
    both = request.get("WebAuthnConfiguration", {}).get("FactorConfiguration") == BOTH
    ways = [way["Name"] for way in old.settings.get("AccountRecoverySetting", {}).get("RecoveryMechanisms", ())]
    lite = old.settings["UserPoolTier"] == "LITE"
    reasons = {
        "MFA_OFF_WITH_FACTOR": policy == "OFF" and factor,
        "MFA_ON_WITHOUT_FACTOR": policy != "OFF" and not factor,
        "SMS_MFA_NEEDS_SENDER": sms is not None and not sends,
        "NOT_IN_TIER": lite and (email or both),
        "SMS_MFA_IS_RECOVERY": policy != "OFF" and sends and ways == ["verified_phone_number"],
        "SMS_OTP_NEEDS_SENDER": "SMS_OTP" in first and not sends,
        "OTP_FACTOR_WITH_MFA": policy == "ON" and bool({*CODES} & {*first}),
        "PASSKEY_NOT_MULTI_FACTOR": policy == "ON" and "WEB_AUTHN" in first and not both,
        "EMAIL_MFA_NEEDS_SES": email and old.settings["EmailConfiguration"]["EmailSendingAccount"] != "DEVELOPER",
        "EMAIL_MFA_IS_RECOVERY": email and ways in ([], ["verified_email"]),
    }
    return words(*(name for name, holds in reasons.items() if holds))


@pytest.mark.long
def test_the_whole_space_is_there(every):
    assert len(every) == 2 * 2 * 8 * 2 * 4 * 4 * 4 * 3 * 2 * 3


@pytest.mark.long
def test_exactly_what_has_a_reason_is_refused_for_one_of_its_reasons(every):
    for old, request, after in every:
        reasons = why_not(old, request)
        assert after in reasons if reasons else not isinstance(after, tuple)


@pytest.mark.long
def test_each_reason_is_met_alone(every):
    alone = set.union(*(found for old, request, _ in every if len(found := why_not(old, request)) == 1))
    assert alone == set.union(*(why_not(old, request) for old, request, _ in every))


@pytest.mark.long
def test_the_policy_is_off_unless_the_request_says_otherwise(taken):
    for _, request, after in taken:
        assert after.policy == request.get("MfaConfiguration", "OFF")


@pytest.mark.long
def test_totp_email_and_passkeys_are_what_the_request_says_and_no_more(taken):
    for _, request, after in taken:
        assert after.mfa == {
            name: request[name] for name in request if name not in ("MfaConfiguration", "SmsMfaConfiguration")
        }


@pytest.mark.long
def test_an_sms_block_gives_its_message_and_may_leave_the_sender_to_the_pool(taken):
    for old, request, after in taken:
        block = request.get("SmsMfaConfiguration", {})
        assert after.settings.get("SmsConfiguration") == block.get(
            "SmsConfiguration", old.settings.get("SmsConfiguration")
        )
        assert after.settings.get("SmsAuthenticationMessage") == block.get("SmsAuthenticationMessage")


def test_a_message_stays_without_an_sms_block_and_goes_with_one_that_has_none():
    old = pool(sms=True, SmsAuthenticationMessage=MESSAGE)
    totp = {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
    assert replace_mfa(old, totp).settings["SmsAuthenticationMessage"] == MESSAGE
    assert "SmsAuthenticationMessage" not in replace_mfa(old, {**totp, "SmsMfaConfiguration": {}}).settings


@pytest.mark.long
def test_nothing_else_of_the_pool_is_changed(taken):
    own = {"MfaConfiguration", "SmsConfiguration", "SmsAuthenticationMessage"}
    for old, _, after in taken:
        assert [name for name in old.settings if name not in own and after.settings[name] != old.settings[name]] == []


@pytest.mark.long
def test_the_same_request_again_changes_nothing(taken):
    assert [case for case in taken if replace_mfa(case[2], case[1]) != case[2]] == []


# -- UpdateUserPool ---------------------------------------------------------------------

PASSWORDS = {"PasswordPolicy": {"MinimumLength": 20}}
SAMPLES = {
    "Policies": PASSWORDS,
    "DeletionProtection": "ACTIVE",
    "LambdaConfig": {"PreSignUp": "arn:aws:lambda:us-east-1:123456789012:function:sign-up"},
    "AutoVerifiedAttributes": ["email"],
    "SmsVerificationMessage": MESSAGE,
    "EmailVerificationMessage": MESSAGE,
    "EmailVerificationSubject": "Hello",
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_LINK"},
    "SmsAuthenticationMessage": MESSAGE,
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": []},
    "MfaConfiguration": "OPTIONAL",
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True},
    "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-1:1:identity/a"},
    "SmsConfiguration": SMS,
    "UserPoolTags": {"team": "a"},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
    "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
    "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]},
    "UserPoolTier": "PLUS",
    "DcrConfiguration": {"EnableStatus": "Enabled"},
    "KeyConfiguration": {"KeyType": "AWS_OWNED_KEY"},
    "IssuerConfiguration": {"Type": "ORIGINAL"},
    "AcrConfiguration": {"first": "urn:example:1"},
}
"""A value that is no default, for every member of UpdateUserPool."""

RESET = {
    "LambdaConfig": {},
    "AutoVerifiedAttributes": None,
    "SmsVerificationMessage": None,
    "EmailVerificationMessage": None,
    "EmailVerificationSubject": None,
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
    "SmsAuthenticationMessage": None,
    "DeviceConfiguration": None,
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7},
    "UserPoolAddOns": None,
}
"""The values after UpdateUserPool has reset them; None for absent."""

NEEDS = {"MfaConfiguration": {"SmsConfiguration": SMS}, "UserPoolAddOns": {"UserPoolTier": "PLUS"}}


def test_every_member_of_the_request_has_its_sample():
    known = service_model().operation_model("UpdateUserPool").input_shape.members
    assert set(known) - {"UserPoolId", "PoolName"} <= set(SAMPLES)


@for_each("name", SAMPLES)
def test_what_is_left_out_is_reset_or_stays(name):
    old = pool(**{**NEEDS.get(name, {}), name: SAMPLES[name]})
    after = update(old, {"PoolName": "renamed"}).settings
    assert after.get(name) == (RESET[name] if name in RESET else old.settings[name])
    assert after["Name"] == "renamed"


@for_each("name", [name for name in SAMPLES if name != "Policies"])
def test_what_is_given_is_taken(name):
    assert update(pool(**NEEDS.get(name, {})), {name: SAMPLES[name]}).settings[name] == SAMPLES[name]


def test_the_halves_of_the_policies_are_taken_and_stay_each_by_itself():
    old = pool(factors=("PASSWORD", "EMAIL_OTP"))
    sign_in, password = old.settings["Policies"]["SignInPolicy"], old.settings["Policies"]["PasswordPolicy"]
    new = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}
    assert update(old, {"Policies": PASSWORDS}).settings["Policies"] == {**PASSWORDS, "SignInPolicy": sign_in}
    assert update(old, {"Policies": new}).settings["Policies"] == {**new, "PasswordPolicy": password}
    assert update(old, {"Policies": {"SignInPolicy": {}}}).settings["Policies"] == old.settings["Policies"]


def test_what_a_pool_is_made_with_for_good_stays():
    old = pool(UsernameAttributes=["email"], UsernameConfiguration={"CaseSensitive": False}, Schema=[{"Name": "floor"}])
    after = update(old, {}).settings
    for name in ("Name", "SchemaAttributes", "UsernameAttributes", "UsernameConfiguration"):
        assert after[name] == old.settings[name]


BLOCKS = {
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
    "EmailMfaConfiguration": EMAIL,
    "WebAuthnConfiguration": {"FactorConfiguration": BOTH},
}
SOME_BLOCKS = [dict(some) for size in range(4) for some in itertools.combinations(BLOCKS.items(), size)]
STANDING_POOLS = [
    pool(sms, tier, factors, True, ("admin_only",), MfaConfiguration=policy, **blocks)
    for sms, tier, factors, policy, blocks in itertools.product(
        (True, False), ("LITE", "PLUS"), FIRST_FACTORS, POLICIES, SOME_BLOCKS
    )
]


def test_no_change_of_the_rest_touches_the_mfa_configuration():
    for old in STANDING_POOLS:
        after = update(old, {"AutoVerifiedAttributes": ["email"]})
        assert (after.policy, after.mfa) == (old.policy, old.mfa)
        assert offered(after.settings, after.mfa) == offered(old.settings, old.mfa)


def why_not_switched(old, policy):
    """Every reason to refuse another policy, of those that were none before."""
    first = old.settings["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"]
    both = "WebAuthnConfiguration" in old.mfa
    turned_on = policy == "ON" != old.policy
    none = not offered(old.settings, old.mfa)
    reasons = {
        "CANNOT_TURN_MFA_ON": turned_on and none,
        "MFA_NEEDS_SMS": policy == "OPTIONAL" != old.policy and none,
        "OTP_FACTOR_WITH_MFA": turned_on and bool({*CODES} & {*first}),
        "PASSKEY_NOT_FOR_MFA": turned_on and "WEB_AUTHN" in first and not both,
    }
    return words(*(name for name, holds in reasons.items() if holds))


def test_a_policy_is_switched_unless_that_has_a_reason():
    for old, policy in itertools.product(STANDING_POOLS, POLICIES):
        reasons, after = why_not_switched(old, policy), outcome(update, old, {"MfaConfiguration": policy})
        if reasons:
            assert after in reasons
        else:
            assert (after.policy, after.mfa) == (policy, old.mfa)


def test_setting_mfa_drops_every_block_that_it_leaves_out():
    sending = [old for old in STANDING_POOLS if old.sends_sms]
    assert [old for old in sending if replace_mfa(old, {"MfaConfiguration": "OFF"}).mfa] == []
    assert any(old.mfa for old in sending)


# -- tiers ------------------------------------------------------------------------------

LAMBDA = {"LambdaArn": "arn:aws:lambda:us-east-1:123456789012:function:tokens"}
FEATURES = {
    "Threat Protection": {"UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}},
    "Token Customization with Pre-Token Generation Lambda V2_0": {
        "LambdaConfig": {"PreTokenGenerationConfig": {**LAMBDA, "LambdaVersion": "V2_0"}}
    },
    "Passwordless Sign-In": {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}},
    "Password History": {"Policies": {"PasswordPolicy": {"PasswordHistorySize": 3}}},
}
TIERS = ("LITE", "ESSENTIALS", "PLUS")
CASES = list(itertools.product(FEATURES, TIERS))


def above(feature, tier):
    return tier == "LITE" or (tier == "ESSENTIALS" and feature == "Threat Protection")


def refused_features(feature, tier):
    words = f"The following features need to be disabled for the {tier} pricing tier configured: {feature}"
    return "FeatureUnavailableInTierException", words


@for_each("feature, tier", CASES)
def test_a_pool_is_made_and_changed_with_the_features_of_its_tier(feature, tier):
    made = outcome(
        lambda _, request: create(request), None, {"PoolName": "p", "UserPoolTier": tier, **FEATURES[feature]}
    )
    changed = outcome(update, pool(tier=tier), FEATURES[feature])
    if above(feature, tier):
        assert made == changed == refused_features(feature, tier)
    else:
        assert made.tier == changed.tier == tier


@for_each("feature, tier", CASES)
def test_a_tier_is_not_left_while_a_feature_of_it_is_on(feature, tier):
    old = pool(tier="PLUS", **FEATURES[feature])
    after = outcome(update, old, {"UserPoolTier": tier, **FEATURES[feature]})
    assert after == refused_features(feature, tier) if above(feature, tier) else after.tier == tier


@pytest.mark.parametrize(
    ("block", "feature"),
    [("EmailMfaConfiguration", "Email MFA"), ("WebAuthnConfiguration", "Passkey MFA")],
    ids=["email", "passkeys"],
)
def test_a_tier_is_not_left_while_a_factor_of_it_is_on(block, feature):
    old = pool(sender=True, ways=("admin_only",), **{block: BLOCKS[block]})
    assert outcome(update, old, {"UserPoolTier": "LITE"}) == refused_features(feature, "LITE")


def test_all_the_features_in_the_way_are_named():
    given = {
        "PoolName": "p",
        "UserPoolTier": "LITE",
        **FEATURES["Threat Protection"],
        **FEATURES["Passwordless Sign-In"],
    }
    refused = outcome(lambda _, request: create(request), None, given)
    assert refused == refused_features("Threat Protection, Passwordless Sign-In", "LITE")


def test_what_a_pool_has_above_its_tier_already_it_keeps():
    old = pool(tier="LITE", **FEATURES["Threat Protection"])
    after = update(old, {**FEATURES["Threat Protection"], "UserPoolTags": {"team": "a"}})
    assert after.settings["UserPoolAddOns"] == old.settings["UserPoolAddOns"]


# -- what is refused of a pool however it comes about -----------------------------------


@for_each(
    "settings, name",
    [
        ({"AutoVerifiedAttributes": ["phone_number"]}, "AUTO_VERIFY_NEEDS_SMS"),
        (
            {"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}},
            "UPDATE_NEEDS_AUTO_VERIFY",
        ),
        ({"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["EMAIL_OTP"]}}}, "PASSWORD_IS_A_FACTOR"),
        ({"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "SMS_OTP"]}}}, "SMS_OTP_NEEDS_SENDER"),
    ],
)
def test_what_contradicts_itself_is_refused_where_it_is_made_and_where_it_is_changed(settings, name):
    expected = words(name)
    assert outcome(lambda _, request: create(request), None, {"PoolName": "p", **settings}) in expected
    assert outcome(update, pool(), settings) in expected


def test_what_already_contradicts_itself_may_be_changed_elsewhere():
    old = pool(MfaConfiguration="ON", factors=("PASSWORD", "EMAIL_OTP"), EmailMfaConfiguration=EMAIL)
    assert update(old, {"UserPoolTags": {"team": "a"}}).settings["UserPoolTags"] == {"team": "a"}


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"}}, "EMAIL_MFA_NEEDS_SES"),
        ({"AccountRecoverySetting": {}}, "EMAIL_MFA_IS_RECOVERY"),
    ],
    ids=["sender", "recovery"],
)
def test_what_email_needs_is_not_taken_from_it(change, name):
    old = pool(sender=True, ways=("admin_only",), EmailMfaConfiguration=EMAIL)
    assert outcome(update, old, change) in words(name)


def test_no_rule_changes_what_it_is_given():
    old, request = (
        pool(sms=True, SmsAuthenticationMessage=MESSAGE),
        {"SmsMfaConfiguration": {}, "MfaConfiguration": "ON"},
    )
    before, asked = copy.deepcopy(old), copy.deepcopy(request)
    replace_mfa(old, request)
    update(old, SAMPLES)
    assert (old, request) == (before, asked)
