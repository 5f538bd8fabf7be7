"""The hosts of AWS in every partition, form and spelling; each is recognized as what it is."""

import json
from pathlib import Path

import botocore
from one_test import for_each

from pytest_cognito_mfa._aws import hosts
from pytest_cognito_mfa._aws.wire import read, read_other

PARTITIONS = json.loads(Path(botocore.__file__).with_name("data").joinpath("partitions.json").read_text())["partitions"]


@for_each("partition", PARTITIONS)
def test_the_domains_of_every_partition_of_botocore_are_known(partition):
    region = next(iter(partition["regions"]), "xx-somewhere-1")
    for suffix in ("dnsSuffix", "dualStackDnsSuffix"):
        for service in ("cognito-idp", "cognito-idp-fips", "cognito-idp.dualstack"):
            url = f"https://{service}.{region}.{partition['outputs'][suffix]}/"
            assert hosts.region_of(url) == region, url
        assert hosts.is_aws(f"s3.{region}.{partition['outputs'][suffix]}")


SPELLINGS = (
    *("cognito-idp.eu-west-1.amazonaws.com", "COGNITO-IDP.EU-WEST-1.amazonaws.COM"),
    *("cognito-idp.eu-west-1.amazonaws.com.", "cognito-idp.eu-west-1.amazonaws.com:443"),
    *("user:secret@cognito-idp.eu-west-1.amazonaws.com", "cognito-idp-fips.eu-west-1.amazonaws.com"),
    *("cognito-idp.eu-west-1.api.aws", "vpce-0a1b-2c3d.cognito-idp.eu-west-1.vpce.amazonaws.com"),
)


@for_each("host", SPELLINGS)
def test_a_host_of_user_pools_is_recognized_in_every_spelling(host):
    url = f"https://{host}/"

    assert hosts.region_of(url) == "eu-west-1"
    assert read("POST", url, {}, b"{}").operation == ""


@for_each("host", ["cognito-idp.example.com", "my-cognito-idp.eu-west-1.amazonaws.com", "evilamazoncognito.com", "["])
def test_a_host_that_only_resembles_one_of_cognitos_is_left_alone(host):
    url = f"https://{host}/.well-known/cognito"

    assert read("GET", url, {}, b"") is None
    assert read_other("GET", url, {}, b"", frozenset({"sso.example.com"})) is None


@for_each("host", ["A.Auth.EU-west-1.AmazonCognito.com", "a.auth.eu-west-1.amazoncognito.com.", "SSO.Example.com"])
def test_a_domain_of_hosted_pages_is_recognized_in_every_spelling(host):
    call = read_other("GET", f"https://{host}/login?code=secret", {}, b"", frozenset({"sso.example.com"}))

    assert (call.operation, call.part) == ("GET /login", "domain")
    assert "secret" not in call.url + repr(call)


@for_each(
    "url", ["", "[", "]", "[::1", "a b", "\ud800", "\x00", "\u2100.example", "cognito-idp", "@", ":x", "%zz", "//"]
)
def test_any_text_may_be_a_url(url):
    assert read("GET", f"https://{url}", {}, b"") is None
