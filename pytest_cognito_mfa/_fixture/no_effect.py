"""What had no effect in a test: triggers and settings of pools, each reported once, where AWS would act on it."""

from __future__ import annotations

import warnings
from typing import Final

from pytest_cognito_mfa._middleware import line_of_the_user
from pytest_cognito_mfa.errors import NoEffectWarning, SettingError, unknown

CHOICES: Final = ("warn", "fail", "ignore")


class NoEffects:
    """Gets the reports of one test, and warns at once if `choice` is ``warn``."""

    def __init__(self, choice: str) -> None:
        if choice not in CHOICES:
            raise SettingError(unknown("no_effect", choice, CHOICES))
        self.choice = choice
        self.texts: dict[str, str] = {}

    def report(self, what: str, text: str) -> None:
        """`what` has the name and the pool; `text` says it to the person who writes the test."""
        if what in self.texts:
            return
        self.texts[what] = text
        if self.choice == "warn":
            name = what.rpartition(" ")[0]
            file, _, line = (line_of_the_user() or f"{__file__}:1").rpartition(":")
            accept = f"filterwarnings = ignore:{name}, or cognito_no_effect = ignore, in pytest's ini file"
            warnings.warn_explicit(f"{text}\n  To accept it: {accept}", NoEffectWarning, file, int(line))
