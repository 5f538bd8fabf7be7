"""What the tests of both tables share: every subset of some values, and AWS's own sentences."""

import itertools
import re

from pytest_cognito_mfa._aws import service_model


def subsets(values):
    return [frozenset(some) for size in range(len(values) + 1) for some in itertools.combinations(values, size)]


def aws_documentation(shape, member):
    """AWS's own sentences, without their tags."""
    model = service_model()
    text = (
        model.shape_for(shape).members[member].documentation
        if member
        else model.operation_model(shape.removesuffix("Request")).documentation
    )
    return " ".join(re.sub(r"<[^>]+>", "", text).split())
