"""The MFA preference, by the user's call and by the administrator's."""

from itertools import combinations

from provocations.pool_setup import ON, PREFERRED, SMS, TOTP_ON, user

BLOCKS = ("SMSMfaSettings", "SoftwareTokenMfaSettings", "EmailMfaSettings")
OFF = {"Enabled": False, "PreferredMfa": False}
PHONE = {"phone_number": "+12065550100"}
SEED = "JBSWY3DPEHPK3PXP"


def prefer(setup, name="newcomer", **blocks):
    if setup.operation.startswith("Admin"):
        return setup.call(**setup.pool, Username=name, **blocks)
    return setup.call(AccessToken=setup.token_of(name), **blocks)


def turned_on(block):
    return lambda setup: prefer(setup.open(user()), "alice", **{block: ON})


def preferred_together(first, second):
    return lambda setup: prefer(setup, **{first: PREFERRED, second: PREFERRED})


def preferred_but_off(block):
    return lambda setup: prefer(setup, **{block: {"Enabled": False, "PreferredMfa": True}})


def associated(setup):
    token = setup.token_of()
    setup.aws.associate_software_token(AccessToken=token)
    return setup.call(AccessToken=token, SoftwareTokenMfaSettings=ON)


def settings_of(setup, name):
    shown = setup.aws.admin_get_user(**setup.pool, Username=name)
    return shown.get("UserMFASettingList"), shown.get("PreferredMfaSetting")


def nothing(setup):
    before = settings_of(setup, "totp")
    answer = prefer(setup, "totp")
    assert settings_of(setup, "totp") == before
    return answer


def off_what_was_never_on(setup):
    setup.open(user(), MfaConfiguration="OFF")
    answer = prefer(setup, "alice", SoftwareTokenMfaSettings=OFF)
    assert settings_of(setup, "alice") == (None, None)
    return answer


def off_where_mfa_is_required(setup):
    alice = user(SecretCode=SEED, UserMFASettingList=["SOFTWARE_TOKEN_MFA"], PreferredMfaSetting="SOFTWARE_TOKEN_MFA")
    setup.open(alice, MfaConfiguration="ON", SmsConfiguration=SMS, **TOTP_ON)
    answer = prefer(setup, "alice", SoftwareTokenMfaSettings=OFF)
    assert settings_of(setup, "alice") == (None, None)
    assert setup.public.password("alice")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    return answer


def what_the_pool_does_not_offer(setup):
    setup.open(user(SecretCode=SEED, UserAttributes=PHONE), MfaConfiguration="ON", **TOTP_ON)
    answer = prefer(setup, "alice", SMSMfaSettings=PREFERRED)
    assert settings_of(setup, "alice") == (["SMS_MFA"], "SMS_MFA")
    assert setup.public.password("alice")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    return answer


def unknown_pool(setup):
    setup.filled["pool_id"] = "us-east-1_Nowhere"
    return setup.call(UserPoolId="us-east-1_Nowhere", Username="newcomer")


def of_a_replica(setup):
    setup.cognito.inject(on=setup.operation, error="OperationNotEnabledException")
    return prefer(setup)


TABLE = {
    "SetUserMFAPreference: totp enabled true no": (turned_on("SoftwareTokenMfaSettings"),),
    "SetUserMFAPreference: totp block sent never": (turned_on("SoftwareTokenMfaSettings"),),
    "SetUserMFAPreference: totp block sent associated": (associated,),
    "SetUserMFAPreference: sms block sent no": (turned_on("SMSMfaSettings"),),
    "SetUserMFAPreference: sms enabled true no": (turned_on("SMSMfaSettings"),),
    "SetUserMFAPreference: email enabled true no": (turned_on("EmailMfaSettings"),),
    "SetUserMFAPreference: two factors with preferredmfa": (
        *(preferred_together(*both) for both in combinations(BLOCKS, 2)),
    ),
    "SetUserMFAPreference: enabled false with preferredmfa": (*map(preferred_but_off, BLOCKS),),
    "SetUserMFAPreference: no settings block": (nothing,),
    "SetUserMFAPreference: totp false false never": (off_what_was_never_on,),
    "AdminSetUserMFAPreference: pool on factor disabled": (off_where_mfa_is_required,),
    "SetUserMFAPreference: sms preferred pool offers": (what_the_pool_does_not_offer,),
    "AdminSetUserMFAPreference: unknown user": (lambda s: prefer(s, "nobody"),),
    "AdminSetUserMFAPreference: unknown pool": (unknown_pool,),
    "SetUserMFAPreference: replica region unsupported configuration": (of_a_replica,),
}

LISTED = {
    "SetUserMFAPreference: totp block sent never": "a text of 2018 and 2019; today's is another row",
    "SetUserMFAPreference: totp block sent associated": "a text of 2018; today's is another row",
    "SetUserMFAPreference: sms enabled true no": "another emulator's guess; AWS was seen to answer an older text",
}
