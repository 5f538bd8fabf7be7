"""Codes that are sent to a user: how long one is valid, and how often a user may ask for it or try one.

The guide is the developer guide; its page "Quotas in Amazon Cognito" has the numbers.

1. A code for sign-up or for an attribute is valid for 24 hours, a code for password recovery for 1 hour (guide,
   quotas).  It has six digits.
2. A code is valid once.  A used code is refused as expired (floci-io/floci#2018, measured), and so is any code if none
   was asked for (guide, managing error responses).
3. A wrong code is refused as wrong (floci-io/floci#2018), and the right one stays valid (inferred).  After the code has
   expired, right and wrong codes are refused as expired (our choice).
4. A later code replaces the earlier one for the same purpose (inferred).
5. In one hour a user may make 5 requests of ChangePassword, of GetUserAttributeVerificationCode and of
   ResendConfirmationCode, and 15 of ConfirmSignUp and of VerifyUserAttribute (guide, quotas).  The next one is refused
   until the first of them is an hour old (our reading of "per hour").
6. ForgotPassword and ConfirmForgotPassword share one count, of "between 5 and 20 attempts", depending on a risk that
   AWS does not explain (guide, passwords).  Ours is 5, so that no test passes here that AWS would refuse;
   amazon-archives/amazon-cognito-identity-js#548 saw it at 5.
7. Requests count whether they succeed (reapit/foundations#2294) or not; requests that the quota refuses do not count
   (our choice).  No quota per user is documented for an administrator's requests, and there is none for users who do
   not exist (our choice).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.reasons import span

if TYPE_CHECKING:
    from collections.abc import Mapping

HOUR = 3600
"""All times in this module are in seconds."""

SIGN_UP_LIFE = 24 * HOUR
ATTRIBUTE_LIFE = 24 * HOUR
RECOVERY_LIFE = HOUR

RECOVERY = "ForgotPassword"
"""The quota that ConfirmForgotPassword shares."""

PER_HOUR: Mapping[str, int] = {
    RECOVERY: 5,
    "ChangePassword": 5,
    "ConfirmSignUp": 15,
    "GetUserAttributeVerificationCode": 5,
    "ResendConfirmationCode": 5,
    "VerifyUserAttribute": 15,
}


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """A code that was sent: to the address of which attribute, and until when it is valid."""

    digits: str
    attribute: str
    destination: str
    expires: float


def accept(sent: Code | None, given: str, now: float) -> Code:
    """The code that was `sent`, if `given` is the same and it is still valid; else AWS's refusal."""
    if sent is None:
        raise rejections.CONFIRMATION_CODE_EXPIRED(because="no code is waiting: none was sent, or it was used")
    if now >= sent.expires:
        raise rejections.CONFIRMATION_CODE_EXPIRED(because=f"that code ended {span(now - sent.expires)} earlier")
    if given != sent.digits:
        raise rejections.WRONG_CONFIRMATION_CODE()
    return sent


def count_request(requests: tuple[float, ...], quota: str, now: float) -> tuple[float, ...]:
    """The `requests` of the last hour with one more at `now`; AWS's refusal if they have used up the `quota`."""
    recent = tuple(at for at in requests if now - at < HOUR)
    if len(recent) >= PER_HOUR[quota]:
        reason = f"{len(recent)} requests of {quota} in one hour; wait {span(recent[0] + HOUR - now)}"
        raise rejections.ATTEMPTS_EXCEEDED(because=reason)
    return (*recent, now)
