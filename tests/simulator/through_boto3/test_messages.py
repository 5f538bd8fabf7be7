"""Each message has the pool's own template, or Cognito's default text; a link where the pool asks for one."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from one_test import for_each
from preference_user import FACTORS
from sign_in_steps import Caller

BOTH = {"email": "ada@example.com", "email_verified": "true", "phone_number": "+12065550100"}
ADA = {"Username": "ada", "Password": "Secret-1", "UserAttributes": BOTH}
BY_LINK = {"AutoVerifiedAttributes": ["email"], "Domain": "staff"}
SMS = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
TEMPLATES = {
    "SmsAuthenticationMessage": "sms mfa {####}",
    "EmailMfaConfiguration": {"Message": "mail mfa {####}", "Subject": "mail mfa"},
    "VerificationMessageTemplate": {
        "SmsMessage": "sms verify {####}",
        "EmailMessage": "mail verify {####} {username}",
        "EmailSubject": "mail verify",
    },
    "AdminCreateUserConfig": {
        "InviteMessageTemplate": {
            "SMSMessage": "sms {username} {####}",
            "EmailMessage": "mail {username} {####}",
            "EmailSubject": "mail invite",
        }
    },
}
OLDER = {
    "EmailVerificationMessage": "older {####}",
    "EmailVerificationSubject": "older",
    "SmsVerificationMessage": "older sms {####}",
}


class Sender:
    """What makes Cognito send each kind of message, by medium."""

    def __init__(self, aws, cognito):
        self.aws, self.cognito, self.pool = aws, cognito, {"UserPoolId": cognito.user_pool_id}
        self.client = {"ClientId": cognito.client_id}

    def mfa(self, attribute):
        factor = "EMAIL_OTP" if attribute == "email" else "SMS_MFA"
        kind = "EmailMfaSettings" if attribute == "email" else "SMSMfaSettings"
        preferred = {kind: {"Enabled": True, "PreferredMfa": True}}
        self.aws.admin_set_user_mfa_preference(**self.pool, Username="ada", **preferred)
        assert Caller(self.aws, self.cognito).password("ada")["ChallengeName"] == factor

    def sign_up(self, attribute):
        given = [{"Name": attribute, "Value": BOTH[attribute]}]
        self.aws.sign_up(**self.client, Username="new", Password="Secret-1", UserAttributes=given)

    def attribute(self, attribute):
        token = self.cognito.sign_in("ada").access_token
        self.aws.get_user_attribute_verification_code(AccessToken=token, AttributeName=attribute)

    def recovery(self, attribute):
        given = [
            {"Name": f"{each}_verified", "Value": str(each == attribute).lower()} for each in BOTH if "_v" not in each
        ]
        self.aws.admin_update_user_attributes(**self.pool, Username="ada", UserAttributes=given)
        self.aws.forgot_password(**self.client, Username="ada")

    def invitation(self, attribute):
        medium = "EMAIL" if attribute == "email" else "SMS"
        given = [{"Name": attribute, "Value": BOTH[attribute]}]
        request = {"UserAttributes": given, "DesiredDeliveryMediums": [medium]}
        self.aws.admin_create_user(**self.pool, Username="new", **request)


CASES = [
    ("mfa", "phone_number", "sms mfa {c}", None, "Your authentication code is {c}.", None),
    ("mfa", "email", "mail mfa {c}", "mail mfa", "Your authentication code is {c}.", "Your authentication code"),
    ("sign_up", "phone_number", "sms verify {c}", None, "Your verification code is {c}.", None),
    (
        "sign_up",
        "email",
        "mail verify {c} {username}",
        "mail verify",
        "Your verification code is {c}.",
        "Your verification code",
    ),
    ("attribute", "phone_number", "sms verify {c}", None, "Your verification code is {c}.", None),
    (
        "attribute",
        "email",
        "mail verify {c} {username}",
        "mail verify",
        "Your verification code is {c}.",
        "Your verification code",
    ),
    ("recovery", "phone_number", "sms verify {c}", None, "Your password reset code is {c}.", None),
    (
        "recovery",
        "email",
        "mail verify {c} {username}",
        "mail verify",
        "Your password reset code is {c}.",
        "Your verification code",
    ),
    ("invitation", "phone_number", "sms new {c}", None, "Your username is new and temporary password is {c}.", None),
    (
        "invitation",
        "email",
        "mail new {c}",
        "mail invite",
        "Your username is new and temporary password is {c}.",
        "Your temporary password",
    ),
]


def sent(sender, what, attribute):
    getattr(sender, what)(attribute)
    message = sender.cognito.outbox[-1]
    assert (message.medium, message.destination) == ("EMAIL" if attribute == "email" else "SMS", BOTH[attribute])
    assert (message.purpose.replace("-", "_"), message.link) == (what, None)
    return message.body, message.subject, message.code


def opened(aws, open_pool, attribute, **templates):
    return Sender(
        aws,
        open_pool(ADA, **{**FACTORS, **templates}, MfaConfiguration="OPTIONAL", AutoVerifiedAttributes=[attribute]),
    )


@for_each("case", CASES)
def test_a_message_has_the_template_of_the_pool_or_the_default(aws, open_pool, case):
    what, attribute, body, subject, default, default_subject = case
    said = sent(opened(aws, open_pool, attribute, **TEMPLATES), what, attribute)
    assert said[:2] == (body.replace("{c}", said[2]), subject)

    said = sent(opened(aws, open_pool, attribute, EmailMfaConfiguration={}), what, attribute)
    assert said[:2] == (default.replace("{c}", said[2]), default_subject)


@pytest.mark.long
@for_each("attribute, body, subject", [("email", "older {c}", "older"), ("phone_number", "older sms {c}", None)])
def test_the_older_members_count_where_the_newer_are_not_set(aws, open_pool, attribute, body, subject):
    said = sent(opened(aws, open_pool, attribute, **OLDER), "sign_up", attribute)
    assert said[:2] == (body.replace("{c}", said[2]), subject)

    template = {"VerificationMessageTemplate": {"EmailMessage": "newer {####}", "SmsMessage": "newer {####}"}}
    said = sent(opened(aws, open_pool, attribute, **OLDER, **template), "sign_up", attribute)
    assert said[0] == f"newer {said[2]}"


def test_a_message_for_verification_is_described_under_both_of_its_names(cognito, aws):
    pool = aws.create_user_pool(PoolName="new", VerificationMessageTemplate={"SmsMessage": "newer {####}"}, **OLDER)
    pool = {"UserPoolId": pool["UserPool"]["Id"]}
    older = {"EmailMessage": "older {####}", "EmailSubject": "older", "SmsMessage": "newer {####}"}
    described = aws.describe_user_pool(**pool)["UserPool"]
    assert described.items() >= {**OLDER, "SmsVerificationMessage": "newer {####}"}.items()
    assert described["VerificationMessageTemplate"] == older

    aws.update_user_pool(**pool, VerificationMessageTemplate={"SmsMessage": "updated {####}"})
    described = aws.describe_user_pool(**pool)["UserPool"]
    assert {name for name in OLDER if name in described} == {"SmsVerificationMessage"}
    assert described["SmsVerificationMessage"] == "updated {####}"


def by_link(**template):
    return {"VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_LINK", **template}, **BY_LINK}


def test_a_sign_up_is_confirmed_by_a_link_where_the_pool_says_so(aws, open_pool):
    sender = Sender(aws, open_pool(ADA, **by_link()))
    sender.sign_up("email")
    aws.resend_confirmation_code(**sender.client, Username="new")

    for message in sender.cognito.outbox:
        address, query = urlsplit(message.link), parse_qs(urlsplit(message.link).query)
        assert address[:3] == ("https", "staff.auth.us-east-1.amazoncognito.com", "/confirmUser/")
        said = {"user_name": ["new"], "client_id": [sender.cognito.client_id], "confirmation_code": [message.code]}
        assert query == said
        assert message.subject == "Your verification link"
        shown = message.link.replace("&", "&amp;")
        assert message.body.endswith(f'verify your email address. <a href="{shown}">Verify Email</a> ')


def test_a_request_to_the_link_confirms_the_sign_up_once(aws, open_pool):
    sender = Sender(aws, open_pool(ADA, **by_link()))
    sender.sign_up("email")
    link = sender.cognito.outbox[-1].link
    wrong = link[:-1] + str((int(link[-1]) + 1) % 10)

    assert requests.get(wrong, timeout=5).status_code == 400
    assert requests.get(link.replace("client_id=", "client_id=x"), timeout=5).status_code == 400
    assert sender.cognito.journal[-1].error == "ResourceNotFoundException"
    reply = requests.get(link, timeout=5)

    assert (reply.status_code, "has been confirmed" in reply.text) == (200, True)
    new = sender.cognito.user("new")
    assert (new.status, new.attributes["email_verified"]) == ("CONFIRMED", "true")
    assert requests.get(link, timeout=5).status_code == 400


@pytest.mark.long
def test_a_link_has_the_template_of_the_pool_and_other_messages_have_codes(aws, open_pool):
    sender = Sender(aws, open_pool(ADA, **by_link(EmailMessageByLink="{##Here##}", EmailSubjectByLink="Welcome")))
    sender.sign_up("email")
    sender.attribute("email")
    link, code = sender.cognito.outbox

    assert (link.subject, link.body.partition(">")[2]) == ("Welcome", "Here</a>")
    assert (code.link, code.body) == (None, f"Your verification code is {code.code}.")


@pytest.mark.long
def test_a_text_message_has_a_code_also_where_mails_have_links(aws, open_pool):
    sender = Sender(aws, open_pool(ADA, **{**by_link(), "AutoVerifiedAttributes": ["phone_number"]}, **SMS))
    sender.sign_up("phone_number")

    assert sender.cognito.outbox[-1].link is None
