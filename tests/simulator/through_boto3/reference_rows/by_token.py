"""Operations with an access token, and tokens that are refused."""

from pytest_cognito_mfa import simulate


def tampered(setup):
    header, payload, signature = setup.token_of().split(".")
    return setup.by_token(f"{header}.{payload}.{signature[::-1]}")


def foreign(setup):
    with simulate() as other:
        token = other.sign_in("newcomer").access_token
    return setup.by_token(token)


def expired(setup):
    token = setup.token_of()
    setup.cognito.clock.advance(hours=1)
    return setup.by_token(token)


def signed_out(setup):
    token = setup.token_of()
    setup.aws.global_sign_out(AccessToken=token)
    return setup.by_token(token)


def signed_out_by_an_administrator(setup):
    token = setup.token_of()
    setup.aws.admin_user_global_sign_out(**setup.pool, Username="newcomer")
    return setup.by_token(token)


def revoked(setup):
    tokens = setup.cognito.sign_in("newcomer")
    setup.aws.revoke_token(ClientId=setup.public.client.id, Token=tokens.refresh_token)
    return setup.by_token(tokens.access_token)


def disabled(setup):
    token = setup.token_of()
    setup.aws.admin_disable_user(**setup.pool, Username="newcomer")
    return setup.by_token(token)


def deleted(setup):
    token = setup.token_of()
    setup.aws.admin_delete_user(**setup.pool, Username="newcomer")
    return setup.by_token(token)


BY_REFUSAL = {
    "TOKEN_UNVERIFIED": (lambda s: s.by_token("invalidtoken"), tampered, foreign),
    "TOKEN_INVALID": (
        lambda s: s.by_token(s.public.password("sms")["Session"]),
        lambda s: s.by_token(s.cognito.sign_in("newcomer").id_token),
    ),
    "TOKEN_EXPIRED": (expired,),
    "TOKEN_REVOKED": (signed_out, revoked, signed_out_by_an_administrator),
    "DISABLED": (disabled,),
    "TOKEN_WITHOUT_SCOPE": (lambda s: s.by_token(s.cognito.sign_in("newcomer", scopes=("openid",)).access_token),),
    "NO_USER": (deleted,),
}
"""The rows of each refusal of a token, by the name of our refusal."""

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

LISTED = {"any: user disabled by admin": "a newer answer was observed: User is disabled."}
