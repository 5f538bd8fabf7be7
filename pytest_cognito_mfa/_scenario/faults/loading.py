"""Reads one fault, and reports every mistake in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import AfterValidator, Field

from pytest_cognito_mfa._aws.exchange import Lost  # noqa: TC001 - pydantic reads it
from pytest_cognito_mfa._scenario.aws_shapes import scalars_not_in_json
from pytest_cognito_mfa._scenario.faults.errors import operations_with_error, problem_with_error
from pytest_cognito_mfa._scenario.faults.values import Change, Effect, FaultSpec, Garbled, Latency, LostReply
from pytest_cognito_mfa._scenario.models import Entry, check_operation, validate
from pytest_cognito_mfa._scenario.selectors import check_operations, operations_of, read_request_subset
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import JSON, LIST, mistyped, with_article
from pytest_cognito_mfa._yaml.places import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

KINDS: Final = ("error", "drop", "lose_reply", "garble", "change")
DELAYS: Final = ("latency", "trickle")
OF_STEPS: Final = (*KINDS, *DELAYS, "message", "members", "status", "times")
"""The keys that belong into the steps of a fault that has a sequence."""
GOES_WITH: Final = {
    "message": ("error",),
    "members": ("error",),
    "status": ("error", "garble"),
    "latency": ("error", "drop", "lose_reply", "garble", "change"),
    "trickle": ("error", "garble", "change", "latency"),
}
WAITING_DROPS: Final = ("connect_timeout", "read_timeout")
_WELL: Final = "well"
LOWEST_ERROR_STATUS: Final = 400
"""Clients take a lower status for a success."""
MOST_SECONDS: Final = 86_400
"""A day: a longer delay is a mistake, and might move a clock beyond the last date."""


class StepEntry(Entry):
    """What happens to a call."""

    error: str | None = Field(None, description="The error that AWS returns.")
    message: str | None = Field(None, description="The message of the error; without it, AWS's usual one.")
    members: dict[str, Any] | None = Field(
        None, description="Other members in the body of the error, such as reasonCode."
    )
    status: int | None = Field(None, ge=200, le=599, description="The HTTP status; of an error, 400 to 599.")
    drop: Lost | None = Field(None, description="How the connection fails before the call reaches the service.")
    lose_reply: LostReply | None = Field(None, description="How the reply is lost after the service has done its work.")
    garble: Garbled | None = Field(None, description="How the reply is damaged after the service has done its work.")
    change: Change | None = Field(None, description="What happens to the user just before the call.")
    latency: Any = Field(None, description="Seconds until the reply: a number, a range, or a normal distribution.")
    trickle: float = Field(
        0.0, ge=0, le=MOST_SECONDS, description="Seconds that the body of the reply takes to arrive."
    )
    times: int | None = Field(
        None, ge=1, description="At most this many calls; without it, all calls, and one call in a step of a sequence."
    )


class FaultEntry(StepEntry):
    """A fault."""

    on: Annotated[str, AfterValidator(check_operations)]
    when: dict[str, Any] | None = Field(None, description="Members that the request must have; mappings may have more.")
    user: str | None = Field(None, description="Only calls of this user: a username, alias or sub.")
    client: str | None = Field(None, description="Only calls of this app client: a ClientName or id.")
    nth: Any = Field(None, description="Only these of the matching calls, counted from 1: a number or a list.")
    after: int = Field(0, ge=0, description="How many matching calls pass first.")
    after_call: Annotated[str | None, AfterValidator(check_operation)] = Field(
        None, description="Only after a call of this operation has been answered."
    )
    chance: float = Field(1.0, ge=0, le=1, description="The probability, from 0 to 1.")
    sequence: Any = Field(
        None,
        description="Effects one after the other, each for one call or as many as its times; after the last one, calls "
        "succeed.",
    )


def read_fault(node: tree.Mapping, diagnostics: Diagnostics) -> FaultSpec:
    """The fault at `node`; do not use it if `diagnostics` has mistakes."""
    entry = validate(FaultEntry, node, "fault", diagnostics)
    operations = operations_of(node)
    steps = _steps(node, diagnostics)
    effects = tuple(_effect(step, "fault" if step is node else "step", diagnostics) for step in steps)
    able = _operations_with_all_errors(node, steps, operations, diagnostics)
    when = frozen(read_request_subset(node, "when", operations, diagnostics))
    nth = _read_nth(node, diagnostics)
    if entry is None:
        return FaultSpec("", frozenset(), effects, node.place)
    return FaultSpec(
        on=entry.on,
        operations=able,
        effects=effects,
        place=node.place,
        when=when,
        user=entry.user,
        client=entry.client,
        nth=nth,
        after=entry.after,
        after_call=entry.after_call,
        chance=entry.chance,
    )


def _steps(node: tree.Mapping, diagnostics: Diagnostics) -> tuple[tree.Node, ...]:
    """The nodes that say what happens to a call: the fault itself, or the steps of its sequence."""
    sequence = node.nodes.get("sequence")
    if sequence is None:
        return (node,)
    for name in OF_STEPS:
        if name in node.keys:
            diagnostics.add(node.keys[name], f"this fault has a sequence; move {name} into one of its steps")
    if not isinstance(sequence, tree.Sequence):
        diagnostics.add(sequence.place, mistyped("sequence", LIST, sequence))
        return ()
    if not sequence.nodes:
        diagnostics.add(sequence.place, "a sequence needs at least one step")
    return sequence.nodes


def _effect(node: tree.Node, what: str, diagnostics: Diagnostics) -> Effect:
    """The effect of a step, or of a fault without a sequence."""
    if tree.scalar(node) == _WELL:
        return Effect(times=1)
    if not isinstance(node, tree.Mapping):
        diagnostics.add(node.place, mistyped("a step", f"a mapping, or the word {_WELL}", node))
        return Effect()
    model = StepEntry if what == "step" else FaultEntry
    entry = validate(model, node, what, diagnostics)
    _check_kind(node, what, model.model_fields, diagnostics)
    for leaf in scalars_not_in_json(node.nodes["members"]) if "members" in node.nodes else ():
        diagnostics.add(leaf.place, mistyped("members", JSON, leaf))
    latency = read_latency(node.nodes["latency"], diagnostics) if "latency" in node.nodes else None
    if entry is None:
        return Effect()
    _check_status(node, entry, diagnostics)
    keywords: dict[str, Any] = {name: getattr(entry, name) for name in (*KINDS, "message", "status", "times")}
    effect = Effect(**keywords, members=frozen(entry.members or {}), latency=latency, trickle=entry.trickle)
    # A step without `times` takes one call, or the next step would never come.
    return replace(effect, times=1) if what == "step" and effect.times is None else effect


def _check_kind(node: tree.Mapping, what: str, known: Mapping[str, Any], diagnostics: Diagnostics) -> None:
    """Allow one kind of effect, and only the keys that go with it; an unknown key may be one of them, misspelt."""
    if not set(node.keys) <= set(known):
        return
    kinds = [kind for kind in KINDS if kind in node.keys]
    delays = [name for name in DELAYS if name in node.keys]
    if len(kinds) > 1:
        first, second = sorted(kinds, key=list(node.keys).index)[:2]
        problem = f"a {what} has {with_article(first)} or {with_article(second)}, not both; remove one"
        diagnostics.add(node.keys[second], problem)
    elif not kinds and not delays:
        effects = (*KINDS, *DELAYS) if what == "step" else (*KINDS, *DELAYS, "sequence")
        diagnostics.add(node.place, f"a {what} must say what happens; add one of: {', '.join(effects)}")
    else:
        _check_companions(node, (*kinds, *delays)[0], diagnostics)


def _check_companions(node: tree.Mapping, kind: str, diagnostics: Diagnostics) -> None:
    for name, goes_with in GOES_WITH.items():
        if name in node.keys and name != kind and kind not in goes_with:
            problem = f"{name} does not go with {kind}, only with: {', '.join(goes_with)}"
            diagnostics.add(node.keys[name], problem)


def _check_status(node: tree.Mapping, entry: StepEntry, diagnostics: Diagnostics) -> None:
    if entry.error is not None and entry.status is not None and entry.status < LOWEST_ERROR_STATUS:
        problem = f"the status of an error must be {LOWEST_ERROR_STATUS} to 599, not {entry.status}"
        diagnostics.add(node.nodes["status"].place, problem)
    if entry.drop in WAITING_DROPS and "latency" in node.keys:
        problem = f"remove latency: a {entry.drop} always takes as long as the client waits"
        diagnostics.add(node.keys["latency"], problem)


def _operations_with_all_errors(
    node: tree.Mapping, steps: tuple[tree.Node, ...], operations: frozenset[str], diagnostics: Diagnostics
) -> frozenset[str]:
    """The operations that can return every error of the fault; a mistake if there are none."""
    able, on = operations, node.nodes.get("on")
    are_possible = True
    for step in steps:
        node_of_error = step.nodes.get("error") if isinstance(step, tree.Mapping) else None
        error = tree.text(node_of_error)
        if node_of_error is None or error is None:
            continue
        if problem := problem_with_error(error, str(tree.plain(on)) if on else "", operations):
            diagnostics.add(node_of_error.place, problem)
            are_possible = False
        able &= operations_with_error(error, operations)
    if on is not None and operations and are_possible and not able:
        diagnostics.add(on.place, f"no operation that matches {tree.plain(on)} can return all errors of this sequence")
    return able


def _read_nth(node: tree.Mapping, diagnostics: Diagnostics) -> tuple[int, ...]:
    """`nth`: a number from 1 on, or a list of them."""
    nth = node.nodes.get("nth")
    if nth is None or tree.plain(nth) is None:
        return ()
    numbers = tree.plain(nth) if isinstance(nth, tree.Sequence) else [tree.plain(nth)]
    if not numbers or not all(type(number) is int and number >= 1 for number in numbers):
        diagnostics.add(nth.place, "nth must be the number of a matching call, counted from 1, or a list of numbers")
        return ()
    return tuple(numbers)


def read_latency(node: tree.Node, diagnostics: Diagnostics) -> Latency:
    """Seconds, a range of seconds, or a normal distribution; do not use it if `diagnostics` has mistakes."""
    if isinstance(node, tree.Scalar):
        seconds = _seconds(node, "latency", diagnostics)
        return Latency(seconds, seconds)
    if not isinstance(node, tree.Mapping) or set(node.keys) not in ({"from", "to"}, {"mean", "sigma"}):
        diagnostics.add(node.place, "latency must be seconds, {from: 0.1, to: 2} or {mean: 1, sigma: 0.2}")
        return Latency()
    given = {name: _seconds(child, name, diagnostics) for name, child in node.nodes.items()}
    if "mean" in given:
        return Latency(mean=given["mean"], sigma=given["sigma"])
    if given["from"] > given["to"]:
        diagnostics.add(node.keys["to"], f"to ({given['to']:g}) must not be less than from ({given['from']:g})")
    return Latency(given["from"], given["to"])


def _seconds(node: tree.Node, name: str, diagnostics: Diagnostics) -> float:
    value = tree.scalar(node)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        diagnostics.add(node.place, mistyped(name, "a number of seconds", node))
        return 0.0
    if not 0 <= value <= MOST_SECONDS:  # .nan is not, either
        diagnostics.add(node.place, f"{name} must be 0 to {MOST_SECONDS} seconds, not {value:g}")
    return float(value)
