"""SECRET_HASH: how a client with a secret proves that it knows the secret, and how that proof is checked."""

from __future__ import annotations

import base64
import hmac
import itertools
from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.state import Client


def secret_hash(secret: str, username: str, client_id: str) -> str:
    """Base64 of HMAC-SHA256 over username and client id (botocore SecretHashType)."""
    return base64.b64encode(hmac.digest(secret.encode(), f"{username}{client_id}".encode(), "sha256")).decode()


def check_secret_hash(
    client: Client,
    usernames: tuple[str, ...],
    given: str | None,
    wrong: rejections.Refusal = rejections.WRONG_SECRET_HASH,
) -> None:
    """Refuse a missing or wrong hash; the hash of any of `usernames` with any of the client's secrets is right.

    A hash that is sent for a client without a secret is ignored.
    """
    if not client.secrets:
        return
    if given is None:
        raise rejections.NO_SECRET_HASH(client=client.id)
    right = [secret_hash(each, name, client.id).encode() for each in client.secrets for name in usernames]
    if not any(hmac.compare_digest(each, given.encode()) for each in right):
        raise wrong(client=client.id, because=_what_is(given, client, usernames[0]))


def _what_is(given: str, client: Client, username: str) -> str:
    """What a wrong hash was made of, among the mistakes that are made most."""
    pool, secret = client.pool, client.secret or ""
    made = {
        secret_hash(secret, client.id, username): "it was made of ClientId + username; write username + ClientId",
        base64.b64decode(secret_hash(secret, username, client.id)).hex(): "it is in hex; use base64",
    }
    for other in pool.clients.values():
        made[secret_hash(other.secret or "", username, client.id)] = "the secret of another client made it"
    for user in itertools.islice(pool.users.values(), 200):  # more would take longer than the call
        for name in filter(None, (user.username, user.sub, user.attributes.get("email"))):
            made[secret_hash(secret, name, client.id)] = (
                f"it was made for user {user.username}, by another name than the call's"
            )
    return made.get(given, "it was made of another secret, username or client id")
