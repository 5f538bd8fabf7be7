"""Moves about groups: they come and go, users join and leave them, and all three are listed page by page."""

from choosing import a_pool, a_user, mostly, one_of, seldom
from play import Ask
from sign_in_moves import nothing

NAMES = ("staff", "clerks", "Aa", "BB", "C#")
"""The hashes of the last three are the same in Java."""
ROLES = ("arn:aws:iam::123456789012:role/one", "arn:aws:iam::123456789012:role/two")
OF_GROUPS = (*["CreateGroup"] * 5, *["UpdateGroup"] * 2, "DeleteGroup", "GetGroup")
OF_MEMBERS = ("AdminAddUserToGroup", "AdminAddUserToGroup", "AdminAddUserToGroup", "AdminRemoveUserFromGroup")
LISTS = {"ListGroups": (), "AdminListGroupsForUser": ("Username",), "ListUsersInGroup": ("GroupName",)}


def group(play, chance):
    """A group is created, changed, shown or deleted."""
    pool, operation = _pool(play, chance), one_of(chance, OF_GROUPS)
    if pool is None:
        return nothing(play, chance)
    request = {"UserPoolId": pool.id, "GroupName": _name(chance, pool, known=operation != "CreateGroup")}
    if operation in ("CreateGroup", "UpdateGroup"):
        more = {"Precedence": one_of(chance, [0, 1, 1, 7]), "RoleArn": one_of(chance, ROLES), "Description": "d"}
        request |= {name: value for name, value in more.items() if mostly(chance, 50)}
    return Ask(operation, request)


def member(play, chance):
    """A user joins or leaves a group."""
    user = a_user(play, chance, _pool(play, chance))
    if user is None:
        return nothing(play, chance)
    named = {"UserPoolId": user.pool.id, "Username": user.sub if seldom(chance, 20) else user.username}
    return Ask(one_of(chance, OF_MEMBERS), {**named, "GroupName": _name(chance, user.pool)})


def listing(play, chance):
    """A first page, or the next one of a listing that was begun; its token may be for another request."""
    pool, operation = _pool(play, chance), one_of(chance, LISTS)
    user = a_user(play, chance, pool)
    token = one_of(chance, list(play.known.pages)[-6:])
    if token and mostly(chance, 60):
        page = play.known.pages[token]
        operation, request = page.operation, {**page.request, "NextToken": token}
        del request["user"]
        if seldom(chance, 10):
            request["GroupName" if "GroupName" in request else "UserPoolId"] = "us-east-1_Other0001"
    elif pool is None or user is None:
        return nothing(play, chance)
    else:
        values = {"Username": user.username, "GroupName": _name(chance, user.pool)}
        request = {"UserPoolId": user.pool.id, **{name: values[name] for name in LISTS[operation]}}
    request["Limit"] = one_of(chance, [0, 1, 1, 2, 60]) if mostly(chance, 80) else 1
    return Ask(operation, request)


def _pool(play, chance):
    """Mostly the first one, so that it has several groups."""
    return next(iter(play.known.pools.values()), None) if mostly(chance, 75) else a_pool(play, chance)


def _name(chance, pool, *, known=True):
    return one_of(chance, pool.groups) if known and pool.groups and mostly(chance) else one_of(chance, NAMES)
