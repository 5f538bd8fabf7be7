"""Authenticators through boto3: associated, verified, replaced and deleted, by access token and by session."""

import re

import pyotp
import pytest
from one_test import for_each
from sign_in_steps import BY_TOKEN, Caller, is_finished, needs_member, refusal_of

PREFERRED = {"Enabled": True, "PreferredMfa": True}
SMS_POOL = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
TOTP_POOL = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
REQUIRED = {"MfaConfiguration": "ON", **SMS_POOL, **TOTP_POOL}
SESSION_INVALID = ("NotAuthorizedException", "Invalid session for the user.")
WRONG_CODE = ("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA")
NOT_THERE = ("SoftwareTokenMFANotFoundException", "Software Token MFA does not exist for the user.")

deletion = needs_member("AdminDeleteSoftwareTokenRequest", "Username")


def user(name="alice", **more):
    return {"Username": name, "Password": "Secret-1", **more}


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06}"


# -- by access token --------------------------------------------------------------------


@pytest.fixture
def token(cognito):
    return cognito.sign_in("newcomer").access_token


def test_an_authenticator_is_registered_by_its_first_code(cognito, aws, token):
    handed = aws.associate_software_token(AccessToken=token)
    assert "Session" not in handed
    assert re.fullmatch(r"[A-Z2-7]{52}", handed["SecretCode"])
    code = pyotp.TOTP(handed["SecretCode"]).now()
    answer = aws.verify_software_token(AccessToken=token, UserCode=code, FriendlyDeviceName="phone")
    assert answer["Status"] == "SUCCESS"
    assert "Session" not in answer
    # Fact C14: verified, yet neither on nor preferred.
    assert (cognito.user("newcomer").mfa_settings, cognito.user("newcomer").preferred_mfa) == ([], None)


def test_the_old_authenticator_works_until_the_new_one_is_verified(cognito, aws):
    token = cognito.sign_in("totp").access_token
    old = cognito.user("totp").totp_secret
    new = aws.associate_software_token(AccessToken=token)["SecretCode"]
    caller = Caller(aws, cognito)

    def signs_in(secret):
        session = caller.password("totp")["Session"]
        code = {"SOFTWARE_TOKEN_MFA_CODE": pyotp.TOTP(secret).at(int(cognito.clock.timestamp()))}
        return is_finished(caller.respond("SOFTWARE_TOKEN_MFA", "totp", session, **code))

    assert signs_in(old)
    aws.verify_software_token(AccessToken=token, UserCode=cognito.totp("totp"))
    cognito.clock.advance(seconds=90)
    assert refusal_of(signs_in, old)[0] == "CodeMismatchException"
    assert signs_in(new)


# -- by access token and by session -----------------------------------------------------


class Enrolment:
    """The user alice registers an authenticator, with either credential; the clock is frozen."""

    def __init__(self, aws, cognito, *, by_session):
        self.aws, self.caller, self.cognito = aws, Caller(aws, cognito), cognito
        self.name = {"UserPoolId": cognito.user_pool_id, "Username": "alice"}
        cognito.clock.freeze(1_700_000_010)
        if by_session:
            self.credential = {"Session": self.caller.password("alice")["Session"]}
        else:
            self.credential = {"AccessToken": cognito.sign_in("alice").access_token}

    def associate(self):
        """The new secret; its session replaces the one before."""
        return self.follow(self.aws.associate_software_token(**self.credential))["SecretCode"]

    def verify(self, code, **more):
        return self.follow(self.aws.verify_software_token(**self.credential, UserCode=code, **more))

    def follow(self, answer):
        assert ("Session" in answer) == ("Session" in self.credential)
        if "Session" in answer:
            self.credential = {"Session": answer["Session"]}
        return answer

    def code(self, secret, seconds=0):
        return pyotp.TOTP(secret).at(int(self.cognito.clock.timestamp()) + seconds)

    def enrol(self, **more):
        """Associate and verify; the code that did it."""
        code = self.code(self.associate())
        assert self.verify(code, **more)["Status"] == "SUCCESS"
        return code


@pytest.fixture(params=["token", "session"])
def enrolment(request, aws, open_pool):
    by_session = request.param == "session"
    pool = REQUIRED if by_session else {"MfaConfiguration": "OPTIONAL", **SMS_POOL, **TOTP_POOL}
    return Enrolment(aws, open_pool(user(), user("bob"), **pool), by_session=by_session)


@pytest.mark.parametrize(
    ("steps", "is_taken"),
    [(-2, False), (-1, True), (0, True), (1, True), (2, False)],
    ids=["two before", "one before", "now", "one after", "two after"],
)
def test_a_code_of_one_step_before_or_after_registers(enrolment, steps, is_taken):
    code = enrolment.code(enrolment.associate(), 30 * steps)
    if is_taken:
        assert enrolment.verify(code)["Status"] == "SUCCESS"
    else:
        assert refusal_of(enrolment.verify, code) == WRONG_CODE


def test_after_a_wrong_code_the_same_secret_and_credential_serve(enrolment):
    code = enrolment.code(enrolment.associate())
    for _ in range(6):
        assert refusal_of(enrolment.verify, other_than(code)) == WRONG_CODE
    assert enrolment.verify(code)["Status"] == "SUCCESS"


def test_only_the_latest_secret_can_be_verified(enrolment):
    first, second = enrolment.associate(), enrolment.associate()
    assert refusal_of(enrolment.verify, enrolment.code(first)) == WRONG_CODE
    assert enrolment.verify(enrolment.code(second))["Status"] == "SUCCESS"


def test_the_code_that_registered_does_not_sign_in(enrolment):
    code = enrolment.enrol()
    enrolment.aws.admin_set_user_mfa_preference(**enrolment.name, SoftwareTokenMfaSettings=PREFERRED)
    session = enrolment.caller.password("alice")["Session"]

    def answer(code):
        return enrolment.caller.respond("SOFTWARE_TOKEN_MFA", "alice", session, SOFTWARE_TOKEN_MFA_CODE=code)

    assert refusal_of(answer, code) == ("ExpiredCodeException", "Your software token has already been used once.")
    enrolment.cognito.clock.advance(seconds=30)
    assert is_finished(answer(enrolment.cognito.totp("alice")))


@pytest.mark.parametrize(
    ("given", "shown"), [("phone", "phone"), ("", None), (None, None)], ids=["name", "empty", "no"]
)
def test_the_name_of_the_authenticator_is_the_latest_that_was_given(enrolment, given, shown):
    enrolment.enrol(FriendlyDeviceName="tablet")
    enrolment.enrol(**({} if given is None else {"FriendlyDeviceName": given}))
    enrolment.aws.admin_set_user_mfa_preference(**enrolment.name, SoftwareTokenMfaSettings=PREFERRED)
    parameters = enrolment.caller.password("alice")["ChallengeParameters"]
    named = {"FRIENDLY_DEVICE_NAME": shown} if shown else {}
    assert parameters == {"USER_ID_FOR_SRP": "alice", **named}


@pytest.mark.parametrize(
    ("code", "failures"),
    [
        ("Aaaa", ["regular expression pattern: [0-9]+", "length greater than or equal to 6"]),
        ("12345", ["length greater than or equal to 6"]),
        ("1234567", ["length less than or equal to 6"]),
        ("12345x", ["regular expression pattern: [0-9]+"]),
        ("", ["regular expression pattern: [0-9]+", "length greater than or equal to 6"]),
    ],
    ids=repr,
)
def test_a_code_that_is_no_code_is_refused_by_the_model(unchecked, enrolment, code, failures):
    enrolment.associate()
    kind, message = refusal_of(unchecked.verify_software_token, **enrolment.credential, UserCode=code)
    count = "1 validation error" if len(failures) == 1 else f"{len(failures)} validation errors"
    assert (kind, message.startswith(f"{count} detected: Value at 'userCode' failed")) == (
        "InvalidParameterException",
        True,
    )
    assert [failure for failure in failures if failure not in message] == []
    assert "Aaaa" not in message


def test_a_pool_without_totp_neither_hands_out_nor_verifies(enrolment):
    code = enrolment.code(enrolment.associate())
    pool = {"UserPoolId": enrolment.cognito.user_pool_id}
    sms = {"SmsMfaConfiguration": SMS_POOL}
    enrolment.aws.set_user_pool_mfa_config(**pool, MfaConfiguration="ON", **sms)
    refusal = ("SoftwareTokenMFANotFoundException", "Software Token MFA has not been enabled by the userPool")
    assert refusal_of(enrolment.verify, code) == refusal_of(enrolment.associate) == refusal


def test_nothing_is_verified_that_was_not_handed_out(enrolment):
    said = refusal_of(enrolment.verify, "000000")
    assert said == (SESSION_INVALID if "Session" in enrolment.credential else NOT_THERE)


@pytest.mark.parametrize("call", ["associate_software_token", "verify_software_token"])
def test_both_credentials_together_or_none_are_refused(aws, enrolment, call):
    code = {"UserCode": "000000"} if call == "verify_software_token" else {}
    both = {"AccessToken": "a.b.c", "Session": "s" * 20, **enrolment.credential}
    words = "Only one of access token and session can be provided."
    assert refusal_of(getattr(aws, call), **both, **code) == ("InvalidParameterException", words)
    words = "Missing required parameter Session"
    assert refusal_of(getattr(aws, call), **code) == ("InvalidParameterException", words)


# -- sessions ---------------------------------------------------------------------------


@pytest.fixture
def by_session(aws, open_pool):
    return Enrolment(aws, open_pool(user(), user("bob"), **REQUIRED), by_session=True)


CALLS = {
    "associate": lambda aws, session: aws.associate_software_token(Session=session),
    "verify": lambda aws, session: aws.verify_software_token(Session=session, UserCode="000000"),
}


@for_each("call", [pytest.param(call, id=name) for name, call in CALLS.items()])
@for_each("name", ["totp", "sms", "email", "undecided", "invited"])
def test_a_session_of_another_challenge_enrols_nobody(cognito, aws, call, name):
    assert refusal_of(call, aws, Caller(aws, cognito).password(name)["Session"]) == SESSION_INVALID


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_secret_block_is_no_session(cognito, aws, call):
    block = Caller(aws, cognito).srp_challenge("newcomer")[1]["ChallengeParameters"]["SECRET_BLOCK"]
    assert refusal_of(call, aws, block) == SESSION_INVALID


@pytest.mark.parametrize("operation", ["AssociateSoftwareToken", "VerifySoftwareToken"])
def test_a_session_is_no_access_token(aws, by_session, operation):
    refusal = refusal_of(BY_TOKEN[operation], aws, by_session.credential["Session"])
    assert refusal == ("NotAuthorizedException", "Invalid Access Token")


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_each_session_of_the_chain_serves_once_and_three_minutes(by_session, call):
    first = by_session.credential["Session"]
    by_session.associate()
    spent = ("NotAuthorizedException", "Invalid session for the user, session can only be used once.")
    assert refusal_of(call, by_session.aws, first) == spent
    by_session.cognito.clock.advance(minutes=3)
    expired = ("NotAuthorizedException", "Invalid session for the user, session is expired.")
    assert refusal_of(call, by_session.aws, by_session.credential["Session"]) == expired


def test_a_session_registers_for_its_own_user_alone(by_session):
    bob = by_session.caller.password("bob")["Session"]
    theirs = by_session.aws.associate_software_token(Session=bob)
    secret = by_session.associate()
    assert refusal_of(by_session.verify, by_session.code(theirs["SecretCode"])) == WRONG_CODE
    by_session.verify(by_session.code(secret))
    assert by_session.caller.password("alice")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert by_session.caller.password("bob")["ChallengeName"] == "MFA_SETUP"
    assert refusal_of(by_session.caller.respond, "MFA_SETUP", "bob", theirs["Session"]) == SESSION_INVALID


def test_what_a_session_handed_out_is_not_verified_by_a_token(by_session):
    token = by_session.cognito.sign_in("bob").access_token
    session = by_session.caller.password("alice")["Session"]
    code = by_session.code(by_session.aws.associate_software_token(Session=session)["SecretCode"])
    assert refusal_of(by_session.aws.verify_software_token, AccessToken=token, UserCode=code) == NOT_THERE


def test_a_code_beside_the_verified_session_does_no_harm(by_session):
    by_session.enrol()
    answers = {"SOFTWARE_TOKEN_MFA_CODE": "000000"}
    session = by_session.credential["Session"]
    assert is_finished(by_session.caller.respond("MFA_SETUP", "alice", session, **answers))


def test_associating_again_takes_the_verification_back(by_session):
    by_session.enrol()
    by_session.associate()
    session = by_session.credential["Session"]
    assert refusal_of(by_session.caller.respond, "MFA_SETUP", "alice", session) == SESSION_INVALID


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize(
    ("fate", "refusal"),
    [
        ("admin_delete_user", SESSION_INVALID),
        ("admin_disable_user", ("NotAuthorizedException", "User is disabled.")),
    ],
    ids=["deleted", "disabled"],
)
def test_who_was_deleted_or_disabled_meanwhile_enrols_no_more(by_session, call, fate, refusal):
    getattr(by_session.aws, fate)(**by_session.name)
    assert refusal_of(call, by_session.aws, by_session.credential["Session"]) == refusal


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_with_its_pool_a_session_is_gone(by_session, call):
    by_session.aws.delete_user_pool(UserPoolId=by_session.cognito.user_pool_id)
    assert refusal_of(call, by_session.aws, by_session.credential["Session"])[0] == "ResourceNotFoundException"


def test_who_must_reset_the_password_meanwhile_verifies_no_more(by_session):
    pool = by_session.cognito._service.pools[by_session.cognito.user_pool_id]
    pool.users["alice"].status = "RESET_REQUIRED"
    code = by_session.code(by_session.associate())
    refusal = refusal_of(by_session.verify, code)
    assert refusal == ("PasswordResetRequiredException", "Password reset required for the user")


# -- AdminDeleteSoftwareToken -----------------------------------------------------------


def deleting(aws, cognito, name="alice"):
    return aws.admin_delete_software_token(UserPoolId=cognito.user_pool_id, Username=name)


@deletion
@pytest.mark.parametrize(
    ("policy", "attributes", "asked"),
    [
        ("OPTIONAL", {}, None),
        ("OPTIONAL", {"phone_number": "+12065550100"}, None),
        ("ON", {}, "MFA_SETUP"),
        ("ON", {"phone_number": "+12065550100"}, "SMS_MFA"),
    ],
    ids=["optional", "optional with a number", "required", "required with a number"],
)
def test_a_deleted_authenticator_leaves_sign_in_to_what_remains(aws, open_pool, policy, attributes, asked):
    alice = user(
        UserMFASettingList=["SOFTWARE_TOKEN_MFA"], PreferredMfaSetting="SOFTWARE_TOKEN_MFA", UserAttributes=attributes
    )
    cognito = open_pool(alice, **{**REQUIRED, "MfaConfiguration": policy})
    assert Caller(aws, cognito).password("alice")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    deleting(aws, cognito)
    assert (cognito.user("alice").mfa_settings, cognito.user("alice").preferred_mfa) == ([], None)
    assert Caller(aws, cognito).password("alice").get("ChallengeName") == asked


@deletion
def test_deleting_an_authenticator_leaves_the_other_factors_on(aws, cognito):
    cognito._service.pools[cognito.user_pool_id].users["undecided"].sms_by_settings = True
    deleting(aws, cognito, "undecided")
    shown = aws.admin_get_user(UserPoolId=cognito.user_pool_id, Username="undecided")
    assert (shown["UserMFASettingList"], len(shown["MFAOptions"])) == (["SMS_MFA"], 1)


@deletion
def test_a_new_authenticator_takes_the_place_of_the_deleted_one(aws, cognito):
    deleting(aws, cognito, "totp")
    token = cognito.sign_in("totp").access_token
    secret = aws.associate_software_token(AccessToken=token)["SecretCode"]
    aws.verify_software_token(AccessToken=token, UserCode=pyotp.TOTP(secret).now())
    assert cognito.user("totp").mfa_settings == []
    aws.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings=PREFERRED)
    assert Caller(aws, cognito).password("totp")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


@deletion
def test_a_challenge_that_waits_for_the_deleted_authenticator_cannot_be_passed(aws, cognito):
    caller = Caller(aws, cognito)
    waiting, choosing = caller.password("totp")["Session"], caller.password("undecided")["Session"]
    for name in ("totp", "undecided"):
        deleting(aws, cognito, name)
    answer = {"SOFTWARE_TOKEN_MFA_CODE": cognito.totp("totp")}
    assert refusal_of(caller.respond, "SOFTWARE_TOKEN_MFA", "totp", waiting, **answer) == NOT_THERE
    chosen = caller.respond("SELECT_MFA_TYPE", "undecided", choosing, ANSWER="SOFTWARE_TOKEN_MFA")
    assert chosen["ChallengeParameters"] == {"USER_ID_FOR_SRP": "undecided"}
    answered = refusal_of(caller.respond, "SOFTWARE_TOKEN_MFA", "undecided", chosen["Session"], **answer)
    assert answered == NOT_THERE


@deletion
def test_there_is_one_to_delete_once_it_was_verified(aws, cognito):
    missing = ("ResourceNotFoundException", "User does not have a software token.")
    token = cognito.sign_in("newcomer").access_token
    secret = aws.associate_software_token(AccessToken=token)["SecretCode"]
    assert refusal_of(deleting, aws, cognito, "newcomer") == missing
    aws.verify_software_token(AccessToken=token, UserCode=pyotp.TOTP(secret).now())
    deleting(aws, cognito, "newcomer")
    assert refusal_of(deleting, aws, cognito, "newcomer") == missing


@deletion
@pytest.mark.parametrize(
    ("status", "refusal"),
    [("UNCONFIRMED", "UserNotConfirmedException"), ("RESET_REQUIRED", None), ("FORCE_CHANGE_PASSWORD", None)],
)
def test_an_authenticator_is_deleted_of_anyone_who_is_confirmed(aws, open_pool, status, refusal):
    cognito = open_pool(user(SecretCode="JBSWY3DPEHPK3PXP", UserStatus=status), **TOTP_POOL)
    if refusal:
        assert refusal_of(deleting, aws, cognito)[0] == refusal
    else:
        deleting(aws, cognito)


@deletion
def test_nobody_has_no_authenticator(aws, cognito):
    assert refusal_of(deleting, aws, cognito, "nobody") == ("UserNotFoundException", "User does not exist.")
