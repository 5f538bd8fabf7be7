"""Writes an answer as AWS does: JSON by AWS's model, Java's numbers, and the order of Java's HashMaps."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from json.encoder import encode_basestring as _quote
from typing import Any, TypeVar

from pytest_cognito_mfa._aws.model import service_model
from pytest_cognito_mfa.errors import SimulatorError

Encoder = Callable[[Any], str]
Writer = Callable[[Mapping[str, Any]], bytes]

NEWER_VALUES = {"AuthFactorType": ("SOFTWARE_TOKEN",)}
"""Values that AWS sends and that an older botocore does not list; it passes them on nevertheless."""

NEWER_MEMBERS = frozenset({"AvailableChallenges", "FactorConfiguration"})
"""Members of answers that the lowest botocore does not know; it would not read them, so they are left out."""


def encode(operation: str, answer: Mapping[str, Any]) -> bytes:
    """The body of a success: compact, members in alphabetical order, None left out.

    The body of an operation without an output shape is empty.  Raises `SimulatorError` if the answer does not fit the
    model.
    """
    return writer_of(operation)(answer)


@functools.cache
def writer_of(operation: str) -> Writer:
    """What writes the answer of `operation`; see `encode`."""
    shape = service_model().operation_model(operation).output_shape
    if shape is None:
        return functools.partial(_write_nothing, operation)
    encoder = _encoder(shape)

    def write(answer: Mapping[str, Any]) -> bytes:
        if not answer:
            return b"{}"
        try:
            return encoder(answer).encode()
        except (TypeError, KeyError, AttributeError, ValueError) as error:
            raise SimulatorError(f"the answer to {operation} does not fit AWS's model: {error}") from error

    return write


def _write_nothing(operation: str, answer: Mapping[str, Any]) -> bytes:
    if answer:
        raise SimulatorError(f"{operation} has no output shape, but its answer has {sorted(answer)}")
    return b""


def _encoder(shape: Any) -> Encoder:
    if shape.type_name == "structure" and shape.is_document_type:
        return _free_json
    kinds: dict[str, Callable[[Any], Encoder]] = {
        "structure": _structure_encoder,
        "map": lambda of: _map_encoder(_encoder(of.value)),
        "list": lambda of: _list_encoder(_encoder(of.member)),
        "string": lambda of: _string_encoder(frozenset((*of.enum, *NEWER_VALUES.get(of.name, ())))),
        "blob": lambda _: _quote,  # base64 already
        "boolean": lambda _: lambda value: {True: "true", False: "false"}[value],
        "timestamp": lambda _: java_double,
    }
    return kinds.get(shape.type_name, lambda _: lambda value: format(value, "d"))(shape)


def _free_json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _structure_encoder(shape: Any) -> Encoder:
    # A shape that contains itself would recurse for ever; no answer of cognito-idp has one.
    members = {name: (f"{_quote(name)}:", _encoder(member)) for name, member in sorted(shape.members.items())}

    def encode_structure(value: Any) -> str:
        parts = []
        for name in sorted(value):
            given = value[name]
            if given is not None and (name in members or name not in NEWER_MEMBERS):
                label, inner = members[name]
                parts.append(label + inner(given))
        return "{" + ",".join(parts) + "}"

    return encode_structure


def _map_encoder(inner: Encoder) -> Encoder:
    return lambda value: "{" + ",".join(f"{_quote(key)}:{inner(value[key])}" for key in sorted(value)) + "}"


def _list_encoder(inner: Encoder) -> Encoder:
    return lambda value: "[" + ",".join(map(inner, value)) + "]"


def _string_encoder(enum: frozenset[str]) -> Encoder:
    def encode_string(value: Any) -> str:
        if enum and value not in enum:
            raise ValueError(f"{value!r} is not one of {sorted(enum)}")
        return _quote(value)

    return encode_string


def java_double(value: float) -> str:
    r"""A number as Java prints a double: 1483917206.155 is 1.483917206155E9 on the wire.

    Observed in recordings of public repositories, where only this form fits the Content-Length.
    """
    number = float(value)
    if number == 0 or 1e-3 <= abs(number) < 1e7:  # noqa: PLR2004 - the bounds of Double.toString
        return repr(number)
    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    text = "".join(map(str, digits))
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{int(exponent) + len(digits) - 1}"


Value = TypeVar("Value")


def in_java_order(entries: dict[str, Value], buckets: int = 16) -> dict[str, Value]:
    """`entries` in the order of a Java HashMap: by bucket; within one bucket in the order of insertion.

    AWS lists the attributes of a challenge in this order, and listed a user's attributes in it until about 2024.
    """
    return {name: entries[name] for name in _java_order(tuple(entries), buckets)}


def in_copied_order(entries: dict[str, Value]) -> dict[str, Value]:
    """`entries` in the order of a copied Java HashMap, which has room for them: a token's claims.

    It has 16 buckets for up to 11 claims and 32 from 12 on, as every recorded token of 2021 to 2026 shows.
    """
    room = int(len(entries) / 0.75 + 1)
    return in_java_order(entries, max(16, 1 << (room - 1).bit_length()))


@functools.lru_cache(maxsize=256)  # a test's tokens have the same few sets of claims
def _java_order(names: tuple[str, ...], buckets: int) -> list[str]:
    while len(names) > buckets * 3 // 4:
        buckets *= 2
    return sorted(names, key=lambda name: java_hash(name) & (buckets - 1))


def java_hash(text: str) -> int:
    """The hash of a text by which a Java HashMap chooses its bucket."""
    total = 0
    for character in text:
        total = (31 * total + ord(character)) & 0xFFFFFFFF
    return total ^ (total >> 16)
