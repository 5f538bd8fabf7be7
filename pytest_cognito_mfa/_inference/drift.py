"""What a recording and the simulator do not agree on, exchange by exchange."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa._aws import is_signed, operations
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE
from pytest_cognito_mfa._inference.observations import told_by
from pytest_cognito_mfa._inference.response_diff import differences
from pytest_cognito_mfa._inference.shadow_run import Rehearsal
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._inference.exchanges import Recorded
    from pytest_cognito_mfa._inference.recorded_responses import Difference


NO_STATE: Final = {
    **dict.fromkeys(("TooManyRequestsException", "ThrottlingException"), "AWS's rate was exceeded"),
    **dict.fromkeys(
        ("UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException", "AccessDeniedException"),
        "AWS refused the credentials",
    ),
    **dict.fromkeys(
        ("UserLambdaValidationException", "UnexpectedLambdaException", "InvalidLambdaResponseException"),
        "a Lambda trigger refused it",
    ),
    "ForbiddenException": "AWS's firewall refused it",
    "InternalErrorException": "AWS failed",
    "CodeDeliveryFailureException": "a message could not be sent",
}
"""Refusals that no state of a pool implies."""


class Compared(NamedTuple):
    """One exchange: what differs, or why it could not be compared."""

    recorded: Recorded
    differences: Sequence[Difference]
    not_compared: str | None = None


def compared(exchanges: Sequence[Recorded]) -> Iterator[Compared]:
    """Each exchange of one recording against the simulator, in the state that the recording implies."""
    rehearsal = Rehearsal(told_by(exchanges))
    for each in exchanges:
        yield _compared(rehearsal, each)


def _compared(rehearsal: Rehearsal, recorded: Recorded) -> Compared:
    if recorded.is_document:
        return Compared(recorded, (), "a pool's documents are ours")
    if recorded.error in NO_STATE:
        return Compared(recorded, (), f"{NO_STATE[recorded.error]}: {recorded.error}")
    told = replace(recorded, call=as_sent(recorded.call))
    try:
        reply: Reply = rehearsal.follow(told)
    except NotSimulated as cannot:
        return Compared(recorded, (), str(cannot).partition("\n")[0].rstrip("."))
    return Compared(recorded, differences(recorded.shown, reply))


def as_sent(call: Call) -> Call:
    """The call as it must have been sent: recorders take the signature away, and hands leave headers out."""
    signed = call.signed or (call.operation in operations() and is_signed(call.operation))
    return replace(call, signed=signed, content_type=call.content_type or CONTENT_TYPE)
