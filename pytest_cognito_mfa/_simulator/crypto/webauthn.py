"""WebAuthn by the library fido2, which the extra `passkeys` installs: registrations and assertions verified, and made.

fido2 is Yubico's, and needs nothing but cryptography; py_webauthn needs five packages more.
"""

from __future__ import annotations

import importlib
import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.sources import Sources

ALGORITHMS: Final = (-7, -257)
"""ES256 and RS256: AWS refuses others (API reference)."""

_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, struct.error)
"""What fido2 raises for data that is no credential."""


class Ceremony(NamedTuple):
    """What a registration or an assertion must be made for."""

    relying_party: str
    challenge: bytes
    verified: bool
    """Whether the authenticator must have verified the user."""

    def server(self) -> Any:
        return library("server").Fido2Server(_relying_party(self.relying_party))

    @property
    def state(self) -> dict[str, str]:
        """What the library keeps between the options and the answer."""
        verification = "required" if self.verified else "preferred"
        return {"challenge": text_of(self.challenge), "user_verification": verification}


def library(module: str) -> Any:
    """A module of fido2; raises NotSimulated if it is not installed."""
    try:
        return importlib.import_module(f"fido2.{module}")
    except ImportError:
        raise NotSimulated(
            "passkeys need the library fido2.\n  Run: pip install pytest-cognito-mfa[passkeys]"
        ) from None


def text_of(value: bytes) -> str:
    """base64url without padding, as WebAuthn writes bytes in JSON."""
    return urlsafe_b64encode(value).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_readable(id_: str) -> bool:
    """Whether the id of a credential can be decoded."""
    try:
        return bool(bytes_of(id_))
    except ValueError:
        return False


def _relying_party(name: str) -> Any:
    return library("webauthn").PublicKeyCredentialRpEntity(id=name, name=name)


# -- verified ---------------------------------------------------------------------------


def registered(credential: Any, ceremony: Ceremony) -> tuple[str, bytes]:
    """The id and the attested key of a new credential; AWS's refusal if it is not one for this ceremony.

    The attestation is not enforced (developer guide); transports are needed (aws/aws-sdk-net#4386 lacked them).
    """
    server = ceremony.server()
    try:
        given = library("webauthn").RegistrationResponse.from_dict(credential)
        client, made = given.response.client_data, given.response.attestation_object.auth_data
        key, id_ = made.credential_data, given.raw_id
        algorithm, origin = key.public_key[3], client.origin
        credential["response"]["transports"][:]
    except _UNREADABLE:
        raise rejections.CREDENTIAL_INVALID(because="it is not the JSON of a new credential") from None
    if client.challenge != ceremony.challenge:
        raise rejections.NO_PASSKEY_CHALLENGE(because="it was made for another challenge")
    if not library("rpid").verify_rp_id(ceremony.relying_party, str(origin)):
        raise rejections.PASSKEY_ORIGIN(because=f"{origin} is not an origin of {ceremony.relying_party}")
    if made.rp_id_hash != server.rp.id_hash:
        raise rejections.PASSKEY_RELYING_PARTY(because=f"the relying party is {ceremony.relying_party}")
    if algorithm not in ALGORITHMS or (ceremony.verified and not made.is_user_verified()):
        raise rejections.PASSKEY_NOT_SUPPORTED(because="AWS takes ES256 and RS256, with the user verified if required")
    try:
        server.register_complete(ceremony.state, given)
        with suppress(InvalidSignature):
            key.public_key.verify(b"", b"")  # a key that was cut is no point of the curve
    except ValueError as error:
        raise rejections.CREDENTIAL_INVALID(because=str(error)) from None
    if id_ != key.credential_id:
        raise rejections.CREDENTIAL_INVALID(because="its id is not the id that was attested")
    return text_of(id_), bytes(key)


def asserted(credential: str, ceremony: Ceremony, keys: list[bytes]) -> None:
    """Accept an assertion by one of the attested `keys`; else AWS's refusal."""
    known = list(map(library("webauthn").AttestedCredentialData, keys))
    try:
        given = library("webauthn").AuthenticationResponse.from_dict(json.loads(credential))
        ceremony.server().authenticate_complete(ceremony.state, known, given)
    except (*_UNREADABLE, InvalidSignature) as error:
        raise rejections.WRONG_PASSWORD(because=f"{type(error).__name__}: {error}") from None


# -- made -------------------------------------------------------------------------------


class Authenticator:
    """A software authenticator: the keys of its credentials follow from their ids and the seed."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._webauthn = library("webauthn")

    def attested(self, id_: str) -> bytes:
        """The attested key of the credential `id_`."""
        public = library("cose").ES256.from_cryptography_key(self._private(id_).public_key())
        return bytes(self._webauthn.AttestedCredentialData.create(bytes(16), bytes_of(id_), public))

    def register(
        self, relying_party: str, challenge: str, origin: str, *, verified: bool, id_: str = ""
    ) -> dict[str, Any]:
        """A new credential, as a browser's `PublicKeyCredential.toJSON` gives it; with that id, if it can be read."""
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - seldom needed, and slow

        id_ = id_ if is_readable(id_) else text_of(self._sources.bytes(32))
        made = self._data(relying_party, verified=verified, attested=self.attested(id_))
        client = self._client("webauthn.create", challenge, origin)
        spki = (
            self._private(id_)
            .public_key()
            .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
        response = {
            "clientDataJSON": text_of(client),
            "attestationObject": text_of(self._webauthn.AttestationObject.create("none", made, {})),
            "authenticatorData": text_of(made),
            "publicKey": text_of(spki),
            "publicKeyAlgorithm": ALGORITHMS[0],
            "transports": ["internal"],
        }
        return self._json(id_, response)

    def sign(
        self, id_: str, relying_party: str, challenge: str, origin: str, *, verified: bool, user: str
    ) -> dict[str, Any]:
        """An assertion by the credential `id_`, as a browser gives it."""
        made = self._data(relying_party, verified=verified)
        client = self._client("webauthn.get", challenge, origin)
        signature = self._private(id_).sign(made + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": text_of(client),
            "authenticatorData": text_of(made),
            "signature": text_of(signature),
            "userHandle": text_of(user.encode()),
        }
        return self._json(id_, response)

    def _private(self, id_: str) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(1 + self._sources.chance(f"passkey {id_}").getrandbits(255), ec.SECP256R1())

    def _data(self, relying_party: str, *, verified: bool, attested: bytes = b"") -> bytes:
        flags = 0x01 | (0x04 if verified else 0) | (0x40 if attested else 0)  # present, verified, with a key
        hashed = sha256(relying_party.encode()).digest()
        return bytes(self._webauthn.AuthenticatorData.create(hashed, flags, 0, attested))

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return bytes(self._webauthn.CollectedClientData.create(kind, challenge, origin))

    def _json(self, id_: str, response: Mapping[str, Any]) -> dict[str, Any]:
        known = {"id": id_, "rawId": id_, "type": "public-key", "authenticatorAttachment": "platform"}
        return {**known, "response": dict(response), "clientExtensionResults": {}}
