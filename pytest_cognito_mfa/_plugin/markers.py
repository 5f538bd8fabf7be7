"""The arguments of `@pytest.mark.cognito`: each marker is read and checked; the closest to the test wins."""

from __future__ import annotations

from os import PathLike
from types import NoneType
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pytest

_PATHS = ("scenario", "cassette")
LISTS = ("faults", "answers", "expect")
"""The arguments that are lists as in a scenario."""
_KNOWN = (*_PATHS, *LISTS, "mode", "passwords", "times", "max_age", "unplayed", "allow_playback_repeats")


def markers(item: pytest.Item) -> Iterator[tuple[Any, pytest.Mark]]:
    """Every marker with the test, class or module that it marks; the closest comes first."""
    return item.iter_markers_with_node("cognito")


def arguments_of(item: pytest.Item) -> dict[str, Any]:
    """The arguments of all markers.  Raises `SettingError` with the mistakes of the first broken one."""
    together: dict[str, Any] = {}
    for node, marker in markers(item):
        together = {**read(node, marker), **together}
    return together


def line_of(node: Any) -> int:
    """The line of the test, class or module: a marker has no line of its own."""
    return int(node.reportinfo()[1] or 0) + 1


def read(node: Any, marker: pytest.Mark) -> dict[str, Any]:
    """The arguments of one marker.  Raises `SettingError` with every mistake, each with file and line."""
    line = line_of(node)
    given = {name: value for name, value in marker.kwargs.items() if value is not None}
    wrong = list(_wrong(marker, given))
    if not wrong and not given.keys().isdisjoint(LISTS):
        wrong = list(_read_lists(given, str(node.path), line))
    if wrong:
        raise SettingError("\n".join(f"{node.path}:{line}: @pytest.mark.cognito: {text}" for text in wrong))
    return given


def _read_lists(given: dict[str, Any], file: str, line: int) -> Iterator[str]:
    """Read the lists that are as in a scenario, and give every mistake."""
    from pytest_cognito_mfa import _scenario  # noqa: PLC0415 - imports pydantic and botocore

    place = _scenario.Place(file, line, 1)
    read = {"faults": _scenario.faults_from, "answers": _scenario.answers_from, "expect": _scenario.expectations_from}
    for name in filter(given.__contains__, LISTS):
        try:
            given[name] = read[name](given[name], place)
        except SettingError as error:  # noqa: PERF203 - every mistake is reported
            yield from str(error).splitlines()


def _wrong(marker: pytest.Mark, given: Mapping[str, Any]) -> Iterator[str]:
    if marker.args:
        yield "write keyword arguments: scenario='...', cassette='...', mode='...', faults=[...]"
    for name in marker.kwargs:
        if name not in _KNOWN:
            yield unknown("setting", name, _KNOWN)
    for name in _PATHS:
        value = given.get(name)
        if not isinstance(value, (str, PathLike, NoneType)) and not (name == "cassette" and value is True):
            yield f"{name} must be the path of a file, not {value!r}"
