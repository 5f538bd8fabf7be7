"""`cognito-mfa check`: mistakes as `file:line:column: text`, all in one run, and what the command ends with."""

import pytest

from pytest_cognito_mfa.cli import COMMANDS, main


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_good_file_prints_nothing_and_ends_with_0(in_folder, capsys):
    in_folder.joinpath("good.yaml").write_text("region: eu-west-1\n")

    assert main(["check", "good.yaml"]) == 0
    assert capsys.readouterr() == ("", "")


def test_all_mistakes_of_all_files_are_printed_in_one_run_and_end_it_with_1(in_folder, capsys):
    in_folder.joinpath("one.yaml").write_text(
        "regoin: eu-west-1\nfaults:\n  - {on: GetUsr, error: ForbiddenException}\n"
    )
    in_folder.joinpath("two.yaml").write_text("pools: 3\n")

    assert main(["check", "one.yaml", "two.yaml", "three.yaml"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "one.yaml:1:1: unknown scenario key 'regoin'; did you mean 'region'?",
        "one.yaml:3:10: unknown operation 'GetUsr'; did you mean 'GetUser'?",
        "two.yaml:1:8: pools must be a list, not the number 3",
        "three.yaml:1:1: there is no such file",
    ]


@pytest.mark.parametrize("argv", [[], ["chekc"], ["check"]])
def test_a_command_line_that_cannot_be_read_ends_with_2(argv, capsys):
    with pytest.raises(SystemExit) as ended:
        main(argv)

    assert ended.value.code == 2
    assert "usage: cognito-mfa" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_subcommand_explains_itself(name, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["cognito-mfa", name, "--help"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 0
    assert COMMANDS[name].summary[1:] in capsys.readouterr().out
