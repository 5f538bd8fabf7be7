"""App clients that change between two sign-ins, through boto3."""

import jwt
import pytest
from one_test import for_each
from provocations.clients import MACHINE
from provocations.pool_setup import SMS
from provocations.resources import GOOGLE, provider, server
from sign_in_steps import Caller, needs_member, refusal_of

from pytest_cognito_mfa._aws import documented_errors
from pytest_cognito_mfa._simulator.rejections import ALL
from pytest_cognito_mfa.errors import NotSimulated

PASSWORD = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


class Changing:
    """A client of the default scenario's pool, and what an administrator does to it."""

    def __init__(self, aws, cognito, name="public"):
        self.aws = aws
        self.of = {"UserPoolId": cognito.user_pool_id}
        self.client = {**self.of, "ClientId": cognito.pool.clients[name].id}

    def create(self, **settings):
        return self.aws.create_user_pool_client(**self.of, ClientName="new", **settings)["UserPoolClient"]

    def update(self, **request):
        return self.aws.update_user_pool_client(**self.client, **request)["UserPoolClient"]

    def described(self):
        return self.aws.describe_user_pool_client(**self.client)["UserPoolClient"]


@pytest.fixture
def changing(cognito, aws):
    return Changing(aws, cognito)


def words(name):
    return ALL[name].code, ALL[name].words


def test_what_a_client_may_read_counts_for_tokens_that_it_has(aws, cognito, changing):
    token = cognito.sign_in("newcomer", client="public").access_token
    everything = {pair["Name"] for pair in aws.get_user(AccessToken=token)["UserAttributes"]}
    assert {"email", "phone_number", "sub"} <= everything
    changing.update(ExplicitAuthFlows=PASSWORD, ReadAttributes=["email"])
    assert {pair["Name"] for pair in aws.get_user(AccessToken=token)["UserAttributes"]} == {"email", "sub"}


# -- what is replaced -------------------------------------------------------------------


def test_an_update_resets_all_that_it_leaves_out(changing):
    full = {
        "ExplicitAuthFlows": PASSWORD,
        "AccessTokenValidity": 5,
        "IdTokenValidity": 6,
        "RefreshTokenValidity": 7,
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "hours"},
        "AuthSessionValidity": 15,
        "EnableTokenRevocation": False,
        "PreventUserExistenceErrors": "ENABLED",
        "ReadAttributes": ["email"],
        "CallbackURLs": ["https://example.com"],
    }
    changed = changing.update(ClientName="renamed", **full)
    assert full.items() <= changed.items()
    plain = changing.update()
    assert (plain["RefreshTokenValidity"], plain["AuthSessionValidity"], plain["EnableTokenRevocation"]) == (
        30,
        3,
        True,
    )
    assert plain["AllowedOAuthFlowsUserPoolClient"] is False
    assert {"ExplicitAuthFlows", "AccessTokenValidity", "PreventUserExistenceErrors", "CallbackURLs"} & set(
        plain
    ) == set()
    assert plain["ClientName"] == "renamed"
    assert changing.described() == plain


@pytest.mark.parametrize("name", ["public", "secret"])
def test_an_update_keeps_who_the_client_is(aws, cognito, name):
    changing = Changing(aws, cognito, name)
    before = changing.described()
    cognito.clock.advance(minutes=1)
    after = changing.update(ExplicitAuthFlows=PASSWORD)
    for member in ("ClientId", "ClientName", "ClientSecret", "CreationDate", "UserPoolId"):
        assert after.get(member) == before.get(member)
    assert (after["LastModifiedDate"] - before["LastModifiedDate"]).total_seconds() >= 60


def test_a_client_of_another_pool_is_not_changed(aws, cognito):
    other = aws.create_user_pool(PoolName="other")["UserPool"]["Id"]
    said = refusal_of(aws.update_user_pool_client, UserPoolId=other, ClientId=cognito.client_id)
    assert said == ("ResourceNotFoundException", "User pool client does not exist.")


def test_a_refresh_token_of_0_days_is_one_of_30(changing):
    assert changing.update(RefreshTokenValidity=0)["RefreshTokenValidity"] == 30
    assert changing.create(RefreshTokenValidity=0)["RefreshTokenValidity"] == 30


@needs_member("UpdateUserPoolClientRequest", "PublishSecretsInAWSSecretsManager")
def test_secrets_are_not_put_into_secrets_manager(cognito, changing):
    for change in (changing.create, changing.update):
        assert change(PublishSecretsInAWSSecretsManager=False)["ClientName"]
        with cognito.allow_not_simulated(), pytest.raises(NotSimulated, match="PublishSecretsInAWSSecretsManager"):
            change(PublishSecretsInAWSSecretsManager=True)


# -- what is refused, and leaves the client as it was -----------------------------------


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        ({"AccessTokenValidity": 4, "TokenValidityUnits": {"AccessToken": "minutes"}}, "VALIDITY_OUT_OF_RANGE"),
        ({"IdTokenValidity": 25}, "VALIDITY_OUT_OF_RANGE"),
        ({"RefreshTokenValidity": 59, "TokenValidityUnits": {"RefreshToken": "minutes"}}, "VALIDITY_OUT_OF_RANGE"),
        ({"RefreshTokenValidity": 3651}, "VALIDITY_OUT_OF_RANGE"),
        (
            {"IdTokenValidity": 2, "RefreshTokenValidity": 1, "TokenValidityUnits": {"RefreshToken": "hours"}},
            "VALIDITY_BEYOND_REFRESH",
        ),
        ({"ExplicitAuthFlows": ["ADMIN_NO_SRP_AUTH", "ALLOW_USER_SRP_AUTH"]}, "FLOWS_MIXED"),
    ],
    ids=["access", "id", "refresh", "ten years", "beyond refresh", "mixed"],
)
def test_what_may_not_be_is_refused_of_a_new_client_and_of_a_change(changing, request_, name):
    before = changing.described()
    assert refusal_of(changing.create, **request_) == words(name)
    assert refusal_of(changing.update, **request_) == words(name)
    assert changing.described() == before


@pytest.mark.parametrize(("minutes", "bound"), [(2, "greater than or equal to 3"), (16, "less than or equal to 15")])
def test_a_session_lives_from_3_to_15_minutes(unchecked, cognito, minutes, bound):
    changing = Changing(unchecked, cognito)
    code, message = refusal_of(changing.update, AuthSessionValidity=minutes)
    assert code == "InvalidParameterException"
    assert message.endswith(f"Member must have value {bound}")


@needs_member("UpdateUserPoolClientRequest", "RefreshTokenRotation")
def test_a_client_that_rotates_does_without_the_old_refresh(changing):
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED"}}
    assert refusal_of(changing.update, ExplicitAuthFlows=PASSWORD, **rotation) == words("REFRESH_FLOW_WITH_ROTATION")
    assert changing.update(**rotation)["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
    assert "RefreshTokenRotation" not in changing.update(ExplicitAuthFlows=PASSWORD)


@pytest.mark.skipif(
    "FeatureUnavailableInTierException" not in documented_errors("CreateUserPoolClient"),
    reason="this botocore knows of no tiers of clients",
)
def test_choice_based_sign_in_needs_more_than_the_smallest_tier(aws, cognito):
    small = aws.create_user_pool(PoolName="small", UserPoolTier="LITE")["UserPool"]["Id"]
    flows = {"ClientName": "app", "ExplicitAuthFlows": ["ALLOW_USER_AUTH"]}
    said = refusal_of(aws.create_user_pool_client, UserPoolId=small, **flows)
    assert said[0] == "FeatureUnavailableInTierException"
    assert aws.create_user_pool_client(UserPoolId=cognito.user_pool_id, **flows)["UserPoolClient"]["ClientId"]


# -- what a change means for the next sign-in -------------------------------------------


@pytest.fixture
def caller(cognito, aws):
    return Caller(aws, cognito)


def test_a_flow_is_there_until_an_update_takes_it(changing, caller):
    changing.update(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    assert refusal_of(caller.password, "newcomer")[1] == "USER_PASSWORD_AUTH flow not enabled for this client"
    changing.update(ExplicitAuthFlows=PASSWORD)
    assert caller.password("newcomer")["AuthenticationResult"]


def test_unknown_users_are_hidden_until_an_update_leaves_it_out(changing, caller):
    changing.update(ExplicitAuthFlows=PASSWORD, PreventUserExistenceErrors="ENABLED")
    assert refusal_of(caller.password, "nobody", "Secret-1") == words("WRONG_PASSWORD")
    changing.update(ExplicitAuthFlows=PASSWORD)
    assert refusal_of(caller.password, "nobody", "Secret-1") == words("NO_USER")


def test_a_challenge_waits_as_long_as_the_client_said_when_it_was_given(cognito, changing, caller):
    answer = caller.password("totp")
    changing.update(ExplicitAuthFlows=PASSWORD, AuthSessionValidity=15)
    longer = caller.password("totp")
    cognito.clock.advance(minutes=14)
    code = {"SOFTWARE_TOKEN_MFA_CODE": cognito.totp("totp")}
    said = refusal_of(caller.respond, "SOFTWARE_TOKEN_MFA", "totp", answer["Session"], **code)
    assert said == words("SESSION_EXPIRED")
    assert caller.respond("SOFTWARE_TOKEN_MFA", "totp", longer["Session"], **code)["AuthenticationResult"]


def lives(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    return claims["exp"] - claims["iat"]


def test_tokens_live_as_long_as_the_client_says_when_they_are_given(cognito, changing, caller):
    minutes = {"AccessToken": "minutes", "IdToken": "minutes"}
    settings = {"AccessTokenValidity": 5, "IdTokenValidity": 10, "TokenValidityUnits": minutes}
    changing.update(ExplicitAuthFlows=PASSWORD, **settings)
    short = caller.password("newcomer")["AuthenticationResult"]
    assert (short["ExpiresIn"], lives(short["AccessToken"]), lives(short["IdToken"])) == (300, 300, 600)
    changing.update(ExplicitAuthFlows=PASSWORD)
    longer = caller.refresh(short["RefreshToken"])["AuthenticationResult"]
    assert (longer["ExpiresIn"], lives(longer["AccessToken"]), lives(longer["IdToken"])) == (3600, 3600, 3600)


# -- what a client refers to --------------------------------------------------------------


@for_each(
    "member, values, allowed",
    [
        ("CallbackURLs", ["https://a.example/x", "myapp://back", "http://localhost:8080/x", "http://[::1]/"], True),
        ("CallbackURLs", ["https://a.example/x#part"], False),
        ("LogoutURLs", ["http://["], False),
        ("SupportedIdentityProviders", ["COGNITO"], True),
        ("ReadAttributes", ["email", "email_verified", "sub"], True),
        ("WriteAttributes", ["email", "name"], True),
        ("WriteAttributes", ["email", "custom:none"], False),
        ("WriteAttributes", ["sub"], False),
        ("AllowedOAuthScopes", ["openid", "profile"], True),
        ("AnalyticsConfiguration", {"ApplicationArn": "arn:aws:mobiletargeting:us-east-1:123456789012:apps/a"}, True),
        ("AnalyticsConfiguration", {"ApplicationId": "a", "RoleArn": SMS["SnsCallerArn"], "ExternalId": "e"}, True),
    ],
)
def test_a_client_refers_only_to_what_there_is(cognito, aws, member, values, allowed):
    request = {"UserPoolId": cognito.user_pool_id, "ClientName": "new", member: values}
    if allowed:
        assert aws.create_user_pool_client(**request)["UserPoolClient"][member] == values
    else:
        assert refusal_of(aws.create_user_pool_client, **request)[0] == "InvalidParameterException"


def test_a_client_may_use_the_scopes_of_a_resource_server_and_the_providers_of_its_pool(cognito, aws):
    pool = {"UserPoolId": cognito.user_pool_id}
    server(PoolOf(aws, pool), Scopes=[{"ScopeName": "read", "ScopeDescription": "Read"}])
    provider(PoolOf(aws, pool), "Google", details=GOOGLE)
    machine = {**MACHINE, "ClientName": "machine", "GenerateSecret": True, "SupportedIdentityProviders": ["Google"]}
    made = aws.create_user_pool_client(**pool, **machine)["UserPoolClient"]
    assert made["AllowedOAuthScopes"] == ["books/read"]
    aws.delete_resource_server(**pool, Identifier="books")
    assert aws.describe_user_pool_client(**pool, ClientId=made["ClientId"])["UserPoolClient"] == made


@needs_member("CreateUserPoolClientRequest", "RefreshTokenRotation")
def test_a_lite_pool_has_no_rotation(cognito, aws):
    pool = {"UserPoolId": aws.create_user_pool(PoolName="lite", UserPoolTier="LITE")["UserPool"]["Id"]}
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED"}}
    refusal = refusal_of(aws.create_user_pool_client, **pool, ClientName="new", **rotation)
    assert refusal[0] == "FeatureUnavailableInTierException"


class PoolOf:
    def __init__(self, aws, pool):
        self.aws, self.pool = aws, pool
