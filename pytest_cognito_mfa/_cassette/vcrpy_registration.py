"""vcrpy with what Cognito needs: `register` gives a VCR our matcher, our redaction and our text of a cassette.

1. Every cassette that the VCR opens gets them, whatever it is configured to match on and to serialize with: in a file
   without secrets, no other matcher would find a call again.
2. When vcrpy saves a cassette, its whole text is redacted at once, as `cognito-mfa scrub` does: a secret may occur
   before the member that identifies it.  Hooks of the team's (`before_record_request` and so on) run as before.  A
   cassette without any call to Cognito is written as it is.
3. The client's headers of a Cognito call (signature, cookies) are not written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vcr.request import Request
from vcr.serializers import compat, yamlserializer

from pytest_cognito_mfa._aws.exchange import TARGET_HEADER
from pytest_cognito_mfa._cassette import writing
from pytest_cognito_mfa._cassette.vcrpy_matching import (
    NAME,
    CognitoMatcher,
    for_other_hosts,
    operation,
    plain_body,
    read,
)
from pytest_cognito_mfa._redaction.cassette_files import scrub
from pytest_cognito_mfa._redaction.key import redaction_key

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT_HEADERS = (TARGET_HEADER.lower(), "content-type")


def register(my_vcr: Any) -> Any:
    """Give a `vcr.VCR` our matcher, redaction and serializer, and return it; a second time changes nothing."""
    if NAME in my_vcr.matchers:
        return my_vcr
    merged: Callable[..., dict[str, Any]] = my_vcr.get_merged_config
    named, request_matchers = CognitoMatcher(), my_vcr.matchers
    my_vcr.register_matcher(NAME, named)
    my_vcr.register_serializer(NAME, yamlserializer)

    def get_merged_config(**options: Any) -> dict[str, Any]:
        config = merged(**options)
        matcher = CognitoMatcher()
        others = [each for each in config["match_on"] if each is not named]
        others = others or [request_matchers[name] for name in ("method", "uri")]
        serializer = CassetteSerializer(config["serializer"], matcher.loaded)
        return {**config, "match_on": [operation, matcher, *map(for_other_hosts, others)], "serializer": serializer}

    my_vcr.get_merged_config = get_merged_config
    return my_vcr


class CassetteSerializer:
    """A serializer of vcrpy whose text has no secrets; vcrpy's YAML is written as our own cassettes are."""

    def __init__(self, inner: Any, loaded: Callable[[str], None]) -> None:
        self._inner = inner
        self._loaded = loaded

    def deserialize(self, text: str) -> Any:
        self._loaded(text)
        return self._inner.deserialize(text)

    def serialize(self, document: dict[str, Any]) -> str:
        interactions = [_prepared(each) for each in document["interactions"]]
        if not any("operation" in each for each in interactions):
            as_it_is: str = self._inner.serialize(document)
            return as_it_is
        prepared = {**document, "interactions": interactions}
        is_yaml = self._inner is yamlserializer
        text: str = writing.to_yaml(prepared) if is_yaml else self._inner.serialize(prepared)
        return scrub("the cassette that vcrpy saves", text.encode(), redaction_key()).content.decode()


def _prepared(interaction: dict[str, Any]) -> dict[str, Any]:
    """An interaction as it is written, with all its secrets."""
    sent = interaction["request"]
    request: dict[str, Any] = compat.convert_to_unicode({**sent, "body": plain_body(sent["body"])})
    found = read(Request(**request))
    if found is None:
        return {**interaction, "request": request}
    request["headers"] = {
        name: [each.decode() if isinstance(each, bytes) else each for each in values]
        for name, values in request["headers"].items()
        if name.lower() in _KEPT_HEADERS
    }
    return {"operation": found.call.operation, **interaction, "request": request}
