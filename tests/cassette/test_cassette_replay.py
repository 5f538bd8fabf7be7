"""Which recorded answer a call gets."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._cassette.interactions import Interaction
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._middleware.pipeline import Pipeline
from pytest_cognito_mfa.errors import CassetteMiss

ISSUER = "us-east-1_EXAMPLE/.well-known"
KEYS = f"{ISSUER}/jwks.json"


def answers(replay, *calls):
    return [json.loads(replay.answer(call)[0].body)["n"] for call in calls]


def test_a_call_is_answered_with_the_recorded_bytes_headers_and_place(recorded, call):
    replay = recorded(("GetUser", {}, '{ "n" : 1 }', 200, {"Date": ["today"], "Content-Length": ["11"]}))

    reply, by = replay.answer(call("GetUser"))

    assert (reply.status, reply.body) == (200, b'{ "n" : 1 }')
    assert reply.headers == (("Date", "today"), ("Content-Length", "11"))
    assert by == "cassette cassettes/enrol.yaml:2"


def test_a_body_that_was_recorded_empty_is_answered_empty(recorded, call):
    pipeline = Pipeline(recorded(("DeleteUser", {}, "")), lambda: 0.0)

    reply = pipeline.decide(call("DeleteUser"))

    assert (reply.body, reply.headers, reply.error) == (b"", (("Content-Length", "0"),), None)
    assert pipeline.journal[0].response == {}


def test_calls_are_told_apart_by_their_operation(recorded, call):
    replay = recorded(("CreateUser", {}, '{"n":1}'), ("ListUsers", {}, '{"n":2}'))

    assert answers(replay, call("ListUsers"), call("CreateUser")) == [2, 1]


def test_calls_are_told_apart_by_their_parameters(recorded, call):
    replay = recorded(("GetUser", {"A": 1}, '{"n":1}'), ("GetUser", {"A": [1]}, '{"n":2}'))

    assert answers(replay, call("GetUser", A=[1]), call("GetUser", A=1)) == [2, 1]


def test_a_call_made_again_gets_the_next_recorded_answer(recorded, call):
    replay = recorded(("GetUser", {}, '{"n":1}'), ("GetUser", {}, '{"n":2}'))

    assert answers(replay, call("GetUser"), call("GetUser")) == [1, 2]
    with pytest.raises(CassetteMiss):
        replay.answer(call("GetUser"))


def test_with_repeats_the_last_answer_is_given_again_when_no_other_is_left(recorded, call):
    once = recorded(("GetUser", {}, '{"n":1}'), ("GetUser", {"A": 1}, '{"n":2}'), ("GetUser", {}, '{"n":3}'))
    replay = Replay(once.cassette, allow_repeats=True)

    assert answers(replay, *[call("GetUser")] * 4, call("GetUser", A=1)) == [1, 3, 3, 3, 2]
    with pytest.raises(CassetteMiss):
        replay.answer(call("GetUser", A=2))


def test_the_url_and_the_headers_do_not_matter(recorded):
    headers = {"x-amz-target": b"AWSCognitoIdentityProviderService.GetUser", "User-Agent": "other"}

    assert answers(recorded(("GetUser", {}, '{"n":1}')), read("POST", "http://127.0.0.1:1/", headers, "{}")) == [1]


def test_the_order_of_keys_does_not_matter_and_that_of_lists_does(recorded, call):
    replay = recorded(("SignUp", {"A": {"B": 1, "C": 2}, "D": [1, 2]}, '{"n":1}'))

    with pytest.raises(CassetteMiss):
        replay.answer(call("SignUp", A={"B": 1, "C": 2}, D=[2, 1]))
    assert answers(replay, call("SignUp", D=[1, 2], A={"C": 2, "B": 1})) == [1]


@pytest.mark.parametrize(("recorded_value", "asked"), [(True, 1), (0, False), ("1", 1), (None, ""), ({}, [])])
def test_values_of_other_types_are_not_equal(recorded, call, recorded_value, asked):
    with pytest.raises(CassetteMiss):
        recorded(("GetUser", {"A": recorded_value})).answer(call("GetUser", A=asked))


def test_a_call_that_could_not_be_parsed_is_no_call_without_parameters(recorded):
    with pytest.raises(CassetteMiss):
        recorded(("GetUser", {})).answer(Call("GetUser", {}, "", problem="the body is not JSON"))


def test_a_pools_documents_are_given_in_turn_and_the_last_one_for_ever(recorded, call):
    replay = recorded((KEYS, None, '{"n":1}'), (KEYS, None, '{"n":2}'))
    fetched = [call("jwks.json", UserPoolId="us-east-1_EXAMPLE")] * 4

    assert answers(replay, *fetched) == [1, 2, 2, 2]


def test_a_document_is_its_own_pools(recorded, call):
    replay = recorded((KEYS, None), (f"{ISSUER}/openid-configuration", None))

    with pytest.raises(CassetteMiss):
        replay.answer(call("jwks.json", UserPoolId="us-east-1_OTHER"))


def test_what_was_never_asked_for_is_unplayed(recorded, call):
    replay = recorded(("GetUser", {}), (KEYS, None), ("GetUser", {}), ("SignUp", {}))

    replay.answer(call("GetUser"))

    assert [(each.number, each.call.operation) for each in replay.unplayed] == [(3, "GetUser"), (4, "SignUp")]


def test_two_replays_of_a_cassette_share_nothing(recorded, call):
    replay = recorded(("GetUser", {}, '{"n":1}'))
    other = Replay(load(replay.cassette.path))

    assert other.cassette is replay.cassette
    assert answers(replay, call("GetUser")) == answers(other, call("GetUser")) == [1]


def test_finding_an_answer_reads_no_further_than_it(recorded, call, monkeypatch):
    replay = recorded(*[("GetUser", {"A": n}, f'{{"n":{n}}}') for n in range(50)])
    read = []
    monkeypatch.setattr(
        Interaction, "call", property(lambda self: read.append(self.number) or self._call_and_reply()[0])
    )

    assert answers(replay, call("GetUser", A=2), call("GetUser", A=1), call("GetUser", A=3)) == [2, 1, 3]
    assert [*dict.fromkeys(read)] == [1, 2, 3, 4]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(parameters=st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_whatever_was_recorded_is_found_again(recorded_once, parameters):
    replay = recorded_once(parameters)
    backwards = dict(reversed(parameters.items()))

    assert replay.answer(Call("GetUser", backwards, ""))[0].status == 200
    assert replay.unplayed == ()


@pytest.fixture
def recorded_once(tmp_path, interaction):
    path = tmp_path / "once.json"
    size = 0

    def replay(parameters):
        nonlocal size
        size += 1  # a file of another length is another file, however fast it is written
        text = json.dumps({"interactions": [interaction("GetUser", parameters)]})
        path.write_text(text + " " * (20_000 + size - len(text)))
        return Replay(load(path))

    return replay
