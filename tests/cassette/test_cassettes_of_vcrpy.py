"""A cassette that vcrpy writes replays here, and what vcrpy reads as a cassette is read here too."""

import gzip
import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import vcr
from vcr.request import Request
from vcr.serialize import serialize
from vcr.serializers import jsonserializer, yamlserializer

from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.replay import Replay

TARGET = {"X-Amz-Target": "AWSCognitoIdentityProviderService.GetUser"}
ASKED = '{"AccessToken":"EXAMPLE"}'
ANSWER = '{"Username":"é \N{OWL}"}'.encode()


class Service(BaseHTTPRequestHandler):
    """Answers like Cognito behind a proxy that compresses and chunks."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = gzip.compress(ANSWER, mtime=0)
        self.send_response(200)
        for name in (
            "Content-Type: application/x-amz-json-1.1",
            "Content-Encoding: gzip",
            "Transfer-Encoding: chunked",
        ):
            self.send_header(*name.split(": "))
        self.end_headers()
        self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("serializer", ["yaml", "json"])
def test_what_vcrpy_records_over_http_replays(service, serializer, tmp_path):
    path = tmp_path / f"recorded.{serializer}"
    # The JSON serializer cannot hold compressed bytes.
    with vcr.use_cassette(path, serializer=serializer, decode_compressed_response=serializer == "json"):
        request = urllib.request.Request(service, ASKED.encode(), {**TARGET, "Connection": "close"})
        urllib.request.urlopen(request).close()
    replay = Replay(load(path))

    reply, _ = replay.answer(read("POST", "https://elsewhere/", TARGET, ASKED))

    assert (reply.status, reply.body, replay.unplayed) == (200, ANSWER, ())
    headers = {name.lower(): value for name, value in reply.headers}
    assert headers["content-length"] == str(len(ANSWER))
    assert not headers.keys() & {"content-encoding", "transfer-encoding"}


@pytest.mark.parametrize("serializer", [yamlserializer, jsonserializer], ids=["yaml", "json"])
@pytest.mark.parametrize("body", [b"", b"{}", ANSWER, b'{"a":"line\\nline: # \' \\" {"}'])
def test_what_vcrpy_serializes_is_read_byte_for_byte(serializer, body, tmp_path):
    exchange = {
        "requests": [Request("POST", "http://localhost/", ASKED, TARGET)] * 2,
        "responses": [
            {"status": {"code": 200, "message": "OK"}, "headers": {"Date": ["now"]}, "body": {"string": body}}
            for _ in range(2)
        ],
    }
    path = tmp_path / "written.yaml"
    path.write_text(serialize(exchange, serializer), encoding="utf-8")

    first, second = load(path).interactions

    assert first.reply.body == second.reply.body == body
    assert first.call.parameters == json.loads(ASKED)
