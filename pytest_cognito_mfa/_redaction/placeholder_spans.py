"""Where a recorded text holds placeholders: by their forms, and in what is encoded in it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_plus

from pytest_cognito_mfa._aws.secrecy import kind_of
from pytest_cognito_mfa._redaction.alphabets import is_drawn_run
from pytest_cognito_mfa._redaction.encodings import DEEPEST, layers
from pytest_cognito_mfa._redaction.keyed_placeholders import is_placeholder
from pytest_cognito_mfa._redaction.patterns import FIELD, PATTERNS, TOKEN
from pytest_cognito_mfa._redaction.placeholder_forms import DOCUMENTATION_NETWORKS, WORD

_ESCAPE: Final = r"(?<=\\[nrtbf])|(?<=\\u[0-9A-Fa-f]{4})"
"""Behind an escape of JSON: its letters belong to no word."""
_BY_FORM: Final = re.compile(
    rf"(?:{_ESCAPE}|(?<![0-9A-Za-z]))(?:https://example\.com/{WORD}|{WORD}(?:@example\.com)?|Stand-in-[a-z0-9]{{10}}-1A!?"
    rf"|1900-\d\d-\d\d|Etc/GMT-\d{{1,2}}|en[-_]X[A-Z])(?![0-9A-Za-z])"
)
_DECIMAL: Final = re.compile(rf"(?:{_ESCAPE}|(?<![\w.-]))-?\d+(?:\.\d+)?(?!\.?\w)")
_IN_NUMBERS: Final = re.compile(r"(?<![^\W_])(?=(\d+\.\d+)(?![^\W_]))")
"""Two of the numbers of a version; a pair may overlap the one before it."""
_NETWORKS: Final = "|".join(map(re.escape, DOCUMENTATION_NETWORKS))
_ADDRESS: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_NETWORKS})\d{{1,3}}(?!\d)|(?<![0-9A-Za-z:])2001:db8::1[0-9a-f]{{3}}:1[0-9a-f]{{3}}(?![0-9A-Za-z:])"
)
"""A real address counts only if no path and no name is beside it; a placeholder is nothing else."""
_FEWEST_DIGITS: Final = 4
_RUNS: Final = (
    re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{14,}={0,2}(?![A-Za-z0-9+/_=-])"),
    re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z0-9]{16,}|\d{4,15})(?![A-Za-z0-9])"),
)


def spans(text: str, depth: int = 0) -> list[tuple[int, int]]:
    """Beginning and end of each placeholder, and of each encoded run that holds one, from left to right."""
    found = [match.span() for match in _BY_FORM.finditer(text)]
    found += [match.span() for pattern in (TOKEN, _ADDRESS) for match in pattern.finditer(text)]
    found += [match.span(1) for match in _IN_NUMBERS.finditer(text) if _is_long_placeholder(match[1])]
    for runs in _RUNS:
        for match in runs.finditer(text):
            starts = (match.start(), match.start() + 1) if _begins_in_escape(text, match) else (match.start(),)
            found += [(start, match.end()) for start in starts if is_drawn_run(text[start : match.end()])]
    for pattern in (*PATTERNS.values(), _DECIMAL):
        for match in pattern.finditer(text):
            before = len(match.groupdict().get("before", ""))
            if _is_long_placeholder(match[0][before:]):
                found.append((match.start() + before, match.end()))
    found += [match.span("value") for match in FIELD.finditer(text) if _is_secret_field(match)]
    if depth < DEEPEST:
        found += [(layer.start, layer.end) for layer in layers(text) if spans(layer.decoded, depth + 1)]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _begins_in_escape(text: str, run: re.Match[str]) -> bool:
    """Whether the first letter of a run may be that of an escape."""
    return run[0][0] in "nrtbf" and text.endswith("\\", 0, run.start())


def _is_long_placeholder(value: str) -> bool:
    """A number of fewer digits is nearly every number."""
    return len(value) >= _FEWEST_DIGITS and is_placeholder(value)


def _is_secret_field(field: re.Match[str]) -> bool:
    return kind_of(field["name"]) is not None and is_placeholder(unquote_plus(field["value"]))


def replace_placeholders(text: str, replacement: dict[str, str]) -> str:
    """`text` with another value in the place of each placeholder that `replacement` has."""
    parts, at = [], 0
    for start, end in spans(text):
        parts += [text[at:start], replacement.get(text[start:end], text[start:end])]
        at = end
    return "".join((*parts, text[at:]))
