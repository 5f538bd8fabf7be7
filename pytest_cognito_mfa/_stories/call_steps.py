"""Reads a `call` step: what it sends and what it expects, checked against AWS's model of the operation.

Rule 1: a call that expects an error may omit required members and break limits; names and types must be right.
Rule 2: an expected error is documented for the operation, common to all calls, or a way to lose the connection.
Rule 3: a call that expects an error has no `answer`, no `challenge` and no `capture`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from pytest_cognito_mfa._aws import operations, service_model
from pytest_cognito_mfa._aws.exchange import Lost
from pytest_cognito_mfa._scenario import frozen
from pytest_cognito_mfa._scenario.aws_shapes import WRONG
from pytest_cognito_mfa._scenario.faults.errors import problem_with_error
from pytest_cognito_mfa._stories.fields import ValueReader, captures, members, named, places, text, word
from pytest_cognito_mfa._stories.values import CallStep, Expected, ExpectedError, Step
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import BOOLEAN, MAPPING, mistyped
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from pytest_cognito_mfa._stories.references import Scope
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

NO_CHALLENGE: Final = "none"
ERROR: Final = {"code": None, "message": None}
SUCCESS_ONLY: Final = ("answer", "challenge", "capture")


def read_call(node: tree.Mapping, diagnostics: Diagnostics, scope: Scope) -> Step:
    """The call at `node`. If there are mistakes in `diagnostics`, it must not be made."""
    operation = word(node.nodes["call"], "call", diagnostics)
    if operation not in operations():
        if operation:
            diagnostics.add(node.nodes["call"].place, unknown("operation", operation, operations()))
        return Step(node.place)
    step = _Call(node, operation, diagnostics, scope).read()
    scope.note_created(operation)
    return step


class _Call:
    """Reads one call."""

    def __init__(self, node: tree.Mapping, operation: str, diagnostics: Diagnostics, scope: Scope) -> None:
        self.node, self.operation, self.diagnostics, self.scope = node, operation, diagnostics, scope
        self.model = service_model().operation_model(operation)
        self._no_answer = f"{operation} returns an empty answer"

    def read(self) -> CallStep:
        nodes = self.node.nodes
        client = named(nodes["as"], "client", self.diagnostics, self.scope) if "as" in nodes else None
        parameters = self._parameters()
        error = self._error(nodes["error"]) if "error" in nodes else None
        for name in SUCCESS_ONLY if error else ():
            if name in nodes:
                self.diagnostics.add(
                    self.node.keys[name], f"a call with 'error' cannot have {name!r}; remove one of them"
                )
        return CallStep(
            self.node.place,
            client=client,
            operation=self.operation,
            parameters=parameters,
            signed=self._signed(),
            error=error,
            challenge=self._challenge(nodes["challenge"]) if "challenge" in nodes else None,
            answer=self._answer(nodes["answer"]) if "answer" in nodes else Expected(),
            captures=captures(nodes.get("capture"), self.diagnostics, self._no_member),
            places=places(self.node),
        )

    def _parameters(self) -> Any:
        given = self.node.nodes.get("with") or tree.Mapping(self.node.nodes["call"].place, {}, {})
        reader = ValueReader(self.diagnostics, self.scope, subset="error" in self.node.nodes)
        if not isinstance(given, tree.Mapping):
            self.diagnostics.add(given.place, mistyped("with", MAPPING, given))
            return {}
        value = reader.read(given, self.model.input_shape, self.operation)
        return frozen({} if value is WRONG else value)

    def _signed(self) -> bool:
        signed = self.node.nodes.get("signed")
        if signed is None:
            return True
        if not isinstance(signed, tree.Scalar) or not isinstance(signed.value, bool):
            self.diagnostics.add(signed.place, mistyped("signed", BOOLEAN, signed))
            return True
        return signed.value

    def _error(self, node: tree.Node) -> ExpectedError:
        if isinstance(node, tree.Scalar):
            return ExpectedError(self._code(node), None, node.place)
        if not isinstance(node, tree.Mapping):
            self.diagnostics.add(node.place, mistyped("error", "a code, or a mapping of code and message", node))
            return ExpectedError("", None, node.place)
        found = members(node, "error", ERROR, self.diagnostics).nodes
        if "code" not in found:
            self.diagnostics.add(node.place, "'error' needs the key 'code'")
        code = self._code(found["code"]) if "code" in found else ""
        message = text(found["message"], "message", self.diagnostics, self.scope) if "message" in found else None
        return ExpectedError(code, message, node.place)

    def _code(self, node: tree.Node) -> str:
        code = word(node, "error", self.diagnostics)
        if code and code not in get_args(Lost):
            problem = problem_with_error(code, self.operation, [self.operation])
            if problem:
                self.diagnostics.add(node.place, problem)
        return code

    def _challenge(self, node: tree.Node) -> str:
        output = self.model.output_shape
        named = output.members.get("ChallengeName") if output else None
        if named is None:
            self.diagnostics.add(self.node.keys["challenge"], f"{self.operation} never returns a challenge")
            return ""
        challenge = word(node, "challenge", self.diagnostics)
        if challenge and challenge not in (*named.enum, NO_CHALLENGE):
            self.diagnostics.add(node.place, unknown("challenge", challenge, [*named.enum, NO_CHALLENGE]))
        return challenge

    def _answer(self, node: tree.Node) -> Expected:
        output = self.model.output_shape
        if output is None:
            self.diagnostics.add(self.node.keys["answer"], self._no_answer)
            return Expected()
        if not isinstance(node, tree.Mapping):
            self.diagnostics.add(node.place, mistyped("answer", MAPPING, node))
            return Expected()
        reader = ValueReader(self.diagnostics, self.scope, subset=True, absent=True)
        value = reader.read(node, output, "answer")
        return Expected() if value is WRONG else Expected(frozen(value), places(node))

    def _no_member(self, path: tuple[str | int, ...]) -> str | None:
        """The problem if the model has no such member in the answer, or None."""
        shape, way = self.model.output_shape, "answer"
        if shape is None:
            return self._no_answer
        for name in path:
            kind = shape.type_name
            if (kind == "list") != isinstance(name, int):
                return f"{way} is a list; name an item: {way}[0]" if kind == "list" else f"{way} is not a list"
            if kind == "structure" and name not in shape.members:
                return unknown(f"{way} member", str(name), shape.members)
            if kind not in ("structure", "list", "map"):
                return f"{way} has no members"
            shape = shape.members[name] if kind == "structure" else shape.value if kind == "map" else shape.member
            way = f"{way}[{name}]" if isinstance(name, int) else str(name)
        return None
