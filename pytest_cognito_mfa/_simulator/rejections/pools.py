"""Refusals of pools and app clients."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, MISSING, Refusal

NO_POOL = Refusal(MISSING, "User pool {pool} does not exist.", "emulator", "getmoto/moto, and public code")
NO_CLIENT = Refusal(MISSING, "User pool client {client} does not exist.", "observed", "public code: pasted live errors")
MFA_OFF_WITH_FACTOR = Refusal(
    INVALID,
    "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    "observed",
    "go-to-k/cdkd#1923; lgallard/terraform-aws-cognito-user-pool#74",
)
MFA_ON_WITHOUT_FACTOR = Refusal(
    INVALID,
    "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
    "observed",
    "go-to-k/cdkd#1920; floci-io/floci#2831 (2026; until 2024 it was \"[...] can't disable all MFAs with a required or "
    'optional configuration.", aws/aws-sdk-js#4186)',
)
MFA_NEEDS_SMS = Refusal(
    INVALID,
    "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
    "observed",
    "aws/aws-cdk#12075; aws-cloudformation/cloudformation-coverage-roadmap#769",
)
CANNOT_TURN_MFA_ON = Refusal(
    INVALID,
    "Cannot turn MFA functionality ON, once the user pool has been created.",
    "observed",
    "aws-cloudformation/cloudformation-coverage-roadmap#1176; go-to-k/cdkd#1925 (only where no factor is enabled)",
)
SMS_MFA_NEEDS_SENDER = Refusal(
    INVALID,
    "SMS MFA requires an SMS configuration.",
    "inferred",
    "public code says that it is refused; nobody published the text",
)
AUTO_VERIFY_NEEDS_SMS = Refusal(
    INVALID,
    "SMS configuration is required when phone_number is selected for auto verification",
    "observed",
    "hashicorp/terraform-provider-aws#28294",
)
UPDATE_NEEDS_AUTO_VERIFY = Refusal(
    INVALID,
    "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
    "observed",
    "go-to-k/cdkd#4066",
)
SMS_MFA_IS_RECOVERY = Refusal(
    INVALID,
    "Invalid account recovery setting parameter. Account Recovery Setting cannot use verified_phone_number as a "
    "recovery mechanism when SMS MFA is configured.",
    "observed",
    "aws/aws-cdk#11478",
)
EMAIL_MFA_NEEDS_SES = Refusal(
    INVALID,
    "Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of "
    "COGNITO_DEFAULT.",
    "observed",
    "public code: a pasted refusal, and measured (SetUserPoolMfaConfig; assumed for UpdateUserPool)",
)
EMAIL_MFA_IS_RECOVERY = Refusal(
    INVALID,
    "Cannot set EmailMfaConfiguration when user pool AccountRecoverySetting is not set or contains only verified_email "
    "in RecoveryMechanisms.",
    "observed",
    "public code: a pasted refusal (SetUserPoolMfaConfig; assumed for UpdateUserPool)",
)
PASSWORD_IS_A_FACTOR = Refusal(
    INVALID,
    "Password should be configured as one of the allowed first auth factors.",
    "observed",
    "public code: a linter's rule that quotes the failed creation",
)
SMS_OTP_NEEDS_SENDER = Refusal(
    INVALID,
    "SMS_OTP can not be configured as AuthFactor as user pool is missing valid SMS configuration",
    "observed",
    "go-to-k/cdkd#1975 (CreateUserPool)",
)
OTP_FACTOR_WITH_MFA = Refusal(
    INVALID,
    "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled",
    "observed",
    "go-to-k/cdkd#1975 (the code is assumed)",
)
PASSKEY_NOT_MULTI_FACTOR = Refusal(
    INVALID,
    "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first "
    "auth factor",
    "observed",
    "go-to-k/cdkd#2064",
)
PASSKEY_NOT_FOR_MFA = Refusal(
    INVALID,
    "WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured for MFA.",
    "observed",
    "hashicorp/terraform-provider-aws#50110; go-to-k/cdkd#3562 (UpdateUserPool; assumed for CreateUserPool)",
)
ATTRIBUTE_WITHOUT_NAME = Refusal(
    INVALID,
    "An attribute of the schema needs a name.",
    "inferred",
    "botocore SchemaAttributeType does not require Name; what AWS says of one without is not published",
)
SECRET_GIVEN_TWICE = Refusal(
    INVALID,
    "You cannot specify both GenerateSecret as true and provide a ClientSecret value.",
    "documented",
    "botocore CreateUserPoolClientRequest.ClientSecret (its sentence; the live text is unknown)",
)
VALIDITY_OUT_OF_RANGE = Refusal(
    INVALID,
    "Invalid range for token validity.",
    "observed",
    "hashicorp/terraform-provider-aws#32504; aws-samples/cloudfront-authorization-at-edge#144",
)
VALIDITY_BEYOND_REFRESH = Refusal(
    INVALID,
    "Access and Id Token expiration times must be less than or equal to refresh token expiration times.",
    "observed",
    "public code: a linter's rule that quotes the failed creation",
)
FLOWS_MIXED = Refusal(
    INVALID,
    "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
    "observed",
    "public code: a linter's rule that quotes the failed creation; botocore documents it",
)
REFRESH_FLOW_WITH_ROTATION = Refusal(
    INVALID,
    "ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled.",
    "observed",
    "public code: several that quote the refusal (some without the last dot)",
)

DELETION_PROTECTED = Refusal(
    INVALID,
    "The user pool cannot be deleted because deletion protection is activated.",
    "inferred",
    "botocore DeletionProtection documents an InvalidParameterException; the text is not published",
)
FEATURES_ABOVE_TIER = Refusal(
    "FeatureUnavailableInTierException",
    "The following features need to be disabled for the {tier} pricing tier configured: {features}",
    "observed",
    "hashicorp/terraform-provider-aws#40734; aws/aws-cdk#33565 (that the names of several stand side by side, and how "
    "e-mail, passkeys and the password's history are called, is assumed)",
)
NOT_IN_TIER = Refusal(
    "FeatureUnavailableInTierException",
    None,
    "documented",
    "botocore SetUserPoolMfaConfig, CreateUserPoolClient (the text is unknown)",
)
