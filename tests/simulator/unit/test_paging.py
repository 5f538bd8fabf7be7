"""Pages of a list: every entry once, but for those that go away meanwhile."""

from hypothesis import given
from hypothesis import strategies as st

from pytest_cognito_mfa._simulator.paging import Pages
from pytest_cognito_mfa._simulator.sources import Sources


@given(st.sets(st.integers(), max_size=12), st.integers(1, 13), st.sets(st.integers(0, 11)))
def test_pages_show_every_entry_once_but_for_those_that_went_meanwhile(numbers, size, gone):
    pages, in_order = Pages(Sources("seed")), sorted(numbers)
    left = [number for place, number in enumerate(in_order) if place not in gone]
    first, token = pages.begin("list", None).cut(numbers, size, int)
    shown = list(first)
    while token:
        more, token = pages.begin("list", token).cut(left, size, int)
        assert len(more) <= size
        shown += more
    assert shown == [number for number in in_order if number in first or number in left]


def test_a_token_looks_like_those_of_aws_and_is_the_same_with_the_same_seed():
    tokens = {Pages(Sources("seed")).begin("list", None).cut("ab", 1, str)[1] for _ in range(2)}
    assert [(token[:5], len(token)) for token in tokens] == [("AAQA-", 736)]
