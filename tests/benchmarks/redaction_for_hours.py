"""Run the random properties of redaction for as long as you like: each gets new random examples, round after round.

Run it: `python tests/benchmarks/redaction_for_hours.py --hours 1`.  It ends with the number of examples, or with the
first failure, which hypothesis has made as small as it can.
"""

from __future__ import annotations

import argparse
import collections
import inspect
import random
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, seed, settings

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "redaction")]

import test_placeholders  # noqa: E402 - found by the path above
import test_recorded_traffic  # noqa: E402 - the same
import test_rewritten_files  # noqa: E402 - the same
import test_secret_at_every_depth  # noqa: E402 - the same

MODULES = (test_recorded_traffic, test_secret_at_every_depth, test_placeholders, test_rewritten_files)
EXAMPLES = 50


class Folders:
    """In the place of pytest's fixture."""

    def __init__(self, path):
        self.path = Path(path)

    def getbasetemp(self):
        return self.path


def properties():
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if hasattr(function, "hypothesis"):
                yield name, function


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--hours", type=float, default=1.0)
    until, tried = time.monotonic() + 3600 * parser.parse_args().hours, collections.Counter()
    options = settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=False, suppress_health_check=list(HealthCheck)
    )
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until:
            for name, function in properties():
                needed = inspect.signature(function).parameters
                arguments = {"tmp_path_factory": Folders(folder)} if "tmp_path_factory" in needed else {}
                function._hypothesis_internal_use_settings = options
                seed(random.randrange(2**64))(function)(**arguments)
                tried[name] += EXAMPLES
    for name, count in tried.items():
        print(f"{count:9,} examples: {name}")


if __name__ == "__main__":
    main()
