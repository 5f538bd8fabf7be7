"""Moves at a pool's domain: a sign-in on its pages, codes for tokens with PKCE, refreshes, revocation, userInfo."""

from choosing import a_refresh_token, a_user, an_access_token, mostly, one_of, recent, seldom
from hosted_rules import AUTHORIZE, PAGES, REVOKE, TOKEN, USER_INFO, challenge_of
from play import Door, Visit
from sign_in_moves import nothing

VERIFIERS = ("a" * 43, "b" * 64)
HOST = "machine.auth.us-east-1.amazoncognito.com"


def hosted(play, chance):
    """A person comes back from the pages, or an application calls the domain."""
    pool = next((pool for pool in play.known.pools.values() if "machine" in pool.of.resources.get("Domains", {})), None)
    if pool is None:
        return nothing(play, chance)
    return one_of(chance, VISITS)(play, chance, pool)


def _oauth_client(chance, pool):
    able = [client for client in pool.clients.values() if client.settings.get("AllowedOAuthFlows")]
    return one_of(chance, able if able and mostly(chance, 92) else pool.clients.values())


def _request(chance, client):
    """A request for a code; one thing of it is wrong now and then."""
    given = {
        "client_id": client.id,
        "redirect_uri": one_of(chance, client.settings.get("CallbackURLs", ()), "https://app.example.com/callback"),
        "response_type": "code",
    }
    more = {"scope": one_of(chance, ["openid", "openid email", "aws.cognito.signin.user.admin"]), "state": "s t/&ate"}
    more |= {"nonce": one_of(chance, ["n-1", "n-2"])}
    given |= {name: value for name, value in more.items() if mostly(chance, 60)}
    if mostly(chance, 60):
        given |= {"code_challenge": challenge_of(one_of(chance, VERIFIERS)), "code_challenge_method": "S256"}
    if seldom(chance, 18):
        wrong = {
            "redirect_uri": "https://evil.example/callback",
            "scope": one_of(chance, ["email", "machine/read", "openid unheard"]),
            "code_challenge_method": "plain",
            "response_type": "nothing",
        }
        name = one_of(chance, wrong)
        given[name] = wrong[name]
        given |= {"code_challenge": "x" * 43} if name == "code_challenge_method" else {}
    return given


def _pages(play, chance, pool):
    client = _oauth_client(chance, pool)
    user = a_user(play, chance, pool)
    if client is None or user is None:
        return nothing(play, chance)
    return Door(PAGES, {"host": HOST, "name": user.username, "given": _request(chance, client)})


def _authorize(play, chance, pool):
    client = _oauth_client(chance, pool)
    given = _request(chance, client) if client else {}
    if seldom(chance, 10):
        given["client_id"] = "nobody"
    return Visit(AUTHORIZE, {"host": HOST, "given": given})


def _by(chance, client, given):
    """The form with the client's id and secret, in the form or as Basic; now and then another's, or none."""
    secret = client.secret if mostly(chance, 92) else one_of(chance, ["wrong", None])
    if secret is not None and mostly(chance, 50):
        return {"host": HOST, "given": given, "basic": (client.id, secret)}
    named = {"client_id": client.id, **({} if secret is None else {"client_secret": secret})}
    return {"host": HOST, "given": {**given, **named}}


def _code(play, chance, pool):
    text = recent(chance, play.known.codes)
    code = play.known.codes.get(text)
    if code is None:
        return _pages(play, chance, pool)
    client = code.client if mostly(chance, 88) else _oauth_client(chance, pool)
    redirect = code.redirect_uri if mostly(chance, 92) else "https://app.example.com/other"
    given = {"grant_type": "authorization_code", "code": text, "redirect_uri": redirect}
    if code.challenge is not None or seldom(chance, 10):
        right = next((each for each in VERIFIERS if challenge_of(each) == code.challenge), "x" * 43)
        verifier = right if mostly(chance, 88) else one_of(chance, [*VERIFIERS, ""])
        given |= {"code_verifier": verifier} if verifier else {}
    return Visit(TOKEN, _by(chance, client, given))


def _refresh(play, chance, pool):
    own = [text for text, grant in play.known.grants.items() if grant.client.pool is pool]
    text = recent(chance, own) if own and mostly(chance) else a_refresh_token(play, chance)
    grant = play.known.grants.get(text)
    client = grant.client if grant and mostly(chance, 88) else _oauth_client(chance, pool)
    return Visit(TOKEN, _by(chance, client, {"grant_type": "refresh_token", "refresh_token": text}))


def _machine(play, chance, pool):
    clients = list(pool.clients.values())
    able = [client for client in clients if "client_credentials" in client.settings.get("AllowedOAuthFlows", ())]
    client = one_of(chance, able if able and mostly(chance) else clients)
    given = {"grant_type": "client_credentials" if mostly(chance, 92) else one_of(chance, ["password", ""])}
    if mostly(chance, 50):
        given["scope"] = one_of(chance, ["machine/read", "machine/read machine/write", "machine/unheard", "openid"])
    return Visit(TOKEN, _by(chance, client, given))


def _plain(text):
    """A text that HTTP can carry in a header."""
    return text if text and text.isascii() and text.isprintable() else "x"


def _revoke(play, chance, pool):
    text = _plain(a_refresh_token(play, chance) if mostly(chance, 75) else an_access_token(play, chance))
    grant = play.known.grants.get(text)
    client = grant.client if grant and mostly(chance, 85) else _oauth_client(chance, pool)
    return Visit(REVOKE, _by(chance, client, {"token": text}))


def _user_info(play, chance, pool):
    tokens = play.known.tokens.items()
    own = [text for text, token in tokens if token.use == "access" and "openid" in token.grant.scopes]
    text = recent(chance, own) if own and mostly(chance) else an_access_token(play, chance)
    return Visit(USER_INFO, {"host": HOST, "given": {}, "bearer": _plain(text)})


VISITS = (*[_code, _pages] * 6, *[_refresh] * 3, *[_machine, _revoke, _user_info, _authorize] * 2)
"""Each as often as it is listed here."""
