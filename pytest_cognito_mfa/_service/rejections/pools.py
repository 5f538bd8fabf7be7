"""Refusals of pools and app clients."""

from __future__ import annotations

from .refusal import INVALID, MISSING, Refusal

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
    "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    "observed",
    "aws/aws-sdk-js#4186; anomalyco/sst#5177",
)
MFA_NEEDS_SMS = Refusal(
    INVALID,
    "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
    "observed",
    "aws/aws-cdk#12075; aws-cloudformation/cloudformation-coverage-roadmap#769",
)
AUTO_VERIFY_NEEDS_SMS = Refusal(
    INVALID,
    "SMS configuration is required when phone_number is selected for auto verification",
    "observed",
    "hashicorp/terraform-provider-aws#28294",
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
    "Email MFA requires an email configuration with your own Amazon SES resources.",
    "inferred",
    "hashicorp/terraform-provider-aws#41049 and the developer guide give the rule; nobody published the text",
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

DELETION_PROTECTED = Refusal(
    INVALID,
    "The user pool cannot be deleted because deletion protection is activated.",
    "inferred",
    "botocore DeletionProtection documents an InvalidParameterException; the text is not published",
)
NOT_IN_TIER = Refusal(
    "FeatureUnavailableInTierException", None, "documented", "botocore SetUserPoolMfaConfig (the text is unknown)"
)
