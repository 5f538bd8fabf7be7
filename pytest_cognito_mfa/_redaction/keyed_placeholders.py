"""Placeholders: what replaces a secret.  They depend on a key, keep the form of the secret, and are recognizable.

1. A placeholder depends only on the key and the value, not on the place or the order: one value has one placeholder in
   every place, file, worker and year.  A password is the exception: its placeholder also hides its length.
2. It is drawn by HMAC-SHA256.  Without the key, nobody can try values until one fits.
3. It keeps the form: an address stays an address, an id keeps its region, length and alphabet, a UUID its version.
4. It is in a range without real values: addresses at example.com (RFC 2606), North American numbers 555-01xx, other
   numbers whose national part begins with 00, IP addresses for documentation (RFC 5737, RFC 3849), the year 1900.
   A value that has no such range ends in check characters, which are computed from the characters before them.
5. A masked address shows one letter, a masked number four digits.  These are replaced in the same way in the masked
   and in the full value.  So a masked placeholder equals the placeholder of the masked value.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa._redaction.alphabets import (
    ALPHABETS,
    BASE64,
    DIGITS,
    LOWER,
    OPAQUE_LENGTH,
    RUN,
    check_characters,
    check_length,
    draw,
    has_check_characters,
    is_drawn_run,
    is_jwt_header,
    is_opaque,
    without_prefix,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_TWO_DIGITS = frozenset(
    re.findall(
        r"\d+",
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 "
        "84 86 90 91 92 93 94 95 98",
    )
)
"""Country codes of two digits (ITU-T E.164); 1 and 7 are codes of one digit, all others have three."""

_WORD = re.compile(r"[uU]ser([a-z0-9]{10})(?:_0)?")
_PASSWORD = re.compile(r"Stand-in-([a-z0-9]{10})-1A!?")
_NORTH_AMERICA = re.compile(r"\+1[2-9]\d\d55501\d\d")
_LOCAL = ("127.0.0.1", "0.0.0.0", "::1", "::")  # noqa: S104 - recognized, not bound to
_DOCUMENTATION_NETWORKS = ("192.0.2.", "198.51.100.", "203.0.113.")


class Form(NamedTuple):
    """A form that values have: its pattern, how its placeholder is made, and how one is recognized."""

    pattern: re.Pattern[str]
    make: Callable[[Placeholders, str], str]
    is_placeholder: Callable[[str], bool]


class Placeholders:
    """Makes the placeholder for each value, by one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.drawn: set[str] = set()
        """Every placeholder so far, and the parts of compound ones."""

    def of(self, value: str) -> str:
        """The placeholder for any value but a password; an empty text, true and false stay."""
        return value if value in ("", "true", "false") else self._remember(self._by_form(value))

    def password(self, value: str) -> str:
        run = self._remember(f"Stand-in-{self._checked('password ' + value, LOWER + DIGITS, 10)}-1A")
        return self._remember(f"{run}!")

    def _by_form(self, value: str) -> str:
        for form in FORMS:
            if form.pattern.fullmatch(value):
                return form.make(self, value)
        if is_opaque(value):
            return RUN.sub(lambda run: self.opaque(run[0]), value)
        return self.word(value)

    def _remember(self, drawn: str) -> str:
        self.drawn.add(drawn)
        return drawn

    def word(self, value: str) -> str:
        """The same word for every case, because AWS changes the case of user names; a first capital stays."""
        drawn = "ser" + self._checked(value.casefold(), LOWER + DIGITS, 10)
        # Pool ids and device keys must have an underscore, even invented ones.
        return ("U" if value[:1].isupper() else "u") + drawn + ("_0" if "_" in value else "")

    def opaque(self, run: str) -> str:
        """The same number of random characters, of the same alphabet."""
        if is_jwt_header(run):
            return run
        core = run.rstrip("=")
        rest = without_prefix(core)
        start, length = core.removesuffix(rest), len(rest)
        among = BASE64 if core != run else ALPHABETS
        alphabet = next((each for each in among if set(rest) <= set(each)), BASE64[0])
        if alphabet in BASE64:  # "A" has no stray bits, which strict decoders refuse
            drawn = self._checked(run, alphabet, length - 1) + "A"
        else:
            drawn = self._checked(run, alphabet, length)
        return self._remember(start + drawn + run[len(core) :])

    def uuid(self, value: str) -> str:
        digits = self._drawn(value.lower(), DIGITS + "abcdef", 26)
        plain = value.lower().replace("-", "")
        version = "70" if plain[12] == "7" else plain[12] + digits[12]  # the third group of a sub begins with 7
        kept = digits[:12] + version + digits[13:15] + plain[16] + digits[15:24]
        digits = kept + check_characters(kept, DIGITS + "abcdef", 6)
        shaped = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        return self._remember(shaped if value == value.lower() else shaped.upper())

    def email(self, value: str) -> str:
        return self.word(value.replace("_", "-")) + "@example.com"

    def phone(self, value: str) -> str:
        last_digits = "01" + self._drawn("phone " + value[-4:], DIGITS, 2)
        if value.startswith("+1") and len(value) == len("+12015550100"):
            area = self._drawn(value, "23456789", 1) + self._drawn("area " + value, "02345678", 1) + "2"
            return f"+1{area}555{last_digits}"
        country = 2 if value[1] in "17" else 3 if value[1:3] in _TWO_DIGITS else 4
        room = len(value) - country - 6
        middle = "00" + self._checked(value, DIGITS, max(room, 0))
        return (value[:country] + middle + last_digits)[: len(value)]

    def masked_phone(self, value: str) -> str:
        return value[:-4] + "01" + self._drawn("phone " + value[-4:], DIGITS, 2)

    def masked_email(self, value: str) -> str:
        return re.sub(r"^[^*]+", "u", re.sub(r"@[^*]*", "@e", value))

    def pool(self, value: str) -> str:
        region, _, name = value.rpartition("_")
        return self._remember(f"{region}_{self.opaque(name)}")

    def device_key(self, value: str) -> str:
        region, _, name = value.rpartition("_")
        return f"{region}_{self.uuid(name)}"

    def arn(self, value: str) -> str:
        """Replace only the account and pool ids: the names of roles and functions say what a recording is about."""
        parts = value.split(":", 5)
        parts[4] = parts[4] and self.opaque(parts[4])
        parts[5] = POOL.sub(lambda found: self.pool(found[0]), parts[5])
        return ":".join(parts)

    def ip(self, value: str) -> str:
        address, slash, width = value.partition("/")
        if address in _LOCAL:
            return value
        if ":" in address:
            drawn = self._drawn(address.lower(), DIGITS + "abcdef", 8)
            return f"2001:db8::1{drawn[1:4]}:1{drawn[5:]}{slash}{width}"
        number = int(self._drawn(address, DIGITS, 9))
        return f"{_DOCUMENTATION_NETWORKS[number % 3]}{number // 3 % 254 + 1}{slash}{width}"

    def url(self, value: str) -> str:
        return f"https://example.com/{self.word(value)}"

    def date(self, value: str) -> str:
        number = int(self._drawn(value, DIGITS, 9))
        return f"1900-{number % 12 + 1:02}-{number // 12 % 28 + 1:02}"

    def zone(self, value: str) -> str:
        return f"Etc/GMT-{int(self._drawn(value, DIGITS, 9)) % 14 + 1}"

    def locale(self, value: str) -> str:
        return f"en{value[2]}X{self._drawn(value, 'AB', 1)}"

    def _drawn(self, value: str, alphabet: str, length: int) -> str:
        seed = hmac.new(self._key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        return draw(seed, alphabet, length)

    def _checked(self, value: str, alphabet: str, length: int) -> str:
        check = check_length(alphabet, length)
        drawn = self._drawn(value, alphabet, length - check)
        return drawn + check_characters(drawn, alphabet, check)


def is_placeholder(value: str) -> bool:
    """Whether `value` is a placeholder, made with any key, or a value that stays."""
    if value in ("", "true", "false") or _PASSWORD.fullmatch(value) or _is_word(value):
        return True
    form = next((form for form in FORMS if form.pattern.fullmatch(value)), None)
    return (form is not None and form.is_placeholder(value)) or _is_drawn(value)


def is_password_placeholder(value: str) -> bool:
    """The same for a password.  People choose these, so a short one, or one that looks like an address, may be real."""
    name, at, host = value.partition("@")
    if value == "" or _PASSWORD.fullmatch(value) or (_is_word(name) and (not at or host == "example.com")):
        return True
    return len(value) >= OPAQUE_LENGTH and _is_drawn(value)


def _is_drawn(value: str) -> bool:
    return is_opaque(value) and all(is_drawn_run(run) for run in RUN.findall(value))


def _is_word(value: str) -> bool:
    found = _WORD.fullmatch(value)
    return found is not None and has_check_characters(found[1], LOWER + DIGITS)


def _is_uuid(value: str) -> bool:
    plain = value.lower().replace("-", "")
    return plain[-6:] == check_characters(plain[:-6], DIGITS + "abcdef", 6)


def _is_phone(value: str) -> bool:
    if _NORTH_AMERICA.fullmatch(value):
        return True
    country = 2 if value[1] in "17" else 3 if value[1:3] in _TWO_DIGITS else 4
    middle = value[country + 2 : -4]
    return value[country:].startswith("00") and has_check_characters(middle, DIGITS)


def _is_arn(value: str) -> bool:
    parts = value.split(":", 5)
    return (not parts[4] or is_drawn_run(parts[4])) and all(_is_pool(found[0]) for found in POOL.finditer(parts[5]))


def _is_pool(value: str) -> bool:
    return is_drawn_run(value.rpartition("_")[2])


def _is_ip(value: str) -> bool:
    address = value.partition("/")[0]
    return address.startswith((*_DOCUMENTATION_NETWORKS, "2001:db8:")) or address in _LOCAL


UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")
POOL = re.compile(r"(?:[a-z]{2,}(?:-[a-z]+)+-\d|local)_[0-9A-Za-z]{4,45}")
FORMS: Final = (
    Form(
        re.compile(r"[^\s@*]+@[^\s@*.]+(?:\.[^\s@*.]+)+"),
        Placeholders.email,
        lambda value: value.endswith("@example.com"),
    ),
    Form(re.compile(r"\+\d{7,15}"), Placeholders.phone, _is_phone),
    Form(re.compile(r"\+?\*{2,}\d{4}"), Placeholders.masked_phone, lambda value: value[-4:-2] == "01"),
    Form(
        re.compile(r"[^\s@*]*\*+@[^\s@*]*\*+(?:\.\w+)*"),
        Placeholders.masked_email,
        lambda value: value[:2] == "u*" and "@e*" in value,
    ),
    Form(UUID, Placeholders.uuid, _is_uuid),
    Form(
        re.compile(rf"[a-z0-9-]+_(?:{UUID.pattern})"),
        Placeholders.device_key,
        lambda value: _is_uuid(value.rpartition("_")[2]),
    ),
    Form(POOL, Placeholders.pool, _is_pool),
    Form(re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+"), Placeholders.arn, _is_arn),
    Form(
        re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?|[0-9a-fA-F:]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*(?:/\d+)?"),
        Placeholders.ip,
        _is_ip,
    ),
    Form(re.compile(r"https?://\S+"), Placeholders.url, lambda value: value.startswith("https://example.com/")),
    Form(re.compile(r"\d{4}-\d\d-\d\d"), Placeholders.date, lambda value: value.startswith("1900-")),
    Form(
        re.compile(r"[A-Z][A-Za-z]+(?:/[A-Z][\w+-]+)+"), Placeholders.zone, lambda value: value.startswith("Etc/GMT-")
    ),
    Form(
        re.compile(r"[a-z]{2}[-_][A-Z]{2}"),
        Placeholders.locale,
        lambda value: value[:2] == "en" and value[3:] in ("XA", "XB"),
    ),
)
"""The first matching form counts."""
