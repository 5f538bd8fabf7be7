"""Reads the values in steps: by AWS's shapes, and with references, which are checked against the scenario."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._scenario.aws_shapes import WRONG, ShapeReader
from pytest_cognito_mfa._stories.references import BUILTINS, NAME, Scope
from pytest_cognito_mfa._stories.values import Capture
from pytest_cognito_mfa._yaml.messages import MAPPING, TEXT, mistyped
from pytest_cognito_mfa._yaml.tree import Leaf, Members, Node
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pytest_cognito_mfa._scenario import Place
    from pytest_cognito_mfa._yaml.findings import Findings

_PATH: Final = re.compile(r"[\w:-]+(\[\d+\])*(\.[\w:-]+(\[\d+\])*)*")
_PART: Final = re.compile(r"\[(\d+)\]|[\w:-]+")


class ValueReader(ShapeReader):
    """Reads by shapes. A text with references is allowed anywhere, and with `absent` null is allowed too."""

    def __init__(self, findings: Findings, scope: Scope, *, subset: bool, absent: bool = False) -> None:
        super().__init__(findings, subset=subset)
        self._scope = scope
        self._absent = absent

    def read(self, node: Node, shape: Any, name: str, *, secret: bool = False) -> Any:
        if isinstance(node, Leaf):
            if node.value is None and self._absent:
                return None
            if isinstance(node.value, str) and "${" in node.value:
                problems = list(self._scope.problems(node.value))
                for problem in problems:
                    self.wrong(node.place, problem)
                return WRONG if problems else node.value
        return super().read(node, shape, name, secret=secret)


def text(node: Node, name: str, findings: Findings, scope: Scope | None = None) -> str:
    """The text at `node`, or an empty one if it is not a text; with a `scope` its references are checked."""
    if not isinstance(node, Leaf) or not isinstance(node.value, str):
        findings.add(node.place, mistyped(name, TEXT, node))
        return ""
    for problem in scope.problems(node.value) if scope else ():
        findings.add(node.place, problem)
    return node.value


def word(node: Node, name: str, findings: Findings) -> str:
    """The text at `node`, which must not be empty."""
    found = text(node, name, findings)
    if isinstance(node, Leaf) and node.value == "":
        findings.add(node.place, f"{name} must not be empty")
    return found


def named(node: Node, kind: str, findings: Findings, scope: Scope) -> str:
    """The name of a user or client at `node`; it is a mistake if it can not exist."""
    name = word(node, kind, findings)
    problem = scope.unknown(kind, name) if name else None
    if problem:
        findings.add(node.place, problem)
    return name


def members(node: Node, name: str, known: Mapping[str, object], findings: Findings) -> Members:
    """The mapping at `node`, with only the `known` keys; other keys are mistakes."""
    if not isinstance(node, Members):
        findings.add(node.place, mistyped(name, MAPPING, node))
        return Members(node.place, {}, {})
    for key, place in node.keys.items():
        if key not in known:
            findings.add(place, unknown(f"{name} key", key, known))
    nodes = {key: child for key, child in node.nodes.items() if key in known}
    return Members(node.place, nodes, node.keys)


def captures(
    node: Node | None, findings: Findings, problem: Callable[[tuple[str | int, ...]], str | None]
) -> tuple[Capture, ...]:
    """The captures at `node`; `problem` gives the mistake in a path, or None."""
    if node is None:
        return ()
    if not isinstance(node, Members):
        findings.add(node.place, mistyped("capture", MAPPING, node))
        return ()
    found = []
    for name, child in node.nodes.items():
        place = node.keys[name]
        if name in BUILTINS:
            findings.add(place, f"{name!r} is a built-in name; capture the value under another name")
        elif not NAME.fullmatch(name):
            findings.add(place, f"a captured name may only have letters, digits and underscores, not {name!r}")
        path = tuple(_path(child, name, findings))
        wrong = problem(path) if path else None
        if wrong:
            findings.add(child.place, wrong)
        found.append(Capture(name, path, place))
    return tuple(found)


def _path(node: Node, name: str, findings: Findings) -> Iterator[str | int]:
    written = word(node, name, findings)
    if written and not _PATH.fullmatch(written):
        findings.add(node.place, f"write a path like AuthenticationResult.AccessToken or Users[0], not {written!r}")
        return
    for part in _PART.finditer(written):
        yield part.group() if part[1] is None else int(part[1])


def places(node: Members) -> dict[str, Place]:
    """Where each member of a mapping is written."""
    return {name: node.keys[name] for name in node.nodes}
