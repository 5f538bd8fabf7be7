"""Refusals of groups and the other resources of a pool, and of listings."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, MISSING, documented, emulator, observed

_LIVE = "public code: raw answers of the live service, September 2026 (radkawar/stackd"

BAD_PAGE_MARKER = observed(INVALID, "Paging marker is invalid.", f"{_LIVE}, ListUsersInGroup)")
ZERO_USERS_IN_GROUP = observed(
    INVALID,
    "com.amazonaws.services.identitystoreservice.model.ValidationException: 1 validation error detected: Value '0' at "
    "'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1 (Service: "
    "AWSIdentityStoreService; Status Code: 400; Error Code: ValidationException; Request ID: {request}; Proxy: null)",
    f"{_LIVE}, ListUsersInGroup)",
)
GROUP_EXISTS = observed("GroupExistsException", "A group with the name already exists.", f"{_LIVE}, CreateGroup)")
NO_GROUP = observed(MISSING, "Group not found.", f"{_LIVE}, Get-, Update-, DeleteGroup, AdminAddUserToGroup)")
NO_RESOURCE = documented(
    MISSING,
    None,
    "botocore's lists of errors (the text is unknown); also for the unknown user of AdminGetDevice and "
    "AdminListDevices, which list no UserNotFoundException",
)
RESOURCE_EXISTS = emulator(INVALID, "{key} already exists in user pool {pool}.", "getmoto/moto, CreateResourceServer")
TOO_MANY = documented("LimitExceededException", None, "botocore's lists of errors; quotas (the text is unknown)")
OUT_OF_TURN = documented(
    "PreconditionNotMetException", None, "botocore StartUserImportJob, StopUserImportJob (the text is unknown)"
)
NO_FILE_TO_IMPORT = observed(
    "PreconditionNotMetException", "No csv file was uploaded for {job}", "aws-amplify/amplify-js#6416"
)
IMPORT_RUNS = documented(
    "UserImportInProgressException",
    None,
    "botocore UpdateUserPool, AddCustomAttributes, DeleteUserPool (the text is unknown)",
)
NO_RESOURCE_SERVER = emulator(MISSING, "Resource server {key} does not exist.", "getmoto/moto")

_LINTER = "public code: a linter's rule that quotes the failed deployment (the code is assumed)"
_PROVIDERS = "floci-io/floci#2858, measured with a live OIDC provider"

NOT_ALLOWED = documented(INVALID, None, "botocore's documentation of the operations (the text is unknown)")
PROVIDER_EXISTS = observed(
    "DuplicateProviderException",
    "{key} already exists for tenant {pool}.",
    f'{_PROVIDERS}; until 2022 it was "already exists in user pool", aws-cloudformation/'
    "cloudformation-coverage-roadmap#1287",
)
NO_PROVIDER = observed(MISSING, "Identity provider {key} for tenantId {pool} does not exist.", _PROVIDERS)
NO_PROVIDER_TO_UPDATE = observed(MISSING, "Identity provider {key} in User Pool {pool} does not exist.", _PROVIDERS)
OIDC_DETAILS_MISSING = observed(
    INVALID, "clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.", _LINTER
)
SOCIAL_DETAILS_MISSING = observed(
    INVALID, "clientId, clientSecret and authorizeScopes are all required idp details.", _LINTER
)
APPLE_DETAILS_MISSING = observed(
    INVALID, "clientId, privateKey, teamId, and keyId are all required idp details.", _LINTER
)
SAML_METADATA_MISSING = observed(
    INVALID, "At least one of the MetadataURL or MetadataFile should be provided.", _LINTER
)
SAML_METADATA_TWICE = observed(INVALID, "Only one of the MetadataURL or MetadataFile should be provided.", _LINTER)
CSS_CLASS_NOT_ALLOWED = observed(
    INVALID, "The CSS class {name} is not in the list of allowed classes.", f"{_LINTER} (seen for an element)"
)
STYLE_TWICE = observed(INVALID, "useCognitoProvidedValues or settings should be specified (but not both)", _LINTER)
EVENT_SOURCE_TWICE = observed(
    INVALID,
    "Request validation Failed. Following event sources appear more then once in a request: [{sources}].",
    f"{_LINTER} (what follows in the quoted text is about ARNs)",
)
OIDC_ISSUER_NOT_HTTPS = observed(INVALID, "OIDC endpoint must start with https://", _LINTER)
SOCIAL_PROVIDER_NAME = observed(INVALID, "Provider {name} cannot be of type {type}.", _LINTER)
SOURCE_IS_LOCAL = observed(
    INVALID,
    "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a "
    "DestinationUser",
    "boto/boto3#4163; aws-amplify/amplify-js#13334",
)
SOURCE_IS_LINKED = observed(
    INVALID,
    "SourceUser is already linked to DestinationUser",
    "public code: client code that matches on the text, for a link to the same user and to another one",
)
SOURCE_HAS_SIGNED_IN = observed(
    INVALID,
    "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
    "aws/aws-sdk-net#1000",
)

DOMAIN_TAKEN = observed(
    INVALID,
    "Domain already associated with another user pool.",
    "aws-samples/aws-cdk-examples#402; aws-samples/dcv-web-portal#16",
)
HAS_DOMAIN_ALREADY = observed(
    INVALID,
    "User pool already has a domain configured.",
    "aws/aws-cdk#10062 (quoted without the dot); client code that matches on the text",
)
BAD_DOMAIN = observed(
    INVALID,
    "The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and "
    "hyphens. Please enter a different name that follows this format: {form}",
    "mineiros-io/terraform-aws-cognito-user-pool#69",
)
RESERVED_WORD_IN_DOMAIN = observed(
    INVALID,
    "Domain cannot contain reserved word: {word}",
    "aws-solutions/content-analysis-on-aws#8 (CloudTrail); only between hyphens, by a linter's rule of 2026 that has "
    "deployed pairs of names (in 2020 also inside a longer word: aws-amplify/amplify-cli#3854)",
)
NO_SUCH_CERTIFICATE = observed(
    INVALID,
    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid "
    "certificate chain.",
    _LINTER,
)
NO_SUCH_DOMAIN = observed(
    INVALID, "No such domain or user pool exists.", "public code: aws-amplify/amplify-cli's end-to-end tests"
)
NO_DOMAIN = observed(
    INVALID,
    "There has to be an existing domain associated with this user pool",
    "public code: a pasted refusal of SetUICustomization; hashicorp/terraform-provider-aws, which matches on it in "
    "GetUICustomization",
)
STYLE_EXISTS = documented(
    "ManagedLoginBrandingExistsException", None, "botocore CreateManagedLoginBranding (the text is unknown)"
)
TERMS_EXIST = documented("TermsExistsException", None, "botocore CreateTerms (the text is unknown)")
NO_CLIENT_SECRET = emulator(MISSING, "Client secret does not exist", "floci-io/floci CognitoService")
TWO_CLIENT_SECRETS = emulator(
    "LimitExceededException", "Client secrets cannot exceed limit of 2 secrets.", "floci-io/floci CognitoService"
)
NO_CACHED_URL = documented(
    "CachedCIMDURLDoesNotExistException", None, "botocore UpdateClientMetadataURLState (the text is unknown)"
)
ABOVE_QUOTA = documented("ServiceQuotaExceededException", None, "botocore UpdateProvisionedLimit (the text is unknown)")
