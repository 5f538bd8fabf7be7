"""Threat protection's history of a user, its e-mails about risky sign-ins, and the feedback about an event."""

import pytest
from one_test import for_each
from preference_user import FACTORS
from sign_in_steps import Caller, refusal_of

from pytest_cognito_mfa import ScenarioError, simulate
from pytest_cognito_mfa._aws.jwt import claims_of

MAIL = {"Subject": "Blocked", "TextBody": "{username} {ip-address} {event-id} {feedback-token} {city}"}
RISK = {
    "AccountTakeoverRiskConfiguration": {
        "NotifyConfiguration": {
            "SourceArn": "arn:aws:ses:us-east-1:123456789012:identity/a@example.com",
            "BlockEmail": MAIL,
        },
        "Actions": {
            "LowAction": {"EventAction": "NO_ACTION", "Notify": False},
            "MediumAction": {"EventAction": "MFA_IF_CONFIGURED", "Notify": True},
            "HighAction": {"EventAction": "BLOCK", "Notify": True},
        },
    },
    "RiskExceptionConfiguration": {"BlockedIPRangeList": ["192.0.2.0/24"]},
}
EMAIL = {"email": "ada@example.com", "email_verified": "true"}
ADA = {"Username": "ada", "Password": "Secret-1", "UserAttributes": {**EMAIL, "phone_number": "+12065550100"}}
SMS_ON = {"UserMFASettingList": ["SMS_MFA"], "PreferredMfaSetting": "SMS_MFA"}
PASSED, FAILED = ({"ChallengeName": "Password", "ChallengeResponse": each} for each in ("Success", "Failure"))
NO_RISK = {"RiskDecision": "NoRisk", "CompromisedCredentialsDetected": False}


class History:
    def __init__(self, aws, cognito):
        self.aws, self.cognito, self.caller = aws, cognito, Caller(aws, cognito)
        self.named = {"UserPoolId": cognito.user_pool_id, "Username": "ada"}
        self.client = {"ClientId": cognito.client_id, "Username": "ada"}

    @property
    def events(self):
        return self.aws.admin_list_user_auth_events(**self.named)["AuthEvents"]

    def newest(self, *names):
        event = self.events[0]
        return [event[name] for name in names]


@pytest.fixture
def history(aws, open_pool):
    def opened(mode="ENFORCED", user=ADA, risk=RISK, **settings):
        watched = {"UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": mode}}
        watched |= {} if risk is None else {"RiskConfiguration": risk}
        settings = {**FACTORS, "MfaConfiguration": "OPTIONAL", "AutoVerifiedAttributes": ["email"], **settings}
        return History(aws, open_pool(*user and [user], **watched, **settings))

    return opened


def test_a_sign_in_is_one_event_through_all_its_steps(history):
    watched = history(user={**ADA, **SMS_ON})
    session = watched.caller.password("ada")["Session"]
    assert watched.newest("EventType", "EventResponse", "ChallengeResponses") == ["SignIn", "InProgress", [PASSED]]
    code = watched.cognito.outbox[-1].code
    refusal_of(watched.caller.respond, "SMS_MFA", "ada", session, SMS_MFA_CODE=f"{(int(code) + 1) % 10**6:06}")
    assert watched.newest("EventResponse") == ["Fail"]

    token = watched.caller.respond("SMS_MFA", "ada", session, SMS_MFA_CODE=code)["AuthenticationResult"]["AccessToken"]

    [event] = watched.events
    assert (event["EventResponse"], event["EventId"]) == ("Pass", claims_of(token)["event_id"])
    wrong, right = ({"ChallengeName": "Mfa", "ChallengeResponse": each} for each in ("Failure", "Success"))
    assert event["ChallengeResponses"] == [PASSED, wrong, right]
    assert (event["EventRisk"], event["EventContextData"]) == (NO_RISK, {"IpAddress": "127.0.0.1"})


@pytest.mark.long
def test_a_sign_in_by_srp_has_the_id_of_its_tokens(history):
    watched = history(mode="AUDIT")
    token = watched.caller.srp("ada")["AuthenticationResult"]["AccessToken"]

    [event] = watched.events
    assert (event["EventId"], event["ChallengeResponses"]) == (claims_of(token)["event_id"], [PASSED])


@pytest.mark.long
def test_every_kind_of_event_is_noted_and_a_refresh_is_not(history):
    watched = history(user=())
    address = [{"Name": "email", "Value": "ada@example.com"}]
    refusal_of(watched.caller.password, "ada", "Secret-1")
    watched.aws.forgot_password(**watched.client)
    watched.aws.sign_up(**watched.client, Password="Secret-1", UserAttributes=address)
    refusal_of(watched.aws.sign_up, **watched.client, Password="Secret-1")
    watched.aws.resend_confirmation_code(**watched.client)
    watched.aws.confirm_sign_up(**watched.client, ConfirmationCode=watched.cognito.outbox[-1].code)
    watched.aws.forgot_password(**watched.client)
    recovered = {"ConfirmationCode": watched.cognito.outbox[-1].code, "Password": "Secret-2"}
    watched.aws.confirm_forgot_password(**watched.client, **recovered)
    refusal_of(watched.caller.password, "ada", "wrong")
    refresh = watched.caller.password("ada", "Secret-2")["AuthenticationResult"]
    watched.caller.refresh(refresh["RefreshToken"])
    change = {"AccessToken": refresh["AccessToken"], "PreviousPassword": "Secret-2"}
    refusal_of(watched.aws.change_password, **change, ProposedPassword="weak-1")
    refusal_of(watched.aws.change_password, **{**change, "AccessToken": "unknown"}, ProposedPassword="Secret-3")
    refusal_of(watched.caller.respond, "SMS_MFA", "ada", "x" * 20, SMS_MFA_CODE="123456")

    assert [(event["EventType"], event["EventResponse"]) for event in reversed(watched.events)] == [
        ("SignUp", "Pass"),
        ("ResendCode", "Pass"),
        ("ForgotPassword", "Pass"),
        ("PasswordChange", "Pass"),
        ("SignIn", "Fail"),
        ("SignIn", "Pass"),
        ("PasswordChange", "Fail"),
    ]
    assert watched.events[2]["ChallengeResponses"] == [FAILED]


@for_each(
    "level, decision, mail",
    [
        ("low", "AccountTakeover", None),
        ("medium", "AccountTakeover", "Sign-in to your account"),
        ("high", "Block", "Blocked"),
    ],
)
def test_a_risky_sign_in_is_noted_and_told_by_mail(history, level, decision, mail):
    watched = history()
    with watched.cognito.risk(level):
        if level == "high":
            refusal_of(watched.caller.password, "ada")
        else:
            watched.caller.password("ada")

    event = watched.events[0]
    risk = {"RiskDecision": decision, "RiskLevel": level.title(), "CompromisedCredentialsDetected": False}
    assert (event["EventRisk"], event["ChallengeResponses"]) == (risk, [PASSED])
    told = [message for message in watched.cognito.outbox if message.purpose == "security"]
    assert [message.subject for message in told] == [mail] * (mail is not None)
    if level == "high":
        [message] = told
        assert message.body == f"ada 127.0.0.1 {event['EventId']} {message.code} {{city}}"
        assert (message.destination, event["EventResponse"]) == ("ada@example.com", "Fail")


@pytest.mark.long
def test_a_blocked_address_is_an_event_without_a_password(history):
    watched = history()
    context = {"IpAddress": "192.0.2.1", "ServerName": "s", "ServerPath": "/", "HttpHeaders": []}
    parameters = {"USERNAME": "ada", "PASSWORD": "Secret-1"}
    request = {"AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "AuthParameters": parameters, "ContextData": context}
    refusal_of(
        watched.aws.admin_initiate_auth,
        UserPoolId=watched.named["UserPoolId"],
        ClientId=watched.client["ClientId"],
        **request,
    )

    shown = watched.newest("EventRisk", "ChallengeResponses", "EventContextData")
    assert shown == [{**NO_RISK, "RiskDecision": "Block"}, [], {"IpAddress": "192.0.2.1"}]


@pytest.mark.long
def test_feedback_is_given_by_the_user_with_the_token_of_the_mail_or_by_an_administrator(history):
    watched = history()
    with watched.cognito.risk("high"):
        refusal_of(watched.caller.password, "ada")
    [event] = watched.events
    told = {**watched.named, "EventId": event["EventId"], "FeedbackValue": "Invalid"}

    refused = refusal_of(watched.aws.update_auth_event_feedback, **told, FeedbackToken="guessed")
    assert refused[0] == "InvalidParameterException"
    watched.aws.update_auth_event_feedback(**told, FeedbackToken=watched.cognito.outbox[-1].code)
    assert watched.events[0]["EventFeedback"].items() >= {"FeedbackValue": "Invalid", "Provider": "User"}.items()
    watched.aws.admin_update_auth_event_feedback(**{**told, "FeedbackValue": "Valid"})
    assert watched.events[0]["EventFeedback"].items() >= {"FeedbackValue": "Valid", "Provider": "Admin"}.items()
    unknown = {**told, "EventId": "unknown"}
    assert refusal_of(watched.aws.admin_update_auth_event_feedback, **unknown)[0] == "ResourceNotFoundException"


COMPROMISED = ("InvalidPasswordException", "Provided password cannot be used for security reasons.")
RESET_REQUIRED = ("PasswordResetRequiredException", "Password reset required for the user")


def blocking(*events, action="BLOCK"):
    chosen = {"EventFilter": list(events)} if events else {}
    return {"CompromisedCredentialsRiskConfiguration": {**chosen, "Actions": {"EventAction": action}}}


@for_each(
    "mode, risk, refused",
    [
        ("ENFORCED", None, (True, True)),
        ("ENFORCED", blocking(), (True, True)),
        ("ENFORCED", blocking("SIGN_IN"), (True, False)),
        ("ENFORCED", blocking("PASSWORD_CHANGE", "SIGN_UP"), (False, True)),
        ("ENFORCED", blocking(action="NO_ACTION"), (False, False)),
        ("ENFORCED", RISK, (False, False)),
        ("AUDIT", blocking(), (False, False)),
    ],
)
def test_a_compromised_password_is_blocked_where_the_risk_configuration_says_so(history, mode, risk, refused):
    at_sign_in, at_change = refused
    watched = history(mode=mode, risk=risk)
    token = watched.caller.password("ada")["AuthenticationResult"]["AccessToken"]
    watched.cognito.compromised_passwords.update({"Secret-1", "Secret-2"})
    change = {"AccessToken": token, "PreviousPassword": "Secret-1", "ProposedPassword": "Secret-2"}

    if at_change:
        assert refusal_of(watched.aws.change_password, **change) == COMPROMISED
        eve = {**watched.client, "Username": "eve", "Password": "Secret-2"}
        assert refusal_of(watched.aws.sign_up, **eve) == COMPROMISED
    if at_sign_in:
        assert "AuthenticationResult" in watched.caller.srp("ada")
        assert refusal_of(watched.caller.password, "ada") == RESET_REQUIRED
        assert watched.cognito.user("ada").status == "RESET_REQUIRED"
        assert watched.newest("EventResponse") == ["Fail"]
    else:
        assert "AuthenticationResult" in watched.caller.password("ada")
    assert watched.newest("EventRisk")[0]["CompromisedCredentialsDetected"]


def test_a_scenario_names_compromised_passwords(aws):
    plus = {"UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}}
    pool = {"Name": "p", **plus, "clients": [{"ClientName": "c"}]}
    with simulate({"compromised_passwords": ["Secret-2"], "pools": [pool]}) as cognito:
        eve = {"ClientId": cognito.client_id, "Username": "eve", "Password": "Secret-2"}
        assert refusal_of(aws.sign_up, **eve) == COMPROMISED
    with pytest.raises(ScenarioError) as caught:
        simulate({"compromised_passwords": [{"is": "Secret-2"}, 4711]})
    assert str(caught.value).count("a compromised password must be a text, not") == 2
    assert not any(secret in str(caught.value) for secret in ("Secret-2", "4711"))
    with pytest.raises(ScenarioError, match="compromised_passwords must be a list, not a text"):
        simulate({"compromised_passwords": "Secret-2"})


@pytest.mark.long
def test_a_compromised_password_is_not_taken_for_a_forgotten_one(history):
    watched = history()
    watched.aws.set_risk_configuration(UserPoolId=watched.named["UserPoolId"], **blocking("PASSWORD_CHANGE"))
    watched.cognito.compromised_passwords.add("Secret-2")
    watched.aws.forgot_password(**watched.client)
    code = watched.cognito.outbox[-1].code
    recovered = {**watched.client, "ConfirmationCode": code, "Password": "Secret-2"}

    assert refusal_of(watched.aws.confirm_forgot_password, **recovered) == COMPROMISED
    watched.aws.confirm_forgot_password(**{**recovered, "Password": "Secret-3"})


@pytest.mark.long
def test_events_come_in_pages_and_only_with_threat_protection(history):
    watched = history()
    for _ in range(3):
        watched.caller.password("ada")
    first = watched.aws.admin_list_user_auth_events(**watched.named, MaxResults=2)
    more = watched.aws.admin_list_user_auth_events(**watched.named, MaxResults=2, NextToken=first["NextToken"])
    all_of_them = watched.aws.admin_list_user_auth_events(**watched.named, MaxResults=0)["AuthEvents"]

    assert [*first["AuthEvents"], *more["AuthEvents"]] == all_of_them

    watched = history(mode="OFF", risk=None)
    watched.caller.password("ada")
    assert refusal_of(lambda: watched.events) == ("UserPoolAddOnNotEnabledException", "")
