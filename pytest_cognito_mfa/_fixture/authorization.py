"""`cognito.authorize`: a user signs in on the hosted pages, and the browser brings back a code or tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.parse import parse_qsl, urlsplit

from pytest_cognito_mfa._aws import endpoints, hosted
from pytest_cognito_mfa._aws.hosts import host_of, split
from pytest_cognito_mfa._aws.limits import require_text, require_texts
from pytest_cognito_mfa._fixture import views
from pytest_cognito_mfa._fixture.federated_sign_in import found_provider, result_from
from pytest_cognito_mfa._fixture.sign_in import grant_members, signed_in
from pytest_cognito_mfa._simulator.federation import SignInRefused
from pytest_cognito_mfa._simulator.hosted import pages
from pytest_cognito_mfa._simulator.hosted.clients import flows_of
from pytest_cognito_mfa._simulator.rejections import Rejection
from pytest_cognito_mfa._simulator.resources import domains
from pytest_cognito_mfa.errors import SettingError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._fixture.sign_in import Wanted
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool


_LONGEST_URL = 300
"""Characters of a URL in a message."""
_COGNITO = "COGNITO"
"""The provider that is the pool itself."""


@dataclass(frozen=True, eq=False, repr=False)
class Callback:
    """What the browser brings back from the hosted pages to your application."""

    url: str
    """The whole URL, with the code and the state in its query; with ``response_type="token"``, with tokens in its
    fragment."""
    code: str | None
    """The authorization code; None with ``response_type="token"``."""
    state: str | None
    """The state of the request; None if it had none."""

    def __repr__(self) -> str:
        return f"<Callback to {urlsplit(self.url).netloc}>"


class Asked(TypedDict, total=False):
    """What a request to /oauth2/authorize asks for, in place of a URL."""

    client: str | None
    redirect_uri: str | None
    scopes: Sequence[str] | None
    state: str | None
    nonce: str | None
    code_challenge: str | None
    response_type: str


def authorized(
    service: Service, name: str, url: str | None, asked: Asked, wanted: Wanted, *, provider: str | None
) -> Callback:
    """Sign the user in, as the request of `url` or of `asked` says; `SettingError` where AWS would refuse.

    With `provider`, or one that the URL names, the user signs in there, and the claims are the provider's.
    """
    what, pools = f"authorize({shown(name)})", service.pools.values()
    texts: dict[str, Any] = {**asked, "url": url, "provider": provider}
    require_texts(what, scopes=texts.pop("scopes", None))
    require_text(what, **texts)
    if url is None:
        pool, _ = found_provider(pools, provider) if provider else views.found_user(pools, name)
        given = _request(what, pool, asked)
    else:
        pool, given = _read(service, what, url)
    if given.get("identity_provider", _COGNITO) != _COGNITO:
        provider = provider or given["identity_provider"]
    claims = wanted.pop("claims", None) if provider else None
    more = dict(grant_members(what, wanted))
    try:
        client = pages.addressed(pool, given)
        pages.asked_scopes(client, given)
        if provider:
            result = result_from(service, what, provider, name, client, claims=claims)
        else:
            result = signed_in(service, client, views.found_user([pool], name)[1], on_pages=True)
        back = pages.brought_back(service, client, given, result["RefreshToken"], more)
    except SignInRefused as refused:
        raise SettingError(f"{what}: AWS would refuse this: {refused}") from None
    except Rejection as refused:
        why = f": {refused.reason}" if refused.reason else ""
        raise SettingError(f"{what}: AWS would refuse this: {refused.message or refused.code}{why}") from None
    return Callback(back, dict(parse_qsl(urlsplit(back).query)).get("code"), given.get("state"))


def _read(service: Service, what: str, url: str) -> tuple[Pool, Mapping[str, str]]:
    """The pool that a URL goes to, and its parameters."""
    parts, pool = split(url), domains.at_host(service.pools.values(), host_of(url))
    asked = f"{parts.scheme}://{parts.netloc}{parts.path}"[:_LONGEST_URL]
    if pool is None or f"GET {parts.path}" not in (endpoints.AUTHORIZE, endpoints.LOGIN):
        there = [f"{address}/oauth2/authorize" for each in service.pools.values() if (address := domains.address(each))]
        raise SettingError(f"{what}: no pool has the page {asked}; there are: {', '.join(there) or 'no domains'}")
    return pool, hosted.parameters(parts.query, {}, None)


def _request(what: str, pool: Pool, asked: Asked) -> Mapping[str, str]:
    """The parameters of the request that `asked` describes."""
    if domains.address(pool) is None:
        raise SettingError(f"{what}: pool {pool.settings['Name']!r} has no domain; add Domain: to it in the scenario")
    response_type = asked.get("response_type", "code")
    client = _client(pool, asked.get("client"), response_type)
    settings, challenge, scopes = client.settings, asked.get("code_challenge"), asked.get("scopes")
    default = settings.get("DefaultRedirectURI") or next(iter(settings.get("CallbackURLs", ())), None)
    given: dict[str, Any] = {
        "client_id": client.id,
        "redirect_uri": asked.get("redirect_uri") or default,
        "response_type": response_type,
        "scope": scopes and " ".join(scopes),
        "state": asked.get("state"),
        "nonce": asked.get("nonce"),
        "code_challenge": challenge,
        "code_challenge_method": challenge and "S256",
    }
    return {member: value for member, value in given.items() if value is not None}


def _client(pool: Pool, name: str | None, response_type: str) -> Client:
    """The client of that name; without a name the first that may use the flow, or else the first."""
    flow = pages.FLOW_OF.get(response_type)
    able = (client for client in pool.clients.values() if name is None and flow in flows_of(client))
    return next(able, None) or views.found_client(pool, name)
