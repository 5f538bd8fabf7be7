"""Where a recovery code goes, over every setting and every user: verified, by priority, and never where MFA is."""

import itertools

import pytest
from one_test import for_each

from pytest_cognito_mfa._aws.constants import FACTORS
from pytest_cognito_mfa._simulator.outbox import delivery_details
from pytest_cognito_mfa._simulator.pools import recovery

NAMES = {"verified_email": "email", "verified_phone_number": "phone_number"}
FACTOR = {"email": "EMAIL_OTP", "phone_number": "SMS_MFA"}


def setting(*names, reverse=False):
    ways = [{"Name": name, "Priority": number} for number, name in enumerate(names, start=1)]
    return {"RecoveryMechanisms": ways[::-1] if reverse else ways}


SETTINGS = [
    setting(*names, reverse=reverse)
    for size in (1, 2)
    for names in itertools.permutations(NAMES, size)
    for reverse in (False, True)
]
UNSET = [None, {}]
ADMIN_ONLY = setting("admin_only")
STATES = ("absent", "blank", "unverified", "denied", "verified")
ON = [frozenset(some) for size in range(4) for some in itertools.combinations(FACTORS, size)]


def having(attribute, state):
    value = {} if state == "absent" else {attribute: "" if state == "blank" else "somewhere"}
    flag = {"verified": "true", "blank": "true", "denied": "false"}.get(state)
    return value | ({f"{attribute}_verified": flag} if flag else {})


USERS = [
    ({"email": email, "phone_number": phone}, having("email", email) | having("phone_number", phone), on)
    for email, phone, on in itertools.product(STATES, STATES, ON)
]


def by_priority(given):
    return [NAMES[way["Name"]] for way in sorted(given["RecoveryMechanisms"], key=lambda way: way["Priority"])]


def first(attributes):
    return next(iter(attributes), None)


@pytest.mark.parametrize("given", SETTINGS, ids=by_priority)
def test_the_code_goes_to_the_first_verified_attribute_that_is_not_the_channel_of_mfa(given):
    for states, attributes, on in USERS:
        fit = [name for name in by_priority(given) if states[name] == "verified" and FACTOR[name] not in on]
        assert recovery.way_of(given, attributes, on) == first(fit)


@pytest.mark.parametrize("given", UNSET)
def test_without_a_setting_it_is_the_phone_then_the_address_also_where_mfa_is(given):
    for states, attributes, on in USERS:
        fit = [name for name in ("phone_number", "email") if states[name] == "verified"]
        assert recovery.way_of(given, attributes, on) == first(fit)


def test_where_only_administrators_reset_nobody_has_a_way():
    assert recovery.ways(ADMIN_ONLY) == ()
    assert {recovery.way_of(ADMIN_ONLY, attributes, on) for _, attributes, on in USERS} == {None}


def test_what_is_not_set_chooses_no_way_but_has_two():
    assert [recovery.chosen_ways(given) for given in (*UNSET, ADMIN_ONLY)] == [(), (), ()]
    assert recovery.ways(None) == ("phone_number", "email")


@for_each("possible", [("email",), ("phone_number",), ("email", "phone_number")])
@for_each("name", ["zoe", "zoe@example.com", "+12065550199"])
def test_a_simulated_delivery_looks_like_one_and_is_always_the_same(possible, name):
    attribute, destination = recovery.simulated_delivery("us-east-1_Pool00001", name, possible)
    assert attribute in possible
    assert (attribute, destination) == recovery.simulated_delivery("us-east-1_Pool00001", name, possible)
    shown = delivery_details(attribute, destination)["Destination"]
    assert (shown[1:5] == "***@") if attribute == "email" else (shown[:8] == "+*******")


@pytest.mark.parametrize(("name", "attribute"), [("zoe@example.com", "email"), ("+12065550199", "phone_number")])
def test_a_simulated_delivery_goes_to_the_name_itself_where_it_can(name, attribute):
    assert recovery.simulated_delivery("pool", name, ("email", "phone_number")) == (attribute, name)


def test_two_names_and_two_pools_get_different_ones():
    seen = {recovery.simulated_delivery(pool, name, ("phone_number",))[1] for pool in "ab" for name in ("zoe", "zoey")}
    assert len(seen) == 4
