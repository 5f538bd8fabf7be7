"""The guard (``cognito_guard = on``): a test that calls Cognito without the fixture fails; the error says what to add.

The guard's block is open around each test that does not have the fixture, and around its fixtures.  A `simulate()`
inside it answers instead, and so do the user's own mocks.  Calls to an endpoint of the user's own are sent.
"""

from __future__ import annotations

import unittest
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from pytest_cognito_mfa._interceptors import Rules, intercepting, is_intercepting
from pytest_cognito_mfa._plugin import settings
from pytest_cognito_mfa.errors import MissingFixture

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytest_cognito_mfa._aws.exchange import Call


class Guard:
    """The hooks that open the guard's block, and fail a test that made a call but caught the error."""

    def __init__(self) -> None:
        self._said: str | None = None

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, None]:
        self._said = None
        # What is open already is a `simulate()` of a wider scope: it answers.
        if settings.uses_cognito(item) or is_intercepting():
            yield
            return

        def refuse(call: Call) -> NoReturn:
            __tracebackhide__ = True
            self._said = _advice(item, call)
            raise MissingFixture(self._said)

        with intercepting(refuse, Rules(guards=True)):
            yield

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
        report = (yield).get_result()
        if call.when == "call" and report.passed and self._said is not None:
            report.outcome, report.longrepr = "failed", self._said


def _advice(item: pytest.Item, call: Call) -> str:
    file, line, _ = item.location
    name = f"{getattr(item, 'originalname', None) or item.name} ({file}:{(line or 0) + 1})"
    takes_arguments = isinstance(item, pytest.Function) and not issubclass(item.cls or object, unittest.TestCase)
    way = f"add the argument cognito to {name}" if takes_arguments else f"add @pytest.mark.cognito to {name}"
    return (
        f"{call.operation or 'a call'} was not sent to {call.url}: this test calls Cognito without the fixture.\n"
        f"  {way}, or use simulate(), or a mock of your own\n"
        "  pytest's ini file says cognito_guard = on"
    )
