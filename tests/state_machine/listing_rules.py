"""The judge of ListUsers: which filters AWS takes, whom each finds, and what a chain of pages has.

By botocore's text of ListUsersRequest.Filter, and live answers (AWS SDK issues) for filters that do not parse.
"""

import re

from effects import effect_of
from verdicts import Verdict, judges
from violations import demand

LIVES, PAGE = 3600, 60
SEARCHED = {
    *("username", "email", "phone_number", "name", "given_name", "family_name", "preferred_username"),
    *("cognito:user_status", "status", "sub"),
}
FORM = re.compile(r'"?([\w:]+)"?\s*(\^?=)\s*"([^"\\]*)"')
"""The filters that this judge can read; of others it says nothing."""


def _value(user, name):
    special = {"username": user.username, "sub": user.sub, "cognito:user_status": user.status}
    special["status"] = "Enabled" if user.enabled else "Disabled"
    return special.get(name) if name in special else user.attributes.get(name)


def found(pool, text):
    """The users that a filter finds; all without one; None if it cannot be read here."""
    users = list(pool.users.values())
    if not text:
        return users
    form = FORM.fullmatch(text)
    if form is None:
        return None
    name, operator, wanted = form.groups()
    held = [(user, _value(user, name)) for user in users]
    # AWS tells case apart in some attributes alone: where that decides, the filter is not judged.
    exact = {user for user, value in held if value is not None and _fits(value, operator, wanted)}
    loose = {user for user, value in held if value is not None and _fits(value.lower(), operator, wanted.lower())}
    return [user for user in users if user in exact] if exact == loose else None


def _fits(value, operator, wanted):
    return value == wanted if operator == "=" else value.startswith(wanted)


@judges("ListUsers")
def of_listing(known, request, now):
    verdict, text = Verdict(), request.get("Filter")
    pool = known.pools.get(request["UserPoolId"])
    if pool is None:
        verdict.no("no such pool")
        return verdict
    form = FORM.fullmatch(text) if text else None
    verdict.complete = (not text or form is not None) and "AttributesToGet" not in request and request.get("Limit") != 0
    if text and re.fullmatch(r"\w+|\w+ = \w+", text):
        verdict.no("a filter that does not parse")
    if form and form[1] not in SEARCHED:
        verdict.no("an attribute that cannot be searched")
    if (token := request.get("PaginationToken")) is not None:
        page = known.user_pages.get(token)
        if page is None or now >= page["given"] + LIVES or page["pool"] is not pool or page["filter"] != text:
            verdict.no("no token that counts for this request")
    return verdict


@effect_of("ListUsers")
def listed(done):
    request, answer, known = done.request, done.answer, done.known
    pool, text = known.pools[request["UserPoolId"]], request.get("Filter")
    there = found(pool, text)
    if there is None or "AttributesToGet" in request:
        return
    shown = [pool.users.get(each["Username"]) for each in answer["Users"]]
    before = known.user_pages.get(request.get("PaginationToken"), {"seen": [], "stays": there})
    seen, stays = before["seen"] + shown, [user for user in before["stays"] if user in there]
    names = f"{[each['Username'] for each in answer['Users']]} by {text!r}, of {[user.username for user in there]}"
    demand("a page of users has whom the filter finds", set(shown) <= set(there), names)
    demand("no page of users repeats another", len(set(seen)) == len(seen), names)
    statuses = [(each["UserStatus"], each["Enabled"]) for each in answer["Users"]]
    demand("a list shows the users as set", statuses == [(user.status, user.enabled) for user in shown], names)
    size = request.get("Limit") or PAGE
    demand("a page is no longer than asked", len(shown) <= size, names)
    if not text and "PaginationToken" not in request:
        demand("a page lists the first users", shown == there[:size], names)
    if (token := answer.get("PaginationToken")) is None:
        demand("a list of users has everybody", set(stays) <= set(seen), names)
        return
    demand("a page is full if more follow", len(shown) == size, names)
    known.user_pages[token] = {"pool": pool, "filter": text, "given": done.now, "seen": seen, "stays": stays}
