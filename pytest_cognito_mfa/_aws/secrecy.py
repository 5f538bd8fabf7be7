"""Which members and values are secret: the one list, for everything that reports, redacts or compares a request.

It answers two questions:

- `is_secret`: must a failure report hide this value?  Only a credential, which proves who a user is.
- `kind_of` and botocore's ``sensitive: true``: must a recording have a placeholder for it?  Names of people, pools and
  devices too.

Rules:

1. What botocore's model marks sensitive is secret, with everything inside it, whatever its name.
2. The model does not mark `ChallengeParameters` (SECRET_BLOCK, SRP values, destinations), device keys, pool ids, page
   tokens, codes, network addresses and account ids: `_NAMES` lists them.
3. In a map that is sensitive as a whole (`AuthParameters`) the entries of `_KEPT_ENTRIES` are not secret: they say how
   a user signs in, not who.
4. The value of a user's attribute is secret, its name is not; whether an address is verified is not secret either.
5. Inside a secret value (JSON, a document) everything is secret but truth values, null, and names made of letters.
6. In a request to a pool's domain everything is secret but the parameters of `_KEPT_PARAMETERS`.
7. A failure report also hides a text when a name around it sounds like a secret, and everything in a member that the
   model does not know: a misspelt `accesToken` still holds the token.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import JWKS, OPENID
from pytest_cognito_mfa._aws.model import body_shape, service_model

if TYPE_CHECKING:
    from collections.abc import Sequence

_CREDENTIALS: Final = {
    "password": "Password NewPassword PreviousPassword ProposedPassword TemporaryPassword",
    "token": "AccessToken IdToken RefreshToken Token SubjectToken ActorToken IssuedToken FeedbackToken NextToken "
    "PaginationToken CsrfToken SamlResponse AtHash CHash Nonce State",
    "session": "Session",
    "SRP value": "SecretBlock PasswordClaimSecretBlock PasswordClaimSignature SrpA SrpB Salt PasswordVerifier",
    "secret hash": "SecretHash",
    "TOTP secret": "SecretCode",
    "code": "UserCode SmsMfaCode SoftwareTokenMfaCode EmailOtpCode SmsOtpCode ConfirmationCode Code CodeVerifier",
    "client secret": "ClientSecret ClientSecretValue ClientSecretId PrivateKey ApiKey Secret",
    "answer": "Answer Credential CredentialId",
    "signed URL": "PreSignedUrl",
}
"""By kind, the names of members that hold a credential."""

_IDENTIFIERS: Final = {
    "client id": "ClientId Aud Azp",
    "user pool id": "UserPoolId",
    "user": "Username UserIdForSrp UserId UserSub Sub CognitoUsername ProviderAttributeValue PreferredUsername",
    "delivery destination": "CodeDeliveryDestination Destination",
    "device": "DeviceKey DeviceGroupKey DeviceName FriendlyDeviceName FriendlyCredentialName EncodedData HeaderValue",
    "e-mail address": "Email",
    "phone number": "PhoneNumber",
    "name": "GivenName FamilyName MiddleName Nickname",
    "network address": "IpAddress LastIpAddress SourceIp City Country Timezone",
    "account id": "AwsAccountId ExternalId AnalyticsEndpointId ApplicationId",
    "identity": "IdentityId IdentityPoolId",
    "request or session id": "Jti OriginJti EventId RequestId SessionId OriginSessionId",
    "domain": "Domain CustomDomain CloudFrontDomain CloudFrontDistribution",
}
"""By kind, the names of members that identify a user, a device or a place; recordings have placeholders there."""

_KIND_BY_NAME: Final = {
    name.casefold(): kind for kind, names in (_CREDENTIALS | _IDENTIFIERS).items() for name in names.split()
}

_KEPT_ENTRIES: Final = frozenset(
    re.findall(
        r"\w+",
        "authflow challengename timestamp preferredchallenge codedeliverydeliverymedium mfascanchoose mfascansetup "
        "requiredattributes devicestatus rememberdevice tokentype expiresin",
    )
)
"""Entries of sensitive maps, and of a challenge's parameters, that say how a sign-in goes on."""

KEPT_CLAIMS: Final = frozenset(
    re.findall(
        r"[\w:]+",
        "token_use scope version auth_time exp iat nbf updated_at cognito:groups alg typ enc cty "
        "dateCreated primary providerType providerName amr",
    )
)
"""Claims of a token, and members of `identities`, whose values do not say who it is."""

_KEPT_PARAMETERS: Final = frozenset(
    re.findall(
        r"\w+",
        "grant_type response_type client_id redirect_uri logout_uri scope identity_provider idp_identifier lang "
        "code_challenge_method token_type_hint",
    )
)
"""Parameters of OAuth that are not secret."""

MAPS_OF_SECRETS: Final = frozenset({"ChallengeParametersType", "ClientMetadataType"})
"""Shapes that the model does not mark: every entry is secret."""

MAPS_OF_NAMES: Final = frozenset({"AttributeMappingType"})
"""Maps from one name to another, such as from an attribute to a provider's claim: no entry is secret."""

MAPS_OF_THE_USERS: Final = frozenset({"ClientMetadataType"})
"""Maps whose names are chosen by the application, so that `_KEPT_ENTRIES` means nothing there."""

WEBAUTHN_SETTINGS: Final = frozenset(
    re.findall(
        r"\w+",
        "type alg timeout attestation userVerification residentKey requireResidentKey transports hints "
        "authenticatorAttachment publicKeyAlgorithm rk",
    )
)
"""Members of a passkey's options and credential that say how it is used, not whose it is."""

CHOICES: Final = frozenset({"ANSWER"})
"""Entries whose value is not secret if it is one of AWS's enum values, such as the factor that a user chooses."""

_METADATA: Final = frozenset({"ClientMetadata", "ValidationData"})
"""What an application sends to its own triggers may be anything."""

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_:-]*\d{0,2}")
_KEPT_INSIDE: Final = {
    "identities": KEPT_CLAIMS,
    "credential": WEBAUTHN_SETTINGS,
    "credentialcreationoptions": WEBAUTHN_SETTINGS,
    "credentialrequestoptions": WEBAUTHN_SETTINGS,
}
"""By the name of a member whose value is JSON of AWS: the names inside whose values are not secret."""

ATTRIBUTE_SHAPE: Final = "AttributeType"
CUSTOM_ATTRIBUTE: Final = re.compile(r"(?:dev:)?custom:[\w-]+")
POOL_SHAPES: Final = frozenset({"UserPoolType", "UserPoolDescriptionType"})
"""Shapes whose `Id` is a pool's id."""

FILTER_MEMBER: Final = "Filter"
FILTER: Final = re.compile(r'[^"\']*(?:"(?:[^"\\]|\\.)*"[^"\']*)+')
"""A filter whose values are in double quotes, as AWS asks for."""
FILTER_VALUE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
"""The part of a filter that is secret: the value, in its quotes."""

_NAMES_OF_RESOURCES: Final = frozenset({"UsernameType", "ClientIdType", "AttributeValueType"})
"""Shapes that the model marks, but messages about a file show: without them a user would not find the mistake."""

_SECRET_PREFIX: Final = re.compile(r"SRP_|PASSWORD|.*TOKEN")
_SOUNDS_SECRET: Final = re.compile("token|password|secret|session|srp|code|key", re.IGNORECASE)

Member = tuple["str | int", ...]
"""The path to a value from the top of a request: names, and positions in lists."""


def normalized_name(name: str) -> str:
    """A name in one form: SECRET_HASH, secretHash and secret-hash give the same."""
    return name.replace("_", "").replace("-", "").replace(":", "").casefold()


def kind_of(name: str) -> str | None:
    """The kind of secret that a member of this name holds, in any spelling; None when the name is not listed."""
    return _KIND_BY_NAME.get(normalized_name(name))


def is_kept_entry(name: str) -> bool:
    """Whether an entry of a sensitive map is not secret (rule 3)."""
    return normalized_name(name) in _KEPT_ENTRIES


def is_verified_flag(name: str, value: Any) -> bool:
    """Whether an attribute says that an address is verified, and nothing else (rule 4)."""
    return name.endswith("_verified") and (isinstance(value, bool) or value in ("true", "false"))


def kept_inside(name: str) -> frozenset[str]:
    """The names whose values are not secret, inside the JSON that is the value of the member `name`."""
    return _KEPT_INSIDE.get(normalized_name(name), frozenset())


def shown_name(key: str) -> str:
    """The name of a member, of a header or of an item of a list, in a message; another key may be secret itself."""
    is_shown = key.startswith("header ") or is_name(key.removeprefix("userAttributes.").removesuffix(" item"))
    return key if is_shown else f"(a key of {_counted(len(key), 'character')})"


def is_name(key: str) -> bool:
    """Whether a key inside a secret value is a name: letters, and at most two digits at its end (rule 5)."""
    return _NAME.fullmatch(key) is not None


def is_secret(operation: str, member: Member, value: Any) -> bool:
    """Whether a failure report must hide the value of `member` in a request of `operation`."""
    if " /" in operation:
        return not member or member[0] not in _KEPT_PARAMETERS
    if is_known_secret(operation, member):
        return True
    if operation in (JWKS, OPENID) or value is None or isinstance(value, bool):
        return False
    if isinstance(value, str) and any(map(sounds_secret, member)):
        return True
    return not _in_model(operation, member)[0]


def is_known_secret(operation: str, member: Sequence[str | int]) -> bool:
    """Whether `member` is a credential by its name, metadata, or in what botocore's model marks sensitive."""
    if any(isinstance(name, str) and (name in _METADATA or is_credential_name(name)) for name in member):
        return True
    return operation not in (JWKS, OPENID) and _in_model(operation, member)[1]


def sounds_secret(name: str | int) -> bool:
    """Whether a name sounds like that of a secret; a position in a list does not."""
    return isinstance(name, str) and _SOUNDS_SECRET.search(name) is not None


def is_sensitive(shape: Any) -> bool:
    """Whether botocore's model marks a shape sensitive."""
    return bool(shape.metadata.get("sensitive"))


def is_credential(shape: Any) -> bool:
    """Whether a message about a mistake in a file must hide a value of this shape."""
    return is_sensitive(shape) and shape.name not in _NAMES_OF_RESOURCES


@functools.cache
def credential_members() -> frozenset[str]:
    """The names of all members of the model that hold a credential."""
    model = service_model()
    structures = [shape for shape in map(model.shape_for, model.shape_names) if shape.type_name == "structure"]
    return frozenset(name for shape in structures for name, member in shape.members.items() if is_credential(member))


def size_of(value: Any) -> str:
    """Describe a secret value by its type and size only."""
    if isinstance(value, str):
        return f"a text of {_counted(len(value), 'character')}"
    if isinstance(value, list):
        return f"a list of {_counted(len(value), 'item')}"
    if isinstance(value, dict):
        return f"an object of {_counted(len(value), 'member')}"
    if value is None:
        return "null"
    return "a boolean" if isinstance(value, bool) else "a number"


@functools.lru_cache(maxsize=4096)
def is_credential_name(name: str) -> bool:
    """Whether a member of this name holds a credential, whatever the model says."""
    return kind_of(name) in _CREDENTIALS or _SECRET_PREFIX.match(name) is not None


def _in_model(operation: str, member: Sequence[str | int]) -> tuple[bool, bool]:
    """Whether the model knows `member`, and whether it marks it or something around it sensitive."""
    shape = body_shape(operation, of_answer=False)
    for name in member:
        shape = shape and _inside(shape, name)
        if shape is None:
            return False, False
        if is_sensitive(shape):
            return True, True
    return True, False


def _inside(shape: Any, name: str | int) -> Any:
    """The shape of a member, an item or a map's value; None where the model has no such thing."""
    if isinstance(name, int):
        return shape.member if shape.type_name == "list" else None
    if shape.type_name == "map":
        return shape.value
    return shape.members.get(name) if shape.type_name == "structure" else None


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
