r"""The filter of ListUsers, as pure functions.

1. A filter is one attribute, `=` (is) or `^=` (starts with), and a value in double quotes, with blanks between them or
   without (aws/aws-sdk-js#1374).  The attribute may be in quotes too (ministackorg/ministack#1050, an emulator).
   Quotes inside the value need a backslash (botocore ListUsersRequest.Filter; aws/aws-sdk-js#3147).
2. Anything else does not parse (aws/aws-sdk-php#1088 for a word alone and for a value without quotes).
3. Ten attributes can be searched, no custom one; `username`, `sub` and `status` in the case in which they are written,
   all others in any case (botocore; `sub` is not mentioned).  `status` is Enabled or Disabled.
4. An empty filter is no filter (botocore).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.directory import ALIASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_cognito_mfa._simulator.directory import Directory
    from pytest_cognito_mfa._simulator.state import User

_FORM = re.compile(
    r"""\s* (?P<quote>"?) (?P<attribute>[^\s"=^]+) (?P=quote) \s* (?P<way>\^?=) \s*
    "(?P<value>(?:[^"\\]|\\.)*)" \s*""",
    re.DOTALL | re.VERBOSE,
)
_AS_WRITTEN = ("username", "sub", "status")
_IN_ANY_CASE = ("email", "phone_number", "name", "given_name", "family_name", "preferred_username")
_STATUS = "cognito:user_status"


@dataclass(frozen=True, slots=True)
class Filter:
    """The users whose `attribute` is `value`, or starts with it; every user if there is no attribute."""

    attribute: str | None = None
    value: str = ""
    is_prefix: bool = False

    def matches(self, user: User) -> bool:
        if self.attribute is None:
            return True
        held = _held(user, self.attribute)
        if held is None:
            return False
        if self.attribute not in _AS_WRITTEN:
            held = held.lower()
        return held.startswith(self.value) if self.is_prefix else held == self.value

    def of(self, users: Directory[User], after: int) -> Iterator[User]:
        """Those of `users` that match and were added after the one with that number."""
        return filter(self.matches, self._candidates(users, after))

    def _candidates(self, users: Directory[User], after: int) -> Iterable[User]:
        """The users that may match: without a look at all of them where the directory can find them."""
        if self.is_prefix or self.attribute not in ("username", "sub", *ALIASES):
            return users.after(after)
        named = users.get(self.value) if self.attribute == "username" else None
        found = [named] if named else users.holders(self.attribute, self.value)
        return sorted((user for user in found if user.number > after), key=lambda user: user.number)


def parse(text: str) -> Filter:
    """The filter that `text` says; AWS's refusal if it says none."""
    if not text:
        return Filter()
    found = _FORM.fullmatch(text)
    if found is None:
        raise rejections.BAD_FILTER(because="a filter is an attribute, = or ^=, and a value in double quotes")
    attribute, value = found["attribute"], re.sub(r"\\(.)", r"\1", found["value"], flags=re.DOTALL)
    if attribute not in (*_AS_WRITTEN, *_IN_ANY_CASE, _STATUS):
        searched = ", ".join((*_AS_WRITTEN, *_IN_ANY_CASE, _STATUS))
        raise rejections.NOT_SEARCHABLE(attribute=attribute, because=f"Cognito searches by: {searched}")
    return Filter(attribute, value if attribute in _AS_WRITTEN else value.lower(), found["way"] == "^=")


def _held(user: User, attribute: str) -> str | None:
    own = {"username": user.username, "sub": user.sub, "status": _enabled(user), _STATUS: user.status}
    return own.get(attribute) or user.attributes.get(attribute)


def _enabled(user: User) -> str:
    return "Enabled" if user.enabled else "Disabled"
