"""The command-line options, ini settings and markers that the plugin adds to pytest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.markdown import code, codes, prose, table
from pytest_cognito_mfa import plugin

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Asked:
    """Stands for pytest's parser and its configuration, and keeps what the plugin asks of them."""

    def __init__(self) -> None:
        self.options: list[tuple[str, dict[str, Any]]] = []
        self.ini: list[tuple[str, str, str]] = []
        self.markers: list[str] = []
        self.pluginmanager = self

    def getgroup(self, _name: str) -> _Asked:
        return self

    def addoption(self, name: str, **settings: Any) -> None:
        self.options.append((name, settings))

    def addini(self, name: str, text: str, default: str = "", **_settings: Any) -> None:
        self.ini.append((name, text, default))

    def addinivalue_line(self, _name: str, line: str) -> None:
        self.markers.append(line)

    def register(self, *_plugin: Any) -> None: ...


def _asked() -> _Asked:
    asked = _Asked()
    plugin.pytest_addoption(asked)  # type: ignore[arg-type] # it asks no more of a parser
    return asked


def settings() -> str:
    """Every option and every ini setting, in one table."""
    return table(("name", "default", "what it does"), _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    asked = _asked()
    for name, given in asked.options:
        ini = name.removeprefix("--").replace("-", "_")
        yield code(name), f"that of {code(ini)}", f"{prose(given['help'])}: {codes(given['choices'])}"
    for name, text, default in asked.ini:
        yield code(name), code(default) if default else "", prose(text)


PARTS = {"settings": settings}
