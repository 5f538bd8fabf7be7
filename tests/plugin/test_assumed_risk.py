"""`cognito.risk`: how long it lasts, for which addresses, and the errors for mistakes."""

import ipaddress

import one_client
import pytest

from pytest_cognito_mfa import SettingError, simulate


@pytest.fixture
def cognito(tmp_path):
    path = tmp_path / "enforced.yaml"
    path.write_text(
        "pools:\n  - Name: pool\n    UserPoolTier: PLUS\n    UserPoolAddOns: {AdvancedSecurityMode: ENFORCED}\n"
        "    clients: [{ClientName: app, ExplicitAuthFlows: [ADMIN_NO_SRP_AUTH]}]\n"
        "    users: [{Username: jo, Password: Secret-1}]\n"
    )
    with simulate(path) as cognito:
        yield cognito


@pytest.fixture
def is_risky(cognito):
    """Whether a sign-in, from that address or from none, is blocked."""
    client = one_client.client()
    parameters = {"USERNAME": "jo", "PASSWORD": "Secret-1"}

    def is_risky(address=None):
        request = {"UserPoolId": cognito.user_pool_id, "ClientId": cognito.client_id, "AuthFlow": "ADMIN_NO_SRP_AUTH"}
        if address is not None:
            context = {"IpAddress": address, "ServerName": "app", "ServerPath": "/", "HttpHeaders": []}
            request["ContextData"] = context
        try:
            client.admin_initiate_auth(**request, AuthParameters=parameters)
        except client.exceptions.NotAuthorizedException:
            return True
        return False

    return is_risky


def test_an_attempt_is_of_no_risk_unless_the_test_says_so(is_risky):
    assert not is_risky()


@pytest.mark.parametrize("level", ["low", "medium", "high"])
@pytest.mark.parametrize("ended_by", ["none", None])
def test_a_risk_lasts_until_it_is_ended(cognito, is_risky, level, ended_by):
    cognito.risk(level)
    assert [is_risky(), is_risky("192.0.2.1")] == [True, True]

    cognito.risk(ended_by)
    assert [is_risky(), is_risky("192.0.2.1")] == [False, False]


def test_a_risk_ends_with_its_block_and_what_was_before_is_so_again(cognito, is_risky):
    with cognito.risk("high"):
        assert is_risky()
        with cognito.risk("none"):
            assert not is_risky()
        assert is_risky()
    assert not is_risky()


def test_a_removed_risk_may_be_removed_again(cognito, is_risky):
    first, second = cognito.risk("high"), cognito.risk("high")
    first.remove()
    first.remove()
    assert is_risky()
    second.remove()
    assert not is_risky()


@pytest.mark.parametrize(
    "source",
    ["203.0.113.7", "203.0.113.0/24", ipaddress.ip_address("203.0.113.7"), ipaddress.ip_network("203.0.113.0/28")],
    ids=["address", "network", "address object", "network object"],
)
def test_a_risk_may_be_of_one_source(cognito, is_risky, source):
    with cognito.risk("high", source_ip=source):
        assert [is_risky("203.0.113.7"), is_risky("203.0.114.7"), is_risky()] == [True, False, False]
    assert not is_risky("203.0.113.7")


def test_a_risk_says_what_it_is(cognito):
    assert repr(cognito.risk("high")) == "<AssumedRisk high from anywhere>"
    assert repr(cognito.risk(None, source_ip="203.0.113.7")) == "<AssumedRisk none from 203.0.113.7/32>"


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"level": "hihg"}, "unknown risk level 'hihg'; did you mean 'high'?"),
        ({"level": 3}, "unknown risk level 3; there are: high, low, medium, none"),
        (
            {"level": "low", "source_ip": "localhost"},
            "source_ip 'localhost' is neither an IP address nor a network such as 203.0.113.0/24",
        ),
    ],
    ids=["level", "number", "source"],
)
def test_a_mistake_is_told_and_changes_nothing(cognito, is_risky, mistake, said):
    with pytest.raises(SettingError) as caught:
        cognito.risk(**mistake)
    assert str(caught.value) == said
    assert not is_risky()
