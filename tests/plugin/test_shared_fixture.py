"""`cognito_session`: many tests share pools and users, and each is judged by its own calls."""

HEAD = """
import contextlib, os, boto3, pytest

def aws(): return boto3.client("cognito-idp", region_name="us-east-1")

def ask(cognito):
    with contextlib.suppress(Exception):
        aws().list_users(UserPoolId=cognito.user_pool_id)
"""


def outcomes(result):
    """The outcome of each test that is not just passed in every phase, by name and phase."""
    reports = result.reprec.getreports("pytest_runtest_logreport")
    return {f"{each.nodeid.partition('::')[2]} {each.when}" for each in reports if each.failed}


def section(result, test, name="cognito_session"):
    reports = result.reprec.getreports("pytest_runtest_logreport")
    return next(dict(each.sections)[name] for each in reports if each.nodeid.endswith(f"::{test}") and each.failed)


def test_users_stay_and_calls_are_those_of_one_test(project):
    result = project.run(f"""{HEAD}
@pytest.fixture(scope="session")
def world(cognito_session):
    cognito_session.inject("ForgotPassword", error="LimitExceededException")
    token = cognito_session.sign_in("newcomer").access_token
    aws().set_user_mfa_preference(AccessToken=token, SMSMfaSettings={{"Enabled": True}})
    yield cognito_session
    assert aws().get_user(AccessToken=token)["Username"] == "newcomer"

def test_one(world):
    assert not world.journal
    login = {{"USERNAME": "newcomer", "PASSWORD": world.user("newcomer").password}}
    aws().initiate_auth(ClientId=world.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=login)
    assert len(world.journal) == len(world.outbox) == 1

def test_two(cognito_session):
    assert cognito_session.user("newcomer").mfa_settings == ["SMS_MFA"]
    assert len(cognito_session.outbox) == 1
    aws().get_user(AccessToken=cognito_session.sign_in("sms").access_token)
    assert [call.operation for call in cognito_session.journal] == ["GetUser"]
    with pytest.raises(AssertionError, match="InitiateAuth was not called"):
        cognito_session.assert_called("InitiateAuth")
    with pytest.raises(Exception, match="LimitExceeded"):
        aws().forgot_password(ClientId=cognito_session.client_id, Username="newcomer")
    1 / 0
""")

    result.assert_outcomes(passed=1, failed=1)
    lines = section(result, "test_two").splitlines()
    assert [line for line in lines if line[:3].strip().isdigit()] == [
        "  1. GetUser of sms -> success [simulator]",
        next(line for line in lines if line.startswith("  2. ForgotPassword of newcomer -> LimitExceededException")),
    ]
    assert lines[-1].startswith("     SMS to sms")


def test_each_test_is_judged_by_its_own_calls_and_faults(project, without_list_users):
    result = project.run(f"""{HEAD}
GET = {{"on": "GetUser", "drop": "reset"}}
pytestmark = pytest.mark.cognito(answers=[{{"on": "ListUsers", "with": {{}}, "answer": {{"Users": []}}}}][:0])

def test_swallows(cognito_session): ask(cognito_session)

def test_unfired(cognito_session): cognito_session.inject("GetUser", drop="reset")

@pytest.mark.cognito(faults=[GET])
def test_unfired_marker(cognito_session): ...

@pytest.mark.cognito(expect=[{{"on": "GetUser"}}])
def test_unmet(cognito_session): ...

@pytest.mark.cognito(answers=[{{"on": "ListUsers", "answer": {{"Users": []}}}}])
def test_answered(cognito_session): aws().list_users(UserPoolId=cognito_session.user_pool_id)

def test_faults_and_answers_are_over(cognito_session):
    aws().get_user(AccessToken=cognito_session.sign_in("totp").access_token)
    with pytest.raises(Exception, match="not simulated"):
        aws().list_users(UserPoolId=cognito_session.user_pool_id)
""")

    assert outcomes(result) == {f"test_{name} call" for name in ("swallows", "unfired", "unfired_marker", "unmet")}
    result.assert_outcomes(passed=2, failed=4)


def test_what_is_swallowed_outside_of_tests_is_an_error_of_the_next_set_up_or_of_the_end(project, without_list_users):
    result = project.run(f"""{HEAD}
@pytest.fixture(scope="module")
def world(cognito_session):
    ask(cognito_session)
    yield cognito_session
    ask(cognito_session)

@pytest.fixture(scope="module")
def broken(cognito_session):
    ask(cognito_session)
    raise ValueError

def test_broken(broken): ...

def test_one(world): ...

def test_two(world): ...
""")

    assert outcomes(result) == {"test_broken setup", "test_one setup", "test_two teardown"}
    assert "ListUsers -> no answer: NotSimulated" in section(result, "test_broken")


def test_it_answers_only_while_a_test_runs_that_names_it(project):
    source = f"""{HEAD}
from pytest_cognito_mfa._interceptors._patching import state

def is_on(): return state.answer is not None and not state.rules.guards and "AWS_SESSION_TOKEN" in os.environ

@pytest.fixture(scope="module")
def world(cognito_session):
    yield cognito_session
    aws().get_user(AccessToken=cognito_session.sign_in("totp").access_token)

class TestIt:
    def test_one(self, world): assert is_on()

    def test_two(self): assert not is_on()

    def test_three(self, request):
        with pytest.raises(Exception, match="cognito_session does not answer now"):
            request.getfixturevalue("cognito_session").user_pool_id

    def test_inner(self, world, cognito):
        aws().get_user(AccessToken=cognito.sign_in("totp").access_token)
        assert (len(cognito.journal), len(world.journal)) == (1, 0)

    def test_four(self, world): assert is_on()

    def test_last(self): assert not is_on()
"""
    project.pytester.makeini("[pytest]\ncognito_guard = on\n")
    project.run(source).assert_outcomes(passed=6)
    project.write("test_other.py", f"{source}\ndef test_own(cognito_session): assert cognito_session.user('sms')")
    project.pytester.makeini("[pytest]\ncognito_session_scope = module\n")
    project.run(source).assert_outcomes(passed=13)


def test_a_thread_of_a_wider_scope_serves_all_tests_and_that_of_a_test_only_its_own(project):
    result = project.run(f"""{HEAD}
import queue, threading

class Worker(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.asked, self.answered = queue.Queue(), queue.Queue()

    def run(self):
        for token in iter(self.asked.get, None):
            try:
                self.answered.put(aws().get_user(AccessToken=token)["Username"])
            except Exception as error:
                self.answered.put(type(error).__name__)

    def ask(self, token):
        self.asked.put(token)
        return self.answered.get(timeout=10)

OWN = Worker()

@pytest.fixture(scope="session")
def worker(cognito_session):
    started = Worker()
    started.start()
    yield started
    started.asked.put(None)
    started.join()

def test_one(worker, cognito_session):
    OWN.start()
    token = cognito_session.sign_in("totp").access_token
    assert (OWN.ask(token), worker.ask(token)) == ("totp", "totp")

def test_between(): ...

@pytest.mark.parametrize("number", [1, 2])
def test_two(worker, cognito_session, number):
    token = cognito_session.sign_in("sms").access_token
    assert (OWN.ask(token), worker.ask(token)) == ("LateCall", "sms")
    assert len(cognito_session.journal) == 1
    if number == 2:
        OWN.asked.put(None)
        OWN.join()
""")

    result.assert_outcomes(passed=4)


def test_a_package_whose_set_up_fails_leaves_the_others_as_they_are(project):
    project.write("zpackage/__init__.py", "def setup_module(): raise ValueError('broken package')")
    project.write("zpackage/test_z.py", "def test_z(cognito_session): ...")
    project.write("zz/test_zz.py", "import os\ndef test_zz(): assert 'AWS_SESSION_TOKEN' not in os.environ")

    result = project.run("def test_a(cognito_session): ...")

    assert outcomes(result) == {"test_z setup"}
    result.assert_outcomes(passed=2, errors=1)


MISPLACED = "@pytest.mark.cognito(scenario='a.yaml')\ndef test_it(cognito_session): ..."


def test_a_module_may_have_a_scenario_and_a_test_may_not(project):
    project.scenario("a.yaml", "ada")
    said = "*test_inner.py:8: @pytest.mark.cognito: scenario: *{} cognito_session; *let the test use cognito*"
    result = project.run(HEAD + MISPLACED)
    result.stdout.fnmatch_lines([said.format("all tests share")])
    result.assert_outcomes(errors=1)
    project.run(HEAD + MISPLACED, "--continue-on-collection-errors").assert_outcomes(errors=2)

    project.pytester.makeini("[pytest]\ncognito_session_scope = module\n")
    project.run(HEAD + MISPLACED).stdout.fnmatch_lines([said.format("its module shares")])
    good = (
        "pytestmark = pytest.mark.cognito(scenario='a.yaml')\ndef test_it(cognito_session): cognito_session.user('ada')"
    )
    project.run(HEAD + good).assert_outcomes(passed=1)


def test_what_no_test_did_is_a_warning_at_the_end(project):
    project.write("world.yaml", "faults: [{on: GetUser, drop: reset}]\nexpect: [{on: SignUp}]\n")
    project.pytester.makeini("[pytest]\ncognito_scenario = world.yaml\n")
    result = project.run("def test_it(cognito_session): ...", "-W", "default")

    result.assert_outcomes(passed=1, warnings=2)
    result.stdout.fnmatch_lines(["*UnfiredFaultWarning: *world.yaml:1: this fault*", "*UnmetExpectationWarning: *"])


def test_a_recording_is_replayed_by_all_tests_of_a_module(project):
    project.cassette("c.yaml", "ada")
    project.pytester.makeini("[pytest]\ncognito_session_scope = module\n")
    source = f"""{HEAD}
pytestmark = pytest.mark.cognito(cassette="c.yaml")

def test_one(cognito_session): ...

def test_two(cognito_session):
    assert aws().get_user(AccessToken="EXAMPLE")["Username"] == "ada"
"""
    project.run(source).assert_outcomes(passed=2)
    result = project.run(source, "-W", "default", "-k", "one")
    result.stdout.fnmatch_lines(["*UnplayedInteractionWarning: *c.yaml:4: interaction 1, GetUser, was not played"])
    project.run(source.replace("c.yaml", "d.yaml")).assert_outcomes(errors=2)


def test_a_scope_that_is_none_ends_the_run(project):
    project.pytester.makeini("[pytest]\ncognito_session_scope = class\n")

    result = project.run("def test_it(cognito_session): ...")

    result.stderr.fnmatch_lines(["*unknown cognito_session_scope 'class'; there are: module, session"])
