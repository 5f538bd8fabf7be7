"""Codes, password recovery, and changes to a user's attributes."""

from .pool_setup import ON, SMS, user

BY_EMAIL = {"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]}}
VERIFIED = {"email": "alice@example.com", "email_verified": "true"}


def alice(**more):
    return user(UserAttributes=VERIFIED, **more)


def update(setup, name="newcomer", **changes):
    listed = [{"Name": each, "Value": value} for each, value in changes.items()]
    return setup.aws.update_user_attributes(AccessToken=setup.token_of(name), UserAttributes=listed)


def delete(setup, attribute, name="alice"):
    return setup.aws.delete_user_attributes(AccessToken=setup.token_of(name), UserAttributeNames=[attribute])


def forget(setup, name="alice"):
    return setup.aws.forgot_password(ClientId=setup.public.client.id, Username=name)


def resend(setup, name="newcomer"):
    return setup.aws.resend_confirmation_code(ClientId=setup.public.client.id, Username=name)


def code_for(setup, attribute):
    return setup.aws.get_user_attribute_verification_code(AccessToken=setup.token_of("alice"), AttributeName=attribute)


def too_many_codes(setup):
    setup.open(alice(), **BY_EMAIL)
    for _ in range(6):
        forget(setup)


def nothing_verified(setup):
    setup.open(user(UserAttributes={"email": "alice@example.com"}), existence="LEGACY", **BY_EMAIL)
    forget(setup)


def only_administrators(setup):
    setup.open(alice(), AccountRecoverySetting={"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]})
    forget(setup)


def temporary_password(setup):
    setup.open(alice(UserStatus="FORCE_CHANGE_PASSWORD"), **BY_EMAIL)
    forget(setup)


def without_verification(setup):
    setup.open(user(UserStatus="UNCONFIRMED"))
    resend(setup, "alice")


def no_address(setup):
    setup.open(user())
    code_for(setup, "email")


def no_number(setup):
    setup.open(user())
    code_for(setup, "phone_number")


def write_protected(setup):
    setup.aws.create_user_pool_client(**setup.pool, ClientName="narrow", WriteAttributes=["name"])
    token = setup.cognito.sign_in("newcomer", client="narrow").access_token
    setup.aws.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "locale", "Value": "de"}])


def immutable(setup):
    setup.open(user(), Schema=[{"Name": "tier", "AttributeDataType": "String", "Mutable": False}])
    update(setup, "alice", **{"custom:tier": "gold"})


def required(setup):
    setup.open(alice(), Schema=[{"Name": "email", "AttributeDataType": "String", "Mutable": True, "Required": True}])
    delete(setup, "email")


def emptied(setup):
    setup.open(alice(), Schema=[{"Name": "email", "AttributeDataType": "String", "Mutable": True, "Required": True}])
    update(setup, "alice", email="")


def immutable_to_delete(setup):
    setup.open(user(), Schema=[{"Name": "tier", "AttributeDataType": "String", "Mutable": False}])
    delete(setup, "custom:tier")


def name_of_another(setup):
    setup.open(user(), user("bob"), AliasAttributes=["preferred_username"])
    update(setup, "bob", preferred_username="alice")


def needed_by_sms(setup):
    number = user(UserAttributes={"phone_number": "+12065550100"})
    setup.open(number, MfaConfiguration="OPTIONAL", SmsConfiguration=SMS)
    setup.prefer("alice", SMSMfaSettings=ON)
    delete(setup, "phone_number")


def verified_nothing(setup):
    setup.open(user())
    verified = [{"Name": "email_verified", "Value": "true"}]
    setup.aws.admin_update_user_attributes(**setup.pool, Username="alice", UserAttributes=verified)


def taken(setup):
    setup.open(
        user("alice@example.com", UserAttributes={"email": "alice@example.com"}),
        user("bob@example.com", UserAttributes={"email": "bob@example.com"}),
        UsernameAttributes=["email"],
    )
    update(setup, "bob@example.com", email="alice@example.com")


TABLE = {
    "ATTEMPTS_EXCEEDED": too_many_codes,
    "NO_RECOVERY": nothing_verified,
    "ONLY_ADMINISTRATORS_RESET": only_administrators,
    "CANNOT_RESET": temporary_password,
    "NO_RESEND": without_verification,
    "CONFIRMED_ALREADY": resend,
    "NOT_VERIFIABLE": lambda s: s.aws.get_user_attribute_verification_code(
        AccessToken=s.token_of(), AttributeName="given_name"
    ),
    "NO_VALID_EMAIL": no_address,
    "NO_VALID_PHONE": no_number,
    "UNWRITABLE": write_protected,
    "NULL_VALUE": lambda s: s.aws.update_user_attributes(AccessToken=s.token_of(), UserAttributes=[{"Name": "name"}]),
    "BAD_UPDATE": immutable,
    "REQUIRED_STAYS": emptied,
    "REQUIRED_TO_DELETE": required,
    "IMMUTABLE_TO_DELETE": immutable_to_delete,
    "UNKNOWN_TO_DELETE": lambda s: delete(s, "custom:unknown", "newcomer"),
    "NAME_TAKEN": name_of_another,
    "FACTOR_NEEDS_IT": needed_by_sms,
    "NOTHING_TO_VERIFY": verified_nothing,
    "ALIAS_TAKEN": taken,
}

FILLED = {
    "NULL_VALUE": {"attribute": "name"},
    "BAD_UPDATE": {"attribute": "custom:tier", "rule": "Attribute cannot be updated."},
    "REQUIRED_STAYS": {"attribute": "email"},
    "REQUIRED_TO_DELETE": {"required": "emails: The attribute emails is required"},
    "IMMUTABLE_TO_DELETE": {"attribute": "Custom.User.tier"},
    "UNKNOWN_TO_DELETE": {"attribute": "custom:unknown"},
    "FACTOR_NEEDS_IT": {"attribute": "phone_number"},
    "NOTHING_TO_VERIFY": {"kind": "Email", "thing": "an email"},
    "ALIAS_TAKEN": {"attribute": "email"},
}
