"""The form of phone numbers and e-mail addresses."""

from __future__ import annotations

import re

FORMS = {
    "phone_number": re.compile(r"\+[0-9]{1,15}", re.ASCII),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+"),
}
"""The form of the attributes that are addresses, by name."""


def is_address(attribute: str, value: str) -> bool:
    """Whether `value` has the form of the attribute `email` or `phone_number`."""
    return FORMS[attribute].fullmatch(value) is not None
