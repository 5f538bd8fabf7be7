"""Pools and app clients."""

from sign_in_steps import needs_member

from .pool_setup import SMS, TOTP_ON, posted

SENDER = {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"}}
IDENTITY = {**SENDER["EmailConfiguration"], "SourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com"}
EMAIL_ON = {"EmailMfaConfiguration": {"Subject": "Code"}}
REQUIRED = {"MfaConfiguration": "ON"}


def first_factors(*factors):
    return {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": list(factors)}}}


def recovery(*names):
    ways = [{"Name": name, "Priority": number} for number, name in enumerate(names, 1)]
    return {"AccountRecoverySetting": {"RecoveryMechanisms": ways}}


def set_up_mfa(setup, new, **blocks):
    setup.aws.set_user_pool_mfa_config(**setup.new_pool(**new), **REQUIRED, **blocks)


def passkey_for_an_existing_pool(setup):
    new = setup.new_pool()
    setup.aws.set_user_pool_mfa_config(**new, **REQUIRED, **TOTP_ON)
    setup.aws.update_user_pool(**new, **first_factors("PASSWORD", "WEB_AUTHN"))


def verification_before_update_alone(setup):
    settings = {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    setup.new_pool(UserAttributeUpdateSettings=settings)


def lower_tier(setup):
    new = setup.new_pool(UserPoolTier="PLUS", UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"})
    setup.aws.update_user_pool(**new, UserPoolTier="LITE", UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"})


def managed_login_on_lite(setup):
    pool = setup.new_pool(UserPoolTier="LITE")
    setup.aws.create_user_pool_domain(**pool, Domain="shop-1", ManagedLoginVersion=2)


def pool_with_a_domain(setup):
    setup.aws.create_user_pool_domain(**setup.pool, Domain="shop-1")
    setup.aws.delete_user_pool(**setup.pool)


def lite_with_rotation(setup):
    pool = setup.new_pool()
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED"}}
    setup.aws.create_user_pool_client(**pool, ClientName="new", **rotation)
    setup.aws.update_user_pool(**pool, UserPoolTier="LITE")


def new_client(setup, **settings):
    setup.aws.create_user_pool_client(**setup.pool, ClientName="new", **settings)


def triggers(**functions):
    return lambda setup: setup.new_pool(LambdaConfig=functions)


FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:one"
VERSIONED = {"LambdaVersion": "V1_0", "LambdaArn": f"{FUNCTION}-more"}


def tokens_of(access, refresh):
    units = {"TokenValidityUnits": {"AccessToken": "minutes", "RefreshToken": "minutes"}}
    return {"AccessTokenValidity": access, "RefreshTokenValidity": refresh, **units}


def rotation_with_its_old_flow(setup):
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED"}}
    new_client(setup, ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"], **rotation)


def secret_given_twice(setup):
    both = {**setup.pool, "ClientName": "new", "GenerateSecret": True, "ClientSecret": "s" * 32}
    return posted("CreateUserPoolClient", both, signed=True)


def declare(*attributes):
    """Declare attributes in a new pool; each is a mapping, or the name of a custom String."""
    whole = [{"Name": each, "AttributeDataType": "String"} if isinstance(each, str) else each for each in attributes]
    return lambda setup: setup.new_pool(Schema=whole)


def add_the_same_attribute_again(setup):
    new = setup.new_pool(Schema=[{"Name": "team", "AttributeDataType": "String"}])
    setup.aws.add_custom_attributes(**new, CustomAttributes=[{"Name": "team", "AttributeDataType": "String"}])


def text(**lengths):
    return {"Name": "team", "AttributeDataType": "String", "StringAttributeConstraints": lengths}


def number(**bounds):
    return {"Name": "age", "AttributeDataType": "Number", "NumberAttributeConstraints": bounds}


def sign_in_at_another_pool(setup):
    other, client = setup.new_pool(), setup.public.client.id
    request = {**other, "ClientId": client, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
    code, words, status = posted("AdminInitiateAuth", request, signed=True)
    return code, words.replace(other["UserPoolId"], "us-east-1_Other0001"), status


TABLE = {
    "NO_POOL": lambda s: s.aws.describe_user_pool(UserPoolId="us-east-1_Nowhere"),
    "NO_CLIENT_TO_MANAGE": lambda s: s.aws.describe_user_pool_client(**s.pool, ClientId="nobody"),
    "CLIENT_OF_ANOTHER_POOL": sign_in_at_another_pool,
    "ATTRIBUTE_WITHOUT_TYPE": declare({"Name": "team"}),
    "REQUIRED_CUSTOM": declare({"Name": "team", "AttributeDataType": "String", "Required": True}),
    "STANDARD_TYPE": declare({"Name": "email", "AttributeDataType": "Number"}),
    "ATTRIBUTE_EXISTS": add_the_same_attribute_again,
    "ATTRIBUTE_TWICE": declare("team", "team"),
    "BAD_BOUND": declare(number(MinValue="-1")),
    "BOUND_TOO_LONG": declare(text(MaxLength="2049")),
    "LENGTHS_CROSSED": declare(text(MinLength="9", MaxLength="8")),
    "BOUNDS_CROSSED": declare(number(MinValue="9", MaxValue="8")),
    "VALIDITY_DAYS_TWICE": lambda s: s.new_pool(
        AdminCreateUserConfig={"UnusedAccountValidityDays": 7},
        Policies={"PasswordPolicy": {"TemporaryPasswordValidityDays": 7}},
    ),
    "ALIASES_AND_USERNAMES": lambda s: s.new_pool(AliasAttributes=["email"], UsernameAttributes=["email"]),
    "ADMIN_ONLY_WITH_OTHERS": lambda s: s.new_pool(**recovery("admin_only", "verified_email")),
    "RECOVERY_TWICE": lambda s: s.new_pool(**recovery("verified_email", "verified_email")),
    "SENDER_WITHOUT_ARN": lambda s: s.new_pool(**SENDER),
    "FROM_IS_NO_ADDRESS": lambda s: s.new_pool(EmailConfiguration={"From": "nobody"}),
    "CUSTOM_SENDER_WITHOUT_KEY": triggers(CustomEmailSender=VERSIONED),
    "TWO_TOKEN_FUNCTIONS": triggers(PreTokenGeneration=FUNCTION, PreTokenGenerationConfig=VERSIONED),
    "BAD_RELYING_PARTY": lambda s: set_up_mfa(
        s, {}, **TOTP_ON, WebAuthnConfiguration={"RelyingPartyId": "https://example.com"}
    ),
    "NO_CLIENT": lambda s: s.aws.initiate_auth(ClientId="nobody", AuthFlow="USER_PASSWORD_AUTH"),
    "MFA_OFF_WITH_FACTOR": lambda s: s.aws.set_user_pool_mfa_config(**s.pool, **TOTP_ON),
    "MFA_ON_WITHOUT_FACTOR": lambda s: s.aws.set_user_pool_mfa_config(**s.pool, MfaConfiguration="OPTIONAL"),
    "MFA_NEEDS_SMS": lambda s: s.new_pool(MfaConfiguration="OPTIONAL"),
    "CANNOT_TURN_MFA_ON": lambda s: s.aws.update_user_pool(**s.new_pool(), **REQUIRED),
    "SMS_MFA_NEEDS_SENDER": lambda s: set_up_mfa(s, {}, SmsMfaConfiguration={}),
    "AUTO_VERIFY_NEEDS_SMS": lambda s: s.new_pool(AutoVerifiedAttributes=["phone_number"]),
    "UPDATE_NEEDS_AUTO_VERIFY": verification_before_update_alone,
    "SMS_MFA_IS_RECOVERY": lambda s: s.new_pool(**REQUIRED, SmsConfiguration=SMS, **recovery("verified_phone_number")),
    "EMAIL_MFA_NEEDS_SES": lambda s: set_up_mfa(s, recovery("admin_only"), **EMAIL_ON),
    "EMAIL_MFA_IS_RECOVERY": lambda s: set_up_mfa(
        s, {"EmailConfiguration": IDENTITY, **recovery("verified_email")}, **EMAIL_ON
    ),
    "PASSWORD_IS_A_FACTOR": lambda s: s.new_pool(**first_factors("EMAIL_OTP")),
    "SMS_OTP_NEEDS_SENDER": lambda s: s.new_pool(**first_factors("PASSWORD", "SMS_OTP")),
    "OTP_FACTOR_WITH_MFA": lambda s: set_up_mfa(s, first_factors("PASSWORD", "EMAIL_OTP"), **TOTP_ON),
    "PASSKEY_NOT_MULTI_FACTOR": lambda s: set_up_mfa(s, first_factors("PASSWORD", "WEB_AUTHN"), **TOTP_ON),
    "PASSKEY_NOT_FOR_MFA": passkey_for_an_existing_pool,
    "ATTRIBUTE_WITHOUT_NAME": lambda s: s.new_pool(Schema=[{"Required": True}]),
    "SECRET_GIVEN_TWICE": secret_given_twice,
    "VALIDITY_OUT_OF_RANGE": lambda s: new_client(s, AccessTokenValidity=25),
    "VALIDITY_BEYOND_REFRESH": lambda s: new_client(s, **tokens_of(access=120, refresh=90)),
    "FLOWS_MIXED": lambda s: new_client(s, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "USER_PASSWORD_AUTH"]),
    "REFRESH_FLOW_WITH_ROTATION": rotation_with_its_old_flow,
    "DELETION_PROTECTED": lambda s: s.aws.delete_user_pool(**s.new_pool(DeletionProtection="ACTIVE")),
    "POOL_HAS_DOMAIN": pool_with_a_domain,
    "FEATURES_ABOVE_TIER": lower_tier,
    "TIER_CHANGE_NOT_ALLOWED": lite_with_rotation,
    "FEATURE_ABOVE_TIER": managed_login_on_lite,
    "NOT_IN_TIER": lambda s: set_up_mfa(s, {"UserPoolTier": "LITE"}, **EMAIL_ON),
}

FILLED = {
    "NO_POOL": {"pool": "us-east-1_Nowhere"},
    "NO_CLIENT": {"client": "nobody"},
    "STANDARD_TYPE": {"attribute": "email"},
    "ATTRIBUTE_EXISTS": {"short": "custom:team", "attribute": "custom:team"},
    **{name: {"attribute": "custom:team"} for name in ("ATTRIBUTE_TWICE", "BOUND_TOO_LONG", "LENGTHS_CROSSED")},
    "BAD_BOUND": {"constraints": "NumberAttributeConstraints", "attribute": "custom:age"},
    "BOUNDS_CROSSED": {"attribute": "custom:age"},
    "CLIENT_OF_ANOTHER_POOL": {"client": "1example23456789publicclnt", "pool": "us-east-1_Other0001"},
    "FEATURES_ABOVE_TIER": {"tier": "LITE", "features": "Threat Protection"},
    "TIER_CHANGE_NOT_ALLOWED": {"tier": "LITE", "features": "Refresh Token Rotation"},
    "FEATURE_ABOVE_TIER": {"tier": "LITE", "feature": "Managed Login Version 2"},
}

NEWER = {
    "TIER_CHANGE_NOT_ALLOWED": needs_member("CreateUserPoolClientRequest", "RefreshTokenRotation"),
    "FEATURE_ABOVE_TIER": needs_member("CreateUserPoolDomainRequest", "ManagedLoginVersion"),
    "REFRESH_FLOW_WITH_ROTATION": needs_member("CreateUserPoolClientRequest", "RefreshTokenRotation"),
    "SECRET_GIVEN_TWICE": needs_member("CreateUserPoolClientRequest", "ClientSecret"),
}
