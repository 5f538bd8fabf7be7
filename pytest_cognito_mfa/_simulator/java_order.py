"""The order in which AWS lists what it keeps in Java's HashMaps: a token's claims, a user's attributes.

Every recorded token and every recorded list of attributes has this order, and nothing else explains it.
"""

from __future__ import annotations

import functools
from typing import TypeVar

Value = TypeVar("Value")


def in_java_order(entries: dict[str, Value], buckets: int = 16) -> dict[str, Value]:
    """`entries` as a Java HashMap iterates over them: by bucket, of which there are as many as it needs.

    Where two share a bucket, the one put in first comes first.
    """
    while len(entries) > buckets * 3 // 4:
        buckets *= 2
    return dict(sorted(entries.items(), key=lambda entry: _java_hash(entry[0]) & (buckets - 1)))


@functools.lru_cache(maxsize=1024)
def _java_hash(text: str) -> int:
    total = 0
    for character in text:
        total = (31 * total + ord(character)) & 0xFFFFFFFF
    return total ^ (total >> 16)
