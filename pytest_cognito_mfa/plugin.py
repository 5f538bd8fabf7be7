"""The pytest side: marker, ini settings and the fixture; reads settings and calls, never decides.

Nothing heavy is imported here: an installed but unused plugin must cost nothing.
"""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

import pytest

from .errors import CognitoMfaError, SettingError, SimulatorError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from types import TracebackType

    from .cognito import Cognito

_MARKER = (
    "cognito(scenario=None, cassette=None, faults=None): the scenario or cassette (YAML, relative to the test file) "
    "that the `cognito` fixture of this test, class or module plays, and a list of faults; also asks for the fixture."
)
_CASES = {
    "cognito_errors": "(operation, *, only=None, exclude=None, common=False): run the test once for every error that "
    "AWS documents for the operation, with `common` also for those of any call and for lost connections; "
    "`cognito.error` says which.",
    "cognito_standings": "(*, policy=None, factors=None, only=None): run the test once for every meaningful MFA "
    "standing of the user `subject`; `cognito.next_challenge` says what AWS then asks for.",
}
_PACKAGE = Path(__file__).parent
_PATHS = ("scenario", "cassette")
_MARKED = (*_PATHS, "faults")
_UNFIRED = ("fail", "warn", "ignore")
_passed = pytest.StashKey[bool]()


class UnfiredFaultWarning(pytest.PytestWarning):
    """A fault that never fired, where the ini file says ``cognito_unfired = warn``."""


def pytest_addoption(parser: pytest.Parser) -> None:
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
    for name, text in _CASES.items():
        config.addinivalue_line("markers", name + text)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that is marked so once per case, by a parameter of the fixture."""
    if not _is_run_per_case(metafunc.definition):
        return
    from ._cases.marks import cases_of  # noqa: PLC0415 - brings in botocore's model, which an unused plugin must not

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


def _is_run_per_case(node: pytest.Item) -> bool:
    return any(node.get_closest_marker(name) for name in _CASES)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of steps is a test."""
    if not file_path.name.endswith(".cognito.yaml"):
        return None
    from ._steps.collecting import StoryFile  # noqa: PLC0415 - brings in pydantic and botocore

    collector: pytest.Collector = StoryFile.from_parent(parent, path=file_path)
    return collector


def pytest_itemcollected(item: pytest.Item) -> None:
    """A marked test gets the fixture, whether or not it names it.

    It is set up before the test's other fixtures, which may call Cognito, and after those
    that outlive the test, which must not see its fakes.
    """
    names: list[str] | None = getattr(item, "fixturenames", None)
    if names is None or "cognito" in names or not (item.get_closest_marker("cognito") or _is_run_per_case(item)):
        return
    known = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    outliving = [name for name in names if name in known and known[name][-1].scope != "function"]
    others = [name for name in names if name not in outliving]
    # A list of its own: the cases of a parametrised test share theirs.
    item.fixturenames = [*outliving, "cognito", *others]  # type: ignore[attr-defined] # where pytest reads it from


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A broken marker or scenario is told of once, before any test runs; only of those of the chosen tests."""
    asking = [item for item in items if "cognito" in getattr(item, "fixturenames", ())]
    markers = {(id(node), id(mark)): (node, mark) for item in asking for node, mark in _markers(item)}
    broken: dict[Path, dict[str, None]] = {}
    for node, mark in markers.values():
        if (mistakes := _mistakes_of(_said, node, mark)) is not None:
            broken.setdefault(node.path, {})[mistakes] = None
    for file in filter(None, dict.fromkeys(map(_scenario_of, asking))):
        if (mistakes := _mistakes_of(_load, file, config)) is not None:
            broken.setdefault(file, {})[mistakes] = None
    for file, texts in broken.items():
        name = os.path.relpath(str(file), config.rootpath)
        report = pytest.CollectReport(name, "failed", "\n".join(texts), None)
        config.hook.pytest_collectreport(report=report)
    if broken and hasattr(config, "workerinput") and not config.getoption("continue_on_collection_errors"):
        items.clear()  # a worker of xdist would run them, where pytest itself ends the run


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Note whether the test itself passed; a failure hides what its faults did not come to do."""
    if call.excinfo is not None and not item.config.getoption("fulltrace"):
        _end_in_the_test(call.excinfo)
    report = (yield).get_result()
    if call.when == "call":
        item.stash[_passed] = report.passed


def _end_in_the_test(excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    """What the person who writes the test got wrong is shown where they wrote it, not where we found out.

    The frames themselves are unlinked, for pytest walks them anew when it cuts off its own.
    """
    if not isinstance(excinfo.value, CognitoMfaError) or isinstance(excinfo.value, SimulatorError):
        return
    shown: TracebackType | None = excinfo.tb
    while shown is not None:
        following = shown.tb_next
        while following is not None and _PACKAGE in Path(following.tb_frame.f_code.co_filename).parents:
            following = following.tb_next
        shown.tb_next = following
        shown = following


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
    with opened:
        yield opened
    if request.node.stash.get(_passed, False):
        _tell(opened, request)


def _tell(opened: Cognito, request: pytest.FixtureRequest) -> None:
    """What the test did not do, though it passed."""
    becomes = request.config.getini("cognito_unfired")
    unfired = () if becomes == "ignore" else opened.unfired
    for text in unfired if becomes == "warn" else ():
        request.node.warn(UnfiredFaultWarning(text))
    if missed := (*opened.unmet, *(unfired if becomes == "fail" else ())):
        pytest.fail("\n".join(missed), pytrace=False)


def _settings(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Marker beats ini; each setting on its own."""
    marked = _marked(request.node)
    config, beside = request.config, Path(request.path).parent
    if (becomes := config.getini("cognito_unfired")) not in _UNFIRED:
        raise SettingError(f"pytest's ini file: {unknown('cognito_unfired', becomes, _UNFIRED)}")
    if (case := getattr(request, "param", None)) is None and _is_run_per_case(request.node):
        raise SettingError(
            "@pytest.mark.cognito_errors and @pytest.mark.cognito_standings stand on a function, a plain class or a "
            "module: a case of parametrize, or a method of unittest.TestCase, cannot be run several times"
        )
    settings: dict[str, Any] = {
        "case": case,
        "region": config.getini("cognito_region"),
        "faults": marked.get("faults", ()),
    }
    if (of_steps := getattr(request.node, "cognito_scenario", None)) is not None:
        settings["scenario"] = of_steps
    elif (scenario := _scenario_of(request.node)) is not None:
        settings["scenario"] = scenario
    if "cassette" in marked:
        folder = config.getini("cognito_cassette_dir")
        settings["cassette"] = (config.rootpath / folder if folder else beside) / marked["cassette"]
    return settings


def _scenario_of(item: pytest.Item) -> Path | None:
    """The file that the closest marker names, or else the ini; a marker that is wrong names none."""
    for marker in item.iter_markers("cognito"):
        if isinstance(named := marker.kwargs.get("scenario"), (str, PathLike)):
            return item.path.parent / named
    default = item.config.getini("cognito_scenario")
    return item.config.rootpath / default if default else None


def _mistakes_of(read: Callable[..., object], *given: Any) -> str | None:
    try:
        read(*given)
    except CognitoMfaError as error:
        return str(error)
    return None


def _load(file: Path, config: pytest.Config) -> object:
    from ._scenario import load  # noqa: PLC0415 - brings in pydantic and botocore

    return load(file, region=config.getini("cognito_region"))


def _markers(item: pytest.Item) -> Iterator[tuple[Any, pytest.Mark]]:
    return item.iter_markers_with_node("cognito")


def _marked(item: pytest.Item) -> dict[str, Any]:
    """What the markers say; the closest counts.  Raises `SettingError` with the mistakes of one."""
    marked: dict[str, Any] = {}
    for node, marker in _markers(item):
        marked = {**_said(node, marker), **marked}
    return marked


def _said(node: Any, marker: pytest.Mark) -> dict[str, Any]:
    """What one marker says.  Raises `SettingError` with every mistake, each at the marker's place."""
    # A marker tells no line of its own: that of the test, class or module that it marks.
    line = (node.reportinfo()[1] or 0) + 1
    given = {name: value for name, value in marker.kwargs.items() if value is not None}
    wrong = list(_wrong(marker, given))
    if not wrong and "faults" in given:
        from ._scenario import Place, faults_from  # noqa: PLC0415 - brings in pydantic and botocore

        try:
            given["faults"] = faults_from(given["faults"], Place(str(node.path), line, 1))
        except SettingError as error:
            wrong = str(error).splitlines()
    if wrong:
        raise SettingError("\n".join(f"{node.path}:{line}: @pytest.mark.cognito: {text}" for text in wrong))
    return given


def _wrong(marker: pytest.Mark, given: Mapping[str, Any]) -> Iterator[str]:
    if marker.args:
        yield "it takes keywords only: scenario='...', cassette='...', faults=[...]"
    for name in marker.kwargs:
        if name not in _MARKED:
            yield unknown("setting", name, _MARKED)
    for name in _PATHS:
        if not isinstance(given.get(name), (str, PathLike, NoneType)):
            yield f"{name} is the path of a file, not {given[name]!r}"
