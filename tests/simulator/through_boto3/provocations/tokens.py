"""Access and refresh tokens."""

from sign_in_steps import needs_member, needs_operation

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


def rotating(setup, grace=0):
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": grace}}
    made = setup.aws.create_user_pool_client(**setup.pool, ClientName="rotating", **rotation)
    token = setup.cognito.sign_in("newcomer", client="rotating").refresh_token
    return {"ClientId": made["UserPoolClient"]["ClientId"], "RefreshToken": token}


def rotated_out_refresh(setup):
    request = rotating(setup)
    setup.aws.get_tokens_from_refresh_token(**request)
    setup.aws.get_tokens_from_refresh_token(**request)


def refresh_of_an_ended_sign_in(setup):
    request = rotating(setup)
    setup.aws.revoke_token(ClientId=request["ClientId"], Token=request["RefreshToken"])
    setup.aws.get_tokens_from_refresh_token(**request)


def refresh_by_sign_in_of_a_rotating_client(setup):
    request = rotating(setup)
    parameters = {"REFRESH_TOKEN": request["RefreshToken"]}
    setup.aws.initiate_auth(ClientId=request["ClientId"], AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters)


def refresh_of_another_client(setup):
    setup.public.refresh(setup.cognito.sign_in("newcomer", client="secret").refresh_token)


def deleted(setup):
    tokens = setup.cognito.sign_in("newcomer")
    setup.aws.admin_delete_user(**setup.pool, Username="newcomer")
    return tokens


def token_of_another_user(setup):
    token = deleted(setup).access_token
    setup.invite("newcomer", MessageAction="SUPPRESS")
    setup.aws.get_user(AccessToken=token)


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
    "REFRESH_OF_ANOTHER": refresh_of_another_client,
    "REFRESH_ENDED": refresh_of_an_ended_sign_in,
    "REFRESH_OF_NOBODY": lambda s: s.public.refresh(deleted(s).refresh_token),
    "REFRESH_FLOW_OF_ROTATING": refresh_by_sign_in_of_a_rotating_client,
    "REFRESH_WITHOUT_SECRET": refresh_without_the_secret,
    "TOKEN_OF_ANOTHER_USER": token_of_another_user,
    "NOT_ENABLED": lambda s: s.aws.list_user_sessions(AccessToken=s.token_of()),
    "NOT_A_REFRESH_TOKEN": lambda s: s.aws.revoke_token(ClientId=s.public.client.id, Token=s.token_of()),
    "REVOCATION_OFF": revocation_that_is_off,
    "UNAUTHORIZED": lambda s: s.aws.revoke_token(ClientId="nobody", Token="no.such.token"),
}

FILLED = {"REFRESH_WITHOUT_SECRET": {"client": "1example23456789secretclnt"}}

ROTATION = ("REFRESH_REUSED", "REFRESH_ENDED", "REFRESH_FLOW_OF_ROTATING", "REFRESH_WITHOUT_SECRET")
NEWER = dict.fromkeys(ROTATION, needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken"))
NEWER["NOT_ENABLED"] = needs_operation("ListUserSessions")
