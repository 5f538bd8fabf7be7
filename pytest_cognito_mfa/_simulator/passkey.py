"""One passkey of a user, and the registration of one that has begun."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._simulator.crypto.webauthn import Authenticator

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.sources import Sources

_NAMES: Final = {"cross-platform": "Roaming passkey", "platform": "Platform passkey", None: "Passkey"}
"""FriendlyCredentialName: the first by AWS's example, the others are our choice."""


@dataclass(frozen=True, slots=True, repr=False)
class Passkey:
    """One registered passkey; its attested key is None if the scenario has it, and the software authenticator signs."""

    id: str
    relying_party: str
    created: float
    attachment: str | None = None
    transports: tuple[str, ...] = ("internal",)
    name: str = ""
    key: bytes | None = field(default=None)
    number: int = 0
    """Its place among the user's passkeys, in the order of their registration; pages of a list are cut by it."""

    def shown(self) -> dict[str, Any]:
        """WebAuthnCredentialDescription."""
        return {
            "CredentialId": self.id,
            "FriendlyCredentialName": self.name or _NAMES[self.attachment],
            "RelyingPartyId": self.relying_party,
            "AuthenticatorAttachment": self.attachment,
            "AuthenticatorTransports": list(self.transports),
            "CreatedAt": self.created,
        }

    def descriptor(self) -> dict[str, Any]:
        """What `excludeCredentials` has of it; `allowCredentials` has the transports too."""
        return {"id": self.id, "type": "public-key"}

    def attested(self, sources: Sources) -> bytes:
        return self.key or Authenticator(sources).attested(self.id)


@dataclass(frozen=True, slots=True, repr=False)
class Registration:
    """A registration that StartWebAuthnRegistration began."""

    client: str
    """The id of the app client."""
    challenge: bytes
    expires: float
