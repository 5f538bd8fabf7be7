"""Reads what our keys have in common: a list of mappings, one of a few words, a region's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import LIST, MAPPING, TEXT, mistyped
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

REGION: Final = r"^[a-z]{2,}(-[a-z]+)+-[0-9]+$"
"""The form of a region's name."""


def mappings_in(node: tree.Node, name: str, item: str, diagnostics: Diagnostics) -> Sequence[tree.Mapping]:
    """The mappings in a list; any other item is a mistake."""
    if not isinstance(node, tree.Sequence):
        diagnostics.add(node.place, mistyped(name, LIST, node))
        return ()
    for child in node.nodes:
        if not isinstance(child, tree.Mapping):
            diagnostics.add(child.place, mistyped(item, MAPPING, child))
    return [child for child in node.nodes if isinstance(child, tree.Mapping)]


def read_word(
    node: tree.Node, name: str, kind: str, words: Collection[str], diagnostics: Diagnostics, *, expected: str = TEXT
) -> str | None:
    """The text at `node`, if it is one of `words`; anything else is a mistake."""
    word = tree.text(node)
    if word is None:
        diagnostics.add(node.place, mistyped(name, expected, node))
    elif word not in words:
        diagnostics.add(node.place, unknown(kind, word, words))
    else:
        return word
    return None
