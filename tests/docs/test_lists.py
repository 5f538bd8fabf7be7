"""What the pages list by hand is what the package has: members of the fixture, users, markers, faults, modes, steps."""

import inspect
import re
from typing import get_args

import pytest
from pages import PAGES

import pytest_cognito_mfa
from pytest_cognito_mfa import Tokens, cognito
from pytest_cognito_mfa._aws.exchange import JWKS, OPENID, UPLOAD, Exchange, Lost
from pytest_cognito_mfa._fixture.clock import Clock
from pytest_cognito_mfa._plugin import markers
from pytest_cognito_mfa._scenario import default
from pytest_cognito_mfa._scenario.faults.loading import FaultEntry
from pytest_cognito_mfa._scenario.faults.values import Change, Garbled, LostReply
from pytest_cognito_mfa._simulator import operations
from pytest_cognito_mfa._simulator.outbox import Message
from pytest_cognito_mfa._simulator.registry import HANDLERS
from pytest_cognito_mfa._stories.loading import KEYS
from pytest_cognito_mfa._stories.references import BUILTINS

assert operations

FIXTURE = PAGES["docs/reference/fixture.md"]
TWO_PAGES = FIXTURE + PAGES["README.md"]
EVERYTHING = "\n".join(PAGES.values())


def row(start, page=FIXTURE):
    return next(line for line in page.splitlines() if line.startswith(f"| `{start}"))


def first_cells(page, title):
    """The names in the first column of the table below a heading."""
    section = page.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return [
        name for cell in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`([^`]+)`", cell)
    ]


def named_in(text):
    return re.findall(r"`(\w+)`", text)


def test_the_fixture_has_every_name_that_a_page_gives_it():
    names = set(re.findall(r"`cognito\.(\w+)", EVERYTHING))

    assert {name for name in names if not hasattr(cognito.Cognito, name)} == set()


def test_the_reference_has_every_name_of_the_fixture():
    public = {name for name in vars(cognito.Cognito) if not name.startswith("_")} - {"inject_fault"}

    assert public <= set(re.findall(r"`cognito\.(\w+)", FIXTURE))


@pytest.mark.parametrize(
    ("start", "what"),
    [
        ("cognito.sign_in", Tokens),
        ("cognito.user(name)`", cognito.UserView),
        ("cognito.pool`", cognito.PoolView),
        ("cognito.pool.clients", cognito.ClientView),
        ("cognito.outbox", Message),
        ("cognito.journal", Exchange),
        ("cognito.clock", Clock),
    ],
)
def test_what_the_fixture_gives_has_the_names(start, what):
    members = set(named_in(row(start).partition(" | ")[2]))
    has = {*dir(what), *getattr(what, "__annotations__", ())}

    assert members
    assert members <= has


def test_the_users_are_those_of_the_default_scenario():
    assert first_cells(FIXTURE, "The users that come with it") == [
        user.username for user in default("us-east-1").pools[0].users
    ]


def test_the_settings_of_the_marker_are_those_that_it_takes():
    table = first_cells(PAGES["docs/reference/markers.md"], "`@pytest.mark.cognito(...)`")

    assert {text.partition("=")[0] for text in table if "=" in text} >= set(markers._KNOWN)


def test_every_ini_setting_that_a_page_names_is_known(pytestconfig):
    for name in re.findall(r"`(cognito_\w+)(?: = \w+)?`", EVERYTHING):
        others = ("cognito_errors", "cognito_standings", "cognito_mfa", "cognito_responses", "cognito_session")
        if name not in others:
            pytestconfig.getini(name)


def test_every_option_of_ours_that_a_page_names_is_known(pytestconfig):
    for name in re.findall(r"--(cognito-[a-z]+)", EVERYTHING):
        assert hasattr(pytestconfig.option, name.replace("-", "_")), name


def test_the_words_of_a_fault_are_those_that_it_takes():
    page = PAGES["docs/reference/faults.md"]
    listed = [*first_cells(page, "Which calls"), *first_cells(page, "What happens to them")]

    assert sorted({*listed, "message", "members", "status"}) == sorted(FaultEntry.model_fields)
    for word, values in (("drop", get_args(Lost)), ("lose_reply", get_args(LostReply)), ("garble", get_args(Garbled))):
        assert set(named_in(row(word, page))) - {word} == set(values)
    assert set(named_in(row("change", page))) - {"change"} == set(get_args(Change))


def test_the_operations_are_those_that_are_simulated():
    listed = re.findall(
        r"`([A-Z]\w+|jwks\.json|openid-configuration|users\.csv)`", PAGES["docs/reference/operations.md"]
    )

    assert sorted(set(listed) - {"NotSimulated"}) == sorted([*HANDLERS, JWKS, OPENID, UPLOAD])


def test_the_steps_and_references_of_stories_are_those_that_there_are():
    page = PAGES["docs/how-to/stories.md"]
    steps = page.partition("| step |")[2].partition("\n\n")[0]

    assert {name for cell in re.findall(r"^\| (.*?) \|", steps, re.MULTILINE) for name in named_in(cell)} == set(KEYS)
    assert {name for name in re.findall(r"\$\{(\w+)", page) if name != "token"} == set(BUILTINS)


def test_the_python_api_has_every_public_name():
    page = PAGES["docs/reference/python-api.md"] + PAGES["docs/reference/errors.md"]
    names = {*pytest_cognito_mfa.__all__, *cognito.__all__, "standings"}

    assert {name for name in names if f"`{name}`" not in page} == set()
    public = [name for name, _ in inspect.getmembers(cognito.Cognito) if not name.startswith("_")]
    assert [name for name in public if not re.search(rf"^- `{name}\b", page, re.MULTILINE)] == []
