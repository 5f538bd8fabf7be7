"""AWS's contract: calls and replies on the wire, botocore's model of cognito-idp, secrets, and comparing requests.

Requests are validated by the model, and answers are serialized by it.  The rules of an operation are compiled at its
first call and kept.
"""

from pytest_cognito_mfa._aws.contract import Contract, contract_of
from pytest_cognito_mfa._aws.model import body_shape, documented_errors, is_signed, operations, service_model
from pytest_cognito_mfa._aws.serialization import encode, java_double
from pytest_cognito_mfa._aws.validation import START_OF_LIST, Mistyped, read_request, validation_errors

__all__ = [
    "START_OF_LIST",
    "Contract",
    "Mistyped",
    "body_shape",
    "contract_of",
    "documented_errors",
    "encode",
    "is_signed",
    "java_double",
    "operations",
    "read_request",
    "service_model",
    "validation_errors",
]
