"""The tables of first factors, over every choice that a sign-in can have: all 6,912 of them."""

import itertools
from typing import get_args

from one_test import for_each
from tables import aws_documentation, subsets

from pytest_cognito_mfa._simulator.mfa.challenges import Next
from pytest_cognito_mfa._simulator.mfa.first_factors import (
    OFFERS,
    ROWS,
    SELECT_CHALLENGE,
    Choice,
    PasskeyKind,
    PasswordKind,
    deciding_row,
    first_challenge,
)

CODES = {"EMAIL_OTP": "email", "SMS_OTP": "phone_number"}
ALL = ("PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN")
EVERY_CHOICE = [
    Choice(allowed | {"PASSWORD"}, *others)
    for allowed, *others in itertools.product(
        subsets(("EMAIL_OTP", "SMS_OTP", "WEB_AUTHN")),
        get_args(PasswordKind),
        subsets(("email", "phone_number")),
        get_args(PasskeyKind),
        (False, True),
        (None, *ALL),
        (False, True),
    )
]
DECIDED = [(choice, first_challenge(choice)) for choice in EVERY_CHOICE]
BEGINNING = [(choice, decided) for choice, decided in DECIDED if not choice.signed_up]


def choice(allowed=ALL, password="permanent", attributes=("email", "phone_number"), **more):
    return Choice(frozenset(allowed), password, frozenset(attributes), **more)


def test_no_row_and_no_offer_is_dead():
    assert len(set(EVERY_CHOICE)) == 8 * 3 * 4 * 3 * 2 * 6 * 2
    assert {deciding_row(each).name for each in EVERY_CHOICE} == {row.name for row in ROWS}
    assert {each for choice in EVERY_CHOICE for each in choice.offered} == set(ALL)
    assert {each for choice in EVERY_CHOICE for each in set(ALL) - set(choice.offered)} == set(ALL)


def test_only_what_is_possible_is_asked_for():
    asked = [(each, {d.challenge} if d.challenge != SELECT_CHALLENGE else set(d.options)) for each, d in BEGINNING]
    assert [each for each, names in asked if not names <= {None, *each.offered}] == []
    codes = [(each, name) for each in EVERY_CHOICE for name in CODES if name in each.offered]
    assert [each for each, name in codes if name not in each.allowed or CODES[name] not in each.attributes] == []


def test_a_password_is_offered_to_whoever_has_one_in_both_ways():
    kinds = {(each.password, "PASSWORD" in each.offered, "PASSWORD_SRP" in each.offered) for each in EVERY_CHOICE}
    assert kinds == {("none", False, False), ("temporary", True, True), ("permanent", True, True)}


def test_no_factor_without_a_password_skips_mfa_but_a_passkey_that_counts_as_both():
    without = [(each, set(each.offered) - {"PASSWORD", "PASSWORD_SRP"}) for each in EVERY_CHOICE if each.needs_mfa]
    assert {name for _, names in without for name in names} == {"WEB_AUTHN"}
    assert {each.passkey for each, names in without if names} == {"both factors"}


def test_a_preferred_factor_that_is_possible_is_asked_for_and_no_other_is_asked_for_in_its_place():
    preferring = [(each, decided) for each, decided in BEGINNING if each.preferred and each.offered]
    asked = {(each.preferred in each.offered, decided.challenge == each.preferred) for each, decided in preferring}
    assert asked == {(True, True), (False, False)}
    left = [(each.offered, decided) for each, decided in preferring if each.preferred not in each.offered]
    assert {decided == Next(SELECT_CHALLENGE, offered) for offered, decided in left} == {True}


OBSERVED = {
    "U11: several": (choice(), Next(SELECT_CHALLENGE, ("PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"))),
    "U17: no number": (
        choice(attributes=["email"], preferred="SMS_OTP"),
        Next(SELECT_CHALLENGE, ("PASSWORD_SRP", "PASSWORD", "EMAIL_OTP")),
    ),
    "D24: no password": (choice(password="none", attributes=["email"]), Next("EMAIL_OTP")),
    "D25: invited": (
        choice(password="temporary", preferred="EMAIL_OTP"),
        Next(SELECT_CHALLENGE, ("PASSWORD_SRP", "PASSWORD")),
    ),
    "U41: signed up": (choice(signed_up=True, preferred="EMAIL_OTP"), Next(None)),
    "D28: the order": (
        choice(attributes=["email"], passkey="one factor"),
        Next(SELECT_CHALLENGE, ("PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "WEB_AUTHN")),
    ),
}


@for_each("given, decided", list(OBSERVED.values()))
def test_what_was_seen_on_aws_is_decided_here(given, decided):
    assert first_challenge(given) == decided


@for_each("row", [*ROWS, *OFFERS])
def test_every_row_has_its_evidence_and_aws_still_says_so(row):
    assert row.source.evidence in {"observed", "documented", "inferred"}
    assert row.source.place
    if row.source.where:
        assert row.source.words in aws_documentation(*row.source.where)
