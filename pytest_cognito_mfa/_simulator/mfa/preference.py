"""The rules of SetUserMFAPreference and AdminSetUserMFAPreference, as pure functions.

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
   off in a pool that requires MFA (aws/aws-sdk-js-v3#7961).  But e-mail and passkeys need the
   Essentials tier or a higher one (botocore EmailMfaSettings, WebAuthnMfaSettings).
9. One refusal refuses the whole request: nothing of it is applied.
10. Passkey MFA is on or off, never preferred, as it "applies only when passkey is the first
   authentication factor" (botocore WebAuthnMfaSettingsType): what follows a password stays as it was.
11. Turning it on needs another block of the same request that turns its factor on, even where one is on
   already (public code: two live pools); then the tier, the pool's FactorConfiguration
   MULTI_FACTOR_WITH_USER_VERIFICATION (botocore), and a passkey of the user's (public code), in that
   order (inferred, but for the first and the last).
12. While it stays on, the last other factor cannot be turned off: "at least one other MFA method" must
   be on "to prevent account lockout" (botocore WebAuthnMfaSettingsType; no sighting).  Both go off
   in one request (public code).
13. Of a federated user every request is accepted and none changes anything
   (aws-amplify/amplify-js#2519; that nothing of it is looked at is inferred).
14. A user who is not confirmed, or who must reset the password, is refused by both operations, which
   list these errors; they list none for one who is disabled or must change the password, and an
   administrator sets those users' preferences (botocore; aws/aws-sdk-js-v3#4645 for the latter).
15. AdminDeleteSoftwareToken turns TOTP off and drops a preference for it; the other factors, passkeys
   among them, stay on (API reference).
16. UserMFASettingList has the factors that are on, and then passkey MFA as WEB_AUTHN_MFA (public code);
   it is left out when it would be empty, and so is PreferredMfaSetting (getmoto/moto's tests against AWS).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.mfa.factors import EMAIL, FACTORS, PASSKEY, SMS, TOTP

if TYPE_CHECKING:
    from collections.abc import Mapping

BLOCKS: Mapping[str, str] = {
    SMS: "SMSMfaSettings",
    TOTP: "SoftwareTokenMfaSettings",
    EMAIL: "EmailMfaSettings",
}
"""Which block of the request speaks of which factor."""

PASSKEY_BLOCK = "WebAuthnMfaSettings"

_NO_MEANS = {
    SMS: rejections.NO_PHONE,
    TOTP: rejections.NO_DELIVERY_FOR_TOTP,
    EMAIL: rejections.NO_DELIVERY_FOR_EMAIL,
}


class Preference(NamedTuple):
    """Which factors a user has on, in the order of `FACTORS`, which one is preferred, and passkey MFA."""

    on: tuple[str, ...] = ()
    preferred: str | None = None
    passkey: bool = False

    @property
    def listed(self) -> tuple[str, ...]:
        """UserMFASettingList."""
        return (*self.on, PASSKEY) if self.passkey else self.on


class Means(NamedTuple):
    """What a user has to turn factors on with, and what the pool adds to that."""

    factors: frozenset[str]
    """For which there is a verified authenticator, a number or an address."""
    passkey: bool = False
    """The user registered a passkey."""
    passkeys_are_mfa: bool = False
    """The pool's FactorConfiguration is MULTI_FACTOR_WITH_USER_VERIFICATION."""
    essentials: bool = True
    """The pool's tier is Essentials or a higher one."""
    federated: bool = False

    def refuse_without(self, factor: str) -> None:
        """Refuse to turn `factor`, or passkey MFA, on where something is lacking for it."""
        if factor in (EMAIL, PASSKEY) and not self.essentials:
            raise rejections.FACTOR_NOT_IN_TIER(factor=factor)
        if factor != PASSKEY:
            if factor not in self.factors:
                raise _NO_MEANS[factor]()
        elif not self.passkeys_are_mfa:
            raise rejections.PASSKEY_IS_NO_MFA()
        elif not self.passkey:
            raise rejections.NO_PASSKEY()


def applied(current: Preference, request: Mapping[str, Any], means: Means) -> Preference:
    """What `current` becomes by `request`, for a user of these `means`.

    `request` may be the whole API request: only its settings blocks are read.
    """
    if means.federated:
        return current
    blocks = {factor: request[name] for factor, name in BLOCKS.items() if request.get(name) is not None}
    preferred = [factor for factor, block in blocks.items() if block.get("PreferredMfa")]
    if len(preferred) > 1:
        raise rejections.TWO_PREFERRED()
    on = set(current.on)
    for factor, block in blocks.items():
        if block.get("Enabled"):
            means.refuse_without(factor)
            on.add(factor)
        elif block.get("PreferredMfa"):
            raise rejections.PREFERRED_BUT_OFF()
        else:
            on.discard(factor)
    kept = None if current.preferred in blocks else current.preferred
    passkey = current.passkey
    if (block := request.get(PASSKEY_BLOCK)) is not None:
        passkey = bool(block.get("Enabled"))
        if passkey:
            if not any(other.get("Enabled") for other in blocks.values()):
                raise rejections.PASSKEY_ALONE()
            means.refuse_without(PASSKEY)
    if passkey and current.on and not on:
        raise rejections.PASSKEY_ALONE()
    return Preference(tuple([f for f in FACTORS if f in on]), preferred[0] if preferred else kept, passkey)


def without(current: Preference, factor: str) -> Preference:
    """What `current` becomes when the means for `factor` are taken away."""
    on = tuple(other for other in current.on if other != factor)
    return Preference(on, None if current.preferred == factor else current.preferred, current.passkey)
