"""Sign-up and users."""

from .pool_setup import user


def known_user_without_hiding(setup):
    setup.open(user(), existence="LEGACY")
    setup.confirm("000000", name="nobody")


def wrong_confirmation_code(setup):
    setup.sign_up(email="zoe@example.com")
    setup.confirm(f"{(int(setup.cognito.outbox[-1].code) + 1) % 10**6:06}")


def address_of_another(setup):
    setup.open(user("alice@example.com"), UsernameAttributes=["email"])
    setup.sign_up("alice@example.com")


def alias_of_another(setup):
    alice = user(UserAttributes={"email": "alice@example.com", "email_verified": "true"})
    setup.open(alice, AliasAttributes=["email"], AutoVerifiedAttributes=["email"])
    setup.sign_up(email="alice@example.com")
    setup.confirm(setup.cognito.outbox[-1].code)


def password_of_before(setup):
    setup.open(user(), Policies={"PasswordPolicy": {"PasswordHistorySize": 1}})
    setup.aws.admin_set_user_password(**setup.pool, Username="alice", Password="Secret-1", Permanent=True)


def link_without_a_domain(setup):
    template = {"DefaultEmailOption": "CONFIRM_WITH_LINK"}
    setup.open(user(), AutoVerifiedAttributes=["email"], VerificationMessageTemplate=template)
    setup.sign_up(email="zoe@example.com")


def mail_that_is_not_delivered(setup):
    setup.cognito.inject("SignUp", error="CodeDeliveryFailureException")
    setup.sign_up(email="zoe@example.com")


def expired_confirmation_code(setup):
    setup.sign_up(email="zoe@example.com")
    setup.cognito.clock.advance(hours=24)
    setup.confirm(setup.cognito.outbox[-1].code)


def with_a_new_password(setup, **given):
    session = setup.public.password("invited")["Session"]
    more = {f"userAttributes.{name}": value for name, value in given.items()}
    setup.public.respond("NEW_PASSWORD_REQUIRED", "invited", session, NEW_PASSWORD="Changed-1", **more)


def weak_at_a_change(setup):
    token, password = setup.token_of(), setup.cognito.user("newcomer").password
    setup.aws.change_password(AccessToken=token, PreviousPassword=password, ProposedPassword="secret-1")


def sign_up_without_the_required(setup):
    setup.open(user(), Schema=[{"Name": name, "Required": True} for name in ("name", "phone_number")])
    setup.sign_up()


def new_password_without_the_required(setup):
    setup.open(user(UserStatus="FORCE_CHANGE_PASSWORD"), Schema=[{"Name": "name", "Required": True}])
    session = setup.public.password("alice")["Session"]
    setup.public.respond("NEW_PASSWORD_REQUIRED", "alice", session, NEW_PASSWORD="Changed-1")


def preferred_at_sign_up(setup):
    setup.open(user(), AliasAttributes=["preferred_username"]).sign_up(preferred_username="countess")


def without_a_password(setup):
    setup.aws.sign_up(ClientId=setup.public.client.id, Username="zoe")


TABLE = {
    "USERNAME_EXISTS": lambda s: s.sign_up("newcomer"),
    "ACCOUNT_EXISTS": lambda s: s.invite("newcomer"),
    "ADDRESS_EXISTS": address_of_another,
    "ALIAS_EXISTS": alias_of_another,
    "SIGN_UP_CLOSED": lambda s: s.open(user(), AdminCreateUserConfig={"AllowAdminCreateUserOnly": True}).sign_up(),
    "USERNAME_NOT_ALIAS": lambda s: s.open(UsernameAttributes=["email", "phone_number"]).sign_up("zoe"),
    "USERNAME_IS_EMAIL": lambda s: s.open(AliasAttributes=["email"]).sign_up("zoe@example.com"),
    "WEAK_PASSWORD": weak_at_a_change,
    "WEAK_NEW_PASSWORD": lambda s: s.sign_up(password="secret-1"),
    "PASSWORD_AGAINST_POLICY": lambda s: s.aws.admin_set_user_password(
        **s.pool, Username="newcomer", Password="secret-1"
    ),
    "MISSING_ATTRIBUTES": sign_up_without_the_required,
    "REQUIRED_WITH_PASSWORD": new_password_without_the_required,
    "NO_PREFERRED_USERNAME_YET": preferred_at_sign_up,
    "PASSWORD_NEEDED": without_a_password,
    "BAD_PHONE": lambda s: s.sign_up(phone_number="0123"),
    "BAD_EMAIL": lambda s: s.sign_up(email="nowhere"),
    "BAD_ATTRIBUTE": lambda s: s.sign_up(shoe_size="44"),
    "NOT_MUTABLE": lambda s: with_a_new_password(s, email_verified="true"),
    "ALREADY_PROVIDED": lambda s: with_a_new_password(s, email="invited@example.com"),
    "PASSWORD_USED_BEFORE": password_of_before,
    "LINK_NEEDS_DOMAIN": link_without_a_domain,
    "NOT_DELIVERED": mail_that_is_not_delivered,
    "WRONG_CONFIRMATION_CODE": wrong_confirmation_code,
    "CONFIRMATION_CODE_EXPIRED": expired_confirmation_code,
    "ALREADY_CONFIRMED": lambda s: s.aws.admin_confirm_sign_up(**s.pool, Username="newcomer"),
    "NO_USER_OF_CLIENT": known_user_without_hiding,
    "BAD_FILTER": lambda s: s.aws.list_users(**s.pool, Filter="foo"),
    "NOT_SEARCHABLE": lambda s: s.aws.list_users(**s.pool, Filter='custom:team = "red"'),
    "NO_SUCH_ATTRIBUTE": lambda s: s.aws.list_users(**s.pool, AttributesToGet=["birthdate"]),
    "SUB_NOT_TO_GET": lambda s: s.aws.list_users(**s.pool, AttributesToGet=["sub"]),
    "NOT_INVITED_ANY_MORE": lambda s: s.invite("newcomer", MessageAction="RESEND"),
}

FILLED = {
    "ADDRESS_EXISTS": {"attribute": "email"},
    "ALIAS_EXISTS": {"attribute": "email"},
    "USERNAME_NOT_ALIAS": {"kind": "an email or a phone number"},
    **{
        name: {"rule": "Password must have uppercase characters"}
        for name in ("WEAK_PASSWORD", "WEAK_NEW_PASSWORD", "PASSWORD_AGAINST_POLICY")
    },
    "MISSING_ATTRIBUTES": {
        "missing": "phoneNumbers: The attribute phoneNumbers is required, "
        "name.formatted: The attribute name.formatted is required"
    },
    "REQUIRED_WITH_PASSWORD": {"attribute": "name"},
    "BAD_ATTRIBUTE": {"attribute": "shoe_size", "rule": "Attribute does not exist in the schema."},
    "NOT_MUTABLE": {"attribute": "email_verified"},
    "ALREADY_PROVIDED": {"attribute": "email"},
    "ALREADY_CONFIRMED": {"status": "CONFIRMED"},
    "NOT_SEARCHABLE": {"attribute": "custom:team"},
    "NOT_INVITED_ANY_MORE": {"user": "newcomer"},
}
