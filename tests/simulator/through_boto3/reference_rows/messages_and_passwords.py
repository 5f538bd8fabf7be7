"""Messages, sessions of users, the history of users, passwords and attributes: by the "when" of a row."""

from provocations import TABLE as REFUSED
from provocations.pool_setup import user
from provocations.risk import ENFORCED

EMAIL = {"email": "alice@example.com", "email_verified": "true"}
TRACKED = {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 5}}
CUSTOM = [
    {"Name": "fixed", "AttributeDataType": "String", "Mutable": False},
    {"Name": "long", "AttributeDataType": "String", "StringAttributeConstraints": {"MinLength": "36"}},
]


def new_password(setup, password):
    """Set a new password of alice, or sign up, by the operation of the row."""
    temporary = {**setup.pool, "Username": "alice", "Password": "Temporary-1"}
    if setup.operation == "SignUp":
        return setup.sign_up(password=password)
    if setup.operation == "ChangePassword":
        token = setup.token_of("alice")
        return setup.call(AccessToken=token, PreviousPassword="Secret-1", ProposedPassword=password)
    if setup.operation == "AdminSetUserPassword":
        return setup.call(**{**temporary, "Password": password}, Permanent=True)
    if setup.operation == "ConfirmForgotPassword":
        client = {"ClientId": setup.public.client.id, "Username": "alice"}
        setup.aws.forgot_password(**client)
        return setup.call(**client, ConfirmationCode=setup.cognito.outbox[-1].code, Password=password)
    setup.aws.admin_set_user_password(**temporary)
    session = setup.caller.password("alice", "Temporary-1")["Session"]
    return setup.caller.respond("NEW_PASSWORD_REQUIRED", "alice", session, NEW_PASSWORD=password)


def password(new, before=lambda _: None, **settings):
    def answered(setup):
        setup.open(user(UserAttributes=EMAIL), **settings)
        before(setup)
        return new_password(setup, new)

    return answered


def lacking(*kinds, length=6):
    rules = {f"Require{kind}": True for kind in kinds}
    return {"Policies": {"PasswordPolicy": {"MinimumLength": length, **rules}}}


def alias_of_another(setup):
    others = [user(f"{name}@example.com") for name in ("alice", "eve")]
    setup.open(*others, UsernameAttributes=["email"])
    name = setup.cognito.user("alice@example.com").username
    given = {"UserAttributes": [{"Name": "email", "Value": "eve@example.com"}]}
    setup.filled["email"] = "email"
    if setup.operation.startswith("Admin"):
        return setup.call(**setup.pool, Username=name, **given)
    return setup.call(AccessToken=setup.token_of("alice@example.com"), **given)


def of_session(which):
    """The call about a session of alice: her own one, or an unknown one."""

    def answered(setup):
        setup.open(user())
        setup.aws.set_user_pool_session_configuration(**setup.pool, **TRACKED)
        token = setup.token_of("alice")
        own = setup.aws.list_user_sessions(AccessToken=token)["Sessions"][0]["SessionId"]
        named = {**setup.pool, "Username": "alice"} if setup.operation.startswith("Admin") else {"AccessToken": token}
        return setup.call(**named, SessionId=own if which == "own" else "tkn" + "0" * 25)

    return answered


def sessions_on_lite(setup):
    setup.open(user(), UserPoolTier="LITE")
    client = {} if "Client" not in setup.operation else {"ClientId": setup.public.client.id}
    setting = {"SSOSession": {"MaxValidityMinutes": 5}} if client else TRACKED
    return setup.call(**setup.pool, **client, **setting)


def imported(setup):
    setup.open({"Username": "alice", "UserStatus": "RESET_REQUIRED"})
    return setup.public.password("alice", "Secret-1")


def invited(*, given=(), required=()):
    def answered(setup):
        schema = {"Schema": [{"Name": name, "Required": True} for name in required]} if required else {}
        setup.open(user(UserStatus="FORCE_CHANGE_PASSWORD", UserAttributes=EMAIL), **schema)
        setup.filled["attr"] = "name"
        session = setup.caller.password("alice")["Session"]
        more = {f"userAttributes.{name}": "new@example.com" for name in given}
        return setup.caller.respond("NEW_PASSWORD_REQUIRED", "alice", session, NEW_PASSWORD="Changed-1", **more)

    return answered


def of_cognito_alone(name):
    """email_verified or sub among the attributes that the operation gives."""

    def answered(setup):
        setup.filled["attr"] = name
        given = [{"Name": name, "Value": "true"}]
        if setup.operation == "UpdateUserAttributes":
            return setup.call(AccessToken=setup.token_of(), UserAttributes=given)
        if setup.operation == "SignUp":
            return setup.sign_up(**{name: "true"})
        session = setup.public.password("invited")["Session"]
        return setup.public.respond(
            "NEW_PASSWORD_REQUIRED", "invited", session, NEW_PASSWORD="Changed-1", **{f"userAttributes.{name}": "true"}
        )

    return answered


def created_with_sub(setup):
    setup.filled["attr"] = "sub"
    return setup.invite("zoe", UserAttributes=[{"Name": "sub", "Value": "1"}])


def update(name, *value, **filled):
    def answered(setup):
        setup.open(user(), Schema=CUSTOM)
        setup.filled |= filled
        pair = {**({} if name is None else {"Name": name}), **({"Value": value[0]} if value else {})}
        return setup.call(AccessToken=setup.token_of("alice"), UserAttributes=[pair])

    return answered


def without_a_name(setup):
    request = {"AccessToken": setup.token_of()}
    return setup.call(**request, AttributeName=None)


def risky(setup):
    setup.open(user(), **ENFORCED).cognito.risk("high")
    return setup.caller.password("alice")


def blocked_address(setup):
    blocked = {"RiskExceptionConfiguration": {"BlockedIPRangeList": ["203.0.113.0/24"]}}
    setup.open(user(), **ENFORCED, RiskConfiguration=blocked)
    context = {"IpAddress": "203.0.113.7", "ServerName": "app", "ServerPath": "/", "HttpHeaders": []}
    request = {**setup.pool, "ClientId": setup.public.client.id, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
    return setup.call(**request, AuthParameters={"USERNAME": "alice", "PASSWORD": "Secret-1"}, ContextData=context)


def resent(setup):
    setup.filled["username"] = "newcomer"
    return setup.invite("newcomer", MessageAction="RESEND")


def both_validities(setup):
    policy = {"MinimumLength": 8, "TemporaryPasswordValidityDays": 1}
    unused = {"UnusedAccountValidityDays": 1}
    return setup.call(**setup.pool, Policies={"PasswordPolicy": policy}, AdminCreateUserConfig=unused)


def of_the_history(setup):
    token = {} if setup.operation.startswith("Admin") else {"FeedbackToken": "1"}
    return setup.call(**setup.pool, Username="newcomer", EventId="1", FeedbackValue="Valid", **token)


def history_listed(setup):
    return setup.aws.admin_list_user_auth_events(**setup.pool, Username="newcomer")


def compromised(setup):
    setup.open(user(UserAttributes=EMAIL), **ENFORCED).cognito.compromised_passwords.add("Secret-2")
    return new_password(setup, "Secret-2")


USED = {"Policies": {"PasswordPolicy": {"MinimumLength": 6, "PasswordHistorySize": 3}}}
TABLE = {
    "pool has no auto-verified attribute": (REFUSED["NO_RESEND"],),
    "MessageAction RESEND, user not in FORCE_CHANGE_PASSWORD": (resent,),
    "alias value belongs to another user": (alias_of_another,),
    "imported RESET_REQUIRED user, PreventUserExistenceErrors ENABLED": (imported,),
    "threat protection off": (of_the_history,),
    "plan below Essentials": (sessions_on_lite,),
    "unknown session, or not of that user": (of_session("unknown"),),
    "own current session": (of_session("own"),),
    "password among the last PasswordHistorySize": (password("Secret-1", **USED),),
    "TemporaryPasswordValidityDays and UnusedAccountValidityDays together": (both_validities,),
    "policy: Password not long enough": (password("Secret", **lacking(length=8)),),
    "policy: Password must have uppercase characters": (password("secret-1", **lacking("Uppercase")),),
    "policy: Password must have lowercase characters": (password("SECRET-1", **lacking("Lowercase")),),
    "policy: Password must have numeric characters": (password("Secret-x", **lacking("Numbers")),),
    "password known as compromised, action BLOCK": (compromised,),
    "adaptive authentication blocks": (risky,),
    "blocked IP address": (blocked_address,),
    "NEW_PASSWORD with userAttributes.email although email is set": (invited(given=["email"]),),
    "NEW_PASSWORD without a required attribute": (invited(required=["name"]),),
    "email_verified or sub among the attributes": (of_cognito_alone("email_verified"), of_cognito_alone("sub")),
    "attribute value null": (update("name", attr="name"),),
    "malformed email": (update("email", "nowhere"),),
    "malformed phone_number": (update("phone_number", "0123"),),
    "immutable custom attribute": (update("custom:fixed", "1", attr="fixed"),),
    "attribute not in the schema": (update("shoe_size", "1", attr="shoe_size"),),
    "custom string shorter than its minimum": (update("custom:long", "1", attr="long", min="36"),),
    "attribute name missing": (update(None, "1"),),
    "AttributeName missing": (without_a_name,),
    "user in FORCE_CHANGE_PASSWORD": (REFUSED["CANNOT_RESET"],),
    "DeviceKey not valid for the user of the token": (REFUSED["BAD_DEVICE_KEY"],),
}
NARROWED = {
    "alias value belongs to another user": (
        "UpdateUserAttributes/AdminUpdateUserAttributes",
        "the guide prints another text for ConfirmSignUp",
    ),
    "threat protection off": (
        "AdminUpdateAuthEventFeedback/UpdateAuthEventFeedback",
        "AdminListUserAuthEvents takes no event",
    ),
    "email_verified or sub among the attributes": (
        "UpdateUserAttributes/SignUp/RespondToAuthChallenge",
        "AdminCreateUser takes email_verified",
    ),
    "blocked IP address": ("AdminInitiateAuth", "InitiateAuth names an address only for a client with a secret"),
    **dict.fromkeys(
        [when for when in TABLE if when.startswith("policy: ")],
        ("ChangePassword/ConfirmForgotPassword", "live answers of the other operations have other words"),
    ),
}
"""The operations that are asked, where not all of the row are, and why."""
NOT_CLAIMED = {
    "attribute name empty": "today's botocore has another pattern for the name, which the refusal quotes",
    "expired invitation, older text": "an older text for what is refused in newer words",
    "AccessToken is no JWT": "another live test has a text of its own for such a token",
}
