"""Jobs that import users from a CSV file: what a new one has.  They change their state, and import nobody yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, Record


def prepare(service: Service, pool: Pool, job: Record, request: Mapping[str, Any]) -> None:
    """Complete a new job (the CLI's example of create-user-import-job)."""
    del request
    place = f"https://aws-cognito-idp-user-import-{pool.region}.s3.{pool.region}.amazonaws.com"
    url = f"{place}/{pool.id}/{job['JobId']}?X-Amz-Expires=900&X-Amz-Signature={service.sources.bytes(32).hex()}"
    job |= {"Status": "Created", "PreSignedUrl": url, "ImportedUsers": 0, "SkippedUsers": 0, "FailedUsers": 0}
