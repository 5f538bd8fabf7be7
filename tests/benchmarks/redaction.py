"""The time and memory of redaction where it could grow faster than its input: each row for a size and for the double.

Run it: `python tests/benchmarks/redaction.py`.

1. A time that doubles with the size is linear; the last column is the time of the double divided by that of the half.
2. Memory is what Python allocated at its peak (tracemalloc), divided by the size of the text.
3. Nothing is asserted: the goals are printed beside the numbers.
"""

from __future__ import annotations

import json
import time
import tracemalloc

from pytest_cognito_mfa._redaction.redactor import Redactor

KEY = bytes(32)
SIZE = 100_000
USERS = 1_000


def text_of(part):
    return lambda size: part * (size // len(part))


TEXTS = {
    "a run of backslashes": text_of("\\"),
    "a run of letters": text_of("a"),
    "a run of spaces": text_of(" "),
    "escaped quotes": text_of('\\"'),
    "escaped letters": text_of("\\u0041"),
    "words with hyphens": text_of("ab-"),
    "a folded text": text_of(" \n"),
    "addresses of URLs": text_of("http://a@"),
    "letters beyond ASCII": text_of("é"),
}


def redact(text):
    redactor = Redactor(KEY)
    for secret in ("jane.doe", "+12065551234", "aaaaaaaab", "a" * 30 + "b"):
        redactor.secret("user", secret)
    redactor.text(text)
    redactor.leaks(text)


def list_users(count):
    users = [{"Username": f"customer-of-tenant-{number:06}"} for number in range(count)]
    redactor, body = Redactor(KEY), json.dumps({"Users": users}).encode()
    for _ in range(2):
        redactor.response("ListUsers", (), body)


def seconds(call, *arguments):
    began = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - began


def peak(call, text):
    tracemalloc.start()
    call(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / len(text)


def main():
    print(f"{'time':32} {'half':>8} {'whole':>8} {'ratio':>6}  goal: at most 2.5")
    rows = {name: (redact, make(SIZE), make(2 * SIZE)) for name, make in TEXTS.items()}
    rows["users with a common beginning"] = (list_users, USERS, 2 * USERS)
    for name, (call, half, whole) in rows.items():
        first, second = seconds(call, half), seconds(call, whole)
        print(f"{name:32} {first:7.2f}s {second:7.2f}s {second / first:6.1f}")
    print(f"\n{'memory, times the size of the text':40} goal: at most 4")
    for name in ("a run of letters", "a run of backslashes"):
        print(f"{name:32} {peak(Redactor(KEY).text, TEXTS[name](10 * SIZE)):8.1f}")


if __name__ == "__main__":
    main()
