"""A client of another region than the one that somebody named does not find the pools; else any region is served."""

import boto3
import pytest
import requests

from pytest_cognito_mfa import NotSimulated, simulate


def client(region):
    return boto3.client("cognito-idp", region_name=region)


def pool_names(aws):
    return sorted(pool["Name"] for pool in aws.list_user_pools(MaxResults=60)["UserPools"])


def sign_in(aws, cognito):
    parameters = {"USERNAME": "newcomer", "PASSWORD": cognito.user("newcomer").password}
    return aws.initiate_auth(ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)[
        "AuthenticationResult"
    ]


@pytest.fixture(params=["argument", "scenario"])
def in_ireland(request, tmp_path):
    """A test whose region was named."""
    tmp_path.joinpath("ireland.yaml").write_text("region: eu-west-1\n")
    named = {"argument": {"region": "eu-west-1"}, "scenario": {"scenario": tmp_path / "ireland.yaml"}}
    with simulate(**named[request.param]) as cognito:
        yield cognito


def test_another_region_has_neither_pool_nor_client(in_ireland):
    aws = client("us-east-1")
    missing = aws.exceptions.ResourceNotFoundException
    with pytest.raises(missing, match=f"User pool {in_ireland.user_pool_id} does not exist"):
        aws.describe_user_pool(UserPoolId=in_ireland.user_pool_id)
    assert in_ireland.journal[-1].reason == (
        "the client's region is us-east-1, and the pools of this test are in eu-west-1"
    )
    with pytest.raises(missing, match=f"User pool client {in_ireland.client_id} does not exist"):
        sign_in(aws, in_ireland)
    with pytest.raises(aws.exceptions.NotAuthorizedException):
        aws.get_user(AccessToken=in_ireland.sign_in("newcomer").access_token)
    keys = f"https://cognito-idp.us-east-1.amazonaws.com/{in_ireland.user_pool_id}/.well-known/jwks.json"
    assert requests.get(keys, timeout=5).status_code == 400


def test_the_named_region_and_an_endpoint_of_the_users_have_them(in_ireland):
    assert sign_in(client("eu-west-1"), in_ireland)
    own = boto3.client("cognito-idp", region_name="us-east-1", endpoint_url="http://localhost:9229")
    assert sign_in(own, in_ireland)


def test_a_pool_that_was_created_in_another_region_is_there_only(in_ireland):
    tokyo = client("ap-northeast-1")
    pool = tokyo.create_user_pool(PoolName="own")["UserPool"]["Id"]
    assert pool.startswith("ap-northeast-1_")
    assert tokyo.describe_user_pool(UserPoolId=pool)["UserPool"]["Name"] == "own"
    assert in_ireland.journal[-1].reason is None
    with pytest.raises(tokyo.exceptions.ResourceNotFoundException):
        client("eu-west-1").describe_user_pool(UserPoolId=pool)


def test_where_nobody_named_a_region_any_is_served():
    with simulate() as cognito:
        assert sign_in(client("eu-west-1"), cognito)

        pool = client("ap-northeast-1").create_user_pool(PoolName="own")["UserPool"]
        assert pool["Id"].startswith("ap-northeast-1_")
        assert pool["Arn"].startswith("arn:aws:cognito-idp:ap-northeast-1:")
        assert client("eu-west-1").describe_user_pool(UserPoolId=pool["Id"])["UserPool"]["Name"] == "own"
        own = boto3.client("cognito-idp", region_name="us-east-1", endpoint_url="http://localhost:9229")
        both = ["example", "own"]
        assert [pool_names(client("eu-west-1")), pool_names(client("ap-northeast-1")), pool_names(own)] == [
            both[:1],
            both,
            both,
        ]


@pytest.mark.long
def test_a_pools_domain_is_in_its_own_region(in_ireland):
    aws = client("us-east-1")
    aws.create_user_pool_domain(UserPoolId=aws.create_user_pool(PoolName="new")["UserPool"]["Id"], Domain="portal")

    assert requests.post("https://portal.auth.us-east-1.amazoncognito.com/oauth2/token", timeout=5).status_code == 400
    with pytest.raises(requests.ConnectionError, match=r"resolve|known"):
        requests.get("https://other.auth.us-east-1.amazoncognito.com/login", timeout=5)
    with in_ireland.allow_not_simulated(), pytest.raises(NotSimulated, match="no pool of this test in eu-west-1 has a"):
        requests.get("https://portal.auth.eu-west-1.amazoncognito.com/login", timeout=5)
