"""Addresses and numbers that would be masked as a recording shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MASKS: Final = "*"


def unmasked(shown: str) -> str:
    """An address or number that is masked like this; what is not masked is it."""
    if MASKS not in shown:
        return shown
    if "@" in shown:
        name, _, domain = shown.partition("@")
        return f"{name[:1]}@{domain[:1]}.example"
    digits = shown.lstrip("+")
    return "+" + "".join(_digits(digits))


def _digits(masked: str) -> Iterator[str]:
    """North American by its first, as most are; what is shown stays."""
    for place, digit in enumerate(masked):
        yield digit if digit != MASKS else "1" if place == 0 else "5"
