"""Where cognito-local cannot be installed, the tests that record from it skip and say why."""

import cognito_local
import pytest

NPM = """#!/bin/sh
echo no registry >&2
exit 1
"""
INSTALLS = """#!/bin/sh
mkdir -p "$3/node_modules/cognito-local/lib/bin"
echo "$@" >> "$3/node_modules/cognito-local/lib/bin/start.js"
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine that has these programs, and nothing in its cache."""

    def having(**programs):
        for name, text in programs.items():
            (tmp_path / name).write_text(text)
            (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
        monkeypatch.setattr("shutil.which", {name: name for name in programs}.get)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        monkeypatch.delenv(cognito_local.FOLDER, raising=False)
        return tmp_path / "cache/pytest-cognito-mfa-tests"

    return having


@pytest.mark.parametrize(
    ("programs", "why"),
    [
        ({}, "needs node"),
        ({"node": ""}, "installed by npm"),
        ({"node": "", "npm": NPM}, "npm cannot install cognito-local: no registry"),
    ],
    ids=["no node", "no npm", "no registry"],
)
def test_it_is_said_why_it_is_missing(machine, programs, why):
    folder = machine(**programs)

    with pytest.raises(cognito_local.Missing, match=why):
        cognito_local.installed()
    assert not folder.exists() or [each.name for each in folder.iterdir()] == [".lock"]


def test_it_is_installed_once_in_a_pinned_version(machine):
    machine(node="", npm=INSTALLS)

    assert cognito_local.installed() == cognito_local.installed()
    assert cognito_local.installed().read_text().split()[-1] == f"cognito-local@{cognito_local.VERSION}"


def test_a_folder_that_is_named_must_have_it(machine, monkeypatch, tmp_path):
    machine(node="")
    monkeypatch.setenv(cognito_local.FOLDER, str(tmp_path))

    with pytest.raises(AssertionError, match="there is no"):
        cognito_local.installed()
