"""The first handler of calls for no user pool: what is not simulated gets an error that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.exchange import Call, Outcome, PassThrough
    from pytest_cognito_mfa._middleware.handler import Handler

_LET_GO = "let such calls go to AWS: cognito_other_aws = pass in pytest's ini file, or simulate(other_aws='pass')"
_ENDPOINT = "an endpoint of your own: boto3.client(..., endpoint_url=...), or AWS_ENDPOINT_URL"
_MOTO = "moto beside the fixture: @mock_aws on the test"
_WHY = {
    "domain": "a cassette answers this test, and it does not have the pages and OAuth endpoints of a pool's domain",
    "identity": "identity pools are not simulated",
    "aws": "it is signed with the fake credentials of this test, so AWS would refuse it",
}
_WAYS = {
    "domain": (
        "a mock of your HTTP library for this URL, such as responses.add('POST', 'https://...', json={...})",
        "the simulator: a scenario whose pool has a Domain, and no cassette, or mode='hybrid'",
    ),
    "identity": (_MOTO, "botocore's Stubber on this client", _ENDPOINT, _LET_GO),
    "aws": (
        _MOTO,
        "botocore's Stubber on this client",
        _ENDPOINT,
        "credentials of your own, given to the client",
        _LET_GO,
    ),
}


class UnservedCalls:
    """A handler: refuses the calls that are for no user pool, and without `domains` those to the domains of pools."""

    def __init__(self, next_handler: Handler, *, domains: bool) -> None:
        self._next = next_handler
        self._domains = domains

    def answer(self, call: Call) -> tuple[Outcome | PassThrough, str]:
        __tracebackhide__ = True
        if call.part != "upload" and not (self._domains and call.part == "domain"):
            raise NotSimulated(_refusal(call))
        return self._next.answer(call)


def _refusal(call: Call) -> str:
    what = str(call.part)
    if what == "framing":
        return str(call.problem)
    ways = "\n".join(f"  - {way}" for way in _WAYS[what])
    return f"{call.operation} was not sent to {call.url}: {_WHY[what]}.\n  Choose one of these:\n{ways}"
