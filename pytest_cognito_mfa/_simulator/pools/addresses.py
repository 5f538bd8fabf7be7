"""The form of phone numbers and e-mail addresses."""

from __future__ import annotations

import re

_FORMS = {
    "phone_number": re.compile(r"\+[0-9]{1,15}", re.ASCII),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+"),
}


def is_address(attribute: str, value: str) -> bool:
    """Whether `value` has the form of the attribute `email` or `phone_number`."""
    return _FORMS[attribute].fullmatch(value) is not None
