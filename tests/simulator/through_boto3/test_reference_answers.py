"""The simulator's answer to every row of the reference's table of errors: code, message and status.

A row about several operations is put to each of them that the simulator has.  Where the table
gives no message, nobody knows it.  A row is run, or listed because we answer otherwise, with the
reason, or about operations that are not simulated yet; then it is run as soon as they are.
"""

import re
from itertools import product

import pytest
from botocore.exceptions import ClientError
from one_test import for_each
from reference_rows import LISTED, TABLE
from reference_rows.row_setup import RowSetup
from reference_rows.rows import FOLDER, ROWS

MISSING = [row for row in ROWS if not row.operations]
HELD_BACK = [row for row in ROWS if row.operations and row.key in LISTED]
RUN = [row for row in ROWS if row.operations and row.key not in LISTED]
FIGURE = f"{len(ROWS)} rows: {len(RUN)} run, {len(HELD_BACK)} listed with a reason, {len(MISSING)} not simulated yet"

pytestmark = pytest.mark.skipif(not FOLDER, reason="COGNITO_REFERENCE names no folder")


def each(rows):
    return for_each("row", [pytest.param(row, id=row.key) for row in rows])


@pytest.fixture
def put(aws, unchecked, open_pool):
    """Send a row's calls to the simulator: what the row says and what was answered, by operation and provocation."""

    def answers(row):
        provocations = TABLE.get(row.key)
        assert provocations, f"no provocation for the row {row.key!r}: {row}"
        return answers_of(row, provocations, aws, unchecked, open_pool)

    return answers


def answers_of(row, provocations, aws, unchecked, open_pool):
    """What the row says and what was answered, by operation and provocation."""
    said, answered = {}, {}
    for operation, (number, provoke) in product(row.operations, enumerate(provocations)):
        setup = RowSetup(aws, unchecked, open_pool, operation)
        got = answered[operation, number] = outcome(provoke, setup)
        words = re.sub(r"\{([A-Za-z_]+)\}", lambda gap: setup.filled[gap[1]], row.message) if row.message else got[1]  # noqa: B023 - used at once
        said[operation, number] = (row.code, words, row.status)
    return said, answered


def outcome(provoke, setup):
    """(code, message, status); a message that is left out is empty, as boto3 gives it."""
    try:
        answer = provoke(setup)
    except ClientError as refused:
        error, reply = refused.response["Error"], refused.response["ResponseMetadata"]
        return error["Code"], error["Message"], reply["HTTPStatusCode"]
    return answer if isinstance(answer, tuple) else (None, None, answer["ResponseMetadata"]["HTTPStatusCode"])


@each(RUN)
def test_a_row_is_answered_as_it_says(row, put):
    said, answered = put(row)
    assert answered == said


@each(HELD_BACK)
def test_a_row_that_is_listed_is_answered_otherwise(row, put):
    said, answered = put(row)
    assert not said.items() & answered.items()


@pytest.mark.parametrize("figure", [FIGURE])
def test_every_row_is_run_or_listed_or_not_simulated_yet(figure):
    assert sorted(map(str, RUN + HELD_BACK + MISSING)) == sorted(map(str, ROWS))


def test_every_row_has_a_provocation_also_while_it_is_not_simulated_and_no_other_does():
    keys = [row.key for row in ROWS]
    assert len(set(keys)) == len(keys)
    assert set(TABLE) == set(keys)
    assert set(LISTED) <= set(keys)
