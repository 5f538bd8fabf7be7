"""Sign-up and users."""

from .stage import user


def known_user_without_hiding(stage):
    stage.open(user(), existence="LEGACY")
    stage.confirm("000000", name="nobody")


def wrong_confirmation_code(stage):
    stage.sign_up(email="zoe@example.com")
    stage.confirm(f"{(int(stage.cognito.outbox[-1].code) + 1) % 10**6:06}")


def address_of_another(stage):
    stage.open(user("alice@example.com"), UsernameAttributes=["email"])
    stage.sign_up("alice@example.com")


def alias_of_another(stage):
    alice = user(UserAttributes={"email": "alice@example.com", "email_verified": "true"})
    stage.open(alice, AliasAttributes=["email"], AutoVerifiedAttributes=["email"])
    stage.sign_up(email="alice@example.com")
    stage.confirm(stage.cognito.outbox[-1].code)


def expired_confirmation_code(stage):
    stage.sign_up(email="zoe@example.com")
    stage.cognito.clock.advance(hours=24)
    stage.confirm(stage.cognito.outbox[-1].code)


def with_a_new_password(stage, **given):
    session = stage.public.password("invited")["Session"]
    more = {f"userAttributes.{name}": value for name, value in given.items()}
    stage.public.respond("NEW_PASSWORD_REQUIRED", "invited", session, NEW_PASSWORD="Changed-1", **more)


TABLE = {
    "USERNAME_EXISTS": lambda s: s.sign_up("newcomer"),
    "ACCOUNT_EXISTS": lambda s: s.invite("newcomer"),
    "ADDRESS_EXISTS": address_of_another,
    "ALIAS_EXISTS": alias_of_another,
    "SIGN_UP_CLOSED": lambda s: s.open(user(), AdminCreateUserConfig={"AllowAdminCreateUserOnly": True}).sign_up(),
    "USERNAME_NOT_ALIAS": lambda s: s.open(UsernameAttributes=["email", "phone_number"]).sign_up("zoe"),
    "USERNAME_IS_EMAIL": lambda s: s.open(AliasAttributes=["email"]).sign_up("zoe@example.com"),
    "WEAK_PASSWORD": lambda s: s.sign_up(password="secret-1"),
    "BAD_PHONE": lambda s: s.sign_up(phone_number="0123"),
    "BAD_EMAIL": lambda s: s.sign_up(email="nowhere"),
    "BAD_ATTRIBUTE": lambda s: s.sign_up(shoe_size="44"),
    "NOT_MUTABLE": lambda s: with_a_new_password(s, email_verified="true"),
    "ALREADY_PROVIDED": lambda s: with_a_new_password(s, email="invited@example.com"),
    "WRONG_CONFIRMATION_CODE": wrong_confirmation_code,
    "CONFIRMATION_CODE_EXPIRED": expired_confirmation_code,
    "ALREADY_CONFIRMED": lambda s: s.aws.admin_confirm_sign_up(**s.pool, Username="newcomer"),
    "NO_USER_OF_CLIENT": known_user_without_hiding,
    "NOT_INVITED_ANY_MORE": lambda s: s.invite("newcomer", MessageAction="RESEND"),
}

FILLED = {
    "ADDRESS_EXISTS": {"attribute": "email"},
    "ALIAS_EXISTS": {"attribute": "email"},
    "USERNAME_NOT_ALIAS": {"kind": "an email or a phone number"},
    "WEAK_PASSWORD": {"rule": "Password must have uppercase characters"},
    "BAD_ATTRIBUTE": {"attribute": "shoe_size", "rule": "Attribute does not exist in the schema."},
    "NOT_MUTABLE": {"attribute": "email_verified"},
    "ALREADY_PROVIDED": {"attribute": "email"},
    "ALREADY_CONFIRMED": {"status": "CONFIRMED"},
    "NOT_INVITED_ANY_MORE": {"user": "newcomer"},
}
