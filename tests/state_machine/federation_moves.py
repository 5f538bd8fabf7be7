"""Moves about outside providers: sign-ins there, links, and what a user from there may not do."""

from choosing import NEW_PASSWORDS, a_pool, a_user, mostly, one_of, seldom
from federation_rules import LOCAL, PROVIDER, SUBJECT, providers_of
from play import Ask, Door
from sign_in_moves import nothing

SUBJECTS = ("1143", "2002", "3003", "4004")
PROVIDERS = ("Google", "corp")


def federated(play, chance):
    pool = next((pool for pool in play.known.pools.values() if providers_of(pool)), None)
    if pool is None or seldom(chance, 3):
        pool = a_pool(play, chance)
    if pool is None or not pool.clients:
        return nothing(play, chance)
    which = chance.randrange(10)
    if which < 5:
        return _sign_in(chance, pool)
    if which < 7:
        return _link(play, chance, pool)
    return _unlink(play, chance, pool) if which < 9 else _what_it_may_not(play, chance, pool)


def _sign_in(chance, pool):
    address = one_of(chance, ["g@example.com", "h@example.com"])
    said = {one_of(chance, ["email", "mail"]): address} if mostly(chance, 70) else {}
    request = {"provider": one_of(chance, PROVIDERS), "subject": one_of(chance, SUBJECTS), "claims": said}
    return Door(PROVIDER, {"ClientId": one_of(chance, pool.clients), **request})


def _link(play, chance, pool):
    user = a_user(play, chance, pool)
    if user is None:
        return nothing(play, chance)
    by = SUBJECT if mostly(chance, 92) else "email"
    provider = one_of(chance, PROVIDERS) if mostly(chance, 95) else one_of(chance, [LOCAL, "Unheard"])
    source = {"ProviderName": provider, "ProviderAttributeName": by, "ProviderAttributeValue": one_of(chance, SUBJECTS)}
    target = {"ProviderName": LOCAL, "ProviderAttributeValue": user.username}
    return Ask("AdminLinkProviderForUser", {"UserPoolId": pool.id, "DestinationUser": target, "SourceUser": source})


def _unlink(play, chance, pool):
    named = {"ProviderName": one_of(chance, PROVIDERS), "ProviderAttributeValue": one_of(chance, SUBJECTS)}
    if seldom(chance, 25):
        local = [user.username for user in pool.users.values() if user.status == "CONFIRMED"]
        named = {"ProviderName": LOCAL, "ProviderAttributeValue": one_of(chance, local, "nobody")}
    by = SUBJECT if mostly(chance, 95) else "email"
    return Ask("AdminDisableProviderForUser", {"UserPoolId": pool.id, "User": {**named, "ProviderAttributeName": by}})


def _what_it_may_not(play, chance, pool):
    """A password or a factor for a user whom a provider signs in."""
    tokens = play.known.tokens.items()
    own = [text for text, token in tokens if token.use == "access" and token.grant.user.status == "EXTERNAL_PROVIDER"]
    users = [user for user in pool.users.values() if user.status == "EXTERNAL_PROVIDER"]
    if not own or not users:
        return _sign_in(chance, pool)
    user, token = one_of(chance, users), one_of(chance, own[-4:])
    name = {"UserPoolId": pool.id, "Username": user.username}
    settings = {"SMSMfaSettings": {"Enabled": True}, "SoftwareTokenMfaSettings": {"Enabled": True}}
    asks = [
        Ask("ChangePassword", {"AccessToken": token, "ProposedPassword": NEW_PASSWORDS[0]}),
        Ask("SetUserMFAPreference", {"AccessToken": token, **settings}),
        Ask("AdminSetUserMFAPreference", {**name, **settings}),
        Ask("AdminResetUserPassword", name),
    ]
    return one_of(chance, asks)
