"""Placeholders for passwords, secrets and addresses that a recording hides or masks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD: Final = "Recorded-passw0rd"  # noqa: S105 - not a real password
SECRET: Final = "1example23456789not0a0real0secret9876543210example1"  # noqa: S105 - not a real secret
ADDRESSES: Final = {"phone_number": "+12065550100", "email": "recorded@example.com"}
CLIENT_ID: Final = "1example23456789recorded"
TOTP_SECRET: Final = "A" * 52

_MASK: Final = "*"


def unmask(address: str) -> str:
    """An e-mail address or phone number that AWS masks in this way; an address without a mask stays as it is."""
    if _MASK not in address:
        return address
    if "@" in address:
        name, _, domain = address.partition("@")
        return f"{name[:1]}@{domain[:1]}.example"
    return "+" + "".join(_digits(address.lstrip("+")))


def _digits(masked: str) -> Iterator[str]:
    """A North American number, as most are; digits that are not masked stay."""
    for position, digit in enumerate(masked):
        yield digit if digit != _MASK else "1" if position == 0 else "5"
