"""Canned answers: what a scenario says an operation answers, simulated or not; read, and given to the calls.

Rule 1: an answer is held against the operation's output shape when it is read, and written as AWS writes it.
Rule 2: of the answers for a call, the first that is not used up is given, once the request is one that AWS takes.
Rule 3: a call without one goes on to whoever answers the others; the state of the pools is never touched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from pydantic import AfterValidator, Field

from pytest_cognito_mfa._aws import encode, service_model
from pytest_cognito_mfa._aws.diff import covers
from pytest_cognito_mfa._scenario.aws_shapes import WRONG, ShapeReader
from pytest_cognito_mfa._scenario.models import GIVEN, Entry, known_operation, validated
from pytest_cognito_mfa._scenario.selectors import named_in, read_members
from pytest_cognito_mfa._yaml.messages import MAPPING, mistyped
from pytest_cognito_mfa._yaml.places import frozen, thawed
from pytest_cognito_mfa._yaml.tree import Members

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._aws.passthrough import Answering, Through
    from pytest_cognito_mfa._aws.wire import Call, Reply
    from pytest_cognito_mfa._yaml.findings import Findings
    from pytest_cognito_mfa._yaml.places import Place
    from pytest_cognito_mfa._yaml.tree import Node


class AnswerEntry(Entry):
    """One of the canned answers."""

    on: Annotated[str, AfterValidator(known_operation)]
    answer: Annotated[Any, GIVEN]
    when: Annotated[dict[str, Any] | None, GIVEN] = None
    times: Annotated[int | None, Field(ge=1), GIVEN] = None


@dataclass(frozen=True, slots=True)
class AnswerSpec:
    """What a call of `on` whose request has the members of `when` is answered with, at most `times` times."""

    on: str
    body: bytes = field(repr=False)  # it may hold tokens
    place: Place
    when: Mapping[str, Any] = field(default_factory=dict, repr=False)
    times: int | None = None
    """How many calls it is for; None for every one."""


def read_answer(node: Members, findings: Findings) -> AnswerSpec:
    """The answer at `node`; with mistakes in `findings` it is not to be used."""
    entry = validated(AnswerEntry, node, "canned answer", findings)
    named = named_in(node)
    when = frozen(read_members(node, "when", named, findings))
    given = node.nodes.get("answer")
    body = b""
    if given is not None and entry is not None:
        body = _read_body(given, entry.on, findings)
    return AnswerSpec(
        on="" if entry is None else entry.on,
        body=body,
        place=node.place,
        when=when,
        times=None if entry is None else entry.times,
    )


def _read_body(node: Node, operation: str, findings: Findings) -> bytes:
    what = f"{operation} answer"
    shape = service_model().operation_model(operation).output_shape
    if not isinstance(node, Members):
        findings.add(node.place, mistyped(what, MAPPING, node))
        return b""
    if shape is None:
        if node.nodes:
            findings.add(node.place, f"{operation} answers with nothing; its answer is {{}}")
        return b""
    value = ShapeReader(findings).read(node, shape, what)
    return b"" if value is WRONG else encode(operation, value)


class Backstage(Protocol):
    """Who writes the replies."""

    def canned(self, body: bytes, call: Call) -> Reply:
        """The reply with that body, or AWS's refusal of a request that its framework does not take."""


@dataclass(slots=True)
class _Left:
    """An answer, and how often it may still be given."""

    spec: AnswerSpec
    wanted: Any
    times: int | None


class CannedAnswers:
    """Gives the canned answers, and lets `beyond` answer the other calls."""

    def __init__(self, answers: Sequence[AnswerSpec], *, beyond: Answering, backstage: Backstage) -> None:
        self._beyond = beyond
        self._backstage = backstage
        self._left: dict[str, list[_Left]] = {}
        for spec in answers:
            self._left.setdefault(spec.on, []).append(_Left(spec, thawed(spec.when), spec.times))

    def answer(self, call: Call) -> tuple[Reply | Through, str]:
        __tracebackhide__ = True
        for left in self._left.get(call.operation, ()):
            if left.times != 0 and covers(call.parameters, left.wanted):
                return self._given(left, call)
        return self._beyond.answer(call)

    def _given(self, left: _Left, call: Call) -> tuple[Reply, str]:
        __tracebackhide__ = True
        reply = self._backstage.canned(left.spec.body, call)
        if reply.error is not None:
            return reply, "simulator"
        if left.times is not None:
            left.times -= 1
        return reply, f"answer {left.spec.place.file}:{left.spec.place.line}"
