"""SetUserSettings as a function: every former setting, every option of the model, every user."""

import itertools

from one_test import for_each

from pytest_cognito_mfa._aws.constants import FACTORS, SMS
from pytest_cognito_mfa._simulator.mfa import sms_options
from pytest_cognito_mfa._simulator.rejections import ALL, Rejection

ABSENT = object()
OPTIONS = [
    {
        name: value
        for name, value in {"DeliveryMedium": medium, "AttributeName": attribute}.items()
        if value is not ABSENT
    }
    for medium, attribute in itertools.product((ABSENT, "SMS", "EMAIL"), (ABSENT, "phone_number", "email"))
]
LISTS = [[], *([option] for option in OPTIONS), *map(list, itertools.product(OPTIONS, repeat=2))]
RIGHT = {"DeliveryMedium": "SMS", "AttributeName": "phone_number"}
CASES = list(itertools.product((False, True), LISTS, (False, True)))


def outcome(current, options, has_number, federated=False):
    try:
        return sms_options.apply(current=current, options=options, has_number=has_number, federated=federated)
    except Rejection as refused:
        return refused.message


def expected(options, has_number):
    if any(option != RIGHT for option in options):
        return ALL["NOT_AN_SMS_OPTION"].words
    return ALL["NO_PHONE"].words if options and not has_number else bool(options)


def test_the_list_takes_the_place_of_the_one_before_or_is_refused():
    assert [case for case in CASES if outcome(*case) != expected(*case[1:])] == []


def test_whatever_is_asked_of_a_federated_user_changes_nothing():
    assert [case for case in CASES if outcome(*case, federated=True) is not case[0]] == []


def test_it_is_shown_as_it_was_given_and_absent_when_it_is_off():
    assert sms_options.mfa_options(is_on=True) == {"MFAOptions": [RIGHT]}
    assert sms_options.mfa_options(is_on=False) == {}


@for_each("size", range(4))
def test_it_adds_sms_to_the_factors_that_are_on(size):
    for on in itertools.combinations(FACTORS, size):
        assert sms_options.factors_on(on, is_on=False) == set(on)
        assert sms_options.factors_on(on, is_on=True) == {*on, SMS}
