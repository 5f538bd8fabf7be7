"""Locks and forks: a child process that is forked while a thread holds a lock would wait for that lock for ever."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import RLock


def free_in_children(lock: RLock) -> None:
    """Hold `lock` while the process forks, so that it is free in the child and guards nothing half done."""
    register = getattr(os, "register_at_fork", lambda **_: None)  # Windows does not fork
    register(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)
