"""The transcript of a test's calls: what it tells of each, how it is folded, and what it hides."""

import json

import one_client
import pytest
from botocore.exceptions import BotoCoreError, ClientError
from one_test import for_each

from pytest_cognito_mfa import NotSimulated, simulate
from pytest_cognito_mfa._aws.jwt import encode_segment

VERIFIER = {"DeviceSecretVerifierConfig": {"PasswordVerifier": "AQID", "Salt": "AQID"}}
OF_POOL = "pool example has MfaConfiguration OPTIONAL"


@pytest.fixture
def cognito():
    with simulate() as cognito:
        yield cognito


@pytest.fixture
def aws(cognito):
    return one_client.client()


def told(cognito, *, of=None):
    """The lines of the transcript without what was asked; `of` is the number of one call."""
    lines = cognito.transcript.splitlines()
    starts = [at for at, line in enumerate(lines) if line[:4].strip().endswith(".")]
    if of is not None:
        lines = lines[starts[of - 1] : [*starts, len(lines)][of]]
    return lines


def refused(call, **request):
    with pytest.raises((ClientError, BotoCoreError)):
        call(**request)


def reason(cognito):
    """The reason of the last call, in one line."""
    return cognito.journal[-1].reason


def test_equal_calls_in_a_row_are_one_entry_with_their_number(cognito, aws):
    for name in ("totp", "totp", "totp", "sms", "totp"):
        aws.admin_get_user(UserPoolId=cognito.user_pool_id, Username=name)

    assert [line for line in told(cognito) if "->" in line] == [
        "  1. AdminGetUser of totp -> success [simulator] (x 3)",
        "  4. AdminGetUser of sms -> success [simulator]",
        "  5. AdminGetUser of totp -> success [simulator]",
    ]


def test_of_many_calls_the_first_and_the_last_are_told(cognito, aws):
    for _ in range(50):
        aws.admin_get_user(UserPoolId=cognito.user_pool_id, Username="totp")
        refused(aws.get_user, AccessToken="no-token")

    lines = [line for line in told(cognito) if "->" in line or "..." in line]
    assert len(lines) == 6 + 1 + 12
    assert lines[6] == "     ... 82 more calls, 41 of them refused or lost"
    assert lines[7].startswith(" 89. AdminGetUser of totp")
    assert lines[-1].startswith("100. GetUser -> ")


def test_a_call_with_many_members_tells_the_first(cognito, aws):
    attributes = [{"Name": f"custom:{at}", "Value": "x"} for at in range(10)]
    refused(aws.sign_up, ClientId=cognito.client_id, Username="x", Password="y" * 8, UserAttributes=attributes)

    assert "and 11 more" in cognito.transcript
    assert "custom:9" not in cognito.transcript


def test_the_users_are_told_as_they_are_now(cognito, aws):
    pool = cognito.user_pool_id
    for name in ("totp", "sms"):
        aws.admin_disable_user(UserPoolId=pool, Username=name)
    token = cognito.sign_in("newcomer").access_token
    aws.delete_user(AccessToken=token)

    assert told(cognito)[-4:] == [
        "users:",
        f"     totp: CONFIRMED, disabled; SOFTWARE_TOKEN_MFA on, SOFTWARE_TOKEN_MFA preferred; {OF_POOL}",
        f"     sms: CONFIRMED, disabled; SMS_MFA on, SMS_MFA preferred; {OF_POOL}",
        "     newcomer: CONFIRMED; no factor on, none preferred; deleted",
    ]


def test_a_clock_that_was_moved_is_told(cognito):
    assert "clock" not in cognito.transcript

    cognito.clock.freeze(0)
    assert "clock: Cognito's is " in cognito.transcript
    assert " h behind the system's, which PyJWT, pyotp and your own code read" in cognito.transcript


def test_a_garbled_reply_and_an_error_without_a_message_are_told(cognito, aws):
    token = cognito.sign_in("totp").access_token
    cognito.inject("GetUser", garble="html", times=2)
    aws.get_user(AccessToken=token)  # botocore reads it as an empty answer
    refused(aws.get_user, AccessToken="no-token")
    cognito.inject("RevokeToken", error="InternalErrorException")
    refused(aws.revoke_token, ClientId=cognito.client_id, Token=token)

    came_back = [line.partition(" -> ")[2].partition(" [")[0] for line in told(cognito) if "->" in line]
    assert came_back == ["a reply that is no JSON object", "NotAuthorizedException", "InternalErrorException"]


def test_a_late_answer_is_the_simulators_with_its_own_reason(cognito, aws):
    cognito.inject("GetUser", latency=0.01)
    refused(aws.get_user, AccessToken="no-token")

    assert told(cognito)[1] == "     because that is not a token of a user pool"


def test_a_pool_and_a_client_that_are_not_there_name_the_nearest(cognito, aws):
    refused(aws.describe_user_pool, UserPoolId="us-east-1_Example02")
    assert reason(cognito) == "no such pool: nearest is us-east-1_Example01"

    refused(aws.forgot_password, ClientId="x", Username="totp")
    assert reason(cognito).startswith("no such client: there are ")


def test_a_token_of_another_pool_names_both(cognito, aws):
    pool = "us-east-1_Another01"
    claims = json.dumps({"iss": f"https://cognito-idp.us-east-1.amazonaws.com/{pool}"}).encode()

    refused(aws.get_user, AccessToken=f"e30.{encode_segment(claims)}.e30")

    assert reason(cognito) == f"that token belongs to a pool of another test, {pool}; this test has us-east-1_Example01"


def test_a_name_that_is_an_attribute_is_told(cognito, aws):
    address = cognito.user("totp").sub
    parameters = {"USERNAME": address, "PASSWORD": "Wrong-Passw0rd!"}
    refused(aws.initiate_auth, ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)

    assert reason(cognito).endswith("of user totp")


def test_a_refusal_by_a_setting_of_the_pool_names_the_setting():
    named = {"Name": "p", "clients": [{"ClientName": "app", "WriteAttributes": ["email"]}]}

    @for_each(
        "settings, operation, more, said",
        [
            (
                {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}},
                "sign_up",
                {"Username": "jo", "Password": "Jo-passw0rd"},
                "AdminCreateUserConfig.AllowAdminCreateUserOnly is true in pool p",
            ),
            (
                {"Policies": {"PasswordPolicy": {"MinimumLength": 20}}},
                "sign_up",
                {"Username": "jo", "Password": "Jo-passw0rd"},
                "PasswordPolicy of pool p: MinimumLength 20",
            ),
            (
                {},
                "sign_up",
                {"Username": "jo", "Password": "Jo-passw0rd", "UserAttributes": [{"Name": "name", "Value": "Jo"}]},
                "name: WriteAttributes of client app lack it",
            ),
            (
                {"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}},
                "forgot_password",
                {"Username": "jo"},
                "AccountRecoverySetting is admin_only in pool p",
            ),
        ],
    )
    def is_told(settings, operation, more, said):
        with simulate({"pools": [named | settings]}) as cognito:
            refused(getattr(one_client.client(), operation), ClientId=cognito.client_id, **more)
            assert reason(cognito) == said

    is_told()
    with simulate({"pools": [named | {"users": [{"Username": "jo"}]}]}) as cognito:
        token = cognito.tokens_for("jo").access_token
        refused(one_client.client().associate_software_token, AccessToken=token)
        assert reason(cognito) == "pool p offers: no factor"
        refused(one_client.client().list_devices, AccessToken=token)
        assert reason(cognito) == "pool p has no DeviceConfiguration"


def test_it_says_why_a_device_challenge_came_or_did_not():
    def signed_in(key=None):
        named = {"DEVICE_KEY": key} if key else {}
        return aws.initiate_auth(
            ClientId=cognito.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "jo", "PASSWORD": "Jo-passw0rd", **named},
        )

    pool = {"Name": "p", "clients": [{"ClientName": "a", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]}]}
    pool |= {
        "users": [{"Username": "jo", "Password": "Jo-passw0rd"}],
        "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": False},
    }
    asking = pool | {"DeviceConfiguration": {"DeviceOnlyRememberedOnUserPrompt": True}}
    trusting = pool | {"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True}}
    for each, state in (
        (asking, "2 not confirmed or not remembered (no device challenge)"),
        (pool, "1 remembered (device challenge after MFA)"),
        (trusting, "1 remembered (device challenge instead of MFA)"),
    ):
        with simulate({"pools": [each]}) as cognito:
            aws = one_client.client()
            result = signed_in()["AuthenticationResult"]
            key, token = result["NewDeviceMetadata"]["DeviceKey"], result["AccessToken"]
            aws.confirm_device(AccessToken=token, DeviceKey=key, **VERIFIER)
            other = signed_in()["AuthenticationResult"]["NewDeviceMetadata"]["DeviceKey"]

            assert state in cognito.transcript
            refused(aws.get_device, AccessToken=token, DeviceKey=other)
            assert reason(cognito).startswith("that device was handed out by a sign-in, and ConfirmDevice was not")
            refused(aws.get_device, AccessToken=token, DeviceKey=key[:-1] + "-")
            assert reason(cognito).startswith("user jo has no such device: the key was not handed out to this user")

    with simulate({"pools": [trusting]}) as cognito:
        aws = one_client.client()
        result = signed_in()["AuthenticationResult"]
        key, token = result["NewDeviceMetadata"]["DeviceKey"], result["AccessToken"]
        aws.confirm_device(AccessToken=token, DeviceKey=key, **VERIFIER)
        other = signed_in()["AuthenticationResult"]["NewDeviceMetadata"]["DeviceKey"]
        asked = {
            "ClientId": cognito.client_id,
            "ChallengeName": "DEVICE_SRP_AUTH",
            "Session": signed_in(key)["Session"],
        }
        answers = {"USERNAME": "jo", "SRP_A": "2"}

        refused(aws.respond_to_auth_challenge, **asked, ChallengeResponses={**answers, "DEVICE_KEY": other})
        assert reason(cognito) == "that session is for another device than the one that the call names"
        aws.update_device_status(AccessToken=token, DeviceKey=key, DeviceRememberedStatus="not_remembered")
        refused(aws.respond_to_auth_challenge, **asked, ChallengeResponses={**answers, "DEVICE_KEY": key})
        assert reason(cognito).startswith("that device is confirmed and not remembered")
    del pool["DeviceConfiguration"]
    with simulate({"pools": [pool]}) as cognito:
        aws = one_client.client()
        refused(signed_in, key=key)
        assert reason(cognito) == "pool p has no DeviceConfiguration, so it tracks no devices"


def test_a_code_that_nobody_sent_is_told(cognito, aws):
    aws.forgot_password(ClientId=cognito.client_id, Username="newcomer")
    wrong = "000000" if cognito.outbox[-1].code != "000000" else "000001"
    request = {"ClientId": cognito.client_id, "Username": "newcomer", "Password": "Another-Passw0rd!"}
    refused(aws.confirm_forgot_password, **request, ConfirmationCode=wrong)

    assert reason(cognito) == "no message of this test has that code"


def test_a_cassette_alone_has_no_users_and_no_messages(project):
    with simulate(cassette=project.cassette("one.yaml", "alice")) as cognito:
        one_client.client().get_user(AccessToken="EXAMPLE")

    assert told(cognito) == [
        "  1. GetUser -> success [cassette one.yaml:4]",
        "     asked: AccessToken: a text of 7 characters",
    ]


def test_no_secret_of_a_sign_in_is_in_it(cognito, aws):
    login = {"USERNAME": "sms", "PASSWORD": cognito.user("sms").password}
    step = aws.initiate_auth(ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=login)
    answer = {"USERNAME": "sms", "SMS_MFA_CODE": cognito.outbox[-1].code}
    request = {"ClientId": cognito.client_id, "ChallengeName": "SMS_MFA", "Session": step["Session"]}
    result = aws.respond_to_auth_challenge(**request, ChallengeResponses=answer)["AuthenticationResult"]
    aws.get_user(AccessToken=result["AccessToken"])

    tokens = [result[f"{kind}Token"] for kind in ("Access", "Id", "Refresh")]
    secrets = [*tokens, step["Session"], *answer.values(), login["PASSWORD"], cognito.outbox[-1].destination]
    assert [secret for secret in secrets if secret in cognito.transcript] == ["sms"]


@pytest.mark.usefixtures("without_list_users")
def test_a_call_that_nobody_could_answer_is_told(cognito, aws):
    with cognito.allow_not_simulated(), pytest.raises(NotSimulated):
        aws.list_users(UserPoolId=cognito.user_pool_id)

    assert told(cognito)[0] == "  1. ListUsers -> no answer: NotSimulated [nobody: ListUsers is not simulated]"
