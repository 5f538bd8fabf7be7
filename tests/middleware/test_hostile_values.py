"""Whatever value a test gives in Python, it is taken, or refused with an error of ours."""

import contextlib

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cognito_mfa import Cognito, SettingError
from pytest_cognito_mfa.errors import CognitoMfaError


def itself():
    value = []
    value.append({"a": value})
    return value


def deep(depth):
    value = "inside"
    for number in range(depth):
        value = [value] if number % 2 else {"a": value}
    return value


scalars = st.one_of(
    st.sampled_from(["\ud800", "x\udfff", 10**400, 10**5000, -(10**5000), 1e308, float("nan"), float("-inf")]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.binary(max_size=3),
)
values = scalars | st.sampled_from([itself(), deep(50), deep(101), deep(3000)]) | st.lists(scalars, max_size=2)
bodies = values | st.dictionaries(st.sampled_from(["Users", "PaginationToken", "\ud800"]), values, max_size=2)
listed = st.fixed_dictionaries({"Users": st.lists(st.dictionaries(st.sampled_from(["Username", "Enabled"]), values))})


@pytest.fixture(scope="module")
def cognito():
    with Cognito() as cognito:
        yield cognito


@given(bodies | listed, values)
def test_any_answer_fault_or_expectation_is_taken_or_refused(cognito, body, value):
    client = boto3.client("cognito-idp")
    for wanted in (
        lambda: cognito.answer("ListUsers", body, times=1),
        lambda: cognito.answer("ListUsers", lambda _: body, times=1),
        lambda: cognito.answer("ListUsers", {"Users": []}, when={"Filter": value}),
        lambda: cognito.answer("ListUsers", {"Users": []}, times=value),
        lambda: cognito.inject("ListUsers", error="ForbiddenException", message=value),
        lambda: cognito.inject("ListUsers", error="ForbiddenException", members={"a": value}),
        lambda: cognito.inject("ListUsers", error="ForbiddenException", status=value),
        lambda: cognito.inject("ListUsers", latency=value, nth=value),
    ):
        with contextlib.suppress(CognitoMfaError), wanted():
            with contextlib.suppress(client.exceptions.ClientError):
                client.list_users(UserPoolId=cognito.user_pool_id)
            assert cognito.transcript.encode()
    with pytest.raises((AssertionError, SettingError)):
        cognito.assert_called("ListUsers", UserPoolId=value)


@given(st.sampled_from(["\ud800", itself(), deep(3000)]) | st.none() | st.integers() | st.text(max_size=3))
def test_any_name_is_refused(cognito, value):
    for named in (
        lambda: cognito.sign_in("totp", scopes=[value, "\ud800"]),
        lambda: cognito.user(value),
        lambda: cognito.tokens_for("totp", client=f"{value!r}x"),
    ):
        with pytest.raises(SettingError):
            named()


def test_the_error_says_what_is_wrong_with_the_value(cognito):
    for value, said in (
        (deep(200), "the value nests more than 100 levels deep, or contains itself"),
        (itself(), "the value nests more than 100 levels deep, or contains itself"),
        (10**400, "the value has a whole number of more than 300 digits"),
        ("\udc00", "a text has '\\udc00', half of a surrogate pair, which cannot be sent or printed"),
    ):
        with pytest.raises(SettingError) as refused:
            cognito.assert_called("ListUsers", UserPoolId=value)
        assert str(refused.value) == said
