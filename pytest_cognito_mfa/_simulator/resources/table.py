"""The table of resources: one row for each kind.  To add one, write a row; the engine has its operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.resources import groups, import_jobs
from pytest_cognito_mfa._simulator.resources.row import Resource
from pytest_cognito_mfa._simulator.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUPS = Resource(
    title=groups.TITLE,
    operations="CreateGroup GetGroup UpdateGroup DeleteGroup ListGroups",
    key="GroupName",
    shape="GroupType",
    scenario_key="groups",
    missing=rejections.NO_GROUP,
    taken=rejections.GROUP_EXISTS,
    most=groups.MOST_GROUPS,
    order=groups.order,
    deleting=groups.remove_members,
)

RESOURCE_SERVERS = Resource(
    title="Resource servers",
    operations="CreateResourceServer DescribeResourceServer UpdateResourceServer DeleteResourceServer "
    "ListResourceServers",
    key="Identifier",
    shape="ResourceServerType",
    scenario_key="resource_servers",
    missing=rejections.NO_RESOURCE_SERVER,
    most=25,
    reset=("Scopes",),
)
IMPORT_JOBS = Resource(
    title="Import jobs",
    operations="CreateUserImportJob DescribeUserImportJob StartUserImportJob StopUserImportJob ListUserImportJobs",
    key="JobId",
    new_key=Sources.import_job_id,
    most=1000,
    defaults=import_jobs.created,
    moves={
        "StartUserImportJob": (("Created",), "Pending", "StartDate"),
        "StopUserImportJob": (("Pending", "InProgress"), "Stopping", "CompletionDate"),
    },
    settles={"Pending": "InProgress", "Stopping": "Stopped"},
)

TABLE: Sequence[Resource] = (GROUPS, RESOURCE_SERVERS, IMPORT_JOBS)
"""In the order of the docs."""
