"""`${tokens:USER}` in a canned answer and `cognito.tokens_for`: tokens that verify, and that Cognito accepts."""

import boto3
import jwt
import pytest
from one_test import for_each

from pytest_cognito_mfa import SettingError, simulate

SIGN_IN = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "any", "PASSWORD": "any"}}
ON_SIGN_IN = """\
answers:
  - on: InitiateAuth
    answer: {AuthenticationResult: "${tokens:totp}"}
"""


def verified(cognito, token, **checks):
    """The claims of a token, verified as an application does, by the keys of the pool."""
    keys = jwt.PyJWKClient(f"{cognito.pool.issuer}/.well-known/jwks.json")
    return jwt.decode(token, keys.get_signing_key_from_jwt(token), ["RS256"], issuer=cognito.pool.issuer, **checks)


def signed_in(client, **members):
    return client.initiate_auth(**SIGN_IN, **members)["AuthenticationResult"]


def test_the_tokens_of_a_canned_answer_verify_and_are_accepted(tmp_path, client):
    path = tmp_path / "s.yaml"
    path.write_text(ON_SIGN_IN)
    with simulate(path) as cognito:
        through = list(cognito.pool.clients.values())[1]
        result = signed_in(client, ClientId=through.id)

        access = verified(cognito, result["AccessToken"])
        of_user = verified(cognito, result["IdToken"], audience=through.id)
        assert (access["username"], access["client_id"], of_user["aud"]) == ("totp", through.id, through.id)
        assert (result["ExpiresIn"], result["TokenType"]) == (access["exp"] - access["iat"], "Bearer")
        assert access["origin_jti"] == of_user["origin_jti"]
        assert client.get_user(AccessToken=result["AccessToken"])["Username"] == "totp"


def test_a_place_of_one_token_gets_that_token_and_what_is_written_stays(client):
    written = {"AccessToken": "${tokens:sms}", "IdToken": "${tokens:newcomer}", "RefreshToken": "mine", "ExpiresIn": 5}
    with simulate() as cognito:
        cognito.answer("InitiateAuth", {"AuthenticationResult": written}, times=1)
        cognito.answer("InitiateAuth", lambda _: {"AuthenticationResult": "${tokens:invited}"})
        result = signed_in(client, ClientId="unknown")

        assert verified(cognito, result["AccessToken"])["username"] == "sms"
        assert verified(cognito, result["IdToken"], audience=cognito.client_id)["cognito:username"] == "newcomer"
        assert (result["RefreshToken"], result["ExpiresIn"], result["TokenType"]) == ("mine", 5, "Bearer")
        assert verified(cognito, signed_in(client, ClientId="any")["AccessToken"])["username"] == "invited"


def test_tokens_for_a_user_need_no_sign_in_and_change_nothing(client):
    with simulate() as cognito:
        before = cognito.user("invited").status
        tokens = cognito.tokens_for("invited", scopes=["openid"])

        assert (before, cognito.user("invited").status) == ("FORCE_CHANGE_PASSWORD",) * 2
        assert verified(cognito, tokens.access_token)["scope"] == "openid"
        other = cognito.tokens_for("totp", client=list(cognito.pool.clients)[1])
        assert client.get_user(AccessToken=other.access_token)["Username"] == "totp"
        with pytest.raises(SettingError, match=r"tokens_for\('totp'\): scopes is a string"):
            cognito.tokens_for("totp", scopes="openid")


def test_a_reference_in_a_wrong_place_and_an_unknown_user_are_told():
    result = "can only be an AuthenticationResult, or its AccessToken, IdToken or RefreshToken"

    @for_each(
        "answer, said",
        [
            ({"Session": "${tokens:sms}"}, f"Session cannot be '${{tokens:sms}}'; ${{tokens:USER}} {result}"),
            (
                {"ChallengeParameters": {"A": "${tokens}"}},
                f"A cannot be '${{tokens}}'; ${{tokens:USER}} {result}",
            ),
            ({"AuthenticationResult": {"IdToken": "${token:sms}"}}, "write ${tokens:USER}, not '${token:sms}'"),
        ],
    )
    def is_refused(answer, said):
        with simulate() as cognito, pytest.raises(SettingError) as refused:
            cognito.answer("InitiateAuth", answer)
        assert str(refused.value) == said

    is_refused()
    with simulate() as cognito, cognito.allow_not_simulated():
        cognito.answer("InitiateAuth", {"AuthenticationResult": "${tokens:smss}"})
        with pytest.raises(SettingError, match="unknown user 'smss'; did you mean 'sms'"):
            signed_in(boto3.client("cognito-idp"), ClientId="any")
