"""The markers `cognito_errors` and `cognito_standings`: they give a test its cases at collection.

1. The closest marker wins, as with `cognito`.  Two markers of one name in one place are a mistake.
2. With both markers, each standing runs with each error.
3. A mistake stops the run after collection, with one message that has file and line.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._fixture.case import Case
from pytest_cognito_mfa._fixture.error_cases import error_cases
from pytest_cognito_mfa._fixture.standings import chosen
from pytest_cognito_mfa._scenario import Place
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    import pytest

_ERRORS: Final = ("only", "exclude", "common")
_STANDINGS: Final = ("policy", "factors", "only", "exclude", "devices", "first_factors")


def cases_of(definition: pytest.Item) -> tuple[Case, ...]:
    """The cases of a marked test function.  Raises `SettingError` with the mistake of each marker."""
    found, mistakes = [], []
    for name, read in (("cognito_standings", _standings), ("cognito_errors", _errors)):
        try:
            found.append(_read(definition, name, read))
        except SettingError as error:  # noqa: PERF203 - every mistake is reported
            mistakes.append(str(error))
    if mistakes:
        raise SettingError("\n".join(mistakes))
    standings, failing = found
    return tuple(Case(standing, error) for standing, error in itertools.product(standings, failing))


def _read(definition: pytest.Item, name: str, read: Any) -> tuple[Any, ...]:
    """What `read` returns for the closest marker of that name; one empty case if there is no marker."""
    found = list(definition.iter_markers_with_node(name))
    if not found:
        return (None,)
    node, marker = found[0]
    place = _place(node)
    try:
        _refuse_second([each for each, _ in found], node)
        cases: tuple[Any, ...] = read(place, *marker.args, **marker.kwargs)
    except SettingError as error:
        raise SettingError(f"{place.file}:{place.line}: @pytest.mark.{name}: {error}") from None
    return cases


def _refuse_second(nodes: list[Any], node: Any) -> None:
    if nodes.count(node) > 1:
        raise SettingError("this marker is here twice (base classes count too); remove one")


def _place(node: Any) -> Place:
    """The line of the marked function, class or module, because a marker has no line of its own."""
    line = node.reportinfo()[1]
    return Place(str(node.path), (line or 0) + 1, 1)


def _errors(place: Place, /, *arguments: Any, **keywords: Any) -> tuple[Any, ...]:
    if len(arguments) != 1:
        raise SettingError("write one operation, such as 'SetUserMFAPreference', and keyword arguments")
    _refuse_unknown(keywords, _ERRORS)
    return error_cases(arguments[0], place=place, **keywords)


def _standings(_: Place, /, *arguments: Any, **keywords: Any) -> tuple[Any, ...]:
    if arguments:
        raise SettingError("write keyword arguments: policy='ON', factors=['totp'], only='*-invited'")
    _refuse_unknown(keywords, _STANDINGS)
    return chosen(**keywords)


def _refuse_unknown(keywords: dict[str, Any], known: tuple[str, ...]) -> None:
    for name in keywords:
        if name not in known:
            raise SettingError(unknown("setting", name, known))
