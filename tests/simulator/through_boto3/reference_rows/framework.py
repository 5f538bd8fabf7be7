"""What is refused before an operation is performed, or only by a fault."""

import functools

import boto3
from botocore import UNSIGNED, xform_name
from botocore.config import Config
from model_requests import smallest
from provocations.pool_setup import posted

from .rows import members


def faulty(code):
    def provoke(setup):
        setup.cognito.inject(on=setup.operation, error=code)
        return setup.call()

    return provoke


def body_that_is(text):
    return lambda setup: posted(setup.operation, text, signed=True)


def named(operation):
    return lambda _: posted(operation, {})


@functools.cache
def anonymous():
    return boto3.client("cognito-idp", region_name="us-east-1", config=Config(signature_version=UNSIGNED))


def unsigned(setup):
    return getattr(anonymous(), xform_name(setup.operation))(**smallest(members(setup.operation)))


TABLE = {
    "any: throttled": (faulty("TooManyRequestsException"),),
    "any: throttled service level": (faulty("TooManyRequestsException"),),
    "any: per user attempt quota": (faulty("LimitExceededException"),),
    "IAM: unknown access key": (faulty("UnrecognizedClientException"),),
    "IAM: bad signature": (faulty("InvalidSignatureException"),),
    "IAM: no authorization header": (unsigned,),
    "any: body content type not": (*map(body_that_is, ("no JSON", "[]", "a=b")),),
    "any: unknown or missing x": (named("NoSuchOperation"), named("")),
    "any: waf block": (faulty("ForbiddenException"),),
    "AssociateSoftwareToken: waf captcha rule managed": (faulty("ForbiddenException"),),
    "any: internal failure": (faulty("InternalErrorException"),),
}

LISTED = {
    "any: throttled service level": "a fault says the other text of this code, unless its message says this one",
    "AssociateSoftwareToken: waf captcha rule managed": "another text of this code too",
}
