"""Moves of ListUsers: first pages with and without a filter, and the pages that follow."""

from choosing import a_pool, a_user, mostly, one_of, seldom
from listing_rules import SEARCHED
from play import Ask
from sign_in_moves import nothing

BAD = ("foo", "email = plain", 'birthdate = "x"', 'custom:x = "y"', 'email ^= "".".com"', 'email != "x"', "'")


def users(play, chance):
    pages = list(play.known.user_pages)[-4:]
    if pages and mostly(chance, 60):
        token = one_of(chance, pages)
        page = play.known.user_pages[token]
        request = {"UserPoolId": page["pool"].id, "PaginationToken": token}
        filtered = page["filter"] if mostly(chance, 93) else 'email ^= "x"'
        request |= {"Filter": filtered} if filtered is not None else {}
    else:
        pool = a_pool(play, chance)
        user = a_user(play, chance, pool)
        if user is None:
            return nothing(play, chance)
        request = {"UserPoolId": pool.id, **({"Filter": _filter(chance, user)} if mostly(chance, 65) else {})}
    if mostly(chance):
        request["Limit"] = one_of(chance, [1, 1, 2, 3, 60])
    return Ask("ListUsers", request)


def _filter(chance, user):
    if seldom(chance, 10):
        return one_of(chance, BAD)
    name = one_of(chance, sorted(SEARCHED))
    values = {"username": user.username, "sub": user.sub, "status": "Enabled", "cognito:user_status": user.status}
    value = values.get(name) or user.attributes.get(name) or "x"
    beginning = value[: chance.randrange(len(value) + 1)]
    if mostly(chance, 40):
        return f'{name} ^= "{beginning}"'
    value = beginning if seldom(chance, 25) else value
    return one_of(chance, [f'{name} = "{value}"', f'{name}="{value}"', f'"{name}" = "{value}"'])
