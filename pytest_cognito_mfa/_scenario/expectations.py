"""Reads `expect`: which calls a test must make, and which it must not.

Without `times` one call is enough; with it exactly that many are needed; with `never` none may be made.
`_middleware/unmet_expectations.py` compares them with the journal when a test ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from pydantic import AfterValidator, Field

from pytest_cognito_mfa._scenario.models import Entry, invalid, validate
from pytest_cognito_mfa._scenario.selectors import check_operations, operations_of, read_request_subset
from pytest_cognito_mfa._yaml.places import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._yaml import tree
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
    from pytest_cognito_mfa._yaml.places import Place


class _ExpectationKeys(TypedDict, total=False):
    times: int
    never: bool


# Python has no attribute `with`.
_ExpectedMembers = TypedDict("_ExpectedMembers", {"with": "Mapping[str, Any]"}, total=False)


class Expectation(_ExpectationKeys, _ExpectedMembers):
    """An expected call in a list in Python, with the keys of a scenario."""

    on: str


def _only_true(never: bool) -> bool:
    if not never:
        raise invalid("never can only be true; remove it if the call must be made")
    return never


class ExpectationEntry(Entry):
    """A call that a test must make, or must not."""

    on: Annotated[str, AfterValidator(check_operations)]
    with_: dict[str, Any] | None = Field(
        None, alias="with", description="Members that the request must have; mappings may have more."
    )
    times: int | None = Field(None, ge=1, description="Exactly this many calls; without it, at least one.")
    never: Annotated[bool, AfterValidator(_only_true)] = Field(False, description="True if no such call may be made.")


@dataclass(frozen=True, slots=True)
class ExpectationSpec:
    """Calls of `on` whose requests have these `members`: exactly `times`, or at least one if that is None."""

    on: str
    operations: frozenset[str] = field(repr=False)
    place: Place
    members: Mapping[str, Any] = field(default_factory=dict, repr=False)
    times: int | None = None

    def is_met_by(self, calls: int) -> bool:
        return calls > 0 if self.times is None else calls == self.times

    def __str__(self) -> str:
        """Such as ``Admin* should never be called``."""
        which = f"{self.on} with {', '.join(self.members)}" if self.members else self.on
        if self.times == 0:
            return f"{which} should never be called"
        return f"{which} should be called {'at least once' if self.times is None else count_in_words(self.times)}"


def read_expectation(node: tree.Mapping, diagnostics: Diagnostics) -> ExpectationSpec:
    """The expectation at `node`; do not use it if `diagnostics` has mistakes."""
    entry = validate(ExpectationEntry, node, "expectation", diagnostics)
    named = operations_of(node)
    members = frozen(read_request_subset(node, "with", named, diagnostics))
    if {"never", "times"} <= set(node.keys):
        diagnostics.add(node.keys["times"], "an expectation has times or never, not both; remove one")
    if entry is None:
        return ExpectationSpec("", named, node.place)
    return ExpectationSpec(entry.on, named, node.place, members, 0 if entry.never else entry.times)


def count_in_words(times: int) -> str:
    """``once``, ``2 times``."""
    return "once" if times == 1 else f"{times} times"
