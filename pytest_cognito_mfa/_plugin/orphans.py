"""Cassettes that no test names any more, listed at the end of a whole run.

Rule 1: a run is whole when it was told of no other path than the root directory or all of the ini file's `testpaths`,
        and nothing was chosen (-k, -m, --lf, --deselect, --ignore) or broke at collection.
Rule 2: looked through are the folder `cassettes` beside each collected module (not where a module was skipped), what
        `cognito_cassette_dir` names, and the folders of named cassettes.
Rule 3: a cassette is Cognito's by what stands in it; where tests are marked `vcr`, only what this plugin recorded is
        ours.
Rule 4: one that a test played without naming it in a marker is no orphan; of several workers, one that any played.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from pytest_cognito_mfa._plugin import settings
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

BECOMES: Final = ("list", "fail", "ignore")

_KEY: Final = "cognito_orphans"
_CHOOSING: Final = ("keyword", "markexpr", "lf", "deselect", "ignore", "ignore_glob")
_SUFFIXES: Final = (".yaml", ".yml", ".json")
_LOOKED_AT: Final = 1 << 20
"""Bytes of a file that tell what it is; its first interaction stands there."""


class Orphans:
    """A plugin of pytest's beside the main one; with xdist each worker looks, and the summary is of all."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._becomes = config.getoption("--cognito-orphans") or config.getini("cognito_orphans")
        if self._becomes not in BECOMES:
            raise pytest.UsageError(f"pytest's ini file: {unknown('cognito_orphans', self._becomes, BECOMES)}")
        self._folders: set[Path] = set()
        self._named: set[Path] = set()
        self._flat: set[Path] = set()
        self._unread: set[Path] = set()
        self._is_broken = self._has_vcr = False
        self._of_workers: list[frozenset[str]] = []
        self._found: list[str] = []

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        self._folders.add(item.path.parent)
        self._has_vcr = self._has_vcr or item.get_closest_marker("vcr") is not None
        if (path := settings.cassette_of(item)) is not None:
            self._named.add(_real(path))
            self._flat.add(path.parent)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._is_broken = self._is_broken or report.failed
        if report.skipped:
            self._unread.add(self._config.rootpath.joinpath(report.nodeid.partition("::")[0]).parent)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker of xdist's has ended."""
        found = getattr(node, "workeroutput", {}).get(_KEY)
        if found is not None:
            self._of_workers.append(frozenset(found))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._becomes == "ignore" or self._is_broken or not _is_whole(self._config):
            return
        output = getattr(self._config, "workeroutput", None)
        own = sorted(self._orphans()) if self._folders else []
        if output is not None:
            output[_KEY] = own
        elif self._of_workers:
            own = sorted(frozenset.intersection(*self._of_workers))
        self._found = own
        if own and self._becomes == "fail" and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._found:
            terminalreporter.section("cassettes that no test names")
            for path in self._found:
                terminalreporter.line(path)
            terminalreporter.line("  delete them; or, in pytest's ini file: cognito_orphans = ignore")

    def _orphans(self) -> Iterator[str]:
        player = sys.modules.get("pytest_cognito_mfa._cassette.cassette_player")
        known = self._named | (player.played_files if player else set())
        for path in {_real(each) for each in self._files()} - known:
            if _is_cognitos(path, only_ours=self._has_vcr):
                yield os.path.relpath(path, self._config.rootpath)

    def _files(self) -> Iterator[Path]:
        deep = {each / "cassettes" for each in self._folders - self._unread}
        if (folder := self._config.getini("cognito_cassette_dir")) and not self._unread:
            deep.add(self._config.rootpath / folder)
        found = [*(each.rglob("*") for each in deep), *(each.glob("*") for each in self._flat - self._unread)]
        for paths in found:
            yield from (path for path in paths if path.suffix in _SUFFIXES and path.name[0] != "." and path.is_file())


def _is_whole(config: pytest.Config) -> bool:
    if any(getattr(config.option, name, None) for name in _CHOOSING):
        return False
    given = {_real(config.invocation_params.dir / each) for each in config.args}
    root = config.rootpath
    tested = {_real(path) for each in config.getini("testpaths") for path in root.glob(each)}
    return _real(root) in given or (bool(tested) and tested <= given)


def _is_cognitos(path: Path, *, only_ours: bool) -> bool:
    with path.open("rb") as file:
        begins = file.read(_LOOKED_AT)
    if b"provenance:" in begins and b"pytest-cognito-mfa:" in begins:
        return True
    return not only_ours and b"interactions" in begins and b"AWSCognitoIdentityProviderService." in begins


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
