"""One step that calls: what it sends and what it wants back, held against AWS's model of the operation.

Rule 1: a call that wants an error may leave out or overstep what the model demands; types and names are held.
Rule 2: an error is one that AWS documents for the operation, one of any call, or a way of losing the connection.
Rule 3: a call that is to be refused has no answer, no challenge and nothing to capture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from pytest_cognito_mfa._aws import operations, service_model
from pytest_cognito_mfa._aws.exchange import Lost
from pytest_cognito_mfa._scenario import frozen
from pytest_cognito_mfa._scenario.aws_shapes import WRONG
from pytest_cognito_mfa._scenario.faults.errors import unsayable
from pytest_cognito_mfa._stories.fields import ValueReader, captures, members, named, places, text, word
from pytest_cognito_mfa._stories.values import CallStep, ErrorWanted, Step, Wanted
from pytest_cognito_mfa._yaml.messages import BOOLEAN, MAPPING, mistyped
from pytest_cognito_mfa._yaml.tree import Leaf, Members, Node
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from pytest_cognito_mfa._stories.references import Scope
    from pytest_cognito_mfa._yaml.findings import Findings

NO_CHALLENGE: Final = "none"
ERROR: Final = {"code": None, "message": None}
OF_AN_ANSWER: Final = ("answer", "challenge", "capture")


def read_call(node: Members, findings: Findings, scope: Scope) -> Step:
    """The call at `node`; with mistakes in `findings` it is not to be made."""
    operation = word(node.nodes["call"], "call", findings)
    if operation not in operations():
        if operation:
            findings.add(node.nodes["call"].place, unknown("operation", operation, operations()))
        return Step(node.place)
    step = _Call(node, operation, findings, scope).read()
    scope.made(operation)
    return step


class _Call:
    """The reading of one call."""

    def __init__(self, node: Members, operation: str, findings: Findings, scope: Scope) -> None:
        self.node, self.operation, self.findings, self.scope = node, operation, findings, scope
        self.model = service_model().operation_model(operation)
        self._answers_nothing = f"{operation} answers with nothing"

    def read(self) -> CallStep:
        nodes = self.node.nodes
        client = named(nodes["as"], "client", self.findings, self.scope) if "as" in nodes else None
        parameters = self._parameters()
        error = self._error(nodes["error"]) if "error" in nodes else None
        for name in OF_AN_ANSWER if error else ():
            if name in nodes:
                self.findings.add(self.node.keys[name], f"a call that wants an error has no {name}")
        return CallStep(
            self.node.place,
            client=client,
            operation=self.operation,
            parameters=parameters,
            signed=self._signed(),
            error=error,
            challenge=self._challenge(nodes["challenge"]) if "challenge" in nodes else None,
            answer=self._answer(nodes["answer"]) if "answer" in nodes else Wanted(),
            captures=captures(nodes.get("capture"), self.findings, self._no_member),
            at=places(self.node),
        )

    def _parameters(self) -> Any:
        given = self.node.nodes.get("with") or Members(self.node.nodes["call"].place, {}, {})
        reader = ValueReader(self.findings, self.scope, subset="error" in self.node.nodes)
        if not isinstance(given, Members):
            self.findings.add(given.place, mistyped("with", MAPPING, given))
            return {}
        value = reader.read(given, self.model.input_shape, self.operation)
        return frozen({} if value is WRONG else value)

    def _signed(self) -> bool:
        signed = self.node.nodes.get("signed")
        if signed is None:
            return True
        if not isinstance(signed, Leaf) or not isinstance(signed.value, bool):
            self.findings.add(signed.place, mistyped("signed", BOOLEAN, signed))
            return True
        return signed.value

    def _error(self, node: Node) -> ErrorWanted:
        if isinstance(node, Leaf):
            return ErrorWanted(self._code(node), None, node.place)
        if not isinstance(node, Members):
            self.findings.add(node.place, mistyped("error", "a code, or a mapping of code and message", node))
            return ErrorWanted("", None, node.place)
        found = members(node, "error", ERROR, self.findings).nodes
        if "code" not in found:
            self.findings.add(node.place, "an error needs a code")
        code = self._code(found["code"]) if "code" in found else ""
        message = text(found["message"], "message", self.findings, self.scope) if "message" in found else None
        return ErrorWanted(code, message, node.place)

    def _code(self, node: Node) -> str:
        code = word(node, "error", self.findings)
        if code and code not in get_args(Lost):
            problem = unsayable(code, self.operation, [self.operation])
            if problem:
                self.findings.add(node.place, problem)
        return code

    def _challenge(self, node: Node) -> str:
        output = self.model.output_shape
        named = output.members.get("ChallengeName") if output else None
        if named is None:
            self.findings.add(self.node.keys["challenge"], f"an answer of {self.operation} has no challenge")
            return ""
        challenge = word(node, "challenge", self.findings)
        if challenge and challenge not in (*named.enum, NO_CHALLENGE):
            self.findings.add(node.place, unknown("challenge", challenge, [*named.enum, NO_CHALLENGE]))
        return challenge

    def _answer(self, node: Node) -> Wanted:
        output = self.model.output_shape
        if output is None:
            self.findings.add(self.node.keys["answer"], self._answers_nothing)
            return Wanted()
        if not isinstance(node, Members):
            self.findings.add(node.place, mistyped("answer", MAPPING, node))
            return Wanted()
        reader = ValueReader(self.findings, self.scope, subset=True, absent=True)
        value = reader.read(node, output, "answer")
        return Wanted() if value is WRONG else Wanted(frozen(value), places(node))

    def _no_member(self, path: tuple[str | int, ...]) -> str | None:
        """Say that the model has no such member in an answer of the operation."""
        shape, way = self.model.output_shape, "answer"
        if shape is None:
            return self._answers_nothing
        for name in path:
            kind = shape.type_name
            if (kind == "list") != isinstance(name, int):
                return f"{way} is {'a list: name an item, as in ' + way + '[0]' if kind == 'list' else 'no list'}"
            if kind == "structure" and name not in shape.members:
                return unknown(f"{way} member", str(name), shape.members)
            if kind not in ("structure", "list", "map"):
                return f"{way} has no members"
            shape = shape.members[name] if kind == "structure" else shape.value if kind == "map" else shape.member
            way = f"{way}[{name}]" if isinstance(name, int) else str(name)
        return None
