"""SetUserSettings and AdminSetUserSettings: an SMS setting that is separate from the preference."""

import pytest
from preference_user import FEDERATED, OFF, ON, OPTION, PREFERRED, SELECT, SMS, TOTP
from sign_in_steps import refusal_of


@pytest.mark.parametrize(("policy", "asked"), [("OFF", None), ("OPTIONAL", SMS), ("ON", SELECT)])
def test_sms_that_is_on_by_the_older_setting_is_shown_and_asked_for(alice, policy, asked):
    person = alice(MfaConfiguration=policy)
    person.set_options(OPTION)
    assert (person.options(), person.shown()) == ([OPTION], (None, None))
    assert person.asked() == asked


def test_an_empty_list_turns_the_older_setting_off(alice):
    person = alice(user={"MFAOptions": [OPTION]})
    assert (person.options(), person.asked()) == ([OPTION], SMS)
    person.set_options()
    assert (person.options(), person.asked()) == (None, None)


def test_the_older_setting_stays_whatever_the_preference_call_says(alice):
    person = alice(user={"MFAOptions": [OPTION]})
    person.prefer(totp=ON)
    assert (person.options(), person.shown(), person.asked()) == ([OPTION], ([TOTP], None), SELECT)
    person.prefer(totp=PREFERRED)
    assert person.asked() == TOTP
    person.prefer(totp=OFF, sms=OFF)
    assert (person.options(), person.shown(), person.asked()) == ([OPTION], (None, None), SMS)


def test_the_preference_stays_whatever_the_older_setting_says(alice):
    person = alice(on=[SMS], preferred=SMS)
    person.set_options()
    assert (person.options(), person.shown(), person.asked()) == (None, ([SMS], SMS), SMS)


def test_without_a_number_the_older_setting_is_refused(alice):
    person = alice(attributes={"email": "alice@example.com"})
    words = "User does not have a phone_number set to turn on SMS MFA"
    assert refusal_of(person.set_options, OPTION) == ("InvalidParameterException", words)


def test_the_older_setting_of_a_federated_user_is_accepted_and_changes_nothing(alice):
    person = alice(**FEDERATED)
    person.set_options(OPTION)
    assert person.options() is None


@pytest.mark.parametrize("status", ["UNCONFIRMED", "RESET_REQUIRED", "FORCE_CHANGE_PASSWORD"])
def test_an_administrator_may_change_the_older_setting_of_anyone(aws, alice, status):
    person = alice(user={"UserStatus": status})
    aws.admin_set_user_settings(**person.name, MFAOptions=[OPTION])
    assert aws.admin_get_user(**person.name)["MFAOptions"] == [OPTION]


def test_an_invitation_sent_again_shows_the_older_setting(aws, alice):
    person = alice(user={"UserStatus": "FORCE_CHANGE_PASSWORD", "MFAOptions": [OPTION]})
    again = aws.admin_create_user(**person.name, MessageAction="RESEND")["User"]
    assert again["MFAOptions"] == [OPTION]
    new = aws.admin_create_user(UserPoolId=person.cognito.user_pool_id, Username="bob")["User"]
    assert "MFAOptions" not in new
