"""The layout of the package: the top level, imports, the length of modules and functions, docstrings of modules."""

import ast
import graphlib
import re
import subprocess
import sys
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

ROOMS = (
    *("_version", "errors", "_aws", "_yaml", "_simulator", "_interceptors", "_scenario", "_redaction", "_middleware"),
    *("_cassette", "_stories", "_inference", "_fixture", "cognito", "_simulate", "_cli", "_plugin"),
)
"""The lowest first: a room imports from those before it.  The other public modules are above all rooms."""

FACES = {"__init__", "cli", "cognito", "errors", "plugin", "stateful", "strategies", "vcr"}
"""Public modules; besides these, only rooms, `_simulate` and `_version` are at the top of the package."""

SIMULATOR_MAY_IMPORT = {"cryptography", "types_boto3_cognito_idp", "typing_extensions"}
"""Besides the standard library: no pytest, no HTTP library, no YAML."""


CHANGES_OF_ATTRIBUTES = re.compile(r"\.attributes( \|?= |\[.*\] = |\.(pop|update|setdefault|clear)\()")


def test_only_the_directory_changes_the_attributes_of_a_user():
    found = {name for name, path in MODULES.items() if CHANGES_OF_ATTRIBUTES.search(path.read_text("utf-8"))}
    assert {name for name in found if name.startswith(("_simulator", "_middleware"))} == {"_simulator/directory"}


def room(module):
    """The module or folder directly below the package: the directions of imports are between these."""
    return module.partition("/")[0]


def imported(name):
    """Absolute dotted names of everything that a module imports, also inside functions and for types only."""
    here = ("pytest_cognito_mfa", *MODULES[name].relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*here[: len(here) + 1 - node.level]] if node.level else []
            base += [node.module] if node.module else []
            yield from (".".join([*base, alias.name]) for alias in node.names)


def module_of(dotted):
    """The module of this package that has a dotted name: `_aws/wire` for `pytest_cognito_mfa._aws.wire.Call`."""
    parts = dotted.split(".")[1:]
    while parts and not {"/".join(parts), "/".join([*parts, "__init__"])} & MODULES.keys():
        parts.pop()
    name = "/".join(parts)
    return name if name in MODULES else "/".join([*parts, "__init__"])


IMPORTS = {
    name: {module_of(dotted) for dotted in imported(name) if dotted.partition(".")[0] == "pytest_cognito_mfa"} - {name}
    for name in MODULES
}


def test_the_top_level_holds_only_what_it_may():
    git = subprocess.run(["git", "-C", ROOT, "ls-files"], capture_output=True, text=True, check=False)
    if git.returncode:
        pytest.skip("not a git checkout")

    assert {line.partition("/")[0] for line in git.stdout.splitlines()} <= TOP_LEVEL


def test_the_top_of_the_package_holds_the_public_faces_and_the_rooms():
    assert {room(name) for name in MODULES} == FACES | set(ROOMS)


def test_imports_point_upward_from_room_to_room():
    floor = {name: number for number, name in enumerate(ROOMS)}
    above = len(ROOMS)
    downward = [
        f"{name} imports {other}"
        for name, others in IMPORTS.items()
        for other in sorted(others)
        if room(name) != room(other) and floor.get(room(name), above) < floor.get(room(other), above)
    ]

    assert downward == []


def test_no_modules_import_each_other_in_a_circle():
    graphlib.TopologicalSorter(IMPORTS).prepare()  # CycleError names the circle


def test_the_simulator_imports_no_pytest_no_http_library_and_no_yaml():
    roots = {dotted.partition(".")[0] for name in MODULES if room(name) == "_simulator" for dotted in imported(name)}

    assert roots - {"pytest_cognito_mfa"} - sys.stdlib_module_names <= SIMULATOR_MAY_IMPORT


def test_a_module_fits_into_a_readers_head():
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_a_function_fits_onto_a_screen():
    long = [
        f"{name}: {node.name}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_a_module_says_first_what_it_owns():
    assert [name for name, tree in TREES.items() if len(ast.get_docstring(tree) or "") < len("What it owns.")] == []
