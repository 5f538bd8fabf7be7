"""Redirects every client to a service on loopback, and makes it trust the service's certificate."""

import ssl
import urllib.request

import boto3
import clients
import test_rarer_clients
from clients import DOCUMENT, URL, optional
from loopback import ADDRESS

TORNADO = optional("tornado.simple_httpclient")
"""Imported first, because it reads the trusted certificates at its import."""


def redirect(monkeypatch, port):
    """Let every client call that port of this machine."""
    url = f"https://{ADDRESS}:{port}/"
    monkeypatch.setattr(clients, "HOST", f"{ADDRESS}:{port}")
    monkeypatch.setattr(clients, "URL", url)
    monkeypatch.setattr(test_rarer_clients, "URL", url)
    monkeypatch.setattr(clients, "DOCUMENT", DOCUMENT.replace(URL, url))
    monkeypatch.setitem(clients.FAKES, "endpoint_url", url)
    client = boto3.client("cognito-idp", config=clients.once(), **clients.FAKES)
    monkeypatch.setattr(clients, "_MADE_BEFORE", client)


def trust(monkeypatch, trusted):
    """Let every client trust that certificate, each in its own way."""
    import aiohttp.connector
    import botocore.httpsession

    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE"):
        monkeypatch.setenv(name, str(trusted))
    monkeypatch.setattr(botocore.httpsession, "get_cert_path", lambda _: str(trusted))
    own = ssl.create_default_context()
    if hasattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED"):
        monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", own)
    else:  # aiohttp 3.10
        monkeypatch.setattr(aiohttp.connector.TCPConnector, "_make_ssl_context", lambda *_: own)
    if (httplib2 := optional("httplib2")) is not None:
        monkeypatch.setattr(httplib2, "CA_CERTS", str(trusted))
    monkeypatch.setattr(urllib.request, "_opener", None)  # from Python 3.13 on it keeps its first certificates
    if TORNADO is not None:
        made = (lambda: own) if callable(TORNADO._client_ssl_defaults) else own
        monkeypatch.setattr(TORNADO, "_client_ssl_defaults", made)
