"""Draws characters by a secret key: the same for the same value, and for no other value of one recording."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from pytest_cognito_mfa._redaction.alphabets import DIGITS, check_characters, check_length, draw, pieces
from pytest_cognito_mfa._redaction.placeholder_forms import NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable

_ATTEMPTS = 64
_SHORT_RUN = 6
"""A run of fewer characters may grow: it has few placeholders of its own length."""


class KeyedDraws:
    """What was drawn by one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._attempt = 0
        self._placeholders: dict[tuple[str, str], str] = {}
        self.real: set[str] = set()
        """Every value that has a placeholder, and those of the recording that may get one: none is a placeholder."""
        self._values: dict[str, str] = {}
        """Placeholder -> the value that has it."""
        self.drawn: set[str] = set()
        """Every placeholder so far, and the parts of compound ones."""

    def owner(self, placeholder: str) -> str:
        """The value that has this placeholder; any other text is its own."""
        return self._values.get(placeholder, placeholder)

    def _of_one_value(self, value: str, make: Callable[[str], str], otherwise: Callable[[str], str]) -> str:
        """The first placeholder that no other value has; by `otherwise` if the form has too few, as time zones have."""
        known = (make.__name__, value)
        while known not in self._placeholders:
            drawn = (make if self._attempt < _ATTEMPTS else otherwise)(value)
            owner = self._values.setdefault(drawn, value)
            is_free = drawn != value and owner == value and drawn not in self.real
            stays = drawn == value and self._attempt > 1 and not NUMBER.fullmatch(value)
            if is_free or stays or "*" in value:  # 127.0.0.1 stays, however often it is drawn
                self._placeholders[known] = self._remember(drawn)
                break
            self._attempt += 1
        self._attempt = 0
        self.real.add(value)
        return self._placeholders[known]

    def _longer(self, run: str, length: int) -> str:
        """Checked digits; more than this `length`, if these few are taken."""
        grown = self._attempt // 8 if length < _SHORT_RUN else 0
        return self._checked(run, DIGITS, length + grown)

    def _remember(self, drawn: str) -> str:
        self.drawn.add(drawn)
        return drawn

    def _drawn(self, value: str, alphabet: str, length: int, *, folded: bool = False) -> str:
        seed = hmac.new(self._key, digestmod=hashlib.sha256)
        for piece in pieces(value):
            seed.update((piece.casefold() if folded else piece).encode("utf-8", "surrogatepass"))
        if self._attempt and not value.startswith("phone "):  # rule 5: the last digits of a phone number are its mask's
            seed.update(b"\0%d" % self._attempt)
        return draw(seed.digest(), alphabet, length)

    def _checked(self, value: str, alphabet: str, length: int, *, folded: bool = False) -> str:
        """Drawn characters with their check characters; `folded` gives the same for every case of the value."""
        check = check_length(alphabet, length)
        drawn = self._drawn(value, alphabet, length - check, folded=folded)
        return drawn + check_characters(drawn, alphabet, check)
