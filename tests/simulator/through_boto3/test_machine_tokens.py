"""GetClientToken and GetDerivedToken: who gets which token, with which scopes and claims."""

import pytest
from one_test import for_each
from sign_in_steps import needs_operation, refusal_of

from pytest_cognito_mfa import NotSimulated, simulate
from pytest_cognito_mfa._aws.jwt import claims_of

pytestmark = needs_operation("GetDerivedToken")
ADMIN = "aws.cognito.signin.user.admin"
SCOPES = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")]
OAUTH = {"AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthScopes": ["books/read", "books/write"]}
EXCHANGE = [f"ALLOW_TOKEN_EXCHANGE_{kind}" for kind in ("IMPERSONATION", "DELEGATION")]
POOL = {
    "Name": "books",
    "resource_servers": [{"Identifier": "books", "Name": "Books", "Scopes": SCOPES}],
    "clients": [
        {"ClientName": "web"},
        {"ClientName": "machine", "GenerateSecret": True, "AllowedOAuthFlows": ["client_credentials"], **OAUTH},
        {"ClientName": "service", "GenerateSecret": True, "ExplicitAuthFlows": EXCHANGE, **OAUTH},
    ],
    "users": [{"Username": "ada"}, {"Username": "eve"}],
}


@pytest.fixture
def cognito():
    with simulate({"pools": [POOL]}) as cognito:
        yield cognito


@pytest.mark.long
@for_each("asked, given", [(None, "books/read books/write"), (["books/read"], "books/read")])
def test_a_client_gets_a_token_of_its_own(aws, cognito, asked, given):
    machine = cognito.pool.clients["machine"]
    request = {"ClientId": machine.id, "Secret": machine.secret, **({"Scopes": asked} if asked else {})}
    result = aws.get_client_token(**request)["ClientAuthenticationResult"]

    claims = claims_of(result["AccessToken"])
    assert (claims["scope"], claims["client_id"], claims["sub"]) == (given, machine.id, machine.id)
    assert (result["ExpiresIn"], result["TokenType"]) == (3600, "Bearer")
    refused = refusal_of(aws.get_client_token, **{**request, "Scopes": ["books/burn"]})
    assert refused[0] == "InvalidParameterException"
    assert refusal_of(aws.get_client_token, **{**request, "Secret": "x" * 30})[0] == "NotAuthorizedException"
    others = {**request, "ClientId": cognito.pool.clients["web"].id}
    assert refusal_of(aws.get_client_token, **others)[0] == "OperationNotEnabledException"


def exchange(cognito, token, **more):
    service = cognito.pool.clients["service"]
    return {"ClientId": service.id, "SubjectToken": token, "SubjectTokenType": "ACCESS_TOKEN", **more}


def test_a_token_is_exchanged_for_one_with_the_common_scopes(aws, cognito):
    token = cognito.sign_in("ada", client="web", scopes=[ADMIN, "books/read", "books/more"]).access_token
    secret = cognito.pool.clients["service"].secret
    asked = {"Scopes": ["books/read", "books/write", "books/more"], "Audiences": ["shelf"], "ClientSecret": secret}
    answer = aws.get_derived_token(**exchange(cognito, token, **asked))

    claims = claims_of(answer["IssuedToken"])
    assert (answer["Scopes"], answer["TokenType"], answer["ExpiresIn"]) == (["books/read"], "Bearer", 3600)
    assert (claims["scope"], claims["aud"], claims["sub"]) == ("books/read", "shelf", cognito.user("ada").sub)
    assert claims["client_id"] == cognito.pool.clients["service"].id
    answer = aws.get_derived_token(**exchange(cognito, token, RequestedTokenType="ID_TOKEN"))
    assert (answer["TokenType"], claims_of(answer["IssuedToken"])["token_use"]) == ("N_A", "id")
    assert answer["Scopes"] == [ADMIN, "books/read", "books/more"]


@pytest.mark.long
def test_the_actor_is_a_claim_of_the_token(aws, cognito):
    ada, eve = (cognito.sign_in(name, client="web") for name in ("ada", "eve"))
    actor = {"ActorToken": eve.id_token, "ActorTokenType": "ID_TOKEN"}
    answer = aws.get_derived_token(**exchange(cognito, ada.access_token, **actor, Resources=["books"]))

    claims = claims_of(answer["IssuedToken"])
    lists = {"UserPoolId": cognito.user_pool_id, "UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 5}}
    aws.set_user_pool_session_configuration(**lists)
    [session] = aws.list_user_sessions(AccessToken=ada.access_token)["Sessions"]
    assert (session["IsCurrentSession"], session["ClientId"]) == (True, cognito.pool.clients["web"].id)
    assert (claims["act"], claims["aud"]) == ({"sub": cognito.user("eve").sub}, "books")


@pytest.mark.long
def test_a_token_that_is_not_valid_is_not_exchanged(aws, cognito):
    tokens = cognito.sign_in("ada", client="web")
    web = {"ClientId": cognito.pool.clients["web"].id}

    def refused(token=tokens.access_token, **more):
        return refusal_of(aws.get_derived_token, **exchange(cognito, token, **more))

    assert refused("unknown")[1] == "Could not verify signature for Access Token"
    assert refused(tokens.id_token)[1] == "Invalid Access Token"
    assert refused(**web)[0] == "OperationNotEnabledException"
    assert refused(ClientSecret="x" * 30)[0] == "NotAuthorizedException"
    assert refused(Audiences=["a"], Resources=["b"])[0] == "InvalidParameterException"
    with pytest.raises(NotSimulated, match="not a user pool's own"), cognito.allow_not_simulated():
        refused(SubjectTokenType="SAML2")
    aws.admin_user_global_sign_out(UserPoolId=cognito.user_pool_id, Username="ada")
    assert refused()[1] == "Access Token has been revoked"
    cognito.clock.advance(hours=2)
    assert refused()[1] == "Access Token has expired"


@pytest.mark.long
def test_a_trigger_of_version_3_changes_it_or_refuses(aws, cognito):
    machine = cognito.pool.clients["machine"]
    request = {"ClientId": machine.id, "Secret": machine.secret, "ClientMetadata": {"tenant": "a"}}

    def lambda_handler(event, context):
        access = {"claimsToAddOrOverride": dict(event["request"]["clientMetadata"])}
        event["response"]["claimsAndScopeOverrideDetails"] = {"accessTokenGeneration": access}
        return event

    with cognito.trigger("PreTokenGeneration", lambda_handler, version="V3_0"):
        token = aws.get_client_token(**request)["ClientAuthenticationResult"]["AccessToken"]
        assert claims_of(token)["tenant"] == "a"
    with cognito.trigger("PreTokenGeneration", lambda event, context: None, version="V3_0"):
        assert refusal_of(aws.get_client_token, **request)[0] == "InvalidParameterException"
    with cognito.trigger("PreTokenGeneration", lambda_handler):
        token = aws.get_client_token(**request)["ClientAuthenticationResult"]["AccessToken"]
    assert "tenant" not in claims_of(token)
