"""Reads the steps that check something: `message` (the newest message to a user) and `user` (a user's state)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import service_model
from pytest_cognito_mfa._aws.constants import FACTORS, PASSKEY
from pytest_cognito_mfa._scenario import frozen
from pytest_cognito_mfa._stories.fields import places
from pytest_cognito_mfa._stories.values import Expected, MessageStep, UserStep
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import LIST, mistyped

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._stories.fields import FieldReader

MEDIA: Final = ("SMS", "EMAIL")
PURPOSES: Final = ("mfa", "sign-up", "attribute", "recovery", "invitation")
MESSAGE: Final = ("medium", "purpose", "destination")
USER: Final = ("status", "enabled", "preferred_mfa", "mfa_settings", "attributes")
"""What may be expected: attributes of `Message` and of `UserView`."""


def read_message(step: tree.Mapping, reader: FieldReader) -> MessageStep:
    user, expected = _Check(step.nodes["message"], reader).read("message", "to", MESSAGE)
    return MessageStep(step.place, user=user, expected=expected)


def read_user(step: tree.Mapping, reader: FieldReader) -> UserStep:
    user, expected = _Check(step.nodes["user"], reader).read("user", "name", USER)
    return UserStep(step.place, user=user, expected=expected)


class _Check:
    """Reads one step that checks something."""

    def __init__(self, node: tree.Node, reader: FieldReader) -> None:
        self._node, self._reader = node, reader
        self._readers: dict[str, Callable[[tree.Node], Any]] = {
            "medium": lambda node: reader.word(node, "medium", MEDIA),
            "purpose": lambda node: reader.word(node, "purpose", PURPOSES),
            "destination": lambda node: reader.text(node, "destination"),
            "status": lambda node: reader.word(node, "status", service_model().shape_for("UserStatusType").enum),
            "enabled": lambda node: reader.boolean(node, "enabled"),
            "preferred_mfa": lambda node: None if _is_null(node) else reader.word(node, "factor", FACTORS),
            "mfa_settings": self._mfa_settings,
            "attributes": self._attributes,
        }

    def read(self, kind: str, key: str, names: tuple[str, ...]) -> tuple[str, Expected]:
        """The user at `key`, and what the other keys expect."""
        given, user = self._reader.members(self._node, kind, (key, *names)), ""
        if key in given.nodes:
            user = self._reader.named(given.nodes[key], "user")
        elif isinstance(self._node, tree.Mapping) and set(given.keys) == set(given.nodes):
            self._reader.wrong(given.place, f"{kind!r} needs the key {key!r}")  # else it is probably misspelt
        nodes = {name: node for name, node in given.nodes.items() if name in names}
        expected = {name: self._readers[name](node) for name, node in nodes.items()}
        return user, Expected(frozen(expected), places(tree.Mapping(given.place, nodes, given.keys)))

    def _mfa_settings(self, node: tree.Node) -> list[str]:
        if not isinstance(node, tree.Sequence):
            self._reader.wrong(node.place, mistyped("mfa_settings", LIST, node))
            return []
        return [self._reader.word(child, "factor", (*FACTORS, PASSKEY)) for child in node.nodes]

    def _attributes(self, node: tree.Node) -> dict[str, str | None]:
        given = self._reader.mapping(node, "attributes")
        return {
            name: None if _is_null(child) else self._reader.text(child, name)
            for name, child in (given.nodes.items() if given else ())
        }


def _is_null(node: tree.Node) -> bool:
    return isinstance(node, tree.Scalar) and node.value is None
