"""`cognito-mfa import`: where the scenario is written, what is reported, and the exit status."""

import errno
import json
import os
import stat

import pytest

from pytest_cognito_mfa._scenario import load
from pytest_cognito_mfa.cli import main

POOL = {"UserPool": {"Id": "us-east-1_abc", "Name": "staff", "Nonsense": 1, "MfaConfiguration": "ON"}}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(autouse=True)
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("pool.json").write_text(json.dumps(POOL))
    return tmp_path


def test_the_scenario_goes_to_stdout_and_findings_to_stderr(capsys):
    assert main(["import", "pool.json"]) == 0

    out, err = capsys.readouterr()
    command = "aws cognito-idp get-user-pool-mfa-config --user-pool-id us-east-1_abc"
    factors = f"its factors are not in describe-user-pool; import the output of this too: {command}"
    notes = (
        "pool.json: UserPool.Nonsense: not imported: not a member that a scenario can have\n",
        f"pool.json: UserPool.MfaConfiguration: {factors}\n",
    )
    assert out == (
        "# Imported by cognito-mfa from pool.json.\n"
        "# Not imported, or changed:\n"
        f"#   {notes[0]}#   {notes[1]}"
        "region: us-east-1\n"
        "pools:\n"
        "- Id: us-east-1_abc\n"
        "  Name: staff\n"
        "  MfaConfiguration: 'ON'\n"
    )
    assert err == "".join(notes)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (["pool.json"], "unknown parameter 'Stge'"),
        (["pool.json", "template.json"], "unknown parameter 'Stge'; did you mean 'Stage'?"),
    ],
)
def test_a_parameter_that_no_template_has_is_refused(files, said, in_folder, capsys):
    template = {"Parameters": {"Stage": {"Type": "String"}}, "Resources": {}}
    in_folder.joinpath("template.json").write_text(json.dumps(template))

    assert main(["import", *files, "--parameter", "Stge=prod"]) == 1
    assert capsys.readouterr() == ("", f"--parameter: {said}\n")


def test_a_file_is_written_whole_and_loads(in_folder, capsys):
    assert main(["import", "pool.json", "-o", "staff.yaml"]) == 0

    assert capsys.readouterr().out == ""
    assert load(in_folder / "staff.yaml", region="us-east-1").pools[0].name == "staff"
    assert names(in_folder) == ["pool.json", "staff.yaml"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_file_has_the_mode_that_any_new_file_has(in_folder):
    in_folder.joinpath("any").touch()

    main(["import", "pool.json", "-o", "staff.yaml"])

    assert in_folder.joinpath("staff.yaml").stat().st_mode == in_folder.joinpath("any").stat().st_mode
    assert stat.S_ISREG(in_folder.joinpath("staff.yaml").stat().st_mode)


def test_an_existing_file_stays_without_force(in_folder, capsys):
    in_folder.joinpath("staff.yaml").write_text("mine")

    assert main(["import", "pool.json", "-o", "staff.yaml"]) == 1
    assert capsys.readouterr().err == "staff.yaml: file exists; add --force to replace it\n"
    assert in_folder.joinpath("staff.yaml").read_text() == "mine"

    assert main(["import", "pool.json", "-o", "staff.yaml", "--force"]) == 0
    assert "Name: staff" in in_folder.joinpath("staff.yaml").read_text()
    assert names(in_folder) == ["pool.json", "staff.yaml"]


def test_a_file_that_appears_meanwhile_stays_too(in_folder, monkeypatch, capsys):
    link = os.link

    def meanwhile(source, target):
        in_folder.joinpath("staff.yaml").write_text("mine")
        link(source, target)

    monkeypatch.setattr(os, "link", meanwhile)

    assert main(["import", "pool.json", "-o", "staff.yaml"]) == 1
    assert "add --force to replace it" in capsys.readouterr().err
    assert in_folder.joinpath("staff.yaml").read_text() == "mine"
    assert names(in_folder) == ["pool.json", "staff.yaml"]


def test_a_disk_that_is_full_leaves_nothing_behind(in_folder, monkeypatch, capsys):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert main(["import", "pool.json", "-o", "staff.yaml"]) == 1
    assert capsys.readouterr().err == "staff.yaml: cannot be written: No space left on device\n"
    assert names(in_folder) == ["pool.json"]


def test_a_missing_folder_is_reported(capsys):
    assert main(["import", "pool.json", "-o", "nowhere/staff.yaml"]) == 1
    assert capsys.readouterr().err == "nowhere/staff.yaml: cannot be written: No such file or directory\n"


def test_several_files_make_one_scenario(in_folder, capsys):
    in_folder.joinpath("client.json").write_text(
        json.dumps({"UserPoolClient": {"UserPoolId": "us-east-1_abc", "ClientName": "web", "ClientId": "1"}})
    )

    assert main(["import", "client.json", "pool.json"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# Imported by cognito-mfa from client.json, pool.json.\n")
    assert "  clients:\n  - {ClientName: web, ClientId: '1'}\n" in out


def test_users_come_with_the_option(in_folder, capsys):
    in_folder.joinpath("users.json").write_text(json.dumps({"Users": [{"Username": "jo"}]}))

    assert main(["import", "pool.json", "users.json", "--users"]) == 0
    assert "Username: jo" in capsys.readouterr().out


def test_parameters_and_the_region_are_a_templates(in_folder, capsys):
    in_folder.joinpath("template.yaml").write_text(
        "Parameters: {Stage: {Type: String}}\n"
        "Resources:\n"
        "  Pool: {Type: 'AWS::Cognito::UserPool', Properties: {UserPoolName: !Sub '${Stage}-${AWS::Region}'}}\n"
    )

    assert main(["import", "template.yaml", "--parameter", "Stage=dev", "--region", "eu-west-1"]) == 0
    assert "region: eu-west-1\npools:\n- Name: dev-eu-west-1\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "give a FILE to import, or --pool ID\n"),
        (["pool.json", "--region", "Ireland"], "--region must be a region such as us-east-1, not 'Ireland'\n"),
        (["--pool", "nonsense"], "--pool must be a pool ID such as us-east-1_AbCdEfGhI, not 'nonsense'\n"),
        (["nothing.json"], "nothing.json: cannot be read: No such file or directory\n"),
    ],
)
def test_a_failure_exits_with_1_and_one_line(options, words, capsys):
    assert main(["import", *options]) == 1
    assert capsys.readouterr() == ("", words)


@pytest.mark.parametrize("parameter", ["Stage", "=dev"])
def test_a_parameter_needs_a_name_and_a_value(parameter, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["import", "pool.json", "--parameter", parameter])

    assert ended.value.code == 2
    assert "write NAME=VALUE, not '" in capsys.readouterr().err
