"""One application on four libraries: `ask(operation, **parameters)` gives an answer, or raises `RefusedError`."""

import asyncio
import contextlib
import json
import ssl
from dataclasses import dataclass

import aiobotocore.session
import boto3
import httpx
import requests
from botocore import xform_name
from botocore.exceptions import ClientError

REGION = "us-east-1"
_KEYS = {"aws_access_key_id": "AKIAEXAMPLEOFNOBODY1", "aws_secret_access_key": "the secret of nobody's access key"}


class RefusedError(Exception):
    """What Cognito refused, by its code."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Service:
    """Its URL, the certificate to trust (None for plain HTTP), and the issuer of its tokens without the pool."""

    url: str
    trusted: str | None
    issuer: str


def _of_sdk(call):
    try:
        answer = call()
    except ClientError as error:
        raise RefusedError(error.response["Error"]["Code"]) from None
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def boto3_client(service):
    return boto3.Session().client("cognito-idp", REGION, endpoint_url=service.url, verify=service.trusted, **_KEYS)


@contextlib.contextmanager
def of_boto3(service):
    client = boto3_client(service)
    yield lambda operation, **parameters: _of_sdk(lambda: getattr(client, xform_name(operation))(**parameters))


@contextlib.contextmanager
def of_aiobotocore(service):
    options = {"endpoint_url": service.url, "verify": service.trusted, **_KEYS}
    made = aiobotocore.session.get_session().create_client("cognito-idp", region_name=REGION, **options)
    loop = asyncio.new_event_loop()
    client = loop.run_until_complete(made.__aenter__())
    try:
        yield lambda operation, **parameters: _of_sdk(
            lambda: loop.run_until_complete(getattr(client, xform_name(operation))(**parameters))
        )
    finally:
        loop.run_until_complete(made.__aexit__(None, None, None))
        loop.close()


@contextlib.contextmanager
def of_httpx(service):
    context = ssl.create_default_context(cafile=service.trusted)
    with httpx.Client(verify=context, timeout=30) as client:

        def ask(operation, **parameters):
            answer = client.post(service.url, content=json.dumps(parameters), headers=_headers(operation))
            return _told(answer.status_code, answer.json())

        yield ask


@contextlib.contextmanager
def of_requests(service):
    with requests.Session() as session:

        def ask(operation, **parameters):
            settings = {"headers": _headers(operation), "verify": service.trusted, "timeout": 30}
            answer = session.post(service.url, json=parameters, **settings)
            return _told(answer.status_code, answer.json())

        yield ask


def _headers(operation):
    target = f"AWSCognitoIdentityProviderService.{operation}"
    return {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}


def _told(status, answer):
    if status != 200:
        raise RefusedError(answer["__type"].rpartition("#")[2])
    return answer


CLIENTS = {"boto3": of_boto3, "aiobotocore": of_aiobotocore, "httpx": of_httpx, "requests": of_requests}
