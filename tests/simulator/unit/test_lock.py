"""The lock is given up while a handler runs, however deep the call is, and taken again."""

import threading

from one_test import for_each

from pytest_cognito_mfa._simulator.lock import LOCK, released


def is_free():
    """Whether another thread gets the lock."""
    got = []
    other = threading.Thread(target=lambda: got.append(LOCK.acquire(blocking=False) and not LOCK.release()))
    other.start()
    other.join()
    return got == [True]


@for_each("depth", [0, 1, 3])
def test_it_is_free_inside_of_the_block_only(depth):
    for _ in range(depth):
        LOCK.acquire()
    with released():
        assert is_free()
    assert is_free() == (depth == 0)
    for _ in range(depth):
        LOCK.release()
    assert is_free()
