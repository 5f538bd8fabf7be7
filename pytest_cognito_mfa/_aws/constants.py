"""Words that several rooms share: factors, attributes, risk levels, address ranges, statuses, the default region."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_REGION: Final = "us-east-1"

ACCOUNT: Final = "123456789012"
"""The account in every ARN: the number of AWS's examples."""

JWKS: Final = "jwks.json"
OPENID: Final = "openid-configuration"
"""The two documents of a pool; a `Call` for one of them has this name as its operation."""
UPLOAD: Final = "users.csv"
"""The same for the upload of the file of an import job."""

FAKE_TOKEN: Final = "fake-for-pytest-cognito-mfa"  # noqa: S105 - it opens nothing
"""The AWS_SESSION_TOKEN of a test, by which a request that is signed with the test's fakes is known."""

SMS: Final = "SMS_MFA"
TOTP: Final = "SOFTWARE_TOKEN_MFA"
EMAIL: Final = "EMAIL_OTP"

PASSKEY: Final = "WEB_AUTHN_MFA"
"""Passkey MFA in `UserMFASettingList` (public code); there is no challenge for it."""

FACTORS: Final = (SMS, TOTP, EMAIL)
"""The factors in the order of `UserMFASettingList`: SMS before TOTP by AWS's samples; EMAIL_OTP last is our choice."""

DESTINATION: Final[Mapping[str, str]] = {SMS: "phone_number", EMAIL: "email"}
"""The attribute that a message factor's code goes to."""

CODE_PARAMETER: Final = {
    SMS: "SMS_MFA_CODE",
    TOTP: "SOFTWARE_TOKEN_MFA_CODE",
    EMAIL: "EMAIL_OTP_CODE",
    "SMS_OTP": "SMS_OTP_CODE",
}
"""The member of ChallengeResponses that answers each factor's challenge (botocore RespondToAuthChallenge)."""

STANDARD_ATTRIBUTES: Final = (
    *("sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile"),
    *("picture", "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number"),
    *("phone_number_verified", "address", "updated_at"),
)
"""The attributes that every pool has, in the order in which DescribeUserPool lists them (public recordings)."""

VERIFIED_FLAGS: Final = ("email_verified", "phone_number_verified")
"""The attributes that only Cognito and administrators set."""

PAGE_TOKENS: Final = ("NextToken", "PaginationToken")
"""Members that say where the next page begins; the last page has none."""

DEFAULT_RATES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("UserAuthentication", "UserRead", "UserToken"), 120),
    "ClientAuthentication": 150,
    "UserCreation": 50,
    "UserResourceRead": 50,
    **dict.fromkeys(("UserAccountRecovery", "UserList"), 30),
    **dict.fromkeys(("UserFederation", "UserUpdate", "UserResourceUpdate"), 25),
    "UserPoolResourceRead": 20,
    "LimitManagement": 1,
    **dict.fromkeys(("UserPoolRead", "UserPoolUpdate", "UserPoolResourceUpdate"), 15),
    **dict.fromkeys(("UserPoolClientRead", "UserPoolClientUpdate"), 15),
}
"""The requests per second of AWS's categories of operations (developer guide, quotas)."""

RiskLevel = Literal["none", "low", "medium", "high"]
"""The risk of an attempt: none, or one of the three levels of threat protection."""

RISK_LEVELS: Final[tuple[RiskLevel, ...]] = get_args(RiskLevel)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def network(text: str) -> Network | None:
    """The network of a text in CIDR notation, or of one address; None for any other text."""
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def is_cidr(text: str) -> bool:
    """Whether a text is in CIDR notation, which has a single address as 192.0.2.1/32."""
    return "/" in text and network(text) is not None
