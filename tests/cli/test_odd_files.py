"""What is not a regular file is refused by every command, which goes on with the others, and is never replaced."""

import errno
import os
import socket
import stat
from pathlib import Path

import pytest
from one_test import for_each

from pytest_cognito_mfa import CassetteError, ScenarioError, SettingError, cli, simulate
from pytest_cognito_mfa._plugin import orphans
from pytest_cognito_mfa._yaml import regular_files

CASSETTE = """
version: 1
interactions:
- request:
    method: POST
    uri: https://cognito-idp.us-east-1.amazonaws.com/
    headers: {X-Amz-Target: [AWSCognitoIdentityProviderService.GetUser]}
    body: '{"AccessToken": "REDACTED"}'
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: '{"Username": "grace"}'}}
"""
POOL = '{"UserPool": {"Id": "us-east-1_Example01", "Name": "staff"}}'
SCENARIO = "pools:\n- Name: staff\n"
LONG = "x" * 300


@pytest.fixture
def odd(tmp_path, monkeypatch):
    """Make a folder in which only ``good`` is a regular file that can be read."""
    monkeypatch.chdir(tmp_path)
    sockets = []

    def make(suffix, content):
        Path(f"good{suffix}").write_text(content)
        os.mkfifo(f"pipe{suffix}")
        sockets.append(socket.socket(socket.AF_UNIX))
        sockets[-1].bind(f"socket{suffix}")
        Path(f"loop{suffix}").symlink_to(f"loop{suffix}")
        Path(f"device{suffix}").symlink_to(os.devnull)
        Path(f"broken{suffix}").symlink_to("/proc/self/mem")  # a file that nobody can read, not even root
        Path(f"folder{suffix}").mkdir()
        return [f"{name}{suffix}" for name in ("pipe", "socket", "loop", "device", "broken", LONG)]

    yield make
    for each in sockets:
        each.close()


WHY = {
    "pipe": "this is a pipe; name a file",
    "socket": "this is a socket; name a file",
    "loop": os.strerror(errno.ELOOP),
    "device": "this is a device; name a file",
    "broken": os.strerror(errno.EIO),
    LONG: os.strerror(errno.ENAMETOOLONG),
}
COMMANDS = (
    (["check"], ".yaml", SCENARIO),
    (["scrub"], ".yaml", CASSETTE),
    (["scrub", "--check"], ".yaml", CASSETTE),
    (["drift"], ".yaml", CASSETTE),
    (["import"], ".json", POOL),
)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("case", COMMANDS, ids=lambda case: " ".join(case[0]))
def test_a_command_refuses_it_and_goes_on(odd, capsys, case):
    command, suffix, content = case
    names = odd(suffix, content)
    for name in names:
        assert cli.main([*command, name]) == 1, name
        assert f"{name}" in (said := "".join(capsys.readouterr()))
        assert WHY[name.removesuffix(suffix)] in said, name
    if command == ["import"]:
        return  # its files make one scenario
    assert cli.main([*command, *names, f"good{suffix}"]) == 1
    said = "".join(capsys.readouterr())
    assert all(WHY[name.removesuffix(suffix)] in said for name in names)
    status = cli.main([*command, "."])
    said = "".join(capsys.readouterr())
    assert (status, WHY["broken"] in said, "pipe" in said) == (1, True, False)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_an_output_that_is_no_file_is_never_replaced(odd, capsys):
    odd(".json", POOL)
    before = os.lstat("pipe.json"), Path(os.devnull).stat().st_ino
    for name in ("pipe", "socket", "loop", "device", "folder", LONG):
        for more in ([], ["--force"]):
            assert cli.main(["import", "good.json", "-o", f"{name}.json", *more]) == 1
            assert f"{name}.json: cannot be written: " in capsys.readouterr().err

    assert (os.lstat("pipe.json"), Path(os.devnull).stat().st_ino) == before
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@for_each("output, why", [("good.json/new.yaml", "is not a folder"), ("/proc/new.yaml", "read-only")])
def test_an_output_that_cannot_be_written_is_refused_first(odd, monkeypatch, capsys, output, why):
    Path("good.json").write_text(POOL)
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != "/proc")

    assert cli.main(["import", "absent.json", "-o", output]) == 1
    assert why in capsys.readouterr().err


PATHS = ("a\0b.yaml", "\udce9.yaml" * 2, f"{LONG}.yaml", "/dev/null")


@for_each("path", PATHS)
def test_a_path_that_cannot_be_used_is_one_error_of_ours(path, monkeypatch):
    monkeypatch.setenv("COGNITO_REDACTION_KEY", "k" * 20)
    with pytest.raises((ScenarioError, SettingError)):
        simulate(path)
    with pytest.raises(CassetteError):
        simulate(cassette=path)
    for mode in ("once", "all", "new_episodes", "rewrite"):
        if not path.startswith("\udce9"):  # that name can be written
            with pytest.raises((CassetteError, SettingError)):
                simulate(cassette=path, mode=mode)


def test_a_file_that_is_far_too_large_is_not_read(tmp_path):
    large = tmp_path / "large.yaml"
    large.touch()
    os.truncate(large, regular_files.LARGEST + 1)  # a sparse file, which uses no disk space

    with pytest.raises(OSError, match="larger than 256 MB"):
        regular_files.read(large)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="this system has no file that nobody can read")
def test_a_file_that_cannot_be_read_is_no_unused_cassette():
    assert not orphans._is_cognitos(Path("/proc/self/mem"), only_ours=False)
