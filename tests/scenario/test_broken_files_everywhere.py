"""A broken file gets the same messages from `cognito-mfa check`, from collection and from `simulate`."""

from __future__ import annotations

import re

import pytest
from test_broken_scenario_files import BROKEN

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa.cli import main
from pytest_cognito_mfa.errors import ScenarioError

EXPECTED = {
    **{f"{number}/s.yaml": said for number, (_, said) in enumerate(BROKEN.values())},
    "folder": ["1:1: cannot be read: this is a folder; name a file"],
    "missing.yaml": ["1:1: there is no such file"],
}
SOURCE = """
    import pytest

    CASES = [pytest.param(file, marks=pytest.mark.cognito(scenario=file)) for file in {files}]

    @pytest.mark.parametrize("file", CASES)
    def test_a_broken_scenario(file, cognito): ...
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("broken")
    folder.joinpath("folder").mkdir()
    for number, (text, _) in enumerate(BROKEN.values()):
        folder.joinpath(f"{number}").mkdir()
        folder.joinpath(f"{number}/s.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def by_file(text, folder):
    """The mistakes in a longer text, by the name of the file."""
    found = {}
    for line in text.splitlines():
        if match := re.fullmatch(rf"{re.escape(str(folder))}/([\w./]+):(\d+:\d+: .*)", line):
            found.setdefault(match[1], []).append(match[2])
    return found


def test_there_are_sixty_broken_files_and_more():
    assert len(EXPECTED) >= 60


def test_check_reports_them(folder, capsys):
    files = {name: said for name, said in EXPECTED.items() if name != "folder"}

    assert main(["check", *(str(folder / name) for name in files)]) == 1

    out, err = capsys.readouterr()
    assert by_file(out, folder) == files
    assert out.count("\n") == sum(map(len, files.values()))
    assert err.splitlines() == [f"{len(files)} files, {out.count(chr(10))} mistakes"]


def test_collection_reports_them(folder, pytester):
    with simulate():
        import boto3  # noqa: F401  # pytester forgets what its run imports first, and PyYAML's C half imports once
    pytester.makepyfile(SOURCE.format(files=[str(folder / name) for name in EXPECTED]))

    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:asyncio")

    result.assert_outcomes(errors=len(EXPECTED))
    assert by_file(result.stdout.str(), folder) == EXPECTED
    assert "Traceback" not in result.stdout.str()
    assert "pytest_cognito_mfa/" not in result.stdout.str()


@pytest.mark.parametrize("name", EXPECTED)
def test_simulate_reports_it(folder, name):
    with pytest.raises(ScenarioError) as caught:
        simulate(scenario=folder / name)

    assert by_file(str(caught.value), folder) == {name: EXPECTED[name]}
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
