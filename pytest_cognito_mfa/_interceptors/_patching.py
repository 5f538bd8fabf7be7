"""When the doors stand open: who answers now, and what is swapped in for how long.

1. What the doors need is prepared at the first window and kept; a window only sets attributes.
2. A swapped-in function asks `is_ours` first.  What is not Cognito's goes to whatever stood there at
   swap-in time, with the very same arguments.
3. The innermost window answers, for every thread of the process; a call that it lets through, no door stops again.
4. Leaving puts back only what is still ours: a patch that someone laid over it stays theirs, and ours
   underneath forwards when nobody answers.
"""

from __future__ import annotations

import functools
import importlib
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeAlias

from pytest_cognito_mfa._aws.exchange import Call, Outcome
from pytest_cognito_mfa._aws.passthrough import PassThrough
from pytest_cognito_mfa._aws.wire import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

Answer: TypeAlias = Callable[[Call], Outcome | PassThrough]
Function: TypeAlias = Callable[..., Any]

_DOORS = (
    "aws_sdk",
    "botocore_loaders",
    "http_client",
    "urllib3_pools",
    "httpx_transports",
    "aiohttp_sessions",
    "tornado_clients",
    "vcrpy",
    "responses_mocks",
)

_NOT_OWNED = object()
_MARK = "_pytest_cognito_mfa"


class _Standing:
    """The open windows, outermost first: the one thing here that changes.

    Process-wide on purpose: a ThreadPoolExecutor inside a test is part of that test.
    """

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.lets_out = False
        self.windows: list[_Window] = []
        self.lock = threading.RLock()


standing = _Standing()
_passing: ContextVar[bool] = ContextVar("passing", default=False)


def answering() -> Answer | None:
    """Return who answers now; nobody does for a call that is on its way out."""
    return None if _passing.get() else standing.answer


@contextmanager
def passing() -> Iterator[None]:
    """Let the inner doors stand aside while a library sends a call for real."""
    token = _passing.set(True)
    try:
        yield
    finally:
        _passing.reset(token)


def is_passing() -> bool:
    return _passing.get()


class Swap:
    """One attribute of a library, and what stands there while a window is open.

    `wrap` gets what stood there and returns the replacement.  An owner that is a module's name is patched only where
    somebody else has imported that module.
    """

    def __init__(self, owner: Any, name: str, wrap: Callable[[Function], Function]) -> None:
        self._owner = owner
        self.name = name
        self._wrap = wrap
        self._last: tuple[Function, Function] | None = None
        """What stood there last time, and its replacement: nearly always the same again."""

    @property
    def owner(self) -> Any:
        return sys.modules.get(self._owner) if isinstance(self._owner, str) else self._owner

    def is_in(self) -> bool:
        there = getattr(self.owner, self.name, None)
        return there is not None and getattr(there, _MARK, None) is there

    def put_in(self) -> _Undo | None:
        """Swap in; None when ours is there already, or nothing is there to be patched."""
        owner = self.owner
        theirs = getattr(owner, self.name, None)
        if theirs is None or self.is_in():
            return None
        if self._last is None or self._last[0] is not theirs:
            self._last = theirs, self._marked(theirs)
        ours = self._last[1]
        if ours is theirs:
            return None
        owned = vars(owner).get(self.name, _NOT_OWNED)
        setattr(owner, self.name, ours)
        return _Undo(owner, self.name, ours, owned)

    def _marked(self, theirs: Function) -> Function:
        ours = self._wrap(theirs)
        if ours is not theirs:
            functools.update_wrapper(ours, theirs)
            # Its own identity, since functools.wraps of somebody else's would copy a mere flag.
            vars(ours)[_MARK] = ours
        return ours


class _Undo:
    __slots__ = ("name", "ours", "owned", "owner")

    def __init__(self, owner: Any, name: str, ours: Function, owned: Any) -> None:
        self.owner = owner
        self.name = name
        self.ours = ours
        self.owned = owned

    def __call__(self) -> None:
        if vars(self.owner).get(self.name) is not self.ours:
            return
        if self.owned is _NOT_OWNED:
            delattr(self.owner, self.name)
        else:
            setattr(self.owner, self.name, self.owned)


class _Window:
    def __init__(self, answer: Answer, *, lets_out: bool) -> None:
        self.answer = answer
        self.lets_out = lets_out
        self.undos: list[_Undo] = []

    def open(self) -> None:
        with standing.lock:
            self.put_in(_prepared())
            standing.windows.append(self)
            standing.answer, standing.lets_out = self.answer, self.lets_out

    def put_in(self, swaps: tuple[Swap, ...]) -> None:
        self.undos.extend(undo for swap in swaps if (undo := swap.put_in()) is not None)

    def close(self) -> None:
        with standing.lock:
            place = standing.windows.index(self)
            del standing.windows[place]
            if place < len(standing.windows):  # an outer window closes first: the next one in keeps the swaps
                standing.windows[place].undos[:0] = self.undos
                return
            inner = standing.windows[-1] if standing.windows else None
            standing.answer = inner.answer if inner else None
            standing.lets_out = inner is not None and inner.lets_out
            while self.undos:
                self.undos.pop()()


@contextmanager
def intercepting(answer: Answer, *, lets_out: bool = False) -> Iterator[None]:
    """Answer every Cognito call of this process with `answer` while the block runs.

    `lets_out` says that calls may go out for real, so that they are signed with the user's own credentials.
    An error that `answer` raises reaches the caller through the library that made the call.
    """
    window = _Window(answer, lets_out=lets_out)
    window.open()
    try:
        yield
    finally:
        window.close()


def on_top_again() -> Callable[[], None]:
    """Swap in once more over what others have laid on top since; returns what takes that off again."""
    with standing.lock:
        swaps = _prepared() if standing.windows else ()
        undos = [undo for swap in swaps if (undo := swap.put_in()) is not None]

    def take_off() -> None:
        with standing.lock:
            while undos:
                undos.pop()()

    return take_off


def swap_late(swap: Swap) -> None:
    """Swap in for a module that was imported inside the window; it leaves with that window."""
    if swap.is_in():
        return
    with standing.lock:
        if standing.windows:
            standing.windows[-1].put_in((swap,))


def is_ours(method: str, url: str, headers: Mapping[str, Any]) -> bool:
    """Whether somebody answers now, and the request is Cognito's."""
    return answering() is not None and read(method, url, headers, None) is not None


def asking(method: str, url: str, headers: Mapping[str, Any]) -> Callable[[Any], Outcome | PassThrough] | None:
    """Return what answers this request once its body is known, or None where `is_ours` says no."""
    answer = answering()
    if answer is None or read(method, url, headers, None) is None:
        return None
    return lambda body: answer(read(method, url, headers, body))  # type: ignore[arg-type]  # read it a moment ago


def optional(module: str) -> ModuleType | None:
    """Import a library that may be missing, or installed and broken."""
    try:
        return importlib.import_module(module)
    except Exception:  # noqa: BLE001 -- somebody else's broken installation must not break tests that do not use it
        return None


@functools.cache
def _prepared() -> tuple[Swap, ...]:
    with warnings.catch_warnings():
        # What a library warns about when imported is for those who import it themselves.
        warnings.simplefilter("ignore")
        modules = [importlib.import_module(f".{door}", __package__) for door in _DOORS]
        return tuple(swap for module in modules for swap in module.swaps())
