"""What stands where: the top level, who imports whom, how long things are, what each module says it owns."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pytest_cognito_mfa"
MODULES = {path.relative_to(PACKAGE).with_suffix("").as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}

TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "cassettes",
    "docs",
    "examples",
    "pyproject.toml",
    "pytest_cognito_mfa",
    "tests",
}

LONGEST_MODULE = 300
LONGEST_FUNCTION = 45
LONG_FOR_A_REASON: dict[str, str] = {}

MAY_IMPORT = {
    "errors": set(),
    "_vocabulary": set(),
    "_request_body": set(),
    "_exchange": {"_request_body", "errors"},
    "_difference": {"_aws_model", "_exchange", "errors"},
    "_outgoing": {"_exchange"},
    "_pipeline": {"_exchange", "_outgoing", "errors"},
    "_aws_model": {"_exchange", "errors"},
    "_service": {"_exchange", "_vocabulary", "errors"},
    "_scenario": {"_aws_model", "_difference", "_exchange", "_outgoing", "_vocabulary", "errors"},
    "_importing": {"_aws_model", "_cassette", "_implied", "_scenario", "_service", "_vocabulary", "errors"},
    # `_service`: signing, for the keys have one owner
    "_cassette": {"_aws_model", "_difference", "_exchange", "_outgoing", "_service", "errors"},
    "_cases": {"_aws_model", "_exchange", "_scenario", "_service", "_vocabulary", "errors"},
    "_steps": {"_aws_model", "_difference", "_exchange", "_scenario", "_vocabulary", "errors"},
    "_doors": {"_exchange", "_outgoing", "errors"},
    "_implied": {
        *("_aws_model", "_cassette", "_exchange", "_scenario", "_service", "_simulation", "_stage", "errors"),
    },
}
"""Of ours.  What is not here stands above all these, and only `plugin` stands above `cognito`."""

SERVICE_MAY_IMPORT = {"cryptography", "types_boto3_cognito_idp"}
"""Beside the standard library: no pytest, no HTTP library, no YAML."""


def part(module):
    """The module or folder directly below the package: that is what the directions are between."""
    return module.partition("/")[0]


def imported(name):
    """Absolute dotted names of everything that a module imports, also inside functions and for types only."""
    path = MODULES[name]
    here = ("pytest_cognito_mfa", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*here[: len(here) + 1 - node.level]] if node.level else []
            base += [node.module] if node.module else []
            yield from (".".join([*base, alias.name]) for alias in node.names)


def ours_imported(name):
    """The parts of the package that a module imports, its own aside."""
    parts = {dotted.split(".")[1] for dotted in imported(name) if dotted.startswith("pytest_cognito_mfa.")}
    return {other for other in parts if PACKAGE.joinpath(other).is_dir() or other in MODULES} - {part(name)}


def functions(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def test_the_top_level_holds_only_what_it_may():
    git = subprocess.run(["git", "-C", ROOT, "ls-files"], capture_output=True, text=True, check=False)
    if git.returncode:
        pytest.skip("not a git checkout")

    assert {line.partition("/")[0] for line in git.stdout.splitlines()} <= TOP_LEVEL


@pytest.mark.parametrize("name", [name for name in MODULES if part(name) in MAY_IMPORT])
def test_imports_point_one_way(name):
    assert ours_imported(name) <= MAY_IMPORT[part(name)]


@pytest.mark.parametrize("name", [name for name in MODULES if part(name) not in MAY_IMPORT])
def test_only_the_plugin_stands_above_what_a_test_holds(name):
    above = {"plugin"} if name in ("plugin", "__init__", "_block") else {"plugin", "cognito"}

    assert not ours_imported(name) & above


@pytest.mark.parametrize("name", [name for name in MODULES if part(name) == "_service"])
def test_the_simulator_imports_no_pytest_no_http_library_and_no_yaml(name):
    import sys

    roots = {dotted.partition(".")[0] for dotted in imported(name)} - {"pytest_cognito_mfa"}

    assert roots - sys.stdlib_module_names <= SERVICE_MAY_IMPORT


@pytest.mark.parametrize("name", MODULES)
def test_a_module_fits_into_a_readers_head(name):
    if name in LONG_FOR_A_REASON:
        pytest.skip(LONG_FOR_A_REASON[name])

    assert len(MODULES[name].read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("name", MODULES)
def test_a_function_fits_onto_a_screen(name):
    long = [node.name for node in functions(name) if node.end_lineno - node.lineno >= LONGEST_FUNCTION]

    assert long == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_first_what_it_owns(name):
    assert ast.get_docstring(TREES[name])


@pytest.mark.parametrize("name", [name for name in MODULES if name != "_service/sources"])
def test_time_and_chance_have_one_owner(name):
    owned = {"random", "secrets", "time", "uuid"}
    asked = {ast.unparse(node) for node in ast.walk(TREES[name]) if isinstance(node, ast.Attribute)}
    asked |= {dotted for dotted in imported(name) if "." in dotted}

    asked.discard("uuid.UUID")  # puts bytes into a form, and asks nobody
    if name == "_doors/_patience":
        asked.discard("time.sleep")  # waits where a fault says so, and asks nobody
    assert {dotted for dotted in asked if dotted.partition(".")[0] in owned} == set()
