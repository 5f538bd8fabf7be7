"""How a destination is masked (facts B17 and B18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cognito_mfa._simulator.outbox import masked

SEEN = {
    "+12065559088": "+*******9088",  # amplify-js#6461: eleven digits
    "+491701234114": "+********4114",  # a CLI capture: twelve digits
    "test@test.com": "t***@t***",
    "fake@example.com": "f***@e***",
    "john@gmail.com": "j***@g***",
    "a@b.c": "a***@b***",
}


@pytest.mark.parametrize(("destination", "shown"), SEEN.items(), ids=SEEN)
def test_destinations_are_masked_as_seen(destination, shown):
    assert masked(destination) == shown


@given(st.from_regex(r"\+[0-9]{5,15}", fullmatch=True))
def test_a_phone_number_shows_its_last_four_digits(number):
    shown = masked(number)
    assert len(shown) == len(number)
    assert shown == "+" + "*" * (len(number) - 5) + number[-4:]


@given(st.from_regex(r"\+[0-9]{1,15}", fullmatch=True))
def test_a_masked_phone_number_has_one_plus(number):
    assert masked(number).count("+") == 1


@given(st.emails())
def test_an_address_shows_two_characters(address):
    shown = masked(address)
    assert (shown[0], shown[5], len(shown)) == (address[0], address.rpartition("@")[2][0], 9)
