"""Runs the steps of a story against the `cognito` fixture, until one fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._stories.answer_diff import differences
from pytest_cognito_mfa._stories.call_steps import NO_CHALLENGE
from pytest_cognito_mfa._stories.client import CallResult, call_operation
from pytest_cognito_mfa._stories.failure_report import Mismatch, describe_result, line_label, report
from pytest_cognito_mfa._stories.loading import TOKENS
from pytest_cognito_mfa._stories.references import ReferenceResolver, StoryFixture, newest_message
from pytest_cognito_mfa._stories.values import (
    AdvanceStep,
    CallStep,
    Capture,
    FreezeStep,
    InjectStep,
    MessageStep,
    RiskStep,
    SignInStep,
    Step,
    Story,
    UserStep,
)
from pytest_cognito_mfa.errors import CognitoMfaError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pytest_cognito_mfa._scenario import Place


class StepFailed(Exception):  # noqa: N818 - says what it is
    """A step failed; the text explains it to the author of the story."""

    def __init__(self, text: str, place: Place) -> None:
        super().__init__(text)
        self.text, self.place = text, place


def play(story: Story, cognito: StoryFixture) -> None:
    """Run every step. Raises StepFailed at the first one that fails."""
    player, done = _Player(cognito), list[str]()
    for number, step in enumerate(story.steps):
        try:
            done.append(f"{line_label(step.place)} {player.handlers[type(step)](step)}")
            continue
        except Mismatch as error:
            mismatch = error
        except CognitoMfaError as error:
            mismatch = Mismatch("could not run", str(error).splitlines())
        raise StepFailed(report(story, number, mismatch, done), step.place)


class _Player:
    """Runs single steps and keeps captured values; each handler returns its result in a few words."""

    def __init__(self, cognito: StoryFixture) -> None:
        self._cognito = cognito
        self._resolver = ReferenceResolver(cognito)
        self.handlers: Final[dict[type[Step], Callable[[Any], str]]] = {
            CallStep: self._call,
            SignInStep: self._sign_in,
            AdvanceStep: self._advance,
            FreezeStep: self._freeze,
            InjectStep: self._inject,
            RiskStep: self._risk,
            MessageStep: self._message,
            UserStep: self._user,
        }

    def _call(self, step: CallStep) -> str:
        parameters = self._resolver.resolve(step.parameters, step.client)
        actual = call_operation(self._cognito, step.operation, parameters, signed=step.signed)
        if step.error is not None or actual.answer is None:
            self._check_error(step, actual)
        else:
            self._check_answer(step, actual, actual.answer)
            self._capture(step.captures, actual.answer)
        return f"{step.operation}: {describe_result(actual)}"

    def _check_error(self, step: CallStep, actual: CallResult) -> None:
        expected = step.error
        by = self._cognito.journal[-1].answered_by
        notes = [] if by == "simulator" else [f"answered by: {by}"]
        result = f"+ {describe_result(actual)}"
        if expected is None:
            expectation = f"challenge {step.challenge}" if step.challenge else "an answer"
            lines = [f"- {expectation}", result, *notes]
            raise Mismatch(f"failed with {actual.error}", lines, step.places.get("challenge"))
        message = None if expected.message is None else self._resolver.resolve(expected.message, step.client)
        if actual.error != expected.code:
            expectation = f"error {expected.code}" + ("" if message is None else f": {message}")
            what = "succeeded" if actual.error is None else f"failed with {actual.error}"
            raise Mismatch(what, [f"- {expectation}", result, *notes], expected.place)
        if message not in (None, actual.message):
            what = f"failed with {actual.error}, but with a different message"
            raise Mismatch(what, [f"- message: {message}", f"+ message: {actual.message}", *notes], expected.place)

    def _check_answer(self, step: CallStep, actual: CallResult, answer: Mapping[str, Any]) -> None:
        if step.challenge is not None and answer.get("ChallengeName", NO_CHALLENGE) != step.challenge:
            lines = [f"- challenge {step.challenge}", f"+ {describe_result(actual)}"]
            raise Mismatch("returned a different challenge", lines, step.places["challenge"])
        expected = self._resolver.resolve(step.answer.members, step.client)
        _check(expected, answer, "returned a different answer", step.answer.places)

    def _capture(self, captures: tuple[Capture, ...], answer: Mapping[str, Any]) -> None:
        for capture in captures:
            value: Any = answer
            for name in capture.path:
                value = _inside(value, name)
            if value is None:
                lines = [f"the answer has no {capture.written}", f"it has: {describe_result(CallResult(answer))}"]
                raise Mismatch(f"returned nothing to capture as {capture.name!r}", lines, capture.place)
            self._resolver.captured[capture.name] = value

    def _sign_in(self, step: SignInStep) -> str:
        tokens = self._cognito.sign_in(step.user, client=step.client)
        given = {name: getattr(tokens, attribute) for name, attribute in TOKENS.items()}
        self._capture(step.captures, {name: value for name, value in given.items() if value is not None})
        return f"sign_in {step.user}: tokens"

    def _advance(self, step: AdvanceStep) -> str:
        return _move_clock(lambda: self._cognito.clock.advance(**step.span))

    def _freeze(self, step: FreezeStep) -> str:
        return _move_clock(lambda: self._cognito.clock.freeze(step.at))

    def _inject(self, step: InjectStep) -> str:
        self._cognito.inject_fault(step.fault)
        return f"inject: {step.fault}"

    def _risk(self, step: RiskStep) -> str:
        for each in step.risks:
            self._cognito.risk(each.level, source_ip=each.source)
        return "risk: " + ", ".join(f"{each.level} from {each.source or 'anywhere'}" for each in step.risks)

    def _message(self, step: MessageStep) -> str:
        message = newest_message(self._cognito, step.user)
        if message is None:
            users = ", ".join(dict.fromkeys(each.user for each in self._cognito.outbox))
            raise Mismatch(f"to {step.user!r} was not sent", [f"messages were sent to: {users or 'nobody'}"])
        expected = self._resolver.resolve(step.expected.members, None)
        actual = {name: getattr(message, name) for name in expected}
        _check(expected, actual, f"to {step.user!r} (the newest) is not as expected", step.expected.places)
        return f"message to {step.user}: {message.medium}, {message.purpose}"

    def _user(self, step: UserStep) -> str:
        user = self._cognito.user(step.user)
        expected = self._resolver.resolve(step.expected.members, None)
        actual = {name: getattr(user, name) for name in expected}
        _check(expected, actual, f"{step.user!r} is not as expected", step.expected.places)
        return f"user {step.user}: as expected"


def _move_clock(move: Callable[[], datetime]) -> str:
    return f"clock: it is {move():%Y-%m-%d %H:%M:%S} UTC"


def _check(expected: Mapping[str, Any], actual: Mapping[str, Any], what: str, places: Mapping[str, Any]) -> None:
    found = list(differences(expected, actual))
    if found:
        lines = [f"{sign} {path}: {value}" for path, *both in found for sign, value in zip("-+", both, strict=True)]
        wrong = [name for name, value in expected.items() if list(differences({name: value}, actual))]
        raise Mismatch(what, lines, *(places[name] for name in wrong))


def _inside(value: Any, name: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    return value[name] if isinstance(value, list) and isinstance(name, int) and name < len(value) else None
