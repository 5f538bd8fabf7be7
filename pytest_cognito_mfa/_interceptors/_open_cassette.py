"""The cassette that vcrpy has open, and what it does with a request.

vcrpy replaces connection classes; the innermost cassette is an attribute of what then stands in http.client.
"""

from __future__ import annotations

import http.client
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_stub(connection_class: type) -> bool:
    """Whether this connection class is vcrpy's replacement of a real one."""
    stubs = sys.modules.get("vcr.stubs")
    return stubs is not None and issubclass(connection_class, stubs.VCRConnection)


def open_cassette() -> Any:
    """Vcrpy's innermost open Cassette; None if none is open."""
    connection: Any = http.client.HTTPConnection
    return connection.cassette if is_stub(connection) else None


def decides_on(cassette: Any, method: str, url: str, headers: Mapping[str, Any]) -> bool:
    """Whether the cassette plays a request or refuses it, so that vcrpy does not send it."""
    request = sys.modules["vcr.request"].Request(method, url, b"{}", dict(headers.items()))
    if cassette.can_play_response_for(request):
        return True
    return bool(cassette.write_protected and cassette.filter_request(request))
