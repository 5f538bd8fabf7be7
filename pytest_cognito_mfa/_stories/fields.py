"""Reads the values in steps: by AWS's shapes, and with references, which are checked against the scenario."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._scenario.aws_shapes import WRONG, ShapeReader
from pytest_cognito_mfa._stories.references import BUILTINS, NAME, Scope
from pytest_cognito_mfa._stories.values import Capture
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import MAPPING, TEXT, mistyped
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pytest_cognito_mfa._scenario import Place
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

_PATH: Final = re.compile(r"[\w:-]+(\[\d+\])*(\.[\w:-]+(\[\d+\])*)*")
_PART: Final = re.compile(r"\[(\d+)\]|[\w:-]+")


class ValueReader(ShapeReader):
    """Reads by shapes. A text with references is allowed anywhere, and with `absent` null is allowed too."""

    def __init__(self, diagnostics: Diagnostics, scope: Scope, *, subset: bool, absent: bool = False) -> None:
        super().__init__(diagnostics, subset=subset)
        self._scope = scope
        self._absent = absent

    def read(self, node: tree.Node, shape: Any, name: str, *, secret: bool = False) -> Any:
        if isinstance(node, tree.Scalar):
            if node.value is None and self._absent:
                return None
            if isinstance(node.value, str) and "${" in node.value:
                problems = list(self._scope.problems(node.value))
                for problem in problems:
                    self.wrong(node.place, problem)
                return WRONG if problems else node.value
        return super().read(node, shape, name, secret=secret)


def text(node: tree.Node, name: str, diagnostics: Diagnostics, scope: Scope | None = None) -> str:
    """The text at `node`, or an empty one if it is not a text; with a `scope` its references are checked."""
    if not isinstance(node, tree.Scalar) or not isinstance(node.value, str):
        diagnostics.add(node.place, mistyped(name, TEXT, node))
        return ""
    for problem in scope.problems(node.value) if scope else ():
        diagnostics.add(node.place, problem)
    return node.value


def word(node: tree.Node, name: str, diagnostics: Diagnostics) -> str:
    """The text at `node`, which must not be empty."""
    found = text(node, name, diagnostics)
    if isinstance(node, tree.Scalar) and node.value == "":
        diagnostics.add(node.place, f"{name} must not be empty")
    return found


def named(node: tree.Node, kind: str, diagnostics: Diagnostics, scope: Scope) -> str:
    """The name of a user or client at `node`; it is a mistake if it can not exist."""
    name = word(node, kind, diagnostics)
    problem = scope.unknown(kind, name) if name else None
    if problem:
        diagnostics.add(node.place, problem)
    return name


def members(node: tree.Node, name: str, known: Mapping[str, object], diagnostics: Diagnostics) -> tree.Mapping:
    """The mapping at `node`, with only the `known` keys; other keys are mistakes."""
    if not isinstance(node, tree.Mapping):
        diagnostics.add(node.place, mistyped(name, MAPPING, node))
        return tree.Mapping(node.place, {}, {})
    for key, place in node.keys.items():
        if key not in known:
            diagnostics.add(place, unknown(f"{name} key", key, known))
    nodes = {key: child for key, child in node.nodes.items() if key in known}
    return tree.Mapping(node.place, nodes, node.keys)


def captures(
    node: tree.Node | None, diagnostics: Diagnostics, problem: Callable[[tuple[str | int, ...]], str | None]
) -> tuple[Capture, ...]:
    """The captures at `node`; `problem` gives the mistake in a path, or None."""
    if node is None:
        return ()
    if not isinstance(node, tree.Mapping):
        diagnostics.add(node.place, mistyped("capture", MAPPING, node))
        return ()
    found = []
    for name, child in node.nodes.items():
        place = node.keys[name]
        if name in BUILTINS:
            diagnostics.add(place, f"{name!r} is a built-in name; capture the value under another name")
        elif not NAME.fullmatch(name):
            diagnostics.add(place, f"a captured name may only have letters, digits and underscores, not {name!r}")
        path = tuple(_path(child, name, diagnostics))
        wrong = problem(path) if path else None
        if wrong:
            diagnostics.add(child.place, wrong)
        found.append(Capture(name, path, place))
    return tuple(found)


def _path(node: tree.Node, name: str, diagnostics: Diagnostics) -> Iterator[str | int]:
    written = word(node, name, diagnostics)
    if written and not _PATH.fullmatch(written):
        diagnostics.add(node.place, f"write a path like AuthenticationResult.AccessToken or Users[0], not {written!r}")
        return
    for part in _PART.finditer(written):
        yield part.group() if part[1] is None else int(part[1])


def places(node: tree.Mapping) -> dict[str, Place]:
    """Where each member of a mapping is written."""
    return {name: node.keys[name] for name in node.nodes}
