"""Each public recording is compared with our answer to the same request in the same state; differences are listed.

The environment variable COGNITO_RECORDINGS names the folder that holds the recordings; see `recorded`.
"""

from pathlib import Path

import pytest
import yaml
from one_test import for_each
from recorded.outcomes import RECORDINGS, outcome_of
from recorded.recordings import FOLDER
from recorded.states import STATES

from pytest_cognito_mfa._aws import service_model
from pytest_cognito_mfa._inference.response_diff import key_of, text_of

LISTED = yaml.safe_load(Path(__file__).with_name("expected_differences.yaml").read_text("utf-8"))
DIFFERENCES = LISTED["differences"]


def named(part):
    return [number for entry in LISTED[part] for number in entry["recordings"]]


NOT_COMPARED = named("not_compared")

pytestmark = pytest.mark.skipif(not FOLDER, reason="COGNITO_RECORDINGS names no folder")


def is_known(shape, member):
    return shape in service_model().shape_names and member in service_model().shape_for(shape).members


def expected(number):
    """The listed differences, without members that the installed botocore does not know."""
    listed = [entry for entry in DIFFERENCES if number in entry["recordings"]]
    of_now = [entry for entry in listed if "since" not in entry or is_known(*entry["since"])]
    return sorted(key for entry in of_now for key in entry["differs"])


@for_each("number", [number for number in RECORDINGS if number not in NOT_COMPARED])
def test_our_answer_differs_from_the_recorded_as_listed_and_in_nothing_else(number):
    outcome = outcome_of(number)
    assert outcome.compared, outcome.reason
    found = sorted(key_of(each) for each in outcome.differences)
    assert found == expected(number), "\n".join(map(text_of, outcome.differences))


@for_each("number", NOT_COMPARED)
def test_what_is_not_compared_cannot_be(number):
    assert not outcome_of(number).compared


def test_each_recording_is_in_one_class():
    compared = {number for number in RECORDINGS if outcome_of(number).compared}
    assert compared.isdisjoint(NOT_COMPARED)
    assert set(RECORDINGS) == compared | set(NOT_COMPARED)
    assert len(NOT_COMPARED) == len(set(NOT_COMPARED))


def test_each_listed_recording_exists_and_could_be_compared():
    listed = {number for entry in DIFFERENCES for number in entry["recordings"]}
    assert listed <= set(RECORDINGS) - set(NOT_COMPARED)
    assert set(STATES) <= set(RECORDINGS)


@for_each("entry", DIFFERENCES)
def test_a_difference_names_its_public_source_and_its_reason(entry):
    known = {RECORDINGS[number].source for number in entry["recordings"]} - {"public code"}
    own_names = {"aws/aws-cli": "AWS CLI", "awsdocs (API reference markdown mirror)": "API reference"}
    assert [source for source in known if own_names.get(source, source) not in entry["source"]] == []
    assert entry["reason"]
