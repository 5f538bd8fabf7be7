"""No secret of a request is ever in a message about it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_test import for_each

from pytest_cognito_mfa._aws import operations, service_model
from pytest_cognito_mfa._aws.exchange import Call, Reply
from pytest_cognito_mfa._aws.secrecy import is_secret, size_of
from pytest_cognito_mfa._cassette.aliases import Aliases
from pytest_cognito_mfa._cassette.interactions import Cassette, Interaction
from pytest_cognito_mfa._cassette.matching import compared_members
from pytest_cognito_mfa._cassette.misses import describe_miss


def text_of_miss(path, recorded, asked):
    halves = (recorded, Reply(200, (), b""))
    interaction = Interaction(path / "enrol.yaml", 1, 1, recorded.operation, lambda _: halves)
    return describe_miss(Cassette(path / "enrol.yaml", (interaction,)), asked, 1, {}, Aliases())


def example(shape, hidden, secret):
    """A value for a shape of botocore: `secret()` wherever the shape, or a shape around it, is sensitive."""
    hidden = hidden or bool(shape.metadata.get("sensitive"))
    if shape.type_name == "structure":
        return {name: example(member, hidden, secret) for name, member in shape.members.items()}
    if shape.type_name == "list":
        return [example(shape.member, hidden, secret)]
    if shape.type_name == "map":
        return {"a": example(shape.value, hidden, secret)}
    return secret() if hidden else "known"


@for_each("operation", sorted(operations()))
def test_what_the_model_marks_sensitive_is_never_shown(operation, tmp_path, monkeypatch):
    monkeypatch.setattr("pytest_cognito_mfa._cassette.misses.MOST_LINES", 10_000)
    numbers = itertools.count(1)
    shape = service_model().operation_model(operation).input_shape
    recorded, asked = (
        {
            name: example(member, False, lambda: f"hush{next(numbers)}")
            for name, member in (shape.members if shape else {}).items()
        }
        for _ in range(2)
    )

    text = text_of_miss(tmp_path, Call(operation, recorded, ""), Call(operation, {**asked, "Other": True}, ""))

    assert "    Other: not recorded, true sent" in text
    assert "hush" not in text
    reported = text.count("recorded, another sent") + text.count("characters sent")
    assert reported >= str(compared_members(recorded)).count("hush")


@for_each(
    "name",
    [
        "SECRET_BLOCK",
        "SRP_A",
        "SRP_B",
        "PASSWORD",
        "PASSWORD_CLAIM_SIGNATURE",
        "REFRESH_TOKEN",
        "SECRET_HASH",
        "Session",
    ],
)
@for_each("value", ["hush", 123456, True, ["hush"], {"a": "hush"}, None])
def test_what_is_a_secret_by_its_name_is_one_wherever_it_stands(name, value):
    assert is_secret("SetUserMFAPreference", ("SMSMfaSettings", name, "Enabled"), value)
    assert is_secret("jwks.json", (name,), value)


@for_each("name", ["ConfirmationCode", "AccessTokenValidity", "DeviceKey", "password", "session_id"])
def test_text_in_a_member_that_sounds_like_a_secret_is_one(name):
    assert is_secret("ConfirmSignUp", ("ClientMetadata", name), "hush")


def test_settings_about_secrets_are_none():
    assert not is_secret("SetUserMFAPreference", ("SoftwareTokenMfaSettings", "PreferredMfa"), True)
    assert not is_secret("CreateUserPoolClient", ("AccessTokenValidity",), 5)
    assert not is_secret("CreateUserPoolClient", ("ExplicitAuthFlows", 0), "ALLOW_REFRESH_TOKEN_AUTH")
    assert not is_secret("ListUsers", ("UserPoolId",), "us-east-1_EXAMPLE")


@pytest.mark.parametrize(
    ("operation", "member"),
    [
        ("NewOfAws", ("Name",)),
        ("GetUser", ("accesTokn",)),
        ("GetUser", (0,)),
        ("ListUsers", ("Limit", "Name")),
    ],
)
def test_what_the_model_does_not_know_may_be_anything(operation, member):
    assert is_secret(operation, member, "hush")
    assert is_secret(operation, member, 123456)
    assert not is_secret(operation, member, True)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "a text of 0 characters"),
        ("a", "a text of 1 character"),
        ("a" * 880, "a text of 880 characters"),
        ([], "a list of 0 items"),
        ({"a": 1}, "an object of 1 member"),
        (None, "null"),
        (True, "a boolean"),
        (1.5, "a number"),
    ],
)
def test_a_secret_is_described_by_its_type_and_size(value, words):
    assert size_of(value) == words


NAMES = st.sampled_from(["Session", "SECRET_BLOCK", "AuthParameters", "Code", "a", "UserAttributes", "ClientId"])
SECRETS = st.recursive(
    st.integers(0, 99).map("hush{}".format) | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


@given(
    recorded=st.dictionaries(NAMES, SECRETS),
    asked=st.dictionaries(NAMES, SECRETS),
    operation=st.sampled_from(["InitiateAuth", "NewOfAws"]),
)
def test_no_shape_of_request_gives_a_secret_away(recorded, asked, operation, tmp_path_factory):
    recorded, asked = ({**each, "Added": n} for n, each in enumerate((recorded, asked)))

    text = text_of_miss(tmp_path_factory.getbasetemp(), Call(operation, recorded, ""), Call(operation, asked, ""))

    assert "hush" not in text


@for_each("member", [("ClientMetadata", "note"), ("ValidationData", 0, "Value"), ("ClientMetadata", "a", "b")])
@for_each("value", ["hush", 4711, True])
def test_what_an_application_sends_to_its_triggers_is_never_shown(member, value):
    assert is_secret("SignUp", member, value)


def test_a_key_that_is_no_name_is_not_shown(tmp_path):
    recorded, asked = (
        {"ClientMetadata": {key: "hush", "note": key}} for key in ("4111111111111111", "5222222222222222")
    )

    text = text_of_miss(tmp_path, Call("SignUp", recorded, ""), Call("SignUp", asked, ""))

    assert "ClientMetadata.(a key of 16 characters): " in text
    assert "ClientMetadata.note: " in text
    assert [digits for digits in ("4111", "5222", "hush") if digits in text] == []
