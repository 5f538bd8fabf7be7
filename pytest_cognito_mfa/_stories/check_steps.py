"""Reads the steps that check something: `message` (the newest message to a user) and `user` (a user's state)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import service_model
from pytest_cognito_mfa._aws.constants import FACTORS, PASSKEY
from pytest_cognito_mfa._scenario import frozen
from pytest_cognito_mfa._stories.fields import members, named, places, text, word
from pytest_cognito_mfa._stories.values import Expected, MessageStep, UserStep
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import BOOLEAN, LIST, MAPPING, mistyped
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_cognito_mfa._stories.references import Scope
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

MEDIA: Final = ("SMS", "EMAIL")
PURPOSES: Final = ("mfa", "sign-up", "attribute", "recovery", "invitation")
MESSAGE: Final = ("medium", "purpose", "destination")
USER: Final = ("status", "enabled", "preferred_mfa", "mfa_settings", "attributes")
"""What may be expected: attributes of `Message` and of `UserView`."""


def read_message(node: tree.Mapping, diagnostics: Diagnostics, scope: Scope) -> MessageStep:
    reader = _CheckReader(node.nodes["message"], "message", ("to", *MESSAGE), diagnostics, scope)
    return MessageStep(node.place, user=reader.user("to"), expected=reader.expected(MESSAGE))


def read_user(node: tree.Mapping, diagnostics: Diagnostics, scope: Scope) -> UserStep:
    reader = _CheckReader(node.nodes["user"], "user", ("name", *USER), diagnostics, scope)
    return UserStep(node.place, user=reader.user("name"), expected=reader.expected(USER))


class _CheckReader:
    """Reads one step that checks something: its user, and what it expects."""

    def __init__(
        self, node: tree.Node, kind: str, keys: tuple[str, ...], diagnostics: Diagnostics, scope: Scope
    ) -> None:
        self.node, self.kind, self.diagnostics, self.scope = node, kind, diagnostics, scope
        self.given = members(node, kind, dict.fromkeys(keys), diagnostics)
        self._readers: dict[str, Callable[[tree.Node], Any]] = {
            "medium": lambda node: self._one_of(node, "medium", MEDIA),
            "purpose": lambda node: self._one_of(node, "purpose", PURPOSES),
            "destination": lambda node: text(node, "destination", diagnostics, scope),
            "status": lambda node: self._one_of(node, "status", service_model().shape_for("UserStatusType").enum),
            "enabled": self._enabled,
            "preferred_mfa": self._preferred_mfa,
            "mfa_settings": self._mfa_settings,
            "attributes": self._attributes,
        }

    def user(self, key: str) -> str:
        given = self.given
        if key in given.nodes:
            return named(given.nodes[key], "user", self.diagnostics, self.scope)
        if isinstance(self.node, tree.Mapping) and set(given.keys) == set(given.nodes):
            self.diagnostics.add(given.place, f"{self.kind!r} needs the key {key!r}")
        return ""  # an unknown key is probably this one, misspelt, and is reported already

    def expected(self, names: tuple[str, ...]) -> Expected:
        nodes = {name: node for name, node in self.given.nodes.items() if name in names}
        members = {name: self._readers[name](node) for name, node in nodes.items()}
        return Expected(frozen(members), places(tree.Mapping(self.given.place, nodes, self.given.keys)))

    def _enabled(self, node: tree.Node) -> Any:
        if isinstance(node, tree.Scalar) and isinstance(node.value, bool):
            return node.value
        self.diagnostics.add(node.place, mistyped("enabled", BOOLEAN, node))
        return None

    def _preferred_mfa(self, node: tree.Node) -> str | None:
        if isinstance(node, tree.Scalar) and node.value is None:
            return None
        return self._one_of(node, "factor", FACTORS)

    def _mfa_settings(self, node: tree.Node) -> list[str]:
        if not isinstance(node, tree.Sequence):
            self.diagnostics.add(node.place, mistyped("mfa_settings", LIST, node))
            return []
        return [self._one_of(child, "factor", (*FACTORS, PASSKEY)) for child in node.nodes]

    def _attributes(self, node: tree.Node) -> dict[str, str | None]:
        if not isinstance(node, tree.Mapping):
            self.diagnostics.add(node.place, mistyped("attributes", MAPPING, node))
            return {}
        return {
            name: None
            if isinstance(child, tree.Scalar) and child.value is None
            else text(child, name, self.diagnostics, self.scope)
            for name, child in node.nodes.items()
        }

    def _one_of(self, node: tree.Node, what: str, words: Sequence[str]) -> str:
        given = word(node, what, self.diagnostics)
        if given and given not in words:
            self.diagnostics.add(node.place, unknown(what, given, words))
        return given
