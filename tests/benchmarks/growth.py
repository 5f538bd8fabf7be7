"""The time and memory of what could grow faster than its input: each row for a size and for the double.

Run it: `python tests/benchmarks/growth.py`.

1. A time that doubles with the size is linear; the last column is the time of the double divided by that of the half.
2. Memory is what Python allocated at its peak (tracemalloc), divided by the size of the text.  A placeholder of a very
   long value has 16,384 characters, of which there are a few copies: they are the digits after the point.
3. Nothing is asserted: the goals are printed beside the numbers.
"""

from __future__ import annotations

import base64
import functools
import json
import random
import tempfile
import time
import tracemalloc
from pathlib import Path

from pytest_cognito_mfa._aws.exchange import TARGET_HEADER, TARGET_PREFIX, Call
from pytest_cognito_mfa._cassette.recorder import Recorder
from pytest_cognito_mfa._cli.importers import Imported, ImportOptions
from pytest_cognito_mfa._cli.importers.detection import import_documents
from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa._interceptors._memory_socket import Incoming
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
    "accents on one letter": text_of("\u0323\u0302"),
    "percent signs": text_of("%41"),
    "members of JSON": text_of('{"a":"b"'),
    "open brackets": text_of("["),
}
"""Redacted, and searched for secrets."""


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


def record_all(text, calls=1):
    """A test's recording of answers that hold the parts of a text, which is no secret."""
    url, size = "https://cognito-idp.us-west-2.amazonaws.com/", len(text) // calls
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(Path(folder, "it.yaml"), "once", None, Redactor(KEY), time.time)
        for at in range(0, len(text), size):
            passed, _ = recorder.answer(Call("GetGroup", {"GroupName": "any"}, url))
            passed.on_response(200, (), json.dumps({"Group": {"Description": text[at : at + size]}}).encode())
        recorder.write()


def long_values(count):
    redactor, common = Redactor(KEY), "a value of many words " * 200
    bodies = [metadata_of(f"{common}{number:06}").encode() for number in range(count)]
    for body in bodies * 2:
        redactor.request("InitiateAuth", (), body)


def scrub_calls(count):
    request = {"method": "POST", "uri": "https://cognito-idp.us-west-2.amazonaws.com/"}
    request["headers"] = {"X-Amz-Target": ["AWSCognitoIdentityProviderService.AdminGetUser"]}
    calls = []
    for number in range(count):
        asked = {**request, "body": json.dumps({"Username": f"customer-{number:06}"})}
        calls.append(
            f"- {json.dumps({'request': asked, 'response': {'body': {'string': '{}'}}})}  # customer-{number:06}"
        )
    scrub("it.yaml", ("interactions:\n" + "\n".join(calls) + "\n").encode(), KEY)


def in_chunks(size):
    """A body in chunks of one byte, which arrive three bytes at a time."""
    head = f"POST / HTTP/1.1\r\n{TARGET_HEADER}: {TARGET_PREFIX}GetUser\r\nTransfer-Encoding: chunked\r\n\r\n"
    sent, incoming = head.encode() + b"1\r\n \r\n" * size, Incoming("https://cognito-idp.us-west-2.amazonaws.com")
    with intercepting(print):
        for at in range(0, len(sent), 3):
            incoming.feed(sent[at : at + 3])


def conditions(count):
    """A template in which each condition asks for the one before it, twice."""
    chain = {f"C{n}": {"Fn::And": [{"Condition": f"C{n - 1}"}, {"Condition": f"C{n - 1}"}]} for n in range(1, count)}
    pool = {"Type": "AWS::Cognito::UserPool", "Condition": f"C{count - 1}", "Properties": {"UserPoolName": "a"}}
    first = {"C0": {"Fn::Equals": ["a", "a"]}}
    template = {"Conditions": first | chain, "Resources": {"Pool": pool}}
    for _ in range(50):
        import_documents([("a", template)], Imported(), ImportOptions())


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
    with intercepting(print):  # what is loaded at the first block is no work of a row
        redact("")
    rows = {name: (redact, make(SIZE), make(2 * SIZE)) for name, make in TEXTS.items()}
    rows["users with a common beginning"] = (list_users, USERS, 2 * USERS)
    rows["calls of a cassette, scrubbed"] = (scrub_calls, USERS, 2 * USERS)
    rows["a body in small chunks"] = (in_chunks, SIZE, 2 * SIZE)
    rows["conditions of a template"] = (conditions, 20, 40)
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
    for calls, text, goal in ((1, texts["words"], 6), (300, texts["words"][: 9 * SIZE], 10)):
        measured = peak(functools.partial(record_all, calls=calls), text)
        print(f"{f'words, {calls} calls recorded':40} {measured:8.1f}  documented: about {goal}")


if __name__ == "__main__":
    main()
