"""Refusals of pools and app clients."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, MISSING, documented, emulator, inferred, observed

NO_POOL = observed(MISSING, "User pool {pool} does not exist.", "floci-io/floci#2951, #2853 (live); radkawar/stackd")
NO_CLIENT_TO_MANAGE = observed(
    MISSING,
    "User pool client does not exist.",
    "radkawar/stackd, raw live answer of DescribeUserPoolClient (assumed for UpdateUserPoolClient and "
    "DeleteUserPoolClient)",
)
NO_CLIENT = observed(MISSING, "User pool client {client} does not exist.", "public code: pasted live errors")
CLIENT_OF_ANOTHER_POOL = observed(
    MISSING, "User pool client {client} does not exist in user pool {pool}.", "radkawar/stackd (AdminInitiateAuth)"
)
MFA_OFF_WITH_FACTOR = observed(
    INVALID,
    "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    "go-to-k/cdkd#1923; lgallard/terraform-aws-cognito-user-pool#74",
)
MFA_ON_WITHOUT_FACTOR = observed(
    INVALID,
    "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
    "go-to-k/cdkd#1920; floci-io/floci#2831 (2026; until 2024 it was \"[...] can't disable all MFAs with a required or "
    'optional configuration.", aws/aws-sdk-js#4186)',
)
MFA_NEEDS_SMS = observed(
    INVALID,
    "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
    "aws/aws-cdk#12075; aws-cloudformation/cloudformation-coverage-roadmap#769",
)
CANNOT_TURN_MFA_ON = observed(
    INVALID,
    "Cannot turn MFA functionality ON, once the user pool has been created.",
    "aws-cloudformation/cloudformation-coverage-roadmap#1176; go-to-k/cdkd#1925 (only where no factor is enabled)",
)
SMS_MFA_NEEDS_SENDER = inferred(
    INVALID, "SMS MFA requires an SMS configuration.", "public code says that it is refused; nobody published the text"
)
AUTO_VERIFY_NEEDS_SMS = observed(
    INVALID,
    "SMS configuration is required when phone_number is selected for auto verification",
    "hashicorp/terraform-provider-aws#28294",
)
UPDATE_NEEDS_AUTO_VERIFY = observed(
    INVALID,
    "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
    "go-to-k/cdkd#4066",
)
SMS_MFA_IS_RECOVERY = observed(
    INVALID,
    "Invalid account recovery setting parameter. Account Recovery Setting cannot use verified_phone_number as a "
    "recovery mechanism when SMS MFA is configured.",
    "aws/aws-cdk#11478",
)
EMAIL_MFA_NEEDS_SES = observed(
    INVALID,
    "Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of "
    "COGNITO_DEFAULT.",
    "public code: a pasted refusal, and measured (SetUserPoolMfaConfig; assumed for UpdateUserPool)",
)
EMAIL_MFA_IS_RECOVERY = observed(
    INVALID,
    "Cannot set EmailMfaConfiguration when user pool AccountRecoverySetting is not set or contains only verified_email "
    "in RecoveryMechanisms.",
    "public code: a pasted refusal (SetUserPoolMfaConfig; assumed for UpdateUserPool)",
)
PASSWORD_IS_A_FACTOR = observed(
    INVALID,
    "Password should be configured as one of the allowed first auth factors.",
    "public code: a linter's rule that quotes the failed creation",
)
SMS_OTP_NEEDS_SENDER = observed(
    INVALID,
    "SMS_OTP can not be configured as AuthFactor as user pool is missing valid SMS configuration",
    "go-to-k/cdkd#1975 (CreateUserPool)",
)
OTP_FACTOR_WITH_MFA = observed(
    INVALID,
    "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled",
    "go-to-k/cdkd#1975 (the code is assumed)",
)
PASSKEY_NOT_MULTI_FACTOR = observed(
    INVALID,
    "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first "
    "auth factor",
    "go-to-k/cdkd#2064",
)
PASSKEY_NOT_FOR_MFA = observed(
    INVALID,
    "WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured for MFA.",
    "hashicorp/terraform-provider-aws#50110; go-to-k/cdkd#3562 (UpdateUserPool; assumed for CreateUserPool)",
)
ATTRIBUTE_WITHOUT_NAME = inferred(
    INVALID,
    "An attribute of the schema needs a name.",
    "botocore SchemaAttributeType does not require Name; what AWS says of one without is not published",
)
_QUOTED = "badmintoncryer/cdk-preflight, a linter's rule that quotes the failed creation (the code is assumed)"
ATTRIBUTE_WITHOUT_TYPE = emulator(
    INVALID, "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.", "getmoto/moto"
)
REQUIRED_CUSTOM = observed(
    INVALID,
    "Required custom attributes are not supported currently.",
    "hashicorp/terraform-provider-aws#18430; boto/boto3#2317",
)
STANDARD_TYPE = observed(
    INVALID,
    "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute {attribute}",
    _QUOTED,
)
ATTRIBUTE_EXISTS = inferred(
    INVALID,
    "{short}: Existing attribute already has name {attribute}.",
    "client code that matches on it; getmoto/moto and jagregory/cognito-local have the whole text",
)
ATTRIBUTE_TWICE = observed(
    INVALID, "Duplicate custom attribute names {attribute} are not allowed in a user pool schema.", _QUOTED
)
BAD_BOUND = emulator(INVALID, "Invalid {constraints} for schema attribute {attribute}", "getmoto/moto")
BOUND_TOO_LONG = emulator(
    INVALID, "user.{attribute}: String attributes cannot have a length of more than 2048", "getmoto/moto"
)
LENGTHS_CROSSED = observed(
    INVALID, "Attribute {attribute} cannot have a max length shorter than it's min length", _QUOTED
)
BOUNDS_CROSSED = observed(INVALID, "Attribute {attribute} cannot have a max value smaller than it's min value", _QUOTED)
ALIASES_AND_USERNAMES = observed(
    INVALID, "Only one of the aliasAttributes or usernameAttributes can be set in a User pool.", _QUOTED
)
_RECOVERY = "Invalid account recovery setting parameter. Account Recovery Setting cannot "
ADMIN_ONLY_WITH_OTHERS = observed(
    INVALID, f"{_RECOVERY}use admin_only setting with any other recovery mechanisms.", _QUOTED
)
RECOVERY_TWICE = observed(INVALID, f"{_RECOVERY}have duplicate priorities or recovery mechanisms.", _QUOTED)
SENDER_WITHOUT_ARN = observed(INVALID, "Source ARN is required to use DEVELOPER email sending owner", _QUOTED)
FROM_IS_NO_ADDRESS = observed(INVALID, "Provided From email address is invalid", _QUOTED)
CUSTOM_SENDER_WITHOUT_KEY = observed(
    INVALID, "KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.", _QUOTED
)
TWO_TOKEN_FUNCTIONS = observed(
    INVALID,
    "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's",
    _QUOTED,
)
BAD_RELYING_PARTY = observed(INVALID, "RelyingPartyId contains invalid characters", _QUOTED)
VALIDITY_DAYS_TWICE = observed(
    INVALID,
    "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
    _QUOTED,
)
SECRET_GIVEN_TWICE = documented(
    INVALID,
    "You cannot specify both GenerateSecret as true and provide a ClientSecret value.",
    "botocore CreateUserPoolClientRequest.ClientSecret (its sentence; the live text is unknown)",
)
VALIDITY_OUT_OF_RANGE = observed(
    INVALID,
    "Invalid range for token validity.",
    "hashicorp/terraform-provider-aws#32504; aws-samples/cloudfront-authorization-at-edge#144",
)
VALIDITY_BEYOND_REFRESH = observed(
    INVALID,
    "Access and Id Token expiration times must be less than or equal to refresh token expiration times.",
    "public code: a linter's rule that quotes the failed creation",
)
FLOWS_MIXED = observed(
    INVALID,
    "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
    "public code: a linter's rule that quotes the failed creation; botocore documents it",
)
REFRESH_FLOW_WITH_ROTATION = observed(
    INVALID,
    "ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled.",
    "public code: several that quote the refusal (some without the last dot)",
)

DELETION_PROTECTED = inferred(
    INVALID,
    "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated "
    "first.",
    "client code that compares code and text",
)
POOL_HAS_DOMAIN = observed(
    INVALID,
    "User pool cannot be deleted. It has a domain configured that should be deleted first.",
    "public code: three projects that quote the live refusal",
)
FEATURES_ABOVE_TIER = observed(
    "FeatureUnavailableInTierException",
    "The following features need to be disabled for the {tier} pricing tier configured: {features}",
    "hashicorp/terraform-provider-aws#40734; aws/aws-cdk#33565 (that several names are listed with commas, and how "
    "e-mail, passkeys and the password's history are called, is assumed)",
)
TIER_CHANGE_NOT_ALLOWED = observed(
    "TierChangeNotAllowedException",
    "The following features need to be disabled for the {tier} pricing tier configured: {features}",
    "radkawar/stackd, a raw live answer (a client that rotates refresh tokens)",
)
FEATURE_ABOVE_TIER = observed(
    "FeatureUnavailableInTierException",
    "The following feature is not available for the {tier} pricing tier configured: {feature}",
    "public code: a linter's rule that quotes the failed deployment (the code is assumed)",
)
NOT_IN_TIER = documented(
    "FeatureUnavailableInTierException",
    None,
    "botocore SetUserPoolMfaConfig, CreateUserPoolClient (the text is unknown)",
)
