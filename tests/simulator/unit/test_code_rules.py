"""Codes that expire, and requests that are counted, to the second."""

import math

import pytest
from one_test import for_each

from pytest_cognito_mfa._simulator.mfa import sent_codes
from pytest_cognito_mfa._simulator.rejections import Rejection

NOW = 1_700_000_000.0
SENT = sent_codes.Code("123456", "email", "alice@example.com", NOW + sent_codes.HOUR)
WRONG = ("CodeMismatchException", "Invalid verification code provided, please try again.")
EXPIRED = ("ExpiredCodeException", "Invalid code provided, please request a code again.")
TOO_MANY = ("LimitExceededException", "Attempt limit exceeded, please try after some time.")


def refusal(function, *arguments):
    with pytest.raises(Rejection) as caught:
        function(*arguments)
    return caught.value.code, caught.value.message


def test_a_code_is_good_until_it_expires():
    assert sent_codes.accept(SENT, "123456", NOW) is SENT
    assert sent_codes.accept(SENT, "123456", math.nextafter(SENT.expires, 0)) is SENT
    assert refusal(sent_codes.accept, SENT, "123456", SENT.expires) == EXPIRED


def test_a_wrong_code_is_wrong_only_while_the_right_one_is_good():
    assert refusal(sent_codes.accept, SENT, "123457", NOW) == WRONG
    assert refusal(sent_codes.accept, SENT, "123457", SENT.expires) == EXPIRED


def test_a_code_that_was_never_asked_for_has_expired():
    assert refusal(sent_codes.accept, None, "123456", NOW) == EXPIRED


def test_a_code_does_not_print_itself():
    assert "123456" not in repr(SENT)


def test_the_quotas_are_those_of_the_developer_guide():
    assert sent_codes.PER_HOUR == {
        "ForgotPassword": 5,
        "ChangePassword": 5,
        "ConfirmSignUp": 15,
        "GetUserAttributeVerificationCode": 5,
        "ResendConfirmationCode": 5,
        "VerifyUserAttribute": 15,
    }


@for_each("quota", sent_codes.PER_HOUR)
def test_as_many_requests_are_admitted_as_the_quota_says_and_again_after_an_hour(quota):
    requests = ()
    for minute in range(sent_codes.PER_HOUR[quota]):
        requests = sent_codes.count_request(requests, quota, NOW + minute * 60)
    assert len(requests) == sent_codes.PER_HOUR[quota]
    assert refusal(sent_codes.count_request, requests, quota, NOW + 3599) == TOO_MANY
    later = sent_codes.count_request(requests, quota, NOW + 3600)
    assert later == (*requests[1:], NOW + 3600)
    assert refusal(sent_codes.count_request, later, quota, NOW + 3600) == TOO_MANY
