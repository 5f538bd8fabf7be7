"""Every refusal of AWS's: its code, status and exact words, once, with the evidence.

`observed` is pasted output of the live service or a test that runs against it, `documented`
is AWS's own text, `emulator` stands only in another emulator, `inferred` is a deduction.
A source names the public place; where wording and precondition come from different places
both are named.  A refusal whose text nobody has published says so in its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Evidence = Literal["observed", "documented", "emulator", "inferred"]


class Rejection(Exception):  # noqa: N818 - what AWS does to a request, not an error of ours
    """AWS says no: raised by a rule, sent as an HTTP error by the pipeline."""

    def __init__(self, code: str, message: str | None, status: int) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way in which AWS refuses; calling it fills the words and gives the `Rejection` to raise."""

    code: str
    words: str | None
    evidence: Evidence
    source: str
    status: int = 400

    def __call__(self, **values: str) -> Rejection:
        return Rejection(self.code, self.words and self.words.format(**values), self.status)


_INVALID, _DENIED, _MISSING = "InvalidParameterException", "NotAuthorizedException", "ResourceNotFoundException"
_NO_USER, _MISMATCH, _NO_TOTP = "UserNotFoundException", "CodeMismatchException", "SoftwareTokenMFANotFoundException"

# -- the framework ----------------------------------------------------------------------

VALIDATION = Refusal(
    _INVALID,
    "{count} validation error{s} detected: {failures}",
    "observed",
    "public code: live test of UpdateUserAttributes",
)
SERIALIZATION = Refusal(
    "SerializationException", None, "observed", "li-xl/nuscenes-download#10 (the code; text and status unknown)"
)
MISTYPED = Refusal(
    "SerializationException", "{problem}", "inferred", "the wording of AWS's JSON framework, seen on sister services"
)
UNKNOWN_OPERATION = Refusal(
    "UnknownOperationException", None, "inferred", "public code: measured on Athena, a sister JSON service"
)
UNSIGNED = Refusal(
    "MissingAuthenticationTokenException",
    "Missing Authentication Token",
    "inferred",
    "aws/aws-sdk-ruby#882 (code seen on cognito-identity)",
)

# -- pools and clients ------------------------------------------------------------------

NO_POOL = Refusal(_MISSING, "User pool {pool} does not exist.", "emulator", "getmoto/moto, and public code")
NO_CLIENT = Refusal(
    _MISSING, "User pool client {client} does not exist.", "observed", "public code: pasted live errors"
)
MFA_OFF_WITH_FACTOR = Refusal(
    _INVALID,
    "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    "observed",
    "go-to-k/cdkd#1923; lgallard/terraform-aws-cognito-user-pool#74",
)
MFA_ON_WITHOUT_FACTOR = Refusal(
    _INVALID,
    "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    "observed",
    "aws/aws-sdk-js#4186; anomalyco/sst#5177",
)
MFA_NEEDS_SMS = Refusal(
    _INVALID,
    "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
    "observed",
    "aws/aws-cdk#12075; aws-cloudformation/cloudformation-coverage-roadmap#769",
)
AUTO_VERIFY_NEEDS_SMS = Refusal(
    _INVALID,
    "SMS configuration is required when phone_number is selected for auto verification",
    "observed",
    "hashicorp/terraform-provider-aws#28294",
)
SMS_MFA_IS_RECOVERY = Refusal(
    _INVALID,
    "Invalid account recovery setting parameter. Account Recovery Setting cannot use verified_phone_number as a "
    "recovery mechanism when SMS MFA is configured.",
    "observed",
    "aws/aws-cdk#11478",
)
EMAIL_MFA_NEEDS_SES = Refusal(
    _INVALID,
    "Email MFA requires an email configuration with your own Amazon SES resources.",
    "inferred",
    "hashicorp/terraform-provider-aws#41049 and the developer guide give the rule; nobody published the text",
)
OTP_FACTOR_WITH_MFA = Refusal(
    _INVALID,
    "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled",
    "observed",
    "go-to-k/cdkd#1975 (the code is assumed)",
)
PASSKEY_NOT_MULTI_FACTOR = Refusal(
    _INVALID,
    "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first "
    "auth factor",
    "observed",
    "go-to-k/cdkd#2064",
)
SECRET_GIVEN_TWICE = Refusal(
    _INVALID,
    "You cannot specify both GenerateSecret as true and provide a ClientSecret value.",
    "documented",
    "botocore CreateUserPoolClientRequest.ClientSecret (its sentence; the live text is unknown)",
)

DELETION_PROTECTED = Refusal(
    _INVALID,
    "The user pool cannot be deleted because deletion protection is activated.",
    "inferred",
    "botocore DeletionProtection documents an InvalidParameterException; the text is not published",
)
NOT_IN_TIER = Refusal(
    "FeatureUnavailableInTierException", None, "documented", "botocore SetUserPoolMfaConfig (the text is unknown)"
)

# -- access tokens ----------------------------------------------------------------------

TOKEN_UNVERIFIED = Refusal(
    _DENIED, "Could not verify signature for Access Token", "observed", "public code: tests against a live pool"
)
TOKEN_INVALID = Refusal(
    _DENIED,
    "Invalid Access Token",
    "observed",
    "getmoto/moto#8027; amazon-archives/aws-cognito-angular-quickstart#137",
)
TOKEN_EXPIRED = Refusal(_DENIED, "Access Token has expired", "observed", "aws-amplify/aws-sdk-ios#1376")
TOKEN_REVOKED = Refusal(
    _DENIED, "Access Token has been revoked", "observed", "aws-amplify/amplify-js#2205; botocore GlobalSignOut"
)
TOKEN_WITHOUT_SCOPE = Refusal(
    _DENIED, "Access Token does not have required scopes", "observed", "aws-amplify/amplify-js#469, #1906"
)
REFRESH_INVALID = Refusal(
    _DENIED, "Invalid Refresh Token.", "observed", "aws/aws-sdk-cpp#1789; aws/aws-sdk-java-v2#1389"
)
REFRESH_REVOKED = Refusal(_DENIED, "Refresh Token has been revoked", "observed", "aws/aws-sdk-net#1936")
REFRESH_EXPIRED = Refusal(_DENIED, "Refresh Token has expired", "emulator", "floci-io/floci CognitoService")
REFRESH_REUSED = Refusal(
    "RefreshTokenReuseException",
    None,
    "documented",
    "botocore GetTokensFromRefreshToken: the token was invalidated by rotation (the text is unknown)",
)
WRONG_CLIENT_SECRET = Refusal(
    _DENIED,
    None,
    "inferred",
    "botocore GetTokensFromRefreshToken has ClientSecret, and this error of its list fits; the text is unknown",
)
NOT_A_REFRESH_TOKEN = Refusal(
    "UnsupportedTokenTypeException",
    None,
    "documented",
    "botocore RevokeToken takes a refresh token and lists the error (the text is unknown)",
)
REVOCATION_OFF = Refusal(
    "UnsupportedOperationException",
    None,
    "documented",
    "botocore: an operation that is not enabled for the client (the text is unknown)",
)
UNAUTHORIZED = Refusal(
    "UnauthorizedException",
    None,
    "inferred",
    "botocore RevokeToken lists neither NotAuthorizedException nor ResourceNotFoundException (floci-io/floci#1705); "
    "RFC 7009 refuses an unknown client, a wrong secret and another client's token; the text is unknown",
)

# -- sign-in ----------------------------------------------------------------------------

WRONG_PASSWORD = Refusal(
    _DENIED,
    "Incorrect username or password.",
    "observed",
    "furaiev/amazon-cognito-identity-dart-2#10; ministackorg/ministack#1758",
)
LOCKED_OUT = Refusal(
    _DENIED,
    "Password attempts exceeded",
    "observed",
    "public copies of a Stack Overflow answer; client code that matches on it (after wrong MFA codes the developer "
    "guide has the lockout, and nobody published its text: the same is assumed)",
)
NO_USER = Refusal(_NO_USER, "User does not exist.", "observed", "floci-io/floci fixture initiate-auth.srp.unknown-user")
NOT_CONFIRMED = Refusal(
    "UserNotConfirmedException",
    "User is not confirmed.",
    "observed",
    "amazon-archives/amazon-cognito-identity-js#288; ministackorg/ministack#1758",
)
DISABLED = Refusal(_DENIED, "User is disabled.", "observed", "aws-amplify/amplify-js#5503")
RESET_REQUIRED = Refusal(
    "PasswordResetRequiredException",
    "Password reset required for the user",
    "inferred",
    "client code that matches on the text",
)
TEMPORARY_PASSWORD_EXPIRED = Refusal(
    _DENIED,
    "Temporary password has expired and must be reset by an administrator.",
    "observed",
    "public code: notes that quote the live text",
)
FLOW_NOT_ENABLED = Refusal(
    _INVALID, "{flow} flow not enabled for this client", "observed", "floci-io/floci#3974; amplify-swift's live harness"
)
FLOW_NOT_SUPPORTED = Refusal(
    _INVALID,
    "Initiate Auth method not supported.",
    "observed",
    "getmoto/moto#4836; soto-project/soto-cognito-authentication-kit#10",
)
MISSING_PARAMETER = Refusal(
    _INVALID,
    "Missing required parameter {name}",
    "observed",
    "amazon-archives/amazon-cognito-identity-js#627 (Session; other names by client code that matches)",
)
WRONG_SECRET_HASH = Refusal(
    _DENIED,
    "Unable to verify secret hash for client {client}",
    "observed",
    "ArranJacques/laravel-aws-cognito-auth#26; NabuCasa/pycognito#13",
)
SECRET_HASH_MISMATCH = Refusal(
    _DENIED,
    "SecretHash does not match for the client: {client}",
    "observed",
    "public code: SignUp, and a refresh with the wrong username's hash",
)
NO_SECRET_HASH = Refusal(
    _DENIED,
    "Client {client} is configured with secret but SECRET_HASH was not received",
    "observed",
    "aws-amplify/amplify-android#2504",
)
NO_DEVICE = Refusal(_MISSING, "Device does not exist.", "observed", "aws/aws-sdk-net-extensions-cognito#10")
NO_FACTOR_POSSIBLE = Refusal(
    _INVALID,
    "User has no MFA factor that can be used or set up.",
    "inferred",
    "the developer guide's MFA decision list, steps 6 and 6.4, ends in an error; nobody published its code or text",
)

# -- challenges -------------------------------------------------------------------------

SESSION_INVALID = Refusal(_DENIED, "Invalid session for the user.", "observed", "aws-amplify/amplify-js#6461")
SESSION_EXPIRED = Refusal(
    _DENIED,
    "Invalid session for the user, session is expired.",
    "observed",
    "public code: measured 3 min 54 s after the challenge",
)
SESSION_SPENT = Refusal(
    _DENIED,
    "Invalid session for the user, session can only be used once.",
    "observed",
    "aws-amplify/amplify-js#14330; public code",
)
WRONG_TOTP = Refusal(
    _MISMATCH, "Invalid code received for user", "inferred", "client code that matches on the text; no raw capture"
)
WRONG_MESSAGE_CODE = Refusal(
    _MISMATCH,
    "Invalid code or auth state for the user.",
    "observed",
    "aws-amplify/amplify-js#3066, #11069 (also when the reply names SMS_MFA for another challenge)",
)
TOTP_USED = Refusal(
    "ExpiredCodeException",
    "Your software token has already been used once.",
    "observed",
    "getmoto/moto's MFA tests against AWS; amplify-swift MFASignInTests",
)
NO_AUTHENTICATOR = Refusal(
    _NO_TOTP,
    "Software Token MFA does not exist for the user.",
    "observed",
    "amazon-archives/amazon-cognito-identity-js#630",
)
ANSWER_NOT_OFFERED = Refusal(
    _INVALID, "Invalid answer for the challenge.", "inferred", "no sighting of an ANSWER that was not offered"
)

# -- authenticators and preference ------------------------------------------------------

TOTP_NOT_IN_POOL = Refusal(
    _NO_TOTP,
    "Software Token MFA has not been enabled by the userPool",
    "documented",
    "developer guide, TOTP software token MFA",
)
WRONG_SETUP_CODE = Refusal(
    "EnableSoftwareTokenMFAException",
    "Code mismatch and fail enable Software Token MFA",
    "observed",
    "aws-samples/aws-amplify-auth-starters#15; amplify-swift's TOTP set-up tests",
)
TOKEN_AND_SESSION = Refusal(
    _INVALID,
    "Only one of access token and session can be provided.",
    "inferred",
    "botocore documents that both together are refused; nobody published the text",
)
NO_DELIVERY_FOR_TOTP = Refusal(
    _INVALID,
    "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA",
    "observed",
    "aws/aws-sdk-js-v3#4645",
)
NO_PHONE = Refusal(
    _INVALID,
    "User does not have a phone_number set to turn on SMS MFA",
    "observed",
    "aws-amplify/amplify-js#618, #846 (2018; a newer text is unknown)",
)
NO_DELIVERY_FOR_EMAIL = Refusal(
    _INVALID,
    "User does not have delivery config set to turn on EMAIL_OTP",
    "inferred",
    "the pattern of the text for SOFTWARE_TOKEN_MFA",
)
TWO_PREFERRED = Refusal(
    _INVALID,
    "Only one MFA method can be preferred.",
    "observed",
    "amplify-swift MFAPreferenceTests (the code is observed; nobody published the text)",
)
PREFERRED_BUT_OFF = Refusal(
    _INVALID,
    "An MFA method must be enabled to be preferred.",
    "inferred",
    "aws-amplify/amplify-android#2580, a maintainer on the code; nobody published the text",
)

# -- sign-up and users ------------------------------------------------------------------

USERNAME_EXISTS = Refusal(
    "UsernameExistsException", "User already exists", "observed", "floci-io/floci fixture sign-up.error.username-exists"
)
ACCOUNT_EXISTS = Refusal(
    "UsernameExistsException",
    "User account already exists",
    "inferred",
    "the text that AdminCreateUser's callers match on, in public code",
)
ALIAS_EXISTS = Refusal(
    "AliasExistsException",
    "An account with the given {attribute} already exists.",
    "inferred",
    "client code that matches on the text",
)
SIGN_UP_CLOSED = Refusal(
    _DENIED, "SignUp is not permitted for this user pool", "inferred", "client code that matches on the text"
)
USERNAME_NOT_ALIAS = Refusal(
    _INVALID, "Username should be {kind}.", "inferred", "client code that matches on 'Username should be an email.'"
)
USERNAME_IS_EMAIL = Refusal(
    _INVALID,
    "Username cannot be of email format, since user pool is configured for email alias.",
    "inferred",
    "client code that matches on the text",
)
WEAK_PASSWORD = Refusal(
    "InvalidPasswordException",
    "Password did not conform with policy: {rule}",
    "inferred",
    "client code that matches on the five rules' texts",
)
BAD_PHONE = Refusal(_INVALID, "Invalid phone number format.", "observed", "public code: pasted raw bodies")
BAD_EMAIL = Refusal(_INVALID, "Invalid email address format.", "inferred", "client code that matches on the text")
BAD_ATTRIBUTE = Refusal(
    _INVALID,
    "Attributes did not conform to the schema: {attribute}: {rule}\n",
    "observed",
    "public code: a pasted raw body (it ends with a line break)",
)
WRONG_CONFIRMATION_CODE = Refusal(
    _MISMATCH,
    "Invalid verification code provided, please try again.",
    "observed",
    "floci-io/floci fixture confirm-sign-up.error.code-mismatch",
)
CONFIRMATION_CODE_EXPIRED = Refusal(
    "ExpiredCodeException",
    "Invalid code provided, please request a code again.",
    "observed",
    "public code: pasted raw bodies",
)
ALREADY_CONFIRMED = Refusal(
    _DENIED,
    "User cannot be confirmed. Current status is {status}",
    "observed",
    "public code: pasted raw bodies",
)
NO_USER_OF_CLIENT = Refusal(
    _NO_USER,
    "Username/client id combination not found.",
    "observed",
    "floci-io/floci fixture forgot-password.unknown-user (ForgotPassword; assumed for ConfirmSignUp)",
)
NOT_INVITED_ANY_MORE = Refusal(
    "UnsupportedUserStateException",
    "Resend not possible. {user} status is not FORCE_CHANGE_PASSWORD",
    "inferred",
    "client code that matches on the text",
)

# -- what only a fault can bring --------------------------------------------------------

THROTTLED = Refusal(
    "TooManyRequestsException",
    "Rate exceeded",
    "observed",
    "aws-amplify/amplify-js#3554; boto/boto3#2517; aws/aws-sdk-java#2301 (status 400)",
)
ATTEMPTS_EXCEEDED = Refusal(
    "LimitExceededException",
    "Attempt limit exceeded, please try after some time.",
    "observed",
    "aws-amplify/amplify-js#8013; aws/aws-sdk-net#2011",
)
BAD_CREDENTIALS = Refusal(
    "UnrecognizedClientException",
    "The security token included in the request is invalid.",
    "observed",
    "ArranJacques/laravel-aws-cognito-auth#25",
)
BAD_SIGNATURE = Refusal(
    "InvalidSignatureException",
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details.",
    "observed",
    "aws/aws-sdk-js#1985 (the status is assumed)",
)
BLOCKED_BY_WAF = Refusal(
    "ForbiddenException",
    "Request not allowed due to WAF block.",
    "inferred",
    "two independent clients model it as 403; AWS's reference page says 400",
    status=403,
)
INTERNAL = Refusal("InternalErrorException", None, "documented", "API reference (500; the text is unknown)", status=500)

ALL: dict[str, Refusal] = {name: value for name, value in globals().items() if isinstance(value, Refusal)}
"""Every refusal by its name, in the order above."""

_BY_CODE: dict[str, Refusal] = {}
for _refusal in (
    *(THROTTLED, ATTEMPTS_EXCEEDED, BAD_CREDENTIALS, BAD_SIGNATURE, BLOCKED_BY_WAF, INTERNAL, WRONG_PASSWORD),
    *(TOTP_USED, NO_USER, WRONG_MESSAGE_CODE),
    *(value for value in ALL.values() if value.words is None or "{" not in value.words),
):
    _BY_CODE.setdefault(_refusal.code, _refusal)


def typical(code: str) -> Refusal:
    """The refusal that a fault means when it names only a code; without words where none are known."""
    return _BY_CODE.get(code) or Refusal(code, None, "documented", "the error's name stands in botocore's model")
