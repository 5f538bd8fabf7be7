"""What a new pool has when nobody sets it: settings and password policy."""

from __future__ import annotations

from typing import Any

PASSWORD_POLICY: dict[str, Any] = {
    "MinimumLength": 8,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
    "RequireUppercase": True,
    "TemporaryPasswordValidityDays": 7,
}
"""What DescribeUserPool shows for a pool that sets none (public recordings)."""


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
