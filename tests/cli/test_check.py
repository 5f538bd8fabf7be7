"""`cognito-mfa check`: all mistakes in one run, as `file:line:column: text`, and the exit status."""

import io
import os
import re
import sys

import pytest

from pytest_cognito_mfa import __version__
from pytest_cognito_mfa.cli import COMMANDS, main

CASSETTE = "version: 1\ninteractions: []\n"
BROKEN = "poolz: []\n"
UNKNOWN = "unknown scenario key 'poolz'; did you mean 'pools'?"


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def write(in_folder):
    def write(name, text):
        path = in_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


@pytest.fixture
def pictured(write, capsys):
    """What a terminal shows for a file with one mistake below its first line, without colours."""

    def pictured(text):
        write("s.yaml", text)
        main(["check", "--color", "always", "s.yaml"])
        lines = re.sub("\033\\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
        return lines[1:]

    return pictured


def test_a_good_file_prints_nothing_but_that_there_was_one_and_ends_with_0(write, capsys):
    write("good.yaml", "region: eu-west-1\n")

    assert main(["check", "good.yaml"]) == 0
    assert capsys.readouterr() == ("", "1 file, no mistakes\n")


def test_all_mistakes_of_all_files_are_printed_in_one_run_that_exits_with_1(write, capsys):
    write("one.yaml", "regoin: eu-west-1\nfaults:\n  - {on: GetUsr, error: ForbiddenException}\n")
    write("two.yaml", "pools: 3\n")

    assert main(["check", "one.yaml", "two.yaml", "three.yaml"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "one.yaml:1:1: unknown scenario key 'regoin'; did you mean 'region'?",
        "one.yaml:3:10: unknown operation 'GetUsr'; did you mean 'GetUser'?",
        "two.yaml:1:8: pools must be a list, not the number 3",
        "three.yaml:1:1: there is no such file",
    ]
    assert err == "3 files, 4 mistakes\n"


def test_a_directory_means_the_scenarios_below_it_and_lists_other_yaml_files(write, capsys):
    write("tests/deep/a.yaml", BROKEN)
    write("tests/b.yml", "faultz: 3\nname: b\n")
    write("tests/mostly.yaml", "region: eu-west-1\nrisk: low\nname: c\n")
    write("tests/empty.yaml", "{}\n")
    write("tests/torn.yaml", "pools: [\n")
    write("tests/stack.yaml", "Resources: !Ref a\n")
    write("tests/nothing.yaml", "")
    write("tests/list.yaml", "- a\n")
    write("tests/cassette.yaml", CASSETTE)
    write("tests/.hidden/c.yaml", BROKEN)
    write("tests/notes.txt", "poolz: []\n")

    assert main(["check", "tests"]) == 1
    out, err = capsys.readouterr()
    assert [line.partition(": ")[0] for line in out.splitlines()] == [
        *("tests/b.yml:1:1", "tests/b.yml:2:1", "tests/deep/a.yaml:1:1", "tests/mostly.yaml:3:1"),
        "tests/torn.yaml:2:1",
    ]
    assert err.splitlines() == [
        "5 files, 5 mistakes",
        "skipped, not a scenario: tests/cassette.yaml",
        "skipped, not a scenario: tests/list.yaml",
        "skipped, not a scenario: tests/nothing.yaml",
        "skipped, not a scenario: tests/stack.yaml",
    ]


def test_a_glob_means_its_matches_and_a_file_given_twice_is_read_once(write, capsys):
    write("tests/deep/a.yaml", BROKEN)
    write("tests/cassette.yaml", CASSETTE)

    assert main(["check", "tests/**/*.yaml", "tests/deep", "tests/deep/a.yaml"]) == 1
    out, err = capsys.readouterr()
    assert "tests/cassette.yaml:2:1: unknown scenario key 'interactions'" in out
    assert out.count("tests/deep/a.yaml") == 1
    assert err.startswith("2 files, ")


def test_an_argument_without_files_is_a_mistake(write, capsys):
    write("recorded/cassette.yaml", CASSETTE)

    assert main(["check", "recorded", "*.yml"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "recorded:1:1: no scenario in this directory",
        "*.yml:1:1: no file matches",
    ]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(write, capsys):
    write("s[1].yaml", BROKEN)

    assert main(["check", "s[1].yaml"]) == 1
    assert capsys.readouterr().out == f"s[1].yaml:1:1: {UNKNOWN}\n"


def test_a_terminal_shows_the_line_and_a_mark_under_what_is_wrong(write, capsys):
    write("s.yaml", "pools:\n  - Name: a\n    MfaConfiguration: OPTIONEL # soon\n")

    assert main(["check", "--color", "always", "s.yaml"]) == 1
    out, err = capsys.readouterr()
    assert out == (
        "\033[1ms.yaml:3:23:\033[0m unknown MfaConfiguration 'OPTIONEL'; did you mean 'OPTIONAL'?\n"
        "\033[2m3 |\033[0m     MfaConfiguration: OPTIONEL # soon\n"
        "\033[2m  |\033[0m                       \033[1;31m^^^^^^^^\033[0m\n"
    )
    assert err == "\033[1;31m1 file, 1 mistake\033[0m\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("region: 'Ire land'\n", ["1 | region: 'Ire land'", "  |         ^^^^^^^^^^"]),
        ("pools:\n\t- a\n", ["2 | \t- a", "  | ^"]),
        ("pools: {名: 1, b: [\n", []),
        ("region: \x1b[31m\n", ["1 | region: \N{REPLACEMENT CHARACTER}[31m", "  |         ^"]),
        (b"# caf\xe9\n", ["1 | # caf\N{REPLACEMENT CHARACTER}", "  |      ^"]),
        ("# \x85risk: 3\n", ["2 | risk: 3", "  |       ^"]),
        ("risk: {名: low}\n", ["1 | risk: {名: low}", "  |        ^^"]),
        (
            "pools: [{Name: a, UserPoolTags: {名: 1}}]\n",
            ["1 | pools: [{Name: a, UserPoolTags: {名: 1}}]", f"  | {' ' * 37}^"],
        ),
    ],
)
def test_the_mark_stands_under_it_whatever_the_line_holds(pictured, text, shown):
    assert pictured(text) == shown


def test_a_long_line_is_cut_about_the_mistake(pictured):
    first, second = pictured(f"risk: {{192.0.2.1: low, {' ' * 200}192.0.2.2: hihg, {' ' * 200}192.0.2.3: low}}\n")

    assert len(first) <= 80
    assert first[second.index("^") :].startswith("hihg,")
    assert second.endswith("^^^^")


@pytest.mark.parametrize(
    "user",
    [
        "Password: 20000001",
        "Password: [hunter22]",
        "{SecretCode: hunter22, TemporaryPassword: hunter22}",
        "Password:\n          hunter22: 1",
        "Password:\n          - hunter22",
        "Password:\n\n          # no text\n          2000-01-01",
        "Password: >-\n          hunter22 hunter22",
        "'Password': 20000001",
    ],
)
def test_no_secret_is_shown(write, capsys, user):
    write("s.yaml", f"pools:\n  - Name: a\n    users:\n      - Username: jo\n        {user}\n")

    main(["check", "--color", "always", "s.yaml"])
    out = capsys.readouterr().out
    assert "Password" in out or "YAML" in out
    assert not any(secret in out for secret in ("hunter", "2000"))


def test_no_secret_of_a_request_is_shown(pictured):
    when = "    when:\n      AuthParameters:\n        USERNAME: jo\n        PASSWORD: 20000001\n"

    assert pictured(f"faults:\n  - on: InitiateAuth\n    drop: reset\n{when}") == []


def test_what_comes_after_a_password_is_shown(pictured):
    users = "      - Username: jo\n        Password: hunter22\n        Enabled: true\n        Statuss: X\n"

    assert pictured(f"pools:\n  - Name: a\n    users:\n{users}") == [
        "7 |         Statuss: X",
        "  |         ^^^^^^^",
    ]


def test_a_missing_file_has_no_source_to_show(in_folder, capsys):
    assert main(["check", "--color", "always", "none.yaml"]) == 1
    assert capsys.readouterr().out == "\033[1mnone.yaml:1:1:\033[0m there is no such file\n"


class Terminal(io.StringIO):
    encoding = "ascii"

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("color", "environment", "styled"),
    [
        ("auto", {}, True),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"TERM": "dumb"}, False),
        ("never", {}, False),
        ("always", {"NO_COLOR": "1"}, True),
    ],
)
def test_colours_are_for_terminals_that_want_them(write, monkeypatch, color, environment, styled):
    write("s.yaml", "region: Irlande du Süd\n")
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal())

    main(["check", "--color", color, "s.yaml"])

    assert ("\033[" in sys.stdout.getvalue()) is styled
    assert "S\\xfcd" in sys.stdout.getvalue()


@pytest.mark.parametrize("argv", [[], ["chekc"], ["scrub"]])
def test_a_wrong_command_line_exits_with_2(argv, capsys):
    with pytest.raises(SystemExit) as ended:
        main(argv)

    assert ended.value.code == 2
    assert "usage: cognito-mfa" in capsys.readouterr().err


def test_without_an_argument_the_current_directory_is_checked_without_virtual_environments(write, capsys):
    write("tests/a.yaml", BROKEN)
    write("venv/pyvenv.cfg", "")
    write("venv/lib/b.yaml", BROKEN)
    write(".venv/c.yaml", BROKEN)
    write("tests/.d.yaml", BROKEN)

    assert main(["check"]) == 1
    assert capsys.readouterr() == (f"tests/a.yaml:1:1: {UNKNOWN}\n", "1 file, 1 mistake\n")


def test_a_link_to_nothing_is_no_scenario(write, in_folder, capsys):
    write("good.yaml", "region: eu-west-1\n")
    in_folder.joinpath("gone.yaml").symlink_to("nowhere.yaml")

    assert main(["check"]) == 0
    assert capsys.readouterr().err == "1 file, no mistakes\n"


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--version", f"cognito-mfa {__version__}"),
        ("--help", "0 for success, 1 if the command found something or failed, 2 for a wrong command line"),
    ],
)
def test_the_command_tells_its_version_and_its_exit_statuses(option, said, capsys):
    with pytest.raises(SystemExit) as ended:
        main([option])

    assert ended.value.code == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_a_reader_that_has_seen_enough_is_no_error(monkeypatch, capsys):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as broken:
        monkeypatch.setattr("sys.stdout", broken)
        assert main(["schema"]) == 1

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_subcommand_explains_itself(name, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["cognito-mfa", name, "--help"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 0
    assert COMMANDS[name].summary[1:] in capsys.readouterr().out


def test_files_of_steps_are_checked_with_their_steps(in_folder, capsys):
    in_folder.joinpath("good.cognito.yaml").write_text("steps:\n  - {sign_in: totp}\n")
    in_folder.joinpath("bad.cognito.yaml").write_text("steps:\n  - {sign_in: topt}\n")
    in_folder.joinpath("worse.cognito.yaml").write_text("regoin: eu-west-1\nsteps:\n  - {sing_in: totp}\n")

    assert main(["check", "good.cognito.yaml", "bad.cognito.yaml", "worse.cognito.yaml"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "bad.cognito.yaml:2:15: unknown user 'topt'; did you mean 'totp'?",
        "worse.cognito.yaml:1:1: unknown story key 'regoin'; did you mean 'region'?",
        "worse.cognito.yaml:3:6: unknown step key 'sing_in'; did you mean 'sign_in'?",
    ]


def test_what_aws_would_refuse_when_pools_are_created_is_reported_too(in_folder, write, capsys):
    users = "UsernameAttributes: [email], users: [{Username: jo}]"
    write("base.yaml", f"pools:\n  - {{Name: a, {users}}}\n")
    write("child.yaml", "extends: base.yaml\nregion: eu-west-1\n")
    write("deep/child.yaml", "extends: ../base.yaml\n")
    write("story.cognito.yaml", "extends: base.yaml\nsteps:\n  - {call: ListUserPools, with: {MaxResults: 1}}\n")
    refused = "2:52: AWS refuses the user 'jo': Username should be an email.\n"

    for files in (["story.cognito.yaml"], ["child.yaml", "base.yaml", "deep/child.yaml", "story.cognito.yaml"], ["."]):
        assert main(["check", *files]) == 1
        out, err = capsys.readouterr()
        assert out == f"base.yaml:{refused}"
        assert err.endswith(", 1 mistake\n")


def test_a_factor_that_the_pool_does_not_offer_is_a_warning_for_a_user_and_a_mistake_for_a_persona(write, capsys):
    user = "{Username: jo, UserMFASettingList: [SOFTWARE_TOKEN_MFA]}"
    write("base.yaml", f"pools:\n  - Name: a\n    users: [{user}]\n")
    write("more.yaml", "extends: base.yaml\n")
    off = "has SOFTWARE_TOKEN_MFA on, but in pool 'a' MfaConfiguration is OFF; set OPTIONAL"

    assert main(["check", "."]) == 0
    assert capsys.readouterr() == (
        f"base.yaml:3:49: warning: user 'jo' {off}\n",
        "2 files, no mistakes, 1 warning\n",
    )

    write("more.yaml", "extends: base.yaml\npools: [{Name: a, personas: [totp]}]\n")
    assert main(["check", "more.yaml"]) == 1
    assert capsys.readouterr() == (f"more.yaml:2:30: persona 'totp' {off}\n", "1 file, 1 mistake\n")


def test_the_mistakes_of_a_shared_base_file_are_reported_once(write, capsys):
    write("parents/base.yaml", "poolz: []\nfaults: 3\n")
    for name in ("a.yaml", "b.yaml", "deep/c.yaml"):
        write(name, f"extends: {'../' if '/' in name else ''}parents/base.yaml\n")
    write("d.cognito.yaml", "extends: parents/base.yaml\nsteps: 3\n")

    assert main(["check", "."]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"parents/base.yaml:1:1: {UNKNOWN}",
        "parents/base.yaml:2:9: faults must be a list, not the number 3",
        "d.cognito.yaml:2:8: steps must be a list, not the number 3",
    ]
