"""The pytest plugin: options, markers, hooks and the `cognito` fixture.

It imports nothing heavy, because an installed but unused plugin must cost nothing.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cognito_mfa._cassette.modes import RECORD_MODES
from pytest_cognito_mfa._plugin import judging, settings
from pytest_cognito_mfa._plugin.fixtures import (
    PART,
    ExpiredCassetteWarning,
    NotSimulatedWarning,
    UnfiredFaultWarning,
    UnmetExpectationWarning,
    UnplayedInteractionWarning,
    _cognito_test,
    cognito,
    cognito_session,
    passed,
    recorded,
)
from pytest_cognito_mfa._plugin.ini_settings import INI_SETTINGS
from pytest_cognito_mfa._plugin.orphans import CHOICES, Orphans
from pytest_cognito_mfa._plugin.responses_fixture import cognito_responses
from pytest_cognito_mfa.errors import NoEffectWarning, ScenarioWarning, SettingError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

__all__ = [
    "ExpiredCassetteWarning",
    "NoEffectWarning",
    "NotSimulatedWarning",
    "ScenarioWarning",
    "UnfiredFaultWarning",
    "UnmetExpectationWarning",
    "UnplayedInteractionWarning",
    "_cognito_test",
    "cognito",
    "cognito_responses",
    "cognito_session",
]

_MARKER = (
    "cognito(scenario=None, cassette=None, mode=None, faults=None, answers=None, expect=None, passwords=None, "
    "times=None, max_age=None, unplayed=None, allow_playback_repeats=None): use the `cognito` fixture in this test, "
    "class or module, with this scenario, cassette (paths of YAML files, relative to the test file; cassette=True is "
    "the test's own) and lists of faults, canned answers and expected calls, in the words of a scenario. For a "
    "cassette: the mode of recording, or 'hybrid' to simulate what it does not hold; the right passwords, by user; "
    "whether times in tokens shift or keep; how old it may be; what happens when a recorded call is not made; and "
    "whether a recorded answer may be given again."
)
_CASES = {
    "cognito_errors": "(operation, *, only=None, exclude=None, common=False): run the test once for every error that "
    "AWS documents for the operation; `common` adds the errors of any call and lost connections; "
    "`cognito.error` names the error.",
    "cognito_standings": "(*, policy=None, factors=None, only=None, exclude=None, devices=True, first_factors=None): "
    "run the test once for every MFA standing of the user `subject` that makes a difference; `cognito.next_challenge` "
    "is what AWS then asks for.",
}
_REPORTED = "cognito_recorded"
"""The attribute of a test's report that carries the recording to the process that prints the summary."""
_OFFERED = "cognito_offered"
"""The attribute of a failed report that has the factors which the pool of its standing offers."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("cognito").addoption(
        "--cognito-record",
        choices=RECORD_MODES,
        help="record the cassettes of your tests from the real service, with your own credentials",
    )
    parser.getgroup("cognito").addoption(
        "--cognito-orphans",
        choices=CHOICES,
        help="what to do, at the end of a whole run, about cassettes that no test names",
    )
    for name, default, text in INI_SETTINGS:
        parser.addini(name, text, default=default)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)
    for name, text in _CASES.items():
        config.addinivalue_line("markers", name + text)
    config.pluginmanager.register(Orphans(config), "cognito_orphans")
    settings.scope_of_shared(settings.SHARED, config)  # or pytest reports a wrong word as a mistake of ours
    if settings.is_on(config, "cognito_guard"):
        from pytest_cognito_mfa._plugin.guard import Guard  # noqa: PLC0415 - imports the interceptors; off by default

        config.pluginmanager.register(Guard(), "cognito_guard")


@pytest.hookimpl(optionalhook=True, trylast=True)
def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """Give pytest-recording's cassettes our matcher and our redaction, after what the project registers."""
    if settings.is_on(config, "cognito_vcr"):
        from pytest_cognito_mfa.vcr import register  # noqa: PLC0415 - only for a test with a cassette of vcrpy

        register(vcr)


def pytest_report_header(config: pytest.Config) -> str | None:
    """With ``-v``: the settings that the tests of a run share."""
    return settings.header_of(config) if config.getoption("verbose") > 0 else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with a case marker once per case, as a parameter of the fixture."""
    if not settings.is_run_per_case(metafunc.definition):
        return
    from pytest_cognito_mfa._plugin.case_markers import cases_of  # noqa: PLC0415 - imports botocore's model

    try:
        cases = cases_of(metafunc.definition)
    except SettingError:  # reported after collection, with all other mistakes
        return
    is_asked_for = "cognito" in metafunc.fixturenames
    if not is_asked_for:
        metafunc.fixturenames.append("cognito")  # or pytest refuses the parameter
    metafunc.parametrize("cognito", cases, indirect=True, ids=str)
    if not is_asked_for:
        metafunc.fixturenames.remove("cognito")  # pytest_itemcollected adds it in the right place


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a story, ``*.cognito.yaml``, as a test."""
    if not file_path.name.endswith(".cognito.yaml"):
        return None
    from pytest_cognito_mfa._plugin.story_files import StoryFile  # noqa: PLC0415 - imports pydantic and botocore

    collector: pytest.Collector = StoryFile.from_parent(parent, path=file_path)
    return collector


def pytest_itemcollected(item: pytest.Item) -> None:
    """Give a marked test the fixture, even if the test does not request it.

    It is set up before the other fixtures of the test, which may call Cognito, and after the fixtures of wider scope,
    which must not see the fake credentials.
    """
    names: list[str] | None = getattr(item, "fixturenames", None)
    if names is None:
        return
    if settings.SHARED in names:
        _add_fixture(item, PART, names)
    if settings.is_run_per_case(item) or (item.get_closest_marker("cognito") and settings.SHARED not in names):
        _add_fixture(item, "cognito", names)


def _add_fixture(item: pytest.Item, added: str, names: list[str]) -> None:
    """Set `added` up before the test's other fixtures, and after those of wider scope."""
    if added in names:
        return
    known = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    outliving = [name for name in names if name in known and known[name][-1].scope != "function"]
    others = [name for name in names if name not in outliving]
    # A new list, because the cases of a parametrized test share one.
    item.fixturenames = [*outliving, added, *others]  # type: ignore[attr-defined] # where pytest reads it from


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Report broken markers and scenarios of the selected tests once, before any test runs."""
    if any(settings.uses_cognito(item) for item in items):
        from pytest_cognito_mfa._plugin import collection  # noqa: PLC0415 - a run without the fixture does not need it

        collection.report_mistakes(config, items)
    if settings.is_on(config, "cognito_check_cassettes"):
        from pytest_cognito_mfa._plugin import collection  # noqa: PLC0415 - off by default

        collection.append_check(session, items)


@pytest.hookimpl(trylast=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """Judge a test after its body; pytest does not call this when the body failed or was skipped."""
    judging.fail_if_done(item)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Remember whether the test passed: only then is it judged.

    The first report of a failure has the transcript of the calls; that of the teardown carries what the test recorded.
    """
    failures = []
    if call.excinfo is not None or getattr(item, "_excinfo", None):  # the second is unittest's
        from pytest_cognito_mfa._plugin import tracebacks  # noqa: PLC0415 - only for a failure

        failures = tracebacks.failures_of_cognito(item, call)
        for each in [] if item.config.getoption("fulltrace") else failures:
            tracebacks.hide_frames(each)
    report = (yield).get_result()
    if failures:
        tracebacks.hide_values(report)
    if judging.opened in item.stash and (report.failed or call.when == "teardown"):
        if report.failed:
            report.sections += [(name, each.transcript) for name, each in item.stash[judging.opened].items()]
        del item.stash[judging.opened]
    if report.failed and (standing := settings.standing_of(item)) is not None:
        setattr(report, _OFFERED, standing.offered)
    if call.when == "call":
        item.stash[passed] = report.passed
    elif call.when == "teardown" and recorded in item.stash:
        setattr(report, _REPORTED, item.stash[recorded])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what was recorded, by all processes, and what the failing standings of a test share."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    lines = sorted({getattr(report, _REPORTED) for report in reports if hasattr(report, _REPORTED)})
    if lines:
        terminalreporter.section("recorded from Cognito")
        for line in lines:
            terminalreporter.line(line)
    if any(hasattr(report, _OFFERED) for report in reports):
        from pytest_cognito_mfa._plugin import failed_standings  # noqa: PLC0415 - only after a failure

        failed_standings.write(terminalreporter)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Show which members differ where a test compares what the fixture gives with a mapping."""
    members = sys.modules.get("pytest_cognito_mfa._aws.members")  # loaded with the fixture
    return members.explained(left, right) if members is not None and op == "==" else None
