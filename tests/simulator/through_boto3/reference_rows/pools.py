"""Pools and their MFA configuration."""

from provocations import TABLE as REFUSED
from provocations.pool_setup import SMS, TOTP_ON
from sign_in_steps import needs_member

PASSKEYS = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}
BY_SMS = {"MfaConfiguration": "ON", "SmsConfiguration": SMS}


def configured(**request):
    return lambda setup: setup.aws.set_user_pool_mfa_config(**setup.pool, **request)


def first_factor_by_passkey(**passkeys):
    def provoke(setup):
        new = setup.new_pool(Policies=PASSKEYS)
        return setup.aws.set_user_pool_mfa_config(**new, MfaConfiguration="ON", **TOTP_ON, **passkeys)

    return provoke


def first_factor_by_code(factor):
    def provoke(setup):
        policies = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", factor]}}
        new = setup.new_pool(Policies=policies, SmsConfiguration=SMS)
        return setup.aws.set_user_pool_mfa_config(**new, MfaConfiguration="ON", **TOTP_ON)

    return provoke


def passkey_added(setup):
    new = setup.new_pool(**BY_SMS)
    return setup.aws.update_user_pool(**new, **BY_SMS, Policies=PASSKEYS)


def without_sms(policy):
    """By UpdateUserPool, ON is refused in other words since (go-to-k/cdkd#1925): OPTIONAL stands for both."""

    def provoke(setup):
        if setup.operation == "CreateUserPool":
            return setup.new_pool(MfaConfiguration=policy)
        return setup.aws.update_user_pool(**setup.new_pool(), MfaConfiguration="OPTIONAL")

    return provoke


def phones_verified_without_sms(setup):
    if setup.operation == "UpdateUserPool":
        return setup.aws.update_user_pool(**setup.new_pool(), AutoVerifiedAttributes=["phone_number"])
    setup.open(AutoVerifiedAttributes=["phone_number"])
    return setup.aws.set_user_pool_mfa_config(**setup.pool, MfaConfiguration="ON", **TOTP_ON)


TOO_OLD = needs_member("WebAuthnConfigurationType", "FactorConfiguration").args[0]
"""Whether the installed botocore has no FactorConfiguration to send."""

TABLE = {
    "SetUserPoolMfaConfig: mfaconfiguration off with a": (
        configured(MfaConfiguration="OFF", **TOTP_ON),
        configured(MfaConfiguration="OFF", SmsMfaConfiguration={"SmsConfiguration": SMS}),
        configured(MfaConfiguration="OFF", EmailMfaConfiguration={"Subject": "Code"}),
    ),
    "SetUserPoolMfaConfig: on optional with no": (
        configured(MfaConfiguration="ON"),
        configured(MfaConfiguration="OPTIONAL"),
    ),
    "SetUserPoolMfaConfig: factor block but mfaconfiguration": (configured(**TOTP_ON),),
    "SetUserPoolMfaConfig: mfa on while email_otp": (
        first_factor_by_code("EMAIL_OTP"),
        first_factor_by_code("SMS_OTP"),
    ),
    "SetUserPoolMfaConfig: on web_authn first factor": (
        first_factor_by_passkey(),
        *(
            ()
            if TOO_OLD
            else (first_factor_by_passkey(WebAuthnConfiguration={"FactorConfiguration": "SINGLE_FACTOR"}),)
        ),
    ),
    "UpdateUserPool: web_authn added as first": (passkey_added,),
    "CreateUserPool: on optional without sms": (without_sms("ON"), without_sms("OPTIONAL")),
    "SetUserPoolMfaConfig: phone_number auto verified without": (phones_verified_without_sms,),
    "CreateUserPool: sms mfa with verified_phone_number": (REFUSED["SMS_MFA_IS_RECOVERY"],),
    "SetUserPoolMfaConfig: feature above the pool": (REFUSED["NOT_IN_TIER"],),
}

LISTED = {
    "SetUserPoolMfaConfig: on optional with no": "a text until 2024; go-to-k/cdkd#1920 has today's",
}
