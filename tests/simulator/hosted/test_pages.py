"""GET /oauth2/authorize, /login, /logout, /error and /oauth2/userInfo, and `cognito.authorize`."""

from urllib.parse import urlencode

import pytest
import requests
from one_test import for_each
from portal_of_staff import BACK, BYE, GRACE, POOL, Portal, claims_of

from pytest_cognito_mfa import NotSimulated, SettingError, simulate

ERROR = "https://portal.auth.us-east-1.amazoncognito.com/error?error="
WORDS = "An error was encountered with the requested page."


def sent_to(portal, path, client="web", **query):
    """Where a request is redirected."""
    named = {"client_id": portal.client(client).id} if client else {}
    reply = portal.get(path, **named, **query)
    return reply.headers["Location"] if reply.status_code == 302 else reply.status_code


def test_a_request_in_order_goes_to_the_page_for_people(portal):
    asked = {"redirect_uri": BACK, "response_type": "code", "state": "a b"}
    login = sent_to(portal, "/oauth2/authorize", **asked)

    assert login.startswith("https://portal.auth.us-east-1.amazoncognito.com/login?client_id=")
    assert login.endswith("&redirect_uri=https%3A%2F%2Fapp.example.com%2Fback&response_type=code&state=a+b")
    for path, provider in ("/login", {}), ("/oauth2/authorize", {"identity_provider": "Google"}):
        with (
            portal.cognito.allow_not_simulated(),
            pytest.raises(NotSimulated, match=r"cognito.authorize\('totp', url\)"),
        ):
            sent_to(portal, path, **asked, **provider)
    back = portal.cognito.authorize("totp", login)
    assert (back.url, back.state) == (f"{BACK}?code={back.code}&state=a+b", "a b")
    assert portal.token("authorization_code", client="web", code=back.code, redirect_uri=BACK).ok


@for_each(
    "asked, error",
    [
        ({}, "invalid_request"),
        ({"response_type": "id_token"}, "invalid_request"),
        ({"response_type": "code", "code_challenge": "x"}, "invalid_request"),
        ({"response_type": "code", "code_challenge": "x", "code_challenge_method": "plain"}, "invalid_request"),
        ({"response_type": "code", "scope": "openid books/write"}, "invalid_scope"),
        ({"response_type": "code", "scope": "email"}, "invalid_scope"),
    ],
)
def test_what_is_wrong_with_a_request_goes_to_its_redirect_uri(portal, asked, error):
    for back, sign in (BACK, "?"), (f"{BACK}?tenant=acme", "&"):
        found = sent_to(portal, "/oauth2/authorize", redirect_uri=back, state="s", **asked)
        assert found == f"{back}{sign}error={error}&state=s"


def test_what_is_wrong_with_the_client_or_its_url_goes_to_the_page_of_errors(portal):
    mismatch = f"{ERROR}redirect_mismatch&client_id={portal.client('web').id}"
    wanted = {"response_type": "code"}
    assert sent_to(portal, "/oauth2/authorize", redirect_uri="https://evil.example.com/", **wanted) == mismatch
    assert sent_to(portal, "/oauth2/authorize", redirect_uri="https://[", **wanted) == mismatch
    unknown = sent_to(portal, "/login", client=None, client_id="no", redirect_uri=BACK, **wanted)
    assert unknown == f"{ERROR}Client+does+not+exist"
    nobody = sent_to(portal, "/login", client=None)
    assert nobody == f"{ERROR}Missing+required+parameter+client_id+in+request+URL"
    page = requests.get(nobody, timeout=5)
    assert (page.status_code, WORDS in page.text) == (400, True)
    assert "Missing required parameter client_id in request URL" in page.text
    assert "<script" not in requests.get(f"{ERROR}<script>", timeout=5).text


@pytest.mark.long
def test_a_logout_goes_to_a_url_of_the_client_or_back_to_the_sign_in(portal):
    assert sent_to(portal, "/logout", logout_uri=BYE) == BYE
    assert "/login?client_id=" in sent_to(portal, "/logout", redirect_uri=BACK, response_type="code")
    missing = f"{ERROR}Required+String+parameter+%27redirect_uri%27+is+not+present"
    assert sent_to(portal, "/logout", logout_uri=f"{BYE}2") == missing
    assert sent_to(portal, "/logout", client=None, logout_uri=BYE) == missing
    assert "error=redirect_mismatch" in sent_to(portal, "/logout", redirect_uri=BYE, response_type="code")


def test_the_attributes_of_a_token_follow_its_scopes(portal):
    def user_info(**asked):
        tokens = portal.signed_in(**asked)
        return portal.get("/oauth2/userInfo", bearer=tokens["access_token"]).json()

    named = {"sub": portal.cognito.user("grace").sub, "username": "grace"}
    email = {name: GRACE[name] for name in ("email", "email_verified")}
    assert user_info(scopes=("openid",)) == user_info(scopes=("openid", "email", "profile")) == named | GRACE
    assert user_info(scopes=("openid", "email")) == named | email


@pytest.mark.long
def test_no_other_token_has_attributes(portal, aws):
    def refused(bearer, headers=None):
        reply = requests.post(f"{portal.url}/oauth2/userInfo", headers=headers or {"Authorization": f"Bearer {bearer}"})
        error = reply.json()
        challenge = f'error="{error["error"]}", error_description="{error["error_description"]}"'
        assert reply.headers["WWW-Authenticate"] == challenge
        return reply.status_code, error["error_description"]

    tokens = portal.signed_in()
    ended = "Access token is expired, disabled, or deleted, or the user has globally signed out."
    assert refused("", {"X": ""}) == (400, "Bad OAuth2 request at UserInfo Endpoint")
    openid = (401, "Access token does not contain openid scope")
    assert refused(portal.cognito.sign_in("grace").access_token) == openid
    assert [refused(tokens["id_token"]), refused("no")] == [(401, ended)] * 2
    aws.admin_delete_user(UserPoolId=portal.cognito.user_pool_id, Username="grace")
    assert refused(tokens["access_token"]) == (401, ended)


@pytest.mark.long
def test_tokens_come_in_the_fragment_where_they_are_asked_for(portal):
    back = portal.cognito.authorize(
        "grace", response_type="token", state="s", groups=["clerks"], claims={"tenant": "a"}
    )
    url, _, fragment = back.url.partition("#")
    given = dict(pair.split("=") for pair in fragment.split("&"))

    assert (url, back.code, back.state) == (BACK, None, "s")
    assert list(given) == ["id_token", "access_token", "token_type", "expires_in", "state"]
    assert (given["token_type"], given["expires_in"]) == ("bearer", "3600")
    claims = claims_of(given["id_token"])
    assert (claims["cognito:groups"], claims["tenant"]) == (["clerks"], "a")


@pytest.mark.long
def test_a_user_of_an_outside_provider_brings_a_code_back_too(portal):
    asked = {"redirect_uri": BACK, "response_type": "code", "client_id": portal.client("web").id}
    url = f"{portal.url}/oauth2/authorize?{urlencode(asked)}&identity_provider="
    for named in ({"url": f"{url}Google"}, {"url": f"{url}COGNITO", "provider": "Google"}, {"provider": "Google"}):
        back = portal.cognito.authorize("1143", **named, groups=["clerks"])
        tokens = portal.token("authorization_code", client="web", code=back.code, redirect_uri=BACK).json()
        claims = claims_of(tokens["id_token"])
        assert (claims["cognito:username"], claims["cognito:groups"]) == ("Google_1143", ["clerks"])
        assert claims["identities"][0]["providerName"] == "Google"
    assert portal.cognito.authorize("grace", f"{url}COGNITO").code
    for name, provider, problem in ("1", "Gogle", "unknown identity provider 'Gogle'"), ("", "Google", "would refuse"):
        with pytest.raises(SettingError, match=problem):
            portal.cognito.authorize(name, provider=provider)


def test_what_the_browser_brings_back_shows_no_code(portal):
    back = portal.cognito.authorize("grace", state="s3cret")
    portal.token("authorization_code", client="server", code=back.code, redirect_uri=BACK)
    portal.get("/oauth2/userInfo", bearer="s3cret")

    shown = repr(back) + repr(list(portal.cognito.journal)) + portal.cognito.transcript
    assert "<Callback to app.example.com>" in shown
    for secret in (back.code, "s3cret", portal.client("server").secret):
        assert secret not in shown


@for_each(
    "name, url, asked, problem",
    [
        ("nobody", None, {}, "unknown user 'nobody'"),
        ("gone", None, {}, r"authorize\('gone'\): AWS would refuse this: User is disabled"),
        ("grace", None, {"client": "mobile"}, "unknown client 'mobile'"),
        ("grace", None, {"client": "plain"}, "redirect_mismatch: the CallbackURLs of client plain are: none"),
        ("grace", None, {"client": "machine", "redirect_uri": BACK}, "redirect_mismatch"),
        ("grace", None, {"scopes": ("openid", "books/write")}, "invalid_scope: client web lacks books/write; its "),
        ("grace", None, {"client": "web", "response_type": "x"}, "invalid_request: response_type is code or token"),
        ("grace", "https://else.example.com/login?code=s", {}, "no pool has the page https://else.example.com/login; "),
        ("grace", "https://sso.example.com/logout", {}, "there are: https://SSO"),
        ("grace", "https://[", {}, "no pool has the page"),
        ("grace", None, {"claims": {"sub": "1"}}, "the claim 'sub' is Cognito's own"),
    ],
)
def test_a_sign_in_that_aws_would_refuse_is_a_mistake_of_the_test(portal, name, url, asked, problem):
    with pytest.raises(SettingError, match=problem):
        portal.cognito.authorize(name, url, **asked)


@pytest.mark.long
def test_a_pool_without_a_domain_has_no_pages():
    with simulate() as cognito, cognito.allow_not_simulated():
        with pytest.raises(SettingError, match="has no domain; add Domain: to it"):
            cognito.authorize("totp")
        with pytest.raises(NotSimulated, match="no pool of this test in us-east-1 has a domain"):
            Portal(cognito).get("/login")


@pytest.mark.long
def test_a_domain_that_is_made_in_the_test_answers_and_in_its_own_region(portal, aws):
    pool = aws.create_user_pool(PoolName="new")["UserPool"]["Id"]
    certificate = {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/a"}
    aws.create_user_pool_domain(UserPoolId=pool, Domain="new.example.com", CustomDomainConfig=certificate)
    assert requests.get("https://new.example.com/error?error=x", timeout=5).status_code == 400
    aws.delete_user_pool_domain(UserPoolId=pool, Domain="new.example.com")
    with pytest.raises(requests.ConnectionError):
        requests.get("https://new.example.com/error", timeout=5)


@pytest.mark.long
def test_what_else_a_domain_has_is_not_simulated(portal):
    with (
        portal.cognito.allow_not_simulated(),
        pytest.raises(NotSimulated, match=r"GET /signup is not simulated") as said,
    ):
        portal.get("/signup", code="s3cret")
    assert "s3cret" not in str(said.value)


@pytest.mark.long
def test_a_users_sign_in_answers_every_challenge_and_fits_the_first_client_without_a_flow(portal):
    assert portal.cognito.authorize("totp").code
    old = simulate({"pools": [{**POOL, "clients": [{"ClientName": "old", "CallbackURLs": [BACK]}]}]})
    with old as cognito, pytest.raises(SettingError, match="may not use the flow code: AllowedOAuthFlows: none"):
        cognito.authorize("grace")


def test_faults_and_expectations_name_an_endpoint_and_its_parameters(portal):
    token, inject = portal.token, portal.cognito.inject
    with inject("POST /oauth2/token", error="invalid_grant", when={"grant_type": "refresh_token"}, client="web"):
        assert token("client_credentials", client="machine").ok
        reply = token("refresh_token", client="web", refresh_token="x")
    assert (reply.status_code, reply.json()) == (400, {"error": "invalid_grant"})
    with inject("POST /oauth2/token", error="invalid_client", message="down", status=503, times=1):
        reply = token("client_credentials", client="machine")
    assert (reply.status_code, reply.json()) == (503, {"error": "invalid_client", "error_description": "down"})
    tokens = portal.signed_in()
    with inject("POST /oauth2/token", change="tokens_revoked", user="grace"):
        assert token("refresh_token", client="web", refresh_token=tokens["refresh_token"]).status_code == 400

    last = portal.cognito.assert_called("POST /oauth2/token", grant_type="refresh_token")
    assert last.request["client_id"] == portal.client("web").id
    assert len(portal.cognito.calls("POST /oauth2/token")) == 5
    expect = [{"on": "POST /oauth2/token", "with": {"grant_type": "password"}, "never": True}]
    with simulate({"pools": [POOL], "expect": expect}) as other:
        Portal(other).token("client_credentials", client="machine")


@pytest.mark.long
@for_each(
    "on, error, problem",
    [
        ("POST /oauth2/tokens", "invalid_grant", "unknown operation 'POST /oauth2/tokens'"),
        (
            "POST /oauth2/token",
            "TooManyRequestsException",
            "does not document TooManyRequestsException for POST /oauth2",
        ),
        ("GetUser", "invalid_grant", "unknown error 'invalid_grant'"),
        ("GetUsr", "ThrottlingException", "unknown operation 'GetUsr'"),
    ],
)
def test_an_endpoint_has_oauths_errors_and_no_others(portal, on, error, problem):
    with pytest.raises(SettingError, match=problem):
        portal.cognito.inject(on, error=error)


@pytest.mark.long
def test_any_text_fits_into_the_headers(aws):
    back = "https://例え.example.com/\u0161 back"
    with simulate({"pools": [{**POOL, "clients": [{"ClientName": "web", "CallbackURLs": [back]}]}]}) as cognito:
        portal = Portal(cognito)
        assert sent_to(portal, "/oauth2/authorize", redirect_uri=back, state="\r\nX: y").endswith(
            "/%C5%A1%20back?error=invalid_request&state=%0D%0AX%3A+y"
        )
        cognito.inject("GET /oauth2/userInfo", error="invalid_token", message="é\r\nX: 例")
        challenge = portal.get("/oauth2/userInfo").headers["WWW-Authenticate"]
        assert challenge == 'error="invalid_token", error_description="é X: ?"'
        for hostile in ("%", "\ud800", "=&=&", "\0", "a" * 100_000):
            assert portal.post("/oauth2/token", grant_type=hostile.encode("utf-8", "replace")).status_code == 400


def test_the_triggers_of_a_sign_in_with_mfa_learn_that_it_is_on_the_pages(portal):
    sources = []

    def note(event, context):
        sources.append(event["triggerSource"])
        return event

    with portal.cognito.trigger("PreTokenGeneration", note):
        portal.cognito.authorize("totp", client="web", redirect_uri=BACK)

    assert sources == ["TokenGeneration_HostedAuth"]
