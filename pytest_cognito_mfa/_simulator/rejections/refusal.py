"""What a refusal is: a code, a status, the exact words, and the evidence for them.

`observed` is pasted output of the live service or a test that runs against it, `documented`
is AWS's own text, `emulator` stands only in another emulator, `inferred` is a deduction.
A source names the public place; where wording and precondition come from different places
both are named.  A refusal whose text nobody has published says so in its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Evidence = Literal["observed", "documented", "emulator", "inferred"]

INVALID = "InvalidParameterException"
DENIED = "NotAuthorizedException"
MISSING = "ResourceNotFoundException"
UNKNOWN_USER = "UserNotFoundException"
MISMATCH = "CodeMismatchException"
NO_TOTP = "SoftwareTokenMFANotFoundException"


class Rejection(Exception):  # noqa: N818 - what AWS does to a request, not an error of ours
    """AWS says no: raised by a rule, sent as an HTTP error by the pipeline."""

    def __init__(self, code: str, message: str | None, status: int) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way in which AWS refuses; calling it fills the words and gives the `Rejection` to raise."""

    code: str
    words: str | None
    evidence: Evidence
    source: str
    status: int = 400

    def __call__(self, **values: str) -> Rejection:
        return Rejection(self.code, self.words and self.words.format(**values), self.status)


_DOCUMENTED: Final = {
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


def documented_status(operation: str, code: str, wire: int) -> int:
    """The page's status for an error of `operation`; the one of the `wire` where the page is not followed."""
    return _DOCUMENTED.get(operation, {}).get(code, wire)
