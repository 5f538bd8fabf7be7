"""Tokens: which were issued, and which of them are still valid.

Rules 2 to 5 are from raw live answers of September 2026 (radkawar/stackd).

1. RevokeToken, GlobalSignOut and AdminDisableUser end sign-ins: their access and refresh tokens, for ever.  While the
   user is disabled, both say so; afterwards, that they were revoked.
2. With rotation a refresh brings a new refresh token.  The old one may be used again for the client's grace, counted
   from its first use, if the new one has not been used: then the second new one counts, and the first is replaced.
3. A replaced refresh token is refused, and nothing else ends by that.  Where rotation is off by now, it counts as
   revoked.
4. RevokeToken with any refresh token of a sign-in, also a replaced one, ends the sign-in.
5. If rotation is switched off after the first rotation, every refresh makes tokens with another origin_jti.
   RevokeToken does not reach their access tokens; a sign-out does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import devices, rejections, user_sessions
from pytest_cognito_mfa._simulator.reasons import foreign_token, span
from pytest_cognito_mfa._simulator.token_claims import REFRESH_HEADER, SCOPE, Grant, claims_of, claims_of_client, sign
from pytest_cognito_mfa._simulator.triggers.token_changes import changed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from pytest_cognito_mfa._simulator.device import Device
    from pytest_cognito_mfa._simulator.sources import Sources
    from pytest_cognito_mfa._simulator.state import Client, User


@dataclass(slots=True, repr=False)
class Issued:
    """An access or id token that we signed."""

    grant: Grant
    use: str
    expires: int
    scopes: tuple[str, ...]
    """The scopes of an access token; a trigger may have changed them."""


@dataclass(slots=True, repr=False)
class _Refresh:
    """A refresh token."""

    grant: Grant
    next: _Refresh | None = None
    """The one that its latest use brought."""
    until: float = 0.0
    """When it ends, once it was used."""
    is_displaced: bool = False
    """The one before it was used again."""

    def is_replaced(self, now: float) -> bool:
        if self.next is None:
            return self.is_displaced
        return self.is_displaced or now >= self.until or self.next.next is not None


class Tokens:
    """Every token of one service."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._issued: dict[str, Issued] = {}
        self._refresh: dict[str, _Refresh] = {}
        self._of_clients: set[str] = set()
        self._grants: dict[User, list[Grant]] = {}

    def grant(
        self, client: Client, user: User, event_id: str, device: Device | None = None, **more: Any
    ) -> dict[str, Any]:
        """Finish a sign-in: AuthenticationResult with all three tokens; `more` are members of `Grant`."""
        now = self._sources.clock.timestamp()
        expires = now + client.token_seconds("Refresh")
        if most := user_sessions.most_per_user(client.pool):
            user_sessions.make_room(self.grants_of(user), most, now)
        grant = self._kept(Grant(client, user, event_id, int(now), self._sources.uuid(), expires, device, **more))
        grant.last_active = now
        refresh, _ = self._refresh_token(grant)
        return {**self._sign_both(grant), "RefreshToken": refresh}

    def _kept(self, grant: Grant) -> Grant:
        self._grants.setdefault(grant.user, []).append(grant)
        return grant

    def grants_of(self, user: User) -> Sequence[Grant]:
        """Every sign-in of a user through a client that exists, ended or not."""
        return [each for each in self._grants.get(user, ()) if each.client.id in each.client.pool.clients]

    def grant_of(self, token: str) -> Grant:
        """The sign-in of an access or id token that was issued here."""
        return self._issued[token].grant

    def _refresh_token(self, grant: Grant) -> tuple[str, _Refresh]:
        # It has the form of AWS's JWE: five segments, with a header.  Live ones of September 2026 have 1,722
        # characters for the user alice, and some more for longer names (radkawar/stackd, by the lengths of answers).
        segments = (self._sources.opaque(length) for length in (342, 16, 1276, 22))
        token = ".".join((REFRESH_HEADER, *segments))
        self._refresh[token] = _Refresh(grant)
        return token, self._refresh[token]

    def of_client(self, client: Client, scopes: Collection[str], change: Mapping[str, Any]) -> str:
        """An access token of the client itself, without a user; `change` is the response of PreTokenGeneration."""
        seconds = client.token_seconds("Access")
        claims = claims_of_client(client, scopes, int(self._now), seconds, self._sources.uuid())
        claims = changed(claims, "access", change, client.id)
        token = sign(claims, client.pool, "access")
        self._of_clients.add(token)
        return token

    def derived(
        self, subject: Grant, client: Client, use: str, scopes: tuple[str, ...], claims: Mapping[str, Any]
    ) -> str:
        """A token of the same sign-in for another client, with other `scopes` and more `claims`."""
        grant = self._kept(replace(subject, client=client, scopes=scopes, claims={**subject.claims, **claims}))
        return self._sign(grant, use, refreshed=False)

    def refresh(
        self,
        token: str,
        client: Client,
        device_key: str | None = None,
        change: Callable[[Grant], Mapping[str, Any]] = lambda _: {},
    ) -> dict[str, Any]:
        """New access and id tokens, and a new refresh token if the client rotates them; `change` runs
        PreTokenGeneration.
        """
        grant, refresh, now = self.valid_grant(token, client, device_key), self._refresh[token], self._now
        grant.change, grant.last_active = change(grant), now
        if not client.rotates:
            if grant.rotated:
                grant = self._kept(replace(grant, origin=self._sources.uuid()))
            return self._sign_both(grant, refreshed=True)
        if refresh.next is None:
            refresh.until = now + client.grace_seconds
        else:
            refresh.next.is_displaced = True
        new, refresh.next = self._refresh_token(grant)
        grant.rotated = True
        return {**self._sign_both(grant, refreshed=True), "RefreshToken": new}

    def with_claims(self, refresh: str, more: Mapping[str, Any]) -> dict[str, Any]:
        """Tokens of the same sign-in with other `scopes`, `groups` or `claims`, as the hosted pages, groups or triggers
        would give them.
        """
        grant = self._refresh[refresh].grant
        for name, value in more.items():
            setattr(grant, name, value)
        return self._sign_both(grant)

    def valid_grant(self, token: str, client: Client, device_key: str | None = None) -> Grant:
        """The grant of a refresh token that is valid on that device; else AWS's refusal."""
        refresh = self._refresh.get(token)
        if refresh is None:
            raise rejections.REFRESH_INVALID(
                because=self.what_is(token) or "this test did not issue that refresh token"
            )
        grant = refresh.grant
        if grant.client is not client:
            of = f"that refresh token belongs to client {grant.client.settings['ClientName']}"
            raise rejections.REFRESH_OF_ANOTHER(because=f"{of}; the call names another client")
        if not devices.may_refresh(grant.device, client.pool, grant.user, device_key):
            raise rejections.REFRESH_INVALID(because="the sign-in had a device, whose DEVICE_KEY the call must send")
        if client.pool.users.get(grant.user.username) is not grant.user:
            raise rejections.REFRESH_OF_NOBODY(because=f"user {grant.user.username} was deleted")
        if not grant.user.enabled:
            raise rejections.DISABLED(because=f"user {grant.user.username} is disabled")
        if grant.revoked:
            raise (rejections.REFRESH_ENDED if client.rotates else rejections.REFRESH_REVOKED)()
        if refresh.is_replaced(self._now):
            raise (rejections.REFRESH_REUSED if client.rotates else rejections.REFRESH_REVOKED)(
                because="a refresh has replaced that refresh token"
            )
        if self._now >= grant.refresh_expires:
            raise rejections.REFRESH_EXPIRED()
        return grant

    def user_of(self, token: str, pools: Collection[str], scope: str = SCOPE) -> tuple[Client, User]:
        """Client and user of an access token; AWS's refusal if it is not valid.

        The scope is checked before revocation: only a token "that contains the scope aws.cognito.signin.user.admin" is
        refused as revoked (botocore GlobalSignOut).  `pools` are the ids of this service's pools.
        """
        issued = self._issued.get(token)
        if issued is None:
            if token in self._of_clients:
                raise rejections.TOKEN_WITHOUT_SCOPE(because="that token is of a client, not of a user")
            raise rejections.TOKEN_UNVERIFIED(because=self.what_is(token) or foreign_token(token, pools))
        if issued.use != "access":
            raise rejections.TOKEN_INVALID(because=f"{self.what_is(token)}; the access token belongs there")
        client, user, now = issued.grant.client, issued.grant.user, self._sources.clock.timestamp()
        if now >= issued.expires:
            raise rejections.TOKEN_EXPIRED(because=f"it ended {span(now - issued.expires)} earlier on Cognito's clock")
        if scope not in issued.scopes:
            raise rejections.TOKEN_WITHOUT_SCOPE(because=f"its scopes are: {' '.join(issued.scopes)}")
        if not user.enabled and client.pool.users.get(user.username) is user:
            raise rejections.DISABLED(because=f"an administrator disabled user {user.username}")
        if issued.grant.revoked:
            by = "a sign-out, RevokeToken or AdminDisableUser ended"
            raise rejections.TOKEN_REVOKED(because=f"{by} that sign-in of {user.username}")
        return client, user

    @property
    def _now(self) -> float:
        return self._sources.clock.timestamp()

    def what_is(self, token: str) -> str | None:
        """What a token is that was sent in the place of another; None if it was not issued here."""
        owner = self.owner(token)
        issued = self._issued.get(token)
        kind = "a refresh" if issued is None else f"an {issued.use}"
        return owner and f"that is {kind} token, of user {owner[1].username}"

    def owner(self, token: str) -> tuple[Client, User] | None:
        """Client and user of any token that was issued here, valid or not."""
        known = self._issued.get(token) or self._refresh.get(token)
        return None if known is None else (known.grant.client, known.grant.user)

    def issued(self, token: str) -> Issued | None:
        """An access or id token that was issued here, valid or not."""
        return self._issued.get(token)

    def add_alias(self, name: str, token: str) -> None:
        """Make `name` another name of `token`, because a recording uses that name."""
        if token in self._issued:
            self._issued[name] = self._issued[token]
        if token in self._refresh:
            self._refresh[name] = self._refresh[token]

    def revoke_all(self, user: User) -> None:
        """Global sign-out: revoke everything that was issued to `user` until now."""
        for grant in self._grants.get(user, ()):
            grant.revoked = True

    def revoke(self, token: str, client: Client) -> None:
        """RevokeToken: revoke the sign-in of this refresh token, with all its tokens.

        AWS names no error for an unknown string; RFC 7009 2.2 answers it with a success, because there is nothing to
        revoke, and 2.1 refuses another client's token.
        """
        if token in self._issued or token in self._of_clients:
            raise rejections.NOT_A_REFRESH_TOKEN()
        refresh = self._refresh.get(token)
        if refresh is None:
            return
        if refresh.grant.client is not client:
            raise rejections.UNAUTHORIZED(because="that refresh token belongs to another client")
        refresh.grant.revoked = True

    def _sign_both(self, grant: Grant, *, refreshed: bool = False) -> dict[str, Any]:
        access = self._sign(grant, "access", refreshed=refreshed)
        return {
            "AccessToken": access,
            "IdToken": self._sign(grant, "id", refreshed=refreshed, beside=access),
            "ExpiresIn": grant.client.token_seconds("Access"),
            "TokenType": "Bearer",
        }

    def _sign(self, grant: Grant, use: str, *, refreshed: bool, beside: str = "") -> str:
        now, seconds = int(self._now), grant.client.token_seconds(use.title())
        claims = claims_of(grant, use, now, seconds, self._sources.uuid(), refreshed=refreshed, beside=beside)
        token = sign(claims, grant.client.pool, use)
        self._issued[token] = Issued(grant, use, now + seconds, tuple(claims.get("scope", "").split()))
        return token
