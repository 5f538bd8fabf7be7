"""Finds the resource that an argument of a Terraform plan refers to, if its value is only known after apply.

1. A plan's configuration lists the references of each expression, the longest first.
2. A module's variable has the expression of the module call, and a module's output that of its configuration.
3. Of several instances, the one with the same index or key is used, or else the only one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.imported import items, mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_STEPS: Final = 50

_INDEX: Final = re.compile(r"\[[^\]]*\]")


class References:
    """The references in a plan's configuration."""

    def __init__(self, configuration: Any) -> None:
        self._root = mapping(mapping(configuration).get("root_module"))

    def target(self, address: str, argument: str, among: Mapping[str, Any]) -> str | None:
        """The address in `among` that an argument of the resource at `address` refers to."""
        path, name = _split(_plain(address))
        resources = items(self._module(path).get("resources"))
        own = next((mapping(each) for each in resources if mapping(each).get("address") == name), {})
        found = self._resolve(mapping(own.get("expressions")).get(argument), path, MAX_STEPS)
        instances = [each for each in among if _plain(each) == found]
        alike = [each for each in instances if _indices(each) == _indices(address)] or instances
        return alike[0] if len(alike) == 1 else None

    def _module(self, path: str) -> dict[str, Any]:
        place = self._root
        for name in filter(None, path.split(".")):
            place = mapping(mapping(mapping(place.get("module_calls")).get(name)).get("module"))
        return place

    def _resolve(self, expression: Any, path: str, steps: int) -> str | None:
        """The address, without indices, that the first reference of an expression leads to."""
        references = items(mapping(expression).get("references")) or [""]
        kind, _, rest = str(references[0]).partition(".")
        kind, rest = _INDEX.sub("", kind), _INDEX.sub("", rest)
        name, _, output = rest.partition(".")
        if not name or not steps:
            return None
        if kind == "var":
            outer, _, call = path.rpartition(".")
            calls = mapping(self._module(outer).get("module_calls"))
            given = mapping(mapping(calls.get(call)).get("expressions"))
            return self._resolve(given.get(name), outer, steps - 1)
        if kind == "module":
            inner = f"{path}.{name}" if path else name
            declared = mapping(mapping(self._module(inner).get("outputs")).get(output.partition(".")[0]))
            return self._resolve(declared.get("expression"), inner, steps - 1)
        prefix = "".join(f"module.{each}." for each in filter(None, path.split(".")))
        return f"{prefix}{kind}.{name}"


def _split(address: str) -> tuple[str, str]:
    """The path of modules, and the address in the innermost one."""
    modules = re.match(r"(module\.[^.]+\.)*", address)[0]  # type: ignore[index]  # it matches nothing at least
    return ".".join(modules.split(".")[1::2]), address.removeprefix(modules)


def _plain(address: str) -> str:
    return _INDEX.sub("", address)


def _indices(address: str) -> list[str]:
    return _INDEX.findall(address)
