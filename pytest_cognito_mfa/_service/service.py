"""One simulated Cognito: its pools, sessions, tokens and outbox, and how an operation is performed."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING, Any

from . import rejections
from .delivery import Message, message
from .registry import HANDLERS
from .sessions import Sessions
from .sources import Sources
from .tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .state import Client, Pool, User


class Service:
    """State, and the look-ups that every handler shares.  Not thread-safe: the pipeline locks."""

    def __init__(self, region: str, sources: Sources | None = None) -> None:
        self.region = region
        self.sources = sources or Sources()
        self.pools: dict[str, Pool] = {}
        self.sessions = Sessions(self.sources)
        self.tokens = Tokens(self.sources)
        self.outbox: list[Message] = []
        self.request_id = ""
        """Of the call being answered; a token's event_id is the one that verified the password."""

    @property
    def now(self) -> float:
        return self.sources.clock.timestamp()

    def perform(self, operation: str, request: Mapping[str, Any], request_id: str) -> Mapping[str, Any]:
        """Do what `operation` does; raises `Rejection` where AWS refuses."""
        self.request_id = request_id
        return HANDLERS[operation](self, request)

    def pool(self, pool_id: str) -> Pool:
        pool = self.pools.get(pool_id)
        if pool is None:
            raise rejections.NO_POOL(pool=pool_id)
        return pool

    def client(self, client_id: str, pool_id: str | None = None) -> Client:
        """The app client of that id, in that pool when one is named."""
        pools = self.pools.values() if pool_id is None else (self.pool(pool_id),)
        for pool in pools:
            if client := pool.clients.get(client_id):
                return client
        raise rejections.NO_CLIENT(client=client_id)

    def token_owner(self, access_token: str, gone: rejections.Refusal = rejections.NO_USER) -> tuple[Client, User]:
        """Client and user behind an access token; AWS's refusal when it does not count.

        `gone` refuses a deleted user: not every operation documents UserNotFoundException.
        """
        is_session = self.sessions.challenge_of(access_token) is not None
        client, user = self.tokens.user_of(access_token, is_session=is_session)
        if self.client(client.id, client.pool.id).pool.users.get(user.username) is not user:
            raise gone()
        return client, user

    def send(self, user: User, attribute: str, destination: str, code: str, purpose: str) -> None:
        self.outbox.append(message(user, attribute, destination, code, purpose))


def secret_hash(client: Client, username: str) -> str:
    """SECRET_HASH: base64 of HMAC-SHA256 over username and client id (botocore SecretHashType)."""
    secret = (client.secret or "").encode()
    return base64.b64encode(hmac.digest(secret, f"{username}{client.id}".encode(), "sha256")).decode()


def check_secret_hash(
    client: Client,
    usernames: tuple[str, ...],
    given: str | None,
    wrong: rejections.Refusal = rejections.WRONG_SECRET_HASH,
) -> None:
    """Refuse a missing or wrong hash; `usernames` are the names it may have been made with.

    A client without a secret takes no notice of a hash.
    """
    if client.secret is None:
        return
    if given is None:
        raise rejections.NO_SECRET_HASH(client=client.id)
    if not any(hmac.compare_digest(secret_hash(client, name).encode(), given.encode()) for name in usernames):
        raise wrong(client=client.id)
