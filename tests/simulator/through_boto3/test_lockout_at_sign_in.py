"""A user who fails five times is locked out: in every flow, at every code, exactly as long as AWS says."""

import pytest
from sign_in_steps import Caller, is_finished, refusal_of

LOCKED_OUT = ("NotAuthorizedException", "Password attempts exceeded")
WRONG_PASSWORD = ("NotAuthorizedException", "Incorrect username or password.")
WRONG_MESSAGE_CODE = ("CodeMismatchException", "Invalid code or auth state for the user.")
WRONG_TOTP = ("CodeMismatchException", "Invalid code received for user")
TOTP_USED = ("ExpiredCodeException", "Your software token has already been used once.")

CODES = {
    "sms": ("SMS_MFA", WRONG_MESSAGE_CODE),
    "email": ("EMAIL_OTP", WRONG_MESSAGE_CODE),
    "totp": ("SOFTWARE_TOKEN_MFA", WRONG_TOTP),
}


@pytest.fixture
def cognito(cognito):
    cognito.clock.freeze()
    return cognito


@pytest.fixture
def caller(cognito, through):
    return through(cognito)


@pytest.fixture
def public(cognito, aws):
    return Caller(aws, cognito)


@pytest.fixture
def coded(cognito, public):
    """Answer the challenge of the user with that factor, in a new sign-in unless a session is given."""

    def answered(name, *, wrong=False, session=None):
        challenge, _ = CODES[name]
        session = session or public.password(name)["Session"]
        code = cognito.totp(name) if name == "totp" else cognito.outbox[-1].code
        if wrong:
            code = f"{(int(code) + 1) % 10**6:06}"
        return public.respond(challenge, name, session, **{f"{challenge}_CODE": code})

    return answered


def fail(times, attempt, *arguments, with_refusal=WRONG_PASSWORD, **more):
    for _ in range(times):
        assert refusal_of(attempt, *arguments, **more) == with_refusal


# -- passwords ----------------------------------------------------------------------------


@pytest.mark.parametrize("flow", ["password", "srp"])
def test_five_wrong_passwords_lock_out_for_a_second(caller, cognito, flow):
    attempt = getattr(caller, flow)
    fail(5, attempt, "newcomer", "Wrong-1")
    assert refusal_of(attempt, "newcomer", "Wrong-1") == LOCKED_OUT
    assert refusal_of(attempt, "newcomer") == LOCKED_OUT
    cognito.clock.advance(seconds=0.999)
    assert refusal_of(attempt, "newcomer") == LOCKED_OUT
    cognito.clock.advance(seconds=0.001)
    assert is_finished(attempt("newcomer"))


def test_four_wrong_passwords_lock_nobody_out(caller):
    fail(4, caller.password, "newcomer", "Wrong-1")
    assert is_finished(caller.password("newcomer"))


def test_each_further_failure_doubles_the_lockout_up_to_fifteen_minutes(public, cognito):
    fail(5, public.password, "newcomer", "Wrong-1")
    for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]:
        cognito.clock.advance(seconds=seconds - 1)
        assert refusal_of(public.password, "newcomer") == LOCKED_OUT
        cognito.clock.advance(seconds=1)
        assert refusal_of(public.password, "newcomer", "Wrong-1") == WRONG_PASSWORD


@pytest.mark.parametrize("password", [None, "Wrong-1"], ids=["right", "wrong"])
def test_an_attempt_during_a_lockout_makes_it_no_longer(public, cognito, password):
    fail(6, lambda: (cognito.clock.advance(seconds=1), public.password("newcomer", "Wrong-1")))
    for _ in range(10):
        assert refusal_of(public.password, "newcomer", password) == LOCKED_OUT
    cognito.clock.advance(seconds=2)
    assert refusal_of(public.password, "newcomer", "Wrong-1") == WRONG_PASSWORD
    cognito.clock.advance(seconds=4)
    assert is_finished(public.password("newcomer"))


def test_a_right_password_after_the_lockout_starts_again(public, cognito):
    fail(5, public.password, "newcomer", "Wrong-1")
    cognito.clock.advance(seconds=1)
    assert is_finished(public.password("newcomer"))
    fail(4, public.password, "newcomer", "Wrong-1")
    assert is_finished(public.password("newcomer"))


def test_fifteen_quiet_minutes_after_the_lockout_start_again(public, cognito):
    fail(5, public.password, "newcomer", "Wrong-1")
    cognito.clock.advance(seconds=1, minutes=15)
    fail(5, public.password, "newcomer", "Wrong-1")
    assert refusal_of(public.password, "newcomer") == LOCKED_OUT


def test_less_than_fifteen_quiet_minutes_do_not(public, cognito):
    fail(5, public.password, "newcomer", "Wrong-1")
    cognito.clock.advance(minutes=15)
    assert refusal_of(public.password, "newcomer", "Wrong-1") == WRONG_PASSWORD
    assert refusal_of(public.password, "newcomer") == LOCKED_OUT


def test_flows_clients_and_operations_share_one_count(public, aws, cognito):
    admin = Caller(aws, cognito, admin=True, client="secret")
    fail(2, public.password, "newcomer", "Wrong-1")
    fail(2, admin.password, "newcomer", "Wrong-1")
    fail(1, public.srp, "newcomer", "Wrong-1")
    for attempt in (public.password, admin.password, public.srp, admin.srp):
        assert refusal_of(attempt, "newcomer") == LOCKED_OUT


def test_a_proof_that_srp_asked_for_before_the_lockout_is_refused_during_it(caller, cognito):
    begun = caller.srp_challenge("newcomer")
    fail(5, caller.password, "newcomer", "Wrong-1")
    assert refusal_of(caller.prove, "newcomer", *begun) == LOCKED_OUT
    cognito.clock.advance(seconds=1)
    assert is_finished(caller.prove("newcomer", *begun))


def test_srp_is_refused_at_its_first_step(caller):
    fail(5, caller.password, "newcomer", "Wrong-1")
    assert refusal_of(
        caller.initiate, "USER_SRP_AUTH", USERNAME="newcomer", SRP_A="2", **caller.hash_of("newcomer")
    ) == (LOCKED_OUT)


def test_a_call_that_tests_no_password_counts_for_nothing(public):
    begun = public.srp_challenge("newcomer")
    fail(5, public.initiate, "USER_SRP_AUTH", USERNAME="newcomer", SRP_A="not hex")
    fail(5, public.prove, "newcomer", *begun, PASSWORD_CLAIM_SECRET_BLOCK="YW5vdGhlcg==")
    assert is_finished(public.prove("newcomer", *begun))


def test_other_users_are_not_locked_out(public):
    fail(5, public.password, "totp", "Wrong-1")
    assert is_finished(public.password("newcomer"))


@pytest.mark.parametrize("flow", ["password", "srp"])
def test_nobody_is_never_locked_out(public, flow):
    fail(7, getattr(public, flow), "nobody", "Wrong-1")


def test_a_new_password_does_not_end_a_lockout(public, aws, cognito):
    fail(5, public.password, "newcomer", "Wrong-1")
    aws.admin_set_user_password(
        UserPoolId=cognito.user_pool_id, Username="newcomer", Password="New-Secret-1", Permanent=True
    )
    assert refusal_of(public.password, "newcomer", "New-Secret-1") == LOCKED_OUT
    cognito.clock.advance(seconds=1)
    assert is_finished(public.password("newcomer", "New-Secret-1"))


def test_a_temporary_password_is_counted_too(public, cognito):
    fail(5, public.password, "invited", "Wrong-1")
    assert refusal_of(public.password, "invited") == LOCKED_OUT
    cognito.clock.advance(seconds=1)
    assert public.password("invited")["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


@pytest.mark.parametrize("flow", ["password", "srp"])
def test_a_disabled_user_hears_of_that_first(public, cognito, flow):
    fail(5, public.password, "newcomer", "Wrong-1")
    begun = None
    if flow == "srp":
        cognito.clock.advance(seconds=1)
        begun = public.srp_challenge("newcomer", "Wrong-1")
        assert refusal_of(public.prove, "newcomer", *begun) == WRONG_PASSWORD
    cognito.pool.users["newcomer"]._user.enabled = False
    assert refusal_of(getattr(public, flow), "newcomer") == ("NotAuthorizedException", "User is disabled.")
    if begun:
        assert refusal_of(public.prove, "newcomer", *begun) == ("NotAuthorizedException", "User is disabled.")


# -- codes --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CODES)
def test_five_wrong_codes_lock_out_for_a_second_and_leave_the_session_usable(public, coded, cognito, name):
    session = public.password(name)["Session"]
    fail(5, coded, name, wrong=True, session=session, with_refusal=CODES[name][1])
    assert refusal_of(coded, name, wrong=True, session=session) == LOCKED_OUT
    assert refusal_of(coded, name, session=session) == LOCKED_OUT
    cognito.clock.advance(seconds=1)
    assert is_finished(coded(name, session=session))


@pytest.mark.parametrize("name", CODES)
def test_wrong_codes_count_across_sign_ins(coded, name):
    fail(5, coded, name, wrong=True, with_refusal=CODES[name][1])
    assert refusal_of(coded, name) == LOCKED_OUT


@pytest.mark.parametrize("name", CODES)
def test_a_right_code_starts_again(coded, cognito, name):
    fail(5, coded, name, wrong=True, with_refusal=CODES[name][1])
    cognito.clock.advance(seconds=1)
    assert is_finished(coded(name))
    fail(4, coded, name, wrong=True, with_refusal=CODES[name][1])
    cognito.clock.advance(seconds=30)
    assert is_finished(coded(name))


def test_admin_answers_count_too(aws, cognito):
    admin = Caller(aws, cognito, admin=True)
    session = admin.password("totp")["Session"]
    wrong = {"SOFTWARE_TOKEN_MFA_CODE": f"{(int(cognito.totp('totp')) + 1) % 10**6:06}"}
    fail(5, admin.respond, "SOFTWARE_TOKEN_MFA", "totp", session, **wrong, with_refusal=WRONG_TOTP)
    assert refusal_of(admin.respond, "SOFTWARE_TOKEN_MFA", "totp", session, **wrong) == LOCKED_OUT


def test_a_used_totp_code_is_a_failed_attempt(public, cognito):
    code = {"SOFTWARE_TOKEN_MFA_CODE": cognito.totp("totp")}
    assert is_finished(public.respond("SOFTWARE_TOKEN_MFA", "totp", public.password("totp")["Session"], **code))
    session = public.password("totp")["Session"]
    fail(5, public.respond, "SOFTWARE_TOKEN_MFA", "totp", session, **code, with_refusal=TOTP_USED)
    assert refusal_of(public.respond, "SOFTWARE_TOKEN_MFA", "totp", session, **code) == LOCKED_OUT


def test_a_missing_code_is_no_attempt(public, coded):
    session = public.password("sms")["Session"]
    missing = ("InvalidParameterException", "Missing required parameter SMS_MFA_CODE")
    fail(5, public.respond, "SMS_MFA", "sms", session, with_refusal=missing)
    assert is_finished(coded("sms", session=session))


def test_a_lockout_by_codes_does_not_hinder_the_password_nor_is_ended_by_it(public, coded):
    fail(5, coded, "sms", wrong=True, with_refusal=WRONG_MESSAGE_CODE)
    assert public.password("sms")["ChallengeName"] == "SMS_MFA"
    assert refusal_of(coded, "sms") == LOCKED_OUT


def test_a_lockout_by_passwords_does_not_hinder_the_code(public, coded):
    session = public.password("sms")["Session"]
    fail(5, public.password, "sms", "Wrong-1")
    assert is_finished(coded("sms", session=session))
    assert refusal_of(public.password, "sms") == LOCKED_OUT


# -- what a test arranges -----------------------------------------------------------------


@pytest.mark.parametrize("name", CODES)
def test_cognito_sign_in_is_neither_hindered_nor_counted(public, coded, cognito, name):
    session = public.password(name)["Session"]
    fail(5, coded, name, wrong=True, session=session, with_refusal=CODES[name][1])
    fail(5, public.password, name, "Wrong-1")
    assert cognito.sign_in(name).access_token
    assert refusal_of(public.password, name) == LOCKED_OUT
    code, challenge = "000000", CODES[name][0]
    assert refusal_of(public.respond, challenge, name, session, **{f"{challenge}_CODE": code}) == LOCKED_OUT
