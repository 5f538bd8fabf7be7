"""A session answers one challenge, once, in time, from its own client, for its own user."""

import pytest

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.operations.clients import new_client
from pytest_cognito_mfa._simulator.rejections import Rejection
from pytest_cognito_mfa._simulator.sessions import Attempt

MINUTE = 60


@pytest.fixture
def session(service, client, user):
    return service.sessions.issue("EMAIL_OTP", Attempt(client, user, "event"), code="123456")


@pytest.fixture
def answer(service, session, client, user):
    """Answer the session; `more` says what is not as it was issued."""

    def answered(challenge="EMAIL_OTP", client=client, user=user, token=session.token, refusal=None):
        with service.sessions.use(token, challenge, client, user) as found:
            if refusal:
                raise refusal()
            return found

    return answered


def refusal_of(function, **more):
    with pytest.raises(Rejection) as caught:
        function(**more)
    return caught.value.code, caught.value.message


def words(name):
    return rejections.ALL[name].code, rejections.ALL[name].words


def test_an_answer_gets_what_was_issued(answer, session, client, user):
    assert answer() is session
    assert (session.client, session.user, session.attempt.event_id, session.code) == (client, user, "event", "123456")


def test_a_right_answer_spends_the_session(answer):
    answer()
    assert refusal_of(answer) == words("SESSION_SPENT")


@pytest.mark.parametrize("times", [1, 6], ids=["once", "six times"])
def test_a_wrong_code_leaves_the_session_usable(answer, session, times):
    for _ in range(times):
        assert refusal_of(answer, refusal=rejections.WRONG_MESSAGE_CODE) == words("WRONG_MESSAGE_CODE")
    assert answer() is session


def test_a_session_lives_three_minutes(service, answer, session):
    service.sources.clock.advance(seconds=3 * MINUTE - 1)
    assert service.sessions.usable(session.token, "EMAIL_OTP") is session
    service.sources.clock.advance(seconds=1)
    assert refusal_of(answer) == words("SESSION_EXPIRED")


@pytest.mark.parametrize("minutes", [3, 10, 15])
def test_a_client_may_let_sessions_live_longer(service, pool, user, minutes):
    client = new_client(service, pool, {"AuthSessionValidity": minutes})
    session = service.sessions.issue("EMAIL_OTP", Attempt(client, user, "event"))
    assert session.expires == service.now + minutes * MINUTE


def test_a_spent_session_is_spent_even_when_it_has_expired(service, answer):
    answer()
    service.sources.clock.advance(hours=1)
    assert refusal_of(answer) == words("SESSION_SPENT")


def test_another_client_cannot_answer(service, pool, answer):
    assert refusal_of(answer, client=new_client(service, pool, {})) == words("SESSION_INVALID")


def test_another_user_cannot_answer(make_user, answer, session):
    assert refusal_of(answer, user=make_user("bob")) == words("SESSION_INVALID")
    assert answer() is session


def test_nobody_cannot_answer(answer):
    assert refusal_of(answer, user=None) == words("SESSION_INVALID")


@pytest.mark.parametrize("challenge", ["SOFTWARE_TOKEN_MFA", "SELECT_MFA_TYPE", "MFA_SETUP", "NEW_PASSWORD_REQUIRED"])
def test_another_challenge_is_not_answered(answer, challenge):
    assert refusal_of(answer, challenge=challenge) == words("SESSION_INVALID")


def test_naming_sms_for_another_challenge_is_a_wrong_code(answer, session):
    assert refusal_of(answer, challenge="SMS_MFA") == words("WRONG_MESSAGE_CODE")
    assert answer() is session


@pytest.mark.parametrize("challenge", ["EMAIL_OTP", "SMS_MFA"])
def test_an_unknown_session_is_invalid(answer, challenge):
    assert refusal_of(answer, token="AYABe-unknown", challenge=challenge) == words("SESSION_INVALID")


def test_a_following_session_replaces_the_one_before(service, client, user):
    first = service.sessions.issue("MFA_SETUP", Attempt(client, user, "event"), options=("SOFTWARE_TOKEN_MFA",))
    second = service.sessions.replace(first, authenticator="handed out")
    third = service.sessions.replace(second, verified=True)
    assert (first.spent, second.spent, third.spent) == (True, True, False)
    assert (third.options, third.authenticator, third.verified) == (first.options, "handed out", True)
    assert third.attempt.event_id == "event"


def test_a_session_looks_like_those_of_aws(session):
    assert session.token.startswith("AYABe")
    assert 808 <= len(session.token) <= 1590
    assert set(session.token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_code_stands_in_no_repr(session):
    assert "123456" not in repr(session)


@pytest.mark.parametrize(("with_code", "over"), [(False, ["sent", "chosen"]), (True, ["sent"])])
def test_the_sessions_of_one_user_can_be_over_at_once(service, client, make_user, with_code, over):
    alice = make_user("alice")
    mine, theirs = Attempt(client, alice, "event"), Attempt(client, make_user("bob"), "event")
    sessions = {
        "sent": service.sessions.issue("SMS_MFA", mine, code="123456"),
        "chosen": service.sessions.issue("SELECT_MFA_TYPE", mine),
        "another's": service.sessions.issue("SMS_MFA", theirs, code="123456"),
    }
    service.sessions.expire(alice, with_code=with_code)
    assert [name for name, session in sessions.items() if session.expires <= service.now] == over
