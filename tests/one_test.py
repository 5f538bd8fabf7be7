"""One test for many cases: it tries all of them and lists each one that fails."""

import functools
import inspect
from contextlib import contextmanager

import pytest


def for_each(names, cases):
    """Call the test once per case, as `pytest.mark.parametrize` would, but in one test; fixtures are made once.

    Use it where a test per case adds nothing, because the list of failed cases says enough. Each case is a value,
    a tuple of values, or a `pytest.param` without marks, whose id is then printed. A case that skips is passed over.
    """
    names = [name.strip() for name in names.split(",")]
    cases = [*cases]

    def decorate(test):
        signature = inspect.signature(test)

        @functools.wraps(test)
        def in_turn(**fixtures):
            with _Failures(cases) as failures:
                for case in cases:
                    with failures.noted(case):
                        test(**fixtures, **_values(names, case))

        @functools.wraps(test)
        async def in_turn_awaited(**fixtures):
            with _Failures(cases) as failures:
                for case in cases:
                    with failures.noted(case):
                        await test(**fixtures, **_values(names, case))

        looped = in_turn_awaited if inspect.iscoroutinefunction(test) else in_turn
        fixtures = [each for each in signature.parameters.values() if each.name not in names]
        looped.__signature__ = signature.replace(parameters=fixtures)
        return looped

    return decorate


def _values(names, case):
    if hasattr(case, "marks"):
        assert not case.marks, "a case of a loop cannot be marked"
        case = case.values if len(names) > 1 else case.values[0]
    return dict(zip(names, case if len(names) > 1 else (case,), strict=True))


class _Failures:
    """The cases that failed, reported after the loop; the first one's traceback is shown in full."""

    def __init__(self, cases):
        self.cases, self.failed, self.skipped = cases, [], []

    @contextmanager
    def noted(self, case):
        try:
            yield
        except pytest.skip.Exception as skipped:
            self.skipped.append(skipped)
        except (Exception, pytest.fail.Exception) as failure:  # noqa: BLE001 -- told at the end
            name = getattr(case, "id", None) or repr(case)
            self.failed.append((f"{name}: {type(failure).__name__}: {failure}", failure))

    def __enter__(self):
        assert self.cases, "there are no cases"
        return self

    def __exit__(self, *raised):
        if self.failed:
            texts = "\n".join(text for text, _ in self.failed)
            first = self.failed[0][1]
            raise AssertionError(f"{len(self.failed)} of {len(self.cases)} cases fail:\n{texts}") from first
        if len(self.skipped) == len(self.cases):
            raise self.skipped[0]
