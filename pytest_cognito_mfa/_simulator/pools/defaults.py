"""What a pool has that nobody sets: default settings, the password policy, and the second name of a message."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws import service_model

if TYPE_CHECKING:
    from collections.abc import Mapping

PASSWORD_POLICY: dict[str, Any] = {
    "MinimumLength": 8,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
    "RequireUppercase": True,
    "TemporaryPasswordValidityDays": 7,
}
"""What DescribeUserPool shows for a pool that sets none (public recordings)."""

_OF_A_NEW_POOL: dict[str, Any] = {
    "AccountRecoverySetting": {
        "RecoveryMechanisms": [
            {"Name": "verified_email", "Priority": 1},
            {"Name": "verified_phone_number", "Priority": 2},
        ]
    },
    "IssuerConfiguration": {"Type": "ORIGINAL"},
    "KeyConfiguration": {"KeyType": "AWS_OWNED_KEY"},
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": []},
}
"""What else CreateUserPool sets today (radkawar/stackd, raw live answers of 2026); older pools do not have it."""

_TEMPLATE = "VerificationMessageTemplate"
_OLDER_NAMES = {
    "EmailMessage": "EmailVerificationMessage",
    "EmailSubject": "EmailVerificationSubject",
    "SmsMessage": "SmsVerificationMessage",
}


@functools.cache
def of_a_new_pool() -> Mapping[str, Any]:
    """What else CreateUserPool sets today, as far as the installed botocore knows it."""
    known = service_model().shape_for("UserPoolType").members
    return {name: value for name, value in _OF_A_NEW_POOL.items() if name in known}


def pool_settings() -> dict[str, Any]:
    """What DescribeUserPool shows for a pool that sets none of these (public recordings; go-to-k/cdkd#4066)."""
    return {
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7},
        "DeletionProtection": "INACTIVE",
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "LambdaConfig": {},
        "MfaConfiguration": "OFF",
        "UserPoolTags": {},
        "UserPoolTier": "ESSENTIALS",
        "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
    }


def with_both_names(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """A pool's settings with each message for verification under both of its names (`message_texts.py`, rule 2)."""
    given = {name: settings[older] for name, older in _OLDER_NAMES.items() if settings.get(older)}
    template = {**given, **settings[_TEMPLATE]}
    shown = {older: template[name] for name, older in _OLDER_NAMES.items() if name in template}
    return {**settings, **shown, _TEMPLATE: template}
