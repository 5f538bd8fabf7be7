"""One fault as it is written, in YAML or as Python keywords: the same checks, the same words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final, get_args

from pydantic import AfterValidator, Field

from pytest_cognito_mfa._aws.exchange import Lost
from pytest_cognito_mfa._scenario.faults.errors import operations_with_error, problem_with_error
from pytest_cognito_mfa._scenario.faults.latencies import MOST, read_latency
from pytest_cognito_mfa._scenario.faults.values import Change, Effect, FaultSpec, Garbled
from pytest_cognito_mfa._scenario.models import NOT_NULL, Entry, check_operation, mappings_in, one_of, validate
from pytest_cognito_mfa._scenario.selectors import check_operations, operations_of, read_request_subset
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
from pytest_cognito_mfa._yaml.messages import LIST, mistyped, with_article
from pytest_cognito_mfa._yaml.places import frozen
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._yaml.places import Place

_KINDS: Final = ("error", "drop", "lose_reply", "garble", "change")
_LATE: Final = ("latency", "trickle")
_GOES_WITH: Final = {
    "message": ("error",),
    "members": ("error",),
    "status": ("error", "garble"),
    "latency": ("error", "drop", "lose_reply", "garble", "change"),
    "trickle": ("error", "garble", "change", "latency"),
}
LOST_REPLIES: Final = ("read_timeout", "reset")
_WELL: Final = "well"
_LEAST_STATUS: Final = 400
"""Of an error: below it a client takes it for a success."""


class StepEntry(Entry):
    """What becomes of a call."""

    error: Annotated[str | None, NOT_NULL] = None
    message: Annotated[str | None, NOT_NULL] = None
    members: Annotated[dict[str, Any] | None, NOT_NULL] = None
    status: Annotated[int | None, Field(ge=200, le=599), NOT_NULL] = None
    drop: Annotated[str | None, one_of("drop", get_args(Lost)), NOT_NULL] = None
    lose_reply: Annotated[str | None, one_of("lose_reply", LOST_REPLIES), NOT_NULL] = None
    garble: Annotated[str | None, one_of("garble", get_args(Garbled)), NOT_NULL] = None
    change: Annotated[str | None, one_of("change", get_args(Change)), NOT_NULL] = None
    latency: Annotated[Any, NOT_NULL] = None
    trickle: Annotated[float, Field(ge=0, le=MOST)] = 0.0
    times: Annotated[int | None, Field(ge=1), NOT_NULL] = None


class FaultEntry(StepEntry):
    """One of the faults."""

    on: Annotated[str, AfterValidator(check_operations)]
    when: Annotated[dict[str, Any] | None, NOT_NULL] = None
    user: Annotated[str | None, NOT_NULL] = None
    client: Annotated[str | None, NOT_NULL] = None
    nth: Annotated[Any, NOT_NULL] = None
    after: Annotated[int, Field(ge=0)] = 0
    after_call: Annotated[str | None, AfterValidator(check_operation), NOT_NULL] = None
    chance: Annotated[float, Field(ge=0, le=1)] = 1.0
    sequence: Annotated[Any, NOT_NULL] = None


def fault_from(*, place: Place, **given: Any) -> FaultSpec:
    """A fault of Python keywords, as `cognito.inject` takes them; None is as good as not given.

    `place` is where the caller's caller wrote it.  Raises SettingError with every mistake.
    """
    fault, texts = _of_python({name: value for name, value in given.items() if value is not None}, place)
    if texts:
        raise SettingError("\n".join(texts))
    return fault


def faults_from(given: Any, place: Place) -> tuple[FaultSpec, ...]:
    """The faults of a list of mappings, as the marker takes them.  Raises SettingError with every mistake."""
    diagnostics = Diagnostics(place.file)
    nodes = mappings_in(tree.of(given, place), "faults", "a fault", diagnostics)
    read = [_of_python(tree.plain(node), place) for node in nodes]
    texts = [f"faults[{number}]: {text}" for number, (_, found) in enumerate(read) for text in found]
    if diagnostics.texts or texts:
        raise SettingError("\n".join([*diagnostics.texts, *texts]))
    return tuple(fault for fault, _ in read)


def _of_python(words: Mapping[str, Any], place: Place) -> tuple[FaultSpec, list[str]]:
    diagnostics = Diagnostics(place.file)
    node = tree.of(words, place)
    assert isinstance(node, tree.Mapping)  # noqa: S101  # it was made of a mapping
    return read_fault(node, diagnostics), diagnostics.texts


def read_fault(node: tree.Mapping, diagnostics: Diagnostics) -> FaultSpec:
    """The fault at `node`; with mistakes in `diagnostics` it is not to be used."""
    entry = validate(FaultEntry, node, "fault", diagnostics)
    named = operations_of(node)
    steps = _steps(node, diagnostics)
    effects = tuple(_effect(step, "fault" if step is node else "step", diagnostics) for step in steps)
    able = _able(node, steps, named, diagnostics)
    when = frozen(read_request_subset(node, "when", named, diagnostics))
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
    """What says what becomes of a call: the fault itself, or the steps of its sequence."""
    sequence = node.nodes.get("sequence")
    if sequence is None:
        return (node,)
    for name in (*_KINDS, *_LATE, "message", "members", "status", "times"):
        if name in node.keys:
            diagnostics.add(node.keys[name], f"a fault with a sequence has its {name} in the steps")
    if not isinstance(sequence, tree.Sequence):
        diagnostics.add(sequence.place, mistyped("sequence", LIST, sequence))
        return ()
    if not sequence.nodes:
        diagnostics.add(sequence.place, "a sequence needs a step at least")
    return sequence.nodes


def _effect(node: tree.Node, what: str, diagnostics: Diagnostics) -> Effect:
    """The outcome at `node`: a fault of one outcome, or a step."""
    if isinstance(node, tree.Scalar) and node.value == _WELL:
        return Effect(times=1)
    if not isinstance(node, tree.Mapping):
        diagnostics.add(node.place, mistyped("a step", f"a mapping, or the word {_WELL}", node))
        return Effect()
    model = StepEntry if what == "step" else FaultEntry
    entry = validate(model, node, what, diagnostics)
    _check_kind(node, what, model.model_fields, diagnostics)
    latency = node.nodes.get("latency")
    drawn = None if latency is None else read_latency(latency, diagnostics)
    if entry is None:
        return Effect()
    _check_status(node, entry, diagnostics)
    # The words were checked by the entry, and are the literals of `Effect`.
    words: dict[str, Any] = {name: getattr(entry, name) for name in (*_KINDS, "message", "status", "times")}
    effect = Effect(**words, members=frozen(entry.members or {}), latency=drawn, trickle=entry.trickle)
    # A step is for one call unless it says otherwise, or the next would never come.
    return replace(effect, times=1) if what == "step" and effect.times is None else effect


def _check_kind(node: tree.Mapping, what: str, known: Mapping[str, Any], diagnostics: Diagnostics) -> None:
    """One kind of outcome, and only what goes with it; an unknown key may be any, misspelt."""
    if not set(node.keys) <= set(known):
        return
    kinds = [kind for kind in _KINDS if kind in node.keys]
    late = [name for name in _LATE if name in node.keys]
    if len(kinds) > 1:
        first, second = sorted(kinds, key=list(node.keys).index)[:2]
        diagnostics.add(node.keys[second], f"a {what} has {with_article(first)} or {with_article(second)}, not both")
    elif not kinds and not late:
        outcomes = (*_KINDS, *_LATE) if what == "step" else (*_KINDS, *_LATE, "sequence")
        diagnostics.add(node.place, f"a {what} needs an outcome, one of: {', '.join(outcomes)}")
    else:
        _check_companions(node, (*kinds, *late)[0], diagnostics)


def _check_companions(node: tree.Mapping, kind: str, diagnostics: Diagnostics) -> None:
    for name, goes_with in _GOES_WITH.items():
        if name in node.keys and name != kind and kind not in goes_with:
            diagnostics.add(
                node.keys[name], f"{with_article(kind)} has no {name}; it goes with: {', '.join(goes_with)}"
            )


def _check_status(node: tree.Mapping, entry: StepEntry, diagnostics: Diagnostics) -> None:
    if entry.error is not None and entry.status is not None and entry.status < _LEAST_STATUS:
        diagnostics.add(
            node.nodes["status"].place, f"an error has a status of {_LEAST_STATUS} to 599, not {entry.status}"
        )
    if entry.drop in _NEVER_ANSWERS and "latency" in node.keys:
        diagnostics.add(node.keys["latency"], f"a {entry.drop} has no latency: it takes as long as the client waits")


_NEVER_ANSWERS: Final = ("connect_timeout", "read_timeout")


def _able(
    node: tree.Mapping, steps: tuple[tree.Node, ...], named: frozenset[str], diagnostics: Diagnostics
) -> frozenset[str]:
    """The operations that can say every error of the fault; a mistake when there is none."""
    able, on = named, node.nodes.get("on")
    sayable = True
    for step in steps:
        error = step.nodes.get("error") if isinstance(step, tree.Mapping) else None
        if not isinstance(error, tree.Scalar) or not isinstance(error.value, str):
            continue
        if text := problem_with_error(error.value, str(tree.plain(on)) if on else "", named):
            diagnostics.add(error.place, text)
            sayable = False
        able &= operations_with_error(error.value, named)
    if on is not None and named and sayable and not able:
        diagnostics.add(on.place, f"no operation that {tree.plain(on)} names has all the errors of this sequence")
    return able


def _read_nth(node: tree.Mapping, diagnostics: Diagnostics) -> tuple[int, ...]:
    """`nth`: a number from 1 on, or a list of such."""
    nth = node.nodes.get("nth")
    if nth is None or tree.plain(nth) is None:
        return ()
    numbers = tree.plain(nth) if isinstance(nth, tree.Sequence) else [tree.plain(nth)]
    if not numbers or not all(type(number) is int and number >= 1 for number in numbers):
        diagnostics.add(nth.place, "nth must be the number of a matching call, from 1 on, or a list of such")
        return ()
    return tuple(numbers)
