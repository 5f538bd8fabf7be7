"""Orphans: cassettes that no test uses, listed at the end of a run of all tests.

1. A run counts as one of all tests if its only paths are the root directory or all `testpaths` of the ini file, if
   nothing was selected (-k, -m, --lf, --deselect, --ignore), and if nothing failed at collection.
2. These folders are searched: `cassettes` beside each collected module (unless a module there was skipped), that of
   `cognito_cassette_dir`, and those of cassettes that markers name.
3. A file is a cassette of Cognito if its content says so.  If tests have the marker `vcr`, only files that this plugin
   recorded count.
4. A cassette that a test replayed without a marker is not an orphan.  With xdist, one worker's replay is enough.
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

CHOICES: Final = ("list", "fail", "ignore")

_KEY: Final = "cognito_orphans"
_CHOOSING: Final = ("keyword", "markexpr", "lf", "deselect", "ignore", "ignore_glob")
_SUFFIXES: Final = (".yaml", ".yml", ".json")
_BYTES_READ: Final = 1 << 20
"""This many bytes of a file are read; they contain the first interaction."""


class Orphans:
    """A second plugin.  With xdist each worker searches, and the summary has the orphans of all."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._choice = config.getoption("--cognito-orphans") or config.getini("cognito_orphans")
        if self._choice not in CHOICES:
            raise pytest.UsageError(f"pytest's ini file: {unknown('cognito_orphans', self._choice, CHOICES)}")
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
        """Called when a worker of xdist has ended."""
        found = getattr(node, "workeroutput", {}).get(_KEY)
        if found is not None:
            self._of_workers.append(frozenset(found))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._choice == "ignore" or self._is_broken or not _is_whole(self._config):
            return
        output = getattr(self._config, "workeroutput", None)
        own = sorted(self._orphans()) if self._folders else []
        if output is not None:
            output[_KEY] = own
        elif self._of_workers:
            own = sorted(frozenset.intersection(*self._of_workers))
        self._found = own
        if own and self._choice == "fail" and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._found:
            terminalreporter.section("cassettes that no test uses")
            for path in self._found:
                terminalreporter.line(path)
            terminalreporter.line("  delete them, or set cognito_orphans = ignore in pytest's ini file")

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
    try:
        with path.open("rb") as file:
            begins = file.read(_BYTES_READ)
    except OSError:
        return False  # a test that names it reports the error
    if b"provenance:" in begins and b"pytest-cognito-mfa:" in begins:
        return True
    return not only_ours and b"interactions" in begins and b"AWSCognitoIdentityProviderService." in begins


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
