"""JSON that hurts a parser: very deep, with long numbers, with halves of surrogate pairs, of unexpected types."""

import base64
import json

from hypothesis import strategies as st

HALVES = st.sampled_from(["\ud800", "x\udfffy", "\ud83d"])


def nested(depth, inside="1"):
    return "[" * depth + inside + "]" * depth


def token(claims):
    """A text in the form of a token, with these claims."""
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (b'{"alg":"RS256"}', claims, b"x"))


depths = st.sampled_from([60, 99, 101, 400, 1000, 5000, 60_000])
digits = st.sampled_from([20, 400, 4299, 4301, 20_000]).map(lambda length: "9" * length)
numbers = digits | st.sampled_from(["1e999", "-1e999", "1e-999", "-0", "1E400", "NaN", "Infinity"])
leaves = st.one_of(
    depths.map(nested),
    depths.map(lambda depth: '{"a":' * depth + "1" + "}" * depth),
    numbers,
    HALVES.map(json.dumps),
    st.sampled_from(
        ["null", "true", "[]", "{}", '""', "[{}]", "[null]", '[{"Name": {}, "Value": 3}]', '"[1"', '"[[]]"']
    ),
    st.builds(lambda inside: json.dumps(token(inside.encode())), depths.map(nested) | numbers),
    st.builds(
        lambda name, inside: json.dumps(token(f'{{"iss":"https://c/us-east-1_abc","{name}":{inside}}}'.encode())),
        st.sampled_from(["sub", "exp", "iat", "username", "cognito:groups", "aud", "x"]),
        depths.map(nested) | numbers | HALVES.map(json.dumps) | st.sampled_from(["[]", "{}", "null"]),
    ),
)


def objects(names):
    """A JSON object, as text, of which some of these members are hostile."""
    inner = leaves | st.dictionaries(st.sampled_from(names), leaves, max_size=3).map(written)
    return st.dictionaries(st.sampled_from(names), inner | inner.map("[{}]".format), min_size=1, max_size=4).map(
        written
    )


def written(members):
    return "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in members.items()) + "}"
