"""CustomMessage and the custom senders: what they do with a message before it is sent.

1. The text of CustomMessage must have the placeholder of the code (amazon-archives/amazon-cognito-identity-js#99), or
   of the link if the message has one; for an e-mail the pool must send with its own SES (developer guide, custom
   message).
2. A custom sender gets the code in place of SNS or SES.  The message is in the outbox all the same, for the test.
3. The code for a sender is encrypted for the pool's KMSKeyID where the AWS Encryption SDK is installed, else in clear.
   A temporary password comes to it with HTML's escapes (developer guide, custom email sender).
"""

from __future__ import annotations

import html
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.crypto import sender_codes
from pytest_cognito_mfa._simulator.message_texts import filled
from pytest_cognito_mfa._simulator.triggers.invoke import run
from pytest_cognito_mfa._simulator.triggers.plugged import Triggers

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.outbox import Message
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, User

_CODE: Final = "{####}"
_LINK: Final = "{##Click Here##}"
_USERNAME: Final = "{username}"
_MEMBER: Final = {"SMS": ("smsMessage", "smsMessage"), "EMAIL": ("emailMessage", "emailBody")}
"""By medium, the member with the text, and its name in AWS's refusal."""


def customized(service: Service, pool: Pool, user: User, message: Message) -> Message:
    """The message as the pool's triggers change it."""
    if not service.triggers.may_run(pool):
        return message
    username = user.username if message.purpose == "invitation" else None
    placeholders = {"codeParameter": _CODE, "linkParameter": _LINK, "usernameParameter": username and _USERNAME}
    response = run(service, "CustomMessage", pool, user, **placeholders) or {}
    name, refused = _MEMBER[message.medium]
    text, subject = response.get(name), response.get("emailSubject")
    if message.medium == "EMAIL" and (text or subject):
        _require_own_ses(pool)
        message = replace(message, subject=subject or message.subject)
    if text:
        if (_CODE if message.link is None else "{##") not in text:
            raise rejections.NO_PLACEHOLDER(member=refused, because=f"{name} of CustomMessage has no placeholder")
        message = replace(message, body=filled(text, message.code, link=message.link, username=username))
    _send(service, pool, user, message)
    return message


def _require_own_ses(pool: Pool) -> None:
    if pool.settings.get("EmailConfiguration", {}).get("EmailSendingAccount") != "DEVELOPER":
        because = (
            "CustomMessage gave an e-mail, and EmailConfiguration.EmailSendingAccount of the pool is not DEVELOPER"
        )
        raise rejections.ANSWER_NOT_ALLOWED(because=because)


def _send(service: Service, pool: Pool, user: User, message: Message) -> None:
    """Let the custom sender have the code."""
    medium = "SMS" if message.medium == "SMS" else "Email"
    sender, key = f"Custom{medium}Sender", pool.settings["LambdaConfig"].get("KMSKeyID")
    code = html.escape(message.code) if message.purpose == "invitation" else message.code
    encrypts = key is not None and service.triggers.has(sender, pool) and sender_codes.can_encrypt()
    given = sender_codes.encrypted(code, key, pool.id) if encrypts else code
    ran = run(service, sender, pool, user, type=f"custom{medium}SenderRequestV1", code=given) is not None
    if ran and key is not None and not encrypts:
        text = (
            f"KMSKeyID of pool {pool.settings['Name']!r} had no effect: {sender} got the code in clear,\n"
            "  and AWS encrypts it for this key. Run: pip install pytest-cognito-mfa[senders]"
        )
        service.report(f"KMSKeyID {pool.id}", text)


Triggers.customized = staticmethod(customized)
