"""What an app client's settings may refer to: OAuth flows and scopes, URLs, attributes, identity providers, tiers.

1. A client that may use OAuth has flows and scopes.  client_credentials stands alone, needs a secret, and takes scopes
   of resource servers only; code and implicit need a callback URL (public code and issues that quote the refusals).
   EnablePropagateAdditionalUserContextData needs a secret too (public code).
2. A scope is built in, or one of a resource server as `identifier/scope` (public code).  The default redirect URI is
   one of the callback URLs.  A URL of the web has https, except for this host, and no URL has a fragment (public code).
3. A client may read and write attributes that the pool has.  It may write every attribute that the pool requires, and
   none that only Cognito sets (observed).
4. An identity provider is COGNITO or one of the pool's (public code).  Rotation is not on the LITE tier (observed).
5. The order of these checks is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pytest_cognito_mfa._aws.constants import VERIFIED_FLAGS
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.pools.client_configuration import rotates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_BUILT_IN = ("phone", "email", "openid", "profile", "aws.cognito.signin.user.admin")
_THIS_HOST = ("localhost", "127.0.0.1", "::1")
ROTATION = "Refresh Token Rotation"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a client can refer to in its pool."""

    pool: str
    tier: str
    schema: Sequence[Mapping[str, Any]]
    scopes: Collection[str]
    providers: Collection[str]
    has_secret: bool


def check(settings: Mapping[str, Any], around: Surroundings) -> None:
    """Refuse settings that CreateUserPoolClient and UpdateUserPoolClient refuse in these surroundings."""
    for refusal in chain(_wrong_flows(settings, around), _wrong_urls(settings), _wrong_names(settings, around)):
        raise refusal


def _wrong_flows(settings: Mapping[str, Any], around: Surroundings) -> Iterator[rejections.Rejection]:
    flows, scopes = settings.get("AllowedOAuthFlows", ()), settings.get("AllowedOAuthScopes", ())
    if settings.get("AllowedOAuthFlowsUserPoolClient") and not (flows and scopes):
        yield rejections.OAUTH_WITHOUT_FLOWS()
    by_secret = "client_credentials" in flows
    if by_secret and len(flows) > 1:
        yield rejections.CLIENT_CREDENTIALS_MIXED()
    if by_secret and not around.has_secret:
        yield rejections.CLIENT_CREDENTIALS_WITHOUT_SECRET()
    if settings.get("EnablePropagateAdditionalUserContextData") and not around.has_secret:
        yield rejections.CONTEXT_WITHOUT_SECRET()
    if flows and not by_secret and not settings.get("CallbackURLs"):
        yield rejections.NO_CALLBACK_URL()
    for scope in scopes:
        if scope in _BUILT_IN and by_secret:
            yield rejections.NO_SCOPE_OF_USERS(scope=scope)
        if scope not in _BUILT_IN and scope not in around.scopes:
            yield rejections.NO_SCOPE(
                scope=scope, because=f"resource servers have: {', '.join(around.scopes) or 'none'}"
            )


def _wrong_urls(settings: Mapping[str, Any]) -> Iterator[rejections.Rejection]:
    callbacks, default = settings.get("CallbackURLs", ()), settings.get("DefaultRedirectURI")
    if default is not None and default not in callbacks:
        yield rejections.DEFAULT_REDIRECT_ELSEWHERE(uri=default)
    for refusal in map(_why_not, (*callbacks, *settings.get("LogoutURLs", ()))):
        if refusal is not None:
            yield refusal


def _why_not(url: str) -> rejections.Rejection | None:
    """The refusal of a callback or logout URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return rejections.NOT_ALLOWED(because=f"{url} is not a URL")
    if parts.scheme == "http" and parts.hostname not in _THIS_HOST:
        return rejections.NO_HTTP(url=url)
    return rejections.URL_WITH_FRAGMENT(url=url) if parts.fragment else None


def _wrong_names(settings: Mapping[str, Any], around: Surroundings) -> Iterator[rejections.Rejection]:
    names = {attribute["Name"] for attribute in around.schema}
    required = {each["Name"] for each in around.schema if each.get("Required")} - {"sub"}
    if not set(settings.get("ReadAttributes", ())) <= names:
        yield rejections.BAD_READ_ATTRIBUTES()
    if (written := settings.get("WriteAttributes")) and not required <= set(written) <= names - {
        *VERIFIED_FLAGS,
        "sub",
    }:
        yield rejections.BAD_WRITE_ATTRIBUTES()
    for provider in settings.get("SupportedIdentityProviders", ()):
        if provider != "COGNITO" and provider not in around.providers:
            yield rejections.NO_SUCH_PROVIDER(name=provider, pool=around.pool)
    analytics = settings.get("AnalyticsConfiguration", {})
    if "ApplicationId" in analytics and not {"RoleArn", "ExternalId"} <= analytics.keys():
        yield rejections.BAD_ANALYTICS()
    if rotates(settings) and around.tier == "LITE":
        yield rejections.FEATURES_ABOVE_TIER(tier="LITE", features=ROTATION)
