"""After collection: broken markers and scenarios are reported, and the check of the cassettes is added to the run."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from pytest_cognito_mfa._plugin import markers, settings
from pytest_cognito_mfa.errors import CognitoMfaError, ScenarioWarning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pytest_cognito_mfa._scenario import Scenario
    from pytest_cognito_mfa.errors import Mistake


def report_mistakes(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Report each file with mistakes as a file that cannot be collected."""
    users = [item for item in items if settings.uses_cognito(item)]
    broken: dict[Path, dict[str, None]] = {}
    for file, mistakes in (*_of_tests(users), *_of_scenarios(users, config)):
        broken.setdefault(file, {})[mistakes] = None
    for file, texts in broken.items():
        name = os.path.relpath(str(file), config.rootpath)
        report = pytest.CollectReport(name, "failed", "\n".join(texts), None)
        config.hook.pytest_collectreport(report=report)
    if broken and hasattr(config, "workerinput") and not config.getoption("continue_on_collection_errors"):
        items.clear()  # pytest ends such a run, but a worker of xdist would run the tests


def _of_tests(users: list[pytest.Item]) -> Iterator[tuple[Path, str]]:
    """The mistakes in the markers of tests, each with its file."""
    found = {(id(node), id(marker)): (node, marker) for item in users for node, marker in markers.markers(item)}
    for item in users:
        if (mistakes := _mistakes_of(settings.refuse_misplaced, item)) is not None:
            yield item.path, mistakes
        if settings.lacks_cases(item) and (mistakes := _mistakes_of(_read_cases, item)) is not None:
            yield item.path, mistakes
    for node, marker in found.values():
        if (mistakes := _mistakes_of(markers.read, node, marker)) is not None:
            yield node.path, mistakes


def _read_cases(item: pytest.Item) -> None:
    from pytest_cognito_mfa._plugin.case_markers import cases_of  # noqa: PLC0415 - imports botocore's model

    cases_of(item)


def _of_scenarios(users: list[pytest.Item], config: pytest.Config) -> Iterator[tuple[Path, str]]:
    """The mistakes in scenarios, each with its file; and the warnings, where the filters make errors of them."""
    stories = [story for item in users if (story := getattr(item, "cognito_scenario", None)) is not None]
    doubtful = dict.fromkeys(each for story in stories for each in story.warnings)
    askers = {file: item for item in reversed(users) if (file := settings.scenario_of(item)) is not None}
    for file, item in reversed(askers.items()):
        if (mistakes := _mistakes_of(_load, file, config, doubtful)) is not None:
            missing = "" if file.exists() else f"\n  asked for by {settings.asker_of_scenario(item)}"
            yield file, mistakes + missing
    for story in stories:
        if (mistakes := _mistakes_of(_check, story)) is not None:
            yield Path(story.path), mistakes
    for each in doubtful:
        if (refused := _warn(each)) is not None:
            yield Path(each.file), refused


def _mistakes_of(read: Callable[..., object], *given: Any) -> str | None:
    try:
        read(*given)
    except CognitoMfaError as error:
        return str(error)
    return None


def _warn(finding: Mistake) -> str | None:
    """Give a warning at the line of the finding; its text if the filters make an error of it."""
    try:
        warnings.warn_explicit(finding.text, ScenarioWarning, finding.file, finding.line)
    except ScenarioWarning:
        return str(finding)
    return None


def _load(file: Path, config: pytest.Config, doubtful: dict[Mistake, None]) -> None:
    from pytest_cognito_mfa._aws.constants import DEFAULT_REGION  # noqa: PLC0415 - imports botocore
    from pytest_cognito_mfa._scenario import load  # noqa: PLC0415 - imports pydantic and botocore

    scenario = load(file, region=config.getini("cognito_region") or DEFAULT_REGION)
    doubtful.update(dict.fromkeys(scenario.warnings))
    _check(scenario)


def _check(scenario: Scenario) -> None:
    from pytest_cognito_mfa._scenario import check_triggers  # noqa: PLC0415 - the same

    check_triggers(scenario)


CHECK: Final = "cognito_check_cassettes"
"""The ini setting, and the name of the check in reports."""


def append_check(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Add the check of the cassettes after the tests, if there are any tests."""
    if items:
        folders = _folders(session.config, items)
        items.append(CassetteCheck.from_parent(session, name=CHECK, nodeid=CHECK, folders=folders))


def _folders(config: pytest.Config, items: Iterable[pytest.Item]) -> list[Path]:
    """The folder of the ini file, and every folder `cassettes` beside a collected test."""
    named = config.getini("cognito_cassette_dir")
    found = {item.path.parent / "cassettes" for item in items} | ({config.rootpath / named} if named else set())
    return sorted(path for path in found if path.is_dir())


class CassetteCheck(pytest.Item):
    """Fails with ``file:line: kind of secret`` for every secret in a cassette."""

    def __init__(self, *, folders: list[Path], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._folders = folders

    def runtest(self) -> None:
        from pytest_cognito_mfa._redaction.cassette_files import find_cassettes, find_secrets  # noqa: PLC0415 - imports botocore

        root = self.config.rootpath
        files = dict.fromkeys(path for folder in self._folders for path in find_cassettes(folder))
        names = {path: str(path.relative_to(root) if path.is_relative_to(root) else path) for path in files}
        found = {name: find_secrets(path, name) for path, name in names.items()}
        if secrets := [line for lines in found.values() for line in lines]:
            clean = f"remove them with: cognito-mfa scrub {' '.join(name for name in found if found[name])}"
            pytest.fail("\n".join([*secrets, clean]), pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.config.rootpath, None, CHECK
