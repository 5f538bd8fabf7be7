"""The judge of groups: what may be accepted, what it changes, what tokens say of it, and what every listing has.

It keeps its own groups and memberships, and compares them with the service's after each call.  A chain of pages shows
nothing twice, and all that was there all the time.
"""

from dataclasses import dataclass, field

from effects import effect_of
from verdicts import Verdict, judge_named_user, judges
from violations import demand

PAGE_LIVES = 3600


@dataclass(eq=False)
class Group:
    """A group, from its creation to its deletion: a later one of the same name is another."""

    name: str
    members: dict = field(default_factory=dict)
    """What it was created and updated with."""


@dataclass
class Page:
    """What the token of a page stands for."""

    operation: str
    request: dict
    given: float
    seen: set
    stays: set
    """What was there at every page so far."""


# -- verdicts ---------------------------------------------------------------------------------------------


def _pool(verdict, known, request):
    pool = known.pools.get(request["UserPoolId"])
    if pool is None:
        verdict.no("no such pool")
    return pool


@judges("CreateGroup", "GetGroup", "UpdateGroup", "DeleteGroup")
def of_group(known, request, now, *, exists=True):
    verdict = Verdict(complete=True)
    pool = _pool(verdict, known, request)
    if pool is not None and (request["GroupName"] in pool.groups) is not exists:
        verdict.no("no such group" if exists else "the group exists")
    return verdict


@judges("CreateGroup")
def of_new_group(known, request, now):
    return of_group(known, request, now, exists=False)


@judges("AdminAddUserToGroup", "AdminRemoveUserFromGroup")
def of_member(known, request, now, *, joins=True):
    verdict = Verdict(complete=True)
    pool = _pool(verdict, known, request)
    judge_named_user(verdict, known, request)
    if joins and pool is not None and request["GroupName"] not in pool.groups:
        verdict.no("no such group")
    return verdict


@judges("AdminRemoveUserFromGroup")
def of_former_member(known, request, now):
    """An unknown group is no error."""
    return of_member(known, request, now, joins=False)


@judges("ListGroups", "AdminListGroupsForUser", "ListUsersInGroup")
def of_listing(known, request, now):
    verdict = Verdict(complete=True)
    pool = _pool(verdict, known, request)
    if "Username" in request:
        judge_named_user(verdict, known, request)
    if "GroupName" in request and pool is not None and request["GroupName"] not in pool.groups:
        verdict.no("no such group")
    if request.get("Limit") == 0:
        verdict.no("a page of nothing")
    if (token := request.get("NextToken")) is not None:
        page = known.pages.get(token)
        if page is None or now >= page.given + PAGE_LIVES:
            verdict.no("no token that counts")
        elif not _is_same(page.request, request, verdict):
            verdict.no("a token of another request")
    return verdict


def _is_same(asked, request, verdict):
    """A user may be named in two ways."""
    same = all(asked.get(name) == request.get(name) for name in ("UserPoolId", "GroupName"))
    return same and (verdict.user is None or verdict.user is asked["user"])


# -- effects ----------------------------------------------------------------------------------------------


@effect_of("CreateGroup", "UpdateGroup", "GetGroup")
def group_kept(done):
    pool, request = done.known.pools[done.request["UserPoolId"]], done.request
    group = pool.groups.setdefault(request["GroupName"], Group(request["GroupName"]))
    if done.operation != "GetGroup":
        given = {name: request[name] for name in ("Description", "RoleArn", "Precedence") if name in request}
        is_new = done.operation == "CreateGroup"
        group.members |= {name: value for name, value in given.items() if is_new or value != ""}
    shown = {name: value for name, value in done.answer["Group"].items() if not name.endswith("Date")}
    expected = {"UserPoolId": pool.id, "GroupName": group.name, **group.members}
    demand("shows the group as set", shown == expected, f"{shown}, not {expected}")


@effect_of("DeleteGroup")
def group_gone(done):
    pool = done.known.pools[done.request["UserPoolId"]]
    gone = pool.groups.pop(done.request["GroupName"])
    for user in pool.users.values():
        user.groups.discard(gone)


@effect_of("AdminAddUserToGroup")
def joined(done):
    done.user.groups.add(done.user.pool.groups[done.request["GroupName"]])


@effect_of("AdminRemoveUserFromGroup")
def left(done):
    done.user.groups.discard(done.user.pool.groups.get(done.request["GroupName"]))


@effect_of("ListGroups", "AdminListGroupsForUser", "ListUsersInGroup")
def listed(done):
    pool, request, answer = done.known.pools[done.request["UserPoolId"]], done.request, done.answer
    if done.operation == "ListUsersInGroup":
        there = {user for user in pool.users.values() if pool.groups[request["GroupName"]] in user.groups}
        shown = [pool.users.get(each["Username"]) for each in answer["Users"]]
    else:
        there = set(pool.groups.values()) if done.user is None else set(done.user.groups)
        shown = [pool.groups.get(each["GroupName"]) for each in answer["Groups"]]
    before = done.known.pages.get(request.get("NextToken"))
    seen, stays = (before.seen, before.stays & there) if before else (set(), set(there))
    names = f"{done.operation}: {len(shown)} of {len(there)}, {len(seen)} before"
    demand("a page lists what is there", set(shown) <= there and len(set(shown)) == len(shown), names)
    demand("no page repeats another", not seen & set(shown), names)
    size = request.get("Limit", 60)
    if (token := answer.get("NextToken")) is None:
        demand("a listing has everything", stays <= seen | set(shown), names)
        demand("a page is no longer than asked", len(shown) <= size, names)
        return
    demand("a page is full if more follow", len(shown) == size, names)
    kept = {name: value for name, value in request.items() if name not in ("Limit", "NextToken")}
    page = Page(done.operation, {**kept, "user": done.user}, done.now, seen | set(shown), stays)
    done.known.pages[token] = page


# -- tokens -----------------------------------------------------------------------------------------------


def demand_groups(user, said, use):
    """The claims about groups in a new token of `user`."""
    names = said.get("cognito:groups")
    expected = {group.name for group in user.groups}
    demand("tokens name the groups", set(names or ()) == expected and (names is None) == (not expected), f"{names}")
    roles = {group.members["RoleArn"] for group in user.groups if "RoleArn" in group.members and use == "id"}
    demand("tokens name the roles", set(said.get("cognito:roles", ())) == roles, f"{said.get('cognito:roles')}")
    ranked = {}
    for group in user.groups if roles else ():
        if {"RoleArn", "Precedence"} <= set(group.members):
            ranked.setdefault(group.members["Precedence"], set()).add(group.members["RoleArn"])
    best = ranked[min(ranked)] if ranked else set()
    preferred = next(iter(best)) if len(best) == 1 else None
    demand("tokens prefer a role", said.get("cognito:preferred_role") == preferred, f"not {preferred}")
