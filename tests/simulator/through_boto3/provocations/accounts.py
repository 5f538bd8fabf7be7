"""Codes, password recovery, and changes to a user's attributes."""

from .stage import ON, SMS, user

BY_EMAIL = {"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]}}
VERIFIED = {"email": "alice@example.com", "email_verified": "true"}


def alice(**more):
    return user(UserAttributes=VERIFIED, **more)


def update(stage, name="newcomer", **changes):
    listed = [{"Name": each, "Value": value} for each, value in changes.items()]
    return stage.aws.update_user_attributes(AccessToken=stage.token_of(name), UserAttributes=listed)


def delete(stage, attribute, name="alice"):
    return stage.aws.delete_user_attributes(AccessToken=stage.token_of(name), UserAttributeNames=[attribute])


def forget(stage, name="alice"):
    return stage.aws.forgot_password(ClientId=stage.public.client.id, Username=name)


def resend(stage, name="newcomer"):
    return stage.aws.resend_confirmation_code(ClientId=stage.public.client.id, Username=name)


def code_for(stage, attribute):
    return stage.aws.get_user_attribute_verification_code(AccessToken=stage.token_of("alice"), AttributeName=attribute)


def too_many_codes(stage):
    stage.open(alice(), **BY_EMAIL)
    for _ in range(6):
        forget(stage)


def nothing_verified(stage):
    stage.open(user(UserAttributes={"email": "alice@example.com"}), existence="LEGACY", **BY_EMAIL)
    forget(stage)


def temporary_password(stage):
    stage.open(alice(UserStatus="FORCE_CHANGE_PASSWORD"), **BY_EMAIL)
    forget(stage)


def without_verification(stage):
    stage.open(user(UserStatus="UNCONFIRMED"))
    resend(stage, "alice")


def no_address(stage):
    stage.open(user())
    code_for(stage, "email")


def no_number(stage):
    stage.open(user())
    code_for(stage, "phone_number")


def write_protected(stage):
    update(stage, email_verified="true")


def immutable(stage):
    stage.open(user(), Schema=[{"Name": "tier", "AttributeDataType": "String", "Mutable": False}])
    update(stage, "alice", **{"custom:tier": "gold"})


def required(stage):
    stage.open(alice(), Schema=[{"Name": "email", "AttributeDataType": "String", "Mutable": True, "Required": True}])
    delete(stage, "email")


def needed_by_sms(stage):
    number = user(UserAttributes={"phone_number": "+12065550100"})
    stage.open(number, MfaConfiguration="OPTIONAL", SmsConfiguration=SMS)
    stage.prefer("alice", SMSMfaSettings=ON)
    delete(stage, "phone_number")


def verified_nothing(stage):
    stage.open(user())
    verified = [{"Name": "email_verified", "Value": "true"}]
    stage.aws.admin_update_user_attributes(**stage.pool, Username="alice", UserAttributes=verified)


def taken(stage):
    stage.open(
        user("alice@example.com", UserAttributes={"email": "alice@example.com"}),
        user("bob@example.com", UserAttributes={"email": "bob@example.com"}),
        UsernameAttributes=["email"],
    )
    update(stage, "bob@example.com", email="alice@example.com")


TABLE = {
    "ATTEMPTS_EXCEEDED": too_many_codes,
    "NO_RECOVERY": nothing_verified,
    "CANNOT_RESET": temporary_password,
    "NO_RESEND": without_verification,
    "CONFIRMED_ALREADY": resend,
    "NOT_VERIFIABLE": lambda s: s.aws.get_user_attribute_verification_code(
        AccessToken=s.token_of(), AttributeName="given_name"
    ),
    "NO_VALID_EMAIL": no_address,
    "NO_VALID_PHONE": no_number,
    "UNWRITABLE": write_protected,
    "BAD_UPDATE": immutable,
    "REQUIRED_STAYS": required,
    "FACTOR_NEEDS_IT": needed_by_sms,
    "NOTHING_TO_VERIFY": verified_nothing,
    "ALIAS_TAKEN": taken,
}

FILLED = {
    "BAD_UPDATE": {"attribute": "custom:tier", "rule": "Attribute cannot be updated."},
    "REQUIRED_STAYS": {"attribute": "email"},
    "FACTOR_NEEDS_IT": {"attribute": "phone_number"},
    "NOTHING_TO_VERIFY": {"kind": "Email", "thing": "an email"},
    "ALIAS_TAKEN": {"attribute": "email"},
}
