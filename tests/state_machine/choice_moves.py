"""Moves of choice-based sign-in: USER_AUTH, the answers to its first challenges, and the session after sign-up."""

from aws_rules import EMAIL, srp_privates
from choice_rules import CHOICE, PASSWORD, PASSWORD_SRP, SIGNED_UP, SMS_OTP, WEB_AUTHN, offered
from choosing import (
    JUNK,
    NEW_PASSWORDS,
    OTHER_PASSWORDS,
    a_client,
    a_pool,
    a_user,
    an_access_token,
    changed,
    hash_of,
    mostly,
    name_of,
    one_of,
    recent,
    seldom,
)
from passkey_moves import signed_by
from play import Ask
from sign_in_moves import FIRST, answer, called, nothing

FACTORS = (PASSWORD, EMAIL, SMS_OTP, WEB_AUTHN)


def _factor(chance, some):
    """One of them; SRP seldom, because it costs a hundred times what the others do."""
    quick = [factor for factor in some if factor != PASSWORD_SRP]
    return PASSWORD_SRP if not quick or seldom(chance, 5) else one_of(chance, quick)


def choose(play, chance):
    """USER_AUTH, with a preferred challenge or without; mostly where there is something to choose."""
    pool = _pool(play, chance)
    client, user = a_client(play, chance, pool), _user(play, chance, pool)
    if client is None or user is None:
        return nothing(play, chance)
    name = name_of(chance, user)
    parameters = {"USERNAME": name, **hash_of(chance, client, name)}
    if mostly(chance, 70):
        preferred = _factor(chance, [*FACTORS, *offered(user)])
        if user.passkeys and mostly(chance, 40):
            preferred = WEB_AUTHN
        parameters |= {"PREFERRED_CHALLENGE": preferred, **_with(chance, user, preferred)}
    elif seldom(chance, 5):
        parameters["PREFERRED_CHALLENGE"] = one_of(chance, JUNK)
    return called(chance, client, "InitiateAuth", AuthFlow="USER_AUTH", AuthParameters=parameters)


def _pool(play, chance):
    able = [pool for pool in play.known.pools.values() if "SignInPolicy" in pool.of.settings["Policies"]]
    return one_of(chance, able) if able and mostly(chance) else a_pool(play, chance)


def _user(play, chance, pool):
    """Often one who has a passkey."""
    able = [user for user in pool.users.values() if user.passkeys] if pool and mostly(chance, 50) else ()
    return one_of(chance, able) if able else a_user(play, chance, pool)


def _with(chance, user, factor):
    """What a factor needs in the same call."""
    if factor == PASSWORD:
        right = user.password or "Unknown-passw0rd"
        return {PASSWORD: right if mostly(chance, 82) else one_of(chance, [*OTHER_PASSWORDS, *JUNK])}
    if factor == PASSWORD_SRP:
        return {"SRP_A": one_of(chance, srp_privates()) if mostly(chance, 90) else one_of(chance, ["0", "x", ""])}
    return {}


def _choice(play, chance, session):
    factor = _factor(chance, sorted(session.options) if mostly(chance, 90) else FACTORS)
    return {"ANSWER": factor, **_with(chance, session.user, factor)}


def _code(name):
    return lambda play, chance, session: {name: session.code}


FIRST |= {
    CHOICE: _choice,
    EMAIL: _code("EMAIL_OTP_CODE"),
    SMS_OTP: _code("SMS_OTP_CODE"),
    WEB_AUTHN: lambda play, chance, session: {"CREDENTIAL": signed_by(play, chance, session)},
}


def answer_first(play, chance):
    """Answer a first challenge: in another way that AWS has for it, or for somebody who does not exist."""
    sessions = [each for each in play.known.sessions.values() if each.is_first and each.is_open(play.now)]
    session = recent(chance, sessions)
    if session is None:
        return choose(play, chance)
    client, user = session.client, session.user
    if user is None:
        return _for_nobody(chance, session)
    if not user.gone and session.code and mostly(chance, 40):
        return _wrong_code(chance, session)
    if user.gone or session.challenge != CHOICE:
        return answer(play, chance)
    factor = PASSWORD if mostly(chance, 85) else PASSWORD_SRP
    name = user.username
    answers = {"USERNAME": name, **hash_of(chance, client, name, right=True), **_with(chance, user, factor)}
    request = {"ChallengeName": factor, "Session": session.token, "ChallengeResponses": answers}
    return called(chance, client, "RespondToAuthChallenge", **request)


def _wrong_code(chance, session):
    """A wrong code locks nobody out, and the right one still counts."""
    name = session.user.username
    answers = {"USERNAME": name, **hash_of(chance, session.client, name, right=True)}
    answers[f"{session.challenge}_CODE"] = changed(session.code)
    request = {"ChallengeName": session.challenge, "Session": session.token, "ChallengeResponses": answers}
    return called(chance, session.client, "RespondToAuthChallenge", **request)


def _for_nobody(chance, session):
    name = "nobody" if mostly(chance) else one_of(chance, session.client.pool.users, "nobody")
    more = {"EMAIL_OTP_CODE": "00000000", "SMS_OTP_CODE": "00000000", "CREDENTIAL": "{}"}
    more |= {"ANSWER": one_of(chance, FACTORS), PASSWORD: NEW_PASSWORDS[0], "SRP_A": one_of(chance, srp_privates())}
    answers = {"USERNAME": name, **hash_of(chance, session.client, name, right=True), **more}
    request = {"ChallengeName": session.challenge, "Session": session.token, "ChallengeResponses": answers}
    return called(chance, session.client, "RespondToAuthChallenge", **request)


def after_sign_up(play, chance):
    """Sign in by the session of ConfirmSignUp, once or again, right or wrong; or set a first password after it."""
    if mostly(chance, 25):
        return _change_password(play, chance)
    sessions = [each for each in play.known.sessions.values() if each.challenge == SIGNED_UP and not each.user.gone]
    session = recent(chance, sessions)
    if session is None:
        return choose(play, chance)
    user = session.user if mostly(chance) else a_user(play, chance, session.client.pool)
    client = session.client if mostly(chance) else a_client(play, chance, session.client.pool)
    if user is None or client is None:
        return nothing(play, chance)
    token = session.token if mostly(chance) else one_of(chance, list(play.known.sessions))
    parameters = {"USERNAME": user.username, **hash_of(chance, client, user.username, right=True)}
    more = {"AuthParameters": parameters, "Session": token if len(token) >= 20 else "x" * 20}
    return called(chance, client, "InitiateAuth", AuthFlow="USER_AUTH", **more)


def _change_password(play, chance):
    token = an_access_token(play, chance)
    granted = play.known.tokens.get(token)
    previous = granted and granted.grant.user.password
    if seldom(chance, 20):
        previous = one_of(chance, [None, *OTHER_PASSWORDS])
    given = {} if previous is None else {"PreviousPassword": previous}
    return Ask("ChangePassword", {"AccessToken": token, **given, "ProposedPassword": one_of(chance, NEW_PASSWORDS)})
