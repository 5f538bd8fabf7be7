"""What says of itself that it is made up, as AWS's documentation does it."""

from __future__ import annotations

import re
from typing import Final

_MARKED = re.compile(r"[\w.+/=!-]*EXAMPLE[\w.+/=!-]*")
"""As in AKIAIOSFODNN7EXAMPLE.  One value: what is built of several (an ARN, JSON) is judged part by part."""

_RESERVED = re.compile(
    r"[^\s@]+@(?:[\w-]+\.)*example(?:\.(?:com|net|org))?"  # RFC 2606
    r"|\d[a-z]*example\d{8}"  # AWS's own client ids: 1example23456789
    r"|(?:[a-z0-9-]+_)?0{8}-0{4}-[0-9a-f]000-[0-9a-f]000-0{6}\d{6}"  # UUIDs that were counted by hand
    r"|123456(?:78?9?)?"
    r"|(?P<one>[0-9A-Za-z])(?i:(?P=one))+"  # 000000
)
_ACCOUNTS: Final = frozenset({"123456789012", "111122223333", "444455556666", "777788889999"})
"""Those of AWS's documentation."""


def is_example(kind: str, value: str) -> bool:
    """Whether `value` needs no stand-in; of a password only where it begins with EXAMPLE."""
    if kind == "password":
        return value.startswith("EXAMPLE")
    return value in _ACCOUNTS or bool(_MARKED.fullmatch(value) or _RESERVED.fullmatch(value))
