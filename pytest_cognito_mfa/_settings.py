"""What markers, options and the ini file say of one test: a marker beats an option, and an option beats the ini."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

import pytest

from . import _marks
from .errors import SettingError, unknown

MODES = ("none", "once", "new_episodes", "all", "rewrite")
"""Of recording, in vcrpy's words."""
HYBRID = "hybrid"
CASES = ("cognito_errors", "cognito_standings")
"""The markers that run a test once per case."""
_UNFIRED = ("fail", "warn", "ignore")
_CHECK = ("off", "on")


def is_run_per_case(node: pytest.Item) -> bool:
    return any(node.get_closest_marker(name) for name in CASES)


def of_test(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Marker beats ini; each setting on its own."""
    marked = _marks.marked(request.node)
    config = request.config
    if (becomes := config.getini("cognito_unfired")) not in _UNFIRED:
        raise SettingError(f"pytest's ini file: {unknown('cognito_unfired', becomes, _UNFIRED)}")
    if (case := getattr(request, "param", None)) is None and is_run_per_case(request.node):
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
    elif (scenario := scenario_of(request.node)) is not None:
        settings["scenario"] = scenario
    if "cassette" in marked or "mode" in marked:
        settings["cassette"] = _cassette(request, marked.get("cassette", True))
        settings["mode"] = _mode(config, marked.get("mode"))
    return settings


def checks_cassettes(config: pytest.Config) -> bool:
    """Whether the cassettes are searched for secrets at the end of the run."""
    if (check := config.getini("cognito_check_cassettes")) not in _CHECK:
        raise pytest.UsageError(f"pytest's ini file: {unknown('cognito_check_cassettes', check, _CHECK)}")
    return bool(check == "on")


def scenario_of(item: pytest.Item) -> Path | None:
    """The file that the closest marker names, or else the ini; a marker that is wrong names none."""
    for marker in item.iter_markers("cognito"):
        if isinstance(named := marker.kwargs.get("scenario"), (str, PathLike)):
            return item.path.parent / named
    default = item.config.getini("cognito_scenario")
    return item.config.rootpath / default if default else None


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
    if mode not in MODES and marked != HYBRID:
        where, known = ("@pytest.mark.cognito", (*MODES, HYBRID)) if marked else ("pytest's ini file", MODES)
        raise SettingError(f"{where}: {unknown('record mode', mode, known)}")
    return mode
