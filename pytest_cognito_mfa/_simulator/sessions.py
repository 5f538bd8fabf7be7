"""Sessions: what a sign-in that has begun may still do.

1. A session answers only the challenge it was issued for, from the client it was issued to, for the user it was issued
   to.
2. It lives for the client's AuthSessionValidity, counted from its issue.
3. A right response uses it up; after a wrong code it can be used again (amplify-swift EmailMFAOnlyTests).
4. AWS has three messages for a session that cannot be used: expired, used before, and every other reason.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import SMS
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.reasons import span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._simulator.mfa.authenticator import Authenticator
    from pytest_cognito_mfa._simulator.mfa.standing import RiskAction
    from pytest_cognito_mfa._simulator.sources import Sources
    from pytest_cognito_mfa._simulator.state import Client, User


SIGN_UP = "ConfirmSignUp"
SIGNED_UP = "InitiateAuth"
"""What the sessions of SignUp and of ConfirmSignUp are for; they belong to no challenge."""


@dataclass(frozen=True, slots=True, repr=False)
class Attempt:
    """One sign-in, from its first factor to its tokens: the facts that all its steps share."""

    client: Client
    user: User
    event_id: str
    """The request id of the call that verified the password; the tokens carry it."""
    device_key: str | None = None
    """The DEVICE_KEY that the client named, if any."""
    answered_as: str | None = None
    """The USERNAME of the latest response to a challenge."""
    source_ip: str = "127.0.0.1"
    """The address that the client names for the user; else this machine, where every call comes from."""
    risk: RiskAction = "NO_ACTION"
    """The action of adaptive authentication for this attempt."""
    custom: tuple[Mapping[str, Any], ...] | None = None
    """In CUSTOM_AUTH, the steps so far, as DefineAuthChallenge sees them; None in other flows."""


@dataclass(slots=True, repr=False)
class Session:
    """One step of one sign-in."""

    token: str
    challenge: str
    attempt: Attempt
    expires: float
    code: str | None = None
    """The code that was sent, for a message factor."""
    destination: str | None = None
    """The number or address that the code was sent to."""
    options: tuple[str, ...] = ()
    """The factors that may be chosen or set up."""
    first_factor: bool = False
    """The challenge asks for the first factor of choice-based sign-in."""
    authenticator: Authenticator | None = None
    """For MFA_SETUP: the authenticator that AssociateSoftwareToken handed out."""
    verified: bool = False
    """For MFA_SETUP: whether VerifySoftwareToken accepted its code."""
    new_email: str | None = None
    """For EMAIL_OTP: the address of the MFA_SETUP response; it is stored when the code comes back."""
    proof: Any = None
    """For PASSWORD_VERIFIER and DEVICE_PASSWORD_VERIFIER: the server's half of SRP."""
    created: Mapping[str, Any] = field(default_factory=dict)
    """For CUSTOM_CHALLENGE: the response of CreateAuthChallenge."""
    spent: bool = False

    @property
    def client(self) -> Client:
        return self.attempt.client

    @property
    def user(self) -> User:
        return self.attempt.user

    def __str__(self) -> str:
        return f"{self.challenge}, of user {self.user.username}"


class Sessions:
    """All sessions of one service, by token."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._sessions: dict[str, Session] = {}

    def challenge_of(self, token: str) -> str | None:
        """The challenge that `token` was issued for, usable or not; None for a string that is not a session."""
        session = self._sessions.get(token)
        return None if session is None else session.challenge

    def issue(self, challenge: str, attempt: Attempt, *, token: str | None = None, **more: Any) -> Session:
        """Issue a session; `more` are the members of `Session` that this challenge needs."""
        expires = self._sources.clock.timestamp() + attempt.client.session_seconds
        session = Session(token or self._sources.session(), challenge, attempt, expires, **more)
        self._sessions[session.token] = session
        return session

    def replace(self, session: Session, **more: Any) -> Session:
        """Replace `session` by another of the same challenge, as AssociateSoftwareToken does."""
        session.spent = True
        kept: dict[str, Any] = {"options": session.options, "authenticator": session.authenticator, **more}
        return self.issue(session.challenge, session.attempt, **kept)

    def add_token(self, session: Session) -> str:
        """A second token of `session`, whose first is an SRP block."""
        token = self._sources.session()
        self._sessions[token] = session
        return token

    def get(self, token: str) -> Session | None:
        """The session of `token`, usable or not."""
        return self._sessions.get(token)

    def forget(self, session: Session) -> None:
        """Make `session` one that was never given."""
        del self._sessions[session.token]

    def add_alias(self, name: str, token: str) -> None:
        """Make `name` another token of the session of `token`, because a recording uses that name."""
        self._sessions[name] = self._sessions[token]

    def find_waiting(self, challenge: str, client: Client, user: User | None, device_key: str) -> Session | None:
        """The latest usable session for `challenge`, of this client, user and device."""
        now = self._sources.clock.timestamp()
        for session in reversed(self._sessions.values()):
            attempt = session.attempt
            is_theirs = attempt.client is client and attempt.user is user and attempt.device_key == device_key
            if is_theirs and session.challenge == challenge and not session.spent and now < session.expires:
                return session
        return None

    def owner(self, token: str) -> tuple[Client, User] | None:
        """Client and user of a session, usable or not."""
        session = self._sessions.get(token)
        return None if session is None else (session.client, session.user)

    def expire(self, user: User, *, with_code: bool = False) -> None:
        """Expire every session of `user` now; with `with_code` only those for which a code was sent."""
        now = self._sources.clock.timestamp()
        for session in self._sessions.values():
            if session.user is user and (session.code is not None or not with_code):
                session.expires = min(session.expires, now)

    def usable(self, token: str, challenge: str) -> Session:
        """The session of `token`, if it may still answer `challenge`; else AWS's refusal."""
        session, now = self._sessions.get(token), self._sources.clock.timestamp()
        if session is None:
            raise rejections.SESSION_INVALID(because="that session was not given in this test")
        if session.challenge != challenge:
            raise rejections.SESSION_INVALID(because=f"that session is for {session}")
        if session.spent:
            raise rejections.SESSION_SPENT(because=f"that session, for {session}, was answered already")
        if now >= session.expires:
            raise rejections.SESSION_EXPIRED(because=f"it ended {span(now - session.expires)} earlier")
        return session

    @contextmanager
    def use(self, token: str, challenge: str, client: Client, user: User | None) -> Iterator[Session]:
        """Yield the session of `token`, and use it up if the block succeeds.

        A wrong code raises inside the block, so the user may try again with the same session.
        """
        issued = self.get(token)
        if challenge == SMS and issued is not None and issued.challenge != SMS:
            # The live answer for a TOTP session whose response named SMS_MFA: aws-amplify/amplify-js#3066.
            raise rejections.WRONG_MESSAGE_CODE(because=f"that session is for {issued}")
        session = self.usable(token, challenge)
        if session.client is not client or session.user is not user:
            of = f"that session is for {session}, through client {session.client.settings['ClientName']}"
            raise rejections.SESSION_INVALID(because=f"{of}; the call names another user or client")
        yield session
        session.spent = True
