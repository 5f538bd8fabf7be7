"""Memberships of groups: AdminAddUserToGroup, AdminRemoveUserFromGroup, AdminListGroupsForUser, ListUsersInGroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.operations.users import user_type
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.resources import groups
from pytest_cognito_mfa._simulator.resources.engine import find, listed, page
from pytest_cognito_mfa._simulator.resources.table import GROUPS

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service


@operation("AdminAddUserToGroup")
def admin_add_user_to_group(service: Service, req: aws.AdminAddUserToGroupRequestTypeDef) -> Answer:
    """The user is looked up before the group (observed)."""
    pool, user = service.named_user(req)
    pool.users.join(user, find(service, GROUPS, req)["GroupName"])
    return {}


@operation("AdminRemoveUserFromGroup")
def admin_remove_user_from_group(service: Service, req: aws.AdminRemoveUserFromGroupRequestTypeDef) -> Answer:
    """An unknown group is no error (observed)."""
    pool, user = service.named_user(req)
    pool.users.leave(user, req["GroupName"])
    return {}


@operation("AdminListGroupsForUser")
def admin_list_groups_for_user(service: Service, req: aws.AdminListGroupsForUserRequestTypeDef) -> Answer:
    pool, user = service.named_user(req)
    shown, more = page(service, "AdminListGroupsForUser", (user,), req, entries=user.groups, order=groups.order)
    return listed("AdminListGroupsForUser", [pool.resources[groups.TITLE][name] for name in shown], more)


@operation("ListUsersInGroup")
def list_users_in_group(service: Service, req: aws.ListUsersInGroupRequestTypeDef) -> Answer:
    pool, name = service.pool(req["UserPoolId"]), find(service, GROUPS, req)["GroupName"]
    shown, more = page(
        service,
        "ListUsersInGroup",
        (pool, name),
        req,
        entries=lambda after: pool.users.members(name, after or 0),
        order=lambda user: user.number,
        bad_token=rejections.BAD_PAGE_MARKER,
        zero=lambda: rejections.ZERO_USERS_IN_GROUP(request=service.request_id),
    )
    return {"Users": [user_type(user) for user in shown], **more}
