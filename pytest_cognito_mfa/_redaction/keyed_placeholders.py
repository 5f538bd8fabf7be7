"""Placeholders: what replaces a secret.  They depend on a key, keep the form of the secret, and are recognizable.

1. A placeholder depends only on the key and the value, not on the place or the order: one value has one placeholder in
   every place, file, worker and year.  A password is the exception: its placeholder also hides its length.
   If another value of the same recording has this placeholder already, or is equal to it, the next one is drawn; a
   short number grows, and a form that has no other becomes a word.
2. It is drawn by HMAC-SHA256.  Without the key, nobody can try values until one fits.
3. It keeps the form: an address stays an address, an id keeps its region, length and alphabet, a UUID its version.
4. It is in a range without real values: addresses at example.com (RFC 2606), North American numbers 555-01xx, other
   numbers whose national part begins with 00, IP addresses for documentation (RFC 5737, RFC 3849), the year 1900.
   A value that has no such range ends in check characters, which are computed from the characters before them.
5. A masked address shows one letter, a masked number four digits.  These are replaced in the same way in the masked
   and in the full value.  So a masked placeholder equals the placeholder of the masked value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa._aws import s3
from pytest_cognito_mfa._redaction.alphabets import (
    ALPHABETS,
    BASE64,
    DIGITS,
    LOWER,
    OPAQUE_LENGTH,
    RUN,
    check_characters,
    has_check_characters,
    is_drawn_run,
    is_jwt_header,
    is_opaque,
    without_prefix,
)
from pytest_cognito_mfa._redaction.keyed_draws import KeyedDraws
from pytest_cognito_mfa._redaction.our_tokens import is_our_token
from pytest_cognito_mfa._redaction.patterns import PATTERNS, TOKEN
from pytest_cognito_mfa._redaction.placeholder_forms import (
    ARN,
    CALLER,
    DOCUMENTATION_NETWORKS,
    LOCAL,
    NUMBER,
    PASSWORD,
    POOL,
    REGION,
    TWO_DIGITS,
    UUID,
    is_arn,
    is_ip,
    is_phone,
    is_pool,
    is_uuid,
    is_word,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_EXAMPLE: Final = "https://example.com/"
_NEGATIVE: Final = re.compile(r"-\d+(?:\.\d+)?")
_LONGEST: Final = 16_384
"""Characters of a drawn run: no id or token of AWS's has as many, and a longer one would cost memory in every place."""


class Form(NamedTuple):
    """A form that values have: its pattern, how its placeholder is made, and how one is recognized."""

    pattern: re.Pattern[str]
    make: Callable[[Placeholders, str], str]
    is_placeholder: Callable[[str], bool]


class Placeholders(KeyedDraws):
    """Makes the placeholder for each value, by one key."""

    def of(self, value: str) -> str:
        """The placeholder for any value but a password; an empty text, true and false stay."""
        if _NEGATIVE.fullmatch(value):  # the same digits as in a number of JSON
            return self._negative(value)
        return value if value in ("", "true", "false") else self._of_one_value(value, self._by_form, self.word)

    def _negative(self, value: str) -> str:
        self.real.add(value)
        placeholder = self._remember("-" + self.number(value[1:]))
        self._values[placeholder] = value
        return placeholder

    def number(self, value: str) -> str:
        """The same number of other digits; point and exponent stay.  NaN and Infinity stay."""
        return value if NUMBER.fullmatch(value) is None else self._of_one_value(value, self.decimal, self.decimal)

    def password(self, value: str) -> str:
        run = self._remember(f"Stand-in-{self._checked('password ' + value, LOWER + DIGITS, 10)}-1A")
        return self._remember(f"{run}!")

    def _by_form(self, value: str) -> str:
        for form in FORMS:
            if form.pattern.fullmatch(value):
                return form.make(self, value)
        # A replay finds only these forms again inside a longer text.
        if is_opaque(value) and (RUN.fullmatch(value) or TOKEN.fullmatch(value)):
            return RUN.sub(lambda run: self.opaque(run[0]), value)
        return self.word(value)

    def decimal(self, value: str) -> str:
        found = NUMBER.fullmatch(value)
        assert found is not None  # noqa: S101 - `number` has looked
        digits = found["whole"] + (found["rest"] or "")[1:]
        drawn = self._longer(digits, len(digits))
        whole = len(drawn) - len(digits) + len(found["whole"])
        rest = f".{drawn[whole:]}" if found["rest"] else ""
        if whole > 1 and drawn[0] == "0":  # JSON allows no leading zero
            self._attempt += 1
            return self.decimal(value)
        return f"{drawn[:whole]}{rest}{found['exponent'] or ''}"

    def word(self, value: str) -> str:
        """The same word for every case, because AWS changes the case of user names; capitals stay such."""
        drawn = "ser" + self._checked(value, LOWER + DIGITS, 10, folded=True)
        drawn = f"U{drawn}" if value[:1].isupper() else f"u{drawn}"
        if len(value) > 1 and value.isupper():
            drawn = drawn.upper()
        # Pool ids and device keys must have an underscore, even invented ones.
        return drawn + ("_0" if "_" in value else "")

    def opaque(self, run: str) -> str:
        """The same number of random characters, of the same alphabet; of a very long run, the longest number."""
        if is_jwt_header(run):
            return run
        core = run.rstrip("=")
        rest = without_prefix(core)
        start, length = core.removesuffix(rest), min(len(rest), _LONGEST)
        among = BASE64 if core != run else ALPHABETS
        alphabet = next((each for each in among if set(rest) <= set(each)), BASE64[0])
        if alphabet in BASE64:  # "A" has no stray bits, which strict decoders refuse
            drawn = self._checked(run, alphabet, length - 1) + "A"
        else:
            drawn = self._longer(rest, length) if alphabet == DIGITS else self._checked(run, alphabet, length)
        if without_prefix(start + drawn) != drawn:  # one of AWS's prefixes by chance: not recognized
            self._attempt += 1
            return self.opaque(run)
        return self._remember(start + drawn + run[len(core) :])

    def uuid(self, value: str) -> str:
        digits = self._drawn(value.lower(), DIGITS + "abcdef", 26)
        plain = value.lower().replace("-", "")
        version = "70" if plain[12] == "7" else plain[12] + digits[12]  # the third group of a sub begins with 7
        kept = digits[:12] + version + digits[13:15] + plain[16] + digits[15:24]
        digits = kept + check_characters(kept, DIGITS + "abcdef", 6)
        shaped = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        if PATTERNS["account id"].search(shaped):
            self._attempt += 1
            return self.uuid(value)
        return self._remember(shaped if value == value.lower() else shaped.upper())

    def email(self, value: str) -> str:
        return self.word(value.replace("_", "-")) + "@example.com"

    def phone(self, value: str) -> str:
        last_digits = "01" + self._drawn("phone " + value[-4:], DIGITS, 2)
        if value.startswith("+1") and len(value) == len("+12015550100"):
            area = self._drawn(value, "23456789", 1) + self._drawn("area " + value, "02345678", 1) + "2"
            return f"+1{area}555{last_digits}"
        country = 2 if value[1] in "17" else 3 if value[1:3] in TWO_DIGITS else 4
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

    def identity(self, value: str) -> str:
        region, _, name = value.partition(":")
        return f"{region}:{self.uuid(name)}"

    def arn(self, value: str) -> str:
        """Replace account, pool ids and callers: the names of roles and functions say what a recording is about."""
        parts = value.split(":", 5)
        parts[4] = parts[4] and self.opaque(parts[4])
        caller = CALLER.fullmatch(parts[5])
        if caller is not None and parts[2] in ("iam", "sts"):
            names = "/".join(self._remember(self.word(name)) for name in caller["names"].split("/"))
            parts[5] = f"{caller['kind']}/{names}"
        parts[5] = POOL.sub(lambda found: self.pool(found[0]), parts[5])
        return ":".join(parts)

    def ip(self, value: str) -> str:
        address, slash, width = value.partition("/")
        if address in LOCAL:
            return value
        if ":" in address:
            drawn = self._drawn(address.lower(), DIGITS + "abcdef", 8)
            return f"2001:db8::1{drawn[1:4]}:1{drawn[5:]}{slash}{width}"
        number = int(self._drawn(address, DIGITS, 9))
        return f"{DOCUMENTATION_NETWORKS[number % 3]}{number // 3 % 254 + 1}{slash}{width}"

    def url(self, value: str) -> str:
        return f"{s3.PLACEHOLDER if s3.is_signed_url(value) else _EXAMPLE}{self.word(value)}"

    def date(self, value: str) -> str:
        number = int(self._drawn(value, DIGITS, 9))
        return f"1900-{number % 12 + 1:02}-{number // 12 % 28 + 1:02}"

    def zone(self, value: str) -> str:
        return f"Etc/GMT-{int(self._drawn(value, DIGITS, 9)) % 14 + 1}"

    def locale(self, value: str) -> str:
        return f"en{value[2]}X{self._drawn(value, LOWER, 1).upper()}"


def is_placeholder(value: str) -> bool:
    """Whether `value` is a placeholder, made with any key, or a value that stays."""
    if value in ("", "true", "false") or PASSWORD.fullmatch(value) or is_word(value):
        return True
    form = next((form for form in FORMS if form.pattern.fullmatch(value)), None)
    return (form is not None and form.is_placeholder(value)) or _is_drawn(value) or is_our_token(value)


def is_password_placeholder(value: str) -> bool:
    """The same for a password.  People choose these, so a short one, or one that looks like an address, may be real."""
    name, at, host = value.partition("@")
    if value == "" or PASSWORD.fullmatch(value) or (is_word(name) and (not at or host == "example.com")):
        return True
    return len(value) >= OPAQUE_LENGTH and _is_drawn(value)


def is_number_placeholder(value: str) -> bool:
    """The same for a number in JSON."""
    found = NUMBER.fullmatch(value)
    return found is None or has_check_characters(found["whole"] + (found["rest"] or "")[1:], DIGITS)


def _is_drawn(value: str) -> bool:
    return is_opaque(value) and all(is_drawn_run(run) for run in RUN.findall(value))


FORMS: Final = (
    Form(
        re.compile(r"[^\s@*]+@[^\s@*.]+(?:\.[^\s@*.]+)+"),
        Placeholders.email,
        lambda value: value.endswith("@example.com"),
    ),
    Form(re.compile(r"\+\d{7,15}"), Placeholders.phone, is_phone),
    Form(re.compile(r"\+?\*{2,}\d{4}"), Placeholders.masked_phone, lambda value: value[-4:-2] == "01"),
    Form(
        re.compile(r"[^\s@*]*\*+@[^\s@*]*\*+(?:\.\w+)*"),
        Placeholders.masked_email,
        lambda value: value[:2] == "u*" and "@e*" in value,
    ),
    Form(UUID, Placeholders.uuid, is_uuid),
    Form(
        re.compile(rf"[a-z0-9-]+_(?:{UUID.pattern})"),
        Placeholders.device_key,
        lambda value: is_uuid(value.rpartition("_")[2]),
    ),
    Form(
        re.compile(rf"{REGION}:(?:{UUID.pattern})"),
        Placeholders.identity,
        lambda value: is_uuid(value.rpartition(":")[2]),
    ),
    Form(POOL, Placeholders.pool, is_pool),
    Form(ARN, Placeholders.arn, is_arn),
    Form(
        re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?|[0-9a-fA-F:]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*(?:/\d+)?"),
        Placeholders.ip,
        is_ip,
    ),
    Form(re.compile(r"-\d+(?:\.\d+)?|\d+\.\d+"), Placeholders.decimal, is_number_placeholder),
    Form(re.compile(r"https?://\S+"), Placeholders.url, lambda value: value.startswith((_EXAMPLE, s3.PLACEHOLDER))),
    Form(re.compile(r"\d{4}-\d\d-\d\d"), Placeholders.date, lambda value: value.startswith("1900-")),
    Form(
        re.compile(r"[A-Z][A-Za-z]+(?:/[A-Z][\w+-]+)+"), Placeholders.zone, lambda value: value.startswith("Etc/GMT-")
    ),
    Form(
        re.compile(r"[a-z]{2}[-_][A-Z]{2}"),
        Placeholders.locale,
        lambda value: value[:2] == "en" and value[3] == "X",
    ),
)
"""The first matching form counts."""
