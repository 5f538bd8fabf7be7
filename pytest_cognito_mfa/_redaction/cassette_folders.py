"""Which files of a folder are cassettes, and what is secret in one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._redaction.cassette_files import scrub
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS: Final = (".yaml", ".yml", ".json")
_CASSETTE = re.compile(rb"^interactions[ ]*:|[\"']interactions[\"']\s*:", re.MULTILINE)
_NO_KEY: Final = bytes(32)
"""For whoever throws away what is drawn."""


def find_cassettes(folder: Path) -> list[Path]:
    """Every cassette below `folder`, told from other YAML and JSON by its `interactions`; broken ones too."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in _ENDINGS and path.is_file() and _CASSETTE.search(path.read_bytes())
    ]


def find_secrets(path: Path, name: str) -> list[str]:
    """``name:line: what kind of secret`` for each; or why `path` cannot be read as a cassette."""
    try:
        found = scrub(name, path.read_bytes(), _NO_KEY).findings
    except CassetteError as error:
        return [str(error)]
    return [f"{name}:{line}: {kind}" for line, kind in found]
