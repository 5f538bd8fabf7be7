"""What an accepted call changes in the model's users, pools, preferences and authenticators."""

from dataclasses import dataclass
from typing import Any

from aws_rules import EMAIL, SMS, TOTP, preference_after, totp_step
from known import KnownSession, read_user
from violations import demand

EFFECTS = {}
READING = ("Get", "Describe", "List", "AdminGet", "AdminList")
"""Operations with these prefixes change nothing; other operations without an effect here are not checked."""


@dataclass(frozen=True)
class Done:
    """A call that was accepted."""

    known: Any
    operation: str
    request: dict
    verdict: Any
    answer: dict
    now: float
    event: str
    """Its request id."""
    messages: list
    """What was sent by it."""

    @property
    def user(self):
        return self.verdict.user

    def new_session(self, challenge, token, event):
        """A step that begins here."""
        verdict = self.verdict
        demand("a session is new", token not in self.known.sessions, f"{challenge} got one that was given before")
        expires = self.now + verdict.client.session_seconds
        session = KnownSession(token, challenge, verdict.client, verdict.user, verdict.proved, expires, event)
        self.known.sessions[token] = session
        return session


def effect_of(*operations):
    def register(function):
        EFFECTS.update(dict.fromkeys(operations, function))
        return function

    return register


def learn(done):
    if done.operation in EFFECTS:
        EFFECTS[done.operation](done)
    elif not done.operation.startswith(READING):
        done.known.read_again()


@effect_of("GetUser", "AdminGetUser")
def shown(done):
    user, answer = done.user, done.answer
    reported = (answer["Username"], answer.get("UserMFASettingList", []), answer.get("PreferredMfaSetting"))
    listed = [factor for factor in (SMS, TOTP, EMAIL) if factor in user.on]
    listed += ["WEB_AUTHN_MFA"] if user.passkey_mfa else []
    demand("shows the user as set", reported == (user.username, listed, user.preferred), f"{reported}, not {listed}")
    if "UserStatus" in answer:
        reported = (answer["UserStatus"], answer["Enabled"])
        demand("shows the user as set", reported == (user.status, user.enabled), f"{reported} of {user.username}")


# -- preferences and authenticators ---------------------------------------------------------------------


@effect_of("SetUserMFAPreference", "AdminSetUserMFAPreference")
def preferred(done):
    user = done.user
    if user.status == "EXTERNAL_PROVIDER":
        return
    user.on, user.preferred = preference_after(user.on, user.preferred, done.request)
    if (block := done.request.get("WebAuthnMfaSettings")) is not None:
        user.passkey_mfa = bool(block.get("Enabled"))


@effect_of("AssociateSoftwareToken")
def associated(done):
    secret = done.answer["SecretCode"]
    if done.verdict.session is None:
        done.user.pending = secret
        return
    session = _follow(done)
    session.secret, session.verified = secret, False


@effect_of("VerifySoftwareToken")
def verified(done):
    user, session = done.user, done.verdict.session
    user.secret = user.pending if session is None else session.secret
    user.used_steps.add((user.secret, totp_step(user.secret, done.request["UserCode"], done.now)))
    if session is None:
        user.pending = None
    else:
        _follow(done).verified = True


def _follow(done):
    """The session that replaces the one that authorised the call."""
    old, verdict = done.verdict.session, done.verdict
    old.spent, verdict.client, verdict.proved = True, old.client, old.proved
    session = done.new_session(old.challenge, done.answer["Session"], old.event)
    session.options, session.secret, session.verified = old.options, old.secret, old.verified
    return session


# -- users and pools ------------------------------------------------------------------------------------


@effect_of("AdminSetUserPassword")
def password_set(done):
    user = done.user
    user.password, user.temporary_since = done.request["Password"], done.now
    user.passwords += 1
    user.status = "CONFIRMED" if done.request.get("Permanent") else "FORCE_CHANGE_PASSWORD"


@effect_of("AdminEnableUser")
def enabled(done):
    done.user.enabled = True


@effect_of("AdminDisableUser")
def disabled(done):
    """It ends every sign-in for good."""
    done.user.enabled = False
    for grant in done.known.grants_of(done.user):
        grant.revoked = True


@effect_of("AdminDeleteUser")
def deleted(done):
    done.user.gone = True
    del done.user.pool.users[done.user.username]


@effect_of("AdminConfirmSignUp")
def confirmed(done):
    done.user.status = "CONFIRMED"


@effect_of("SignUp")
def signed_up(done):
    done.known.read_again()
    users = done.verdict.client.pool.users.values()
    user = next(user for user in users if user.sub == done.answer["UserSub"])
    if done.messages:
        user.sign_up_code = (done.messages[-1].code, done.now)
    has_password = bool(done.request.get("Password"))
    demand("a user has the password that was given", (user.password is not None) == has_password, user.username)


@effect_of("AdminCreateUser")
def invited(done):
    if done.request.get("MessageAction") == "RESEND":
        read_user(done.known.owner(done.request["UserPoolId"], done.request["Username"]))
    else:
        done.known.read_again()


@effect_of("DeleteUserPool")
def pool_deleted(done):
    done.known.forget_pool(done.known.pools[done.request["UserPoolId"]])


@effect_of("SetUserPoolMfaConfig")
def pool_set(done):
    """A full replacement, but for the SMS configuration, which the pool keeps (go-to-k/cdkd#791)."""
    request = done.request
    pool = done.known.pools[request["UserPoolId"]]
    pool.policy = request.get("MfaConfiguration", "OFF")
    pool.has_totp = bool(request.get("SoftwareTokenMfaConfiguration", {}).get("Enabled"))
    pool.has_email = "EmailMfaConfiguration" in request
    if request.get("SmsMfaConfiguration", {}).get("SmsConfiguration"):
        pool.has_sms = True
    demand("the policy is as asked", done.answer["MfaConfiguration"] == pool.policy, done.answer["MfaConfiguration"])
