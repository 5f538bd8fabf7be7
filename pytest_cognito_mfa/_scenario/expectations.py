"""Which calls a test must have made, or must not: read, and held against the journal at the test's end.

Rule 1: every call of the journal counts that has the members of `with`, whatever became of it; a retry is a call.
Rule 2: without `times` one call is enough; with them exactly so many must have been made; with `never` none.
Rule 3: what is told of an unmet one shows no secret: differences are worded as the journal's are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from pytest_cognito_mfa._aws.diff import covers
from pytest_cognito_mfa._middleware.nearest import differences, not_called
from pytest_cognito_mfa._scenario.models import GIVEN, Entry, validated, wrong
from pytest_cognito_mfa._scenario.selectors import known_operations, named_in, read_members
from pytest_cognito_mfa._yaml.places import frozen, thawed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_cognito_mfa._aws.wire import Exchange
    from pytest_cognito_mfa._yaml.findings import Findings
    from pytest_cognito_mfa._yaml.places import Place
    from pytest_cognito_mfa._yaml.tree import Members


def _only_true(never: bool) -> bool:
    if not never:
        raise wrong("never can only be true; leave it out where the call must be made")
    return never


class ExpectationEntry(Entry):
    """One of the calls that a test must have made, or must not."""

    on: Annotated[str, AfterValidator(known_operations)]
    with_: Annotated[dict[str, Any] | None, Field(alias="with"), GIVEN] = None
    times: Annotated[int | None, Field(ge=1), GIVEN] = None
    never: Annotated[bool, AfterValidator(_only_true), GIVEN] = False


@dataclass(frozen=True, slots=True)
class ExpectationSpec:
    """Calls of `on` whose requests have the members of `members`: `times` of them, none for 0, any for None."""

    on: str
    operations: frozenset[str] = field(repr=False)
    place: Place
    members: Mapping[str, Any] = field(default_factory=dict, repr=False)
    times: int | None = None

    def is_met_by(self, calls: int) -> bool:
        return calls > 0 if self.times is None else calls == self.times

    def __str__(self) -> str:
        """Say it in words: ``Admin* should never be called``."""
        which = f"{self.on} with {', '.join(self.members)}" if self.members else self.on
        if self.times == 0:
            return f"{which} should never be called"
        return f"{which} should be called {'at least once' if self.times is None else _counted(self.times)}"


def read_expectation(node: Members, findings: Findings) -> ExpectationSpec:
    """The expectation at `node`; with mistakes in `findings` it is not to be used."""
    entry = validated(ExpectationEntry, node, "expectation", findings)
    named = named_in(node)
    members = frozen(read_members(node, "with", named, findings))
    if {"never", "times"} <= set(node.keys):
        findings.add(node.keys["times"], "a call that must never be made has no times")
    if entry is None:
        return ExpectationSpec("", named, node.place)
    return ExpectationSpec(entry.on, named, node.place, members, 0 if entry.never else entry.times)


def unmet(expectations: Sequence[ExpectationSpec], journal: Sequence[Exchange]) -> tuple[str, ...]:
    """A few lines about each expectation that the calls of the journal do not meet."""
    return tuple(text for each in expectations if (text := _told(each, journal)) is not None)


def _told(expected: ExpectationSpec, journal: Sequence[Exchange]) -> str | None:
    wanted = thawed(expected.members)
    calls = [number for number, exchange in enumerate(journal) if exchange.operation in expected.operations]
    made = [number for number in calls if covers(journal[number].request, wanted)]
    if expected.is_met_by(len(made)):
        return None
    was = f"called {_counted(len(made))}" if made else "never called"
    first = f"{expected.place.file}:{expected.place.line}: {expected}; it was {was}"
    if not calls:
        return f"{first}\n{not_called(expected.on, journal)}"
    others = [number for number in calls if number not in made]
    # The calls that did count are what there is to see where there are too many, or no others.
    shown = _nearest(others, wanted, journal) if others and len(made) < (expected.times or 1) else _made(made, journal)
    return "\n".join([first, *shown])


def _made(made: Sequence[int], journal: Sequence[Exchange]) -> Iterator[str]:
    for number in made:
        yield f"  call {number + 1} of {len(journal)}, {journal[number].operation}, by {journal[number].answered_by}"


def _nearest(numbers: Sequence[int], wanted: Any, journal: Sequence[Exchange]) -> Iterator[str]:
    found = [(number, list(differences(wanted, journal[number]))) for number in numbers]
    number, reasons = min(reversed(found), key=lambda each: len(each[1]))
    yield f"  nearest: call {number + 1} of {len(journal)}, {journal[number].operation}:"
    yield from (f"    {reason}" for reason in reasons)


def _counted(times: int) -> str:
    return "once" if times == 1 else f"{times} times"
