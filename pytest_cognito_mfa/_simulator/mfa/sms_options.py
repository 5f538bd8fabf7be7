"""The rules of SetUserSettings, of AdminSetUserSettings and of the MFAOptions that they leave, as pure functions.

AWS says of both that they are "no longer supported", and still documents what they set.

1. They know SMS alone: an option that is not SMS to the phone_number is refused
   (botocore MFAOptionType).
2. The list takes the place of the one before: with an option in it SMS is on, with none it is
   off (inferred: MFAOptions is the whole list).
3. Turning it on needs a phone number, as the preference call does (inferred; so are the words).
4. GetUser, AdminGetUser and UserType show it as MFAOptions, with or without the newer members
   beside it (aws-amplify/amplify-js#1259; aws/aws-sdk-java-v2#4869); they leave it out when it
   is off, as they leave out UserMFASettingList.  GetUserAuthFactors has no such member (botocore).
5. It is a setting of its own.  No preference call changes it: it is "the old flag", and stood
   at SMS while TOTP was preferred (aws-amplify/amplify-js#447), and with SMS switched on and off
   by the preference call (aws-amplify/amplify-js#10011).  Nor does it show in UserMFASettingList.
6. At sign-in SMS is on by either setting, and by this one never preferred; so who has another
   factor on without a preference is asked which (inferred).
7. A federated user's request is accepted and changes nothing, as the preference call's
   (inferred).
8. SetUserSettings refuses who is not confirmed or must reset the password; AdminSetUserSettings
   lists no error for them (botocore).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.mfa.factors import SMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OPTION: Mapping[str, str] = {"AttributeName": "phone_number", "DeliveryMedium": "SMS"}
"""The only one there is."""


def applied(*, current: bool, options: Sequence[Mapping[str, str]], has_number: bool, federated: bool) -> bool:
    """Whether SMS is on by this setting once `options` were set."""
    if federated:
        return current
    if any(option != OPTION for option in options):
        raise rejections.NOT_AN_SMS_OPTION()
    if options and not has_number:
        raise rejections.NO_PHONE()
    return bool(options)


def shown(is_on: bool) -> dict[str, list[Mapping[str, str]]]:
    """The MFAOptions of a user: absent, not empty, when there are none."""
    return {"MFAOptions": [OPTION]} if is_on else {}


def factors_on(preferred: Iterable[str], is_on: bool) -> frozenset[str]:
    """The factors that are on at sign-in: by the preference calls, and by this setting."""
    return frozenset((*preferred, SMS) if is_on else preferred)
