"""Calls that sign in: mostly right ones, others with one mistake."""

from aws_rules import EMAIL, NEW_PASSWORD, SELECT, SET_UP, SMS, TOTP, srp_key, srp_privates, srp_signature, timestamp
from choosing import (
    CODE_NAME,
    JUNK,
    NEW_PASSWORDS,
    OTHER_PASSWORDS,
    a_client,
    a_pool,
    a_refresh_token,
    a_user,
    an_access_token,
    changed,
    hash_of,
    mostly,
    name_of,
    one_of,
    recent,
    seldom,
    totp_now,
)
from play import Ask, Wait

FIRST = {}
"""What answers the first challenges of USER_AUTH, by name."""
ADDRESSES = ("new@example.com", "shared@example.com", "plain@example.com", "nowhere")


def called(chance, client, operation, **request):
    """The user's operation, or the Admin one."""
    if mostly(chance, 60):
        return Ask(operation, {"ClientId": client.id, **request})
    pool = client.pool if mostly(chance, 97) else None
    named = {"UserPoolId": pool.id if pool else "us-east-1_Nowhere01", "ClientId": client.id}
    return Ask(f"Admin{operation}", {**named, **request})


def password(play, chance):
    """USER_PASSWORD_AUTH or its Admin like."""
    pool = a_pool(play, chance)
    client, user = a_client(play, chance, pool), a_user(play, chance, pool)
    if client is None or user is None:
        return nothing(play, chance)
    name = name_of(chance, user)
    right = user.password or "Unknown-passw0rd"
    given = right if mostly(chance, 82) else one_of(chance, [*OTHER_PASSWORDS, *JUNK])
    parameters = {"USERNAME": name, "PASSWORD": given, **hash_of(chance, client, name)}
    ask = called(chance, client, "InitiateAuth")
    flow = "ADMIN_USER_PASSWORD_AUTH" if ask.operation.startswith("Admin") else "USER_PASSWORD_AUTH"
    if seldom(chance, 4):
        flow = one_of(chance, ["ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "CUSTOM_AUTH"])
    if seldom(chance, 3):
        parameters.pop(one_of(chance, list(parameters)))
    return Ask(ask.operation, {**ask.request, "AuthFlow": flow, "AuthParameters": parameters})


def guess(play, chance):
    """Wrong passwords of the user who failed most, until that is locked out; and then the right one too."""
    users = play.known.users()
    user = max(users, key=lambda each: each.password_failures.count, default=None)
    client = user and one_of(chance, user.pool.clients.values())
    if client is None:
        return nothing(play, chance)
    is_out = user.password_failures.locks_out(play.now)
    given = user.password if is_out and mostly(chance, 50) else "Wrong-passw0rd"
    parameters = {"USERNAME": user.username, "PASSWORD": given, **hash_of(chance, client, user.username, right=True)}
    return Ask("InitiateAuth", {"ClientId": client.id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters})


def srp(play, chance):
    pool = a_pool(play, chance)
    client, user = a_client(play, chance, pool), a_user(play, chance, pool)
    if client is None or user is None:
        return nothing(play, chance)
    name = name_of(chance, user)
    srp_a = one_of(chance, srp_privates()) if mostly(chance, 90) else one_of(chance, ["0", "x", "f" * 800, "2", ""])
    parameters = {"USERNAME": name, "SRP_A": srp_a, **hash_of(chance, client, name)}
    return called(chance, client, "InitiateAuth", AuthFlow="USER_SRP_AUTH", AuthParameters=parameters)


def refresh(play, chance):
    token = a_refresh_token(play, chance)
    grant = play.known.grants.get(token)
    client = grant.client if grant and mostly(chance, 85) else a_client(play, chance)
    if client is None:
        return nothing(play, chance)
    if mostly(chance, 90 if client.rotates else 40):
        secret = {"ClientSecret": client.secret if mostly(chance, 90) else "x" * 24} if client.secret else {}
        return Ask("GetTokensFromRefreshToken", {"ClientId": client.id, "RefreshToken": token, **secret})
    name = grant.user.username if grant else "nobody"
    parameters = {"REFRESH_TOKEN": token, **hash_of(chance, client, name)}
    flow = "REFRESH_TOKEN_AUTH" if mostly(chance, 80) else "REFRESH_TOKEN"
    return called(chance, client, "InitiateAuth", AuthFlow=flow, AuthParameters=parameters)


def answer(play, chance):
    """Answer an open challenge, as its user would."""
    session = recent(chance, [each for each in play.known.sessions.values() if each.user and each.is_open(play.now)])
    if session is None or session.user.gone:
        return password(play, chance)
    if session.challenge == SET_UP and not session.verified and EMAIL not in session.options:
        return enrol(play, chance)
    return _answered(play, chance, session)


def wrong_answer(play, chance):
    """Answer any earlier challenge for another user, client, pool or challenge, or with a wrong answer."""
    sessions = play.known.sessions
    open_ones = [each for each in sessions.values() if each.user and each.is_open(play.now) and not each.user.gone]
    some = open_ones if open_ones and mostly(chance, 75) else [each for each in sessions.values() if each.user]
    session = recent(chance, some)
    if session is None:
        return password(play, chance)
    ask = _answered(play, chance, session)
    request, answers = dict(ask.request), dict(ask.request["ChallengeResponses"])
    wrong = chance.randrange(7)
    if wrong == 0:  # another user, of this pool or of any other
        other = a_user(play, chance, session.client.pool if mostly(chance, 60) else None)
        answers |= (
            {"USERNAME": other.username, **hash_of(chance, session.client, other.username, right=True)} if other else {}
        )
    elif wrong == 1:  # another client, with the hash that it needs
        client = a_client(play, chance, session.client.pool)
        if client is not None:
            answers.pop("SECRET_HASH", None)
            answers |= hash_of(chance, client, answers["USERNAME"], right=True)
            request["ClientId"] = client.id
    elif wrong == 2:  # another challenge's name, with what would answer that one
        request["ChallengeName"] = one_of(
            chance, [*FIRST, SMS, TOTP, EMAIL, NEW_PASSWORD, SELECT, SET_UP, "PASSWORD_VERIFIER"]
        )
        secret = session.user.secret
        answers |= {CODE_NAME[TOTP]: totp_now(secret, play.now)} if secret else {}
        answers |= {"NEW_PASSWORD": NEW_PASSWORDS[0], "ANSWER": one_of(chance, [SMS, TOTP, EMAIL])}
    elif wrong == 3:  # another session, old or new
        name = one_of(chance, sessions)
        request["Session"] = name if len(name) >= 20 else "x" * 20
    elif wrong == 4 and len(answers) > 1:
        answers.pop(one_of(chance, list(answers)))
    else:
        name = one_of(chance, [name for name in answers if name != "USERNAME"], "USERNAME")
        old = [each.code for each in sessions.values() if each.code]
        worse = [changed(answers[name])] if answers[name].isdecimal() else []
        answers[name] = one_of(chance, [*worse, *worse, *old[-3:], *JUNK])
    return Ask(ask.operation, {**request, "ChallengeResponses": answers})


def late_answer(play, chance):
    """The right answer, after the session's life; or a wait for that, to the second."""
    waiting = [each for each in play.known.sessions.values() if each.user and not each.spent and not each.user.gone]
    late = [each for each in waiting if not each.is_open(play.now)]
    if late:
        return _answered(play, chance, recent(chance, late))
    session = recent(chance, waiting)
    left = session and session.expires - play.now - one_of(chance, [0, 0, 1])
    return Wait(left) if left and left > 0 else answer(play, chance)


def guess_code(play, chance):
    """A wrong code for the challenge that was asked last, until its user is locked out; and then the right one too."""
    sessions = play.known.sessions.values()
    asked = [each for each in sessions if each.user and each.challenge in CODE_NAME and each.is_open(play.now)]
    if not asked or asked[-1].user.gone:
        return answer(play, chance)
    ask = _answered(play, chance, asked[-1])
    if asked[-1].user.code_failures.locks_out(play.now) and mostly(chance, 50):
        return ask
    answers = ask.request["ChallengeResponses"]
    name = CODE_NAME[asked[-1].challenge]
    return Ask(ask.operation, {**ask.request, "ChallengeResponses": {**answers, name: changed(answers[name])}})


def _answered(play, chance, session):
    user, client = session.user, session.client
    name = user.username if mostly(chance, 95) else name_of(chance, user)
    answers = {"USERNAME": name, **hash_of(chance, client, name), **_factor(play, chance, session)}
    more = {} if session.challenge == "PASSWORD_VERIFIER" else {"Session": session.token}
    request = {"ChallengeName": session.challenge, "ChallengeResponses": answers, **more}
    return called(chance, client, "RespondToAuthChallenge", **request)


def _factor(play, chance, session):
    """What answers the challenge."""
    user, challenge = session.user, session.challenge
    if session.is_first or challenge == "PASSWORD_VERIFIER":
        return (FIRST[challenge] if session.is_first else _proof)(play, chance, session)
    if challenge == TOTP:
        shift = one_of(chance, [0, 0, 0, 1, -1, 2, -2])
        return {CODE_NAME[TOTP]: totp_now(user.secret, play.now, shift) if user.secret else "000000"}
    if challenge in CODE_NAME:
        return {CODE_NAME[challenge]: session.code}
    if challenge == SELECT:
        factor = one_of(chance, sorted(session.options))
        return {"ANSWER": "EMAIL_MFA" if factor == EMAIL and seldom(chance, 30) else factor}
    if challenge == SET_UP:
        wants_email = EMAIL in session.options and not session.verified and mostly(chance, 60)
        return {one_of(chance, ["EMAIL", "email"]): one_of(chance, ADDRESSES)} if wants_email else {}
    new = {"NEW_PASSWORD": one_of(chance, NEW_PASSWORDS) if mostly(chance, 90) else one_of(chance, OTHER_PASSWORDS)}
    if user.pool.of.settings.get("AliasAttributes") and mostly(chance, 85):
        new["userAttributes.given_name"] = "Given"
    if seldom(chance, 15):
        named = one_of(chance, ["sub", "email", "email_verified", "phone_number", "phone_number_verified", "custom:x"])
        values = [
            "shared@example.com",
            "+12065550105",
            "true",
            "",
            "x",
            *(each.sub for each in user.pool.users.values()),
        ]
        new[f"userAttributes.{named}"] = one_of(chance, values)
    return new


def _proof(play, chance, session):
    user, begun = session.user, session.srp
    stamp = timestamp(play.now) if mostly(chance, 92) else one_of(chance, ["Tue Nov 05 10:00:00 UTC 2023", "", "x"])
    signature = "eA=="
    if begun and mostly(chance, 92):
        known = user.password if mostly(chance, 85) and user.password else "Wrong-passw0rd"
        who = (user.pool.id.split("_", 1)[1], user.username)
        key = srp_key(who, known, begun["a"], begun["salt"], begun["b"])
        signature = srp_signature(key, who, session.token, stamp)
    claim = {"PASSWORD_CLAIM_SECRET_BLOCK": session.token, "PASSWORD_CLAIM_SIGNATURE": signature}
    return {**claim, "TIMESTAMP": stamp}


def enrol(play, chance):
    """AssociateSoftwareToken or VerifySoftwareToken, in a sign-in or with an access token."""
    setting_up = [each for each in play.known.sessions.values() if each.challenge == SET_UP]
    session = recent(chance, [each for each in setting_up if each.is_open(play.now)] or setting_up)
    if session is None or mostly(chance, 45):
        token = an_access_token(play, chance)
        granted = play.known.tokens.get(token)
        authorised, handed = {"AccessToken": token}, granted and granted.grant.user.pending
    else:
        authorised, handed = {"Session": session.token}, session.secret
        if seldom(chance, 6):
            authorised["Session"] = one_of(chance, play.known.sessions)
    if handed is None or seldom(chance, 10):
        return Ask("AssociateSoftwareToken", authorised)
    code = totp_now(handed, play.now, one_of(chance, [0, 0, 0, 1, -1, 2]))
    given = code if mostly(chance, 80) else changed(code)
    named = {"FriendlyDeviceName": one_of(chance, ["phone", "\u00fcber", ""])} if seldom(chance, 30) else {}
    return Ask("VerifySoftwareToken", {**authorised, "UserCode": given, **named})


def nothing(play, chance):
    """The move when there is no pool, client or user any more."""
    return Ask("GetUser", {"AccessToken": an_access_token(play, chance)})
