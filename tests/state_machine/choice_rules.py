"""The judge of choice-based sign-in (USER_AUTH): what a user is offered, what is asked for first, and what passes.

By AWS's guide (authentication flow methods), the live tests of amplify-swift and amplify-android, and public captures.
"""

import json

import effects
from aws_rules import EMAIL, PASSKEY, TOKENS
from aws_rules import PASSWORD as PROVED
from effects import effect_of
from passkey_rules import names_user, usable_passkeys, verifies_at_sign_in, why_not_signed
from sign_in_effects import BEGUN, FIRST_ANSWERED, srp_begun, stepped, verified
from sign_in_verdicts import FIRST_ANSWERS, FLOWS, WAITS_FOR, judge_password, judge_srp
from verdicts import Verdict, judge_access_token, judge_existence, judge_session, judge_state, judges, new_user
from violations import demand

PASSWORD, PASSWORD_SRP, SMS_OTP, WEB_AUTHN, CHOICE = (
    "PASSWORD",
    "PASSWORD_SRP",
    "SMS_OTP",
    "WEB_AUTHN",
    "SELECT_CHALLENGE",
)
CODES = {EMAIL: "email", SMS_OTP: "phone_number"}
SIGNED_UP = "(the session of ConfirmSignUp)"


# -- what is offered ----------------------------------------------------------------------------------------


def allowed(pool):
    return pool.of.settings["Policies"].get("SignInPolicy", {}).get("AllowedFirstAuthFactors", [PASSWORD])


def needs_mfa(user):
    """Only passwords are offered where MFA is required, or the user has a factor on (but for passkeys)."""
    means = user.means()
    return means.policy == "ON" or (means.policy == "OPTIONAL" and bool(means.usable & means.on))


def offered(user):
    """AvailableChallenges, in the order of the captures."""
    found, open_to = [], set(allowed(user.pool))
    if user.password is not None:
        found += [PASSWORD_SRP, PASSWORD]
    for factor, attribute in CODES.items():
        by_code = factor in open_to and attribute in user.reachable and user.status != "FORCE_CHANGE_PASSWORD"
        if by_code and not needs_mfa(user):
            found.append(factor)
    if WEB_AUTHN in open_to and usable_passkeys(user) and (counts_as_both(user) or not needs_mfa(user)):
        found.append(WEB_AUTHN)
    return found


def counts_as_both(user):
    configured = user.pool.of.mfa.get("WebAuthnConfiguration", {}).get("FactorConfiguration")
    return user.passkey_mfa and configured == "MULTI_FACTOR_WITH_USER_VERIFICATION"


# -- verdicts -----------------------------------------------------------------------------------------------


def judge_first_state(verdict, user):
    """A code also signs in who has not confirmed the sign-up, or was imported without a password."""
    judge_existence(verdict, user)
    if user.status == "RESET_REQUIRED" and user.password is not None:
        verdict.no("the user is RESET_REQUIRED")
    elif user.status not in ("CONFIRMED", "UNCONFIRMED", "FORCE_CHANGE_PASSWORD", "RESET_REQUIRED"):
        verdict.no(f"the user is {user.status}")


def begin(verdict, known, request, now):
    user, given = verdict.user, request["AuthParameters"]
    preferred, token = given.get("PREFERRED_CHALLENGE"), request.get("Session")
    if user is None:
        _begin_for_nobody(verdict, preferred, token)
        return verdict
    judge_first_state(verdict, user)
    if token:
        _begin_after_sign_up(verdict, known, token, now)
        return verdict
    offers = offered(user)
    if not offers:
        verdict.no("nothing is offered")
    elif preferred in offers:
        _ask(verdict, preferred, given, now)
    elif preferred is None and len(offers) == 1:
        _ask(verdict, offers[0], given, now)
    else:
        verdict.first = CHOICE
    return verdict


def _begin_for_nobody(verdict, preferred, token):
    """A client that hides who exists gives challenges that nobody can answer."""
    verdict.complete = False
    if verdict.client.settings.get("PreventUserExistenceErrors") != "ENABLED":
        verdict.no("no such user")
    if token:
        verdict.no("nobody has signed up")
    elif preferred == PASSWORD:
        verdict.no("nobody has a password")


def _begin_after_sign_up(verdict, known, token, now):
    verdict.session = session = known.sessions.get(token)
    judge_state(verdict, verdict.user)
    if session is None:
        verdict.no("no session")
        return
    judge_session(verdict, session, SIGNED_UP, now)
    if session.client is not verdict.client or session.user is not verdict.user:
        verdict.no("the session of another user or client")
    verdict.proved = frozenset({PROVED})


def _ask(verdict, factor, given, now):
    verdict.first = factor
    if factor == PASSWORD:
        judge_password(verdict, given.get(PASSWORD), now)
    elif factor == PASSWORD_SRP:
        judge_srp(verdict, given, now)


FLOWS["USER_AUTH"] = begin


def _is_of(verdict, session):
    """The user is the session's, existing or not."""
    if session.user is not verdict.user:
        verdict.no("the session of another user")
    elif verdict.user is None:
        verdict.complete = False
    else:
        judge_first_state(verdict, verdict.user)
        return True
    return False


def chosen(verdict, session, request, now):
    """An answer to SELECT_CHALLENGE, or to one of the two challenges that its session also answers."""
    given = request["ChallengeResponses"]
    factor = given.get("ANSWER") if request["ChallengeName"] == CHOICE else request["ChallengeName"]
    if factor not in session.options:
        verdict.no("a factor that was not offered")
    elif _is_of(verdict, session):
        _ask(verdict, factor, given, now)
    elif factor == PASSWORD:
        verdict.no("nobody has a password")
    return verdict


def first_code(verdict, session, request, now):
    """A wrong code locks nobody out."""
    attribute = CODES[session.challenge]
    given = request["ChallengeResponses"].get(f"{session.challenge}_CODE")
    if not _is_of(verdict, session):
        verdict.no("nobody has a code")
        return verdict
    if not given or given != session.code:
        verdict.no("a wrong code")
    user = verdict.user
    settings = user.pool.of.settings
    if attribute in (*settings.get("AliasAttributes", ()), *settings.get("UsernameAttributes", ())):
        holder = user.pool.find(session.destination)
        if holder and holder is not user:
            verdict.no("the alias of another user")
    verdict.proved = frozenset({PROVED})
    return verdict


def assertion(verdict, session, request, now):
    if not _is_of(verdict, session):
        verdict.no("nobody has a passkey")
        return verdict
    user = verdict.user
    judge_state(verdict, user)
    asked = session.asked
    given = request["ChallengeResponses"].get("CREDENTIAL")
    why = why_not_signed(given, asked["rpId"], asked["challenge"], usable_passkeys(user), verified=asked["verified"])
    if why:
        verdict.no(why)
    elif not names_user(given, user):
        verdict.complete = False  # AWS may look at the user's handle
    verdict.proved = frozenset({PASSKEY, PROVED} if counts_as_both(user) else {PROVED})
    return verdict


WAITS_FOR |= {PASSWORD: CHOICE, PASSWORD_SRP: CHOICE}
FIRST_ANSWERS |= {CHOICE: chosen, EMAIL: first_code, SMS_OTP: first_code, WEB_AUTHN: assertion}


# -- effects ------------------------------------------------------------------------------------------------


def begun(done):
    if done.verdict.session is not None and done.request.get("Session"):
        done.verdict.session.spent = True
        stepped(done, done.event)
        return
    _asked(done, done.request["AuthParameters"])
    if done.user is not None and done.verdict.first != PASSWORD:
        shown = done.answer.get("AvailableChallenges")
        demand("offers the first factors that count", shown == offered(done.user), f"{shown}, not {offered(done.user)}")


BEGUN["USER_AUTH"] = begun


def _asked(done, given):
    """The first factor that was asked for; a right password passes at once."""
    verdict, answer = done.verdict, done.answer
    came = answer.get("ChallengeName", TOKENS)
    if verdict.user is None:
        demand("nobody gets tokens", came != TOKENS and not done.messages, f"{came}, {done.messages}")
    elif verdict.first == PASSWORD:
        stepped(done, done.event)
        return
    else:
        asked = "PASSWORD_VERIFIER" if verdict.first == PASSWORD_SRP else verdict.first
        demand("asks for the first factor", came == asked, f"{came}, not {asked}, of {verdict.user.username}")
    if came == "PASSWORD_VERIFIER":
        srp_begun(done, given)
        return
    session = done.new_session(came, answer["Session"], None)
    session.is_first, session.options = True, frozenset(answer.get("AvailableChallenges", ()))
    _ASKED.get(came, _no_message)(done, session, answer["ChallengeParameters"])


def _code_sent(done, session, parameters):
    user = done.user
    if user is None:
        return
    to = user.attributes[CODES[session.challenge]]
    went = [(each.user, each.destination, each.purpose) for each in done.messages]
    demand("a code goes to its own user", went == [(user.username, to, "mfa")], f"{went}, not to {to}")
    session.code, session.destination = done.messages[0].code, to
    demand("a first code has eight digits", len(session.code) == 8, session.code)


def _no_message(done, session, parameters):
    demand("no message but for a code", not done.messages, f"{done.messages} for {session.challenge}")


def _to_sign(done, session, parameters):
    _no_message(done, session, parameters)
    asked, user = json.loads(parameters["CREDENTIAL_REQUEST_OPTIONS"]), done.user
    session.asked = {**asked, "verified": verifies_at_sign_in(user)}
    ids = [each["id"] for each in asked["allowCredentials"]]
    known = [each.id for each in usable_passkeys(user)]
    demand("asks for the passkeys that count", ids == known, f"{ids}, not {known}, of {user.username}")
    needs = asked["userVerification"] == "required"
    demand("asks to verify the user", needs == session.asked["verified"], asked["userVerification"])


_ASKED = {EMAIL: _code_sent, SMS_OTP: _code_sent, WEB_AUTHN: _to_sign}


def factor_chosen(done):
    demand("the list is not repeated", "AvailableChallenges" not in done.answer, "it was")
    _asked(done, done.request["ChallengeResponses"])


def code_given(done):
    user, session = done.user, done.verdict.session
    verified(session, user, CODES[session.challenge])
    user.status = "CONFIRMED"
    stepped(done, done.event)


def signed(done):
    stepped(done, done.event)


FIRST_ANSWERED |= {CHOICE: factor_chosen, EMAIL: code_given, SMS_OTP: code_given, WEB_AUTHN: signed}


# -- sign-up, and a first password --------------------------------------------------------------------------


def signs_up_without_password(client, attributes):
    """Codes are allowed as a first factor, and the pool verifies an address that the user gives."""
    verifies = set(client.pool.of.settings.get("AutoVerifiedAttributes", ()))
    factors = set(allowed(client.pool))
    return client.allows("USER_AUTH") and any(
        factor in factors and name in verifies and attributes.get(name) for factor, name in CODES.items()
    )


@judges("SignUp")
def sign_up(known, request, now):
    verdict = new_user(known, request, now)
    given = {each["Name"]: each.get("Value") for each in request.get("UserAttributes", ())}
    if not request.get("Password") and verdict.client and not signs_up_without_password(verdict.client, given):
        verdict.no("a password is needed")
    return verdict


@effect_of("SignUp")
def signed_up(done):
    effects.signed_up(done)
    user = next(user for user in done.verdict.client.pool.users.values() if user.sub == done.answer["UserSub"])
    _session_after(done, user, "(the session of SignUp)")


@effect_of("ConfirmSignUp")
def confirmed(done):
    done.user.status = "CONFIRMED"
    _session_after(done, done.user, SIGNED_UP)


def _session_after(done, user, challenge):
    """A client with USER_AUTH gets a session to go on with."""
    token, is_due = done.answer.get("Session"), done.verdict.client.allows("USER_AUTH")
    demand("a session to sign in after sign-up", bool(token) == is_due, str(sorted(done.answer)))
    if token:
        done.verdict.user = user
        done.new_session(challenge, token, None)


@effect_of("AdminCreateUser")
def invited(done):
    """Without a temporary password, who can sign in by a code is CONFIRMED at once, and has no password."""
    effects.invited(done)
    request, user = done.request, done.known.owner(done.request["UserPoolId"], done.answer["User"]["Username"])
    if request.get("MessageAction") == "RESEND":
        return
    factors = set(allowed(user.pool))
    by_code = any(factor in factors and name in user.reachable for factor, name in CODES.items())
    is_free = by_code and not request.get("TemporaryPassword")
    expected = ("CONFIRMED", False) if is_free else ("FORCE_CHANGE_PASSWORD", True)
    has = (user.status, user.password is not None)
    demand("an invited user has a password if one is needed", has == expected, f"{has}, not {expected}")


@judges("ChangePassword")
def change_password(known, request, now):
    """A user without a password sets a first one without naming another; the quota is tested elsewhere."""
    verdict = Verdict()
    judge_access_token(verdict, known, request["AccessToken"], now)
    if verdict.user is not None and request.get("PreviousPassword") != verdict.user.password:
        verdict.no("not the previous password")
    if verdict.user is not None and verdict.user.status == "EXTERNAL_PROVIDER":
        verdict.no("a provider's user has no password to change")
    return verdict


@effect_of("ChangePassword")
def password_changed(done):
    user = done.user
    user.password, user.status, user.temporary_since = done.request["ProposedPassword"], "CONFIRMED", done.now
    user.passwords += 1
