"""The fault plan: which calls fail, how often, and how; and faults made from Python."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cognito_mfa._difference import covers
from pytest_cognito_mfa._exchange import Call, Dropped, Reply
from pytest_cognito_mfa._scenario import FaultPlan, Place, fault_from
from pytest_cognito_mfa.errors import SettingError

HERE = Place("test_login.py", 12, 1)


def call(operation="GetUser", **parameters):
    return Call(operation, parameters, "https://cognito-idp.us-east-1.amazonaws.com/")


def reply_with(code, message, call):
    return Reply(400, (), f"{message} for {call.operation}".encode(), code)


def plan(*faults):
    return FaultPlan([fault_from(place=HERE, **fault) for fault in faults], reply_with=reply_with)


def fires(plan, *calls):
    return [plan.answer(each) is not None for each in calls]


def test_an_error_is_worded_by_whoever_knows_aws_words():
    faults = plan({"on": "GetUser", "error": "ForbiddenException", "message": "No"})

    outcome, by = faults.answer(call())

    assert (outcome.error, outcome.body) == ("ForbiddenException", b"No for GetUser")
    assert by == "fault test_login.py:12"


def test_an_error_without_a_message_leaves_it_to_them():
    outcome, _ = plan({"on": "GetUser", "error": "ForbiddenException"}).answer(call())

    assert outcome.body == b"None for GetUser"


def test_a_drop_is_a_lost_connection():
    assert plan({"on": "GetUser", "drop": "read_timeout"}).answer(call()) == (
        Dropped("read_timeout"),
        "fault test_login.py:12",
    )


def test_a_call_of_another_operation_goes_its_way():
    assert fires(plan({"on": "GetUser", "drop": "reset"}), call("DeleteUser"), call("")) == [False, False]


def test_a_fault_fires_every_time_unless_told_otherwise():
    assert fires(plan({"on": "GetUser", "drop": "reset"}), *[call()] * 3) == [True, True, True]


def test_after_lets_calls_through_first_and_times_ends_it():
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


def test_the_first_live_fault_fires_and_the_next_follows_when_it_is_spent():
    faults = plan(
        {"on": "GetUser", "drop": "reset", "times": 1},
        {"on": "GetUser", "drop": "read_timeout", "times": 1},
    )

    assert [faults.answer(call())[0].how for _ in range(2)] == ["reset", "read_timeout"]
    assert faults.answer(call()) is None


def test_a_fault_that_lets_a_call_through_leaves_it_to_the_next():
    faults = plan({"on": "GetUser", "drop": "reset", "after": 1}, {"on": "GetUser", "drop": "read_timeout"})

    assert [faults.answer(call())[0].how for _ in range(2)] == ["read_timeout", "reset"]


def test_a_fault_can_be_added_and_removed():
    fault, faults = fault_from(on="GetUser", drop="reset", place=HERE), plan()
    faults.add(fault)

    assert fires(faults, call()) == [True]
    faults.remove(fault)
    assert fires(faults, call()) == [False]


def test_removing_takes_out_that_very_fault_and_is_quiet_when_it_is_gone():
    one, twin = (fault_from(on="GetUser", drop="reset", place=HERE) for _ in range(2))
    faults = FaultPlan([one], reply_with=reply_with)

    faults.remove(twin)
    assert fires(faults, call()) == [True]
    faults.remove(one)
    faults.remove(one)
    assert fires(faults, call()) == [False]


def test_two_plans_of_one_fault_count_for_themselves():
    fault = fault_from(on="GetUser", drop="reset", times=1, place=HERE)
    one, other = (FaultPlan([fault], reply_with=reply_with) for _ in range(2))

    assert fires(one, call()) == fires(other, call()) == [True]


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
def test_a_request_has_every_part_of_it(pair):
    whole, part = pair

    assert covers(whole, part)


@given(request_and_part(), st.text(max_size=3), json_values)
def test_a_request_has_no_part_with_a_member_that_it_lacks(pair, name, member):
    whole, part = pair
    whole.pop(name, None)

    assert not covers(whole, {**part, name: member})


@given(json_values, json_values)
def test_what_has_each_other_is_equal(one, other):
    assert (covers(one, other) and covers(other, one)) == (one == other)


def test_a_mapping_is_not_had_by_a_text():
    assert not covers({"AuthParameters": "USERNAME"}, {"AuthParameters": {"USERNAME": "jo"}})


def test_a_fault_of_python_keywords_is_that_of_the_yaml(read):
    (written,) = read("faults: [{on: InitiateAuth, drop: reset, times: 2, when: {ClientId: abc}}]").faults

    fault = fault_from(on="InitiateAuth", drop="reset", times=2, when={"ClientId": "abc"}, place=written.place)

    assert fault == written


def test_none_is_as_good_as_not_given():
    fault = fault_from(on="GetUser", drop="reset", error=None, message=None, times=None, place=HERE)

    assert (fault.error, fault.message, fault.times, fault.place) == (None, None, None, HERE)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"on": "GetUsr", "drop": "reset"}, "unknown operation 'GetUsr'; did you mean 'GetUser'?"),
        ({"on": "GetUser", "eror": "x"}, "unknown fault key 'eror'; did you mean 'error'?"),
        ({"on": "GetUser"}, "a fault needs an error or a drop"),
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
def test_a_wrong_fault_of_python_keywords_is_refused_in_the_same_words(members, said):
    with pytest.raises(SettingError) as caught:
        fault_from(place=HERE, **members)

    assert str(caught.value) == said
