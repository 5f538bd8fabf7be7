"""The settings of one test: a marker wins over an option, and an option wins over the ini file."""

from __future__ import annotations

import re
from datetime import timedelta
from os import PathLike
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import pytest

from pytest_cognito_mfa._cassette.modes import HYBRID, RECORD_MODES, TIMES, is_recording, replay_options
from pytest_cognito_mfa._cassette.paths import FOLDER, default_path, require_inside
from pytest_cognito_mfa._plugin import markers
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from pathlib import Path

CASES = ("cognito_errors", "cognito_standings")
"""The markers that run a test once per case."""
SHARED = "cognito_session"
"""The fixture that many tests share."""
SHARED_SCOPE = "cognito_session_scope"
_SCOPES: Final = ("session", "module")
_SHARED_WAYS: Final = (
    "all tests share cognito_session; set cognito_scenario in pytest's ini file, or let the test use cognito instead",
    "its module shares cognito_session; mark the module (pytestmark = ...), or let the test use cognito instead",
)
"""What to do about a marker in the wrong place, where the scope is the session; and where it is the module."""
_CHOICES = {
    "not_simulated": ("fail", "warn", "ignore"),
    "unfired": ("fail", "warn", "ignore"),
    "unplayed": ("fail", "warn", "ignore"),
    "no_effect": ("warn", "fail", "ignore"),
    "cassette_expired": ("warn", "fail"),
}
"""The values of the ini settings ``cognito_not_simulated``, ``cognito_unfired`` and so on."""
_SWITCH = ("off", "on")
_UNITS = {"hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24, "year": 365 * 24}
_AGE = re.compile(rf"(\d{{1,6}})\s*({'|'.join(_UNITS)})s?", re.IGNORECASE)


class Checks(NamedTuple):
    """What follows from each finding about a passed test (fail, warn, ignore), and the maximum age of its cassette."""

    not_simulated: str
    unfired: str
    unplayed: str
    no_effect: str
    expired: str
    max_age: timedelta | None


def uses_cognito(item: pytest.Item) -> bool:
    """Whether a test has one of the fixtures."""
    names = getattr(item, "fixturenames", ())
    return "cognito" in names or SHARED in names


def scope_of_shared(fixture_name: str, config: pytest.Config) -> Literal["session", "module"]:  # noqa: ARG001 - pytest gives both
    """The scope of `cognito_session`, as pytest asks for it."""
    scope: Literal["session", "module"] = config.getini(SHARED_SCOPE)
    if scope not in _SCOPES:
        raise pytest.UsageError(f"pytest's ini file: {unknown(SHARED_SCOPE, scope, _SCOPES)}")
    return scope


def header_of(config: pytest.Config) -> str:
    """A line for the header of a run."""
    parts = {
        "scenario": config.getini("cognito_scenario") or "the default one",
        "cassettes": config.getini("cognito_cassette_dir") or "beside the tests",
        "record mode": config.getoption("--cognito-record") or config.getini("cognito_record"),
        "guard": config.getini("cognito_guard"),
    }
    return f"cognito: {', '.join(f'{name}: {value}' for name, value in parts.items())}"


def is_run_per_case(node: pytest.Item) -> bool:
    return any(node.get_closest_marker(name) for name in CASES)


def lacks_cases(item: pytest.Item) -> bool:
    """Whether a test is to run once per case and has none, because a marker is wrong or in the wrong place."""
    return is_run_per_case(item) and "cognito" not in getattr(getattr(item, "callspec", None), "params", {})


def standing_of(item: pytest.Item) -> Any:
    """The `UserStanding` of a case; None for a test that has none."""
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return getattr(parameters.get("cognito"), "standing", None)


def arguments_of(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The arguments of `Cognito` for one test."""
    marked = markers.arguments_of(request.node)
    if (case := getattr(request, "param", None)) is None and is_run_per_case(request.node):
        from pytest_cognito_mfa._plugin.case_markers import cases_of  # noqa: PLC0415 - imports botocore's model

        cases_of(request.node)
        raise SettingError(
            "@pytest.mark.cognito_errors and @pytest.mark.cognito_standings can mark a function, a plain class or a "
            "module; they cannot mark a pytest.param(...) or a method of unittest.TestCase"
        )
    return {"case": case, **lists_of(request.node), **_of_pools(request, marked)}


def arguments_of_shared(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The arguments of `cognito_session`: those of the ini file, and of its module's marker without the lists."""
    return _of_pools(request, markers.arguments_of(request.node))


def refuse_misplaced(item: pytest.Item) -> None:
    """Refuse a marker of a test that would change what `cognito_session` is for other tests too."""
    if SHARED not in item.fixturenames or "cognito" in item.fixturenames:  # type: ignore[attr-defined] # it has fixtures
        return
    is_of_module = scope_of_shared(SHARED, item.config) == "module"
    for node, marker in markers.markers(item):
        words = ", ".join(name for name in marker.kwargs if name not in markers.LISTS)
        if words and not (is_of_module and isinstance(node, pytest.Module)):
            place = f"{node.path}:{markers.line_of(node)}"
            raise SettingError(f"{place}: @pytest.mark.cognito: {words}: {_SHARED_WAYS[is_of_module]}")


def lists_of(item: pytest.Item) -> dict[str, Any]:
    """The faults, answers and expected calls of the markers of one test."""
    marked = markers.arguments_of(item)
    return {name: marked.get(name, ()) for name in markers.LISTS}


def _of_pools(request: pytest.FixtureRequest, marked: dict[str, Any]) -> dict[str, Any]:
    """The arguments that say which pools there are, and what answers."""
    config = request.config
    arguments: dict[str, Any] = {
        "region": config.getini("cognito_region") or None,
        "other_aws": config.getini("cognito_other_aws"),
        "no_effect": config.getini("cognito_no_effect"),
    }
    if (of_story := getattr(request.node, "cognito_scenario", None)) is not None:
        arguments["scenario"] = of_story
    elif (scenario := scenario_of(request.node)) is not None:
        arguments["scenario"] = scenario
    if "cassette" in marked or "mode" in marked:
        arguments["cassette"] = _cassette(request.node, marked.get("cassette", True))
        arguments |= _replay_options(request, marked)
        _require_inside(request.node, arguments["cassette"], arguments["mode"])
    return arguments


def is_on(config: pytest.Config, name: str) -> bool:
    """Whether the ini file says ``on`` for a setting that is ``on`` or ``off``."""
    if (said := config.getini(name)) not in _SWITCH:
        raise pytest.UsageError(f"pytest's ini file: {unknown(name, said, _SWITCH)}")
    return bool(said == "on")


def checks_of(request: pytest.FixtureRequest) -> Checks:
    """The checks of one test."""
    marked, config = markers.arguments_of(request.node), request.config
    chosen: dict[str, str] = {}
    for name, choices in _CHOICES.items():
        is_marked = name in marked
        value = marked[name] if is_marked else config.getini(f"cognito_{name}")
        if value not in choices:
            where, what = ("@pytest.mark.cognito", name) if is_marked else ("pytest's ini file", f"cognito_{name}")
            raise SettingError(f"{where}: {unknown(what, str(value), choices)}")
        chosen[name] = value
    where, age = "@pytest.mark.cognito: max_age", marked.get("max_age")
    if age is None:
        where, age = "pytest's ini file: cognito_cassette_max_age", config.getini("cognito_cassette_max_age") or "none"
    return Checks(
        chosen["not_simulated"],
        chosen["unfired"],
        chosen["unplayed"],
        chosen["no_effect"],
        chosen["cassette_expired"],
        _age(age, where),
    )


def scenario_of(item: pytest.Item) -> Path | None:
    """The file that the closest marker names, or else the ini file; a wrong value in a marker is skipped."""
    for marker in item.iter_markers("cognito"):
        if isinstance(named := marker.kwargs.get("scenario"), (str, PathLike)):
            return item.path.parent / named
    default = item.config.getini("cognito_scenario")
    return item.config.rootpath / default if default else None


def asker_of_scenario(item: pytest.Item) -> str:
    """The marker or the ini setting that names the scenario, and what its path is relative to."""
    for node, marker in markers.markers(item):
        if isinstance(named := marker.kwargs.get("scenario"), (str, PathLike)):
            place = f"{node.path.name}:{markers.line_of(node)}"
            asker = f"@pytest.mark.cognito(scenario={str(named)!r}) at {place}"
            return f"{asker}; its path is relative to the test file"
    return "cognito_scenario in pytest's ini file; its path is relative to the root directory"


def cassette_of(item: pytest.Item) -> Path | None:
    """The cassette of a test that has one; if the marker has a wrong value, the test's own."""
    marks = list(item.iter_markers("cognito"))
    named = next((mark.kwargs["cassette"] for mark in marks if mark.kwargs.get("cassette") is not None), None)
    if named is None and not any("mode" in mark.kwargs for mark in marks):
        return None
    return _cassette(item, named if isinstance(named, (str, PathLike)) else True)


def folder_of(item: pytest.Item) -> Path:
    """The folder to which the names of cassettes are relative."""
    folder: str = item.config.getini("cognito_cassette_dir")
    return item.config.rootpath / folder if folder else item.path.parent


def _cassette(item: pytest.Item, named: Any) -> Path:
    """The cassette of that name, or the test's own."""
    config, module = item.config, item.path
    folder = config.getini("cognito_cassette_dir")
    if named is not True:
        return folder_of(item).joinpath(named)
    classes = [node.name for node in item.listchain() if isinstance(node, pytest.Class)]
    beside = module.parent / FOLDER
    if folder:  # different folders may have modules of the same name
        beside = config.rootpath / folder
        if module.is_relative_to(config.rootpath):
            beside /= module.parent.relative_to(config.rootpath)
    return default_path(beside, module.stem, [*classes, item.name])


def _replay_options(request: pytest.FixtureRequest, marked: dict[str, Any]) -> dict[str, Any]:
    """How the cassette is replayed: `mode`, `passwords`, `times`, `allow_playback_repeats`."""
    mode = _mode(request.config, marked.get("mode"))
    if (times := request.config.getini("cognito_token_times")) not in TIMES:
        raise SettingError(f"pytest's ini file: {unknown('cognito_token_times', times, TIMES)}")
    repeats = marked.get("allow_playback_repeats", is_on(request.config, "cognito_allow_playback_repeats"))
    try:
        return replay_options(
            mode, marked.get("passwords"), marked.get("times", times), allow_playback_repeats=repeats
        )._asdict()
    except SettingError as error:
        raise SettingError(f"@pytest.mark.cognito: {error}") from None


def _require_inside(item: pytest.Item, path: Path, mode: str) -> None:
    """A test may record only below its folder."""
    if is_recording(path, mode):
        require_inside(path, folder_of(item))


def _age(value: Any, where: str) -> timedelta | None:
    """A maximum age: a timedelta, or a string such as ``90 days``; None for ``none``."""
    if isinstance(value, timedelta):
        return value
    if str(value).strip().lower() == "none":
        return None
    if (found := _AGE.fullmatch(str(value).strip())) is None:
        raise SettingError(
            f"{where}: {value!r} is not an age; write it as '90 days', in {', '.join(_UNITS)}s, or write none"
        )
    return timedelta(hours=int(found[1]) * _UNITS[found[2].lower()])


def _mode(config: pytest.Config, marked: str | None) -> str:
    """The record mode: of the marker, else of the option, else of the ini file."""
    mode: str = marked or config.getoption("--cognito-record") or config.getini("cognito_record")
    if mode not in RECORD_MODES and marked != HYBRID:
        where, known = (
            ("@pytest.mark.cognito", (*RECORD_MODES, HYBRID)) if marked else ("pytest's ini file", RECORD_MODES)
        )
        raise SettingError(f"{where}: {unknown('record mode', mode, known)}")
    return mode
