"""Lambda handlers, plugged in as they are deployed: the events they get, and what their answers change."""

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from decimal import Decimal

import jwt
import pytest
from one_test import for_each
from preference_user import FACTORS
from sign_in_steps import Caller, refusal_of

from pytest_cognito_mfa.errors import NotSimulated, SettingError

ADA = {"Username": "ada", "Password": "Analytical-1843", "UserAttributes": {"email": "ada@example.com"}}
ARN = "arn:aws:lambda:us-east-1:123456789012:function:claims:live"
A = ["version", "region", "userPoolId", "userName", "callerContext", "triggerSource", "request", "response"]
B = ["version", "triggerSource", "region", "userPoolId", "userName", "callerContext", "request", "response"]


def unchanged(event, context):
    return event


def gives(**response):
    def lambda_handler(event, context):
        event["response"].update(response)
        return event

    return lambda_handler


def decoded(token):
    return jwt.decode(token, options={"verify_signature": False})


def claims(tokens, which="IdToken"):
    return decoded(tokens["AuthenticationResult"][which])


@pytest.fixture
def opened(aws, open_pool):
    """A pool with ada in it, a caller, and every event that any trigger got."""

    def opened(*users, admin=False, **settings):
        cognito = open_pool(*(users or (ADA,)), **settings)
        return cognito, Caller(aws, cognito, admin=admin)

    return opened


def events(cognito, trigger):
    """The events of one trigger, as its function got them."""
    return [each.event for call in cognito.journal for each in call.triggers if each.trigger == trigger]


def sign_up(aws, caller, name="eve", **more):
    attributes = [{"Name": "email", "Value": f"{name}@example.com"}]
    request = {"ClientId": caller.client.id, "Username": name, "Password": "Analytical-1843"}
    return aws.sign_up(**request, UserAttributes=attributes, **more)


# -- events ------------------------------------------------------------------------------


def test_pre_sign_up_gets_what_was_sent_and_confirms_the_user_at_once(aws, opened):
    cognito, caller = opened()
    cognito.trigger("PreSignUp", gives(autoConfirmUser=True, autoVerifyEmail=True))
    cognito.trigger("PostConfirmation", unchanged)

    metadata, validation = {"from": "web"}, [{"Name": "invite", "Value": "a1"}]
    answer = sign_up(aws, caller, ClientMetadata=metadata, ValidationData=validation)

    assert answer["UserConfirmed"]
    assert cognito.user("eve").attributes["email_verified"] == "true"
    assert list(cognito.outbox) == []
    before, after = events(cognito, "PreSignUp")[0], events(cognito, "PostConfirmation")[0]
    assert before == {
        "version": "1",
        "region": "us-east-1",
        "userPoolId": cognito.user_pool_id,
        "userName": "eve",
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": caller.client.id},
        "triggerSource": "PreSignUp_SignUp",
        "request": {
            "userAttributes": {"email": "eve@example.com"},
            "validationData": {"invite": "a1"},
            "clientMetadata": metadata,
        },
        "response": {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False},
    }
    assert [*before] == [*after] == A
    assert after["triggerSource"] == "PostConfirmation_ConfirmSignUp"
    assert after["request"]["userAttributes"] == {
        "sub": answer["UserSub"],
        "cognito:user_status": "CONFIRMED",
        "email_verified": "true",
        "email": "eve@example.com",
    }
    assert after["request"]["clientMetadata"] == metadata
    assert after["response"] == {}


@for_each(
    "aliases, attributes, names",
    [
        ([], {"email": "", "phone_number": ""}, "sub cognito:user_status phone_number email"),
        (["email"], {"email": ""}, "sub cognito:user_status email"),
        (
            ["email"],
            {"email": "", "email_verified": "true", "name": "Ada", "preferred_username": "a", "custom:joinedOn": "1"},
            "sub cognito:email_alias cognito:user_status email_verified name preferred_username custom:joinedOn email",
        ),
    ],
)
def test_the_attributes_have_the_order_of_captured_events(opened, aliases, attributes, names):
    values = {"email": "ada@example.com", "phone_number": "+12065550100"}
    given = {name: value or values[name] for name, value in attributes.items()}
    settings = {"AliasAttributes": aliases} if aliases else {}
    cognito, caller = opened({**ADA, "UserAttributes": given}, Schema=[{"Name": "joinedOn"}], **settings)
    cognito.trigger("PostAuthentication", unchanged)
    caller.password("ada")

    assert [*events(cognito, "PostAuthentication")[0]["request"]["userAttributes"]] == names.split()


def test_a_required_attribute_that_nobody_set_has_a_value_in_events(aws, opened):
    required = [{"Name": name, "Required": True} for name in ("given_name", "family_name", "email")]
    cognito, _ = opened(Schema=required)
    cognito.trigger("CustomMessage", unchanged)
    email = {"Name": "email", "Value": "new@example.com"}
    aws.admin_create_user(
        UserPoolId=cognito.pool.id, Username="new", UserAttributes=[email], DesiredDeliveryMediums=["EMAIL"]
    )

    assert events(cognito, "CustomMessage")[0]["request"]["userAttributes"] == {
        "sub": cognito.user("new").sub,
        "cognito:user_status": "FORCE_CHANGE_PASSWORD",
        "given_name": "cognito:default_val",
        "family_name": "cognito:default_val",
        "email": "new@example.com",
    }
    assert "given_name" not in cognito.user("new").attributes


def test_a_sign_in_runs_its_triggers_in_order_and_after_mfa(opened):
    factor = {"UserMFASettingList": ["EMAIL_OTP"], "PreferredMfaSetting": "EMAIL_OTP"}
    cognito, caller = opened({**ADA, **factor}, MfaConfiguration="OPTIONAL", **FACTORS)
    for name in ("PreAuthentication", "PostAuthentication", "PreTokenGeneration", "CustomMessage"):
        cognito.trigger(name, unchanged)

    session = caller.password("ada")["Session"]
    answer = {"EMAIL_OTP_CODE": cognito.outbox[-1].code}
    tokens = caller.respond("EMAIL_OTP", "ada", session, **answer)
    caller.refresh(tokens["AuthenticationResult"]["RefreshToken"])

    assert [[each.source for each in call.triggers] for call in cognito.journal] == [
        ["PreAuthentication_Authentication", "CustomMessage_Authentication"],
        ["PostAuthentication_Authentication", "TokenGeneration_Authentication"],
        ["TokenGeneration_RefreshTokens"],
    ]
    (before,), (after,) = events(cognito, "PreAuthentication"), events(cognito, "PostAuthentication")
    assert [*before["request"]] == ["userAttributes", "validationData", "userNotFound"]
    assert before["request"]["userNotFound"] is False
    assert after["request"].keys() == {"userAttributes", "newDeviceUsed"}
    assert after["request"]["newDeviceUsed"] is False


@for_each("version, member", [("V1_0", "claimsOverrideDetails"), ("V3_0", "claimsAndScopeOverrideDetails")])
def test_the_event_of_pre_token_generation_has_its_version(opened, version, member):
    cognito, caller = opened({**ADA, "groups": ["staff"]}, groups=["staff"])
    cognito.trigger("PreTokenGeneration", unchanged, version=version)
    caller.password("ada")

    (event,) = events(cognito, "PreTokenGeneration")
    assert [*event] == B
    assert event["version"] == version[1]
    assert event["response"] == {member: None}
    assert event["request"]["groupConfiguration"] == {
        "groupsToOverride": ["staff"],
        "iamRolesToOverride": [],
        "preferredRole": None,
    }
    assert event["request"].get("scopes") == (None if version == "V1_0" else ["aws.cognito.signin.user.admin"])


@for_each(
    "name, existence, password, found",
    [
        ("ada", "ENABLED", "wrong", [False]),
        ("ada", "LEGACY", "wrong", [None]),
        ("nobody", "ENABLED", "wrong", [True]),
        ("nobody", "LEGACY", "wrong", []),
    ],
)
def test_pre_authentication_runs_before_the_password_is_checked(opened, name, existence, password, found):
    cognito, caller = opened(existence=existence)
    cognito.trigger("PreAuthentication", unchanged)
    refusal_of(caller.password, name, password)

    assert [event["request"].get("userNotFound") for event in events(cognito, "PreAuthentication")] == found


def test_metadata_of_the_first_step_comes_as_validation_data_and_of_the_second_as_client_metadata(aws, opened):
    cognito, caller = opened({**ADA, "UserStatus": "FORCE_CHANGE_PASSWORD"})
    for name in ("PreAuthentication", "PreTokenGeneration"):
        cognito.trigger(name, unchanged)
    request = {"ClientId": caller.client.id, "ClientMetadata": {"step": "1"}}
    given = {"USERNAME": "ada", "PASSWORD": "Analytical-1843"}
    session = aws.initiate_auth(**request, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)["Session"]
    answers = {"USERNAME": "ada", "NEW_PASSWORD": "Analytical-1844"}
    challenge = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": session, "ChallengeResponses": answers}
    aws.respond_to_auth_challenge(**{**request, "ClientMetadata": {"step": "2"}}, **challenge)

    (before,), (tokens,) = events(cognito, "PreAuthentication"), events(cognito, "PreTokenGeneration")
    assert before["request"]["validationData"] == {"step": "1"}
    assert tokens["request"]["clientMetadata"] == {"step": "2"}
    assert tokens["triggerSource"] == "TokenGeneration_NewPasswordChallenge"


def test_a_custom_sender_gets_the_code_and_can_refuse_nothing(aws, opened):
    cognito, caller = opened(AutoVerifiedAttributes=["email"])
    cognito.trigger("CustomEmailSender", lambda event, context: 1 / 0)
    sign_up(aws, caller)

    (event,) = events(cognito, "CustomEmailSender")
    assert [*event] == B[:-1]
    assert event["request"]["type"] == "customEmailSenderRequestV1"
    assert event["request"]["code"] == cognito.outbox[-1].code
    assert event["request"]["clientMetadata"] is None


def test_an_administrator_has_no_client_and_the_answer_of_pre_sign_up_is_ignored(aws, opened):
    cognito, _ = opened()
    cognito.trigger("PreSignUp", gives(autoConfirmUser=True))
    aws.admin_create_user(UserPoolId=cognito.user_pool_id, Username="eve", MessageAction="SUPPRESS")

    (event,) = events(cognito, "PreSignUp")
    assert event["callerContext"]["clientId"] == "CLIENT_ID_NOT_APPLICABLE"
    assert cognito.user("eve").status == "FORCE_CHANGE_PASSWORD"


def test_confirming_runs_post_confirmation_and_its_failure_undoes_nothing(aws, opened):
    cognito, _ = opened({**ADA, "UserStatus": "UNCONFIRMED"})
    cognito.trigger("PostConfirmation", lambda event, context: event["missing"])
    refused = refusal_of(aws.admin_confirm_sign_up, UserPoolId=cognito.user_pool_id, Username="ada")

    assert refused == ("UserLambdaValidationException", "PostConfirmation failed with error 'missing'.")
    assert cognito.user("ada").status == "CONFIRMED"


# -- what an answer changes ------------------------------------------------------------------


def test_version_1_changes_the_id_token_and_the_groups_of_both(opened):
    cognito, caller = opened({**ADA, "groups": ["staff"]}, groups=["staff"])
    groups = {"groupsToOverride": ["admins"], "iamRolesToOverride": ["arn:role"], "preferredRole": "arn:role"}
    details = {
        "claimsToAddOrOverride": {"tenant": "a", "sub": "forged", "both": "b", "dev:x": "1"},
        "claimsToSuppress": ["email", "both", "iss"],
        "groupOverrideDetails": groups,
    }
    cognito.trigger("PreTokenGeneration", gives(claimsOverrideDetails=details))
    tokens = caller.password("ada")

    ours = claims(tokens)
    assert (ours["tenant"], ours["cognito:groups"], ours["cognito:roles"]) == ("a", ["admins"], ["arn:role"])
    assert ours["sub"] == cognito.user("ada").sub
    assert ours.keys().isdisjoint({"email", "both", "dev:x"})
    assert "iss" in ours
    access = claims(tokens, "AccessToken")
    assert access["cognito:groups"] == ["admins"]
    assert access.keys().isdisjoint({"tenant", "cognito:roles"})


def test_version_2_changes_both_tokens_and_the_scopes(aws, opened):
    cognito, caller = opened({**ADA, "groups": ["staff"]}, groups=["staff"])
    access = {"claimsToAddOrOverride": {"plan": {"seats": 3}, "aud": caller.client.id}, "scopesToAdd": ["api/read"]}
    access["scopesToSuppress"] = ["aws.cognito.signin.user.admin"]
    details = {
        "idTokenGeneration": {"claimsToSuppress": ["cognito:groups"]},
        "accessTokenGeneration": access,
    }
    cognito.trigger("PreTokenGeneration", gives(claimsAndScopeOverrideDetails=details), version="V2_0")
    tokens = caller.password("ada")

    ours = claims(tokens, "AccessToken")
    assert (ours["plan"], ours["scope"], ours["aud"]) == ({"seats": 3}, "api/read", caller.client.id)
    assert ours["cognito:groups"] == ["staff"]
    assert "cognito:groups" not in claims(tokens)
    refused = refusal_of(aws.get_user, AccessToken=tokens["AuthenticationResult"]["AccessToken"])
    assert refused == ("NotAuthorizedException", "Access Token does not have required scopes")


def test_tokens_of_the_fixture_and_of_a_refresh_have_the_claims_too(opened):
    cognito, caller = opened(groups=["staff"])
    details = {"claimsToAddOrOverride": {"tenant": "a"}, "groupOverrideDetails": None}
    with cognito.trigger("PreTokenGeneration", gives(claimsOverrideDetails=details)) as plugged:
        tokens = cognito.sign_in("ada", claims={"mine": 1})
        refreshed = caller.refresh(tokens.refresh_token)

    ours = decoded(tokens.id_token)
    assert ours["tenant"] == claims(refreshed)["tenant"] == "a"
    assert ours["mine"] == 1
    assert "tenant" not in decoded(cognito.sign_in("ada").id_token)
    assert repr(plugged) == "<PluggedIn PreTokenGeneration>"


def test_user_migration_makes_the_user_with_the_password_that_was_sent(opened):
    cognito, caller = opened()
    attributes = {"email": "old@example.com", "email_verified": "true"}
    handler = gives(userAttributes=attributes, finalUserStatus="CONFIRMED", messageAction="SUPPRESS")
    with cognito.trigger("UserMigration", handler):
        tokens = caller.password("old", "old-password")

    assert list(cognito.outbox) == []
    assert claims(tokens)["email"] == "old@example.com"
    assert events(cognito, "UserMigration")[0]["request"] == {"password": "old-password", "validationData": None}
    assert "AuthenticationResult" in caller.password("old", "old-password")


def test_user_migration_welcomes_the_user_and_turns_sms_on_unless_it_says_otherwise(opened):
    cognito, caller = opened(MfaConfiguration="OPTIONAL", **FACTORS)
    attributes = {"email": "old@example.com", "phone_number": "+12065550111", "phone_number_verified": "true"}
    handler = gives(userAttributes=attributes, finalUserStatus="CONFIRMED", enableSMSMFA=True)
    cognito.trigger("CustomMessage", unchanged)
    with cognito.trigger("UserMigration", handler):
        asked = caller.password("old", "Old-password-1")

    welcome, code = cognito.outbox
    assert (welcome.medium, welcome.purpose, code.purpose) == ("SMS", "invitation", "mfa")
    assert asked["ChallengeName"] == "SMS_MFA"
    sources = [event["triggerSource"] for event in events(cognito, "CustomMessage")]
    assert sources == ["CustomMessage_AdminCreateUser", "CustomMessage_Authentication"]


@for_each(
    "response, code",
    [
        ({}, "NotAuthorizedException"),
        ({"userAttributes": {"sub": "x"}}, "NotAuthorizedException"),
        ({"userAttributes": {"email": "old@example.com"}}, "PasswordResetRequiredException"),
    ],
)
def test_user_migration_can_leave_the_user_unknown(opened, response, code):
    cognito, caller = opened()
    cognito.trigger("UserMigration", gives(**response))

    assert refusal_of(caller.password, "old", "old-password")[0] == code


def test_a_forgotten_password_migrates_the_user_and_confirms_the_reset(aws, opened):
    cognito, caller = opened()
    migrated = {"userAttributes": {"email": "old@example.com", "email_verified": "true"}}
    cognito.trigger("UserMigration", gives(**migrated))
    cognito.trigger("PostConfirmation", unchanged)
    aws.forgot_password(ClientId=caller.client.id, Username="old")
    request = {"ClientId": caller.client.id, "Username": "old", "Password": "Analytical-1845"}
    aws.confirm_forgot_password(**request, ConfirmationCode=cognito.outbox[-1].code)

    sources = [each.source for call in cognito.journal for each in call.triggers]
    assert sources == ["UserMigration_ForgotPassword", "PostConfirmation_ConfirmForgotPassword"]
    assert "password" not in events(cognito, "UserMigration")[0]["request"]


def test_custom_message_writes_the_text(aws, opened):
    cognito, caller = opened(AutoVerifiedAttributes=["email"], EmailConfiguration={"EmailSendingAccount": "DEVELOPER"})
    cognito.trigger("CustomMessage", gives(emailMessage="Hello, {####}", emailSubject="Welcome"))
    sign_up(aws, caller)

    message = cognito.outbox[-1]
    assert (message.subject, message.body) == ("Welcome", f"Hello, {message.code}")
    assert events(cognito, "CustomMessage")[0]["request"]["codeParameter"] == "{####}"


def test_custom_message_writes_an_invitation_and_the_sender_gets_the_password_escaped(aws, opened):
    cognito, _ = opened()
    cognito.trigger("CustomMessage", gives(smsMessage="{username}: {####}"))
    cognito.trigger("CustomSMSSender", unchanged)
    phone, password = [{"Name": "phone_number", "Value": "+12065550111"}], "Analytical-<1843>"
    request = {"UserPoolId": cognito.user_pool_id, "Username": "eve", "UserAttributes": phone}
    aws.admin_create_user(**request, TemporaryPassword=password)

    assert cognito.outbox[-1].body == f"eve: {password}"
    assert events(cognito, "CustomMessage")[0]["request"]["usernameParameter"] == "{username}"
    assert events(cognito, "CustomSMSSender")[0]["request"]["code"] == "Analytical-&lt;1843&gt;"


def test_a_message_with_a_link_needs_a_place_for_the_link(aws, opened):
    template = {"VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_LINK"}, "Domain": "shop"}
    ses = {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"}, "AutoVerifiedAttributes": ["email"]}
    cognito, caller = opened(**template, **ses)
    cognito.trigger("CustomMessage", gives(emailMessage="{##Confirm##}"))
    sign_up(aws, caller)

    message = cognito.outbox[-1]
    assert message.link
    assert ">Confirm</a>" in message.body
    assert message.subject == "Your verification link"


def test_an_e_mail_of_custom_message_needs_the_pools_own_ses(aws, opened):
    cognito, caller = opened(AutoVerifiedAttributes=["email"])
    cognito.trigger("CustomMessage", gives(emailSubject="Welcome"))

    assert refusal_of(sign_up, aws, caller)[0] == "InvalidLambdaResponseException"


# -- what goes wrong ---------------------------------------------------------------------------


def without(*names):
    def lambda_handler(event, context):
        return {name: value for name, value in event.items() if name not in names}

    return lambda_handler


def null_in_request(event, context):
    return {**event, "request": {"clientMetadata": None}}


def null_client(event, context):
    return {**event, "callerContext": {"awsSdkVersion": "1", "clientId": None}}


@for_each(
    "function",
    [
        *(without(name) for name in ("version", "region", "userPoolId", "userName", "callerContext")),
        lambda event, context: {"Version": "1", "Response": {}},
        lambda event, context: [event],
        lambda event, context: {**event, "userName": 7},
        lambda event, context: {**event, "callerContext": "me"},
        null_in_request,
        null_client,
        gives(autoConfirmUser="yes"),
    ],
)
def test_an_answer_that_is_not_the_event_is_unrecognizable(aws, opened, function):
    cognito, caller = opened()
    cognito.trigger("PreSignUp", function)

    assert refusal_of(sign_up, aws, caller) == ("InvalidLambdaResponseException", "Unrecognizable lambda output")


@for_each(
    "details", [{"claimsToAddOrOverride": {"n": 1}}, {"claimsToSuppress": "email"}, {"claimsToSuppress": [1]}, []]
)
def test_claims_of_version_1_are_texts(opened, details):
    cognito, caller = opened()
    cognito.trigger("PreTokenGeneration", gives(claimsOverrideDetails=details))

    assert refusal_of(caller.password, "ada") == ("InvalidLambdaResponseException", "Unrecognizable lambda output")


def exits(status):
    def lambda_handler(event, context):
        raise SystemExit(status)

    return lambda_handler


def raises(error):
    def lambda_handler(event, context):
        raise error

    return lambda_handler


@for_each(
    "function, words",
    [
        (raises(ValueError("Apikey non valida!")), "Apikey non valida!"),
        (gives(autoConfirmUser={1}), "Unable to marshal response: Object of type set is not JSON serializable"),
        (exits(129), "RequestId: .{36} Error: Runtime exited with error: exit status 129"),
        (exits("bye"), "RequestId: .{36} Error: Runtime exited with error: exit status 1"),
    ],
)
def test_what_a_function_raises_is_relayed(aws, opened, function, words):
    cognito, caller = opened()
    cognito.trigger("PreSignUp", function)
    code, message = refusal_of(sign_up, aws, caller)

    assert code == "UserLambdaValidationException"
    assert re.fullmatch(rf"PreSignUp failed with error {words}\.", message)


def test_a_slow_function_is_called_three_times_and_then_refused(aws, opened):
    cognito, caller = opened()
    left = []

    def lambda_handler(event, context):
        cognito.clock.advance(seconds=4 if len(left) == 2 else 7)
        left.append(context.get_remaining_time_in_millis())
        return event

    cognito.trigger("PreSignUp", lambda_handler)
    sign_up(aws, caller)

    assert [each.error for each in cognito.journal[-1].triggers] == ["UnexpectedLambdaException"] * 2 + [None]
    assert left[0] == 0


def test_the_time_limit_of_the_function_itself_is_reported_as_lambda_does(aws, opened):
    cognito, caller = opened()
    left = []

    def lambda_handler(event, context):
        left.append(context.get_remaining_time_in_millis())
        cognito.clock.advance(seconds=9)

    cognito.clock.freeze(datetime(2026, 9, 17, 20, 31, 7, 19000, timezone.utc))
    cognito.trigger("PreSignUp", lambda_handler, timeout=3)
    code, message = refusal_of(sign_up, aws, caller)

    assert code == "UserLambdaValidationException"
    words = r"PreSignUp failed with error 2026-09-17T20:31:16\.019Z .{36} Task timed out after 3\.01 seconds\."
    assert re.fullmatch(words, message)
    assert left == [3000]


@pytest.mark.usefixtures("without_list_users")
def test_an_error_of_ours_in_a_function_is_no_answer_of_aws(aws, opened):
    cognito, caller = opened()
    cognito.trigger("PreSignUp", lambda event, context: aws.list_users(UserPoolId=cognito.user_pool_id))

    with cognito.allow_not_simulated(), pytest.raises(NotSimulated, match="ListUsers is not simulated"):
        sign_up(aws, caller)


# -- functions of every kind ---------------------------------------------------------------------


def test_a_handler_has_a_context_as_in_lambda_and_may_call_cognito(aws, opened):
    cognito, caller = opened(LambdaConfig={"PreSignUp": ARN})
    seen = {}

    def lambda_handler(event, context):
        aws.list_users(UserPoolId=event["userPoolId"])
        seen["repr"] = repr(context)
        seen.update({name: getattr(context, name) for name in dir(context) if not name.startswith("_")})
        context.log("a line")
        return json.loads(json.dumps(event))

    cognito.trigger(ARN, lambda_handler)
    sign_up(aws, caller)

    assert seen["repr"] == "<LambdaContext claims>"
    assert (seen["function_name"], seen["invoked_function_arn"]) == ("claims", ARN)
    assert 0 < seen["get_remaining_time_in_millis"]() <= 5000
    assert seen["memory_limit_in_mb"] == "128"
    assert seen["identity"].cognito_identity_id is None
    assert [call.operation for call in cognito.journal] == ["ListUsers", "SignUp"]
    assert [len(call.triggers) for call in cognito.journal] == [0, 1]


def test_a_handler_may_wait_for_a_thread_that_calls_cognito(aws, opened):
    cognito, caller = opened()

    def lambda_handler(event, context):
        with ThreadPoolExecutor(1) as pool:
            listed = pool.submit(aws.list_users, UserPoolId=event["userPoolId"]).result(60)
            if event["userName"] == "eve":
                pool.submit(sign_up, aws, caller, "eves_friend").result(60)
        event["response"]["autoConfirmUser"] = len(listed["Users"]) < 3
        return event

    cognito.trigger("PreSignUp", lambda_handler)

    assert sign_up(aws, caller)["UserConfirmed"]
    ran = [(call.operation, call.request.get("Username"), len(call.triggers)) for call in cognito.journal]
    lists = ("ListUsers", None, 0)
    assert ran == [lists, lists, ("SignUp", "eves_friend", 1), ("SignUp", "eve", 1)]


def test_a_name_that_is_taken_while_the_handler_runs_is_refused(aws, opened):
    cognito, caller = opened()

    def lambda_handler(event, context):
        if event["request"].get("clientMetadata"):
            sign_up(aws, caller)
        return event

    cognito.trigger("PreSignUp", lambda_handler)

    assert refusal_of(sign_up, aws, caller, ClientMetadata={"first": "no"})[0] == "UsernameExistsException"
    assert len(cognito.pool.users) == 2


def test_async_handlers_run_with_a_loop_and_inside_one(aws, opened):
    cognito, caller = opened()

    async def lambda_handler(event, context):
        await asyncio.sleep(0)
        return event

    async def application():
        sign_up(aws, caller, "two")
        await asyncio.sleep(0)
        done = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(lambda: done.set_result(sign_up(aws, caller, "three")))
        return await done

    cognito.trigger("PreSignUp", lambda_handler)
    sign_up(aws, caller, "one")
    asyncio.run(application())

    assert len(events(cognito, "PreSignUp")) == 3


def test_decimals_are_texts_and_any_callable_is_a_handler(aws, opened):
    cognito, caller = opened()

    class Handler:
        def __call__(self, event, context):
            event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": {"limit": Decimal("1.50")}}
            return event

    cognito.trigger("PreTokenGeneration", Handler())

    assert claims(caller.password("ada"))["limit"] == "1.50"
    assert repr(cognito.journal[-1].triggers[0]) == "<Invocation TokenGeneration_Authentication by Handler: OK>"


@for_each(
    "name, function, more, words",
    [
        ("PreToken", unchanged, {}, "unknown trigger 'PreToken'; did you mean 'PreTokenGeneration'"),
        ("PreSignUp", "app:handler", {}, "the function of PreSignUp is no function, but of type str"),
        ("PreSignUp", lambda event: event, {}, r"takes \(event\); Lambda calls it with \(event, context\)"),
        ("PreTokenGeneration", unchanged, {"version": "2"}, "unknown version '2'"),
        ("PreSignUp", unchanged, {"timeout": 0}, "timeout must be more than 0 and at most 900 seconds, not 0"),
    ],
)
def test_what_cannot_be_plugged_in_is_refused(opened, name, function, more, words):
    with pytest.raises(SettingError, match=words):
        opened()[0].trigger(name, function, **more)


def test_a_function_without_a_signature_is_not_judged(opened):
    assert opened()[0].trigger("PreSignUp", max)


def test_the_transcript_shows_each_trigger_below_its_call(aws, opened):
    cognito, caller = opened()
    cognito.trigger("PreSignUp", raises(ValueError("no")))
    refusal_of(sign_up, aws, caller)

    assert "trigger PreSignUp_SignUp ran " in cognito.transcript
    assert "it ends in UserLambdaValidationException" in cognito.transcript
    assert "lambda_handler raised ValueError" in cognito.transcript
