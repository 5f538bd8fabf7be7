"""Who a recorded stand-in is in this test: the test's user for the recorded one, and so for all that has a name.

Rule 1: a value that is equal to the recorded one is it.
Rule 2: where a stand-in was recorded, any value but another stand-in may be meant; from then on the two are one and
        the same, both ways, so that a call for another user than the recorded one is not answered.
Rule 3: a password stands for nobody, so a stand-in of one is any password.
Rule 4: answers name things as the test does: a bound stand-in in an answer becomes the test's value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .meaning import TYPED_IN, Opened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Bindings:
    """What one test's values stand for; `is_stand_in` says of a recorded value that it stands for another."""

    def __init__(self, is_stand_in: Callable[[str], bool]) -> None:
        self._is_stand_in = is_stand_in
        self._recorded: dict[Opened, str] = {}
        self._asked: dict[str, str] = {}
        self._issued: dict[str, str] = {}
        """Values that were given out, and what stands in the cassette for each."""
        self._theirs: dict[str, str] = {}
        """All of them together, whatever kind they are of."""

    def issued(self, given: str, recorded: str) -> None:
        """Note that the test got `given` where the cassette has `recorded`."""
        self._issued[given] = self._theirs[given] = recorded

    def recorded(self, opened: Sequence[Opened]) -> tuple[Opened, ...]:
        """The values in the cassette's words, as far as they are known."""
        return tuple(Opened(each.kind, self._known(each)) for each in opened)

    def fit(self, asked: Sequence[Opened], recorded: Sequence[Opened]) -> dict[Opened, str] | None:
        """What would have to be bound for the two to mean the same; None when they cannot."""
        new: dict[Opened, str] = {}
        for ours, theirs in zip(asked, recorded, strict=True):
            if not self._fits(ours, theirs.value, new):
                return None
        return new

    def bind(self, new: dict[Opened, str]) -> None:
        for asked, recorded in new.items():
            self._recorded[asked] = recorded
            self._asked[recorded] = asked.value
            self._theirs[asked.value] = recorded

    def translated(self, value: Any) -> Any:
        """A request in the cassette's words, as far as they are known."""
        if isinstance(value, dict):
            return {name: self.translated(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.translated(each) for each in value]
        return self._theirs.get(value, value) if isinstance(value, str) else value

    def in_the_tests_words(self, value: Any) -> Any:
        """A value of an answer with every bound stand-in as the test's own; the same object where there is none."""
        return self._asked.get(value, value) if isinstance(value, str) else value

    @property
    def any_bound(self) -> bool:
        return bool(self._asked)

    def _known(self, asked: Opened) -> str:
        return self._recorded.get(asked) or self._issued.get(asked.value, asked.value)

    def _fits(self, asked: Opened, recorded: str, new: dict[Opened, str]) -> bool:
        known = new.get(asked) or self._known(asked)
        if known == recorded:
            return True
        if not self._is_stand_in(recorded) or self._is_stand_in(asked.value):
            return False
        if asked.kind in TYPED_IN:
            return True
        if asked in self._recorded or asked in new or asked.value in self._issued:
            return False
        if recorded in new.values() or self._asked.get(recorded, asked.value) != asked.value:
            return False
        new[asked] = recorded
        return True
