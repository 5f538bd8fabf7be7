"""Creates what a recorded call needs before the simulator can answer it: tokens, sessions, codes and devices.

1. What no earlier call of the recording created is created here, unless the recorded error says that it does not exist.
   If the error says that it expired, was revoked or was used, it is created in that state.
2. A code that was sent becomes the recorded code if that was right, and a different one if it was wrong.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import CODE_PARAMETER, DESTINATION, FACTORS
from pytest_cognito_mfa._inference.fresh_passkeys import REGISTRATION
from pytest_cognito_mfa._inference.fresh_proofs import fresh_call, valid_token, wrong_code
from pytest_cognito_mfa._inference.placeholders import ADDRESSES
from pytest_cognito_mfa._simulator import passkeys, rejections
from pytest_cognito_mfa._simulator.crypto import srp
from pytest_cognito_mfa._simulator.device import Device
from pytest_cognito_mfa._simulator.mfa import sent_codes
from pytest_cognito_mfa._simulator.mfa.authenticator import Authenticator
from pytest_cognito_mfa._simulator.mfa.challenges import DEVICE_VERIFIER, SELECT, SET_UP
from pytest_cognito_mfa._simulator.mfa.first_factors import (
    ONE_TIME_CODES,
    PASSWORD,
    PASSWORD_SRP,
    SELECT_CHALLENGE,
    SMS_OTP,
    WEB_AUTHN,
)
from pytest_cognito_mfa._simulator.passkey import Registration
from pytest_cognito_mfa._simulator.sessions import Attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._inference.identities import Identities, Subject
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Session
    from pytest_cognito_mfa._simulator.state import Client, Pool, User

_SENT_TO: Final = {**DESTINATION, **ONE_TIME_CODES}
_CHOICES: Final[Mapping[str, dict[str, Any]]] = {
    SELECT: {"options": FACTORS},
    SELECT_CHALLENGE: {"options": (PASSWORD, PASSWORD_SRP, *ONE_TIME_CODES, WEB_AUTHN), "first_factor": True},
}
"""By challenge, what a session holds that lets the user choose."""
_SET_UP_CALLS: Final = ("AssociateSoftwareToken", "VerifySoftwareToken")


class Preconditions:
    """Creates in `service` what the calls of a recording need; `identities` are those of the recording."""

    def __init__(self, service: Service, identities: Identities) -> None:
        self._service, self._identities = service, identities

    def create_devices(self) -> None:
        """Before the first call, create the recorded devices and give authenticator apps their recorded names."""
        for subject in self._identities.users.values():
            pool = self._service.pools.get(subject.pool.id)
            user = None if pool is None else _find_user(pool, subject, str)
            if pool is None or user is None:
                continue
            if user.authenticator is not None and subject.get("app"):
                user.authenticator.name = subject.get("app")
            for key, known in subject.with_prefix("device ").items():
                self._create_device(pool, user, key, known)

    def participants(
        self, exchange: RecordedExchange, original: RecordedExchange, rename: Callable[[str], str]
    ) -> tuple[Pool | None, Client | None, User | None]:
        """The pool, client and user of the call, if they exist; `rename` turns recorded names into the test's."""
        pool = self._service.pools.get(rename(self._identities.pool(original).id))
        if pool is None:
            return None, None, None
        subject = self._identities.user(original)
        return pool, self._client(pool, exchange), None if subject is None else _find_user(pool, subject, rename)

    def call_for(self, exchange: RecordedExchange, pool: Pool | None, client: Client | None, user: User | None) -> Call:
        """The call as the simulator accepts it, after creating what it needs."""
        if pool is not None and client is not None and user is not None:
            self._create_all(exchange, pool, client, user)
        return fresh_call(self._service, exchange, client, user)

    def _client(self, pool: Pool, exchange: RecordedExchange) -> Client | None:
        named = pool.clients.get(exchange.client_id or "")
        return named or (None if exchange.request.get("ClientId") else next(iter(pool.clients.values()), None))

    def _create_all(self, exchange: RecordedExchange, pool: Pool, client: Client, user: User) -> None:
        self._create_access_token(exchange, client, user)
        self._create_refresh_token(exchange, client, user)
        key = _device_key(exchange)
        if key and key not in user.devices and not exchange.refused_with(rejections.NO_DEVICE):
            known = {"remembered": None if exchange.operation == "ConfirmDevice" else True}
            self._create_device(pool, user, key, known)
        self._create_session(exchange, client, user)
        self._create_code(exchange, user)
        if exchange.operation == REGISTRATION and exchange.succeeded and user.registration is None:
            user.registration = Registration(client.id, self._service.sources.bytes(16), self._service.now + 1)
        if exchange.operation == "VerifySoftwareToken" and exchange.request.get("AccessToken") and user.pending is None:
            user.pending = user.app = Authenticator(self._service.sources.totp_secret())

    # -- tokens --------------------------------------------------------------

    def _create_access_token(self, exchange: RecordedExchange, client: Client, user: User) -> None:
        token, tokens = exchange.request.get("AccessToken"), self._service.tokens
        if not token or tokens.owner(token) or exchange.refused_with(rejections.TOKEN_UNVERIFIED):
            return
        if exchange.refused_with(rejections.TOKEN_INVALID):  # the error for a session in place of a token
            self._service.sessions.issue(SET_UP, Attempt(client, user, ""), token=token)
            return
        granted = tokens.grant(client, user, self._service.sources.uuid())["AccessToken"]
        for name in (token, valid_token(token)):
            tokens.add_alias(name, granted)
        issued = tokens.issued(token)
        assert issued is not None  # noqa: S101 - it was just granted
        issued.grant.revoked = exchange.refused_with(rejections.TOKEN_REVOKED)
        if exchange.refused_with(rejections.TOKEN_EXPIRED):
            issued.expires = int(self._service.now)
        if exchange.refused_with(rejections.TOKEN_WITHOUT_SCOPE):
            issued.scopes = ()

    def _create_refresh_token(self, exchange: RecordedExchange, client: Client, user: User) -> None:
        token, tokens = exchange.refresh_token, self._service.tokens
        if not token or tokens.owner(token) or exchange.refused_with(rejections.REFRESH_INVALID):
            return
        device = user.devices.get(_device_key(exchange) or "")
        tokens.add_alias(token, tokens.grant(client, user, self._service.sources.uuid(), device)["RefreshToken"])
        grant = tokens.valid_grant(token, client, _device_key(exchange))
        grant.revoked = exchange.refused_with(rejections.REFRESH_REVOKED)
        if exchange.refused_with(rejections.REFRESH_EXPIRED):
            grant.refresh_expires = self._service.now

    # -- sessions ------------------------------------------------------------------------

    def _create_session(self, exchange: RecordedExchange, client: Client, user: User) -> None:
        token, sessions = exchange.session, self._service.sessions
        if not token or exchange.refused_with(rejections.SESSION_INVALID):
            return
        session = sessions.get(token)
        if session is None:
            challenge = exchange.request.get("ChallengeName") or SET_UP
            attempt = Attempt(client, user, self._service.sources.uuid(), exchange.auth_parameters.get("DEVICE_KEY"))
            session = sessions.issue(
                challenge, attempt, token=token, **self._session_values(exchange, challenge, client.pool, user)
            )
            session.spent = exchange.refused_with(rejections.SESSION_SPENT)
            if exchange.refused_with(rejections.SESSION_EXPIRED):
                session.expires = self._service.now
        block = exchange.auth_parameters.get("PASSWORD_CLAIM_SECRET_BLOCK")
        if block and sessions.get(block) is None:
            sessions.add_alias(block, token)
        if exchange.request.get("ChallengeName") in _SENT_TO:
            self._set_message_code(exchange, session)

    def _session_values(self, exchange: RecordedExchange, challenge: str, pool: Pool, user: User) -> dict[str, Any]:
        """What a session of this challenge holds."""
        if challenge in _SENT_TO:
            return {"destination": user.attributes.get(_SENT_TO[challenge]), "first_factor": challenge == SMS_OTP}
        if challenge == WEB_AUTHN:
            asked = passkeys.ceremony(pool, user, self._service.sources.bytes(16), signing_in=True)
            return {"proof": asked, "first_factor": True}
        if challenge == SET_UP:
            authenticator = user.app = Authenticator(self._service.sources.totp_secret())
            if exchange.operation not in _SET_UP_CALLS:
                user.authenticator = authenticator
            verified = exchange.operation not in _SET_UP_CALLS
            return {"options": tuple(pool.offered), "authenticator": authenticator, "verified": verified}
        if challenge in ("PASSWORD_VERIFIER", DEVICE_VERIFIER):
            return {"proof": self._proof(exchange, pool, user)}
        return _CHOICES.get(challenge, {})

    def _proof(self, exchange: RecordedExchange, pool: Pool, user: User) -> srp.Proof:
        """A proof for the recorded challenge; `fresh_proofs` computes the signature that fits it."""
        sources = self._service.sources
        device = user.devices.get(exchange.auth_parameters.get("DEVICE_KEY", ""))
        on_device = exchange.request.get("ChallengeName") == DEVICE_VERIFIER and device is not None
        if on_device and device is not None and device.verifier is not None:
            names, verifier = (device.group_key, device.key), device.verifier
        else:
            user.verifier = user.verifier or srp.Verifier.of(pool.name_in_srp, user.username, user.password or "", 1)
            names, verifier = (pool.name_in_srp, user.username), user.verifier
        return srp.Proof(*names, sources.bytes(1024), verifier, srp.G, sources.exponent())

    def _set_message_code(self, exchange: RecordedExchange, session: Session) -> None:
        recorded = exchange.auth_parameters.get(CODE_PARAMETER.get(session.challenge, ""), "")
        session.code = code_for(exchange, session.code, recorded)

    # -- sent codes, and devices ----------------------------------------------------------------

    def _create_code(self, exchange: RecordedExchange, user: User) -> None:
        recorded = exchange.request.get("ConfirmationCode") or exchange.request.get("Code")
        if not recorded:
            return
        attribute = exchange.request.get("AttributeName") or next(filter(user.attributes.get, ADDRESSES), "email")
        life = 0 if exchange.error == "ExpiredCodeException" else sent_codes.RECOVERY_LIFE
        fresh = sent_codes.Code(recorded, attribute, user.attributes.get(attribute, ""), self._service.now + life)
        if exchange.operation == "ConfirmSignUp":
            user.confirmation = _recorded_code(exchange, user.confirmation, fresh)
        elif exchange.operation == "ConfirmForgotPassword":
            user.recovery = _recorded_code(exchange, user.recovery, fresh)
        else:
            user.attribute_codes[attribute] = _recorded_code(exchange, user.attribute_codes.get(attribute), fresh)

    def _create_device(self, pool: Pool, user: User, key: str, known: Mapping[str, Any]) -> None:
        sources, description = self._service.sources, known.get("description") or {}
        pool.device_group_key = pool.device_group_key or f"-{sources.opaque(8)}"
        described = {pair["Name"]: pair.get("Value", "") for pair in description.get("DeviceAttributes", ())}
        is_registered = known["remembered"] is not None
        created = float(description.get("DeviceCreateDate", self._service.now))
        user.devices[key] = Device(
            key,
            pool.device_group_key,
            int(description.get("DeviceLastAuthenticatedDate", self._service.now)),
            described.get("last_ip_used", "127.0.0.1"),
            is_confirmable=True,
            is_registered=is_registered,
            is_remembered=bool(known["remembered"]),
            name=described.get("device_name"),
            verifier=srp.Verifier.of(pool.device_group_key, key, sources.opaque(32), 1),
            created=created,
            modified=float(description.get("DeviceLastModifiedDate", created)),
        )


def _recorded_code(exchange: RecordedExchange, sent: sent_codes.Code | None, fresh: sent_codes.Code) -> sent_codes.Code:
    """The code that was sent, or a fresh one, with the digits and the expiry that the recording implies."""
    digits = code_for(exchange, None if sent is None else sent.digits, fresh.digits)
    return replace(sent or fresh, digits=digits, expires=fresh.expires)


def code_for(exchange: RecordedExchange, sent: str | None, recorded: str) -> str:
    """The code that must have been sent: the recorded one, unless it was wrong."""
    if exchange.error != "CodeMismatchException":
        return recorded
    return wrong_code(recorded) if sent in (None, recorded) else sent


def _device_key(exchange: RecordedExchange) -> str | None:
    return exchange.auth_parameters.get("DEVICE_KEY") or exchange.request.get("DeviceKey")


def _find_user(pool: Pool, subject: Subject, rename: Callable[[str], str]) -> User | None:
    return next(
        (user for name in (*subject.names, subject.id) if (user := pool.find_any(rename(name))) is not None), None
    )
