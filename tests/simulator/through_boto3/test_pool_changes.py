"""Pools that change between two sign-ins, through boto3."""

import pytest
from one_test import for_each
from sign_in_steps import Caller, needs_member, refusal_of

from pytest_cognito_mfa._simulator.rejections import ALL

SMS = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}
TOTP_ON = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
TOTP_OFF = {"SoftwareTokenMfaConfiguration": {"Enabled": False}}
REQUIRED = {"MfaConfiguration": "ON"}
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:one"
VERSIONED = {"LambdaVersion": "V1_0", "LambdaArn": FUNCTION}
OPTIONAL = {"MfaConfiguration": "OPTIONAL"}


class Changing:
    """A pool, and what an administrator does to it."""

    def __init__(self, aws, user_pool_id):
        self.aws, self.pool = aws, {"UserPoolId": user_pool_id}

    def update(self, **request):
        return self.aws.update_user_pool(**self.pool, **request)

    def set_mfa(self, **request):
        return without_metadata(self.aws.set_user_pool_mfa_config(**self.pool, **request))

    def mfa(self):
        return without_metadata(self.aws.get_user_pool_mfa_config(**self.pool))

    def described(self):
        return self.aws.describe_user_pool(**self.pool)["UserPool"]


def without_metadata(answer):
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


@pytest.fixture
def changing(cognito, aws):
    """The default scenario's pool."""
    return Changing(aws, cognito.user_pool_id)


@pytest.fixture
def new(cognito, aws):
    """Make a pool with these settings."""
    return lambda **settings: Changing(aws, aws.create_user_pool(PoolName="new", **settings)["UserPool"]["Id"])


def words(name):
    return ALL[name].code, ALL[name].words


# -- what is replaced -------------------------------------------------------------------


def test_an_update_answers_nothing(changing):
    assert without_metadata(changing.update()) == {}


def test_an_update_resets_and_keeps_what_aws_resets_and_keeps(new):
    lasting = {
        "SmsConfiguration": SMS,
        "UserPoolTags": {"team": "a"},
        "UserPoolTier": "PLUS",
        "DeletionProtection": "ACTIVE",
        **OPTIONAL,
    }
    passing = {"AutoVerifiedAttributes": ["email"], "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}}
    pool = new(**lasting, **passing, AdminCreateUserConfig={"AllowAdminCreateUserOnly": True})
    pool.update(PoolName="renamed")
    described = pool.described()
    assert lasting.items() <= described.items()
    assert described["Name"] == "renamed"
    assert set(passing) & set(described) == set()
    assert described["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is False


def test_an_update_lets_users_sign_up_again_unless_it_says_otherwise(cognito, aws, changing):
    someone = {"ClientId": cognito.pool.clients["public"].id, "Username": "zoe", "Password": "Secret-1"}
    changing.update(AdminCreateUserConfig={"AllowAdminCreateUserOnly": True})
    assert refusal_of(aws.sign_up, **someone) == words("SIGN_UP_CLOSED")
    changing.update()
    assert aws.sign_up(**someone)["UserConfirmed"] is False


def test_a_pool_that_is_protected_is_deleted_once_an_update_allows_it(aws, new):
    pool = new(DeletionProtection="ACTIVE")
    pool.update(DeletionProtection="INACTIVE")
    aws.delete_user_pool(**pool.pool)
    assert refusal_of(pool.described)[0] == "ResourceNotFoundException"


def test_an_update_leaves_the_factors_alone(changing):
    before = changing.mfa()
    changing.update(UserPoolTags={"team": "a"})
    assert changing.mfa() == before
    changing.update(MfaConfiguration="OFF")
    assert changing.mfa() == {**before, "MfaConfiguration": "OFF"}


def test_a_password_policy_counts_from_the_update_on(cognito, aws, changing):
    someone = {"ClientId": cognito.pool.clients["public"].id, "Password": "Secret-1"}
    changing.update(Policies={"PasswordPolicy": {"MinimumLength": 20}})
    assert refusal_of(aws.sign_up, Username="zoe", **someone)[0] == "InvalidPasswordException"
    changing.update()
    assert refusal_of(aws.sign_up, Username="zoe", **someone)[0] == "InvalidPasswordException"
    changing.update(Policies={"PasswordPolicy": {"MinimumLength": 6}})
    assert aws.sign_up(Username="zoe", **someone)["UserConfirmed"] is False


def test_an_mfa_configuration_shows_what_aws_shows_in_its_samples(new):
    ways = [{"Name": "admin_only", "Priority": 1}]
    sender = {
        "EmailSendingAccount": "DEVELOPER",
        "SourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com",
    }
    pool = new(EmailConfiguration=sender, AccountRecoverySetting={"RecoveryMechanisms": ways})
    sample = {
        "SmsMfaConfiguration": {
            "SmsAuthenticationMessage": "Your OTP for MFA or sign-in: use {####}.",
            "SmsConfiguration": {**SMS, "ExternalId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111", "SnsRegion": "us-west-2"},
        },
        **TOTP_ON,
        "EmailMfaConfiguration": {"Message": "Your OTP for MFA or sign-in: use {####}", "Subject": "OTP test"},
        **OPTIONAL,
        "WebAuthnConfiguration": {"RelyingPartyId": "auth.example.com", "UserVerification": "preferred"},
    }
    shown = pool.set_mfa(**sample)
    assert shown == pool.mfa()
    shown["WebAuthnConfiguration"].pop("FactorConfiguration", None)
    assert shown == sample
    described = pool.described()
    assert described["SmsAuthenticationMessage"] == sample["SmsMfaConfiguration"]["SmsAuthenticationMessage"]


@pytest.mark.parametrize(
    "settings", [{"SmsConfiguration": SMS}, {"SmsConfiguration": SMS, **OPTIONAL}], ids=["off", "on"]
)
def test_the_sms_configuration_of_a_new_pool_shows_in_its_mfa_configuration(new, settings):
    policy = {"MfaConfiguration": settings.get("MfaConfiguration", "OFF")}
    assert new(**settings).mfa() == {**policy, "SmsMfaConfiguration": {"SmsConfiguration": SMS}}


def test_an_sms_block_may_leave_the_sender_to_the_pool(new):
    pool = new(SmsConfiguration=SMS)
    block = {"SmsAuthenticationMessage": "Code {####}"}
    shown = pool.set_mfa(**REQUIRED, SmsMfaConfiguration=block)
    assert shown["SmsMfaConfiguration"] == {**block, "SmsConfiguration": SMS}


@pytest.mark.parametrize("change", ["update", "set_mfa"])
def test_each_change_moves_the_date_of_the_last_one(cognito, new, change):
    pool = new()
    before = pool.described()
    cognito.clock.advance(minutes=1)
    getattr(pool, change)()
    after = pool.described()
    assert (after["LastModifiedDate"] - before["LastModifiedDate"]).total_seconds() >= 60
    assert after["CreationDate"] == before["CreationDate"]


# -- what is refused, and leaves the pool as it was -------------------------------------


def refused(pool, change, **request):
    before = pool.described(), pool.mfa()
    said = refusal_of(getattr(pool, change), **request)
    assert (pool.described(), pool.mfa()) == before
    return said


def first_factors(*factors):
    return {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", *factors]}}}


@pytest.mark.parametrize("block", [TOTP_ON, TOTP_OFF, {"SmsMfaConfiguration": {}}, {"EmailMfaConfiguration": {}}])
def test_off_goes_with_no_factors_block_said_or_left_out(new, block):
    assert refused(new(), "set_mfa", **block) == words("MFA_OFF_WITH_FACTOR")
    assert refused(new(), "set_mfa", MfaConfiguration="OFF", **block) == words("MFA_OFF_WITH_FACTOR")


@pytest.mark.parametrize("policy", [OPTIONAL, REQUIRED])
def test_mfa_is_not_turned_on_by_passkeys_or_by_what_the_pool_had(new, policy):
    pool = new()
    pool.set_mfa(**policy, **TOTP_ON)
    assert refused(pool, "set_mfa", **policy) == words("MFA_ON_WITHOUT_FACTOR")
    passkeys = {"WebAuthnConfiguration": {"UserVerification": "required"}}
    assert refused(pool, "set_mfa", **policy, **passkeys) == words("MFA_ON_WITHOUT_FACTOR")


def test_an_update_requires_mfa_only_where_there_is_a_factor(new):
    pool = new()
    assert refused(pool, "update", **REQUIRED) == words("CANNOT_TURN_MFA_ON")
    assert refused(pool, "update", **OPTIONAL) == words("MFA_NEEDS_SMS")
    pool.set_mfa(**OPTIONAL, **TOTP_ON)
    pool.update(**REQUIRED)
    assert pool.mfa() == {**REQUIRED, **TOTP_ON}


def test_an_update_may_bring_the_factor_itself(new):
    pool = new()
    pool.update(**REQUIRED, SmsConfiguration=SMS)
    assert pool.mfa() == {**REQUIRED, "SmsMfaConfiguration": {"SmsConfiguration": SMS}}


@pytest.mark.parametrize("factor", ["EMAIL_OTP", "SMS_OTP"])
def test_codes_are_first_factors_only_where_mfa_is_not_required(new, factor):
    pool = new(SmsConfiguration=SMS, **first_factors(factor))
    pool.set_mfa(**OPTIONAL, **TOTP_ON)
    assert refused(pool, "set_mfa", **REQUIRED, **TOTP_ON) == words("OTP_FACTOR_WITH_MFA")
    assert refused(pool, "update", **REQUIRED) == words("OTP_FACTOR_WITH_MFA")
    pool.update(**first_factors())
    pool.set_mfa(**REQUIRED, **TOTP_ON)
    assert refused(pool, "update", **first_factors(factor)) == words("OTP_FACTOR_WITH_MFA")


def test_codes_are_no_first_factors_of_a_new_pool_that_requires_mfa(new):
    settings = {"SmsConfiguration": SMS, **first_factors("EMAIL_OTP"), **REQUIRED}
    assert refusal_of(new, **settings) == words("OTP_FACTOR_WITH_MFA")


@needs_member("WebAuthnConfigurationType", "FactorConfiguration")
def test_passkeys_are_first_factors_beside_required_mfa_only_where_they_count_as_both(new):
    both = {"WebAuthnConfiguration": {"FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"}}
    pool = new()
    pool.set_mfa(**REQUIRED, **TOTP_ON)
    assert refused(pool, "update", **first_factors("WEB_AUTHN")) == words("PASSKEY_NOT_FOR_MFA")
    pool.set_mfa(**REQUIRED, **TOTP_ON, **both)
    pool.update(**first_factors("WEB_AUTHN"))
    assert refused(pool, "set_mfa", **REQUIRED, **TOTP_ON) == words("PASSKEY_NOT_MULTI_FACTOR")
    pool.set_mfa(**OPTIONAL, **TOTP_ON)


@needs_member("WebAuthnConfigurationType", "FactorConfiguration")
def test_passkeys_that_count_as_both_need_more_than_the_smallest_tier(new):
    both = {"WebAuthnConfiguration": {"FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"}}
    assert refused(new(UserPoolTier="LITE"), "set_mfa", **both)[0] == "FeatureUnavailableInTierException"
    assert new().set_mfa(**both)["WebAuthnConfiguration"] == both["WebAuthnConfiguration"]


def test_verification_before_an_update_holds_on_to_auto_verification(new):
    settings = {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    pool = new(AutoVerifiedAttributes=["email"], UserAttributeUpdateSettings=settings)
    assert refused(pool, "update") == words("UPDATE_NEEDS_AUTO_VERIFY")
    pool.update(AutoVerifiedAttributes=["email"])
    assert pool.described()["UserAttributeUpdateSettings"] == settings


def test_a_tier_is_left_once_its_features_are_off(new):
    pool = new(UserPoolTier="PLUS", UserPoolAddOns={"AdvancedSecurityMode": "ENFORCED"})
    same = {"UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}}
    said = refused(pool, "update", UserPoolTier="ESSENTIALS", **same)
    needed = "The following features need to be disabled for the ESSENTIALS pricing tier configured: Threat Protection"
    assert said == ("FeatureUnavailableInTierException", needed)
    pool.update(UserPoolTier="ESSENTIALS")
    assert pool.described()["UserPoolTier"] == "ESSENTIALS"


# -- what a change means for the next sign-in -------------------------------------------


@pytest.fixture
def caller(cognito, aws):
    return Caller(aws, cognito)


def asked(answer):
    """The challenge, or None for tokens."""
    return answer.get("ChallengeName")


def test_each_policy_acts_on_the_next_sign_in(changing, caller):
    kept = {name: block for name, block in changing.mfa().items() if name != "MfaConfiguration"}
    assert asked(caller.password("totp")) == "SOFTWARE_TOKEN_MFA"
    changing.set_mfa()
    assert asked(caller.password("totp")) is None
    changing.set_mfa(**OPTIONAL, **kept)
    assert asked(caller.password("totp")) == "SOFTWARE_TOKEN_MFA"
    assert asked(caller.password("newcomer")) is None
    changing.update(**REQUIRED)
    assert asked(caller.password("newcomer")) == "SMS_MFA"
    changing.update(MfaConfiguration="OFF")
    assert asked(caller.password("newcomer")) is None


@pytest.mark.parametrize("policy", [OPTIONAL, REQUIRED])
def test_an_authenticator_is_asked_for_after_the_pool_stopped_offering_it(cognito, changing, caller, policy):
    changing.set_mfa(**policy, SmsMfaConfiguration={}, **TOTP_OFF)
    answer = caller.password("totp")
    assert asked(answer) == "SOFTWARE_TOKEN_MFA"
    code = {"SOFTWARE_TOKEN_MFA_CODE": cognito.totp("totp")}
    assert caller.respond("SOFTWARE_TOKEN_MFA", "totp", answer["Session"], **code)["AuthenticationResult"]


def test_nobody_enrols_in_what_the_pool_stopped_offering(cognito, aws, changing):
    token = cognito.sign_in("newcomer").access_token
    changing.set_mfa(**OPTIONAL, SmsMfaConfiguration={})
    said = refusal_of(aws.associate_software_token, AccessToken=token)
    assert said == words("TOTP_NOT_IN_POOL")


def test_no_update_takes_sms_from_a_user(changing, caller):
    changing.update()
    changing.set_mfa(**OPTIONAL, **TOTP_ON)
    assert asked(caller.password("sms")) == "SMS_MFA"


def test_a_user_whose_factor_a_pool_does_not_offer_is_not_asked_for_it(open_pool, aws):
    sms = {"UserMFASettingList": ["SMS_MFA"], "PreferredMfaSetting": "SMS_MFA"}
    alice = {"Username": "alice", "Password": "Secret-1", "UserAttributes": {"phone_number": "+12065550100"}, **sms}
    cognito = open_pool(alice, **OPTIONAL, **TOTP_ON)
    caller = Caller(aws, cognito)
    assert asked(caller.password("alice")) is None
    Changing(aws, cognito.user_pool_id).update(SmsConfiguration=SMS)
    assert asked(caller.password("alice")) == "SMS_MFA"


def test_email_stops_to_be_a_factor_with_its_sender_and_its_block(changing, caller):
    assert asked(caller.password("email")) == "EMAIL_OTP"
    sender = {"EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"}}
    assert refused(changing, "update", **sender) == words("EMAIL_MFA_NEEDS_SES")
    changing.set_mfa(**OPTIONAL, **TOTP_ON)
    assert asked(caller.password("email")) == "EMAIL_OTP"
    changing.update(**sender)
    assert asked(caller.password("email")) is None


def test_a_sign_in_that_has_begun_goes_by_the_pool_as_it_is_now(cognito, changing, caller):
    answer = caller.password("totp")
    changing.set_mfa()
    code = {"SOFTWARE_TOKEN_MFA_CODE": cognito.totp("totp")}
    assert caller.respond("SOFTWARE_TOKEN_MFA", "totp", answer["Session"], **code)["AuthenticationResult"]


def test_the_recovery_decides_on_what_may_be_asked_without_a_choice(changing, caller):
    changing.update(**REQUIRED)
    assert asked(caller.password("newcomer")) == "SMS_MFA"
    ways = [{"Name": "verified_phone_number", "Priority": 1}, {"Name": "verified_email", "Priority": 2}]
    changing.update(AccountRecoverySetting={"RecoveryMechanisms": ways})
    assert asked(caller.password("newcomer")) == "EMAIL_OTP"


def test_a_scenario_may_describe_what_aws_would_not_let_be_made(open_pool, aws):
    cognito = open_pool({"Username": "alice"}, **REQUIRED, **first_factors("EMAIL_OTP"), UserPoolTier="LITE")
    pool = Changing(aws, cognito.user_pool_id)
    pool.update(UserPoolTags={"team": "a"})
    assert pool.described()["MfaConfiguration"] == "ON"


# -- what a request may not refer to -----------------------------------------------------


def test_an_update_is_refused_only_for_what_it_makes_wrong(open_pool, aws):
    """The pool of a scenario may leave out what only the live service needs."""
    sender = {"EmailSendingAccount": "DEVELOPER"}
    changing = Changing(aws, open_pool(EmailConfiguration=sender).user_pool_id)

    changing.update(EmailConfiguration={**sender, "From": "Staff <staff@example.com>"})
    wrong = {**sender, "From": "Staff"}
    assert refusal_of(changing.update, EmailConfiguration=wrong) == words("FROM_IS_NO_ADDRESS")
    assert changing.described()["EmailConfiguration"]["From"] == "Staff <staff@example.com>"


@for_each(
    "settings",
    [
        {"LambdaConfig": {"CustomSMSSender": VERSIONED, "KMSKeyID": "arn:aws:kms:us-east-1:123456789012:key/one"}},
        {"LambdaConfig": {"PreTokenGeneration": FUNCTION, "PreTokenGenerationConfig": VERSIONED}},
        {"LambdaConfig": {"PreTokenGeneration": FUNCTION}},
        {"AliasAttributes": ["email"]},
    ],
)
def test_details_that_fit_are_kept(new, settings):
    described = new(**settings).described()
    assert {name: described[name] for name in settings} == settings
