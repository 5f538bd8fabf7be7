"""The pytest side: marker, ini settings and the fixture; reads settings and calls, never decides.

Nothing heavy is imported here: an installed but unused plugin must cost nothing.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

import pytest

from .errors import CognitoMfaError, SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from ._scenario import FaultSpec
    from .cognito import Cognito

_MARKER = (
    "cognito(scenario=None, cassette=None, mode=None, faults=None): the scenario or cassette (YAML, relative to the "
    "test file) that the `cognito` fixture of this test, class or module plays, mode='hybrid' to simulate what the "
    "cassette does not hold, and a list of faults; also asks for the fixture."
)
_PATHS = ("scenario", "cassette")
_MARKED = (*_PATHS, "mode", "faults")
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
    """Note whether the test itself passed; a failure hides what its faults did not come to do."""
    report = (yield).get_result()
    if call.when == "call":
        item.stash[_passed] = report.passed


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
    if "mode" in marked:
        settings["mode"] = marked["mode"]
    if "cassette" in marked:
        folder = config.getini("cognito_cassette_dir")
        settings["cassette"] = (config.rootpath / folder if folder else beside) / marked["cassette"]
    return settings


def _marked(item: pytest.Item) -> dict[str, Any]:
    """What the markers say; the closest counts."""
    marked: dict[str, Any] = {}
    for node, marker in item.iter_markers_with_node("cognito"):
        if marker.args:
            raise SettingError("@pytest.mark.cognito takes keywords only: scenario='...', cassette='...', faults=[...]")
        for name, value in marker.kwargs.items():
            if name not in _MARKED:
                raise SettingError(f"@pytest.mark.cognito: {unknown('setting', name, _MARKED)}")
            if name in _PATHS and not isinstance(value, (str, PathLike, NoneType)):
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
