"""The JSON Schema of scenarios, for editors: made from our entries and from AWS's model.

`_stories/schema.py` adds the schema of stories and makes one document of both.

Rule 1: what the schema rejects is wrong.  Only `cognito-mfa check` finds mistakes across keys, for example SMS without
        a phone number.
Rule 2: the schema has types, keys, enumerations and ranges, and the members and errors of each operation.
Rule 3: editors read YAML 1.2, so here OFF without quotes is a text, and so is a date.
"""

from __future__ import annotations

from pytest_cognito_mfa._scenario.schema.document import scenario_schema

__all__ = ["scenario_schema"]
