"""The rows of the reference's table of errors, if it is available, and the operations of each row.

The environment variable COGNITO_REFERENCE names the folder that holds errors.yaml.  A row's key
is made of its first operation and the first words of its "when".
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from pytest_cognito_mfa._aws import documented_errors, is_signed, operations, service_model
from pytest_cognito_mfa._simulator.registry import HANDLERS

FOLDER = os.environ.get("COGNITO_REFERENCE")
IS_OLDER = "GetTokensFromRefreshToken" not in operations()
"""Whether the installed SDK is older than the newest rows."""
SIMULATED = frozenset(HANDLERS) & operations()


def members(operation):
    return service_model().operation_model(operation).input_shape


BY_TOKEN = tuple(name for name in sorted(SIMULATED) if "AccessToken" in members(name).members)

GROUPS = {
    "(any token-authorised op)": BY_TOKEN,
    "(IAM ops)": tuple(name for name in sorted(SIMULATED) if is_signed(name)),
    "(any)": tuple(sorted(SIMULATED)),
}

NARROWER = {
    # AssociateSoftwareToken and a few others may do without a token, as they may have a session.
    "any: accesstoken missing": lambda name: "AccessToken" in members(name).required_members,
    # Where the model has no such error for the operation, AWS cannot answer it.
    "any: user deleted after token": lambda name: "UserNotFoundException" in documented_errors(name),
    "any: client of the token": lambda name: "ResourceNotFoundException" in documented_errors(name),
    "any: user was deleted": lambda name: "UserNotFoundException" in documented_errors(name),
    # A request without an operation's name is about none of them.
    "any: unknown or missing x": lambda name: name == "InitiateAuth",
    # A fault can only cause errors that the installed botocore knows.
    "SetUserMFAPreference: replica region unsupported configuration": lambda _: (
        "OperationNotEnabledException" in service_model().shape_names
    ),
}
"""Of the operations that a row names, those that it can be about."""

NEEDS = {
    ("RespondToAuthChallenge: device_password_verifier bad proof", "RespondToAuthChallenge"): "ConfirmDevice",
    ("RespondToAuthChallenge: software_token_mfa user has no", "RespondToAuthChallenge"): "AdminDeleteSoftwareToken",
    ("InitiateAuth: unknown or forgotten device_key", "RespondToAuthChallenge"): "ConfirmDevice",
    ("SetUserPoolMfaConfig: phone_number auto verified without", "SetUserPoolMfaConfig"): "UpdateUserPool",
}
"""The other operation that is needed to get into the situation of a row."""

FLOWS = {"REFRESH_TOKEN_AUTH": "InitiateAuth"}
"""What a row names instead of the operation."""


@dataclass(frozen=True)
class Row:
    named: str
    """The operations, as the file names them."""
    when: str
    code: str | None
    message: str | None
    status: int

    @property
    def key(self):
        first = re.findall(r"\w+", self.named)[0]
        return f"{first}: {' '.join(re.findall(r'[A-Za-z0-9_]+', self.when)[:4]).lower()}"

    @property
    def operations(self):
        """Those that the row is about and the simulator has."""
        names = GROUPS.get(self.named)
        if names is None:
            parts = (part.split()[0] for part in self.named.split("/"))
            names = [FLOWS.get(name, name) for name in parts]
        there = (name for name in names if {name, NEEDS.get((self.key, name), name)} <= SIMULATED)
        return tuple(filter(NARROWER.get(self.key, bool), there))

    def __str__(self):
        return f"{self.named}, {self.when}"


def _read(folder, name):
    rows = yaml.safe_load(Path(folder, name).read_text(encoding="utf-8"))
    return [Row(row["operation"], row["when"], row["code"], row["message"], row["status"]) for row in rows]


ROWS = _read(FOLDER, "errors.yaml") if FOLDER else []
DIRECTORY = _read(FOLDER, "errors-directory.yaml") if FOLDER else []
SIGN_IN = _read(FOLDER, "errors-signin.yaml") if FOLDER else []
