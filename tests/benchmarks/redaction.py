"""The time and memory of redaction where it could grow faster than its input: each row for a size and for the double.

Run it: `python tests/benchmarks/redaction.py`.

1. A time that doubles with the size is linear; the last column is the time of the double divided by that of the half.
2. Memory is what Python allocated at its peak (tracemalloc), divided by the size of the text.  A placeholder of a very
   long value has 131,072 characters, of which there are a few copies: they are the digits after the point.
3. Nothing is asserted: the goals are printed beside the numbers.
"""

from __future__ import annotations

import base64
import functools
import json
import random
import time
import tracemalloc

from pytest_cognito_mfa._redaction.cassette_files import scrub
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


def random_text(size):
    return base64.b64encode(random.Random(1).randbytes(size * 3 // 4)).decode()


def metadata_of(text):
    return json.dumps({"AuthFlow": "CUSTOM_AUTH", "ClientMetadata": {"any": text}})


def record(body):
    Redactor(KEY).request("InitiateAuth", (), body)


def note_of(text):
    return f"interactions: []\nnote: {json.dumps(text)}\n".encode()


def cassette_of(text):
    headers = {"X-Amz-Target": ["AWSCognitoIdentityProviderService.InitiateAuth"]}
    request = {"method": "POST", "uri": "https://cognito-idp.us-west-2.amazonaws.com/", "headers": headers}
    request["body"] = metadata_of(text)
    written = json.dumps({"request": request, "response": {"body": {"string": "{}"}}})
    return f"interactions:\n- {written}\n".encode()


def long_values(count):
    redactor, common = Redactor(KEY), "a value of many words " * 200
    bodies = [metadata_of(f"{common}{number:06}").encode() for number in range(count)]
    for body in bodies * 2:
        redactor.request("InitiateAuth", (), body)


def list_users(count):
    users = [{"Username": f"customer-of-tenant-{number:06}"} for number in range(count)]
    redactor, body = Redactor(KEY), json.dumps({"Users": users}).encode()
    for _ in range(2):
        redactor.response("ListUsers", (), body)


def seconds(call, *arguments):
    began = time.process_time()
    call(*arguments)
    return time.process_time() - began


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
    rows["values with a common beginning"] = (long_values, USERS // 4, USERS // 2)
    for name, (call, half, whole) in rows.items():
        first, second = seconds(call, half), seconds(call, whole)
        print(f"{name:32} {first:7.2f}s {second:7.2f}s {second / first:6.1f}")
    print(f"\n{'memory, times the size of the text':40} goal: at most 4")
    size = 30 * SIZE
    texts = {"letters": "a" * size, "words": "some words " * (size // 11), "random text": random_text(size)}
    texts["backslashes"] = "\\" * size
    for name, text in texts.items():
        scrubbed = functools.partial(scrub, "it.yaml", key=KEY)
        print(f"{name + ', as any text':40} {peak(Redactor(KEY).text, text):8.1f}")
        print(f"{name + ' in ClientMetadata, recorded':40} {peak(record, metadata_of(text).encode()):8.1f}")
        print(f"{name + ' in ClientMetadata, scrubbed':40} {peak(scrubbed, cassette_of(text)):8.1f}")
        print(f"{name + ' in a note, scrubbed':40} {peak(scrubbed, note_of(text)):8.1f}")


if __name__ == "__main__":
    main()
