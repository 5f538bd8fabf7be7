"""TOTP codes: RFC 6238's test vectors, another implementation's codes, and the window of three steps."""

import base64

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_test import for_each

from pytest_cognito_mfa._simulator.mfa.authenticator import Authenticator
from pytest_cognito_mfa._simulator.rejections import Rejection

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_6238 = {  # appendix B, SHA1; the last six of its eight digits
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
secrets = st.binary(min_size=16, max_size=64).map(lambda key: base64.b32encode(key).decode().rstrip("="))
moments = st.integers(min_value=0, max_value=2**33)


@for_each("at, code", RFC_6238.items())
def test_codes_are_those_of_the_standard(at, code):
    assert Authenticator(RFC_SECRET).code(at) == code


@given(secrets, moments)
def test_codes_are_those_of_another_implementation(secret, at):
    assert Authenticator(secret).code(at) == pyotp.TOTP(secret).at(at)


@given(secrets, moments)
def test_a_secret_may_be_typed_in_small_letters(secret, at):
    assert Authenticator(secret.lower()).code(at) == Authenticator(secret).code(at)


@for_each("second", [0, 1, 29.9])
@for_each("shift, is_accepted", [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_exactly_three_steps_are_accepted(shift, is_accepted, second):
    authenticator = Authenticator(RFC_SECRET)
    code = authenticator.code((100 + shift) * 30)
    assert authenticator.matches(code, 3000 + second) == is_accepted


@given(secrets, moments.filter(lambda at: at >= 30))
def test_the_window_agrees_with_another_implementation(secret, at):
    theirs = pyotp.TOTP(secret)
    for shift in range(-3, 4):
        code = theirs.at(max(0, at + shift * 30))
        assert Authenticator(secret).matches(code, at) == theirs.verify(code, for_time=at, valid_window=1)


@for_each("code", ["", "12345", "1234567", "abcdef", "28708\N{FULLWIDTH DIGIT TWO}"])
def test_a_malformed_code_does_not_match(code):
    assert not Authenticator(RFC_SECRET).matches(code, 59)


def test_an_unused_code_is_found_until_all_three_are_used():
    authenticator = Authenticator(RFC_SECRET)
    for _ in range(3):
        authenticator.accept(authenticator.unused_code(3000), 3000)
    assert authenticator.used.keys() == {99, 100, 101}
    assert authenticator.unused_code(3000) is None


def test_a_used_code_is_refused_until_it_is_marked_unused():
    authenticator = Authenticator(RFC_SECRET)
    code = authenticator.code(3000)
    authenticator.accept_at_setup(code, 3000)
    with pytest.raises(Rejection, match="already been used once"):
        authenticator.accept(code, 3000)

    authenticator.mark_unused(code, 3000)

    authenticator.accept(code, 3000)


def test_secrets_of_the_service_suit_an_app(service):
    secret = service.sources.totp_secret()
    assert len(secret) == 52
    assert pyotp.TOTP(secret).at(service.now) == Authenticator(secret).code(service.now)


def test_a_secret_stands_in_no_repr():
    assert RFC_SECRET not in repr(Authenticator(RFC_SECRET))
