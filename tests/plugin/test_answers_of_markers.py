"""The marker's `answers` and `expect` are those of a scenario, for one test, class or module."""

MARKED = """
    import boto3, pytest

    pytestmark = pytest.mark.cognito(answers=[{"on": "ListUsers", "answer": {"Users": [{"Username": "module"}]}}])

    def names(cognito):
        answer = boto3.client("cognito-idp").list_users(UserPoolId=cognito.user_pool_id)
        return [user["Username"] for user in answer["Users"]]
"""


def test_the_closest_answers_count_and_a_function_answers_too(project):
    source = (
        MARKED
        + """
    def test_of_the_module(cognito):
        assert names(cognito) == ["module"]

    @pytest.mark.cognito(answers=[{"on": "ListUsers", "answer": lambda call: {"Users": [{"Username": "test"}]}}])
    def test_of_its_own(cognito):
        assert names(cognito) == ["test"]

    @pytest.mark.cognito(answers=[{"on": "ListUsers", "answer": {"Users": []}, "times": 1}])
    def test_of_cognito_answer(cognito):
        cognito.answer("ListUsers", {"Users": [{"Username": "here"}]}, times=1)
        assert [names(cognito), names(cognito)] == [["here"], []]
    """
    )
    project.run(source).assert_outcomes(passed=3)


def test_a_test_that_did_not_make_the_expected_calls_fails(project):
    source = """
    import boto3, pytest

    @pytest.mark.cognito(expect=[{"on": "GetUser"}, {"on": "Admin*", "never": True}])
    def test_marked(cognito):
        boto3.client("cognito-idp").admin_get_user(UserPoolId=cognito.user_pool_id, Username="totp")
    """
    shown = project.run(source).stdout.str()

    assert "test_inner.py:3: GetUser should be called at least once; it was never called" in shown
    assert "test_inner.py:3: Admin* should never be called; it was called once" in shown


def test_mistakes_in_all_lists_are_told_at_collection(project):
    source = """
    import pytest

    @pytest.mark.cognito(
        faults=[{"on": "GetUsr", "drop": "reset"}],
        answers=[{"on": "ListUsers", "answer": {"User": []}}],
        expect=[{"on": "GetUser", "with": {"Token": "a"}}],
    )
    def test_marked(cognito): ...
    """
    shown = project.run(source).stdout.str()

    for said in (
        "faults[0]: unknown operation 'GetUsr'; did you mean 'GetUser'?",
        "answers[0]: unknown ListUsers answer member 'User'; did you mean 'Users'?",
        "expect[0]: unknown GetUser member 'Token'; did you mean 'AccessToken'?",
    ):
        assert f"test_inner.py:3: @pytest.mark.cognito: {said}" in shown
