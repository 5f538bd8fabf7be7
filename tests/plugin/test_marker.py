"""`@pytest.mark.cognito(scenario=, cassette=)`: what it can mark, and which marker wins."""

import pytest

READ = """
    import boto3, pytest

    def users(cognito):
        return list(cognito.pool.users)

    def recorded():
        return boto3.client("cognito-idp").get_user(AccessToken="EXAMPLE")["Username"]
"""


@pytest.fixture
def three(project):
    """A scenario each for module, class and test."""
    for name in ("module", "class", "test"):
        project.scenario(f"{name}.yaml", f"of_{name}")
    return project


def test_a_marked_test_has_its_scenario(three):
    source = (
        READ
        + """
    @pytest.mark.cognito(scenario="test.yaml")
    def test_marked(cognito):
        assert users(cognito) == ["of_test"]

    def test_unmarked(cognito):
        assert "newcomer" in users(cognito)
    """
    )
    three.run(source).assert_outcomes(passed=2)


def test_the_closest_marker_counts(three):
    source = (
        READ
        + """
    pytestmark = pytest.mark.cognito(scenario="module.yaml")

    def test_in_the_module(cognito):
        assert users(cognito) == ["of_module"]

    @pytest.mark.cognito(scenario="class.yaml")
    class TestMarked:
        def test_in_the_class(self, cognito):
            assert users(cognito) == ["of_class"]

        @pytest.mark.cognito(scenario="test.yaml")
        def test_itself(self, cognito):
            assert users(cognito) == ["of_test"]
    """
    )
    three.run(source).assert_outcomes(passed=3)


def test_the_closest_counts_for_each_keyword(three):
    three.cassette("recorded.yaml", "of_cassette")
    source = (
        READ
        + """
    pytestmark = pytest.mark.cognito(scenario="module.yaml")

    @pytest.mark.cognito(cassette="recorded.yaml")
    class TestReplayed:
        @pytest.mark.cognito
        def test_has_both(self, cognito):
            assert users(cognito) == ["of_module"]
            assert recorded() == "of_cassette"

        @pytest.mark.cognito(scenario="test.yaml")
        def test_has_its_own_scenario(self, cognito):
            assert users(cognito) == ["of_test"]
            assert recorded() == "of_cassette"
    """
    )
    three.run(source).assert_outcomes(passed=2)


def test_the_marker_asks_for_the_fixture(three):
    source = (
        READ
        + """
    @pytest.mark.cognito
    def test_marked():
        assert boto3.client("cognito-idp").describe_user_pool(UserPoolId="us-east-1_Example01")

    @pytest.mark.cognito
    class TestMarked:
        def test_too(self):
            assert boto3.client("cognito-idp").describe_user_pool(UserPoolId="us-east-1_Example01")
    """
    )
    three.run(source).assert_outcomes(passed=2)


def test_a_fixture_of_the_users_gets_the_marked_scenario(three):
    source = (
        READ
        + """
    @pytest.fixture
    def only_user(cognito):
        return users(cognito)[0]

    @pytest.mark.cognito(scenario="test.yaml")
    def test_marked(only_user):
        assert only_user == "of_test"
    """
    )
    three.run(source).assert_outcomes(passed=1)


def test_the_other_fixtures_of_a_marked_test_are_answered_too(project):
    source = """
    import os, pytest

    @pytest.fixture
    def region():
        return os.environ.get("AWS_REGION")

    @pytest.mark.cognito
    def test_marked(region):
        assert region == "us-east-1"
    """
    project.run(source).assert_outcomes(passed=1)


def test_a_marked_case_leaves_the_unmarked_cases_alone(project):
    source = """
    import pytest

    @pytest.mark.parametrize("asks", [pytest.param(True, marks=pytest.mark.cognito), False])
    def test_marked(asks, request):
        assert ("cognito" in request.node.funcargs) == asks
    """
    project.run(source).assert_outcomes(passed=2)


@pytest.mark.parametrize("keyword", ["scenario", "cassette"])
def test_a_keyword_that_is_none_counts_as_absent(project, keyword):
    source = f"""
    import pytest

    @pytest.mark.cognito({keyword}=None)
    def test_marked(cognito):
        assert "newcomer" in cognito.pool.users
    """
    project.run(source).assert_outcomes(passed=1)


def test_each_case_of_a_parametrised_test_may_have_its_own(three):
    source = (
        READ
        + """
    def case(name):
        return pytest.param("of_" + name, marks=pytest.mark.cognito(scenario=name + ".yaml"))

    @pytest.mark.parametrize("name", [case("class"), case("test")])
    def test_marked(cognito, name):
        assert users(cognito) == [name]
    """
    )
    three.run(source).assert_outcomes(passed=2)


def test_paths_are_relative_to_the_test_file(project):
    project.scenario("deep/er/beside.yaml", "of_beside")
    project.scenario("deep/above.yaml", "of_above")
    project.write(
        "deep/er/test_deep.py",
        "import pytest\n"
        "@pytest.mark.cognito(scenario='beside.yaml')\n"
        "def test_beside(cognito):\n"
        "    assert list(cognito.pool.users) == ['of_beside']\n"
        "@pytest.mark.cognito(scenario='../above.yaml')\n"
        "def test_above(cognito):\n"
        "    assert list(cognito.pool.users) == ['of_above']\n",
    )

    project.run("", "deep").assert_outcomes(passed=2)


def test_a_path_object_and_an_absolute_path_will_do(project):
    path = project.scenario("elsewhere/one.yaml", "alone")
    source = f"""
    import pathlib, pytest

    @pytest.mark.cognito(scenario=pathlib.Path("elsewhere", "one.yaml"))
    def test_path(cognito):
        assert list(cognito.pool.users) == ["alone"]

    @pytest.mark.cognito(scenario={str(path)!r})
    def test_absolute(cognito):
        assert list(cognito.pool.users) == ["alone"]
    """
    project.run(source).assert_outcomes(passed=2)


def test_the_markers_list_tells_how_to_use_it(project):
    (line,) = (line for line in project.run("", "--markers").outlines if line.startswith("@pytest.mark.cognito("))

    names = "scenario cassette mode faults answers expect passwords times max_age unplayed allow_playback_repeats"
    settings = ", ".join(f"{name}=None" for name in names.split())
    assert line.startswith(f"@pytest.mark.cognito({settings}): use the `cognito` fixture ")


def test_doctests_and_other_items_are_left_alone(project):
    project.write("readme.txt", ">>> 1 + 1\n2\n")
    source = '''
    import pytest
    pytestmark = pytest.mark.cognito

    def add(a, b):
        """
        >>> add(1, 2)
        3
        """
        return a + b

    def test_marked():
        assert add(1, 1) == 2
    '''
    project.run(source, "--doctest-modules", "--doctest-glob=*.txt").assert_outcomes(passed=3)


def test_a_marked_test_is_listed_as_any_other(project):
    result = project.run("import pytest\n@pytest.mark.cognito\ndef test_marked(): ...", "--collect-only", "-q")

    result.stdout.fnmatch_lines(["test_inner.py::test_marked"])
