"""Files of recorded exchanges: cassettes, and the form in which single public captures are kept.

A capture is a YAML mapping with an `operation`, a `request` and a `response`, whose bodies are texts as they were on
the wire, and whose notes tell how far headers and order can be trusted.  The form is told by the content.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import yaml

from pytest_cognito_mfa import _cassette
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE, TARGET_HEADER, TARGET_PREFIX
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._inference.exchanges import DEFAULT_REGION, Recorded, recorded_in
from pytest_cognito_mfa._inference.recorded_responses import CUT, Shown
from pytest_cognito_mfa._inference.response_diff import closed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NO_ORDER: Final = ("author order", "sdk", "DevTools")
"""What the note on a body begins with where the order of its members is not the wire's."""

_KEYS: Final = {"operation", "request", "response"}
_FIRST: Final = 65536
"""Bytes in which a capture has its three keys, or is none."""


class Captured(list[Recorded]):
    """The exchanges of a file, and what of it cannot be compared, each with its reason."""

    def __init__(self) -> None:
        super().__init__()
        self.left: list[tuple[str, str]] = []


def exchanges_of(path: Path) -> Captured:
    """Every exchange of a file, whichever form it has; raises `CassetteError`."""
    found = Captured()
    document = _capture(path)
    if document is None:
        cassette = _cassette.load(path)
        found.extend(recorded_in(cassette))
        return found
    place = f"{_cassette.shown(path)}:1"
    request, response = document["request"], document["response"]
    parameters, shown = _parsed(request.get("body")), shown_by(response)
    answer = _parsed(closed(shown.body)) if isinstance(shown.body, str) else None
    if parameters is None:
        found.left.append((place, f"{document['operation']}: the request is not shown as it was sent"))
    elif shown.status is None or answer is None:
        found.left.append((place, f"{document['operation']}: no whole answer is shown"))
    else:
        found.append(_recorded(place, document, parameters, shown, answer))
    return found


def _capture(path: Path) -> Mapping[str, Any] | None:
    """The file as a capture; None for any other."""
    try:
        with path.open("rb") as file:
            start = file.read(_FIRST)
        if b"\ninteractions:" in start or not all(f"{key}:".encode() in start for key in _KEYS):
            return None
        document = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return None
    known = isinstance(document, dict) and document.keys() >= _KEYS
    return document if known and all(isinstance(document[half], dict) for half in ("request", "response")) else None


def _parsed(body: Any) -> dict[str, Any] | None:
    """The object that a body is; one without bytes is empty."""
    try:
        value = json.loads(body) if body != "" else {}
    except (TypeError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def shown_by(response: Mapping[str, Any]) -> Shown:
    """What a capture shows of the answer, as far as its notes trust it."""
    body, order = response.get("body"), response.get("body_order") or ""
    claims = {name: value for name, value in response.get("jwt_claims", {}).items() if isinstance(value, dict)}
    return Shown(
        response.get("status"),
        tuple((str(name), str(value)) for name, value in response.get("headers") or ()),
        body,
        claims,
        whole="truncated_in_source" not in response and CUT not in (body or ""),
        ordered=not order.startswith(NO_ORDER),
    )


def _recorded(
    place: str, document: Mapping[str, Any], parameters: dict[str, Any], shown: Shown, answer: dict[str, Any]
) -> Recorded:
    request, operation = document["request"], document["operation"]
    headers = {TARGET_HEADER: TARGET_PREFIX + operation, "Content-Type": CONTENT_TYPE}
    if any(name.lower().startswith("access-control") for name, _ in shown.headers):
        headers["Origin"] = "https://localhost"
    url = request.get("url") or f"https://cognito-idp.{DEFAULT_REGION}.amazonaws.com/"
    call = read("POST", url, headers, parameters)
    assert call is not None  # noqa: S101 - the header says that it is Cognito's
    code = answer.get("__type") if shown.status != HTTPStatus.OK else None
    return Recorded(place, 1, call, shown, code and str(code), answer)
