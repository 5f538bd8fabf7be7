"""Resolves CloudFormation's intrinsic functions, as far as the template alone allows.

1. A parameter has the value of `--parameter`, or else its default. Pseudo parameters have AWS's example account, the
   region of the import (default us-east-1) and the stack name `stack`.
2. A reference to another resource becomes its logical ID, or an ARN made from it.
3. Values that are only known after deployment (exports, dynamic references, other attributes, parameters without a
   value) are ABSENT and reported with their path.
4. A condition may be unknown, neither true nor false. Values that depend on it are ABSENT and reported.
5. Work and memory are bounded: by the depth, by the number of values, and by the length of a text.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import ACCOUNT
from pytest_cognito_mfa._cli.importers.imported import ABSENT, mapping
from pytest_cognito_mfa.errors import ImportingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pytest_cognito_mfa._cli.importers.members import MemberReader

MAX_DEPTH: Final = 100
MAX_VALUES: Final = 200_000
"""The values that are resolved in a template; a function's arguments count each time that it is resolved."""
MAX_TEXT: Final = 1024 * 1024
"""The characters of a text: a whole template has at most 1 MB (CloudFormation quotas)."""

_DYNAMIC: Final = re.compile(r"\{\{resolve:")
_INDEX: Final = re.compile("[0-9]{1,9}")
_VARIABLE: Final = re.compile(r"\$\{(!?)([^}]*)\}")
_ARN_PATHS: Final = {"AWS::IAM::Role": "role/", "AWS::IAM::User": "user/", "AWS::Lambda::Function": "function:"}
_SERVERLESS: Final = {"AWS::Serverless::Function": "AWS::Lambda::Function"}


class Intrinsics:
    """Resolves values of one template."""

    def __init__(
        self, template: Mapping[str, Any], reader: MemberReader, region: str, given: Mapping[str, str]
    ) -> None:
        self._resources = mapping(template.get("Resources"))
        self._parameters = mapping(template.get("Parameters"))
        self._mappings = mapping(template.get("Mappings"))
        self._conditions = mapping(template.get("Conditions"))
        self._reader = reader
        self._given = given
        self._deep = 0
        self._values = 0
        self._evaluating: list[str] = []
        self._verdicts: dict[str, bool | None] = {}
        self._pseudo = {
            "AWS::AccountId": ACCOUNT,
            "AWS::NoValue": None,
            "AWS::Partition": "aws",
            "AWS::Region": region,
            "AWS::StackId": f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/stack/1example2",
            "AWS::StackName": "stack",
            "AWS::URLSuffix": "amazonaws.com",
        }
        self._functions: dict[str, Callable[[Any, str], Any]] = {
            "Fn::FindInMap": self._find_in_map,
            "Fn::GetAtt": self._attribute,
            "Fn::If": self._if,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::Sub": self._sub,
            "Ref": self._ref,
        }

    def value(self, raw: Any, path: str) -> Any:
        """The plain value; None for AWS::NoValue, ABSENT for a value that is only known after deployment."""
        with self._deeper(path):
            return self._resolved(raw, path)

    @contextmanager
    def _deeper(self, path: str) -> Iterator[None]:
        """Refuse to go on where a template nests too deep, or repeats too much."""
        self._deep += 1
        self._values += 1
        if self._deep > MAX_DEPTH:
            raise self._refusal(path, f"nested more than {MAX_DEPTH} deep")
        if self._values > MAX_VALUES:
            raise self._refusal(path, f"the template expands to more than {MAX_VALUES} values")
        yield
        self._deep -= 1

    def _refusal(self, path: str, problem: str) -> ImportingError:
        return ImportingError(f"{self._reader.source}: {path}: {problem}")

    def _bounded(self, length: int, path: str) -> None:
        if length > MAX_TEXT:
            raise self._refusal(path, f"this becomes a text of more than {MAX_TEXT >> 20} MB, as no template may have")

    def _resolved(self, raw: Any, path: str) -> Any:
        if isinstance(raw, list):
            items = [self.value(item, f"{path}[{at}]") for at, item in enumerate(raw)]
            return [item for item in items if item is not None and item is not ABSENT]
        if isinstance(raw, str) and _DYNAMIC.search(raw):
            return self._unknown(path, "a dynamic reference")
        if not isinstance(raw, dict):
            return raw
        name = next(iter(raw), "")
        if len(raw) == 1 and (name == "Ref" or name.startswith("Fn::")):
            function = self._functions.get(name)
            return function(raw[name], path) if function else self._unknown(path, name)
        members = {name: self.value(item, f"{path}.{name}") for name, item in raw.items()}
        return {name: value for name, value in members.items() if value is not None and value is not ABSENT}

    def refers_to(self, raw: Any) -> str | None:
        """The logical ID of the resource that `raw` refers to."""
        if not isinstance(raw, dict):
            return None
        target = raw.get("Ref", raw.get("Fn::GetAtt", raw.get("Fn::Sub")))
        name = str(target[0] if isinstance(target, list) and target else target)
        name = name.removeprefix("${").removesuffix("}").partition(".")[0]
        return name if name in self._resources else None

    def condition(self, name: object) -> bool | None:
        """Whether a condition is true; None if the template alone does not say."""
        if not isinstance(name, str) or name not in self._conditions:
            return None
        if name in self._evaluating:
            raise self._refusal(f"Conditions.{name}", f"depends on itself: {' -> '.join((*self._evaluating, name))}")
        if name not in self._verdicts:
            self._evaluating.append(name)
            self._verdicts[name] = self._evaluate(self._conditions[name], f"Conditions.{name}")
            self._evaluating.remove(name)
        return self._verdicts[name]

    def _evaluate(self, raw: Any, path: str) -> bool | None:
        with self._deeper(path):
            return self._evaluated(raw, path)

    def _evaluated(self, raw: Any, path: str) -> bool | None:
        name, arguments = next(iter(mapping(raw).items()), (None, None))
        if name == "Condition":
            return self.condition(arguments)
        if name == "Fn::Equals" and isinstance(arguments, list):
            sides = [self.value(side, path) for side in arguments]
            return None if any(side is ABSENT for side in sides) else len({_as_text(side) for side in sides}) == 1
        if name not in ("Fn::And", "Fn::Not", "Fn::Or") or not isinstance(arguments, list):
            return None
        parts = [self._evaluate(part, path) for part in arguments]
        if name == "Fn::Not":
            return None if parts not in ([True], [False]) else not parts[0]
        decisive = name == "Fn::Or"  # one such part decides, even if others are unknown
        return decisive if decisive in parts else None if None in parts else not decisive

    def _unknown(self, path: str, what: str) -> Any:
        return self._reader.note(path, f"only known after deployment: {what}")

    def _ref(self, name: Any, path: str) -> Any:
        name = str(name)
        if name in self._pseudo:
            return self._pseudo[name]
        parameter = self._parameters.get(name)
        if parameter is not None:
            return self._parameter(name, mapping(parameter), path)
        return self._placeholder_id(name, path) if name in self._resources else self._unknown(path, f"Ref {name}")

    def _parameter(self, name: str, parameter: Mapping[str, Any], path: str) -> Any:
        value = self._given.get(name, parameter.get("Default"))
        kind = str(parameter.get("Type", ""))
        if str(parameter.get("NoEcho", "")).lower() == "true":
            return self._unknown(path, f"the parameter {name} is a secret (NoEcho)")
        if value is None or kind.startswith("AWS::SSM::"):
            return self._unknown(path, f"the parameter {name}; add --parameter {name}=VALUE")
        listed = kind == "CommaDelimitedList" or kind.startswith("List<")
        return [item.strip() for item in str(value).split(",")] if listed else value

    def _placeholder_id(self, name: str, path: str) -> str:
        self._reader.note(path, f"refers to the resource {name}; replaced by its logical ID")
        return name

    def _attribute(self, target: Any, path: str) -> Any:
        name, attribute = map(str, _pair(target))
        resource = mapping(self._resources.get(name))
        if attribute != "Arn" or not resource:
            return self._unknown(path, f"{name}.{attribute}")
        kind = str(resource.get("Type"))
        kind = _SERVERLESS.get(kind, kind)
        service = kind.split("::")[1].lower() if kind.count("::") else "custom"
        region = "" if kind.startswith("AWS::IAM::") else self._pseudo["AWS::Region"]
        self._reader.note(path, f"refers to the ARN of {name}; replaced by an ARN made from its logical ID")
        return f"arn:aws:{service}:{region}:{ACCOUNT}:{_ARN_PATHS.get(kind, '')}{name}"

    def _if(self, arguments: Any, path: str) -> Any:
        if not isinstance(arguments, list) or len(arguments) != 3:  # noqa: PLR2004 - the condition, then, else
            return self._unknown(path, "Fn::If")
        verdict = self.condition(arguments[0])
        if verdict is None:
            return self._unknown(path, f"the condition {arguments[0]}")
        return self.value(arguments[1 if verdict else 2], path)

    def _sub(self, arguments: Any, path: str) -> Any:
        text, own = (arguments, {}) if isinstance(arguments, str) else _pair(arguments)
        known: dict[str, Any] = {name: self.value(value, path) for name, value in mapping(own).items()}
        length = len(str(text))

        def filled(match: re.Match[str]) -> str:
            nonlocal length
            literal, name = match.groups()
            if literal:
                return f"${{{name}}}"
            if name not in known:
                known[name] = self._attribute(name, path) if "." in name else self._ref(name, path)
            filling = _as_text(known[name])
            length += len(filling)
            self._bounded(length, path)
            return filling

        whole = _VARIABLE.sub(filled, str(text))
        return ABSENT if any(value is ABSENT for value in known.values()) else whole

    def _join(self, arguments: Any, path: str) -> Any:
        separator, raw = _pair(arguments)
        items = raw if isinstance(raw, list) else self.value(raw, path)
        if not isinstance(items, list):
            return self._unknown(path, "Fn::Join")
        parts = [self.value(part, path) for part in items]
        if any(part is ABSENT for part in parts):
            return ABSENT
        texts = list(map(_as_text, parts))
        self._bounded(sum(map(len, texts)) + len(str(separator)) * len(texts), path)
        return str(separator).join(texts)

    def _select(self, arguments: Any, path: str) -> Any:
        index, raw = _pair(arguments)
        chosen, items = self.value(index, path), self.value(raw, path)
        if not isinstance(items, list) or not _INDEX.fullmatch(str(chosen)) or int(str(chosen)) >= len(items):
            return self._unknown(path, "Fn::Select")
        return items[int(str(chosen))]

    def _split(self, arguments: Any, path: str) -> Any:
        separator, raw = _pair(arguments)
        text = self.value(raw, path)
        return text.split(str(separator)) if separator and isinstance(text, str) else self._unknown(path, "Fn::Split")

    def _find_in_map(self, arguments: Any, path: str) -> Any:
        found: Any = self._mappings
        for raw in arguments if isinstance(arguments, list) else [None]:
            key = self.value(raw, path)
            found = found.get(_as_text(key)) if isinstance(found, dict) else None
        return self._unknown(path, "Fn::FindInMap") if found is None or found is self._mappings else found


def _pair(value: Any) -> tuple[Any, Any]:
    """The two arguments of a function; Fn::GetAtt may have them in one text."""
    if isinstance(value, str):
        name, _, attribute = value.partition(".")
        return name, attribute
    return (value[0], value[1]) if isinstance(value, list) and len(value) > 1 else (None, None)


def _as_text(value: Any) -> str:
    """A value as text, in CloudFormation's form."""
    return json.dumps(value) if isinstance(value, bool) else str(value)
