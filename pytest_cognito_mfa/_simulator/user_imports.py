"""Importing users from a CSV file: which rows become users.

The rules are those of the developer guide, formatting the CSV file and viewing the import results.

1. The first row has all columns of GetCSVHeader, in any order; with PasswordHashingAlgorithm also `cognito:
   password_hash` (inferred: nobody has published that column).  A file that is not like that, or not UTF-8, makes the
   job fail.
2. Values are not quoted, and blanks around them do not count.  A comma inside one has a backslash before it.
3. Every row has a username without blanks, and says in `cognito:mfa_enabled` whether the user has MFA: `true` where the
   pool requires it, `false` where it is off.  That is SMS by the older setting (our choice).
4. One of the attributes that the pool verifies by itself is verified in every row; a verified address is there.
5. The values follow the schema, and required attributes are there.  A row has at most 16,000 characters.
6. A row of a user who exists is skipped; a row that breaks a rule fails.  The others go on.
7. An imported user has no password, and the status RESET_REQUIRED; with a hash of a password, CONFIRMED (inferred).
8. A job fails if more users failed or were skipped than were imported (aws-solutions/
   cognito-user-profiles-export-reference-architecture#9 had 14 against 32; the limit is our choice).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from pytest_cognito_mfa._aws.constants import STANDARD_ATTRIBUTES, VERIFIED_FLAGS
from pytest_cognito_mfa._simulator import attributes, rejections
from pytest_cognito_mfa._simulator.crypto import password_hashes
from pytest_cognito_mfa._simulator.new_users import new_user, refuse_taken_name
from pytest_cognito_mfa._simulator.state import CONFIRMED, RESET_REQUIRED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, Record

    Result = Literal["ImportedUsers", "SkippedUsers", "FailedUsers"]

MFA: Final = "cognito:mfa_enabled"
USERNAME: Final = "cognito:username"
HASH: Final = "cognito:password_hash"
_LONGEST = 16_000
_DONE = "Import Job Completed Successfully."
_TOO_MANY = "Too many users have failed or been skipped during the import."
_COMMA = re.compile(r"(?<!\\),")
_MFA_OF_POLICY = {"ON": ("true",), "OFF": ("false",), "OPTIONAL": ("true", "false")}


class _Bad(Exception):  # noqa: N818 - a result of one row, not an error
    """A row breaks a rule."""


def header(pool: Pool) -> Sequence[str]:
    """The columns of GetCSVHeader (developer guide; the place of custom attributes is inferred)."""
    known = dict.fromkeys((*STANDARD_ATTRIBUTES, *(each["Name"] for each in pool.settings["SchemaAttributes"])))
    return [*(name for name in known if name not in ("sub", "identities")), MFA, USERNAME]


def verified_by_itself(pool: Pool) -> Sequence[str]:
    """The attributes of which one must be true in every row."""
    return [f"{name}_verified" for name in pool.settings.get("AutoVerifiedAttributes") or ()]


def run(service: Service, pool: Pool, job: Record, text: str | None) -> None:
    """Import the users of a file, and write the result into the job; None is a file that is not UTF-8."""
    first, *lines = re.split("\r?\n", text or "")
    columns, algorithm = [name.strip() for name in first.split(",")], job.get("PasswordHashingAlgorithm")
    job["CompletionDate"] = service.date
    if sorted(columns) != sorted([*header(pool), *([HASH] if algorithm else [])]):
        job["Status"] = "Failed"
        return
    for line in filter(str.strip, lines):
        job[_result(service, pool, algorithm, columns, line)] += 1
    is_done = job["ImportedUsers"] >= job["SkippedUsers"] + job["FailedUsers"]
    job["Status"], job["CompletionMessage"] = ("Succeeded", _DONE) if is_done else ("Failed", _TOO_MANY)


def _result(service: Service, pool: Pool, algorithm: str | None, columns: Sequence[str], line: str) -> Result:
    try:
        return _import(service, pool, algorithm, _row(columns, line))
    except (_Bad, rejections.Rejection):
        return "FailedUsers"


def _row(columns: Sequence[str], line: str) -> dict[str, str]:
    values = [value.replace("\\,", ",").strip() for value in _COMMA.split(line)]
    if len(values) != len(columns) or len(line) > _LONGEST:
        raise _Bad
    return dict(zip(columns, values, strict=True))


def _import(service: Service, pool: Pool, algorithm: str | None, row: dict[str, str]) -> Result:
    name, mfa, written = row.pop(USERNAME), row.pop(MFA).lower(), row.pop(HASH, "")
    given = {attribute: value for attribute, value in row.items() if value}
    if not re.fullmatch(r"\S{1,128}", name) or mfa not in _MFA_OF_POLICY[pool.policy]:
        raise _Bad
    user = new_user(service, pool, name, given, RESET_REQUIRED)
    if algorithm and written:
        user.password, user.status = password_hashes.read(algorithm, written), CONFIRMED
        if user.password is None:
            raise _Bad
    attributes.check(user.attributes, pool)
    attributes.refuse_missing(user.attributes, pool)
    verified = [flag for flag in VERIFIED_FLAGS if user.attributes.get(flag) == "true"]
    if not set(verified) & set(verified_by_itself(pool)):
        raise _Bad
    if not all(flag.removesuffix("_verified") in user.attributes for flag in verified):
        raise _Bad
    try:
        refuse_taken_name(pool, user, rejections.USERNAME_EXISTS)
    except rejections.Rejection:
        return "SkippedUsers"
    user.sms_by_settings = mfa == "true" and "phone_number" in user.attributes
    pool.users.add(user)
    return "ImportedUsers"
