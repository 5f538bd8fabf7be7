"""What must be there before a recorded call, and how the call is put to the simulator.

1. A token, a session, a code or a device of before the recording is brought, unless the refusal that was recorded says
   that it is not there; where the refusal says that it is over, revoked or spent, it is.
2. A code that was sent is set to the recorded one where that was right, and to another where it was wrong.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._inference.fresh_proofs import legal, other, put
from pytest_cognito_mfa._inference.placeholders import ADDRESSES
from pytest_cognito_mfa._inference.refusals import says
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.crypto import srp
from pytest_cognito_mfa._simulator.devices import Device
from pytest_cognito_mfa._simulator.mfa import codes
from pytest_cognito_mfa._simulator.mfa.challenges import DEVICE_VERIFIER, SELECT, SET_UP
from pytest_cognito_mfa._simulator.mfa.factors import CODE_PARAMETER, DESTINATION, FACTORS, Authenticator
from pytest_cognito_mfa._simulator.sessions import Attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._inference.exchanges import Recorded
    from pytest_cognito_mfa._inference.facts import Subject
    from pytest_cognito_mfa._inference.identities import Cast
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Session
    from pytest_cognito_mfa._simulator.state import Client, Pool, User

_SET_UP_CALLS: Final = ("AssociateSoftwareToken", "VerifySoftwareToken")


class Stage:
    """A service that plays a recording, and the recording's cast."""

    def __init__(self, service: Service, cast: Cast) -> None:
        self._service, self._cast = service, cast

    def bring_devices(self) -> None:
        """The devices and named apps that the recording tells of, before it begins."""
        for (home, _), subject in self._cast.users.items():
            pool = self._service.pools.get(home)
            user = None if pool is None else _found(pool, subject, str)
            if pool is None or user is None:
                continue
            if user.authenticator is not None and subject.get("app"):
                user.authenticator.name = subject.get("app")
            for key, known in subject.named("device ").items():
                self._bring_device(pool, user, key, known)

    def people(
        self, told: Recorded, original: Recorded, word: Callable[[str], str]
    ) -> tuple[Pool | None, Client | None, User | None]:
        """Whom the call is about, as far as they are there; names are recorded ones, in the test's `word`s."""
        pool = self._service.pools.get(word(self._cast.pool(original).id))
        if pool is None:
            return None, None, None
        subject = self._cast.user(original)
        return pool, self._client(pool, told), None if subject is None else _found(pool, subject, word)

    def call_for(self, told: Recorded, pool: Pool | None, client: Client | None, user: User | None) -> Call:
        """The call as the simulator can take it, once everything is there."""
        if pool is not None and client is not None and user is not None:
            self._bring(told, pool, client, user)
        return put(self._service, told, client, user)

    def _client(self, pool: Pool, told: Recorded) -> Client | None:
        named = pool.clients.get(told.client_id or "")
        return named or (None if told.asked.get("ClientId") else next(iter(pool.clients.values()), None))

    def _bring(self, told: Recorded, pool: Pool, client: Client, user: User) -> None:
        self._access_token(told, client, user)
        self._refresh_token(told, client, user)
        if (key := _device_key(told)) and key not in user.devices and not says(told, rejections.NO_DEVICE):
            known = {"remembered": None if told.operation == "ConfirmDevice" else True}
            self._bring_device(pool, user, key, known)
        self._session(told, client, user)
        self._sent_code(told, user)
        if told.operation == "VerifySoftwareToken" and told.asked.get("AccessToken") and user.pending is None:
            user.pending = user.app = Authenticator(self._service.sources.totp_secret())

    # -- tokens --------------------------------------------------------------

    def _access_token(self, told: Recorded, client: Client, user: User) -> None:
        token, tokens = told.asked.get("AccessToken"), self._service.tokens
        if not token or tokens.owner(token) or says(told, rejections.TOKEN_UNVERIFIED):
            return
        if says(told, rejections.TOKEN_INVALID):  # what a session's string in a token's place is answered with
            self._service.sessions.issue(SET_UP, Attempt(client, user, ""), token=token)
            return
        granted = tokens.grant(client, user, self._service.sources.uuid())["AccessToken"]
        for name in (token, legal(token)):
            tokens.know_as(name, granted)
        issued = tokens.issued(token)
        assert issued is not None  # noqa: S101 - it was just granted
        issued.revoked = says(told, rejections.TOKEN_REVOKED)
        if says(told, rejections.TOKEN_EXPIRED):
            issued.expires = int(self._service.now)
        if says(told, rejections.TOKEN_WITHOUT_SCOPE):
            issued.grant.scopes = ()

    def _refresh_token(self, told: Recorded, client: Client, user: User) -> None:
        token, tokens = told.refresh_token, self._service.tokens
        if not token or tokens.owner(token) or says(told, rejections.REFRESH_INVALID):
            return
        device = user.devices.get(_device_key(told) or "")
        tokens.know_as(token, tokens.grant(client, user, self._service.sources.uuid(), device)["RefreshToken"])
        grant = tokens.refreshable(token, client, _device_key(told))
        grant.revoked = says(told, rejections.REFRESH_REVOKED)
        if says(told, rejections.REFRESH_EXPIRED):
            grant.refresh_expires = self._service.now

    # -- sessions ------------------------------------------------------------------------

    def _session(self, told: Recorded, client: Client, user: User) -> None:
        token, sessions = told.session, self._service.sessions
        if not token or says(told, rejections.SESSION_INVALID):
            return
        session = sessions.get(token)
        if session is None:
            challenge = told.asked.get("ChallengeName") or SET_UP
            attempt = Attempt(client, user, self._service.sources.uuid(), told.given.get("DEVICE_KEY"))
            session = sessions.issue(
                challenge, attempt, token=token, **self._needed(told, challenge, client.pool, user)
            )
            session.spent = says(told, rejections.SESSION_SPENT)
            if says(told, rejections.SESSION_EXPIRED):
                session.expires = self._service.now
        block = told.given.get("PASSWORD_CLAIM_SECRET_BLOCK")
        if block and sessions.get(block) is None:
            sessions.know_as(block, token)
        if told.asked.get("ChallengeName") in DESTINATION:
            self._message_code(told, session)

    def _needed(self, told: Recorded, challenge: str, pool: Pool, user: User) -> dict[str, Any]:
        """What a session of that challenge has."""
        if challenge in DESTINATION:
            return {"destination": user.attributes.get(DESTINATION[challenge])}
        if challenge == SELECT:
            return {"options": FACTORS}
        if challenge == SET_UP:
            authenticator = user.app = Authenticator(self._service.sources.totp_secret())
            if told.operation not in _SET_UP_CALLS:
                user.authenticator = authenticator
            verified = told.operation not in _SET_UP_CALLS
            return {"options": tuple(pool.offered), "authenticator": authenticator, "verified": verified}
        if challenge in ("PASSWORD_VERIFIER", DEVICE_VERIFIER):
            return {"proof": self._proof(told, pool, user)}
        return {}

    def _proof(self, told: Recorded, pool: Pool, user: User) -> srp.Proof:
        """A proof that waits for whatever was recorded; `proofs` makes the signature that is right for it."""
        sources = self._service.sources
        device = user.devices.get(told.given.get("DEVICE_KEY", ""))
        on_device = told.asked.get("ChallengeName") == DEVICE_VERIFIER and device is not None
        if on_device and device is not None and device.verifier is not None:
            names, verifier = (device.group_key, device.key), device.verifier
        else:
            user.verifier = user.verifier or srp.Verifier.of(pool.name_in_srp, user.username, user.password or "", 1)
            names, verifier = (pool.name_in_srp, user.username), user.verifier
        return srp.Proof(*names, sources.bytes(1024), verifier, srp.G, sources.exponent())

    def _message_code(self, told: Recorded, session: Session) -> None:
        given = told.given.get(CODE_PARAMETER[session.challenge], "") if session.challenge in CODE_PARAMETER else ""
        session.code = code_for(told, session.code, given)

    # -- codes that were sent, and devices ---------------------------------------------------

    def _sent_code(self, told: Recorded, user: User) -> None:
        given = told.asked.get("ConfirmationCode") or told.asked.get("Code")
        if not given:
            return
        attribute = told.asked.get("AttributeName") or next(filter(user.attributes.get, ADDRESSES), "email")
        life = 0 if told.error == "ExpiredCodeException" else codes.RECOVERY_LIFE
        fresh = codes.Code(given, attribute, user.attributes.get(attribute, ""), self._service.now + life)
        if told.operation == "ConfirmSignUp":
            user.confirmation = _as_recorded(told, user.confirmation, fresh)
        elif told.operation == "ConfirmForgotPassword":
            user.recovery = _as_recorded(told, user.recovery, fresh)
        else:
            user.attribute_codes[attribute] = _as_recorded(told, user.attribute_codes.get(attribute), fresh)

    def _bring_device(self, pool: Pool, user: User, key: str, known: Mapping[str, Any]) -> None:
        sources, shown = self._service.sources, known.get("shown") or {}
        pool.device_group_key = pool.device_group_key or f"-{sources.opaque(8)}"
        described = {pair["Name"]: pair.get("Value", "") for pair in shown.get("DeviceAttributes", ())}
        is_registered = known["remembered"] is not None
        created = float(shown.get("DeviceCreateDate", self._service.now))
        user.devices[key] = Device(
            key,
            pool.device_group_key,
            int(shown.get("DeviceLastAuthenticatedDate", self._service.now)),
            described.get("last_ip_used", "127.0.0.1"),
            is_confirmable=True,
            is_registered=is_registered,
            is_remembered=bool(known["remembered"]),
            name=described.get("device_name"),
            verifier=srp.Verifier.of(pool.device_group_key, key, sources.opaque(32), 1),
            created=created,
            modified=float(shown.get("DeviceLastModifiedDate", created)),
        )


def _as_recorded(told: Recorded, sent: codes.Code | None, fresh: codes.Code) -> codes.Code:
    """The code that is on its way, with the digits and the life that the recording implies; else a fresh one."""
    digits = code_for(told, None if sent is None else sent.digits, fresh.digits)
    return replace(sent or fresh, digits=digits, expires=fresh.expires)


def code_for(told: Recorded, sent: str | None, given: str) -> str:
    """The code that must have been sent: what was given, unless that was a wrong one."""
    if told.error != "CodeMismatchException":
        return given
    return other(given) if sent is None or sent == given else sent


def _device_key(told: Recorded) -> str | None:
    return told.given.get("DEVICE_KEY") or told.asked.get("DeviceKey")


def _found(pool: Pool, subject: Subject, word: Callable[[str], str]) -> User | None:
    return next((user for name in (*subject.names, subject.id) if (user := pool.known(word(name))) is not None), None)
