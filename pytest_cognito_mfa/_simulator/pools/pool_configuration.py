"""What a user pool's configuration may be, and what each request changes in it, as pure functions.

1. SetUserPoolMfaConfig replaces everything that it can set: a MfaConfiguration that is left out counts as OFF; TOTP,
   e-mail or passkeys that are left out are removed (go-to-k/cdkd#791, #1982, #2064).  The SMS configuration stays: it
   sends other messages too, and no call is known that removes it (inferred; aws/aws-sdk-js#3148).
2. OFF does not allow any factor's block, whatever the block says; passkeys are not a factor here (go-to-k/cdkd#1923).
3. ON and OPTIONAL need a factor's block in the request.  The block is enough, also as {"Enabled": false}
   (floci-io/floci#2831, measured); passkeys do not count (go-to-k/cdkd#1920).
4. An SMS block needs an SMS configuration, its own or the pool's.  Its message replaces the pool's.
5. UpdateUserPool does not reset everything that it leaves out, whatever botocore says.  It resets LambdaConfig,
   UserPoolAddOns, AdminCreateUserConfig, AutoVerifiedAttributes, VerificationMessageTemplate, SmsAuthenticationMessage
   and DeviceConfiguration.  The rest stays: each half of Policies by itself, and all of the MFA configuration
   (go-to-k/cdkd#1982, #2675, #4066, measured member by member).  Nobody measured the three messages that are no longer
   used, which follow botocore's sentence, and PoolName, which stays because it has no default.
6. CreateUserPool turns MFA on only with an SMS configuration (botocore; aws/aws-cdk#12075).  UpdateUserPool does so
   only if the pool offers a factor (go-to-k/cdkd#1925 for ON; inferred for OPTIONAL), and does not change the factors'
   blocks.
7. While MFA is ON, a code by e-mail or SMS cannot be a first factor, and a passkey only if it is configured to count as
   both factors; while MFA is OPTIONAL, all of them can (go-to-k/cdkd#1975, #2064).
8. E-mail as a factor needs the pool's own SES sender, and account recovery that is set and has more than e-mail (public
   code that quotes both refusals).
9. If SMS is a factor, account recovery must have more than the phone (aws/aws-cdk#11478).  To verify phone numbers, or
   to sign in by SMS, the pool needs an SMS configuration (hashicorp/terraform-provider-aws#28294; go-to-k/cdkd#1975).
10. AttributesRequireVerificationBeforeUpdate lists only attributes of AutoVerifiedAttributes (go-to-k/cdkd#4066), and
    PASSWORD is always a first factor (public code).
11. Threat protection needs the Plus tier.  First factors other than the password, e-mail as a factor, passkeys as both
    factors, password history and access token customization need Essentials (botocore; developer guide, feature
    plans).  So a pool cannot leave a tier while such a feature is on.
12. UpdateUserPool refuses only a contradiction that the request causes.  A pool may keep a feature above its tier that
    it has had since before there were tiers (aws/aws-cdk#36023).
13. A pool of a scenario must follow 7 to 11, and needs a factor if MFA is ON or OPTIONAL.  These are not checked if it
    has members that only DescribeUserPool prints (its Id, its dates, ...): such a pool exists already and may be older
    than a rule, and its description does not show TOTP, e-mail or passkeys (botocore UserPoolType).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import EMAIL, SMS, TOTP
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.pools import pool_references, schema
from pytest_cognito_mfa._simulator.pools.defaults import PASSWORD_POLICY, of_a_new_pool, pool_settings, with_both_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PASSKEYS = "WebAuthnConfiguration"
FACTOR_BLOCKS = ("SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration")
BLOCKS = (*FACTOR_BLOCKS[1:], PASSKEYS)
"""The blocks that only SetUserPoolMfaConfig has; the members of the SMS block are UserPoolType's."""

_RESET = frozenset(
    {
        *("AdminCreateUserConfig", "AutoVerifiedAttributes", "DeviceConfiguration", "LambdaConfig", "UserPoolAddOns"),
        *("SmsAuthenticationMessage", "VerificationMessageTemplate"),
        *("EmailVerificationMessage", "EmailVerificationSubject", "SmsVerificationMessage"),
    }
)
"""The members that UpdateUserPool resets when they are left out."""

_ONLY_DESCRIBED = frozenset(
    {
        *("Arn", "CreationDate", "CustomDomain", "Domain", "EmailConfigurationFailure", "EstimatedNumberOfUsers", "Id"),
        *("LastModifiedDate", "SchemaAttributes", "SmsConfigurationFailure", "Status"),
    }
)
"""The members that DescribeUserPool prints and no request takes."""


def passkeys_count_as_both(mfa: Mapping[str, Any]) -> bool:
    """Whether a passkey with user verification is both factors, by the blocks of SetUserPoolMfaConfig."""
    return PASSKEYS in mfa and mfa[PASSKEYS].get("FactorConfiguration") == "MULTI_FACTOR_WITH_USER_VERIFICATION"


@dataclass(frozen=True, slots=True)
class Configuration:
    """A pool's configuration: `settings` has UserPoolType's members, `mfa` the blocks of SetUserPoolMfaConfig."""

    settings: Mapping[str, Any]
    mfa: Mapping[str, Any]

    @property
    def policy(self) -> str:
        return str(self.settings["MfaConfiguration"])

    @property
    def tier(self) -> str:
        return str(self.settings["UserPoolTier"])

    @property
    def sends_sms(self) -> bool:
        return bool(self.settings.get("SmsConfiguration"))

    @property
    def first_factors(self) -> frozenset[str]:
        sign_in = self.settings["Policies"].get("SignInPolicy", {})
        return frozenset(sign_in.get("AllowedFirstAuthFactors", ["PASSWORD"]))

    @property
    def verifies(self) -> frozenset[str]:
        return frozenset(self.settings.get("AutoVerifiedAttributes", ()))

    @property
    def verifies_before_update(self) -> frozenset[str]:
        given = self.settings.get("UserAttributeUpdateSettings", {})
        return frozenset(given.get("AttributesRequireVerificationBeforeUpdate", ()))

    @property
    def recovery(self) -> frozenset[str]:
        """The ways of account recovery; none if they are not set."""
        ways = self.settings.get("AccountRecoverySetting", {}).get("RecoveryMechanisms") or []
        return frozenset(way["Name"] for way in ways)

    @property
    def passkeys_count_as_both(self) -> bool:
        return passkeys_count_as_both(self.mfa)

    @property
    def requires_mfa_beside_weak_passkeys(self) -> bool:
        return self.policy == "ON" and "WEB_AUTHN" in self.first_factors and not self.passkeys_count_as_both

    @property
    def has_email(self) -> bool:
        return "EmailMfaConfiguration" in self.mfa

    @property
    def has_own_ses(self) -> bool:
        return bool(self.settings["EmailConfiguration"].get("EmailSendingAccount") == "DEVELOPER")


def offered(settings: Mapping[str, Any], mfa: Mapping[str, Any]) -> frozenset[str]:
    """The factors that a pool offers.

    An SMS configuration alone makes SMS available; the pool's own SES with the Essentials or Plus tier makes e-mail
    available (developer guide, MFA, "User pool settings and their effect on MFA options").
    """
    factors = set()
    if settings.get("SmsConfiguration"):
        factors.add(SMS)
    if mfa.get("SoftwareTokenMfaConfiguration", {}).get("Enabled"):
        factors.add(TOTP)
    own_ses = settings.get("EmailConfiguration", {}).get("EmailSendingAccount") == "DEVELOPER"
    if "EmailMfaConfiguration" in mfa or (own_ses and settings.get("UserPoolTier") != "LITE"):
        factors.add(EMAIL)
    return frozenset(factors)


# -- what a request changes in a pool -----------------------------------------------------


def complete_with_defaults(settings: Mapping[str, Any]) -> Configuration:
    """UserPoolType's `settings` completed by AWS's defaults.

    They may also have CreateUserPool's Schema and SetUserPoolMfaConfig's blocks.
    """
    given = {name: value for name, value in settings.items() if name not in (*FACTOR_BLOCKS, PASSKEYS, "Schema", "Id")}
    complete = pool_settings() | settings.get("SmsMfaConfiguration", {}) | given
    complete["SchemaAttributes"] = settings.get("SchemaAttributes") or schema.schema(settings.get("Schema"))
    unused = (settings.get("AdminCreateUserConfig") or {}).get("UnusedAccountValidityDays")
    passwords = PASSWORD_POLICY | ({"TemporaryPasswordValidityDays": unused} if unused else {})
    policies = {"PasswordPolicy": passwords, "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}}
    complete["Policies"] = policies | settings.get("Policies", {})
    mfa = {name: settings[name] for name in BLOCKS if settings.get(name) is not None}
    return Configuration(with_both_names(complete), mfa)


def create(request: Mapping[str, Any]) -> Configuration:
    """The configuration after CreateUserPool."""
    settings = {**of_a_new_pool(), **request}
    settings["Name"] = settings.pop("PoolName")
    new = complete_with_defaults(settings)
    schema.check(settings.get("Schema") or ())
    _refuse_two_validities(settings)
    _check_tier(new)
    _check(new)
    pool_references.check(new.settings)
    if new.policy != "OFF" and not new.sends_sms:
        raise rejections.MFA_NEEDS_SMS()
    return new


def _refuse_two_validities(request: Mapping[str, Any]) -> None:
    unused = "UnusedAccountValidityDays" in request.get("AdminCreateUserConfig", {})
    if unused and "TemporaryPasswordValidityDays" in request.get("Policies", {}).get("PasswordPolicy", {}):
        raise rejections.VALIDITY_DAYS_TWICE()


def from_scenario(settings: Mapping[str, Any]) -> Configuration:
    """The configuration of a scenario's pool; a new one (rule 13) must be one that AWS would create."""
    new = complete_with_defaults(settings)
    if not _ONLY_DESCRIBED & settings.keys():
        _check_tier(new)
        _check(new)
        if new.policy != "OFF" and not new.sends_sms and not set(FACTOR_BLOCKS) & settings.keys():
            raise rejections.MFA_ON_WITHOUT_FACTOR()
    return new


def update(old: Configuration, request: Mapping[str, Any]) -> Configuration:
    """`old` after UpdateUserPool."""
    _refuse_two_validities(request)
    settings = {name: value for name, value in old.settings.items() if name not in _RESET}
    settings |= {name: value for name, value in pool_settings().items() if name in _RESET}
    settings |= {name: value for name, value in request.items() if name not in ("UserPoolId", "PoolName")}
    settings["Name"] = request.get("PoolName", old.settings["Name"])
    settings["Policies"] = _policies(old.settings["Policies"], request.get("Policies", {}))
    new = Configuration(with_both_names(settings), old.mfa)
    _check_tier(new, old)
    _check(new, old)
    pool_references.check(new.settings, old.settings)
    if new.policy not in ("OFF", old.policy) and not offered(new.settings, new.mfa):
        raise (rejections.CANNOT_TURN_MFA_ON if new.policy == "ON" else rejections.MFA_NEEDS_SMS)()
    return new


def _policies(old: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A half that is left out stays; an empty SignInPolicy changes nothing (go-to-k/cdkd#2051)."""
    return {**old, **given, "SignInPolicy": {**old.get("SignInPolicy", {}), **given.get("SignInPolicy", {})}}


def replace_mfa(old: Configuration, request: Mapping[str, Any]) -> Configuration:
    """`old` after SetUserPoolMfaConfig."""
    policy = request.get("MfaConfiguration", "OFF")
    with_factor = any(name in request for name in FACTOR_BLOCKS)
    pool_references.check_relying_party(request)
    if policy == "OFF" and with_factor:
        raise rejections.MFA_OFF_WITH_FACTOR()
    if policy != "OFF" and not with_factor:
        raise rejections.MFA_ON_WITHOUT_FACTOR()
    settings = {**old.settings, "MfaConfiguration": policy}
    if "SmsMfaConfiguration" in request:
        settings.pop("SmsAuthenticationMessage", None)
        settings |= request["SmsMfaConfiguration"]
    new = Configuration(settings, {name: request[name] for name in BLOCKS if name in request})
    if "SmsMfaConfiguration" in request and not new.sends_sms:
        raise rejections.SMS_MFA_NEEDS_SENDER()
    if new.tier == "LITE" and (new.has_email or new.passkeys_count_as_both):
        raise rejections.NOT_IN_TIER()
    if new.requires_mfa_beside_weak_passkeys:
        raise rejections.PASSKEY_NOT_MULTI_FACTOR()
    _check(new)
    return new


# -- contradictions --------------------------------------------------------------------


_CONTRADICTIONS: tuple[tuple[rejections.Refusal, Callable[[Configuration], bool]], ...] = (
    (rejections.AUTO_VERIFY_NEEDS_SMS, lambda pool: "phone_number" in pool.verifies and not pool.sends_sms),
    (rejections.UPDATE_NEEDS_AUTO_VERIFY, lambda pool: not pool.verifies_before_update <= pool.verifies),
    (
        rejections.SMS_MFA_IS_RECOVERY,
        lambda pool: pool.policy != "OFF" and pool.sends_sms and pool.recovery == {"verified_phone_number"},
    ),
    (rejections.PASSWORD_IS_A_FACTOR, lambda pool: "PASSWORD" not in pool.first_factors),
    (rejections.SMS_OTP_NEEDS_SENDER, lambda pool: "SMS_OTP" in pool.first_factors and not pool.sends_sms),
    (
        rejections.OTP_FACTOR_WITH_MFA,
        lambda pool: pool.policy == "ON" and bool({"EMAIL_OTP", "SMS_OTP"} & pool.first_factors),
    ),
    (rejections.PASSKEY_NOT_FOR_MFA, lambda pool: pool.requires_mfa_beside_weak_passkeys),
    (rejections.EMAIL_MFA_NEEDS_SES, lambda pool: pool.has_email and not pool.has_own_ses),
    (rejections.EMAIL_MFA_IS_RECOVERY, lambda pool: pool.has_email and pool.recovery <= {"verified_email"}),
)
"""What contradicts something else in a configuration, in the order of the checks."""


def _check_tier(new: Configuration, old: Configuration | None = None) -> None:
    had = set() if old is None else set(_above_tier(old))
    features = [feature for feature in _above_tier(new) if feature not in had]
    if features:
        raise rejections.FEATURES_ABOVE_TIER(tier=new.tier, features=", ".join(features))


def _check(new: Configuration, old: Configuration | None = None) -> None:
    for refusal, contradicts in _CONTRADICTIONS:
        if contradicts(new) and not (old is not None and contradicts(old)):
            raise refusal()


def _above_tier(pool: Configuration) -> Iterator[str]:
    """The features that are on and need a higher tier."""
    protection = pool.settings.get("UserPoolAddOns", {}).get("AdvancedSecurityMode", "OFF")
    if pool.tier != "PLUS" and protection != "OFF":
        yield "Threat Protection"
    if pool.tier != "LITE":
        return
    version = pool.settings["LambdaConfig"].get("PreTokenGenerationConfig", {}).get("LambdaVersion", "V1_0")
    if version != "V1_0":
        yield f"Token Customization with Pre-Token Generation Lambda {version}"
    if pool.first_factors - {"PASSWORD"}:
        yield "Passwordless Sign-In"
    if pool.settings["Policies"].get("PasswordPolicy", {}).get("PasswordHistorySize"):
        yield "Password History"
    if pool.has_email:
        yield "Email MFA"
    if pool.passkeys_count_as_both:
        yield "Passkey MFA"
