"""Where secrets stand: what AWS's model marks as sensitive, and by name what it does not.

1. What the model marks is secret, all that is inside it too, whatever its name.
2. The model marks no `ChallengeParameters` (SECRET_BLOCK, SRP values, destinations) and no device keys, groups of
   devices, pool ids, page tokens, codes, addresses of networks and no accounts: they are named here.
3. A map that the model marks as one (`AuthParameters`) is a table of names: those that say how, and not who, are kept.
4. An attribute of a user is secret, its name is not; whether an address is verified is kept.
5. Everything else is kept, but for what is, or looks like, a secret inside it.
"""

from __future__ import annotations

import functools
import re
from typing import Any, Final

from pytest_cognito_mfa._aws import service_model

_NAMED: Final = {
    "password": "Password NewPassword PreviousPassword ProposedPassword TemporaryPassword",
    "token": "AccessToken IdToken RefreshToken Token SubjectToken ActorToken IssuedToken FeedbackToken NextToken "
    "PaginationToken CsrfToken SamlResponse AtHash CHash Nonce State",
    "session": "Session",
    "SRP value": "SecretBlock PasswordClaimSecretBlock PasswordClaimSignature SrpA SrpB Salt PasswordVerifier",
    "secret hash": "SecretHash",
    "TOTP secret": "SecretCode",
    "code": "UserCode SmsMfaCode SoftwareTokenMfaCode EmailOtpCode SmsOtpCode ConfirmationCode Code CodeVerifier",
    "client id": "ClientId Aud Azp",
    "client secret": "ClientSecret ClientSecretValue ClientSecretId PrivateKey ApiKey Secret",
    "user pool id": "UserPoolId",
    "user": "Username UserIdForSrp UserId UserSub Sub CognitoUsername ProviderAttributeValue PreferredUsername",
    "answer": "Answer Credential CredentialId",
    "delivery destination": "CodeDeliveryDestination Destination",
    "device": "DeviceKey DeviceGroupKey DeviceName FriendlyDeviceName FriendlyCredentialName EncodedData HeaderValue",
    "e-mail address": "Email",
    "phone number": "PhoneNumber",
    "name": "GivenName FamilyName MiddleName Nickname",
    "network address": "IpAddress LastIpAddress SourceIp City Country Timezone",
    "account id": "AwsAccountId ExternalId AnalyticsEndpointId ApplicationId",
    "request or session id": "Jti OriginJti EventId RequestId SessionId OriginSessionId",
    "domain": "Domain CustomDomain CloudFrontDomain CloudFrontDistribution PreSignedUrl",
}
KINDS: Final = {name.casefold(): kind for kind, names in _NAMED.items() for name in names.split()}
"""What is secret by its name, wherever it stands and however it is spelled."""

HOW: Final = frozenset(
    re.findall(
        r"\w+",
        "authflow challengename timestamp preferredchallenge codedeliverydeliverymedium mfascanchoose mfascansetup "
        "requiredattributes devicestatus rememberdevice tokentype expiresin",
    )
)
"""Entries of the sensitive maps, and of a challenge's, that say how a sign-in goes on."""

MAPS_OF_SECRETS: Final = frozenset({"ChallengeParametersType", "ClientMetadataType"})
"""Not marked by the model: every entry is secret that is not named in HOW."""

ATTRIBUTES: Final = "AttributeType"
FILTER: Final = "Filter"
QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
"""What is secret of a filter: the value, in its quotes."""
POOLS: Final = frozenset({"UserPoolType", "UserPoolDescriptionType"})
"""Shapes whose `Id` is a pool's."""

KEPT_CLAIMS: Final = frozenset(
    re.findall(
        r"[\w:]+",
        "token_use scope version auth_time exp iat nbf updated_at cognito:groups alg typ enc cty "
        "dateCreated primary providerType providerName amr",
    )
)
"""Claims, and members of `identities`, whose values say nothing about who it is."""


def kind_of(name: str) -> str | None:
    """What a value is by the name of its place, in whichever spelling: SECRET_HASH, secretHash, secret-hash."""
    return KINDS.get(folded(name))


def is_plain(value: str) -> bool:
    """Whether a value in quotes is JSON's own punctuation: what stands behind it is read for itself."""
    return not any(map(str.isalnum, value))


def folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").replace(":", "").casefold()


def is_verified_mark(name: str) -> bool:
    return name.endswith("_verified")


@functools.cache
def shape_of(operation: str, *, of_answer: bool) -> Any:
    """The shape of an operation's body; None for what the model does not know."""
    if operation not in service_model().operation_names:
        return None
    model = service_model().operation_model(operation)
    return model.output_shape if of_answer else model.input_shape
