"""The outbox as a test reads it: the messages, and the reasons why a message that the test wants is not there.

No text has a code or an address: a message is shown by its user, medium and purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, SupportsIndex, overload

from pytest_cognito_mfa._aws.constants import TOTP
from pytest_cognito_mfa._simulator.message_texts import PURPOSES
from pytest_cognito_mfa._simulator.outbox import MEDIUM, Message
from pytest_cognito_mfa.errors import SettingError, shown, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from typing_extensions import Self

    from pytest_cognito_mfa._aws.exchange import Exchange

_MOST_CALLS: Final = 8
"""A reason names at most this many calls, the latest."""


class Outbox(tuple[Message, ...]):  # noqa: SLOT001 - a tuple cannot have slots of its own
    """All messages so far, the newest last: a tuple of `Message`."""

    _journal: Sequence[Exchange]

    def __new__(cls, messages: Iterable[Message], journal: Sequence[Exchange]) -> Self:
        outbox = super().__new__(cls, messages)
        outbox._journal = journal
        return outbox

    @overload
    def __getitem__(self, index: SupportsIndex) -> Message: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Message, ...]: ...

    def __getitem__(self, index: SupportsIndex | slice) -> Message | tuple[Message, ...]:
        __tracebackhide__ = True
        try:
            return super().__getitem__(index)
        except IndexError:
            text = f"outbox[{index}]: {self._report()}"
        raise IndexError(text)

    def last(self, *, to: str | None = None, purpose: str | None = None, medium: str | None = None) -> Message:
        """The newest message to this user or address, for this purpose, by this medium.

        It does not wait. If there is none, AssertionError says what was sent. Purposes are ``mfa``, ``sign-up``,
        ``invitation``, ``recovery``, ``attribute`` and ``security``; media are ``SMS`` and ``EMAIL``.
        """
        __tracebackhide__ = True
        for kind, given, known in (("purpose", purpose, PURPOSES), ("medium", medium, MEDIUM.values())):
            if given is not None and given not in known:
                raise SettingError(unknown(kind, given, known))
        for message in reversed(self):
            is_to = to in (None, message.user, message.destination)
            if is_to and purpose in (None, message.purpose) and medium in (None, message.medium):
                return message
        wanted = {"to": to, "purpose": purpose, "medium": medium}
        which = ", ".join(f"{name}={shown(value)}" for name, value in wanted.items() if value is not None)
        raise AssertionError(f"outbox.last({which}): {self._report()}")

    def _report(self) -> str:
        if self:
            count = "1 message was" if len(self) == 1 else f"{len(self)} messages were"
            return "\n".join([f"{count} sent, the newest last:", *(f"  {message}" for message in self)])
        return "\n".join(["no message was sent", *(f"  {line}" for line in _reasons(self._journal))])


def _reasons(journal: Sequence[Exchange]) -> Iterator[str]:
    """A line about each of the latest calls."""
    start = max(len(journal) - _MOST_CALLS, 0)
    if not journal:
        yield "the test made no calls yet"
    elif start:
        yield f"{start} earlier calls, which sent nothing"
    for number, exchange in enumerate(journal[start:], start + 1):
        yield f"call {number}, {exchange.operation}: {_reason(exchange)}"


def _reason(exchange: Exchange) -> str:
    """Why a call sent nothing, as far as its outcome shows it."""
    if exchange.error is not None:
        return f"{exchange.error}, answered by {exchange.answered_by}"
    if not exchange.answered_by.startswith("simulator"):
        return f"answered by {exchange.answered_by}; only the simulator sends messages"
    response = exchange.response or {}
    challenge = response.get("ChallengeName")
    if challenge == TOTP:
        return f"asks for {TOTP}, whose code is cognito.totp(name)"
    if challenge is not None:
        return f"asks for {challenge}"
    if exchange.operation == "SignUp" and "CodeDeliveryDetails" not in response:
        return "the pool verifies nothing that this user has; see AutoVerifiedAttributes"
    return "OK"
