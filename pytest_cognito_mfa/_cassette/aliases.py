"""Who a recorded stand-in is in this test: the test's user for the recorded one, and so for all that has a name.

Rule 1: a value that is equal to the recorded one is it, and so is one that an answer gave out in its place.
Rule 2: where a stand-in was recorded, any other value may be meant; from then on the two are one and the same, both
        ways, so that a call for another user than the recorded one is not answered.
Rule 3: what an answer gave out, or what stands in the cassette, stands for nothing else, so that one session is never
        taken for another; and once an answer gave out a recorded session or token, nothing else stands for that.
Rule 4: a password stands for nobody, so a stand-in of one is any password.
Rule 5: answers name things as the test does: a bound stand-in in an answer becomes the test's value.
Rule 6: a user whom a challenge calls by another name than he was asked for by is the same one: some clients go on with
        the one, and some with the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cassette.matching import PASSWORD_MEMBERS, Identifier
from pytest_cognito_mfa._redaction.keyed_placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


_HANDED_OUT: Final = frozenset({"session", "accesstoken", "refreshtoken", "token"})
"""Kinds that a client has from an answer alone."""


class Aliases:
    """What one test's values stand for; `is_recorded` says of one whether it stands in the cassette itself."""

    def __init__(self, is_recorded: Callable[[str], bool] = lambda _: False) -> None:
        self._is_recorded = is_recorded
        self._recorded: dict[Identifier, str] = {}
        self._asked: dict[str, str] = {}
        """What stands in the cassette, and the test's value for it."""
        self._issued: dict[str, str] = {}
        """Every text that an answer gave out, and what stands in the cassette for it."""
        self._given: set[str] = set()
        self._same: dict[str, set[str]] = {}
        """Every recorded name of a user, and all that are his."""

    def issued(self, given: str, recorded: str) -> None:
        self._issued[given] = recorded
        self._given.add(recorded)

    def challenged(self, request: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Learn from a recorded challenge by which names one user goes."""
        challenge = answer.get("ChallengeParameters")
        if not isinstance(challenge, dict):
            return
        asked = [request.get(name) for name in ("AuthParameters", "ChallengeResponses")]
        told = [(each, "USERNAME") for each in (*asked, challenge)] + [(challenge, "USER_ID_FOR_SRP")]
        names = {str(each[name]) for each, name in told if isinstance(each, dict) and each.get(name)}
        names.update(*(self._same.get(name, ()) for name in names))
        self._same.update(dict.fromkeys(names, names))

    def recorded(self, identifiers: Sequence[Identifier]) -> tuple[Identifier, ...]:
        """The values in the cassette's words, as far as they are known."""
        return tuple(Identifier(each.kind, self._known(each)) for each in identifiers)

    def fit(self, asked: Sequence[Identifier], recorded: Sequence[Identifier]) -> dict[Identifier, str] | None:
        """What would have to be bound for the two to mean the same; None when they cannot."""
        new: dict[Identifier, str] = {}
        for ours, theirs in zip(asked, recorded, strict=True):
            if not self._fits(ours, theirs.value, new):
                return None
        return new

    def could_mean(self, asked: Identifier, recorded: str) -> bool:
        """Whether this value alone, as the test has it, would fit what was recorded."""
        return self._fits(asked, recorded, {})

    def bind(self, new: dict[Identifier, str]) -> None:
        for asked, recorded in new.items():
            self._recorded[asked] = recorded
            self._asked[recorded] = asked.value

    def translated(self, value: Any) -> Any:
        """A request in the cassette's words, as far as they are known."""
        bound = {each.value: recorded for each, recorded in self._recorded.items()}
        return _replaced(value, lambda text: bound.get(text) or self._issued.get(text, text))

    def claims_for_test(self, value: Any) -> Any:
        """Claims in the test's words; an issuer names its pool in a longer text."""
        return _replaced(value, self._of_the_test)

    def text_for_test(self, text: str) -> str:
        """A text of an answer: the test's own for a bound stand-in."""
        return self._asked.get(text, text)

    def _of_the_test(self, text: str) -> str:
        before, slash, last = text.rpartition("/")
        return f"{before}{slash}{self._asked.get(last, last)}" if slash else self._asked.get(text, text)

    def _known(self, asked: Identifier) -> str:
        return self._recorded.get(asked) or self._issued.get(asked.value, asked.value)

    def _fits(self, asked: Identifier, recorded: str, new: dict[Identifier, str]) -> bool:
        known = new.get(asked) or self._known(asked)
        others = self._same.get(recorded, ()) if asked.kind == "username" else ()
        if known == recorded or known in others:
            return True
        if not is_placeholder(recorded) or self._is_recorded(asked.value):
            return False
        if asked.kind in PASSWORD_MEMBERS:
            return True
        is_handed_out = asked.kind in _HANDED_OUT and recorded in self._given
        is_known = asked in self._recorded or asked in new or asked.value in self._issued
        taken = {
            *map(self._asked.get, (recorded, *others)),
            *(each.value for each, text in new.items() if text == recorded),
        }
        if is_handed_out or is_known or taken - {None, asked.value}:
            return False
        new[asked] = recorded
        return True


def _replaced(value: Any, of_text: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(each, of_text) for name, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, of_text) for each in value]
    return of_text(value) if type(value) is str else value
