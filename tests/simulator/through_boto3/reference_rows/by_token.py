"""Operations with an access token, and tokens that are refused."""

from pytest_cognito_mfa import simulate


def tampered(stage):
    header, payload, signature = stage.token_of().split(".")
    return stage.by_token(f"{header}.{payload}.{signature[::-1]}")


def foreign(stage):
    with simulate() as other:
        token = other.sign_in("newcomer").access_token
    return stage.by_token(token)


def expired(stage):
    token = stage.token_of()
    stage.cognito.clock.advance(hours=1)
    return stage.by_token(token)


def signed_out(stage):
    token = stage.token_of()
    stage.aws.global_sign_out(AccessToken=token)
    return stage.by_token(token)


def signed_out_by_an_administrator(stage):
    token = stage.token_of()
    stage.aws.admin_user_global_sign_out(**stage.pool, Username="newcomer")
    return stage.by_token(token)


def revoked(stage):
    tokens = stage.cognito.sign_in("newcomer")
    stage.aws.revoke_token(ClientId=stage.public.client.id, Token=tokens.refresh_token)
    return stage.by_token(tokens.access_token)


def disabled(stage):
    token = stage.token_of()
    stage.aws.admin_disable_user(**stage.pool, Username="newcomer")
    return stage.by_token(token)


def deleted(stage):
    token = stage.token_of()
    stage.aws.admin_delete_user(**stage.pool, Username="newcomer")
    return stage.by_token(token)


BY_REFUSAL = {
    "TOKEN_UNVERIFIED": (lambda s: s.by_token("invalidtoken"), tampered, foreign),
    "TOKEN_INVALID": (
        lambda s: s.by_token(s.public.password("sms")["Session"]),
        lambda s: s.by_token(s.cognito.sign_in("newcomer").id_token),
    ),
    "TOKEN_EXPIRED": (expired,),
    "TOKEN_REVOKED": (signed_out, revoked, signed_out_by_an_administrator, disabled),
    "TOKEN_WITHOUT_SCOPE": (lambda s: s.by_token(s.cognito.sign_in("newcomer", scopes=("openid",)).access_token),),
    "NO_USER": (deleted,),
}
"""What each refusal of a token is said of, by its name among ours."""

TABLE = {
    "any: accesstoken fails the pattern": (lambda s: s.by_token(""),),
    "any: accesstoken missing": (lambda s: s.call(AccessToken=None),),
    "any: not a cognito jwt": BY_REFUSAL["TOKEN_UNVERIFIED"],
    "any: session string or other": BY_REFUSAL["TOKEN_INVALID"],
    "any: token expired": BY_REFUSAL["TOKEN_EXPIRED"],
    "any: token revoked globalsignout revoketoken": (signed_out, revoked, signed_out_by_an_administrator),
    "any: scope lacks aws cognito": BY_REFUSAL["TOKEN_WITHOUT_SCOPE"],
    "any: user disabled by admin": (disabled,),
    "any: user deleted after token": (deleted,),
}
