"""Authorization codes: each is good once, for five minutes (developer guide, token endpoint)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.sources import Sources
    from pytest_cognito_mfa._simulator.state import Client

_LIFE: Final = 300


@dataclass(frozen=True, slots=True, repr=False)
class SignedIn:
    """A finished sign-in on the hosted pages, of which a code gives the tokens."""

    client: Client
    refresh_token: str
    redirect_uri: str
    code_challenge: str | None
    more: Mapping[str, Any]
    """Members of the grant: `scopes`, `nonce` and others."""


class Codes:
    """Every code of one service that has not been used."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._issued: dict[str, tuple[SignedIn, float]] = {}

    def issue(self, signed_in: SignedIn) -> str:
        code = self._sources.uuid()
        self._issued[code] = signed_in, self._sources.clock.timestamp() + _LIFE
        return code

    def use(self, code: str) -> SignedIn | None:
        """The sign-in of this code; None if there is none, or no longer."""
        signed_in, until = self._issued.pop(code, (None, 0.0))
        return signed_in if self._sources.clock.timestamp() < until else None
