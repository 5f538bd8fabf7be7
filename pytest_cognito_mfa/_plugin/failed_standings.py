"""One line at the end of a run for each test that fails in many standings: what the failing ones share.

1. The properties are those of the standing, and the challenge that AWS sends first.
2. All failing standings have the properties that are named.  They are named in the order in which they exclude most of
   those that pass, until none is left or no property excludes another one.
3. If most are left, the values of the first property are named whose values at those that fail are all different from
   those at the others; an app that handles one challenge alone fails in this way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._fixture.case import Case
from pytest_cognito_mfa._fixture.standings import SHORT, UserStanding, in_id
from pytest_cognito_mfa.cognito import Cognito

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_FEWEST: Final = 3
"""Of fewer failing standings the ids alone can be read."""


def write(terminal: Any) -> None:
    """Write the lines for the reports of a run."""
    if lines := list(_lines(terminal.stats)):
        terminal.section("standings that fail")
        for line in lines:
            terminal.line(line)


def _lines(stats: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    failed = [report for kind in ("failed", "error") for report in stats.get(kind, ())]
    passed = [report for report in stats.get("passed", ()) if report.when == "call"]
    offers = {_test(report): tuple(report.cognito_offered) for report in failed if hasattr(report, "cognito_offered")}
    for test, offered in offers.items():
        failing = _standings(failed, test, offered)
        passing = _standings(passed, test, offered) - failing
        if len(failing) >= _FEWEST:
            what = _shared([_properties(each) for each in failing], [_properties(each) for each in passing])
            yield f"{test}: {len(failing)} of {len(failing) + len(passing)} standings fail; {what}"


def _test(report: Any) -> str:
    return str(report.nodeid).partition("[")[0]


def _standings(reports: Iterable[Any], test: str, offered: tuple[str, ...]) -> set[UserStanding]:
    found = {in_id(report.nodeid, offered) for report in reports if _test(report) == test}
    return {standing for standing in found if standing is not None}


def _properties(standing: UserStanding) -> list[str]:
    challenge = Cognito(case=Case(standing)).next_challenge
    return [
        f"AWS asks for {challenge}" if challenge else "AWS gives tokens after the password",
        f"MfaConfiguration is {standing.policy}",
        ("no factor is on", "one factor is on", "several factors are on")[min(len(standing.on), 2)],
        *(f"{short} is {'on' if factor in standing.on else 'not on'}" for factor, short in SHORT.items()),
        f"{SHORT[standing.preferred]} is preferred" if standing.preferred else "no factor is preferred",
        f"the device is {'' if standing.trusted_device else 'not '}trusted",
        f"the password is {'' if standing.invited else 'not '}temporary",
        f"the user has {'a' if standing.passkey else 'no'} passkey",
        f"the user has {'no' if standing.passwordless else 'a'} password",
    ]


def _shared(failing: list[list[str]], passing: list[list[str]]) -> str:
    """What all that fail have, and as few as possible of those that pass."""
    candidates = [name for name in failing[0] if all(name in each for each in failing)]
    named: list[str] = []
    rest = passing
    while rest and candidates:
        best = min(candidates, key=lambda name: sum(name in each for each in rest))
        left = [each for each in rest if best in each]
        if len(left) == len(rest):
            break
        named, rest = [*named, best], left
    if not passing:
        return "none passes"
    if len(rest) * 2 > len(passing):
        return _different(failing, passing)
    others = f"{len(rest)} that pass{'es' if len(rest) == 1 else ''}" if rest else "none that passes"
    return f"in all of them {' and '.join(named)}, and in {others}"


def _different(failing: list[list[str]], passing: list[list[str]]) -> str:
    """The values of one property that only those that fail have."""
    for at_failing, at_passing in zip(zip(*failing, strict=True), zip(*passing, strict=True), strict=True):
        if set(at_failing).isdisjoint(at_passing):
            return f"each of them has one of these, and none that passes: {', '.join(sorted(set(at_failing)))}"
    return "they share no property that most of the others lack"
