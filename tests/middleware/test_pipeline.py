"""The pipeline writes every answer of its chain into the journal."""

from pytest_cognito_mfa._aws.exchange import Call, Reply
from pytest_cognito_mfa._middleware.pipeline import Pipeline

HOST = "https://cognito-idp.eu-west-1.amazonaws.com"


class Says:
    def __init__(self, answer):
        self._answer = answer

    def answer(self, call):
        return self._answer


def test_what_the_chain_answers_is_in_the_journal():
    outcome = Reply(200, (), b"{}")
    pipeline = Pipeline(Says((outcome, "simulator")), lambda: 0.0)
    assert pipeline.decide(Call("GetUser", {}, HOST)) is outcome
    assert [each.answered_by for each in pipeline.journal] == ["simulator"]
