"""One small function per client that the interceptors serve: POST to Cognito, or GET a document."""

import asyncio
import http.client
import importlib
import json
import socket
import ssl
import urllib.error
import urllib.request

import aiobotocore.config
import aiobotocore.session
import aiohttp
import boto3
import botocore.config
import botocore.exceptions
import httpx
import requests
import urllib3
import urllib3.exceptions

REGION = "eu-west-1"
HOST = f"cognito-idp.{REGION}.amazonaws.com"
URL = f"https://{HOST}/"
DOCUMENT = f"{URL}{REGION}_AbCdEf123/.well-known/jwks.json"
FAKES = {"region_name": REGION, "aws_access_key_id": "fake", "aws_secret_access_key": "fake"}


def optional(module):
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


httpx2 = optional("httpx2")
httpxsession = optional("aiobotocore.httpxsession")


def headers(operation):
    return {
        "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
        "Content-Type": "application/x-amz-json-1.1",
    }


def once(**options):
    return botocore.config.Config(retries={"total_max_attempts": 1}, **options)


def boto3_made_now(operation, parameters):
    return _through_boto3(boto3.client("cognito-idp", config=once(), **FAKES), operation, parameters)


_MADE_BEFORE = boto3.client("cognito-idp", config=once(), **FAKES)


def boto3_made_before(operation, parameters):
    return _through_boto3(_MADE_BEFORE, operation, parameters)


def _through_boto3(client, operation, parameters):
    return _of_sdk(client._make_api_call(operation, parameters))


def _of_sdk(answer):
    metadata = answer.pop("ResponseMetadata")
    return metadata["HTTPStatusCode"], metadata["HTTPHeaders"], json.dumps(answer).encode()


AIO_SESSION = aiobotocore.session.get_session()
"""One for all calls: each session reads the model of the service anew."""


def aiobotocore_client(operation, parameters, **options):
    async def called():
        config = aiobotocore.config.AioConfig(retries={"total_max_attempts": 1}, **options)
        async with AIO_SESSION.create_client("cognito-idp", config=config, **FAKES) as client:
            return _of_sdk(await client._make_api_call(operation, parameters))

    return asyncio.run(called())


def aiobotocore_on_httpx(operation, parameters):
    return aiobotocore_client(operation, parameters, http_session_cls=httpxsession.HttpxSession)


def requests_post(operation, parameters):
    answer = requests.post(URL, json=parameters, headers=headers(operation), timeout=5)
    return answer.status_code, answer.headers, answer.content


def requests_session(operation, parameters):
    with requests.Session() as session:
        session.headers.update(headers(operation))
        answer = session.post(URL, data=json.dumps(parameters), stream=True, timeout=(1, 2))
        return answer.status_code, answer.headers, b"".join(answer.iter_content(7))


def requests_get(url):
    return requests.get(url, timeout=5).content


def urllib_request(operation, parameters):
    request = urllib.request.Request(URL, json.dumps(parameters).encode(), headers(operation))
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.status, answer.headers, answer.read()


def urllib_get(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read()


def http_client(operation, parameters):
    connection = http.client.HTTPSConnection(HOST)
    connection.request("POST", "/", json.dumps(parameters), headers(operation))
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def http_client_get(url):
    connection = http.client.HTTPSConnection(HOST)
    connection.request("GET", url.removeprefix(URL[:-1]))
    return connection.getresponse().read()


def pool_manager(operation, parameters):
    pools = urllib3.PoolManager(retries=False)
    answer = pools.request("POST", URL, body=json.dumps(parameters).encode(), headers=headers(operation))
    return answer.status, answer.headers, answer.data


def pool_manager_get(url):
    return urllib3.PoolManager().request("GET", url).data


def _address():
    host, _, port = HOST.partition(":")
    return host, int(port or 443)


def pool(operation, parameters):
    with urllib3.HTTPSConnectionPool(*_address(), headers=headers(operation), retries=False, block=True) as pool:
        answer = pool.urlopen("POST", "/", json.dumps(parameters).encode(), preload_content=False)
        return answer.status, answer.headers, answer.read()


def pool_get(url):
    with urllib3.HTTPSConnectionPool(*_address()) as pool:
        return pool.urlopen("GET", url.removeprefix(URL[:-1])).data


def httpx_client(operation, parameters, module=httpx):
    with module.Client(base_url=URL, headers=headers(operation)) as client:
        answer = client.post("/", json=parameters)
        return answer.status_code, answer.headers, answer.content


def httpx_get(url):
    return httpx.get(url).content


def httpx_async(operation, parameters, module=httpx):
    async def called():
        async with module.AsyncClient() as client:
            answer = await client.post(URL, json=parameters, headers=headers(operation))
            return answer.status_code, answer.headers, answer.content

    return asyncio.run(called())


def httpx_async_get(url):
    async def called():
        async with httpx.AsyncClient() as client, client.stream("GET", url) as answer:
            return b"".join([part async for part in answer.aiter_bytes()])

    return asyncio.run(called())


def httpx2_client(operation, parameters):
    return httpx_client(operation, parameters, httpx2)


def httpx2_async(operation, parameters):
    return httpx_async(operation, parameters, httpx2)


def aiohttp_json(operation, parameters):
    async def called():
        async with (
            aiohttp.ClientSession(URL, headers=headers(operation), raise_for_status=True) as session,
            session.post("/", json=parameters) as answer,
        ):
            return answer.status, answer.headers, await answer.read()

    return asyncio.run(called())


def aiohttp_data(operation, parameters):
    async def called():
        async with aiohttp.ClientSession() as session:
            body = json.dumps(parameters).encode()
            answer = await session.request("POST", URL, data=body, headers=headers(operation))
            return answer.status, answer.headers, await answer.content.read()

    return asyncio.run(called())


def aiohttp_get(url):
    async def called():
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return await answer.read()

    return asyncio.run(called())


LOST = ("connect_timeout", "read_timeout", "reset", "tls", "dns")

_SDK = botocore.exceptions
_SDK_ERRORS = (
    _SDK.ConnectTimeoutError,
    _SDK.ReadTimeoutError,
    _SDK.ConnectionClosedError,
    _SDK.SSLError,
    _SDK.EndpointConnectionError,
)
_REQUESTS_ERRORS = (
    requests.ConnectTimeout,
    requests.ReadTimeout,
    requests.ConnectionError,
    requests.exceptions.SSLError,
    requests.ConnectionError,
)
_URLLIB3 = urllib3.exceptions
_URLLIB3_ERRORS = (
    _URLLIB3.ConnectTimeoutError,
    _URLLIB3.ReadTimeoutError,
    _URLLIB3.ProtocolError,
    _URLLIB3.SSLError,
    getattr(_URLLIB3, "NameResolutionError", _URLLIB3.NewConnectionError),
)
_URLLIB_ERRORS = (
    urllib.error.URLError,
    TimeoutError,
    ConnectionResetError,
    urllib.error.URLError,
    urllib.error.URLError,
)
SOCKET_ERRORS = (TimeoutError, TimeoutError, ConnectionResetError, ssl.SSLCertVerificationError, socket.gaierror)
AIOHTTP_ERRORS = (
    aiohttp.ConnectionTimeoutError,
    asyncio.TimeoutError,  # its only default timeout is the total one
    aiohttp.ClientOSError,
    aiohttp.ClientConnectorCertificateError,
    getattr(aiohttp, "ClientConnectorDNSError", aiohttp.ClientConnectorError),
)


def httpx_errors(module):
    return module.ConnectTimeout, module.ReadTimeout, module.ReadError, module.ConnectError, module.ConnectError


CLIENTS = {
    "boto3": (boto3_made_now, _SDK_ERRORS),
    "boto3, made before": (boto3_made_before, _SDK_ERRORS),
    "aiobotocore": (aiobotocore_client, _SDK_ERRORS),
    "requests": (requests_post, _REQUESTS_ERRORS),
    "requests.Session": (requests_session, _REQUESTS_ERRORS),
    "urllib.request": (urllib_request, _URLLIB_ERRORS),
    "http.client": (http_client, SOCKET_ERRORS),
    "urllib3 manager": (pool_manager, _URLLIB3_ERRORS),
    "urllib3 pool": (pool, _URLLIB3_ERRORS),
    "httpx": (httpx_client, httpx_errors(httpx)),
    "httpx, async": (httpx_async, httpx_errors(httpx)),
    "aiohttp json": (aiohttp_json, AIOHTTP_ERRORS),
    "aiohttp data": (aiohttp_data, AIOHTTP_ERRORS),
}
"""Each client by name: how it calls, and what it raises when it is LOST in each way."""
if httpxsession is not None:
    CLIENTS["aiobotocore, httpx"] = (aiobotocore_on_httpx, _SDK_ERRORS)
if httpx2 is not None:
    CLIENTS["httpx2"] = (httpx2_client, httpx_errors(httpx2))
    CLIENTS["httpx2, async"] = (httpx2_async, httpx_errors(httpx2))

GETTERS = {
    "requests": requests_get,
    "urllib.request": urllib_get,
    "http.client": http_client_get,
    "urllib3 manager": pool_manager_get,
    "urllib3 pool": pool_get,
    "httpx": httpx_get,
    "httpx, async": httpx_async_get,
    "aiohttp": aiohttp_get,
}
