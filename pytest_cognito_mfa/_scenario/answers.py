"""Reads `answers`: what an operation answers in a test, whether it is simulated or not.

An answer is checked against the output shape of its operation, and written as AWS writes it; that of an endpoint of a
pool's domain is any JSON object.  In Python it may be a
function of the call; what that returns is checked when the call is made.
`_middleware/canned_answers.py` gives it to the calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from pydantic import AfterValidator, Field

from pytest_cognito_mfa._aws import encode, endpoints, service_model
from pytest_cognito_mfa._scenario.aws_shapes import WRONG, ShapeReader
from pytest_cognito_mfa._scenario.models import Entry, check_operation, validate
from pytest_cognito_mfa._scenario.selectors import operations_of, read_request_subset
from pytest_cognito_mfa._scenario.token_references import expanded, filled
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
from pytest_cognito_mfa._yaml.messages import MAPPING, mistyped
from pytest_cognito_mfa._yaml.places import frozen
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._scenario.token_references import TokensOf
    from pytest_cognito_mfa._yaml.places import Place

Answering = Mapping[str, Any] | Callable[["Call"], Mapping[str, Any]]
"""The body of an answer, or a function of the call that returns it."""


class _AnswerKeys(TypedDict, total=False):
    when: Mapping[str, Any]
    times: int


class Answer(_AnswerKeys):
    """A canned answer in a list in Python, with the keys of a scenario."""

    on: str
    answer: Answering


def _check_answered(on: str) -> str:
    return on if on in endpoints.IN_JSON else check_operation(on)


class AnswerEntry(Entry):
    """A canned answer."""

    on: Annotated[str, AfterValidator(_check_answered)]
    answer: Any = Field(
        description="The body of the answer, with the members that AWS documents; ${tokens:USER} is a user's tokens."
    )
    when: dict[str, Any] | None = Field(None, description="Members that the request must have; mappings may have more.")
    times: int | None = Field(None, ge=1, description="At most this many calls get the answer; without it, all calls.")


@dataclass(frozen=True, slots=True)
class AnswerSpec:
    """The answer to calls of `on` whose request has the members of `when`, at most `times` times."""

    on: str
    body: bytes = field(repr=False)  # it may have tokens
    place: Place
    when: Mapping[str, Any] = field(default_factory=dict, repr=False)
    times: int | None = None
    """How many calls get it; None for all."""
    function: Callable[[Call], Any] | None = field(default=None, repr=False)
    """Gives the body, if it depends on the call."""

    def body_for(self, call: Call, tokens_of: TokensOf) -> bytes:
        """The body for this call.  Raises SettingError if the function's answer does not fit AWS's model."""
        return filled(self.body if self.function is None else self._returned(call), self.on, tokens_of)

    def _returned(self, call: Call) -> bytes:
        assert self.function is not None  # noqa: S101 - the caller has asked
        diagnostics = Diagnostics(self.place.file)
        body = _read_body(tree.of(self.function(call), self.place), self.on, diagnostics)
        if diagnostics.texts:
            who = f"the function that answers {self.on}, given at {self.place.file}:{self.place.line}"
            raise SettingError("\n".join(f"{who}: {text}" for text in diagnostics.texts))
        return body


def read_answer(node: tree.Mapping, diagnostics: Diagnostics) -> AnswerSpec:
    """The answer at `node`; do not use it if `diagnostics` has mistakes."""
    entry = validate(AnswerEntry, node, "canned answer", diagnostics)
    named = operations_of(node)
    when = frozen(read_request_subset(node, "when", named, diagnostics))
    given = node.nodes.get("answer")
    body, value = b"", tree.scalar(given)
    function = value if callable(value) else None
    if given is not None and entry is not None and function is None:
        body = _read_body(given, entry.on, diagnostics)
    return AnswerSpec(
        on="" if entry is None else entry.on,
        body=body,
        place=node.place,
        when=when,
        times=None if entry is None else entry.times,
        function=function,
    )


def _read_body(node: tree.Node, operation: str, diagnostics: Diagnostics) -> bytes:
    what = f"{operation} answer"
    if not isinstance(node, tree.Mapping):
        diagnostics.add(node.place, mistyped(what, MAPPING, node))
        return b""
    if operation in endpoints.IN_JSON:
        return json.dumps(tree.plain(expanded(node, diagnostics)), default=str).encode()
    shape = service_model().operation_model(operation).output_shape
    if shape is None:
        if node.nodes:
            diagnostics.add(node.place, f"AWS answers {operation} with an empty body; write answer: {{}}")
        return b""
    value = ShapeReader(diagnostics).read(expanded(node, diagnostics), shape, what)
    return b"" if value is WRONG else encode(operation, value)
