"""Run the random properties of the tests for as long as you like: round after round, each with new random examples.

Run it: `python tests/benchmarks/properties_for_hours.py --hours 1`, or with rooms: `... redaction interceptors`.

1. A failed property is printed, with the example that hypothesis made as small as it could, and runs no more.
2. It ends with the number of examples of each property, and with status 1 if one of them failed.
"""

from __future__ import annotations

import argparse
import collections
import functools
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROOMS = ("aws", "cassette", "cli", "inference", "interceptors", "middleware", "redaction", "simulator/unit")
EXAMPLES = 50
"""Of a property in a round."""


class Rounds:
    """A plugin of pytest: it keeps the properties, and runs them again and again."""

    def __init__(self, hours: float) -> None:
        self.seconds, self.rounds = 3600 * hours, 0
        self.examples, self.failed = collections.Counter(), []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        from hypothesis import HealthCheck, settings  # pytest warns if it is imported before pytest rewrites it

        items[:] = [item for item in items if hasattr(getattr(item, "obj", None), "hypothesis")]
        self.random = settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=False,
            suppress_health_check=list(HealthCheck),
        )
        for item in items:
            test = item.obj
            test.hypothesis.inner_test = self._counted(item.nodeid, test.hypothesis.inner_test)

    def _counted(self, name, test):
        @functools.wraps(test)
        def counted(*arguments, **named):
            self.examples[name] += 1
            return test(*arguments, **named)

        return counted

    def pytest_runtestloop(self, session):
        until, left, is_over = time.monotonic() + self.seconds, session.items, False
        while left and not is_over:
            for item, following in zip(left, [*left[1:], None], strict=True):
                is_over = following is None and time.monotonic() > until
                # An item that follows itself would not be set up again.
                following = following or (left[0] if len(left) > 1 and not is_over else None)  # noqa: PLW2901
                item.obj._hypothesis_internal_use_settings = self.random  # hypothesis would add to it in each round
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.rounds += 1
            left = [item for item in left if item.nodeid not in self.failed]
        return True

    def pytest_runtest_logreport(self, report):
        if report.failed and report.nodeid not in self.failed:
            self.failed.append(report.nodeid)
            print(f"\n{report.nodeid} failed in round {self.rounds + 1}:\n{report.longreprtext}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("rooms", nargs="*", default=ROOMS, help="folders or files below tests/")
    chosen = parser.parse_args()
    rounds = Rounds(chosen.hours)
    paths = [str(TESTS / room) for room in chosen.rooms]
    status = pytest.main(["-qq", "-m", "", "--no-summary", "-p", "no:cacheprovider", *paths], plugins=[rounds])
    for name, count in rounds.examples.items():
        print(f"{count:9,} examples: {name}")
    print(f"{rounds.examples.total():9,} examples in {rounds.rounds} rounds; {len(rounds.failed)} properties failed")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
