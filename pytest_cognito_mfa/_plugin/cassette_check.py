"""The check of a test run's cassettes for secrets: one more item at its end, where the ini file asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME: Final = "cognito_check_cassettes"
"""Of the ini setting, and of what is reported."""


def appended(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Add the check to a run of tests; where none is run, nothing is checked."""
    if items:
        folders = _folders(session.config, items)
        items.append(CassetteCheck.from_parent(session, name=NAME, nodeid=NAME, folders=folders))


def _folders(config: pytest.Config, items: Iterable[pytest.Item]) -> list[Path]:
    """The folder of the ini file, and every `cassettes` beside a collected test."""
    named = config.getini("cognito_cassette_dir")
    found = {item.path.parent / "cassettes" for item in items} | ({config.rootpath / named} if named else set())
    return sorted(path for path in found if path.is_dir())


class CassetteCheck(pytest.Item):
    """Fails with ``file:line: what kind of secret`` for every secret of every cassette."""

    def __init__(self, *, folders: list[Path], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._folders = folders

    def runtest(self) -> None:
        from pytest_cognito_mfa._redaction.cassette_files import find_cassettes, find_secrets  # noqa: PLC0415 - brings in botocore

        root = self.config.rootpath
        files = dict.fromkeys(path for folder in self._folders for path in find_cassettes(folder))
        names = {path: str(path.relative_to(root) if path.is_relative_to(root) else path) for path in files}
        found = {name: find_secrets(path, name) for path, name in names.items()}
        if told := [line for lines in found.values() for line in lines]:
            clean = f"clean with: cognito-mfa scrub {' '.join(name for name in found if found[name])}"
            pytest.fail("\n".join([*told, clean]), pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.config.rootpath, None, NAME
