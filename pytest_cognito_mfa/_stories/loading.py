"""Loads a story file, `*.cognito.yaml`; raises one error with all mistakes of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import service_model
from pytest_cognito_mfa._scenario import FileType, ScenarioEntry, frozen, load_as
from pytest_cognito_mfa._scenario.aws_shapes import WRONG, ShapeReader
from pytest_cognito_mfa._scenario.faults.loading import read_fault
from pytest_cognito_mfa._scenario.nodes import mappings_in
from pytest_cognito_mfa._scenario.risks import read_risks
from pytest_cognito_mfa._stories.call_steps import read_call
from pytest_cognito_mfa._stories.check_steps import read_message, read_user
from pytest_cognito_mfa._stories.fields import FieldReader
from pytest_cognito_mfa._stories.references import BUILTINS, CLIENT, USER, Scope
from pytest_cognito_mfa._stories.values import AdvanceStep, FreezeStep, InjectStep, RiskStep, SignInStep, Step, Story
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import ANY_NUMBER, mistyped
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pytest_cognito_mfa._scenario import Place, PoolSpec
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

SUFFIX: Final = ".cognito.yaml"

KEYS: Final = {
    "call": ("with", "as", "signed", "answer", "error", "challenge", "capture"),
    "sign_in": ("as", "capture"),
    "advance": (),
    "freeze": (),
    "inject": (),
    "risk": (),
    "message": (),
    "user": (),
}
"""The kinds of steps, and the other keys that each may have."""

TOKENS: Final = {
    "AccessToken": "access_token",
    "IdToken": "id_token",
    "RefreshToken": "refresh_token",
    "DeviceKey": "device_key",
    "DeviceGroupKey": "device_group_key",
}
"""The values that `sign_in` returns: AWS's names, and the attributes of `Tokens`."""

UNITS: Final = ("weeks", "days", "hours", "minutes", "seconds", "milliseconds")
NOW: Final = "now"


class StoryEntry(ScenarioEntry):
    """The top level of a story file."""

    name: str | None = None
    marks: list[Any] | None = None
    steps: list[Any]


def load(path: Path, *, region: str) -> Story:
    """The story in the file at `path`; `region` is the default.

    Raises ScenarioError with every mistake of the file, also of its scenario.
    """
    scenario, (name, marks, steps) = load_as(path, _STORY, region=region)
    return Story(scenario, name, marks, steps)


def _read(root: tree.Mapping, pools: Sequence[PoolSpec], diagnostics: Diagnostics) -> tuple[Any, ...]:
    name = root.nodes.get("name")
    nodes = mappings_in(root.nodes["steps"], "steps", "a step", diagnostics) if "steps" in root.nodes else ()
    if not nodes and not diagnostics.texts:
        diagnostics.add(root.nodes["steps"].place, "'steps' is empty; a story needs at least one step")
    captured: dict[str, Place] = {}
    for node in nodes:
        captured = {**_captured(node), **captured}
    scope = Scope(pools, captured, valid=not diagnostics.texts)
    reader, steps = FieldReader(diagnostics, scope), []
    for node in nodes:
        steps.append(_step(node, reader))
        for each, place in _captured(node).items():
            scope.capture(each, place)
    return (
        name.value if isinstance(name, tree.Scalar) else None,
        _marks(root.nodes.get("marks"), reader),
        tuple(steps),
    )


_STORY: Final = FileType("story", StoryEntry, _read, "a story needs 'steps'")


def _captured(node: tree.Mapping) -> dict[str, Place]:
    """The names that a step captures, even if the step has mistakes."""
    capture = node.nodes.get("capture")
    names = capture.keys if isinstance(capture, tree.Mapping) else {}
    return {name: place for name, place in names.items() if name not in BUILTINS}


def _marks(node: tree.Node | None, reader: FieldReader) -> tuple[tuple[str, Place], ...]:
    items = node.nodes if isinstance(node, tree.Sequence) else ()
    return tuple((reader.word(item, "a mark"), item.place) for item in items)


def _step(node: tree.Mapping, reader: FieldReader) -> Step:
    reader.scope.client = tree.text(node.nodes.get("as"))
    kinds = [key for key in node.keys if key in KEYS]
    known = {*KEYS, *(key for keys in KEYS.values() for key in keys)}
    unknown_keys = [key for key in node.keys if key not in known]
    for key in unknown_keys:
        reader.wrong(node.keys[key], unknown("step key", key, known))
    if len(kinds) > 1:
        reader.wrong(node.keys[kinds[1]], f"a step cannot have both {kinds[0]!r} and {kinds[1]!r}; write two steps")
    elif not kinds and not unknown_keys:  # an unknown key is probably the kind, misspelt
        reader.wrong(node.place, f"a step needs one of: {', '.join(KEYS)}")
    if len(kinds) != 1:
        return Step(node.place)
    kind = kinds[0]
    for key in node.keys:
        if key in known - {kind, *KEYS[kind]}:
            goes_with = ", ".join(name for name, keys in KEYS.items() if key in keys)
            reader.wrong(node.keys[key], f"{key!r} does not belong in a {kind!r} step, only in: {goes_with}")
    return _READERS[kind](node, reader)


def _sign_in(node: tree.Mapping, reader: FieldReader) -> SignInStep:
    user, client = reader.named(node.nodes["sign_in"], "user"), reader.client(node)
    return SignInStep(node.place, client=client, user=user, captures=reader.captures(node, _no_token))


def _no_token(path: tuple[str | int, ...]) -> str | None:
    name = ".".join(map(str, path))
    return None if name in TOKENS else unknown("token", name, TOKENS)


def _advance(node: tree.Mapping, reader: FieldReader) -> AdvanceStep:
    units = reader.members(node.nodes["advance"], "advance", UNITS)
    span = {}
    for unit, child in units.nodes.items():
        value = child.value if isinstance(child, tree.Scalar) else None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            reader.wrong(child.place, mistyped(unit, ANY_NUMBER, child))
        elif value < 0:
            reader.wrong(child.place, f"the clock only moves forward, not by {value:g} {unit}")
        else:
            span[unit] = value
    return AdvanceStep(node.place, span=frozen(span))


def _freeze(node: tree.Mapping, reader: FieldReader) -> FreezeStep:
    given = node.nodes["freeze"]
    if isinstance(given, tree.Scalar) and given.value == NOW:
        return FreezeStep(node.place, at=None)
    at = ShapeReader(reader.diagnostics).read(given, service_model().shape_for("DateType"), "freeze")
    return FreezeStep(node.place, at=None if at is WRONG else at)


def _inject(node: tree.Mapping, reader: FieldReader) -> Step:
    given = reader.mapping(node.nodes["inject"], "inject")
    if given is None:
        return Step(node.place)
    fault = read_fault(given, reader.diagnostics)
    for kind, name in ((USER, fault.user), (CLIENT, fault.client)):
        if name and (problem := reader.scope.unknown(kind, name)):
            reader.wrong(given.nodes[kind].place, problem)
    return InjectStep(node.place, fault=fault)


def _risk(node: tree.Mapping, reader: FieldReader) -> RiskStep:
    return RiskStep(node.place, risks=read_risks(node.nodes["risk"], reader.diagnostics))


_READERS: Final[dict[str, Callable[[tree.Mapping, FieldReader], Step]]] = {
    "call": read_call,
    "sign_in": _sign_in,
    "advance": _advance,
    "freeze": _freeze,
    "inject": _inject,
    "risk": _risk,
    "message": read_message,
    "user": read_user,
}
