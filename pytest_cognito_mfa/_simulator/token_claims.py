"""The claims of access and id tokens, their order and their signature.

Claims, their order and their types follow decoded live tokens (aws-amplify/aws-sdk-android#1471, radkawar/stackd and
public recordings).  The order is that of a copied Java HashMap, which explains every one of them.  The JSON inside a
token writes "/" as it is: so the lengths of live answers of 2026 fit (radkawar/stackd); until 2021 AWS escaped it.
"""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.jwt import encode_segment
from pytest_cognito_mfa._aws.serialization import in_copied_order
from pytest_cognito_mfa._simulator import identities
from pytest_cognito_mfa._simulator.attribute_order import as_stored
from pytest_cognito_mfa._simulator.crypto import signing
from pytest_cognito_mfa._simulator.resources import groups
from pytest_cognito_mfa._simulator.triggers.token_changes import COGNITOS, changed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pytest_cognito_mfa._simulator.device import Device
    from pytest_cognito_mfa._simulator.state import Client, Pool, User

SCOPE = "aws.cognito.signin.user.admin"

_ELSEWHERE = {"scope": "scopes=", "cognito:groups": "groups=", "cognito:roles": "groups="}


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
    groups: tuple[str, ...] | None = None
    """The groups that a test puts the user into for this sign-in; None for those of the user."""
    claims: Mapping[str, Any] = field(default_factory=dict)
    """What a test adds, as a trigger would."""
    source_ip: str = "127.0.0.1"
    """Where the user signed in from."""
    last_active: float = 0.0
    """The time of the sign-in, or of the latest refresh."""
    change: Mapping[str, Any] = field(default_factory=dict)
    """The response of PreTokenGeneration for the latest tokens."""
    hosted: bool = False
    """The user signed in on the hosted pages."""
    nonce: str | None = None
    revoked: bool = False
    rotated: bool = False
    """A refresh has replaced the refresh token of this sign-in."""

    @property
    def group_names(self) -> Collection[str]:
        return self.user.groups if self.groups is None else self.groups


def unusable_claim(name: str, value: Any) -> str | None:
    """Why a test cannot add this claim; None if it can."""
    if name in _ELSEWHERE:
        return f"the claim {name!r} comes from {_ELSEWHERE[name]} of sign_in, or from the user's groups"
    if name in COGNITOS:
        return f"the claim {name!r} is Cognito's own, and no trigger can change it"
    return no_json(name, value)


def no_json(name: str, value: Any) -> str | None:
    """Why a claim cannot have this value; None if it can."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return f"the claim {name!r} must be a JSON value, not {type(value).__name__}"
    return None


def claims_of(
    grant: Grant, use: str, now: int, seconds: int, token_id: str, *, refreshed: bool, beside: str = ""
) -> dict[str, Any]:
    """The claims of an ``access`` or an ``id`` token in AWS's order; an id token comes `beside` an access token.

    Without EnableTokenRevocation they have fewer ids: no origin_jti, and id tokens no jti.  If the client rotates
    refresh tokens, only the access token of the sign-in itself has no origin_jti (radkawar/stackd).
    """
    client = grant.client
    revocable, rotates = client.settings.get("EnableTokenRevocation", True), client.rotates
    shared: dict[str, Any] = {"sub": grant.user.sub, "iss": client.pool.issuer}
    if revocable or (rotates and (refreshed or use == "id")):
        shared["origin_jti"] = grant.origin
    shared |= {"event_id": grant.event_id, "token_use": use, "auth_time": grant.auth_time}
    shared |= {"exp": now + seconds, "iat": now}
    if revocable or rotates:
        shared["jti"] = token_id
    # If two claims share a bucket, the one put in first comes first; the order is that of recorded tokens.
    if use == "access":
        claims = {"jti": token_id} | _access_claims(grant) | shared
    else:
        claims = shared | _id_claims(grant) | _hosted_id_claims(grant, beside, refreshed=refreshed)
    claims = {**claims, **grant.user.claims}
    if grant.change:
        claims = changed(claims, use, grant.change, client.id)
    return in_copied_order({**claims, **grant.claims})


def _access_claims(grant: Grant) -> dict[str, Any]:
    device = {} if grant.device is None else {"device_key": grant.device.key}
    shown = {"client_id": grant.client.id, "scope": " ".join(grant.scopes), "username": grant.user.username}
    version = {"version": 2} if grant.hosted else {}
    return {**shown, **device, **version, **groups.shared_claims(grant.group_names)}


def claims_of_client(client: Client, scopes: Collection[str], now: int, seconds: int, token_id: str) -> dict[str, Any]:
    """The claims of a client's own access token, without a user, in AWS's order (public code: decoded live tokens)."""
    of_client = {"sub": client.id, "scope": " ".join(scopes), "iss": client.pool.issuer, "token_use": "access"}
    times = {"auth_time": now, "exp": now + seconds, "iat": now}
    return in_copied_order({**of_client, **times, "version": 2, "jti": token_id, "client_id": client.id})


def _hosted_id_claims(grant: Grant, access_token: str, *, refreshed: bool) -> dict[str, Any]:
    """What only the id tokens of the hosted pages have (pmill/aws-cognito#34; OpenID Connect Core, 3.1.3.6)."""
    if not grant.hosted:
        return {}
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    nonce = {} if grant.nonce is None or refreshed else {"nonce": grant.nonce}
    return {"at_hash": encode_segment(half), **nonce}


_OF_SCOPES = {"email": ("email", "email_verified"), "phone": ("phone_number", "phone_number_verified")}


def attributes_of_scopes(scopes: Collection[str]) -> tuple[str, ...] | None:
    """The attributes that the scopes give; None for all: with profile, or with none of email, phone and profile
    (developer guide, OAuth scopes).
    """
    if "profile" in scopes or not ("email" in scopes or "phone" in scopes):
        return None
    return tuple(name for scope, names in _OF_SCOPES.items() if scope in scopes for name in names)


def shown_attributes(grant: Grant) -> dict[str, str]:
    """The attributes that the client may read and the scopes give; `identities` always."""
    readable, given = grant.client.settings.get("ReadAttributes"), attributes_of_scopes(grant.scopes)
    return {
        name: value
        for name, value in as_stored(grant.user.attributes).items()
        if (readable is None or name in readable) and (given is None or name in given or name == identities.ATTRIBUTE)
    }


def _id_claims(grant: Grant) -> dict[str, Any]:
    attributes = {name: _attribute_claim(name, value) for name, value in shown_attributes(grant).items()}
    names = grant.group_names
    of_groups = {**groups.shared_claims(names), **groups.role_claims(grant.client.pool, names)}
    return {**of_groups, "cognito:username": grant.user.username, "aud": grant.client.id, **attributes}


def _attribute_claim(name: str, value: str) -> Any:
    """An attribute's value as a claim: a boolean for email_verified and the like, OpenID's form for an address, a list
    for a federated user's identities (developer guide, ID token), and a text for every other attribute.
    """
    if name.endswith("_verified"):
        return value == "true"
    if name == "address":
        return {"formatted": value}
    return identities.claimed(value) if name == identities.ATTRIBUTE else value


def sign(claims: dict[str, Any], pool: Pool, use: str) -> str:
    """A JWT of `claims`, signed by the pool's key for `use` (``access`` or ``id``)."""
    return signing.compact(_header(pool.id, use), _json(claims), use)


@functools.lru_cache(maxsize=64)
def _header(pool_id: str, use: str) -> bytes:
    return _json({"kid": signing.key_id(pool_id, use), "alg": "RS256"})


_ENCODER = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


def _json(value: dict[str, Any]) -> bytes:
    return _ENCODER.encode(value).encode()


REFRESH_HEADER = encode_segment(_json({"cty": "JWT", "enc": "A256GCM", "alg": "RSA-OAEP"}))
