"""SECRET_HASH: how a client with a secret proves that it knows the secret, and how that proof is checked."""

from __future__ import annotations

import base64
import hmac
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
    """Refuse a missing or wrong hash; the hash of any of `usernames` is right.

    A hash that is sent for a client without a secret is ignored.
    """
    if client.secret is None:
        return
    if given is None:
        raise rejections.NO_SECRET_HASH(client=client.id)
    right = [secret_hash(client.secret, name, client.id).encode() for name in usernames]
    if not any(hmac.compare_digest(each, given.encode()) for each in right):
        raise wrong(client=client.id)
