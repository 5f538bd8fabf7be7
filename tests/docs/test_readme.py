"""What the README shows runs as it stands, and what it lists is what there is."""

import re
from pathlib import Path

import pytest

from pytest_cognito_mfa import Tokens
from pytest_cognito_mfa._aws.exchange import JWKS, OPENID, Exchange
from pytest_cognito_mfa._scenario import default
from pytest_cognito_mfa._simulator import operations
from pytest_cognito_mfa._simulator.outbox import Message
from pytest_cognito_mfa._simulator.registry import HANDLERS
from pytest_cognito_mfa._simulator.sources import Clock
from pytest_cognito_mfa.cognito import Cognito, PoolView, UserView

README = Path(__file__).parents[2].joinpath("README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
FILES = {block.partition("\n")[0].removeprefix("# "): block for kind, block in BLOCKS if kind != "sh"}

assert operations


def section(title):
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def row(start):
    return next(line for line in README.splitlines() if line.startswith(f"| `{start}"))


def named_in(text):
    return re.findall(r"`(\w+)`", text)


def test_the_first_block_is_two_lines_of_shell():
    kind, block = BLOCKS[0]

    assert kind == "sh"
    assert len(block.splitlines()) == 2


def test_every_other_block_begins_with_the_name_of_its_file():
    assert len(FILES) == len(BLOCKS) - 1
    assert all(re.fullmatch(r"(test_\w+\.py|\w+(\.cognito)?\.yaml)", name) for name in FILES)


def test_the_operations_it_lists_are_those_that_are_simulated():
    listed = re.findall(r"`([A-Z]\w+|jwks\.json|openid-configuration)`", section("What is simulated"))

    assert sorted(listed) == sorted([*HANDLERS, JWKS, OPENID])


def test_the_users_it_lists_are_those_of_the_default_scenario():
    listed = re.findall(r"^\| `(\w+)` \|", section("The users that come with it"), re.MULTILINE)

    assert listed == [user.username for user in default("us-east-1").pools[0].users]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`cognito\.(\w+)", README))))
def test_the_fixture_has_the_name(name):
    assert hasattr(Cognito, name)


@pytest.mark.parametrize(
    ("start", "what"),
    [
        ("cognito.sign_in", Tokens),
        ("cognito.user(", UserView),
        ("cognito.pool", PoolView),
        ("cognito.outbox", Message),
        ("cognito.journal", Exchange),
        ("cognito.clock", Clock),
    ],
)
def test_what_the_fixture_gives_has_the_names(start, what):
    members = named_in(row(start).partition(" | ")[2])
    has = {*dir(what), *getattr(what, "__annotations__", ())}

    assert members
    assert set(members) <= has


def test_the_names_of_all_sections_that_stand_in_an_ini_file_are_known(pytestconfig):
    for name in re.findall(r"`(cognito_\w+)`", README):
        pytestconfig.getini(name)
