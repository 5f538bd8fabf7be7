"""The table of challenges, over every standing that a sign-in can have: all 552,960 of them."""

import itertools
from dataclasses import replace
from typing import get_args

import pytest
from tables import aws_documentation, subsets

from pytest_cognito_mfa._aws.constants import EMAIL, FACTORS, SMS, TOTP
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.mfa.challenges import (
    DEVICE_SRP,
    NEW_PASSWORD,
    ROWS,
    SELECT,
    SET_UP,
    Next,
    deciding_row,
    next_challenge,
)
from pytest_cognito_mfa._simulator.mfa.standing import Passed, RiskAction, Standing, Trust

ATTRIBUTE = {SMS: "phone_number", EMAIL: "email"}


PREFERENCES = [(on, preferred) for on in subsets(FACTORS) for preferred in (None, *sorted(on))]
EVERY_STANDING = [
    Standing(policy, offered, on, preferred, *others)
    for policy, offered, (on, preferred), *others in itertools.product(
        ("OFF", "OPTIONAL", "ON"),
        subsets(FACTORS),
        PREFERENCES,
        (False, True),
        subsets(("phone_number", "email")),
        (None, "phone_number", "email"),
        get_args(Passed),
        get_args(Trust),
        get_args(RiskAction),
    )
]
"""A preferred factor is one that is on: the preference's rules leave no other."""
DECIDED = [(standing, next_challenge(standing)) for standing in EVERY_STANDING]
AFTER_PASSWORD = [(s, decided) for s, decided in DECIDED if s.passed == "password"]
BY_USER_ALONE = [(s, decided) for s, decided in AFTER_PASSWORD if s.device != "trusted" and s.risk == "NO_ACTION"]
"""Standings without a trusted device and without a risk."""


def asked(policy):
    return [(standing, decided) for standing, decided in BY_USER_ALONE if standing.policy == policy]


def named(decided):
    """The factors that a decision asks for, or lets the user choose from."""
    if decided.challenge == SELECT:
        return decided.options
    return (decided.challenge,) if decided.challenge in FACTORS else ()


def works(standing, factor):
    """Whether a challenge of `factor` could be passed: written independently of `Standing.possible`."""
    if factor == TOTP:
        return standing.registered
    return factor in standing.offered and ATTRIBUTE[factor] in standing.attributes


def test_every_standing_is_there():
    assert len(set(EVERY_STANDING)) == 3 * 8 * 20 * 2 * 4 * 3 * 4 * 3 * 4


def test_no_row_is_dead():
    assert {deciding_row(standing).name for standing in EVERY_STANDING} == {row.name for row in ROWS}


def test_row_names_differ():
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_required_mfa_is_never_skipped():
    skipped = [s for s, decided in AFTER_PASSWORD if s.policy == "ON" and decided == Next(None)]
    assert skipped == []


def test_optional_mfa_never_asks_for_a_factor_that_is_not_on():
    assert [s for s, decided in asked("OPTIONAL") if not set(named(decided)) <= s.on] == []


def test_optional_mfa_never_asks_to_set_up():
    assert [s for s, decided in asked("OPTIONAL") if decided.challenge == SET_UP or decided.refused] == []


def test_optional_mfa_always_asks_when_a_factor_is_on_and_works():
    working = [(s, decided) for s, decided in asked("OPTIONAL") if any(works(s, factor) for factor in s.on)]
    assert [s for s, decided in working if decided.challenge in (None, DEVICE_SRP)] == []


def test_mfa_that_is_off_never_asks():
    assert {decided for s, decided in asked("OFF") if s.device == "none"} == {Next(None)}
    assert {decided for s, decided in asked("OFF") if s.device != "none"} == {Next(DEVICE_SRP)}


def test_a_selection_offers_at_least_two_different_factors():
    offers = [decided.options for _, decided in DECIDED if decided.challenge == SELECT]
    assert [options for options in offers if len(set(options)) < 2 or len(set(options)) != len(options)] == []


def test_options_stand_in_the_order_of_the_setting_list():
    offers = {decided.options for _, decided in DECIDED}
    assert [options for options in offers if list(options) != sorted(options, key=FACTORS.index)] == []


def test_what_is_asked_for_is_always_possible():
    assert [s for s, decided in DECIDED if not all(works(s, factor) for factor in named(decided))] == []


def test_only_selection_and_set_up_have_options():
    assert {bool(decided.options) for _, decided in DECIDED if decided.challenge in (SELECT, SET_UP)} == {True}
    assert {decided.options for _, decided in DECIDED if decided.challenge not in (SELECT, SET_UP)} == {()}


def test_set_up_lists_only_what_the_pool_offers():
    set_up = [(s, decided.options) for s, decided in DECIDED if decided.challenge == SET_UP]
    assert [s for s, options in set_up if not set(options) <= s.offered] == []


def test_set_up_never_lists_the_recovery_channel():
    set_up = [(s, decided.options) for s, decided in DECIDED if decided.challenge == SET_UP]
    recovered = [(s, options) for s, options in set_up if s.recovery is not None]
    assert [s for s, options in recovered if s.recovery in {ATTRIBUTE.get(factor) for factor in options}] == []


def test_a_factor_that_works_and_is_preferred_is_what_is_asked_for():
    preferring = [
        (s, d) for s, d in BY_USER_ALONE if s.policy != "OFF" and s.preferred in s.on and works(s, s.preferred)
    ]
    assert [s for s, decided in preferring if decided != Next(s.preferred)] == []


def test_a_factor_that_was_not_chosen_is_never_asked_of_the_recovery_channel():
    unchosen = [(s, d) for s, d in asked("ON") if s.preferred is None]
    assert [s for s, d in unchosen if s.recovery and s.recovery in {ATTRIBUTE.get(f) for f in named(d)}] == []


def test_a_decision_is_the_same_each_time():
    assert [s for s, decided in DECIDED if next_challenge(s) != decided] == []


def test_only_required_mfa_ends_in_a_refusal():
    assert {s.policy for s, decided in BY_USER_ALONE if decided.refused} == {"ON"}


def test_a_block_is_a_block():
    assert {decided.refused for s, decided in DECIDED if s.risk == "BLOCK"} == {rejections.TOO_RISKY}


def test_a_temporary_password_is_changed_before_anything_else():
    temporary = [decided for s, decided in DECIDED if s.passed == "temporary password" and s.risk != "BLOCK"]
    assert set(temporary) == {Next(NEW_PASSWORD)}


def test_whoever_passed_the_second_factor_is_asked_for_no_other():
    passed = [(s.device, decided) for s, decided in DECIDED if s.passed == "second factor" and s.risk != "BLOCK"]
    assert set(passed) == {
        ("none", Next(None)),
        ("remembered", Next(DEVICE_SRP)),
        ("trusted", Next(DEVICE_SRP)),
    }


def test_a_remembered_device_proves_itself_before_there_are_tokens():
    unproven = [(s, decided) for s, decided in DECIDED if s.device != "none" and s.passed != "device"]
    assert [s for s, decided in unproven if decided == Next(None)] == []


def test_a_device_that_proved_itself_brings_tokens_unless_the_attempt_is_blocked():
    proven = {s.risk == "BLOCK": decided for s, decided in DECIDED if s.passed == "device"}
    assert proven == {True: Next(None, refused=rejections.TOO_RISKY), False: Next(None)}


def test_no_device_is_asked_for_a_proof_but_a_remembered_one():
    assert {s.device for s, decided in DECIDED if decided.challenge == DEVICE_SRP} == {"remembered", "trusted"}


def test_only_a_trusted_device_stands_for_the_second_factor():
    waived = [s for s, decided in AFTER_PASSWORD if s.policy == "ON" and decided.challenge == DEVICE_SRP]
    assert {s.device for s in waived} == {"trusted"}


def test_a_risk_never_asks_for_less():
    by_standing = {replace(s, risk="NO_ACTION"): decided for s, decided in AFTER_PASSWORD if s.risk == "NO_ACTION"}
    asking = [(s, decided) for s, decided in AFTER_PASSWORD if by_standing[replace(s, risk="NO_ACTION")].challenge]
    assert [s for s, decided in asking if decided == Next(None)] == []


def test_required_mfa_is_the_same_whatever_the_risk_asks_for():
    required = [(s, decided) for s, decided in AFTER_PASSWORD if s.policy == "ON" and s.risk != "BLOCK"]
    calm = {s: decided for s, decided in required if s.risk == "NO_ACTION"}
    assert [s for s, decided in required if decided != calm[replace(s, risk="NO_ACTION")]] == []


def test_a_risk_that_requires_mfa_gives_no_tokens_without_it():
    risky = [(s, decided) for s, decided in AFTER_PASSWORD if s.risk == "MFA_REQUIRED" and s.device == "none"]
    assert [s for s, decided in risky if decided == Next(None)] == []


def standing(
    policy="ON", *, offered=FACTORS, on=(), preferred=None, registered=False, attributes=(), recovery=None, **more
):
    return Standing(
        policy, frozenset(offered), frozenset(on), preferred, registered, frozenset(attributes), recovery, **more
    )


OBSERVED = {
    "B2: optional, nothing on": (standing("OPTIONAL", attributes=["email"]), Next(None)),
    "B3: optional, TOTP preferred": (standing("OPTIONAL", on=[TOTP], preferred=TOTP, registered=True), Next(TOTP)),
    "B4: no phone number, no authenticator": (
        standing(offered=[SMS, TOTP], attributes=["email"]),
        Next(SET_UP, (SMS, TOTP)),
    ),
    "B5: a phone number suffices": (standing(offered=[SMS, TOTP], attributes=["phone_number"]), Next(SMS)),
    "B6: phone number and authenticator": (
        standing(offered=[SMS, TOTP], registered=True, attributes=["phone_number"]),
        Next(SELECT, (SMS, TOTP)),
    ),
    "B7: an address suffices": (standing(attributes=["email"]), Next(EMAIL)),
    "B8: neither address nor number": (standing(), Next(SET_UP, (SMS, TOTP, EMAIL))),
    "B9: e-mail is to be set up": (standing(offered=[SMS, EMAIL]), Next(SET_UP, (SMS, EMAIL))),
    "B10: registered, never preferred": (standing(offered=[SMS, TOTP], registered=True), Next(TOTP)),
    "B12: the pool stopped offering TOTP": (
        standing("OPTIONAL", offered=[SMS], on=[TOTP], registered=True),
        Next(TOTP),
    ),
    "B13: only the recovery channel": (
        standing(offered=[SMS], attributes=["phone_number"], recovery="phone_number"),
        Next(None, refused=rejections.NO_FACTOR_POSSIBLE),
    ),
    "A19: one factor on, not preferred": (standing("OPTIONAL", on=[TOTP], registered=True), Next(TOTP)),
    "A20: two on, none preferred": (
        standing("OPTIONAL", on=[SMS, TOTP], registered=True, attributes=["phone_number"]),
        Next(SELECT, (SMS, TOTP)),
    ),
    "A37: preferred, but not offered": (
        standing(offered=[TOTP], on=[SMS], preferred=SMS, registered=True, attributes=["phone_number"]),
        Next(TOTP),
    ),
    "A38: all turned off in a pool that requires MFA": (
        standing(offered=[SMS], attributes=["phone_number"]),
        Next(SMS),
    ),
    "A46: verified, never enabled": (standing("OPTIONAL", registered=True), Next(None)),
    "B11: a temporary password comes before MFA": (standing(passed="temporary password"), Next(NEW_PASSWORD)),
    "D17: a trusted device skips MFA": (
        standing(offered=[SMS], attributes=["phone_number"], device="trusted"),
        Next(DEVICE_SRP),
    ),
    "D17: a remembered device does not, where it is not to stand for MFA": (
        standing(offered=[SMS], attributes=["phone_number"], device="remembered"),
        Next(SMS),
    ),
    "W8: the device proves itself after MFA": (
        standing(passed="second factor", device="remembered"),
        Next(DEVICE_SRP),
    ),
}


@pytest.mark.parametrize(("given", "decided"), OBSERVED.values(), ids=OBSERVED)
def test_what_was_seen_on_aws_is_decided_here(given, decided):
    assert next_challenge(given) == decided


@pytest.mark.parametrize("row", [row for row in ROWS if row.source.where], ids=lambda row: row.name)
def test_aws_still_says_so(row):
    assert row.source.words
    assert row.source.words in aws_documentation(*row.source.where)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_has_its_evidence(row):
    assert row.source.evidence in {"observed", "documented"}
    assert row.source.place
