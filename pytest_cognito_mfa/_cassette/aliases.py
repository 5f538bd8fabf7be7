"""Aliases: which value of the test stands for which recorded placeholder (of a user, a session, a token and so on).

Rule 1: a value matches if it equals the recorded one, or if a response gave it to the test instead of the recorded one.
Rule 2: a recorded placeholder matches any value.  From then on the two are aliases of each other until the test ends,
        so that a call for another user does not match.
Rule 3: a value that a response gave to the test, or that is in the cassette, never becomes the alias of another
        placeholder.  A recorded session or token that a response gave to the test gets no other alias.
Rule 4: the placeholder of a password matches any password, and gets no alias.
Rule 5: in a response, a placeholder that has an alias is replaced by the test's value.
Rule 6: a challenge may name the user differently than the sign-in did.  Both names mean the same user, because some
        clients continue with one name, some with the other.
Rule 7: as part of a text, a value may be encoded as for a URL, and a phone number have spaces: its placeholder is that
        of the plain value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_plus

from pytest_cognito_mfa._aws import secrecy
from pytest_cognito_mfa._cassette.matching import Identifier
from pytest_cognito_mfa._cassette.structural_matching import PART, TEXT
from pytest_cognito_mfa._redaction.json_style import Document
from pytest_cognito_mfa._redaction.keyed_placeholders import is_placeholder
from pytest_cognito_mfa._redaction.known_secrets import TELEPHONE, digits_of, is_searchable
from pytest_cognito_mfa._redaction.placeholder_spans import replace_placeholders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pytest_cognito_mfa._cassette.structural_matching import Counterpart

_RESPONSE_ONLY: Final = frozenset({"session", "accesstoken", "refreshtoken", "token"})
"""Kinds of identifiers that a client can only get from a response."""


class Aliases:
    """The aliases of one test; `is_recorded` says whether a value is in the cassette itself."""

    def __init__(self, is_recorded: Callable[[str], bool] = lambda _: False) -> None:
        self._is_recorded = is_recorded
        self._recorded: dict[Identifier, str] = {}
        """Value of the test -> recorded placeholder."""
        self._of_test: dict[str, str] = {}
        """Recorded placeholder, or text with some -> value of the test."""
        self._from_texts: set[str] = set()
        """Each recorded placeholder whose value is known from a part of a text only."""
        self._handed_out: dict[str, str] = {}
        """Each text of a response as the test got it -> as it is recorded."""
        self._recorded_handed_out: set[str] = set()
        self._same_user: dict[str, set[str]] = {}
        """Each recorded user name -> all names of that user."""

    def remember_response_text(self, text: str, recorded: str) -> None:
        """Remember what the test gets for a text of a recorded response."""
        self._handed_out[text] = recorded
        self._recorded_handed_out.add(recorded)

    def learn_user_names(self, request: Mapping[str, Any], response: Mapping[str, Any]) -> None:
        """Learn from a recorded challenge which names belong to one user (rule 6)."""
        challenge = response.get("ChallengeParameters")
        if not isinstance(challenge, dict):
            return
        asked = [request.get(name) for name in ("AuthParameters", "ChallengeResponses")]
        members = [(each, "USERNAME") for each in (*asked, challenge)] + [(challenge, "USER_ID_FOR_SRP")]
        names = {str(each[name]) for each, name in members if isinstance(each, dict) and each.get(name)}
        names.update(*(self._same_user.get(name, ()) for name in names))
        self._same_user.update(dict.fromkeys(names, names))

    def to_recorded(self, identifiers: Sequence[Identifier]) -> tuple[Identifier, ...]:
        """The identifiers of a call with recorded values, as far as these are known."""
        return tuple(Identifier(each.kind, self._to_recorded(each)) for each in identifiers)

    def match(self, asked: Sequence[Identifier], recorded: Sequence[Identifier]) -> dict[Identifier, str] | None:
        """The aliases that two calls need to match; None if they cannot match."""
        new: dict[Identifier, str] = {}
        for identifier, counterpart in zip(asked, recorded, strict=True):
            if not self._matches(identifier, counterpart.value, new):
                return None
        return new

    def match_parts(self, counterparts: Sequence[Counterpart]) -> dict[Identifier, str] | None:
        """The same for the parts of texts, whose recorded sides are placeholders or hold some."""
        new: dict[Identifier, str] = {}
        for asked, recorded in counterparts:
            if asked.kind == TEXT:
                new[asked] = recorded
            elif not self._matches(asked, recorded, new, is_part=True):
                return None
        return new

    def could_match(self, asked: Identifier, recorded: str) -> bool:
        """Whether this identifier alone would match the recorded value."""
        return self._matches(asked, recorded, {})

    def add(self, new: dict[Identifier, str]) -> None:
        for asked, recorded in new.items():
            self._recorded[asked] = recorded
            if not asked.kind.startswith(PART):
                self._from_texts.discard(recorded)
            elif recorded in self._of_test:
                continue  # the plain value stays
            else:
                self._from_texts.add(recorded)
            self._of_test[recorded] = asked.value

    @property
    def values(self) -> Mapping[str, str]:
        """Recorded placeholder -> the test's value."""
        return self._of_test

    def request_as_recorded(self, request: Any) -> Any:
        """A request of the test with recorded values, as far as these are known."""
        recorded = {each.value: placeholder for each, placeholder in self._recorded.items()}
        return _replace_texts(request, lambda text: recorded.get(text) or self._handed_out.get(text, text))

    def claims_for_test(self, claims: Any) -> Any:
        """Recorded claims with the test's values; an issuer ends in the pool's id."""
        return _replace_texts(claims, self._claim_for_test)

    def text_for_test(self, text: str) -> str:
        """A text of a recorded response as the test gets it: a placeholder becomes its alias, also inside the text."""
        whole = self._of_test.get(text)
        if whole is not None or not self._of_test:
            return text if whole is None else whole
        try:
            document = Document(text) if text[:1] in ("{", "[") else None
        except ValueError:
            document = None
        if document is None:
            return replace_placeholders(text, self._of_test)
        return document.serialize(_replace_texts(document.value, self.text_for_test, keys=True))

    def _claim_for_test(self, text: str) -> str:
        before, slash, last = text.rpartition("/")
        return f"{before}{slash}{self.text_for_test(last)}"

    def _to_recorded(self, asked: Identifier) -> str:
        return self._recorded.get(asked) or self._handed_out.get(asked.value, asked.value)

    def _matches(self, asked: Identifier, recorded: str, new: dict[Identifier, str], *, is_part: bool = False) -> bool:
        known = new.get(asked) or self._to_recorded(asked)
        other_names = self._same_user.get(recorded, ()) if asked.kind == "username" else ()
        if recorded in (known, asked.value) or known in other_names:
            return True
        may_be_encoded = asked.kind.startswith(PART) or recorded in self._from_texts
        spellings = _spellings(asked.value, may_be_encoded=may_be_encoded)
        is_recorded = self._is_recorded(asked.value) and all(map(is_searchable, spellings))
        if is_recorded or not (is_part or is_placeholder(recorded)):
            return False
        if secrecy.kind_of(asked.kind) == "password":
            return True
        is_handed_out = asked.kind in _RESPONSE_ONLY and recorded in self._recorded_handed_out
        has_alias = asked in self._recorded or asked in new or self._is_placeholder_handed_out(asked.value)
        taken = {
            *map(self._of_test.get, (recorded, *other_names)),
            *(each.value for each, text in new.items() if text == recorded),
        }
        taken_spellings = [_spellings(each, may_be_encoded=may_be_encoded) for each in taken if each is not None]
        if not all(_is_one_of(spellings, each) for each in taken_spellings) or (
            not is_part and (is_handed_out or has_alias)
        ):
            return False
        new[asked] = recorded
        return True

    def _is_placeholder_handed_out(self, value: str) -> bool:
        recorded = self._handed_out.get(value)
        return recorded is not None and is_searchable(recorded) and is_placeholder(recorded)


def _spellings(value: str, *, may_be_encoded: bool) -> set[str]:
    """The value, and in texts what it encodes, or the digits of a phone number (rule 7)."""
    if not may_be_encoded:
        return {value}
    is_phone = value.startswith("+") and TELEPHONE.fullmatch(value)
    return {value, f"+{digits_of(value)}" if is_phone else unquote_plus(value)}


def _is_one_of(spellings: set[str], others: set[str]) -> bool:
    """Whether two values are the same in some spelling, but perhaps for the case."""
    return not {each.casefold() for each in spellings}.isdisjoint(each.casefold() for each in others)


def _replace_texts(value: Any, replace: Callable[[str], str], *, keys: bool = False) -> Any:
    if isinstance(value, dict):
        return {
            replace(name) if keys else name: _replace_texts(each, replace, keys=keys) for name, each in value.items()
        }
    if isinstance(value, list):
        return [_replace_texts(each, replace, keys=keys) for each in value]
    return replace(value) if type(value) is str else value
