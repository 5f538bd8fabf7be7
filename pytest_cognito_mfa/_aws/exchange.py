"""A call and its outcome, reply, loss or pass-through: the values that interceptors, middleware and the journal share.

They are frozen, and their reprs hold names, never values.  Calls and replies are named tuples, because those
are created fastest.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from pytest_cognito_mfa._aws.constants import JWKS as JWKS  # noqa: PLC0414 - the names of two kinds of calls
from pytest_cognito_mfa._aws.constants import OPENID as OPENID  # noqa: PLC0414 - the same
from pytest_cognito_mfa._aws.constants import UPLOAD as UPLOAD  # noqa: PLC0414 - the same
from pytest_cognito_mfa._aws.limits import loads
from pytest_cognito_mfa._aws.members import ByMembers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TARGET_HEADER = "X-Amz-Target"
TARGET_PREFIX = "AWSCognitoIdentityProviderService."
CONTENT_TYPE = "application/x-amz-json-1.1"

PREFLIGHT = "OPTIONS"
"""The operation of a browser's preflight; its parameters are the two Access-Control-Request headers."""


Part = Literal["domain", "identity", "aws", "upload", "framing"]
"""A pool's domain (hosted pages, OAuth), an identity pool, another service of AWS, the upload of a file of users; or a
request of which no server can tell where it ends."""


class Call(NamedTuple):
    """A request that the code under test sent to Cognito."""

    operation: str
    """AWS's name of the operation; ``jwks.json`` or ``openid-configuration`` for a pool's documents, ``users.csv`` for
    the upload of an import job, such as ``POST /oauth2/token`` for a pool's domain, ``OPTIONS`` for a preflight, empty
    when the request names none."""
    parameters: Mapping[str, Any]
    """The parsed body; empty where `problem` is set."""
    url: str
    """The URL that the library asked for."""
    signed: bool = False
    """Whether the request was signed with credentials of AWS."""
    origin: bool = False
    """Whether it has the header Origin, as the requests of browsers do."""
    problem: str | None = None
    """Why the body is no JSON object, if it is none, or what is wrong with the framing."""
    content_type: str = CONTENT_TYPE
    """The Content-Type of the request."""
    part: Part | None = None
    """What the call is for, if not for the API of user pools; it never goes out, and only a domain is simulated."""

    def __repr__(self) -> str:
        return f"<Call {self.operation or '(no operation)'}({', '.join(self.parameters)})>"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Invocation(ByMembers):
    """One run of a Lambda trigger's function inside a call."""

    trigger: str
    """The name of the trigger, such as ``PreSignUp``."""
    source: str
    """The triggerSource, such as ``PreSignUp_SignUp``."""
    function: str
    """The name of the function, with its module."""
    event: Mapping[str, Any]
    """The event as the function got it."""
    answer: Any
    """What the function gave back; None if it raised."""
    error: str | None
    """The code of AWS's error that came of it, or None."""

    def __repr__(self) -> str:
        return f"<Invocation {self.source} by {self.function}: {self.error or 'OK'}>"


class Reply(NamedTuple):
    """An HTTP response: `headers` in the order of the wire, `body` as its bytes."""

    status: int
    """The HTTP status."""
    headers: tuple[tuple[str, str], ...]
    """The headers, in the order of the wire."""
    body: bytes
    """The bytes of the body."""
    error: str | None = None
    """AWS's error code, such as ``NotAuthorizedException``; None for a success."""
    delay: float = 0.0
    """Seconds until the first byte; the interceptor raises a timeout when the client waits for less."""
    trickle: float = 0.0
    """Seconds between the first byte and the last."""
    waits: bool = False
    """Whether the interceptor really sleeps for `delay` and `trickle`."""
    reason: str | None = None
    """Why the simulator refused, where AWS's message does not tell; for reports, not sent."""
    triggers: tuple[Invocation, ...] = ()
    """The Lambda triggers that ran in the call; for reports, not sent."""

    def __repr__(self) -> str:
        return f"<Reply {self.status} {self.error or 'OK'}, {len(self.body)} bytes>"


Lost = Literal["connect_timeout", "read_timeout", "reset", "tls", "dns"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """No response came: the interceptor raises the error that its library raises in this case."""

    how: Lost
    """How the connection was lost."""
    delay: float = 0.0
    """Seconds until the connection is lost; a timeout takes as long as the client's own setting says."""
    waits: bool = False
    """Whether the interceptor really sleeps for `delay`."""
    reason: str | None = None
    """Why, if the simulator lost it; for reports."""


Outcome = Reply | Dropped


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Nobody could answer: the client's library raised an error of this package, not of AWS."""

    error: str
    """The name of its class, such as ``NotSimulated``."""
    text: str
    """Its message."""
    line: str | None
    """The line of the user's own code that made the call, as ``file:line``."""
    is_allowed: bool
    """Whether the call was made inside ``with cognito.allow_not_simulated():``."""
    raised: Exception = field(repr=False, compare=False)
    """The error itself."""


class OnResponse(Protocol):
    """The callback of a pass-through: the interceptor calls it once, when the real call has ended."""

    def __call__(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        """The response came: headers in the order of the wire, the body without transfer encoding."""

    def lost(self, how: Lost, error: Exception | None = None) -> None:
        """No response came; `error` is ours, if it was the reason."""


@dataclass(frozen=True, slots=True)
class PassThrough:
    """The client's library sends the call to the real service, and the response goes to `on_response`."""

    on_response: OnResponse


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Exchange(ByMembers):
    """One entry of the journal: the request, the outcome, and who answered."""

    call: Call
    """The request as it was read: `url` and more."""
    outcome: Outcome | Unanswered
    """The reply, the lost connection, or why nobody could answer."""
    answered_by: str
    """``simulator``, or ``answer``, ``cassette``, ``fault`` or ``quota`` with file and line; ``recorded from`` a host;
    ``simulator, after fault ...`` where a fault changed something, or made the answer late; ``nobody:`` with the
    reason where an error of this package was raised."""
    duration: float
    """Seconds that it took to find the answer, without the client's waiting."""

    @property
    def operation(self) -> str:
        """AWS's name of the operation, such as ``InitiateAuth``; for a document of a pool its file name."""
        return self.call.operation

    @property
    def request(self) -> Mapping[str, Any]:
        """The parsed body of the request."""
        return self.call.parameters

    @property
    def response(self) -> Any:
        """The parsed body of a success, ``{}`` for an empty one; None for an error, a lost call, or a garbled body."""
        if not isinstance(self.outcome, Reply) or self.outcome.error is not None:
            return None
        with contextlib.suppress(ValueError):  # a fault may have garbled it
            return loads(self.outcome.body) if self.outcome.body else {}
        return None

    @property
    def was_answered(self) -> bool:
        """Whether a response arrived; an error is one too."""
        return isinstance(self.outcome, Reply)

    @property
    def error(self) -> str | None:
        """AWS's error code, how the connection was lost, or the name of our own error; None for a success."""
        return self.outcome.how if isinstance(self.outcome, Dropped) else self.outcome.error

    @property
    def reason(self) -> str | None:
        """Why the simulator refused, where AWS's message does not tell."""
        return None if isinstance(self.outcome, Unanswered) else self.outcome.reason

    @property
    def triggers(self) -> tuple[Invocation, ...]:
        """The Lambda triggers that ran in the call, in order."""
        return self.outcome.triggers if isinstance(self.outcome, Reply) else ()

    def __repr__(self) -> str:
        return f"<Exchange {self.operation}: {self.error or 'OK'}, by {self.answered_by}>"
