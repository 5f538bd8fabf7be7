"""AWS's contract for requests, answers and errors: botocore's service model of cognito-idp.

Each request is held against it before a handler sees it, and each answer while it is written.
What the model says of an operation is compiled at its first call and kept.
"""

from pytest_cognito_mfa._aws.model import body_shape, documented_errors, is_signed, operations, service_model
from pytest_cognito_mfa._aws.serialization import encode, java_double
from pytest_cognito_mfa._aws.validation import START_OF_LIST, Mistyped, heard, problems

__all__ = [
    "START_OF_LIST",
    "Mistyped",
    "body_shape",
    "documented_errors",
    "encode",
    "heard",
    "is_signed",
    "java_double",
    "operations",
    "problems",
    "service_model",
]
