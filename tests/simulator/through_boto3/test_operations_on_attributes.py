"""Attributes that users and administrators change, verify and delete, and what sign-in then asks for."""

import pytest
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
UNWRITABLE = ("NotAuthorizedException", "A client attempted to write unauthorized attribute")
TO_NEW_ADDRESS = {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "n***@e***"}
TO_NEW_NUMBER = {"AttributeName": "phone_number", "DeliveryMedium": "SMS", "Destination": "+*******0199"}
AUTO = {"AutoVerifiedAttributes": ["email", "phone_number"], "SmsConfiguration": SMS}
HELD_BACK = AUTO | {
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email", "phone_number"]}
}


def user(name="alice", attributes=VERIFIED, **more):
    return {"Username": name, "Password": "Secret-1", "UserAttributes": attributes, **more}


class Account:
    """What an application calls for a user who is signed in, and for one whom an administrator looks after."""

    def __init__(self, aws, cognito, name="alice"):
        self.aws, self.cognito, self.name = aws, cognito, name
        self.token = {"AccessToken": cognito.sign_in(name).access_token}
        self.user = {"UserPoolId": cognito.user_pool_id, "Username": name}
        self.caller = Caller(aws, cognito)

    @property
    def attributes(self):
        """All but the sub."""
        return {name: value for name, value in self.cognito.user(self.name).attributes.items() if name != "sub"}

    @property
    def code(self):
        return self.cognito.outbox[-1].code

    def update(self, **changes):
        listed = [{"Name": name, "Value": value} for name, value in changes.items()]
        return self.aws.update_user_attributes(**self.token, UserAttributes=listed).get("CodeDeliveryDetailsList", [])

    def update_by_admin(self, **changes):
        listed = [{"Name": name, "Value": value} for name, value in changes.items()]
        self.aws.admin_update_user_attributes(**self.user, UserAttributes=listed)

    def delete(self, *names):
        return self.aws.delete_user_attributes(**self.token, UserAttributeNames=list(names))

    def delete_by_admin(self, *names):
        return self.aws.admin_delete_user_attributes(**self.user, UserAttributeNames=list(names))

    def ask(self, attribute="email"):
        answer = self.aws.get_user_attribute_verification_code(**self.token, AttributeName=attribute)
        return answer["CodeDeliveryDetails"]

    def verify(self, code=None, attribute="email"):
        code = self.code if code is None else code
        return self.aws.verify_user_attribute(**self.token, AttributeName=attribute, Code=code)


@pytest.fixture
def account(open_pool, aws):
    def opened(*users, **settings):
        cognito = open_pool(*(users or [user()]), **settings)
        cognito.clock.freeze()
        return Account(aws, cognito, (users or [user()])[0]["Username"])

    return opened


# -- changed and verified -----------------------------------------------------------------


def test_a_new_address_counts_at_once_and_is_verified_by_its_code(account):
    alice = account(**AUTO)
    assert alice.update(email="new@example.com") == [TO_NEW_ADDRESS]
    sent = alice.cognito.outbox[-1]
    assert (sent.user, sent.destination, sent.purpose) == ("alice", "new@example.com", "attribute")
    assert sent.body == f"Your verification code is {sent.code}."
    assert (alice.attributes["email"], alice.attributes["email_verified"]) == ("new@example.com", "false")
    alice.verify()
    assert (alice.attributes["email"], alice.attributes["email_verified"]) == ("new@example.com", "true")
    assert alice.attributes["phone_number_verified"] == "true"


def test_both_at_once_are_sent_a_code_each(account):
    alice = account(**AUTO)
    assert alice.update(phone_number="+12065550199", email="new@example.com") == [TO_NEW_NUMBER, TO_NEW_ADDRESS]
    codes = {sent.medium: sent.code for sent in alice.cognito.outbox}
    alice.verify(codes["SMS"], "phone_number")
    alice.verify(codes["EMAIL"])
    assert alice.attributes["phone_number_verified"] == alice.attributes["email_verified"] == "true"


def test_what_needs_no_verification_is_sent_none(account):
    alice = account()
    assert alice.update(given_name="Alice", email="new@example.com") == []
    assert (alice.attributes["given_name"], alice.attributes["email_verified"]) == ("Alice", "false")
    assert alice.cognito.outbox == ()


def test_an_administrators_change_is_verified_if_the_administrator_says_so(account):
    alice = account(**AUTO)
    alice.update_by_admin(email="new@example.com", email_verified="true")
    assert (alice.attributes["email_verified"], alice.cognito.outbox) == ("true", ())
    alice.update_by_admin(email="newer@example.com")
    assert (alice.attributes["email_verified"], alice.cognito.outbox[-1].destination) == ("false", "newer@example.com")
    alice.verify()
    assert alice.attributes["email_verified"] == "true"


def test_a_value_that_is_held_back_counts_once_it_is_verified(account):
    alice = account(**HELD_BACK, AliasAttributes=["email"])
    assert alice.update(email="new@example.com") == [TO_NEW_ADDRESS]
    assert (alice.attributes["email"], alice.attributes["email_verified"]) == ("alice@example.com", "true")
    assert is_finished(alice.caller.password("alice@example.com", "Secret-1"))
    alice.verify()
    assert (alice.attributes["email"], alice.attributes["email_verified"]) == ("new@example.com", "true")
    assert is_finished(alice.caller.password("new@example.com", "Secret-1"))
    assert refusal_of(alice.caller.password, "alice@example.com", "Secret-1")[0] == "NotAuthorizedException"


def test_a_value_that_is_held_back_can_be_sent_another_code(account):
    alice = account(**HELD_BACK)
    alice.update(email="new@example.com")
    alice.cognito.clock.advance(minutes=50)
    assert alice.ask() == TO_NEW_ADDRESS
    alice.verify()
    assert alice.attributes["email"] == "new@example.com"


def test_an_administrator_need_not_wait(account):
    alice = account(**HELD_BACK)
    alice.update(email="new@example.com")
    alice.update_by_admin(email="newer@example.com", email_verified="true")
    assert (alice.attributes["email"], alice.attributes["email_verified"]) == ("newer@example.com", "true")
    assert refusal_of(alice.verify) == EXPIRED


def test_a_user_sees_the_new_value(account):
    alice = account(**AUTO)
    alice.update(email="new@example.com")
    listed = alice.aws.get_user(**alice.token)["UserAttributes"]
    shown = {pair["Name"]: pair["Value"] for pair in listed}
    assert shown == {"sub": alice.cognito.user("alice").sub, **alice.attributes}
    assert (shown["email"], shown["email_verified"]) == ("new@example.com", "false")


# -- codes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attribute", "details"),
    [
        ("email", {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "a***@e***"}),
        ("phone_number", {"AttributeName": "phone_number", "DeliveryMedium": "SMS", "Destination": "+*******0100"}),
    ],
)
def test_what_is_verified_already_can_be_verified_again(account, attribute, details):
    alice = account()
    assert alice.ask(attribute) == details
    alice.verify(attribute=attribute)
    assert alice.attributes == VERIFIED


def test_a_code_verifies_once(account):
    alice = account()
    alice.ask()
    assert refusal_of(alice.verify, f"{(int(alice.code) + 1) % 10**6:06}") == WRONG_CODE
    alice.verify()
    assert refusal_of(alice.verify) == EXPIRED


def test_a_code_verifies_the_attribute_that_it_was_sent_to(account):
    alice = account()
    alice.ask("phone_number")
    assert refusal_of(alice.verify) == EXPIRED


def test_a_code_for_a_value_that_is_no_more_verifies_nothing(account):
    alice = account()
    alice.ask()
    alice.update(email="new@example.com")
    assert refusal_of(alice.verify) == EXPIRED


def test_a_code_is_good_for_a_day(account):
    alice = account()
    alice.ask()
    alice.cognito.clock.advance(hours=24)
    alice.token = {"AccessToken": alice.cognito.sign_in("alice").access_token}
    assert refusal_of(alice.verify) == EXPIRED
    alice.ask()
    alice.cognito.clock.advance(hours=23, minutes=59)
    alice.token = {"AccessToken": alice.cognito.sign_in("alice").access_token}
    alice.verify()


def test_five_codes_an_hour_are_sent_and_fifteen_answers_taken(account):
    alice = account()
    for _ in range(5):
        alice.ask()
    assert refusal_of(alice.ask) == TOO_MANY
    wrong = f"{(int(alice.code) + 1) % 10**6:06}"
    for _ in range(15):
        assert refusal_of(alice.verify, wrong) == WRONG_CODE
    assert refusal_of(alice.verify) == TOO_MANY


@pytest.mark.parametrize("call", ["ask", "verify"])
def test_only_address_and_number_can_be_verified(account, call):
    alice = account()
    words = "Invalid attribute name. Only phone_number and email can be verified."
    refusal = refusal_of(
        getattr(alice, call), **{"attribute": "name"} | ({"code": "000000"} if call == "verify" else {})
    )
    assert refusal == ("InvalidParameterException", words)


@pytest.mark.parametrize("settings", [AUTO, HELD_BACK], ids=["at once", "held back"])
def test_an_alias_that_another_verified_first_cannot_be_verified(account, settings):
    alice = account(user(), user("bob", {}), **settings, AliasAttributes=["email"])
    alice.update(email="new@example.com")
    alice.aws.admin_update_user_attributes(
        UserPoolId=alice.cognito.user_pool_id,
        Username="bob",
        UserAttributes=[{"Name": "email", "Value": "new@example.com"}, {"Name": "email_verified", "Value": "true"}],
    )
    code = next(sent.code for sent in alice.cognito.outbox if sent.user == "alice")
    words = "An account with the email already exists."
    assert refusal_of(alice.verify, code) == ("AliasExistsException", words)


# -- who may write what -------------------------------------------------------------------


def test_one_refusal_leaves_everything_as_it_was(account):
    alice = account(**AUTO)
    said = refusal_of(alice.update, given_name="Alice", email="new@example.com", email_verified="true")
    assert said == ("InvalidParameterException", "Cannot modify the non-mutable attribute email_verified")
    assert (alice.attributes, alice.cognito.outbox) == (VERIFIED, ())


def test_a_client_writes_only_what_it_may(account, aws):
    alice = account()
    pool = {"UserPoolId": alice.cognito.user_pool_id}
    made = aws.create_user_pool_client(**pool, ClientName="narrow", WriteAttributes=["given_name"])
    alice.token = {"AccessToken": alice.cognito.sign_in("alice", client="narrow").access_token}
    alice.update(given_name="Alice")
    assert refusal_of(alice.update, email="new@example.com") == UNWRITABLE
    assert refusal_of(alice.delete, "email") == UNWRITABLE
    request = {"ClientId": made["UserPoolClient"]["ClientId"], "Username": "zoe", "Password": "Secret-1"}
    email = [{"Name": "email", "Value": "zoe@example.com"}]
    assert refusal_of(aws.sign_up, **request, UserAttributes=email) == UNWRITABLE


def test_where_mail_is_the_username_the_new_one_signs_in_at_once(account):
    name = "alice@example.com"
    alice = account(user(name, {"email": name}), UsernameAttributes=["email"])
    alice.update(email="new@example.com")
    assert is_finished(alice.caller.password("new@example.com", "Secret-1"))
    assert refusal_of(alice.caller.password, name, "Secret-1")[0] == "NotAuthorizedException"


# -- second factors -----------------------------------------------------------------------

MFA = {"SmsConfiguration": SMS, "SoftwareTokenMfaConfiguration": {"Enabled": True}}
WITH_SMS = {"UserMFASettingList": ["SMS_MFA"], "PreferredMfaSetting": "SMS_MFA"}


@pytest.mark.parametrize("policy", ["OPTIONAL", "ON"])
def test_a_new_number_gets_the_codes_of_mfa_at_once_and_is_verified_by_one(account, policy):
    alice = account(user(**WITH_SMS), MfaConfiguration=policy, **MFA)
    alice.update(phone_number="+12065550199")
    assert alice.attributes["phone_number_verified"] == "false"
    asked = alice.caller.password("alice", "Secret-1")
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "+*******0199"
    assert alice.cognito.outbox[-1].destination == "+12065550199"
    assert is_finished(alice.caller.respond("SMS_MFA", "alice", asked["Session"], SMS_MFA_CODE=alice.code))
    assert alice.attributes["phone_number_verified"] == "true"


def test_a_number_that_is_held_back_gets_none_of_them_yet(account):
    alice = account(user(**WITH_SMS), MfaConfiguration="OPTIONAL", **MFA | HELD_BACK)
    alice.update(phone_number="+12065550199")
    code = alice.code
    alice.caller.password("alice", "Secret-1")
    assert alice.cognito.outbox[-1].destination == "+12065550100"
    alice.verify(code, "phone_number")
    alice.caller.password("alice", "Secret-1")
    assert alice.cognito.outbox[-1].destination == "+12065550199"


def test_the_code_to_an_old_number_signs_in_and_does_not_verify_the_new_one(account):
    alice = account(user(**WITH_SMS), MfaConfiguration="OPTIONAL", **MFA)
    session = alice.caller.password("alice", "Secret-1")["Session"]
    code = alice.code
    alice.update_by_admin(phone_number="+12065550199")
    assert is_finished(alice.caller.respond("SMS_MFA", "alice", session, SMS_MFA_CODE=code))
    assert alice.attributes["phone_number_verified"] == "false"


@pytest.mark.parametrize("policy", ["OPTIONAL", "ON"])
@pytest.mark.parametrize("call", ["delete", "delete_by_admin"])
def test_a_lost_number_goes_after_its_factor(account, policy, call):
    alice = account(user(**WITH_SMS), MfaConfiguration=policy, **MFA)
    delete = getattr(alice, call)
    words = "Cannot delete phone_number, which the user's MFA needs."
    assert refusal_of(delete, "phone_number") == ("InvalidParameterException", words)
    alice.aws.admin_set_user_mfa_preference(**alice.user, SMSMfaSettings={"Enabled": False})
    delete("phone_number")
    assert set(alice.attributes) == {"email", "email_verified"}
    answer = alice.caller.password("alice", "Secret-1")
    if policy == "ON":
        assert answer["ChallengeName"] == "MFA_SETUP"
    else:
        assert is_finished(answer)


def test_a_blank_value_deletes_as_well(account):
    alice = account()
    assert alice.update(email="") == []
    alice.update_by_admin(phone_number="")
    assert alice.attributes == {}
    for delete in (alice.delete, alice.delete_by_admin):
        assert delete("email", "locale")["ResponseMetadata"]["HTTPStatusCode"] == 200


# -- sign-up's code, and the end ----------------------------------------------------------


@pytest.fixture
def sign_up(open_pool, aws):
    """A pool in which zoe has signed up, with what resends and confirms her code."""

    def signed_up(existence="ENABLED", client="public", **attributes):
        cognito = open_pool(user(), existence=existence, **AUTO)
        cognito.clock.freeze()
        caller = Caller(aws, cognito, client=client)
        secret_hash = caller.hash_of("zoe").get("SECRET_HASH")
        request = {"ClientId": caller.client.id, "Username": "zoe"}
        request |= {"SecretHash": secret_hash} if secret_hash else {}
        listed = [{"Name": name, "Value": value} for name, value in attributes.items()]
        aws.sign_up(**request, Password="Secret-1", UserAttributes=listed)
        return cognito, request

    return signed_up


@pytest.mark.parametrize("client", ["public", "secret"])
def test_a_sign_up_code_is_sent_again(sign_up, aws, client):
    cognito, request = sign_up(client=client, email="zoe@example.com")
    first = cognito.outbox[-1].code
    details = aws.resend_confirmation_code(**request)["CodeDeliveryDetails"]
    assert details == {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "z***@e***"}
    assert [sent.purpose for sent in cognito.outbox] == ["sign-up", "sign-up"]
    assert refusal_of(aws.confirm_sign_up, **request, ConfirmationCode=first) == WRONG_CODE
    aws.confirm_sign_up(**request, ConfirmationCode=cognito.outbox[-1].code)
    assert cognito.user("zoe").attributes["email_verified"] == "true"
    already = ("InvalidParameterException", "User is already confirmed.")
    assert refusal_of(aws.resend_confirmation_code, **request) == already


def test_a_sign_up_code_is_sent_again_five_times_an_hour_and_answered_fifteen_times(sign_up, aws):
    cognito, request = sign_up(email="zoe@example.com")
    for _ in range(5):
        aws.resend_confirmation_code(**request)
    assert refusal_of(aws.resend_confirmation_code, **request) == TOO_MANY
    right = cognito.outbox[-1].code
    for _ in range(15):
        wrong = f"{(int(right) + 1) % 10**6:06}"
        assert refusal_of(aws.confirm_sign_up, **request, ConfirmationCode=wrong) == WRONG_CODE
    assert refusal_of(aws.confirm_sign_up, **request, ConfirmationCode=right) == TOO_MANY
    cognito.clock.advance(hours=1)
    aws.confirm_sign_up(**request, ConfirmationCode=right)


def test_a_sign_up_code_does_not_verify_an_address_that_it_was_not_sent_to(sign_up, aws):
    cognito, request = sign_up(email="zoe@example.com")
    code = cognito.outbox[-1].code
    corrected = [{"Name": "email", "Value": "zoey@example.com"}]
    pool = {"UserPoolId": cognito.user_pool_id}
    aws.admin_update_user_attributes(**pool, Username="zoe", UserAttributes=corrected)
    assert refusal_of(aws.confirm_sign_up, **request, ConfirmationCode=code) == EXPIRED
    aws.resend_confirmation_code(**request)
    assert cognito.outbox[-1].destination == "zoey@example.com"
    aws.confirm_sign_up(**request, ConfirmationCode=cognito.outbox[-1].code)


def test_another_change_leaves_the_sign_up_code_good(sign_up, aws):
    cognito, request = sign_up(email="zoe@example.com")
    code = cognito.outbox[-1].code
    number = [{"Name": "phone_number", "Value": "+12065550199"}, {"Name": "phone_number_verified", "Value": "true"}]
    aws.admin_update_user_attributes(UserPoolId=cognito.user_pool_id, Username="zoe", UserAttributes=number)
    aws.confirm_sign_up(**request, ConfirmationCode=code)


def test_nobody_can_be_sent_a_code_without_an_address(sign_up, aws):
    _, request = sign_up()
    words = "User does not have a valid registered phone number"
    assert refusal_of(aws.resend_confirmation_code, **request) == ("InvalidParameterException", words)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("nobody", ("UserNotFoundException", "Username/client id combination not found.")),
        ("zoe", ("NotAuthorizedException", "User is disabled.")),
    ],
    ids=["unknown", "disabled"],
)
def test_who_gets_no_code_is_told_so_only_where_the_client_tells(sign_up, aws, name, refusal):
    for existence in ("LEGACY", "ENABLED"):
        cognito, request = sign_up(existence, email="zoe@example.com")
        aws.admin_disable_user(UserPoolId=cognito.user_pool_id, Username="zoe")
        request = {**request, "Username": name}
        if existence == "LEGACY":
            assert refusal_of(aws.resend_confirmation_code, **request) == refusal
        else:
            assert aws.resend_confirmation_code(**request)["CodeDeliveryDetails"]["DeliveryMedium"] == "SMS"
        assert len(cognito.outbox) == 1


def test_users_delete_themselves(account):
    alice = account()
    alice.aws.delete_user(**alice.token)
    no_user = ("UserNotFoundException", "User does not exist.")
    assert refusal_of(alice.aws.admin_get_user, **alice.user) == no_user
    assert refusal_of(alice.aws.delete_user, **alice.token) == no_user


@pytest.mark.parametrize(
    "call",
    [
        lambda alice: alice.update(given_name="Alice"),
        lambda alice: alice.delete("locale"),
        lambda alice: alice.ask(),
        lambda alice: alice.verify("000000"),
        lambda alice: alice.aws.delete_user(**alice.token),
    ],
    ids=["update", "delete", "ask", "verify", "delete user"],
)
def test_who_must_reset_the_password_is_told_so_by_every_operation(account, call):
    alice = account()
    alice.aws.admin_reset_user_password(**alice.user)
    required = ("PasswordResetRequiredException", "Password reset required for the user")
    assert refusal_of(call, alice) == required
