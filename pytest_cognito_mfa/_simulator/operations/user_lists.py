"""Lists of users: ListUsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections, user_filter
from pytest_cognito_mfa._simulator.operations.users import user_type
from pytest_cognito_mfa._simulator.paging import LARGEST_PAGE
from pytest_cognito_mfa._simulator.registry import operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import User


@operation("ListUsers")
def list_users(service: Service, req: aws.ListUsersRequestTypeDef) -> Answer:
    """The users in the order in which they were added; AWS promises no order (botocore UsersListType)."""
    pool, names, text = service.pool(req["UserPoolId"]), req.get("AttributesToGet"), req.get("Filter", "")
    wanted = user_filter.parse(text)
    of = ("ListUsers", pool, text, None if names is None else tuple(names))
    page = service.pages.begin(of, req.get("PaginationToken"))
    found = wanted.of(pool.users, page.after or 0)
    shown, token = page.first(found, req.get("Limit") or LARGEST_PAGE, lambda user: user.number)
    return {"Users": [_listed(user, names) for user in shown], "PaginationToken": token}


def _listed(user: User, names: Sequence[str] | None) -> Answer:
    """The user with the attributes of AttributesToGet; an empty list gives none (aws/aws-sdk-js#2570)."""
    shown: dict[str, Any] = dict(user_type(user))
    if names is None:
        return shown
    if "sub" in names:
        raise rejections.SUB_NOT_TO_GET(because="leave sub out of AttributesToGet; Username may be the sub")
    for name in names:
        if name not in user.attributes:
            raise rejections.NO_SUCH_ATTRIBUTE(because=f"user {user.username} has no {name}")
    shown["Attributes"] = [pair for pair in shown["Attributes"] if pair["Name"] in names]
    return shown
