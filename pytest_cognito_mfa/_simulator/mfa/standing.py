"""A standing: the facts that decide which challenge comes next in a sign-in, and the factors that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pytest_cognito_mfa._aws.constants import DESTINATION, FACTORS, TOTP

Passed = Literal["temporary password", "password", "second factor", "device"]
"""The step that the sign-in has passed last."""

Trust = Literal["none", "remembered", "trusted"]
"""The device whose key the client named; `trusted` is a remembered one in a pool where it replaces MFA."""

RiskAction = Literal["NO_ACTION", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "BLOCK"]
"""The action of adaptive authentication for this attempt (botocore AccountTakeoverActionType)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The pool's policy and factors, the user's factors and attributes, and the facts of this sign-in."""

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
    passed: Passed = "password"
    device: Trust = "none"
    risk: RiskAction = "NO_ACTION"

    @property
    def possible(self) -> tuple[str, ...]:
        """The factors that could be challenged now.

        A registered authenticator can be used after the pool has stopped offering TOTP (developer guide, TOTP); a
        message factor needs the pool's offer and the attribute.
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
    def usable_without_choice(self) -> tuple[str, ...]:
        """The possible factors that may be used without the user's choice, where MFA is required: none that goes to
        the attribute that account recovery uses first (developer guide, steps 4 to 7).
        """
        return tuple(factor for factor in self.possible if DESTINATION.get(factor) != self.recovery or factor == TOTP)

    @property
    def can_be_asked(self) -> bool:
        """Whether there is a factor that a pool without required MFA could challenge."""
        return self.policy != "OFF" and bool(self.chosen or self.usable_without_choice)

    @property
    def can_set_up(self) -> tuple[str, ...]:
        """The factors that MFA_SETUP lists: the pool's, except for the recovery channel (step 8).

        A user with an attribute that is not a factor can only enrol in TOTP (step 6.4).  E-mail is set up by giving
        an address, so only by a user without one.
        """
        listed = tuple(factor for factor in FACTORS if factor in self.offered and not self._is_recovery(factor))
        return listed if TOTP in listed or not self.attributes else ()

    def _is_recovery(self, factor: str) -> bool:
        return factor != TOTP and DESTINATION[factor] == self.recovery
