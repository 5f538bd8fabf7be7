"""The simulator's answer to the rows of errors-signin.yaml about choice-based sign-in and passkeys."""

from importlib.util import find_spec

import pytest
from one_test import for_each
from reference_rows.first_factors import LISTED, NOT_CLAIMED, TABLE
from reference_rows.rows import FOLDER, IS_OLDER, SIGN_IN
from test_reference_answers import answers_of

RUN = [row for row in SIGN_IN if row.key in TABLE and row.key not in LISTED]

pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="COGNITO_REFERENCE names no folder"),
    pytest.mark.skipif(IS_OLDER, reason="the SDK is older than the rows"),
    pytest.mark.skipif(find_spec("fido2") is None, reason="fido2 is not installed"),
]


@for_each("row", [pytest.param(row, id=row.key) for row in RUN])
def test_a_row_is_answered_as_it_says(row, aws, unchecked, open_pool):
    said, answered = answers_of(row, TABLE[row.key], aws, unchecked, open_pool)
    assert answered == said


@for_each("row", [row for row in SIGN_IN if row.key in LISTED])
def test_a_row_that_is_listed_is_answered_otherwise(row, aws, unchecked, open_pool):
    said, answered = answers_of(row, TABLE[row.key], aws, unchecked, open_pool)
    assert not said.items() & answered.items()


def test_every_row_about_first_factors_and_passkeys_is_run_or_has_a_reason():
    about = {row.key for row in SIGN_IN[:29]}
    assert about == TABLE.keys() | NOT_CLAIMED.keys()
