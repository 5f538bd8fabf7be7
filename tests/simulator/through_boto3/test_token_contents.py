"""The tokens of a sign-in: claims, their order and types, and how long the tokens are valid."""

import base64
import json
import re

import pytest
from sign_in_steps import Caller, needs_member

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ACCESS = [
    "sub",
    "iss",
    "client_id",
    "origin_jti",
    "event_id",
    "token_use",
    "scope",
    "auth_time",
    "exp",
    "iat",
    "jti",
    "username",
]
IDENTITY = [
    "sub",
    "email_verified",
    "iss",
    "phone_number_verified",
    "cognito:username",
    "origin_jti",
    "aud",
    "event_id",
    "token_use",
    "auth_time",
    "phone_number",
    "exp",
    "iat",
    "jti",
    "email",
]
TIMES = ("auth_time", "exp", "iat")
FLAGS = ("email_verified", "phone_number_verified")
DAY = 86400


def part(token, number):
    segment = token.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


def claims_of(token):
    return part(token, 1)


def both(result):
    return claims_of(result["AccessToken"]), claims_of(result["IdToken"])


@pytest.fixture(params=[(False, "public"), (True, "secret")], ids=["user-public", "admin-secret"])
def caller(request, cognito, aws):
    cognito.clock.freeze()
    admin, client = request.param
    return Caller(aws, cognito, admin=admin, client=client)


@pytest.fixture(params=["password", "srp", "totp", "refresh", "renewed"])
def result(request, caller):
    """AuthenticationResult of newcomer or totp, by each way to tokens; an hour later where it is a refresh."""
    if request.param == "totp":
        session = caller.password("totp")["Session"]
        code = {"SOFTWARE_TOKEN_MFA_CODE": caller.cognito.totp("totp")}
        return caller.respond("SOFTWARE_TOKEN_MFA", "totp", session, **code)["AuthenticationResult"]
    first = caller.srp("newcomer") if request.param == "srp" else caller.password("newcomer")
    first = first["AuthenticationResult"]
    if request.param in ("password", "srp"):
        return first
    caller.cognito.clock.advance(hours=1)
    if request.param == "refresh":
        return caller.refresh(first["RefreshToken"], "newcomer")["AuthenticationResult"]
    if not hasattr(caller.aws, "get_tokens_from_refresh_token"):
        pytest.skip("this botocore is older than GetTokensFromRefreshToken")
    secret = {"ClientSecret": caller.client.secret} if caller.client.secret else {}
    request = {"ClientId": caller.client.id, "RefreshToken": first["RefreshToken"], **secret}
    return caller.aws.get_tokens_from_refresh_token(**request)["AuthenticationResult"]


def test_both_tokens_have_exactly_the_recorded_claims_in_the_recorded_order(result):
    access, identity = both(result)
    assert (list(access), list(identity)) == (ACCESS, IDENTITY)


def test_claims_are_texts_but_for_times_and_flags(result):
    for claims in both(result):
        kinds = {name: type(value) for name, value in claims.items()}
        assert kinds == {name: int if name in TIMES else bool if name in FLAGS else str for name in claims}


def test_claims_name_pool_client_and_user(result, caller):
    access, identity = both(result)
    user = caller.cognito.user(access["username"])
    issuer = f"https://cognito-idp.us-east-1.amazonaws.com/{caller.cognito.user_pool_id}"
    for claims in (access, identity):
        assert (claims["iss"], claims["sub"]) == (issuer, user.sub)
    assert (access["client_id"], access["token_use"], access["scope"]) == (
        caller.client.id,
        "access",
        "aws.cognito.signin.user.admin",
    )
    assert (identity["aud"], identity["token_use"]) == (caller.client.id, "id")
    assert identity["cognito:username"] == user.username
    assert (identity["email"], identity["email_verified"]) == (user.attributes["email"], True)


def test_ids_are_uuids_of_which_both_tokens_share_all_but_their_own(result):
    access, identity = both(result)
    ids = [claims[name] for claims in (access, identity) for name in ("origin_jti", "event_id", "jti")]
    assert all(map(UUID.fullmatch, ids))
    assert [access[name] == identity[name] for name in ("origin_jti", "event_id", "jti")] == [True, True, False]


def test_each_token_is_signed_by_a_key_of_its_own(result):
    headers = [part(result[name], 0) for name in ("AccessToken", "IdToken")]
    assert [list(header) for header in headers] == [["kid", "alg"]] * 2
    assert [header["alg"] for header in headers] == ["RS256"] * 2
    assert [len(base64.b64decode(header["kid"], validate=True)) for header in headers] == [32, 32]
    assert headers[0]["kid"] != headers[1]["kid"]


def test_tokens_are_issued_now_for_an_hour_and_say_when_the_sign_in_was(result, caller):
    now = int(caller.cognito.clock.timestamp())
    signed_in = now if "RefreshToken" in result else now - 3600
    for claims in both(result):
        assert [claims[name] for name in TIMES] == [signed_in, now + 3600, now]
    assert (result["ExpiresIn"], result["TokenType"]) == (3600, "Bearer")


def test_every_refresh_belongs_to_the_sign_in_and_its_password(caller):
    answer = caller.password("newcomer")
    first = answer["AuthenticationResult"]
    tokens = [*both(first)]
    for _ in range(3):
        caller.cognito.clock.advance(hours=7)
        tokens += both(caller.refresh(first["RefreshToken"], "newcomer")["AuthenticationResult"])
    for same in ("origin_jti", "auth_time", "event_id"):
        assert len({claims[same] for claims in tokens}) == 1
    assert tokens[0]["event_id"] == answer["ResponseMetadata"]["RequestId"]
    assert len({claims["jti"] for claims in tokens}) == 8
    assert [claims["iat"] - claims["auth_time"] for claims in tokens[::2]] == [0, 25200, 50400, 75600]


def test_two_sign_ins_share_neither_origin_nor_event(caller):
    first, second = (both(caller.password("newcomer")["AuthenticationResult"])[0] for _ in range(2))
    assert [name for name in first if first[name] == second[name]] == [
        name for name in ACCESS if name not in ("origin_jti", "event_id", "jti")
    ]


# -- how long ---------------------------------------------------------------------------


@pytest.fixture
def through_client(cognito, aws):
    """newcomer's sign-in through a new client of these settings."""

    def signed_in(**settings):
        flows = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]}
        aws.create_user_pool_client(UserPoolId=cognito.user_pool_id, ClientName="own", **{**flows, **settings})
        cognito.clock.freeze()
        return Caller(aws, cognito, client="own")

    return signed_in


@pytest.mark.parametrize(
    ("given", "units", "access", "identity"),
    [
        ({}, {}, 3600, 3600),
        ({"AccessTokenValidity": 2}, {}, 7200, 3600),
        ({"IdTokenValidity": 5}, {"IdToken": "minutes"}, 3600, 300),
        ({"AccessTokenValidity": 600, "IdTokenValidity": 1}, {"AccessToken": "seconds", "IdToken": "days"}, 600, DAY),
        ({"AccessTokenValidity": 10}, {"AccessToken": "hours", "RefreshToken": "minutes"}, 36000, 3600),
    ],
    ids=["defaults", "hours", "minutes", "seconds and days", "units of others"],
)
def test_tokens_live_as_long_as_the_client_says_in_its_units(through_client, given, units, access, identity):
    caller = through_client(**given, **({"TokenValidityUnits": units} if units else {}))
    first = caller.password("newcomer")["AuthenticationResult"]
    renewed = caller.refresh(first["RefreshToken"])["AuthenticationResult"]
    for result in (first, renewed):
        assert [claims["exp"] - claims["iat"] for claims in both(result)] == [access, identity]
        assert result["ExpiresIn"] == access


@pytest.mark.parametrize(
    ("given", "units", "seconds"),
    [
        ({}, {}, 30 * DAY),
        ({"RefreshTokenValidity": 1}, {}, DAY),
        ({"RefreshTokenValidity": 90}, {"RefreshToken": "minutes"}, 5400),
        ({"RefreshTokenValidity": 3600}, {"RefreshToken": "seconds"}, 3600),
    ],
    ids=["default", "days", "minutes", "seconds"],
)
def test_refreshing_ends_with_the_validity_however_often_it_was_done(cognito, through_client, given, units, seconds):
    caller = through_client(**given, **({"TokenValidityUnits": units} if units else {}))
    token = caller.password("newcomer")["AuthenticationResult"]["RefreshToken"]
    for _ in range(2):
        cognito.clock.advance(seconds=seconds / 2 - 1)
        assert caller.refresh(token)["AuthenticationResult"]
    cognito.clock.advance(seconds=2)
    with pytest.raises(caller.aws.exceptions.NotAuthorizedException, match="Refresh Token has expired"):
        caller.refresh(token)


# -- which attributes, and what the username is -------------------------------------------


def test_only_what_the_client_may_read_is_claimed(through_client):
    caller = through_client(ReadAttributes=["email"])
    _, identity = both(caller.password("newcomer")["AuthenticationResult"])
    assert {"email", *FLAGS, "phone_number"} & set(identity) == {"email"}


def test_an_attribute_that_is_not_set_is_no_claim(open_pool, aws):
    caller = Caller(aws, open_pool({"Username": "alice", "Password": "Secret-1"}))
    _, identity = both(caller.password("alice")["AuthenticationResult"])
    assert not {"email", "email_verified", "phone_number", "phone_number_verified"} & set(identity)


@pytest.mark.parametrize("aliases", [["email"], ["phone_number"], ["email", "phone_number"]], ids="-".join)
def test_where_the_username_is_an_alias_the_tokens_have_the_sub(open_pool, through, aliases):
    name = "+12065550100" if "phone_number" in aliases else "alice@example.com"
    caller = through(open_pool({"Username": name, "Password": "Secret-1"}, UsernameAttributes=aliases))
    for answer in (caller.password(name), caller.srp(name)):
        access, identity = both(answer["AuthenticationResult"])
        assert access["username"] == identity["cognito:username"] == access["sub"] == caller.cognito.user(name).sub


rotates = needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken")


@rotates
def test_rotation_keeps_the_sign_in_too(through_client):
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED"}, "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]}
    caller = through_client(**rotation)
    answer = caller.password("newcomer")
    token, chain = answer["AuthenticationResult"]["RefreshToken"], [*both(answer["AuthenticationResult"])]
    for _ in range(3):
        caller.cognito.clock.advance(hours=1)
        request = {"ClientId": caller.client.id, "RefreshToken": token}
        result = caller.aws.get_tokens_from_refresh_token(**request)["AuthenticationResult"]
        token = result["RefreshToken"]
        chain += both(result)
    for same in ("origin_jti", "auth_time", "event_id"):
        assert len({claims[same] for claims in chain}) == 1


# -- the order of other sets of claims, as in raw live answers of 2026 --------------------


WITHOUT_REVOCATION = {
    "access": "sub event_id token_use scope auth_time iss exp iat jti client_id username",
    "id": "sub aud event_id token_use auth_time iss cognito:username exp iat",
}
OF_A_USER_WITHOUT_ATTRIBUTES = {
    "id": "origin_jti sub aud event_id token_use auth_time iss cognito:username exp iat jti",
}
IN_GROUPS = {
    "access": "sub cognito:groups iss client_id origin_jti event_id token_use scope auth_time exp iat jti username",
    "id": "sub cognito:groups email_verified cognito:preferred_role iss cognito:username origin_jti cognito:roles aud "
    "event_id token_use auth_time exp iat jti email",
}


@pytest.fixture
def names_of_claims(open_pool, aws):
    """The claims of alice's tokens, through a client of these settings, by the token's use."""

    def names(alice=(), groups=(), **settings):
        user = {"Username": "alice", "Password": "Secret-1", **dict(alice)}
        cognito = open_pool(user, groups=list(groups))
        aws.create_user_pool_client(UserPoolId=cognito.user_pool_id, ClientName="new", **settings)
        tokens = cognito.sign_in("alice", client="new")
        client = {"ClientId": cognito.pool.clients["new"].id, "RefreshToken": tokens.refresh_token}
        again = aws.get_tokens_from_refresh_token(**client)["AuthenticationResult"]
        found = {"access": tokens.access_token, "id": tokens.id_token}
        found |= {"refreshed access": again["AccessToken"], "refreshed id": again["IdToken"]}
        return {use: " ".join(claims_of(token)) for use, token in found.items()}

    return names


@needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken")
def test_without_revocation_tokens_have_fewer_ids(names_of_claims):
    found = names_of_claims(EnableTokenRevocation=False)
    assert {use: found[use] for use in WITHOUT_REVOCATION} == WITHOUT_REVOCATION
    rotating = names_of_claims(EnableTokenRevocation=False, RefreshTokenRotation={"Feature": "ENABLED"})
    with_origin = [use for use, names in rotating.items() if "origin_jti" in names]
    assert with_origin == ["id", "refreshed access", "refreshed id"]


@needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken")
def test_the_order_follows_from_the_number_of_claims(names_of_claims):
    assert names_of_claims()["id"] == OF_A_USER_WITHOUT_ATTRIBUTES["id"]
    attributes = {"email": "alice@example.com", "email_verified": "true"}
    role = {"GroupName": "reader", "Precedence": 1, "RoleArn": "arn:aws:iam::123456789012:role/reader"}
    found = names_of_claims({"UserAttributes": attributes, "groups": ["reader"]}, [role])
    assert {use: found[use] for use in IN_GROUPS} == IN_GROUPS
