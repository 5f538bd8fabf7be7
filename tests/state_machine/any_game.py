"""The games as hypothesis plays them: it chooses the moves, and shortens a game that breaks a rule."""

import moves
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from long_run import reported
from play import Play

chances = st.randoms(use_true_random=False)


class AnyGame(RuleBasedStateMachine):
    """Every kind of move is a rule; when none is left, all calls are made once more and give the same bytes."""

    def __init__(self):
        super().__init__()
        self.play = Play()

    def teardown(self):
        self.play.replay()


def as_rule(name):
    @rule(chance=chances)
    def move(self, chance):
        before = len(self.play.log)
        try:
            moves.make(self.play, name, chance)
        finally:
            for line in reported(self.play.log[before:]):
                note(line)

    move.__name__ = name
    return move


for kind in moves.KINDS:
    setattr(AnyGame, kind, as_rule(kind))
