"""Sessions through boto3: valid until an exact second, once, and only for their own user, client and challenge."""

import pyotp
import pytest
from one_test import for_each
from sign_in_steps import Caller, is_finished, refusal_of

SPENT = ("NotAuthorizedException", "Invalid session for the user, session can only be used once.")
EXPIRED = ("NotAuthorizedException", "Invalid session for the user, session is expired.")
INVALID = ("NotAuthorizedException", "Invalid session for the user.")
WRONG_MESSAGE_CODE = ("CodeMismatchException", "Invalid code or auth state for the user.")
MUST_ENROL = {
    "MfaConfiguration": "ON",
    "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"},
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
}

ASKED = {
    "SMS_MFA": "sms",
    "EMAIL_OTP": "email",
    "SOFTWARE_TOKEN_MFA": "totp",
    "SELECT_MFA_TYPE": "undecided",
    "NEW_PASSWORD_REQUIRED": "invited",
}
"""The challenge of each persona."""
ANSWER_KEY = {
    "SMS_MFA": "SMS_MFA_CODE",
    "EMAIL_OTP": "EMAIL_OTP_CODE",
    "SOFTWARE_TOKEN_MFA": "SOFTWARE_TOKEN_MFA_CODE",
    "SELECT_MFA_TYPE": "ANSWER",
    "NEW_PASSWORD_REQUIRED": "NEW_PASSWORD",
}
each_challenge = for_each("challenge", ASKED)


def right_answer(cognito, challenge):
    if challenge == "SOFTWARE_TOKEN_MFA":
        value = cognito.totp("totp")
    elif challenge in ("SMS_MFA", "EMAIL_OTP"):
        value = cognito.outbox[-1].code
    else:
        value = "SMS_MFA" if challenge == "SELECT_MFA_TYPE" else "Changed-1"
    return {ANSWER_KEY[challenge]: value}


@pytest.fixture
def caller(cognito, aws):
    cognito.clock.freeze()
    return Caller(aws, cognito)


@pytest.fixture
def answer(caller):
    """Answer the challenge rightly, in the session given."""

    def answered(challenge, session, *, name=None, through=caller, **more):
        right = right_answer(caller.cognito, challenge)
        return through.respond(challenge, name or ASKED[challenge], session, **{**right, **more})

    return answered


def session_of(caller, challenge):
    asked = caller.password(ASKED[challenge])
    assert asked["ChallengeName"] == challenge
    return asked["Session"]


@each_challenge
def test_a_session_lives_three_minutes_to_the_second(caller, answer, challenge):
    late, session = session_of(caller, challenge), session_of(caller, challenge)
    caller.cognito.clock.advance(seconds=179)
    assert answer(challenge, session)
    caller.cognito.clock.advance(seconds=1)
    assert refusal_of(answer, challenge, late) == EXPIRED


@for_each("minutes", [3, 4, 15])
def test_a_client_may_let_sessions_live_longer(caller, answer, minutes):
    settings = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"], "AuthSessionValidity": minutes}
    caller.aws.create_user_pool_client(UserPoolId=caller.cognito.user_pool_id, ClientName="patient", **settings)
    patient = Caller(caller.aws, caller.cognito, client="patient")
    session = patient.password("sms")["Session"]
    caller.cognito.clock.advance(minutes=minutes, seconds=-1)
    assert refusal_of(answer, "SMS_MFA", session, through=patient, SMS_MFA_CODE="") != EXPIRED
    caller.cognito.clock.advance(seconds=1)
    assert refusal_of(answer, "SMS_MFA", session, through=patient) == EXPIRED


def test_each_step_has_a_session_and_a_time_of_its_own(caller, answer):
    first = session_of(caller, "SELECT_MFA_TYPE")
    caller.cognito.clock.advance(seconds=179)
    second = answer("SELECT_MFA_TYPE", first)["Session"]
    caller.cognito.clock.advance(seconds=179)
    assert first != second
    assert is_finished(answer("SMS_MFA", second, name="undecided"))


@each_challenge
def test_a_session_serves_once_also_after_its_time(caller, answer, challenge):
    session = session_of(caller, challenge)
    right = right_answer(caller.cognito, challenge)
    assert answer(challenge, session)
    for _ in range(2):
        refused = refusal_of(caller.respond, challenge, ASKED[challenge], session, **right)
        assert refused == SPENT
        caller.cognito.clock.advance(hours=1)


@each_challenge
def test_what_is_missing_is_named_and_leaves_the_session_usable(caller, answer, challenge):
    session, name = session_of(caller, challenge), ASKED[challenge]
    missing = ("InvalidParameterException", f"Missing required parameter {ANSWER_KEY[challenge]}")
    assert refusal_of(caller.respond, challenge, name, session) == missing
    no_name = ("InvalidParameterException", "Missing required parameter USERNAME")
    assert refusal_of(answer, challenge, session, USERNAME="") == no_name
    no_session = ("InvalidParameterException", "Missing required parameter Session")
    assert refusal_of(answer, challenge, None) == no_session
    assert answer(challenge, session)


@for_each("name", ["PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"])
def test_a_missing_part_of_the_proof_is_named(caller, name):
    begun = caller.srp_challenge("newcomer")
    missing = ("InvalidParameterException", f"Missing required parameter {name}")
    assert refusal_of(caller.prove, "newcomer", *begun, **{name: ""}) == missing
    assert is_finished(caller.prove("newcomer", *begun))


@each_challenge
def test_a_session_answers_its_own_challenge_alone(caller, answer, challenge):
    session = session_of(caller, challenge)
    for named in ASKED.keys() - {challenge}:
        value = {ANSWER_KEY[named]: "SMS_MFA" if named == "SELECT_MFA_TYPE" else "000000"}
        refused = refusal_of(caller.respond, named, ASKED[challenge], session, **value)
        # Fact B41: a TOTP session, answered as SMS_MFA, was told of a wrong code (aws-amplify/amplify-js#3066).
        assert refused == (WRONG_MESSAGE_CODE if named == "SMS_MFA" else INVALID), named
    assert answer(challenge, session)


@each_challenge
def test_a_session_serves_its_own_user_alone(caller, answer, challenge):
    session = session_of(caller, challenge)
    for name in ("newcomer", "nobody"):
        assert refusal_of(answer, challenge, session, name=name) == INVALID
    assert answer(challenge, session)


@each_challenge
def test_a_session_serves_its_own_client_alone(caller, answer, challenge):
    session = session_of(caller, challenge)
    other = Caller(caller.aws, caller.cognito, client="secret")
    assert refusal_of(answer, challenge, session, through=other) == INVALID
    assert answer(challenge, session)


@each_challenge
def test_an_administrator_may_answer_what_the_user_began(caller, answer, challenge):
    session = session_of(caller, challenge)
    assert answer(challenge, session, through=Caller(caller.aws, caller.cognito, admin=True))


@each_challenge
@for_each("token", ["AYABe" + "x" * 875, "n" * 20])
def test_a_string_that_is_no_session_is_invalid(caller, challenge, token):
    value = {ANSWER_KEY[challenge]: "000000"}
    assert refusal_of(caller.respond, challenge, ASKED[challenge], token, **value) == INVALID


@each_challenge
def test_who_is_disabled_meanwhile_cannot_answer_until_enabled(caller, answer, challenge):
    session = session_of(caller, challenge)
    user = {"UserPoolId": caller.cognito.user_pool_id, "Username": ASKED[challenge]}
    caller.aws.admin_disable_user(**user)
    assert refusal_of(answer, challenge, session) == ("NotAuthorizedException", "User is disabled.")
    caller.aws.admin_enable_user(**user)
    assert answer(challenge, session)


@for_each("challenge", ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"])
def test_a_code_is_good_in_the_session_that_it_was_sent_for(caller, challenge):
    """A message's code belongs to its session; an authenticator's to its half minute."""
    first = session_of(caller, challenge)
    code = right_answer(caller.cognito, challenge)
    second = session_of(caller, challenge)
    if challenge == "SOFTWARE_TOKEN_MFA":
        assert is_finished(caller.respond(challenge, "totp", second, **code))
    else:
        assert refusal_of(caller.respond, challenge, ASKED[challenge], second, **code) == WRONG_MESSAGE_CODE
        assert is_finished(caller.respond(challenge, ASKED[challenge], first, **code))


# -- the proof of a password --------------------------------------------------------------


def test_a_proof_that_comes_late_is_not_authorised(caller):
    begun = caller.srp_challenge("newcomer")
    caller.cognito.clock.advance(minutes=3)
    assert refusal_of(caller.prove, "newcomer", *begun)[0] == "NotAuthorizedException"


def test_a_proof_serves_its_own_client_alone(caller):
    begun = caller.srp_challenge("newcomer")
    other = Caller(caller.aws, caller.cognito, client="secret")
    wrong = ("NotAuthorizedException", "Incorrect username or password.")
    assert refusal_of(other.prove, "newcomer", *begun) == wrong
    assert is_finished(caller.prove("newcomer", *begun))


# -- enrolment ----------------------------------------------------------------------------


@pytest.fixture
def enrolling(open_pool, aws):
    caller = Caller(aws, open_pool({"Username": "alice", "Password": "Secret-1"}, **MUST_ENROL))
    caller.cognito.clock.freeze()
    return caller


def code_of(handed, caller):
    return pyotp.TOTP(handed["SecretCode"]).at(int(caller.cognito.clock.timestamp()))


def test_each_step_of_enrolment_has_three_minutes_and_serves_once(enrolling):
    aws, clock = enrolling.aws, enrolling.cognito.clock
    first = enrolling.password("alice")["Session"]
    clock.advance(seconds=179)
    handed = aws.associate_software_token(Session=first)
    assert refusal_of(aws.associate_software_token, Session=first) == SPENT
    clock.advance(seconds=179)
    verified = aws.verify_software_token(Session=handed["Session"], UserCode=code_of(handed, enrolling))["Session"]
    assert refusal_of(aws.verify_software_token, Session=handed["Session"], UserCode="000000") == SPENT
    clock.advance(seconds=179)
    assert is_finished(enrolling.respond("MFA_SETUP", "alice", verified))
    assert refusal_of(enrolling.respond, "MFA_SETUP", "alice", verified) == SPENT


@pytest.mark.parametrize("step", ["associate", "verify", "answer"])
def test_a_step_of_enrolment_that_comes_late_is_refused(enrolling, step):
    aws, late = enrolling.aws, {"Session": enrolling.password("alice")["Session"]}
    call = aws.associate_software_token
    if step != "associate":
        handed, call = call(**late), aws.verify_software_token
        late = {"Session": handed["Session"], "UserCode": code_of(handed, enrolling)}
    if step == "answer":
        late = {"session": call(**late)["Session"], "challenge": "MFA_SETUP", "name": "alice"}
        call = enrolling.respond
    enrolling.cognito.clock.advance(minutes=3)
    assert refusal_of(call, **late) == EXPIRED


def test_only_the_sign_in_that_associated_can_verify(enrolling):
    handed = enrolling.aws.associate_software_token(Session=enrolling.password("alice")["Session"])
    other = enrolling.password("alice")["Session"]
    request = {"Session": other, "UserCode": code_of(handed, enrolling)}
    assert refusal_of(enrolling.aws.verify_software_token, **request) == INVALID
