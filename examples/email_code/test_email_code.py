"""Sign-in by a code that comes by e-mail, with the five handlers as they are deployed to Lambda."""

import secrets

import boto3
import create_auth_challenge
import pytest

pytestmark = pytest.mark.cognito(scenario="email_code.yaml")


class App:
    def __init__(self, client_id):
        self.aws, self.client = boto3.client("cognito-idp"), {"ClientId": client_id}

    def sign_up(self, address):
        self.aws.sign_up(
            **self.client,
            Username=address,
            Password=secrets.token_urlsafe() + "aA1!",
            UserAttributes=[{"Name": "email", "Value": address}],
        )

    def start(self, address):
        return self.aws.initiate_auth(**self.client, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": address})

    def answer(self, asked, code):
        name = asked["ChallengeParameters"]["USERNAME"]
        return self.aws.respond_to_auth_challenge(
            **self.client,
            ChallengeName="CUSTOM_CHALLENGE",
            Session=asked["Session"],
            ChallengeResponses={"USERNAME": name, "ANSWER": code},
        )


@pytest.fixture
def app(cognito):
    return App(cognito.client_id)


@pytest.fixture
def mails(monkeypatch):
    sent = []
    monkeypatch.setattr(create_auth_challenge, "send", lambda address, code: sent.append((address, code)))
    return sent


def test_who_signed_up_comes_in_by_the_code_alone(app, mails, cognito):
    app.sign_up("ada@example.com")
    asked = app.start("ada@example.com")
    ((address, code),) = mails

    done = app.answer(asked, code)

    assert (address, asked["ChallengeParameters"]["email"]) == ("ada@example.com", "ada@example.com")
    assert "AccessToken" in done["AuthenticationResult"]
    assert cognito.user("ada@example.com").attributes["email_verified"] == "true"


def test_a_code_may_be_mistyped_twice_and_is_sent_once(app, mails):
    app.sign_up("ada@example.com")
    asked = app.start("ada@example.com")
    for _ in range(2):
        asked = app.answer(asked, "wrong")

    assert "AccessToken" in app.answer(asked, mails[0][1])["AuthenticationResult"]
    assert len(mails) == 1


def test_three_wrong_codes_are_the_end(app, mails):
    app.sign_up("ada@example.com")
    asked = app.start("ada@example.com")
    for _ in range(2):
        asked = app.answer(asked, "wrong")

    with pytest.raises(app.aws.exceptions.NotAuthorizedException, match="Incorrect username or password"):
        app.answer(asked, "wrong")


def test_a_stranger_sees_no_difference_and_gets_no_mail(app, mails):
    asked = app.start("nobody@example.com")

    assert asked["ChallengeName"] == "CUSTOM_CHALLENGE"
    assert mails == []


def test_a_mail_that_cannot_be_sent_is_told(app, monkeypatch):
    app.sign_up("ada@example.com")
    monkeypatch.setattr(create_auth_challenge, "send", lambda address, code: 1 / 0)

    words = "CreateAuthChallenge failed with error division by zero"
    with pytest.raises(app.aws.exceptions.UserLambdaValidationException, match=words):
        app.start("ada@example.com")
