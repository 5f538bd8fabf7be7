"""The order of Java's HashMap, compared with lists from the live service."""

import pytest

from pytest_cognito_mfa._aws.serialization import in_java_order

RECORDED = {
    "GetUser, aws-amplify/amplify-js#1259": "sub email_verified name phone_number_verified phone_number "
    "custom:signupdomain email",
    "userAttributes, aws/aws-cli admin-initiate-auth": "email_verified phone_number_verified phone_number email",
    "userAttributes with blanks, public code": "email_verified given_name family_name email picture",
    "requiredAttributes, public code": "userAttributes.family_name userAttributes.given_name userAttributes.picture",
}


@pytest.mark.parametrize("names", [names.split() for names in RECORDED.values()], ids=RECORDED)
def test_what_was_recorded_stands_in_this_order(names):
    assert list(in_java_order(dict.fromkeys(sorted(names)))) == names


def test_more_than_fit_are_spread_over_more_buckets():
    entries = {f"custom:attribute-{number}": number for number in range(13)}
    assert in_java_order(entries) == entries
    few = dict(list(entries.items())[:12])
    assert list(in_java_order(entries)) == list(in_java_order(entries, 32))
    assert list(in_java_order(few)) != list(in_java_order(few, 32))


def test_what_shares_a_bucket_keeps_its_order():
    assert list(in_java_order({"Aa": 1, "BB": 2})) == ["Aa", "BB"]
    assert list(in_java_order({"BB": 2, "Aa": 1})) == ["BB", "Aa"]
