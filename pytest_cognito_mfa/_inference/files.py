"""Reads files of recorded exchanges: cassettes, and captures of a single exchange.

A capture is a YAML mapping with `operation`, `request` and `response`. The bodies are texts as on the wire, and notes
say whether headers and order can be trusted. The content decides which kind a file is.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import yaml

from pytest_cognito_mfa._aws.constants import DEFAULT_REGION
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE, TARGET_HEADER, TARGET_PREFIX
from pytest_cognito_mfa._aws.wire import error_code, read
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._inference.exchanges import CUT, RecordedExchange, RecordedResponse, exchanges_in
from pytest_cognito_mfa._inference.response_diff import close_json
from pytest_cognito_mfa._yaml import regular_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NO_ORDER: Final = ("author order", "sdk", "DevTools")
"""How the note on a body begins if its members are not in the order of the wire."""

_KEYS: Final = {"operation", "request", "response"}
_FIRST: Final = 65536
"""A capture has its three keys within this many bytes."""


class ExchangeFile(list[RecordedExchange]):
    """The exchanges of a file, and the places that cannot be compared, with the reasons."""

    def __init__(self) -> None:
        super().__init__()
        self.not_compared: list[tuple[str, str]] = []


def read_exchanges(path: Path) -> ExchangeFile:
    """Every exchange of a cassette or capture. Raises `CassetteError`."""
    found = ExchangeFile()
    document = _capture(path)
    if document is None:
        cassette = load(path)
        found.extend(exchanges_in(cassette))
        return found
    place = f"{display_path(path)}:1"
    response = _response(document["response"])
    parameters = _parsed(document["request"].get("body"))
    answer = _parsed(close_json(response.body)) if isinstance(response.body, str) else None
    if parameters is None:
        found.not_compared.append((place, f"{document['operation']}: the body of the request is not complete JSON"))
    elif response.status is None or answer is None:
        found.not_compared.append((place, f"{document['operation']}: the response is not complete"))
    else:
        found.append(_recorded(place, document, parameters, response, answer))
    return found


def _capture(path: Path) -> Mapping[str, Any] | None:
    """The file as a capture; None if it is not one."""
    try:
        regular_files.require(path)
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
    """The JSON object in a body; {} for an empty body, None if it is not an object."""
    try:
        value = json.loads(body) if body != "" else {}
    except (TypeError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _response(response: Mapping[str, Any]) -> RecordedResponse:
    """What a capture shows of the response; its notes say what can be trusted."""
    body, order = response.get("body"), response.get("body_order") or ""
    claims = {name: value for name, value in response.get("jwt_claims", {}).items() if isinstance(value, dict)}
    return RecordedResponse(
        response.get("status"),
        tuple((str(name), str(value)) for name, value in response.get("headers") or ()),
        body,
        claims,
        whole="truncated_in_source" not in response and CUT not in (body or ""),
        ordered=not order.startswith(NO_ORDER),
    )


def _recorded(
    place: str,
    document: Mapping[str, Any],
    parameters: dict[str, Any],
    response: RecordedResponse,
    answer: dict[str, Any],
) -> RecordedExchange:
    request, operation = document["request"], document["operation"]
    headers = {TARGET_HEADER: TARGET_PREFIX + operation, "Content-Type": CONTENT_TYPE}
    if any(name.lower().startswith("access-control") for name, _ in response.headers):
        headers["Origin"] = "https://localhost"
    url = request.get("url") or f"https://cognito-idp.{DEFAULT_REGION}.amazonaws.com/"
    call = read("POST", url, headers, parameters)
    assert call is not None  # noqa: S101 - the header marks a call to Cognito
    error = error_code(response.status or HTTPStatus.OK, response.headers, json.dumps(answer).encode())
    return RecordedExchange(place, call, response, error, answer)
