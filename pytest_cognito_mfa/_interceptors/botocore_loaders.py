"""botocore's data loaders: sessions made inside a test share the JSON files that one of them has read.

A new boto3 session reads 2 MB of JSON before it makes its first client, and each test has a new session.

1. Each session keeps a loader of its own.  Loaders share what they found only if they search the same folders, so
   `AWS_DATA_PATH` and boto3's own folder count.
2. A loader that the user made or registered is left alone.
3. What was read is kept until the process ends.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._interceptors._patch import Patch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._interceptors._patch import Function

_found: dict[tuple[str, ...], dict[Any, Any]] = {}
"""What loaders found, by the folders that they search."""


def patches() -> Iterator[Patch]:
    yield Patch("botocore.session", "create_loader", _create_loader)


def _create_loader(original: Function) -> Function:
    from botocore.loaders import JSONFileLoader, Loader  # noqa: PLC0415 -- not before botocore.session is patched

    def create_loader(*args: Any, **kwargs: Any) -> Any:
        loader = original(*args, **kwargs)
        if (type(loader), type(loader.file_loader)) == (Loader, JSONFileLoader):
            loader._cache = _Shared(loader.search_paths)  # noqa: SLF001 -- where `instance_cache` looks
        return loader

    return create_loader


class _Shared:
    """The cache of one loader.  boto3 adds its own folder to `search_paths` later, so they are read at each access."""

    def __init__(self, search_paths: list[str]) -> None:
        self._search_paths = search_paths

    @property
    def _of_these_paths(self) -> dict[Any, Any]:
        return _found.setdefault(tuple(map(os.path.abspath, self._search_paths)), {})

    def __contains__(self, key: object) -> bool:
        return key in self._of_these_paths

    def __getitem__(self, key: object) -> Any:
        return self._of_these_paths[key]

    def __setitem__(self, key: object, value: object) -> None:
        self._of_these_paths[key] = value
