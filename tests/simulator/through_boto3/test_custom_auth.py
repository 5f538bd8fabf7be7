"""CUSTOM_AUTH with handlers as they are deployed to Lambda: the e-mail code flow of AWS's samples, and after SRP."""

import pytest
from one_test import for_each
from preference_user import FACTORS
from pycognito.aws_srp import AWSSRP
from sign_in_steps import Caller, refusal_of

from pytest_cognito_mfa.errors import NotSimulated

ADA = {"Username": "ada", "Password": "Analytical-1843", "UserAttributes": {"email": "ada@example.com"}}
CUSTOM = "CUSTOM_CHALLENGE"
INVALID_SESSION = ("NotAuthorizedException", "Invalid session for the user.")


class MailedCode:
    """The three handlers: a code by e-mail, three attempts."""

    def __init__(self, cognito):
        self.seen = []
        for name in ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"):
            cognito.trigger(name, getattr(self, name))

    def DefineAuthChallenge(self, event, context):  # noqa: N802 - the name of the trigger
        session, response = event["request"]["session"], event["response"]
        self.seen.append([(step["challengeName"], step["challengeResult"]) for step in session])
        if session and session[-1]["challengeName"] == "SRP_A":
            response.update(challengeName="PASSWORD_VERIFIER", issueTokens=False, failAuthentication=False)
        elif len(session) >= 3 and not session[-1]["challengeResult"]:
            response.update(issueTokens=False, failAuthentication=True)
        elif session and session[-1]["challengeName"] == CUSTOM and session[-1]["challengeResult"]:
            response.update(issueTokens=True, failAuthentication=False)
        else:
            response.update(challengeName=CUSTOM, issueTokens=False, failAuthentication=False)
        return event

    def CreateAuthChallenge(self, event, context):  # noqa: N802 - the same
        metadata = [step["challengeMetadata"] for step in event["request"]["session"] if step["challengeMetadata"]]
        event["response"]["publicChallengeParameters"] = {"email": event["request"]["userAttributes"].get("email", "")}
        event["response"]["privateChallengeParameters"] = {"code": "123456"}
        event["response"]["challengeMetadata"] = metadata[-1] if metadata else "CODE-123456"
        return event

    def VerifyAuthChallengeResponse(self, event, context):  # noqa: N802 - the same
        request = event["request"]
        event["response"]["answerCorrect"] = request["challengeAnswer"] == request["privateChallengeParameters"]["code"]
        return event


@pytest.fixture
def opened(aws, open_pool):
    def opened(*users, admin=False, **settings):
        cognito = open_pool(*(users or (ADA,)), **settings)
        aws.update_user_pool_client(
            UserPoolId=cognito.user_pool_id,
            ClientId=cognito.client_id,
            ExplicitAuthFlows=["ALLOW_CUSTOM_AUTH"],
            PreventUserExistenceErrors=settings.get("existence", "ENABLED"),
        )
        return cognito, Caller(aws, cognito, admin=admin)

    return opened


def events(cognito, trigger):
    return [each.event for call in cognito.journal for each in call.triggers if each.trigger == trigger]


@for_each("admin", [False, True])
def test_the_code_of_the_mail_signs_in_at_the_second_attempt(opened, admin):
    cognito, caller = opened(admin=admin)
    handlers = MailedCode(cognito)

    asked = caller.initiate("CUSTOM_AUTH", USERNAME="ada")
    again = caller.respond(CUSTOM, "ada", asked["Session"], ANSWER="000000")
    done = caller.respond(CUSTOM, "ada", again["Session"], ANSWER="123456")

    assert (asked["ChallengeName"], again["ChallengeName"]) == (CUSTOM, CUSTOM)
    assert asked["ChallengeParameters"] == {"USERNAME": "ada", "email": "ada@example.com"}
    assert asked["Session"] != again["Session"]
    assert "AccessToken" in done["AuthenticationResult"]
    assert handlers.seen == [[], [(CUSTOM, False)], [(CUSTOM, False), (CUSTOM, True)]]
    triggers = [[each.trigger for each in call.triggers] for call in cognito.journal[1:]]
    first = ["DefineAuthChallenge", "CreateAuthChallenge"]
    assert triggers == [first, ["VerifyAuthChallengeResponse", *first], ["VerifyAuthChallengeResponse", first[0]]]


def test_the_events_have_awss_members(opened):
    cognito, caller = opened()
    MailedCode(cognito)
    asked = caller.initiate("CUSTOM_AUTH", USERNAME="ada")
    caller.respond(CUSTOM, "ada", asked["Session"], ANSWER="000000")

    define, after = events(cognito, "DefineAuthChallenge")
    create, verify = events(cognito, "CreateAuthChallenge")[0], events(cognito, "VerifyAuthChallengeResponse")[0]
    assert [*define["request"]] == ["userAttributes", "session", "userNotFound"]
    assert define["response"] == {"challengeName": None, "issueTokens": None, "failAuthentication": None}
    step = {"challengeName": CUSTOM, "challengeResult": False, "challengeMetadata": "CODE-123456"}
    assert after["request"]["session"] == [step]
    assert create["request"]["challengeName"] == CUSTOM
    assert [*create["response"]] == ["publicChallengeParameters", "privateChallengeParameters", "challengeMetadata"]
    assert verify["request"]["challengeAnswer"] == "000000"
    assert verify["request"]["privateChallengeParameters"] == {"code": "123456"}
    assert verify["triggerSource"] == "VerifyAuthChallengeResponse_Authentication"


def test_three_wrong_answers_end_the_sign_in(opened):
    cognito, caller = opened()
    MailedCode(cognito)
    session = caller.initiate("CUSTOM_AUTH", USERNAME="ada")["Session"]
    for _ in range(2):
        session = caller.respond(CUSTOM, "ada", session, ANSWER="000000")["Session"]

    wrong = ("NotAuthorizedException", "Incorrect username or password.")
    assert refusal_of(caller.respond, CUSTOM, "ada", session, ANSWER="000000") == wrong


def test_a_session_is_dead_after_a_trigger_failed(opened):
    cognito, caller = opened()
    MailedCode(cognito)
    session = caller.initiate("CUSTOM_AUTH", USERNAME="ada")["Session"]
    with cognito.trigger("CreateAuthChallenge", lambda event, context: event["challengeMetaData"]):
        refused = refusal_of(caller.respond, CUSTOM, "ada", session, ANSWER="000000")

    words = "CreateAuthChallenge failed with error 'challengeMetaData'."
    assert refused == ("UserLambdaValidationException", words)
    assert refusal_of(caller.respond, CUSTOM, "ada", session, ANSWER="123456") == INVALID_SESSION


def test_after_srp_comes_mfa_and_then_the_challenge_of_ones_own(aws, opened):
    factor = {"UserMFASettingList": ["EMAIL_OTP"], "PreferredMfaSetting": "EMAIL_OTP"}
    cognito, caller = opened({**ADA, **factor}, MfaConfiguration="OPTIONAL", **FACTORS)
    handlers = MailedCode(cognito)
    srp = AWSSRP("ada", "Analytical-1843", cognito.user_pool_id, caller.client.id, client=aws)
    public = {"CHALLENGE_NAME": "SRP_A", "SRP_A": f"{srp.large_a_value:x}"}

    challenge = caller.initiate("CUSTOM_AUTH", USERNAME="ada", **public)
    mailed = caller.prove("ada", srp, challenge)
    asked = caller.respond("EMAIL_OTP", "ada", mailed["Session"], EMAIL_OTP_CODE=cognito.outbox[-1].code)
    done = caller.respond(CUSTOM, "ada", asked["Session"], ANSWER="123456")

    assert (challenge["ChallengeName"], mailed["ChallengeName"]) == ("PASSWORD_VERIFIER", "EMAIL_OTP")
    assert "AccessToken" in done["AuthenticationResult"]
    password = [("SRP_A", True), ("PASSWORD_VERIFIER", True)]
    assert handlers.seen[0] == password[:1]
    assert handlers.seen[-1] == [*password, ("EMAIL_OTP", True), (CUSTOM, True)]


def test_pre_authentication_runs_with_srp_alone(aws, opened):
    cognito, caller = opened()
    MailedCode(cognito)
    cognito.trigger("PreAuthentication", lambda event, context: event)
    caller.initiate("CUSTOM_AUTH", USERNAME="ada")
    assert events(cognito, "PreAuthentication") == []

    srp = AWSSRP("ada", "Analytical-1843", cognito.user_pool_id, caller.client.id, client=aws)
    caller.initiate("CUSTOM_AUTH", USERNAME="ada", CHALLENGE_NAME="SRP_A", SRP_A=f"{srp.large_a_value:x}")
    assert len(events(cognito, "PreAuthentication")) == 1


def test_an_unknown_user_of_a_client_that_hides_users_sees_no_difference(opened):
    cognito, caller = opened()
    MailedCode(cognito)
    asked = caller.initiate("CUSTOM_AUTH", USERNAME="nobody")
    refused = refusal_of(caller.respond, CUSTOM, "nobody", asked["Session"], ANSWER="123456")

    assert asked["ChallengeName"] == CUSTOM
    assert refused == ("NotAuthorizedException", "Incorrect username or password.")
    request = events(cognito, "DefineAuthChallenge")[0]["request"]
    assert (request["userNotFound"], request["userAttributes"]) == (True, {})


def test_a_client_that_does_not_hide_users_says_who_is_unknown(opened):
    cognito, caller = opened(existence="LEGACY")
    MailedCode(cognito)
    caller.initiate("CUSTOM_AUTH", USERNAME="ada")

    assert refusal_of(caller.initiate, "CUSTOM_AUTH", USERNAME="nobody")[0] == "UserNotFoundException"
    assert "userNotFound" not in events(cognito, "DefineAuthChallenge")[0]["request"]


def test_a_challenge_that_awss_answer_is_unknown_for_is_an_error_of_ours(opened):
    cognito, caller = opened()
    cognito.trigger("DefineAuthChallenge", lambda event, context: event)

    with cognito.allow_not_simulated(), pytest.raises(NotSimulated, match="set challengeName to None, and AWS's"):
        caller.initiate("CUSTOM_AUTH", USERNAME="ada")


def test_a_trigger_that_the_pool_only_names_is_an_error_that_says_how_to_plug_it_in(opened):
    arn = "arn:aws:lambda:us-east-1:123456789012:function:define"
    cognito, caller = opened(LambdaConfig={"DefineAuthChallenge": arn})

    with cognito.allow_not_simulated(), pytest.raises(NotSimulated, match=r'cognito\.trigger\("DefineAuthChallenge"'):
        caller.initiate("CUSTOM_AUTH", USERNAME="ada")
