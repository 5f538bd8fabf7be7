"""Registers the operations of the table of resources, and has those that a row cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections, user_imports
from pytest_cognito_mfa._simulator.registry import HANDLERS, operation
from pytest_cognito_mfa._simulator.resources import domains, plan_features, table
from pytest_cognito_mfa._simulator.resources.engine import find, handler, listed, page, records, shown

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service

HANDLERS.update({name: handler(row, name) for row in table.TABLE for name in row.operations.split()})


@operation("DescribeUserPoolDomain")
def describe_user_pool_domain(service: Service, req: aws.DescribeUserPoolDomainRequestTypeDef) -> Answer:
    """A domain of no pool has an empty description (observed)."""
    for pool in service.pools.values():
        if req["Domain"] in pool.resources[domains.TITLE]:
            return shown("DescribeUserPoolDomain", find(service, table.DOMAINS, {**req, "UserPoolId": pool.id}))
    return {"DomainDescription": {}}


@operation("GetCSVHeader")
def get_csv_header(service: Service, req: aws.GetCSVHeaderRequestTypeDef) -> Answer:
    return {"UserPoolId": req["UserPoolId"], "CSVHeader": user_imports.header(service.pool(req["UserPoolId"]))}


@operation("GetUICustomization")
def get_ui_customization(service: Service, req: aws.GetUICustomizationRequestTypeDef) -> Answer:
    pool, there = records(service, table.OLDER_LOOKS, req)
    domains.refuse_without_domain(pool)
    own = there.get(req.get("ClientId", domains.ALL_CLIENTS))
    return shown("GetUICustomization", own or there.get(domains.ALL_CLIENTS, {}))


@operation("ListUserPoolReplicas")
def list_user_pool_replicas(service: Service, req: aws.ListUserPoolReplicasRequestTypeDef) -> Answer:
    """The pool itself, and its replicas (botocore)."""
    pool, there = records(service, table.REPLICAS, req)
    every = {pool.region: plan_features.replica(pool, pool.region), **there}
    names, more = page(service, "ListUserPoolReplicas", (pool,), req, entries=every, order=lambda name: name)
    return listed("ListUserPoolReplicas", [every[name] for name in names], more)


@operation("ListClientMetadataURLs")
def list_client_metadata_urls(service: Service, req: Any) -> Answer:
    """No document was ever fetched from a URL."""
    find(service, table.CIMD_POLICIES, req)
    shown_urls, more = page(service, "ListClientMetadataURLs", (), req, entries=(), order=str)
    return {"ClientMetadataURLs": shown_urls, **more}


@operation("UpdateClientMetadataURLState")
def update_client_metadata_url_state(service: Service, req: Any) -> Answer:
    find(service, table.CIMD_POLICIES, req)
    raise rejections.NO_CACHED_URL(because="no URL of a client's metadata was fetched")
