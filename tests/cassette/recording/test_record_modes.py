"""What each mode records, replays and keeps."""

import pytest

from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa.errors import CassetteError, CassetteMiss, SettingError

FIRST, SECOND = ("GetUser", {"Username": "first"}), ("ListUsers", {"Users": []})


@pytest.fixture
def first(record):
    """A cassette of one call."""
    recording = record()
    recording.call("GetUser", {"AccessToken": "a"}, answer=FIRST[1])
    return recording.write()


def test_once_records_where_there_is_no_file(first, recorded):
    assert (first.calls, first.hosts) == (1, ("cognito-idp.eu-west-1.amazonaws.com",))
    assert recorded() == [FIRST]


def test_once_replays_where_there_is_one_and_strictly(first, record):
    recording = record("once")

    assert recording.ask("GetUser", {"AccessToken": "a"})[1].startswith("cassette")
    with pytest.raises(CassetteMiss):
        recording.ask("ListUsers")


def test_new_episodes_replays_what_is_there_and_records_the_rest_behind_it(first, record, recorded):
    recording = record("new_episodes")

    assert recording.ask("GetUser", {"AccessToken": "a"})[1].startswith("cassette")
    assert recording.call("ListUsers", answer=SECOND[1]) == "recorded from cognito-idp.eu-west-1.amazonaws.com"
    recording.write()

    assert recorded() == [FIRST, SECOND]


def test_all_records_every_call_behind_what_is_there(first, record, recorded):
    recording = record("all")
    recording.call("GetUser", {"AccessToken": "a"}, answer=SECOND[1])
    recording.write()

    assert recorded() == [FIRST, ("GetUser", SECOND[1])]


def test_rewrite_begins_anew_when_the_test_ends_and_not_before(first, record, recorded):
    recording = record("rewrite")
    recording.call("ListUsers", answer=SECOND[1])
    assert recorded() == [FIRST]

    recording.write()

    assert recorded() == [SECOND]


def test_none_replays(first, record):
    assert isinstance(record("none").source, Replay)


@pytest.mark.parametrize("mode", ["new_episodes", "all", "rewrite"])
def test_a_cassette_stays_as_it_is_where_nothing_was_recorded(first, record, mode):
    before = first.path.read_bytes()

    assert record(mode).write() is None
    assert first.path.read_bytes() == before


def test_nothing_is_written_where_nothing_was_recorded(record, folder):
    assert record("once").write() is None
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("mode", ["once", "new_episodes", "all", "rewrite"])
@pytest.mark.parametrize("content", ["", "pools: []", "version: 1\ninteractions: [", "interactions: []\n"])
def test_what_is_no_cassette_is_never_written_over(mode, content, record, folder):
    (folder / "cassettes").mkdir()
    (folder / "cassettes/test_it.yaml").write_text(content)

    with pytest.raises(CassetteError, match=r"test_it\.yaml"):
        record(mode)
    assert (folder / "cassettes/test_it.yaml").read_text() == content


@pytest.mark.parametrize("mode", ["once", "rewrite"])
def test_who_records_into_the_same_file_meanwhile_loses_nothing(record, recorded, mode):
    one, other = record(mode), record(mode)
    one.call("GetUser", answer=FIRST[1])
    other.call("ListUsers", answer=SECOND[1])

    one.write()
    other.write()

    assert recorded() == [FIRST, SECOND]


def test_an_unknown_mode_and_a_cassette_that_is_no_yaml_are_mistakes_of_the_settings(record):
    with pytest.raises(SettingError, match="unknown mode 'onse'; did you mean 'once'"):
        record("onse")
    with pytest.raises(SettingError, match=r"recorded as YAML; name it a\.yaml"):
        record("once", "cassettes/a.json")


def test_a_missing_cassette_says_how_it_is_recorded(record, folder):
    (folder / "cassettes").mkdir()
    with pytest.raises(CassetteError, match="record it with: pytest --cognito-record=once"):
        record("none")
