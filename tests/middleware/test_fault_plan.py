"""The fault plan: which calls fail, how often, and how; and faults made from Python."""

from __future__ import annotations

import json
import random
import statistics
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_test import for_each

from pytest_cognito_mfa._aws.diff import contains
from pytest_cognito_mfa._aws.exchange import Call, Dropped, Reply
from pytest_cognito_mfa._middleware import FaultPlan
from pytest_cognito_mfa._middleware.garbling import PAGE, garbled
from pytest_cognito_mfa._scenario import Place, fault_from
from pytest_cognito_mfa.errors import SettingError

HERE = Place("test_login.py", 12, 1)


class Simulator:
    """Answers every call with an empty reply, and counts how far the clock was moved; a handler and its access."""

    def __init__(self):
        self.replies = self.clock = self
        self.advanced = 0

    def answer(self, call):
        return Reply(200, (), b"{}"), "simulator"

    def error(self, code, message, call, *, members, status):
        return Reply(status or 400, (), f"{message} for {call.operation}, {dict(members)}".encode(), code)

    def advance(self, *, seconds):
        self.advanced += seconds


def call(operation="GetUser", **parameters):
    return Call(operation, parameters, "https://cognito-idp.us-east-1.amazonaws.com/")


def plan(*faults, seed=0, waits=False):
    simulator, chance = Simulator(), random.Random(seed)
    read = [fault_from(place=HERE, **fault) for fault in faults]
    return FaultPlan(read, simulator, simulator, chance=lambda: chance, waits=waits)


def fires(plan, *calls):
    return [plan.answer(each)[1] != "simulator" for each in calls]


def test_the_simulator_writes_the_error():
    words = {"message": "No", "members": {"a": 1}, "status": 403}

    outcome, by = plan({"on": "GetUser", "error": "ForbiddenException", **words}).answer(call())

    assert (outcome.error, outcome.status, outcome.body) == ("ForbiddenException", 403, b"No for GetUser, {'a': 1}")
    assert by == "fault test_login.py:12"


def test_an_error_without_a_message_gets_awss_message():
    outcome, _ = plan({"on": "GetUser", "error": "ForbiddenException"}).answer(call())

    assert (outcome.status, outcome.body) == (400, b"None for GetUser, {}")


@for_each("how", ["connect_timeout", "read_timeout", "reset", "tls", "dns"])
def test_a_drop_is_a_lost_connection(how):
    assert plan({"on": "GetUser", "drop": how}).answer(call()) == (Dropped(how), "fault test_login.py:12")


def test_a_call_of_another_operation_is_answered():
    assert fires(plan({"on": "GetUser", "drop": "reset"}), call("DeleteUser"), call("")) == [False, False]


def test_a_fault_fires_every_time_unless_told_otherwise():
    assert fires(plan({"on": "GetUser", "drop": "reset"}), *[call()] * 3) == [True, True, True]


def test_after_calls_pass_first_and_times_ends_the_fault():
    faults = plan({"on": "GetUser", "drop": "reset", "after": 2, "times": 2})

    assert fires(faults, *[call()] * 6) == [False, False, True, True, False, False]


def test_only_matching_calls_are_counted():
    faults = plan({"on": "GetUser", "drop": "reset", "after": 1, "when": {"AccessToken": "a"}})

    assert fires(faults, call(AccessToken="b"), call(AccessToken="a"), call(), call(AccessToken="a")) == [
        False,
        False,
        False,
        True,
    ]


def test_the_first_active_fault_fires_and_then_the_next():
    faults = plan(
        {"on": "GetUser", "drop": "reset", "times": 1},
        {"on": "GetUser", "drop": "read_timeout", "times": 1},
    )

    assert [faults.answer(call())[0].how for _ in range(2)] == ["reset", "read_timeout"]
    assert fires(faults, call()) == [False]


def test_a_fault_that_lets_a_call_pass_leaves_it_to_the_next_fault():
    faults = plan({"on": "GetUser", "drop": "reset", "after": 1}, {"on": "GetUser", "drop": "read_timeout"})

    assert [faults.answer(call())[0].how for _ in range(2)] == ["read_timeout", "reset"]


def test_a_fault_can_be_added_and_removed():
    faults = plan()
    active = faults.add(fault_from(on="Get*", drop="reset", place=HERE))

    assert fires(faults, call()) == [True]
    faults.remove(active)
    assert fires(faults, call(), call("GetDevice")) == [False, False]


@pytest.mark.parametrize("when", [{}, {"AccessToken": "a"}])
def test_removing_a_fault_twice_is_no_error(when):
    fault, faults = fault_from(on="GetUser", drop="reset", times=1, when=when, place=HERE), plan()
    first, twin = faults.add(fault), faults.add(fault)

    faults.remove(twin)
    faults.remove(twin)
    assert (first.until, twin.until) == (None, 0)
    assert fires(faults, *[call(AccessToken="a")] * 2) == [True, False]
    faults.remove(first)
    assert (first.fired, twin.fired) == (1, 0)


def test_two_plans_of_one_fault_count_for_themselves():
    fault = {"on": "GetUser", "drop": "reset", "times": 1}
    one, other = plan(fault), plan(fault)

    assert fires(one, call()) == fires(other, call()) == [True]


@for_each(
    "words, fired",
    [
        ({"nth": 2}, [0, 1, 0, 0, 0]),
        ({"nth": [1, 4]}, [1, 0, 0, 1, 0]),
        ({"nth": 1, "after": 2}, [0, 0, 1, 0, 0]),
        ({"nth": [1, 2, 3], "times": 2}, [1, 1, 0, 0, 0]),
        ({"after": 3}, [0, 0, 0, 1, 1]),
        ({"times": 1, "after": 1}, [0, 1, 0, 0, 0]),
    ],
)
def test_nth_chooses_matching_calls(words, fired):
    assert fires(plan({"on": "GetUser", "drop": "reset", **words}), *[call()] * 5) == list(map(bool, fired))


def test_a_sequence_goes_step_by_step_and_then_all_is_well():
    steps = [{"drop": "reset", "times": 2}, "well", {"drop": "dns"}]
    faults = plan({"on": "GetUser", "sequence": steps})

    assert [getattr(faults.answer(call())[0], "how", "well") for _ in range(6)] == [
        *("reset", "reset", "well", "dns", "well", "well")
    ]


def test_a_glob_counts_the_calls_of_all_its_operations_together():
    faults = plan({"on": "Get*", "drop": "reset", "nth": [2, 3]})

    assert fires(faults, *map(call, ("GetUser", "GetDevice", "DeleteUser", "GetUser", "GetGroup"))) == [
        *(False, True, False, True, False)
    ]


def test_a_fault_may_wait_until_another_call_was_answered():
    faults = plan(
        {"on": "GetUser", "drop": "reset", "after_call": "GetDevice"}, {"on": "GetDevice", "drop": "reset", "times": 1}
    )

    assert fires(faults, call(), call("GetDevice"), call()) == [False, True, False]  # it was lost, and not answered
    assert fires(faults, call("GetDevice"), call()) == [False, True]


def test_a_fault_by_chance_is_the_same_under_the_same_seed():
    fault = {"on": "GetUser", "drop": "reset", "chance": 0.3}
    runs = [fires(plan(fault, seed=seed), *[call()] * 200) for seed in (1, 1, 2)]

    assert runs[0] == runs[1] != runs[2]
    assert 30 < sum(runs[0]) < 90


@pytest.mark.parametrize(("chance", "fired"), [(0, False), (1, True)])
def test_a_chance_of_0_never_fires_and_of_1_always(chance, fired):
    assert set(fires(plan({"on": "GetUser", "drop": "reset", "chance": chance}), *[call()] * 20)) == {fired}


def test_if_a_fault_had_no_luck_the_next_may_fire():
    faults = plan({"on": "GetUser", "drop": "reset", "chance": 0}, {"on": "GetUser", "drop": "dns"})

    assert faults.answer(call())[0] == Dropped("dns")


def test_faults_of_any_call_and_of_some_keep_their_order():
    by_token = {"on": "GetUser", "when": {"AccessToken": "a"}, "times": 1}
    faults = plan(
        {**by_token, "drop": "reset"}, {"on": "GetUser", "drop": "dns", "times": 1}, {**by_token, "drop": "tls"}
    )

    assert [faults.answer(call(AccessToken="a"))[0].how for _ in range(3)] == ["reset", "dns", "tls"]


@pytest.mark.parametrize("parameters", [{}, {"AuthParameters": "jo"}, {"AuthParameters": {"USERNAME": ["jo"]}}])
def test_a_call_with_members_of_other_types_matches_nothing(parameters):
    when = {"AuthParameters": {"USERNAME": "jo"}}
    faults = plan({"on": "InitiateAuth", "drop": "reset", "when": when})

    assert fires(faults, call("InitiateAuth", **parameters), call("InitiateAuth", **when)) == [False, True]


@pytest.mark.parametrize(
    ("when", "matches"), [({"AuthParameters": {}}, True), ({"ClientMetadata": {}, "AuthFlow": "USER_AUTH"}, False)]
)
def test_an_empty_mapping_matches_any_mapping(when, matches):
    faults = plan({"on": "InitiateAuth", "drop": "reset", "when": when})

    assert fires(faults, call("InitiateAuth", AuthParameters={"a": "b"}, AuthFlow="USER_AUTH")) == [matches]


@for_each("words", [{"times": 1}, {"nth": [1]}, {"sequence": [{"drop": "reset"}]}])
@for_each("when", [{}, {"AccessToken": "a"}])
def test_a_spent_fault_is_no_candidate(words, when):
    drop = {} if "sequence" in words else {"drop": "reset"}
    faults = plan({"on": "GetUser", "when": when, **drop, **words})
    given = call(AccessToken="a")

    assert fires(faults, given, given) == [True, False]
    assert list(faults._active["GetUser"].candidates(given.parameters)) == []


@pytest.mark.parametrize("waits", [True, False])
def test_the_reply_says_whether_to_wait(waits):
    faults = plan({"on": "GetUser", "latency": 2, "trickle": 3}, waits=waits)

    reply, by = faults.answer(call())

    assert (reply.delay, reply.trickle, reply.waits) == (2, 3, waits)
    assert by == "simulator, after fault test_login.py:12"
    assert faults._simulator.advanced == (0 if waits else 5)


@pytest.mark.parametrize("words", [{"drop": "reset"}, {"lose_reply": "reset"}])
def test_a_connection_may_be_lost_late(words):
    outcome, by = plan({"on": "GetUser", **words, "latency": 2}, waits=True).answer(call())

    assert (outcome, by) == (Dropped("reset", 2, waits=True), "fault test_login.py:12")


@for_each(
    "latency, low, high, mean",
    [
        ({"from": 0.1, "to": 2}, 0.1, 2, 1.05),
        ({"mean": 1, "sigma": 0.2}, 0, 2, 1),
        ({"mean": 0, "sigma": 1}, 0, 5, 0.4),
        ({"from": 1, "to": 1}, 1, 1, 1),
        (0.5, 0.5, 0.5, 0.5),
    ],
)
def test_a_latency_is_drawn_under_the_seed(latency, low, high, mean):
    def delays(seed):
        faults = plan({"on": "GetUser", "latency": latency}, seed=seed)
        return [faults.answer(call())[0].delay for _ in range(200)]

    drawn = delays(1)
    assert drawn == delays(1)
    assert low <= min(drawn) <= max(drawn) <= high
    assert statistics.mean(drawn) == pytest.approx(mean, abs=0.1)
    assert (drawn == delays(2)) == (low == high)


BODY = b'{"Username": "jo"}'
HEADERS = (("Content-Type", "application/x-amz-json-1.1"), ("Content-Length", "18"))


@for_each(
    "how, body, content_type",
    [
        ("empty", b"", "application/x-amz-json-1.1"),
        ("truncated", BODY[:9], "application/x-amz-json-1.1"),
        ("html", PAGE, "text/html"),
        ("wrong_content_type", BODY, "text/plain"),
        ("wrong_crc", BODY, "application/x-amz-json-1.1"),
    ],
)
def test_a_reply_is_garbled(how, body, content_type):
    reply = garbled(Reply(200, HEADERS, BODY), how, 503)

    headers = dict(reply.headers)
    assert (reply.status, reply.body, headers["Content-Type"]) == (503, body, content_type)
    assert headers["Content-Length"] == str(len(body))
    if how == "wrong_crc":
        assert headers["x-amz-crc32"] != str(zlib.crc32(BODY))


def test_a_garbled_reply_keeps_its_status_by_default():
    assert garbled(Reply(200, HEADERS, BODY), "html").status == 200


@pytest.mark.parametrize(("body", "left"), [(b"", b""), (b"{", b"{"), (b"{}", b"{")])
def test_a_short_body_is_truncated_too(body, left):
    assert garbled(Reply(200, (), body), "truncated").body == left


def test_lists_in_when_are_compared_as_json_has_them():
    faults = plan({"on": "AdminUpdateUserAttributes", "drop": "reset", "when": {"UserAttributes": [{"Name": "email"}]}})

    assert fires(
        faults,
        call("AdminUpdateUserAttributes", UserAttributes=[{"Name": "email"}]),
        call("AdminUpdateUserAttributes", UserAttributes=[{"Name": "email", "Value": "a"}]),
    ) == [True, False]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def request_and_part(draw):
    """A mapping, and what is left of it when members are taken out at any depth."""

    def part(value):
        if not isinstance(value, dict):
            return value
        return {name: part(member) for name, member in value.items() if draw(st.booleans())}

    whole = draw(st.dictionaries(st.text(max_size=3), json_values, max_size=4))
    return whole, part(whole)


@given(request_and_part())
def test_a_request_covers_every_part_of_itself(pair):
    whole, part = pair

    assert contains(whole, part)


@given(request_and_part(), st.text(max_size=3), json_values)
def test_a_request_does_not_cover_a_member_that_it_lacks(pair, name, member):
    whole, part = pair
    whole.pop(name, None)

    assert not contains(whole, {**part, name: member})


@given(json_values, json_values)
def test_two_requests_that_cover_each_other_are_equal(one, other):
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)  # for Python, False is 0
    assert (contains(one, other) and contains(other, one)) == same


def test_a_text_does_not_cover_a_mapping():
    assert not contains({"AuthParameters": "USERNAME"}, {"AuthParameters": {"USERNAME": "jo"}})


def test_python_keywords_make_the_same_fault_as_yaml(read):
    (written,) = read("faults: [{on: InitiateAuth, drop: reset, times: 2, when: {ClientId: abc}}]").faults

    fault = fault_from(on="InitiateAuth", drop="reset", times=2, when={"ClientId": "abc"}, place=written.place)

    assert fault == written


def test_a_keyword_that_is_none_counts_as_absent():
    fault = fault_from(on="GetUser", drop="reset", error=None, message=None, times=None, user=None, place=HERE)

    assert fault == fault_from(on="GetUser", drop="reset", place=HERE)


@for_each(
    "members, said",
    [
        ({"on": "GetUsr", "drop": "reset"}, "unknown operation 'GetUsr'; did you mean 'GetUser'?"),
        ({"on": "GetUser", "eror": "x"}, "unknown fault key 'eror'; did you mean 'error'?"),
        (
            {"on": "GetUser"},
            (
                "a fault must say what happens; add one of: "
                "error, drop, lose_reply, garble, change, latency, trickle, sequence"
            ),
        ),
        ({"drop": "reset"}, "a fault needs 'on'"),
        ({"on": print, "drop": "reset"}, f"on must be a text, not the {type(print).__name__} {print}"),
        (
            {"on": "GetUser", "drop": "reset", "when": {"AccesToken": "a"}},
            "unknown GetUser member 'AccesToken'; did you mean 'AccessToken'?",
        ),
        (
            {"on": "GetUser", "drop": "reset", "times": 0, "after": -1},
            "times must be at least 1, not 0\nafter must be at least 0, not -1",
        ),
        ({"on": "GetUser", "drop": "reset", "times": True}, "times must be a whole number, not true"),
    ],
)
def test_wrong_python_keywords_get_the_same_messages(members, said):
    with pytest.raises(SettingError) as caught:
        fault_from(place=HERE, **members)

    assert str(caught.value) == said
