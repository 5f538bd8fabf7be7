"""One simulated Cognito: its pools, sessions, tokens and outbox, and the look-ups that handlers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.adaptive_authentication import Assessments
from pytest_cognito_mfa._simulator.earlier_states import EarlierStates
from pytest_cognito_mfa._simulator.hosted.codes import Codes
from pytest_cognito_mfa._simulator.mfa import sent_codes
from pytest_cognito_mfa._simulator.outbox import Message, delivery_details, make_message
from pytest_cognito_mfa._simulator.paging import Pages
from pytest_cognito_mfa._simulator.reasons import nearest
from pytest_cognito_mfa._simulator.sessions import Sessions
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa._simulator.state import CONFIRMED, RESET_REQUIRED, UNCONFIRMED
from pytest_cognito_mfa._simulator.token_claims import SCOPE
from pytest_cognito_mfa._simulator.tokens import Tokens
from pytest_cognito_mfa._simulator.triggers.plugged import Triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._simulator.state import Client, Pool, User


class Service:
    """The state, and look-ups for the handlers.  Not thread-safe: the pipeline locks."""

    def __init__(self, region: str, sources: Sources | None = None) -> None:
        self.region = region
        self.sources = sources or Sources()
        self.pools: dict[str, Pool] = {}
        self.given: set[str] = set()
        """The ids of a scenario's pools: clients of every region list them."""
        self.sessions = Sessions(self.sources)
        self.tokens = Tokens(self.sources)
        self.pages = Pages(self.sources)
        self.codes = Codes(self.sources)
        self.earlier = EarlierStates(self.sources)
        self.own_domains: set[str] = set()
        """Every custom domain that a pool has, or had."""
        self.limits: dict[str, int] = {}
        """By category, the rates that the account has raised."""
        self.outbox: list[Message] = []
        self.assessments = Assessments()
        self.compromised: set[str] = set()
        """The passwords that a test calls compromised."""
        self.triggers = Triggers()
        self.url = ""
        """Where the current request went: a pool that it creates is in the region of that host."""
        self.request_id = ""
        """The id of the current request; a token's event_id is the id of the request that verified the password."""
        self.report: Callable[[str, str], None] = lambda _what, _text: None
        """Gets what had no effect, and a text about it; see `triggers/invoke.py`."""

    @property
    def now(self) -> float:
        return self.sources.clock.timestamp()

    @property
    def date(self) -> float:
        """Now, as AWS stores dates: to the millisecond."""
        return round(self.sources.clock.timestamp() * 1000) / 1000  # faster than a rounding to three places

    def pool(self, pool_id: str) -> Pool:
        pool = self.pools.get(pool_id)
        if pool is None:
            raise rejections.NO_POOL(pool=pool_id, because=nearest("pool", pool_id, self.pools))
        return pool

    def named_user(self, request: Mapping[str, Any]) -> tuple[Pool, User]:
        """The pool and the user that an administrator's request names; AWS's refusal if there is none."""
        pool = self.pool(request["UserPoolId"])
        return pool, pool.user(request["Username"])

    def client(self, client_id: str) -> Client:
        """The app client with this id, in any pool."""
        for pool in self.pools.values():
            if client := pool.clients.get(client_id):
                return client
        ids = [client_id for pool in self.pools.values() for client_id in pool.clients]
        raise rejections.NO_CLIENT(client=client_id, because=nearest("client", client_id, ids))

    def client_of(self, pool_id: str, client_id: str, refusal: rejections.Refusal = rejections.NO_CLIENT) -> Client:
        """The app client with this id in the named pool."""
        pool = self.pool(pool_id)
        if client := pool.clients.get(client_id):
            return client
        raise refusal(client=client_id, pool=pool_id, because=nearest("client", client_id, pool.clients))

    def client_to_sign_in(self, pool_id: str, client_id: str) -> Client:
        """The app client that an administrator signs a user in by."""
        self.pool(pool_id)
        return self.client_of(pool_id, self.client(client_id).id, rejections.CLIENT_OF_ANOTHER_POOL)

    def token_owner(
        self,
        access_token: str,
        gone: rejections.Refusal = rejections.NO_USER,
        *,
        any_status: bool = False,
        scope: str = SCOPE,
    ) -> tuple[Client, User]:
        """Client and user of an access token; AWS's refusal if the token is not valid.

        `gone` is the refusal for a deleted user, because not every operation documents UserNotFoundException.
        `any_status` is for an operation that documents no error for the status of a user.  The token has the `scope`.
        """
        try:
            client, user = self.tokens.user_of(access_token, self.pools, scope)
        except rejections.Rejection:
            if (session := self.sessions.get(access_token)) is None:
                raise
            # AWS has an error of its own for a session.
            why = f"that is the session for {session}; no token was given yet"
            raise rejections.TOKEN_INVALID(because=why) from None
        if not self.client_of(client.pool.id, client.id).pool.users.has(user):
            self._refuse_gone(client.pool.users.get(user.username), user, gone, any_status=any_status)
        if user.status != CONFIRMED and not any_status:
            refuse_by_status(user)
        return client, user

    def _refuse_gone(self, other: User | None, user: User, gone: rejections.Refusal, *, any_status: bool) -> None:
        """Refuse the token of a deleted user; `other` is the one who has taken the name, if any (radkawar/stackd)."""
        reason = f"user {user.username} was deleted"
        if other is None:
            raise gone(because=reason)
        if other.status == UNCONFIRMED and not any_status:
            raise rejections.NOT_CONFIRMED(because=f"{reason}; the one who has the name now is not confirmed")
        raise rejections.TOKEN_OF_ANOTHER_USER(because=f"{reason}; another user has the name now")

    def count_request(self, user: User, quota: str) -> None:
        """Count a request of `user`; AWS's refusal if there were too many in the last hour."""
        user.requests[quota] = sent_codes.count_request(user.requests.get(quota, ()), quota, self.now)

    def accept_code(self, sent: sent_codes.Code | None, given: str) -> sent_codes.Code:
        """The code that was `sent`, if `given` is that code; else AWS's refusal."""
        try:
            return sent_codes.accept(sent, given, self.now)
        except rejections.Rejection as refused:
            refused.reason = refused.reason or self.what_is_code(given)
            raise

    def what_is_code(self, given: str) -> str:
        """What a code is that was sent in the place of another."""
        for message in reversed(self.outbox):
            if message.code == given:
                return f"that code was sent to {message.user} by {message.medium} for: {message.purpose}"
        users = [user for pool in self.pools.values() for user in pool.users.values()]
        shown = [user.username for user in users if user.app is not None and user.app.matches(given, self.now)]
        return f"that code is of {shown[0]}'s authenticator app" if shown else "no message of this test has that code"

    def send(
        self,
        pool: Pool,
        user: User,
        attribute: str,
        destination: str,
        code: str,
        *,
        purpose: str,
        page: str | None = None,
    ) -> None:
        """Send a message; `page` is the one whose link confirms a sign-up, if the message has a link."""
        message = make_message(pool, user, attribute, destination, code, purpose=purpose, page=page)
        self.outbox.append(self.triggers.customized(self, pool, user, message))

    def send_code(
        self,
        pool: Pool,
        user: User,
        attribute: str,
        destination: str,
        purpose: str,
        *,
        life: int,
        page: str | None = None,
    ) -> tuple[sent_codes.Code, Mapping[str, str]]:
        """Send a new code that is valid for `life` seconds; return the code and its CodeDeliveryDetails."""
        code = sent_codes.Code(self.sources.code(), attribute, destination, self.now + life)
        self.send(pool, user, attribute, destination, code.digits, purpose=purpose, page=page)
        return code, delivery_details(attribute, destination)


def refuse_by_status(user: User) -> None:
    """Refuse a user who is not confirmed or must reset the password: at sign-in, and where both errors are listed.

    That these operations check the user of an access token is inferred from their lists (botocore).
    """
    if user.status == UNCONFIRMED:
        raise rejections.NOT_CONFIRMED()
    if user.status == RESET_REQUIRED:
        raise rejections.RESET_REQUIRED()
