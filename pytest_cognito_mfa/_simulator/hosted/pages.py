"""GET /oauth2/authorize, /login, /logout and /error: where the browser is sent, and what it brings back.

Rules are from the developer guide, authorize and logout endpoints, unless a source is named.

1. What is wrong with the client or its redirect_uri goes to the page /error, all else to the redirect_uri, with the
   state (aws/aws-aspnet-cognito-identity-provider#167 and others).
2. A challenge of PKCE is S256.  Without a scope the request asks for all that the client allows.  email, phone and
   profile need openid.
3. A request that is in order goes to /login, which is a page for people: it is not simulated.
4. After the sign-in the browser brings back a code in the query of the redirect_uri, or tokens in its fragment.
5. /logout needs a logout_uri of the client, or a redirect_uri with response_type (then it goes to /login).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.hosted.clients import name_of, require_flow, scopes_of
from pytest_cognito_mfa._simulator.hosted.codes import SignedIn
from pytest_cognito_mfa._simulator.hosted.tokens import answer_of
from pytest_cognito_mfa._simulator.reasons import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool

    Given = Mapping[str, str]

FLOW_OF = {"code": "code", "token": "implicit"}
"""The OAuth flow of each response_type."""
_NEED_OPENID = ("email", "phone", "profile")


class SentTo(NamedTuple):
    """Where the browser goes."""

    location: str
    refused: rejections.Rejection | None = None


def authorize(pool: Pool, given: Given) -> SentTo:
    """Start a sign-in."""
    try:
        client = addressed(pool, given)
    except rejections.Rejection as refused:
        return SentTo(error_page(refused, given), refused)
    try:
        asked_scopes(client, given)
    except rejections.Rejection as refused:
        return SentTo(with_query(given["redirect_uri"], {"error": refused.code, **_state(given)}), refused)
    return SentTo(with_query("/login", given))


def logout(pool: Pool, given: Given) -> SentTo:
    """End the browser's session."""
    client = pool.clients.get(given.get("client_id", ""))
    registered = () if client is None else client.settings.get("LogoutURLs", ())
    if given.get("logout_uri") in registered:
        return SentTo(given["logout_uri"])
    try:
        if "redirect_uri" not in given or "response_type" not in given:
            raise rejections.NO_REDIRECT_URI(because=f"the client's LogoutURLs are: {', '.join(registered) or 'none'}")
        addressed(pool, given)
    except rejections.Rejection as refused:
        return SentTo(error_page(refused, given), refused)
    return SentTo(with_query("/login", given))


def addressed(pool: Pool, given: Given) -> Client:
    """The client of a request to the pages; AWS's refusal if the browser must not be sent back to it."""
    if "client_id" not in given:
        raise rejections.NO_CLIENT_ID()
    client = pool.clients.get(given["client_id"])
    if client is None:
        why = nearest("client in the pool of this domain", given["client_id"], pool.clients)
        raise rejections.NO_HOSTED_CLIENT(because=why)
    urls = client.settings.get("CallbackURLs", ())
    if given.get("redirect_uri") not in urls:
        listed = ", ".join(urls) or "none"
        raise rejections.REDIRECT_MISMATCH(because=f"the CallbackURLs of client {name_of(client)} are: {listed}")
    return client


def asked_scopes(client: Client, given: Given) -> tuple[str, ...]:
    """The scopes of the request; AWS's refusal if the client may not ask so."""
    response_type = given.get("response_type")
    if response_type not in FLOW_OF:
        raise rejections.INVALID_OAUTH_REQUEST(because="response_type is code or token")
    if "code_challenge" in given and given.get("code_challenge_method") != "S256":
        raise rejections.INVALID_OAUTH_REQUEST(because="code_challenge needs code_challenge_method=S256")
    require_flow(client, FLOW_OF[response_type])
    allowed = scopes_of(client)
    scopes = tuple(given.get("scope", "").split() or allowed)
    if not_allowed := [scope for scope in scopes if scope not in allowed]:
        why = f"client {name_of(client)} lacks {', '.join(not_allowed)}; its AllowedOAuthScopes: {', '.join(allowed)}"
        raise rejections.INVALID_SCOPE(because=why)
    if "openid" not in scopes and any(scope in _NEED_OPENID for scope in scopes):
        raise rejections.INVALID_SCOPE(because="email, phone and profile need openid")
    return scopes


def brought_back(service: Service, client: Client, given: Given, refresh_token: str, more: Mapping[str, Any]) -> str:
    """The URL that the browser asks for after the sign-in of `refresh_token`; `more` has members of its grant."""
    scopes, state = asked_scopes(client, given), _state(given)
    of_grant = {**more, "scopes": scopes, "nonce": given.get("nonce"), "hosted": True}
    if FLOW_OF[given["response_type"]] == "code":
        asked = given["redirect_uri"], given.get("code_challenge")
        code = service.codes.issue(SignedIn(client, refresh_token, *asked, of_grant))
        return with_query(given["redirect_uri"], {"code": code, **state})
    tokens = answer_of(service.tokens.with_claims(refresh_token, of_grant), with_id="openid" in scopes)
    fragment: dict[str, Any] = {name: tokens[name] for name in ("id_token", "access_token") if name in tokens}
    fragment |= {"token_type": "bearer", "expires_in": tokens["expires_in"], **state}
    return f"{given['redirect_uri']}#{urlencode(fragment)}"


def _state(given: Given) -> Given:
    return {"state": given["state"]} if "state" in given else {}


def error_page(refused: rejections.Rejection, given: Given) -> str:
    """The page for a refusal; only that of a redirect_uri names the client."""
    of_client = {"client_id": given.get("client_id", "")} if refused.code == "redirect_mismatch" else {}
    return with_query("/error", {"error": refused.code, **of_client})


def with_query(url: str, members: Given) -> str:
    """`url` with more parameters in its query."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(members)}"
