"""Bad input is reported in one line that names the file."""

import json
import time
import tracemalloc

import pytest
from one_test import for_each

from pytest_cognito_mfa._cli.importers.documents import MAX_BYTES
from pytest_cognito_mfa.errors import ImportingError

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdef", "bcdefg", strict=True)
)
DEEP = 150


def naming(name, **sections):
    """A template whose pool has this name."""
    return {"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": name}}}} | sections


def repeated(times, value="x" * 100):
    """A text that is put together of its own copies, again and again."""
    for _ in range(times):
        value = {"Fn::Sub": ["${A}${A}${A}${A}", {"A": value}]}
    return value


def conditions(count, condition):
    """Conditions that each refer to the next one."""
    chain = {f"C{number}": condition({"Condition": f"C{number + 1}"}) for number in range(count)}
    return {"Conditions": chain | {f"C{count}": {"Fn::Equals": ["a", "a"]}}}


BY_CONDITION = {"Fn::If": ["C0", "yes", "no"]}
TOO_LONG = "input0: Resources.Pool.Properties.UserPoolName: this becomes a text of more than 1 MB"
NO_NUMBER = "is not a number of JSON that AWS would write"

WRONG = {
    "a text of its own copies": (naming(repeated(20)), TOO_LONG),
    "a long separator": (naming({"Fn::Join": ["x" * 10_000, ["a"] * 200]}), TOO_LONG),
    "a variable many times": (naming({"Fn::Sub": ["${A}" * 2_000, {"A": "x" * 1_000}]}), TOO_LONG),
    "too many values": (
        naming({"Fn::Join": ["", [{"Fn::Join": ["", [""] * 20_000]}] * 11]}),
        "input0: Resources.Pool.Properties.UserPoolName: the template expands to more than 200000 values",
    ),
    "a chain of conditions": (
        naming(BY_CONDITION, **conditions(5_000, lambda next_one: {"Fn::Not": [next_one]})),
        "nested more than 100 deep",
    ),
    "an integer of 5,000 digits": (
        '{"UserPool":\n{"Name": "a", "X": %s}}' % ("9" * 5_000),
        f"input0:2: a number of 5000 characters {NO_NUMBER}",
    ),
    "the same in YAML": (
        "UserPool:\n  Name: %s\n" % ("9" * 5_000),
        f"input0:2:9: a number of 5000 characters {NO_NUMBER}",
    ),
    "not a number": ('{"UserPool": {"Name": "a", "X": NaN}}', f"input0:1: NaN {NO_NUMBER}"),
    "infinity": ('{"UserPool": {"Name": "a", "X": 1e999}}', f"input0:1: 1e999 {NO_NUMBER}"),
    "nothing": ("", "input0: the file is empty"),
    "only white space": (" \n\n", "input0: the file is empty"),
    "JSON cut short": ('{"UserPool": {"Name": ', "input0:1:23: not JSON: Expecting value"),
    "a second document cut short": ('{"UserPool": {"Name": "a"}}\n{"Us', "input0:2:2: not JSON: Unterminated string"),
    "neither": ("a: b: c\n", "input0:1:5: neither JSON nor YAML: mapping values are not allowed"),
    "a control character": ("a: \x00\n", "input0: neither JSON nor YAML: "),
    "a tag of Python's": ("a: !!python/object/apply:os.system [ls]\n", "input0:1:4: !!python/object/apply"),
    "an unknown tag": ("Resources: !Rfe Pool\n", "input0:1:12: !Rfe is not a tag of CloudFormation"),
    "a cycle": ("a: &a\n  b: *a\n", "input0:1:4: this value contains an alias (*) of itself"),
    "a bomb": (BOMB, "aliases (*) expand this to more than 200000 keys and values"),
    "nested YAML": ("a:\n" + "".join(" " * n + "-\n" for n in range(1, DEEP)), "nested more than 100 levels deep"),
    "nested JSON": ("[" * 200_000, "input0: nested too deep"),
    "a list as key": ("? [a]\n: b\n", "input0:1:3: a key must be text"),
    "a text": (
        "just a text\n",
        "input0: unknown kind of document; import one of: the output of describe-user-pool; ",
    ),
    "only a comment": ("# nothing\n", "input0: unknown kind of document"),
    "something else's JSON": ({"name": "left-pad"}, "input0: unknown kind of document"),
    "a template without Cognito": (
        {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}},
        "the input: no user pool found",
    ),
    "a plan without Cognito": ({"format_version": "1.0", "planned_values": {}}, "the input: no user pool found"),
    "a state file": (
        {"version": 4, "terraform_version": "1.9.5", "lineage": "a", "resources": []},
        "input0: a Terraform state file; import the output of `terraform show -json` instead",
    ),
    "a plan of a later form": (
        {"format_version": "2.0", "planned_values": {}},
        "input0: Terraform's format_version 2.0 is not supported, only 0 and 1",
    ),
    "a condition that hangs on itself": (
        """
        Conditions: {A: !Not [Condition: B], B: !And [Condition: A, Condition: A]}
        Resources: {Pool: {Type: "AWS::Cognito::UserPool", Condition: A}}
        """,
        "input0: Conditions.A: depends on itself: A -> B -> A",
    ),
}


@for_each("content, words", [pytest.param(*case, id=name) for name, case in WRONG.items()])
def test_bad_input_is_reported_in_one_line(content, words, given):
    with pytest.raises(ImportingError) as caught:
        given(content)

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.long
@for_each("content, words", [pytest.param(*case, id=name) for name, case in WRONG.items()])
def test_bad_input_costs_less_than_a_second_and_200_mb(content, words, given):
    began = time.process_time()
    with pytest.raises(ImportingError):
        given(content)
    assert time.process_time() - began < 1

    tracemalloc.start()
    try:
        with pytest.raises(ImportingError):
            given(content)
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()


def test_intrinsic_functions_nested_too_deeply_are_reported(given):
    value = "x"
    for _ in range(60):
        value = {"Fn::Sub": ["${x}", {"x": value}]}
    template = {"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": value}}}}

    assert given(template).pool.name == "x"
    for _ in range(60):
        value = {"Fn::Sub": ["${x}", {"x": value}]}
    template["Resources"]["Pool"]["Properties"]["UserPoolName"] = value
    with pytest.raises(ImportingError, match=r"input0: .*: nested more than 100 deep"):
        given(template)


def test_modules_nested_too_deeply_are_reported(given):
    module = {}
    for _ in range(60):
        module = {"child_modules": [module]}

    with pytest.raises(ImportingError, match="input0: modules nested more than 50 deep"):
        given({"format_version": "1.0", "values": {"root_module": module}})


def test_a_document_without_its_pool_is_refused_if_there_are_two(given):
    pools = [{"UserPool": {"Name": name, "Id": f"us-east-1_{name}"}} for name in ("one", "two")]

    with pytest.raises(ImportingError, match="input2: GetUserPoolMfaConfig does not name its pool"):
        given(*pools, {"MfaConfiguration": "OFF"})


def test_bytes_that_are_not_utf_8_are_reported(tmp_path, given):
    tmp_path.joinpath("input0").write_bytes(b"a: \xff\n")
    from pytest_cognito_mfa._cli.importers import Imported, ImportOptions, read_files

    with pytest.raises(ImportingError, match="not UTF-8: byte 4 is 0xff"):
        read_files([tmp_path / "input0"], Imported(), ImportOptions())


def test_a_file_that_is_far_too_big_is_not_read(tmp_path):
    from pytest_cognito_mfa._cli.importers import Imported, ImportOptions, read_files

    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(ImportingError, match="larger than 32 MiB"):
        read_files([path], Imported(), ImportOptions())


@pytest.mark.parametrize("name", ["absent", "."])
def test_an_unreadable_file_is_reported(name, tmp_path):
    from pytest_cognito_mfa._cli.importers import Imported, ImportOptions, read_files

    with pytest.raises(ImportingError, match="cannot be read: "):
        read_files([tmp_path / name], Imported(), ImportOptions())


def test_aliases_that_nest_too_deeply_are_reported(given):
    chain = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 110))

    with pytest.raises(ImportingError, match=r"aliases \(\*\) nest this more than 100 levels deep"):
        given(chain)


def test_inconsistent_input_is_reported_without_values(given):
    ranges = {"BlockedIPRangeList": ["not a range"]}
    pool = {"UserPool": {"Name": "a", "Id": "us-east-1_a"}}
    risk = {"RiskConfiguration": {"UserPoolId": "us-east-1_a", "RiskExceptionConfiguration": ranges}}

    with pytest.raises(ImportingError, match=r"so the scenario would not load:\n  .*: 'not a range' is not a range"):
        given(pool, risk)


def test_words_of_yaml_1_1_stay_words(given):
    outcome = given(
        """
        Base: &base {UserPoolTier: LITE}
        Resources:
          Pool:
            Type: AWS::Cognito::UserPool
            Properties:
              <<: *base
              UserPoolName: 2026-01-31
              MfaConfiguration: OFF
              UserPoolTags: {a: 007, b: 1.50, c: ~, d: yes, e: 12}
              AdminCreateUserConfig: {AllowAdminCreateUserOnly: yes, UnusedAccountValidityDays: 7}
        """
    )
    settings = outcome.pool.settings

    assert outcome.pool.name == "2026-01-31"
    assert (settings["MfaConfiguration"], settings["UserPoolTier"]) == ("OFF", "LITE")
    assert settings["UserPoolTags"] == {"a": "007", "b": "1.5", "d": "yes", "e": "12"}
    assert settings["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True, "UnusedAccountValidityDays": 7}


def test_yaml_in_the_form_of_json_may_have_tags(given):
    assert given("{Resources: {Pool: {Type: 'AWS::Cognito::UserPool', Properties: !Ref 'AWS::NoValue'}}}").pool.name


def test_json_may_be_marked_as_utf_8(given):
    assert given("\ufeff" + json.dumps({"UserPool": {"Name": "a"}})).pool.name == "a"


def test_a_condition_is_evaluated_once_however_many_refer_to_it(given):
    doubled = conditions(40, lambda next_one: {"Fn::And": [next_one, next_one]})

    assert given(naming(BY_CONDITION, **doubled)).pool.name == "yes"


@for_each("index", ["²", "-1", "9" * 5_000, "1.5", "", "2"])
def test_an_index_that_selects_nothing_is_unknown(index, given):
    (note,) = given(naming({"Fn::Select": [index, ["a"]]})).notes

    assert note.endswith("only known after deployment: Fn::Select")
