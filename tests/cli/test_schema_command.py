"""`cognito-mfa schema` prints the schema and nothing else."""

import json

from pytest_cognito_mfa._stories.schema import story_schema
from pytest_cognito_mfa.cli import main


def test_it_prints_the_schema(capsys):
    assert main(["schema"]) == 0

    out, err = capsys.readouterr()
    assert json.loads(out) == story_schema()
    assert out.isascii()
    assert err == ""
