"""How long tokens are valid: refreshed, rotated, revoked, signed out, disabled; and their scopes."""

import jwt
import pytest
from sign_in_steps import BY_TOKEN, Caller, needs_member, refusal_of

from pytest_cognito_mfa import SettingError

ADMIN = "aws.cognito.signin.user.admin"
ACCESS_REVOKED = ("NotAuthorizedException", "Access Token has been revoked")
REFRESH_REVOKED = ("NotAuthorizedException", "Refresh Token has been revoked")
DISABLED = ("NotAuthorizedException", "User is disabled.")
NO_SCOPE = ("NotAuthorizedException", "Access Token does not have required scopes")
UNAUTHORIZED = ("UnauthorizedException", "Invalid client or secret")
REUSED = ("RefreshTokenReuseException", "Refresh token reuse detected")
ENDED = ("NotAuthorizedException", "")

refreshes = needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken")
"""GetTokensFromRefreshToken and rotation came to botocore together."""


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


class Life:
    """One user's tokens, and what can be done with them."""

    def __init__(self, aws, cognito, client="public"):
        self.aws, self.cognito = aws, cognito
        self.through = Caller(aws, cognito, client=client)
        self.client = self.through.client
        self.pool = {"UserPoolId": cognito.user_pool_id}
        self.user = {**self.pool, "Username": "newcomer"}
        self.tokens = self.sign_in()

    def sign_in(self):
        return self.cognito.sign_in("newcomer", client=self.client.id)

    def revoke(self, token=None, **more):
        secret = {"ClientSecret": self.client.secret} if self.client.secret else {}
        request = {"ClientId": self.client.id, "Token": token or self.tokens.refresh_token, **secret, **more}
        answer = self.aws.revoke_token(**request)
        answer.pop("ResponseMetadata")
        return answer

    def renew(self, token=None, **more):
        secret = {"ClientSecret": self.client.secret} if self.client.secret else {}
        request = {"ClientId": self.client.id, "RefreshToken": token or self.tokens.refresh_token, **secret, **more}
        return self.aws.get_tokens_from_refresh_token(**request)["AuthenticationResult"]

    def refresh(self, token=None):
        return self.through.refresh(token or self.tokens.refresh_token, "newcomer")["AuthenticationResult"]

    def who(self, token=None):
        return self.aws.get_user(AccessToken=token or self.tokens.access_token)["Username"]


@pytest.fixture(params=["public", "secret"])
def life(request, aws, cognito):
    return Life(aws, cognito, request.param)


@pytest.fixture
def rotating(aws, cognito):
    """By a client that rotates its refresh tokens, with these settings."""

    def opened(**settings):
        rotation = {"RefreshTokenRotation": {"Feature": "ENABLED", **settings}}
        aws.create_user_pool_client(
            UserPoolId=cognito.user_pool_id,
            ClientName="rotating",
            ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"],
            **rotation,
        )
        return Life(aws, cognito, "rotating")

    return opened


# -- RevokeToken ------------------------------------------------------------------------


def test_revoking_a_refresh_token_ends_every_token_of_its_sign_in_alone(life):
    later, other = life.refresh(), life.sign_in()
    assert life.revoke() == {}
    assert refusal_of(life.who) == ACCESS_REVOKED
    assert refusal_of(life.who, later["AccessToken"]) == ACCESS_REVOKED
    assert refusal_of(life.refresh) == REFRESH_REVOKED
    assert life.who(other.access_token) == "newcomer"
    assert life.refresh(other.refresh_token)["AccessToken"]


def test_revoking_again_or_an_expired_or_unknown_token_changes_nothing(life):
    assert [life.revoke(), life.revoke(), life.revoke("no.such.token")] == [{}, {}, {}]
    life.cognito.clock.advance(days=31)
    assert life.revoke() == {}


@pytest.mark.parametrize("which", ["access_token", "id_token"])
def test_only_a_refresh_token_can_be_revoked(life, which):
    assert refusal_of(life.revoke, getattr(life.tokens, which)) == ("UnsupportedTokenTypeException", "")
    assert life.who() == "newcomer"


def test_another_clients_token_is_not_revoked(aws, cognito):
    public, secret = Life(aws, cognito), Life(aws, cognito, "secret")
    assert refusal_of(public.revoke, secret.tokens.refresh_token) == UNAUTHORIZED
    assert secret.who() == "newcomer"


def test_a_client_with_a_secret_has_to_give_it(aws, cognito):
    life = Life(aws, cognito, "secret")
    request = {"ClientId": life.client.id, "Token": life.tokens.refresh_token}
    assert refusal_of(aws.revoke_token, **request) == UNAUTHORIZED
    assert refusal_of(life.revoke, ClientSecret="w" * 32) == UNAUTHORIZED
    assert life.who() == "newcomer"


def test_a_client_without_a_secret_may_give_any(aws, cognito):
    assert Life(aws, cognito).revoke(ClientSecret="w" * 32) == {}


def test_a_client_may_have_revocation_off(aws, cognito):
    aws.create_user_pool_client(UserPoolId=cognito.user_pool_id, ClientName="lasting", EnableTokenRevocation=False)
    life = Life(aws, cognito, "lasting")
    assert refusal_of(life.revoke) == ("UnsupportedOperationException", "This feature is not enabled for this client")
    assert life.who() == "newcomer"


# -- GetTokensFromRefreshToken ----------------------------------------------------------


@refreshes
def test_a_refresh_brings_access_and_id_tokens_of_the_same_sign_in(life):
    before = claims_of(life.tokens.access_token)
    life.cognito.clock.advance(minutes=30)
    renewed = life.renew()
    assert set(renewed) == {"AccessToken", "ExpiresIn", "IdToken", "TokenType"}
    for token in (renewed["AccessToken"], renewed["IdToken"]):
        after = claims_of(token)
        assert (after["origin_jti"], after["auth_time"]) == (before["origin_jti"], before["auth_time"])
        assert after["jti"] != before["jti"]
        assert after["iat"] >= before["iat"] + 1800
    assert life.who(renewed["AccessToken"]) == "newcomer"
    assert life.renew()["AccessToken"]


@refreshes
def test_a_refresh_needs_the_clients_secret(aws, cognito):
    life = Life(aws, cognito, "secret")
    request = {"ClientId": life.client.id, "RefreshToken": life.tokens.refresh_token}
    missing = f"Client {life.client.id} is configured for secret but secret was not received"
    wrong = f"Unable to verify secret hash for client {life.client.id}"
    assert refusal_of(aws.get_tokens_from_refresh_token, **request) == ("NotAuthorizedException", missing)
    assert refusal_of(life.renew, ClientSecret="w" * 32) == ("NotAuthorizedException", wrong)


@refreshes
def test_a_refresh_token_that_does_not_count_is_refused_as_by_initiate_auth(aws, cognito):
    public, secret = Life(aws, cognito), Life(aws, cognito, "secret")
    for token in ("no.such.token", public.tokens.access_token):
        assert refusal_of(public.renew, token) == ("NotAuthorizedException", "Invalid Refresh Token")
    assert refusal_of(public.renew, secret.tokens.refresh_token)[1] == "Refresh Token has different Client"
    public.revoke()
    assert refusal_of(public.renew) == REFRESH_REVOKED
    cognito.clock.advance(days=30)
    assert refusal_of(secret.renew)[1] == "Refresh Token has expired"


@refreshes
def test_a_refresh_passes_over_a_device_where_none_is_tracked(life):
    assert life.renew(DeviceKey="us-east-1_0a")["AccessToken"]


@refreshes
def test_a_user_who_was_deleted_gets_no_new_tokens(life):
    life.aws.admin_delete_user(**life.user)
    words = "The user has been deleted for the associated refresh token"
    assert refusal_of(life.renew) == ("NotAuthorizedException", words)


@refreshes
@pytest.mark.parametrize("grace", [{}, {"RetryGracePeriodSeconds": 0}], ids=["left out", "none"])
def test_a_rotated_token_is_replaced_and_dies_at_once(rotating, grace):
    life = rotating(**grace)
    renewed = life.renew()
    assert set(renewed) == {"AccessToken", "ExpiresIn", "IdToken", "RefreshToken", "TokenType"}
    assert refusal_of(life.renew) == REUSED
    again = life.renew(renewed["RefreshToken"])
    shown = life.aws.describe_user_pool_client(**life.pool, ClientId=life.client.id)["UserPoolClient"]
    assert shown["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
    assert len({life.tokens.refresh_token, renewed["RefreshToken"], again["RefreshToken"]}) == 3
    assert claims_of(again["IdToken"])["origin_jti"] == claims_of(life.tokens.id_token)["origin_jti"]


@refreshes
def test_a_rotated_token_may_be_used_again_within_its_grace(rotating):
    life = rotating(RetryGracePeriodSeconds=60)
    life.cognito.clock.freeze()
    life.renew()
    life.cognito.clock.advance(seconds=59)
    assert life.renew()["RefreshToken"]
    life.cognito.clock.advance(seconds=1)
    assert refusal_of(life.renew)[0] == "RefreshTokenReuseException"


@refreshes
def test_a_replacement_expires_when_the_first_would_have(rotating):
    life = rotating()
    life.cognito.clock.advance(days=29)
    replacement = life.renew()["RefreshToken"]
    life.cognito.clock.advance(days=1)
    assert refusal_of(life.renew, replacement)[1] == "Refresh Token has expired"


@refreshes
def test_revoking_a_replacement_ends_the_whole_sign_in(rotating):
    life = rotating(RetryGracePeriodSeconds=60)
    renewed = life.renew()
    life.revoke(renewed["RefreshToken"])
    assert refusal_of(life.renew) == refusal_of(life.renew, renewed["RefreshToken"]) == ENDED
    assert refusal_of(life.who) == ACCESS_REVOKED
    assert refusal_of(life.who, renewed["AccessToken"]) == ACCESS_REVOKED


@refreshes
def test_any_refresh_token_of_a_sign_in_ends_it_and_no_other(rotating):
    life = rotating()
    other, renewed = life.sign_in(), life.renew()
    life.revoke()
    assert refusal_of(life.who, renewed["AccessToken"]) == ACCESS_REVOKED
    assert refusal_of(life.renew, renewed["RefreshToken"]) == ENDED
    assert life.renew(other.refresh_token)["RefreshToken"]


@refreshes
def test_a_token_used_again_within_its_grace_replaces_what_its_first_use_brought(rotating):
    life = rotating(RetryGracePeriodSeconds=60)
    first = life.renew()["RefreshToken"]
    second = life.renew()["RefreshToken"]
    assert refusal_of(life.renew, first) == REUSED
    third = life.renew(second)["RefreshToken"]
    assert refusal_of(life.renew) == REUSED
    assert life.renew(second)["RefreshToken"]
    assert refusal_of(life.renew, third) == REUSED


@refreshes
def test_rotation_counts_from_the_moment_it_is_switched(aws, cognito, rotating):
    life = rotating()
    client = {"UserPoolId": cognito.user_pool_id, "ClientId": life.client.id}
    newest = life.renew()["RefreshToken"]
    aws.update_user_pool_client(**client, ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"])
    without = [life.renew(newest), life.renew(newest), life.refresh(newest)]
    assert ["RefreshToken" in each for each in without] == [False] * 3
    assert refusal_of(life.renew) == REFRESH_REVOKED
    claims = [claims_of(token) for token in (life.tokens.access_token, *(each["AccessToken"] for each in without))]
    assert len({each["origin_jti"] for each in claims}) == 4
    assert len({(each["event_id"], each["auth_time"]) for each in claims}) == 1
    life.revoke(newest)
    assert refusal_of(life.who) == ACCESS_REVOKED
    assert life.who(without[0]["AccessToken"]) == "newcomer"
    assert refusal_of(life.renew, newest) == REFRESH_REVOKED
    aws.admin_user_global_sign_out(**life.user)
    assert refusal_of(life.who, without[0]["AccessToken"]) == ACCESS_REVOKED
    aws.update_user_pool_client(**client, RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 0})
    assert life.renew(life.sign_in().refresh_token)["RefreshToken"]


@refreshes
def test_a_rotating_client_does_not_refresh_by_sign_in(aws, cognito):
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED"}}
    aws.create_user_pool_client(UserPoolId=cognito.user_pool_id, ClientName="both", **rotation)
    life = Life(aws, cognito, "both")
    words = "This API does not support refresh token rotation"
    assert refusal_of(life.refresh) == ("UnsupportedOperationException", words)


# -- sign-out and disabling by an administrator -----------------------------------------


def test_an_administrator_signs_a_user_out_everywhere(life):
    second = life.sign_in()
    life.aws.admin_user_global_sign_out(**life.user)
    for tokens in (life.tokens, second):
        assert refusal_of(life.who, tokens.access_token) == ACCESS_REVOKED
        assert refusal_of(life.refresh, tokens.refresh_token) == REFRESH_REVOKED
    assert life.who(life.sign_in().access_token) == "newcomer"


def test_a_disabled_user_is_out_until_enabled(life):
    life.aws.admin_disable_user(**life.user)
    assert life.aws.admin_get_user(**life.user)["Enabled"] is life.cognito.user("newcomer").enabled is False
    assert refusal_of(life.who) == DISABLED
    assert refusal_of(life.through.password, "newcomer") == DISABLED
    assert refusal_of(life.refresh) == DISABLED
    life.aws.admin_enable_user(**life.user)
    assert life.cognito.user("newcomer").enabled
    assert refusal_of(life.who) == ACCESS_REVOKED
    assert refusal_of(life.refresh) == REFRESH_REVOKED
    assert life.who(life.sign_in().access_token) == "newcomer"


def test_disabling_one_user_leaves_the_others_tokens(aws, cognito):
    token = cognito.sign_in("totp").access_token
    aws.admin_disable_user(UserPoolId=cognito.user_pool_id, Username="newcomer")
    assert aws.get_user(AccessToken=token)["Username"] == "totp"


@refreshes
def test_a_disabled_user_gets_no_new_tokens(life):
    life.aws.admin_disable_user(**life.user)
    assert refusal_of(life.renew) == DISABLED


@pytest.mark.parametrize("call", ["admin_disable_user", "admin_enable_user", "admin_user_global_sign_out"])
def test_nobody_is_not_found(aws, cognito, call):
    request = {"UserPoolId": cognito.user_pool_id, "Username": "nobody"}
    assert refusal_of(getattr(aws, call), **request) == ("UserNotFoundException", "User does not exist.")


# -- scopes -----------------------------------------------------------------------------


def test_a_sign_in_has_the_one_scope_of_the_api(life):
    assert claims_of(life.tokens.access_token)["scope"] == ADMIN


@pytest.mark.parametrize("call", BY_TOKEN.values(), ids=BY_TOKEN)
def test_every_operation_by_token_demands_that_scope(aws, cognito, call):
    tokens = cognito.sign_in("newcomer", scopes=("openid", "email"))
    assert claims_of(tokens.access_token)["scope"] == "openid email"
    assert refusal_of(call, aws, tokens.access_token) == NO_SCOPE


def test_other_scopes_beside_it_do_no_harm_and_stay_through_a_refresh(aws, cognito):
    tokens = cognito.sign_in("newcomer", scopes=["openid", ADMIN])
    renewed = Caller(aws, cognito).refresh(tokens.refresh_token)["AuthenticationResult"]["AccessToken"]
    for token in (tokens.access_token, renewed):
        assert aws.get_user(AccessToken=token)["Username"] == "newcomer"
        assert claims_of(token)["scope"] == f"openid {ADMIN}"


def test_a_revoked_token_without_the_scope_still_lacks_it(aws, cognito):
    """Of a token "that contains the scope" botocore's GlobalSignOut says that it is revoked."""
    tokens = cognito.sign_in("newcomer", scopes=("openid",))
    aws.admin_user_global_sign_out(UserPoolId=cognito.user_pool_id, Username="newcomer")
    assert refusal_of(aws.get_user, AccessToken=tokens.access_token) == NO_SCOPE


def test_scopes_are_several_texts(cognito):
    with pytest.raises(SettingError, match=r"write a tuple: scopes=\('openid',\)"):
        cognito.sign_in("newcomer", scopes="openid")
