"""What each recorded exchange tells of its pool and its client, and what it changes of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._inference.refusals import about_the_secret
from pytest_cognito_mfa._simulator import passwords, rejections
from pytest_cognito_mfa._simulator.mfa.challenges import SET_UP
from pytest_cognito_mfa._simulator.mfa.factors import TOTP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._inference.exchanges import Recorded
    from pytest_cognito_mfa._inference.facts import Subject

_OWN: Final = ("Id", "Arn", "CreationDate", "LastModifiedDate", "EstimatedNumberOfUsers", "Status", "Domain")
_OWN_OF_CLIENT: Final = ("ClientId", "UserPoolId", "CreationDate", "LastModifiedDate")

_LEGACY: Final = ("UserNotFoundException",)
_PASSWORD_MEMBERS: Final = {
    "SignUp": "Password",
    "AdminCreateUser": "TemporaryPassword",
    "AdminSetUserPassword": "Password",
    "ConfirmForgotPassword": "Password",
    "ChangePassword": "ProposedPassword",
}
_SET_UP_CALLS: Final = ("AssociateSoftwareToken", "VerifySoftwareToken")
_OTHERWISE: Final = frozenset(
    {
        rejections.TOTP_NOT_IN_POOL.words,
        rejections.TOKEN_UNVERIFIED.words,
        rejections.TOKEN_INVALID.words,
        rejections.TOKEN_EXPIRED.words,
    }
)
"""What these are refused with that says nothing for TOTP in the pool."""

_CODES: Final = ("SignUp", "ResendConfirmationCode")


def tell_of_pools(exchange: Recorded, pool: Subject, client: Subject | None) -> None:
    if exchange.made("CreateUserPool", "UserPool", "Id"):
        pool.make()
    if exchange.made("CreateUserPoolClient", "UserPoolClient", "ClientId") and client is not None:
        client.make()
    pool.tell("seen", True, exchange)
    if client is not None:
        client.tell("seen", True, exchange)
        _client(exchange, client)
    if exchange.operation in _SET_UP_CALLS and exchange.message not in _OTHERWISE:
        pool.tell(f"offers {TOTP}", True, exchange)
        if exchange.asked.get("Session"):
            pool.tell("required", True, exchange)
    if exchange.asked.get("DeviceKey") or exchange.given.get("DEVICE_KEY"):
        pool.tell("tracks devices", True, exchange)
    if exchange.succeeded:
        _pool(exchange, pool)
        handler = _BY_OPERATION.get(exchange.operation)
        if handler is not None:
            handler(exchange, pool)


def _client(exchange: Recorded, client: Subject) -> None:
    asked = exchange.asked
    sent = exchange.secret_hash or asked.get("ClientSecret")
    if (sent and exchange.succeeded) or about_the_secret(exchange, client.id):
        client.tell("secret", asked.get("ClientSecret"), exchange)
    if flow := asked.get("AuthFlow"):
        refused = exchange.message == rejections.FLOW_NOT_ENABLED(flow=flow).message
        client.tell(f"{'refuses' if refused else 'flow'} {flow}", True, exchange)
    if exchange.error in _LEGACY and asked.get("ClientId"):
        client.tell("legacy", True, exchange)
    if exchange.succeeded:
        _successful_client(exchange, client)


def _successful_client(exchange: Recorded, client: Subject) -> None:
    if seconds := exchange.result.get("ExpiresIn"):
        client.tell("access seconds", seconds, exchange)
    for claims in exchange.claims:
        if claims.get("token_use") == "id" and {"iat", "exp"} <= claims.keys():
            client.tell("id seconds", claims["exp"] - claims["iat"], exchange)
    if exchange.operation == "GetTokensFromRefreshToken" and exchange.result.get("RefreshToken"):
        client.tell("rotates", True, exchange)
    if exchange.operation == "DescribeUserPoolClient":
        client.tell("settings", _without(exchange.answer["UserPoolClient"], _OWN_OF_CLIENT), exchange)
    if exchange.operation == "UpdateUserPoolClient":
        client.tell("name", exchange.answer["UserPoolClient"].get("ClientName"), exchange)
        if secret := exchange.answer["UserPoolClient"].get("ClientSecret"):
            client.tell("secret", secret, exchange)
    if exchange.operation in ("UpdateUserPoolClient", "DeleteUserPoolClient"):
        client.end()


def _pool(exchange: Recorded, pool: Subject) -> None:
    asked = exchange.asked
    if exchange.challenge == SET_UP:
        pool.tell("required", True, exchange)
        for factor in json.loads(exchange.parameters.get("MFAS_CAN_SETUP", "[]")):
            pool.tell(f"offers {factor}", True, exchange)
        delivered = exchange.answer.get("CodeDeliveryDetails") or {}
    delivered = exchange.answer.get("CodeDeliveryDetails") or {}
    if exchange.operation in _CODES and delivered.get("AttributeName"):
        pool.tell(f"verifies {delivered['AttributeName']}", True, exchange)
    for sent in exchange.answer.get("CodeDeliveryDetailsList") or ():
        pool.tell(f"verifies {sent['AttributeName']}", True, exchange)
    password = asked.get(_PASSWORD_MEMBERS.get(exchange.operation, "")) or exchange.given.get("NEW_PASSWORD")
    if password:
        pool.tell(f"password {len(pool.named('password '))}", password, exchange)
    _usernames(exchange, pool)
    for name in (*exchange.attributes, *_given_attributes(exchange)):
        if name.startswith("custom:"):
            pool.tell(f"attribute {name}", True, exchange)


def _usernames(exchange: Recorded, pool: Subject) -> None:
    """Who is asked for by an address and is a sub by name is of a pool where addresses are usernames."""
    subs = {
        claims["sub"]
        for claims in exchange.claims
        if claims.get("sub") == claims.get("username", claims.get("cognito:username"))
    }
    described = exchange.answer.get("User") or exchange.answer
    if described.get("Username") == exchange.attributes.get("sub", ""):
        subs.add(described["Username"])
    name = exchange.name or ""
    if subs and name not in subs:
        if "@" in name:
            pool.tell("usernames email", True, exchange)
        elif name.startswith("+"):
            pool.tell("usernames phone_number", True, exchange)


def _given_attributes(exchange: Recorded) -> list[str]:
    return [pair.get("Name", "") for pair in exchange.asked.get("UserAttributes") or ()]


def _described(exchange: Recorded, pool: Subject) -> None:
    pool.tell("settings", _without(exchange.answer["UserPool"], _OWN), exchange)


def _mfa(exchange: Recorded, pool: Subject) -> None:
    pool.tell("mfa", dict(exchange.answer), exchange)


def _changed(exchange: Recorded, pool: Subject) -> None:
    """E-mail as a factor can be set only where a sender of one's own is."""
    if "EmailMfaConfiguration" in exchange.asked:
        pool.tell("sends email", True, exchange)
    pool.change("settings", "mfa", "required", *(f"verifies {name}" for name in ("email", "phone_number")))


def _ended(_exchange: Recorded, pool: Subject) -> None:
    pool.end()


_BY_OPERATION: Final[Mapping[str, Callable[[Recorded, Subject], None]]] = {
    "DescribeUserPool": _described,
    "GetUserPoolMfaConfig": _mfa,
    "UpdateUserPool": _changed,
    "SetUserPoolMfaConfig": _changed,
    "DeleteUserPool": _ended,
}


def accepted_policy(pool: Subject) -> dict[str, Any] | None:
    """A password policy that allows what the recording's pool took; None where the default does."""
    taken = list(pool.named("password ").values())
    policy = {**passwords.DEFAULT_POLICY}
    for name, _, is_kind in passwords.KINDS:
        policy[name] = all(any(map(is_kind, password)) for password in taken)
    policy["MinimumLength"] = min([policy["MinimumLength"], *map(len, taken)])
    return None if policy == passwords.DEFAULT_POLICY else policy


def _without(settings: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name not in names}
