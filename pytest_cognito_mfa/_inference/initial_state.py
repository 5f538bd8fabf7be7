"""The state that a recording implies, as the scenario that begins with it; what nothing implies has AWS's default.

1. Who was challenged with a factor had it on and preferred, unless an exchange shows otherwise: then the pool requires
   MFA, and asks for what there is.
2. What a pool was seen to ask for, or to let be set up, it offers; and where it offers a factor, MFA is at least
   optional.
3. A client has the flows that were used, and those that every client has.
4. A password, an address or a secret that the recording only hides, or that only had to be there, is one of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._inference.placeholders import ADDRESSES, CLIENT_ID, PASSWORD, SECRET, TOTP_SECRET
from pytest_cognito_mfa._inference.pool_observations import accepted_policy
from pytest_cognito_mfa._inference.unmasking import unmasked
from pytest_cognito_mfa._scenario import ClientSpec, Place, PoolSpec, Scenario, UserSpec, frozen
from pytest_cognito_mfa._simulator.mfa.factors import DESTINATION, EMAIL, FACTORS, PASSKEY, SMS, TOTP
from pytest_cognito_mfa._simulator.state import CONFIRMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._inference.facts import Subject
    from pytest_cognito_mfa._inference.identities import Cast

_SMS_SENDER: Final = {"SnsCallerArn": "arn:aws:iam::123456789012:role/recorded"}
_OWN_SENDER: Final = {"EmailSendingAccount": "DEVELOPER"}
_BLOCKS: Final = {"SoftwareTokenMfaConfiguration", "EmailMfaConfiguration", "WebAuthnConfiguration"}
_ALWAYS: Final = ("REFRESH_TOKEN_AUTH", "USER_SRP_AUTH")


def scenario_of(cast: Cast) -> Scenario:
    """A scenario of all that was there before the first exchange."""
    pools = [_pool(cast, pool) for pool in cast.pools.values() if _is_seen(pool)]
    region = pools[0].id.rpartition("_")[0] if pools and pools[0].id else cast.region
    return Scenario(None, region, tuple(pools), ())


def _is_seen(subject: Subject) -> bool:
    return subject.was_there and "seen" in subject.facts


def _place(subject: Subject) -> Place:
    file, _, line = subject.place.rpartition(":")
    return Place(file, int(line or 0), 1)


# -- pools and clients ------------------------------------------------------------------


def _pool(cast: Cast, pool: Subject) -> PoolSpec:
    users = [user for (home, _), user in cast.users.items() if home == pool.id and is_there(user)]
    settings = _settings(pool, users)
    clients = [client for (home, _), client in cast.clients.items() if home == pool.id and _is_seen(client)]
    specs = [_client(client) for client in clients] or [_made_up_client(cast, pool)]
    people = [_user(user, settings) for user in users]
    name = settings.pop("Name", "recorded")
    return PoolSpec(pool.id, name, frozen(settings), tuple(specs), tuple(people), _place(pool))


def is_there(user: Subject) -> bool:
    return user.was_there and "exists" in user.facts


def _settings(pool: Subject, users: list[Subject]) -> dict[str, Any]:
    settings: dict[str, Any] = dict(pool.get("settings") or {})
    if mfa := pool.get("mfa"):
        settings |= {name: value for name, value in mfa.items() if name == "MfaConfiguration" or name in _BLOCKS}
        settings |= mfa.get("SmsMfaConfiguration") or {}
    else:
        settings |= _implied_mfa(pool, users, settings)
    if "settings" not in pool.facts:
        settings |= _implied(pool, users)
    return settings


def _implied_mfa(pool: Subject, users: list[Subject], settings: Mapping[str, Any]) -> dict[str, Any]:
    offered = [factor for factor in FACTORS if f"offers {factor}" in pool.facts]
    implied: dict[str, Any] = {}
    if SMS in offered:
        implied |= {"SmsConfiguration": _SMS_SENDER}
    if TOTP in offered:
        implied |= {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
    if EMAIL in offered:
        implied |= {"EmailMfaConfiguration": {}}
    if EMAIL in offered or "sends email" in pool.facts:
        first, second = ("phone_number", "email") if _asked_for(users, EMAIL) else ("email", "phone_number")
        ways = [{"Name": f"verified_{way}", "Priority": place} for place, way in enumerate((first, second), 1)]
        implied |= {"EmailConfiguration": _OWN_SENDER, "AccountRecoverySetting": {"RecoveryMechanisms": ways}}
    required = "required" in pool.facts or any(_asked_unchosen(user) for user in users)
    if required:
        implied |= {"MfaConfiguration": "ON"}
    elif offered:
        implied |= {"MfaConfiguration": "OPTIONAL"}
    return {name: value for name, value in implied.items() if name not in settings}


def _asked_for(users: list[Subject], factor: str) -> bool:
    return any(user.get("challenged") == factor for user in users)


def _asked_unchosen(user: Subject) -> bool:
    """Asked for a factor that is not on."""
    return "factors" in user.facts and "challenged" in user.facts and user.get("challenged") not in user.get("factors")


def _implied(pool: Subject, users: list[Subject]) -> dict[str, Any]:
    implied: dict[str, Any] = {}
    if "tracks devices" in pool.facts or any(user.named("device ") for user in users):
        implied["DeviceConfiguration"] = {
            "ChallengeRequiredOnNewDevice": True,
            "DeviceOnlyRememberedOnUserPrompt": False,
        }
    if usernames := list(pool.named("usernames ")):
        implied["UsernameAttributes"] = usernames
    elif aliases := sorted({alias for user in users for alias, _ in _aliases(user)}):
        implied["AliasAttributes"] = aliases
    if verified := list(pool.named("verifies ")):
        implied["AutoVerifiedAttributes"] = verified
    if policy := accepted_policy(pool):
        implied["Policies"] = {"PasswordPolicy": policy}
    own = {name for user in users for name in user.named("attribute ") if name.startswith("custom:")}
    own |= set(pool.named("attribute "))
    if own:
        implied["Schema"] = [{"Name": name.removeprefix("custom:")} for name in sorted(own)]
    return implied


def _client(client: Subject) -> ClientSpec:
    settings: dict[str, Any] = dict(client.get("settings") or _implied_client(client))
    secret = settings.pop("ClientSecret", None) or client.get("secret")
    if secret is None and "secret" in client.facts:
        secret = SECRET
    name = settings.pop("ClientName", None) or client.get("name") or f"app-{client.id}"
    return ClientSpec(client.id, name, secret, frozen(settings), _place(client))


def _implied_client(client: Subject) -> dict[str, Any]:
    refused = set(client.named("refuses "))
    flows = dict.fromkeys(
        flow.replace("ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH") for flow in client.named("flow ")
    )
    if "REFRESH_TOKEN" in flows:
        del flows["REFRESH_TOKEN"]
    settings: dict[str, Any] = {}
    rotates = "rotates" in client.facts
    if rotates:
        settings["RefreshTokenRotation"] = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
        refused.add("REFRESH_TOKEN_AUTH")
    kept = [flow for flow in (*flows, *(each for each in _ALWAYS if each not in flows)) if flow not in refused]
    settings["ExplicitAuthFlows"] = [f"ALLOW_{flow}" for flow in kept]
    for token in ("Access", "Id"):
        seconds = client.get(f"{token.lower()} seconds", 3600)
        if seconds != 3600:  # noqa: PLR2004 - AWS's default
            settings[f"{token}TokenValidity"] = seconds
            settings.setdefault("TokenValidityUnits", {})[f"{token}Token"] = "seconds"
    if "legacy" in client.facts:
        settings["PreventUserExistenceErrors"] = "LEGACY"
    return settings


def _made_up_client(cast: Cast, pool: Subject) -> ClientSpec:
    """For a pool of which no client is seen: its users sign in all the same."""
    number = list(cast.pools).index(pool.id) + 1
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
    password = None if "imported" in user.facts else user.get("password", PASSWORD)
    secret = None if TOTP in on or "registered" not in user.facts else TOTP_SECRET
    settings = (
        {"MFAOptions": [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]} if user.get("options") else {}
    )
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
    )


def _attributes(user: Subject, pool: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = user.named("attribute ")
    if sub := user.get("sub"):
        found["sub"] = sub
    for alias, name in _aliases(user):
        found.setdefault(alias, name)
        if "UsernameAttributes" not in pool:
            found.setdefault(f"{alias}_verified", "true")
    for attribute, shown in user.named("mask ").items():
        found.setdefault(attribute, unmasked(shown))
    for attribute in user.named("needs "):
        found.setdefault(attribute, ADDRESSES[attribute])
    if "can recover" in user.facts and not any(found.get(f"{name}_verified") == "true" for name in ADDRESSES):
        found.setdefault("email", ADDRESSES["email"])
        found["email_verified"] = "true"
    return found


def _aliases(user: Subject) -> Iterator[tuple[str, str]]:
    """The addresses that the user is called by beside a username, each with its kind."""
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
    challenged = user.get("challenged")
    return ([challenged], challenged) if challenged else ([], None)


def reasons(cast: Cast) -> Iterator[tuple[str, str, str]]:
    """Every fact that counted: of whom, what, and which exchange implies it."""
    for pool in cast.pools.values():
        yield from (("pool " + pool.id, name, fact.reason) for name, fact in pool.facts.items())
    for client in cast.clients.values():
        yield from (("client " + client.id, name, fact.reason) for name, fact in client.facts.items())
    for user in cast.users.values():
        of = f"user {user.get('username') or user.get('name') or user.id}"
        yield from ((of, name, fact.reason) for name, fact in user.facts.items())
