"""Each way in which a token is invalid, at every operation with an access token: each has its own message."""

import pytest
from one_test import for_each
from reference_rows.by_token import BY_REFUSAL
from reference_rows.row_setup import RowSetup
from reference_rows.rows import BY_TOKEN, members
from sign_in_steps import Caller, needs_member, refusal_of

from pytest_cognito_mfa._aws import documented_errors
from pytest_cognito_mfa._simulator.rejections import ALL

PATTERN = "Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+"
NULL = "Member must not be null"
NO_USER = ("UserNotFoundException", "User does not exist.")
REFRESH_OF_NOBODY = ("NotAuthorizedException", "The user has been deleted for the associated refresh token")
INVALID_REFRESH = ("NotAuthorizedException", "Invalid Refresh Token")

at_every_operation = for_each("operation", BY_TOKEN)
refreshes = needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken")


@pytest.fixture
def setup(aws, unchecked, open_pool):
    return lambda operation: RowSetup(aws, unchecked, open_pool, operation)


def said(name, operation):
    """What AWS can say there: some operations document no error for a user who is gone."""
    refusal = ALL[name]
    if refusal.code not in documented_errors(operation):
        refusal = ALL["TOKEN_REVOKED"]
    return refusal.code, refusal.words


@at_every_operation
@pytest.mark.parametrize("name", BY_REFUSAL)
def test_a_token_that_does_not_count_is_refused_in_its_own_words(setup, operation, name):
    for provoke in BY_REFUSAL[name]:
        assert refusal_of(provoke, setup(operation)) == said(name, operation)


@at_every_operation
def test_a_token_of_a_wrong_form_is_refused_before_anything_else(setup, operation):
    failures = {"": PATTERN, "two words": PATTERN}
    if "AccessToken" in members(operation).required_members:
        failures[None] = NULL
    for token, constraint in failures.items():
        words = f"1 validation error detected: Value at 'accessToken' failed to satisfy constraint: {constraint}"
        assert refusal_of(setup(operation).by_token, token) == ("InvalidParameterException", words)


@at_every_operation
@pytest.mark.parametrize("gone", ["client", "pool"])
def test_a_token_of_a_deleted_client_or_pool_is_refused_by_its_name(setup, operation, gone):
    on = setup(operation)
    token, client = on.token_of(), on.public.client.id
    if gone == "client":
        on.aws.delete_user_pool_client(**on.pool, ClientId=client)
        words = f"User pool client {client} does not exist."
    else:
        on.aws.delete_user_pool(**on.pool)
        words = f"User pool {on.pool['UserPoolId']} does not exist."
    documented = "ResourceNotFoundException" in documented_errors(operation)
    assert refusal_of(on.by_token, token) == (
        ("ResourceNotFoundException", words) if documented else said("TOKEN_REVOKED", operation)
    )


def test_a_token_of_another_pool_is_its_own_users(cognito, aws):
    """A token names its pool; no call by token does."""
    other = {"UserPoolId": aws.create_user_pool(PoolName="other")["UserPool"]["Id"]}
    aws.create_user_pool_client(**other, ClientName="theirs", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    aws.admin_create_user(**other, Username="newcomer", TemporaryPassword="Secret-1", MessageAction="SUPPRESS")
    aws.admin_set_user_password(**other, Username="newcomer", Password="Secret-1", Permanent=True)
    mine = cognito.sign_in("newcomer").access_token
    aws.admin_delete_user(**other, Username="newcomer")
    assert aws.get_user(AccessToken=mine)["Username"] == "newcomer"


def test_a_user_made_again_under_the_name_of_a_deleted_one_is_another(cognito, aws):
    pool = {"UserPoolId": cognito.user_pool_id, "Username": "newcomer"}
    tokens = cognito.sign_in("newcomer")
    aws.admin_delete_user(**pool)
    aws.admin_create_user(**pool, MessageAction="SUPPRESS")
    assert refusal_of(aws.get_user, AccessToken=tokens.access_token) == (
        "NotAuthorizedException",
        "Invalid access token.",
    )
    assert refusal_of(Caller(aws, cognito).refresh, tokens.refresh_token) == REFRESH_OF_NOBODY
    aws.admin_delete_user(**pool)
    aws.sign_up(ClientId=cognito.client_id, Username="newcomer", Password="Analytical-1843")
    assert refusal_of(aws.get_user, AccessToken=tokens.access_token)[0] == "UserNotConfirmedException"


# -- refresh tokens ---------------------------------------------------------------------


@pytest.fixture(
    params=["InitiateAuth", "AdminInitiateAuth", pytest.param("GetTokensFromRefreshToken", marks=refreshes)]
)
def renew(request, cognito, aws):
    """Renew by the client of that name, in each of the ways there are."""

    def renewed(token, name="public"):
        if request.param == "GetTokensFromRefreshToken":
            client = cognito.pool.clients[name]
            secret = {"ClientSecret": client.secret} if client.secret else {}
            return aws.get_tokens_from_refresh_token(ClientId=client.id, RefreshToken=token, **secret)
        return Caller(aws, cognito, admin=request.param.startswith("Admin"), client=name).refresh(token, "newcomer")

    return renewed


def test_a_refresh_token_counts_for_its_own_client_alone(cognito, renew):
    token = cognito.sign_in("newcomer", client="secret").refresh_token
    assert refusal_of(renew, token) == ("NotAuthorizedException", "Refresh Token has different Client")
    assert renew(token, "secret")["AuthenticationResult"]["AccessToken"]


def test_what_is_no_refresh_token_is_invalid(cognito, aws, renew):
    tokens = cognito.sign_in("newcomer")
    session = Caller(aws, cognito).password("sms")["Session"]
    changed = tokens.refresh_token + "x"
    for token in ("invalidtoken", tokens.access_token, tokens.id_token, session, changed):
        assert refusal_of(renew, token) == INVALID_REFRESH


def test_a_refresh_token_counts_to_the_second(cognito, renew):
    cognito.clock.freeze()
    token = cognito.sign_in("newcomer").refresh_token
    cognito.clock.advance(days=30, seconds=-1)
    assert renew(token)
    cognito.clock.advance(seconds=1)
    assert refusal_of(renew, token) == ("NotAuthorizedException", "Refresh Token has expired")


@pytest.mark.parametrize("fate", ["revoked", "signed out", "signed out by an administrator"])
def test_a_refresh_token_that_was_revoked_says_so(cognito, aws, renew, fate):
    tokens = cognito.sign_in("newcomer")
    if fate == "revoked":
        aws.revoke_token(ClientId=cognito.client_id, Token=tokens.refresh_token)
    elif fate == "signed out":
        aws.global_sign_out(AccessToken=tokens.access_token)
    else:
        aws.admin_user_global_sign_out(UserPoolId=cognito.user_pool_id, Username="newcomer")
    assert refusal_of(renew, tokens.refresh_token) == ("NotAuthorizedException", "Refresh Token has been revoked")


def test_a_refresh_token_of_who_was_disabled_or_deleted_says_so(cognito, aws, renew):
    pool, token = {"UserPoolId": cognito.user_pool_id}, cognito.sign_in("newcomer").refresh_token
    aws.admin_disable_user(**pool, Username="newcomer")
    assert refusal_of(renew, token) == ("NotAuthorizedException", "User is disabled.")
    aws.admin_delete_user(**pool, Username="newcomer")
    assert refusal_of(renew, token) == REFRESH_OF_NOBODY


def test_a_refresh_token_of_a_deleted_client_names_the_client(cognito, aws):
    token, client = cognito.sign_in("newcomer").refresh_token, cognito.client_id
    aws.delete_user_pool_client(UserPoolId=cognito.user_pool_id, ClientId=client)
    assert set(cognito.pool.clients) == {"secret"}
    request = {"ClientId": client, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": token}}
    words = f"User pool client {client} does not exist."
    assert refusal_of(aws.initiate_auth, **request) == ("ResourceNotFoundException", words)
