"""Reads the values in steps: by AWS's shapes, and with references, which are checked against the scenario."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._scenario.aws_shapes import WRONG, ShapeReader
from pytest_cognito_mfa._stories.references import BUILTINS, NAME, Scope
from pytest_cognito_mfa._stories.values import Capture
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import BOOLEAN, MAPPING, TEXT, mistyped
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

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


class FieldReader:
    """Reads the fields of steps; a mistake is reported, and gives an empty value."""

    def __init__(self, diagnostics: Diagnostics, scope: Scope) -> None:
        self.diagnostics, self.scope = diagnostics, scope

    def wrong(self, place: Place, problem: str | None) -> None:
        if problem:
            self.diagnostics.add(place, problem)

    def text(self, node: tree.Node, name: str) -> str:
        """A text, whose references must be right."""
        found = self._plain_text(node, name)
        for problem in self.scope.problems(found):
            self.wrong(node.place, problem)
        return found

    def word(self, node: tree.Node, name: str, allowed: Collection[str] = ()) -> str:
        """A text that is not empty, and one of those that are `allowed`."""
        found = self._plain_text(node, name)
        if isinstance(node, tree.Scalar) and node.value == "":
            self.wrong(node.place, f"{name} must not be empty")
        elif found and allowed and found not in allowed:
            self.wrong(node.place, unknown(name, found, allowed))
        return found

    def _plain_text(self, node: tree.Node, name: str) -> str:
        if isinstance(node, tree.Scalar) and isinstance(node.value, str):
            return node.value
        self.wrong(node.place, mistyped(name, TEXT, node))
        return ""

    def named(self, node: tree.Node, kind: str) -> str:
        """The name of a user or client, which must be able to exist."""
        name = self.word(node, kind)
        self.wrong(node.place, self.scope.unknown(kind, name) if name else None)
        return name

    def client(self, step: tree.Mapping) -> str | None:
        """The app client at the key `as`."""
        return self.named(step.nodes["as"], "client") if "as" in step.nodes else None

    def boolean(self, node: tree.Node, name: str) -> bool | None:
        if isinstance(node, tree.Scalar) and isinstance(node.value, bool):
            return node.value
        self.wrong(node.place, mistyped(name, BOOLEAN, node))
        return None

    def mapping(self, node: tree.Node, name: str, expected: str = MAPPING) -> tree.Mapping | None:
        if isinstance(node, tree.Mapping):
            return node
        self.wrong(node.place, mistyped(name, expected, node))
        return None

    def members(self, node: tree.Node, name: str, known: Collection[str]) -> tree.Mapping:
        """A mapping with only the `known` keys; other keys are mistakes."""
        found = self.mapping(node, name) or tree.Mapping(node.place, {}, {})
        for key, place in found.keys.items():
            if key not in known:
                self.wrong(place, unknown(f"{name} key", key, known))
        nodes = {key: child for key, child in found.nodes.items() if key in known}
        return tree.Mapping(node.place, nodes, found.keys)

    def value(self, node: tree.Node, shape: Any, name: str, *, subset: bool, absent: bool = False) -> Any:
        """A value by AWS's shape, or WRONG."""
        return ValueReader(self.diagnostics, self.scope, subset=subset, absent=absent).read(node, shape, name)

    def captures(
        self, step: tree.Mapping, problem: Callable[[tuple[str | int, ...]], str | None]
    ) -> tuple[Capture, ...]:
        """The captures at the key `capture`; `problem` gives the mistake in a path, or None."""
        node = step.nodes.get("capture")
        given = self.mapping(node, "capture") if node else None
        if given is None:
            return ()
        found = []
        for name, child in given.nodes.items():
            place = given.keys[name]
            if name in BUILTINS:
                self.wrong(place, f"{name!r} is a built-in name; capture the value under another name")
            elif not NAME.fullmatch(name):
                self.wrong(place, f"a captured name may only have letters, digits and underscores, not {name!r}")
            path = tuple(self._path(child, name))
            self.wrong(child.place, problem(path) if path else None)
            found.append(Capture(name, path, place))
        return tuple(found)

    def _path(self, node: tree.Node, name: str) -> Iterator[str | int]:
        written = self.word(node, name)
        if written and not _PATH.fullmatch(written):
            self.wrong(node.place, f"write a path like AuthenticationResult.AccessToken or Users[0], not {written!r}")
            return
        for part in _PART.finditer(written):
            yield part.group() if part[1] is None else int(part[1])


def places(node: tree.Mapping) -> dict[str, Place]:
    """The place of each member of a mapping."""
    return {name: node.keys[name] for name in node.nodes}
