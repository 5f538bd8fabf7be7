"""A cassette whose gaps are simulated.

1. A call that is recorded gets its recorded answer; every other is simulated.
2. The simulator follows what is replayed: it is put the same call in a state in which it would answer so, and then
   knows by their recorded names the tokens, sessions and ids that were given out.  What it cannot do is passed over.
3. A proof of a password over recorded numbers cannot be checked: any is right, as on replay.
4. Who goes by another name in the test than in the cassette does so in the simulator.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pytest_cognito_mfa._inference.aliasing import rename_client, rename_pool, rename_user
from pytest_cognito_mfa._inference.drift import as_sent
from pytest_cognito_mfa._inference.exchanges import Recorded, recorded_by
from pytest_cognito_mfa._inference.fresh_proofs import proved
from pytest_cognito_mfa._inference.recorded_responses import Shown
from pytest_cognito_mfa.errors import CassetteMiss, NotSimulated

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._cassette import Interaction, Replay
    from pytest_cognito_mfa._inference.shadow_run import Rehearsal
    from pytest_cognito_mfa._simulator.simulation import Simulation


class Hybrid:
    """A source of the pipeline: the cassette's answers, then the simulator's."""

    def __init__(self, replay: Replay, rehearsal: Rehearsal, simulation: Simulation) -> None:
        self._replay, self._rehearsal, self._simulation = replay, rehearsal, simulation

    def answer(self, call: Call) -> tuple[Reply, str]:
        __tracebackhide__ = True
        try:
            reply, by = self._replay.answer(call)
        except CassetteMiss:
            return self._simulation.answer(proved(self._rehearsal.service, call))
        if (interaction := self._replay.latest) is not None:
            self._follow(call, reply, interaction)
        return reply, by

    def _follow(self, call: Call, reply: Reply, interaction: Interaction) -> None:
        original = recorded_by(interaction)
        if original.is_document:
            return
        body = reply.body.decode("utf-8", "surrogatepass")
        told = Recorded(
            original.place,
            original.line,
            as_sent(call),
            Shown(reply.status, reply.headers, body),
            reply.error,
            json.loads(body) if body else {},
        )
        self._rename()
        try:
            self._rehearsal.follow(told, original=original, word=self._replay.bindings.in_the_tests_words)
        except NotSimulated:
            return

    def _rename(self) -> None:
        """Let pools, clients and users go by the test's names for them."""
        service, word = self._rehearsal.service, self._replay.bindings.in_the_tests_words
        for pool in list(service.pools.values()):
            if (name := word(pool.id)) != pool.id:
                rename_pool(service, pool, name)
            for client in list(pool.clients.values()):
                if (name := word(client.id)) != client.id:
                    rename_client(client, name)
            for user in list(pool.users.values()):
                user.sub = word(user.sub)
                user.attributes = {attribute: word(value) for attribute, value in user.attributes.items()}
                if (name := word(user.username)) != user.username:
                    rename_user(pool, user, name)
