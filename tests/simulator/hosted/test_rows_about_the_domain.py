"""The reference's rows about a pool's domain: for each there is a refusal with its code, its words and its status."""

import os
from pathlib import Path

import pytest
import yaml
from one_test import for_each

from pytest_cognito_mfa._simulator.rejections import Refusal, hosted

FOLDER = os.environ.get("COGNITO_REFERENCE")
ROWS = yaml.safe_load(Path(FOLDER, "errors-directory.yaml").read_text()) if FOLDER else [{"operation": ""}]
HOSTED = [row for row in ROWS if " /" in row["operation"]] or ROWS
REFUSED = {(each.code, each.words, each.status) for each in vars(hosted).values() if isinstance(each, Refusal)}
OF_PAGES = {code for code, _, status in REFUSED if status == 302}
ON_THE_WAY = ("invalid_request", "unauthorized_client", "invalid_scope")
"""What the redirect_uri gets in its query: the same refusals as elsewhere, without a status of their own."""


@pytest.mark.skipif(not FOLDER, reason="COGNITO_REFERENCE names no folder")
@for_each("row", HOSTED)
def test_a_row_about_the_domain_has_its_refusal(row):
    if row["code"] is None:
        assert row["status"] == 200 or row["message"] in OF_PAGES
    else:
        status = 400 if row["code"] in ON_THE_WAY else row["status"]
        assert (row["code"], row["message"], status) in REFUSED
