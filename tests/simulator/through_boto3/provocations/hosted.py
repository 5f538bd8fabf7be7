"""A pool's domain: OAuth's error, its description and the status, as requests gets them."""

from urllib.parse import parse_qs, urlsplit

import requests

from .clients import CODE, MACHINE, URL, machine
from .pools import new_client

PREFIX = "provoked"
BASE = f"https://{PREFIX}.auth.us-east-1.amazoncognito.com"
OAUTH = {**CODE, "AllowedOAuthFlows": ["code"], "CallbackURLs": [URL]}


def client_of(setup, *, make=new_client, **settings):
    """A client of a pool with a domain, by its id."""
    setup.aws.create_user_pool_domain(**setup.pool, Domain=PREFIX)
    make(setup, **settings)
    listed = setup.aws.list_user_pool_clients(**setup.pool)["UserPoolClients"]
    return next(each["ClientId"] for each in listed if each["ClientName"] not in ("public", "secret"))


def refusal(reply):
    error = reply.json()
    return error["error"], error.get("error_description", ""), reply.status_code


def posted(path, **form):
    return refusal(requests.post(f"{BASE}{path}", form, timeout=5))


def token(setup, grant_type, *, known=True, form=None, **client):
    client_id = client_of(setup, **client)
    return posted("/oauth2/token", grant_type=grant_type, client_id=client_id if known else "no", **(form or {}))


def revoked(setup, form, *, known=True):
    client_id = client_of(setup)
    return posted("/oauth2/revoke", client_id=client_id if known else "no", **form)


def user_info(setup, token=None):
    setup.aws.create_user_pool_domain(**setup.pool, Domain=PREFIX)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return refusal(requests.get(f"{BASE}/oauth2/userInfo", headers=headers, timeout=5))


def sent_on(setup, path, *, known=True, **query):
    """The error of a redirect."""
    client_id = client_of(setup, **OAUTH)
    named = {"client_id": client_id} if known else {}
    reply = requests.get(f"{BASE}{path}", {**named, **query}, allow_redirects=False, timeout=5)
    return parse_qs(urlsplit(reply.headers["Location"]).query)["error"][0], "", reply.status_code


def with_secret(setup):
    return token(setup, "client_credentials", make=machine, GenerateSecret=True, **MACHINE)


def bad_scope(setup):
    code, words, _ = sent_on(setup, "/oauth2/authorize", redirect_uri=URL, response_type="code", scope="x")
    return code, words, 400  # on the way to the application there is no status of the refusal's own


TABLE = {
    "HOSTED_CLIENT_SECRET": with_secret,
    "HOSTED_CLIENT": lambda s: token(s, "refresh_token", known=False),
    "INVALID_GRANT": lambda s: token(s, "refresh_token", form={"refresh_token": "no"}),
    "GRANT_NOT_ALLOWED": lambda s: token(s, "authorization_code"),
    "UNKNOWN_GRANT_TYPE": lambda s: token(s, "password"),
    "INVALID_OAUTH_REQUEST": lambda s: token(s, "refresh_token"),
    "INVALID_SCOPE": bad_scope,
    "REVOKING_CLIENT": lambda s: revoked(s, {"token": "no"}, known=False),
    "UNREVOKABLE_TOKEN": lambda s: revoked(s, {"token": s.token_of()}),
    "NO_BEARER_TOKEN": user_info,
    "BEARER_TOKEN_ENDED": lambda s: user_info(s, "no"),
    "BEARER_TOKEN_WITHOUT_OPENID": lambda s: user_info(s, s.token_of()),
    "REDIRECT_MISMATCH": lambda s: sent_on(s, "/oauth2/authorize"),
    "NO_HOSTED_CLIENT": lambda s: sent_on(s, "/oauth2/authorize", known=False, client_id="no"),
    "NO_CLIENT_ID": lambda s: sent_on(s, "/login", known=False),
    "NO_REDIRECT_URI": lambda s: sent_on(s, "/logout"),
}
