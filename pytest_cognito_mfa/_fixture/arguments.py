"""What the arguments of both markers have in common: one text, or several."""

from __future__ import annotations

from typing import Any

from pytest_cognito_mfa.errors import SettingError


def texts_of(given: Any, argument: str) -> tuple[str, ...]:
    """One text or several, as several; raises `SettingError` for anything else, and where there is none."""
    texts = (given,) if isinstance(given, str) else given
    if not isinstance(texts, (list, tuple, set, frozenset)) or not all(isinstance(text, str) for text in texts):
        raise SettingError(f"{argument} is a text or a list of texts, not {given!r}")
    if not texts:
        raise SettingError(f"{argument} is empty, so nothing is left")
    return tuple(texts)
