"""A small application with one mistake in each function, as applications have them; each makes its test fail."""

import base64
import contextlib
import functools
import hmac
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from pytest_cognito_mfa._aws.jwt import claims_of

CACHE = {}
CODES = {"SMS_MFA": "SMS_MFA_CODE", "SOFTWARE_TOKEN_MFA": "SOFTWARE_TOKEN_MFA_CODE"}


@functools.cache
def _client():
    return boto3.client("cognito-idp")


class App:
    """The right way; the mistakes below leave it at one place."""

    def __init__(self, cognito):
        self.cognito, self.aws = cognito, _client()
        self.started = cognito.clock.freeze()

    def begin(self, name, *, client="public", password=None, **more):
        parameters = {"USERNAME": name, "PASSWORD": password or self.cognito.user(name).password, **more}
        client_id = self.cognito.pool.clients[client].id
        return self.aws.initiate_auth(ClientId=client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)

    def respond(self, name, step, code, challenge=None, key=None):
        challenge = challenge or step["ChallengeName"]
        return self.aws.respond_to_auth_challenge(
            ClientId=self.cognito.client_id,
            ChallengeName=challenge,
            Session=step["Session"],
            ChallengeResponses={"USERNAME": name, key or CODES[challenge]: code},
        )

    def secret_hash(self, first, second):
        secret = self.cognito.pool.clients["secret"].secret
        return base64.b64encode(hmac.digest(secret.encode(), f"{first}{second}".encode(), "sha256")).decode()

    def system_code(self, name):
        """The code of an authenticator app that has the system's time, as pyotp's has."""
        secret = self.cognito.user(name).totp_secret
        key, now = base64.b32decode(secret + "=" * (-len(secret) % 8)), self.started.timestamp()
        return TOTP(key, 6, SHA1(), 30, enforce_key_length=False).generate(now).decode()


def answers_before_the_choice(app):
    app.respond("undecided", app.begin("undecided"), app.cognito.totp("undecided"), "SOFTWARE_TOKEN_MFA")


def expects_no_challenge(app):
    assert app.begin("totp")["AuthenticationResult"]["AccessToken"]


def swallows_a_refused_enrolment(app):
    token = app.cognito.sign_in("newcomer").access_token
    app.aws.associate_software_token(AccessToken=token)
    with contextlib.suppress(ClientError):
        app.aws.verify_software_token(AccessToken=token, UserCode="000000")
    assert app.cognito.user("newcomer").mfa_settings


def answers_a_session_twice(app):
    step = app.begin("sms")
    app.respond("sms", step, app.cognito.outbox[-1].code)
    app.respond("sms", step, app.cognito.outbox[-1].code)


def fills_a_cache(app):
    CACHE["token"] = app.cognito.sign_in("totp").access_token


def keeps_a_token_of_another_test(app):
    app.aws.get_user(AccessToken=CACHE["token"])


def sends_a_code_twice(app):
    code = app.cognito.totp("totp")
    app.respond("totp", app.begin("totp"), code)
    app.respond("totp", app.begin("totp"), code)


def signs_in_by_the_code_of_the_enrolment(app):
    token = app.cognito.sign_in("newcomer").access_token
    app.aws.associate_software_token(AccessToken=token)
    code = app.cognito.totp("newcomer")
    app.aws.verify_software_token(AccessToken=token, UserCode=code)
    app.aws.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True})
    app.respond("newcomer", app.begin("newcomer"), code)


def sets_two_preferred_factors(app):
    both = {"Enabled": True, "PreferredMfa": True}
    token = app.cognito.sign_in("undecided").access_token
    app.aws.set_user_mfa_preference(AccessToken=token, SMSMfaSettings=both, SoftwareTokenMfaSettings=both)


def prefers_an_app_that_was_not_verified(app):
    token = app.cognito.sign_in("newcomer").access_token
    app.aws.associate_software_token(AccessToken=token)
    app.aws.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True})


def ignores_a_reset_of_the_password(app):
    app.aws.admin_reset_user_password(UserPoolId=app.cognito.user_pool_id, Username="newcomer")
    app.begin("newcomer")


def sends_no_secret_hash(app):
    app.begin("newcomer", client="secret")


def makes_the_secret_hash_the_wrong_way_round(app):
    client_id = app.cognito.pool.clients["secret"].id
    app.begin("newcomer", client="secret", SECRET_HASH=app.secret_hash(client_id, "newcomer"))


def makes_the_secret_hash_of_the_address(app):
    client_id, address = app.cognito.pool.clients["secret"].id, app.cognito.user("newcomer").attributes["email"]
    app.begin("newcomer", client="secret", SECRET_HASH=app.secret_hash(address, client_id))


def uses_a_token_after_the_sign_out(app):
    token = app.cognito.sign_in("totp").access_token
    app.aws.global_sign_out(AccessToken=token)
    app.aws.get_user(AccessToken=token)


def does_not_try_again(app):
    app.cognito.inject("GetUser", error="TooManyRequestsException", times=1)
    aws = boto3.client("cognito-idp", config=Config(retries={"total_max_attempts": 1}))
    aws.get_user(AccessToken=app.cognito.sign_in("totp").access_token)


def sends_the_id_token(app):
    app.aws.get_user(AccessToken=app.cognito.sign_in("totp").id_token)


def sends_the_refresh_token(app):
    app.aws.get_user(AccessToken=app.cognito.sign_in("totp").refresh_token)


def takes_the_session_for_a_token(app):
    app.aws.get_user(AccessToken=app.begin("totp")["Session"])


def uses_a_token_that_has_expired(app):
    token = app.cognito.sign_in("totp").access_token
    app.cognito.clock.advance(hours=2)
    app.aws.get_user(AccessToken=token)


def answers_by_another_key(app):
    app.respond("sms", app.begin("sms"), app.cognito.outbox[-1].code, key="EMAIL_OTP_CODE")


def answers_without_the_session(app):
    step = app.begin("sms")
    answer = {"USERNAME": "sms", "SMS_MFA_CODE": app.cognito.outbox[-1].code}
    app.aws.respond_to_auth_challenge(
        ClientId=app.cognito.client_id, ChallengeName=step["ChallengeName"], ChallengeResponses=answer
    )


def answers_without_the_user(app):
    step, client = app.begin("sms"), app.cognito.client_id
    answer = {"SMS_MFA_CODE": app.cognito.outbox[-1].code}
    app.aws.respond_to_auth_challenge(
        ClientId=client, ChallengeName="SMS_MFA", Session=step["Session"], ChallengeResponses=answer
    )


def answers_for_another_user(app):
    step = app.begin("sms")
    app.respond("undecided", step, app.cognito.outbox[-1].code)


def asks_for_the_flow_of_administrators(app):
    parameters = {"USERNAME": "totp", "PASSWORD": app.cognito.user("totp").password}
    flow = "ADMIN_USER_PASSWORD_AUTH"
    app.aws.initiate_auth(ClientId=app.cognito.client_id, AuthFlow=flow, AuthParameters=parameters)


def sends_the_code_of_another_purpose(app):
    step = app.begin("sms")
    app.aws.forgot_password(ClientId=app.cognito.client_id, Username="sms")
    app.respond("sms", step, app.cognito.outbox[-1].code)


def sends_the_code_of_the_app_for_that_of_the_message(app):
    app.respond("sms", app.begin("sms"), app.cognito.totp("undecided"))


def makes_codes_by_the_clock_of_the_system(app):
    app.cognito.clock.advance(minutes=4)
    app.respond("totp", app.begin("totp"), app.system_code("totp"))


def checks_a_token_by_the_clock_of_the_system(app):
    app.cognito.clock.advance(hours=2)
    assert claims_of(app.cognito.sign_in("totp").id_token)["iat"] <= time.time(), "the token is not yet valid"


def uses_the_token_of_a_deleted_user(app):
    token = app.cognito.sign_in("totp").access_token
    app.aws.admin_delete_user(UserPoolId=app.cognito.user_pool_id, Username="totp")
    app.aws.get_user(AccessToken=token)


def recovers_a_user_who_is_not_there(app):
    request = {"ClientId": app.cognito.client_id, "Username": "newcommer"}
    app.aws.forgot_password(**request)
    app.aws.confirm_forgot_password(**request, ConfirmationCode="123456", Password="Another-Passw0rd!")


def misspells_the_user(app):
    app.begin("newcommer", password="Wrong-Passw0rd!")


def has_another_password(app):
    app.begin("newcomer", password="Wrong-Passw0rd!")


def tries_passwords_in_a_loop(app):
    for _ in range(5):
        with contextlib.suppress(ClientError):
            app.begin("newcomer", password="Wrong-Passw0rd!")
    app.begin("newcomer")


def takes_too_long_for_the_challenge(app):
    step = app.begin("sms")
    app.cognito.clock.advance(minutes=5)
    app.respond("sms", step, app.cognito.outbox[-1].code)


def recovers_by_a_code_of_yesterday(app):
    app.aws.forgot_password(ClientId=app.cognito.client_id, Username="newcomer")
    app.cognito.clock.advance(days=1)
    code, client = app.cognito.outbox[-1].code, app.cognito.client_id
    app.aws.confirm_forgot_password(
        ClientId=client, Username="newcomer", ConfirmationCode=code, Password="Another-Passw0rd!"
    )


def chooses_what_is_not_offered(app):
    app.respond("undecided", app.begin("undecided"), "EMAIL_OTP", "SELECT_MFA_TYPE", "ANSWER")


def loses_the_reply(app):
    app.cognito.inject("GetUser", drop="reset")
    app.aws.get_user(AccessToken=app.cognito.sign_in("totp").access_token)


def takes_every_error_for_an_empty_list(app):
    try:
        users = app.aws.list_users(UserPoolId=app.cognito.user_pool_id)["Users"]
    except Exception:  # noqa: BLE001 - the mistake
        users = []
    assert users == []


def answers_500_for_every_error(app):
    try:
        status = 200 if app.aws.list_users(UserPoolId=app.cognito.user_pool_id) else 404
    except Exception:  # noqa: BLE001 - the mistake, as a framework makes it
        status = 500
    assert status == 200


def calls_nothing(app):
    assert app.cognito.user("newcomer").mfa_settings


OWN = {name: made for name, made in globals().items() if getattr(made, "__module__", "") == __name__}
BUGS = {name: made for name, made in OWN.items() if name not in ("App", "_client")}
