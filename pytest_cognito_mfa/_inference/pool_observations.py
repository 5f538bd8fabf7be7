"""What each recorded exchange shows about its pool and its client, and what it changes in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import TOTP
from pytest_cognito_mfa._simulator import passwords, rejections
from pytest_cognito_mfa._simulator.custom_auth import CUSTOM
from pytest_cognito_mfa._simulator.mfa.challenges import SET_UP
from pytest_cognito_mfa._simulator.pools.defaults import PASSWORD_POLICY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._inference.identities import Subject

_DOMAINS: Final = ("Domain", "CustomDomain")
_POOL_IDENTITY: Final = ("Id", "Arn", "CreationDate", "LastModifiedDate", "EstimatedNumberOfUsers", "Status", *_DOMAINS)
_CLIENT_IDENTITY: Final = ("ClientId", "UserPoolId", "CreationDate", "LastModifiedDate")

_LONGEST_HISTORY: Final = 24
"""The largest PasswordHistorySize (botocore)."""
PASSWORD_MEMBERS: Final = {
    "SignUp": "Password",
    "AdminCreateUser": "TemporaryPassword",
    "AdminSetUserPassword": "Password",
    "ConfirmForgotPassword": "Password",
    "ChangePassword": "ProposedPassword",
}
_SET_UP_CALLS: Final = ("AssociateSoftwareToken", "VerifySoftwareToken")
_NO_SIGN_OF_TOTP: Final = frozenset(
    {
        rejections.TOTP_NOT_IN_POOL.words,
        rejections.TOKEN_UNVERIFIED.words,
        rejections.TOKEN_INVALID.words,
        rejections.TOKEN_EXPIRED.words,
    }
)
"""Errors of these calls that do not show whether the pool offers TOTP."""

_CODES: Final = ("SignUp", "ResendConfirmationCode")


def observe_pool_and_client(exchange: RecordedExchange, pool: Subject, client: Subject | None) -> None:
    if exchange.created_id("CreateUserPool", "UserPool", "Id"):
        pool.mark_created()
    if exchange.created_id("CreateUserPoolClient", "UserPoolClient", "ClientId") and client is not None:
        client.mark_created()
    pool.add_fact("seen", True)
    if client is not None:
        client.add_fact("seen", True)
        _observe_client(exchange, client)
    if exchange.operation in _SET_UP_CALLS and exchange.message not in _NO_SIGN_OF_TOTP:
        pool.add_fact(f"offers {TOTP}", True)
        if exchange.request.get("Session"):
            pool.add_fact("required", True)
    if exchange.request.get("DeviceKey") or exchange.auth_parameters.get("DEVICE_KEY"):
        pool.add_fact("tracks devices", True)
    if exchange.succeeded:
        _observe_pool(exchange, pool)
        if (handler := _BY_OPERATION.get(exchange.operation)) is not None:
            handler(exchange, pool)


def _observe_client(exchange: RecordedExchange, client: Subject) -> None:
    request = exchange.request
    sent = exchange.secret_hash or request.get("ClientSecret")
    if exchange.operation in ("AddUserPoolClientSecret", "DeleteUserPoolClientSecret"):
        client.add_fact("secret", None)
    if (sent and exchange.succeeded) or exchange.is_about_client_secret(client.id):
        client.add_fact("secret", request.get("ClientSecret"))
    if flow := request.get("AuthFlow"):
        refused = exchange.message == rejections.FLOW_NOT_ENABLED(flow=flow).message
        client.add_fact(f"{'refuses' if refused else 'flow'} {flow}", True)
    if exchange.error == "UserNotFoundException" and request.get("ClientId"):
        client.add_fact("legacy", True)
    if exchange.succeeded:
        _observe_successful_client(exchange, client)


def _observe_successful_client(exchange: RecordedExchange, client: Subject) -> None:
    if seconds := exchange.auth_result.get("ExpiresIn"):
        client.add_fact("access seconds", seconds)
    for claims in exchange.claims:
        if claims.get("token_use") == "id" and {"iat", "exp"} <= claims.keys():
            client.add_fact("id seconds", claims["exp"] - claims["iat"])
    if exchange.operation in ("SignUp", "ConfirmSignUp") and exchange.answer.get("Session"):
        client.add_fact("flow USER_AUTH", True)
    if exchange.operation == "GetTokensFromRefreshToken" and exchange.auth_result.get("RefreshToken"):
        client.add_fact("rotates", True)
    described = exchange.answer.get("UserPoolClient") or {}
    if exchange.operation == "DescribeUserPoolClient":
        client.add_fact("settings", _without(described, _CLIENT_IDENTITY))
    if exchange.operation == "UpdateUserPoolClient":
        client.add_fact("name", described.get("ClientName"))
        if secret := described.get("ClientSecret"):
            client.add_fact("secret", secret)
    if exchange.operation in ("UpdateUserPoolClient", "DeleteUserPoolClient"):
        client.mark_deleted()


def _observe_pool(exchange: RecordedExchange, pool: Subject) -> None:
    request = exchange.request
    if CUSTOM in (exchange.challenge, request.get("ChallengeName")):
        pool.add_fact("custom challenges", True)
    if exchange.challenge == SET_UP:
        pool.add_fact("required", True)
        for factor in exchange.listed("MFAS_CAN_SETUP"):
            pool.add_fact(f"offers {factor}", True)
    delivered = exchange.answer.get("CodeDeliveryDetails") or {}
    if exchange.operation in _CODES and delivered.get("AttributeName"):
        pool.add_fact(f"verifies {delivered['AttributeName']}", True)
    for sent in exchange.answer.get("CodeDeliveryDetailsList") or ():
        pool.add_fact(f"verifies {sent.get('AttributeName')}", True)
    member = PASSWORD_MEMBERS.get(exchange.operation, "")
    if password := request.get(member) or exchange.auth_parameters.get("NEW_PASSWORD"):
        pool.add_fact(f"password {len(pool.with_prefix('password '))}", password)
    _usernames(exchange, pool)
    requested = (pair.get("Name", "") for pair in request.get("UserAttributes") or ())
    for name in (*exchange.attributes, *requested):
        if name.startswith("custom:"):
            pool.add_fact(f"attribute {name}", True)


def _usernames(exchange: RecordedExchange, pool: Subject) -> None:
    """A user who signs in with an address but has a sub as Username is in a pool with UsernameAttributes."""
    subs = {
        claims["sub"]
        for claims in exchange.claims
        if "sub" in claims and claims["sub"] == claims.get("username", claims.get("cognito:username"))
    }
    if exchange.described.get("Username") == exchange.attributes.get("sub", ""):
        subs.add(exchange.described["Username"])
    name = exchange.username or ""
    if subs and name not in subs:
        if "@" in name:
            pool.add_fact("usernames email", True)
        elif name.startswith("+"):
            pool.add_fact("usernames phone_number", True)


def _changed(exchange: RecordedExchange, pool: Subject) -> None:
    """EmailMfaConfiguration can only be set in a pool that has its own sender of e-mail."""
    if "EmailMfaConfiguration" in exchange.request:
        pool.add_fact("sends email", True)
    pool.mark_changed("settings", "mfa", "required", *(f"verifies {name}" for name in ("email", "phone_number")))


def _columns(exchange: RecordedExchange, pool: Subject) -> None:
    for name in exchange.answer.get("CSVHeader") or ():
        if name.startswith("custom:"):
            pool.add_fact(f"attribute {name}", True)


def _described(exchange: RecordedExchange, pool: Subject) -> None:
    described = exchange.answer.get("UserPool") or {}
    pool.add_fact("settings", _without(described, _POOL_IDENTITY))
    for name in _DOMAINS:
        if name in described:
            pool.add_fact(f"domain {name}", described[name])


def _domain(exchange: RecordedExchange, pool: Subject) -> None:
    """A domain is a setting of its pool in a scenario."""
    changes = exchange.operation != "DescribeUserPoolDomain"
    if exchange.operation.startswith(("Update", "Delete")) or exchange.answer.get("DomainDescription"):
        name = exchange.request["Domain"]
        pool.add_fact(f"domain {'CustomDomain' if '.' in name else 'Domain'}", name)
    if changes:
        pool.mark_changed("domain Domain", "domain CustomDomain")


_BY_OPERATION: Final[Mapping[str, Callable[[RecordedExchange, Subject], None]]] = {
    "DescribeUserPool": _described,
    "GetUserPoolMfaConfig": lambda exchange, pool: pool.add_fact("mfa", dict(exchange.answer)),
    "AddCustomAttributes": lambda exchange, pool: pool.mark_changed(
        "settings", *(f"attribute custom:{each.get('Name')}" for each in exchange.request["CustomAttributes"])
    ),
    "GetCSVHeader": _columns,
    **dict.fromkeys([f"{verb}UserPoolDomain" for verb in ("Create", "Update", "Delete", "Describe")], _domain),
    "ListTagsForResource": lambda exchange, pool: pool.add_fact("tags", exchange.answer.get("Tags")),
    **dict.fromkeys(("TagResource", "UntagResource"), lambda _, pool: pool.mark_changed("tags")),
    "UpdateUserPool": _changed,
    "SetUserPoolMfaConfig": _changed,
    "DeleteUserPool": lambda _, pool: pool.mark_deleted(),
}


def accepted_policy(pool: Subject) -> dict[str, Any] | None:
    """A password policy that allows every recorded password, and refuses those that were used before; None if the
    default policy does.
    """
    accepted = list(pool.with_prefix("password ").values())
    policy = {**PASSWORD_POLICY}
    for name, _, is_kind in passwords.KINDS:
        policy[name] = all(any(map(is_kind, password)) for password in accepted)
    if sizes := pool.with_prefix("history "):
        policy["PasswordHistorySize"] = min(max(map(int, sizes)), _LONGEST_HISTORY)
    policy["MinimumLength"] = min([policy["MinimumLength"], *map(len, accepted)])
    return None if policy == PASSWORD_POLICY else policy


def _without(settings: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name not in names}
