"""Patching the HTTP libraries: what is patched, for how long, and who answers.

1. The patches are prepared at the first `intercepting` block and kept.  A block only sets attributes.
2. A replacement asks first whether a request is for Cognito.  Other requests go to the original function, with the
   same arguments.
3. The innermost block answers, in every thread of the process.  A call that passes through is not intercepted again.
4. The end of a block restores only what is still our replacement.  If someone patched over it, their patch stays, and
   ours below it calls the original from then on.
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
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pytest_cognito_mfa._aws.exchange import Call, Outcome, PassThrough
from pytest_cognito_mfa._aws.wire import read, read_unserved, region_of
from pytest_cognito_mfa._interceptors._open_cassette import decides_on, open_cassette

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

Answer: TypeAlias = Callable[[Call], Outcome | PassThrough]
Function: TypeAlias = Callable[..., Any]

INTERCEPTORS = (
    "aws_sdk",
    "botocore_loaders",
    "http_client",
    "urllib3_pools",
    "httpx_transports",
    "aiohttp_sessions",
    "tornado_clients",
    "other_mocks",
    "responses_mocks",
)

_MISSING = object()
_MARK = "_pytest_cognito_mfa"


class Rules(NamedTuple):
    """What a block does with calls that it does not answer."""

    records: bool = False
    """Calls may pass through, so they are signed with the user's own credentials."""
    domains: frozenset[str] = frozenset()
    """The custom domains of the pools."""
    passes_other_aws: bool = False
    """Calls to identity pools and to other services of AWS go out."""
    guards: bool = False
    """AWS's user pools get no calls, unless a mock of the user's answers them; all other calls go out."""

    def refuses(self, call: Call) -> bool:
        if self.guards:
            return call.unserved is None and region_of(call.url) is not None
        return not self.records and (call.unserved == "domain" or not self.passes_other_aws)


class _State:
    """The open blocks, outermost first: the only state of this module.

    It belongs to the process, because a ThreadPoolExecutor inside a test is part of that test.
    """

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.rules = Rules()
        self.blocks: list[_Block] = []
        self.lock = threading.RLock()


state = _State()
_passing_through: ContextVar[bool] = ContextVar("passing_through", default=False)


def current_answer() -> Answer | None:
    """Return the function that answers now; None for a call that passes through."""
    return None if _passing_through.get() else state.answer


@contextmanager
def passing_through() -> Iterator[None]:
    """Turn the interceptors below off while a library sends a call for real."""
    token = _passing_through.set(True)
    try:
        yield
    finally:
        _passing_through.reset(token)


def is_passing_through() -> bool:
    return _passing_through.get()


class Patch:
    """One attribute of a library, and its replacement while a block is open.

    `replace` takes the original and returns the replacement.  If the owner is the name of a module, it is patched only
    once other code has imported that module.
    """

    def __init__(self, owner: Any, name: str, replace: Callable[[Function], Function]) -> None:
        self._owner = owner
        self.name = name
        self._replace = replace
        self._last: _Applied | None = None
        """What the last block did: nearly always the next one does the same."""

    @property
    def owner(self) -> Any:
        return sys.modules.get(self._owner) if isinstance(self._owner, str) else self._owner

    def is_applied(self) -> bool:
        current = getattr(self.owner, self.name, None)
        return current is not None and getattr(current, _MARK, None) is current

    def apply(self) -> _Applied | None:
        """Set the replacement; None if it is set already, or if there is nothing to patch."""
        owner, last = self.owner, self._last
        original = getattr(owner, self.name, None)
        if last is None or original is not last.own or owner is not last.owner:
            if original is None or self.is_applied() or (replacement := self._replacement(original)) is original:
                return None
            own = vars(owner).get(self.name, _MISSING)
            last = self._last = _Applied(owner, self.name, own, replacement)
        setattr(owner, self.name, last.replacement)
        return last

    def _replacement(self, original: Function) -> Function:
        replacement = self._replace(original)
        if replacement is not original:
            functools.update_wrapper(replacement, original)
            # The mark is the function itself: another tool's functools.wraps would copy a plain flag.
            vars(replacement)[_MARK] = replacement
        return replacement


class _Applied(NamedTuple):
    """A patch that was applied, and how to undo it."""

    owner: Any
    name: str
    own: Any
    """What the owner itself had; missing when it inherits the original."""
    replacement: Function

    def undo(self) -> None:
        if getattr(self.owner, self.name, None) is not self.replacement:
            return
        if self.own is _MISSING:
            delattr(self.owner, self.name)
        else:
            setattr(self.owner, self.name, self.own)


def _apply(patches: tuple[Patch, ...]) -> list[_Applied]:
    return [applied for patch in patches if (applied := patch.apply()) is not None]


class _Block:
    """An `intercepting` block."""

    def __init__(self, answer: Answer, rules: Rules) -> None:
        self._answer = answer
        self._rules = rules
        self.applied: list[_Applied] = []

    def __enter__(self) -> None:
        with state.lock:
            self.applied = _apply(_prepared_patches())
            state.blocks.append(self)
            state.answer, state.rules = self._answer, self._rules

    def __exit__(self, *_: object) -> None:
        with state.lock:
            place = state.blocks.index(self)
            del state.blocks[place]
            if place < len(state.blocks):  # an outer block ends first: the next one inside it keeps the patches
                state.blocks[place].applied[:0] = self.applied
                return
            inner = state.blocks[-1] if state.blocks else None
            state.answer = inner._answer if inner else None  # noqa: SLF001 -- another block
            state.rules = inner._rules if inner else Rules()  # noqa: SLF001 -- the same
            while self.applied:
                self.applied.pop().undo()


def intercepting(answer: Answer, rules: Rules | None = None) -> _Block:
    """Answer every Cognito call of this process with `answer` while the block runs.

    `answer` also gets the calls that the `rules` refuse, and raises an error for them.  An error that `answer` raises
    reaches the caller through the library that made the call.
    """
    return _Block(answer, rules or Rules())


def is_intercepting() -> bool:
    """Whether a block is open."""
    return bool(state.blocks)


def apply_again() -> Callable[[], None]:
    """Patch over what others have patched since; returns a function that undoes this."""
    with state.lock:
        again = _apply(_prepared_patches()) if state.blocks else []

    def undo() -> None:
        with state.lock:
            while again:
                again.pop().undo()

    return undo


def apply_late(patch: Patch) -> None:
    """Patch a module that was imported inside the block; the end of that block restores it."""
    if patch.is_applied():
        return
    with state.lock:
        if state.blocks:
            state.blocks[-1].applied += _apply((patch,))


def is_answered(method: str, url: str, headers: Mapping[str, Any]) -> bool:
    """Whether a block answers the request, so that a mock of the user's must not."""
    return current_answer() is not None and not state.rules.guards and read(method, url, headers, None) is not None


def call_of(method: str, url: str, headers: Mapping[str, Any], body: Any) -> Call | None:
    """Read a request that the block answers or refuses; None for others, and where the user's mock stands in front."""
    call = read(method, url, headers, body)
    if call is not None and not state.rules.guards:
        return call
    return refused(call or read_unserved(method, url, headers, state.rules.domains), method, url, headers)


def refused(call: Call | None, method: str, url: str, headers: Mapping[str, Any]) -> Call | None:
    """The call, if the block refuses it and no cassette of the user's answers it."""
    is_refused = call is not None and state.rules.refuses(call) and not _is_vcrpys(method, url, headers)
    return call if is_refused else None


def _is_vcrpys(method: str, url: str, headers: Mapping[str, Any]) -> bool:
    """Whether a cassette of the user's takes care of the request.

    The guard also lets a cassette record it: there, no fixture says that the call must not go out.
    """
    cassette = open_cassette()
    return cassette is not None and (state.rules.guards or decides_on(cassette, method, url, headers))


def is_intercepted(method: str, url: str, headers: Mapping[str, Any]) -> bool:
    """Whether a block is open, and answers or refuses the request."""
    return current_answer() is not None and call_of(method, url, headers, None) is not None


def answer_to(method: str, url: str, headers: Mapping[str, Any]) -> Callable[[Any], Outcome | PassThrough] | None:
    """Return what answers this request once its body is known; None where `is_intercepted` says no."""
    answer = current_answer()
    if answer is None or call_of(method, url, headers, None) is None:
        return None
    return lambda body: answer(call_of(method, url, headers, body))  # type: ignore[arg-type]  # it was read a moment ago


def import_optional(module: str) -> ModuleType | None:
    """Import a library; None if it is missing, or installed and broken."""
    try:
        return importlib.import_module(module)
    except Exception:  # noqa: BLE001 -- a broken installation must not break tests that do not use it
        return None


@functools.cache
def _prepared_patches() -> tuple[Patch, ...]:
    with warnings.catch_warnings():
        # A library's warnings about its import are for those who import it themselves.
        warnings.simplefilter("ignore")
        modules = [importlib.import_module(f".{name}", __package__) for name in INTERCEPTORS]
        return tuple(patch for module in modules for patch in module.patches())
