"""The cassette mode `hybrid`: recorded calls get their recorded answers, all other calls are answered by the simulator.

1. The simulator follows the replay: it gets each replayed call too, in a state in which it answers as recorded. After
   that it accepts the recorded tokens, sessions and ids. A replayed call that it cannot simulate is skipped.
2. Nobody can check an SRP proof for a recorded challenge, so any proof passes, as on replay.
3. A pool, client or user that has another name in the test than in the cassette has this name in the simulator too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._inference.aliasing import rename_client, rename_pool, rename_user
from pytest_cognito_mfa._inference.drift import as_sent
from pytest_cognito_mfa._inference.exchanges import exchange_from, exchange_of
from pytest_cognito_mfa._inference.fresh_proofs import with_valid_proof
from pytest_cognito_mfa.errors import CassetteMiss, NotSimulated

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.exchange import Call, Outcome, Reply
    from pytest_cognito_mfa._cassette.interactions import Interaction
    from pytest_cognito_mfa._cassette.replay import Replay
    from pytest_cognito_mfa._inference.shadow_run import ShadowRun
    from pytest_cognito_mfa._simulator.simulation import Simulation


class Hybrid:
    """Answers from the cassette, or else from the simulator."""

    def __init__(self, replay: Replay, shadow_run: ShadowRun, simulation: Simulation) -> None:
        self._replay, self._shadow_run, self._simulation = replay, shadow_run, simulation

    def answer(self, call: Call) -> tuple[Outcome, str]:
        __tracebackhide__ = True
        try:
            reply, by = self._replay.answer(call)
        except CassetteMiss:
            return self._simulation.answer(with_valid_proof(self._shadow_run.service, call))
        if (interaction := self._replay.latest) is not None:
            self._follow(call, reply, interaction)
        return reply, by

    def _follow(self, call: Call, reply: Reply, interaction: Interaction) -> None:
        original = exchange_from(interaction)
        if original.is_document:
            return
        replayed = exchange_of(original.place, as_sent(call), reply)
        self._rename()
        try:
            self._shadow_run.answer(replayed, original=original, rename=self._replay.aliases.text_for_test)
        except NotSimulated:
            return

    def _rename(self) -> None:
        """Give pools, clients and users the test's names."""
        service, rename = self._shadow_run.service, self._replay.aliases.text_for_test
        for pool in list(service.pools.values()):
            if (name := rename(pool.id)) != pool.id:
                rename_pool(service, pool, name)
            for client in list(pool.clients.values()):
                if (name := rename(client.id)) != client.id:
                    rename_client(client, name)
            for user in list(pool.users.values()):
                values = {attribute: rename(value) for attribute, value in user.attributes.items()}
                pool.users.change(user, values)
                if (names := (rename(user.username), rename(user.sub))) != (user.username, user.sub):
                    rename_user(pool, user, *names)
