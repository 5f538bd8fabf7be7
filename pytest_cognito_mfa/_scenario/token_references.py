"""``${tokens:USER}`` in a canned answer: real tokens of that user, made when the answer is given.

1. In AccessToken, IdToken or RefreshToken of an AuthenticationResult it is that token.  In the place of the
   AuthenticationResult it is all three.  Anywhere else it is a mistake.
2. The tokens of one user in one answer belong to one sign-in.  ExpiresIn and TokenType, where the answer does not have
   them, are those of the tokens.
3. The user must exist when the call is made, so the code under test may create it.
"""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import encode
from pytest_cognito_mfa._yaml import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

    TokensOf = Callable[[str], Mapping[str, Any]]
    """The AuthenticationResult of a user, by name."""

RESULT: Final = "AuthenticationResult"
_TOKENS: Final = ("AccessToken", "IdToken", "RefreshToken")
_REFERENCE: Final = re.compile(r"\$\{tokens:([^{}]+)\}")
_BEGINNING: Final = b'"${tokens:'


def expanded(answer: tree.Mapping, diagnostics: Diagnostics) -> tree.Mapping:
    """The answer with the three tokens in the place of a reference to all; reports references in wrong places."""
    result = answer.nodes.get(RESULT)
    if result is not None and _is_reference(result):
        members = tree.Mapping(result.place, dict.fromkeys(_TOKENS, result), dict.fromkeys(_TOKENS, result.place))
        answer = dataclasses.replace(answer, nodes={**answer.nodes, RESULT: members})
    for path, leaf in _texts(answer, ()):
        is_token = path[:-1] == (RESULT,) and path[-1] in _TOKENS
        if leaf.value.startswith("${token") and not (is_token and _is_reference(leaf)):
            diagnostics.add(
                leaf.place,
                f"write ${{tokens:USER}}, not {leaf.value!r}"
                if is_token
                else f"{path[-1]} cannot be {leaf.value!r}; ${{tokens:USER}} can only be an {RESULT}, or its "
                f"{', '.join(_TOKENS[:-1])} or {_TOKENS[-1]}",
            )
    return answer


def filled(body: bytes, operation: str, tokens_of: TokensOf) -> bytes:
    """The body of an answer with tokens in the places of its references."""
    if _BEGINNING not in body:
        return body
    answer = json.loads(body)
    result, issued = answer[RESULT], dict[str, Any]()
    for name in _TOKENS:
        if found := _REFERENCE.fullmatch(result.get(name, "")):
            user = found[1]
            issued[user] = tokens = issued.get(user) or tokens_of(user)
            result[name] = tokens[name]
            result.update({each: tokens[each] for each in ("ExpiresIn", "TokenType") if each not in result})
    return encode(operation, answer)


def _is_reference(node: tree.Node) -> bool:
    return _REFERENCE.fullmatch(tree.text(node) or "") is not None


def _texts(node: tree.Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tree.Scalar]]:
    """Every text in the tree, with the keys that lead to it."""
    if isinstance(node, tree.Mapping):
        for name, child in node.nodes.items():
            yield from _texts(child, (*path, name))
    elif isinstance(node, tree.Sequence):
        for child in node.nodes:
            yield from _texts(child, path)
    elif isinstance(node.value, str):
        yield path, node
