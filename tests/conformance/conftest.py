"""Prints the figures of the comparison at the end of the run."""

import sys


def pytest_terminal_summary(terminalreporter):
    outcomes = sys.modules.get("recorded.outcomes")
    if outcomes is None or not outcomes.RECORDINGS:
        return
    by_file = {}
    for number in outcomes.RECORDINGS:
        by_file.setdefault(number.partition(".")[0], []).append(outcomes.outcome_of(number))
    compared = [each for each in by_file.values() if any(outcome.compared for outcome in each)]
    differing = [each for each in compared if any(outcome.differences for outcome in each)]
    terminalreporter.write_line(
        f"recordings: {len(compared)} of {len(by_file)} compared, {len(differing)} of them differ as listed, "
        f"{len(by_file) - len(compared)} not compared"
    )
