"""When a passed test is judged: as the last part of its own call, or after the fixtures that still have work to do.

1. A finding fails the test itself, so that it counts once, as failed.
2. A fixture that was set up after `cognito` may make the missing calls in its teardown.  Then they are judged after it,
   and a finding is an error of the teardown.  A call that nobody answered stays one, so it is judged at once.
3. What happens in a teardown is judged there, in every test.
4. Fixtures of pytest and of well-known plugins make no calls to Cognito.
5. What was registered with `cognito_responses` and not requested is a finding too, in the words of `responses`.
"""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection

    from responses import RequestsMock

    from pytest_cognito_mfa._plugin.settings import Checks
    from pytest_cognito_mfa.cognito import Cognito

_UNFIRED_ADVICE: Final = """\
  change the fault or the test; or set `cognito_unfired` to `warn` or `ignore` in pytest's ini file"""
_UNANSWERED_ADVICE: Final = """\
  or set `cognito_not_simulated` to `warn` or `ignore` in pytest's ini file"""
_NO_EFFECT_ADVICE: Final = """\
  or set `cognito_no_effect` to `warn` or `ignore` in pytest's ini file"""
_UNREQUESTED_ADVICE: Final = """\
  a test with `cognito_responses` must call Cognito and every URL that it registers; to allow less, set
  cognito_responses.assert_all_requests_are_fired = False, or use `cognito` with @responses.activate"""
_HARMLESS: Final = (
    "_pytest",
    "anyio",
    "pytest_asyncio",
    "pytest_cognito_mfa",
    "pytest_django",
    "pytest_freezer",
    "pytest_httpserver",
    "pytest_httpx",
    "pytest_mock",
    "pytest_recording",
    "pytest_socket",
    "pytest_subtests",
    "requests_mock",
    "respx",
    "time_machine",
)


class Judged(NamedTuple):
    """A test that uses the fixture."""

    cognito: Cognito
    checks: Checks
    request: pytest.FixtureRequest
    earlier: Collection[str]
    """The fixtures that were set up before `cognito`, so their teardown comes after it."""


judged: Final = pytest.StashKey[list[Judged]]()
"""In the stash of an item: what judges it, while its fixtures are in use."""
opened: Final = pytest.StashKey[dict[str, "Cognito"]]()
"""In the stash of an item: the values of its fixtures by name, until a failure is reported or the item ends."""


mocked: Final = pytest.StashKey["RequestsMock"]()
"""The mock of `cognito_responses`."""
late: Final = pytest.StashKey[bool]()
"""Whether that mock is judged when its fixture ends."""


def begin(cognito: Cognito, checks: Checks, request: pytest.FixtureRequest) -> None:
    function = getattr(request.node, "function", None)  # a story has none
    cognito._test = getattr(inspect.unwrap(function), "__code__", None) if function else None  # noqa: SLF001 - ours
    judge = Judged(cognito, checks, request, frozenset(_active(request)))
    request.node.stash.setdefault(judged, []).append(judge)


def end(request: pytest.FixtureRequest) -> None:
    """The latest that began is over."""
    request.node.stash[judged].pop()


def fail_if_done(item: pytest.Item) -> None:
    """Fail a test whose body passed, unless a teardown may still make calls."""
    if getattr(item, "_excinfo", None):  # there, unittest keeps what failed or skipped its test
        return
    for each in item.stash.get(judged, ()):
        missing = _missing(each.cognito, each.checks)
        _fail_by(_done(each.cognito, each.checks), () if missing and _awaits_teardown(each) else missing)
        if mock := item.stash.get(mocked, None):
            item.stash[late] = _awaits_teardown(each)
            if not item.stash[late]:
                fail_if_unrequested(mock)


def fail_if_unrequested(mock: RequestsMock) -> None:
    """Check what was requested, as the mock itself does when it stops; that would be an error of the teardown."""
    missing = [(each.method, each.url) for each in mock.registered() if not each.call_count]
    if missing and mock.assert_all_requests_are_fired:
        pytest.fail(f"Not all requests have been executed {missing}\n{_UNREQUESTED_ADVICE}", pytrace=False)


def fail_at_the_end(cognito: Cognito, checks: Checks) -> None:
    """Fail a test that has passed so far, after all teardowns."""
    _fail_by(_done(cognito, checks), _missing(cognito, checks))


def fail_by_what_was_done(cognito: Cognito, checks: Checks) -> None:
    """Fail by the calls of fixtures of wider scope."""
    _fail_by(_done(cognito, checks))


def _fail_by(*findings: tuple[str, ...]) -> None:
    if lines := [line for each in findings for line in each]:
        pytest.fail("\n".join(lines), pytrace=False)


def _done(cognito: Cognito, checks: Checks) -> tuple[str, ...]:
    """What the test did and should not pass with."""
    from pytest_cognito_mfa._fixture.findings import ALLOW  # noqa: PLC0415 - loaded with the fixture

    unanswered = cognito.unanswered if checks.not_simulated == "fail" else ()
    without_effect = cognito.without_effect if checks.no_effect == "fail" else ()
    return (
        *((*unanswered, ALLOW, _UNANSWERED_ADVICE) if unanswered else ()),
        *((*without_effect, _NO_EFFECT_ADVICE) if without_effect else ()),
    )


def _missing(cognito: Cognito, checks: Checks) -> tuple[str, ...]:
    """What the test did not do."""
    unfired = cognito.unfired if checks.unfired == "fail" else ()
    return (
        *cognito.unmet,
        *((*unfired, _UNFIRED_ADVICE) if unfired else ()),
        *(cognito.unplayed if checks.unplayed == "fail" else ()),
    )


def _awaits_teardown(judge: Judged) -> bool:
    return any(
        _is_a_teardown(finalizer)
        for name, definition in _active(judge.request).items()
        if name not in judge.earlier and not _is_harmless(definition)
        for finalizer in definition._finalizers  # noqa: SLF001 - there is no public way
    )


def _active(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The fixtures that are set up, by name."""
    active: dict[str, Any] = request._fixture_defs  # noqa: SLF001 - there is no public way
    return active


def _is_harmless(definition: Any) -> bool:
    return definition.scope != "function" or str(definition.func.__module__).partition(".")[0] in _HARMLESS


def _is_a_teardown(finalizer: Any) -> bool:
    """Whether it is what a fixture asked for, and not pytest's own end of it or of one that depends on it."""
    if isinstance(finalizer, functools.partial):
        return type(getattr(finalizer.func, "__self__", None)).__module__ != "_pytest.fixtures"
    return bool(getattr(finalizer, "__module__", None) != "_pytest.fixtures")
