"""A fake pipeline: it keeps each call, and always gives the same outcome."""

import json

from pytest_cognito_mfa._aws.wire import reply

BODY = {"UserPools": [{"Id": "eu-west-1_AbCdEf123", "Name": "pool é"}]}


class FakePipeline:
    """What `intercepting` is given; `outcome` may be an exception, and then it is raised."""

    def __init__(self):
        self.outcome = reply(json.dumps(BODY).encode(), request_id="11111111-2222-3333", at=1_700_000_000)
        self.calls = []

    def __call__(self, call):
        self.calls.append(call)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    @property
    def asked(self):
        return [call.operation for call in self.calls]
