"""The pytest side: marker, ini settings and the fixture; reads settings and calls, never decides.

Nothing heavy is imported here: an installed but unused plugin must cost nothing.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

import pytest

from .errors import CassetteError, CognitoMfaError, SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from ._scenario import FaultSpec
    from .cognito import Cognito

_MARKER = (
    "cognito(scenario=None, cassette=None, mode=None, faults=None): the scenario or cassette (YAML, relative to the "
    "test file; cassette=True is the test's own) that the `cognito` fixture of this test, class or module plays, the "
    "mode in which the cassette is recorded, and a list of faults; also asks for the fixture."
)
_PATHS = ("scenario", "cassette")
_MARKED = (*_PATHS, "mode", "faults")
_MODES = ("none", "once", "new_episodes", "all", "rewrite")
_UNFIRED = ("fail", "warn", "ignore")
_passed = pytest.StashKey[bool]()
_recorded = pytest.StashKey[str]()
_REPORTED = "cognito_recorded"
"""The attribute of a test's report that brings what it recorded to the process that prints the summary."""


class UnfiredFaultWarning(pytest.PytestWarning):
    """A fault that never fired, where the ini file says ``cognito_unfired = warn``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("cognito").addoption(
        "--cognito-record",
        choices=_MODES,
        help="record the cassettes of the tests that have one from the real service, with your own credentials",
    )
    parser.addini("cognito_record", f"the same for every run: {', '.join(_MODES)}", default="none")
    parser.addini(
        "cognito_scenario", "scenario of every test that names none; relative to the root directory", default=""
    )
    parser.addini("cognito_cassette_dir", "where cassettes are looked for; default: beside the test file", default="")
    parser.addini("cognito_region", "AWS region of the pools of a scenario that names none", default="us-east-1")
    parser.addini(
        "cognito_unfired", "what a fault that never fired makes its test do: fail, warn, ignore", default="fail"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)


def pytest_itemcollected(item: pytest.Item) -> None:
    """A marked test gets the fixture, whether or not it names it.

    It is set up before the test's other fixtures, which may call Cognito, and after those
    that outlive the test, which must not see its fakes.
    """
    names: list[str] | None = getattr(item, "fixturenames", None)
    if names is None or "cognito" in names or not item.get_closest_marker("cognito"):
        return
    known = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    outliving = [name for name in names if name in known and known[name][-1].scope != "function"]
    others = [name for name in names if name not in outliving]
    # A list of its own: the cases of a parametrised test share theirs.
    item.fixturenames = [*outliving, "cognito", *others]  # type: ignore[attr-defined] # where pytest reads it from


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Note whether the test itself passed; a failure hides what its faults did not come to do.

    What it recorded goes along with the report of its end.
    """
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
    from .cognito import Cognito  # noqa: PLC0415 - brings in botocore and vcrpy, which an unused plugin must not

    mistake = None
    try:
        opened = Cognito(**_settings(request))
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
    if request.config.getini("cognito_unfired") != "ignore" and request.node.stash.get(_passed, False):
        _tell(opened.unfired, request)


def _tell(unfired: Sequence[str], request: pytest.FixtureRequest) -> None:
    if unfired and request.config.getini("cognito_unfired") == "fail":
        pytest.fail("\n".join(unfired), pytrace=False)
    for text in unfired:
        request.node.warn(UnfiredFaultWarning(text))


def _settings(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Marker beats ini; each setting on its own."""
    marked = _marked(request.node)
    config, beside = request.config, Path(request.path).parent
    if (becomes := config.getini("cognito_unfired")) not in _UNFIRED:
        raise SettingError(f"pytest's ini file: {unknown('cognito_unfired', becomes, _UNFIRED)}")
    settings: dict[str, Any] = {"region": config.getini("cognito_region"), "faults": marked.get("faults", ())}
    if "scenario" in marked:
        settings["scenario"] = beside / marked["scenario"]
    elif default := config.getini("cognito_scenario"):
        settings["scenario"] = config.rootpath / default
    if "cassette" in marked or "mode" in marked:
        settings["cassette"] = _cassette(request, marked.get("cassette", True))
        settings["mode"] = _mode(config, marked.get("mode"))
    return settings


def _cassette(request: pytest.FixtureRequest, named: Any) -> Path:
    """The cassette of that name, or the test's own."""
    from ._cassette import FOLDER, default_path  # noqa: PLC0415 - brings in PyYAML

    config, module = request.config, Path(request.path)
    folder = config.getini("cognito_cassette_dir")
    if named is not True:
        return Path(config.rootpath / folder if folder else module.parent, named)
    classes = [node.name for node in request.node.listchain() if isinstance(node, pytest.Class)]
    beside = module.parent / FOLDER
    if folder:  # modules of one name may stand in different folders
        beside = config.rootpath / folder
        if module.is_relative_to(config.rootpath):
            beside /= module.parent.relative_to(config.rootpath)
    return default_path(beside, module.stem, [*classes, request.node.name])


def _mode(config: pytest.Config, marked: str | None) -> str:
    """Marker beats option beats ini."""
    mode: str = marked or config.getoption("--cognito-record") or config.getini("cognito_record")
    if mode not in _MODES:
        where = "@pytest.mark.cognito" if marked else "pytest's ini file"
        raise SettingError(f"{where}: {unknown('record mode', mode, _MODES)}")
    return mode


def _marked(item: pytest.Item) -> dict[str, Any]:
    """What the markers say; the closest counts."""
    marked: dict[str, Any] = {}
    for node, marker in item.iter_markers_with_node("cognito"):
        if marker.args:
            raise SettingError(
                "@pytest.mark.cognito takes keywords only: scenario='...', cassette='...', mode='...', faults=[...]"
            )
        for name, value in marker.kwargs.items():
            if name not in _MARKED:
                raise SettingError(f"@pytest.mark.cognito: {unknown('setting', name, _MARKED)}")
            if name == "cassette" and value is True:
                pass
            elif name in _PATHS and not isinstance(value, (str, PathLike, NoneType)):
                raise SettingError(f"@pytest.mark.cognito: {name} is the path of a file, not {value!r}")
            if value is not None and name not in marked:
                marked[name] = _faults(value, node) if name == "faults" else value
    return marked


def _faults(given: Any, node: Any) -> Sequence[FaultSpec]:
    """The faults of a mark, which tells no line of its own: that of the test, class or module that it marks."""
    from ._scenario import Place, faults_from  # noqa: PLC0415 - brings in pydantic and botocore

    line = node.reportinfo()[1]
    try:
        return faults_from(given, Place(str(node.path), (line or 0) + 1, 1))
    except SettingError as error:
        raise SettingError("\n".join(f"@pytest.mark.cognito: {text}" for text in str(error).splitlines())) from None
