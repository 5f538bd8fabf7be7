"""What is shipped, the cost of an installed plugin, and the versions that are supported."""

import importlib.metadata
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"botocore", "boto3", "cryptography", "httpx", "pydantic", "responses", "urllib3", "vcr", "yaml"}

DATA = ("py.typed", "scenario.schema.json", "_scenario/default.yaml")


def pinned():
    lines = ROOT.joinpath(".ci/lowest.txt").read_text("utf-8").splitlines()
    return dict(line.partition("#")[0].strip().split("==") for line in lines if "==" in line)


def lower_bounds():
    """The name and `>=` of each requirement of the package and of what its examples and tests need."""
    text = ROOT.joinpath("pyproject.toml").read_text("utf-8")
    project = text.partition("[tool.")[0]
    tables = re.findall(r"^(?:dependencies|examples|test) = \[(.*?)\]$", project, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r'"([\w-]+)(?:\[[\w,-]+\])?>=([\d.]+)"', "".join(tables)))


def test_the_lowest_versions_are_the_lower_bounds_that_are_promised():
    def filled(version):
        return tuple(map(int, [*version.split("."), "0", "0"][:3]))

    bounds, lowest = lower_bounds(), pinned()

    assert {name: filled(lowest.get(name, "0")) for name in bounds} == {
        name: filled(version) for name, version in bounds.items()
    }
    assert lowest.keys() - bounds.keys() == {"urllib3"}


def test_the_plugin_brings_in_nothing_heavy():
    program = "import sys, pytest_cognito_mfa.plugin; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert "pytest_cognito_mfa.plugin" in loaded
    assert HEAVY & set(loaded) == set()


def test_a_run_that_does_not_ask_for_the_fixture_brings_in_nothing_heavy(pytester):
    pytester.makepyfile(
        """
        import sys

        def test_nothing():
            assert not [name for name in sys.modules if name == "pytest_cognito_mfa.cognito"]
        """
    )

    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)


def test_the_plugin_is_registered_under_its_name():
    points = importlib.metadata.entry_points(group="pytest11", name="cognito_mfa")

    assert [point.value for point in points] == ["pytest_cognito_mfa.plugin"]


def test_the_version_is_written_alike_everywhere():
    import pytest_cognito_mfa

    assert pytest_cognito_mfa.__version__ == importlib.metadata.version("pytest-cognito-mfa")
    assert pytest_cognito_mfa.__version__ in ROOT.joinpath("CHANGELOG.md").read_text("utf-8")


def test_the_wheel_holds_the_package_with_its_data_and_nothing_else(tmp_path):
    hatchling = pytest.importorskip("hatchling.build", reason="the wheel is built with hatchling")
    assert hatchling
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]

    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)

    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    assert {f"pytest_cognito_mfa/{name}" for name in DATA} <= set(names)
    assert {name.partition("/")[0] for name in names} == {
        "pytest_cognito_mfa",
        "pytest_cognito_mfa-0.1.0.dist-info",
    }


def test_the_sdist_holds_the_data_too(tmp_path):
    pytest.importorskip("hatchling.build", reason="the sdist is built with hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path]

    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)

    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"pytest_cognito_mfa/{name}" for name in DATA} <= names
