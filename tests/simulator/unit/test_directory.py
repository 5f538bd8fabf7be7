"""The directory of users: its index finds what a look at every user would find, whatever has happened."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from pytest_cognito_mfa._simulator.directory import ALIASES, Directory
from pytest_cognito_mfa._simulator.state import CONFIRMED, EXTERNAL_PROVIDER, Pool, User

VALUES = st.sampled_from(["a", "A", "b", ""])
ATTRIBUTES = st.dictionaries(st.sampled_from([*ALIASES, "name"]), VALUES)
DEEDS = ["add", "remove", "change", "rename", "look", "join", "leave", "restore"]
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0), ATTRIBUTES))


@dataclass(eq=False)
class Person:
    username: str
    sub: str
    attributes: dict = field(default_factory=dict)
    number: int = 0
    groups: set = field(default_factory=set)


def do(directory, people, step, user, *, attributes, name):
    """Do what a step says to one of the people."""
    if step in ("remove", "restore"):
        people.remove(user)
    deeds = {
        "look": lambda: directory.holders("email", "a"),
        "remove": lambda: directory.remove(user),
        "change": lambda: directory.change(user, attributes),
        "rename": lambda: directory.rename(user, name, f"sub of {name}"),
        "join": lambda: directory.join(user, "aA"[len(attributes) % 2]),
        "leave": lambda: directory.leave(user, "aA"[len(attributes) % 2]),
        "restore": lambda: directory.restore(reversed(people)),
    }
    deeds[step]()


@given(STEPS)
def test_the_index_finds_what_a_look_at_everybody_finds(steps):
    directory, people = Directory(), []
    for count, (step, place, attributes) in enumerate(steps):
        user = people[place % len(people)] if people else None
        if step == "add":
            people.append(Person(f"user-{count}", f"Sub-{count}", attributes))
            directory.add(people[-1])
        elif user:
            do(directory, people, step, user, attributes=attributes, name=f"user-{count}")
    assert list(directory.values()) == people
    assert list(directory) == [user.username for user in people]
    for group in "aA":
        members = [user for user in people if group in user.groups]
        assert list(directory.members(group)) == members
        assert list(directory.members(group, 2)) == [user for user in members if user.number > 2]
    for user in people:
        assert list(directory.holders("sub", user.sub)) == [user]
        assert list(directory.after(user.number)) == people[people.index(user) + 1 :]
    for name in ALIASES:
        for value in ("a", "B"):
            assert {*directory.holders(name, value)} == {
                user for user in people if user.attributes.get(name, "?").lower() == value.lower()
            }


def test_a_federated_user_holds_no_alias():
    pool = Pool("us-east-1_a", "us-east-1", {"AliasAttributes": ["email"]}, {}, 0, 0)
    address = {"email": "ada@example.com", "email_verified": "true"}
    pool.users.add(User("google_1", "1", address, EXTERNAL_PROVIDER, 0, 0))
    assert pool.find("ada@example.com") is None

    pool.users.add(User("ada", "2", address, CONFIRMED, 0, 0))
    assert pool.find("ada@example.com").username == "ada"
