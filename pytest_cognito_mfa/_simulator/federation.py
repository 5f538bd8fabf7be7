"""Federation: a sign-in at an outside identity provider makes a user, or finds the one that an identity is linked to.

1. The user of a provider is named by the provider and by the id there, such as Google_1143; lower case in a pool that
   folds case.  The id is the claim that is mapped to `username`, and NameID for SAML.  The user has the status
   EXTERNAL_PROVIDER and no password (developer guide).
2. Every sign-in writes the mapped attributes.  A claim that is missing changes nothing, and an attribute that may not
   change is refused.  An address is not verified unless its verification is mapped (developer guide, attribute
   mappings).  Several values are written as one text, in brackets (public code).
3. An attribute that the pool requires must have a value (public code: the pages' error).
4. A new user comes into the group <pool id>_<provider>, which Cognito makes (CLI's example of list-groups).
5. A linked identity signs in as the user that it was linked to, and writes that user's attributes (developer guide).
6. A link by another attribute than the subject becomes one by the subject at its first sign-in (botocore
   AdminDisableProviderForUser).
7. A user whose identity was removed keeps the name, and the provider's next sign-in is refused (our choice).
8. The triggers of a new user run before and after the user is made.  If PreSignUp links the identity to another user,
   this sign-in is refused, and the next one is theirs (aws-amplify/amplify-flutter#1716).
9. A federated user takes no alias from a local one: both may have the same address (aws-amplify/amplify-js#3899).
10. InboundFederation gets the claims before they are mapped, of OIDC and social providers as idToken and userInfo, of
    SAML as samlResponse; userName is the id at the provider (public code).  What it gives back takes the place of all
    claims, so it must have the one that is mapped to `username`; an empty answer keeps them (developer guide, inbound
    federation).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote_plus

from pytest_cognito_mfa._simulator import attributes, identities, rejections
from pytest_cognito_mfa._simulator.resources import groups
from pytest_cognito_mfa._simulator.resources.identity_providers import named_by
from pytest_cognito_mfa._simulator.state import EXTERNAL_PROVIDER, User
from pytest_cognito_mfa._simulator.triggers.invoke import run
from pytest_cognito_mfa._simulator.triggers.table import HOSTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, Record

SUBJECT: Final = "Cognito_Subject"
MOST: Final = 5
"""The identities that may be linked to a user (botocore)."""


class SignInRefused(Exception):  # noqa: N818 - the browser gets it as error_description; it is no error of ours
    """The hosted pages send the browser back with error=invalid_request and this text."""


class SignedIn(NamedTuple):
    """Who has signed in at a provider."""

    user: User
    is_new: bool


def sign_in(service: Service, client: Client, provider: Record, claims: Mapping[str, Any]) -> SignedIn:
    """The user whom `provider` has signed in with these claims; raises `SignInRefused` or `Rejection` as AWS does."""
    pool = client.pool
    mapping, name = provider["AttributeMapping"], provider["ProviderName"]
    service.triggers.operation, service.triggers.request = HOSTED, {"ClientId": client.id}
    claims = _after_inbound_federation(service, pool, provider, claims)
    subject = _subject(provider, claims)
    given = {own: _text(claims[source]) for own, source in mapping.items() if claims.get(source) is not None}
    given.pop("username", None)
    found = _holder(pool, provider, subject, given)
    user, own = found or (_new(service, pool, name, subject), None)
    if not user.enabled:
        raise rejections.DISABLED(because=f"user {user.username} is disabled")
    held = _identities_after(service, user, provider, subject, own)
    after = _attributes_after(pool, user, given, is_new=found is None)
    if found is None:
        _refuse_by_trigger(service, pool, user, after)
        if _holder(pool, provider, subject, given):
            raise SignInRefused(_taken(user.username))
        pool.users.add(user)
        pool.users.join(user, _group(service, pool, name))
    pool.users.change(user, {**after, identities.ATTRIBUTE: identities.written(held)})
    user.modified = service.date
    if found is None:
        run(service, "PostConfirmation", pool, user)
    return SignedIn(user, found is None)


def _subject(provider: Record, claims: Mapping[str, Any]) -> str:
    """The id of the user at the provider."""
    subject = _text(claims.get(named_by(provider), ""))
    if not subject:
        raise SignInRefused(f"the claim {named_by(provider)} is missing")
    return subject


def _after_inbound_federation(
    service: Service, pool: Pool, provider: Record, claims: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The claims that InboundFederation gives back, or those of the provider if it gives none (rule 10)."""
    name, kind = provider["ProviderName"], provider["ProviderType"]
    tokens = {"access_token": f"of {name}", "token_type": "Bearer", "expires_in": "3600"}
    of_oidc = {"tokenResponse": tokens, "idToken": dict(claims), "userInfo": dict(claims)}
    attributes = {"samlResponse": dict(claims)} if kind == "SAML" else of_oidc
    members = {"providerName": name, "providerType": kind, "attributes": attributes}
    answered = run(service, "InboundFederation", pool, _subject(provider, claims), **members) or {}
    return answered.get("userAttributesToMap") or claims


def _refuse_by_trigger(service: Service, pool: Pool, user: User, after: Mapping[str, str]) -> None:
    """Run PreSignUp with the members that captured events have (public code)."""
    shown = {"cognito:email_alias": "", "cognito:phone_number_alias": "", **after}
    run(service, "PreSignUp", pool, user, userAttributes=shown, validationData={})


def _taken(username: str) -> str:
    return f"Already found an entry for username {username}"


def holder(pool: Pool, provider: str, user_id: str) -> User | None:
    """The user who has this identity, or to whom it is linked."""
    return next(_holders(pool, provider, user_id), None)


def _holders(pool: Pool, provider: str, user_id: str) -> Iterator[User]:
    """They are two if the subject of one is the value of the attribute that the other was linked by."""
    found = pool.users.holders(identities.ATTRIBUTE, identities.key(provider, user_id))
    return (user for user in found if entry(user, provider, user_id) is not None)


def entry(user: User, provider: str, user_id: str | None = None) -> identities.Identity | None:
    """The user's identity at a provider; the first one, if no id there is given."""
    held = identities.read(user.attributes.get(identities.ATTRIBUTE))
    fitting = (each for each in held if each["providerName"] == provider and user_id in (None, each["userId"]))
    return next(fitting, None)


def _holder(pool: Pool, provider: Record, subject: str, given: Mapping[str, str]) -> tuple[User, str] | None:
    """Who has the identity, and the id in it: the subject, or the value of the attribute that it was linked by."""
    name = provider["ProviderName"]
    for attribute, value in {SUBJECT: subject, **given}.items():
        for user in _holders(pool, name, value):
            if user.linked_by.get((name, value), SUBJECT) == attribute:
                return user, value
    return None


def _new(service: Service, pool: Pool, provider: str, subject: str) -> User:
    username = pool.fold_case(f"{provider}_{subject}")
    if username in pool.users:
        raise SignInRefused(_taken(username))
    now = service.date
    return User(username, service.sources.sub(), {}, EXTERNAL_PROVIDER, now, now)


def _identities_after(
    service: Service, user: User, provider: Record, subject: str, own: str | None
) -> list[identities.Identity]:
    held = identities.read(user.attributes.get(identities.ATTRIBUTE))
    if own is None:
        return [identities.identity(provider, subject, primary=True, at=service.now)]
    user.linked_by.pop((provider["ProviderName"], own), None)
    used = (provider["ProviderName"], own)
    return [{**each, "userId": subject} if (each["providerName"], each["userId"]) == used else each for each in held]


def _attributes_after(pool: Pool, user: User, given: Mapping[str, str], *, is_new: bool) -> dict[str, str]:
    flags = {f"{name}_verified": "false" for name in ("email", "phone_number") if name in given}
    mapped = attributes.fold_case({**flags, **given}, pool)
    attributes.check(mapped, pool, rejections.BAD_UPDATE)
    fixed = {each["Name"] for each in pool.settings["SchemaAttributes"] if not each.get("Mutable", True)}
    for name in () if is_new else mapped:
        if name in fixed:
            raise rejections.BAD_UPDATE(attribute=name, rule="Attribute cannot be updated.")
    after = {**user.attributes, **mapped}
    if missing := [name for name in pool.required_attributes() if not after.get(name)]:
        raise SignInRefused(f"attributes required: [{', '.join(missing)}]")
    return after


def _group(service: Service, pool: Pool, provider: str) -> str:
    """The name of the group of all users of the provider; it is made if it is not there."""
    name = f"{pool.id}_{provider}"
    dates = {"CreationDate": service.date, "LastModifiedDate": service.date}
    described = f"Autogenerated group for users who sign in using {provider}"
    group = {"GroupName": name, "UserPoolId": pool.id, "Description": described, **dates}
    pool.resources[groups.TITLE].setdefault(name, group)
    return name


def _text(value: Any) -> str:
    """A claim as the value of an attribute."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(quote_plus(_text(each), safe='*') for each in value)}]"
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
