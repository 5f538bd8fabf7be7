"""A `Cognito` that many tests share, the value of `cognito_session`; and the hooks that turn it on for each of them.

1. It answers while a test that uses it runs, from the set-up to the teardown of that test, and while the fixtures of
   wider scope that use it are torn down.  Otherwise nothing is patched, and the user's own credentials are in place.
2. Pools, users, messages and the clock stay.  Calls, and the findings by which a test is judged, are the test's own.
3. What a test injects, answers or assumes from Python ends with it.  What a fixture of wider scope injects stays.
4. A thread belongs to the test that started it, and gets an error afterwards; a thread of a fixture of wider scope
   serves all tests.
5. Faults, expectations and recorded calls of the scenario and the cassette concern all tests: they are looked at in
   the end.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cognito_mfa import _middleware
from pytest_cognito_mfa._fixture.handles import Answered
from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa._plugin import judging, settings
from pytest_cognito_mfa.cognito import Cognito
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from pytest_cognito_mfa._fixture.findings import Kept
    from pytest_cognito_mfa._fixture.handles import Handle
    from pytest_cognito_mfa._middleware import ActiveFault
    from pytest_cognito_mfa._scenario import AnswerSpec, ExpectationSpec, FaultSpec
    from pytest_cognito_mfa._simulator.service import Service


class SharedCognito(Cognito):
    """A `Cognito` that is turned on for one test after the other."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._is_on = self._is_over = False
        self._of_all = intercepting(self._pipeline.decide, self._rules)
        self._of_test = self._of_all
        self._given: list[Handle] = []
        self._lasting: list[ActiveFault] = []
        self._faults_before = self._ended = self._without_effect_before = 0
        self._expected: Sequence[ExpectationSpec] = ()

    def resume(self) -> None:
        """Answer calls from here on, unless it does so already."""
        if not self._is_on and not self._is_over:
            self._open(self._of_all)
            self._is_on = True

    def pause(self) -> None:
        """Answer no more calls until it is resumed."""
        self._block.__exit__(None, None, None)
        self._block, self._is_on = nullcontext(), False

    def close(self) -> None:
        """The last test is over: what is found from here on concerns all tests."""
        self.pause()
        self._keep_lasting()
        self._calls_before, self._is_over = self._ended, True
        self.__exit__(None, None, None)

    def begin_set_up(self) -> None:
        """Calls since the end of the last test are those of fixtures of wider scope, until a test begins."""
        self.resume()
        self._calls_before, self._test = self._ended, None

    def begin_test(
        self, *, faults: Sequence[FaultSpec], answers: Sequence[AnswerSpec], expect: Sequence[ExpectationSpec]
    ) -> None:
        """Calls from here on are those of a test, with the lists of its markers."""
        self._calls_before, self._messages_before = len(self._pipeline.journal), len(self._callers.outbox)
        self._given.clear()  # these are of fixtures of wider scope
        self._keep_lasting()
        self._expected = expect
        self._of_test = intercepting(self._pipeline.decide, self._rules)
        self._of_test.__enter__()
        for fault in faults:
            self.inject_fault(fault)
        for answer in answers:
            self._kept(Answered(self._answers, self._answers.add(answer)))

    def end_calls(self) -> None:
        """Calls so far are of a test that is over, or whose set-up failed: no other test is judged by them."""
        self._ended, self._without_effect_before = len(self._pipeline.journal), len(self._no_effects.texts)

    def end_test(self) -> None:
        """End what the test injected and mounted."""
        self._unmount()
        self._of_test.__exit__()
        self.clock.end_travels()
        self._unmount()
        for handle in self._given:
            handle.remove()
        self._given.clear()
        self._faults_before, self._expected = len(self._faults.faults), ()
        self.end_calls()

    def _keep_lasting(self) -> None:
        self._lasting += self._faults.faults[self._faults_before :]
        self._faults_before = len(self._faults.faults)

    def _kept(self, handle: Kept) -> Kept:
        self._given.append(handle)
        return handle

    @property
    def _service(self) -> Service:
        if not self._is_on:
            raise SettingError(
                "cognito_session does not answer now: it answers while a test runs that names it. Name it in the "
                "arguments of the test or of a fixture, or write @pytest.mark.usefixtures('cognito_session')"
            )
        return super()._service

    @property
    def unfired(self) -> tuple[str, ...]:
        if self._is_over:
            return _middleware.unfired(self._lasting, self._pipeline.journal, self._callers)
        start = self._calls_before
        own = [
            replace(each, since=each.since - start, until=None if each.until is None else each.until - start)
            for each in self._faults.faults[self._faults_before :]
        ]
        return _middleware.unfired(own, self._exchanges, self._callers)

    @property
    def unmet(self) -> tuple[str, ...]:
        if self._is_over:
            return _middleware.unmet(self._scenario.expectations, self._pipeline.journal)
        return _middleware.unmet(self._expected, self._exchanges)

    @property
    def without_effect(self) -> tuple[str, ...]:
        return super().without_effect[self._without_effect_before :]

    @property
    def unplayed(self) -> tuple[str, ...]:
        return super().unplayed if self._is_over else ()


class Sharing:
    """The hooks while there is a `cognito_session`."""

    def __init__(self, shared: SharedCognito, item: pytest.Item) -> None:
        self.item = item
        """The test that runs; at last, that whose report carries what was recorded."""
        self._shared = shared
        self._begin()

    def _begin(self) -> None:
        self.item.stash.setdefault(judging.opened, {})[settings.SHARED] = self._shared
        self._shared.begin_set_up()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.item = item
        if settings.SHARED in getattr(item, "fixturenames", ()):
            self._begin()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, Any, None]:
        self.item = item
        if settings.SHARED in getattr(item, "fixturenames", ()):
            self._shared.end_calls()
            # Fixtures of wider scope, which this test has set up, may end after a test that does not use it.
            active = item.session._setupstate.stack  # noqa: SLF001 - there is no public way
            for node in item.listchain()[:-1]:
                if node in active:
                    node.addfinalizer(self._shared.resume)
        yield
        self._shared.pause()
