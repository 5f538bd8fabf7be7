"""What the model expects of a call that signs in, or that needs an earlier sign-in."""

from aws_rules import (
    EMAIL,
    NEW_PASSWORD,
    PASSWORD,
    SELECT,
    SET_UP,
    SMS,
    TEMPORARY,
    TOTP,
    is_timestamp,
    srp_key,
    srp_signature,
    totp_step,
)
from verdicts import (
    Verdict,
    judge_access_token,
    judge_client,
    judge_existence,
    judge_hash,
    judge_session,
    judge_state,
    judges,
)

ADMIN_FLOWS = ("ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH")
REFRESH_FLOWS = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")
PASSWORD_FLOWS = ("USER_PASSWORD_AUTH", *ADMIN_FLOWS)
FLOWS = {}
"""The judges of other flows, by name; they are called once the client and the secret hash were judged."""


@judges("InitiateAuth", "AdminInitiateAuth")
def initiate(known, request, now):
    verdict = Verdict(complete=True)
    client = judge_client(verdict, known, request)
    flow, parameters = request["AuthFlow"], request.get("AuthParameters", {})
    if client is None:
        return verdict
    if flow in (("USER_PASSWORD_AUTH",) if "UserPoolId" in request else ADMIN_FLOWS):
        verdict.no(f"{flow} is not for this operation")
    if not client.allows(flow):
        verdict.no(f"{flow} is off")
    if parameters.get("DEVICE_KEY") or client.pool.tracks_devices:
        verdict.complete = False
    if flow in REFRESH_FLOWS:
        return _refresh(verdict, known, parameters, now)
    name = parameters.get("USERNAME", "")
    judge_hash(verdict, client, [name], parameters.get("SECRET_HASH"))
    verdict.user = client.pool.find(name)
    if flow == "USER_SRP_AUTH":
        return judge_srp(verdict, parameters, now)
    if flow in FLOWS:
        return FLOWS[flow](verdict, known, request, now)
    if flow not in PASSWORD_FLOWS:
        verdict.complete = False
        verdict.no(f"the simulator has no {flow}")
    elif verdict.user is None:
        verdict.no("no such user")
    else:
        judge_password(verdict, parameters.get("PASSWORD"), now)
    return verdict


def _refresh(verdict, known, parameters, now):
    judge_refresh_token(verdict, known, parameters.get("REFRESH_TOKEN"), now)
    if verdict.user is not None:
        judge_hash(verdict, verdict.client, [verdict.user.username, verdict.user.sub], parameters.get("SECRET_HASH"))
        is_federated = verdict.user.status == "EXTERNAL_PROVIDER"
        (judge_existence if is_federated else judge_state)(verdict, verdict.user)
    return verdict


def judge_refresh_token(verdict, known, text, now):
    verdict.grant = known.grants.get(text)
    if verdict.grant is None or verdict.grant.client is not verdict.client:
        verdict.no("no refresh token of this client")
        return
    verdict.user = verdict.grant.user
    if verdict.grant.revoked:
        verdict.no("the refresh token was revoked")
    if verdict.grant.is_replaced(text, now):
        verdict.no("the refresh token was exchanged")
    if now >= verdict.grant.expires:
        verdict.no("the refresh token has expired")


def judge_srp(verdict, parameters, now):
    """A user who does not exist is challenged as well, if the client hides that."""
    try:
        int(parameters.get("SRP_A", ""), 16)
    except ValueError:
        verdict.no("SRP_A is no number")
    user = verdict.user
    if user is None:
        if verdict.client.settings.get("PreventUserExistenceErrors") != "ENABLED":
            verdict.no("no such user")
        return verdict
    judge_state(verdict, user)
    if user.password_failures.locks_out(now):
        verdict.no("locked out")
    return verdict


def judge_password(verdict, given, now):
    right = verdict.user.password is not None and given == verdict.user.password
    _password(verdict, now, is_right=right, given=bool(given))


def _password(verdict, now, *, is_right, given):
    """`given` says that there is a password to test, if no other rule refuses the call."""
    user = verdict.user
    judge_state(verdict, user)
    if user.password_failures.locks_out(now):
        verdict.no("locked out")
    if not verdict.reasons and given:
        verdict.tested, verdict.is_right = "password", is_right
    if not is_right:
        verdict.no("a wrong password")
    verdict.proved = frozenset({PASSWORD})
    if user.status == "FORCE_CHANGE_PASSWORD":
        verdict.proved |= {TEMPORARY}
        days = user.pool.of.settings["Policies"]["PasswordPolicy"].get("TemporaryPasswordValidityDays") or 7
        if now >= user.temporary_since + days * 86400:
            verdict.no("the temporary password has expired")


@judges("RespondToAuthChallenge", "AdminRespondToAuthChallenge")
def respond(known, request, now):
    verdict = Verdict(complete=True)
    client = judge_client(verdict, known, request)
    if client is None:
        return verdict
    challenge, answers = request["ChallengeName"], request.get("ChallengeResponses", {})
    name = answers.get("USERNAME", "")
    judge_hash(verdict, client, [name], answers.get("SECRET_HASH"))
    is_proof = challenge == "PASSWORD_VERIFIER"
    session = known.sessions.get(answers.get("PASSWORD_CLAIM_SECRET_BLOCK") if is_proof else request.get("Session"))
    verdict.session = session
    verdict.user = client.pool.find(name) if name else None
    if challenge not in {**ANSWERS, **FIRST_ANSWERS, **WAITS_FOR}:
        verdict.complete = False
        verdict.no(f"the simulator has no {challenge}")
        return verdict
    if session is None:
        verdict.no("no session")
        return verdict
    judge_session(verdict, session, WAITS_FOR.get(challenge, challenge), now)
    if session.client is not client:
        verdict.no("the session of another client")
    if session.is_first:
        return FIRST_ANSWERS[session.challenge](verdict, session, request, now)
    if verdict.user is None or session.user is not verdict.user:
        verdict.no("the session of another user")
        return verdict
    verdict.proved = session.proved
    if is_proof:
        _proof(verdict, session, answers, now)
    elif challenge in ANSWERS:
        judge_state(verdict, verdict.user)
        ANSWERS[challenge](verdict, session, answers, now)
    return verdict


def _proof(verdict, session, answers, now):
    user, stamp = verdict.user, answers.get("TIMESTAMP", "")
    given = all(answers.get(f"PASSWORD_CLAIM_{name}") for name in ("SECRET_BLOCK", "SIGNATURE")) and bool(stamp)
    is_same = session.srp and session.srp["password"] == user.passwords
    is_right = given and is_same and user.password is not None and is_timestamp(stamp)
    if is_right:
        who = (user.pool.id.split("_", 1)[1], user.username)
        key = srp_key(who, user.password, *(session.srp[part] for part in ("a", "salt", "b")))
        right = srp_signature(key, who, session.token, stamp)
        is_right = answers["PASSWORD_CLAIM_SIGNATURE"] == right
    _password(verdict, now, is_right=bool(is_right), given=given)


def _new_password(verdict, session, answers, now):
    """The policy's own rules are tested elsewhere; here a new password only has to be given."""
    if not answers.get("NEW_PASSWORD"):
        verdict.no("no new password")
    verdict.proved |= {NEW_PASSWORD}
    verdict.complete = False


def _code(verdict, now, *, is_right, given):
    failures = verdict.user.code_failures
    if failures.locks_out(now):
        verdict.no("locked out")
    if not verdict.reasons and given:
        verdict.tested, verdict.is_right = "code", is_right
    if not is_right:
        verdict.no("a wrong code")
    verdict.proved |= {verdict.session.challenge}


def _message_code(verdict, session, answers, now):
    given = answers.get("SMS_MFA_CODE" if session.challenge == SMS else "EMAIL_OTP_CODE")
    _code(verdict, now, is_right=given == session.code, given=bool(given))
    attribute = "phone_number" if session.challenge == SMS else "email"
    address = session.new_email or verdict.user.attributes.get(attribute)
    settings = verdict.user.pool.of.settings
    if attribute in (*settings.get("AliasAttributes", ()), *settings.get("UsernameAttributes", ())):
        holder = address and verdict.user.pool.find(address)
        if holder and holder is not verdict.user:
            verdict.no("the alias of another user")


def _totp_code(verdict, session, answers, now):
    given, secret = answers.get("SOFTWARE_TOKEN_MFA_CODE"), verdict.user.secret
    step = given and secret and totp_step(secret, given, now)
    is_fresh = step is not None and (secret, step) not in verdict.user.used_steps
    _code(verdict, now, is_right=bool(step and is_fresh), given=bool(given))


def _selected(verdict, session, answers, now):
    chosen = {"EMAIL_MFA": EMAIL}.get(answers.get("ANSWER"), answers.get("ANSWER"))
    if chosen not in session.options:
        verdict.no("a factor that was not offered")
    verdict.code_for = chosen


def _set_up(verdict, session, answers, now):
    address = answers.get("EMAIL") or answers.get("email")
    if address and EMAIL in session.options:
        verdict.code_for, verdict.complete = EMAIL, False
    elif session.verified:
        verdict.proved |= {TOTP}
    else:
        verdict.no("nothing was set up")


ANSWERS = {
    "PASSWORD_VERIFIER": _proof,
    NEW_PASSWORD: _new_password,
    SMS: _message_code,
    EMAIL: _message_code,
    TOTP: _totp_code,
    SELECT: _selected,
    SET_UP: _set_up,
}
FIRST_ANSWERS, WAITS_FOR = {}, {}
"""The judges of answers to the first challenges of USER_AUTH; and the names by which another one may be answered."""


# -- tokens ---------------------------------------------------------------------------------------------


@judges("GetUser", "GlobalSignOut")
def by_access_token(known, request, now):
    verdict = Verdict(complete=True)
    judge_access_token(verdict, known, request["AccessToken"], now)
    return verdict


@judges("GetTokensFromRefreshToken")
def exchange(known, request, now):
    verdict = Verdict(complete=True)
    client = judge_client(verdict, known, request)
    if client is None:
        return verdict
    if client.secret is not None and request.get("ClientSecret") != client.secret:
        verdict.no("a wrong client secret")
    if request.get("DeviceKey") or client.pool.tracks_devices:
        verdict.complete = False
    judge_refresh_token(verdict, known, request["RefreshToken"], now)
    if verdict.user is not None:
        judge_existence(verdict, verdict.user)
    return verdict


@judges("RevokeToken")
def revoke(known, request, now):
    verdict = Verdict()
    client = judge_client(verdict, known, request)
    if client is None:
        return verdict
    if client.secret is not None and request.get("ClientSecret") != client.secret:
        verdict.no("a wrong client secret")
    verdict.grant = known.grants.get(request["Token"])
    if verdict.grant is not None and verdict.grant.client is not client:
        verdict.no("the token of another client")
    return verdict
