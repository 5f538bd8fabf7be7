"""How a move chooses among known values; `chance` is a `random.Random`, or hypothesis's equivalent."""

import pyotp
from aws_rules import EMAIL, SMS, TOTP, secret_hash

JUNK = (
    *(
        "",
        " ",
        "x",
        "0",
        "nobody",
        "null",
        "\x00",
        "\r\nX-Injected: 1",
        "a\u0301\u202e\U0001f511",
        "\ud800",
        "\udfff\ud800",
    ),
    *("<script>", "{####}", "../..", "%s%n", "' or 1=1 --", "A" * 3000, "9" * 5000, "\u00fc" * 300),
)
"""Unexpected texts."""
OTHER_PASSWORDS = ("Wrong-passw0rd", "short", "Changed-passw0rd1", "\u00dcmlaut-passw0rd")
NEW_PASSWORDS = ("Changed-passw0rd1", "Changed-passw0rd2")
CODE_NAME = {SMS: "SMS_MFA_CODE", TOTP: "SOFTWARE_TOKEN_MFA_CODE", EMAIL: "EMAIL_OTP_CODE", "SMS_OTP": "SMS_OTP_CODE"}


def mostly(chance, percent=80):
    return chance.randrange(100) < percent


def seldom(chance, percent=8):
    return chance.randrange(100) < percent


def one_of(chance, some, otherwise=None):
    some = list(some)
    return chance.choice(some) if some else otherwise


def recent(chance, some):
    """One of these, the latest most likely."""
    some = list(some)[-12:]
    return some[-1 - min(int(chance.random() ** 2 * len(some)), len(some) - 1)] if some else None


def a_pool(play, chance):
    return one_of(chance, play.known.pools.values())


def a_client(play, chance, pool=None):
    """Of that pool; of any other now and then."""
    pool = a_pool(play, chance) if pool is None or seldom(chance, 3) else pool
    return pool and recent(chance, pool.clients.values())


def a_user(play, chance, pool=None):
    pool = a_pool(play, chance) if pool is None or seldom(chance, 3) else pool
    return pool and one_of(chance, pool.users.values())


def name_of(chance, user):
    """What `user` may type: the username, an alias, or a name that is not the user's."""
    if mostly(chance, 85):
        return user.username
    return one_of(chance, [*user.pool.aliases_of(user), user.sub, *user.attributes.values(), "nobody"])


def hash_of(chance, client, name, *, right=None):
    """SECRET_HASH as parameters; sometimes wrong, missing, or unnecessary."""
    right = mostly(chance, 93) if right is None else right
    if right:
        return {} if client.secret is None else {"SECRET_HASH": secret_hash(client.secret, client.id, name)}
    wrong = [secret_hash(client.secret or "x", client.id, f"{name}x"), secret_hash("x", client.id, name), "x", None]
    given = one_of(chance, wrong)
    return {} if given is None else {"SECRET_HASH": given}


def changed(code):
    """Another code of the same form."""
    return "".join(str((int(digit) + 1) % 10) for digit in code)


def totp_now(secret, now, shift=0):
    return pyotp.TOTP(secret).generate_otp(int(now) // 30 + shift)


def an_access_token(play, chance):
    """Mostly one that counts; else an expired or revoked one, an id or refresh token, a session, or junk."""
    tokens = play.known.tokens
    if mostly(chance, 75):
        good = [text for text, token in tokens.items() if token.use == "access" and counts(play, token)]
        if good:
            return recent(chance, good)
    kind = chance.randrange(6)
    over = [text for text, token in tokens.items() if token.use == "access" and not counts(play, token)]
    some = (over, over, tokens, play.known.grants, play.known.sessions, JUNK)[kind]
    text = one_of(chance, some, "x")
    return text[:-1] + ("A" if text[-1] != "A" else "B") if text and seldom(chance, 20) else text


def counts(play, token):
    user = token.grant.user
    return not token.grant.revoked and play.now < token.expires and user.enabled and not user.gone


def a_refresh_token(play, chance):
    grants = play.known.grants
    exchanged = [text for text, grant in grants.items() if grant.refresh[text].follower is not None]
    if exchanged and seldom(chance, 30):
        return recent(chance, exchanged)
    if mostly(chance, 75):
        good = [text for text, grant in grants.items() if not grant.revoked and play.now < grant.expires]
        if good:
            return recent(chance, good)
    over = [text for text, grant in grants.items() if grant.revoked or play.now >= grant.expires]
    return one_of(chance, [*over[-3:], *list(grants)[-2:], *list(play.known.tokens)[-1:], "x"])
