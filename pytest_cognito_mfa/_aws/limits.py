"""Limits for values from outside: how deep they nest, how long a number is, and which text can be written.

1. Python cannot follow JSON that nests a thousand levels deep.  `loads` raises ValueError for it, as for all that is
   not JSON; so nobody has to expect another error.  The limit is far below that, and far above what Cognito sends.
2. A value that a test gives in Python must be within the same limits: `require_plain`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

from pytest_cognito_mfa.errors import SettingError, shown

DEPTH: Final = 100
"""Levels of nesting; vcrpy's YAML has eight."""
_BITS: Final = 1000
"""Of a whole number; so it has about 300 digits at most, and is no more than the largest float."""


_BRACKETS: tuple[Any, Any] = ("{", "[")
_BRACKETS_IN_BYTES: tuple[Any, Any] = (b"{", b"[")


def loads(text: str | bytes, decode: Callable[[Any], Any] = json.loads) -> Any:
    """The value of a JSON text, as `decode` parses it; raises ValueError if it is not JSON, or nests too deep."""
    try:
        value = decode(text)
    except RecursionError:
        value = None
    else:
        braces, squares = _BRACKETS if isinstance(text, str) else _BRACKETS_IN_BYTES
        openings = _openings(text, braces) + (_openings(text, squares) if squares in text else 0)
        if openings <= DEPTH or _is_shallow(value):
            return value
    raise ValueError(f"it nests more than {DEPTH} levels deep")


def _openings(text: Any, bracket: Any) -> int:
    """How often `text` has `bracket`, counted up to the limit: `str.count` would look at each letter of a token."""
    count, at = 0, text.find(bracket)
    while at >= 0 and count <= DEPTH:
        count, at = count + 1, text.find(bracket, at + 1)
    return count


def _is_shallow(value: Any) -> bool:
    level = [value]
    for _ in range(DEPTH):
        level = [inner for each in level for inner in _items(each)]
    return not level


def _items(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, (list, tuple)) else ()


def require_plain(value: Any, depth: int = 0) -> None:
    """Raise `SettingError` for a value that nests too deep or contains itself, or that no text can show."""
    if depth > DEPTH:
        raise SettingError(f"the value nests more than {DEPTH} levels deep, or contains itself")
    if isinstance(value, str):
        require_writable(value)
    elif isinstance(value, int) and value.bit_length() > _BITS:
        raise SettingError("the value has a whole number of more than 300 digits")
    elif isinstance(value, Mapping):
        for name in value:
            require_plain(name, depth + 1)
    for each in _items(value):
        require_plain(each, depth + 1)


def require_text(what: str, **given: object) -> None:
    """Raise `SettingError` for an argument of `what` that is neither text nor None."""
    for name, value in given.items():
        if isinstance(value, str):
            require_writable(value)
        elif value is not None:
            raise SettingError(f"{what}: {name} must be a text, not {shown(value)}")


def require_texts(what: str, **given: object) -> None:
    """Raise `SettingError` for an argument of `what` that is neither a list of texts nor None."""
    for name, value in given.items():
        if isinstance(value, str):
            raise SettingError(f"{what}: {name} is a string; write a tuple: {name}=({shown(value)},)")
        if value is None:
            continue
        if not isinstance(value, Collection) or not all(isinstance(each, str) for each in value):
            raise SettingError(f"{what}: {name} must be a list of texts, not {shown(value)}")
        for each in value:
            require_writable(each)


def require_writable(text: str) -> None:
    """Raise `SettingError` for a text that has half of a surrogate pair, which no encoding can write."""
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = text[error.start]
        raise SettingError(f"a text has {half!r}, half of a surrogate pair, which cannot be sent or printed") from None
