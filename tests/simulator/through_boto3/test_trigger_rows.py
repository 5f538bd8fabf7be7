"""Each row of errors-signin.yaml about CUSTOM_AUTH and triggers has the words of a refusal, or a reason why not."""

import re

import pytest
from one_test import for_each
from reference_rows.rows import FOLDER, SIGN_IN

from pytest_cognito_mfa._simulator.rejections import ALL

NOT_CLAIMED = {
    "InitiateAuth: custom_auth client without allow_custom_auth": "the words observed for the other flows are given",
    "InitiateAuth: repeated custom answer by": "once seen, in 2019, for a setting that clients no longer have",
    "any: pool may not invoke": "there are no permissions; inject the error",
    "any: function in a state": "a function has no state; inject the error",
    "InitiateAuth: 2019 sign in with": "words of 2019 for a request that is refused otherwise now",
    "SignUp: custommessage output with the": "words of 2017; the newer ones of 2018 are given",
}

pytestmark = pytest.mark.skipif(not FOLDER, reason="COGNITO_REFERENCE names no folder")


def is_ours(row):
    """Whether a refusal has the code and the words of the row; a gap is the same as any text."""
    same = [refusal.words for refusal in ALL.values() if refusal.code == row.code]
    if row.message is None:
        return None in same
    patterns = [re.sub(r"\\{\w+\\}", ".+", re.escape(words.format_map(Gaps()))) for words in same if words]
    return any(re.fullmatch(pattern, row.message) for pattern in patterns)


class Gaps(dict):
    def __missing__(self, name):
        return f"{{{name}}}"


@for_each("row", SIGN_IN[29:49])
def test_a_row_about_triggers_is_claimed_or_has_a_reason(row):
    assert is_ours(row) != (row.key in NOT_CLAIMED), row.key
