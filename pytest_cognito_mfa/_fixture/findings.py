"""The findings about a test so far: what it should have done and did not do, and the calls that nobody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from pytest_cognito_mfa import _middleware
from pytest_cognito_mfa._fixture.handles import Handle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from types import CodeType

    from pytest_cognito_mfa._aws.exchange import Exchange
    from pytest_cognito_mfa._fixture.backend import Backend
    from pytest_cognito_mfa._fixture.callers import Callers
    from pytest_cognito_mfa._fixture.no_effect import NoEffects
    from pytest_cognito_mfa._scenario import Scenario

Kept = TypeVar("Kept", bound=Handle)
ALLOW: Final = "  if the test is meant to make this call, make it inside: with cognito.allow_not_simulated():"
"""The advice below calls that nobody answered."""


class Findings:
    """The part of `Cognito` that a test is judged by; a test that passed fails by any of its findings."""

    _scenario: Scenario
    _backend: Backend
    _callers: Callers
    _faults: _middleware.FaultPlan
    _pipeline: _middleware.Pipeline
    _no_effects: NoEffects
    _test: CodeType | None = None
    """The code of the test function, or of the function with the block of `simulate`."""
    _calls_before: int = 0
    """How many calls were not made by this test: other tests share the pools."""
    _messages_before: int = 0

    @property
    def _exchanges(self) -> Sequence[Exchange]:
        """The calls of this test."""
        return self._pipeline.journal[self._calls_before :]

    def _kept(self, handle: Kept) -> Kept:
        """What the test injects; it may end with the test."""
        return handle

    @property
    def unfired(self) -> tuple[str, ...]:
        """Each fault that has not fired so far, with the nearest call; without faults whose `chance` is below 1."""
        return _middleware.unfired(self._faults.faults, self._exchanges, self._callers)

    @property
    def unmet(self) -> tuple[str, ...]:
        """Each call that the scenario expects and that was not made so far, or that it forbids and that was made."""
        return _middleware.unmet(self._scenario.expectations, self._exchanges)

    @property
    def unplayed(self) -> tuple[str, ...]:
        """Each recorded call that was not made so far; empty while you record."""
        return self._backend.player.unplayed(self._pipeline.journal)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Each call so far that nobody could answer, if the test did not catch the error itself or allow it."""
        return _middleware.unanswered(self._exchanges, self._test)

    @property
    def without_effect(self) -> tuple[str, ...]:
        """Each trigger and setting of a pool on which AWS would have acted so far, and the simulator did not."""
        return tuple(self._no_effects.texts.values())

    def allow_not_simulated(self) -> AbstractContextManager[None]:
        """Let calls that nobody can answer be made inside a ``with`` block; they do not fail the test.

        The error of such a call, for example `NotSimulated` or `CassetteMiss`, is still raised.
        """
        return self._pipeline.allow_unanswered()
