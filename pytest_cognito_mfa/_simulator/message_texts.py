"""The texts of messages: which template of a pool a message has, and how it is filled in.

1. A message has the pool's own template; a template that the pool does not set has Cognito's default text.  Nobody has
   shown the default texts of e-mails; ours are those of CDK and of Amplify's templates (public code).
2. A message for verification has an older name too (EmailVerificationMessage, EmailVerificationSubject or
   SmsVerificationMessage), and DescribeUserPool shows both (public descriptions of live pools).  If a request gives
   both, that of VerificationMessageTemplate counts (getmoto/moto).
3. A code for password recovery, and one for an attribute, has the same template as that for sign-up (developer guide,
   email verification message customization).
4. With CONFIRM_WITH_LINK an e-mail for sign-up has a link instead of a code, also when it is sent again; other messages
   have codes (the same page).  The pool needs a domain for that (aws-amplify/amplify-js#4489).
5. EMAIL_OTP has EmailMfaConfiguration's template, and SMS_OTP has SmsAuthenticationMessage, as first factor and as MFA
   (developer guide, message customizations).
6. {####} is the code.  {username} is filled in only in an invitation (the same page).
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.state import Pool, User


class Text(NamedTuple):
    """What a message says."""

    body: str
    subject: str | None = None
    """Of an e-mail; an SMS has none."""
    link: str | None = None
    """Where the link of the e-mail leads, if it has one."""


class _Template(NamedTuple):
    """Where a pool may have a template, and the default text."""

    member: str
    default: str

    def of(self, pool: Pool) -> str:
        return _member(pool, self.member) or self.default


_VERIFICATION = "VerificationMessageTemplate"
_INVITATION = "AdminCreateUserConfig.InviteMessageTemplate"
_MAIL = f"{_VERIFICATION}.EmailMessage"
_SUBJECT = _Template(f"{_VERIFICATION}.EmailSubject", "Your verification code")
_SMS = f"{_VERIFICATION}.SmsMessage"
_VERIFY, _RECOVER = "Your verification code is {####}.", "Your password reset code is {####}."
_AUTHENTICATE = "Your authentication code is {####}."
_INVITE = "Your username is {username} and temporary password is {####}."

_BODIES: Mapping[tuple[str, str], _Template] = {
    ("mfa", "SMS"): _Template("SmsAuthenticationMessage", _AUTHENTICATE),
    ("mfa", "EMAIL"): _Template("EmailMfaConfiguration.Message", _AUTHENTICATE),
    ("sign-up", "SMS"): _Template(_SMS, _VERIFY),
    ("sign-up", "EMAIL"): _Template(_MAIL, _VERIFY),
    ("attribute", "SMS"): _Template(_SMS, _VERIFY),
    ("attribute", "EMAIL"): _Template(_MAIL, _VERIFY),
    ("recovery", "SMS"): _Template(_SMS, _RECOVER),
    ("recovery", "EMAIL"): _Template(_MAIL, _RECOVER),
    ("invitation", "SMS"): _Template(f"{_INVITATION}.SMSMessage", _INVITE),
    ("invitation", "EMAIL"): _Template(f"{_INVITATION}.EmailMessage", _INVITE),
}
_SUBJECTS: Mapping[str, _Template] = {
    "mfa": _Template("EmailMfaConfiguration.Subject", "Your authentication code"),
    "sign-up": _SUBJECT,
    "attribute": _SUBJECT,
    "recovery": _SUBJECT,
    "invitation": _Template(f"{_INVITATION}.EmailSubject", "Your temporary password"),
}
_BY_LINK = _Template(
    f"{_VERIFICATION}.EmailMessageByLink",
    "Please click the link below to verify your email address. {##Verify Email##} ",
)
_SUBJECT_BY_LINK = _Template(f"{_VERIFICATION}.EmailSubjectByLink", "Your verification link")

SECURITY = "security"
PURPOSES = (*_SUBJECTS, SECURITY)

_NOTICE = Text("We noticed a sign-in to your account {username} from {ip-address}.", "Sign-in to your account")


def text_of(pool: Pool, user: User, purpose: str, medium: str, code: str, *, page: str | None = None) -> Text:
    """The text of a message; `page` is the one whose link confirms a sign-up, if the message has a link."""
    if page is not None:
        link = page + code
        return Text(filled(_BY_LINK.of(pool), code, link=link), _SUBJECT_BY_LINK.of(pool), link)
    username = user.username if purpose == "invitation" else None
    body = filled(_BODIES[purpose, medium].of(pool), code, username=username)
    return Text(body, _SUBJECTS[purpose].of(pool) if medium == "EMAIL" else None)


def filled(template: str, code: str, *, link: str | None = None, username: str | None = None) -> str:
    """A template with the values that its message has; a placeholder without a value stays."""
    if link is not None:
        return re.sub(r"\{##(.+?)##\}", lambda found: f'<a href="{html.escape(link)}">{found[1]}</a>', template)
    named = template if username is None else template.replace("{username}", username)
    return named.replace("{####}", code)


def notice(template: Mapping[str, str], values: Mapping[str, str]) -> Text:
    """The text of an e-mail about a risky sign-in; a placeholder without a value stays."""
    body = template.get("HtmlBody") or template.get("TextBody") or _NOTICE.body
    for name, value in values.items():
        body = body.replace(f"{{{name}}}", value)
    return Text(body, template.get("Subject") or _NOTICE.subject)


def confirms_by_link(pool: Pool) -> bool:
    """Whether an e-mail for a sign-up has a link instead of a code."""
    return bool(pool.settings[_VERIFICATION].get("DefaultEmailOption") == "CONFIRM_WITH_LINK")


def _member(pool: Pool, path: str) -> Any:
    """A member of the pool's configuration, by its dotted path."""
    first, *others = path.split(".")
    found = pool.settings.get(first) or pool.mfa.get(first)
    for name in others:
        found = (found or {}).get(name)
    return found
