"""The pytest side: marker, ini settings and the fixture; reads settings and calls, never decides.

Nothing heavy is imported here: an installed but unused plugin must cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pytest_cognito_mfa._cassette.modes import RECORD_MODES, is_recording
from pytest_cognito_mfa._plugin import settings
from pytest_cognito_mfa._plugin.orphans import BECOMES, Orphans
from pytest_cognito_mfa.errors import CassetteError, CognitoMfaError, SettingError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from pytest_cognito_mfa.cognito import Cognito

_MARKER = (
    "cognito(scenario=None, cassette=None, mode=None, faults=None, passwords=None, times=None, max_age=None, "
    "unplayed=None): use the `cognito` fixture in this test, class or module, with this scenario, cassette (paths of "
    "YAML files, relative to the test file; cassette=True is the test's own) and list of faults. For a cassette: the "
    "mode of recording, or 'hybrid' to simulate what it does not hold; the right passwords, by user; whether times in "
    "tokens shift or keep; how old it may be; and what happens when a recorded call is not made."
)
_CASES = {
    "cognito_errors": "(operation, *, only=None, exclude=None, common=False): run the test once for every error that "
    "AWS documents for the operation; `common` adds the errors of any call and lost connections; "
    "`cognito.error` names the error.",
    "cognito_standings": "(*, policy=None, factors=None, only=None): run the test once for every MFA standing of "
    "the user `subject` that makes a difference; `cognito.next_challenge` is what AWS then asks for.",
}
_passed = pytest.StashKey[bool]()
_recorded = pytest.StashKey[str]()
_REPORTED = "cognito_recorded"
"""The attribute of a test's report that brings what it recorded to the process that prints the summary."""


class UnfiredFaultWarning(pytest.PytestWarning):
    """A fault never fired, and the ini file says ``cognito_unfired = warn``."""


class UnplayedInteractionWarning(pytest.PytestWarning):
    """A recorded call was not made, and the ini file or the marker says ``warn``."""


class ExpiredCassetteWarning(pytest.PytestWarning):
    """A cassette is older than ``cognito_cassette_max_age`` or the marker's ``max_age``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("cognito").addoption(
        "--cognito-record",
        choices=RECORD_MODES,
        help="record the cassettes of your tests from the real service, with your own credentials",
    )
    parser.getgroup("cognito").addoption(
        "--cognito-orphans",
        choices=BECOMES,
        help="what to do, at the end of a whole run, about cassettes that no test names",
    )
    parser.addini(
        "cognito_orphans", f"the same as --cognito-orphans, for every run: {', '.join(BECOMES)}", default="list"
    )
    parser.addini(
        "cognito_record", f"the same as --cognito-record, for every run: {', '.join(RECORD_MODES)}", default="none"
    )
    parser.addini(
        "cognito_scenario", "the scenario of tests that name none; relative to the root directory", default=""
    )
    parser.addini("cognito_cassette_dir", "the folder of cassettes; default: beside the test file", default="")
    parser.addini("cognito_region", "the AWS region of pools whose scenario names none", default="us-east-1")
    parser.addini("cognito_unfired", "what a test does when a fault never fired: fail, warn, ignore", default="fail")
    parser.addini(
        "cognito_check_cassettes",
        "search `cognito_cassette_dir`, and `cassettes` beside tests, for secrets at the end of a run: off, on",
        default="off",
    )
    parser.addini(
        "cognito_unplayed",
        "what a test does when it did not make a recorded call: fail, warn, ignore",
        default="fail",
    )
    parser.addini("cognito_token_times", "the times in recorded tokens: shift (to now), keep", default="shift")
    parser.addini(
        "cognito_cassette_max_age", "how old a cassette may be, for example 90 days; default: any age", default=""
    )
    parser.addini("cognito_cassette_expired", "what a test does with an older cassette: warn, fail", default="warn")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)
    for name, text in _CASES.items():
        config.addinivalue_line("markers", name + text)
    config.pluginmanager.register(Orphans(config), "cognito_orphans")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that is marked so once per case, by a parameter of the fixture."""
    if not settings.is_run_per_case(metafunc.definition):
        return
    from pytest_cognito_mfa._plugin.case_markers import cases_of  # noqa: PLC0415 - brings in botocore's model, which an unused plugin must not

    try:
        cases = cases_of(metafunc.definition)
    except SettingError as error:
        raise pytest.Collector.CollectError(str(error)) from None
    is_asked_for = "cognito" in metafunc.fixturenames
    if not is_asked_for:
        metafunc.fixturenames.append("cognito")  # or pytest would refuse the parameter
    metafunc.parametrize("cognito", cases, indirect=True, ids=str)
    if not is_asked_for:
        metafunc.fixturenames.remove("cognito")  # it gets its place when the item is collected


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of steps is a test."""
    if not file_path.name.endswith(".cognito.yaml"):
        return None
    from pytest_cognito_mfa._plugin.story_files import StoryFile  # noqa: PLC0415 - brings in pydantic and botocore

    collector: pytest.Collector = StoryFile.from_parent(parent, path=file_path)
    return collector


def pytest_itemcollected(item: pytest.Item) -> None:
    """A marked test gets the fixture, whether or not it names it.

    It is set up before the test's other fixtures, which may call Cognito, and after those
    that outlive the test, which must not see its fakes.
    """
    names: list[str] | None = getattr(item, "fixturenames", None)
    if (
        names is None
        or "cognito" in names
        or not (item.get_closest_marker("cognito") or settings.is_run_per_case(item))
    ):
        return
    known = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    outliving = [name for name in names if name in known and known[name][-1].scope != "function"]
    others = [name for name in names if name not in outliving]
    # A list of its own: the cases of a parametrised test share theirs.
    item.fixturenames = [*outliving, "cognito", *others]  # type: ignore[attr-defined] # where pytest reads it from


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """A broken marker or scenario is told of once, before any test runs; only of those of the chosen tests."""
    if any("cognito" in getattr(item, "fixturenames", ()) for item in items):
        from pytest_cognito_mfa._plugin import collection as _collected  # noqa: PLC0415 - only where something may be wrong

        _collected.tell_of_mistakes(config, items)
    if settings.checks_cassettes(config):
        from pytest_cognito_mfa._plugin import cassette_check as _cassette_check  # noqa: PLC0415 - where it is off, it costs nothing

        _cassette_check.appended(session, items)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Note whether the test itself passed; a failure hides what its faults did not come to do.

    What it recorded goes along with the report of its end.
    """
    if call.excinfo is not None and not item.config.getoption("fulltrace"):
        from pytest_cognito_mfa._plugin import tracebacks as _frames  # noqa: PLC0415 - only for a failure

        _frames.end_in_the_test(call.excinfo)
    report = (yield).get_result()
    if call.when == "call":
        item.stash[_passed] = report.passed
    elif call.when == "teardown" and _recorded in item.stash:
        setattr(report, _REPORTED, item.stash[_recorded])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was recorded, by whichever process."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    lines = sorted({getattr(report, _REPORTED) for report in reports if hasattr(report, _REPORTED)})
    if lines:
        terminalreporter.section("recorded from Cognito")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture
def cognito(request: pytest.FixtureRequest) -> Iterator[Cognito]:
    """Amazon Cognito for this test: pools, users and MFA, answered in process.

    Gives a `pytest_cognito_mfa.Cognito`.  AWS credentials and region are fakes until the
    test ends, and no Cognito call leaves the machine.
    """
    from pytest_cognito_mfa.cognito import Cognito  # noqa: PLC0415 - brings in botocore and vcrpy, which an unused plugin must not

    mistake = None
    try:
        judgement = settings.judgement(request)
        said = settings.of_test(request)
        opened = Cognito(**said)
        mistake = _expired(said, judgement, request)
    except CognitoMfaError as error:
        mistake = str(error)
    if mistake is not None:  # outside the block, or pytest would show both errors
        pytest.fail(mistake, pytrace=False)
    try:
        with opened:
            yield opened
    except CassetteError as error:
        mistake = str(error)
    if mistake is not None:
        pytest.fail(mistake, pytrace=False)
    if recorded := opened.recorded:
        calls = f"{recorded.calls} call{'s' if recorded.calls > 1 else ''}"
        request.node.stash[_recorded] = f"{recorded.path}: {calls} from {', '.join(recorded.hosts)}"
    if request.node.stash.get(_passed, False):
        _tell(opened, request, judgement)


def _expired(said: dict[str, Any], judgement: settings.Judgement, request: pytest.FixtureRequest) -> str | None:
    """Warn of a cassette that is too old, or say why the test cannot use it."""
    from pytest_cognito_mfa._cassette.age import expired  # noqa: PLC0415 - brings in PyYAML

    path, oldest = said.get("cassette"), judgement.oldest
    if path is None or oldest is None or is_recording(path, said["mode"]) or not (text := expired(path, oldest)):
        return None
    text = f"{text}; record it anew with: pytest --cognito-record=rewrite '{request.node.nodeid}'"
    if judgement.expired == "fail":
        return text
    request.node.warn(ExpiredCassetteWarning(text))
    return None


def _tell(opened: Cognito, request: pytest.FixtureRequest, judgement: settings.Judgement) -> None:
    """What the test did not do, though it passed."""
    unfired = () if judgement.unfired == "ignore" else opened.unfired
    for text in unfired if judgement.unfired == "warn" else ():
        request.node.warn(UnfiredFaultWarning(text))
    unplayed = () if judgement.unplayed == "ignore" else opened.unplayed
    if unplayed and judgement.unplayed == "warn":
        request.node.warn(UnplayedInteractionWarning("\n".join(unplayed)))
    missed = (
        *opened.unmet,
        *(unfired if judgement.unfired == "fail" else ()),
        *(unplayed if judgement.unplayed == "fail" else ()),
    )
    if missed:
        pytest.fail("\n".join(missed), pytrace=False)
