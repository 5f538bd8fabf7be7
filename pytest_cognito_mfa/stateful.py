"""The base class of a state machine for hypothesis: a Cognito, and rules for what users and time do to it."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule

from pytest_cognito_mfa._aws.constants import FACTORS
from pytest_cognito_mfa._fixture.views import found_user
from pytest_cognito_mfa._simulate import simulate
from pytest_cognito_mfa._simulator.operations.preferences import means_of
from pytest_cognito_mfa._simulator.registry import perform
from pytest_cognito_mfa._simulator.rejections import Rejection
from pytest_cognito_mfa.errors import SettingError
from pytest_cognito_mfa.strategies import preferences

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from pytest_cognito_mfa.cognito import Cognito, Tokens

__all__ = ["CognitoMachine"]


class CognitoMachine(RuleBasedStateMachine):
    """A state machine with a Cognito. Extend it with rules that call your code, and with invariants.

    Its own rules are what happens around your code: users sign in elsewhere, set legal MFA preferences, are disabled
    and enabled, and time passes. They prepare the state as `cognito.sign_in` does: the journal does not list them, and
    no fault affects them. A block of `simulate` is open from the first rule to the last, and ends as always: a call
    that nobody could answer is an error.
    """

    scenario: ClassVar[str | PathLike[str] | Mapping[str, Any] | None] = None
    """The scenario of each run, as for `simulate`."""

    users: ClassVar[Bundle[str]] = Bundle("users")
    """The usernames of the users of the first pool."""
    tokens: ClassVar[Bundle[Tokens]] = Bundle("tokens")
    """The `Tokens` of earlier sign-ins; they may have expired."""

    cognito: Cognito
    """What the fixture gives, for one run."""

    def __init__(self) -> None:
        super().__init__()
        self.cognito = simulate(self.scenario)
        self.cognito.__enter__()

    def teardown(self) -> None:
        """End the block of `simulate`. If you override this, call it."""
        self.cognito.__exit__(*sys.exc_info())

    @initialize(target=users)
    def the_users_of_the_scenario(self) -> Any:
        """The bundle `users`."""
        return multiple(*self.cognito.pool.users)

    @rule(target=tokens, user=users)
    def a_user_signs_in(self, user: str) -> Any:
        """Sign in and answer every challenge; nothing happens where AWS refuses it."""
        try:
            return self.cognito.sign_in(user)
        except SettingError:
            return multiple()

    @rule(user=users, data=st.data())
    def a_user_sets_a_preference(self, user: str, data: st.DataObject) -> None:
        """Set a preference that is legal for the factors that the user can have."""
        pool, found = found_user(self.cognito._service.pools.values(), user)  # noqa: SLF001 - it is ours
        if factors := [factor for factor in FACTORS if factor in means_of(pool, found).factors]:
            self._perform("AdminSetUserMFAPreference", user, data.draw(preferences(factors=factors)))

    @rule(user=users, on=st.booleans())
    def an_administrator_disables_or_enables_a_user(self, user: str, on: bool) -> None:
        """Disable the user, or enable it again."""
        self._perform("AdminEnableUser" if on else "AdminDisableUser", user, {})

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        """Advance Cognito's clock: codes, sessions and tokens expire."""
        self.cognito.clock.advance(minutes=minutes)

    def _perform(self, operation: str, user: str, members: Mapping[str, Any]) -> None:
        """Perform an operation of an administrator; nothing happens where AWS refuses it."""
        service = self.cognito._service  # noqa: SLF001 - it is ours
        request = {"UserPoolId": self.cognito.user_pool_id, "Username": user, **members}
        with contextlib.suppress(Rejection):
            perform(service, operation, request, service.sources.uuid())
