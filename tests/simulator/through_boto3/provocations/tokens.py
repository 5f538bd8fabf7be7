"""Access and refresh tokens."""

from sign_in_steps import needs_member

from .pool_setup import posted


def expired_token(setup):
    token = setup.token_of()
    setup.cognito.clock.advance(hours=1)
    setup.aws.get_user(AccessToken=token)


def revoked_token(setup):
    token = setup.token_of()
    setup.aws.global_sign_out(AccessToken=token)
    setup.aws.get_user(AccessToken=token)


def revoked_refresh(setup):
    tokens = setup.cognito.sign_in("newcomer")
    setup.aws.global_sign_out(AccessToken=tokens.access_token)
    setup.public.refresh(tokens.refresh_token)


def expired_refresh(setup):
    token = setup.cognito.sign_in("newcomer").refresh_token
    setup.cognito.clock.advance(days=30)
    setup.public.refresh(token)


def token_of_another_scope(setup):
    setup.aws.get_user(AccessToken=setup.cognito.sign_in("newcomer", scopes=("openid",)).access_token)


def rotated_out_refresh(setup):
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED"}}
    made = setup.aws.create_user_pool_client(**setup.pool, ClientName="rotating", **rotation)
    token = setup.cognito.sign_in("newcomer", client="rotating").refresh_token
    request = {"ClientId": made["UserPoolClient"]["ClientId"], "RefreshToken": token}
    setup.aws.get_tokens_from_refresh_token(**request)
    setup.aws.get_tokens_from_refresh_token(**request)


def refresh_without_the_secret(setup):
    token = setup.cognito.sign_in("newcomer", client="secret").refresh_token
    return posted("GetTokensFromRefreshToken", {"ClientId": setup.secret.client.id, "RefreshToken": token})


def revocation_that_is_off(setup):
    made = setup.aws.create_user_pool_client(**setup.pool, ClientName="lasting", EnableTokenRevocation=False)
    setup.aws.revoke_token(ClientId=made["UserPoolClient"]["ClientId"], Token="no.such.token")


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
