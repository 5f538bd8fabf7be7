"""What is wrong with the markers and the scenarios of the chosen tests: told once, before any of them runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cognito_mfa._plugin import markers as _marks
from pytest_cognito_mfa._plugin import settings as _settings
from pytest_cognito_mfa.errors import CognitoMfaError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def tell_of_mistakes(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Report each file in which something is wrong as one that cannot be collected."""
    asking = [item for item in items if "cognito" in getattr(item, "fixturenames", ())]
    markers = {(id(node), id(mark)): (node, mark) for item in asking for node, mark in _marks.markers(item)}
    broken: dict[Path, dict[str, None]] = {}
    for node, mark in markers.values():
        if (mistakes := _mistakes_of(_marks.said, node, mark)) is not None:
            broken.setdefault(node.path, {})[mistakes] = None
    for file in filter(None, dict.fromkeys(map(_settings.scenario_of, asking))):
        if (mistakes := _mistakes_of(_load, file, config)) is not None:
            broken.setdefault(file, {})[mistakes] = None
    for file, texts in broken.items():
        name = os.path.relpath(str(file), config.rootpath)
        report = pytest.CollectReport(name, "failed", "\n".join(texts), None)
        config.hook.pytest_collectreport(report=report)
    if broken and hasattr(config, "workerinput") and not config.getoption("continue_on_collection_errors"):
        items.clear()  # a worker of xdist would run them, where pytest itself ends the run


def _mistakes_of(read: Callable[..., object], *given: Any) -> str | None:
    try:
        read(*given)
    except CognitoMfaError as error:
        return str(error)
    return None


def _load(file: Path, config: pytest.Config) -> object:
    from pytest_cognito_mfa._scenario import load  # noqa: PLC0415 - brings in pydantic and botocore

    return load(file, region=config.getini("cognito_region"))
