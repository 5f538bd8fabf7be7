"""Links between users and identity providers: AdminLinkProviderForUser, AdminDisableProviderForUser.

1. The user to link to is local, named by the username, or comes from a provider, named by the id there.  The user to
   link comes from a provider and has not signed in yet (botocore).
2. A social identity is linked by its subject; one of OIDC or SAML by its subject or by an attribute that the provider
   maps (botocore).
3. An identity is linked once, and a user has at most five linked identities (public code; botocore).
4. A local user who is disabled has no password any more.  A link is removed by what it was made by, or by the subject
   once the identity has signed in (botocore).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import federation, identities, rejections
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.resources.engine import find
from pytest_cognito_mfa._simulator.resources.table import IDENTITY_PROVIDERS

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, Record, User

_COGNITO = "Cognito"


@operation("AdminLinkProviderForUser")
def admin_link_provider_for_user(service: Service, req: aws.AdminLinkProviderForUserRequestTypeDef) -> Answer:
    pool, source = service.pool(req["UserPoolId"]), req["SourceUser"]
    target = req["DestinationUser"]
    user = _named(pool, target.get("ProviderName", _COGNITO), target.get("ProviderAttributeValue", ""))
    name, value = source.get("ProviderName", ""), source.get("ProviderAttributeValue", "")
    if name == _COGNITO:
        raise rejections.SOURCE_IS_LOCAL()
    provider = find(service, IDENTITY_PROVIDERS, {**req, "ProviderName": name})
    attribute = source.get("ProviderAttributeName", "")
    _check_attribute(provider, attribute, value)
    if holder := federation.holder(pool, name, value):
        is_own = (federation.entry(holder, name, value) or {}).get("primary")
        raise (rejections.SOURCE_HAS_SIGNED_IN if is_own else rejections.SOURCE_IS_LINKED)(
            because=f"user {holder.username} has that identity"
        )
    held = identities.read(user.attributes.get(identities.ATTRIBUTE))
    if sum(not each.get("primary") for each in held) >= federation.MOST:
        raise rejections.TOO_MANY(because=f"user {user.username} has {federation.MOST} linked identities")
    if attribute != federation.SUBJECT:
        user.linked_by[name, value] = attribute
    _write(service, pool, user, [*held, identities.identity(provider, value, primary=False, at=service.now)])
    return {}


@operation("AdminDisableProviderForUser")
def admin_disable_provider_for_user(service: Service, req: aws.AdminDisableProviderForUserRequestTypeDef) -> Answer:
    pool, named = service.pool(req["UserPoolId"]), req["User"]
    name, value = named.get("ProviderName", ""), named.get("ProviderAttributeValue", "")
    if name != _COGNITO:
        find(service, IDENTITY_PROVIDERS, {**req, "ProviderName": name})
    user, attribute = _named(pool, name, value), named.get("ProviderAttributeName", "")
    linked_by = user.linked_by.get((name, value), federation.SUBJECT)
    if attribute != linked_by:
        raise rejections.NOT_ALLOWED(because=f"ProviderAttributeName must be {linked_by}")
    if name == _COGNITO:
        user.password = user.verifier = None
        user.modified = service.date
        return {}
    gone = federation.entry(user, name, value)
    held = identities.read(user.attributes[identities.ATTRIBUTE])
    user.linked_by.pop((name, value), None)
    _write(service, pool, user, [each for each in held if each != gone])
    return {}


def _named(pool: Pool, provider: str, value: str) -> User:
    """The user of this name, or of this id at a provider; AWS's refusal if there is none."""
    if provider == _COGNITO:
        return pool.user(value)
    user = federation.holder(pool, provider, value)
    if user is None:
        raise rejections.NO_USER(because=f"no user of pool {pool.settings['Name']} has that id at {provider}")
    return user


def _check_attribute(provider: Record, attribute: str, value: str) -> None:
    """Refuse a link by an attribute that does not identify users of the provider."""
    mapped = set(provider["AttributeMapping"]) - {"username"} if provider["ProviderType"] in ("OIDC", "SAML") else set()
    if attribute not in {federation.SUBJECT, *mapped}:
        because = f"ProviderAttributeName must be {' or '.join([federation.SUBJECT, *sorted(mapped)])}"
        raise rejections.NOT_ALLOWED(because=because)
    if not value:
        raise rejections.NOT_ALLOWED(because="SourceUser has no ProviderAttributeValue")


def _write(service: Service, pool: Pool, user: User, held: list[identities.Identity]) -> None:
    rest = {name: value for name, value in user.attributes.items() if name != identities.ATTRIBUTE}
    shown = {identities.ATTRIBUTE: identities.written(held)} if held else {}
    pool.users.change(user, {**rest, **shown})
    user.modified = service.date
