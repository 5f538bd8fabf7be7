r"""Tokens: their claims, their signature, and which of them are still valid.

Claims, their order and their types follow decoded live tokens (aws-amplify/aws-sdk-android#1471 and public recordings).
The order is that of a Java HashMap with 32 buckets, which explains every recorded token.  The JSON inside a token
writes "/" as "\/", as AWS does.
"""

from __future__ import annotations

import contextlib
import functools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.jwt import encode_segment
from pytest_cognito_mfa._aws.limits import loads
from pytest_cognito_mfa._aws.serialization import in_java_order
from pytest_cognito_mfa._simulator import devices, rejections
from pytest_cognito_mfa._simulator.crypto import signing
from pytest_cognito_mfa._simulator.reasons import foreign_token, span
from pytest_cognito_mfa._simulator.resources import groups

if TYPE_CHECKING:
    from collections.abc import Collection

    from pytest_cognito_mfa._simulator.device import Device
    from pytest_cognito_mfa._simulator.sources import Sources
    from pytest_cognito_mfa._simulator.state import Client, Pool, User

SCOPE = "aws.cognito.signin.user.admin"


@dataclass(slots=True, repr=False)
class Grant:
    """One finished sign-in: the facts that all its tokens share, through every refresh."""

    client: Client
    user: User
    event_id: str
    auth_time: int
    origin: str
    """The origin_jti of every token of this sign-in."""
    refresh_expires: float
    """A rotated refresh token "is valid for the remaining duration" of the old one (developer guide)."""
    device: Device | None = None
    """The device of the sign-in, if the pool tracked devices."""
    scopes: tuple[str, ...] = (SCOPE,)
    revoked: bool = False


@dataclass(slots=True, repr=False)
class Issued:
    """An access or id token that we signed."""

    grant: Grant
    use: str
    expires: int
    revoked: bool = False
    """Set by AdminDisableUser; the grant's own flag revokes the whole sign-in."""


class Tokens:
    """Every token of one service."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._issued: dict[str, Issued] = {}
        self._refresh: dict[str, Grant] = {}
        self._replaced: dict[str, float] = {}
        """The refresh tokens that were rotated out, and when each stops being valid."""

    def grant(self, client: Client, user: User, event_id: str, device: Device | None = None) -> dict[str, Any]:
        """Finish a sign-in: AuthenticationResult with all three tokens."""
        now = self._sources.clock.timestamp()
        expires = now + client.token_seconds("Refresh")
        grant = Grant(client, user, event_id, int(now), self._sources.uuid(), expires, device)
        refresh = self._refresh_token(grant)
        return {**self._sign_both(grant), "RefreshToken": refresh}

    def _refresh_token(self, grant: Grant) -> str:
        # It has the form of the JWE that AWS sends: five segments, with a header.
        segments = (self._sources.opaque(length) for length in (342, 16, 1112, 22))
        refresh = ".".join((_REFRESH_HEADER, *segments))
        self._refresh[refresh] = grant
        return refresh

    def refresh(self, token: str, client: Client, device_key: str | None = None) -> dict[str, Any]:
        """New access and id tokens; no new refresh token (getmoto/moto's test against AWS)."""
        return self._sign_both(self.valid_grant(token, client, device_key))

    def rotate(self, token: str, client: Client, device_key: str | None = None) -> dict[str, Any]:
        """New access and id tokens, and a new refresh token if the client rotates them.

        The old one "can remain valid for a period of time of up to 60 seconds" (botocore RefreshTokenRotationType).
        Its first use starts that time, a later one does not prolong it.  No documentation says that AWS ends the whole
        sign-in for a later use, so only that use is refused.
        """
        grant, now = self.valid_grant(token, client, device_key), self._sources.clock.timestamp()
        if now >= self._replaced.get(token, now + 1):
            raise rejections.REFRESH_REUSED()
        if not client.rotates:
            return self._sign_both(grant)
        self._replaced.setdefault(token, now + client.grace_seconds)
        refresh = self._refresh_token(grant)
        return {**self._sign_both(grant), "RefreshToken": refresh}

    def with_scopes(self, refresh: str, scopes: tuple[str, ...]) -> dict[str, Any]:
        """Tokens of the same sign-in with `scopes`, as the hosted sign-in pages would give them."""
        grant = self._refresh[refresh]
        grant.scopes = scopes
        return self._sign_both(grant)

    def valid_grant(self, token: str, client: Client, device_key: str | None = None) -> Grant:
        """The grant of a refresh token that is valid on that device; else AWS's refusal."""
        grant = self._refresh.get(token)
        if grant is None:
            raise rejections.REFRESH_INVALID(
                because=self.what_is(token) or "this test did not issue that refresh token"
            )
        if grant.client is not client:
            of = f"that refresh token belongs to client {grant.client.settings['ClientName']}"
            raise rejections.REFRESH_INVALID(because=f"{of}; the call names another client")
        if not devices.may_refresh(grant.device, client.pool, grant.user, device_key):
            raise rejections.REFRESH_INVALID(because="the sign-in had a device, whose DEVICE_KEY the call must send")
        if grant.revoked:
            raise rejections.REFRESH_REVOKED()
        if self._sources.clock.timestamp() >= grant.refresh_expires:
            raise rejections.REFRESH_EXPIRED()
        return grant

    def user_of(self, token: str, pools: Collection[str]) -> tuple[Client, User]:
        """Client and user of an access token; AWS's refusal if it is not valid.

        The scope is checked before revocation: only a token "that contains the scope aws.cognito.signin.user.admin" is
        refused as revoked (botocore GlobalSignOut).  `pools` are the ids of this service's pools.
        """
        issued = self._issued.get(token)
        if issued is None:
            raise rejections.TOKEN_UNVERIFIED(because=self.what_is(token) or foreign_token(token, pools))
        if issued.use != "access":
            raise rejections.TOKEN_INVALID(because=f"{self.what_is(token)}; the access token belongs there")
        client, user, now = issued.grant.client, issued.grant.user, self._sources.clock.timestamp()
        if now >= issued.expires:
            raise rejections.TOKEN_EXPIRED(because=f"it ended {span(now - issued.expires)} earlier on Cognito's clock")
        if SCOPE not in issued.grant.scopes:
            raise rejections.TOKEN_WITHOUT_SCOPE(because=f"its scopes are: {' '.join(issued.grant.scopes)}")
        if issued.revoked or issued.grant.revoked or not user.enabled:
            by = "a sign-out or RevokeToken ended" if issued.grant.revoked else "an administrator disabled the user of"
            raise rejections.TOKEN_REVOKED(because=f"{by} that sign-in of {user.username}")
        return client, user

    def what_is(self, token: str) -> str | None:
        """What a token is that was sent in the place of another; None if it was not issued here."""
        owner = self.owner(token)
        issued = self._issued.get(token)
        kind = "a refresh" if issued is None else f"an {issued.use}"
        return owner and f"that is {kind} token, of user {owner[1].username}"

    def owner(self, token: str) -> tuple[Client, User] | None:
        """Client and user of any token that was issued here, valid or not."""
        issued = self._issued.get(token)
        grant = self._refresh.get(token) if issued is None else issued.grant
        return None if grant is None else (grant.client, grant.user)

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
        for grant in (*self._refresh.values(), *(issued.grant for issued in self._issued.values())):
            if grant.user is user:
                grant.revoked = True

    def revoke_access(self, user: User) -> None:
        """AdminDisableUser "revokes all access tokens for the user" (botocore), but not the refresh tokens."""
        for issued in self._issued.values():
            if issued.grant.user is user:
                issued.revoked = True

    def revoke(self, token: str, client: Client) -> None:
        """RevokeToken: revoke the sign-in of this refresh token, with all its tokens.

        "This endpoint also revokes the refresh token itself and all subsequent access and identity tokens" (developer
        guide, revocation endpoint).  AWS names no error for an unknown string; RFC 7009 2.2 answers it with a success,
        because there is nothing to revoke, and 2.1 refuses another client's token.
        """
        if token in self._issued:
            raise rejections.NOT_A_REFRESH_TOKEN()
        grant = self._refresh.get(token)
        if grant is None:
            return
        if grant.client is not client:
            raise rejections.UNAUTHORIZED()
        grant.revoked = True

    def _sign_both(self, grant: Grant) -> dict[str, Any]:
        client = grant.client
        return {
            "AccessToken": self._sign(grant, "access", client.token_seconds("Access")),
            "IdToken": self._sign(grant, "id", client.token_seconds("Id")),
            "ExpiresIn": client.token_seconds("Access"),
            "TokenType": "Bearer",
        }

    def _sign(self, grant: Grant, use: str, seconds: int) -> str:
        now = int(self._sources.clock.timestamp())
        shared = {
            "sub": grant.user.sub,
            "iss": grant.client.pool.issuer,
            "origin_jti": grant.origin,
            "event_id": grant.event_id,
            "token_use": use,
            "auth_time": grant.auth_time,
            "exp": now + seconds,
            "iat": now,
            "jti": self._sources.uuid(),
        }
        # If two claims share a bucket, the one put in first comes first; the order is that of recorded tokens.
        claims = _access_claims(grant) | shared if use == "access" else shared | _id_claims(grant)
        token = sign(claims, grant.client.pool, use)
        self._issued[token] = Issued(grant, use, now + seconds)
        return token


def _access_claims(grant: Grant) -> dict[str, Any]:
    device = {} if grant.device is None else {"device_key": grant.device.key}
    shown = {"client_id": grant.client.id, "scope": " ".join(grant.scopes), "username": grant.user.username}
    return {**shown, **device, **groups.shared_claims(grant.user)}


def _id_claims(grant: Grant) -> dict[str, Any]:
    """The attributes that the client may read."""
    readable = grant.client.settings.get("ReadAttributes")
    attributes = {
        name: _attribute_claim(name, value)
        for name, value in grant.user.stored_attributes().items()
        if readable is None or name in readable
    }
    of_groups = {**groups.shared_claims(grant.user), **groups.role_claims(grant.client.pool, grant.user)}
    return {**of_groups, "cognito:username": grant.user.username, "aud": grant.client.id, **attributes}


def _attribute_claim(name: str, value: str) -> Any:
    """An attribute's value as a claim: a boolean for email_verified and the like, OpenID's form for an address, a list
    for a federated user's identities (developer guide, ID token), and a text for every other attribute.
    """
    if name.endswith("_verified"):
        return value == "true"
    if name == "address":
        return {"formatted": value}
    if name == "identities":
        with contextlib.suppress(ValueError):
            return loads(value)
    return value


def sign(claims: dict[str, Any], pool: Pool, use: str) -> str:
    """A JWT of `claims`, signed by the pool's key for `use` (``access`` or ``id``)."""
    return signing.compact(_header(pool.id, use), _json(in_java_order(claims, buckets=32)), use)


@functools.lru_cache(maxsize=64)
def _header(pool_id: str, use: str) -> bytes:
    return _json({"kid": signing.key_id(pool_id, use), "alg": "RS256"})


_ENCODER = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


def _json(value: dict[str, Any]) -> bytes:
    return _ENCODER.encode(value).replace("/", "\\/").encode()


_REFRESH_HEADER = encode_segment(_json({"cty": "JWT", "enc": "A256GCM", "alg": "RSA-OAEP"}))
