"""The markers `cognito_errors` and `cognito_standings`, read into cases when tests are collected.

1. The closest marker counts, as with `cognito`; two of one name at one place are a mistake.
2. With both, each standing is run with each error.
3. A mistake ends the collection of its file with one text: where the marker is, and what is wrong.
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
_STANDINGS: Final = ("policy", "factors", "only")


def cases_of(definition: pytest.Item) -> tuple[Case, ...]:
    """The cases of a marked test function.  Raises `SettingError` with a mistake and its place."""
    failing = _read(definition, "cognito_errors", _errors)
    standings = _read(definition, "cognito_standings", _standings)
    return tuple(Case(standing, error) for standing, error in itertools.product(standings, failing))


def _read(definition: pytest.Item, name: str, read: Any) -> tuple[Any, ...]:
    """What `read` makes of the closest marker of that name; one case of nothing where there is none."""
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
        raise SettingError("this marker stands here twice, base classes counted")


def _place(node: Any) -> Place:
    """A marker tells no line of its own: that of the function, class or module that it marks."""
    line = node.reportinfo()[1]
    return Place(str(node.path), (line or 0) + 1, 1)


def _errors(place: Place, /, *arguments: Any, **words: Any) -> tuple[Any, ...]:
    if len(arguments) != 1:
        raise SettingError("it takes one operation, such as 'SetUserMFAPreference', and keywords")
    _refuse_unknown(words, _ERRORS)
    return error_cases(arguments[0], place=place, **words)


def _standings(_: Place, /, *arguments: Any, **words: Any) -> tuple[Any, ...]:
    if arguments:
        raise SettingError("it takes keywords only: policy='ON', factors=['totp'], only='*-invited'")
    _refuse_unknown(words, _STANDINGS)
    return chosen(**words)


def _refuse_unknown(words: dict[str, Any], known: tuple[str, ...]) -> None:
    for name in words:
        if name not in known:
            raise SettingError(unknown("setting", name, known))
