"""How much a file's aliases stand for: whoever walks a file walks what they name again, each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml

from pytest_cognito_mfa._cassette.nodes import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.nodes import Node

    from pytest_cognito_mfa._cassette.nodes import YamlText

_MOST: Final = 5_000_000
"""Values: a cassette of 10,000 interactions has a tenth of it."""


class Aliases:
    """Measures the nodes of one file."""

    def __init__(self, file: YamlText) -> None:
        self._file = file
        self._measured: dict[int, tuple[int, int] | None] = {}

    def check(self, node: Node) -> tuple[int, int]:
        """How many values a node stands for, and how deep they nest.  Raises CassetteError where it is too much."""
        known = self._measured.get(id(node), (0, 0))
        if known is None:
            raise self._file.mistake(node, "an alias inside of what it stands for")
        if known != (0, 0):
            return known
        self._measured[id(node)] = None
        parts = [self.check(part) for part in parts_of(node)]
        found = 1 + sum(size for size, _ in parts), 1 + max((depth for _, depth in parts), default=0)
        if found[0] > _MOST or found[1] > 2 * DEEPEST:
            raise self._file.mistake(node, "aliases that stand for too much")
        self._measured[id(node)] = found
        return found


def parts_of(node: Node) -> Iterator[Node]:
    """Keys and values of a mapping, items of a list."""
    for each in node.value if isinstance(node, yaml.CollectionNode) else ():
        yield from each if isinstance(each, tuple) else (each,)
