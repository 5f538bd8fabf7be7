"""What the simulator knows about a refusal and AWS does not tell: the texts that several rules share.

A rule gives its reason when it refuses, `because=...`.  A reason names users, pools and times, never a secret.
"""

from __future__ import annotations

import difflib
import itertools
from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.jwt import claims_of, pool_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_MOST_NAMES = 8
_MOST_COMPARED = 200
"""In a pool of thousands, looking at every name would take longer than the call."""
_TWICE = 2
"""A time is told in the next longer unit from twice that unit on."""


def span(seconds: float) -> str:
    """How long something took, for a reader.

    >>> span(2.3), span(300), span(7200)
    ('2 s', '5 min', '2 h')
    """
    for unit, length in (("h", 3600), ("min", 60)):
        if round(seconds) >= _TWICE * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def nearest(kind: str, given: str, known: Iterable[str]) -> str:
    """That there is no `kind` of the name `given`, which may be a person's and is not repeated; and what there is.

    >>> nearest("user", "grcae", ["grace", "alan"])
    'no such user: nearest is grace'
    >>> nearest("user", "x", ["grace", "alan"])
    'no such user: there are alan, grace'
    """
    names = sorted(itertools.islice(known, _MOST_COMPARED))
    if near := difflib.get_close_matches(given, names, n=1):
        return f"no such {kind}: nearest is {near[0]}"
    more = ", ..." if len(names) > _MOST_NAMES else ""
    return f"no such {kind}: there are {', '.join(names[:_MOST_NAMES]) or 'none'}{more}"


def foreign_token(token: str, pools: Collection[str]) -> str:
    """Why a token that was not issued in this test is none of its tokens."""
    pool = pool_of(claims_of(token) or {})
    if pool is None:
        return "that is not a token of a user pool"
    if pool in pools:
        return f"that token names pool {pool}, but this test did not issue it: it is another test's, or was changed"
    return f"that token belongs to a pool of another test, {pool}; this test has {', '.join(pools) or 'none'}"
