"""The rules of SetUserMFAPreference and AdminSetUserMFAPreference, as pure functions.

1. A factor whose block is left out keeps its state (amplify-swift MFAPreferenceTests).
2. In a block, a member that is left out counts as false: AWS's model has plain booleans there.  So an empty block turns
   its factor off (inferred; nobody has published an empty block).
3. A request may prefer only one factor, and only one that it turns on.
4. Preferring one factor takes the preference from any other; the other stays on (the same tests).
5. Turning a factor on without preferring it clears its own preference (the same tests).
6. Turning the preferred factor off drops the preference (the same tests).
7. To turn a factor on, the user needs the means: a verified authenticator, a phone number, an e-mail address; the last
   two verified or not (developer guide).  Turning off a factor that was never on is no error (getmoto/moto's test
   against AWS).
8. The pool's factors and its MFA policy are not checked: the live service accepted a factor that the pool did not offer
   (aws-amplify/amplify-js#11260), and turned every factor off in a pool that requires MFA (aws/aws-sdk-js-v3#7961). But
   e-mail and passkeys need the Essentials tier or a higher one (botocore EmailMfaSettings, WebAuthnMfaSettings).
9. One refusal refuses the whole request: nothing of it is applied.
10. Passkey MFA is on or off, never preferred, because it "applies only when passkey is the first authentication factor"
    (botocore WebAuthnMfaSettingsType): it changes nothing after a password.
11. To turn passkey MFA on, another block of the same request must turn its factor on, even if one is on already (public
    code: two live pools).  Then these are checked, in this order (inferred, except for the first and the last): the
    tier, the pool's FactorConfiguration MULTI_FACTOR_WITH_USER_VERIFICATION (botocore), and that the user has a passkey
    (public code).
12. While passkey MFA is on, the last other factor cannot be turned off: "at least one other MFA method" must be on "to
    prevent account lockout" (botocore WebAuthnMfaSettingsType; not observed).  One request can turn both off (public
    code).
13. A request for a federated user is always accepted and changes nothing (aws-amplify/amplify-js#2519; that it is not
    even checked is inferred).
14. Both operations refuse a user who is not confirmed, or who must reset the password: they list these errors.  They
    list none for a user who is disabled or must change the password, so an administrator can set the preferences of
    such users (botocore; aws/aws-sdk-js-v3#4645 for the latter).
15. AdminDeleteSoftwareToken turns TOTP off and drops a preference for it; the other factors and passkeys stay on (API
    reference).
16. UserMFASettingList has the factors that are on, then passkey MFA as WEB_AUTHN_MFA (public code).  It is left out if
    it would be empty, and so is PreferredMfaSetting (getmoto/moto's tests against AWS).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_cognito_mfa._aws.constants import EMAIL, FACTORS, PASSKEY, SMS, TOTP
from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

BLOCKS: Mapping[str, str] = {
    SMS: "SMSMfaSettings",
    TOTP: "SoftwareTokenMfaSettings",
    EMAIL: "EmailMfaSettings",
}
"""The block of the request for each factor."""

PASSKEY_BLOCK = "WebAuthnMfaSettings"

_NO_MEANS = {
    SMS: rejections.NO_PHONE,
    TOTP: rejections.NO_DELIVERY_FOR_TOTP,
    EMAIL: rejections.NO_DELIVERY_FOR_EMAIL,
}


class Preference(NamedTuple):
    """The factors that a user has on, in the order of `FACTORS`, the preferred one, and passkey MFA."""

    on: tuple[str, ...] = ()
    preferred: str | None = None
    passkey: bool = False

    @property
    def listed(self) -> tuple[str, ...]:
        """UserMFASettingList."""
        return (*self.on, PASSKEY) if self.passkey else self.on


NO_FACTOR = Preference()


class Means(NamedTuple):
    """The conditions for turning factors on: what the user and the pool have."""

    factors: Collection[str]
    """The factors for which the user has a verified authenticator, a number or an address."""
    passkey: bool = False
    """The user registered a passkey."""
    passkeys_are_mfa: bool = False
    """The pool's FactorConfiguration is MULTI_FACTOR_WITH_USER_VERIFICATION."""
    essentials: bool = True
    """The pool's tier is Essentials or a higher one."""
    federated: bool = False
    app: str = "the user has no authenticator app"
    """Why the user has no verified authenticator, if that is so."""

    def refuse_without(self, factor: str) -> None:
        """Refuse to turn `factor`, or passkey MFA, on if something is missing for it."""
        if factor in (EMAIL, PASSKEY) and not self.essentials:
            raise rejections.FACTOR_NOT_IN_TIER(factor=factor)
        if factor != PASSKEY:
            if factor not in self.factors:
                raise _NO_MEANS[factor](because=self.app if factor == TOTP else None)
        elif not self.passkeys_are_mfa:
            raise rejections.PASSKEY_IS_NO_MFA()
        elif not self.passkey:
            raise rejections.NO_PASSKEY()


def apply(current: Preference, request: Mapping[str, Any], means: Means) -> Preference:
    """The preference after `request`, for a user with these `means`.

    `request` may be the whole API request; only its settings blocks are read.
    """
    if means.federated:
        return current
    blocks = {factor: block for factor, name in BLOCKS.items() if (block := request.get(name)) is not None}
    preferred = [factor for factor, block in blocks.items() if block.get("PreferredMfa")]
    if len(preferred) > 1:
        raise rejections.TWO_PREFERRED()
    for factor, block in blocks.items():
        if block.get("Enabled"):
            means.refuse_without(factor)
        elif factor in preferred:
            raise rejections.PREFERRED_BUT_OFF()
    on = [each for each in FACTORS if (blocks[each].get("Enabled") if each in blocks else each in current.on)]
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
    return Preference(tuple(on), preferred[0] if preferred else kept, passkey)


def without_factor(current: Preference, factor: str) -> Preference:
    """The preference after the user has lost the means for `factor`."""
    on = tuple(other for other in current.on if other != factor)
    return Preference(on, None if current.preferred == factor else current.preferred, current.passkey)
