"""A recording as its file shows it: the request, the response, and how far they can be trusted.

The environment variable COGNITO_RECORDINGS names the folder of the files.  None of them is kept here.
"""

import json
import os
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from pytest_cognito_mfa._inference import RecordedResponse
from pytest_cognito_mfa._inference.exchanges import CUT
from pytest_cognito_mfa._inference.files import NO_ORDER
from pytest_cognito_mfa._inference.response_diff import close_json

from .command_line import parameters_of

FOLDER = os.environ.get("COGNITO_RECORDINGS")

UNORDERED_HEADERS = {"003", "004", "016", "017", "020", "021", "022", "043", "044", "045"}
"""Recordings whose headers went through a logger, a browser's tool or a dict that sorts them."""
PARTIAL_HEADERS = {"017", "021", "022"}
"""Recordings of which only some headers were pasted."""


@dataclass(frozen=True)
class Recording:
    number: str
    operation: str
    source: str
    """The public place, as far as it is known."""
    region: str
    asked: dict | None
    """The parameters; None where the request is not shown, or not in full."""
    asked_with: dict
    """The headers of the request that are shown."""
    status: int | None
    headers: list
    body: str | None
    claims: dict = field(default_factory=dict)
    whole: bool = True
    """False when the body was cut off at its end."""
    ordered: bool = True
    """Whether the members of the body have the order of the wire."""

    @property
    def has_answer(self):
        return self.status is not None or self.body is not None

    @property
    def shown(self):
        are = "partial" if self.number in PARTIAL_HEADERS or not self.headers else "complete"
        are = "unordered" if are == "complete" and self.number in UNORDERED_HEADERS else are
        headers = tuple(map(tuple, self.headers))
        return RecordedResponse(self.status, headers, self.body, self.claims, are, self.ordered, self.whole)

    @property
    def attributes(self):
        """UserAttributes of the body, cut off or not, as far as they were complete."""
        return {pair["Name"]: pair["Value"] for pair in json.loads(close_json(self.body))["UserAttributes"]}

    @property
    def answer(self):
        return json.loads(self.body)

    def asking(self, **ours):
        """The recorded parameters, with `ours` instead of placeholders for values of that time."""
        return merged(deepcopy(self.asked or {}), ours)

    def header(self, name):
        return next((value for each, value in self.headers if each.lower() == name), None)


def merged(into, values):
    for name, value in values.items():
        inside = isinstance(value, dict) and isinstance(into.get(name), dict)
        into[name] = merged(into[name], value) if inside else value
    return into


def loaded(folder=FOLDER):
    """Every recording by its number; a file that lists several bodies gives one recording for each of them."""
    files = sorted(Path(folder).glob("*.yaml")) if folder else []
    found = [each for file in files for each in _of_file(file.name[:3], yaml.safe_load(file.read_text("utf-8")))]
    return {each.number: each for each in found}


def _of_file(number, document):
    request, response = document["request"], document["response"]
    body, order = response.get("body"), response.get("body_order") or ""
    recording = Recording(
        number=number,
        operation=document["operation"],
        source=document["source"].get("repo") or "public code",
        region=_region(request.get("url")),
        asked=_asked(document["operation"], request),
        asked_with=_asked_with(request, response),
        status=response.get("status"),
        headers=response["headers"],
        body=body,
        claims={name: value for name, value in response.get("jwt_claims", {}).items() if isinstance(value, dict)},
        whole="truncated_in_source" not in response and CUT not in (body or ""),
        ordered=not order.startswith(NO_ORDER),
    )
    if trail := response.get("cloudtrail"):
        error = {"__type": trail["errorCode"], "message": trail["errorMessage"]}
        return [replace(recording, body=json.dumps(error))]
    several = response.get("bodies")
    if not several:
        return [recording]
    return [replace(recording, number=f"{number}.{part}", body=each) for part, each in enumerate(several, 1)]


def _region(url):
    labels = (urlsplit(url or "").hostname or "").split(".")
    return labels[1] if labels[0] == "cognito-idp" and "x" not in labels[1] else "us-east-1"


def _asked_with(request, response):
    """The headers of the request; only a browser's, which name its page, are answered with Access-Control."""
    shown = dict(request["headers"])
    granted = any(name.lower().startswith("access-control") for name, _ in response["headers"])
    return {"Origin": "https://localhost:3000", **shown} if granted else shown


def _asked(operation, request):
    if request.get("cli"):
        return parameters_of(operation, request["cli"])
    try:
        return json.loads(request["body"])
    except (TypeError, ValueError):
        return None
