"""The reference's table of errors, if it is available: each row is one of our refusals, or has a reason.

The environment variable COGNITO_REFERENCE names the folder that holds errors.yaml.
"""

import os
import re
from pathlib import Path

import pytest
import yaml
from one_test import for_each

from pytest_cognito_mfa._simulator.rejections import ALL

FOLDER = os.environ.get("COGNITO_REFERENCE")
ROWS = yaml.safe_load(Path(FOLDER, "errors.yaml").read_text(encoding="utf-8")) if FOLDER else []

OLDER = "an older text for what is refused in newer words"
NOT_YET = "the operation or feature is not simulated yet"

NOT_CLAIMED = {
    "Invalid Refresh Token.": OLDER,
    "User has not set up software token mfa": OLDER,
    "User has not verified software token mfa": OLDER,
    "User does not have delivery config set to turn on SMS_MFA": "an emulator's; the observed text is older, but AWS's",
    "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.": OLDER,
    "Too many requests": "the other text of a code that a fault gives as 'Rate exceeded'",
    "Request not allowed due to WAF captcha.": "the other text of a code that a fault gives as 'WAF block.'",
}
BETTER_KNOWN = {
    "User pool {pool_id} does not exist.",
    "User is disabled.",
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
    "Invalid code provided, please request a code again.",
    "Password reset required for the user",
}
"""Wordings that public recordings of raw bodies or pasted output settle, where the reference has only client code."""

VALIDATION = re.compile(r"\d+ validation errors? detected: ")


def shape_of(message):
    """A message without its values: a placeholder's name, or an example in its place, does not matter."""
    return re.sub(r"\{\w+\}", "{}", message)


OURS = {(refusal.code, shape_of(refusal.words)): refusal for refusal in ALL.values() if refusal.words}
CLAIMED = [
    pytest.param(row, id=f"{row['code']}: {row['message'][:60]}")
    for row in ROWS
    if row["code"] and row["message"] and row["message"] not in NOT_CLAIMED and not VALIDATION.match(row["message"])
]

pytestmark = pytest.mark.skipif(not FOLDER, reason="COGNITO_REFERENCE names no folder")


def ours(row):
    """Our refusal of those words; "Missing required parameter Session" is one of "... {name}"."""
    shape = re.sub(r"(?<=^Missing required parameter )\w+$", "{}", shape_of(row["message"]))
    return OURS.get((row["code"], shape))


@for_each("row", CLAIMED)
def test_a_row_of_the_reference_is_one_of_our_refusals(row):
    refusal = ours(row)
    assert refusal is not None
    assert refusal.status == row["status"]


@for_each("row", CLAIMED)
def test_no_refusal_claims_more_than_the_reference_knows(row):
    if row["message"] in BETTER_KNOWN:
        return
    strength = ["inferred", "emulator", "documented", "observed"]
    same_words = [other for other in ROWS if other["message"] and ours(other) is ours(row)]
    best = max(same_words, key=lambda other: strength.index(other["confidence"]))
    assert strength.index(ours(row).evidence) <= strength.index(best["confidence"])


def test_what_is_not_claimed_still_stands_in_the_reference():
    assert set(NOT_CLAIMED) <= {row["message"] for row in ROWS}


def test_what_is_not_claimed_is_really_not():
    assert [message for message in NOT_CLAIMED if shape_of(message) in {shape for _, shape in OURS}] == []


def test_a_code_without_words_has_none_with_us():
    unknown = {
        row["code"] for row in ROWS if row["code"] and row["message"] is None and row["confidence"] != "observed"
    }
    wordless = {refusal.code for refusal in ALL.values() if refusal.words is None}
    assert {"UnknownOperationException", "FeatureUnavailableInTierException", "InternalErrorException"} <= unknown
    assert {"UnknownOperationException", "FeatureUnavailableInTierException", "InternalErrorException"} <= wordless
