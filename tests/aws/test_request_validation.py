"""Requests are validated by botocore's model, with AWS's messages."""

import functools
import re
import sys
import unicodedata
from collections import defaultdict

import pytest
from model_requests import input_shape, placed, places, smallest
from one_test import for_each

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._aws.validation import _java_pattern

OPERATIONS = sorted(model.operations())
FAILED = "failed to satisfy constraint: Member must"
MAP_FAILED = "at 'userPoolTags' failed to satisfy constraint: Map"
EACH = "must satisfy constraint: [Member must"
RECOVERY = "accountRecoverySetting.recoveryMechanisms"
TOKEN = {"AccessToken": "a.b.c"}


@for_each("operation", OPERATIONS)
def test_the_smallest_valid_request_has_no_problems(operation):
    assert model.validation_errors(operation, smallest(input_shape(operation))) == []


@for_each("operation", OPERATIONS)
def test_every_required_member_is_missed_when_it_is_missing(operation):
    request = smallest(input_shape(operation))
    for name in request:
        found = model.validation_errors(operation, {key: value for key, value in request.items() if key != name})
        lower = name[0].lower() + name[1:]
        assert found in ([f"Value {shown}at '{lower}' {FAILED} not be null"] for shown in ("null ", ""))


@for_each("operation", OPERATIONS)
def test_a_null_counts_as_missing(operation):
    request = smallest(input_shape(operation))
    assert model.validation_errors(operation, dict.fromkeys(request)) == model.validation_errors(operation, {})


@pytest.mark.parametrize(
    ("operation", "request_", "problems"),
    [
        pytest.param(
            "GetUser",
            {"AccessToken": ""},
            [f"Value at 'accessToken' {FAILED} satisfy regular expression pattern: [A-Za-z0-9-_=.]+"],
            id="A6: an empty token",
        ),
        pytest.param("GetUser", {}, [f"Value at 'accessToken' {FAILED} not be null"], id="A7: no token"),
        pytest.param(
            "VerifySoftwareToken",
            {**TOKEN, "UserCode": "Aaaa"},
            [
                f"Value at 'userCode' {FAILED} have length greater than or equal to 6",
                f"Value at 'userCode' {FAILED} satisfy regular expression pattern: [0-9]+",
            ],
            id="C7: a malformed code, in the order of today",
        ),
        pytest.param(
            "SignUp",
            {"ClientId": "c", "Username": "u", "Password": ""},
            [f"Value at 'password' {FAILED} satisfy regular expression pattern: [\\S]+"],
            id="W12: a password is not repeated",
        ),
        pytest.param(
            "DescribeUserPool",
            {"UserPoolId": "pool"},
            [f"Value 'pool' at 'userPoolId' {FAILED} satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+"],
            id="a harmless value is repeated",
        ),
        pytest.param(
            "DescribeUserPool",
            {},
            [f"Value null at 'userPoolId' {FAILED} not be null"],
            id="a harmless value is missing",
        ),
        pytest.param(
            "InitiateAuth",
            {"AuthFlow": "NO_SUCH_FLOW", "ClientId": "c"},
            [
                (
                    f"Value 'NO_SUCH_FLOW' at 'authFlow' {FAILED} satisfy enum value set: "
                    f"[{', '.join(model.service_model().shape_for('AuthFlowType').enum)}]"
                )
            ],
            id="an enumeration",
        ),
        pytest.param(
            "SignUp",
            {"ClientId": "c", "Username": "u", "UserAttributes": [{"Name": "a"}, {"Value": "v"}]},
            [f"Value null at 'userAttributes.2.member.name' {FAILED} not be null"],
            id="a nested path",
        ),
        pytest.param(
            "CreateUserPool",
            {"PoolName": "p", "AccountRecoverySetting": {"RecoveryMechanisms": []}},
            [f"Value '[]' at '{RECOVERY}' {FAILED} have length greater than or equal to 1"],
            id="a list that is too short",
        ),
        pytest.param(
            "CreateUserPool",
            {"PoolName": "p", "Policies": {"PasswordPolicy": {"MinimumLength": 5}}},
            [f"Value '5' at 'policies.passwordPolicy.minimumLength' {FAILED} have value greater than or equal to 6"],
            id="a number that is too small",
        ),
        pytest.param(
            "CreateUserPool",
            {"PoolName": "p", "Policies": {"PasswordPolicy": {"MinimumLength": 100}}},
            [f"Value '100' at 'policies.passwordPolicy.minimumLength' {FAILED} have value less than or equal to 99"],
            id="a number that is too large",
        ),
        pytest.param(
            "CreateUserPool",
            {"PoolName": "p" * 129},
            [f"Value '{'p' * 129}' at 'poolName' {FAILED} have length less than or equal to 128"],
            id="a text that is too long",
        ),
        pytest.param(
            "CreateUserPool",
            {"PoolName": "p", "UserPoolTags": {"key": "v" * 257}},
            [f"Value '{{key={'v' * 257}}}' {MAP_FAILED} value {EACH} have length less than or equal to 256]"],
            id="a map's value",
        ),
        pytest.param(
            "CreateUserPool",
            {"PoolName": "p", "UserPoolTags": {"": "v"}},
            [f"Value '{{=v}}' {MAP_FAILED} keys {EACH} have length greater than or equal to 1]"],
            id="a map's key",
        ),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_aws(operation, request_, problems):
    assert model.validation_errors(operation, request_) == problems


def test_a_list_is_shown_as_java_shows_it():
    policy = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"] * 6}}
    (found,) = model.validation_errors("CreateUserPool", {"PoolName": "p", "Policies": policy})
    assert "'[PASSWORD, PASSWORD, PASSWORD, PASSWORD, PASSWORD, PASSWORD]'" in found


def test_a_list_of_structures_is_shown_as_java_shows_it():
    ways = [{"Name": "admin_only", "Priority": 1}] * 3
    (found,) = model.validation_errors(
        "CreateUserPool", {"PoolName": "p", "AccountRecoverySetting": {"RecoveryMechanisms": ways}}
    )
    assert found.startswith("Value '[{Name=admin_only, Priority=1}, {Name=admin_only, Priority=1}, ")


def test_problems_are_told_in_the_order_of_the_model():
    found = model.validation_errors("SignUp", {})
    assert [re.search("'(.+?)'", text)[1] for text in found] == ["clientId", "username"]


def test_a_member_that_the_model_does_not_have_is_not_looked_at():
    assert model.validation_errors("DescribeUserPool", {"UserPoolId": "us-east-1_a", "Unheard": {"of": 1}}) == []


@pytest.mark.parametrize(
    ("operation", "request_", "words"),
    [
        ("GetUser", {"AccessToken": 1}, "NUMBER_VALUE can not be converted to a String"),
        ("SetUICustomization", {"UserPoolId": "a_a", "ImageFile": 1}, "NUMBER_VALUE can not be converted to a Blob"),
        ("GetUser", {"AccessToken": True}, "TRUE_VALUE can not be converted to a String"),
        ("GetUser", {"AccessToken": False}, "FALSE_VALUE can not be converted to a String"),
        ("GetUser", {"AccessToken": {}}, "Start of structure or map found where not expected."),
        ("GetUser", {"AccessToken": ["a.b.c"]}, "Start of list found where not expected"),
        ("SetUserMFAPreference", {**TOKEN, "SMSMfaSettings": []}, "Start of list found where not expected"),
        ("SetUserMFAPreference", {**TOKEN, "SMSMfaSettings": "on"}, "Unexpected field type"),
        (
            "SetUserMFAPreference",
            {**TOKEN, "SMSMfaSettings": {"Enabled": 1}},
            "NUMBER_VALUE can not be converted to a Boolean",
        ),
        ("InitiateAuth", {"AuthFlow": "USER_AUTH", "AuthParameters": 1}, "Expected map or null"),
        ("InitiateAuth", {"AuthFlow": "USER_AUTH", "AuthParameters": []}, "Start of list found where not expected"),
        ("SignUp", {"UserAttributes": {}}, "Start of structure or map found where not expected."),
        ("SignUp", {"UserAttributes": "email"}, "Unexpected field type"),
        (
            "CreateUserPool",
            {"PoolName": "p", "Policies": {"PasswordPolicy": {"MinimumLength": [8]}}},
            "Start of list found where not expected",
        ),
        (
            "CreateUserPool",
            {"PoolName": "p", "Policies": {"PasswordPolicy": {"MinimumLength": "8"}}},
            "STRING_VALUE can not be converted to an Integer",
        ),
        (
            "CreateUserPool",
            {"PoolName": "p", "Policies": {"PasswordPolicy": {"MinimumLength": True}}},
            "TRUE_VALUE can not be converted to an Integer",
        ),
        (
            "CreateUserPoolClient",
            {"UserPoolId": "us-east-1_a", "ClientName": "a", "AuthSessionValidity": 3.5},
            "NUMBER_VALUE can not be converted to an Integer",
        ),
        (
            "CreateUserPoolClient",
            {"UserPoolId": "us-east-1_a", "ClientName": "a", "AuthSessionValidity": 1e999},
            "NUMBER_VALUE can not be converted to an Integer",
        ),
    ],
)
def test_a_value_of_another_type_is_mistyped(operation, request_, words):
    with pytest.raises(model.Mistyped, match=f"^{re.escape(words)}$"):
        model.validation_errors(operation, request_)


@pytest.mark.parametrize(
    ("given", "taken"), [(True, True), (False, False), ("true", True), ("TRUE", True), ("false", False), ("yes", False)]
)
def test_a_text_is_taken_for_a_boolean_as_java_reads_it(given, taken):
    request = {**TOKEN, "SMSMfaSettings": {"Enabled": given}}
    read, failures = model.read_request("SetUserMFAPreference", request)
    assert (read["SMSMfaSettings"]["Enabled"], failures) == (taken, [])


# -- nothing secret is repeated ---------------------------------------------------------

SENSITIVE = [
    pytest.param(operation, steps, shape, id=f"{operation}-{'.'.join(map(str, steps))}")
    for operation in OPERATIONS
    for steps, shape, sensitive in places(input_shape(operation))
    if sensitive
]


@for_each("operation, steps, shape", SENSITIVE)
def test_a_sensitive_value_is_never_repeated(operation, steps, shape):
    secret = "\x00s3cr3t\x00" + "s" * shape.metadata.get("max", 0)
    request = placed(input_shape(operation), steps, secret)
    assert not [text for text in model.validation_errors(operation, request) if "s3cr3t" in text]


def test_the_sensitive_places_are_many():
    assert len(SENSITIVE) > 100


# -- the patterns -----------------------------------------------------------------------

PATTERNS = sorted(
    {
        pattern
        for name in model.service_model().shape_names
        if (pattern := model.service_model().shape_for(name).metadata.get("pattern"))
    }
)
VISIBLE = r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"


@for_each("pattern", PATTERNS)
def test_every_pattern_of_the_model_can_be_used(pattern):
    assert r"\p" not in _java_pattern(pattern).pattern


@functools.cache
def by_category():
    """Every Unicode character that Python knows, by its general category."""
    characters = defaultdict(list)
    for character in map(chr, range(sys.maxunicode + 1)):
        characters[unicodedata.category(character)].append(character)
    return {category: "".join(each) for category, each in characters.items()}


def every_character(*categories):
    return "".join(each for category, each in by_category().items() if category.startswith(categories))


def test_every_visible_character_is_visible():
    assert _java_pattern(VISIBLE).fullmatch(every_character("L", "M", "S", "N", "P"))


def test_no_separator_and_no_control_character_is_visible():
    assert _java_pattern(VISIBLE).findall(every_character("Z", "Cc", "Cs")) == []


def test_every_separator_is_one():
    assert _java_pattern(r"[\p{Z}]+").fullmatch(every_character("Z"))
    assert _java_pattern(r"[\p{Z}]").findall(every_character("L", "M", "S", "N", "P", "C")) == []


@pytest.mark.parametrize(("name", "fits"), [("zoë-日本", True), ("a b", False), ("a\u00a0b", False), ("😀", True)])
def test_a_username_is_made_of_visible_characters(name, fits):
    found = model.validation_errors("AdminGetUser", {"UserPoolId": "us-east-1_a", "Username": name})
    assert (found == []) == fits


def test_javas_digits_and_words_are_ascii():
    assert not _java_pattern(r"[\w]+").fullmatch("é")
    assert model.validation_errors("VerifySoftwareToken", {**TOKEN, "UserCode": "١٢٣٤٥٦"})


# -- what the model says of an operation -------------------------------------------------


def test_admin_operations_are_signed_and_a_users_own_are_not():
    unsigned = {name for name in OPERATIONS if not model.is_signed(name)}
    assert {"InitiateAuth", "SignUp", "SetUserMFAPreference", "GetUser", "GlobalSignOut"} <= unsigned
    assert not [name for name in unsigned if name.startswith("Admin")]


def test_the_documented_errors_are_the_models():
    assert "ForbiddenException" in model.documented_errors("SetUserMFAPreference")
    assert "ForbiddenException" not in model.documented_errors("AdminSetUserMFAPreference")
