"""The rules of SetUserMFAPreference and AdminSetUserMFAPreference, as one pure function.

1. A factor whose block is left out keeps its state (amplify-swift MFAPreferenceTests).
2. In a block, a member left out counts as false: AWS's model has plain booleans there.  So
   an empty block turns its factor off.  (inferred; no sighting of an empty block)
3. Only one factor may be preferred in a request, and only one that the request turns on.
4. Preferring one factor takes the preference from any other; that one stays on (the same tests).
5. Turning a factor on without preferring it clears its own preference (the same tests).
6. Turning the preferred factor off drops the preference (the same tests).
7. Turning on needs the means: a verified authenticator, a phone number, an e-mail address;
   verified or not (developer guide).  Turning off what was never on is no error
   (getmoto/moto's test against AWS).
8. What the pool offers, and whether it requires MFA, is not looked at: the live service took
   a factor that the pool did not offer (aws-amplify/amplify-js#11260), and turned every factor
   off in a pool that requires MFA (aws/aws-sdk-js-v3#7961).
9. One refusal refuses the whole request: nothing of it is applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import rejections
from .factors import EMAIL, FACTORS, SMS, TOTP

if TYPE_CHECKING:
    from collections.abc import Mapping

BLOCKS: Mapping[str, str] = {
    SMS: "SMSMfaSettings",
    TOTP: "SoftwareTokenMfaSettings",
    EMAIL: "EmailMfaSettings",
}
"""Which block of the request speaks of which factor."""

_NO_MEANS = {
    SMS: rejections.NO_PHONE,
    TOTP: rejections.NO_DELIVERY_FOR_TOTP,
    EMAIL: rejections.NO_DELIVERY_FOR_EMAIL,
}


@dataclass(frozen=True, slots=True)
class Preference:
    """Which factors a user has on, in the order of `FACTORS`, and which one is preferred."""

    on: tuple[str, ...] = ()
    preferred: str | None = None


def applied(current: Preference, request: Mapping[str, Any], means: frozenset[str]) -> Preference:
    """What `current` becomes by `request`, for a user who has the `means` for these factors.

    `request` may be the whole API request: only its settings blocks are read.
    """
    blocks = {factor: request[name] for factor, name in BLOCKS.items() if request.get(name) is not None}
    preferred = [factor for factor, block in blocks.items() if block.get("PreferredMfa")]
    if len(preferred) > 1:
        raise rejections.TWO_PREFERRED()
    on = set(current.on)
    for factor, block in blocks.items():
        if block.get("Enabled"):
            if factor not in means:
                raise _NO_MEANS[factor]()
            on.add(factor)
        elif block.get("PreferredMfa"):
            raise rejections.PREFERRED_BUT_OFF()
        else:
            on.discard(factor)
    kept = None if current.preferred in blocks else current.preferred
    return Preference(tuple(factor for factor in FACTORS if factor in on), preferred[0] if preferred else kept)
