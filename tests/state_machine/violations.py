"""How the state machine demands that something holds, and reports that it does not."""


class Violation(AssertionError):  # noqa: N818 - what it is; nothing went wrong in the machine
    """A rule does not hold; `rule` is its short name."""

    def __init__(self, rule, text):
        super().__init__(f"{rule}: {text}")
        self.rule = rule


def demand(rule, holds, text):
    if not holds:
        raise Violation(rule, text)
