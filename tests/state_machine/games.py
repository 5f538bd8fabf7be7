"""Games from a seed: planned, played, and shortened when they find a violation."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import moves
from play import Play
from violations import Violation

LENGTH = 250
"""Moves of one game: enough for users to get far; the next game begins with new pools."""


@dataclass
class Outcome:
    moves: int
    """That were made: all, unless there is a violation."""
    counts: Counter
    digest: str
    violation: Violation | None = None
    log: list = field(default_factory=list)


def planned(seed, game, length=LENGTH):
    """The kinds of the moves, each with a seed of its own, so that one may be left out and the others stay."""
    chance = random.Random(f"{seed}/{game}")
    return [(chance.choices(moves.NAMES, moves.WEIGHTS)[0], chance.getrandbits(32)) for _ in range(length)]


def played(plan, *, twice=True):
    """Play it, and repeat its calls to compare the bytes."""
    play: Any = Play()
    made = 0
    try:
        for name, seed in plan:
            made += 1
            moves.make(play, name, random.Random(seed))
        if twice:
            play.replay()
    except Violation as violation:
        return Outcome(made, play.counts, play.digest(), violation, play.log)
    return Outcome(made, play.counts, play.digest())


def shortest(plan, rule, tries=150):
    """A shorter plan that breaks the same rule: halves, quarters and so on are left out while it still does."""
    size = max(len(plan) // 2, 1)
    while tries > 0:
        for start in range(len(plan) - size, -1, -size):
            tries -= 1
            left = plan[:start] + plan[start + size :]
            outcome = played(left)
            if outcome.violation and outcome.violation.rule == rule:
                plan = left[: outcome.moves]
                break
        else:
            if size == 1:
                break
            size = max(size // 2, 1)
    return plan
