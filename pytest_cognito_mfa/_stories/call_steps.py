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
from pytest_cognito_mfa._stories.fields import places
from pytest_cognito_mfa._stories.values import CallStep, Expected, ExpectedError, Step
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from pytest_cognito_mfa._stories.fields import FieldReader

NO_CHALLENGE: Final = "none"
ERROR: Final = ("code", "message")
SUCCESS_ONLY: Final = ("answer", "challenge", "capture")


def read_call(step: tree.Mapping, reader: FieldReader) -> Step:
    """The call at `step`. If there were mistakes, it must not be made."""
    node, known = step.nodes["call"], operations()
    operation = reader.word(node, "call")
    if operation not in known:
        reader.wrong(node.place, unknown("operation", operation, known) if operation else None)
        return Step(step.place)
    call = _Call(step, operation, reader).read()
    reader.scope.note_created(operation)
    return call


class _Call:
    """Reads one call."""

    def __init__(self, step: tree.Mapping, operation: str, reader: FieldReader) -> None:
        self._step, self._operation, self._reader = step, operation, reader
        self._model = service_model().operation_model(operation)
        self._no_answer = f"{operation} returns an empty answer"

    def read(self) -> CallStep:
        step, nodes, reader = self._step, self._step.nodes, self._reader
        client = reader.client(step)
        parameters = self._parameters()
        error = self._error(nodes["error"]) if "error" in nodes else None
        for name in SUCCESS_ONLY if error else ():
            if name in nodes:
                reader.wrong(step.keys[name], f"a call with 'error' cannot have {name!r}; remove one of them")
        return CallStep(
            step.place,
            client=client,
            operation=self._operation,
            parameters=parameters,
            signed="signed" not in nodes or reader.boolean(nodes["signed"], "signed") is not False,
            error=error,
            challenge=self._challenge(nodes["challenge"]) if "challenge" in nodes else None,
            answer=self._answer(nodes["answer"]) if "answer" in nodes else Expected(),
            captures=reader.captures(step, self._no_member),
            places=places(step),
        )

    def _parameters(self) -> Any:
        nodes = self._step.nodes
        given = nodes.get("with") or tree.Mapping(nodes["call"].place, {}, {})
        if self._reader.mapping(given, "with") is None:
            return {}
        value = self._reader.value(given, self._model.input_shape, self._operation, subset="error" in nodes)
        return frozen({} if value is WRONG else value)

    def _error(self, node: tree.Node) -> ExpectedError:
        reader = self._reader
        if isinstance(node, tree.Scalar):
            return ExpectedError(self._code(node), None, node.place)
        if reader.mapping(node, "error", "a code, or a mapping of code and message") is None:
            return ExpectedError("", None, node.place)
        found = reader.members(node, "error", ERROR).nodes
        if "code" not in found:
            reader.wrong(node.place, "'error' needs the key 'code'")
        code = self._code(found["code"]) if "code" in found else ""
        message = reader.text(found["message"], "message") if "message" in found else None
        return ExpectedError(code, message, node.place)

    def _code(self, node: tree.Node) -> str:
        code = self._reader.word(node, "error")
        if code and code not in get_args(Lost):
            self._reader.wrong(node.place, problem_with_error(code, self._operation, [self._operation]))
        return code

    def _challenge(self, node: tree.Node) -> str:
        output = self._model.output_shape
        named = output.members.get("ChallengeName") if output else None
        if named is None:
            self._reader.wrong(self._step.keys["challenge"], f"{self._operation} never returns a challenge")
            return ""
        return self._reader.word(node, "challenge", (*named.enum, NO_CHALLENGE))

    def _answer(self, node: tree.Node) -> Expected:
        output = self._model.output_shape
        if output is None:
            self._reader.wrong(self._step.keys["answer"], self._no_answer)
            return Expected()
        given = self._reader.mapping(node, "answer")
        value = WRONG if given is None else self._reader.value(given, output, "answer", subset=True, absent=True)
        return Expected() if given is None or value is WRONG else Expected(frozen(value), places(given))

    def _no_member(self, path: tuple[str | int, ...]) -> str | None:
        """The problem if the model has no such member in the answer, or None."""
        shape, where = self._model.output_shape, "answer"
        if shape is None:
            return self._no_answer
        for name in path:
            kind = shape.type_name
            if (kind == "list") != isinstance(name, int):
                return f"{where} is a list; name an item: {where}[0]" if kind == "list" else f"{where} is not a list"
            if kind == "structure" and name not in shape.members:
                return unknown(f"{where} member", str(name), shape.members)
            if kind not in ("structure", "list", "map"):
                return f"{where} has no members"
            shape = shape.members[name] if kind == "structure" else shape.value if kind == "map" else shape.member
            where = f"{where}[{name}]" if isinstance(name, int) else str(name)
        return None
