"""A recording of the simulator itself has no differences, also without its first exchanges."""

import pytest
from stories import STORIES

from pytest_cognito_mfa._inference.drift import compare
from pytest_cognito_mfa._inference.files import read_exchanges


def drift(path):
    return [
        f"{each.recorded.operation}: {difference}"
        for each in compare(read_exchanges(path))
        for difference in (each.differences or ([each.not_compared] if each.not_compared else []))
    ]


@pytest.mark.parametrize("name", STORIES)
def test_a_recorded_story_implies_the_state_in_which_it_was_recorded(cassette, name):
    assert drift(cassette(name)) == []


@pytest.mark.parametrize("name", STORIES)
def test_so_does_the_rest_of_it_after_any_exchange(cassette, recorded_story, name):
    count = len(recorded_story(name))

    assert {first: found for first in range(1, count) if (found := drift(cassette(name, first)))} == {}
