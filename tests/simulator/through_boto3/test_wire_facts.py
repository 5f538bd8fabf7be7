"""The bytes on the wire: facts W1 to W12, E1 to E17, and those facts of B that are visible there."""

import base64
import json
import re

import pytest
import urllib3
from sign_in_steps import URL, Caller, looks_like_a_session, post

from pytest_cognito_mfa import NotSimulated
from pytest_cognito_mfa._aws import service_model

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


@pytest.fixture
def caller(cognito, aws):
    return Caller(aws, cognito)


def initiate(cognito, name, password=None, **headers):
    password = password or cognito.user(name).password
    parameters = {"USERNAME": name, "PASSWORD": password}
    request = {"ClientId": cognito.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    return post("InitiateAuth", request, **headers)


def payload(token):
    segment = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


def names_of(pairs):
    return [name for name, _ in pairs]


def assert_alphabetical(text):
    """Compact, no nulls, and the members of each object in order."""
    parsed = json.loads(text, object_pairs_hook=lambda pairs: pairs)

    def look(value):
        if isinstance(value, list) and value and isinstance(value[0], tuple):
            assert names_of(value) == sorted(names_of(value))
            assert None not in dict(value).values()
            value = [inner for _, inner in value]
        for inner in value if isinstance(value, list) else ():
            look(inner)

    look(parsed)
    assert b", " not in text
    assert b'": ' not in text


@pytest.mark.parametrize("name", ["newcomer", "totp", "sms", "email", "undecided", "invited"])
def test_w1_bodies_are_compact_and_alphabetical(cognito, name):
    assert_alphabetical(initiate(cognito, name).data)


def test_w1_and_w10_get_user_gives_texts_where_the_token_has_booleans(cognito):
    tokens = cognito.sign_in("newcomer")
    body = post("GetUser", {"AccessToken": tokens.access_token}).data
    assert_alphabetical(body)
    assert b'{"Name":"email_verified","Value":"true"}' in body
    assert payload(tokens.id_token)["email_verified"] is True


def test_w1_texts_are_raw_utf_8(cognito):
    request = {"ClientId": cognito.client_id, "Username": "zoë", "Password": "Secret-1"}
    post("SignUp", request)
    reply = post("AdminGetUser", {"UserPoolId": cognito.user_pool_id, "Username": "zoë"}, signed=True)
    assert '"Username":"zoë"'.encode() in reply.data


def test_w1_and_e1_an_error_has_its_type_before_its_message(cognito):
    reply = post("GetUser", {"AccessToken": "invalidtoken"})
    assert reply.data == (
        b'{"__type":"NotAuthorizedException","message":"Could not verify signature for Access Token"}'
    )
    assert reply.status == 400


def test_e1_the_captured_error_is_given_to_the_byte(cognito):
    parameters = {"REFRESH_TOKEN": "no.such.token"}
    request = {"ClientId": cognito.client_id, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": parameters}
    reply = post("InitiateAuth", request)
    assert reply.data == b'{"__type":"NotAuthorizedException","message":"Invalid Refresh Token"}'
    assert reply.headers["Content-Length"] == "69"


@pytest.mark.parametrize(
    "target",
    ["AWSCognitoIdentityProviderService.NoSuchOperation", "AWSCognitoIdentityProviderService.", "GetUser", "", None],
)
def test_e13_a_target_that_names_no_operation_is_refused_without_a_message(cognito, target):
    headers = {"Content-Type": "application/x-amz-json-1.1"} | ({} if target is None else {"X-Amz-Target": target})
    reply = urllib3.PoolManager(retries=False).request("POST", URL, headers=headers, body=b"{}")
    assert (reply.status, reply.data) == (400, b'{"__type":"UnknownOperationException"}')
    assert list(reply.headers) == [*ALWAYS, "x-amzn-ErrorType"]


@pytest.mark.parametrize("body", ["{", "no JSON", "", "null", '"{}"', '{"AccessToken": "a.b.c",}'])
def test_e12_a_body_that_is_no_json_object_is_refused_without_a_message(cognito, body):
    reply = post("GetUser", body)
    assert (reply.status, reply.data) == (400, b'{"__type":"SerializationException"}')


@pytest.mark.parametrize(
    ("operation", "body", "words"),
    [
        ("GetUser", "[]", "Start of list found where not expected"),
        ("GetUser", '{"AccessToken":{}}', "Start of structure or map found where not expected."),
        ("InitiateAuth", '{"AuthParameters":"x"}', "Expected map or null"),
    ],
)
def test_e12_what_the_framework_says_of_a_request_begins_with_a_capital(cognito, operation, body, words):
    reply = post(operation, body)
    assert reply.data == f'{{"__type":"SerializationException","Message":"{words}"}}'.encode()
    assert (reply.status, reply.headers["x-amzn-ErrorMessage"]) == (400, words)


@pytest.mark.parametrize(
    "said", ["application/x-amz-json-1.1", "Application/X-Amz-JSON-1.1", "application/x-amz-json-1.1; charset=utf-8"]
)
def test_a_content_type_may_be_written_otherwise(cognito, said):
    assert post("GetUser", {"AccessToken": "a.b.c"}, **{"Content-Type": said}).status == 400


@pytest.mark.parametrize("said", ["application/json", "application/x-amz-json-1.0", "text/plain", ""])
def test_another_content_type_is_an_error_of_ours_for_nobody_knows_what_aws_says(cognito, said):
    with (
        cognito.allow_not_simulated(),
        pytest.raises(NotSimulated, match=r"Send Content-Type: application/x-amz-json-1\.1"),
    ):
        post("GetUser", {"AccessToken": "a.b.c"}, **{"Content-Type": said})


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer a.b.c"}], ids=["unsigned", "bearer"])
def test_e11_an_unsigned_admin_call_is_refused(cognito, headers):
    reply = post("AdminGetUser", {"UserPoolId": cognito.user_pool_id, "Username": "newcomer"}, **headers)
    words = b'{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}'
    assert (reply.status, reply.data) == (400, words)


def test_a2_a_users_own_call_needs_no_signature_and_bears_one(cognito):
    request = {"AccessToken": cognito.sign_in("newcomer").access_token}
    assert [post("SetUserMFAPreference", request, signed=signed).status for signed in (False, True)] == [200, 200]


def test_e16_no_refusal_claims_a_reason_code(cognito):
    assert "reasonCode" in service_model().shape_for("InvalidParameterException").members
    token = cognito.sign_in("newcomer").access_token
    on = {"AccessToken": token, "SoftwareTokenMfaSettings": {"Enabled": True}}
    assert list(json.loads(post("SetUserMFAPreference", on).data)) == ["__type", "message"]


@pytest.mark.parametrize("operation", ["AdminDeleteUser", "DeleteUserPool"])
def test_w2_an_operation_without_an_output_answers_no_bytes(cognito, operation):
    reply = post(operation, {"UserPoolId": cognito.user_pool_id, "Username": "newcomer"}, signed=True)
    assert (reply.status, reply.data, reply.headers["Content-Length"]) == (200, b"", "0")
    assert reply.headers["Content-Type"] == "application/x-amz-json-1.1"


def test_w2_and_a1_an_operation_with_an_empty_output_answers_two_bytes(cognito):
    token = cognito.sign_in("newcomer").access_token
    reply = post("SetUserMFAPreference", {"AccessToken": token})
    assert (reply.status, reply.data, reply.headers["Content-Length"]) == (200, b"{}", "2")


ALWAYS = ["Date", "Content-Type", "Content-Length", "Connection", "x-amzn-RequestId"]
ON_ERROR = ["x-amzn-ErrorType", "x-amzn-ErrorMessage"]
CORS = ["Access-Control-Allow-Origin", "Access-Control-Expose-Headers"]


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://app.example.com"}], ids=["plain", "browser"])
@pytest.mark.parametrize("password", [None, "Wrong-1"], ids=["success", "error"])
def test_w3_and_e3_headers_stand_in_the_order_of_aws(cognito, headers, password):
    reply = initiate(cognito, "newcomer", password, **headers)
    assert list(reply.headers) == ALWAYS + (ON_ERROR if password else []) + (CORS if headers else [])
    assert reply.headers["Content-Length"] == str(len(reply.data))
    if headers:
        exposed = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"
        assert [reply.headers[name] for name in CORS] == ["*", exposed]


def test_e1_the_error_type_ends_in_a_colon(cognito):
    reply = initiate(cognito, "newcomer", "Wrong-1")
    assert reply.headers["x-amzn-ErrorType"] == "NotAuthorizedException:"
    assert reply.headers["x-amzn-ErrorMessage"] == "Incorrect username or password."


def test_a_line_break_in_a_message_stays_in_the_body_alone(cognito):
    attributes = [{"Name": "shoe_size", "Value": "44"}]
    request = {"ClientId": cognito.client_id, "Username": "zoe", "Password": "Secret-1"}
    reply = post("SignUp", {**request, "UserAttributes": attributes})
    words = "Attributes did not conform to the schema: shoe_size: Attribute does not exist in the schema."
    assert reply.headers["x-amzn-ErrorMessage"] == words
    assert json.loads(reply.data)["message"] == words + "\n"


def test_a_message_that_repeats_what_was_sent_is_still_one_header(cognito):
    request = {"UserPoolId": "\u00e9\u03a9\U0001f511\r\nSet-Cookie: a=b\x00\x85", "Username": "zoe"}
    reply = post("AdminGetUser", request, signed=True)
    words = "1 validation error detected: Value '\u00e9??  Set-Cookie: a=b  ' at 'userPoolId' failed"
    assert reply.headers["x-amzn-ErrorMessage"].startswith(words)
    assert list(reply.headers) == ALWAYS + ON_ERROR
    assert request["UserPoolId"] in json.loads(reply.data)["message"]


def test_a_message_that_repeats_a_long_text_is_whole_in_the_body_alone(cognito):
    request = {"UserPoolId": "!" * 100_000, "Username": "zoe"}
    reply = post("AdminGetUser", request, signed=True)
    message = json.loads(reply.data)["message"]
    assert request["UserPoolId"] in message
    assert reply.headers["x-amzn-ErrorMessage"] == message[:8000]


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"a":NaN}',
        '{"a":-Infinity}',
        r'{"AccessToken":"\ud800"}',
        r'{"\udc00\ud800":1}',
    ],
    ids=["cut", "deep list", "deep object", "NaN", "Infinity", "half", "turned"],
)
def test_e12_what_is_no_json_is_refused_as_such(cognito, body):
    assert post("GetUser", body).headers["x-amzn-ErrorType"] == "SerializationException:"


def test_a_character_of_two_halves_is_one(cognito):
    request = {"UserPoolId": cognito.user_pool_id, "Username": "zoe\U0001f511"}
    assert r"\ud83d\udd11" in json.dumps(request)
    made = json.loads(post("AdminCreateUser", request, signed=True).data)
    assert made["User"]["Username"] == "zoe\U0001f511"


@pytest.mark.parametrize(
    ("given", "shown"),
    [("日本", "??"), ("é", "é"), ("a\r\nb", "a  b")],
    ids=["日本", "é", "lines"],
)
def test_a_message_stands_in_its_header_as_far_as_a_header_can_hold_it(cognito, given, shown):
    reply = post("DescribeUserPool", {"UserPoolId": given}, signed=True)
    words = "1 validation error detected: Value '{}' at 'userPoolId' failed to satisfy constraint: Member must"
    assert reply.headers["x-amzn-ErrorMessage"].startswith(words.format(shown))
    assert json.loads(reply.data)["message"].startswith(words.format(given))


PREFLIGHT = {
    "Origin": "https://app.example.com",
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type,x-amz-target,x-amz-user-agent",
}


def test_a_browsers_preflight_is_granted_whatever_it_asks_for(cognito):
    cognito.clock.freeze(1_700_000_000)
    reply = urllib3.PoolManager(retries=False).request("OPTIONS", URL, headers=PREFLIGHT)
    request_id = reply.headers["x-amzn-RequestId"]
    assert (reply.status, reply.data) == (200, b"")
    assert list(reply.headers.items()) == [
        ("Date", "Tue, 14 Nov 2023 22:13:20 GMT"),
        ("Content-Length", "0"),
        ("Connection", "keep-alive"),
        ("x-amzn-RequestId", request_id),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Headers", "content-type,x-amz-target,x-amz-user-agent"),
        ("Access-Control-Allow-Methods", "POST"),
        ("Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"),
        ("Access-Control-Max-Age", "172800"),
    ]
    assert re.fullmatch(UUID, request_id)


def test_a_preflight_that_asks_for_no_header_is_told_of_none(cognito):
    asking = {name: value for name, value in PREFLIGHT.items() if not name.endswith("Request-Headers")}
    reply = urllib3.PoolManager(retries=False).request("OPTIONS", URL, headers=asking)
    assert "Access-Control-Allow-Headers" not in reply.headers
    assert reply.headers["Access-Control-Allow-Methods"] == "POST"


def test_the_date_is_the_clocks(cognito):
    cognito.clock.freeze(1_700_000_000)
    assert initiate(cognito, "newcomer").headers["Date"] == "Tue, 14 Nov 2023 22:13:20 GMT"


def test_e17_times_are_written_as_java_writes_a_double(cognito):
    cognito.clock.freeze(1_700_000_000.155)
    made = post("AdminCreateUser", {"UserPoolId": cognito.user_pool_id, "Username": "zoe"}, signed=True)
    assert b'"UserCreateDate":1.700000000155E9' in made.data


def test_e15_request_ids_are_uuids_and_differ(cognito):
    ids = [initiate(cognito, "newcomer").headers["x-amzn-RequestId"] for _ in range(3)]
    assert len(set(ids)) == 3
    assert all(re.fullmatch(UUID, each) for each in ids)


def test_w4_srp_then_sms_tells_medium_and_destination_alone(caller):
    parameters = caller.srp("sms")["ChallengeParameters"]
    reported = {"CODE_DELIVERY_DELIVERY_MEDIUM": "SMS", "CODE_DELIVERY_DESTINATION": "+*******0102"}
    assert parameters == reported


def test_b16_a_password_then_sms_tells_the_users_id_too(caller):
    assert caller.password("sms")["ChallengeParameters"]["USER_ID_FOR_SRP"] == "sms"


def test_w5_totp_tells_the_users_id_alone_where_the_app_has_no_name(caller):
    assert caller.password("totp")["ChallengeParameters"] == {"USER_ID_FOR_SRP": "totp"}


def test_b22_and_b23_lists_are_json_inside_a_text(caller):
    parameters = caller.password("undecided")["ChallengeParameters"]
    chosen = {"MFAS_CAN_CHOOSE": '["SMS_MFA","SOFTWARE_TOKEN_MFA"]', "USER_ID_FOR_SRP": "undecided"}
    assert parameters == chosen


def test_b24_an_invitation_shows_what_is_required_and_what_is_known(caller):
    parameters = caller.password("invited")["ChallengeParameters"]
    assert set(parameters) == {"USER_ID_FOR_SRP", "requiredAttributes", "userAttributes"}
    assert parameters["requiredAttributes"] == "[]"


def test_b26_a_finished_sign_in_has_empty_parameters_beside_the_tokens(cognito):
    body = json.loads(initiate(cognito, "newcomer").data)
    assert sorted(body) == ["AuthenticationResult", "ChallengeParameters"]
    assert body["ChallengeParameters"] == {}
    result = ["AccessToken", "ExpiresIn", "IdToken", "RefreshToken", "TokenType"]
    assert list(body["AuthenticationResult"]) == result


def test_b27_the_proof_of_a_password_is_asked_for_without_a_session(caller):
    _, answer = caller.srp_challenge("newcomer")
    names = ["SALT", "SECRET_BLOCK", "SRP_B", "USERNAME", "USER_ID_FOR_SRP"]
    assert sorted(answer["ChallengeParameters"]) == names
    assert "Session" not in answer


def test_w9_srp_values_have_their_form(caller):
    parameters = caller.srp_challenge("newcomer")[1]["ChallengeParameters"]
    assert re.fullmatch("[1-9a-f][0-9a-f]*", parameters["SALT"])
    assert re.fullmatch("[0-9a-f]+", parameters["SRP_B"])
    assert base64.b64decode(parameters["SECRET_BLOCK"], validate=True)


@pytest.mark.parametrize("name", ["totp", "sms", "email", "undecided", "invited"])
def test_w9_sessions_have_their_form(caller, name):
    assert looks_like_a_session(caller.password(name)["Session"])


def test_w11_tokens_have_their_form(cognito):
    tokens = cognito.sign_in("newcomer")
    header = tokens.refresh_token.split(".")[0]
    known = {"cty": "JWT", "enc": "A256GCM", "alg": "RSA-OAEP"}
    assert json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4))) == known
    assert len(tokens.refresh_token.split(".")) == 5
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-70.*", payload(tokens.access_token)["sub"])


def test_w12_a_sensitive_value_is_not_repeated(cognito):
    request = {"ClientId": cognito.client_id, "Username": "zoe", "Password": "has spaces in it"}
    message = json.loads(post("SignUp", request).data)["message"]
    assert message.startswith("1 validation error detected: Value at 'password' failed to satisfy constraint: ")
    assert "spaces" not in message


def test_e14_several_failures_are_counted_and_joined(cognito):
    message = json.loads(post("SignUp", {}).data)["message"]
    assert message.startswith("2 validation errors detected: Value")
    assert message.count("; Value") == 1


# -- W6: event_id -----------------------------------------------------------------------


def id_of(answer):
    return answer["ResponseMetadata"]["RequestId"]


def event_ids(answer):
    result = answer["AuthenticationResult"]
    return {payload(result[name])["event_id"] for name in ("AccessToken", "IdToken")}


def test_w6_the_event_is_the_call_that_verified_the_password(caller):
    answer = caller.password("newcomer")
    assert event_ids(answer) == {id_of(answer)}


@pytest.mark.parametrize("first", ["password", "srp"])
def test_w6_the_event_is_the_password_call_even_when_a_code_follows(caller, first):
    asked = getattr(caller, first)("sms")
    code = caller.cognito.outbox[-1].code
    answer = caller.respond("SMS_MFA", "sms", asked["Session"], SMS_MFA_CODE=code)
    assert event_ids(answer) == {id_of(asked)}
    assert id_of(answer) != id_of(asked)


def test_w6_the_event_outlives_a_new_password(caller):
    asked = caller.password("invited")
    answer = caller.respond("NEW_PASSWORD_REQUIRED", "invited", asked["Session"], NEW_PASSWORD="Changed-1")
    assert event_ids(answer) == {id_of(asked)}


def test_w6_the_event_outlives_a_selection(caller):
    asked = caller.password("undecided")
    chosen = caller.respond("SELECT_MFA_TYPE", "undecided", asked["Session"], ANSWER="SMS_MFA")
    code = caller.cognito.outbox[-1].code
    answer = caller.respond("SMS_MFA", "undecided", chosen["Session"], SMS_MFA_CODE=code)
    assert event_ids(answer) == {id_of(asked)}
