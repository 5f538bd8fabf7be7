"""Identity providers of a pool: which details each type needs, what Cognito adds, and what it refuses.

1. Each type needs some details: they are listed here with AWS's refusal (public code: a linter's rules that quote
   failed deployments; the linter's quotes have no code, which is assumed).
2. A social provider has the name of its type (the same source).
3. Cognito adds the addresses of a social provider to its details, and does not show Apple's private key (botocore
   ProviderDetailsType's examples).  OIDC discovery and SAML metadata are not read, because nothing leaves the machine:
   the details that AWS reads there are left out.
4. Without an attribute mapping, `username` is mapped: from `id` for Facebook, `user_id` for Amazon, and `sub` for the
   others (floci-io/floci#2858, measured for OIDC; faiscadev/fakecloud#1897).  SAML gets none.
5. A provider of a scenario that has only a name has the type of that name, or else is one of OIDC (our choice).
6. An update keeps the mapping and the identifiers that it leaves out (floci-io/floci#2858, measured).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, Record

TITLE: Final = "Identity providers"

_SOCIAL = ("client_id", "client_secret", "authorize_scopes")
_NEEDED: Final[Mapping[str, tuple[tuple[str, ...], rejections.Refusal]]] = {
    "OIDC": (
        ("client_id", "authorize_scopes", "oidc_issuer", "attributes_request_method"),
        rejections.OIDC_DETAILS_MISSING,
    ),
    "SignInWithApple": (("client_id", "private_key", "team_id", "key_id"), rejections.APPLE_DETAILS_MISSING),
    **dict.fromkeys(("Google", "Facebook", "LoginWithAmazon"), (_SOCIAL, rejections.SOCIAL_DETAILS_MISSING)),
}
_FACEBOOK: Final = "https://graph.facebook.com/v17.0"
_ADDED: Final[Mapping[str, Mapping[str, str]]] = {
    "OIDC": {"attributes_url_add_attributes": "false"},
    "Google": {
        "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
        "attributes_url_add_attributes": "true",
        "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
        "oidc_issuer": "https://accounts.google.com",
        "token_request_method": "POST",
        "token_url": "https://www.googleapis.com/oauth2/v4/token",
    },
    "Facebook": {
        "api_version": "v17.0",
        "attributes_url": f"{_FACEBOOK}/me?fields=",
        "attributes_url_add_attributes": "true",
        "authorize_url": "https://www.facebook.com/v17.0/dialog/oauth",
        "token_request_method": "GET",
        "token_url": f"{_FACEBOOK}/oauth/access_token",
    },
    "LoginWithAmazon": {
        "attributes_url": "https://api.amazon.com/user/profile",
        "attributes_url_add_attributes": "false",
        "authorize_url": "https://www.amazon.com/ap/oa",
        "token_request_method": "POST",
        "token_url": "https://api.amazon.com/auth/o2/token",
    },
    "SignInWithApple": {
        "attributes_url_add_attributes": "false",
        "authorize_url": "https://appleid.apple.com/auth/authorize",
        "oidc_issuer": "https://appleid.apple.com",
        "token_request_method": "POST",
        "token_url": "https://appleid.apple.com/auth/token",
    },
}
_NAMED_BY: Final = {
    **dict.fromkeys(("OIDC", "Google", "SignInWithApple"), "sub"),
    "Facebook": "id",
    "LoginWithAmazon": "user_id",
}
"""What `username` is mapped from, by type."""


def named_by(provider: Record) -> str:
    """The claim that has the id of a user at the provider."""
    default = _NAMED_BY.get(provider["ProviderType"], "NameID")
    return str(provider["AttributeMapping"].get("username", default))


def has_identifier(provider: Record, request: Mapping[str, Any]) -> bool:
    return request.get("IdpIdentifier") in provider["IdpIdentifiers"]


def prepare(service: Service, pool: Pool, provider: Record, request: Mapping[str, Any]) -> None:
    """Complete a provider; AWS's refusal if details are missing or wrong."""
    del service, pool
    name = provider["ProviderName"]
    provider.setdefault("ProviderType", name if name in _ADDED else "OIDC")
    kind, details = provider["ProviderType"], provider.get("ProviderDetails", {})
    if "ProviderDetails" in request:
        _check(name, kind, details)
    shown = {name: value for name, value in details.items() if name != "private_key"}
    provider["ProviderDetails"] = {**_ADDED.get(kind, {}), **shown}
    mapped = _NAMED_BY.get(kind)
    provider.setdefault("AttributeMapping", {"username": mapped} if mapped else {})
    provider.setdefault("IdpIdentifiers", [])


def _check(name: str, kind: str, details: Mapping[str, str]) -> None:
    if kind == "SAML":
        given = [source for source in ("MetadataURL", "MetadataFile") if details.get(source)]
        if len(given) != 1:
            raise (rejections.SAML_METADATA_TWICE if given else rejections.SAML_METADATA_MISSING)()
        return
    needed, missing = _NEEDED[kind]
    if lacking := [each for each in needed if not details.get(each)]:
        raise missing(because=f"missing: {', '.join(lacking)}")
    if kind != "OIDC":
        if name != kind:
            raise rejections.SOCIAL_PROVIDER_NAME(name=name, type=kind)
        return
    if not details["oidc_issuer"].startswith("https://"):
        raise rejections.OIDC_ISSUER_NOT_HTTPS()
    if (method := details["attributes_request_method"]) not in ("GET", "POST"):
        rule = "Member must satisfy enum value set: [POST, GET]"
        where = "providerConfiguration.oidcConfig.attributesRequestMethod"
        failure = f"Value '{method}' at '{where}' failed to satisfy constraint: {rule}"
        raise rejections.VALIDATION(count="1", s="", failures=failure)
