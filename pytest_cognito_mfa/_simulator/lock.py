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

    The rules expect that already: the handler itself may call Cognito.
    """
    lock: Any = LOCK
    held = lock._release_save()  # noqa: SLF001 - threading.Condition does the same; nothing public gives up every level
    try:
        yield
    finally:
        lock._acquire_restore(held)  # noqa: SLF001 - the same
