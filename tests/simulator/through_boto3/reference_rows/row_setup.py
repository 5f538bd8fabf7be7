"""What the provocation of a row uses, besides what those of refusals use: the operation that it is about."""

from botocore import xform_name
from model_requests import smallest
from provocations.pool_setup import PoolSetup
from sign_in_steps import Caller

from .rows import members


class RowSetup(PoolSetup):
    def __init__(self, aws, unchecked, open_pool, operation):
        self.operation = operation
        super().__init__(aws, unchecked, open_pool)

    def open(self, *users, **settings):
        super().open(*users, **settings)
        admin = self.operation.startswith("Admin")
        self.caller = Caller(self.aws, self.cognito, admin=admin)
        self.by_secret = Caller(self.aws, self.cognito, admin=admin, client="secret")
        secret = self.secret.client.id
        self.filled = {"client_id": secret, "clientId": secret}
        return self

    def call(self, **request):
        """The operation, with the smallest valid request but for these members."""
        request = {**smallest(members(self.operation)), **request}
        return getattr(self.unchecked, xform_name(self.operation))(**request)

    def by_token(self, token):
        return self.call(AccessToken=token)
