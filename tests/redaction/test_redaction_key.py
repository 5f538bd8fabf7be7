"""The key: from the environment, or from a file that is made once, outside every project, for its user only."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from one_test import for_each

from pytest_cognito_mfa._redaction.key import cache_folder, redaction_key
from pytest_cognito_mfa.errors import SettingError

LONG = "sixteen letters or more"


@pytest.fixture
def home(tmp_path):
    return {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}


def test_a_key_in_the_environment_counts_and_makes_no_file(home, tmp_path):
    key = redaction_key({**home, "COGNITO_REDACTION_KEY": LONG})

    assert len(key) == 32
    assert key == redaction_key({"COGNITO_REDACTION_KEY": f" {LONG}\n"})
    assert list(tmp_path.iterdir()) == []


def test_a_short_key_is_refused(home):
    with pytest.raises(SettingError, match="COGNITO_REDACTION_KEY has 5 characters: use at least 16"):
        redaction_key({**home, "COGNITO_REDACTION_KEY": "short"})


def test_a_key_is_made_once_and_only_its_user_may_read_it(home):
    key = redaction_key(home)
    (file,) = cache_folder(home).iterdir()

    assert key == redaction_key(home) == file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.long
def test_processes_that_begin_at_once_have_the_same_key(home):
    program = "from pytest_cognito_mfa._redaction.key import redaction_key as key; print(key().hex())"
    runs = [
        subprocess.Popen([sys.executable, "-c", program], env=home, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]

    assert {run.communicate()[0].strip() for run in runs} == {redaction_key(home).hex()}


def test_who_was_quicker_has_the_key(home, monkeypatch):
    quicker = cache_folder(home) / "redaction.key"

    def link(_draft, path):
        quicker.write_bytes(b"q" * 32)
        raise FileExistsError

    monkeypatch.setattr("os.link", link)

    assert redaction_key(home) == b"q" * 32
    assert list(cache_folder(home).iterdir()) == [quicker]


def test_a_file_that_holds_no_key_is_refused(home):
    cache_folder(home).mkdir(parents=True)
    cache_folder(home).joinpath("redaction.key").write_bytes(b"short")

    with pytest.raises(SettingError, match=r"redaction\.key is not a key of 32 bytes: delete it"):
        redaction_key(home)


def test_a_folder_that_cannot_be_made_is_told_with_the_way_out(tmp_path):
    tmp_path.joinpath("cache").write_text("a file")

    with pytest.raises(SettingError, match="set COGNITO_REDACTION_KEY instead"):
        redaction_key({"XDG_CACHE_HOME": str(tmp_path / "cache")})


@for_each(
    "platform, environ, where",
    [
        ("linux", {"HOME": "/home/me"}, "/home/me/.cache"),
        ("linux", {"HOME": "/home/me", "XDG_CACHE_HOME": "/caches"}, "/caches"),
        ("darwin", {"HOME": "/Users/me"}, "/Users/me/Library/Caches"),
        ("win32", {"USERPROFILE": "/me"}, "/me/AppData/Local"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local"),
    ],
)
def test_it_stands_in_the_users_cache_folder(platform, environ, where):
    assert cache_folder(environ, platform) == Path(where) / "pytest-cognito-mfa"
