"""What a row of the table of resources says: names, limits, refusals, and what an operation changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sources import Sources
    from pytest_cognito_mfa._simulator.state import Pool, Record

    Prepare = Callable[[Service, Pool, Record, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One kind of resource.  What a field does not say, AWS's model says: members, bounds, the shapes of answers."""

    title: str
    operations: str
    """Its operations; the first word of a name says what it does: Create, Describe, Update, Delete, List, ..."""
    key: str
    """The member that names one."""
    shape: str = ""
    """The shape of one, by which a scenario's `scenario_key` is read."""
    scenario_key: str = ""
    """The key of a pool in a scenario that lists them; empty if a scenario cannot have them."""
    new_key: Callable[[Sources], str] | None = None
    """Makes its name, if Cognito gives it and not the request."""
    default_key: str | None = None
    """Its name if the request leaves the name out; a pool has one such resource, or one for each client."""
    unset: Mapping[str, Any] | None = None
    """What is shown of one that was never set."""
    found_by: Callable[[Record, Mapping[str, Any]], bool] | None = None
    """Whether a request that does not have the key means this one."""
    of_client: bool = False
    """It lives in a client, not in the pool.  What lives in the pool and has a ClientId goes with that client too."""
    unique: Sequence[str] = ()
    """Besides the key, the members in which two may not be the same."""
    missing: rejections.Refusal = rejections.NO_RESOURCE
    missing_at: Mapping[str, rejections.Refusal] = field(default_factory=dict)
    """By operation, where AWS refuses an unknown one in other words."""
    taken: rejections.Refusal = rejections.RESOURCE_EXISTS
    most: int | None = None
    """How many there may be."""
    too_many: rejections.Refusal = rejections.TOO_MANY
    tiers: Sequence[str] = ()
    """The pool's tiers that have it; empty if all have."""
    prepare: Prepare | None = None
    """Completes a new or changed one, and refuses contradictions in it; the request is its last argument."""
    fixed: Sequence[str] = ()
    """Members that an update does not change, besides the key."""
    reset: Sequence[str] = ()
    """Members that an update removes when it leaves them out; it keeps all others."""
    order: Callable[[str], Any] | None = None
    """Of a name, what they are listed by; without it they are listed in the order of their creation."""
    unlisted: Sequence[str] = ()
    """Members that a listing does not show."""
    deleting: Callable[[Pool, Record], None] | None = None
    """Refuses a deletion, or changes elsewhere what it changes there."""
    state: str = "Status"
    """The member that says where it is in its life."""
    moves: Mapping[str, tuple[Sequence[str], str, str]] = field(default_factory=dict)
    """By operation, from which states it moves to which, and the member for the date of that."""
    moving: Callable[[Service, Pool, Record, str], None] | None = None
    """Refuses a move, or does what else it does; the operation is its last argument.  Every row with moves has it."""
    out_of_turn: rejections.Refusal = rejections.OUT_OF_TURN
    settles: Mapping[str, str] = field(default_factory=dict)
    """States of what AWS does in the background, and what they become."""
    background: Callable[[Service, Pool, Record], None] | None = None
    """Does what AWS does in the background, when somebody looks."""
