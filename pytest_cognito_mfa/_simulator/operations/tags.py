"""Tags of user pools: TagResource, UntagResource, ListTagsForResource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.registry import operation

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool


@operation("TagResource")
def tag_resource(service: Service, req: aws.TagResourceRequestTypeDef) -> Answer:
    """Keys that begin with aws: are AWS's own (go-to-k/cdkd, which measured that they are refused)."""
    pool = _tagged(service, req["ResourceArn"])
    if any(name.lower().startswith("aws:") for name in req["Tags"]):
        raise rejections.NOT_ALLOWED(because="a tag of one's own may not begin with aws:")
    pool.settings["UserPoolTags"] = {**pool.settings["UserPoolTags"], **req["Tags"]}
    return {}


@operation("UntagResource")
def untag_resource(service: Service, req: aws.UntagResourceRequestTypeDef) -> Answer:
    pool = _tagged(service, req["ResourceArn"])
    tags = pool.settings["UserPoolTags"].items()
    pool.settings["UserPoolTags"] = {name: value for name, value in tags if name not in req["TagKeys"]}
    return {}


@operation("ListTagsForResource")
def list_tags_for_resource(service: Service, req: aws.ListTagsForResourceRequestTypeDef) -> Answer:
    return {"Tags": _tagged(service, req["ResourceArn"]).settings["UserPoolTags"]}


def _tagged(service: Service, arn: str) -> Pool:
    """The pool of that ARN; AWS's refusal if there is none."""
    for pool in service.pools.values():
        if pool.arn == arn:
            return pool
    raise rejections.NO_RESOURCE(because=f"no pool has that ARN: there are {', '.join(service.pools) or 'none'}")
