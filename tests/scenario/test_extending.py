"""`extends`: what a scenario takes over, what it replaces, and the messages for files that are wrong together."""

from __future__ import annotations

import os
import sys
import textwrap

import pytest
from editors import seen_by_an_editor

from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._scenario import extending
from pytest_cognito_mfa.cli import main
from pytest_cognito_mfa.errors import ScenarioError

BASE = """\
    region: eu-west-1
    seed: 1
    clock: {freeze: 2030-01-01T00:00:00Z, advance: {hours: 1}}
    risk: {default: low, 203.0.113.0/24: high}
    pools:
      - Name: staff
        MfaConfiguration: "OFF"
        Policies: {PasswordPolicy: {MinimumLength: 12, RequireSymbols: true}}
        clients:
          - {ClientName: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH], RefreshTokenValidity: 5}
        users:
          - {Username: grace, Password: Nanosecond-0f-wire, UserAttributes: {email: grace@example.com}}
      - Name: guests
        personas: [newcomer, invited]
    faults:
      - {on: GetUser, drop: reset}
    """


@pytest.fixture
def write(tmp_path):
    """Write files, each by its name without `.yaml`, and give their folder."""

    def write(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(textwrap.dedent(text), "utf-8")
        return tmp_path

    return write


@pytest.fixture
def loaded(write):
    """Load the file s.yaml of those given."""

    def loaded(**texts):
        return _scenario.load(write(**texts) / "s.yaml", region="us-east-1")

    return loaded


@pytest.fixture
def mistakes(loaded, tmp_path):
    """What is wrong with s.yaml and those that it extends: `file:line:column: what`."""

    def mistakes(**texts):
        with pytest.raises(ScenarioError) as caught:
            loaded(**texts)
        return [str(mistake).replace(f"{tmp_path}{os.sep}", "") for mistake in caught.value.mistakes]

    return mistakes


def pool_of(scenario, name):
    (pool,) = [pool for pool in scenario.pools if pool.name == name]
    return pool


def errors_of(scenario):
    return [fault.effects[0].error for fault in scenario.faults]


# -- what is merged -------------------------------------------------------------------------


def test_a_file_inherits_what_it_does_not_say(loaded):
    scenario = loaded(s="extends: base.yaml", base=BASE)

    assert (scenario.region, scenario.seed) == ("eu-west-1", 1)
    assert [pool.name for pool in scenario.pools] == ["staff", "guests"]
    assert [fault.on for fault in scenario.faults] == ["GetUser"]


def test_a_file_wins_over_what_it_extends(loaded):
    scenario = loaded(s="{extends: base.yaml, region: eu-north-1, seed: a}", base=BASE)

    assert (scenario.region, scenario.seed) == ("eu-north-1", "a")


def test_mappings_are_merged_key_by_key(loaded):
    scenario = loaded(
        s="""\
            extends: base.yaml
            clock: {freeze: 2040-01-01T00:00:00Z}
            risk: {203.0.113.0/24: medium, 192.0.2.7: none}
            pools: [{Name: staff, Policies: {PasswordPolicy: {MinimumLength: 20}}}]
            """,
        base=BASE,
    )

    assert (scenario.clock.freeze, scenario.clock.advance) == (2208988800, 3600)
    assert {str(risk.source): risk.level for risk in scenario.risks} == {
        "None": "low",
        "203.0.113.0/24": "medium",
        "192.0.2.7/32": "none",
    }
    assert pool_of(scenario, "staff").settings["Policies"] == {
        "PasswordPolicy": {"MinimumLength": 20, "RequireSymbols": True}
    }


def test_pools_clients_and_users_are_merged_by_name(loaded):
    scenario = loaded(
        s="""\
            extends: base.yaml
            pools:
              - Name: partners
              - PoolName: staff
                MfaConfiguration: "ON"
                clients: [{ClientName: app}, {ClientName: web, RefreshTokenValidity: 9}]
                users: [{Username: ada}, {Username: grace, UserAttributes: {phone_number: "+12065550199"}}]
            """,
        base=BASE,
    )
    staff = pool_of(scenario, "staff")

    assert [pool.name for pool in scenario.pools] == ["staff", "guests", "partners"]
    assert staff.settings["MfaConfiguration"] == "ON"
    assert [(client.name, dict(client.settings)) for client in staff.clients] == [
        ("web", {"ExplicitAuthFlows": ("ALLOW_USER_PASSWORD_AUTH",), "RefreshTokenValidity": 9}),
        ("app", {}),
    ]
    assert [user.username for user in staff.users] == ["grace", "ada"]
    assert staff.users[0].password == "Nanosecond-0f-wire"
    assert staff.users[0].attributes == {"email": "grace@example.com", "phone_number": "+12065550199"}


def test_pools_of_one_name_are_merged_in_their_order(loaded):
    scenario = loaded(
        s="{extends: base.yaml, pools: [{Name: a, MfaConfiguration: 'ON'}, {Name: a, MfaConfiguration: OPTIONAL}]}",
        base="pools: [{Name: a, Id: us-east-1_A}, {Name: a, Id: us-east-1_B}]",
    )

    assert [(pool.id, pool.settings["MfaConfiguration"]) for pool in scenario.pools] == [
        ("us-east-1_A", "ON"),
        ("us-east-1_B", "OPTIONAL"),
    ]


def test_faults_are_appended(loaded):
    scenario = loaded(s="{extends: base.yaml, faults: [{on: GetUser, drop: tls}]}", base=BASE)

    assert [fault.effects[0].drop for fault in scenario.faults] == ["reset", "tls"]


def test_other_lists_are_replaced(loaded):
    scenario = loaded(
        s="""\
            extends: base.yaml
            pools:
              - {Name: guests, personas: [invited]}
              - {Name: staff, clients: [{ClientName: web, ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH]}]}
            """,
        base=BASE,
    )

    assert [user.username for user in pool_of(scenario, "guests").users] == ["invited"]
    assert pool_of(scenario, "staff").clients[0].settings["ExplicitAuthFlows"] == ("ALLOW_USER_SRP_AUTH",)


UNSETTING = """\
    extends: base.yaml
    seed: null
    risk: ~
    faults: null
    pools:
      - Name: staff
        MfaConfiguration: null
        Policies: {PasswordPolicy: {RequireSymbols: null}}
        clients: [{ClientName: web, RefreshTokenValidity: null}]
        users: [{Username: grace, UserAttributes: {email: null}}]
      - {Name: guests, personas: null}
    """


def test_null_unsets_what_the_extended_file_says_at_every_level(loaded, tmp_path):
    scenario = loaded(s=UNSETTING, base=BASE)
    staff, guests = scenario.pools

    assert (scenario.seed, scenario.risks, scenario.faults, scenario.clock is None) == (None, (), (), False)
    assert dict(staff.settings) == {"Policies": {"PasswordPolicy": {"MinimumLength": 12}}}
    assert dict(staff.clients[0].settings) == {"ExplicitAuthFlows": ("ALLOW_USER_PASSWORD_AUTH",)}
    assert (staff.users[0].attributes, guests.users) == ({}, ())
    assert seen_by_an_editor((tmp_path / "s.yaml").read_text("utf-8")) == []


def test_what_was_unset_can_be_set_again(loaded):
    scenario = loaded(s="{extends: middle.yaml, seed: 2}", middle="{extends: base.yaml, seed: null}", base=BASE)

    assert scenario.seed == 2


def test_null_does_not_replace_the_other_of_two_keys(loaded):
    base = "pools: [{Name: a, users: [{Username: jo, TemporaryPassword: Secret-1}]}]"
    users = "[{Username: jo, TemporaryPassword: null, Password: Secret-2}]"
    (pool,) = loaded(s=f"{{extends: base.yaml, pools: [{{Name: a, users: {users}}}]}}", base=base).pools

    assert (pool.users[0].password, pool.users[0].status) == ("Secret-2", "CONFIRMED")


@pytest.mark.parametrize(
    ("text", "said", "seen"),
    [
        ("extends: base.yaml\nquotas: null\n", "s.yaml:2:9: quotas has no value", False),
        ("extends: null\n", "s.yaml:1:10: extends has no value", True),
        ("seed: null\n", "s.yaml:1:7: seed has no value", True),
        ("pools: [{Name: a, MfaConfiguration: null}]\n", "s.yaml:1:37: MfaConfiguration has no value", True),
    ],
)
def test_null_where_there_is_nothing_to_unset_is_a_mistake(mistakes, text, said, seen):
    assert mistakes(s=text, base=BASE) == [said]
    assert bool(seen_by_an_editor(text)) == seen


@pytest.mark.parametrize(
    ("base", "own", "found"),
    [
        ("Id: us-east-1_A", "UserPoolId: us-east-1_B", ("us-east-1_B", "a", "Passw0rd!", "CONFIRMED")),
        (
            "users: [{Username: jo, Password: Secret-1}]",
            "users: [{Username: jo, TemporaryPassword: Secret-2}]",
            (None, "a", "Secret-2", "FORCE_CHANGE_PASSWORD"),
        ),
        (
            "users: [{Username: jo, TemporaryPassword: Secret-1}]",
            "users: [{Username: jo, Password: Secret-2}]",
            (None, "a", "Secret-2", "CONFIRMED"),
        ),
    ],
    ids=["id", "invitation", "password"],
)
def test_a_key_replaces_the_inherited_key_that_it_excludes(loaded, base, own, found):
    rest = "" if "users" in base else ", users: [{Username: jo, Password: Passw0rd!}]"
    (pool,) = loaded(
        s=f"{{extends: base.yaml, pools: [{{PoolName: a, {own}}}]}}", base=f"pools: [{{Name: a, {base}{rest}}}]"
    ).pools

    assert (pool.id, pool.name, pool.users[0].password, pool.users[0].status) == found


def test_a_parent_without_pools_leaves_the_default_ones(loaded):
    assert loaded(s="extends: base.yaml", base="seed: 1").pools == _scenario.default("us-east-1").pools


# -- in which order -------------------------------------------------------------------------


def test_later_files_win_over_earlier_ones(loaded):
    scenario = loaded(
        s="{extends: [one.yaml, two.yaml], faults: [{on: GetUser, error: ForbiddenException}]}",
        one="{seed: 1, region: eu-west-1, faults: [{on: GetUser, error: InternalErrorException}]}",
        two="{seed: 2, faults: [{on: GetUser, error: TooManyRequestsException}]}",
    )

    assert (scenario.seed, scenario.region) == (2, "eu-west-1")
    assert errors_of(scenario) == ["InternalErrorException", "TooManyRequestsException", "ForbiddenException"]


def test_a_file_that_two_files_extend_is_merged_once(loaded):
    scenario = loaded(
        s="extends: [one.yaml, two.yaml]",
        one="{extends: base.yaml, seed: 1}",
        two="{extends: base.yaml, region: eu-west-1}",
        base="{seed: 0, faults: [{on: GetUser, error: InternalErrorException}]}",
    )

    assert (scenario.seed, scenario.region) == (1, "eu-west-1")
    assert errors_of(scenario) == ["InternalErrorException"]


def test_paths_are_relative_to_the_file_that_names_them(write):
    folder = write(base="extends: common/base.yaml", root="seed: 5")
    (folder / "common").mkdir()
    (folder / "common" / "base.yaml").write_text("extends: ../root.yaml")
    (folder / "tests").mkdir()
    (folder / "tests" / "s.yaml").write_text("extends: ../base.yaml")

    assert _scenario.load(folder / "tests" / "s.yaml", region="us-east-1").seed == 5


@pytest.mark.skipif(sys.platform == "win32", reason="making a symbolic link takes a right there")
def test_a_parent_is_found_through_a_symbolic_link(write):
    folder = write(base="seed: 1")
    (folder / "far" / "away").mkdir(parents=True)
    (folder / "far" / "base.yaml").write_text("{seed: 2, pools: [{Name: a}]}")
    (folder / "link").symlink_to(folder / "far" / "away", target_is_directory=True)
    (folder / "s.yaml").write_text("extends: link/../base.yaml")

    assert _scenario.load(folder / "s.yaml", region="us-east-1").seed == 2


@pytest.mark.parametrize("version", ["", "version: 1\n"])
def test_each_file_says_its_own_version(loaded, version):
    assert loaded(s=f"{version}extends: base.yaml\n", base=f"{version}seed: 1\n").seed == 1


def test_inherited_values_know_their_own_file(loaded, tmp_path):
    scenario = loaded(s="{extends: base.yaml, faults: [{on: GetUser, drop: tls}]}", base=BASE)

    assert [str(fault.place) for fault in scenario.faults] == [
        f"{tmp_path / 'base.yaml'}:16:5",
        f"{tmp_path / 's.yaml'}:1:31",
    ]


def test_a_change_of_a_parent_is_seen(write):
    folder = write(s="extends: base.yaml", base="extends: root.yaml", root="seed: 1")
    first = _scenario.load(folder / "s.yaml", region="us-east-1")
    assert _scenario.load(folder / "s.yaml", region="us-east-1") is first

    write(root="seed: second")
    assert _scenario.load(folder / "s.yaml", region="us-east-1").seed == "second"

    (folder / "root.yaml").unlink()
    with pytest.raises(ScenarioError, match=r"base\.yaml:1:10: cannot extend 'root.yaml': there is no such file"):
        _scenario.load(folder / "s.yaml", region="us-east-1")


# -- what is wrong --------------------------------------------------------------------------


BROKEN = {
    "a cycle of two": (
        {"s": "extends: base.yaml", "base": "extends: s.yaml"},
        ["base.yaml:1:10: these files extend each other in a cycle: s.yaml -> base.yaml -> s.yaml"],
    ),
    "a cycle of three": (
        {"s": "extends: a.yaml", "a": "{seed: 1, extends: [b.yaml]}", "b": "extends: s.yaml"},
        ["b.yaml:1:10: these files extend each other in a cycle: s.yaml -> a.yaml -> b.yaml -> s.yaml"],
    ),
    "a cycle of the others": (
        {"s": "extends: a.yaml", "a": "extends: b.yaml", "b": "extends: ./a.yaml"},
        ["b.yaml:1:10: these files extend each other in a cycle: a.yaml -> b.yaml -> a.yaml"],
    ),
    "a parent twice": (
        {"s": "extends: [base.yaml, base.yaml]", "base": "{}"},
        ["s.yaml:1:22: extends has the path 'base.yaml' twice"],
    ),
    "a parent of a parent that is missing": (
        {"s": "extends: base.yaml", "base": "extends: none.yaml"},
        ["base.yaml:1:10: cannot extend 'none.yaml': there is no such file"],
    ),
    "a parent that is no YAML": (
        {"s": "extends: base.yaml\npoolz: []", "base": "region: us: east"},
        [
            (
                "base.yaml:1:11: not YAML: a colon is not allowed here; is this line indented like the one above? "
                "A text with ': ' in it needs quotes"
            )
        ],
    ),
    "two parents that are no scenarios": (
        {"s": "extends: [a.yaml, b.yaml]", "a": "", "b": "[]"},
        [
            "a.yaml:1:1: the file is empty; write {} to get the default scenario",
            "b.yaml:1:1: a scenario must be a mapping, not a list",
        ],
    ),
    "a parent of another version": (
        {"s": "version: 1\nextends: base.yaml", "base": "version: 3"},
        ["base.yaml:1:10: unknown version 3; this pytest-cognito-mfa reads version 1; upgrade it, or change this"],
    ),
    "mistakes in both": (
        {
            "s": "extends: base.yaml\nregion: Ireland\npools: [{Name: a, MfaConfiguration: OFN}]\n",
            "base": "seed: 1.5\npools:\n  - Name: a\n    users: [{Username: jo, Enabled: 1}]\npoolz: []\n",
        },
        [
            "s.yaml:2:9: region must be a region such as us-east-1, not the text 'Ireland'",
            "s.yaml:3:37: unknown MfaConfiguration 'OFN'; did you mean 'ON'?",
            "base.yaml:1:7: seed must be a text or a whole number, not the number 1.5",
            "base.yaml:4:37: Enabled must be true or false, not the number 1",
            "base.yaml:5:1: unknown scenario key 'poolz'; did you mean 'pools'?",
        ],
    ),
    "a mistake that two inherit": (
        {
            "s": "extends: [a.yaml, b.yaml]",
            "a": "extends: base.yaml",
            "b": "extends: base.yaml",
            "base": "faults: [{on: GetUsr, drop: reset}]",
        },
        ["base.yaml:1:15: unknown operation 'GetUsr'; did you mean 'GetUser'?"],
    ),
    "lists that are none in the parent": (
        {
            "s": "extends: base.yaml\npools: []\nfaults: []\n",
            "base": "pools: {Name: a}\nfaults: {on: GetUser}\n",
        },
        [
            "base.yaml:1:8: pools must be a list, not a mapping",
            "base.yaml:2:9: faults must be a list, not a mapping",
        ],
    ),
    "lists that are none in the file": (
        {"s": "extends: base.yaml\npools: a\n", "base": "pools: [{Name: a}]\n"},
        ["s.yaml:2:8: pools must be a list, not the text 'a'"],
    ),
    "items that are no mappings": (
        {"s": "extends: base.yaml\npools: [a, {Name: b}]\n", "base": "pools: [{Name: [b]}, b]\n"},
        [
            "s.yaml:2:9: a pool must be a mapping, not the text 'a'",
            "base.yaml:1:16: Name must be a text, not a list",
            "base.yaml:1:22: a pool must be a mapping, not the text 'b'",
        ],
    ),
    "a user twice in the file": (
        {
            "s": "extends: base.yaml\npools: [{Name: a, users: [{Username: jo}, {Username: jo}]}]\n",
            "base": "pools: [{Name: a, users: [{Username: jo}]}]\n",
        },
        ["s.yaml:2:54: the Username 'jo' is already used in line 2"],
    ),
    "a persona of the parent's and a user of the file's": (
        {
            "s": "extends: base.yaml\npools: [{Name: a, users: [{Username: invited}]}]\n",
            "base": "pools: [{Name: a, personas: [invited]}]\n",
        },
        ["s.yaml:2:38: the Username 'invited' is already used in base.yaml:1"],
    ),
}


@pytest.mark.parametrize(("texts", "said"), BROKEN.values(), ids=BROKEN)
def test_broken_files_are_refused_with_every_mistake_once_and_at_its_place(mistakes, tmp_path, texts, said):
    assert [text.replace(f"{tmp_path}{os.sep}", "") for text in mistakes(**texts)] == said


def test_a_chain_of_files_has_a_limit(loaded, mistakes):
    files = {f"f{n}": f"extends: f{n + 1}.yaml" for n in range(extending.MAX_DEPTH)}
    last = f"f{extending.MAX_DEPTH - 2}"

    assert loaded(s="extends: f0.yaml", **{**files, last: "seed: 9"}).seed == 9
    assert mistakes(s="extends: f0.yaml", **files) == [
        f"{last}.yaml:1:10: files extend each other more than 50 levels deep"
    ]


def test_the_command_line_reports_mistakes_in_a_parent(write, monkeypatch, capsys):
    monkeypatch.chdir(write(s="extends: base.yaml", base="seed: 1.5"))

    assert main(["check", "s.yaml"]) == 1
    assert capsys.readouterr().out == "base.yaml:1:7: seed must be a text or a whole number, not the number 1.5\n"


def test_a_missing_file_names_the_nearest_one(mistakes):
    assert mistakes(s="extends: bsae.yaml", base="{}") == [
        "s.yaml:1:10: cannot extend 'bsae.yaml': there is no such file; did you mean 'base.yaml'?"
    ]
