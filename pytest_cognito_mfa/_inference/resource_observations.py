"""What recorded exchanges show about the resources of a pool, such as its groups, and about who is in a group.

It holds for every row of the table of resources that a scenario can have: what an answer shows, or a change needs,
existed before, unless the recording created it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._scenario import frozen
from pytest_cognito_mfa._scenario.resources import ROWS
from pytest_cognito_mfa._scenario.values import ResourceSpec
from pytest_cognito_mfa._simulator.resources.table import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._inference.identities import Subject
    from pytest_cognito_mfa._simulator.resources.row import Resource
    from pytest_cognito_mfa._yaml.places import Place

_ROW_OF: Final[Mapping[str, Resource]] = {name: row for row in ROWS.values() for name in row.operations.split()}
_OTHERS: Final = {
    "GetUICustomization": "SetUICustomization",
    "ListUserPoolReplicas": "CreateUserPoolReplica",
    "DescribeUserPoolDomain": "CreateUserPoolDomain",
}
"""Operations outside the table, each with one of the row that it is about."""
_IN_TABLE: Final = {name: row for row in TABLE for name in row.operations.split()}
KIND_OF: Final[Mapping[str, Resource]] = {**_IN_TABLE, **{name: _IN_TABLE[same] for name, same in _OTHERS.items()}}
"""By operation, the kind of resource that it is about."""
_KEY: Final = "groups"
_GROUPS: Final = ROWS[_KEY]


def is_creating(operation: str) -> bool:
    return operation.startswith(("Create", "Add", "Initiate", "Set"))


def observe_resources(exchange: RecordedExchange, pool: Subject, user: Subject | None) -> None:
    """Note what a successful exchange shows."""
    if (row := _ROW_OF.get(exchange.operation)) is not None:
        _observe_row(exchange, row, pool)
    if provider := exchange.request.get("SourceUser", {}).get("ProviderName"):
        _exists(pool, ROWS["identity_providers"], {"ProviderName": provider})
    named = exchange.request.get("GroupName")
    if exchange.operation in ("ListUsersInGroup", "AdminAddUserToGroup"):
        _exists(pool, _GROUPS, {"GroupName": named})
    if exchange.operation == "ListUsersInGroup":
        for listed in _shown(exchange.answer):
            pool.add_fact(f"member {listed.get('Username')} {named}", True)
    if user is not None:
        for group in _groups_of(exchange):
            _exists(pool, _GROUPS, group)
            user.add_fact(f"group {group.get('GroupName')}", True)
        if exchange.operation in ("AdminAddUserToGroup", "AdminRemoveUserFromGroup"):
            user.mark_changed(f"group {named}")
            pool.mark_changed(*(f"member {name} {named}" for name in user.names))


def _groups_of(exchange: RecordedExchange) -> Iterator[Mapping[str, Any]]:
    """The groups of the user that the exchange is about."""
    if exchange.operation == "AdminListGroupsForUser":
        yield from _shown(exchange.answer)
    for claims in exchange.claims:
        names = claims.get("cognito:groups")
        yield from ({"GroupName": name} for name in (names if isinstance(names, list) else ()))


def _observe_row(exchange: RecordedExchange, row: Resource, pool: Subject) -> None:
    name = exchange.request.get(row.key)
    if exchange.operation.startswith(("Update", "Delete")):
        _exists(pool, row, {row.key: name})
    if exchange.operation.startswith(("Create", "Update", "Delete")):
        pool.mark_changed(f"{row.scenario_key} {name}", f"described {row.scenario_key} {name}")
        return
    for members in _shown(exchange.answer):
        _exists(pool, row, members)


def _exists(pool: Subject, row: Resource, members: Mapping[str, Any]) -> None:
    """Note a resource, and its members if there is more than its name."""
    known = {member: value for member, value in members.items() if member != "UserPoolId"}
    if not isinstance(name := known.get(row.key), str):
        return
    fact = f"{row.scenario_key} {name}"
    pool.add_fact(fact, True)
    if len(known) > 1:
        pool.add_fact(f"described {fact}", known)


def _shown(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The resources, groups or users in an answer."""
    for value in answer.values():
        yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict))


def recorded_resources(pool: Subject, place: Place) -> tuple[ResourceSpec, ...]:
    """The resources that the pool had before the recording."""
    return tuple(
        ResourceSpec(key, name, frozen(pool.get(f"described {key} {name}", {row.key: name})), place)
        for key, row in ROWS.items()
        for name in pool.with_prefix(f"{key} ")
    )


def recorded_groups(user: Subject, username: str) -> tuple[str, ...]:
    """The groups that the user was in before the recording."""
    listed = user.pool.with_prefix(f"member {username} ")
    return tuple(name for name in {**user.with_prefix("group "), **listed} if f"{_KEY} {name}" in user.pool.facts)
