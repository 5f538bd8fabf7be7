"""Threads that outlive their test: each belongs to the block that started it, and afterwards gets an error for a call.

1. A thread belongs to the block that is open when it starts, or to that of the thread that starts it.
2. A job of a ThreadPoolExecutor belongs to the block that is open when it is submitted: the executor's threads serve
   later tests too.
3. Threads of other pools (anyio, multiprocessing.pool) belong to none, because nobody can tell whose job they do.
"""

from __future__ import annotations

import functools
import multiprocessing.pool
import threading
from concurrent.futures import Future, ThreadPoolExecutor, thread
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._interceptors._patch import Patch
from pytest_cognito_mfa._interceptors._patching import block_of_this_thread, state, working_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._interceptors._patch import Function

_SERVES_A_POOL = (thread._worker, multiprocessing.pool.worker)  # type: ignore[attr-defined]  # noqa: SLF001 -- only there


def patches() -> Iterator[Patch]:
    yield Patch(threading.Thread, "start", _start)
    yield Patch(ThreadPoolExecutor, "submit", _submit)


def _start(original: Function) -> Function:
    def start(self: Any) -> None:
        block = block_of_this_thread() or (state.blocks[-1] if state.blocks else None)
        if block is not None and not _is_of_a_pool(self):
            block.adopt(self)
        original(self)

    return start


def _is_of_a_pool(started: Any) -> bool:
    return getattr(started, "_target", None) in _SERVES_A_POOL or type(started).__module__.startswith("anyio.")


def _submit(original: Function) -> Function:
    def submit(self: Any, job: Function, /, *args: Any, **kwargs: Any) -> Future[Any]:
        block = block_of_this_thread() or (state.blocks[-1] if state.blocks else None)
        if block is None:
            return original(self, job, *args, **kwargs)  # type: ignore[no-any-return]  # by name
        future: Future[Any] = original(self, functools.partial(working_for, block, job), *args, **kwargs)
        block.jobs.append(future)
        return future

    return submit
