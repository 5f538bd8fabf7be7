"""What a recording shows of an answer, and one difference from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CUT: Final = "<cut in source>"

Headers = tuple[tuple[str, str], ...]
HeadersAre = Literal["complete", "unordered", "partial", "telling"]


class Difference(NamedTuple):
    where: str
    how: str
    detail: str = ""

    @property
    def key(self) -> str:
        """Place and kind, without values."""
        return f"{self.where}: {self.how}"

    def __str__(self) -> str:
        return f"{self.key}{self.detail and f' ({self.detail})'}"


@dataclass(frozen=True, repr=False)
class Shown:
    """What a recording shows of an answer; None for what it does not show."""

    status: int | None
    headers: Headers
    body: str | None
    claims: Mapping[str, Mapping[str, Sequence[Mapping[str, str]]]] = field(default_factory=dict)
    """By token and segment: name and type of each claim, for a token that is shown by these alone."""
    headers_are: HeadersAre = "telling"
    ordered: bool = False
    whole: bool = True
    """False when the body was cut off at its end."""
