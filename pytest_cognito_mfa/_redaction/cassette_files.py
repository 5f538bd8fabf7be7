"""Scrub cassette files: those of vcrpy and pytest-recording (YAML or JSON), and of cassetter (YAML).

1. Only secrets change, also in comments; every other character of the file stays.
2. A body is redacted by the operation of its request; everything else is redacted as plain text.
3. If the recorded Content-Length was right, it is right again for the new body.
4. What is written has the same structure, tags and values as before, but for the secrets; else nothing is written.
5. The file is scrubbed twice: a secret that only a later interaction reveals may occur in an earlier one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pytest_cognito_mfa._redaction.key import values_not_secret
from pytest_cognito_mfa._redaction.redactor import Redactor
from pytest_cognito_mfa._redaction.scrubber import Finding, Scrubber
from pytest_cognito_mfa._yaml import regular_files
from pytest_cognito_mfa._yaml.file_kinds import cassette_members, refuse_other_kinds
from pytest_cognito_mfa._yaml.lazy_nodes import YamlText
from pytest_cognito_mfa._yaml.rewrite import ScalarPositions, apply_changes, first_difference
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    from pathlib import Path

    from yaml.nodes import Node

_SUFFIXES = (".yaml", ".yml", ".json")
_HAS_INTERACTIONS = re.compile(rb"^interactions[ ]*:|[\"']interactions[\"']\s*:", re.MULTILINE)
_MARKS = re.compile(rb"(?:\xef\xbb\xbf)+")
_NO_KEY = bytes(32)
"""For a search, which does not use the placeholders."""


class Scrubbed(NamedTuple):
    """A file without its secrets, and where they were."""

    content: bytes
    findings: list[Finding]


def scrub(name: str, content: bytes, key: bytes) -> Scrubbed:
    """The scrubbed file; raises `CassetteError` with line and column if it is not YAML or not a cassette."""
    refuse_other_kinds(name, content)
    file = YamlText(name, content)
    root, _ = cassette_members(file)
    file.check_aliases(root)
    text = file.text
    written, values, findings = _rewritten(file, text, root, key)
    if written == text:
        return Scrubbed(content, [])
    del text  # frees a copy of a large file
    try:
        after = YamlText(name, written).root()
    except CassetteError:
        after = None
    if changed := first_difference(root, after, values):
        problem = "this value cannot be replaced in its style of YAML; put it in double quotes"
        raise YamlText(name, "").mistake(changed, problem)
    return Scrubbed(content[: _marks(content)] + written.encode(), findings)


def _rewritten(file: YamlText, text: str, root: Node, key: bytes) -> tuple[str, dict[int, int], list[Finding]]:
    """The text of the file without secrets, the digests of its new values, and where the secrets were."""
    positions = ScalarPositions(text)
    redactor = Redactor(key, keep_placeholders=True, not_secret=values_not_secret())
    for _ in range(2):  # rule 5
        scrubber = Scrubber(file, positions, redactor)
        scrubber.file(root)
        scrubber.comments(root)
    return apply_changes(text, scrubber.changes), scrubber.values, sorted(scrubber.findings)


def _marks(content: bytes) -> int:
    """The length of the byte order marks with which a file begins."""
    marks = _MARKS.match(content)
    return 0 if marks is None else marks.end()


def find_cassettes(folder: Path) -> list[Path]:
    """Every cassette below `folder`, also broken ones: the YAML and JSON files that have `interactions`."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in _SUFFIXES and path.is_file() and regular_files.may_match(path, _HAS_INTERACTIONS)
    ]


def find_secrets(path: Path, name: str) -> list[str]:
    """``name:line: kind of secret`` for each secret; or why `path` cannot be read as a cassette."""
    try:
        found = scrub(name, regular_files.read(path), _NO_KEY).findings
    except CassetteError as error:
        return [str(error)]
    return [f"{name}:{line}: {kind}" for line, kind in found]
