"""Calls that are not sign-ins: preferences, tokens, administrators' calls between the steps of a sign-in, and time."""

from aws_rules import BLOCKS
from choosing import (
    JUNK,
    NEW_PASSWORDS,
    a_client,
    a_pool,
    a_refresh_token,
    a_user,
    an_access_token,
    hash_of,
    mostly,
    one_of,
    recent,
    seldom,
)
from play import Ask, Wait
from sign_in_moves import nothing

SMS_CONFIGURATION = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "machine"}
SECONDS = (
    0.5,
    1,
    1,
    5,
    5,
    29,
    30,
    30,
    31,
    60,
    60,
    179,
    180,
    181,
    301,
    900,
    901,
    3600,
    3601,
    86400,
    8 * 86400,
    31 * 86400,
)


ADMINISTERED = (
    *["AdminSetUserPassword"] * 8,
    *["AdminDisableUser", "AdminSetUserMFAPreference"] * 4,
    *["AdminDeleteUser"] * 2,
    *["AdminEnableUser", "AdminConfirmSignUp"],
)
"""What an administrator does to a user, each as often as it is listed here."""


def wait(play, chance):
    """Wait, mostly for less time than a session lives."""
    return Wait(one_of(chance, SECONDS[:11] if mostly(chance, 70) else SECONDS))


def _settings(chance):
    """Settings blocks of a preference call, right or not."""
    blocks = {}
    for name in BLOCKS:
        if mostly(chance, 45):
            enabled = mostly(chance, 75)
            block = {"Enabled": enabled, "PreferredMfa": enabled and mostly(chance, 40)}
            if seldom(chance, 10):
                block = one_of(
                    chance, [{}, {"PreferredMfa": True}, {"Enabled": True}, {"Enabled": False, "PreferredMfa": True}]
                )
            blocks[name] = block
    if seldom(chance, 20):
        blocks["WebAuthnMfaSettings"] = {"Enabled": mostly(chance, 75)}
    return blocks


def prefer(play, chance):
    settings = _settings(chance)
    if mostly(chance, 50):
        return Ask("SetUserMFAPreference", {"AccessToken": an_access_token(play, chance), **settings})
    user = a_user(play, chance)
    if user is None:
        return nothing(play, chance)
    return Ask("AdminSetUserMFAPreference", {"UserPoolId": user.pool.id, "Username": user.username, **settings})


def show(play, chance):
    if mostly(chance, 50):
        return Ask("GetUser", {"AccessToken": an_access_token(play, chance)})
    pool, user = a_pool(play, chance), a_user(play, chance)
    if pool is None or user is None:
        return nothing(play, chance)
    pool = user.pool if mostly(chance, 90) else pool
    operation = one_of(chance, ["AdminGetUser", "AdminGetUser", "GetUserPoolMfaConfig", "DescribeUserPool"])
    named = (
        {"Username": one_of(chance, [user.username, user.username, user.sub])} if operation == "AdminGetUser" else {}
    )
    return Ask(operation, {"UserPoolId": pool.id, **named})


def sign_out(play, chance):
    which = chance.randrange(3)
    if which == 0:
        return Ask("GlobalSignOut", {"AccessToken": an_access_token(play, chance)})
    user = a_user(play, chance)
    if which == 1 and user is not None:
        return Ask("AdminUserGlobalSignOut", {"UserPoolId": user.pool.id, "Username": user.username})
    token = a_refresh_token(play, chance)
    grant = play.known.grants.get(token)
    client = grant.client if grant and mostly(chance, 80) else a_client(play, chance)
    if client is None:
        return nothing(play, chance)
    secret = {"ClientSecret": client.secret} if client.secret and mostly(chance, 90) else {}
    return Ask("RevokeToken", {"ClientId": client.id, "Token": token, **secret})


def administer(play, chance):
    """What an administrator does to a user, often to the one who is just signing in."""
    waiting = [
        each.user for each in play.known.sessions.values() if each.user and not each.spent and not each.user.gone
    ]
    user = recent(chance, waiting) if mostly(chance, 40) else a_user(play, chance)
    if user is None:
        return nothing(play, chance)
    named = {"UserPoolId": user.pool.id, "Username": user.username}
    if not user.enabled and mostly(chance, 50):
        return Ask("AdminEnableUser", named)
    if user.status == "UNCONFIRMED" and mostly(chance, 50):
        return Ask("AdminConfirmSignUp", named)
    operation = one_of(chance, ADMINISTERED)
    if operation == "AdminSetUserMFAPreference":
        named |= _settings(chance)
    elif operation == "AdminSetUserPassword":
        password = one_of(chance, NEW_PASSWORDS) if mostly(chance, 90) else one_of(chance, JUNK)
        named |= {"Password": password, "Permanent": mostly(chance, 60)}
    return Ask(operation, named)


def set_pool(play, chance):
    """SetUserPoolMfaConfig, and rarely the deletion of a pool."""
    pool = a_pool(play, chance)
    if pool is None:
        return nothing(play, chance)
    if seldom(chance, 6):
        return Ask("DeleteUserPool", {"UserPoolId": pool.id})
    blocks = {
        "SmsMfaConfiguration": {"SmsConfiguration": SMS_CONFIGURATION} if mostly(chance, 85) else {},
        "SoftwareTokenMfaConfiguration": {"Enabled": mostly(chance, 85)},
        "EmailMfaConfiguration": {"Subject": "Your code"},
    }
    kept = {name: block for name, block in blocks.items() if mostly(chance, 50)}
    policy = one_of(chance, ["ON", "OPTIONAL", "OPTIONAL", "OFF"])
    if policy == "OFF" and mostly(chance, 80):
        kept = {}
    return Ask("SetUserPoolMfaConfig", {"UserPoolId": pool.id, "MfaConfiguration": policy, **kept})


def new_client(play, chance):
    """A client of other flows, often one that rotates its refresh tokens."""
    pool = a_pool(play, chance)
    if pool is None:
        return nothing(play, chance)
    flows = [
        *[["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"], ["USER_PASSWORD_AUTH"], ["ALLOW_USER_SRP_AUTH"]],
        ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    ]
    settings = {
        "ExplicitAuthFlows": one_of(chance, flows),
        "GenerateSecret": mostly(chance, 40),
        "PreventUserExistenceErrors": one_of(chance, ["ENABLED", "LEGACY"]),
        "AuthSessionValidity": one_of(chance, [3, 4, 15]),
        "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": one_of(chance, [0, 10, 60])},
    }
    kept = {name: value for name, value in settings.items() if mostly(chance, 80)}
    return Ask("CreateUserPoolClient", {"UserPoolId": pool.id, "ClientName": "new", **kept})


def new_user(play, chance):
    """SignUp and its confirmation, or AdminCreateUser."""
    verifying = [pool for pool in play.known.pools.values() if pool.of.settings.get("AutoVerifiedAttributes")]
    pool = one_of(chance, verifying) if verifying and mostly(chance, 60) else a_pool(play, chance)
    client = a_client(play, chance, pool)
    if client is None:
        return nothing(play, chance)
    codes = {each.user for each in play.service.outbox if each.purpose == "sign-up"}
    waiting = [user for user in play.known.users() if user.status == "UNCONFIRMED" and user.username in codes]
    if waiting and mostly(chance, 70):
        user = one_of(chance, waiting)
        client = one_of(chance, user.pool.clients.values())
        sent = [each.code for each in play.service.outbox if each.user == user.username]
        request = {"Username": user.username, "ConfirmationCode": sent[-1] if sent and mostly(chance, 80) else "000000"}
        if seldom(chance, 30):
            request["ForceAliasCreation"] = True
        return Ask("ConfirmSignUp", {"ClientId": client.id, **request, **_hash(chance, client, user.username)})
    name = one_of(chance, ["zoe", "zoe@example.com", "yann", "plain", "shared@example.com"])
    attributes = [("email", one_of(chance, ["zoe@example.com", "shared@example.com"])), ("given_name", "Zoe")]
    is_invited = mostly(chance, 50)
    more = [("phone_number", "+12065550199"), ("sub", "x"), ("x", "y")]
    attributes += [one_of(chance, [*more, ("email_verified", "true")] if is_invited else more)]
    given = {"UserAttributes": [{"Name": key, "Value": value} for key, value in attributes if mostly(chance, 75)]}
    if not is_invited:
        password = {} if seldom(chance, 35) else {"Password": NEW_PASSWORDS[0]}
        request = {"ClientId": client.id, "Username": name, **password, **given}
        return Ask("SignUp", {**request, **_hash(chance, client, name)})
    temporary = {"TemporaryPassword": NEW_PASSWORDS[0]} if mostly(chance, 60) else {}
    more = one_of(
        chance, [{}, {}, {"MessageAction": "SUPPRESS"}, {"MessageAction": "RESEND"}, {"ForceAliasCreation": True}]
    )
    return Ask("AdminCreateUser", {"UserPoolId": client.pool.id, "Username": name, **given, **temporary, **more})


def _hash(chance, client, name):
    given = hash_of(chance, client, name)
    return {"SecretHash": given["SECRET_HASH"]} if given else {}
