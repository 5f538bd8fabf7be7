"""The example stories: each is different, begins with a sentence, and has no mistake."""

from pathlib import Path

from one_test import for_each

from pytest_cognito_mfa import _stories as _steps

STORIES = sorted(Path(__file__).parents[2].joinpath("examples", "stories").glob(f"*{_steps.SUFFIX}"))
NAMES = [path.name.removesuffix(_steps.SUFFIX) for path in STORIES]


def test_there_are_fifteen_at_least():
    assert len(STORIES) >= 15


@for_each("path", STORIES)
def test_it_begins_with_a_sentence_and_has_a_name(path):
    comment = path.read_text("utf-8").partition("\nname: ")[0]

    assert comment.startswith("# ")
    assert comment.rstrip(")").endswith(".")
    assert _steps.load(path, region="us-east-1").name


def test_no_two_have_one_name():
    assert len({_steps.load(path, region="us-east-1").name for path in STORIES}) == len(STORIES)
