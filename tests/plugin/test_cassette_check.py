"""The ini setting cognito_check_cassettes: a run ends with a search for secrets in the cassettes beside its tests."""

import pytest

TEST = "def test_something():\n    pass\n"


def ini(project, *lines):
    project.pytester.makeini("\n".join(("[pytest]", *lines)))


@pytest.fixture
def on(project):
    ini(project, "cognito_check_cassettes = on")
    return project


def test_it_is_off_unless_asked_for(project):
    project.cassette("cassettes/old.yaml", "jane.doe")

    project.run(TEST).assert_outcomes(passed=1)


def test_one_report_tells_file_line_and_kind_of_each_secret_and_never_the_secret(on):
    on.cassette("cassettes/deep/old.yaml", "jane.doe")
    on.cassette("cassettes/other.yml", "john.doe")

    result = on.run(TEST)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*__ cognito_check_cassettes __*",
            "cassettes?deep?old.yaml:13: user",
            "cassettes?other.yml:13: user",
            "remove them with: cognito-mfa scrub cassettes?deep?old.yaml cassettes?other.yml",
            "FAILED cognito_check_cassettes*",
        ]
    )
    assert "doe" not in result.stdout.str()


def test_it_passes_where_all_is_made_up_or_no_cassette(on):
    on.cassette("cassettes/clean.yaml", "jane@example.com")
    on.write("cassettes/users.yaml", "Username: jane.doe\n")
    on.write("cassettes/notes.txt", '"interactions": jane.doe')

    on.run(TEST, "-v").stdout.fnmatch_lines(["cognito_check_cassettes PASSED*"])


def test_a_cassette_that_cannot_be_read_fails_it_with_its_place(on):
    on.write("cassettes/old.yaml", "version: 1\ninteractions: [\n")

    on.run(TEST).stdout.fnmatch_lines(["cassettes?old.yaml:3:1: not YAML: *"])


@pytest.mark.parametrize("beside", ["", "unit/"])
def test_the_folders_are_those_beside_the_tests_that_run_and_the_one_of_the_ini(project, beside):
    ini(project, "cognito_check_cassettes = on", "cognito_cassette_dir = shared")
    project.write("unit/test_unit.py", TEST)
    for name in ("shared/a.yaml", "cassettes/b.yaml", "unit/cassettes/c.yaml", "elsewhere/cassettes/d.yaml"):
        project.cassette(name, "jane.doe")

    out = project.run(TEST, *([beside] if beside else ["test_inner.py"])).stdout.str()

    looked_at = {
        line.partition(":")[0] for line in out.splitlines() if line.endswith(": user") and " " not in line[:-6]
    }
    assert looked_at == {"shared/a.yaml", f"{beside}cassettes/{'c' if beside else 'b'}.yaml"}


def test_a_folder_outside_of_the_root_is_named_whole(project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    ini(project, "cognito_check_cassettes = on", f"cognito_cassette_dir = {folder}")
    project.cassette(folder / "old.yaml", "jane.doe")

    project.run(TEST).stdout.fnmatch_lines([f"{folder}*old.yaml:13: user"])


def test_where_no_test_runs_nothing_is_checked(on):
    on.cassette("cassettes/old.yaml", "jane.doe")

    assert on.run(TEST, "-k", "nothing_of_the_kind").ret == pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.long
def test_workers_check_once(on):
    on.cassette("cassettes/old.yaml", "jane.doe")

    on.pytester.makepyfile(test_inner=TEST)
    on.pytester.runpytest_subprocess("-p", "no:cacheprovider", "-n", "2").assert_outcomes(passed=1, failed=1)


def test_another_word_is_a_mistake(project):
    ini(project, "cognito_check_cassettes = yes")

    result = project.run(TEST)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*cognito_check_cassettes*yes*off, on"])
