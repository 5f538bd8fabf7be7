"""Passwords that are forgotten, reset or changed; where the code is sent, and how long it is valid."""

import pytest
from botocore.exceptions import ClientError
from one_test import for_each
from sign_in_steps import Caller, is_finished, refusal_of

SMS = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}
VERIFIED = {
    "email": "alice@example.com",
    "email_verified": "true",
    "phone_number": "+12065550100",
    "phone_number_verified": "true",
}
EXPIRED = ("ExpiredCodeException", "Invalid code provided, please request a code again.")
WRONG_CODE = ("CodeMismatchException", "Invalid verification code provided, please try again.")
TOO_MANY = ("LimitExceededException", "Attempt limit exceeded, please try after some time.")
WRONG_PASSWORD = ("NotAuthorizedException", "Incorrect username or password.")
RESET_REQUIRED = ("PasswordResetRequiredException", "Password reset required for the user")
DISABLED = ("NotAuthorizedException", "User is disabled.")
NO_WAY = (
    "InvalidParameterException",
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
)
CANNOT_RESET = ("NotAuthorizedException", "User password cannot be reset in the current state.")
UNKNOWN = ("UserNotFoundException", "Username/client id combination not found.")
CLIENTS = for_each("client", ["public", "secret"])
EMAIL_THEN_PHONE = ("verified_email", "verified_phone_number")
PHONE_THEN_EMAIL = ("verified_phone_number", "verified_email")


def user(name="alice", attributes=VERIFIED, **more):
    return {"Username": name, "Password": "Secret-1", "UserAttributes": attributes, **more}


def by(*names):
    ways = [{"Name": name, "Priority": number} for number, name in enumerate(names, start=1)]
    return {"AccountRecoverySetting": {"RecoveryMechanisms": ways}}


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


class Recovery:
    """What an application calls when a password is lost."""

    def __init__(self, aws, cognito, client="public"):
        self.aws, self.cognito = aws, cognito
        self.caller = Caller(aws, cognito, client=client)
        self.pool = {"UserPoolId": cognito.user_pool_id}

    def _request(self, name):
        secret_hash = self.caller.hash_of(name).get("SECRET_HASH")
        request = {"ClientId": self.caller.client.id, "Username": name}
        return request | ({"SecretHash": secret_hash} if secret_hash else {})

    def forget(self, name="alice", **more):
        answer = self.aws.forgot_password(**{**self._request(name), **more})
        return answer["CodeDeliveryDetails"]

    def confirm(self, code=None, name="alice", password="Secret-2", **more):
        code = self.cognito.outbox[-1].code if code is None else code
        request = {**self._request(name), "ConfirmationCode": code, "Password": password, **more}
        return self.aws.confirm_forgot_password(**request)

    def reset(self, name="alice"):
        return self.aws.admin_reset_user_password(**self.pool, Username=name)


@pytest.fixture
def recovery(open_pool, aws):
    """Open a pool of alice, or of other users, in which these ways recover a password."""

    def opened(*users, ways=EMAIL_THEN_PHONE, client="public", **settings):
        cognito = open_pool(*(users or [user()]), **(by(*ways) if ways else {}), **settings)
        cognito.clock.freeze()
        return Recovery(aws, cognito, client)

    return opened


# -- forgotten ----------------------------------------------------------------------------


@CLIENTS
def test_a_forgotten_password_is_replaced_by_a_code(recovery, client):
    lost = recovery(client=client)
    delivery = {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "a***@e***"}
    assert lost.forget() == delivery
    (sent,) = lost.cognito.outbox
    assert (sent.user, sent.destination, sent.purpose) == ("alice", "alice@example.com", "recovery")
    assert (len(sent.code), sent.body) == (6, f"Your password reset code is {sent.code}.")
    assert is_finished(lost.caller.password("alice", "Secret-1"))

    lost.confirm()

    assert lost.cognito.user("alice").status == "CONFIRMED"
    assert refusal_of(lost.caller.password, "alice", "Secret-1") == WRONG_PASSWORD
    assert is_finished(lost.caller.password("alice", "Secret-2"))
    assert is_finished(lost.caller.srp("alice", "Secret-2"))


@for_each("name", ["alice", "alice@example.com", "sub"])
def test_the_user_is_found_by_username_alias_and_sub(recovery, name):
    lost = recovery(AliasAttributes=["email"])
    name = lost.cognito.user("alice").sub if name == "sub" else name
    lost.forget(name)
    lost.confirm(name=name)
    assert is_finished(lost.caller.password("alice", "Secret-2"))


@for_each("call", ["forget", "confirm"])
def test_a_secret_client_needs_its_hash(recovery, call):
    lost = recovery(client="secret")
    lost.forget()
    words = f"Unable to verify secret hash for client {lost.caller.client.id}"
    assert refusal_of(getattr(lost, call), SecretHash="wrong") == ("NotAuthorizedException", words)


def test_a_code_recovers_one_password(recovery):
    lost = recovery()
    lost.forget()
    lost.confirm()
    assert refusal_of(lost.confirm, password="Secret-3") == EXPIRED


def test_a_code_is_good_for_an_hour(recovery):
    lost = recovery()
    lost.forget()
    lost.cognito.clock.advance(seconds=3600)
    assert refusal_of(lost.confirm) == EXPIRED
    lost.forget()
    lost.cognito.clock.advance(seconds=3599)
    lost.confirm()
    assert is_finished(lost.caller.password("alice", "Secret-2"))


def test_a_wrong_code_leaves_the_right_one_good_and_a_new_one_takes_its_place(recovery):
    lost = recovery()
    lost.forget()
    first = lost.cognito.outbox[-1].code
    assert refusal_of(lost.confirm, wrong(first)) == WRONG_CODE
    lost.forget()
    assert refusal_of(lost.confirm, first) == WRONG_CODE
    lost.confirm()


def test_without_a_request_there_is_no_code(recovery):
    assert refusal_of(recovery().confirm, "000000") == EXPIRED


def test_a_password_that_the_policy_does_not_allow_leaves_the_code_good(recovery):
    lost = recovery()
    lost.forget()
    words = "Password did not conform with policy: Password must have uppercase characters"
    assert refusal_of(lost.confirm, password="secret-2") == ("InvalidPasswordException", words)
    lost.confirm()
    assert is_finished(lost.caller.password("alice", "Secret-2"))


def test_asking_and_answering_share_a_quota_of_five_an_hour(recovery):
    lost = recovery()
    lost.forget()
    for _ in range(4):
        assert refusal_of(lost.confirm, wrong(lost.cognito.outbox[-1].code)) == WRONG_CODE
    assert refusal_of(lost.confirm) == TOO_MANY
    assert refusal_of(lost.forget) == TOO_MANY
    lost.cognito.clock.advance(hours=1)
    lost.forget()
    lost.confirm()


def test_a_recovered_password_does_not_end_a_lockout(recovery):
    lost = recovery()
    for _ in range(5):
        assert refusal_of(lost.caller.password, "alice", "Wrong-1") == WRONG_PASSWORD
    lost.forget()
    lost.confirm()
    locked_out = ("NotAuthorizedException", "Password attempts exceeded")
    assert refusal_of(lost.caller.password, "alice", "Secret-2") == locked_out
    lost.cognito.clock.advance(seconds=1)
    assert is_finished(lost.caller.password("alice", "Secret-2"))


# -- where the code goes ------------------------------------------------------------------


@for_each(
    "ways, medium",
    [
        (EMAIL_THEN_PHONE, "EMAIL"),
        (PHONE_THEN_EMAIL, "SMS"),
        (("verified_email",), "EMAIL"),
        ((), "SMS"),
    ],
)
def test_the_pool_says_where_the_code_goes(recovery, ways, medium):
    assert recovery(ways=ways).forget()["DeliveryMedium"] == medium


def test_a_pool_that_code_creates_sends_the_code_by_email_first(cognito, aws):
    pool = aws.create_user_pool(PoolName="new")["UserPool"]
    assert {"AccountRecoverySetting": pool["AccountRecoverySetting"]} == by(*EMAIL_THEN_PHONE)

    named = {"UserPoolId": pool["Id"], "Username": "alice"}
    client = aws.create_user_pool_client(UserPoolId=pool["Id"], ClientName="web")["UserPoolClient"]["ClientId"]
    aws.admin_create_user(**named, UserAttributes=[{"Name": n, "Value": v} for n, v in VERIFIED.items()])
    aws.admin_set_user_password(**named, Password="Secret-1842", Permanent=True)
    delivered = aws.forgot_password(ClientId=client, Username="alice")["CodeDeliveryDetails"]
    assert delivered["DeliveryMedium"] == "EMAIL"


def test_an_address_that_is_not_verified_is_passed_over(recovery):
    lost = recovery(user(attributes=VERIFIED | {"email_verified": "false"}))
    assert lost.forget() == {
        "AttributeName": "phone_number",
        "DeliveryMedium": "SMS",
        "Destination": "+*******0100",
    }


FACTORS = for_each(
    "factor, ways, other",
    [("SMS_MFA", PHONE_THEN_EMAIL, "EMAIL"), ("EMAIL_OTP", EMAIL_THEN_PHONE, "SMS")],
)
OPTIONAL = {"MfaConfiguration": "OPTIONAL", "SmsConfiguration": SMS}


@FACTORS
@for_each("preferred", [True, False])
def test_the_channel_of_mfa_recovers_nothing(recovery, factor, ways, other, preferred):
    alice = user(UserMFASettingList=[factor], **({"PreferredMfaSetting": factor} if preferred else {}))
    assert recovery(alice, ways=ways, **OPTIONAL).forget()["DeliveryMedium"] == other
    assert refusal_of(recovery(alice, ways=ways[:1], existence="LEGACY", **OPTIONAL).forget) == NO_WAY


@FACTORS
def test_turning_mfa_off_gives_the_channel_back(recovery, factor, ways, other):
    alice = user(UserMFASettingList=[factor])
    lost = recovery(alice, ways=ways[:1], existence="LEGACY", **OPTIONAL)
    block = {"SMS_MFA": "SMSMfaSettings", "EMAIL_OTP": "EmailMfaSettings"}[factor]
    lost.aws.admin_set_user_mfa_preference(**lost.pool, Username="alice", **{block: {"Enabled": False}})
    assert lost.forget()["DeliveryMedium"] != other


def test_sms_recovers_beside_sms_mfa_where_no_setting_forbids_it(recovery):
    lost = recovery(user(UserMFASettingList=["SMS_MFA"]), ways=(), **OPTIONAL)
    assert lost.forget()["DeliveryMedium"] == "SMS"


@for_each("existence", ["ENABLED", "LEGACY"])
def test_where_only_administrators_reset_nobody_is_sent_a_code(recovery, existence):
    lost = recovery(ways=["admin_only"], existence=existence)
    for name in ("alice", "nobody"):
        assert refusal_of(lost.forget, name) == ("NotAuthorizedException", "Contact administrator to reset password.")
    assert refusal_of(lost.reset) == NO_WAY
    assert lost.cognito.user("alice").status == "CONFIRMED"


# -- who is told what ---------------------------------------------------------------------

UNVERIFIED = {"email": "alice@example.com"}
NOBODY_GETS_A_CODE = for_each(
    "alice, name, reported",
    [
        (user(), "nobody", UNKNOWN),
        (user(Enabled=False), "alice", DISABLED),
        (user(attributes=UNVERIFIED), "alice", NO_WAY),
        (user(attributes=UNVERIFIED, UserStatus="UNCONFIRMED"), "alice", NO_WAY),
    ],
)


@NOBODY_GETS_A_CODE
def test_who_cannot_get_a_code_is_told_so(recovery, alice, name, reported):
    lost = recovery(alice, existence="LEGACY")
    assert refusal_of(lost.forget, name) == reported
    assert lost.cognito.outbox == ()


@NOBODY_GETS_A_CODE
def test_who_cannot_get_a_code_is_answered_a_delivery_where_the_client_hides_users(recovery, alice, name, reported):
    lost = recovery(alice, existence="ENABLED")
    delivery = lost.forget(name)
    assert (delivery["AttributeName"], delivery["DeliveryMedium"]) == ("email", "EMAIL")
    assert delivery == lost.forget(name)
    assert lost.cognito.outbox == ()


def test_an_unknown_address_is_answered_its_own_mask(recovery):
    lost = recovery(user("alice@example.com"), UsernameAttributes=["email"])
    assert lost.forget("zoe@example.com")["Destination"] == "z***@e***"


@for_each(
    "alice, name, reported",
    [(user(), "nobody", UNKNOWN), (user(Enabled=False), "alice", DISABLED)],
)
def test_a_code_of_nobody_is_a_wrong_code_where_the_client_hides_users(recovery, alice, name, reported):
    assert refusal_of(recovery(alice, existence="ENABLED").confirm, "000000", name) == WRONG_CODE
    assert refusal_of(recovery(alice, existence="LEGACY").confirm, "000000", name) == reported


@for_each("status", ["FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER", "ARCHIVED", "UNKNOWN"])
@for_each("call", ["forget", "reset"])
def test_who_never_had_a_password_of_their_own_cannot_recover_one(recovery, status, call):
    assert refusal_of(getattr(recovery(user(UserStatus=status)), call)) == CANNOT_RESET


def test_who_is_not_confirmed_cannot_answer_the_code(recovery):
    lost = recovery(user(UserStatus="UNCONFIRMED"))
    lost.forget()
    assert refusal_of(lost.confirm) == ("UserNotConfirmedException", "User is not confirmed.")
    assert refusal_of(lost.reset) == CANNOT_RESET


# -- reset by an administrator --------------------------------------------------------------


def test_an_administrators_reset_asks_for_a_new_password_and_then_for_mfa(recovery, through):
    alice = user(UserMFASettingList=["SMS_MFA"], PreferredMfaSetting="SMS_MFA")
    lost = recovery(alice, **OPTIONAL)
    caller = through(lost.cognito)
    lost.reset()
    assert lost.cognito.user("alice").status == "RESET_REQUIRED"
    assert (lost.cognito.outbox[-1].purpose, lost.cognito.outbox[-1].medium) == ("recovery", "EMAIL")
    for password in ("Secret-1", "Wrong-1"):
        assert refusal_of(caller.password, "alice", password) == RESET_REQUIRED
        assert refusal_of(caller.srp, "alice", password) == RESET_REQUIRED

    lost.confirm()

    asked = caller.password("alice", "Secret-2")
    assert asked["ChallengeName"] == "SMS_MFA"
    code = lost.cognito.outbox[-1].code
    assert is_finished(caller.respond("SMS_MFA", "alice", asked["Session"], SMS_MFA_CODE=code))


def test_who_must_reset_may_ask_for_another_code_and_be_reset_again(recovery):
    lost = recovery()
    lost.reset()
    lost.cognito.clock.advance(hours=2)
    assert refusal_of(lost.confirm) == EXPIRED
    lost.reset()
    lost.forget()
    assert len(lost.cognito.outbox) == 3
    lost.confirm()
    assert is_finished(lost.caller.password("alice", "Secret-2"))


@for_each(
    "alice, refusal",
    [(user(Enabled=False), DISABLED), (user(attributes=UNVERIFIED), NO_WAY)],
)
@for_each("existence", ["ENABLED", "LEGACY"])
def test_a_reset_that_cannot_be_is_refused_to_the_administrator(recovery, alice, refusal, existence):
    lost = recovery(alice, existence=existence)
    assert refusal_of(lost.reset) == refusal
    assert lost.cognito.user("alice").status == "CONFIRMED"
    assert refusal_of(lost.reset, "nobody") == ("UserNotFoundException", "User does not exist.")


def test_a_set_password_ends_a_reset(recovery):
    lost = recovery()
    lost.reset()
    lost.aws.admin_set_user_password(**lost.pool, Username="alice", Password="Secret-2", Permanent=True)
    assert is_finished(lost.caller.password("alice", "Secret-2"))


# -- changed ----------------------------------------------------------------------------------


@pytest.fixture
def change(cognito, aws):
    cognito.clock.freeze()
    token = cognito.sign_in("newcomer").access_token

    def changed(previous=None, proposed="Secret-2"):
        previous = cognito.user("newcomer").password if previous is None else previous
        return aws.change_password(AccessToken=token, PreviousPassword=previous, ProposedPassword=proposed)

    return changed


def test_a_password_is_changed_by_who_knows_it(cognito, aws, change):
    change()
    assert is_finished(Caller(aws, cognito).password("newcomer", "Secret-2"))
    assert is_finished(Caller(aws, cognito).srp("newcomer", "Secret-2"))


def test_a_wrong_previous_password_changes_nothing(cognito, change):
    before = cognito.user("newcomer").password
    assert refusal_of(change, "Wrong-1") == WRONG_PASSWORD
    assert refusal_of(change, proposed="short")[0] == "InvalidPasswordException"
    assert cognito.user("newcomer").password == before


def test_five_wrong_previous_passwords_use_up_an_hours_quota_and_lock_nobody_out(cognito, aws, change):
    for _ in range(5):
        assert refusal_of(change, "Wrong-1") == WRONG_PASSWORD
    assert refusal_of(change) == TOO_MANY
    assert is_finished(Caller(aws, cognito).password("newcomer"))


def test_five_right_ones_use_it_up_too(cognito, change):
    for number in range(5):
        change(proposed=f"Secret-{number}")
    assert refusal_of(change) == TOO_MANY


def test_the_previous_password_is_required_of_who_has_one(aws, cognito, unchecked):
    request = {"AccessToken": cognito.sign_in("newcomer").access_token, "ProposedPassword": "Secret-2"}
    with pytest.raises(ClientError, match=r"Missing required parameter PreviousPassword|Member must not be null"):
        unchecked.change_password(**request)


def test_who_must_reset_cannot_go_on_with_an_old_token(recovery):
    lost = recovery()
    token = lost.cognito.sign_in("alice").access_token
    lost.reset()
    request = {"AccessToken": token, "PreviousPassword": "Secret-1", "ProposedPassword": "Secret-2"}
    assert refusal_of(lost.aws.change_password, **request) == RESET_REQUIRED


@pytest.mark.parametrize(
    ("name", "medium"),
    [("newcomer", "EMAIL"), ("totp", "EMAIL"), ("sms", "EMAIL"), ("email", "SMS"), ("undecided", "EMAIL")],
)
def test_every_user_that_comes_with_it_can_recover_the_password(aws, cognito, name, medium):
    sent = aws.forgot_password(ClientId=cognito.client_id, Username=name)["CodeDeliveryDetails"]
    assert sent["DeliveryMedium"] == medium
    code = cognito.outbox[-1].code
    aws.confirm_forgot_password(
        ClientId=cognito.client_id, Username=name, ConfirmationCode=code, Password="Recovered-1"
    )
    assert cognito.user(name).password == "Recovered-1"
