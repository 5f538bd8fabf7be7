"""The state before a recording, inferred from it, as a scenario; AWS's defaults fill what it does not show.

1. A user who was challenged with a factor had this factor on and preferred. If an exchange shows that it was not on,
   the pool requires MFA.
2. A pool offers every factor that it asked for or that could be set up. If it offers one, MFA is at least OPTIONAL.
3. A client has the flows that were used, and the flows that every client has.
4. A password, an address or a secret that the recording hides or only implies is a placeholder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import ACCOUNT, DESTINATION, EMAIL, FACTORS, PASSKEY, SMS, TOTP
from pytest_cognito_mfa._inference.first_factor_observations import (
    challenged_factor,
    implied_first_factors,
    implied_passkeys,
    implied_web_authn,
)
from pytest_cognito_mfa._inference.placeholders import ADDRESSES, CLIENT_ID, PASSWORD, SECRET, TOTP_SECRET, unmask
from pytest_cognito_mfa._inference.pool_observations import accepted_policy
from pytest_cognito_mfa._inference.resource_observations import recorded_groups, recorded_resources
from pytest_cognito_mfa._scenario import ClientSpec, Place, PoolSpec, Scenario, UserSpec, frozen
from pytest_cognito_mfa._simulator.state import CONFIRMED
from pytest_cognito_mfa._simulator.triggers.table import CUSTOM_TRIGGERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._inference.identities import Identities, Subject

_SMS_SENDER: Final = {"SnsCallerArn": "arn:aws:iam::123456789012:role/recorded"}
_OWN_SENDER: Final = {"EmailSendingAccount": "DEVELOPER"}
_BLOCKS: Final = {"SoftwareTokenMfaConfiguration", "EmailMfaConfiguration", "WebAuthnConfiguration"}
_ALWAYS: Final = ("REFRESH_TOKEN_AUTH", "USER_SRP_AUTH")


def initial_scenario(identities: Identities) -> Scenario:
    """A scenario with everything that existed before the first exchange."""
    pools = [_pool(identities, pool) for pool in identities.pools.values() if _is_recorded(pool)]
    region = pools[0].id.rpartition("_")[0] if pools and pools[0].id else identities.region
    return Scenario(None, region, tuple(pools), ())


def _is_recorded(subject: Subject) -> bool:
    return subject.existed_before and "seen" in subject.facts


def _place(subject: Subject) -> Place:
    file, _, line = subject.place.rpartition(":")
    return Place(file, int(line or 0), 1)


# -- pools and clients ------------------------------------------------------------------


def _pool(identities: Identities, pool: Subject) -> PoolSpec:
    users = [user for user in identities.users.values() if user.pool is pool and _existed(user)]
    settings = _settings(pool, users)
    clients = [client for client in identities.clients.values() if client.pool is pool and _is_recorded(client)]
    specs = [_client(client) for client in clients] or [_placeholder_client(identities, pool)]
    participants = [_user(user, settings) for user in users]
    name = settings.pop("Name", "recorded")
    place = _place(pool)
    resources = recorded_resources(pool, place)
    return PoolSpec(pool.id, name, frozen(settings), tuple(specs), tuple(participants), place, resources)


def _existed(user: Subject) -> bool:
    return user.existed_before and "exists" in user.facts


def _settings(pool: Subject, users: list[Subject]) -> dict[str, Any]:
    settings: dict[str, Any] = dict(pool.get("settings") or {})
    if mfa := pool.get("mfa"):
        settings |= {name: value for name, value in mfa.items() if name == "MfaConfiguration" or name in _BLOCKS}
        settings |= mfa.get("SmsMfaConfiguration") or {}
    else:
        settings |= _implied_mfa(pool, users, settings)
    settings |= pool.with_prefix("domain ")
    if tags := pool.get("tags"):
        settings["UserPoolTags"] = tags
    if "settings" not in pool.facts:
        settings |= _implied_settings(pool, users)
    return settings


def _implied_mfa(pool: Subject, users: list[Subject], settings: Mapping[str, Any]) -> dict[str, Any]:
    offered = [factor for factor in FACTORS if f"offers {factor}" in pool.facts and not _is_only_first(factor, users)]
    implied: dict[str, Any] = {}
    if SMS in offered:
        implied |= {"SmsConfiguration": _SMS_SENDER}
    if TOTP in offered:
        implied |= {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
    if EMAIL in offered:
        implied |= {"EmailMfaConfiguration": {}}
    if EMAIL in offered or "sends email" in pool.facts:
        first, second = ("phone_number", "email") if _was_challenged(users, EMAIL) else ("email", "phone_number")
        ways = [{"Name": f"verified_{way}", "Priority": place} for place, way in enumerate((first, second), 1)]
        implied |= {"EmailConfiguration": _OWN_SENDER, "AccountRecoverySetting": {"RecoveryMechanisms": ways}}
    required = "required" in pool.facts or any(_was_challenged_without_choice(user) for user in users)
    if required:
        implied |= {"MfaConfiguration": "ON"}
    elif offered:
        implied |= {"MfaConfiguration": "OPTIONAL"}
    return {name: value for name, value in implied.items() if name not in settings}


def _was_challenged(users: list[Subject], factor: str) -> bool:
    return any(challenged_factor(user) == factor for user in users)


def _is_only_first(factor: str, users: list[Subject]) -> bool:
    """Whether all users who have a factor were offered it as the first one."""
    others = (user for user in users if f"first {factor}" not in user.facts)
    is_mfa = any(user.get("challenged") == factor or factor in (user.get("factors") or ()) for user in others)
    return not is_mfa and any(f"first {factor}" in user.facts for user in users)


def _was_challenged_without_choice(user: Subject) -> bool:
    """Whether the user was asked for a factor that is not on: only a pool that requires MFA does so."""
    challenged = challenged_factor(user)
    return "factors" in user.facts and challenged is not None and challenged not in user.get("factors")


def _implied_settings(pool: Subject, users: list[Subject]) -> dict[str, Any]:
    implied: dict[str, Any] = {}
    if "tracks devices" in pool.facts or any(user.with_prefix("device ") for user in users):
        implied["DeviceConfiguration"] = {
            "ChallengeRequiredOnNewDevice": True,
            "DeviceOnlyRememberedOnUserPrompt": False,
        }
    if usernames := list(pool.with_prefix("usernames ")):
        implied["UsernameAttributes"] = usernames
    elif aliases := sorted({alias for user in users for alias, _ in _aliases(user)}):
        implied["AliasAttributes"] = aliases
    if verified := list(pool.with_prefix("verifies ")):
        implied["AutoVerifiedAttributes"] = verified
    policy = accepted_policy(pool)
    if policies := {**({"PasswordPolicy": policy} if policy else {}), **implied_first_factors(pool)}:
        implied["Policies"] = policies
    if "first WEB_AUTHN" in pool.facts:
        implied["WebAuthnConfiguration"] = implied_web_authn(pool)
    if "first SMS_OTP" in pool.facts:
        implied["SmsConfiguration"] = _SMS_SENDER
    if "custom challenges" in pool.facts:  # a recording does not have the functions of its triggers
        arn = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:recorded"
        implied["LambdaConfig"] = dict.fromkeys(CUSTOM_TRIGGERS, arn)
    own = {name for user in users for name in user.with_prefix("attribute ") if name.startswith("custom:")}
    own |= set(pool.with_prefix("attribute "))
    if own:
        implied["Schema"] = [{"Name": name.removeprefix("custom:")} for name in sorted(own)]
    return implied


def _client(client: Subject) -> ClientSpec:
    settings: dict[str, Any] = dict(client.get("settings") or _implied_client_settings(client))
    secret = settings.pop("ClientSecret", None) or client.get("secret")
    if secret is None and "secret" in client.facts:
        secret = SECRET
    name = settings.pop("ClientName", None) or client.get("name") or f"app-{client.id}"
    return ClientSpec(client.id, name, secret, frozen(settings), _place(client))


def _implied_client_settings(client: Subject) -> dict[str, Any]:
    refused = set(client.with_prefix("refuses "))
    flows = dict.fromkeys(
        flow.replace("ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH") for flow in client.with_prefix("flow ")
    )
    if "REFRESH_TOKEN" in flows:
        del flows["REFRESH_TOKEN"]
    settings: dict[str, Any] = {}
    rotates = "rotates" in client.facts
    if rotates:
        settings["RefreshTokenRotation"] = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
        refused.add("REFRESH_TOKEN_AUTH")
    allowed = [flow for flow in (*flows, *(each for each in _ALWAYS if each not in flows)) if flow not in refused]
    settings["ExplicitAuthFlows"] = [f"ALLOW_{flow}" for flow in allowed]
    for token in ("Access", "Id"):
        seconds = client.get(f"{token.lower()} seconds", 3600)
        if seconds != 3600:  # noqa: PLR2004 - AWS's default
            settings[f"{token}TokenValidity"] = seconds
            settings.setdefault("TokenValidityUnits", {})[f"{token}Token"] = "seconds"
    if "legacy" in client.facts:
        settings["PreventUserExistenceErrors"] = "LEGACY"
    return settings


def _placeholder_client(identities: Identities, pool: Subject) -> ClientSpec:
    """For a pool without a recorded client, so that its users can sign in."""
    number = list(identities.pools).index(pool.id) + 1
    flows = [f"ALLOW_{flow}" for flow in ("USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", *_ALWAYS)]
    return ClientSpec(f"{CLIENT_ID}{number}", "app", None, frozen({"ExplicitAuthFlows": flows}), _place(pool))


# -- users ------------------------------------------------------------------------------


def _user(user: Subject, pool: Mapping[str, Any]) -> UserSpec:
    attributes = _attributes(user, pool)
    on, preferred = _factors(user)
    for factor in on:
        if (attribute := DESTINATION.get(factor)) and not attributes.get(attribute):
            attributes[attribute] = ADDRESSES[attribute]
    status = user.get("status", CONFIRMED)
    password = "" if "passwordless" in user.facts else user.get("password", PASSWORD)
    password = None if "imported" in user.facts else password
    secret = None if TOTP in on or "registered" not in user.facts else TOTP_SECRET
    settings: dict[str, Any] = (
        {"MFAOptions": [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]} if user.get("options") else {}
    )
    if credentials := implied_passkeys(user):
        settings["Credentials"] = credentials
    name = _name(user, attributes, pool)
    return UserSpec(
        username=name,
        password=password,
        status=status,
        enabled=user.get("enabled", True),
        attributes=frozen(attributes),
        factors=tuple(on),
        preferred=preferred,
        secret_code=secret,
        place=_place(user),
        settings=frozen(settings),
        groups=recorded_groups(user, name),
        passkeys=("Passkey",) if "passkey" in user.facts and not credentials else (),
    )


def _attributes(user: Subject, pool: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = user.with_prefix("attribute ")
    if sub := user.get("sub"):
        found["sub"] = sub
    for alias, name in _aliases(user):
        found.setdefault(alias, name)
        if "UsernameAttributes" not in pool:
            found.setdefault(f"{alias}_verified", "true")
    for attribute, masked in user.with_prefix("mask ").items():
        found.setdefault(attribute, unmask(masked))
    for attribute in user.with_prefix("needs "):
        found.setdefault(attribute, ADDRESSES[attribute])
    if "can recover" in user.facts and not any(found.get(f"{name}_verified") == "true" for name in ADDRESSES):
        found.setdefault("email", ADDRESSES["email"])
        found["email_verified"] = "true"
    return found


def _aliases(user: Subject) -> Iterator[tuple[str, str]]:
    """The addresses that were used as names of a user who also has a username, each with its attribute."""
    username = user.get("username")
    for name in user.names if username else ():
        if name != username and ("@" in name or name.startswith("+")):
            yield ("email" if "@" in name else "phone_number"), name


def _name(user: Subject, attributes: Mapping[str, str], pool: Mapping[str, Any]) -> str:
    for attribute in pool.get("UsernameAttributes", ()):
        if attributes.get(attribute):
            return attributes[attribute]
        return ADDRESSES[attribute]
    return str(user.get("username") or user.get("name") or user.id)


def _factors(user: Subject) -> tuple[list[str], str | None]:
    """The factors that are on, and the preferred one."""
    if "factors" in user.facts:
        return [factor for factor in user.get("factors") if factor in (*FACTORS, PASSKEY)], user.get("preferred")
    chosen = [factor for factor in FACTORS if f"chose {factor}" in user.facts]
    if chosen:
        return chosen, None
    challenged = challenged_factor(user)
    return ([challenged], challenged) if challenged else ([], None)
