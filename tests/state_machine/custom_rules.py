"""Custom challenges: the triggers of one pool, and the judge of the sign-ins that they decide.

Two right answers sign in, three wrong ones end the sign-in. AWS's guide (custom authentication challenges) says when
each trigger runs and what it gets; no MFA follows (aws-amplify/amplify-js#12887).
"""

from aws_rules import REFUSED, TOKENS
from known import KnownGrant
from sign_in_effects import BEGUN, FIRST_ANSWERED, granted
from sign_in_verdicts import FIRST_ANSWERS, FLOWS
from verdicts import judge_state
from violations import demand

POOL, CUSTOM = "us-east-1_Custom001", "CUSTOM_CHALLENGE"
RIGHT, WRONG = 2, 3


def after(steps):
    """What follows these answers, each of which was right or wrong."""
    if steps.count(True) == RIGHT:
        return TOKENS
    return REFUSED if steps.count(False) == WRONG else CUSTOM


def right_answer(steps):
    return f"right {len(steps)}"


# -- the triggers -------------------------------------------------------------------------------------------


def _steps(event):
    session = event["request"]["session"]
    return tuple(step["challengeResult"] for step in session if step["challengeName"] == CUSTOM)


def define(event, context):
    follows = after(_steps(event))
    decided = {"issueTokens": follows == TOKENS, "failAuthentication": follows == REFUSED}
    return {**event, "response": {**decided, "challengeName": CUSTOM if follows == CUSTOM else None}}


def create(event, context):
    steps = _steps(event)
    private = {"answer": right_answer(steps)}
    public = {"step": str(len(steps))}
    made = {"publicChallengeParameters": public, "privateChallengeParameters": private}
    return {**event, "response": {**made, "challengeMetadata": f"step {len(steps)}"}}


def verify(event, context):
    asked = event["request"]
    is_right = asked["challengeAnswer"] == asked["privateChallengeParameters"]["answer"]
    return {**event, "response": {"answerCorrect": is_right}}


# -- verdicts -----------------------------------------------------------------------------------------------


def begin(verdict, known, request, now):
    if verdict.client.pool.id != POOL:
        verdict.no("the pool has no triggers")
    if request.get("AuthParameters", {}).get("CHALLENGE_NAME"):
        verdict.complete = False
    if verdict.user is not None:
        judge_state(verdict, verdict.user)
        return verdict
    verdict.complete = False
    if verdict.client.settings.get("PreventUserExistenceErrors") != "ENABLED":
        verdict.no("no such user")
    return verdict


def answered(verdict, session, request, now):
    """An answer that is refused may end the sign-in, so that afterwards nothing has to be accepted."""
    given = request["ChallengeResponses"].get("ANSWER")
    if session.user is not verdict.user:
        verdict.no("the session of another user")
    elif verdict.user is None:
        verdict.complete = False
    else:
        judge_state(verdict, verdict.user)
    follows = after(_with(session, given))
    if not given:
        verdict.no("no answer")
    elif follows == REFUSED:
        verdict.no("too many wrong answers")
    elif follows == TOKENS and verdict.user is None:
        verdict.no("nobody gets tokens")
    if session.asked.get("in doubt"):
        verdict.complete = False
    if verdict.reasons:
        session.asked["in doubt"] = True
    return verdict


def _with(session, given):
    steps = session.asked["steps"]
    return (*steps, given == right_answer(steps))


FLOWS["CUSTOM_AUTH"] = begin
FIRST_ANSWERS[CUSTOM] = answered


# -- effects ------------------------------------------------------------------------------------------------


def _followed(done, steps):
    user, answer = done.user, done.answer
    came, follows = answer.get("ChallengeName", TOKENS), after(steps)
    demand("no message but for a code", not done.messages, f"{done.messages} for {CUSTOM}")
    demand("the triggers decide what follows", came == follows, f"{came}, not {follows}, after {steps}")
    if came == TOKENS:
        granted(
            done,
            KnownGrant(done.verdict.client, user, done.now + done.verdict.client.refresh_seconds),
            answer["AuthenticationResult"],
        )
        return
    shown = dict(answer["ChallengeParameters"])
    named = shown.pop("USERNAME")
    demand("a challenge names its user", user is None or named == user.username, named)
    demand("a challenge has its public parameters", shown == {"step": str(len(steps))}, f"{shown} after {steps}")
    session = done.new_session(came, answer["Session"], None)
    session.is_first, session.asked = True, {"steps": steps}


BEGUN["CUSTOM_AUTH"] = lambda done: _followed(done, ())
FIRST_ANSWERED[CUSTOM] = lambda done: _followed(
    done, _with(done.verdict.session, done.request["ChallengeResponses"]["ANSWER"])
)
