"""The comparison finds each difference with its place and kind, and trusts a recording only as far as it can."""

import base64
import json
from dataclasses import replace

import pytest
from one_test import for_each
from recorded.command_line import parameters_of
from recorded.recordings import Recording

from pytest_cognito_mfa._aws.exchange import Reply
from pytest_cognito_mfa._inference.response_diff import differences as differences_from
from pytest_cognito_mfa._inference.response_diff import key_of, text_of

HEADERS = [("Date", "Tue, 14 Nov 2023 22:13:20 GMT"), ("Content-Type", "x"), ("x-amzn-RequestId", "1")]
BODY = '{"ChallengeName":"SMS_MFA","ChallengeParameters":{"A":"1","B":"2"},"ExpiresIn":3600,"Session":"theirs"}'
MADE = Recording("000", "InitiateAuth", "nowhere", "us-east-1", None, {}, 200, HEADERS, BODY)


def differences(recording, body=BODY, headers=HEADERS, status=200):
    return differences_from(recording.shown, Reply(status, tuple(headers), body.encode()))


def found(recording=MADE, **reply):
    return [key_of(each) for each in differences(recording, **reply)]


def test_the_same_does_not_differ():
    assert found() == []


def test_a_status_differs_with_both_values():
    (difference,) = differences(MADE, status=400)
    assert text_of(difference) == "status: different value (200 recorded, 400 here)"


@for_each(
    "headers, keys",
    [
        (HEADERS[:-1], ["header x-amzn-RequestId: only in the recording"]),
        ([*HEADERS, ("Server", "x")], ["header Server: not in the recording"]),
        ([HEADERS[1], HEADERS[0], HEADERS[2]], ["headers: different order"]),
        ([HEADERS[0], ("Content-Type", "y"), HEADERS[2]], ["header Content-Type: different value"]),
        (
            [("date", HEADERS[0][1]), *HEADERS[1:]],
            ["header Date: only in the recording", "header date: not in the recording"],
        ),
        ([*HEADERS[:-1], ("x-amzn-RequestId", "2")], []),
    ],
)
def test_headers_differ(headers, keys):
    assert found(headers=headers) == keys


def test_where_the_recording_lost_the_case_or_the_order_or_some_headers_they_are_not_compared():
    lower = [(name.lower(), value) for name, value in HEADERS]
    assert found(replace(MADE, headers=lower)) == []
    assert found(replace(MADE, number="043", headers=HEADERS[::-1])) == []
    assert found(replace(MADE, number="021", headers=HEADERS[2:])) == []
    assert found(replace(MADE, headers=[])) == []
    assert found(replace(MADE, headers=[("Date", "<cut in source>"), *HEADERS[1:]])) == []


@for_each(
    "old, new, keys",
    [
        ('"A":"1",', "", ["body.ChallengeParameters.A: only in the recording"]),
        ('"A":"1"', '"A":"1","C":"3"', ["body.ChallengeParameters.C: not in the recording"]),
        ('"A":"1","B":"2"', '"B":"2","A":"1"', ["body.ChallengeParameters: different order"]),
        ("SMS_MFA", "EMAIL_OTP", ["body.ChallengeName: different value"]),
        ("3600", '"3600"', ["body.ExpiresIn: different type"]),
        ("3600", "null", ["body.ExpiresIn: different type"]),
        ("theirs", "ours", []),
        ('"theirs"', "1", ["body.Session: different type"]),
    ],
)
def test_members_differ(old, new, keys):
    assert found(body=BODY.replace(old, new)) == keys


def test_the_order_of_members_counts_only_where_it_is_the_wires():
    shuffled = BODY.replace('"A":"1","B":"2"', '"B":"2","A":"1"')
    assert found(replace(MADE, ordered=False), body=shuffled) == []


def test_a_body_without_bytes_differs_from_any_other():
    assert found(replace(MADE, body=""), body="") == []
    assert found(replace(MADE, body=""), body="{}") == ["body: not in the recording"]


@pytest.mark.parametrize(
    "seen",
    ['{"ChallengeName":"SMS', '{"ChallengeName":"SMS_MFA","ChallengeParameters":{"A":"1"', BODY[:-3]],
    ids=["in a text", "in an object", "near the end"],
)
def test_of_a_body_that_was_cut_off_what_followed_is_not_known(seen):
    cut = replace(MADE, body=seen + "<cut in source>", whole=False)
    assert found(cut) == []
    assert found(cut, body=BODY.replace("SMS", "EMAIL")) == ["body.ChallengeName: different value"]


ATTRIBUTES = '{"UserAttributes":[{"Name":"sub","Value":"theirs"},{"Name":"email","Value":"a@b.c"}]}'


@for_each(
    "old, new, keys",
    [
        ("theirs", "ours", []),
        ("a@b.c", "d@e.f", ["body.UserAttributes.email.Value: different value"]),
        (',{"Name":"email","Value":"a@b.c"}', "", ["body.UserAttributes.email: only in the recording"]),
        (
            '"email"',
            '"name"',
            ["body.UserAttributes.email: only in the recording", "body.UserAttributes.name: not in the recording"],
        ),
    ],
)
def test_attributes_are_compared_by_their_names(old, new, keys):
    assert found(replace(MADE, body=ATTRIBUTES), body=ATTRIBUTES.replace(old, new)) == keys


def test_attributes_have_an_order_too():
    first, second = json.loads(ATTRIBUTES)["UserAttributes"]
    ours = json.dumps({"UserAttributes": [second, first]}, separators=(",", ":"))
    assert found(replace(MADE, body=ATTRIBUTES), body=ours) == ["body.UserAttributes: different order"]
    assert replace(MADE, body=ATTRIBUTES).attributes == {"sub": "theirs", "email": "a@b.c"}


@pytest.mark.parametrize("end", [-1, -5], ids=["in an item", "between items"])
def test_of_a_list_that_was_cut_off_more_items_are_not_known(end):
    body = '{"Factors":["A","B","C"]}'
    for whole in (body, ATTRIBUTES):
        cut = replace(MADE, body=whole[: end - 3] + "<cut in source>", whole=False)
        assert found(cut, body=whole) == []
        assert found(cut, body=whole[:-2] + (',"D"]}' if whole is body else ',{"Name":"a"}]}')) == []


def test_lists_differ_by_length_and_by_item():
    recording = replace(MADE, body='{"Factors":["A","B"]}')
    assert found(recording, body='{"Factors":["A"]}') == ["body.Factors: different value"]
    assert found(recording, body='{"Factors":["A","C"]}') == ["body.Factors[1]: different value"]


@pytest.mark.parametrize(("length", "keys"), [(42, []), (43, ["header Content-Length: different value"])])
def test_a_length_is_compared_but_for_what_is_opaque(length, keys):
    body = '{"ChallengeName":"SMS","Session":"theirs"}'
    ours = '{"ChallengeName":"SMS","Session":"longer than theirs"}'
    recording = replace(
        MADE, body=body.replace("SMS", "SMS" + "x" * (length - 42)), headers=[("Content-Length", str(length))]
    )
    lengths = found(recording, body=ours, headers=[("Content-Length", str(len(ours)))])
    assert [key for key in lengths if key.startswith("header")] == keys


def token(**claims):
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({"kid": ""}, claims)
    ]
    return ".".join([*parts, "signature"])


@for_each(
    "claims, keys",
    [
        ({"sub": "1", "exp": 1}, []),
        ({"exp": 1, "sub": "1"}, ["IdToken: different order"]),
        ({"sub": "1"}, ["IdToken.exp: only in the recording"]),
        ({"sub": "1", "exp": "1"}, ["IdToken.exp: different type"]),
        ({"sub": "1", "exp": 1, "jti": ""}, ["IdToken.jti: not in the recording"]),
    ],
)
def test_claims_differ_by_name_order_and_type(claims, keys):
    payload = [{"name": "sub", "type": "string"}, {"name": "exp", "type": "integer"}]
    body = '{"AuthenticationResult":{"IdToken":"theirs"}}'
    recording = replace(MADE, body=body, claims={"IdToken": {"payload": payload}})
    assert found(recording, body=body.replace("theirs", token(**claims))) == keys


@for_each(
    "operation, command, parameters",
    [
        (
            "InitiateAuth",
            "aws cognito-idp initiate-auth \\\n  --client-id abc --auth-parameters USERNAME=a@b.c,SECRET_HASH=x=",
            {"ClientId": "abc", "AuthParameters": {"USERNAME": "a@b.c", "SECRET_HASH": "x="}},
        ),
        (
            "SignUp",
            'aws cognito-idp sign-up --username a --user-attributes Name="email",Value="a@b.c" Name=name,Value=A',
            {
                "Username": "a",
                "UserAttributes": [{"Name": "email", "Value": "a@b.c"}, {"Name": "name", "Value": "A"}],
            },
        ),
        (
            "SetUserPoolMfaConfig",
            """aws cognito-idp set-user-pool-mfa-config --software-token-mfa-configuration Enabled=true \\
            --sms-mfa-configuration "SmsAuthenticationMessage=\\"Use, you: {####}.\\",SmsConfiguration={ExternalId=e}"
            """,
            {
                "SoftwareTokenMfaConfiguration": {"Enabled": True},
                "SmsMfaConfiguration": {
                    "SmsAuthenticationMessage": "Use, you: {####}.",
                    "SmsConfiguration": {"ExternalId": "e"},
                },
            },
        ),
        (
            "AdminInitiateAuth",
            'aws cognito-idp admin-initiate-auth --context-data="{\\"ServerName\\":\\"a\\"}"',
            {"ContextData": {"ServerName": "a"}},
        ),
        ("AdminListUserAuthEvents", "aws cognito-idp admin-list-user-auth-events --max-results 1", {"MaxResults": 1}),
    ],
)
def test_a_command_is_read_as_the_aws_cli_reads_it(operation, command, parameters):
    assert parameters_of(operation, command) == parameters
