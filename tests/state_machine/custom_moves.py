"""Moves of custom challenges: CUSTOM_AUTH, and answers to what its triggers ask."""

from choosing import JUNK, a_client, a_pool, a_user, hash_of, mostly, name_of, one_of, recent, seldom
from custom_rules import CUSTOM, POOL, right_answer
from play import Ask
from sign_in_moves import FIRST, answer, called, nothing


def _answer(play, chance, session):
    wrong = [right_answer(()), "right 1", "wrong", *JUNK]
    return {"ANSWER": right_answer(session.asked["steps"]) if mostly(chance, 65) else one_of(chance, wrong)}


FIRST[CUSTOM] = _answer


def custom(play, chance):
    """Begin a sign-in, or answer one that was begun."""
    sessions = [each for each in play.known.sessions.values() if each.challenge == CUSTOM and each.is_open(play.now)]
    session = recent(chance, sessions)
    if session is not None and session.user is not None and not session.user.gone and mostly(chance, 70):
        return _answered(play, chance, session)
    pool = play.known.pools.get(POOL) if mostly(chance, 95) else a_pool(play, chance)
    if pool is None:
        return answer(play, chance)
    client, user = a_client(play, chance, pool), a_user(play, chance, pool)
    if client is None or user is None:
        return nothing(play, chance)
    name = name_of(chance, user)
    parameters = {"USERNAME": name, **hash_of(chance, client, name)}
    if seldom(chance, 3):
        parameters["CHALLENGE_NAME"] = one_of(chance, ["SRP_A", "x"])
    return called(chance, client, "InitiateAuth", AuthFlow="CUSTOM_AUTH", AuthParameters=parameters)


def _answered(play, chance, session):
    client, name = session.client, session.user.username
    answers = {"USERNAME": name, **hash_of(chance, client, name), **_answer(play, chance, session)}
    request = {"ChallengeName": CUSTOM, "Session": session.token, "ChallengeResponses": answers}
    ask = called(chance, client, "RespondToAuthChallenge", **request)
    return Ask(ask.operation, {**ask.request, "ClientMetadata": {"a": "b"}}) if seldom(chance, 10) else ask
