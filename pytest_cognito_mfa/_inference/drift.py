"""Compares a recording with the simulator, exchange by exchange."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa._aws import is_signed, operations
from pytest_cognito_mfa._aws.constants import PAGE_TOKENS
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE
from pytest_cognito_mfa._inference.observations import observe
from pytest_cognito_mfa._inference.resource_observations import KIND_OF, is_creating
from pytest_cognito_mfa._inference.response_diff import differences
from pytest_cognito_mfa._inference.shadow_run import ShadowRun
from pytest_cognito_mfa._inference.shown_values import without_secrets
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pytest_cognito_mfa._aws.diff import Difference
    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._simulator.resources.row import Resource


NO_STATE: Final = {
    **dict.fromkeys(("TooManyRequestsException", "ThrottlingException"), "AWS throttled the call"),
    **dict.fromkeys(
        ("UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException", "AccessDeniedException"),
        "AWS refused the credentials",
    ),
    **dict.fromkeys(
        ("UserLambdaValidationException", "UnexpectedLambdaException", "InvalidLambdaResponseException"),
        "a Lambda trigger refused the call",
    ),
    "ForbiddenException": "AWS WAF refused the call",
    "InternalErrorException": "AWS had an internal error",
    "CodeDeliveryFailureException": "a message could not be sent",
}
"""Errors that do not depend on the state of a pool, with the reason why they are not compared."""


class ComparedExchange(NamedTuple):
    """One exchange: its differences, or why it was not compared."""

    recorded: RecordedExchange
    differences: Sequence[Difference]
    not_compared: str | None = None


def compare(exchanges: Sequence[RecordedExchange]) -> Iterator[ComparedExchange]:
    """Compare each exchange of one recording with the simulator, in the state that the recording implies."""
    shadow_run, made = ShadowRun(observe(exchanges)), set[str]()
    for each in exchanges:
        kind = KIND_OF.get(each.operation)
        compared = _compared(shadow_run, each)
        if kind is not None and is_creating(each.operation):
            made.add(kind.title)
        if compared.differences and (reason := _unknown_before(each, kind, made)):
            compared = ComparedExchange(each, (), reason)
        yield compared


def _unknown_before(recorded: RecordedExchange, kind: Resource | None, made: Collection[str]) -> str | None:
    """Why an exchange depends on what was there before the recording, and no recording shows; None if it does not."""
    if recorded.succeeded and any(name in recorded.request for name in PAGE_TOKENS):
        return "its page begins where a page before the recording ended"
    if kind is None or kind.scenario_key or (kind.title in made and not kind.moves):
        return None
    return f"{kind.title.lower()}: the recording does not show which there were before"


def _compared(shadow_run: ShadowRun, recorded: RecordedExchange) -> ComparedExchange:
    if recorded.is_document:
        return ComparedExchange(recorded, (), "the simulator has its own keys")
    if recorded.error in NO_STATE:
        return ComparedExchange(recorded, (), f"{NO_STATE[recorded.error]}: {recorded.error}")
    exchange = replace(recorded, call=as_sent(recorded.call))
    try:
        reply: Reply = shadow_run.answer(exchange)
    except NotSimulated as cannot:
        return ComparedExchange(recorded, (), str(cannot).partition("\n")[0].rstrip("."))
    return compared_with(recorded, reply)


def compared_with(recorded: RecordedExchange, reply: Reply) -> ComparedExchange:
    """Compare the recorded response with `reply`; the differences have no values that say who somebody is."""
    return ComparedExchange(recorded, without_secrets(differences(recorded.response, reply), recorded, reply))


def as_sent(call: Call) -> Call:
    """The call as it was sent: recorders remove the signature, and people who edit recordings omit headers."""
    signed = call.signed or (call.operation in operations() and is_signed(call.operation))
    return call._replace(signed=signed, content_type=call.content_type or CONTENT_TYPE)
