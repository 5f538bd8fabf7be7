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
import os
import threading
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from pytest_cognito_mfa._aws.exchange import Call, Outcome, PassThrough
from pytest_cognito_mfa._aws.wire import read, read_other
from pytest_cognito_mfa._interceptors._fork import free_in_children
from pytest_cognito_mfa._interceptors._open_cassette import decides_on, open_cassette
from pytest_cognito_mfa._interceptors._patch import Applied, Function, Patch, apply_all, undo_all
from pytest_cognito_mfa._interceptors._rules import Rules
from pytest_cognito_mfa.errors import LateCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from concurrent.futures import Future
    from types import ModuleType

Answer: TypeAlias = Callable[[Call], Outcome | PassThrough]

INTERCEPTORS = (
    "threads",
    "aws_sdk",
    "botocore_loaders",
    "http_client",
    "urllib3_pools",
    "httpx_transports",
    "httpx_mocks",
    "aiohttp_sessions",
    "tornado_clients",
    "aioresponses_mocks",
    "other_mocks",
    "responses_mocks",
)

_BLOCK = "_pytest_cognito_mfa_block"


class _State:
    """The open blocks, outermost first: the only state of this module.

    It belongs to the process, because a ThreadPoolExecutor inside a test is part of that test.
    """

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.rules = Rules()
        self.blocks: list[_Block] = []
        self.ended: list[_Block] = []
        """Blocks that have ended and whose threads still run."""
        self.kept: list[Applied] = []
        """The patches that stay for their sake."""
        self.lock = threading.RLock()


state = _State()
free_in_children(state.lock)
_job = threading.local()
_passing_through: ContextVar[bool] = ContextVar("passing_through", default=False)


def current_answer() -> Answer | None:
    """Return the function that answers now; None for a call that passes through."""
    if _passing_through.get():
        return None
    if state.ended and (block := block_of_this_thread()) in state.ended:
        return block.refuse
    return state.answer


def block_of_this_thread() -> _Block | None:
    """Return the block for which this thread works (see `threads.py`); None in the main thread, for example."""
    return getattr(_job, "block", None) or getattr(threading.current_thread(), _BLOCK, None)


def working_for(block: _Block, job: Function, *args: Any, **kwargs: Any) -> Any:
    """Do a job of `block` in a thread that also does jobs of other blocks."""
    _job.block = block
    try:
        return job(*args, **kwargs)
    finally:
        _job.block = None


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


class _Block:
    """An `intercepting` block, and the threads and jobs that began inside it."""

    def __init__(self, answer: Answer, rules: Rules) -> None:
        self._answer = answer
        self._rules = rules
        self.applied: list[Applied] = []
        self._threads: list[threading.Thread] = []
        self.jobs: list[Future[Any]] = []
        self._test = ""

    def __enter__(self) -> None:
        with state.lock:
            if self in state.ended:  # it is opened again, and its threads go on
                state.ended.remove(self)
            self.applied = apply_all(_prepared_patches())
            state.blocks.append(self)
            state.answer, state.rules = self._answer, self._rules

    def __exit__(self, *_: object) -> None:
        with state.lock:
            place = state.blocks.index(self)
            del state.blocks[place]
            if (self._threads or self.jobs) and self.is_at_work():
                self._test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
                state.ended.append(self)
            if place < len(state.blocks):  # an outer block ends first: the next one inside it keeps the patches
                state.blocks[place].applied[:0] = self.applied
                self.applied = []
                return
            inner = state.blocks[-1] if state.blocks else None
            state.answer = inner._answer if inner else None  # noqa: SLF001 -- another block
            state.rules = inner._rules if inner else Rules()  # noqa: SLF001 -- the same
            state.ended = [block for block in state.ended if block.is_at_work()]
            if state.ended:
                state.kept += self.applied
                return
            undo_all(self.applied)
            if not state.blocks:
                undo_all(state.kept)

    def adopt(self, thread: threading.Thread) -> None:
        """Note that `thread` belongs to this block, before it starts."""
        setattr(thread, _BLOCK, self)
        self._threads.append(thread)

    def is_at_work(self) -> bool:
        """Whether a thread or a job of this block still runs, or will."""
        return any(thread.is_alive() for thread in self._threads) or not all(job.done() for job in self.jobs)

    def refuse(self, call: Call) -> NoReturn:
        __tracebackhide__ = True
        test = self._test or "a block of simulate() that has ended"
        raise LateCall(
            f"{call.operation or 'a call'} was not sent to {call.url}: the thread {threading.current_thread().name!r} "
            f"works for {test}, which has ended.\n"
            "  Join the thread, or wait for its job, before the test ends. If the thread serves later tests too, start "
            "it before the fixture cognito, for example in a fixture of wider scope."
        )


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
        again = apply_all(_prepared_patches()) if state.blocks else []

    def undo() -> None:
        with state.lock:
            undo_all(again)

    return undo


def apply_late(patch: Patch) -> None:
    """Patch a module that was imported inside the block; the end of that block restores it."""
    with state.lock:
        if state.blocks:
            state.blocks[-1].applied += apply_all((patch,))


def is_for_pool(method: str, url: str, headers: Mapping[str, Any]) -> bool:
    """Whether a block answers the request, and it is for the API of user pools."""
    return current_answer() is not None and not state.rules.guards and read(method, url, headers, None) is not None


def is_answered(method: str, url: str, headers: Mapping[str, Any]) -> bool:
    """Whether a block answers the request, so that a mock of the user's must not."""
    if is_for_pool(method, url, headers):
        return True
    if current_answer() is None or not state.rules.simulates_domains:
        return False
    call = read_other(method, url, headers, None, state.rules.domains)
    return call is not None and call.part == "domain"


def call_of(
    method: str, url: str, headers: Mapping[str, Any], body: Any, sent: Mapping[str, str] | None = None
) -> Call | None:
    """Read a request that the block answers or refuses; None for others, and where the user's mock stands in front.

    `sent` are the headers that `read` needs, if the library's own mapping is slow.
    """
    call = read(method, url, headers, body, sent)
    if call is not None and not state.rules.guards:
        return call
    return refused(call or read_other(method, url, headers, body, state.rules.domains), method, url, headers)


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
