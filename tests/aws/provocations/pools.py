"""Pools and app clients."""

from sign_in_steps import needs_member

from .stage import SMS, TOTP_ON, posted


def first_factor_by_code(stage):
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}
    new = stage.new_pool(Policies=policies)
    stage.aws.set_user_pool_mfa_config(**new, MfaConfiguration="ON", **TOTP_ON)


def first_factor_by_passkey(stage):
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}
    new = stage.new_pool(Policies=policies)
    stage.aws.set_user_pool_mfa_config(**new, MfaConfiguration="ON", **TOTP_ON)


def email_without_a_sender(stage):
    new = stage.new_pool()
    stage.aws.set_user_pool_mfa_config(**new, MfaConfiguration="ON", EmailMfaConfiguration={"Subject": "Code"})


def email_in_a_small_tier(stage):
    new = stage.new_pool(UserPoolTier="LITE")
    stage.aws.set_user_pool_mfa_config(**new, MfaConfiguration="ON", EmailMfaConfiguration={"Subject": "Code"})


def recovery_by_the_factors_phone(stage):
    ways = {"RecoveryMechanisms": [{"Name": "verified_phone_number", "Priority": 1}]}
    stage.new_pool(MfaConfiguration="ON", SmsConfiguration=SMS, AccountRecoverySetting=ways)


def secret_given_twice(stage):
    both = {**stage.pool, "ClientName": "new", "GenerateSecret": True, "ClientSecret": "s" * 32}
    return posted("CreateUserPoolClient", both, signed=True)


TABLE = {
    "NO_POOL": lambda s: s.aws.describe_user_pool(UserPoolId="us-east-1_Nowhere"),
    "NO_CLIENT": lambda s: s.aws.initiate_auth(ClientId="nobody", AuthFlow="USER_PASSWORD_AUTH"),
    "MFA_OFF_WITH_FACTOR": lambda s: s.aws.set_user_pool_mfa_config(**s.pool, **TOTP_ON),
    "MFA_ON_WITHOUT_FACTOR": lambda s: s.aws.set_user_pool_mfa_config(**s.pool, MfaConfiguration="OPTIONAL"),
    "MFA_NEEDS_SMS": lambda s: s.new_pool(MfaConfiguration="OPTIONAL"),
    "AUTO_VERIFY_NEEDS_SMS": lambda s: s.new_pool(AutoVerifiedAttributes=["phone_number"]),
    "SMS_MFA_IS_RECOVERY": recovery_by_the_factors_phone,
    "EMAIL_MFA_NEEDS_SES": email_without_a_sender,
    "OTP_FACTOR_WITH_MFA": first_factor_by_code,
    "PASSKEY_NOT_MULTI_FACTOR": first_factor_by_passkey,
    "ATTRIBUTE_WITHOUT_NAME": lambda s: s.new_pool(Schema=[{"Required": True}]),
    "SECRET_GIVEN_TWICE": secret_given_twice,
    "DELETION_PROTECTED": lambda s: s.aws.delete_user_pool(**s.new_pool(DeletionProtection="ACTIVE")),
    "NOT_IN_TIER": email_in_a_small_tier,
}

FILLED = {
    "NO_POOL": {"pool": "us-east-1_Nowhere"},
    "NO_CLIENT": {"client": "nobody"},
}

NEWER = {
    "SECRET_GIVEN_TWICE": needs_member("CreateUserPoolClientRequest", "ClientSecret"),
}
