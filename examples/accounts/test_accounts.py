"""The tests of `accounts.py`: start here, and copy what you need.

`cognito` is the whole set-up: a user pool with optional MFA, a client, and users named for the
state they are in (newcomer, totp, sms, email, undecided, invited).  No AWS account is asked.
"""

import accounts
import pyotp
import pytest


@pytest.fixture(autouse=True)
def waits(cognito, monkeypatch):
    """Give the app the test's client, and replace its waiting; returns the seconds that it would have waited."""
    seconds = []
    monkeypatch.setenv("COGNITO_CLIENT_ID", cognito.client_id)
    monkeypatch.setattr(accounts, "sleep", seconds.append)
    return seconds


def nobody(question, details):
    pytest.fail(f"the app should not have asked for {question}")


# -- sign-in ------------------------------------------------------------------------------


def test_without_a_factor_the_password_is_enough(cognito):
    tokens = accounts.sign_in("newcomer", cognito.user("newcomer").password, nobody)

    assert accounts.settings(tokens["AccessToken"]) == {"on": [], "preferred": None}


def test_a_wrong_password_is_refused_in_cognitos_words(cognito):
    with pytest.raises(accounts.idp.exceptions.NotAuthorizedException, match="Incorrect username or password"):
        accounts.sign_in("newcomer", "guessed", nobody)


def test_an_authenticator_app_is_asked_for_its_code(cognito):
    tokens = accounts.sign_in("totp", cognito.user("totp").password, lambda *_: cognito.totp("totp"))

    assert "IdToken" in tokens


@pytest.mark.parametrize("name", ["sms", "email"])
def test_a_code_that_was_sent_signs_in(cognito, name):
    accounts.sign_in(name, cognito.user(name).password, lambda *_: cognito.outbox[-1].code)

    assert [message.user for message in cognito.outbox] == [name]


def test_the_person_sees_where_the_code_went_but_not_the_whole_number(cognito):
    seen = []

    def ask(question, details):
        seen.append((question, details["CODE_DELIVERY_DESTINATION"]))
        return cognito.outbox[-1].code

    accounts.sign_in("sms", cognito.user("sms").password, ask)

    assert seen == [("SMS_MFA", "+*******0102")]
    assert cognito.outbox[-1].destination == "+12065550102"


def test_a_wrong_code_is_told_apart_from_a_wrong_password(cognito):
    with pytest.raises(accounts.WrongCode):
        accounts.sign_in("totp", cognito.user("totp").password, lambda *_: "000000")


def test_with_two_factors_and_no_preference_the_person_chooses(cognito):
    answers = {"CHOOSE": lambda: "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA": lambda: cognito.totp("undecided")}

    accounts.sign_in("undecided", cognito.user("undecided").password, lambda question, _: answers[question]())

    cognito.assert_called("RespondToAuthChallenge", ChallengeName="SELECT_MFA_TYPE")


def test_the_invited_choose_a_password_of_their_own(cognito):
    accounts.sign_in("invited", cognito.user("invited").password, lambda *_: "My-0wn-password")

    assert cognito.user("invited").status == "CONFIRMED"
    assert cognito.user("invited").password == "My-0wn-password"


def test_who_takes_too_long_for_the_code_signs_in_again(cognito):
    def after_lunch(question, details):
        cognito.clock.advance(hours=1)
        return cognito.totp("totp")

    with pytest.raises(accounts.SignInAgain, match="session is expired"):
        accounts.sign_in("totp", cognito.user("totp").password, after_lunch)


@pytest.mark.cognito(scenario="scenarios/required.yaml")
def test_where_mfa_is_required_an_authenticator_is_enrolled_during_sign_in(cognito):
    accounts.sign_in("alan", cognito.user("alan").password, lambda _, shown: pyotp.TOTP(shown["secret"]).now())

    assert [exchange.operation for exchange in cognito.journal] == [
        "InitiateAuth",
        "AssociateSoftwareToken",
        "VerifySoftwareToken",
        "RespondToAuthChallenge",
    ]


# -- the MFA settings page ----------------------------------------------------------------


def test_enrolling_makes_the_authenticator_the_preferred_factor(cognito):
    token = cognito.sign_in("newcomer").access_token

    secret = accounts.start_totp(token)
    accounts.finish_totp(token, pyotp.TOTP(secret).now())

    assert cognito.user("newcomer").preferred_mfa == "SOFTWARE_TOKEN_MFA"


def test_a_mistyped_first_code_can_be_typed_again(cognito):
    token = cognito.sign_in("newcomer").access_token
    accounts.start_totp(token)

    with pytest.raises(accounts.WrongCode):
        accounts.finish_totp(token, "000000")
    accounts.finish_totp(token, cognito.totp("newcomer"))


def test_another_factor_can_be_preferred_and_the_first_stays_on(cognito):
    token = cognito.sign_in("totp").access_token

    accounts.prefer(token, "SMS_MFA")

    assert accounts.settings(token) == {"on": ["SMS_MFA", "SOFTWARE_TOKEN_MFA"], "preferred": "SMS_MFA"}


def test_turning_the_preferred_factor_off_leaves_none_preferred(cognito):
    token = cognito.sign_in("email").access_token

    accounts.turn_off(token, "EMAIL_OTP")

    assert accounts.settings(token) == {"on": [], "preferred": None}


def test_an_authenticator_that_was_never_enrolled_cannot_be_turned_on(cognito):
    with pytest.raises(accounts.NotPossible, match="turn on SOFTWARE_TOKEN_MFA"):
        accounts.turn_on(cognito.sign_in("newcomer").access_token, "SOFTWARE_TOKEN_MFA")


def test_the_settings_page_knows_when_the_sign_in_is_too_long_ago(cognito):
    token = cognito.sign_in("sms").access_token

    cognito.clock.advance(days=1)

    with pytest.raises(accounts.SignInAgain, match="Access Token has expired"):
        accounts.settings(token)


@pytest.mark.cognito(cassette="cassettes/enrol.yaml")
def test_enrolling_works_with_answers_recorded_earlier(cognito):
    # The token is the recorded one. A code is new in every run, so it is not compared.
    secret = accounts.start_totp("EXAMPLE.access.token")
    accounts.finish_totp("EXAMPLE.access.token", "586361")

    assert secret.startswith("XIYY")
    assert {exchange.answered_by.partition(" ")[0] for exchange in cognito.journal} == {"cassette"}


# -- when things go wrong -----------------------------------------------------------------


@pytest.mark.cognito(scenario="scenarios/throttled.yaml")
def test_a_throttled_app_backs_off_and_tries_again(cognito, waits):
    accounts.prefer(cognito.sign_in("newcomer").access_token, "SMS_MFA")

    assert cognito.user("newcomer").preferred_mfa == "SMS_MFA"
    assert waits == [0.1, 0.4]


@pytest.mark.cognito(scenario="scenarios/lost.yaml")
def test_a_lost_connection_is_tried_again(cognito):
    accounts.settings(cognito.sign_in("newcomer").access_token)

    assert [exchange.error for exchange in cognito.calls("GetUser")] == ["connect_timeout", "reset", None]


@pytest.mark.cognito(faults=[{"on": "RespondToAuthChallenge", "drop": "read_timeout"}])
def test_who_cannot_be_signed_in_is_told_that_we_are_busy(cognito, waits):
    with pytest.raises(accounts.Busy):
        accounts.sign_in("totp", cognito.user("totp").password, lambda *_: cognito.totp("totp"))

    assert len(waits) == len(accounts.WAITS)


def test_a_change_is_lost_while_cognito_is_down_and_kept_once_it_is_back(cognito):
    token = cognito.sign_in("newcomer").access_token

    with cognito.inject("SetUserMFAPreference", error="InternalErrorException"):
        with pytest.raises(accounts.idp.exceptions.InternalErrorException):
            accounts.turn_on(token, "SMS_MFA")
        assert cognito.user("newcomer").mfa_settings == []

    accounts.turn_on(token, "SMS_MFA")
    assert cognito.user("newcomer").mfa_settings == ["SMS_MFA"]
