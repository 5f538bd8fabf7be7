"""The lock of the simulated state: one call at a time, except while a Lambda handler runs."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK: Final = threading.RLock()
"""Threads of one test share its pools; a rule must see one state from start to end.  One lock serves all tests of the
process, so that a child process that is forked in the middle of a call does not wait for it for ever.
"""


@contextmanager
def released() -> Iterator[None]:
    """Let other threads call inside the block, as AWS does while it waits for Lambda: a handler may wait for them.

    The rules expect that already: the handler itself may call Cognito. A call of the service itself holds no lock.
    """
    lock: Any = LOCK  # its private members are what threading.Condition uses; nothing public gives up every level
    held = lock._release_save() if lock._is_owned() else None  # noqa: SLF001
    try:
        yield
    finally:
        if held is not None:
            lock._acquire_restore(held)  # noqa: SLF001
