"""Imports a file of the Serverless Framework: the CloudFormation template below `resources`.

1. `resources` is a template, or a list of templates, which are merged.  A part in another file is named, not read.
2. A variable gets its value where this file has it (`self:`), the stage `dev` and the region of the import unless
   `provider` names others, or else its own default.  Any other is only known after deployment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import ACCOUNT, DEFAULT_REGION
from pytest_cognito_mfa._cli.importers.cloudformation import import_template
from pytest_cognito_mfa._cli.importers.imported import Document, items, mapping
from pytest_cognito_mfa._cli.importers.intrinsics import MAX_DEPTH
from pytest_cognito_mfa.errors import ImportingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._cli.importers.imported import Imported, ImportOptions

_SECTIONS: Final = ("Parameters", "Mappings", "Conditions", "Resources")
_VARIABLE: Final = re.compile(r"\$\{((?:aws|cf|env|file|opt|param|s3|self|sls|ssm)[:(.][^${}]*)\}")
_FILE: Final = re.compile(r"\$\{file\(([^)]+)\)")
_MOST: Final = 1_000_000
"""Values and characters that variables may stand for: one may stand for others, or for itself."""


def is_serverless(value: Mapping[str, Any]) -> bool:
    return "provider" in value and isinstance(value.get("resources"), (dict, list, str)) and "Resources" not in value


def import_serverless(document: Document, imported: Imported, options: ImportOptions) -> None:
    """Import the template below `resources`. Raises ImportingError if other files have all of it."""
    given = document.value["resources"]
    parts = given if isinstance(given, list) else [given]
    files = [found[1] for part in parts if isinstance(part, str) and (found := _FILE.match(part))]
    template = _merged([mapping(part) for part in parts])
    if not template["Resources"]:
        where = f"in other files; import them: {' '.join(files)}" if files else "not there; nothing to import"
        raise ImportingError(f"{document.source}: resources: the Resources are {where}")
    for file in files:
        imported.note(document.source, "resources", f"not imported: {file} is another file; import it too")
    _note_triggers(document, imported)
    resolved = _Variables(document, options.region or DEFAULT_REGION).value(template)
    import_template(Document(document.source, resolved), imported, options)


def _merged(parts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
    for part in parts:
        for section in _SECTIONS:
            merged[section] |= mapping(part.get(section))
    return merged


def _note_triggers(document: Document, imported: Imported) -> None:
    """Report the pools that the framework itself makes for the triggers of functions."""
    for name, function in mapping(document.value.get("functions")).items():
        for event in items(mapping(function).get("events")):
            pool = mapping(mapping(event).get("cognitoUserPool"))
            if pool:
                what = f"not imported: trigger {pool.get('trigger')} of pool {pool.get('pool')}"
                plug = "plug in its handler: triggers: of the pool, or cognito.trigger"
                imported.note(document.source, f"functions.{name}.events", f"{what}; {plug}")


class _Variables:
    """Replaces the framework's variables in a template."""

    def __init__(self, document: Document, region: str) -> None:
        self._source, self._file = document.source, document.value
        self._left = _MOST
        provider = mapping(self._file.get("provider"))
        self._known = {
            "sls:stage": provider.get("stage", "dev"),
            "opt:stage": provider.get("stage", "dev"),
            "opt:region": provider.get("region", region),
            "aws:region": provider.get("region", region),
            "aws:accountId": ACCOUNT,
        }

    def value(self, raw: Any, *, is_sub: bool = False, deep: int = 0) -> Any:
        """The value with its variables replaced; `is_sub` if CloudFormation replaces the others in this text."""
        self._left -= 1
        if self._left < 0 or deep > MAX_DEPTH:
            raise ImportingError(f"{self._source}: resources: its variables nest too deeply, or stand for too much")
        if isinstance(raw, dict):
            return {name: self.value(each, is_sub=name == "Fn::Sub", deep=deep + 1) for name, each in raw.items()}
        if isinstance(raw, list):
            return [self.value(item, is_sub=is_sub, deep=deep + 1) for item in raw]
        if not isinstance(raw, str) or not _VARIABLE.search(raw):
            return raw
        whole = _VARIABLE.fullmatch(raw)
        replaced = self._of(whole[1], raw) if whole else _VARIABLE.sub(self._text, raw)
        self._left -= len(replaced) if isinstance(replaced, str) else 0
        if replaced != raw:
            return self.value(replaced, is_sub=is_sub, deep=deep + 1)
        return raw if is_sub else {"Fn::Sub": raw}

    def _text(self, found: re.Match[str]) -> str:
        value = self._of(found[1], found[0])
        return found[0] if isinstance(value, (dict, list)) else str(value)

    def _of(self, expression: str, otherwise: str) -> Any:
        """The value of ``name, default, ...``, or else `otherwise`."""
        for name in map(str.strip, expression.split(",")):
            if name[:1] in "'\"":
                return name[1:-1]
            value = self._known.get(name, self._own(name))
            if value is not None:
                return value
        return otherwise

    def _own(self, name: str) -> Any:
        if not name.startswith("self:"):
            return None
        found: Any = self._file
        for key in name.removeprefix("self:").split("."):
            found = mapping(found).get(key)
        return found
