"""What an accepted step of a sign-in may return, and what it changes; and how tokens end."""

from aws_rules import EMAIL, NEW_PASSWORD, SELECT, SET_UP, SMS, TOKENS, TOTP, Next, next_of, srp_privates, totp_step
from effects import effect_of
from group_rules import demand_groups
from known import KnownGrant, KnownRefresh, KnownToken, claims
from violations import demand

ADDRESS = {SMS: "phone_number", EMAIL: "email"}
BEGUN, FIRST_ANSWERED = {}, {}
"""The effects of other flows, by name; and of answers to the first challenges of USER_AUTH."""


@effect_of("InitiateAuth", "AdminInitiateAuth")
def initiated(done):
    verdict, answer = done.verdict, done.answer
    if verdict.grant is not None:
        result = answer["AuthenticationResult"]
        demand("a refresh alone brings no refresh token", "RefreshToken" not in result, "it did")
        granted(done, verdict.grant, result)
    elif done.request["AuthFlow"] == "USER_SRP_AUTH":
        srp_begun(done, done.request["AuthParameters"])
    elif done.request["AuthFlow"] in BEGUN:
        BEGUN[done.request["AuthFlow"]](done)
    else:
        stepped(done, done.event)


def srp_begun(done, given):
    user, parameters = done.user, done.answer["ChallengeParameters"]
    demand("SRP asks for its proof", done.answer["ChallengeName"] == "PASSWORD_VERIFIER", done.answer["ChallengeName"])
    demand("SRP names its user", user is None or parameters["USERNAME"] == user.username, parameters["USERNAME"])
    begun = done.new_session("PASSWORD_VERIFIER", parameters["SECRET_BLOCK"], None)
    private = srp_privates().get(given["SRP_A"])
    if private and user:
        reported = {"salt": parameters["SALT"], "b": parameters["SRP_B"]}
        begun.srp = {"a": private, **reported, "password": user.passwords}


@effect_of("RespondToAuthChallenge", "AdminRespondToAuthChallenge")
def responded(done):
    session, user, answers = done.verdict.session, done.user, done.request["ChallengeResponses"]
    session.spent = True
    if session.is_first:
        FIRST_ANSWERED[session.challenge](done)
        return
    if session.challenge == NEW_PASSWORD:
        user.password, user.status = answers["NEW_PASSWORD"], "CONFIRMED"
        user.passwords += 1
    elif session.challenge == TOTP:
        user.used_steps.add((user.secret, totp_step(user.secret, answers["SOFTWARE_TOKEN_MFA_CODE"], done.now)))
    elif session.challenge in ADDRESS:
        verified(session, user, ADDRESS[session.challenge])
    if session.challenge == SET_UP:
        session.new_email = answers.get("EMAIL") or answers.get("email")
    stepped(done, done.event if session.challenge == "PASSWORD_VERIFIER" else session.event)


def verified(session, user, attribute):
    """A code that came back verifies the address that it went to."""
    if session.new_email:
        demand("a new address is stored", user.attributes["email"] == session.new_email, session.new_email)
    went_there = user.attributes.get(attribute) == session.destination
    is_verified = user.attributes.get(f"{attribute}_verified") == "true"
    demand("a code verifies its attribute", is_verified or not went_there, attribute)


def stepped(done, event):
    """A step was passed: tokens or a challenge follow, as AWS demands of this user of this pool now.

    `event` is the request id of the call that proved the password.
    """
    verdict, user, answer = done.verdict, done.user, done.answer
    expected = Next(frozenset({verdict.code_for})) if verdict.code_for else next_of(user.means(), verdict.proved)
    came = answer.get("ChallengeName", TOKENS)
    who = f"{user.username} of {user.pool.id}, {sorted(verdict.proved)} proved"
    demand("every demanded factor", came in expected.steps, f"{came}, not {sorted(expected.steps)}, for {who}")
    if came == TOKENS:
        demand("tokens come alone", "Session" not in answer and not done.messages, str(answer.keys()))
        grant = KnownGrant(verdict.client, user, done.now + verdict.client.refresh_seconds)
        granted(done, grant, answer["AuthenticationResult"], event)
        return
    demand("a challenge comes without tokens", "AuthenticationResult" not in answer, came)
    session = done.new_session(came, answer["Session"], event)
    if came in (SELECT, SET_UP):
        session.options = _offered(answer["ChallengeParameters"], came, expected.options, who)
    _sent(done, session)


def _offered(parameters, challenge, expected, who):
    text = parameters["MFAS_CAN_CHOOSE" if challenge == SELECT else "MFAS_CAN_SETUP"]
    reported = frozenset(part.strip('"') for part in text.strip("[]").split(",") if part)
    fits = reported == expected if challenge == SELECT else reported and reported <= expected
    demand("offers the factors that count", fits, f"{sorted(reported)}, not {sorted(expected)}, for {who}")
    return reported


def _sent(done, session):
    """A message factor's challenge sends one code, to its own user; no other challenge sends any."""
    messages, user, answered = done.messages, done.user, done.verdict.session
    if session.challenge not in ADDRESS:
        demand("no message but for a code", not messages, f"{messages} for {session.challenge}")
        return
    session.new_email = answered.new_email if answered and answered.challenge == SET_UP else None
    to = session.new_email or user.attributes[ADDRESS[session.challenge]]
    went = [(each.user, each.destination, each.purpose) for each in messages]
    demand("a code goes to its own user", went == [(user.username, to, "mfa")], f"{went}, not to {to}")
    session.code, session.destination = messages[0].code, to


# -- tokens ---------------------------------------------------------------------------------------------


def granted(done, grant, result, event=None):
    """Tokens name their user and client: these must be the ones that signed in."""
    known, user, client = done.known, grant.user, grant.client
    for use, member in (("access", "AccessToken"), ("id", "IdToken")):
        if member not in result:
            continue
        said = claims(result[member])
        reported = (said["sub"], said["token_use"], said["iss"].rsplit("/", 1)[1])
        right = (user.sub, use, user.pool.id)
        demand("tokens are of who signed in", reported == right, f"{reported}, not {right}")
        named = (said["username"], said["client_id"]) if use == "access" else (said["cognito:username"], said["aud"])
        demand("tokens are of who signed in", named == (user.username, client.id), f"{named}, not {user.username}")
        demand_groups(user, said, use)
        demand("the event is the password's", event in (None, said["event_id"]), f"{said['event_id']}, not {event}")
        if "jti" in said:  # an id token without one is the same within a second
            demand("a token is new", result[member] not in known.tokens, member)
        known.tokens[result[member]] = KnownToken(grant, use, said["exp"])
    if "RefreshToken" in result:
        demand("a token is new", result["RefreshToken"] not in known.grants, "RefreshToken")
        grant.refresh[result["RefreshToken"]] = KnownRefresh()
        known.grants[result["RefreshToken"]] = grant


@effect_of("GetTokensFromRefreshToken")
def exchanged(done):
    grant, token, result = done.verdict.grant, done.request["RefreshToken"], done.answer["AuthenticationResult"]
    demand("rotation as the client has it", ("RefreshToken" in result) == grant.client.rotates, str(sorted(result)))
    granted(done, grant, result)
    if grant.client.rotates:
        rotated(grant, token, result["RefreshToken"], done.now)


def rotated(grant, token, follower, now):
    known = grant.refresh[token]
    if known.follower is None:
        known.exchanged = now
    else:
        grant.refresh[known.follower].displaced = True
    known.follower = follower


@effect_of("RevokeToken")
def revoked(done):
    if done.verdict.grant is not None:
        done.verdict.grant.revoked = True


@effect_of("GlobalSignOut", "AdminUserGlobalSignOut")
def signed_out(done):
    for grant in done.known.grants_of(done.user):
        grant.revoked = True
