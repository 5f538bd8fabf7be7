"""A service for the tests on loopback, plain or over TLS."""

import contextlib
import datetime as dt
import http.server
import ipaddress
import json
import os
import socket
import socketserver
import ssl
import struct
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ADDRESS = "127.0.0.1"


_USED_FOR = x509.KeyUsage(
    digital_signature=True,
    key_cert_sign=True,
    crl_sign=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)


def certificate(folder, host):
    """A self-signed certificate: the path of the certificate, and the path of a file with certificate and key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    names = [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address(ADDRESS))]
    now = dt.datetime.now(dt.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        # Python 3.13 requires this of a self-signed certificate.
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(_USED_FOR, critical=True)
        .sign(key, hashes.SHA256())
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    trusted, served = folder / "trusted.pem", folder / "served.pem"
    trusted.write_bytes(public)
    served.write_bytes(private + public)
    return trusted, served


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.serve(self)

    do_POST = do_GET  # noqa: N815 -- http.server's own name

    def log_message(self, *_):
        pass


class Service(http.server.ThreadingHTTPServer):
    """Answers each request with `body`, framed by `framing`: plain, chunked, close, cut, silent, reset or hang."""

    daemon_threads = True

    def __init__(self, body, served=None):
        super().__init__((ADDRESS, 0), _Handler)
        self.hung_up = threading.Event()
        self.body, self.framing, self.status, self.heard = json.dumps(body).encode(), "plain", 200, []
        if served is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(served)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def __enter__(self):
        self._thread = threading.Thread(target=self.serve_forever, args=(0.002,))
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.hung_up.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, *_):
        """A client that hangs up is part of the tests."""

    def serve(self, request):
        length = int(request.headers.get("Content-Length", 0))
        sent = _unchunked(request.rfile) if "Transfer-Encoding" in request.headers else request.rfile.read(length)
        self.heard.append((request.headers.get("X-Amz-Target", request.path).rpartition(".")[2], sent))
        if self.framing == "reset":
            request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(request.connection.detach())
        if self.framing == "hang":
            self.hung_up.wait(10)
        if self.framing in ("silent", "reset", "hang"):
            request.close_connection = True
            return
        body = self.body
        request.send_response(self.status)
        request.send_header("Content-Type", "application/x-amz-json-1.1")
        request.send_header("x-amzn-RequestId", "11111111-2222-3333")
        framed = {"plain": len(body), "cut": len(body) + 1}
        if self.framing in framed:
            request.send_header("Content-Length", framed[self.framing])
        elif self.framing == "chunked":
            request.send_header("Transfer-Encoding", "chunked")
            body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:], b""))
        request.close_connection = True
        request.end_headers()
        for place in range(0, len(body), 16):
            request.wfile.write(body[place : place + 16])


def _unchunked(stream):
    body = b""
    while size := int(stream.readline(), 16):
        body += stream.read(size)
        stream.readline()
    stream.readline()
    return body


class Proxy(socketserver.ThreadingTCPServer):
    """Makes tunnels, and counts them."""

    daemon_threads = True

    def __init__(self):
        super().__init__((ADDRESS, 0), _Tunnel)
        self.tunnels = []

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.002,)).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class _Tunnel(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().split()
        while self.rfile.readline().strip():
            pass
        self.server.tunnels.append(line[0].decode())
        host, _, port = line[1].decode().partition(":")
        with socket.create_connection((host, int(port))) as beyond:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_copy, args=(beyond, self.connection))
            back.start()
            _copy(self.connection, beyond)
            back.join()


def _copy(here, there):
    with contextlib.suppress(OSError):
        while part := here.recv(65536):
            there.sendall(part)
        there.shutdown(socket.SHUT_WR)
