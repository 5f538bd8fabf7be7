"""SetUserMFAPreference as a function: every preference, every request of four blocks, whatever the user has."""

import itertools

import pytest
from one_test import for_each

from pytest_cognito_mfa._aws.constants import EMAIL, FACTORS, PASSKEY, SMS, TOTP
from pytest_cognito_mfa._simulator.mfa.preference import BLOCKS, PASSKEY_BLOCK, Means, Preference, apply, without_factor
from pytest_cognito_mfa._simulator.rejections import ALL, Rejection

ABSENT = object()
TRUTHS = (ABSENT, False, True)


def block_of(**members):
    return {name: value for name, value in members.items() if value is not ABSENT}


FORMS = [ABSENT, *(block_of(Enabled=on, PreferredMfa=best) for on, best in itertools.product(TRUTHS, TRUTHS))]
"""Every form of a factor's block."""
MEANINGS = [
    ABSENT,
    *(block_of(Enabled=on, PreferredMfa=best) for on, best in itertools.product((False, True), repeat=2)),
]
"""The forms that differ in meaning, as a member that is left out counts as false."""
PASSKEY_FORMS = [ABSENT, {}, {"Enabled": False}, {"Enabled": True}]
PASSKEY_MEANINGS = [ABSENT, {"Enabled": False}, {"Enabled": True}]


def requests_of(forms, passkey_forms):
    names = [*(BLOCKS[factor] for factor in FACTORS), PASSKEY_BLOCK]
    for blocks in itertools.product(*[forms] * 3, passkey_forms):
        yield {name: block for name, block in zip(names, blocks, strict=True) if block is not ABSENT}


SUBSETS = [some for size in range(4) for some in itertools.combinations(FACTORS, size)]
CURRENT = [
    Preference(on, preferred, passkey) for on in SUBSETS for preferred in (None, *on) for passkey in (False, True)
]
MEANS = [Means(frozenset(some), passkey, passkeys_are_mfa=True) for some in SUBSETS for passkey in (False, True)]
"""Every combination of missing means; the refusal for each has a test of its own."""
EVERY_MEANS = [
    Means(frozenset(some), *flags) for some in SUBSETS for flags in itertools.product((False, True), repeat=4)
]


def outcome(current, request, means):
    try:
        return apply(current, request, means)
    except Rejection as refused:
        return refused.message


@pytest.fixture(scope="module")
def every():
    """(before, request, means, after): `after` is the refusal's message where there is one."""
    return [
        (current, request, means, outcome(current, request, means))
        for request in requests_of(MEANINGS, PASSKEY_MEANINGS)
        for current, means in itertools.product(CURRENT, MEANS)
    ]


@pytest.fixture(scope="module")
def taken(every):
    return [(current, request, after) for current, request, _, after in every if isinstance(after, Preference)]


def enabled(request, factor):
    return request.get(BLOCKS[factor], {}).get("Enabled", False)


def preferring(request, factor):
    return request.get(BLOCKS[factor], {}).get("PreferredMfa", False)


def wants_passkey(request):
    return request.get(PASSKEY_BLOCK, {}).get("Enabled", False)


def on_after(current, request):
    return [f for f in FACTORS if (enabled(request, f) if BLOCKS[f] in request else f in current.on)]


def is_refused(current, request, means):
    """Whether a request must be refused, written independently of the rules' own code."""
    wished = [factor for factor in FACTORS if preferring(request, factor)]
    without_means = [factor for factor in FACTORS if enabled(request, factor) and factor not in means.factors]
    beside = any(enabled(request, factor) for factor in FACTORS)
    keeps_passkey = current.passkey and PASSKEY_BLOCK not in request
    return (
        len(wished) > 1
        or bool(without_means)
        or any(not enabled(request, factor) for factor in wished)
        or (wants_passkey(request) and not (beside and means.passkey))
        or (keeps_passkey and bool(current.on) and not on_after(current, request))
    )


def test_the_whole_space_is_there(every):
    assert len(every) == 40 * 5**3 * 3 * 16


def test_a_member_that_is_left_out_counts_as_false():
    meant = {
        str(form): block_of(Enabled=form.get("Enabled", False), PreferredMfa=form.get("PreferredMfa", False))
        for form in FORMS[1:]
    }
    one_factor = [BLOCKS[factor] for factor in FACTORS]
    for current, name, form in itertools.product(CURRENT, one_factor, FORMS[1:]):
        assert outcome(current, {name: form}, MEANS[-1]) == outcome(current, {name: meant[str(form)]}, MEANS[-1])
    for current in CURRENT:
        off = outcome(current, {PASSKEY_BLOCK: {"Enabled": False}}, MEANS[-1])
        assert outcome(current, {PASSKEY_BLOCK: {}}, MEANS[-1]) == off


def test_exactly_what_may_not_be_asked_is_refused(every):
    assert [case for case in every if isinstance(case[3], str) != is_refused(*case[:3])] == []


def test_nothing_is_refused_in_other_words(every):
    names = ("TWO_PREFERRED", "PREFERRED_BUT_OFF", "NO_PHONE", "NO_DELIVERY_FOR_TOTP", "NO_DELIVERY_FOR_EMAIL")
    names = (*names, "PASSKEY_ALONE", "NO_PASSKEY")
    assert {after for *_, after in every if isinstance(after, str)} == {ALL[name].words for name in names}


def test_a_factor_that_the_request_leaves_out_keeps_its_state(taken):
    for current, request, after in taken:
        for factor in FACTORS:
            if BLOCKS[factor] not in request:
                assert (factor in after.on) == (factor in current.on)
        if PASSKEY_BLOCK not in request:
            assert after.passkey == current.passkey


def test_a_factor_that_the_request_names_is_as_it_says(taken):
    for _, request, after in taken:
        for factor in FACTORS:
            if BLOCKS[factor] in request:
                assert (factor in after.on) == enabled(request, factor)
        if PASSKEY_BLOCK in request:
            assert after.passkey == wants_passkey(request)


def test_the_preferred_factor_is_always_on(taken):
    assert [case for case in taken if case[2].preferred is not None and case[2].preferred not in case[2].on] == []


def test_a_factor_that_the_request_prefers_becomes_the_preferred_one(taken):
    for _, request, after in taken:
        assert all(after.preferred == factor for factor in FACTORS if preferring(request, factor))


def test_a_preference_ends_only_by_naming_its_factor_or_by_preferring_another(taken):
    for current, request, after in taken:
        if after.preferred != current.preferred and current.preferred is not None:
            named = BLOCKS[current.preferred] in request
            assert named or any(preferring(request, factor) for factor in FACTORS)


def test_a_factor_never_becomes_preferred_by_itself(taken):
    for current, request, after in taken:
        if after.preferred not in (None, current.preferred):
            assert preferring(request, after.preferred)


def test_naming_the_preferred_factor_without_preferring_it_ends_its_preference(taken):
    for current, request, after in taken:
        if current.preferred and BLOCKS[current.preferred] in request and not preferring(request, current.preferred):
            assert after.preferred != current.preferred


def test_the_same_request_again_changes_nothing(every):
    assert [
        case for case in every if isinstance(case[3], Preference) and outcome(case[3], case[1], case[2]) != case[3]
    ] == []


def test_factors_stand_in_the_order_of_the_setting_list(taken):
    assert [after for *_, after in taken if list(after.on) != sorted(after.on, key=FACTORS.index)] == []


def test_an_empty_request_changes_nothing():
    assert [current for current in CURRENT if apply(current, {}, MEANS[0]) != current] == []


def test_a_block_that_is_null_counts_as_left_out():
    nulls = dict.fromkeys([*BLOCKS.values(), PASSKEY_BLOCK])
    assert [current for current in CURRENT if apply(current, nulls, MEANS[0]) != current] == []


def test_what_was_there_is_not_changed(every):
    copies = [Preference(on, best, passkey) for on in SUBSETS for best in (None, *on) for passkey in (False, True)]
    assert copies == CURRENT


# -- passkeys ---------------------------------------------------------------------------


def test_passkey_mfa_changes_nothing_about_the_other_factors(taken):
    alone = {}
    for current, request, after in taken:
        blocks = {name: block for name, block in request.items() if name != PASSKEY_BLOCK}
        key = (current.on, current.preferred, str(blocks))
        assert alone.setdefault(key, (after.on, after.preferred)) == (after.on, after.preferred)


def test_passkey_mfa_is_never_turned_on_or_left_alone(taken):
    for current, _, after in taken:
        if after.passkey and not after.on:
            assert current.passkey
            assert not current.on


def test_the_list_ends_with_passkey_mfa(taken):
    for _, _, after in taken:
        assert after.listed == (*after.on, PASSKEY) if after.passkey else after.listed == after.on


# -- what a user has --------------------------------------------------------------------


def lacking(factor, means):
    """The name of the first refusal that applies, written independently of the rules' own code."""
    if factor in (EMAIL, PASSKEY) and not means.essentials:
        return "FACTOR_NOT_IN_TIER"
    if factor == PASSKEY:
        return "PASSKEY_IS_NO_MFA" if not means.passkeys_are_mfa else None if means.passkey else "NO_PASSKEY"
    names = {SMS: "NO_PHONE", TOTP: "NO_DELIVERY_FOR_TOTP", EMAIL: "NO_DELIVERY_FOR_EMAIL"}
    return None if factor in means.factors else names[factor]


@for_each("factor", [*FACTORS, PASSKEY])
def test_what_is_lacking_is_said(factor):
    for means in EVERY_MEANS:
        name = lacking(factor, means)
        if name is None:
            means.refuse_without(factor)
        else:
            with pytest.raises(Rejection) as caught:
                means.refuse_without(factor)
            assert caught.value.message == ALL[name].words.format(factor=factor)


def test_nothing_is_needed_to_turn_off():
    off = {name: {"Enabled": False} for name in (*BLOCKS.values(), PASSKEY_BLOCK)}
    for current, means in itertools.product(CURRENT, EVERY_MEANS):
        assert apply(current, off, means) == (current if means.federated else Preference())


def test_whatever_is_asked_of_a_federated_user_changes_nothing():
    federated = Means(frozenset(), federated=True)
    asked = itertools.product(CURRENT, requests_of(MEANINGS, PASSKEY_MEANINGS))
    assert [case for case in asked if apply(*case, federated) is not case[0]] == []


@pytest.mark.parametrize("factor", FACTORS)
def test_a_factor_whose_means_are_taken_away_is_off_and_not_preferred_and_nothing_else_changes(factor):
    for current in CURRENT:
        after = without_factor(current, factor)
        assert after.on == tuple(other for other in current.on if other != factor)
        assert after.preferred == (None if current.preferred == factor else current.preferred)
        assert after.passkey == current.passkey
