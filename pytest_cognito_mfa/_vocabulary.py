"""Words that a scenario and the simulator share, nearly all Cognito's own: factors, their destinations, attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SMS: Final = "SMS_MFA"
TOTP: Final = "SOFTWARE_TOKEN_MFA"
EMAIL: Final = "EMAIL_OTP"

FACTORS: Final = (SMS, TOTP, EMAIL)
"""In the order of `UserMFASettingList`: SMS before TOTP by AWS's samples; email's place is our choice."""

ERROR_STATUSES: Final = ("wire", "documented")
"""Whose statuses errors have: the live service's, or those of the published OpenAPI page (ours, not Cognito's)."""

DESTINATION: Final[Mapping[str, str]] = {SMS: "phone_number", EMAIL: "email"}
"""The attribute that a message factor's code goes to."""

STANDARD_ATTRIBUTES: Final = (
    *("sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile"),
    *("picture", "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number"),
    *("phone_number_verified", "address", "updated_at"),
)
"""The attributes that every pool has, in the order in which DescribeUserPool lists them (public recordings)."""
