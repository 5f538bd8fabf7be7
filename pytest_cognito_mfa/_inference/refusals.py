"""What recorded refusals are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.state import RESET_REQUIRED, UNCONFIRMED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._inference.exchanges import Recorded

STATUS_OF: Final[Mapping[str | None, str]] = {
    "UserNotConfirmedException": UNCONFIRMED,
    "PasswordResetRequiredException": RESET_REQUIRED,
}
"""The status of a user who is refused with it."""


def about_the_secret(told: Recorded, client_id: str) -> bool:
    """Whether it was refused for what it says of the client's secret."""
    refusals = (rejections.NO_SECRET_HASH, rejections.WRONG_SECRET_HASH, rejections.SECRET_HASH_MISMATCH)
    return told.error is not None and told.message in {refusal(client=client_id).message for refusal in refusals}


def says(told: Recorded, *refusals: rejections.Refusal) -> bool:
    """Whether it was refused in the words of one of these."""
    return told.error is not None and told.message in {refusal.words for refusal in refusals}
