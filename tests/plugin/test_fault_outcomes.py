"""What each fault does to a call of boto3."""

import contextlib

import one_client
import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from pytest_cognito_mfa import SettingError

LOST = (ConnectionClosedError, ReadTimeoutError)
SMS = {"SMSMfaSettings": {"Enabled": True, "PreferredMfa": True}}


@pytest.fixture
def client(cognito):
    return one_client.client()


@pytest.fixture
def token(cognito):
    return cognito.sign_in("newcomer").access_token


def test_an_error_has_the_members_and_the_status_that_it_is_given(cognito, client):
    cognito.inject("GetUser", error="InvalidParameterException", message="No", members={"reasonCode": "X"}, status=403)

    with pytest.raises(client.exceptions.InvalidParameterException) as raised:
        client.get_user(AccessToken="any")

    response = raised.value.response
    assert (response["ResponseMetadata"]["HTTPStatusCode"], response["reasonCode"]) == (403, "X")


def test_the_service_has_acted_when_a_message_is_not_delivered(cognito, client):
    cognito.inject("SignUp", error="CodeDeliveryFailureException", times=1)
    address = [{"Name": "email", "Value": "ada@example.com"}]
    ada = {"ClientId": cognito.client_id, "Username": "ada", "Password": "Secret-1", "UserAttributes": address}

    with pytest.raises(client.exceptions.CodeDeliveryFailureException, match="SES account is in Sandbox"):
        client.sign_up(**ada)

    assert (cognito.user("ada").status, list(cognito.outbox)) == ("UNCONFIRMED", [])
    with pytest.raises(client.exceptions.UsernameExistsException):
        client.sign_up(**ada)
    client.resend_confirmation_code(ClientId=cognito.client_id, Username="ada")
    code = cognito.outbox.last(to="ada").code
    client.confirm_sign_up(ClientId=cognito.client_id, Username="ada", ConfirmationCode=code)


@pytest.mark.parametrize("how", ["reset", "read_timeout"])
def test_the_service_has_acted_when_its_reply_is_lost(cognito, client, token, how):
    cognito.inject("SetUserMFAPreference", lose_reply=how)

    with pytest.raises((*LOST, ConnectionError)):
        client.set_user_mfa_preference(AccessToken=token, **SMS)

    assert cognito.user("newcomer").preferred_mfa == "SMS_MFA"
    assert cognito.journal[0].answered_by.startswith(f"fault {__file__}:")


@pytest.mark.parametrize("how", ["empty", "truncated", "html", "wrong_content_type", "wrong_crc"])
def test_the_journal_has_what_can_be_read_of_a_spoilt_reply(cognito, client, token, how):
    cognito.inject("GetUser", garble=how, times=1)

    with contextlib.suppress(Exception):  # how botocore reports it does not matter here
        client.get_user(AccessToken=token)

    kept = how in ("wrong_content_type", "wrong_crc")
    response = cognito.journal[0].response
    assert (response["Username"] if kept else response) == ("newcomer" if kept else {} if how == "empty" else None)
    assert client.get_user(AccessToken=token)["Username"] == "newcomer"


@pytest.mark.parametrize("how", ["user_disabled", "user_deleted", "tokens_revoked"])
def test_a_change_ends_the_token_of_the_call(cognito, client, token, how):
    cognito.inject("GetUser", change=how, times=1)

    for _ in range(2):
        with pytest.raises(ClientError):
            client.get_user(AccessToken=token)

    assert cognito.journal[0].answered_by.startswith("simulator, after fault ")


def begin(cognito, client, name):
    given = {"USERNAME": name, "PASSWORD": cognito.user(name).password}
    return client.initiate_auth(ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)


def test_a_reset_password_is_asked_for_at_the_next_sign_in(cognito, client):
    cognito.inject("InitiateAuth", change="password_reset")

    with pytest.raises(client.exceptions.PasswordResetRequiredException):
        begin(cognito, client, "newcomer")


@pytest.mark.parametrize("how", ["sessions_expired", "codes_expired"])
def test_the_session_of_a_sent_code_expires(cognito, client, how):
    session = begin(cognito, client, "sms")["Session"]
    cognito.inject("RespondToAuthChallenge", change=how, user="sms")
    answers = {"USERNAME": "sms", "SMS_MFA_CODE": cognito.outbox[-1].code}

    with pytest.raises(client.exceptions.NotAuthorizedException, match="session is expired"):
        client.respond_to_auth_challenge(
            ClientId=cognito.client_id, ChallengeName="SMS_MFA", Session=session, ChallengeResponses=answers
        )


def test_the_code_that_verifies_an_attribute_expires(cognito, client, token):
    client.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    cognito.inject("VerifyUserAttribute", change="codes_expired")

    with pytest.raises(client.exceptions.ExpiredCodeException):
        client.verify_user_attribute(AccessToken=token, AttributeName="email", Code=cognito.outbox[-1].code)


def test_a_change_of_nobody_is_a_mistake_of_the_test(cognito, client):
    cognito.inject("DescribeUserPool", change="user_disabled")

    with (
        cognito.allow_not_simulated(),
        pytest.raises(SettingError, match="the call names no user; add user: to the fault"),
    ):
        client.describe_user_pool(UserPoolId=cognito.user_pool_id)


def test_cognitos_clock_moves_on_by_a_latency(cognito, client, token):
    start = cognito.clock.freeze()
    cognito.inject("GetUser", latency=2, trickle=1)

    client.get_user(AccessToken=token)

    assert (cognito.clock.now - start).total_seconds() == 3


@pytest.mark.parametrize("by", ["username", "sub", "email"])
@pytest.mark.parametrize("through", ["access", "refresh", "session", "name", "sub"])
def test_a_fault_finds_the_user_however_the_call_tells_of_them(cognito, client, by, through):
    view = cognito.user("sms")
    tokens = cognito.sign_in("sms")
    session = begin(cognito, client, "sms")["Session"]
    name = {"username": view.username, "sub": view.sub, "email": view.attributes["email"]}[by]
    cognito.inject("*", error="InternalErrorException", user=name)
    admin = {"UserPoolId": cognito.user_pool_id}
    app = {"ClientId": cognito.client_id}
    calls = {
        "access": lambda: client.get_user(AccessToken=tokens.access_token),
        "refresh": lambda: client.initiate_auth(
            **app, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": tokens.refresh_token}
        ),
        "session": lambda: client.respond_to_auth_challenge(**app, ChallengeName="SMS_MFA", Session=session),
        "name": lambda: begin(cognito, client, "sms"),
        "sub": lambda: client.admin_get_user(**admin, Username=view.sub),
    }

    assert client.admin_get_user(**admin, Username="totp")["Username"] == "totp"
    with pytest.raises(client.exceptions.InternalErrorException):
        calls[through]()


@pytest.mark.parametrize("by", ["name", "id"])
def test_a_fault_may_be_for_one_client(cognito, client, by):
    named = "public" if by == "name" else cognito.client_id
    cognito.inject("*", error="InternalErrorException", client=named)
    through_secret, through_public = (cognito.sign_in("sms", client=name) for name in ("secret", "public"))

    client.get_user(AccessToken=through_secret.access_token)
    for call in (
        lambda: client.get_user(AccessToken=through_public.access_token),
        lambda: begin(cognito, client, "sms"),
    ):
        with pytest.raises(client.exceptions.InternalErrorException):
            call()


def test_a_user_who_is_not_there_is_known_by_the_name_that_the_call_gives(cognito, client):
    cognito.inject("AdminGetUser", error="InternalErrorException", user="ghost")
    admin = {"UserPoolId": cognito.user_pool_id}

    with pytest.raises(client.exceptions.UserNotFoundException):
        client.admin_get_user(**admin, Username="phantom")
    with pytest.raises(client.exceptions.InternalErrorException):
        client.admin_get_user(**admin, Username="ghost")


def test_a_token_that_is_none_tells_of_nobody(cognito, client, token):
    cognito.inject("GetUser", error="InternalErrorException", user="newcomer")

    with pytest.raises(client.exceptions.NotAuthorizedException):
        client.get_user(AccessToken="none")
    with pytest.raises(client.exceptions.InternalErrorException):
        client.get_user(AccessToken=token)


def test_a_user_is_deleted_from_their_own_pool(cognito, client):
    other = client.create_user_pool(PoolName="other")["UserPool"]["Id"]
    client.admin_create_user(UserPoolId=other, Username="newcomer")
    cognito.inject("AdminGetUser", change="user_deleted")

    with pytest.raises(client.exceptions.UserNotFoundException):
        client.admin_get_user(UserPoolId=other, Username="newcomer")

    assert [("newcomer" in pool.users) for pool in cognito.pools.values()] == [True, False]
