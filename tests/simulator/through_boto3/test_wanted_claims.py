"""Groups and claims that a test wants in the tokens: of `sign_in`, `tokens_for` and a user in a scenario."""

import datetime as dt

import jwt
import pytest

from pytest_cognito_mfa import ScenarioError, SettingError, simulate
from pytest_cognito_mfa._simulator.token_claims import unusable_claim


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


def test_groups_and_claims_of_a_sign_in_are_in_both_tokens_and_stay_after_a_refresh(cognito, aws):
    for give in (cognito.sign_in, cognito.tokens_for):
        tokens = give("newcomer", groups=("clerks",), claims={"tenant": "acme", "limits": {"day": 5}})
        request = {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": tokens.refresh_token}}
        renewed = aws.initiate_auth(ClientId=cognito.client_id, **request)["AuthenticationResult"]
        for token in (tokens.access_token, tokens.id_token, renewed["AccessToken"], renewed["IdToken"]):
            claims = claims_of(token)
            assert (claims["cognito:groups"], claims["tenant"], claims["limits"]) == (["clerks"], "acme", {"day": 5})
        assert aws.get_user(AccessToken=tokens.access_token)["Username"] == "newcomer"
    assert not {"tenant", "cognito:groups"} & claims_of(cognito.sign_in("newcomer").id_token).keys()


def test_a_group_that_the_pool_has_brings_its_role_and_none_takes_the_users_own_away(open_pool, aws):
    groups = [{"GroupName": "clerks", "RoleArn": "arn:aws:iam::123456789012:role/clerk"}, {"GroupName": "all"}]
    alice = {"Username": "alice", "Password": "Secret-1", "groups": ["all"], "claims": {"tenant": "acme", "on": True}}
    cognito = open_pool(alice, groups=groups)
    claims = claims_of(cognito.sign_in("alice", groups=["clerks", "nobodys"], claims={"tenant": "b"}).id_token)
    assert {*claims["cognito:groups"]} == {"clerks", "nobodys"}
    assert claims["cognito:roles"] == [groups[0]["RoleArn"]]
    assert (claims["tenant"], claims["on"]) == ("b", True)
    assert "cognito:groups" not in claims_of(cognito.sign_in("alice", groups=[]).access_token)
    assert claims_of(cognito.sign_in("alice").access_token)["cognito:groups"] == ["all"]


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ({"groups": "clerks"}, r"groups is a string; write a tuple: groups=\('clerks',\)"),
        ({"claims": {"sub": "1"}}, "the claim 'sub' is Cognito's own"),
        ({"claims": {"scope": "a"}}, "the claim 'scope' comes from scopes= of sign_in"),
        ({"claims": {"at": dt.date(2026, 1, 1)}}, "the claim 'at' must be a JSON value, not date"),
    ],
)
def test_what_cannot_be_in_a_token_is_a_mistake(cognito, wanted, problem):
    with pytest.raises(SettingError, match=rf"^sign_in\('newcomer'\): {problem}"):
        cognito.sign_in("newcomer", **wanted)


def test_what_cannot_be_in_a_token_is_a_mistake_of_the_scenario_with_its_place(tmp_path):
    path = tmp_path / "claims.yaml"
    user = "{Username: a, claims: {exp: 1, day: .inf}}, {Username: b, claims: [1]}"
    path.write_text(f"pools: [{{Name: p, clients: [{{ClientName: c}}], users: [{user}]}}]")
    with pytest.raises(ScenarioError) as caught, simulate(path):
        pass
    text = str(caught.value)
    assert unusable_claim("exp", 1) in text
    assert "the claim 'day' must be a JSON value, not float" in text
    assert "claims must be a mapping" in text
