"""The schema of a pool and the attributes of its users: what can be declared, and which values are stored."""

from one_test import for_each
from sign_in_steps import refusal_of

INVALID = "InvalidParameterException"
PASSWORD = "Analytical-1843"


def listed(**attributes):
    return [{"Name": name, "Value": value} for name, value in attributes.items()]


def as_mapping(pairs):
    return {pair["Name"]: pair["Value"] for pair in pairs}


class Store:
    """A pool of that schema, and the doors that write attributes of its user ada."""

    def __init__(self, aws, *schema, **settings):
        self.aws = aws
        declared = {"Schema": list(schema)} if schema else {}
        pool = aws.create_user_pool(PoolName="p", **declared, **settings)["UserPool"]
        self.pool, self.shown = {"UserPoolId": pool["Id"]}, pool["SchemaAttributes"]
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        client = aws.create_user_pool_client(**self.pool, ClientName="web", ExplicitAuthFlows=flows)
        self.client_id = client["UserPoolClient"]["ClientId"]

    def sign_up(self, name="ada", **attributes):
        request = {"ClientId": self.client_id, "Username": name, "Password": PASSWORD}
        return self.aws.sign_up(**request, UserAttributes=listed(**attributes))

    def create(self, name="ada", **attributes):
        request = {"Username": name, "TemporaryPassword": PASSWORD, "MessageAction": "SUPPRESS"}
        return self.aws.admin_create_user(**self.pool, **request, UserAttributes=listed(**attributes))

    def token(self):
        self.aws.admin_set_user_password(**self.pool, Username="ada", Password=PASSWORD, Permanent=True)
        given = {"USERNAME": "ada", "PASSWORD": PASSWORD}
        answer = self.aws.initiate_auth(ClientId=self.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
        return {"AccessToken": answer["AuthenticationResult"]["AccessToken"]}

    def admin_update(self, **attributes):
        return self.aws.admin_update_user_attributes(**self.pool, Username="ada", UserAttributes=listed(**attributes))

    def update(self, **attributes):
        return self.aws.update_user_attributes(**self.token(), UserAttributes=listed(**attributes))

    def delete(self, name):
        return self.aws.delete_user_attributes(**self.token(), UserAttributeNames=[name])

    @property
    def attributes(self):
        return as_mapping(self.aws.admin_get_user(**self.pool, Username="ada")["UserAttributes"])


def custom(name, kind="String", **more):
    return {"Name": name, "AttributeDataType": kind, **more}


def needed(name):
    return {"Name": name, "AttributeDataType": "String", "Required": True, "Mutable": True}


def test_the_schema_shows_what_was_declared(cognito, aws):
    store = Store(
        aws, custom("team"), custom("age", "Number"), custom("email_verified", "Boolean"), needed("family_name")
    )
    own = {each["Name"]: each for each in store.shown if each["Name"].startswith("custom:")}
    assert list(own) == ["custom:team", "custom:age", "custom:email_verified"]
    assert own["custom:team"]["StringAttributeConstraints"] == own["custom:age"]["NumberAttributeConstraints"] == {}
    (family_name,) = [each for each in store.shown if each["Name"] == "family_name"]
    assert family_name["Required"]
    assert family_name["StringAttributeConstraints"] == {"MinLength": "0", "MaxLength": "2048"}
    assert len(store.shown) == 23


def test_custom_attributes_are_added_and_stand_before_locale(cognito, aws):
    store = Store(aws)
    added = [custom("level", "Number", Mutable=False), custom("secret", DeveloperOnlyAttribute=True)]
    aws.add_custom_attributes(**store.pool, CustomAttributes=added)
    names = [each["Name"] for each in aws.describe_user_pool(**store.pool)["UserPool"]["SchemaAttributes"]]
    assert names[13:17] == ["zoneinfo", "custom:level", "dev:custom:secret", "locale"]
    store.create(**{"custom:level": "4", "dev:custom:secret": "x"})
    assert refusal_of(store.update, **{"dev:custom:secret": "y"})[0] == "NotAuthorizedException"
    again = refusal_of(aws.add_custom_attributes, **store.pool, CustomAttributes=[added[1]])
    assert again == (INVALID, "custom:secret: Existing attribute already has name dev:custom:secret.")
    nameless = refusal_of(aws.add_custom_attributes, **store.pool, CustomAttributes=[{"AttributeDataType": "String"}])
    assert nameless == (INVALID, "An attribute of the schema needs a name.")


LONG = {"StringAttributeConstraints": {"MinLength": "2", "MaxLength": "4"}}
SCHEMA = (
    *(custom("code", **LONG), custom("age", "Number", NumberAttributeConstraints={"MinValue": "1", "MaxValue": "9"})),
    *(custom("on", "Boolean"), custom("day", "DateTime"), custom("tier", Mutable=False), custom("free", "Number")),
)


@for_each(
    "name, value, rule",
    [
        ("custom:code", "ab", None),
        ("custom:code", "abcde", "String must be no longer than 4 characters"),
        ("custom:code", "a", "String must be no shorter than 2 characters"),
        ("custom:age", "9", None),
        ("custom:age", "0", "The value must be from 1 to 9."),
        ("custom:age", "10", "The value must be from 1 to 9."),
        ("custom:age", "nine", "The value must be a number."),
        ("custom:free", "-1.5", None),
        ("custom:on", "True", None),
        ("custom:on", "yes", "The value must be true or false."),
        ("custom:day", "2026-11-29T10:00:00Z", None),
        ("custom:day", "today", "The value must be a date."),
        ("birthdate", "not-a-date", None),
        ("birthdate", "the first of may", "String must be no longer than 10 characters"),
        ("custom:none", "a", "Attribute does not exist in the schema."),
        ("updated_at", "1790257792", None),
    ],
)
def test_every_door_takes_the_same_values(cognito, aws, name, value, rule):
    store = Store(aws, *SCHEMA)
    given = {name: value}
    if rule is None:
        store.sign_up("grace", **given)
        store.create(**given)
        store.admin_update(**given)
        store.update(**given)
        assert store.attributes[name] == value
        return
    store.create()
    for write in (lambda **each: store.sign_up("grace", **each), lambda **each: store.create("grace", **each)):
        assert refusal_of(write, **given) == (INVALID, f"Attributes did not conform to the schema: {name}: {rule}\n")
    for write in (store.admin_update, store.update):
        assert refusal_of(write, **given) == (INVALID, f"user.{name}: {rule}\n")


def test_what_cannot_change_or_is_required_is_refused_in_the_words_of_the_operation(cognito, aws):
    store = Store(aws, custom("tier", Mutable=False), needed("family_name"))
    missing = "name.familyName: The attribute name.familyName is required"
    assert refusal_of(store.sign_up) == (INVALID, f"Attributes did not conform to the schema: {missing}")
    store.create(family_name="Lovelace", **{"custom:tier": "gold"})
    assert refusal_of(store.update, **{"custom:tier": "free"})[1] == "user.custom:tier: Attribute cannot be updated.\n"
    assert refusal_of(store.delete, "family_name") == (INVALID, f"Invalid user attributes: {missing}")
    words = "Custom.User.tier: This attribute does not satisfy the mutability validation defined in the schema."
    assert refusal_of(store.delete, "custom:tier") == (INVALID, f"Invalid user attributes: {words}")
    words = "Type for attribute {custom:none} could not be determined"
    assert refusal_of(store.delete, "custom:none") == (INVALID, f"Invalid user attributes: {words}")
    for write in (store.update, store.sign_up):
        for name in ("email_verified", "phone_number_verified", "sub"):
            words = f"Cannot modify the non-mutable attribute {name}"
            assert refusal_of(write, family_name="L", **{name: "true"}) == (INVALID, words)
    assert refusal_of(store.delete, "email_verified")[1] == "Cannot modify the non-mutable attribute email_verified"
    store.update(locale="")
    store.delete("locale")
    assert store.attributes["family_name"] == "Lovelace"


def test_an_immutable_standard_attribute_is_named_as_it_is(cognito, aws):
    store = Store(aws, {"Name": "locale", "AttributeDataType": "String", "Mutable": False})
    store.create(locale="en")
    assert refusal_of(store.delete, "locale")[1].startswith("Invalid user attributes: locale: This attribute")


def test_whether_an_address_is_verified_counts_in_any_case_and_needs_the_address(cognito, aws):
    store = Store(aws)
    store.create(email="ada@example.com", email_verified="True")
    assert store.attributes["email_verified"] == "true"
    no_phone = "Phone Number is required to verify/un-verify a phone number"
    assert refusal_of(store.admin_update, phone_number_verified="true") == (INVALID, no_phone)
    assert refusal_of(store.create, "bob", email_verified="false") == (
        INVALID,
        "Email is required to verify/un-verify an email",
    )
    delivered = aws.forgot_password(ClientId=store.client_id, Username=_confirmed(store))["CodeDeliveryDetails"]
    assert delivered["DeliveryMedium"] == "EMAIL"


def _confirmed(store):
    store.token()
    return "ada"


def test_a_sign_up_stores_its_address_as_not_verified(cognito, aws):
    store = Store(aws)
    store.sign_up(email="ada@example.com")
    assert store.attributes["email_verified"] == "false"


def test_a_preferred_username_that_is_an_alias_comes_after_the_confirmation(cognito, aws):
    store = Store(aws, AliasAttributes=["email", "preferred_username"])
    words = "Preferred username cannot be provided for unconfirmed account"
    assert refusal_of(store.sign_up, preferred_username="countess") == (INVALID, words)
    store.create("grace")
    store.create()
    words = "Username cannot be of email format, since user pool is configured for email alias."
    assert refusal_of(store.admin_update, preferred_username="a@example.com") == (INVALID, words)
    taken = ("AliasExistsException", "User account already exists for the alias.")
    assert refusal_of(store.admin_update, preferred_username="grace") == taken
    store.update(preferred_username="countess")
    store.update(preferred_username="countess", locale="en")
    assert store.attributes["preferred_username"] == "countess"


@for_each("bound", ["", "9" * 30, "-1", "1.5", "x"])
def test_a_bound_that_is_no_length_is_refused(cognito, aws, bound):
    attribute = custom("team", StringAttributeConstraints={"MaxLength": bound})
    assert refusal_of(aws.create_user_pool, PoolName="p", Schema=[attribute])[0] == INVALID
