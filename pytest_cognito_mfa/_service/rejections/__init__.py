"""Every refusal of AWS's: its code, status and exact words, once, with the evidence; a module per family."""

from __future__ import annotations

from .accounts import *
from .challenges import *
from .devices import *
from .factors import *
from .faults import *
from .framework import *
from .pools import *
from .refusal import Refusal as Refusal
from .refusal import Rejection as Rejection
from .risk import *
from .sign_in import *
from .tokens import *
from .users import *

FAMILIES = (
    *("framework", "pools", "tokens", "sign_in", "challenges", "factors", "devices", "risk", "users", "accounts"),
    "faults",
)
"""The modules, in the order in which a reader meets them."""

ALL: dict[str, Refusal] = {
    name: value for family in FAMILIES for name, value in vars(globals()[family]).items() if isinstance(value, Refusal)
}
"""Every refusal by its name, in that order."""

_BY_CODE: dict[str, Refusal] = {}
for _refusal in (
    *(THROTTLED, ATTEMPTS_EXCEEDED, BAD_CREDENTIALS, BAD_SIGNATURE, BLOCKED_BY_WAF, INTERNAL, WRONG_PASSWORD),
    *(TOTP_USED, NO_USER, WRONG_MESSAGE_CODE, NO_DEVICE),
    *(value for value in ALL.values() if value.words is None or "{" not in value.words),
):
    _BY_CODE.setdefault(_refusal.code, _refusal)


def typical(code: str) -> Refusal:
    """The refusal that a fault means when it names only a code; without words where none are known."""
    return _BY_CODE.get(code) or Refusal(code, None, "documented", "the error's name stands in botocore's model")
