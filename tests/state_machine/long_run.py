"""Play many games: python tests/state_machine/long_run.py --steps 200000 --seed 1 (exit 1 at the first violation)."""

import argparse
import hashlib
import json
import re
import sys
import time
from collections import Counter

from games import LENGTH, planned, played, shortest
from play import Ask, http_of


def main(arguments=None):
    options = _options(arguments)
    counts, digest, steps, began = Counter(), hashlib.sha256(), 0, time.perf_counter()
    games = [options.game] if options.game is not None else range(-(-options.steps // options.length))
    found = 0
    for game in games:
        plan = planned(options.seed, game, min(options.length, options.steps - steps))
        outcome = played(plan)
        counts += outcome.counts
        steps += outcome.moves
        digest.update(outcome.digest.encode())
        if outcome.violation is not None:
            found += 1
            _clear()
            print(f"seed {options.seed}, game {game}, step {outcome.moves}: {outcome.violation}")
            if options.keep_going:
                continue
            _show(shortest(plan[: outcome.moves], outcome.violation.rule))
            break
        _progress(steps, options.steps, began)
    _clear()
    seconds = time.perf_counter() - began
    for (operation, outcome_of), count in sorted(counts.items()):
        print(f"{count:8} {operation or '(no operation)'}: {outcome_of}")
    print(f"seed {options.seed}: {steps} steps, {steps / seconds:.0f} a second, {found} violations")
    print(f"digest of every reply: {digest.hexdigest()}")
    return 1 if found else 0


def _options(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--length", type=int, default=LENGTH, help="steps of one game (%(default)s)")
    parser.add_argument("--game", type=int, help="play this one alone")
    parser.add_argument("--keep-going", action="store_true", help="only list what is found, and play on")
    return parser.parse_args(arguments)


def _show(plan):
    outcome = played(plan)
    print(f"shortest found, {len(plan)} steps: {outcome.violation}")
    for line in reported(outcome.log):
        print(f"  {line}")


def reported(log):
    """The calls of a game and their results, one line each; opaque texts are shortened."""
    for entry in log:
        if not isinstance(entry, tuple):
            yield f"(wait {entry} s)"
            continue
        ask, reply = entry
        said = reply if isinstance(reply, str) else f"{reply.error or 'OK'} {_short(reply.body)}"
        sent = http_of(ask)[1] if isinstance(ask, Ask) else json.dumps(ask.request).encode()
        yield f"{ask.operation} {_short(sent)} -> {said}"


def _short(body):
    text = re.sub(r"[\w+/=.-]{60,}", lambda found: f"{found[0][:8]}..{found[0][-12:]}", body.decode(errors="replace"))
    return text if len(text) <= 900 else f"{text[:900]}... ({len(body)} bytes)"


def _progress(steps, total, began):
    if sys.stderr.isatty():
        rate = steps / (time.perf_counter() - began)
        sys.stderr.write(f"\r{steps} of {total} steps, {rate:.0f} a second ")
        sys.stderr.flush()


def _clear():
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


if __name__ == "__main__":
    sys.exit(main())
