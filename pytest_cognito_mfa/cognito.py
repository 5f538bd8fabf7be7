"""`Cognito`, the value of the fixture: pools and users, the outbox, the journal, the clock, and faults to inject."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa import _middleware, _scenario
from pytest_cognito_mfa._aws.constants import DEFAULT_REGION
from pytest_cognito_mfa._cassette.modes import replay_options
from pytest_cognito_mfa._fixture import Case, views
from pytest_cognito_mfa._fixture.authorization import Callback
from pytest_cognito_mfa._fixture.backend import Backend
from pytest_cognito_mfa._fixture.callers import Callers
from pytest_cognito_mfa._fixture.clock import Clock
from pytest_cognito_mfa._fixture.credentials import answering, rules_of
from pytest_cognito_mfa._fixture.findings import Findings
from pytest_cognito_mfa._fixture.handles import Answered, AssumedRisk, Injected
from pytest_cognito_mfa._fixture.journal import Journal
from pytest_cognito_mfa._fixture.mounts import Mounts
from pytest_cognito_mfa._fixture.no_effect import NoEffects
from pytest_cognito_mfa._fixture.outbox import Outbox
from pytest_cognito_mfa._fixture.plugged_triggers import PluggedIn, PluggedTriggers
from pytest_cognito_mfa._fixture.read_only import ByName
from pytest_cognito_mfa._fixture.sign_ins import SignIns
from pytest_cognito_mfa._fixture.transcript import transcript
from pytest_cognito_mfa._fixture.views import ClientView, PoolView, Tokens, UserView
from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa._scenario.provisioning import sources_of
from pytest_cognito_mfa._simulator.sources import stopwatch
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from types import TracebackType

    from typing_extensions import Unpack

    from pytest_cognito_mfa._aws.constants import Address, Network, RiskLevel
    from pytest_cognito_mfa._aws.exchange import Exchange
    from pytest_cognito_mfa._cassette.recorder import RecordingSummary
    from pytest_cognito_mfa._scenario import Answering, AnswerSpec, ExpectationSpec, FaultKeywords, FaultSpec, Scenario
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool

__all__ = [
    "Answered",
    "AssumedRisk",
    "Callback",
    "ClientView",
    "Cognito",
    "Injected",
    "PluggedIn",
    "PoolView",
    "Tokens",
    "UserView",
]


class Cognito(Mounts, SignIns, PluggedTriggers, Findings):
    """Amazon Cognito during one test: a context manager that answers all calls inside its block.

    `scenario` and `cassette` are paths of YAML files. Without a scenario there is one pool with optional MFA, all
    factors, a public and a secret client, and six users: newcomer, totp, sms, email, undecided, invited. With a
    cassette, its recorded answers are given and nothing is simulated. `mode` is one of vcrpy's record modes, which
    call the real service with your own credentials, or ``hybrid``, which simulates what is not recorded. Without a
    scenario, a cassette's pools and users are those that it implies. `passwords` are the right ones by user, to be
    checked at replay. With `times` ``shift`` the times in recorded tokens move to now; with ``keep`` they stay. With
    `allow_playback_repeats`, a recorded answer is given again when no unplayed one is left. Calls to other services
    of AWS that are signed with the fakes raise `NotSimulated`; with `other_aws` ``pass`` they go out. `no_effect`: what
    happens where a pool's trigger or setting has no effect: ``warn``, ``fail`` or ``ignore``. Raises `ScenarioError`
    or `CassetteError`.
    """

    _recorded: RecordingSummary | None = None

    def __init__(
        self,
        scenario: str | PathLike[str] | Scenario | None = None,
        *,
        cassette: str | PathLike[str] | None = None,
        mode: str = "none",
        passwords: Mapping[str, str] | None = None,
        times: str = "shift",
        allow_playback_repeats: bool = False,
        region: str | None = None,
        faults: Sequence[FaultSpec] = (),
        answers: Sequence[AnswerSpec] = (),
        expect: Sequence[ExpectationSpec] = (),
        case: Case | None = None,
        other_aws: str = "fail",
        no_effect: str = "warn",
    ) -> None:
        if region is not None and not re.fullmatch(_scenario.REGION, region):
            raise SettingError(f"{region!r} is not an AWS region; write it like us-east-1")
        self._scenario = _scenario.scenario_of(scenario, region or DEFAULT_REGION).with_more(answers, expect)
        sources = sources_of(self._scenario, clock := Clock())
        self._region, self._clock, self._case = self._scenario.region, clock, case or Case()
        self._no_effects = NoEffects(no_effect)
        self._backend = Backend(
            self._scenario,
            sources,
            cassette=None if cassette is None else Path(cassette),
            options=replay_options(mode, passwords, times, allow_playback_repeats=allow_playback_repeats),
            is_named=scenario is not None,
            case=self._case,
            is_regional=region is not None or self._scenario.names_region,
            report=self._no_effects.report,
        )
        self._rules = rules_of(self._scenario, other_aws, self._backend.answered_domains, self._backend.player)
        self._callers = Callers(self._backend)
        self._faults, self._answers = _middleware.chain(
            self._scenario,
            (*self._case.faults, *self._scenario.faults, *faults),
            last=self._backend.player.source,
            simulator=self._callers,
            chance=lambda: sources.chance("faults"),
        )
        others = _middleware.UnservedCalls(self._faults, domains=self._rules.simulates_domains)
        self._pipeline = _middleware.Pipeline(self._faults, stopwatch, others)
        self._block: AbstractContextManager[None] = nullcontext()

    def __enter__(self) -> Cognito:
        self._open(intercepting(self._pipeline.decide, self._rules))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._block.__exit__(None, None, None)
        self._clock.end_travels()
        self._unmount()
        if self._backend.player.recorder is not None:
            self._recorded = self._backend.player.recorder.write()

    def _open(self, block: AbstractContextManager[None]) -> None:
        self._block = answering(block, self._region, self._rules, self._backend.player.others)
        self._block.__enter__()

    @property
    def _service(self) -> Service:
        return self._backend.service

    # -- pools, clients and users -----------------------------------------------------

    @property
    def region(self) -> str:
        """The AWS region of the pools."""
        return self._service.region

    @property
    def pools(self) -> Mapping[str, PoolView]:
        """All pools by id: those of the scenario, and those that your code created."""
        return ByName("pool", {pool.id: PoolView(pool) for pool in self._service.pools.values()})

    @property
    def pool(self) -> PoolView:
        """The first pool."""
        return PoolView(self._first_pool())

    @property
    def user_pool_id(self) -> str:
        """The id of the first pool."""
        return self._first_pool().id

    @property
    def client_id(self) -> str:
        """The id of the first pool's first client."""
        return views.found_client(self._first_pool(), None).id

    @property
    def client_secret(self) -> str | None:
        """The secret of that client; None if it is public. Other clients are in ``pool.clients``."""
        return views.found_client(self._first_pool(), None).secret

    def user(self, name: str) -> UserView:
        """The user with this username, alias or sub, in the first pool that has one."""
        return UserView(views.found_user(self._service.pools.values(), name)[1])

    # -- what a test does ---------------------------------------------------------------

    def totp(self, name: str) -> str:
        """The code that the user's authenticator app shows now."""
        return views.totp_code(views.found_user(self._service.pools.values(), name)[1], name, self._service.now)

    def inject(self, on: str, **words: Unpack[FaultKeywords]) -> Injected:
        """Make calls of operation `on` fail from here on, or only inside a ``with`` block.

        The keywords are those of a fault in a scenario. Which calls: `when`, `user`, `client`, `nth`, `after`,
        `after_call`, `chance`, `times`. What happens: `error` with `message`, `members` and `status`; `drop`;
        `lose_reply`; `garble`; `change`; `latency` and `trickle`; or a `sequence` of these. Raises `SettingError` with
        all mistakes.
        """
        return self.inject_fault(_scenario.fault_from(place=_scenario.Place.of_caller(), on=on, **words))

    def answer(
        self, on: str, answer: Answering, *, when: Mapping[str, Any] | None = None, times: int | None = None
    ) -> Answered:
        """Answer calls of operation `on` with `answer` from here on, or only inside a ``with`` block.

        `answer` is the body that AWS would send, or a function that gets the call and returns that body. Only calls
        whose request has the members of `when` get it, at most `times` calls. Of several, the first that matches
        counts; those of the marker and of the scenario come later. Raises `SettingError` with all mistakes.
        """
        place = _scenario.Place.of_caller()
        canned = _scenario.answer_from(place=place, on=on, answer=answer, when=when, times=times)
        return self._kept(Answered(self._answers, self._answers.add(canned)))

    def inject_fault(self, fault: FaultSpec) -> Injected:
        """Inject a fault that was read from a file, for the steps of a story."""
        return self._kept(Injected(self._faults, self._faults.add(fault)))

    def risk(self, level: RiskLevel | None, *, source_ip: str | Address | Network | None = None) -> AssumedRisk:
        """Set the risk of sign-ins from here on, or only inside a ``with`` block.

        The levels are ``none``, ``low``, ``medium`` and ``high``; None is ``none``. `source_ip` is an address or a
        network such as 203.0.113.0/24: then only sign-ins from there have this risk, by the address that the call
        names. The latest that matches counts. A risk has an effect only where the pool's threat protection is
        ENFORCED; its risk configuration says which.
        """
        risk = _scenario.risk_from(level, source_ip)
        assessments = self._service.assessments
        return self._kept(AssumedRisk(assessments, assessments.add(risk.level, risk.source)))

    @property
    def compromised_passwords(self) -> set[str]:
        """The passwords that threat protection finds compromised; add yours: ``compromised_passwords.add("...")``."""
        return self._service.compromised

    @property
    def clock(self) -> Clock:
        """Cognito's clock: `now`, `advance(minutes=4)`, `freeze(...)`; `travel(hours=2)` moves both times."""
        return self._clock

    # -- the case of this test ---------------------------------------------------------------

    @property
    def error(self) -> str:
        """The error of this case of ``cognito_errors``: AWS's code, or how the connection is lost."""
        return self._case.error

    @property
    def next_challenge(self) -> str | None:
        """The challenge that AWS now gives the user ``subject`` after the right password; None if it gives tokens.

        The sign-in names the subject's device, if there is one, and has no risk. Raises `SettingError` where AWS would
        refuse, and in a test without ``cognito_standings``.
        """
        pool, user = views.found_user(self._service.pools.values(), self._case.subject)
        return self._case.next_challenge(views.found_client(pool, None), user)

    @property
    def first_challenge(self) -> str:
        """The challenge of USER_AUTH that the user ``subject`` of ``cognito_standings(first_factors=...)`` gets."""
        pool, user = views.found_user(self._service.pools.values(), self._case.subject)
        return self._case.first_challenge(views.found_client(pool, None), user)

    # -- what happened ------------------------------------------------------------------

    @property
    def outbox(self) -> Outbox:
        """All messages so far, the newest last; ``outbox.last(to="grace")`` is the newest that fits."""
        return Outbox(self._service.outbox, self._exchanges)

    @property
    def journal(self) -> Journal:
        """All calls so far, in order."""
        return Journal(self._exchanges)

    @property
    def transcript(self) -> str:
        """The calls so far and why they were refused, the users and the messages, without secrets. pytest prints it for
        a failed test.
        """
        return transcript(self._exchanges, self._callers, messages_before=self._messages_before)

    @property
    def recorded(self) -> RecordingSummary | None:
        """What was recorded: `path`, `calls`, `hosts`; None until the test ends."""
        return self._recorded

    def calls(self, operation: str) -> tuple[Exchange, ...]:
        """The calls of one operation, in order."""
        return self.journal.calls(operation)

    def assert_called(self, operation: str, **members: Any) -> Exchange:
        """Fail unless `operation` was called with these members; others may be there. Return the last such call."""
        __tracebackhide__ = True
        return self.journal.assert_called(operation, members)

    def _first_pool(self) -> Pool:
        return views.first_pool(self._service.pools.values())

    def __repr__(self) -> str:
        return f"<Cognito {', '.join(self._backend.names)}, {len(self._pipeline.journal)} calls>"
