"""A fake redactor: known secrets become words of the same length; also a plugin for separate runs of pytest.

pytest -p fake_redactor
"""

SECRETS = {"Secret-0f-mine": "Stand-in-0f-it", "111122223333": "000000000000"}


class FakeRedactor:
    """Replaces the secrets that it has seen so far, as the real one does; those in `misses` it only finds."""

    def __init__(self, misses=()):
        self.misses, self._met = misses, set()

    def reserve(self, *bodies):
        """It draws no placeholders, so none can equal a value."""

    def request(self, operation, headers, body, *, url=""):
        text = body.decode()
        self._met |= {secret for secret in SECRETS if f'"Password":"{secret}"' in text or secret in url}
        return tuple(headers), self.text(text).encode()

    def response(self, operation, headers, body, *, url=""):
        text = self.text(body.decode())
        return tuple((name, self.text(each)) for name, each in headers), text.encode()

    def text(self, text):
        for secret in self._met:
            text = text.replace(secret, SECRETS[secret])
        return text

    def url(self, url):
        return self.text(url)

    def remaining_secrets(self, text):
        return [f"1:1: {kind}" for kind, each in self.misses if each in text]


def pytest_configure():
    from pytest_cognito_mfa._cassette import recorder

    recorder.new_redactor = FakeRedactor
