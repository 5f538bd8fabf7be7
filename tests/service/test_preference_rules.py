"""SetUserMFAPreference as a function: every preference, every request of three blocks, all means."""

import itertools

import pytest

from pytest_cognito_mfa._service.factors import FACTORS
from pytest_cognito_mfa._service.preference import BLOCKS, Preference, applied
from pytest_cognito_mfa._service.rejections import ALL, Rejection

ABSENT = object()
TRUTHS = (ABSENT, False, True)
SETTINGS = [
    ABSENT,
    *(
        {name: value for name, value in {"Enabled": enabled, "PreferredMfa": preferred}.items() if value is not ABSENT}
        for enabled, preferred in itertools.product(TRUTHS, TRUTHS)
    ),
]
REQUESTS = [
    {BLOCKS[factor]: block for factor, block in zip(FACTORS, blocks, strict=True) if block is not ABSENT}
    for blocks in itertools.product(SETTINGS, repeat=3)
]
SUBSETS = [some for size in range(4) for some in itertools.combinations(FACTORS, size)]
CURRENT = [Preference(on, preferred) for on in SUBSETS for preferred in (None, *on)]
MEANS = [frozenset(some) for some in SUBSETS]


def outcome(current, request, means):
    try:
        return applied(current, request, means)
    except Rejection as refused:
        return refused.message


@pytest.fixture(scope="module")
def every():
    """(before, request, means, after): `after` is the refusal's message where there is one."""
    return [
        (current, request, means, outcome(current, request, means))
        for current, request, means in itertools.product(CURRENT, REQUESTS, MEANS)
    ]


@pytest.fixture(scope="module")
def taken(every):
    return [(current, request, after) for current, request, _, after in every if isinstance(after, Preference)]


def enabled(request, factor):
    return request.get(BLOCKS[factor], {}).get("Enabled", False)


def preferring(request, factor):
    return request.get(BLOCKS[factor], {}).get("PreferredMfa", False)


def is_refused(request, means):
    """What may not be asked, said apart from the rules' own code."""
    wished = [factor for factor in FACTORS if preferring(request, factor)]
    without_means = [factor for factor in FACTORS if enabled(request, factor) and factor not in means]
    return len(wished) > 1 or bool(without_means) or any(not enabled(request, factor) for factor in wished)


def test_the_whole_space_is_there(every):
    assert len(every) == 20 * 1000 * 8


def test_exactly_what_may_not_be_asked_is_refused(every):
    assert [case for case in every if isinstance(case[3], str) != is_refused(case[1], case[2])] == []


def test_nothing_is_refused_in_other_words(every):
    names = ("TWO_PREFERRED", "PREFERRED_BUT_OFF", "NO_PHONE", "NO_DELIVERY_FOR_TOTP", "NO_DELIVERY_FOR_EMAIL")
    assert {after for *_, after in every if isinstance(after, str)} == {ALL[name].words for name in names}


def test_a_factor_that_the_request_leaves_out_keeps_its_state(taken):
    for current, request, after in taken:
        for factor in FACTORS:
            if BLOCKS[factor] not in request:
                assert (factor in after.on) == (factor in current.on)


def test_a_factor_that_the_request_names_is_as_it_says(taken):
    for _, request, after in taken:
        for factor in FACTORS:
            if BLOCKS[factor] in request:
                assert (factor in after.on) == enabled(request, factor)


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
    assert [current for current in CURRENT if applied(current, {}, frozenset()) != current] == []


def test_a_block_that_is_null_counts_as_left_out():
    nulls = dict.fromkeys(BLOCKS.values())
    assert [current for current in CURRENT if applied(current, nulls, frozenset()) != current] == []


def test_what_was_there_is_not_changed(every):
    copies = [Preference(on, preferred) for on in SUBSETS for preferred in (None, *on)]
    assert copies == CURRENT
