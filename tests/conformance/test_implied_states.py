"""The inferred state of a public recording leads to the same differences as the state that was written for it.

Headers are left out: a recording does not say whether it has all of them.
"""

import json

import pytest
from one_test import for_each
from recorded.outcomes import RECORDINGS
from recorded.recordings import FOLDER
from test_recordings import NOT_COMPARED, expected

from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._inference.drift import compare
from pytest_cognito_mfa._inference.exchanges import RecordedExchange
from pytest_cognito_mfa._inference.response_diff import close_json, key_of

SHOWS_MORE = {
    "030": "that SMS was on in MFAOptions alone",
    "069": "the address that its devices were last seen at",
}
"""Recordings whose inferred state leads to fewer differences than the written one."""

OTHERWISE = {
    "008": "the number that the code went to was made up apart from the one that was given",
    "028": "in the written state the user has a phone number, which the refusal does not show",
    "048": "two passkeys have the same words in the place of their ids",
    "067": "the key of the device is none",
    "068": "the key of the device is none",
}
"""Recordings whose request does not belong to their answer."""

BY_TRIGGERS = ("011", "012", "013", "014")
"""Recordings of CUSTOM_AUTH: the functions of its triggers, which decide the answer, are not in a recording."""

WHOLE = [number for number, each in RECORDINGS.items() if each.asked is not None and each.body]

pytestmark = pytest.mark.skipif(not FOLDER, reason="COGNITO_RECORDINGS names no folder")


def found(recording):
    answer = json.loads(close_json(recording.body))
    code = answer.get("__type") if recording.status != 200 else None
    url = f"https://cognito-idp.{recording.region}.amazonaws.com/"
    call = Call(recording.operation, recording.asked, url, signed=True)
    (one,) = compare([RecordedExchange("recording:1", call, recording.shown, code, answer)])
    return one


@for_each("number", [number for number in WHOLE if number not in {*NOT_COMPARED, *OTHERWISE, *BY_TRIGGERS}])
def test_a_recording_implies_its_state(number):
    outcome = found(RECORDINGS[number])
    assert outcome.not_compared is None
    body = sorted(key_of(each) for each in outcome.differences if not each.path.startswith("header"))
    written = [key for key in expected(number) if not key.startswith("header")]
    if number in SHOWS_MORE:
        assert set(body) < set(written)
    else:
        assert body == written, outcome.differences


@for_each("number", BY_TRIGGERS)
def test_what_the_functions_of_triggers_decide_is_not_compared(number):
    assert "no function is plugged in" in found(RECORDINGS[number]).not_compared


@pytest.mark.parametrize("number", OTHERWISE)
def test_a_request_that_does_not_belong_to_its_answer_is_found_out(number):
    assert found(RECORDINGS[number]).differences
