"""The MFA preference, by the user's call and by the administrator's."""

from itertools import combinations

from provocations.stage import ON, PREFERRED, SMS, TOTP_ON, user

BLOCKS = ("SMSMfaSettings", "SoftwareTokenMfaSettings", "EmailMfaSettings")
OFF = {"Enabled": False, "PreferredMfa": False}
PHONE = {"phone_number": "+12065550100"}
SEED = "JBSWY3DPEHPK3PXP"


def prefer(stage, name="newcomer", **blocks):
    if stage.operation.startswith("Admin"):
        return stage.call(**stage.pool, Username=name, **blocks)
    return stage.call(AccessToken=stage.token_of(name), **blocks)


def turned_on(block):
    return lambda stage: prefer(stage.open(user()), "alice", **{block: ON})


def preferred_together(first, second):
    return lambda stage: prefer(stage, **{first: PREFERRED, second: PREFERRED})


def preferred_but_off(block):
    return lambda stage: prefer(stage, **{block: {"Enabled": False, "PreferredMfa": True}})


def associated(stage):
    token = stage.token_of()
    stage.aws.associate_software_token(AccessToken=token)
    return stage.call(AccessToken=token, SoftwareTokenMfaSettings=ON)


def settings_of(stage, name):
    shown = stage.aws.admin_get_user(**stage.pool, Username=name)
    return shown.get("UserMFASettingList"), shown.get("PreferredMfaSetting")


def nothing(stage):
    before = settings_of(stage, "totp")
    answer = prefer(stage, "totp")
    assert settings_of(stage, "totp") == before
    return answer


def off_what_was_never_on(stage):
    stage.open(user(), MfaConfiguration="OFF")
    answer = prefer(stage, "alice", SoftwareTokenMfaSettings=OFF)
    assert settings_of(stage, "alice") == (None, None)
    return answer


def off_where_mfa_is_required(stage):
    alice = user(SecretCode=SEED, UserMFASettingList=["SOFTWARE_TOKEN_MFA"], PreferredMfaSetting="SOFTWARE_TOKEN_MFA")
    stage.open(alice, MfaConfiguration="ON", SmsConfiguration=SMS, **TOTP_ON)
    answer = prefer(stage, "alice", SoftwareTokenMfaSettings=OFF)
    assert settings_of(stage, "alice") == (None, None)
    assert stage.public.password("alice")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    return answer


def what_the_pool_does_not_offer(stage):
    stage.open(user(SecretCode=SEED, UserAttributes=PHONE), MfaConfiguration="ON", **TOTP_ON)
    answer = prefer(stage, "alice", SMSMfaSettings=PREFERRED)
    assert settings_of(stage, "alice") == (["SMS_MFA"], "SMS_MFA")
    assert stage.public.password("alice")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    return answer


def unknown_pool(stage):
    stage.filled["pool_id"] = "us-east-1_Nowhere"
    return stage.call(UserPoolId="us-east-1_Nowhere", Username="newcomer")


def of_a_replica(stage):
    stage.cognito.inject(on=stage.operation, error="OperationNotEnabledException")
    return prefer(stage)


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
