"""The table of first factors: what choice-based sign-in (USER_AUTH) offers a user, and what it asks for first.

Rule 1: every offer is a row of OFFERS, every decision a row of ROWS, of which the first that matches decides.
        Operations ask the tables, they never decide.
Rule 2: rows read a Choice and nothing else: no store, no clock, no request.

What follows the first factor is in `challenges.py`.  The guide is the developer guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pytest_cognito_mfa._aws.constants import EMAIL
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.mfa.challenges import Next, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SELECT_CHALLENGE: Final = "SELECT_CHALLENGE"
PASSWORD: Final = "PASSWORD"  # noqa: S105 - a challenge's name, not a password
PASSWORD_SRP: Final = "PASSWORD_SRP"  # noqa: S105 - the same
SMS_OTP: Final = "SMS_OTP"
WEB_AUTHN: Final = "WEB_AUTHN"

ONE_TIME_CODES: Final[Mapping[str, str]] = {EMAIL: "email", SMS_OTP: "phone_number"}
"""The first factors by message, and the attribute that the code goes to."""


def reached_by_code(allowed: frozenset[str], attributes: Mapping[str, str]) -> list[str]:
    """The attributes that a user has, and that an allowed first factor sends its code to."""
    return [name for factor, name in ONE_TIME_CODES.items() if factor in allowed and attributes.get(name)]


PasswordKind = Literal["none", "temporary", "permanent"]
PasskeyKind = Literal["none", "one factor", "both factors"]
"""The user's passkeys; they count as both factors if the pool says so and the user has passkey MFA on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The facts of pool, user and request that decide on the first factor."""

    allowed: frozenset[str]
    """AllowedFirstAuthFactors of the pool."""
    password: PasswordKind
    attributes: frozenset[str]
    """Which of `phone_number` and `email` the user has, verified or not."""
    passkey: PasskeyKind = "none"
    needs_mfa: bool = False
    """The pool requires MFA, or it is optional and the user has a factor on."""
    preferred: str | None = None
    signed_up: bool = False
    """The request has the session of this user's ConfirmSignUp."""

    @property
    def offered(self) -> tuple[str, ...]:
        """AvailableChallenges."""
        return tuple(offer.challenge for offer in OFFERS if offer.is_made(self))

    def offers_code(self, factor: str) -> bool:
        has_address = ONE_TIME_CODES[factor] in self.attributes
        is_temporary = self.password == "temporary"  # noqa: S105 - a kind of password, not a password
        return factor in self.allowed and has_address and not self.needs_mfa and not is_temporary


@dataclass(frozen=True, slots=True)
class Offer:
    challenge: str
    is_made: Callable[[Choice], bool]
    source: Source


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    matches: Callable[[Choice], bool]
    next: Callable[[Choice], Next]
    source: Source


_METHODS = "developer guide, authentication flow methods"
_NO_CODES_WITH_MFA = f"{_METHODS}: with MFA required, or a factor on, only passwords (passkeys: see there)"
_TEMPORARY = "public code: a user in FORCE_CHANGE_PASSWORD was offered only passwords"

OFFERS: tuple[Offer, ...] = (
    Offer(
        PASSWORD_SRP,
        lambda c: c.password != "none",  # noqa: S105 - the same
        Source("observed", "public code: http4k's live answers have this order; a user without a password has neither"),
    ),
    Offer(
        PASSWORD,
        lambda c: c.password != "none",  # noqa: S105 - the same
        Source("observed", "amplify-swift PasswordlessTests: always together with PASSWORD_SRP"),
    ),
    Offer(
        EMAIL,
        lambda c: c.offers_code(EMAIL),
        Source("observed", f"amplify-swift PasswordlessTests; {_NO_CODES_WITH_MFA}; {_TEMPORARY}"),
    ),
    Offer(
        SMS_OTP,
        lambda c: c.offers_code(SMS_OTP),
        Source("observed", f"amplify-android UserAuthTests; after EMAIL_OTP as in the guide; {_NO_CODES_WITH_MFA}"),
    ),
    Offer(
        WEB_AUTHN,
        lambda c: WEB_AUTHN in c.allowed and c.passkey in ("both factors", *(() if c.needs_mfa else ("one factor",))),
        Source(
            "documented",
            "botocore WebAuthnMfaSettingsType: passkey sign-in is available when MFA is required, if the user has "
            "passkey MFA on; amplify-swift's WebAuthn tests without MFA",
        ),
    ),
)
"""The offers in the order of AvailableChallenges."""

ROWS: tuple[Row, ...] = (
    Row(
        "the sign-up was confirmed in this session",
        lambda c: c.signed_up,
        lambda _: Next(None),
        Source(
            "observed",
            "amplify-swift's auto-sign-in tests: tokens at once, with and without a password",
            ("InitiateAuthRequest", "Session"),
            "Amazon Cognito assumes the SMS or email message one-time verification password from ConfirmSignUp as the "
            "primary authentication factor",
        ),
    ),
    Row(
        "no first factor is possible",
        lambda c: not c.offered,
        lambda _: Next(None, refused=rejections.NO_FIRST_FACTOR),
        Source("inferred", "no sighting of a user whom nothing can be offered"),
    ),
    Row(
        "the preferred factor",
        lambda c: c.preferred in c.offered,
        lambda c: Next(c.preferred),
        Source("observed", "amplify-swift PasswordlessTests; amplify-android UserAuthTests"),
    ),
    Row(
        "the preferred factor is not possible",
        lambda c: c.preferred is not None,
        lambda c: Next(SELECT_CHALLENGE, c.offered),
        Source("observed", "amplify-android UserAuthTests (SMS_OTP without a number): the list of what is left"),
    ),
    Row(
        "none preferred, one factor is possible",
        lambda c: len(c.offered) == 1,
        lambda c: Next(c.offered[0]),
        Source("observed", "public code: a user without a password gets EMAIL_OTP at once"),
    ),
    Row(
        "none preferred, several factors are possible",
        lambda _: True,
        lambda c: Next(SELECT_CHALLENGE, c.offered),
        Source(
            "observed",
            "amplify-swift testSignInWithNoPreference",
            ("InitiateAuthRequest", "AuthParameters"),
            "If you don't provide a value for PREFERRED_CHALLENGE, Amazon Cognito responds with the "
            "AvailableChallenges parameter",
        ),
    ),
)


def deciding_row(choice: Choice) -> Row:
    return next(row for row in ROWS if row.matches(choice))


def first_challenge(choice: Choice) -> Next:
    """The first challenge that AWS asks for; None if the first factor is passed already."""
    return deciding_row(choice).next(choice)
