"""Jobs that import users from a CSV file: what a new one has.  They change their state, and import nobody yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool


def created(service: Service, pool: Pool, request: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001
    """The members of a new job (the CLI's example of create-user-import-job)."""
    place = f"https://aws-cognito-idp-user-import-{pool.region}.s3.{pool.region}.amazonaws.com"
    url = f"{place}/{pool.id}/{service.sources.opaque(32)}?X-Amz-Expires=900"
    return {"Status": "Created", "PreSignedUrl": url, "ImportedUsers": 0, "SkippedUsers": 0, "FailedUsers": 0}
