"""The language of scenarios as a JSON Schema, for editors: made of our entries and of AWS's model.

Files of steps have theirs in `_steps.schema`, which makes one document of both.

Rule 1: what the schema finds wrong is wrong; what it lets pass, `cognito-mfa check` may still find.
Rule 2: types, keys, enumerations and ranges are the schema's; what one key says of another is not, but for the
members and errors of an operation, which hang on its name.
Rule 3: a file is read as YAML 1.2, as editors do: a bare OFF is a text there, and a date too.
"""

from __future__ import annotations

from pytest_cognito_mfa._scenario.schema.document import scenario_schema

__all__ = ["scenario_schema"]
