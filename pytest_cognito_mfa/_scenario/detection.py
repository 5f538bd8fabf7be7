"""Whether a YAML file is a scenario at all: where a whole folder is looked through, the others are left alone."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._scenario.models import ScenarioEntry
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

if TYPE_CHECKING:
    from collections.abc import Iterable

_OURS_ALONE: Final = frozenset({"pools", "faults"})
"""No other kind of file has these at its top."""
_ALIKE: Final = 0.8
_TOP_KEY: Final = re.compile(r"""^["']?(\w+)["']?[ ]*:""", re.MULTILINE)


def is_scenario(content: bytes) -> bool:
    """It has a key that only scenarios have, or most of its keys are theirs; some may be misspelt.

    A file that is no YAML is judged by what stands at the beginning of its lines.
    """
    text = content.decode("utf-8-sig", "replace")
    root = tree.read(text, Diagnostics(""), "")
    if isinstance(root, tree.Mapping):
        return _fits(root.keys)
    return _TOP_KEY.search(text) is not None and _fits(_TOP_KEY.findall(text))


def _fits(keys: Iterable[str]) -> bool:
    known = [difflib.get_close_matches(key, ScenarioEntry.model_fields, n=1, cutoff=_ALIKE) for key in keys]
    meant = {names[0] for names in known if names}
    return bool(meant & _OURS_ALONE) or sum(map(bool, known)) * 2 > len(known) or not known
