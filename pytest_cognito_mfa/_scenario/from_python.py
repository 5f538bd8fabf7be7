"""Entries of a scenario that a test writes in Python: the same keys, checks and messages as in a file.

The place of such an entry is the line of the user's code.  A keyword that is None counts as absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pytest_cognito_mfa._scenario.answers import AnswerSpec, read_answer
from pytest_cognito_mfa._scenario.expectations import ExpectationSpec, read_expectation
from pytest_cognito_mfa._scenario.faults.loading import read_fault
from pytest_cognito_mfa._scenario.nodes import mappings_in
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._scenario.faults.values import FaultSpec
    from pytest_cognito_mfa._yaml.places import Place

Read = TypeVar("Read")


def fault_from(*, place: Place, **given: Any) -> FaultSpec:
    """A fault of Python keywords, as `cognito.inject` takes them.  Raises SettingError with every mistake."""
    return _one(read_fault, given, place)


def answer_from(*, place: Place, **given: Any) -> AnswerSpec:
    """A canned answer of Python keywords, as `cognito.answer` takes them.  Raises SettingError with every mistake."""
    return _one(read_answer, given, place)


def faults_from(given: Any, place: Place) -> tuple[FaultSpec, ...]:
    """The faults of a list of mappings, as the marker takes them.  Raises SettingError with every mistake."""
    return _each("faults", "a fault", read_fault, given, place)


def answers_from(given: Any, place: Place) -> tuple[AnswerSpec, ...]:
    """The canned answers of a list of mappings, as the marker takes them."""
    return _each("answers", "a canned answer", read_answer, given, place)


def expectations_from(given: Any, place: Place) -> tuple[ExpectationSpec, ...]:
    """The expected calls of a list of mappings, as the marker takes them."""
    return _each("expect", "an expectation", read_expectation, given, place)


def _one(read: Callable[[tree.Mapping, Diagnostics], Read], given: Mapping[str, Any], place: Place) -> Read:
    node = tree.of({name: value for name, value in given.items() if value is not None}, place)
    assert isinstance(node, tree.Mapping)  # noqa: S101  # it was made of a mapping
    diagnostics = Diagnostics(place.file)
    found = read(node, diagnostics)
    if diagnostics.texts:
        raise SettingError("\n".join(diagnostics.texts))
    return found


def _each(
    name: str, item: str, read: Callable[[tree.Mapping, Diagnostics], Read], given: Any, place: Place
) -> tuple[Read, ...]:
    diagnostics, problems, found = Diagnostics(place.file), [], []
    for number, node in enumerate(mappings_in(tree.of(given, place), name, item, diagnostics)):
        of_this = Diagnostics(place.file)
        found.append(read(node, of_this))
        problems += [f"{name}[{number}]: {text}" for text in of_this.texts]
    if diagnostics.texts or problems:
        raise SettingError("\n".join([*diagnostics.texts, *problems]))
    return tuple(found)
