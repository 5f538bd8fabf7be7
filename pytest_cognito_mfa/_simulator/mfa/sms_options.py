"""The rules of SetUserSettings and AdminSetUserSettings, the older way to turn SMS on, and of MFAOptions.

AWS says of both operations that they are "no longer supported", and still documents what they set.

1. They know only SMS: an option other than SMS to the phone_number is refused (botocore MFAOptionType).
2. The list replaces the one before: with an option in it SMS is on, with none it is off (inferred: MFAOptions is the
   whole list).
3. Turning it on needs a phone number, as in the preference call (inferred; so is the message).
4. GetUser, AdminGetUser and UserType show it as MFAOptions, with or without the newer members beside it
   (aws-amplify/amplify-js#1259; aws/aws-sdk-java-v2#4869).  They leave it out when it is off, as they leave out
   UserMFASettingList.  GetUserAuthFactors has no such member (botocore).
5. It is a separate setting.  No preference call changes it: it is "the old flag", and was SMS while TOTP was preferred
   (aws-amplify/amplify-js#447), and while the preference call switched SMS on and off (aws-amplify/amplify-js#10011).
   UserMFASettingList does not show it.
6. At sign-in SMS is on by either setting; by this one it is never preferred.  So a user who has another factor on
   without a preference is asked to choose (inferred).
7. A federated user's request is accepted and changes nothing, as in the preference call (inferred).
8. SetUserSettings refuses a user who is not confirmed or must reset the password; AdminSetUserSettings lists no error
   for them (botocore).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.constants import SMS
from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OPTION: Mapping[str, str] = {"AttributeName": "phone_number", "DeliveryMedium": "SMS"}
"""The only option that is accepted."""


def apply(*, current: bool, options: Sequence[Mapping[str, str]], has_number: bool, federated: bool) -> bool:
    """Whether this setting turns SMS on, after a request with `options`."""
    if federated:
        return current
    if any(option != OPTION for option in options):
        raise rejections.NOT_AN_SMS_OPTION()
    if options and not has_number:
        raise rejections.NO_PHONE()
    return bool(options)


def mfa_options(is_on: bool) -> dict[str, list[Mapping[str, str]]]:
    """The MFAOptions of a user; absent, not empty, when SMS is off."""
    return {"MFAOptions": [OPTION]} if is_on else {}


def factors_on(preferred: Iterable[str], is_on: bool) -> frozenset[str]:
    """The factors that are on at sign-in: by the preference calls or by this setting."""
    return frozenset((*preferred, SMS) if is_on else preferred)
