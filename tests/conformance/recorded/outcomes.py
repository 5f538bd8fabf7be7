"""The outcome of a recording: it is compared, it is not simulated, or it has nothing that can be compared."""

import functools
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pytest_cognito_mfa import NotSimulated
from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._aws.exchange import Reply
from pytest_cognito_mfa._inference import differences
from pytest_cognito_mfa._simulator.registry import HANDLERS

from . import first_steps, later_steps, pools, users
from .recordings import loaded
from .simulated_recording import SimulatedRecording
from .states import STATES

RECORDINGS = loaded()
OPERATION_OF_A_BODY = {"046.4": "ForgotPassword", **dict.fromkeys(("046.5", "046.6", "046.9"), "ConfirmSignUp")}
"""The operations of bodies that were pasted without their request; the others are SignUp's."""

assert all((first_steps, later_steps, pools, users)), "importing them fills STATES"


@dataclass(frozen=True)
class Outcome:
    compared: bool
    differences: tuple = ()
    reason: str = ""
    """Why it was not compared."""


def operation_of(recording):
    return OPERATION_OF_A_BODY.get(recording.number, "SignUp" if "." in recording.number else recording.operation)


@functools.cache
def outcome_of(number):
    recording = RECORDINGS[number]
    operation = operation_of(recording)
    if not recording.has_answer:
        return Outcome(compared=False, reason="no answer is shown")
    if operation not in HANDLERS or operation not in operations():
        return Outcome(compared=False, reason=f"{operation} is not simulated")
    if number not in STATES:
        return Outcome(compared=False, reason="no state leads to it")
    try:
        with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
            sim = SimulatedRecording(recording, stack, Path(folder))
            reply = sim.send(operation, STATES[number](recording, sim))
    except NotSimulated as cannot:
        return Outcome(compared=False, reason=str(cannot))
    headers = tuple(reply.headers.items())
    assert reply.headers["Content-Length"] == str(len(reply.data))
    return Outcome(
        compared=True, differences=tuple(differences(recording.shown, Reply(reply.status, headers, reply.data)))
    )
