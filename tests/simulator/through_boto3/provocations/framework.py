"""Refusals of malformed and unauthorized requests, and those that only a fault can cause."""

from .pool_setup import posted

TABLE = {
    "VALIDATION": lambda s: s.unchecked.get_user(AccessToken=""),
    "SERIALIZATION": lambda _: posted("GetUser", "no JSON"),
    "MISTYPED": lambda _: posted("GetUser", {"AccessToken": 5}),
    "BAD_PAGE": lambda s: s.aws.list_users(**s.pool, PaginationToken="1"),
    "UNKNOWN_OPERATION": lambda _: posted("NoSuchOperation", {}),
    "UNSIGNED": lambda s: posted("AdminGetUser", {**s.pool, "Username": "newcomer"}),
    "THROTTLED": lambda s: s.faulty("TooManyRequestsException"),
    "BAD_CREDENTIALS": lambda s: s.faulty("UnrecognizedClientException"),
    "BAD_SIGNATURE": lambda s: s.faulty("InvalidSignatureException"),
    "BLOCKED_BY_WAF": lambda s: s.faulty("ForbiddenException"),
    "INTERNAL": lambda s: s.faulty("InternalErrorException"),
}

FILLED = {
    "VALIDATION": {
        "count": "1",
        "s": "",
        "failures": "Value at 'accessToken' failed to satisfy constraint: Member must satisfy regular expression "
        "pattern: [A-Za-z0-9-_=.]+",
    },
    "MISTYPED": {"problem": "NUMBER_VALUE can not be converted to a String"},
}
