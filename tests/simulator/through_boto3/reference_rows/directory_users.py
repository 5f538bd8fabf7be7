"""The rows of errors-directory.yaml about users, their attributes and their tokens, by the row's key.

Two rows have the same key where a refusal depends on the client or on who has the name: those are in
`test_token_life` and `test_tokens_that_do_not_count`.
"""

from botocore import xform_name
from provocations import TABLE as REFUSED
from provocations.pool_setup import posted, user
from provocations.pools import add_the_same_attribute_again, declare, number
from provocations.tokens import deleted, rotating

from .by_token import deleted as deleted_user
from .by_token import disabled


def filled(provoke, **values):
    def fill(setup):
        try:
            return provoke(setup)
        finally:
            setup.filled |= values  # opening a pool resets them

    return fill


def declared(name, **more):
    return {"Name": name, "AttributeDataType": "String", "Mutable": True, **more}


REQUIRED = declared("family_name", Required=True)
TENANT = declared("tenant", Mutable=False)


def listed(**attributes):
    return [{"Name": name, "Value": value} for name, value in attributes.items()]


def write(*schema, alice=(), **attributes):
    """Write attributes of alice, or of a new user, by the operation of the row."""

    def provoke(setup):
        settings = {"Schema": list(schema)} if schema else {}
        setup.open(user(UserAttributes=dict(alice)), **settings)
        request = {"UserAttributes": listed(**attributes)}
        if setup.operation == "SignUp":
            return setup.sign_up(**attributes)
        if setup.operation == "AdminCreateUser":
            return setup.invite("zoe", MessageAction="SUPPRESS", **request)
        if setup.operation == "AdminUpdateUserAttributes":
            return setup.aws.admin_update_user_attributes(**setup.pool, Username="alice", **request)
        token = {"AccessToken": setup.token_of("alice")}
        if setup.operation == "DeleteUserAttributes":
            return setup.aws.delete_user_attributes(**token, UserAttributeNames=list(attributes))
        return setup.aws.update_user_attributes(**token, **request)

    return provoke


def missing(*names):
    return write(*(declared(name, Required=True) for name in names))


def by_narrow_client(setup):
    setup.aws.create_user_pool_client(**setup.pool, ClientName="narrow", WriteAttributes=["name"])
    token = {"AccessToken": setup.cognito.sign_in("newcomer", client="narrow").access_token}
    if setup.operation == "DeleteUserAttributes":
        return setup.aws.delete_user_attributes(**token, UserAttributeNames=["locale"])
    return setup.aws.update_user_attributes(**token, UserAttributes=listed(locale="de"))


def aliased(**attributes):
    def provoke(setup):
        setup.open(user(), user("bob"), AliasAttributes=["email", "preferred_username"])
        return setup.aws.admin_update_user_attributes(
            **setup.pool, Username="alice", UserAttributes=listed(**attributes)
        )

    return provoke


def weak(setup):
    if setup.operation == "AdminCreateUser":
        return setup.invite("zoe", TemporaryPassword="aA1!")
    if setup.operation == "AdminSetUserPassword":
        return setup.aws.admin_set_user_password(**setup.pool, Username="newcomer", Password="aA1!")
    if setup.operation == "SignUp":
        return setup.sign_up(password="aA1!")
    session = setup.public.password("invited")["Session"]
    return setup.public.respond("NEW_PASSWORD_REQUIRED", "invited", session, NEW_PASSWORD="aA1!")


def exchange(client="public", token=None, **more):
    """GetTokensFromRefreshToken by that client."""

    def provoke(setup):
        through = setup.cognito.pool.clients[client]
        given = token(setup) if callable(token) else token or setup.cognito.sign_in("newcomer").refresh_token
        return setup.aws.get_tokens_from_refresh_token(ClientId=through.id, RefreshToken=given, **more)

    return provoke


def of_secret_client(setup):
    return setup.cognito.sign_in("newcomer", client="secret").refresh_token


def displaced(setup):
    request = rotating(setup, grace=60)
    first = setup.aws.get_tokens_from_refresh_token(**request)["AuthenticationResult"]["RefreshToken"]
    setup.aws.get_tokens_from_refresh_token(**request)
    return setup.aws.get_tokens_from_refresh_token(**{**request, "RefreshToken": first})


def enabled_again(setup):
    tokens = setup.cognito.sign_in("newcomer")
    setup.aws.admin_disable_user(**setup.pool, Username="newcomer")
    setup.aws.admin_enable_user(**setup.pool, Username="newcomer")
    return tokens


def of_a_deleted_client(setup):
    setup.filled["client_id"] = setup.public.client.id
    token = setup.token_of()
    setup.aws.delete_user_pool_client(**setup.pool, ClientId=setup.public.client.id)
    return setup.by_token(token)


def revoked_twice(setup):
    request = {"ClientId": setup.public.client.id, "Token": setup.cognito.sign_in("newcomer").refresh_token}
    setup.aws.revoke_token(**request)
    return setup.aws.revoke_token(**request)


def without_its_secret(setup):
    return setup.aws.revoke_token(ClientId=setup.secret.client.id, Token="no.such.token")


def of_another_pool(setup):
    other = setup.new_pool()
    setup.filled |= {"client_id": setup.public.client.id, "pool_id": other["UserPoolId"]}
    return setup.aws.admin_initiate_auth(**other, ClientId=setup.public.client.id, AuthFlow="ADMIN_USER_PASSWORD_AUTH")


def list_users(**more):
    return lambda setup: setup.aws.list_users(**setup.pool, **more)


def unsigned(setup):
    return posted(setup.operation, {"UserPoolId": "us-east-1_Example01"})


def srp(value):
    return lambda setup: setup.public.initiate("USER_SRP_AUTH", USERNAME="newcomer", **value)


def unknown_pool(setup):
    request = {"UserPoolId": "us-east-1_Nowhere", "Username": "newcomer"}
    return getattr(setup.aws, xform_name(setup.operation))(**request)


NAMED = {"name": "tenant"}

TABLE = {
    "ListUsers: filter does not parse": (REFUSED["BAD_FILTER"], list_users(Filter="preferred_username=nickname0")),
    "ListUsers: filter on an attribute": (filled(REFUSED["NOT_SEARCHABLE"], name="custom:team"),),
    "ListUsers: attributestoget names an attribute": (REFUSED["NO_SUCH_ATTRIBUTE"],),
    "ListUsers: attributestoget with sub 2026": (list_users(AttributesToGet=["sub", "email"]),),
    "ListUsers: paginationtoken that the service": (list_users(PaginationToken="invalid"),),
    "CreateUserPool: custom attribute with required": (
        lambda s: (declare if s.operation == "CreateUserPool" else added)(declared("team", Required=True))(s),
    ),
    "AddCustomAttributes: name exists": (filled(add_the_same_attribute_again, name="team"),),
    "CreateUserPool: custom name declared twice": (filled(declare("team", "team"), name="team"),),
    "CreateUserPool: minvalue above maxvalue": (
        filled(
            lambda s: (declare if s.operation == "CreateUserPool" else added)(number(MinValue="9", MaxValue="8"))(s),
            name="age",
        ),
    ),
    "CreateUserPool: unusedaccountvaliditydays and temporarypasswordvaliditydays together": (
        REFUSED["VALIDITY_DAYS_TWICE"],
    ),
    "AdminUpdateUserAttributes: birthdate longer than 10": (write(birthdate="the first of may"),),
    "UpdateUserAttributes: birthdate of 10 characters": (write(birthdate="not-a-date"),),
    "UpdateUserAttributes: value of a mutable": (write(alice={"locale": "de"}, locale=""),),
    "DeleteUserAttributes: attribute is not set": (write(locale=""),),
    "any: client of the token": (of_a_deleted_client,),
    "AdminInitiateAuth: client of another pool": (of_another_pool,),
    "GetTokensFromRefreshToken: unreadable token or of": (exchange(token="no.such.token"),),
    "GetTokensFromRefreshToken: token of another client": (exchange(token=of_secret_client),),
    "GetTokensFromRefreshToken: unknown client": (
        filled(
            lambda s: s.aws.get_tokens_from_refresh_token(ClientId="nobody", RefreshToken="no.such.token"),
            client_id="nobody",
        ),
    ),
    "GetTokensFromRefreshToken: secret client clientsecret missing": (exchange("secret", of_secret_client),),
    "GetTokensFromRefreshToken: secret client clientsecret wrong": (
        exchange("secret", of_secret_client, ClientSecret="w" * 32),
    ),
    "GetTokensFromRefreshToken: token rotated out grace": (REFUSED["REFRESH_REUSED"],),
    "GetTokensFromRefreshToken: child of the first": (displaced,),
    "InitiateAuth: client rotates refresh tokens": (REFUSED["REFRESH_FLOW_OF_ROTATING"],),
    "InitiateAuth: unreadable token or of": (REFUSED["REFRESH_INVALID"],),
    "InitiateAuth: token of another client": (REFUSED["REFRESH_OF_ANOTHER"],),
    "InitiateAuth: user was disabled and": (lambda s: s.public.refresh(enabled_again(s).refresh_token),),
    "InitiateAuth: user was deleted": (lambda s: s.public.refresh(deleted(s).refresh_token),),
    "RevokeToken: secret client without clientsecret": (without_its_secret,),
    "RevokeToken: enabletokenrevocation false": (REFUSED["REVOCATION_OFF"],),
    "RevokeToken: token revoked already or": (revoked_twice,),
    "IAM: no authorization header": (unsigned,),
    "SignUp: required attribute missing 2026": (missing("family_name"),),
    "SignUp: email missing where it": (missing("email"),),
    "SignUp: phone_number missing where it": (missing("phone_number"),),
    "SignUp: name missing where it": (missing("name"),),
    "SignUp: given_name missing where it": (missing("given_name"),),
    "SignUp: several required attributes missing": (missing("name", "phone_number"),),
    "SignUp: email_verified phone_number_verified or sub": tuple(
        filled(write(**{name: "true"}), name=name) for name in ("email_verified", "phone_number_verified", "sub")
    ),
    "UpdateUserAttributes: immutable custom attribute": (filled(write(TENANT, **{"custom:tenant": "b"}), **NAMED),),
    "UpdateUserAttributes: unknown custom attribute": (filled(write(**{"custom:tenant": "b"}), **NAMED),),
    "DeleteUserAttributes: required attribute": (write(REQUIRED, alice={"family_name": "Lovelace"}, family_name=""),),
    "DeleteUserAttributes: immutable custom attribute": (filled(write(TENANT, **{"custom:tenant": ""}), **NAMED),),
    "DeleteUserAttributes: unknown custom attribute": (filled(write(**{"custom:tenant": ""}), **NAMED),),
    "UpdateUserAttributes: client may not write": (by_narrow_client,),
    "AdminCreateUser: weak temporarypassword": (filled(weak, rule="Password not long enough"),),
    "SignUp: weak password": (filled(weak, rule="Password not long enough"),),
    "RespondToAuthChallenge: new_password_required weak password": (filled(weak, rule="Password not long enough"),),
    "AdminSetUserPassword: weak password": (filled(weak, rule="Password not long enough"),),
    "SignUp: preferred_username where it is": (REFUSED["NO_PREFERRED_USERNAME_YET"],),
    "AdminUpdateUserAttributes: preferred_username of email form": (aliased(preferred_username="a@example.com"),),
    "AdminUpdateUserAttributes: preferred_username is another user": (aliased(preferred_username="bob"),),
    "AdminCreateUser: email_verified without email": (write(email_verified="true"),),
    "AdminCreateUser: phone_number_verified without phone_number": (write(phone_number_verified="true"),),
    "AdminCreateUser: name taken": (REFUSED["ACCOUNT_EXISTS"],),
    "any: user was deleted": (deleted_user,),
    "any: user is disabled": (disabled,),
    "any: user was disabled and": (lambda s: s.by_token(enabled_again(s).access_token),),
    "any: an id token": (lambda s: s.by_token(s.cognito.sign_in("newcomer").id_token),),
    "InitiateAuth: srp_a missing": (srp({}),),
    "InitiateAuth: srp_a 0": (srp({"SRP_A": "0"}),),
}


def added(*attributes):
    """Add attributes to a new pool."""
    return lambda setup: setup.aws.add_custom_attributes(**setup.new_pool(), CustomAttributes=list(attributes))
