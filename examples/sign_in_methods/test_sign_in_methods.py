"""The sign-ins of an app without passwords, step by step through Cognito."""

import json

import boto3
import pytest
import sign_in_methods as methods


class App:
    def __init__(self, cognito):
        self.aws = boto3.client("cognito-idp")
        made = self.aws.create_user_pool_client(
            UserPoolId=cognito.user_pool_id, ClientName="app", ExplicitAuthFlows=["ALLOW_CUSTOM_AUTH"]
        )
        self.client = {"ClientId": made["UserPoolClient"]["ClientId"]}

    def start(self, name, method):
        asked = self.aws.initiate_auth(**self.client, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": name})
        return self.answer(asked, method, "none")

    def answer(self, asked, method, answer):
        return self.aws.respond_to_auth_challenge(
            **self.client,
            ChallengeName="CUSTOM_CHALLENGE",
            Session=asked["Session"],
            ChallengeResponses={"USERNAME": asked["ChallengeParameters"]["USERNAME"], "ANSWER": answer},
            ClientMetadata={"method": method},
        )

    def is_refused(self, *given):
        with pytest.raises(self.aws.exceptions.NotAuthorizedException, match="Incorrect username or password"):
            self.answer(*given)
        return True


@pytest.fixture
def app(cognito):
    cognito.trigger("DefineAuthChallenge", methods.define)
    cognito.trigger("CreateAuthChallenge", methods.create)
    cognito.trigger("VerifyAuthChallengeResponse", methods.verify)
    return App(cognito)


@pytest.fixture
def sent(monkeypatch):
    """What the handlers send: the address, and the link or the code at the end of the text."""
    messages = []

    def send(address, text):
        messages.append((address, text.replace("#", " ").split()[-1]))

    monkeypatch.setattr(methods, "send_mail", send)
    monkeypatch.setattr(methods, "send_sms", send)
    return messages


def test_a_link_signs_in_once(app, sent, cognito):
    asked, again = app.start("newcomer", "link"), app.start("newcomer", "link")
    (address, link), _ = sent

    assert "AccessToken" in app.answer(asked, "link", link)["AuthenticationResult"]
    assert app.is_refused(again, "link", link)
    assert address == cognito.user("newcomer").attributes["email"]


def test_a_link_of_somebody_else_does_not_sign_in(app, sent):
    app.start("newcomer", "link")
    asked = app.start("totp", "link")

    assert app.is_refused(asked, "link", sent[0][1])


def test_a_passkey_of_the_app_signs_in(app, cognito):
    passkey = cognito.passkey("newcomer")
    options, state = methods.server.register_begin({"id": b"1", "name": "newcomer", "displayName": "N"})
    made = methods.server.register_complete(state, passkey.create(dict(options.public_key)))
    methods.passkeys["newcomer"] = [made.credential_data]
    asked = app.start("newcomer", "passkey")
    asked_again = app.start("newcomer", "passkey")
    signed = passkey.get(asked["ChallengeParameters"]["options"])

    assert "AccessToken" in app.answer(asked, "passkey", signed)["AuthenticationResult"]
    assert app.is_refused(asked_again, "passkey", signed)


def test_a_user_who_has_signed_in_steps_up_by_a_code(app, sent, cognito):
    mine, anothers = (cognito.sign_in(name).access_token for name in ("newcomer", "totp"))
    asked = app.start("newcomer", "step-up")
    code = sent[0][1]
    asked = app.answer(asked, "step-up", json.dumps({"code": "000000" if code != "000000" else "1", "token": mine}))
    asked = app.answer(asked, "step-up", json.dumps({"code": code, "token": anothers}))

    done = app.answer(asked, "step-up", json.dumps({"code": code, "token": mine}))

    assert "AccessToken" in done["AuthenticationResult"]
    assert len(sent) == 1
    assert "GetUser" in [call.operation for call in cognito.journal]


def test_an_unknown_method_is_the_end(app):
    asked = app.aws.initiate_auth(**app.client, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "newcomer"})

    assert asked["ChallengeParameters"]["asks"] == "which method"
    assert app.is_refused(asked, "telepathy", "?")
