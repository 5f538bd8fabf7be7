"""What looks like a secret wherever it stands: addresses, numbers, ids, keys, in any text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .stand_ins import POOL, UUID, is_stand_in

if TYPE_CHECKING:
    from collections.abc import Callable

_APART = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"

LOOKS: Final = {
    "device": re.compile(rf"{_APART}[a-z]{{2,}}(?:-[a-z]+)+-\d_(?:{UUID.pattern}){_END}"),
    "request or session id": re.compile(rf"{_APART}(?:{UUID.pattern}){_END}"),
    "user pool id": re.compile(rf"{_APART}(?:{POOL.pattern}){_END}"),
    "account id in an ARN": re.compile(r"(?<=:)\d{12}(?=:)"),
    "account id": re.compile(r"(?<![\w+])(?<!\d[.-])\d{12}(?!\w|[.-]\d)"),
    "access key": re.compile(rf"{_APART}A(?:KIA|SIA)[0-9A-Z]{{12,}}{_END}"),
    "e-mail address": re.compile(
        r"[^\W_](?:[\w.+#$'~-]*[\w+#$~-])?(?:@)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+"
    ),
    "masked e-mail address": re.compile(r"(?<![\w*])\w?\*+@\w?\*+(?:\.\w+)*"),
    "phone number": re.compile(r"(?<![\w+])\+\d{8,15}(?!\w)"),
    "masked phone number": re.compile(r"(?<![\w*])\+?\*{3,}\d{4}(?!\w)"),
    "network address": re.compile(
        r"(?<![\w.#-])(?<!\w/)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]\d|\w)"
        r"|(?<![\w:.])(?:[0-9a-fA-F]{1,4}:){4,7}(?::?[0-9a-fA-F]{1,4})(?![\w:])"
        r"|(?<![\w:.])(?:[0-9a-fA-F]{1,4}:){1,4}(?::[0-9a-fA-F]{1,4}){1,4}(?![\w:])"
    ),
}
"""The more special first: a device's key holds a UUID."""

TOKEN: Final = re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){2,4}")
FIELD: Final = re.compile(r"(?:(?<=[?&;])|^)(?P<name>[\w.%:-]+)=(?P<value>[^&;\s\"'<>\\]+)")
"""One of a query's or of a form's."""

MEMBER: Final = re.compile(
    r"(?P<before>(?P<quote>\\*[\"'])(?P<name>[A-Za-z][\w:.-]*)(?P=quote)\s*[:=]\s*(?P<open>\\*[\"']))"
    r"(?P<value>(?:(?!(?P=open))[^\n])+)"
)
"""One of JSON in whatever quotes, also where the closing one is cut off."""


def replaced(text: str, replace: Callable[[str, str], str]) -> str:
    """`text` with `replace(kind, value)` for whatever looks secret and is no stand-in."""
    return each(text, lambda kind, value: value if is_stand_in(value) else replace(kind, value))


def each(text: str, replace: Callable[[str, str], str]) -> str:
    """`text` with `replace(kind, value)` for whatever looks secret, or stands in for what does."""
    for kind, pattern in LOOKS.items():
        text = pattern.sub(lambda found, kind=kind: replace(kind, found[0]), text)  # type: ignore[misc]
    return text
