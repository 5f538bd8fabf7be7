"""Access and refresh tokens."""

from sign_in_steps import needs_member

from .stage import posted


def expired_token(stage):
    token = stage.token_of()
    stage.cognito.clock.advance(hours=1)
    stage.aws.get_user(AccessToken=token)


def revoked_token(stage):
    token = stage.token_of()
    stage.aws.global_sign_out(AccessToken=token)
    stage.aws.get_user(AccessToken=token)


def revoked_refresh(stage):
    tokens = stage.cognito.sign_in("newcomer")
    stage.aws.global_sign_out(AccessToken=tokens.access_token)
    stage.public.refresh(tokens.refresh_token)


def expired_refresh(stage):
    token = stage.cognito.sign_in("newcomer").refresh_token
    stage.cognito.clock.advance(days=30)
    stage.public.refresh(token)


def token_of_another_scope(stage):
    stage.aws.get_user(AccessToken=stage.cognito.sign_in("newcomer", scopes=("openid",)).access_token)


def rotated_out_refresh(stage):
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED"}}
    made = stage.aws.create_user_pool_client(**stage.pool, ClientName="rotating", **rotation)
    token = stage.cognito.sign_in("newcomer", client="rotating").refresh_token
    request = {"ClientId": made["UserPoolClient"]["ClientId"], "RefreshToken": token}
    stage.aws.get_tokens_from_refresh_token(**request)
    stage.aws.get_tokens_from_refresh_token(**request)


def refresh_without_the_secret(stage):
    token = stage.cognito.sign_in("newcomer", client="secret").refresh_token
    return posted("GetTokensFromRefreshToken", {"ClientId": stage.secret.client.id, "RefreshToken": token})


def revocation_that_is_off(stage):
    made = stage.aws.create_user_pool_client(**stage.pool, ClientName="lasting", EnableTokenRevocation=False)
    stage.aws.revoke_token(ClientId=made["UserPoolClient"]["ClientId"], Token="no.such.token")


TABLE = {
    "TOKEN_UNVERIFIED": lambda s: s.aws.get_user(AccessToken="invalidtoken"),
    "TOKEN_INVALID": lambda s: s.aws.get_user(AccessToken=s.public.password("sms")["Session"]),
    "TOKEN_EXPIRED": expired_token,
    "TOKEN_REVOKED": revoked_token,
    "TOKEN_WITHOUT_SCOPE": token_of_another_scope,
    "REFRESH_INVALID": lambda s: s.public.refresh("no.such.token"),
    "REFRESH_REVOKED": revoked_refresh,
    "REFRESH_EXPIRED": expired_refresh,
    "REFRESH_REUSED": rotated_out_refresh,
    "WRONG_CLIENT_SECRET": refresh_without_the_secret,
    "NOT_A_REFRESH_TOKEN": lambda s: s.aws.revoke_token(ClientId=s.public.client.id, Token=s.token_of()),
    "REVOCATION_OFF": revocation_that_is_off,
    "UNAUTHORIZED": lambda s: s.aws.revoke_token(ClientId="nobody", Token="no.such.token"),
}

NEWER = {
    "REFRESH_REUSED": needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken"),
    "WRONG_CLIENT_SECRET": needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken"),
}
