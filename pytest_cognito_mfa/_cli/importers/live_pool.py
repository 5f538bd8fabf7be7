"""Imports a live pool from AWS with the user's own credentials, by calls that only read.

The answers are imported like the output of `aws`. Only the first call must succeed; other calls that fail are
reported.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.detection import import_documents
from pytest_cognito_mfa._cli.importers.imported import map_scalars
from pytest_cognito_mfa._cli.importers.users import MOST_USERS, TOO_MANY
from pytest_cognito_mfa._scenario import REGION
from pytest_cognito_mfa.errors import ImportingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._cli.importers.imported import Imported, ImportOptions

_LISTS: Final = {"ListGroups": "Groups", "ListResourceServers": "ResourceServers"}
"""Lists whose entries have all that the scenario takes."""
_OF_POOL: Final = ("DescribeRiskConfiguration", "GetUserPoolSessionConfiguration")
_OF_CLIENT: Final = ("DescribeRiskConfiguration", "GetUserPoolClientSessionConfiguration")


def read_pool(pool_id: str, imported: Imported, options: ImportOptions, *, profile: str | None = None) -> None:
    """Import the pool with this ID. Raises ImportingError if it cannot be read."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - only for live pools
    from botocore.session import Session  # noqa: PLC0415 - the same

    region = options.region or pool_id.rpartition("_")[0]
    if not re.fullmatch(REGION, pool_id.rpartition("_")[0]):
        raise ImportingError(f"--pool must be a pool ID such as us-east-1_AbCdEfGhI, not {pool_id!r}")
    try:
        client: Any = Session(profile=profile).create_client("cognito-idp", region_name=region)
        first = client.describe_user_pool(UserPoolId=pool_id)
    except (BotoCoreError, ClientError) as error:
        raise ImportingError(f"{pool_id}: {error}") from None
    imported.region = region
    pool = _Pool(client, pool_id, imported, options, (BotoCoreError, ClientError))
    import_documents(((pool_id, map_scalars(answer, _plain)) for answer in (first, *pool.answers())), imported, options)


class _Pool:
    """The calls that read one pool."""

    def __init__(self, client: Any, pool_id: str, imported: Imported, options: ImportOptions, failures: Any) -> None:
        self._client = client
        self._id = pool_id
        self._imported = imported
        self._options = options
        self._failures = failures

    def answers(self) -> Iterator[dict[str, Any]]:
        yield from self._call("GetUserPoolMfaConfig")
        clients = [client for page in self._pages("ListUserPoolClients") for client in page["UserPoolClients"]]
        for client in clients:
            yield from self._call("DescribeUserPoolClient", ClientId=client["ClientId"])
        yield {"UserPoolClients": clients}
        for operation in self._known(_OF_POOL):
            yield from self._call(operation)
        for operation in self._known(_OF_CLIENT):
            for client in clients:
                yield from self._call(operation, ClientId=client["ClientId"])
        for operation, member in _LISTS.items():
            yield from (page for page in self._pages(operation) if page[member])
        for page in self._pages("ListIdentityProviders"):
            for provider in page["Providers"]:
                yield from self._call("DescribeIdentityProvider", ProviderName=provider["ProviderName"])
        if self._options.users:
            yield from self._users()

    def _users(self) -> Iterator[dict[str, Any]]:
        listed = (user for page in self._pages("ListUsers") for user in page["Users"])
        for user in itertools.islice(listed, MOST_USERS):
            yield {"Users": [user]}
            pages = self._pages("AdminListGroupsForUser", Username=user["Username"])
            groups = [group["GroupName"] for page in pages for group in page["Groups"]]
            for answer in self._call("AdminGetUser", Username=user["Username"]):  # ListUsers has no MFA settings
                yield {**answer, "groups": groups}
        if next(listed, None):
            self._imported.note(self._id, "Users", TOO_MANY)

    def _known(self, operations: tuple[str, ...]) -> list[str]:
        """Those of `operations` that this version of botocore has."""
        return [each for each in operations if each in self._client.meta.service_model.operation_names]

    def _pages(self, operation: str, **members: Any) -> Iterator[dict[str, Any]]:
        more: dict[str, Any] = dict(members)
        shape = self._client.meta.service_model.operation_model(operation)
        token = next(name for name in shape.input_shape.members if name.endswith("Token"))
        if operation == "ListResourceServers":  # the defaults of the other lists are their maximums
            more["MaxResults"] = 50
        while True:
            for page in self._call(operation, **more):
                yield page
                more = {**more, token: page.get(token)}
            if not more.get(token):
                return

    def _call(self, operation: str, **members: Any) -> Iterator[dict[str, Any]]:
        """The answer; nothing if the call fails, which is reported with the error code."""
        from botocore import xform_name  # noqa: PLC0415 - only for live pools

        try:
            answer = getattr(self._client, xform_name(operation))(UserPoolId=self._id, **members)
        except self._failures as error:
            code = getattr(error, "response", {}).get("Error", {}).get("Code", type(error).__name__)
            self._imported.note(self._id, operation, f"not imported: the call failed with {code}")
            return
        yield answer


def _plain(value: Any) -> Any:
    """A time as text, as `aws` prints it."""
    return value.isoformat() if isinstance(value, dt.datetime) else value
