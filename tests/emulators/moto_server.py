"""moto's server on loopback, plain or over TLS."""

import contextlib
import threading

import pytest
from loopback import ADDRESS


@contextlib.contextmanager
def running(served=None):
    """Its port; `served` is the path of a certificate with its key."""
    pytest.importorskip("flask")
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    context = (str(served), str(served)) if served else None
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server(ADDRESS, 0, app, threaded=True, ssl_context=context)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
