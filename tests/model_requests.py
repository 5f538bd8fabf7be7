"""Requests made from botocore's model: the smallest valid one of each operation, and invalid values."""

import functools

from hypothesis import find
from hypothesis.strategies import from_regex

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._aws.validation import _java_pattern

CANDIDATES = (
    *("a", "1", "A", "AA", "aaa", "Level1", "us-east-1_a", "a@a", "{####}", "{##a##}", "import-a", "terms-of-use"),
    *("arn:aws:iam::123456789012:role/a", "arn:aws:iam:::role/a", "cognito:default"),
    *("3f7f4d7e-1111-4111-8111-0123456789ab", "us-east-1_0a", "123456", "https://a.aa", f"sso{'a' * 25}"),
)


def input_shape(operation):
    return model.service_model().operation_model(operation).input_shape


def text_for(shape):
    """A short text that `shape` allows, found by trying the model's own rules."""
    if (known := candidate_for(shape)) is not None:
        return known
    return text_within(*limits(shape))


@functools.cache
def text_within(low, pattern):
    # A model newer than the candidates has rules of its own.
    return find(from_regex(pattern, fullmatch=True), lambda text: len(text) >= low)


def candidate_for(shape):
    """The first of its own words or of the candidates that `shape` allows; None when it allows none of them."""
    return shape.enum[0] if shape.enum else candidate_within(*limits(shape))


@functools.cache
def candidate_within(low, pattern):
    repeated = [candidate * -(-low // len(candidate)) for candidate in CANDIDATES]
    return next((text for text in (*CANDIDATES, *repeated) if len(text) >= low and pattern.fullmatch(text)), None)


def limits(shape):
    return max(shape.metadata.get("min", 0), 1), _java_pattern(shape.metadata.get("pattern", ".*"))


def smallest(shape):
    """A valid value of `shape`, with required members only."""
    kind, low = shape.type_name, shape.metadata.get("min", 0)
    if kind == "structure":
        return {name: smallest(shape.members[name]) for name in shape.required_members}
    if kind == "list":
        return [smallest(shape.member) for _ in range(low)]
    if kind in ("integer", "long"):
        return low
    simple = {"map": dict, "boolean": bool, "timestamp": int, "blob": lambda: "YQ==", "string": lambda: text_for(shape)}
    return simple[kind]()


def fullest(shape):
    """A value of `shape` with every member, as JSON; AWS's own answers do not always match its patterns."""
    if shape.type_name == "structure" and shape.is_document_type:
        return {"free": [1, 2.5, None, True, "ü"]}
    whole = {
        "structure": lambda: {name: fullest(member) for name, member in shape.members.items()},
        "list": lambda: [fullest(shape.member)] * max(shape.metadata.get("min", 0), 1),
        "map": lambda: {fullest(shape.key): fullest(shape.value)},
        "string": lambda: candidate_for(shape) or "ü",
        "timestamp": lambda: 1483917206.155,
        "boolean": lambda: True,
    }
    return whole.get(shape.type_name, lambda: smallest(shape))()


def places(shape, path=(), sensitive=False):
    """Every string of `shape` below this path: (steps, string shape, whether anything around it is sensitive)."""
    sensitive = sensitive or bool(shape.metadata.get("sensitive"))
    if shape.type_name == "string":
        yield path, shape, sensitive
    elif shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from places(member, (*path, name), sensitive)
    elif shape.type_name == "list":
        yield from places(shape.member, (*path, 0), sensitive)
    elif shape.type_name == "map":
        yield from places(shape.value, (*path, text_for(shape.key)), sensitive)


def placed(shape, steps, value):
    """The smallest valid value of `shape`, but with `value` at the end of `steps`."""
    if not steps:
        return value
    first, *rest = steps
    whole = smallest(shape)
    if shape.type_name == "list":
        return [placed(shape.member, rest, value), *whole[1:]]
    inner = shape.members[first] if shape.type_name == "structure" else shape.value
    return {**whole, first: placed(inner, rest, value)}
