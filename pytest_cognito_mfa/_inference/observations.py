"""What each recorded exchange shows about the state before it, and what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import DESTINATION, FACTORS, TOTP
from pytest_cognito_mfa._inference.effects import CHANGES, new_password
from pytest_cognito_mfa._inference.exchanges import STATUS_OF
from pytest_cognito_mfa._inference.first_factor_observations import is_first_factor, observe_first_factors
from pytest_cognito_mfa._inference.identities import Identities
from pytest_cognito_mfa._inference.pool_observations import observe_pool_and_client
from pytest_cognito_mfa._inference.resource_observations import observe_resources
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.mfa.challenges import DEVICE_SRP, NEW_PASSWORD, SELECT, SET_UP
from pytest_cognito_mfa._simulator.state import FORCE_CHANGE_PASSWORD, RESET_REQUIRED, UNCONFIRMED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._inference.identities import Subject

_RESERVED: Final = frozenset(
    {
        *("sub", "iss", "aud", "cognito:username", "origin_jti", "event_id", "token_use", "auth_time", "exp", "iat"),
        *("jti", "nonce", "at_hash", "cognito:groups", "cognito:roles", "cognito:preferred_role", "identities"),
    }
)
"""Claims of an ID token that are not attributes."""

_WRONG_CODES: Final = ("CodeMismatchException", "ExpiredCodeException")
_SHOW_FACTORS: Final = ("GetUser", "AdminGetUser", "GetUserAuthFactors", "AdminGetUserAuthFactors")
_SHOW_ATTRIBUTES: Final = ("GetUser", "AdminGetUser")


def observe(exchanges: Sequence[RecordedExchange]) -> Identities:
    """Every pool, client and user of the recording, with all facts about them."""
    identities = Identities(exchanges)
    for exchange in exchanges:
        if not exchange.is_document:
            _observe(exchange, identities)
        elif exchange.pool_id:
            identities.pool(exchange).add_fact("seen", True)
    return identities


def _observe(exchange: RecordedExchange, identities: Identities) -> None:
    pool, client, user = identities.pool(exchange), identities.client(exchange), identities.user(exchange)
    if not exchange.says_pool_is_missing:
        observe_pool_and_client(exchange, pool, client)
    if exchange.succeeded:
        observe_resources(exchange, pool, user)
    if user is not None:
        (_success if exchange.succeeded else _refusal)(exchange, user)
    for listed, described in identities.listed_users(exchange):
        _observe_listed(listed, described)


# -- refusals ------------------------------------------------------------------------


def _refusal(exchange: RecordedExchange, user: Subject) -> None:
    if exchange.error == "UserNotFoundException":
        if exchange.request.get("AccessToken"):  # the token's user existed when it was issued
            user.add_fact("exists", True)
        return
    _observe_reuse(exchange, user)
    status = STATUS_OF.get(exchange.error)
    if exchange.operation == "InitiateAuth" and exchange.message == rejections.IMPORTED_WITHOUT_PASSWORD().message:
        status = RESET_REQUIRED
        user.add_fact("imported", True)
    if status:
        user.add_fact("status", status)
    if exchange.message == rejections.DISABLED().message:
        user.add_fact("enabled", False)
    if exchange.operation == "ConfirmSignUp" and exchange.error in _WRONG_CODES:
        user.add_fact("status", UNCONFIRMED)
    if exchange.operation == "SignUp" and exchange.error != "UsernameExistsException":
        return
    user.add_fact("exists", True)
    if exchange.username:
        user.add_fact("name", exchange.username)
    if exchange.error in _WRONG_CODES and (factor := exchange.request.get("ChallengeName")) in FACTORS:
        _observe_factor(exchange, user, str(factor))


def _observe_listed(user: Subject, described: Mapping[str, Any]) -> None:
    """A user of a listing; where AttributesToGet leaves some out, the others are known."""
    user.add_fact("exists", True)
    user.add_fact("username", described.get("Username"))
    user.add_fact("status", described.get("UserStatus"))
    user.add_fact("enabled", described.get("Enabled"))
    for pair in described.get("Attributes") or ():
        is_sub = pair["Name"] == "sub"
        user.add_fact("sub" if is_sub else f"attribute {pair['Name']}", pair.get("Value", ""))


def _observe_reuse(exchange: RecordedExchange, user: Subject) -> None:
    """A password that was used before shows that the pool remembers as many as were set since, at least."""
    if exchange.error == rejections.PASSWORD_USED_BEFORE.code:
        user.pool.add_fact(f"history {1 + len(user.with_prefix('set password '))}", True)


# -- successes -----------------------------------------------------------------------


def _success(exchange: RecordedExchange, user: Subject) -> None:
    if exchange.operation in ("SignUp", "AdminCreateUser") and exchange.request.get("MessageAction") != "RESEND":
        user.mark_created()
        return
    _observe_names(exchange, user)
    if exchange.operation in ("DeleteUser", "AdminDeleteUser"):
        user.mark_deleted()
        return
    _observe_description(exchange, user)
    _observe_sign_in(exchange, user)
    _observe_claims(exchange, user)
    _observe_delivery(exchange, user)
    if (handler := CHANGES.get(exchange.operation)) is not None:
        handler(exchange, user)


def _observe_names(exchange: RecordedExchange, user: Subject) -> None:
    user.add_fact("exists", True)
    claimed = (claims.get("username") or claims.get("cognito:username") for claims in exchange.claims)
    own = (
        exchange.described.get("Username")
        or exchange.challenge_parameters.get("USER_ID_FOR_SRP")
        or next(filter(None, claimed), None)
    )
    if own:
        user.add_fact("username", own)
    subs = [*(claims.get("sub") for claims in exchange.claims), exchange.attributes.get("sub")]
    for sub in filter(None, subs):
        user.add_fact("sub", sub)
    if exchange.username:
        user.add_fact("name", exchange.username)


def _observe_description(exchange: RecordedExchange, user: Subject) -> None:
    answer = exchange.answer
    if exchange.operation in _SHOW_ATTRIBUTES:
        for name, value in exchange.attributes.items():
            user.add_fact(f"attribute {name}", value)
    if exchange.operation in _SHOW_FACTORS:
        user.add_fact("factors", tuple(answer.get("UserMFASettingList") or ()))
        user.add_fact("preferred", answer.get("PreferredMfaSetting"))
        user.add_fact("options", bool(answer.get("MFAOptions")))
    if "UserStatus" in answer:
        user.add_fact("status", answer["UserStatus"])
    if "Enabled" in answer:
        user.add_fact("enabled", answer["Enabled"])
    for name in answer.get("ConfiguredUserAuthFactors") or ():
        if name in ("EMAIL_OTP", "SMS_OTP"):
            attribute = "email" if name == "EMAIL_OTP" else "phone_number"
            user.add_fact(f"attribute {attribute}_verified", "true")


def _observe_sign_in(exchange: RecordedExchange, user: Subject) -> None:
    observe_first_factors(exchange, user)
    if password := exchange.auth_parameters.get("PASSWORD"):
        user.add_fact("password", password)
    if exchange.challenge is not None and not is_first_factor(exchange):
        _observe_challenge(exchange, user, exchange.challenge)
    if answered := exchange.request.get("ChallengeName"):
        _observe_challenge_response(exchange, user, answered)


def _observe_challenge(exchange: RecordedExchange, user: Subject, challenge: str) -> None:
    if challenge in FACTORS:
        _observe_factor(exchange, user, challenge)
    elif challenge == NEW_PASSWORD:
        user.add_fact("status", FORCE_CHANGE_PASSWORD)
        for name, value in exchange.paired("userAttributes").items():
            if value:
                user.add_fact(f"attribute {name}", value)
    elif challenge == SELECT:
        for factor in exchange.listed("MFAS_CAN_CHOOSE"):
            user.add_fact(f"chose {factor}", True)
            _observe_destination(exchange, user, factor)
    elif challenge == DEVICE_SRP:
        user.add_fact(f"device {exchange.challenge_parameters.get('DEVICE_KEY')}", {"remembered": True})


def _observe_challenge_response(exchange: RecordedExchange, user: Subject, challenge: str) -> None:
    if challenge in FACTORS:
        _observe_factor(exchange, user, challenge)
    if challenge in DESTINATION:
        user.mark_changed(f"attribute {DESTINATION[challenge]}_verified")
    elif challenge == NEW_PASSWORD:
        new_password(exchange, user)
    elif challenge == DEVICE_SRP:
        user.add_fact(f"device {exchange.auth_parameters.get('DEVICE_KEY')}", {"remembered": True})


def _observe_factor(exchange: RecordedExchange, user: Subject, factor: str) -> None:
    """A factor that the user selected is not necessarily the preferred one."""
    if exchange.request.get("ChallengeName") == SELECT:
        user.add_fact(f"chose {factor}", True)
    elif exchange.request.get("ChallengeName") not in (SELECT, SET_UP) and not user.with_prefix("chose "):
        user.add_fact("challenged", factor)
    _observe_destination(exchange, user, factor)
    if name := exchange.challenge_parameters.get("FRIENDLY_DEVICE_NAME"):
        user.add_fact("app", name)


def _observe_destination(exchange: RecordedExchange, user: Subject, factor: str) -> None:
    """A user who is asked for a factor has an app or an address for it, and the pool offers the factor."""
    user.pool.add_fact(f"offers {factor}", True)
    if factor == TOTP:
        user.add_fact("registered", True)
    elif shown := exchange.challenge_parameters.get("CODE_DELIVERY_DESTINATION"):
        user.add_fact(f"mask {DESTINATION[factor]}", shown)
    else:
        user.add_fact(f"needs {DESTINATION[factor]}", True)


def _observe_claims(exchange: RecordedExchange, user: Subject) -> None:
    for claims in exchange.claims:
        if claims.get("token_use") == "id":
            for name, value in claims.items():
                if name not in _RESERVED:
                    user.add_fact(f"attribute {name}", _text(value))
    if metadata := exchange.auth_result.get("NewDeviceMetadata"):
        user.pool.add_fact("tracks devices", True)
        user.mark_changed(f"device {metadata.get('DeviceKey')}")


def _observe_delivery(exchange: RecordedExchange, user: Subject) -> None:
    """The address that a code was sent to."""
    delivered = exchange.answer.get("CodeDeliveryDetails") or {}
    if attribute := delivered.get("AttributeName"):
        user.add_fact(f"mask {attribute}", delivered["Destination"])
        if exchange.operation == "ForgotPassword":
            user.add_fact(f"attribute {attribute}_verified", "true")
        if exchange.operation == "ResendConfirmationCode":
            user.add_fact("status", UNCONFIRMED)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value["formatted"]) if isinstance(value, dict) and "formatted" in value else str(value)
