"""Performs the operations of every resource, as its row of the table says: create, read, set, update, delete, list.

1. The answer of an operation shows the members that AWS's model has in it; one that was not given is left out.
2. An update keeps what it leaves out, and an empty text counts as left out.  One that gives nothing does not move
   LastModifiedDate (observed with groups; assumed for the others).
3. What belongs to a client goes with the client, and everything goes with the pool (inferred).
4. A listing's page of size 0 is refused, although the model allows it; AWS calls the member maxResults then (observed
   with ListGroups and AdminListGroupsForUser; assumed for the others).
5. What AWS does in the background is shown as begun by the operation that begins it, and as done by the next one that
   looks at it (our choice: nobody has to wait).
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, TypeVar

from pytest_cognito_mfa._aws.constants import PAGE_TOKENS
from pytest_cognito_mfa._aws.model import body_shape
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.paging import LARGEST_PAGE
from pytest_cognito_mfa._simulator.reasons import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pytest_cognito_mfa._simulator.registry import Answer, Handler, Request
    from pytest_cognito_mfa._simulator.resources.row import Resource
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, Record

    Verb = Callable[[Resource, str, Service, Request], Answer]

_DATES = ("CreationDate", "LastModifiedDate")
_SIZES = ("Limit", "MaxResults")
_ZERO = "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1"

T = TypeVar("T")


def handler(row: Resource, operation: str) -> Handler:
    """The handler of an operation of `row`."""
    verb = _move if operation in row.moves else _VERBS[re.findall("[A-Z][a-z]+", operation)[0]]
    return functools.partial(verb, row, operation)


def records(service: Service, row: Resource, request: Request) -> tuple[Pool, dict[str, Record]]:
    """The pool, and all resources of this kind where the request looks; AWS's refusal if pool or client is missing."""
    pool = service.pool(request.get("UserPoolId", ""))
    named = request.get("ClientId", row.default_key)
    client = None if named == row.default_key else service.client_of(pool.id, named)
    holder = client if row.of_client and client is not None else pool
    return pool, holder.resources[row.title]


def find(service: Service, row: Resource, request: Request, operation: str = "") -> Record:
    """The resource that a request names; AWS's refusal if there is none."""
    pool, record = _found(service, row, request, operation)
    return _settled(service, row, pool, record)


def _found(service: Service, row: Resource, request: Request, operation: str) -> tuple[Pool, Record]:
    pool, there = records(service, row, request)
    if row.found_by is not None and row.key not in request:
        record = next((each for each in there.values() if row.found_by(each, request)), None)
    else:
        record = there.get(_key(row, request))
    if record is None and row.unset is not None:
        return pool, {**request, **row.unset}
    if record is None:
        refusal, key = row.missing_at.get(operation, row.missing), str(request.get(row.key))
        raise refusal(key=key, pool=pool.id, because=nearest(row.title.lower().removesuffix("s"), key, there))
    return pool, record


def _settled(service: Service, row: Resource, pool: Pool, record: Record) -> Record:
    """The resource, once AWS has done what it does in the background."""
    if row.background is not None:
        row.background(service, pool, record)
    if not row.settles:
        return record
    return {**record, row.state: row.settles.get(record[row.state], record[row.state])}


def _key(row: Resource, request: Request) -> str:
    return str(request.get(row.key, row.default_key))


def store(service: Service, row: Resource, request: Request) -> Record:
    """Create what a request describes; AWS's refusal if it may not be."""
    pool, there = records(service, row, request)
    key = row.new_key(service.sources) if row.new_key else _key(row, request)
    record = {**request, row.key: key, **dict.fromkeys(_DATES, service.date)}
    if key in there:
        raise row.taken(key=key, pool=pool.id)
    if row.most is not None and len(there) >= row.most:
        raise row.too_many(because=f"there may be {row.most} {row.title.lower()}")
    return _put(service, row, record, request)


def adopt(service: Service, row: Resource, pool: Pool, members: Mapping[str, Any]) -> None:
    """Give a pool of a scenario what exists already, whatever AWS would refuse today."""
    dates = dict.fromkeys(_DATES, service.date)
    record = {"UserPoolId": pool.id, **dates, **members}
    if row.prepare:
        row.prepare(service, pool, record, {})
    pool.resources[row.title][record[row.key]] = record


def _put(service: Service, row: Resource, record: Record, request: Request) -> Record:
    """Store a new or changed resource once it is complete and no rule refuses it."""
    pool, there = records(service, row, request)
    key = record[row.key]
    if row.tiers and pool.configuration.tier not in row.tiers:
        raise rejections.NOT_IN_TIER()
    others = [each for name, each in there.items() if name != key]
    if row.unique and any(all(record[name] == other[name] for name in row.unique) for other in others):
        raise row.taken(key=key, pool=pool.id)
    if row.prepare:
        row.prepare(service, pool, record, request)
    there[key] = record
    return record


def remove_of_client(client: Client) -> None:
    """Remove what lives in the pool and belongs to a client that is deleted."""
    for there in client.pool.resources.values():
        for name in [name for name, record in there.items() if record.get("ClientId") == client.id]:
            del there[name]


def _create(row: Resource, operation: str, service: Service, request: Request) -> Answer:
    return shown(operation, store(service, row, request))


def _read(row: Resource, operation: str, service: Service, request: Request) -> Answer:
    return shown(operation, find(service, row, request, operation))


def _update(row: Resource, operation: str, service: Service, request: Request) -> Answer:
    record = find(service, row, request, operation)
    unchanged = {row.key, "UserPoolId", *row.fixed}
    given = {name: value for name, value in request.items() if name not in unchanged and value != ""}
    kept = {name: value for name, value in record.items() if name not in row.reset}
    dates = {"LastModifiedDate": service.date} if given else {}
    return shown(operation, _put(service, row, {**kept, **given, **dates}, request))


def _set(row: Resource, operation: str, service: Service, request: Request) -> Answer:
    """Replace the one that there is, or make it."""
    _, there = records(service, row, request)
    key, dates = _key(row, request), dict.fromkeys(_DATES, service.date)
    created = there.get(key, dates)["CreationDate"]
    record = {**request, **dates, "CreationDate": created, row.key: key}
    return shown(operation, _put(service, row, record, request))


def _delete(row: Resource, operation: str, service: Service, request: Request) -> Answer:
    pool, there = records(service, row, request)
    record = find(service, row, request, operation)
    if row.deleting:
        row.deleting(pool, record)
    del there[record[row.key]]
    return shown(operation, record)


def _list(row: Resource, operation: str, service: Service, request: Request) -> Answer:
    pool, there = records(service, row, request)
    order = row.order or (lambda name: (there[name]["CreationDate"], name))
    names, more = page(service, operation, (pool, *_named(request)), request, entries=there, order=order)
    hidden = dict.fromkeys(row.unlisted)
    return listed(operation, [{**_settled(service, row, pool, there[name]), **hidden} for name in names], more)


def _named(request: Request) -> tuple[Any, ...]:
    """What a token of a listing is bound to, besides the pool."""
    return tuple(sorted((name, value) for name, value in request.items() if name not in (*_SIZES, *PAGE_TOKENS)))


def page(
    service: Service,
    operation: str,
    of: tuple[Any, ...],
    request: Request,
    *,
    entries: Iterable[T] | Callable[[Any], Iterable[T]],
    order: Callable[[T], Any],
    bad_token: rejections.Refusal = rejections.BAD_PAGE,
    zero: Callable[[], rejections.Rejection] | None = None,
) -> tuple[Sequence[T], Answer]:
    """The entries on the page that `request` asks for, and the member for the next page.

    A function as `entries` gives, in order, those after a position.
    """
    members = body_shape(operation, of_answer=False).members
    token = next(name for name in PAGE_TOKENS if name in members)
    most = next((members[name].metadata["max"] for name in _SIZES if name in members), LARGEST_PAGE)
    size = next((request[name] for name in _SIZES if name in request), most)
    begun = service.pages.begin((operation, *of), request.get(token), bad_token)
    if size == 0:
        raise rejections.VALIDATION(count="1", s="", failures=_ZERO) if zero is None else zero()
    if callable(entries):
        shown, more = begun.first(entries(begun.after), size, order)
    else:
        shown, more = begun.cut(entries, size, order)
    return shown, {token: more}


def listed(operation: str, shown: Iterable[Record], more: Answer) -> Answer:
    """The answer of a listing; a list that the model does not allow to be empty is left out then."""
    members = body_shape(operation, of_answer=True).members
    name, shape = next((name, member) for name, member in members.items() if member.type_name == "list")
    entries = [_picked(record, shape.member) for record in shown]
    return {name: entries if entries or not shape.metadata.get("min") else None, **more}


def _move(row: Resource, operation: str, service: Service, request: Request) -> Answer:
    pool, record = _found(service, row, request, operation)
    before, after, dated = row.moves[operation]
    if record[row.state] not in before:
        raise row.out_of_turn(because=f"it is {record[row.state]}, and must be {' or '.join(before)}")
    assert row.moving is not None  # noqa: S101 - every row with moves has it
    row.moving(service, pool, record, operation)
    record |= {row.state: after, dated: service.date}
    return shown(operation, record)


def shown(operation: str, record: Record) -> Answer:
    """The answer of an operation about one resource: in a member of its own, or as the members of the answer."""
    shape = body_shape(operation, of_answer=True)
    if shape is None:
        return {}
    inner = {name: member for name, member in shape.members.items() if member.type_name == "structure"}
    if len(shape.members) == 1 and inner:
        return {name: _picked(record, member) for name, member in inner.items()}
    return _picked(record, shape)


def _picked(record: Record, shape: Any) -> Record:
    return {name: record[name] for name in shape.members if name in record}


_VERBS: Mapping[str, Verb] = {
    **dict.fromkeys(("Create", "Add", "Initiate"), _create),
    **dict.fromkeys(("Get", "Describe"), _read),
    "Set": _set,
    "Update": _update,
    "Delete": _delete,
    "List": _list,
}
"""What an operation does, by the first word of its name."""
