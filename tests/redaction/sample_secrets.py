"""A hundred sample secrets of every kind, traffic that contains them, and a search that uses none of our own code."""

import base64
import html
import json
import re
from urllib.parse import quote, unquote_plus

from model_requests import input_shape

from pytest_cognito_mfa import _aws as model

PEOPLE = ["jane.doe", "Max.Mustermann", "oconnor+work", "zoë", "x_y-z", "a1b2c3", "李雷", "MARIA", "j", "bob99"]
HOSTS = ["corp-mail.com", "Gmail.com", "sub.uni-bonn.de", "münchen.de", "acme.co.uk"]
EMAILS = [f"{name}@{HOSTS[at % len(HOSTS)]}" for at, name in enumerate(PEOPLE)]
PHONES = ["+12065551234", "+4915112345678", "+8613912345678", "+390612345678", "+77011234567", "+3725123456"]
UUIDS = [
    "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
    "9a2c7e10-70b1-70c3-8d11-2f6a0c4b9e77",
    "0E7B2C54-3F1A-4D6E-9C88-5A7F3B2D1C90",
    "018f3c5e-7a1b-7c2d-9e3f-4a5b6c7d8e9f",
]
POOLS = ["us-east-1_Qw3RtY7uI", "eu-central-1_zZ9yY8xX7", "us-gov-west-1_Ab12Cd34E"]
CLIENTS = ["7h9s2k4m6p8r1t3v5x7z9b1d3f", "4qk2m8n6b4v2c0x9z8l7k6j5h4"]
ACCOUNTS = ["481516234299", "907060504030"]
PASSWORDS = [
    "Tr0ub4dor&3",
    'quo"te\\back',
    "Pässwörd-1",
    "correct horse battery",
    "p/a/s/s+1=2",
    "Hunter2hunter2",
    "<b>&amp;1Aa",
]
CODES = ["482913", "90817263", "K7XP-33QT"]
NETWORKS = ["84.17.36.5", "10.20.30.40", "2a02:8109:b5c0:1d00:9c3e:7fff:fe21:67cf"]
NAMES = ["Mustermann", "Jane Q. Doe", "O'Connor", "Ана Петрова", "smith-jones", "Zoë Ünal"]
DEVICES = ["us-east-1_6c1d9a4e-52b8-4f0e-8a97-3d5b7e1f2a60", "-kX3v9QmZ", "Jane's iPhone 15"]
KEYS = ["AKIAQ3EGRIZNOTREAL7X", "ASIAX9BKLQ2NOTREAL4Z"]


def _opaque(length, seed, alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"):
    # Not random, and without repetition: the step shares no factor with the alphabet's length.
    return "".join(alphabet[(seed * 37 + at * at * 11 + at * 29) % len(alphabet)] for at in range(length))


SESSIONS = ["AYABe" + _opaque(length, length) for length in (64, 875, 800)]
HASHES = [base64.b64encode(bytes((seed * 91 + at * at * 7) % 256 for at in range(32))).decode() for seed in range(6)]
BLOCKS = [base64.b64encode(bytes((seed * 57 + at * at * 13) % 256 for at in range(900))).decode() for seed in range(3)]
HEX = [_opaque(length, length, "0123456789abcdef") for length in (31, 32, 768)] + [_opaque(640, 3, "0123456789ABCDEF")]
TOTP = [_opaque(52, seed, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for seed in (5, 6)]
OPAQUE = [_opaque(length, length + 1) for length in (20, 33, 51, 120, 600)]

HUNDRED = list(
    dict.fromkeys(
        [
            *EMAILS,
            *PHONES,
            *UUIDS,
            *POOLS,
            *CLIENTS,
            *ACCOUNTS,
            *PASSWORDS,
            *CODES,
            *NETWORKS,
            *NAMES,
            *DEVICES,
        ]
        + [*KEYS, *SESSIONS, *HASHES, *BLOCKS, *HEX, *TOTP, *OPAQUE]
        + [f"{name}.{at}@tenant{at}.example-corp.io" for at, name in enumerate(PEOPLE)]
        + [f"+1415{at}678{at}12" for at in range(2, 8)]
        + [f"customer-{at}x{at * 7919}" for at in range(1, 9)]
        + [f"{at}c1d9a4e-52b8-4f0e-8a97-3d5b7e1f2a6{at}" for at in range(8)]
    )
)

LOOK_ALIKE = [*EMAILS, *PHONES, *UUIDS, *POOLS, *ACCOUNTS, *NETWORKS, *KEYS, DEVICES[0]]
"""Values that look secret in any text."""


def segment(value):
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":")).replace("/", "\\/")
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def token(use="access", **claims):
    """A token as AWS signs it: the pool's key id, the claims' order, slashes escaped."""
    header = {"kid": HASHES[0], "alg": "RS256"}
    issuer = {"iss": f"https://cognito-idp.us-east-1.amazonaws.com/{POOLS[0]}", "token_use": use}
    times = {"auth_time": 1700000000, "exp": 1700003600, "iat": 1700000000}
    return f"{segment(header)}.{segment({'sub': UUIDS[0], **issuer, **times, **claims})}.{_opaque(342, 77)}"


REFRESH = ".".join(
    (
        segment({"cty": "JWT", "enc": "A256GCM", "alg": "RSA-OAEP"}),
        *(_opaque(each, each) for each in (342, 16, 1112, 22)),
    )
)

ENCODINGS = {
    "plain": lambda value: f"said {value}.",
    "quoted": lambda value: f"'{value}'",
    "JSON": lambda value: json.dumps({"said": value}),
    "JSON in JSON": lambda value: json.dumps({"said": json.dumps([value])}, ensure_ascii=False),
    "URL": lambda value: f"https://host.test/path?q={quote(value, safe='')}&page=2",
    "base64": lambda value: base64.b64encode(f"it is {value}, yes".encode()).decode(),
    "base64url": lambda value: segment(f"it is {value}, yes"),
    "base64 of JSON": lambda value: base64.b64encode(json.dumps({"of": [value]}).encode()).decode(),
    "HTML": lambda value: f"<b>{html.escape(value)}</b>",
    "hex": lambda value: f"it is {value}, yes".encode().hex(),
}


def filled(shape, secrets, sensitive=False, name=""):
    """A value of `shape` with every member, and a secret wherever one is allowed."""
    kind = shape.type_name
    if kind == "structure":
        return {each: filled(member, secrets, sensitive, each) for each, member in shape.members.items()}
    if kind == "list":
        return [filled(shape.member, secrets, sensitive, name) for _ in range(2)]
    if kind == "map":
        return {key: next(secrets) for key in ("USERNAME", "PASSWORD", "SECRET_BLOCK", "SRP_A", "anything", "email")}
    simple = {"boolean": True, "timestamp": 1700000000.125, "integer": 7, "long": 7, "blob": "YQ==", "double": 1.5}
    if kind != "string":
        return simple[kind]
    return shape.enum[0] if shape.enum else next(secrets)


def bodies(operation):
    """The two shapes of an operation's bodies: (whether it is the answer's, shape)."""
    output = model.service_model().operation_model(operation).output_shape
    return [(False, input_shape(operation))] + ([] if output is None else [(True, output)])


def in_secret_places(shape, value, sensitive=False):
    """The parts of `value` that the model alone marks as secret."""
    sensitive = sensitive or bool(shape.metadata.get("sensitive"))
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from in_secret_places(member, value[name], sensitive)
    elif shape.type_name == "list":
        for each in value:
            yield from in_secret_places(shape.member, each, sensitive)
    elif shape.type_name == "map":
        yield from (value.values() if sensitive else ())
    elif sensitive and not getattr(shape, "enum", ()) and shape.type_name == "string":
        yield value


def _of_base64(run):
    return base64.b64decode(run.replace("-", "+").replace("_", "/") + "=" * (-len(run) % 4))


def _read(decode, run):
    try:
        return decode(run).decode()
    except ValueError:
        return None


def views(text, deep=3):
    """`text`, and everything that is encoded in it."""
    yield text
    if deep:
        inner = {unquote_plus(text), html.unescape(text), text.replace("\\/", "/").replace('\\"', '"')}
        inner.add(re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text))
        runs = re.findall(r"[A-Za-z0-9+/_-]{8,}", text)
        inner.update(inside for run in runs for inside in (_read(_of_base64, run), _read(bytes.fromhex, run)) if inside)
        for each in inner - {text}:
            yield from views(each, deep - 1)


def leaked(secrets, *texts):
    """Which of `secrets` are in the texts, in any encoding and any case."""
    seen = [view.casefold() for text in texts for view in views(text)]
    return [secret for secret in secrets if any(secret.casefold() in view for view in seen)]
