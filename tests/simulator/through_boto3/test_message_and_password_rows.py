"""The simulator's answer to the rows of errors-signin.yaml about messages, sessions, history, passwords, attributes."""

from dataclasses import replace

import pytest
from one_test import for_each
from reference_rows.messages_and_passwords import NARROWED, NOT_CLAIMED, TABLE, created_with_sub, history_listed
from reference_rows.rows import FOLDER, SIGN_IN
from sign_in_steps import needs_operation
from test_reference_answers import answers_of

OURS = [row for row in SIGN_IN[49:] if row.when not in NOT_CLAIMED]
RUN = [replace(row, named=NARROWED.get(row.when, (row.named,))[0]) for row in OURS]

pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="COGNITO_REFERENCE names no folder"),
    needs_operation("ListUserSessions"),
]


@for_each("row", [pytest.param(row, id=row.when) for row in RUN])
def test_a_row_is_answered_as_it_says(row, aws, unchecked, open_pool):
    said, answered = answers_of(row, TABLE[row.when], aws, unchecked, open_pool)
    assert answered == said


@pytest.mark.long
def test_operations_that_need_a_call_of_their_own_answer_the_same(aws, unchecked, open_pool):
    for when, name, provoke in (
        ("email_verified or sub among the attributes", "AdminCreateUser", created_with_sub),
        ("threat protection off", "AdminListUserAuthEvents", history_listed),
    ):
        row = next(replace(row, named=name) for row in OURS if row.when == when)
        said, answered = answers_of(row, (provoke,), aws, unchecked, open_pool)
        assert answered == said


def test_every_row_is_run_or_has_a_reason():
    assert {row.when for row in SIGN_IN[49:]} == TABLE.keys() | NOT_CLAIMED.keys()
