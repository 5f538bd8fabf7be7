"""The ini settings: cognito_scenario, cognito_region, cognito_cassette_dir."""

import pytest


@pytest.fixture
def ini(pytester):
    def written(**settings):
        pytester.makeini("[pytest]\n" + "\n".join(f"{name} = {value}" for name, value in settings.items()))

    return written


def test_a_scenario_for_all_tests_is_relative_to_the_root(project, ini):
    ini(cognito_scenario="scenarios/all.yaml")
    project.scenario("scenarios/all.yaml", "of_all")
    project.write("deep/test_deep.py", "def test_deep(cognito):\n    assert list(cognito.pool.users) == ['of_all']\n")

    project.run("def test_flat(cognito):\n    assert list(cognito.pool.users) == ['of_all']", ".").assert_outcomes(
        passed=2
    )


def test_the_marker_beats_the_ini(project, ini):
    ini(cognito_scenario="all.yaml")
    project.scenario("all.yaml", "of_all")
    project.scenario("own.yaml", "of_own")
    source = """
    import pytest

    @pytest.mark.cognito(scenario="own.yaml")
    def test_marked(cognito):
        assert list(cognito.pool.users) == ["of_own"]

    @pytest.mark.cognito
    def test_marked_without_a_scenario(cognito):
        assert list(cognito.pool.users) == ["of_all"]
    """
    project.run(source).assert_outcomes(passed=2)


def test_the_region_is_that_of_pools_and_of_clients(project, ini):
    ini(cognito_region="eu-central-1")
    source = """
    import boto3, os

    def test_region(cognito):
        assert cognito.region == os.environ["AWS_REGION"] == "eu-central-1"
        assert cognito.user_pool_id.startswith("eu-central-1_")
        assert boto3.client("cognito-idp").meta.region_name == "eu-central-1"
        assert cognito.pool.issuer.startswith("https://cognito-idp.eu-central-1.amazonaws.com/")
    """
    project.run(source).assert_outcomes(passed=1)


def test_a_scenarios_own_region_beats_the_ini(project, ini):
    ini(cognito_region="eu-central-1")
    project.write("tokyo.yaml", "region: ap-northeast-1\n")
    source = """
    import pytest

    @pytest.mark.cognito(scenario="tokyo.yaml")
    def test_region(cognito):
        assert cognito.region == "ap-northeast-1"
    """
    project.run(source).assert_outcomes(passed=1)


def test_cassettes_are_looked_for_in_their_folder(project, ini):
    ini(cognito_cassette_dir="recordings")
    project.cassette("recordings/alice.yaml", "alice")
    source = """
    import boto3, pytest

    @pytest.mark.cognito(cassette="alice.yaml")
    def test_replayed(cognito):
        assert boto3.client("cognito-idp").get_user(AccessToken="EXAMPLE")["Username"] == "alice"
        assert cognito.journal[0].answered_by.startswith("cassette")
    """
    project.run(source).assert_outcomes(passed=1)


def test_a_broken_scenario_of_all_tests_fails_only_those_that_ask(project, ini):
    ini(cognito_scenario="missing.yaml")
    source = """
    def test_asks(cognito): ...
    def test_does_not(): ...
    """
    project.run(source, "-k", "test_does_not").assert_outcomes(passed=1, deselected=1)
    project.run(source, "--continue-on-collection-errors").assert_outcomes(errors=2, passed=1)


def test_a_region_that_is_none_fails_at_set_up(project, ini):
    ini(cognito_region="Ireland")

    result = project.run("def test_asks(cognito): ...")

    result.assert_outcomes(errors=1)
    assert "Ireland" in result.stdout.str()


def test_help_tells_of_every_setting(project):
    result = project.run("", "--help")

    result.stdout.fnmatch_lines_random(["*cognito_scenario (string):*", "*cognito_region (string):*"])
    result.stdout.fnmatch_lines(["*cognito_cassette_dir (string):*"])


def test_the_settings_are_strictly_known(project, ini):
    ini(cognito_scenario="", cognito_region="us-west-2", cognito_cassette_dir="")

    project.run("def test_asks(cognito): ...", "--strict-config").assert_outcomes(passed=1)


def test_other_services_of_aws_get_calls_only_where_the_ini_says_so(project, ini):
    source = """
    import botocore.session, pytest
    from botocore.awsrequest import AWSResponse
    from botocore.httpsession import URLLib3Session

    @pytest.fixture
    def sent(monkeypatch):
        urls = []
        monkeypatch.setattr(URLLib3Session, "send", lambda self, request: urls.append(request.url) or 1 / 0)
        return urls

    def test_topics(sent, cognito):
        try:
            botocore.session.get_session().create_client("sns").list_topics()
        except ZeroDivisionError:
            assert sent == ["https://sns.us-east-1.amazonaws.com/"]
    """
    project.run(source).stdout.fnmatch_lines(["*NotSimulated: sns:ListTopics was not sent to https://sns.us-east-1.*"])
    ini(cognito_other_aws="pass")
    project.run(source).assert_outcomes(passed=1)
    ini(cognito_other_aws="mock")
    project.run(source).stdout.fnmatch_lines(["unknown cognito_other_aws 'mock'; there are: fail, pass"])


def test_a_client_of_another_region_than_that_of_the_ini_does_not_find_the_pool(project, ini):
    source = """
    import boto3

    def test_describes(cognito):
        boto3.client("cognito-idp", region_name="eu-west-1").describe_user_pool(UserPoolId=cognito.user_pool_id)
    """
    project.run(source).assert_outcomes(passed=1)
    ini(cognito_region="us-east-1")
    project.run(source).stdout.fnmatch_lines(["*ResourceNotFoundException*User pool us-east-1_* does not exist*"])


def test_a_verbose_run_says_its_settings_in_the_header(project, ini):
    test = "def test_it(cognito): ..."
    usual = "cognito: scenario: the default one, cassettes: beside the tests, record mode: none, guard: off"
    project.run(test, "-v").stdout.fnmatch_lines([usual])
    project.run(test).stdout.no_fnmatch_line("cognito: *")

    project.scenario("own.yaml", "ada")
    ini(cognito_scenario="own.yaml", cognito_cassette_dir="tapes", cognito_guard="on", cognito_record="once")
    chosen = "cognito: scenario: own.yaml, cassettes: tapes, record mode: all, guard: on"
    project.run(test, "-v", "--cognito-record=all").stdout.fnmatch_lines([chosen])
