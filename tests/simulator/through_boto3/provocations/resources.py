"""Groups and other resources, and listings."""

from botocore.exceptions import ClientError

from .pool_setup import POOL


def grouped(setup):
    """A request that names a group."""
    request = {**setup.pool, "GroupName": "g"}
    setup.aws.create_group(**request)
    return request


def no_users(setup):
    """The refusal, with "ID" in the place of the request's own id."""
    try:
        setup.aws.list_users_in_group(**grouped(setup), Limit=0)
    except ClientError as refused:
        error, reply = refused.response["Error"], refused.response["ResponseMetadata"]
        return error["Code"], error["Message"].replace(reply["RequestId"], "ID"), reply["HTTPStatusCode"]


def server(setup, name="books"):
    request = {**setup.pool, "Identifier": name, "Name": "Books"}
    setup.aws.create_resource_server(**request)
    return request


def too_many_servers(setup):
    for number in range(26):
        server(setup, f"{number}")


def job_started_twice(setup):
    role = "arn:aws:iam::123456789012:role/logs"
    job = setup.aws.create_user_import_job(**setup.pool, JobName="j", CloudWatchLogsRoleArn=role)["UserImportJob"]
    for _ in range(2):
        setup.aws.start_user_import_job(**setup.pool, JobId=job["JobId"])


TABLE = {
    "BAD_PAGE_MARKER": lambda s: s.aws.list_users_in_group(**grouped(s), NextToken="invalid"),
    "ZERO_USERS_IN_GROUP": no_users,
    "GROUP_EXISTS": lambda s: s.aws.create_group(**grouped(s)),
    "NO_GROUP": lambda s: s.aws.get_group(**s.pool, GroupName="unknown"),
    "NO_RESOURCE": lambda s: s.aws.describe_user_import_job(**s.pool, JobId="import-1"),
    "RESOURCE_EXISTS": lambda s: s.aws.create_resource_server(**server(s)),
    "TOO_MANY": too_many_servers,
    "OUT_OF_TURN": job_started_twice,
    "NO_RESOURCE_SERVER": lambda s: s.aws.describe_resource_server(**s.pool, Identifier="books"),
}

FILLED = {
    "ZERO_USERS_IN_GROUP": {"request": "ID"},
    "RESOURCE_EXISTS": {"key": "books", "pool": POOL},
    "NO_RESOURCE_SERVER": {"key": "books"},
}
