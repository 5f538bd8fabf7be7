"""Refusals of an app client's OAuth settings, and of what they refer to."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, inferred, observed

_FLOW = "InvalidOAuthFlowException"
_LINTER = "public code: a linter's rule that quotes the failed deployment (the code is assumed)"

OAUTH_WITHOUT_FLOWS = observed(
    INVALID,
    "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
    "public code that quotes the live refusal, and a linter's rule",
)
CLIENT_CREDENTIALS_MIXED = observed(
    _FLOW,
    "client_credentials flow can not be selected along with code flow or implicit flow.",
    "public code that quotes the live refusal, and a linter's rule",
)
CLIENT_CREDENTIALS_WITHOUT_SECRET = observed(
    _FLOW,
    "client_credentials flow can not be selected if client does not have a client secret.",
    "public code: a pasted refusal with code and status",
)
NO_SCOPE_OF_USERS = observed(
    _FLOW,
    "{scope} is not supported with client_credentials flow",
    "hashicorp/terraform-provider-aws#4984 (openid; assumed for the other built-in scopes)",
)
NO_CALLBACK_URL = observed(
    _FLOW,
    "CallbackUrls can not be empty when code flow or implicit flow is selected",
    "public code that quotes the live refusal, and a linter's rule",
)
NO_SCOPE = observed(
    "ScopeDoesNotExistException",
    "Invalid scope requested: {scope}",
    "awsdocs/aws-cloudformation-user-guide#564",
)
DEFAULT_REDIRECT_ELSEWHERE = observed(
    INVALID, "The default redirect URI {uri} is not in the callback URIs list.", _LINTER
)
NO_HTTP = observed(INVALID, "{url} cannot use the HTTP protocol.", _LINTER)
URL_WITH_FRAGMENT = observed(INVALID, "{url} cannot use fragment", _LINTER)
CONTEXT_WITHOUT_SECRET = observed(
    INVALID, "Client Secret is required to set EnablePropagateAdditionalUserContextData as true", _LINTER
)
BAD_READ_ATTRIBUTES = observed(
    INVALID, "Invalid read attributes specified while creating a client", "aws/aws-cdk#34379, #20760"
)
BAD_WRITE_ATTRIBUTES = observed(
    INVALID,
    "Invalid write attributes specified while creating a client",
    "radkawar/stackd, a raw live answer; aws/aws-cdk#34379 (assumed for UpdateUserPoolClient)",
)
NO_SUCH_PROVIDER = inferred(
    INVALID,
    "The provider {name} does not exist for User Pool {pool}.",
    "lgallard/terraform-aws-cognito-user-pool#72 (the end of the text, and the code, are assumed)",
)
BAD_ANALYTICS = observed(
    INVALID,
    "Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are "
    "valid",
    _LINTER,
)
