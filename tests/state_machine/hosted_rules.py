"""The judge of a pool's domain: codes, their tokens, refreshes, revocation, machines' tokens and userInfo.

By AWS's guide (token, authorization, revocation and userInfo endpoints), RFC 7636, and public captures.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from effects import effect_of
from known import KnownGrant, claims
from sign_in_effects import granted, rotated
from verdicts import Verdict, judge_access_token, judge_client, judge_state, judges
from violations import demand

PAGES, TOKEN, REVOKE = "sign in on the hosted pages", "POST /oauth2/token", "POST /oauth2/revoke"
USER_INFO, AUTHORIZE = "GET /oauth2/userInfo", "GET /oauth2/authorize"
CODE_LIFE = 300


@dataclass(eq=False)
class Code:
    client: Any
    grant: KnownGrant
    redirect_uri: str
    challenge: str | None
    nonce: str | None
    until: float
    was_tried: bool = False
    was_used: bool = False


def challenge_of(verifier):
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def pool_at(known, host):
    """The pool whose prefix domain this is."""
    prefix = host.split(".")[0]
    return next((pool for pool in known.pools.values() if prefix in pool.of.resources.get("Domains", {})), None)


# -- who calls, and what for ----------------------------------------------------------------------------------


def _client(verdict, known, request):
    pool, given = pool_at(known, request["host"]), request["given"]
    named, secret = request.get("basic") or (given.get("client_id"), given.get("client_secret"))
    client = pool and pool.clients.get(named)
    if client is None:
        verdict.no("no such client")
        return None
    if client.secret is not None and secret != client.secret:
        verdict.no("a wrong secret")
    verdict.client = client
    return client


def _requires(verdict, client, flow):
    settings = client.settings
    if not settings.get("AllowedOAuthFlowsUserPoolClient") or flow not in settings.get("AllowedOAuthFlows", ()):
        verdict.no(f"the flow {flow} is off")


def judge_request_for_code(verdict, client, given):
    """What GET /oauth2/authorize says of a request by this client."""
    if given.get("redirect_uri") not in client.settings.get("CallbackURLs", ()):
        verdict.no("another redirect_uri")
    if given.get("response_type") != "code":
        verdict.no("no code is asked for")
    if "code_challenge" in given and given.get("code_challenge_method") != "S256":
        verdict.no("a challenge that is not S256")
    _requires(verdict, client, "code")
    allowed = client.settings.get("AllowedOAuthScopes", ())
    scopes = given.get("scope", "").split() or allowed
    if not set(scopes) <= set(allowed):
        verdict.no("a scope that is not allowed")
    if {"email", "phone", "profile"} & set(scopes) and "openid" not in scopes:
        verdict.no("a scope that needs openid")
    return tuple(scopes)


# -- verdicts -------------------------------------------------------------------------------------------------


@judges(PAGES)
def on_pages(known, request, now):
    """The user answers every challenge, which may fail for reasons of its own."""
    verdict, given = Verdict(), request["given"]
    client = judge_client(verdict, known, {"ClientId": given["client_id"]})
    if client is None or pool_at(known, request["host"]) is not client.pool:
        verdict.no("no client of this domain")
        return verdict
    judge_request_for_code(verdict, client, given)
    verdict.user = client.pool.find_by_admin(request["name"])
    if verdict.user is None:
        verdict.no("no such user")
    elif verdict.user.status != "EXTERNAL_PROVIDER":
        judge_state(verdict, verdict.user)
    return verdict


@judges(AUTHORIZE)
def for_a_code(known, request, now):
    verdict, given = Verdict(complete=True), request["given"]
    pool = pool_at(known, request["host"])
    client = pool and pool.clients.get(given.get("client_id"))
    if client is None:
        verdict.no("no such client")
    else:
        judge_request_for_code(verdict, client, given)
    return verdict


@judges(TOKEN)
def for_tokens(known, request, now):
    verdict, given = Verdict(complete=True), request["given"]
    client = _client(verdict, known, request)
    if client is not None:
        _GRANTS.get(given.get("grant_type"), _unknown_grant)(verdict, known, client, given, now)
    return verdict


def _unknown_grant(verdict, known, client, given, now):
    verdict.no("no such grant")


def _by_machine(verdict, known, client, given, now):
    _requires(verdict, client, "client_credentials")


def _by_code(verdict, known, client, given, now):
    _requires(verdict, client, "code")
    code = known.codes.get(given.get("code"))
    if client.settings.get("ReadAttributes") is not None:
        verdict.complete = False
    if code is None or now >= code.until:
        verdict.no("no code that counts")
        return
    if code.was_used:
        verdict.no("the code was used")
    if code.was_tried:
        verdict.complete = False
    if code.client is not client:
        verdict.no("the code of another client")
    if given.get("redirect_uri") != code.redirect_uri:
        verdict.no("the code of another redirect_uri")
    if code.challenge is not None and challenge_of(given.get("code_verifier", "")) != code.challenge:
        verdict.no("a wrong verifier")
    _counts(verdict, code.grant, None, now)
    code.was_tried = code.was_tried or bool(not verdict.reasons or given.get("redirect_uri"))


def _by_refresh_token(verdict, known, client, given, now):
    text = given.get("refresh_token")
    grant = known.grants.get(text)
    if grant is None or grant.client is not client:
        verdict.no("no refresh token of this client")
        return
    if client.pool.tracks_devices:
        verdict.complete = False
    _counts(verdict, grant, text, now)


def _counts(verdict, grant, text, now):
    verdict.grant, user = grant, grant.user
    if user.gone or not user.enabled:
        verdict.no("the user was deleted or disabled")
    is_replaced = text is not None and grant.is_replaced(text, now)
    if grant.revoked or is_replaced or now >= grant.expires:
        verdict.no("the refresh token counts no longer")


_GRANTS = {"client_credentials": _by_machine, "authorization_code": _by_code, "refresh_token": _by_refresh_token}


@judges(REVOKE)
def revoke(known, request, now):
    verdict, text = Verdict(complete=True), request["given"].get("token")
    client = _client(verdict, known, request)
    if not text:
        verdict.no("no token")
    if text in known.tokens or text in known.machines:
        verdict.no("no refresh token")
    grant = known.grants.get(text)
    if client is not None and not client.settings.get("EnableTokenRevocation"):
        verdict.no("revocation is off")
    if grant is not None and grant.client is not client:
        verdict.no("the token of another client")
    verdict.grant = grant
    return verdict


@judges(USER_INFO)
def user_info(known, request, now):
    verdict, text = Verdict(complete=True), request.get("bearer")
    judge_access_token(verdict, known, text, now, scope="openid")
    verdict.complete = True
    if verdict.grant is not None and pool_at(known, request["host"]) is not verdict.grant.client.pool:
        verdict.no("the token of another pool")
    if verdict.user is not None and verdict.user.status in ("UNCONFIRMED", "RESET_REQUIRED"):
        verdict.complete = False
    return verdict


# -- effects --------------------------------------------------------------------------------------------------


@effect_of(PAGES)
def code_brought(done):
    """The sign-in may have set up factors and passwords; what the browser brings back is as it was asked."""
    user, given, client = done.user, done.request["given"], done.verdict.client
    before = user.password
    done.known.read_again()
    user.passwords += user.password != before
    there = dict(parse_qsl(urlsplit(done.answer["url"]).query))
    demand(
        "the browser comes back as asked", done.answer["url"].startswith(given["redirect_uri"]), given["redirect_uri"]
    )
    demand("the state comes back", there.get("state") == given.get("state"), str(sorted(there)))
    demand("a code is new", there["code"] not in done.known.codes, "it was not")
    scopes = tuple(given.get("scope", "").split() or client.settings["AllowedOAuthScopes"])
    grant = KnownGrant(client, user, done.now + client.refresh_seconds, scopes=scopes, by_pages=True)
    challenge, until = given.get("code_challenge"), done.now + CODE_LIFE
    asked = given["redirect_uri"], challenge, given.get("nonce")
    done.known.codes[there["code"]] = Code(client, grant, *asked, until)


@effect_of(AUTHORIZE)
def sent_to_login(done):
    place = urlsplit(done.answer["location"])
    demand("a sign-in begins at /login", place.path == "/login", place.path)
    demand("nothing of the request is lost", dict(parse_qsl(place.query)) == done.request["given"], place.query)


@effect_of(TOKEN)
def tokens_given(done):
    given, answer, grant = done.request["given"], done.answer, done.verdict.grant
    demand("AWS's type of token", answer["token_type"] == "Bearer", answer["token_type"])
    if given["grant_type"] == "client_credentials":
        _machine(done, answer)
        return
    is_code = given["grant_type"] == "authorization_code"
    due = is_code or grant.client.rotates
    demand("a refresh token where one is due", ("refresh_token" in answer) == due, str(sorted(answer)))
    demand("an id token for openid", ("id_token" in answer) == ("openid" in grant.scopes or not grant.by_pages), "")
    names = {"access_token": "AccessToken", "id_token": "IdToken", "refresh_token": "RefreshToken"}
    if is_code:
        code = done.known.codes[given["code"]]
        code.was_used = True
        if "id_token" in answer:
            said = claims(answer["id_token"]).get("nonce")
            demand("the nonce comes back", said == code.nonce, f"{said}, not {code.nonce}")
    granted(done, grant, {new: answer[old] for old, new in names.items() if old in answer})
    scope = claims(answer["access_token"])["scope"].split()
    demand("the scopes that were asked for", scope == list(grant.scopes), f"{scope}, not {grant.scopes}")
    if not is_code and grant.client.rotates:
        rotated(grant, given["refresh_token"], answer["refresh_token"], done.now)


def _machine(done, answer):
    client, said = done.verdict.client, claims(answer["access_token"])
    demand("a machine gets one token", not {"id_token", "refresh_token"} & answer.keys(), str(sorted(answer)))
    demand("a machine's token names no user", "username" not in said and said["sub"] == client.id, str(sorted(said)))
    asked = done.request["given"].get("scope", "").split() or client.settings.get("AllowedOAuthScopes", ())
    allowed = [scope for scope in asked if scope in client.settings.get("AllowedOAuthScopes", ())]
    demand("the scopes that were asked for", said.get("scope", "").split() == allowed, f"{said.get('scope')}")
    done.known.machines.add(answer["access_token"])


@effect_of(REVOKE)
def revoked(done):
    if done.verdict.grant is not None:
        done.verdict.grant.revoked = True


@effect_of(USER_INFO)
def shown(done):
    said = (done.answer["sub"], done.answer["username"])
    demand("userInfo is of the token's user", said == (done.user.sub, done.user.username), str(said))
    scopes = set(done.verdict.grant.scopes) & {"email", "phone", "profile"}
    shows_email = "email" in done.answer
    demand("attributes by their scopes", not shows_email or scopes <= {"email"}, f"{sorted(done.answer)}, by {scopes}")
