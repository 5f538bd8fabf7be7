"""What the model expects of a call before it is made: every reason why it must be refused.

A call that is accepted must have none; one that is refused must have some, where the verdict is
`complete`.  An operation without a judge of its own is judged by the token, pool and user it names.
"""

from dataclasses import dataclass, field
from typing import Any

from aws_rules import preference_after, refuses_preference, secret_hash, totp_step
from known import ADMIN

JUDGES = {}
SIGNS_IN = ("CONFIRMED", "FORCE_CHANGE_PASSWORD")


@dataclass
class Verdict:
    reasons: list = field(default_factory=list)
    complete: bool = False
    """Without reasons the call has to be accepted."""
    client: Any = None
    user: Any = None
    session: Any = None
    grant: Any = None
    proved: frozenset = frozenset()
    """What the sign-in has shown once this call is accepted."""
    code_for: str | None = None
    """The factor that was chosen or named, where no rule but the answer decides what follows."""
    tested: str | None = None
    """`password` or `code`, when the call gets as far as that."""
    is_right: bool = False
    first: str | None = None
    """What USER_AUTH has to ask for, or passes, as the first factor."""

    def no(self, reason):
        self.reasons.append(reason)


def judges(*operations):
    def register(function):
        JUDGES.update(dict.fromkeys(operations, function))
        return function

    return register


def verdict_on(known, operation, request, now):
    return JUDGES.get(operation, by_what_it_names)(known, request, now)


def by_what_it_names(known, request, now):
    verdict = Verdict()
    if "AccessToken" in request:
        judge_access_token(verdict, known, request["AccessToken"], now)
    if "UserPoolId" in request and request["UserPoolId"] not in known.pools:
        verdict.no("no such pool")
    if "ClientId" in request:
        judge_client(verdict, known, request)
    if "UserPoolId" in request and "Username" in request:
        judge_named_user(verdict, known, request)
    return verdict


def judge_client(verdict, known, request):
    verdict.client = known.client(request["ClientId"], request.get("UserPoolId"))
    if verdict.client is None:
        verdict.no("no such client")
    return verdict.client


def judge_hash(verdict, client, names, given):
    if client.secret is not None and given not in [secret_hash(client.secret, client.id, name) for name in names]:
        verdict.no("wrong or missing secret hash")


def judge_named_user(verdict, known, request):
    verdict.user = known.owner(request["UserPoolId"], request["Username"])
    if verdict.user is None:
        verdict.no("no such user")


def judge_access_token(verdict, known, text, now, scope=ADMIN):
    token = known.tokens.get(text)
    if token is None or token.use != "access":
        return verdict.no("no access token")
    verdict.grant, verdict.user = token.grant, token.grant.user
    if scope not in token.grant.scopes:
        verdict.no(f"the access token lacks the scope {scope}")
    if now >= token.expires:
        verdict.no("the access token has expired")
    if token.grant.revoked:
        verdict.no("the access token was revoked")
    judge_existence(verdict, verdict.user)
    is_whole = known.client(verdict.grant.client.id) is verdict.grant.client
    if verdict.user.status not in SIGNS_IN or not is_whole:
        verdict.complete = False  # some operations refuse a token for the user's status or a deleted client
    return None


def judge_existence(verdict, user):
    if user.gone:
        verdict.no("the user was deleted")
    elif not user.enabled:
        verdict.no("the user is disabled")


def judge_state(verdict, user):
    judge_existence(verdict, user)
    if user.status not in SIGNS_IN:
        verdict.no(f"the user is {user.status}")


# -- operations of administrators, and of pools ---------------------------------------------------------


@judges("AdminGetUser", "AdminEnableUser", "AdminDisableUser", "AdminDeleteUser", "AdminUserGlobalSignOut")
def named_user(known, request, now):
    verdict = Verdict(complete=True)
    judge_named_user(verdict, known, request)
    return verdict


@judges("AdminSetUserPassword")
def set_password(known, request, now):
    """The policy's own rules are tested elsewhere."""
    verdict = named_user(known, request, now)
    verdict.complete = False
    return verdict


@judges("AdminResetUserPassword")
def reset_password(known, request, now):
    verdict = named_user(known, request, now)
    if verdict.user is not None and verdict.user.status not in ("CONFIRMED", "RESET_REQUIRED"):
        verdict.no(f"the user is {verdict.user.status}")
    verdict.complete = False
    return verdict


@judges("AdminConfirmSignUp")
def admin_confirm(known, request, now):
    verdict = named_user(known, request, now)
    if verdict.user is not None and verdict.user.status != "UNCONFIRMED":
        verdict.no("not UNCONFIRMED")
    return verdict


@judges("AdminSetUserMFAPreference")
def admin_preference(known, request, now):
    verdict = named_user(known, request, now)
    if verdict.user is not None and verdict.user.status not in SIGNS_IN:
        verdict.complete = False
    return judge_preference(verdict, request)


@judges("SetUserMFAPreference")
def preference(known, request, now):
    verdict = Verdict(complete=True)
    judge_access_token(verdict, known, request["AccessToken"], now)
    return judge_preference(verdict, request)


def judge_preference(verdict, request):
    user = verdict.user
    if user is None or user.status == "EXTERNAL_PROVIDER":
        return verdict
    if why := refuses_preference(request, user.has_means):
        verdict.no(why)
        return verdict
    on, _ = preference_after(user.on, user.preferred, request)
    block = request.get("WebAuthnMfaSettings")
    if block is not None and block.get("Enabled"):
        verdict.complete = False  # AWS may want another factor turned on by the same request
        configured = user.pool.of.mfa.get("WebAuthnConfiguration", {}).get("FactorConfiguration")
        if configured != "MULTI_FACTOR_WITH_USER_VERIFICATION":
            verdict.no("passkeys are no second factor")
        if not user.passkeys:
            verdict.no("no passkey")
    stays_on = user.passkey_mfa if block is None else bool(block.get("Enabled"))
    if stays_on and not on:
        verdict.no("passkey MFA alone")
        verdict.complete = False
    return verdict


@judges("AdminCreateUser", "SignUp")
def new_user(known, request, now):
    verdict = Verdict()
    if "ClientId" in request:
        client = judge_client(verdict, known, request)
        if client is not None:
            judge_hash(verdict, client, [request["Username"]], request.get("SecretHash"))
        pool = client and client.pool
    else:
        pool = known.pools.get(request["UserPoolId"])
    if pool is None:
        verdict.no("no such pool")
    elif request["Username"] in pool.users and request.get("MessageAction") != "RESEND":
        verdict.no("the name is taken")
    return verdict


@judges("ConfirmSignUp")
def confirm_sign_up(known, request, now):
    verdict = Verdict()
    client = judge_client(verdict, known, request)
    if client is None:
        return verdict
    judge_hash(verdict, client, [request["Username"]], request.get("SecretHash"))
    verdict.user = client.pool.find(request["Username"])
    if verdict.user is None:
        verdict.no("no such user")
        return verdict
    if verdict.user.status != "UNCONFIRMED":
        verdict.no("not UNCONFIRMED")
    code, sent_at = verdict.user.sign_up_code
    if request["ConfirmationCode"] != code:
        verdict.no("a wrong code")
    if now >= sent_at + 86400:
        verdict.no("the code has expired")
    return verdict


@judges("SetUserPoolMfaConfig")
def pool_mfa(known, request, now):
    verdict = Verdict()
    if request["UserPoolId"] not in known.pools:
        verdict.no("no such pool")
    blocks = [request.get(f"{name}MfaConfiguration") for name in ("Sms", "SoftwareToken", "Email")]
    given = [block for block in blocks if block is not None]
    if request.get("MfaConfiguration", "OFF") == "OFF" and given:
        verdict.no("a factor, and MFA is off")
    if request.get("MfaConfiguration", "OFF") != "OFF" and not given:
        verdict.no("MFA without a factor")
    return verdict


@judges("DeleteUserPool")
def delete_pool(known, request, now):
    verdict = Verdict(complete=True)
    pool = known.pools.get(request["UserPoolId"])
    if pool is None:
        verdict.no("no such pool")
    elif pool.of.settings.get("DeletionProtection") == "ACTIVE":
        verdict.no("the pool is protected")
    elif pool.of.resources.get("Domains"):
        verdict.no("the pool has a domain")
    return verdict


# -- authenticators -----------------------------------------------------------------------------------------


def _authorised(known, request, now):
    verdict = Verdict(complete=True)
    token, text = request.get("AccessToken"), request.get("Session")
    if token and text:
        verdict.no("both a token and a session")
    elif token:
        judge_access_token(verdict, known, token, now)
        client = verdict.grant and verdict.grant.client
    else:
        verdict.session = known.sessions.get(text)
        if verdict.session is None:
            verdict.no("no session")
        else:
            verdict.user, client = verdict.session.user, verdict.session.client
            judge_session(verdict, verdict.session, "MFA_SETUP", now)
            if verdict.user is not None:
                judge_existence(verdict, verdict.user)
    if verdict.user and "SOFTWARE_TOKEN_MFA" not in client.pool.offered:
        verdict.no("the pool does not offer TOTP")
    return verdict


def judge_session(verdict, session, challenge, now):
    if session.challenge != challenge:
        verdict.no(f"the session is one of {session.challenge}")
    if session.spent:
        verdict.no("the session is spent")
    if now >= session.expires:
        verdict.no("the session has expired")


@judges("AssociateSoftwareToken")
def associate(known, request, now):
    return _authorised(known, request, now)


@judges("VerifySoftwareToken")
def verify(known, request, now):
    verdict = _authorised(known, request, now)
    if verdict.user is None:
        return verdict
    secret = verdict.user.pending if verdict.session is None else verdict.session.secret
    if secret is None:
        verdict.no("nothing was handed out")
    elif totp_step(secret, request["UserCode"], now) is None:
        verdict.no("a wrong code")
    return verdict
