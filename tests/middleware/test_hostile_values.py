"""Whatever value a test gives in Python, it is taken, or refused with an error of ours."""

import contextlib
import inspect

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


@given(st.sampled_from(["\ud800", itself(), deep(3000)]) | st.none() | st.integers() | st.text(max_size=2))
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


GOOD = {
    "name": "totp",
    "on": "ListUsers",
    "operation": "ListUsers",
    "answer": {"Users": []},
    "level": "high",
    "function": lambda event, _: event,
    "error": "ForbiddenException",
}
"""An argument that is taken, for each that is needed."""
KEYWORDS = {
    "inject": ["message", "members", "drop", "lose_reply", "garble", "latency", "sequence", "when", "user", "times"],
    "authorize": ["client", "redirect_uri", "scopes", "state", "nonce", "code_challenge", "response_type"],
    "assert_called": ["UserPoolId"],
    "advance": ["days", "minutes"],
    "travel": ["days", "minutes"],
}
"""By method: what its signature takes as any keyword."""


def methods(cognito):
    for whole, names in (
        (cognito, ["answer", "assert_called", "authorize", "calls", "inject", "mount", "passkey", "risk", "sign_in"]),
        (cognito, ["tokens_for", "totp", "trigger", "user"]),
        (cognito.clock, ["advance", "freeze", "travel"]),
        (cognito.outbox, ["last"]),
    ):
        yield from (getattr(whole, name) for name in names)


@given(st.data(), scalars | values | st.dictionaries(st.integers() | st.text(max_size=3), scalars, max_size=1))
def test_an_argument_of_any_type_is_taken_or_refused(cognito, data, value):
    method = data.draw(st.sampled_from(list(methods(cognito))))
    parameters = inspect.signature(method).parameters.values()
    named = [each.name for each in parameters if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)]
    wrong = data.draw(st.sampled_from(named + KEYWORDS.get(method.__name__, [])))
    given = {each.name: GOOD.get(each.name) for each in parameters if each.name in named and each.default is each.empty}
    if method.__name__ == "inject":
        given["error"] = GOOD["error"]

    refused = []
    with noted(refused):
        getattr(method(**(given | {wrong: value})), "remove", bool)()

    assert all(len(str(each).encode()) < 3000 for each in refused)


@contextlib.contextmanager
def noted(refused):
    try:
        yield
    except (CognitoMfaError, AssertionError) as error:
        refused.append(error)


def test_an_argument_of_another_type_is_one_clear_error(cognito):
    for call, said in (
        (lambda: cognito.sign_in("totp", scopes=[3]), "sign_in('totp'): scopes must be a list of texts, not [3]"),
        (lambda: cognito.tokens_for("totp", groups=3), "tokens_for('totp'): groups must be a list of texts, not 3"),
        (
            lambda: cognito.sign_in("totp", claims=[3]),
            "sign_in('totp'): claims must be a mapping of names to values, not [3]",
        ),
        (lambda: cognito.authorize("totp", 7), "authorize('totp'): url must be a text, not 7"),
        (lambda: cognito.user(10**5000), "unknown user an int that is too large to be shown; there are: "),
        (lambda: cognito.risk("high", source_ip=10**5000), "source_ip an int that is too large to be shown is neither"),
        (
            lambda: cognito.trigger("PreSignUp", print, timeout=b"1"),
            "timeout must be more than 0 and at most",
        ),
    ):
        with pytest.raises(SettingError) as refused:
            call()
        assert str(refused.value).startswith(said)
