"""Plays a story: step by step against a stage, until one does not end as it wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._stories.answer_diff import differences
from pytest_cognito_mfa._stories.call_steps import NO_CHALLENGE
from pytest_cognito_mfa._stories.client import Came, called
from pytest_cognito_mfa._stories.failure_report import Unmet, came_as, line_of, told
from pytest_cognito_mfa._stories.loading import TOKENS
from pytest_cognito_mfa._stories.references import Filler, Stage, newest_message
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
    """A step did not end as it wants; its text is for whoever wrote the story."""

    def __init__(self, text: str, place: Place) -> None:
        super().__init__(text)
        self.text, self.place = text, place


def play(story: Story, stage: Stage) -> None:
    """Play every step.  Raises StepFailed at the first that does not end as it wants."""
    playing, done = _Playing(stage), list[str]()
    for number, step in enumerate(story.steps):
        try:
            done.append(f"{line_of(step.place)} {playing.players[type(step)](step)}")
            continue
        except Unmet as error:
            unmet = error
        except CognitoMfaError as error:
            unmet = Unmet("cannot be played", str(error).splitlines())
        raise StepFailed(told(story, number, unmet, done), step.place)


class _Playing:
    """The stage, and what was captured so far; each player says in a few words what came."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._filler = Filler(stage)
        self.players: Final[dict[type[Step], Callable[[Any], str]]] = {
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
        parameters = self._filler.fill(step.parameters, step.client)
        came = called(self._stage, step.operation, parameters, signed=step.signed)
        if step.error is not None or came.answer is None:
            self._hold_error(step, came)
        else:
            self._hold_answer(step, came, came.answer)
            self._capture(step.captures, came.answer)
        return f"{step.operation}: {came_as(came)}"

    def _hold_error(self, step: CallStep, came: Came) -> None:
        wanted = step.error
        by = self._stage.journal[-1].answered_by
        notes = [] if by == "simulator" else [f"answered by: {by}"]
        if wanted is None:
            ours = f"challenge {step.challenge}" if step.challenge else "an answer"
            raise Unmet(f"ended in {came.error}", [f"- {ours}", f"+ {came_as(came)}", *notes], step.at.get("challenge"))
        message = None if wanted.message is None else self._filler.fill(wanted.message, step.client)
        if came.error != wanted.code:
            ours = f"error {wanted.code}" + ("" if message is None else f": {message}")
            what = "ended in no error" if came.error is None else f"ended in {came.error}"
            raise Unmet(what, [f"- {ours}", f"+ {came_as(came)}", *notes], wanted.place)
        if message not in (None, came.message):
            raise Unmet(
                f"ended in {came.error} with other words", [f"- {message}", f"+ {came.message}", *notes], wanted.place
            )

    def _hold_answer(self, step: CallStep, came: Came, answer: Mapping[str, Any]) -> None:
        if step.challenge is not None and answer.get("ChallengeName", NO_CHALLENGE) != step.challenge:
            lines = [f"- challenge {step.challenge}", f"+ {came_as(came)}"]
            raise Unmet("came with another challenge", lines, step.at["challenge"])
        wanted = self._filler.fill(step.answer.members, step.client)
        _hold(wanted, answer, "was answered otherwise", step.answer.places)

    def _capture(self, captures: tuple[Capture, ...], answer: Mapping[str, Any]) -> None:
        for capture in captures:
            value: Any = answer
            for name in capture.path:
                value = _inside(value, name)
            if value is None:
                words = f"the answer has no {capture.written}, which {capture.name!r} is to capture"
                raise Unmet("has nothing to capture", [words, f"it has: {came_as(Came(answer))}"], capture.place)
            self._filler.captured[capture.name] = value

    def _sign_in(self, step: SignInStep) -> str:
        tokens = self._stage.sign_in(step.user, client=step.client)
        given = {name: getattr(tokens, attribute) for name, attribute in TOKENS.items()}
        self._capture(step.captures, {name: value for name, value in given.items() if value is not None})
        return f"sign_in {step.user}: tokens"

    def _advance(self, step: AdvanceStep) -> str:
        return _moved(lambda: self._stage.clock.advance(**step.span))

    def _freeze(self, step: FreezeStep) -> str:
        return _moved(lambda: self._stage.clock.freeze(step.at))

    def _inject(self, step: InjectStep) -> str:
        self._stage.arm(step.fault)
        return f"inject: {step.fault}"

    def _risk(self, step: RiskStep) -> str:
        for each in step.risks:
            self._stage.risk(each.level, source_ip=each.source)
        return "risk: " + ", ".join(f"{each.level} from {each.source or 'anywhere'}" for each in step.risks)

    def _message(self, step: MessageStep) -> str:
        message = newest_message(self._stage, step.user)
        if message is None:
            raise Unmet(f"to {step.user!r} was not sent; nothing was")
        wanted = self._filler.fill(step.wanted.members, None)
        came = {name: getattr(message, name) for name in wanted}
        _hold(wanted, came, f"to {step.user!r}, the newest, is another", step.wanted.places)
        return f"message to {step.user}: {message.medium}, {message.purpose}"

    def _user(self, step: UserStep) -> str:
        user = self._stage.user(step.user)
        wanted = self._filler.fill(step.wanted.members, None)
        came = {name: getattr(user, name) for name in wanted}
        _hold(wanted, came, f"{step.user!r} stands otherwise", step.wanted.places)
        return f"user {step.user}: as wanted"


def _moved(move: Callable[[], datetime]) -> str:
    try:
        return f"clock: it is {move():%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, ValueError, OSError):  # which one depends on how far, and on the system
        raise Unmet("cannot be played", ["this is beyond what a date can say"]) from None


def _hold(wanted: Mapping[str, Any], came: Mapping[str, Any], what: str, places: Mapping[str, Any]) -> None:
    found = list(differences(wanted, came))
    if found:
        lines = [f"{sign} {path}: {value}" for path, *both in found for sign, value in zip("-+", both, strict=True)]
        raise Unmet(what, lines, *(places[name] for name in wanted if list(differences({name: wanted[name]}, came))))


def _inside(value: Any, name: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    return value[name] if isinstance(value, list) and isinstance(name, int) and name < len(value) else None
