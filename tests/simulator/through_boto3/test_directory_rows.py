"""The simulator's answer to the rows of errors-directory.yaml about users, groups, resources, clients and pools.

`test_reference_answers` has the rows of errors.yaml.  Every row about an operation of the table of resources, of
groups or of tags has a provocation, or a reason.
"""

import pytest
from one_test import for_each
from reference_rows import directory_users
from reference_rows.directory import LISTED, NOT_CLAIMED
from reference_rows.directory import TABLE as OF_RESOURCES
from reference_rows.rows import DIRECTORY, FOLDER, IS_OLDER
from test_reference_answers import answers_of

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._simulator.resources.table import TABLE as RESOURCES

TABLE = {**OF_RESOURCES, **directory_users.TABLE}
OURS = {name for row in RESOURCES for name in row.operations.split()} | {
    *("DescribeUserPoolDomain", "GetUICustomization", "AdminLinkProviderForUser", "AdminDisableProviderForUser"),
}
RUN = [row for row in DIRECTORY if row.key in TABLE and row.key not in LISTED and row.operations]

pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="COGNITO_REFERENCE names no folder"),
    pytest.mark.skipif(IS_OLDER, reason="the SDK is older than the rows"),
]


@for_each("row", [pytest.param(row, id=row.key) for row in RUN])
def test_a_row_is_answered_as_it_says(row, aws, unchecked, open_pool):
    said, answered = answers_of(row, TABLE[row.key], aws, unchecked, open_pool)
    assert answered == said


@for_each("row", [row for row in DIRECTORY if row.key in LISTED and row.operations])
def test_a_row_that_is_listed_is_answered_otherwise(row, aws, unchecked, open_pool):
    said, answered = answers_of(row, TABLE[row.key], aws, unchecked, open_pool)
    assert not said.items() & answered.items()


def test_every_row_about_a_resource_is_run_or_has_a_reason():
    about = {row.key for row in DIRECTORY if OURS & operations() & set(row.operations) and "(" not in row.named}
    assert about - TABLE.keys() - NOT_CLAIMED.keys() == set()
    assert (TABLE.keys() | NOT_CLAIMED.keys()) <= {row.key for row in DIRECTORY}
