"""What each recorded exchange tells of the state before it, and what it changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._inference.effects import CHANGES, new_password
from pytest_cognito_mfa._inference.identities import Cast
from pytest_cognito_mfa._inference.pool_observations import tell_of_pools
from pytest_cognito_mfa._inference.refusals import STATUS_OF
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.mfa.challenges import DEVICE_SRP, NEW_PASSWORD, SELECT, SET_UP
from pytest_cognito_mfa._simulator.mfa.factors import DESTINATION, FACTORS, TOTP
from pytest_cognito_mfa._simulator.state import FORCE_CHANGE_PASSWORD, RESET_REQUIRED, UNCONFIRMED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._inference.exchanges import Recorded
    from pytest_cognito_mfa._inference.facts import Subject

_RESERVED: Final = frozenset(
    {
        *("sub", "iss", "aud", "cognito:username", "origin_jti", "event_id", "token_use", "auth_time", "exp", "iat"),
        *("jti", "nonce", "at_hash", "cognito:groups", "cognito:roles", "cognito:preferred_role", "identities"),
    }
)
"""Claims of an id token that are no attributes."""

_WRONG_CODES: Final = ("CodeMismatchException", "ExpiredCodeException")
_SHOW_FACTORS: Final = ("GetUser", "AdminGetUser", "GetUserAuthFactors", "AdminGetUserAuthFactors")
_SHOW_ATTRIBUTES: Final = ("GetUser", "AdminGetUser")


def told_by(exchanges: Sequence[Recorded]) -> Cast:
    """Everyone who is in the recording, with all that it tells of them."""
    cast = Cast(exchanges)
    for exchange in exchanges:
        if not exchange.is_document:
            _Telling(cast, exchange).all()
        elif exchange.pool_id:
            cast.pool(exchange).tell("seen", True, exchange)
    return cast


class _Telling:
    """One exchange, and whom it is about."""

    def __init__(self, cast: Cast, exchange: Recorded) -> None:
        self._exchange = exchange
        self._pool, self._client, self._user = cast.pool(exchange), cast.client(exchange), cast.user(exchange)

    def all(self) -> None:
        exchange = self._exchange
        if not exchange.denies_the_pool:
            tell_of_pools(exchange, self._pool, self._client)
        if self._user is None:
            return
        if exchange.succeeded:
            self._success(self._user)
        else:
            self._refusal(self._user)

    # -- refusals ------------------------------------------------------------------------

    def _refusal(self, user: Subject) -> None:
        exchange = self._exchange
        if exchange.error == "UserNotFoundException":
            if exchange.asked.get("AccessToken"):  # whose it is was there when it was issued
                user.tell("exists", True, exchange)
            return
        status = STATUS_OF.get(exchange.error)
        if exchange.operation == "InitiateAuth" and exchange.message == rejections.IMPORTED_WITHOUT_PASSWORD().message:
            status = RESET_REQUIRED
            user.tell("imported", True, exchange)
        if status:
            user.tell("status", status, exchange)
        if exchange.message == rejections.DISABLED().message:
            user.tell("enabled", False, exchange)
        if exchange.operation == "ConfirmSignUp" and exchange.error in (
            "CodeMismatchException",
            "ExpiredCodeException",
        ):
            user.tell("status", UNCONFIRMED, exchange)
        if exchange.operation == "SignUp" and exchange.error != "UsernameExistsException":
            return
        user.tell("exists", True, exchange)
        if exchange.name:
            user.tell("name", exchange.name, exchange)
        if exchange.error in _WRONG_CODES and (factor := exchange.asked.get("ChallengeName")) in FACTORS:
            self._challenged(user, str(factor))

    # -- successes -----------------------------------------------------------------------

    def _success(self, user: Subject) -> None:
        exchange = self._exchange
        if exchange.operation in ("SignUp", "AdminCreateUser") and exchange.asked.get("MessageAction") != "RESEND":
            user.make()
            return
        if exchange.operation in ("DeleteUser", "AdminDeleteUser"):
            self._names(user)
            user.end()
            return
        self._names(user)
        self._described(user)
        self._signing_in(user)
        self._told_by_tokens(user)
        self._delivered(user)
        handler = CHANGES.get(exchange.operation)
        if handler is not None:
            handler(exchange, user)

    def _names(self, user: Subject) -> None:
        exchange = self._exchange
        user.tell("exists", True, exchange)
        described = exchange.answer.get("User") or exchange.answer
        claimed = (claims.get("username") or claims.get("cognito:username") for claims in exchange.claims)
        own = (
            described.get("Username") or exchange.parameters.get("USER_ID_FOR_SRP") or next(filter(None, claimed), None)
        )
        if own:
            user.tell("username", own, exchange)
        subs = [*(claims.get("sub") for claims in exchange.claims), exchange.attributes.get("sub")]
        for sub in filter(None, subs):
            user.tell("sub", sub, exchange)
        if exchange.name:
            user.tell("name", exchange.name, exchange)

    def _described(self, user: Subject) -> None:
        exchange, answer = self._exchange, self._exchange.answer
        if exchange.operation in _SHOW_ATTRIBUTES:
            for name, value in exchange.attributes.items():
                user.tell(f"attribute {name}", value, exchange)
        if exchange.operation in _SHOW_FACTORS:
            user.tell("factors", tuple(answer.get("UserMFASettingList") or ()), exchange)
            user.tell("preferred", answer.get("PreferredMfaSetting"), exchange)
            user.tell("options", bool(answer.get("MFAOptions")), exchange)
        if "UserStatus" in answer:
            user.tell("status", answer["UserStatus"], exchange)
        if "Enabled" in answer:
            user.tell("enabled", answer["Enabled"], exchange)
        for name in answer.get("ConfiguredUserAuthFactors") or ():
            if name in ("EMAIL_OTP", "SMS_OTP"):
                attribute = "email" if name == "EMAIL_OTP" else "phone_number"
                user.tell(f"attribute {attribute}_verified", "true", exchange)

    def _signing_in(self, user: Subject) -> None:
        exchange = self._exchange
        if password := exchange.given.get("PASSWORD"):
            user.tell("password", password, exchange)
        if exchange.challenge is not None:
            self._asked_for(user, exchange.challenge)
        if answered := exchange.asked.get("ChallengeName"):
            self._answered(user, answered)

    def _asked_for(self, user: Subject, challenge: str) -> None:
        exchange = self._exchange
        if challenge in FACTORS:
            self._challenged(user, challenge)
        elif challenge == NEW_PASSWORD:
            user.tell("status", FORCE_CHANGE_PASSWORD, exchange)
            for name, value in json.loads(exchange.parameters.get("userAttributes", "{}")).items():
                if value:
                    user.tell(f"attribute {name}", value, exchange)
        elif challenge == SELECT:
            for factor in json.loads(exchange.parameters.get("MFAS_CAN_CHOOSE", "[]")):
                user.tell(f"chose {factor}", True, exchange)
                self._needs(user, factor)
        elif challenge == DEVICE_SRP:
            user.tell(f"device {exchange.parameters.get('DEVICE_KEY')}", {"remembered": True}, exchange)

    def _answered(self, user: Subject, challenge: str) -> None:
        exchange = self._exchange
        if challenge in FACTORS:
            self._challenged(user, challenge)
        if challenge in DESTINATION:
            user.change(f"attribute {DESTINATION[challenge]}_verified")
        elif challenge == NEW_PASSWORD:
            new_password(exchange, user)
        elif challenge == DEVICE_SRP:
            user.tell(f"device {exchange.given.get('DEVICE_KEY')}", {"remembered": True}, exchange)

    def _challenged(self, user: Subject, factor: str) -> None:
        """After the user chose this one, it is no sign of a preference."""
        exchange = self._exchange
        if exchange.asked.get("ChallengeName") == SELECT:
            user.tell(f"chose {factor}", True, exchange)
        elif exchange.asked.get("ChallengeName") not in (SELECT, SET_UP) and not user.named("chose "):
            user.tell("challenged", factor, exchange)
        self._needs(user, factor)
        if name := exchange.parameters.get("FRIENDLY_DEVICE_NAME"):
            user.tell("app", name, exchange)

    def _needs(self, user: Subject, factor: str) -> None:
        """Whoever is asked for a factor has what it needs, and the pool offers it."""
        exchange = self._exchange
        self._pool.tell(f"offers {factor}", True, exchange)
        if factor == TOTP:
            user.tell("registered", True, exchange)
        elif shown := exchange.parameters.get("CODE_DELIVERY_DESTINATION"):
            user.tell(f"mask {DESTINATION[factor]}", shown, exchange)
        else:
            user.tell(f"needs {DESTINATION[factor]}", True, exchange)

    def _told_by_tokens(self, user: Subject) -> None:
        exchange = self._exchange
        for claims in exchange.claims:
            if claims.get("token_use") == "id":
                for name, value in claims.items():
                    if name not in _RESERVED:
                        user.tell(f"attribute {name}", _text(value), exchange)
        if metadata := exchange.result.get("NewDeviceMetadata"):
            self._pool.tell("tracks devices", True, exchange)
            user.change(f"device {metadata.get('DeviceKey')}")

    def _delivered(self, user: Subject) -> None:
        """The address that a code went to."""
        exchange = self._exchange
        delivered = exchange.answer.get("CodeDeliveryDetails") or {}
        if attribute := delivered.get("AttributeName"):
            user.tell(f"mask {attribute}", delivered["Destination"], exchange)
            if exchange.operation == "ForgotPassword":
                user.tell(f"attribute {attribute}_verified", "true", exchange)
            if exchange.operation == "ResendConfirmationCode":
                user.tell("status", UNCONFIRMED, exchange)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value["formatted"]) if isinstance(value, dict) and "formatted" in value else str(value)
