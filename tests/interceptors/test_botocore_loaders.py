"""Sessions made inside a block share what botocore's loaders have read, and nothing else."""

import json
import sys

import aiobotocore.session
import boto3
import botocore.session
import pytest
from botocore.loaders import JSONFileLoader, Loader

from pytest_cognito_mfa._interceptors import intercepting

KEYS = {"region_name": "us-east-1", "aws_access_key_id": "fake", "aws_secret_access_key": "fake"}


@pytest.fixture
def read(monkeypatch):
    """The files that loaders read from here on."""
    files = []
    genuine = JSONFileLoader.load_file
    monkeypatch.setattr(JSONFileLoader, "load_file", lambda self, path: files.append(path) or genuine(self, path))
    return files


def loader_of(session):
    return session.get_component("data_loader")


def test_a_second_session_reads_no_file_again(answer, read):
    with intercepting(answer):
        boto3.Session().client("cognito-idp", **KEYS)
        del read[:]
        client = boto3.Session().client("cognito-idp", **KEYS)
        client.list_user_pools(MaxResults=1)
        boto3.Session().client("cognito-idp", **KEYS).get_paginator("list_users")

    assert [path for path in read if not path.endswith(("paginators-1", "-extras"))] == []


async def test_sessions_of_later_blocks_and_of_aiobotocore_share_too(answer, read):
    with intercepting(answer):
        botocore.session.Session().create_client("cognito-idp", **KEYS)
    del read[:]
    with intercepting(answer):
        await aiobotocore.session.get_session().get_service_model("cognito-idp")

    assert [path for path in read if not path.endswith("-extras")] == []


def test_outside_a_block_each_session_reads_for_itself(answer, read):
    genuine = botocore.session.create_loader
    with intercepting(answer):
        assert botocore.session.create_loader is not genuine
        botocore.session.Session().get_service_model("cognito-idp")
    del read[:]
    botocore.session.Session().get_service_model("cognito-idp")

    assert botocore.session.create_loader is genuine
    assert any("cognito-idp" in path for path in read)


def test_each_session_has_a_loader_of_its_own(answer):
    with intercepting(answer):
        first, second = (boto3.Session()._session for _ in range(2))

        assert loader_of(first) is not loader_of(second)
        assert len(loader_of(second).search_paths) == len(set(loader_of(second).search_paths))


@pytest.mark.parametrize("path", ["models", "."])
def test_a_data_path_is_honoured_wherever_it_points(path, answer, monkeypatch, tmp_path):
    for folder in ("one", "two"):
        model = {"metadata": {"serviceId": folder, "apiVersion": "2020-01-01"}, "operations": {}, "shapes": {}}
        place = tmp_path / folder / path / "own-service" / "2020-01-01"
        place.mkdir(parents=True)
        place.joinpath("service-2.json").write_text(json.dumps(model))
    seen = []
    with intercepting(answer):
        monkeypatch.setenv("AWS_DATA_PATH", path)
        for folder in ("one", "two"):
            monkeypatch.chdir(tmp_path / folder)
            seen.append(botocore.session.Session().get_service_model("own-service").service_id)
        monkeypatch.delenv("AWS_DATA_PATH")
        services = botocore.session.Session().get_available_services()

    assert seen == ["one", "two"]
    assert "own-service" not in services


def test_a_loader_of_the_users_own_is_left_alone(answer, monkeypatch):
    class Own(Loader):
        pass

    registered, made = Loader(), Own()
    monkeypatch.setattr(botocore.session, "create_loader", lambda _: made)
    with intercepting(answer):
        session = botocore.session.Session()
        session.register_component("data_loader", registered)

        assert type(loader_of(session)._cache) is dict
        assert loader_of(botocore.session.Session()) is made
        assert type(made._cache) is dict


def test_a_block_imports_no_session_for_those_who_need_none(answer, monkeypatch):
    monkeypatch.delitem(sys.modules, "botocore.session")

    with intercepting(answer):
        assert "botocore.session" not in sys.modules
