"""What single exchanges imply about pools, clients and users, and what the simulator gets before it answers them."""

import json

import pytest
from stories import SUB

from pytest_cognito_mfa._aws.exchange import Call, Reply
from pytest_cognito_mfa._inference import (
    RecordedExchange,
    RecordedResponse,
    ShadowRun,
    differences,
    initial_scenario,
    observe,
)
from pytest_cognito_mfa._inference.drift import compare
from pytest_cognito_mfa._inference.placeholders import SECRET, TOTP_SECRET, unmask
from pytest_cognito_mfa._inference.response_diff import text_of
from pytest_cognito_mfa._simulator.crypto import signing
from pytest_cognito_mfa._simulator.outbox import masked

URL = "https://cognito-idp.eu-west-1.amazonaws.com/"
POOL = {"UserPoolId": "eu-west-1_POOL00000"}
TOKENS = {"AccessToken": "a.b.c", "ExpiresIn": 3600, "TokenType": "Bearer"}


def exchange(operation, asked, answer=None, error=None, message="", *, date=None):
    answer = {"__type": error, "message": message} if error else answer or {}
    headers = (("Date", date),) if date else ()
    shown = RecordedResponse(400 if error else 200, headers, json.dumps(answer))
    return RecordedExchange("file.yaml:7", Call(operation, asked, URL, signed=True), shown, error, answer)


def initiate(flow="USER_PASSWORD_AUTH", answer=None, error=None, message="", client="app", **parameters):
    asked = {"ClientId": client, "AuthFlow": flow, "AuthParameters": {"USERNAME": "alice", **parameters}}
    return exchange("InitiateAuth", asked, answer or {"AuthenticationResult": TOKENS}, error, message)


def token(use="id", **claims):
    header = {"kid": "k", "alg": "RS256"}
    claims = {
        "token_use": use,
        "sub": SUB,
        "iss": f"https://cognito-idp.eu-west-1.amazonaws.com/{POOL['UserPoolId']}",
        **claims,
    }
    return signing.compact(*(json.dumps(each).encode() for each in (header, claims)), use)


def pool_of(*exchanges):
    (pool,) = initial_scenario(observe(exchanges)).pools
    return pool


def client_of(*exchanges):
    (client,) = pool_of(*exchanges).clients
    return client


def user_of(*exchanges):
    (user,) = pool_of(*exchanges).users
    return user


# -- clients ------------------------------------------------------------------------------


def test_a_client_has_the_flows_that_were_used_and_those_that_every_client_has():
    used = initiate(), initiate("ADMIN_NO_SRP_AUTH"), initiate("REFRESH_TOKEN", REFRESH_TOKEN="r")

    flows = [
        f"ALLOW_{flow}"
        for flow in ("USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH", "USER_SRP_AUTH")
    ]
    assert list(client_of(*used).settings["ExplicitAuthFlows"]) == flows


def test_a_flow_that_was_refused_is_off():
    error = ("InvalidParameterException", "USER_SRP_AUTH flow not enabled for this client")
    client = client_of(initiate("USER_SRP_AUTH", None, *error))

    assert list(client.settings["ExplicitAuthFlows"]) == ["ALLOW_REFRESH_TOKEN_AUTH"]


def test_tokens_show_how_long_they_are_valid():
    result = {**TOKENS, "ExpiresIn": 300, "IdToken": token(iat=10, exp=610, aud="app")}
    settings = client_of(initiate(answer={"AuthenticationResult": result})).settings

    assert (settings["AccessTokenValidity"], settings["IdTokenValidity"]) == (300, 600)
    assert settings["TokenValidityUnits"] == {"AccessToken": "seconds", "IdToken": "seconds"}


def test_a_client_that_gave_a_new_refresh_token_rotates_them():
    asked = {"ClientId": "app", "RefreshToken": "r", "ClientSecret": "s3cret"}
    client = client_of(
        exchange("GetTokensFromRefreshToken", asked, {"AuthenticationResult": {**TOKENS, "RefreshToken": "s"}})
    )

    assert client.settings["RefreshTokenRotation"]["Feature"] == "ENABLED"
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client.settings["ExplicitAuthFlows"]
    assert client.secret == "s3cret"


def test_a_missing_hash_implies_a_secret():
    message = "Client app is configured with secret but SECRET_HASH was not received"

    assert client_of(initiate(error="NotAuthorizedException", message=message)).secret == SECRET


def test_a_user_who_is_not_found_implies_a_client_that_does_not_hide_it_and_no_user():
    refused = initiate(error="UserNotFoundException", message="User does not exist.")

    assert client_of(refused).settings["PreventUserExistenceErrors"] == "LEGACY"
    assert pool_of(refused).users == ()


# -- pools --------------------------------------------------------------------------------


def test_a_described_pool_is_as_described_and_not_as_changed_later():
    described = {
        "UserPool": {
            "Id": POOL["UserPoolId"],
            "Name": "mine",
            "MfaConfiguration": "OFF",
            "DeletionProtection": "ACTIVE",
        }
    }
    changed = exchange("UpdateUserPool", POOL)
    then = exchange("DescribeUserPool", POOL, described)

    assert pool_of(then, changed).settings["DeletionProtection"] == "ACTIVE"
    assert "DeletionProtection" not in pool_of(changed, then).settings


def test_a_pools_mfa_configuration_is_the_recorded_one():
    factors = {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
    sms = {"SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/a"}}}
    settings = pool_of(exchange("GetUserPoolMfaConfig", POOL, {**factors, **sms})).settings

    assert settings["MfaConfiguration"] == "ON"
    assert settings["SmsConfiguration"]["SnsCallerArn"].endswith("role/a")


def test_custom_attributes_are_in_the_schema():
    shown = {"Username": "alice", "UserAttributes": [{"Name": "custom:team", "Value": "a"}]}
    given = {"ClientId": "app", "Username": "bob", "UserAttributes": [{"Name": "custom:role", "Value": "b"}]}
    pool = pool_of(
        exchange("AdminGetUser", {**POOL, "Username": "alice"}, shown), exchange("SignUp", given, {"UserSub": SUB})
    )

    assert [each["Name"] for each in pool.settings["Schema"]] == ["role", "team"]


def test_the_policy_allows_a_password_that_was_accepted():
    settings = pool_of(exchange("AdminSetUserPassword", {**POOL, "Username": "alice", "Password": "short1"})).settings

    policy = settings["Policies"]["PasswordPolicy"]
    assert (policy["MinimumLength"], policy["RequireUppercase"], policy["RequireNumbers"]) == (6, False, True)


@pytest.mark.parametrize(("name", "attribute"), [("a@example.com", "email"), ("+12065550100", "phone_number")])
def test_a_sub_as_username_implies_username_attributes(name, attribute):
    result = {**TOKENS, "IdToken": token(**{"cognito:username": SUB, "aud": "app"})}
    pool = pool_of(initiate(answer={"AuthenticationResult": result}, USERNAME=name))

    assert list(pool.settings["UsernameAttributes"]) == [attribute]
    assert pool.users[0].username == name


def test_email_as_a_factor_implies_a_sender():
    asked = {**POOL, "MfaConfiguration": "OPTIONAL", "EmailMfaConfiguration": {"Subject": "s"}}
    settings = pool_of(exchange("SetUserPoolMfaConfig", asked, {})).settings

    assert settings["EmailConfiguration"]["EmailSendingAccount"] == "DEVELOPER"
    assert "EmailMfaConfiguration" not in settings


def test_a_pools_document_implies_the_pool():
    document = RecordedExchange("file.yaml:7", Call("jwks.json", POOL, URL), RecordedResponse(200, (), "{}"))

    assert pool_of(document).id == POOL["UserPoolId"]
    assert (
        initial_scenario(
            observe([RecordedExchange("f:1", Call("OPTIONS", {}, URL), RecordedResponse(200, (), ""))])
        ).pools
        == ()
    )


def test_a_pool_that_was_deleted_and_created_again_existed_before():
    gone, made = (
        exchange("DeleteUserPool", POOL),
        exchange("CreateUserPool", {}, {"UserPool": {"Id": POOL["UserPoolId"]}}),
    )

    assert pool_of(gone, made).id == POOL["UserPoolId"]
    assert initial_scenario(observe([made])).pools == ()


def test_a_user_who_was_seen_before_a_second_sign_up_existed():
    named = {"ClientId": "app", "Username": "alice"}
    exists = exchange("SignUp", named, None, "UsernameExistsException", "User already exists")
    assert user_of(exists, exchange("SignUp", named, {"UserSub": SUB})).username == "alice"

    refused = exchange("SignUp", named, None, "InvalidPasswordException", "Password did not conform with policy: short")
    assert pool_of(refused).users == ()


# -- users --------------------------------------------------------------------------------


def test_a_user_without_srp_was_imported_without_a_password():
    user = user_of(initiate("USER_SRP_AUTH", None, "InvalidParameterException", "Invalid input given", SRP_A="2"))

    assert (user.status, user.password) == ("RESET_REQUIRED", None)


def test_an_invitation_shows_attributes_that_are_not_blank():
    parameters = {
        "USER_ID_FOR_SRP": "alice",
        "userAttributes": '{"name":"Alice","email":""}',
        "requiredAttributes": "[]",
    }
    user = user_of(initiate(answer={"ChallengeName": "NEW_PASSWORD_REQUIRED", "ChallengeParameters": parameters}))

    assert (user.status, dict(user.attributes)) == ("FORCE_CHANGE_PASSWORD", {"name": "Alice"})


def test_a_factor_that_is_on_has_an_address():
    shown = {"Username": "alice", "UserMFASettingList": ["SMS_MFA"], "UserAttributes": []}

    assert user_of(exchange("AdminGetUser", {**POOL, "Username": "alice"}, shown)).attributes["phone_number"]


def test_an_authenticator_may_be_registered_and_not_on():
    deleted = exchange("AdminDeleteSoftwareToken", {**POOL, "Username": "alice"})

    assert user_of(deleted).secret_code == TOTP_SECRET


def test_a_user_with_an_unknown_address_as_username_gets_a_placeholder():
    result = {**TOKENS, "IdToken": token(**{"cognito:username": SUB, "aud": "app"})}
    first = initiate(answer={"AuthenticationResult": result}, USERNAME="a@example.com")
    other = exchange("AdminGetUser", {**POOL, "Username": "other"}, {"Username": "other", "UserAttributes": []})

    assert [user.username for user in pool_of(first, other).users] == ["a@example.com", "recorded@example.com"]


@pytest.mark.parametrize("shown", ["a***@e***", "+*******0100", "plain@example.com"])
def test_an_unmasked_address_is_masked_in_the_same_way(shown):
    assert masked(unmask(shown)) == (shown if "*" in shown else masked(shown))


# -- what a call needs ----------------------------------------------------------------------


def found(*exchanges):
    return [difference for each in compare(exchanges) for difference in each.differences]


def test_placeholders_for_proofs_and_secrets_are_accepted():
    hashed = {"ClientId": "app", "Token": "r" * 30, "ClientSecret": "standsinforthesecretofaclient"}
    block = {"PASSWORD_CLAIM_SECRET_BLOCK": "x", "PASSWORD_CLAIM_SIGNATURE": "y", "TIMESTAMP": "z", "USERNAME": "alice"}
    asked = {"ClientId": "app", "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": block}
    parameters = dict.fromkeys(("SALT", "SECRET_BLOCK", "SRP_B"), "1") | {
        "USER_ID_FOR_SRP": "alice",
        "USERNAME": "alice",
    }
    challenge = {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": parameters}
    refused = {"error": "NotAuthorizedException", "message": "Incorrect username or password."}

    assert found(exchange("RevokeToken", hashed)) == []
    assert [each.path for each in found(initiate("USER_SRP_AUTH", challenge, SRP_A="not hex"))] == []
    proved = found(
        exchange("RespondToAuthChallenge", asked, {"AuthenticationResult": TOKENS, "ChallengeParameters": {}})
    )
    assert {each.kind for each in proved} == {"not in the recording"}
    assert found(exchange("RespondToAuthChallenge", asked, None, **refused)) == []


def test_a_session_that_was_replaced_by_a_note_is_accepted():
    answers = {"USERNAME": "alice", "SMS_MFA_CODE": "123456"}
    asked = {"ClientId": "app", "ChallengeName": "SMS_MFA", "Session": "<cut>", "ChallengeResponses": answers}
    refused = {"error": "CodeMismatchException", "message": "Invalid code or auth state for the user."}

    assert found(exchange("RespondToAuthChallenge", asked, None, **refused)) == []


def test_an_unknown_session_is_left_unknown():
    answers = {"USERNAME": "alice", "SMS_MFA_CODE": "123456"}
    asked = {"ClientId": "app", "ChallengeName": "SMS_MFA", "Session": "short", "ChallengeResponses": answers}
    refused = {"error": "NotAuthorizedException", "message": "Invalid session for the user."}

    assert found(exchange("RespondToAuthChallenge", asked, None, **refused)) == []


def test_an_app_is_not_verified_in_an_unknown_session():
    asked = {"Session": "AYABe" * 9, "UserCode": "123456"}
    refused = {"error": "NotAuthorizedException", "message": "Invalid session for the user."}

    assert found(exchange("VerifySoftwareToken", asked, None, **refused)) == []


def test_an_unknown_app_refuses_whatever_code():
    asked = {"AccessToken": "a.b.c", "UserCode": "123456"}
    refused = {"error": "NotAuthorizedException", "message": "Could not verify signature for Access Token"}

    assert found(exchange("VerifySoftwareToken", asked, None, **refused)) == []


@pytest.mark.parametrize("secret", ["not base32!", "B" * 52])
def test_an_invalid_secret_is_not_used(secret):
    associate = exchange("AssociateSoftwareToken", {"AccessToken": "a.b.c"}, {"SecretCode": secret})
    verify = exchange("VerifySoftwareToken", {"AccessToken": "a.b.c", "UserCode": "123456"}, {"Status": "SUCCESS"})

    assert found(associate, verify) == []


@pytest.mark.parametrize(
    ("date", "is_set"), [("Tue, 14 Nov 2023 22:13:20 GMT", True), ("no date", False), (None, False)]
)
def test_the_clock_has_the_recorded_time(date, is_set):
    recorded = exchange("GetUser", {"AccessToken": "a.b.c"}, {"Username": "alice", "UserAttributes": []}, date=date)
    shadow_run = ShadowRun(observe([recorded]))
    shadow_run.answer(recorded)

    assert (shadow_run.service.now == 1_700_000_000) is is_set


def test_a_disabled_user_and_a_locked_out_one_are_so_for_that_call_alone():
    refusals = [("NotAuthorizedException", message) for message in ("User is disabled.", "Password attempts exceeded")]
    exchanges = [initiate(error=error, message=message, PASSWORD="x") for error, message in refusals]
    wrong = initiate(error="NotAuthorizedException", message="Incorrect username or password.", PASSWORD="x")

    assert found(*exchanges, wrong) == []


def test_a_missing_status_and_body_are_not_compared():
    reply = Reply(400, (("Content-Length", "2"),), b"{}")

    assert differences(RecordedResponse(None, (), None), reply) == []
    assert differences(RecordedResponse(None, (("Content-Length", "7"),), None, headers_are="partial"), reply) == []


def test_a_body_that_was_printed_by_python_is_read():
    assert differences(RecordedResponse(200, (), "{'Enabled': False}"), Reply(200, (), b'{"Enabled":false}')) == []


def test_a_user_who_must_reset_a_password_signs_in_if_that_was_recorded():
    reset = exchange("AdminResetUserPassword", {**POOL, "Username": "alice"})
    signed_in = initiate("ADMIN_USER_PASSWORD_AUTH", PASSWORD="Secret-1")
    signed_in = exchange("AdminInitiateAuth", {**signed_in.request, **POOL}, {"AuthenticationResult": TOKENS})

    assert {each.kind for each in found(reset, signed_in)} == {"not in the recording"}


def test_a_user_who_is_disabled_and_imported_is_imported_as_such():
    imported = initiate("USER_SRP_AUTH", None, "InvalidParameterException", "Invalid input given", SRP_A="2")
    disabled = initiate(error="NotAuthorizedException", message="User is disabled.")

    assert user_of(imported, disabled).enabled is False


def test_a_value_of_another_form_differs():
    theirs = RecordedResponse(200, (), '{"UserSub":"00000000-0000-4000-8000-000000000001"}')
    (difference,) = differences(theirs, Reply(200, (), b'{"UserSub":"x"}'))
    assert text_of(difference) == "body.UserSub: different form (a UUID recorded, none here)"


def test_groups_that_a_recording_shows_existed_before_it():
    named = {**POOL, "GroupName": "staff"}
    pool = pool_of(
        exchange("AdminAddUserToGroup", {**named, "Username": "alice", "GroupName": "later"}),
        exchange("ListUsersInGroup", named, {"Users": [{"Username": "alice"}]}),
        exchange("GetGroup", named, {"Group": {"GroupName": "staff", "Precedence": 2, **POOL}}),
        exchange("GetGroup", {**POOL, "GroupName": "odd"}, {"Group": {}}),
        exchange("CreateGroup", {**POOL, "GroupName": "new"}, {"Group": {"GroupName": "new"}}),
        exchange("ListGroups", POOL, {"Groups": [{"GroupName": "new"}, {"GroupName": "old"}]}),
    )
    assert [(spec.name, dict(spec.members)) for spec in pool.resources] == [
        ("later", {"GroupName": "later"}),
        ("staff", {"GroupName": "staff", "Precedence": 2}),
        ("old", {"GroupName": "old"}),
    ]
    assert [(user.username, user.groups) for user in pool.users] == [("alice", ("staff",))]
