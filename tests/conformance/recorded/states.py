"""Which function creates the state for which recording: `STATES`, filled by `state`."""

STATES = {}


def state(*numbers):
    """The function below puts a simulator into the state that these recordings imply, and returns the request.

    It is called with the recording and its `SimulatedRecording`; the request has our own values instead of the
    recorded sessions, tokens, codes and proofs.
    """

    def noted(function):
        STATES.update(dict.fromkeys(numbers, function))
        return function

    return noted
