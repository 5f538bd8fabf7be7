"""What a change of attributes does, over every way to change an address or number, and every pool."""

import itertools

import pytest

from pytest_cognito_mfa._simulator.attribute_changes import Change, change_attributes
from pytest_cognito_mfa._simulator.mfa.preference import Preference
from pytest_cognito_mfa._simulator.operations.clients import new_client
from pytest_cognito_mfa._simulator.operations.pools import new_pool
from pytest_cognito_mfa._simulator.rejections import Rejection

OLD = {"email": "old@example.com", "phone_number": "+12065550100"}
NEW = {"email": "new@example.com", "phone_number": "+12065550101"}
FACTOR = {"email": "EMAIL_OTP", "phone_number": "SMS_MFA"}
FLAGS = (None, "true", "false")
BOTH = pytest.mark.parametrize("attribute", ["email", "phone_number"])


@pytest.fixture
def pool_of(service):
    """A pool with these settings that holds back and auto-verifies these attributes."""

    def made(held_back=(), auto_verified=(), **settings):
        update = {"AttributesRequireVerificationBeforeUpdate": list(held_back)}
        settings |= {"UserAttributeUpdateSettings": update, "AutoVerifiedAttributes": list(auto_verified)}
        return new_pool(service, {"Name": "pool", **settings}, "us-east-1_Living001")

    return made


def with_attributes(user, *, on=(), **attributes):
    user.attributes, user.preference = attributes, Preference(on)
    return user


def store(pool, *users):
    for user in users:
        pool.users.add(user)


def refusal(*arguments):
    with pytest.raises(Rejection) as caught:
        change_attributes(*arguments)
    return caught.value.code, caught.value.message


def flagged(attribute, value, flag):
    return {attribute: value} | ({} if flag is None else {f"{attribute}_verified": flag})


@BOTH
@pytest.mark.parametrize("held_back", [True, False], ids=["held back", "at once"])
@pytest.mark.parametrize("auto_verified", [True, False], ids=["auto-verified", "not auto-verified"])
def test_a_new_value_counts_at_once_or_waits_and_is_verified_only_if_the_administrator_says_so(
    pool_of, user, attribute, held_back, auto_verified
):
    pool = pool_of([attribute] * held_back, [attribute] * auto_verified)
    for old_flag, said in itertools.product(FLAGS, FLAGS):
        before = flagged(attribute, OLD[attribute], old_flag)
        with_attributes(user, name="Alice", **before)
        change = change_attributes(user, flagged(attribute, NEW[attribute], said), pool)
        waits = held_back and said != "true"
        now = flagged(attribute, NEW[attribute], "true" if said == "true" else "false")
        sent = {attribute: NEW[attribute]} if said != "true" and (held_back or auto_verified) else {}
        assert change == Change({"name": "Alice", **(before if waits else now)}, sent)


@BOTH
@pytest.mark.parametrize("held_back", [True, False], ids=["held back", "at once"])
def test_the_same_value_is_no_change_and_sends_no_code(pool_of, user, attribute, held_back):
    pool = pool_of([attribute] * held_back, [attribute])
    for flag in FLAGS:
        before = flagged(attribute, OLD[attribute], flag)
        change = change_attributes(with_attributes(user, **before), {attribute: OLD[attribute]}, pool)
        assert change == Change(before, {})


@BOTH
def test_the_first_value_is_a_new_one(pool_of, user, attribute):
    change = change_attributes(with_attributes(user), {attribute: NEW[attribute]}, pool_of([], [attribute]))
    assert change == Change(flagged(attribute, NEW[attribute], "false"), {attribute: NEW[attribute]})


@BOTH
def test_an_administrator_may_say_of_what_is_there_that_it_is_verified_or_not(pool_of, user, attribute):
    for flag in ("true", "false"):
        with_attributes(user, **{attribute: OLD[attribute]})
        change = change_attributes(user, {f"{attribute}_verified": flag}, pool_of([attribute], [attribute]))
        assert change == Change(flagged(attribute, OLD[attribute], flag), {})


@pytest.mark.parametrize(
    ("attribute", "words"),
    [
        ("email", "Email is required to verify/un-verify an email"),
        ("phone_number", "Phone Number is required to verify/un-verify a phone number"),
    ],
)
def test_nobody_can_say_that_of_what_is_not_there(pool_of, user, attribute, words):
    pool, flag = pool_of([attribute]), {f"{attribute}_verified": "true"}
    assert refusal(with_attributes(user), flag, pool) == ("InvalidParameterException", words)
    blank = {attribute: "", **flag}
    assert refusal(with_attributes(user, **{attribute: OLD[attribute]}), blank, pool)[1] == words


@BOTH
def test_a_blank_value_deletes_the_attribute_and_that_it_was_verified(pool_of, user, attribute):
    for flag in FLAGS:
        with_attributes(user, name="Alice", **flagged(attribute, OLD[attribute], flag))
        assert change_attributes(user, {attribute: ""}, pool_of([attribute], [attribute])) == Change(
            {"name": "Alice"}, {}
        )


def test_what_is_not_there_can_be_deleted(pool_of, user):
    assert change_attributes(with_attributes(user, name="Alice"), {"locale": ""}, pool_of()) == Change(
        {"name": "Alice"}, {}
    )


@BOTH
@pytest.mark.parametrize("policy", ["OFF", "OPTIONAL", "ON"])
def test_what_mfa_sends_its_codes_to_cannot_be_deleted_but_changed(pool_of, user, attribute, policy):
    pool = pool_of(MfaConfiguration=policy)
    for on in ((), ("SOFTWARE_TOKEN_MFA",), *((factor,) for factor in FACTOR.values())):
        with_attributes(user, on=on, **{attribute: OLD[attribute]})
        assert change_attributes(user, {attribute: NEW[attribute]}, pool).attributes[attribute] == NEW[attribute]
        if policy != "OFF" and FACTOR[attribute] in on:
            words = f"Cannot delete {attribute}, which the user's MFA needs."
            assert refusal(user, {attribute: ""}, pool) == ("InvalidParameterException", words)
        else:
            assert change_attributes(user, {attribute: ""}, pool) == Change({}, {})


@pytest.mark.parametrize("value", ["gold", ""])
@pytest.mark.parametrize("before", [{}, {"custom:tier": "silver"}], ids=["unset", "set"])
def test_an_immutable_attribute_stays_as_it_is(service, user, value, before):
    tier = {"Name": "tier", "AttributeDataType": "String", "Mutable": False}
    pool = new_pool(service, {"Name": "pool", "Schema": [tier]})
    for name in ("custom:tier", "sub"):
        words = f"user.{name}: Attribute cannot be updated.\n"
        assert refusal(with_attributes(user, **before), {name: value}, pool) == ("InvalidParameterException", words)


def test_an_attribute_that_the_pool_does_not_have_is_refused(pool_of, user):
    words = "user.shoe_size: Attribute does not exist in the schema.\n"
    assert refusal(user, {"shoe_size": "44"}, pool_of()) == ("InvalidParameterException", words)


def test_a_required_attribute_can_be_changed_and_not_deleted(service, user):
    name = {"Name": "name", "AttributeDataType": "String", "Mutable": True, "Required": True}
    pool = new_pool(service, {"Name": "pool", "Schema": [name]})
    assert change_attributes(with_attributes(user, name="Alice"), {"name": "Bob"}, pool) == Change({"name": "Bob"}, {})
    words = "user.name: The attribute is required\n"
    assert refusal(user, {"name": ""}, pool) == ("InvalidParameterException", words)


@BOTH
def test_a_value_of_a_wrong_form_is_refused(pool_of, user, attribute):
    assert refusal(user, {attribute: "nowhere"}, pool_of())[0] == "InvalidParameterException"


UNWRITABLE = ("NotAuthorizedException", "A client attempted to write unauthorized attribute")


def test_a_client_writes_what_it_was_given_and_an_administrator_everything(service, pool_of, user):
    pool = pool_of()
    client = new_client(service, pool, {"ClientName": "app", "WriteAttributes": ["name", "email"]})
    assert change_attributes(user, {"name": "Bob"}, pool, client).attributes["name"] == "Bob"
    assert refusal(user, {"name": "Bob", "locale": "de"}, pool, client) == UNWRITABLE
    assert change_attributes(user, {"locale": "de"}, pool).attributes["locale"] == "de"


@pytest.mark.parametrize("settings", [{}, {"WriteAttributes": []}, {"WriteAttributes": ["email_verified"]}])
@BOTH
def test_no_client_says_that_something_is_verified(service, pool_of, user, settings, attribute):
    pool = pool_of()
    client = new_client(service, pool, {"ClientName": "app", **settings})
    words = f"Cannot modify the non-mutable attribute {attribute}_verified"
    assert refusal(user, {f"{attribute}_verified": "true"}, pool, client) == ("InvalidParameterException", words)


def test_without_a_list_a_client_writes_custom_attributes_too(service, user):
    pool = new_pool(service, {"Name": "pool", "Schema": [{"Name": "team", "AttributeDataType": "String"}]})
    client = new_client(service, pool, {"ClientName": "app"})
    assert change_attributes(user, {"custom:team": "red"}, pool, client).attributes["custom:team"] == "red"


@BOTH
@pytest.mark.parametrize("held_back", [True, False], ids=["held back", "at once"])
def test_what_is_the_username_of_another_is_taken(pool_of, make_user, user, attribute, held_back):
    pool = pool_of([attribute] * held_back, UsernameAttributes=[attribute])
    bob = with_attributes(make_user("bob"), **{attribute: NEW[attribute]})
    store(pool, bob, user)
    words = f"An account with the given {attribute} already exists."
    assert refusal(user, {attribute: NEW[attribute]}, pool) == ("AliasExistsException", words)
    assert change_attributes(bob, {attribute: NEW[attribute]}, pool).to_verify == {}
    assert change_attributes(user, {attribute: OLD[attribute]}, pool)


@BOTH
def test_an_alias_is_taken_once_it_would_be_in_force(pool_of, make_user, user, attribute):
    pool = pool_of(AliasAttributes=[attribute])
    bob = with_attributes(make_user("bob"), **flagged(attribute, NEW[attribute], "true"))
    store(pool, bob, user)
    assert change_attributes(user, {attribute: NEW[attribute]}, pool).attributes[f"{attribute}_verified"] == "false"
    assert refusal(user, flagged(attribute, NEW[attribute], "true"), pool)[0] == "AliasExistsException"


def test_a_preferred_username_is_in_force_at_once(pool_of, make_user, user):
    pool = pool_of(AliasAttributes=["preferred_username"])
    bob = with_attributes(make_user("bob"), preferred_username="al")
    store(pool, bob, user)
    assert refusal(user, {"preferred_username": "al"}, pool)[0] == "AliasExistsException"
    assert change_attributes(user, {"preferred_username": "ally"}, pool).attributes["preferred_username"] == "ally"
