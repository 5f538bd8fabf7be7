"""In which spellings a value hides inside other text, and how what is inside is read and written back.

A layer is a run of text that some encoding covers.  `layers` finds them; each gives what it holds, and spells
something else in its place.  Layers inside of layers are found by whoever asks again for what a layer holds.
"""

from __future__ import annotations

import base64
import html
import json
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, quote_plus, unquote, unquote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEEPEST = 4
"""How many encodings deep anything is looked for."""

_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}={0,2}(?![A-Za-z0-9+/_-])")
# Each begins where its run does: tried at every letter of a long run, it would take the square of its length.
_PERCENT = re.compile(r"(?<![^\s\"'<>\\&=?])[^\s\"'<>\\&=?]*%[0-9A-Fa-f]{2}[^\s\"'<>\\&=?]*")
_ESCAPED = re.compile(
    r"(?<![^\s\\\"])(?:[^\s\\\"]|\\[\"\\/ntrbf])*\\u[0-9A-Fa-f]{4}(?:[^\s\\\"]|\\u[0-9A-Fa-f]{4}|\\[\"\\/ntrbf])*"
)
_ENTITY = re.compile(r"(?<![^\s\"'<>])[^\s\"'<>]*&(?:#x?[0-9A-Fa-f]+|amp|quot|apos|lt|gt);[^\s\"'<>]*")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{2}){8,}(?![0-9A-Za-z])")
_PRINTABLE = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]*")


class Layer(NamedTuple):
    """Text from `start` to `end` that holds `inside`; `spelled` writes something else as the same encoding would."""

    encoding: str
    start: int
    end: int
    inside: str
    spelled: Callable[[str], str]


def layers(text: str) -> Iterator[Layer]:
    yield from _runs(text, _BASE64, "base64", _from_base64, _base64_like)
    if "%" in text:
        yield from _runs(text, _PERCENT, "URL-encoded", unquote, quote_like)
    if "\\u" in text:
        yield from _runs(text, _ESCAPED, "JSON", _unescaped, lambda _: _escaped)
    if "&" in text:
        yield from _runs(text, _ENTITY, "HTML", html.unescape, lambda _: html.escape)
    yield from _runs(text, _HEX, "hex", _from_hex, lambda _: _to_hex)


def _runs(
    text: str,
    pattern: re.Pattern[str],
    encoding: str,
    read: Callable[[str], str | None],
    like: Callable[[str], Callable[[str], str]],
) -> Iterator[Layer]:
    for run in pattern.finditer(text):
        inside = read(run[0])
        if inside is not None and inside != run[0]:
            yield Layer(encoding, run.start(), run.end(), inside, like(run[0]))


def spellings(value: str) -> dict[str, str]:
    """How `value` stands in other text without being covered as a whole: spelling -> the encoding's name."""
    found = {value: "plain"}
    for ascii_only in (False, True):
        once = json.dumps(value, ensure_ascii=ascii_only)[1:-1]
        slashed = once.replace("/", "\\/")
        for each in (once, slashed, json.dumps(once)[1:-1], json.dumps(slashed)[1:-1]):
            found.setdefault(each, "JSON")
    utf8 = value.encode("utf-8", "surrogatepass")
    for safe in ("", "/", "@:/"):
        for each in (quote(utf8, safe=safe), quote_plus(utf8, safe=safe)):
            found.setdefault(each, "URL-encoded")
            found.setdefault(re.sub("%[0-9A-F]{2}", lambda code: code[0].lower(), each), "URL-encoded")
    found.setdefault(html.escape(value), "HTML")
    return found


def respelled(value: str, as_in: str, of: str) -> str:
    """`value` in the encoding in which `of` is spelled `as_in`."""
    for by in (_same, _escape_once, _escape_slash, _escape_twice):
        for ascii_only in (False, True):
            if by(of, ascii_only) == as_in:
                return by(value, ascii_only)
    return html.escape(value) if html.escape(of) == as_in else quote_like(as_in)(value)


def pieces_in_base64(value: str) -> set[str]:
    """What base64 of any longer text holds when `value` is in that text: three cuts, in two alphabets."""
    plain = value.encode("utf-8", "surrogatepass")
    found = set()
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain)
        # The letters that depend on the neighbours are left out at both ends.
        start = (before * 8 + 5) // 6
        piece = coded[start : (before + len(plain)) * 8 // 6].decode()
        found |= {piece, piece.replace("+", "-").replace("/", "_")}
    return found


def quote_like(original: str) -> Callable[[str], str]:
    """Spell a value for a URL, with the habits that `original` shows."""
    plus = "+" in original and "%20" not in original and unquote_plus(original) != unquote(original)
    safe = "".join(each for each in "@:/" if each in original)
    return lambda value: (quote_plus if plus else quote)(value, safe=safe)


def _same(value: str, _: bool) -> str:
    return value


def _escape_once(value: str, ascii_only: bool) -> str:
    return json.dumps(value, ensure_ascii=ascii_only)[1:-1]


def _escape_slash(value: str, ascii_only: bool) -> str:
    return _escape_once(value, ascii_only).replace("/", "\\/")


def _escape_twice(value: str, ascii_only: bool) -> str:
    return _escape_once(_escape_once(value, ascii_only), ascii_only=False)


def _escaped(value: str) -> str:
    return json.dumps(value)[1:-1]


def _unescaped(run: str) -> str | None:
    try:
        return str(json.loads(f'"{run}"'))
    except ValueError:
        return None


def _from_hex(run: str) -> str | None:
    return _printable(bytes.fromhex(run))


def _to_hex(value: str) -> str:
    return value.encode().hex()


def _from_base64(run: str) -> str | None:
    core = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _printable(base64.b64decode(core + "=" * (-len(core) % 4), validate=True))
    except ValueError:
        return None


def _printable(content: bytes) -> str | None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if _PRINTABLE.fullmatch(text) else None


def _base64_like(run: str) -> Callable[[str], str]:
    padded = run.endswith("=") or len(run) % 4 == 0
    urlsafe = "-" in run or "_" in run or not padded

    def spelled(value: str) -> str:
        coded = (base64.urlsafe_b64encode if urlsafe else base64.b64encode)(value.encode()).decode()
        return coded if padded else coded.rstrip("=")

    return spelled
