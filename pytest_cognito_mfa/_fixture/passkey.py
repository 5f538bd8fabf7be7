"""`cognito.passkey(name)`: what a browser and an authenticator do with a user's passkeys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator.crypto.webauthn import Authenticator, is_readable
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.sources import Sources
    from pytest_cognito_mfa._simulator.state import User


class Passkey:
    """A software authenticator of one user, with the page that calls it.

    It holds all passkeys that it created, and those that the scenario gives the user.
    """

    def __init__(self, sources: Sources, user: User) -> None:
        self._authenticator, self._user = Authenticator(sources), user

    def create(
        self, options: Mapping[str, Any], *, origin: str | None = None, user_verification: bool = True
    ) -> dict[str, Any]:
        """A new passkey, as ``Credential`` of CompleteWebAuthnRegistration, which `navigator.credentials.create` makes.

        `options` are the ``CredentialCreationOptions`` of StartWebAuthnRegistration. `origin` is the page's, https on
        the relying party's domain unless given. Without `user_verification`, the authenticator did not ask for a PIN
        or a finger.
        """
        try:
            party, challenge = options["rp"]["id"], options["challenge"]
        except (KeyError, TypeError):
            raise SettingError(
                "passkey.create() needs the CredentialCreationOptions that StartWebAuthnRegistration gives"
            ) from None
        where = origin or f"https://{party}"
        return self._authenticator.register(party, challenge, where, verified=user_verification)

    def get(
        self,
        options: str | Mapping[str, Any],
        *,
        origin: str | None = None,
        user_verification: bool = True,
        credential_id: str | None = None,
    ) -> str:
        """A signed answer, as ``CREDENTIAL`` of the challenge WEB_AUTHN, which `navigator.credentials.get` makes.

        `options` are the challenge's ``CREDENTIAL_REQUEST_OPTIONS``. The newest passkey signs, or that of
        `credential_id`.
        """
        try:
            asked = json.loads(options) if isinstance(options, str) else options
            party, challenge = asked["rpId"], asked["challenge"]
            chosen = credential_id or asked["allowCredentials"][-1]["id"]
        except (LookupError, TypeError, ValueError):
            raise SettingError(
                "passkey.get() needs the CREDENTIAL_REQUEST_OPTIONS of the challenge WEB_AUTHN"
            ) from None
        if not is_readable(chosen):
            raise SettingError(f"passkey.get(): the CredentialId {chosen!r} is not base64url, so no passkey has it")
        signed = self._authenticator.sign(
            chosen,
            party,
            challenge,
            origin or f"https://{party}",
            verified=user_verification,
            user=self._user.sub,
        )
        return json.dumps(signed)

    def __repr__(self) -> str:
        return f"<Passkey of {self._user.username}, {len(self._user.passkeys)} registered>"
