"""Whatever is sent, it can be recorded, and what was recorded replays with the same answers."""

from any_traffic import record, replay, traffic
from hypothesis import given


@given(sent=traffic())
def test_what_was_recorded_replays(sent, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any_traffic.yaml"

    answers = record(path, sent)

    assert replay(path, sent) == answers
