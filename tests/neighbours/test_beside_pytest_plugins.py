"""Other pytest plugins in the same run: pytest-socket, pytest-xdist, pytest-asyncio, a random order."""

import pytest

SYNC = """
    import json, urllib.request
    import boto3, httpx, requests

    URL = "https://cognito-idp.us-east-1.amazonaws.com/"
    HEADERS = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityProviderService.GetUser",
    }

    def test_every_library(cognito):
        token = cognito.sign_in("newcomer").access_token
        body = json.dumps({"AccessToken": token})
        assert boto3.client("cognito-idp").get_user(AccessToken=token)["Username"] == "newcomer"
        assert requests.post(URL, data=body, headers=HEADERS, timeout=5).json()["Username"] == "newcomer"
        assert httpx.post(URL, content=body, headers=HEADERS).json()["Username"] == "newcomer"
        with urllib.request.urlopen(urllib.request.Request(URL, body.encode(), HEADERS)) as answer:
            assert json.load(answer)["Username"] == "newcomer"
"""

ASYNC = """
    import aiobotocore.session, aiohttp, httpx, pytest

    URL = "https://cognito-idp.us-east-1.amazonaws.com/"
    HEADERS = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityProviderService.GetUser",
    }

    MARK
    async def test_aiobotocore(cognito):
        token = cognito.sign_in("newcomer").access_token
        async with aiobotocore.session.get_session().create_client("cognito-idp") as client:
            assert (await client.get_user(AccessToken=token))["Username"] == "newcomer"
            with pytest.raises(client.exceptions.NotAuthorizedException):
                await client.get_user(AccessToken="none")

    MARK
    async def test_httpx(cognito):
        token = cognito.sign_in("newcomer").access_token
        async with httpx.AsyncClient() as client:
            answer = await client.post(URL, json={"AccessToken": token}, headers=HEADERS)
        assert answer.json()["Username"] == "newcomer"

    MARK
    async def test_aiohttp(cognito):
        token = cognito.sign_in("newcomer").access_token
        async with aiohttp.ClientSession() as client:
            async with client.post(URL, json={"AccessToken": token}, headers=HEADERS) as answer:
                assert (await answer.json(content_type=None))["Username"] == "newcomer"
"""

STATEFUL = """
    import boto3, pytest

    client = boto3.client("cognito-idp", region_name="us-east-1")

    @pytest.mark.parametrize("number", range(40))
    def test_starts_fresh(cognito, number):
        assert cognito.user("newcomer").mfa_settings == []
        assert list(cognito.journal) == []
        token = cognito.sign_in("newcomer").access_token
        client.set_user_mfa_preference(AccessToken=token, SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
        assert cognito.user("newcomer").preferred_mfa == "SMS_MFA"
        assert len(cognito.journal) == 1
"""

TWO_ORDERS = """
    import boto3, pytest

    @pytest.mark.cognito
    def test_deletes_everything(cognito):
        client = boto3.client("cognito-idp")
        client.delete_user_pool(UserPoolId=cognito.user_pool_id)
        assert cognito.pools == {}
        cognito.clock.advance(days=1)
        cognito.inject("GetUser", error="ForbiddenException")
        with pytest.raises(client.exceptions.ForbiddenException):
            client.get_user(AccessToken="any")

    def test_has_everything(cognito):
        client = boto3.client("cognito-idp")
        assert len(cognito.pool.users) == 6
        assert client.get_user(AccessToken=cognito.sign_in("totp").access_token)["Username"] == "totp"

    def test_has_no_cognito():
        import os
        assert "example" not in os.environ.get("AWS_ACCESS_KEY_ID", "").lower()
"""


def test_no_socket_is_opened(run_apart):
    run_apart(SYNC, "--disable-socket").assert_outcomes(passed=1)


def test_async_clients_open_no_socket_but_the_loops_own(run_apart):
    source = ASYNC.replace("MARK", "")
    run_apart(source, "--disable-socket", "--allow-unix-socket", ini="asyncio_mode = auto").assert_outcomes(passed=3)


def test_strict_asyncio_tests_are_served(run_apart):
    source = ASYNC.replace("MARK", "@pytest.mark.asyncio")
    run_apart(source, "--strict-markers", ini="asyncio_mode = strict").assert_outcomes(passed=3)


def test_xdist_workers_share_nothing(run_apart):
    run_apart(STATEFUL, "-n", "2").assert_outcomes(passed=40)


def test_xdist_and_one_process_agree(run_apart):
    run_apart(STATEFUL, "-p", "no:xdist").assert_outcomes(passed=40)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)], ids=["first to last", "last to first"])
def test_the_order_of_tests_does_not_matter(run_apart, pytester, order):
    names = ("test_deletes_everything", "test_has_everything", "test_has_no_cognito")

    run_apart(TWO_ORDERS, *(f"test_inner.py::{names[place]}" for place in order)).assert_outcomes(passed=3)


@pytest.mark.parametrize("asks", ["cognito", ""], ids=["by name", "by its marker"])
def test_asyncio_tests_run_once_per_case(run_apart, asks):
    source = f"""
    import asyncio, boto3, pytest

    @pytest.mark.cognito_errors("GetUser", only=["ForbiddenException", "NotAuthorizedException"])
    async def test_meets({asks}):
        client = boto3.client("cognito-idp")
        with pytest.raises(client.exceptions.ClientError, match="ForbiddenException|NotAuthorizedException"):
            await asyncio.to_thread(client.get_user, AccessToken="any")
    """
    run_apart(source, ini="asyncio_mode = auto").assert_outcomes(passed=2)
