"""Encodings that hide a value inside other text: base64, URL, JSON, HTML, hex; each decoded and encoded again.

A layer is a run of text in one encoding.  `layers` finds each, with its decoded text and a function that encodes
another text in its place.  To find a layer inside another, call `layers` with the decoded text.
"""

from __future__ import annotations

import base64
import codecs
import html
import json
import re
import string
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, quote_plus, unquote, unquote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEEPEST = 4
"""How many nested encodings are decoded."""

_BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{16,}={0,2}|[A-Za-z0-9+/_-]{6,15}={1,2})(?![A-Za-z0-9+/_-])"
)
"""A short run is a word, unless it is padded."""
_SEGMENT = re.compile(
    r"(?<=/)[A-Za-z0-9+_-]{16,}={0,2}(?![A-Za-z0-9+_-])|(?<![A-Za-z0-9+/_-])[A-Za-z0-9+_-]{16,}={0,2}(?=/)"
)
"""One segment of a URL's path; a slash is a base64 character, too."""
# These match only at the start of a run; else a long run would cost the square of its length.
_PERCENT = re.compile(r"(?:(?<=[\s\"'<>\\&=?])|\A)[^\s\"'<>\\&=?]*%[0-9A-Fa-f]{2}[^\s\"'<>\\&=?]*")
_CODE = r"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|U00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})"
_CODE_IN_RUN = re.compile(_CODE)
_ESCAPED = re.compile(rf"(?:[^\s\\\"]+|(?:\\[\"\\/ntrbf])+|{_CODE})+")
_NO_JSON = re.compile(r"\\(?:[xU](?P<code>[0-9A-Fa-f]{8}|[0-9A-Fa-f]{2})|.)")
_ENTITY = re.compile(r"(?:(?<=[\s\"'<>])|\A)[^\s\"'<>]*&(?:#x?[0-9A-Fa-f]+|amp|quot|apos|lt|gt);[^\s\"'<>]*")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{8,}|[0-9A-F]{8,})(?![0-9A-Za-z])")
_NO_SLASH = frozenset(f"{string.ascii_letters}{string.digits}+_-")
_REST = re.compile(r"[A-Za-z0-9+_-]*=*")
_FIRST = 4096
"""Characters of a run that are decoded first: if they are no text, to decode the rest would cost memory."""
_PRINTABLE = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]*")


_ASCII, _LATIN, _PLANE = 0x7F, 0xFF, 0xFFFF
"""The last code points that are not escaped, that ``\\x`` can escape, and that ``\\u`` can escape."""


class Layer(NamedTuple):
    """The text from `start` to `end` decodes to `decoded`; `encode` encodes another text in the same way."""

    encoding: str
    start: int
    end: int
    decoded: str
    encode: Callable[[str], str]

    def __repr__(self) -> str:
        """Without the decoded text: a test failure may print this object."""
        return f"<{self.encoding} from {self.start} to {self.end}>"


def layers(text: str) -> Iterator[Layer]:
    """Every run of `text` in one of the encodings."""
    yield from _runs(text, _BASE64, "base64", _from_base64, _base64_like)
    if "/" in text:
        yield from _runs(text, _SEGMENT, "base64", _from_base64, _base64_like)
    if "%" in text:
        yield from _runs(text, _PERCENT, "URL-encoded", unquote, quote_like)
    if any(start in text for start in ("\\u", "\\x", "\\U")):
        yield from _runs(text, _ESCAPED, "escaped", _unescaped, _escaped_like)
    if "&" in text:
        yield from _runs(text, _ENTITY, "HTML", html.unescape, lambda _: html.escape)
    yield from _runs(text, _HEX, "hex", _from_hex, _hex_like)


def _runs(
    text: str,
    pattern: re.Pattern[str],
    encoding: str,
    read: Callable[[str], str | None],
    like: Callable[[str], Callable[[str], str]],
) -> Iterator[Layer]:
    for run in pattern.finditer(text):
        decoded = read(run[0])
        if decoded is not None and decoded != run[0]:
            yield Layer(encoding, run.start(), run.end(), decoded, like(run[0]))


def encoded_forms(value: str) -> dict[str, str]:
    """Every form in which `value` may be part of a longer text: form -> name of the encoding."""
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
    found.setdefault(_double_quotes(value), "YAML")
    # PyYAML writes capitals, Python small letters: a value with non-ASCII letters is matched in any case.
    found.setdefault("".join(map(_yaml_escape, _escape_once(value, ascii_only=False))), "escaped")
    found.setdefault("".join(f"\\x{byte:02x}" if byte > _ASCII else chr(byte) for byte in utf8), "escaped")
    return found


def encode_like(value: str, as_in: str, of: str) -> str:
    """Encode `value` in the way that turns `of` into `as_in`."""
    for by in (_same, _escape_once, _escape_slash, _escape_twice):
        for ascii_only in (False, True):
            if by(of, ascii_only) == as_in:
                return by(value, ascii_only)
    if "\\" in as_in:
        return _escaped(value)
    if _double_quotes(of) == as_in:
        return _double_quotes(value)
    return html.escape(value) if html.escape(of) == as_in else quote_like(as_in)(value)


def base64_pieces(value: str) -> set[str]:
    """What base64 of a longer text contains if the text contains `value`: three offsets, in two alphabets."""
    plain = value.encode("utf-8", "surrogatepass")
    found = set()
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + plain)
        # The characters at both ends depend on the neighbours, so they are left out.
        start = (before * 8 + 5) // 6
        piece = encoded[start : (before + len(plain)) * 8 // 6].decode()
        found |= {piece, piece.replace("+", "-").replace("/", "_")}
    return found


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Extend a run of base64 to both sides, but not across a slash, which may belong to a path."""
    while start and text[start - 1] in _NO_SLASH:
        start -= 1
    return start, _REST.match(text, end).end()  # type: ignore[union-attr]  # it matches everywhere


def quote_like(original: str) -> Callable[[str], str]:
    """Encode a value for a URL as `original` was encoded: with plus signs or %20, and the same safe characters."""
    plus = "+" in original and "%20" not in original and unquote_plus(original) != unquote(original)
    safe = "".join(each for each in "@:/" if each in original)
    return lambda value: (quote_plus if plus else quote)(value, safe=safe, errors="surrogatepass")


def _same(value: str, _: bool) -> str:
    return value


def _escape_once(value: str, ascii_only: bool) -> str:
    return json.dumps(value, ensure_ascii=ascii_only)[1:-1]


def _escape_slash(value: str, ascii_only: bool) -> str:
    return _escape_once(value, ascii_only).replace("/", "\\/")


def _escape_twice(value: str, ascii_only: bool) -> str:
    return _escape_once(_escape_once(value, ascii_only), ascii_only=False)


def _double_quotes(value: str) -> str:
    """As in a single-quoted YAML text."""
    return value.replace("'", "''")


def _yaml_escape(character: str) -> str:
    """As in a double-quoted text of YAML or Python: one of three escapes."""
    code = ord(character)
    if code <= _ASCII:
        return character
    return f"\\x{code:02X}" if code <= _LATIN else f"\\u{code:04X}" if code <= _PLANE else f"\\U{code:08X}"


def _escaped_like(run: str) -> Callable[[str], str]:
    """JSON's escapes; those of YAML or of Python's bytes if `run` has one that JSON does not know."""
    if not any(code["code"] for code in _NO_JSON.finditer(run)):
        return _escaped
    text = _codes(run) or ""
    codec = "latin-1" if _utf8(text) == text else "utf-8"
    return lambda value: "".join(
        each if each.isascii() else "".join(f"\\x{byte:02x}" for byte in each.encode(codec, "replace"))
        for each in value
    )


def _escaped(value: str) -> str:
    return json.dumps(value)[1:-1]


def _unescaped(run: str) -> str | None:
    text = _codes(run) if _CODE_IN_RUN.search(run) else None
    return text if text is None else _utf8(text)


def _codes(run: str) -> str | None:
    """The text without its escapes, whether of JSON, YAML or Python; None if it cannot be read."""
    json_alone = _NO_JSON.sub(lambda code: _escaped(chr(int(code["code"], 16))) if code["code"] else code[0], run)
    try:
        return str(json.loads(f'"{json_alone}"'))
    except ValueError:
        return None


def _utf8(text: str) -> str:
    """Python may have printed bytes: read these as UTF-8 if possible."""
    try:
        return text.encode("latin-1").decode()
    except ValueError:
        return text


def _from_hex(run: str) -> str | None:
    if len(run) % 2 or _printable(bytes.fromhex(run[:_FIRST]), is_whole=False) is None:
        return None
    return _printable(bytes.fromhex(run))


def _hex_like(run: str) -> Callable[[str], str]:
    return lambda value: value.encode().hex().upper() if run.isupper() else value.encode().hex()


def _from_base64(run: str) -> str | None:
    core = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        if len(core) > _FIRST and _printable(base64.b64decode(core[:_FIRST]), is_whole=False) is None:
            return None
        return _printable(base64.b64decode(core + "=" * (-len(core) % 4), validate=True))
    except ValueError:
        return None


def _printable(content: bytes, *, is_whole: bool = True) -> str | None:
    try:
        text = codecs.utf_8_decode(content, "strict", is_whole)[0]
    except UnicodeDecodeError:
        return None
    return text if _PRINTABLE.fullmatch(text) else None


def _base64_like(run: str) -> Callable[[str], str]:
    padded = run.endswith("=") or len(run) % 4 == 0
    urlsafe = "-" in run or "_" in run or not padded

    def encode(value: str) -> str:
        encoded = (base64.urlsafe_b64encode if urlsafe else base64.b64encode)(value.encode()).decode()
        return encoded if padded else encoded.rstrip("=")

    return encode
