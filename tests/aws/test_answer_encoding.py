"""The bytes of a success: facts W1 and W2, and numbers as Java writes them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_test import for_each

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._aws import encode, java_double
from pytest_cognito_mfa.errors import SimulatorError


def test_members_stand_in_alphabetical_order_at_every_level():
    result = {"TokenType": "Bearer", "AccessToken": "a", "ExpiresIn": 3600}
    answer = {"Session": "s", "ChallengeParameters": {"b": "2", "a": "1"}, "AuthenticationResult": result}
    assert encode("InitiateAuth", answer) == (
        b'{"AuthenticationResult":{"AccessToken":"a","ExpiresIn":3600,"TokenType":"Bearer"},'
        b'"ChallengeParameters":{"a":"1","b":"2"},"Session":"s"}'
    )


def test_texts_are_raw_utf_8():
    assert encode("AdminGetUser", {"Username": 'Zoë "日本" / 😀'}) == '{"Username":"Zoë \\"日本\\" / 😀"}'.encode()


def test_what_is_none_is_left_out_at_every_level():
    answer = {"ChallengeName": None, "AuthenticationResult": {"IdToken": None, "AccessToken": "a"}}
    assert encode("InitiateAuth", answer) == b'{"AuthenticationResult":{"AccessToken":"a"}}'


def test_a_value_that_is_newer_than_the_model_is_sent_all_the_same():
    answer = {"ConfiguredUserAuthFactors": ["PASSWORD", "SOFTWARE_TOKEN"], "Username": "u"}
    assert encode("GetUserAuthFactors", answer) == (
        b'{"ConfiguredUserAuthFactors":["PASSWORD","SOFTWARE_TOKEN"],"Username":"u"}'
    )


def test_booleans_lists_and_times_are_written_as_aws_writes_them():
    user = {"Enabled": True, "UserCreateDate": 1483917206.155, "UserMFASettingList": ["SMS_MFA", "EMAIL_OTP"]}
    assert encode("AdminGetUser", {**user, "Username": "u"}) == (
        b'{"Enabled":true,"UserCreateDate":1.483917206155E9,"UserMFASettingList":["SMS_MFA","EMAIL_OTP"],'
        b'"Username":"u"}'
    )


def test_a_member_that_botocore_is_too_old_for_is_left_out():
    answer = {"SoftwareTokenMfaConfiguration": {"Enabled": True, "FactorConfiguration": "SINGLE_FACTOR"}}
    assert encode("GetUserPoolMfaConfig", answer) == b'{"SoftwareTokenMfaConfiguration":{"Enabled":true}}'


def test_an_empty_answer_is_an_empty_object_where_the_model_has_a_shape():
    assert encode("SetUserMFAPreference", {}) == b"{}"


@pytest.mark.parametrize("operation", ["DeleteUserPool", "AdminDeleteUser"])
def test_an_empty_answer_is_no_bytes_where_the_model_has_none(operation):
    assert encode(operation, {}) == b""


@for_each(
    "operation, answer, words",
    [
        (
            "DeleteUserPool",
            {"Deleted": True},
            "DeleteUserPool has no output shape, but its answer has \\['Deleted'\\]",
        ),
        ("GetUser", {"Nickname": "x"}, "the answer to GetUser does not fit AWS's model: 'Nickname'"),
        ("InitiateAuth", {"ChallengeName": "NO_SUCH"}, "'NO_SUCH' is not one of \\['"),
        ("InitiateAuth", {"AuthenticationResult": {"ExpiresIn": "3600"}}, "does not fit"),
        ("InitiateAuth", {"AuthenticationResult": {"ExpiresIn": 0.5}}, "does not fit"),
        ("InitiateAuth", {"ChallengeParameters": ["a"]}, "does not fit"),
        ("InitiateAuth", {"Session": 5}, "does not fit"),
        ("AdminGetUser", {"Enabled": "yes"}, "does not fit"),
        ("AdminGetUser", {"UserCreateDate": "today"}, "does not fit"),
    ],
)
def test_an_answer_that_the_model_does_not_allow_is_our_own_mistake(operation, answer, words):
    with pytest.raises(SimulatorError, match=words):
        encode(operation, answer)


texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(texts, texts), texts)
def test_every_text_survives_the_wire(parameters, session):
    body = encode("InitiateAuth", {"ChallengeParameters": parameters, "Session": session})
    assert json.loads(body) == {"ChallengeParameters": parameters, "Session": session}
    assert body == json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()


@for_each(
    "number, written",
    [
        (1483917206.155, "1.483917206155E9"),
        (1700000000, "1.7E9"),
        (1682955829.578, "1.682955829578E9"),
        (10_000_000, "1.0E7"),
        (9_999_999.5, "9999999.5"),
        (0, "0.0"),
        (1, "1.0"),
        (0.001, "0.001"),
        (0.0001, "1.0E-4"),
        (-1700000000.5, "-1.7000000005E9"),
    ],
)
def test_numbers_are_written_as_java_writes_a_double(number, written):
    assert java_double(number) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_being_written(number):
    assert float(java_double(number)) == number


@for_each("operation", sorted(model.operations()))
def test_every_operation_of_the_model_can_be_answered(operation):
    assert encode(operation, {}) in (b"", b"{}")
