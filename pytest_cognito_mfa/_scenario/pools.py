"""Reads one pool with its clients: all members that AWS prints, or accepts to create them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._scenario.aws_shapes import ReadMembers, ShapeReader, members_of
from pytest_cognito_mfa._scenario.factors import problems
from pytest_cognito_mfa._scenario.nodes import mappings_in, read_word
from pytest_cognito_mfa._scenario.resources import ROWS, read_resources
from pytest_cognito_mfa._scenario.risks import check_configuration
from pytest_cognito_mfa._scenario.triggers import read_triggers
from pytest_cognito_mfa._scenario.users import read_user
from pytest_cognito_mfa._scenario.values import ClientSpec, PoolSpec
from pytest_cognito_mfa._simulator.passwords import broken_rule
from pytest_cognito_mfa._simulator.pools.defaults import PASSWORD_POLICY
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import LIST, mistyped
from pytest_cognito_mfa._yaml.places import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pytest_cognito_mfa._scenario.values import UserSpec
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
    from pytest_cognito_mfa._yaml.places import Place

POOL: Final = (
    *("UserPoolType", "CreateUserPoolRequest", "SetUserPoolMfaConfigRequest", "SetUserPoolMfaConfigResponse"),
    *("DescribeRiskConfigurationResponse", "SetUserPoolSessionConfigurationRequest"),
)
CLIENT: Final = (
    *("UserPoolClientType", "CreateUserPoolClientRequest", "DescribeRiskConfigurationResponse"),
    "SetUserPoolClientSessionConfigurationRequest",
)
OUR_KEYS: Final = ("clients", "users", "personas", *ROWS, "triggers")


@dataclass
class PoolReader:
    """Reads the pools of one scenario, in which Ids are unique."""

    diagnostics: Diagnostics
    region: str | None
    """None if the file has a malformed region; then no Id is compared with it."""
    personas: Callable[[], Mapping[str, UserSpec]]
    """Gives the users of the default scenario, by name; called only if a pool names one."""
    pool_ids: dict[str, Place] = field(default_factory=dict)
    client_ids: dict[str, Place] = field(default_factory=dict)

    def read(self, node: tree.Mapping) -> PoolSpec:
        """The pool at `node`; do not use it if the diagnostics have mistakes."""
        found = ShapeReader(self.diagnostics).members(node, members_of(*POOL), "pool", ours=OUR_KEYS)
        name = self._either(found, "Name", "PoolName", "a pool")
        identity = self._either(found, "Id", "UserPoolId")
        if identity is not None:
            self._check_id(identity, found)
        check_configuration(found, "pool", pool=identity)
        names: dict[str, Place] = {}
        clients = tuple(self._client(client, identity, names) for client in self._listed(node, "clients"))
        resources = read_resources(node, identity, self.diagnostics)
        groups = [spec.name for spec in resources if spec.key == "groups"]
        unoffered = {} if found.wrong or found.unknown else problems(name or "", found.values)
        users = self._users(found, identity, groups, unoffered)
        self._warn_of_passwords(found, users)
        triggers = read_triggers(node, self.diagnostics)
        return PoolSpec(identity, name or "", frozen(found.values), clients, users, node.place, resources, triggers)

    def _warn_of_passwords(self, found: ReadMembers, users: Sequence[UserSpec]) -> None:
        """Warn of passwords that AWS would refuse now; the policy may be younger than they are."""
        policy = found.values.get("Policies", {}).get("PasswordPolicy", PASSWORD_POLICY)
        for user in () if found.wrong or found.unknown else users:
            if user.password and (rule := broken_rule(user.password, policy)):
                text = f"AWS would refuse the password of user {user.username!r}: {rule}"
                self.diagnostics.warn(user.place, text)

    def _listed(self, node: tree.Mapping, name: str) -> Sequence[tree.Mapping]:
        if name not in node.nodes:
            return ()
        return mappings_in(node.nodes[name], name, f"a {name.removesuffix('s')}", self.diagnostics)

    def _either(self, found: ReadMembers, name: str, other: str, needed_by: str = "") -> str | None:
        """The value of a member that AWS names differently in requests and in answers."""
        first, second = found.values.pop(name, None), found.values.pop(other, None)
        if None not in (first, second) and first != second:
            self.diagnostics.add(found.node.keys[other], f"{other} and {name} mean the same but differ; remove one")
        elif first is None and second is None and needed_by and found.is_valid(name, other):
            self.diagnostics.add(found.node.place, f"{needed_by} needs a {name}")
        chosen: str | None = first if second is None else second
        return chosen

    def _check_id(self, identity: str, found: ReadMembers) -> None:
        place = (found.node.nodes.get("Id") or found.node.nodes["UserPoolId"]).place
        self.diagnostics.require_unique(self.pool_ids, identity, place, "the pool Id")
        prefix = identity.rpartition("_")[0]
        if self.region is not None and prefix != self.region:
            problem = f"this Id begins with {prefix}, but the region is {self.region}"
            self.diagnostics.add(place, f"{problem}; set region: {prefix}, or change the Id")

    def _client(self, node: tree.Mapping, pool: str | None, names: dict[str, Place]) -> ClientSpec:
        found = ShapeReader(self.diagnostics).members(node, members_of(*CLIENT), "client")
        found.check_pool(pool)
        values = found.values
        found.require("ClientName", "a client")
        found.require_unique("ClientName", names)
        found.require_unique("ClientId", self.client_ids)
        secret = values.pop("ClientSecret", None)
        name, identity = values.pop("ClientName", ""), values.pop("ClientId", None)
        check_configuration(found, "client", pool=pool, client=identity)
        return ClientSpec(identity, name, secret, frozen(values), node.place)

    def _users(
        self, found: ReadMembers, pool: str | None, groups: Sequence[str], unoffered: Mapping[str, str]
    ) -> tuple[UserSpec, ...]:
        fold = found.values.get("UsernameConfiguration", {}).get("CaseSensitive") is False
        taken: dict[str, Place] = {}
        personas = tuple(self._personas(found, taken, unoffered))
        beside: dict[str, Any] = {"pool": pool, "fold": fold, "groups": groups, "unoffered": unoffered}
        return (
            *personas,
            *(read_user(node, self.diagnostics, taken, **beside) for node in self._listed(found.node, "users")),
        )

    def _personas(
        self, found: ReadMembers, taken: dict[str, Place], unoffered: Mapping[str, str]
    ) -> Iterator[UserSpec]:
        """The users of the default scenario that the pool names, by address if addresses are its usernames."""
        given = found.node.nodes.get("personas")
        if given is None:
            return
        if not isinstance(given, tree.Sequence):
            self.diagnostics.add(given.place, mistyped("personas", LIST, given))
            return
        known = self.personas()
        for child in given.nodes:
            name = read_word(child, "a persona", "persona", known, self.diagnostics)
            if name is not None:
                self.diagnostics.require_unique(taken, name, child.place, "the persona")
                user = replace(known[name], place=child.place)
                for factor in filter(unoffered.__contains__, user.factors):
                    self.diagnostics.add(child.place, f"persona {name!r} has {factor} on, {unoffered[factor]}")
                addresses = found.values.get("UsernameAttributes")
                yield replace(user, username=user.attributes[addresses[0]]) if addresses else user
