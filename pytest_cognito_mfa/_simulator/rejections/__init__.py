"""Every way in which AWS refuses a request: code, status, exact words and evidence; one module per family."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.accounts import *
from pytest_cognito_mfa._simulator.rejections.challenges import *
from pytest_cognito_mfa._simulator.rejections.clients import *
from pytest_cognito_mfa._simulator.rejections.devices import *
from pytest_cognito_mfa._simulator.rejections.factors import *
from pytest_cognito_mfa._simulator.rejections.framework import *
from pytest_cognito_mfa._simulator.rejections.hosted import *
from pytest_cognito_mfa._simulator.rejections.passkeys import *
from pytest_cognito_mfa._simulator.rejections.pools import *
from pytest_cognito_mfa._simulator.rejections.refusal import Refusal as Refusal
from pytest_cognito_mfa._simulator.rejections.refusal import Rejection as Rejection
from pytest_cognito_mfa._simulator.rejections.resources import *
from pytest_cognito_mfa._simulator.rejections.risk import *
from pytest_cognito_mfa._simulator.rejections.sign_in import *
from pytest_cognito_mfa._simulator.rejections.tokens import *
from pytest_cognito_mfa._simulator.rejections.triggers import *
from pytest_cognito_mfa._simulator.rejections.users import *

FAMILIES = (
    *("framework", "pools", "tokens", "sign_in", "challenges", "passkeys", "factors", "devices", "risk", "users"),
    *("accounts", "clients", "resources", "triggers", "hosted"),
)
"""The modules, in the order of the fidelity page."""

ALL: dict[str, Refusal] = {
    name: value for family in FAMILIES for name, value in vars(globals()[family]).items() if isinstance(value, Refusal)
}
"""Every refusal by its name, in the order of FAMILIES."""

_BY_CODE: dict[str, Refusal] = {}
for _refusal in (
    *(THROTTLED, ATTEMPTS_EXCEEDED, BAD_CREDENTIALS, BAD_SIGNATURE, BLOCKED_BY_WAF, INTERNAL, WRONG_PASSWORD),
    *(TOTP_USED, NO_USER, WRONG_MESSAGE_CODE, NO_DEVICE),
    *(value for value in ALL.values() if value.words is None or "{" not in value.words),
):
    _BY_CODE.setdefault(_refusal.code, _refusal)


def default_refusal(code: str) -> Refusal:
    """The refusal for a fault that names only an error code; it has no message when none is known."""
    return _BY_CODE.get(code) or Refusal(code, None, "documented", "botocore's model has the error")
