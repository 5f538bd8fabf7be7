"""Which challenge follows a correct first factor.

Rule 1: every MFA decision is a row of ROWS; the first that matches decides.  Operations ask,
        they never decide.
Rule 2: rows read a Standing and nothing else: no store, no clock, no request.

The rows follow the developer guide's "Details of MFA logic at user runtime", except where the
live service was seen to differ; each row names its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .factors import DESTINATION, EMAIL, FACTORS, SMS, TOTP

if TYPE_CHECKING:
    from collections.abc import Callable

SELECT = "SELECT_MFA_TYPE"
SET_UP = "MFA_SETUP"


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decides on MFA: the pool's policy and factors, and the user's."""

    policy: str
    """OFF, OPTIONAL or ON."""
    offered: frozenset[str]
    """The pool's factors."""
    on: frozenset[str]
    """The factors that the user has on, by the preference calls."""
    preferred: str | None
    registered: bool
    """The user has a verified authenticator."""
    attributes: frozenset[str]
    """Which of `phone_number` and `email` the user has."""
    recovery: str | None
    """The attribute that account recovery uses first, if any."""

    @property
    def possible(self) -> tuple[str, ...]:
        """The factors that could be challenged now.

        A registered authenticator stays usable after the pool stops offering TOTP (developer
        guide, TOTP); a message factor needs the pool's offer and the attribute.
        """
        return tuple(factor for factor in FACTORS if self._is_possible(factor))

    def _is_possible(self, factor: str) -> bool:
        if factor == TOTP:
            return self.registered
        return factor in self.offered and DESTINATION[factor] in self.attributes

    @property
    def chosen(self) -> tuple[str, ...]:
        """The possible factors that the user has on."""
        return tuple(factor for factor in self.possible if factor in self.on)

    @property
    def unasked(self) -> tuple[str, ...]:
        """The possible factors that a pool requiring MFA may use without the user's choice:
        never the attribute that account recovery uses first (developer guide, steps 4 to 7).
        """
        return tuple(factor for factor in self.possible if DESTINATION.get(factor) != self.recovery or factor == TOTP)

    @property
    def can_set_up(self) -> tuple[str, ...]:
        """What MFA_SETUP lists: the pool's factors but for the recovery channel (step 8).

        A user with an attribute that did not make a factor can only enrol in TOTP (step 6.4);
        e-mail can be set up by giving an address, so only by a user without one.
        """
        listed = tuple(factor for factor in FACTORS if factor in self.offered and not self._is_recovery(factor))
        return listed if TOTP in listed or not self.attributes else ()

    def _is_recovery(self, factor: str) -> bool:
        return factor != TOTP and DESTINATION[factor] == self.recovery


@dataclass(frozen=True, slots=True)
class Next:
    """The decision: a challenge's name, None for tokens; `refused` when sign-in cannot go on."""

    challenge: str | None
    options: tuple[str, ...] = ()
    """What SELECT_MFA_TYPE offers to choose, or MFA_SETUP to set up."""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where AWS says so: `words` are AWS's own, in botocore's documentation of `where`."""

    evidence: str
    place: str
    where: tuple[str, str] | None = None
    """(shape, member) of botocore's model that holds `words`; None for other places."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    matches: Callable[[Standing], bool]
    next: Callable[[Standing], Next]
    source: Source


_GUIDE = "developer guide, Details of MFA logic at user runtime"
_POLICY = ("CreateUserPoolRequest", "MfaConfiguration")

ROWS: tuple[Row, ...] = (
    Row(
        "MFA is off",
        lambda s: s.policy == "OFF",
        lambda _: Next(None),
        Source("documented", f"{_GUIDE}, step 2", _POLICY, "Sets multi-factor authentication (MFA) to be on, off"),
    ),
    Row(
        "the preferred factor",
        lambda s: s.preferred in s.chosen,
        lambda s: Next(s.preferred),
        Source(
            "observed",
            "getmoto/moto test_user_authentication_flow_mfa_optional; developer guide, step 3",
            ("SetUserMFAPreferenceRequest", ""),
            "The preferred MFA factor will be used to authenticate a user if multiple factors are activated",
        ),
    ),
    Row(
        "optional, and no factor is on",
        lambda s: s.policy == "OPTIONAL" and not s.chosen,
        lambda _: Next(None),
        Source(
            "observed",
            "getmoto/moto test_user_authentication_flow_mfa_optional; a verified but never enabled authenticator "
            "does not count: floci-io/floci's documentation and aws-amplify/docs#5690 against step 2 of the guide",
            _POLICY,
            "your application must make a client-side determination of whether a user wants to register an MFA device",
        ),
    ),
    Row(
        "optional, one factor is on, not preferred",
        lambda s: s.policy == "OPTIONAL" and len(s.chosen) == 1,
        lambda s: Next(s.chosen[0]),
        Source(
            "observed",
            "amplify-swift MFASignInTests",
            ("SetUserMFAPreferenceRequest", ""),
            "If an MFA type is activated for a user, the user will be prompted for MFA during all sign-in attempts",
        ),
    ),
    Row(
        "optional, several factors are on, none preferred",
        lambda s: s.policy == "OPTIONAL",
        lambda s: Next(SELECT, s.chosen),
        Source(
            "observed",
            "amplify-swift MFASignInTests; aws-amplify/amplify-js#4646",
            ("SetUserMFAPreferenceRequest", ""),
            "If multiple options are activated and no preference is set, a challenge to choose an MFA option will be "
            "returned during sign-in",
        ),
    ),
    Row(
        "required, one factor is possible",
        lambda s: len(s.unasked) == 1,
        lambda s: Next(s.unasked[0]),
        Source(
            "observed",
            "amplify-swift TOTPSetupWhenUnauthenticatedTests, EmailMFAWithAllMFATypesRequiredTests; a registered "
            "authenticator alone suffices: getmoto/moto test_user_authentication_flow_mfa_on",
        ),
    ),
    Row(
        "required, several factors are possible",
        lambda s: len(s.unasked) > 1,
        lambda s: Next(SELECT, s.unasked),
        Source("observed", f"aws-amplify/amplify-js#4646; {_GUIDE}, steps 4.5 and 7.2"),
    ),
    Row(
        "required, and a factor must be set up",
        lambda s: bool(s.can_set_up),
        lambda s: Next(SET_UP, s.can_set_up),
        Source(
            "observed",
            "getmoto/moto test_user_authentication_flow_mfa_on (also at the very first sign-in, where the guide's "
            f"note says tokens); {_GUIDE}, steps 6.5 and 8",
            _POLICY,
            "all users must set up MFA before they can sign in",
        ),
    ),
    Row(
        "required, and nothing can be set up",
        lambda _: True,
        lambda _: Next(None, refused=True),
        Source("documented", f"{_GUIDE}, steps 6 and 6.4 (an error; its code and text are unknown)"),
    ),
)


def deciding_row(standing: Standing) -> Row:
    return next(row for row in ROWS if row.matches(standing))


def next_challenge(standing: Standing) -> Next:
    """What AWS asks for after the first factor."""
    return deciding_row(standing).next(standing)


__all__ = [
    "EMAIL",
    "ROWS",
    "SELECT",
    "SET_UP",
    "SMS",
    "TOTP",
    "Next",
    "Row",
    "Standing",
    "deciding_row",
    "next_challenge",
]
