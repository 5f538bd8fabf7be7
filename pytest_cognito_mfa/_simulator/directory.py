"""The users of a pool: an index finds them by username, sub, address and group without a look at each of them.

The directory alone adds, removes, renames and changes users and their groups, so the index is always right.  It is made
when a user is first looked for by something other than the username.
"""

from __future__ import annotations

import bisect
import operator
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pytest_cognito_mfa._simulator import identities

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

ALIASES = ("email", "phone_number", "preferred_username")
"""The attributes that a pool can find its users by."""


class Entry(Protocol):
    """What the index reads of a user."""

    username: str
    sub: str
    attributes: Mapping[str, str]
    number: int
    groups: set[str]


U = TypeVar("U", bound=Entry)


class Directory(Mapping[str, U]):
    """The users of one pool by username, in the order in which they were added."""

    def __init__(self) -> None:
        self._named: dict[str, U] = {}
        self._made: _Index[U] | None = None
        self._added = 0
        self._members = defaultdict[str, list[U]](list)

    def __getitem__(self, username: str) -> U:
        return self._named[username]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

    def has(self, user: U) -> bool:
        """Whether `user` is here: neither imaginary nor deleted."""
        return self._named.get(user.username) is user

    def add(self, user: U) -> None:
        self._added += 1
        user.number, self._named[user.username] = self._added, user
        if self._made is not None:
            self._made.put(user)
        for group in user.groups:
            self._members[group].append(user)

    def remove(self, user: U) -> None:
        del self._named[user.username]
        self._made = self._made and self._made.without(user)
        for group in user.groups:
            self._drop(user, group)

    def restore(self, users: Iterable[U]) -> None:
        """Have these users and no others, each at the old place."""
        inside = sorted(users, key=_NUMBER)
        self._named, self._made = {each.username: each for each in inside}, None
        self._members.clear()
        for user in inside:
            for group in user.groups:
                self._members[group].append(user)

    def join(self, user: U, group: str) -> None:
        """Put `user` into a group; nothing changes if the user is in it."""
        if group not in user.groups:
            user.groups.add(group)
            bisect.insort(self._members[group], user, key=_NUMBER)

    def leave(self, user: U, group: str) -> None:
        """Take `user` out of a group; nothing changes if the user is not in it."""
        if group in user.groups:
            user.groups.remove(group)
            self._drop(user, group)

    def _drop(self, user: U, group: str) -> None:
        members = self._members[group]
        del members[bisect.bisect_left(members, user.number, key=_NUMBER)]

    def members(self, group: str, number: int = 0) -> Iterator[U]:
        """The users in a group that were added after the one with this number."""
        return _after(self._members[group], number)

    def change(self, user: U, attributes: Mapping[str, str]) -> None:
        """Give `user` these attributes."""
        if self._made is not None:
            self._made.forget(user)
        user.attributes = attributes
        if self._made is not None:
            self._made.note(user)

    def rename(self, user: U, username: str, sub: str) -> None:
        """Give `user` another name and sub; the place among the others stays."""
        user.username, user.sub = username, sub
        self._named, self._made = {each.username: each for each in self._named.values()}, None

    def holders(self, attribute: str, value: str) -> Collection[U]:
        """The users whose `sub`, attribute of ALIASES, or identity is `value` in upper or lower case."""
        return self._index.held.get((attribute, value.lower()), {}).values()

    def after(self, number: int) -> Iterator[U]:
        """The users that were added after the one with this number."""
        return _after(self._index.users, number)

    @property
    def _index(self) -> _Index[U]:
        if self._made is None:
            self._made = _Index(self._named.values())
        return self._made


_NUMBER = operator.attrgetter("number")


def _after(users: Sequence[U], number: int) -> Iterator[U]:
    return (users[place] for place in range(bisect.bisect_right(users, number, key=_NUMBER), len(users)))


class _Index(Generic[U]):
    """The users in order, and by what they hold: an attribute, its value in lower case, their numbers."""

    def __init__(self, users: Collection[U]) -> None:
        self.users: list[U] = []
        self.held: dict[tuple[str, str], dict[int, U]] = {}
        for user in users:
            self.put(user)

    def put(self, user: U) -> None:
        self.users.append(user)
        self.note(user)

    def without(self, user: U) -> _Index[U]:
        del self.users[bisect.bisect_left(self.users, user.number, key=_NUMBER)]
        self.forget(user)
        return self

    def note(self, user: U) -> None:
        for key in _keys(user):
            self.held.setdefault(key, {})[user.number] = user

    def forget(self, user: U) -> None:
        for key in _keys(user):
            holders = self.held[key]
            del holders[user.number]
            if not holders:
                del self.held[key]


def _keys(user: Entry) -> list[tuple[str, str]]:
    held = [(name, user.attributes[name].lower()) for name in ALIASES if name in user.attributes]
    if identities.ATTRIBUTE in user.attributes:
        held += [
            (identities.ATTRIBUTE, each.lower()) for each in identities.keys(user.attributes[identities.ATTRIBUTE])
        ]
    return [("sub", user.sub.lower()), *held]
