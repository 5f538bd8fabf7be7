"""The certificate with which a pool signs its requests to SAML providers."""

import base64

import pytest
from cryptography import x509


def loaded(aws, pool_id):
    return x509.load_der_x509_certificate(
        base64.b64decode(aws.get_signing_certificate(UserPoolId=pool_id)["Certificate"])
    )


def test_a_pool_has_one_certificate_for_ten_years_that_it_signed_itself(aws, cognito):
    made = loaded(aws, cognito.user_pool_id)

    made.verify_directly_issued_by(made)
    assert made == loaded(aws, cognito.user_pool_id)
    assert made.subject.rfc4514_string() == f"CN={cognito.user_pool_id}"
    assert made.not_valid_after_utc.year - made.not_valid_before_utc.year == 10


def test_each_pool_has_its_own(aws, cognito):
    other = aws.create_user_pool(PoolName="other")["UserPool"]["Id"]

    assert loaded(aws, other).serial_number != loaded(aws, cognito.user_pool_id).serial_number
    with pytest.raises(aws.exceptions.ResourceNotFoundException):
        aws.get_signing_certificate(UserPoolId="us-east-1_absent")
