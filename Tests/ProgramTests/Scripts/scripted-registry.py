"""A registry on a loopback port that answers as its mode says; prints the port.

Usage: scripted-registry.py MODE

push     open for reading; a push requires Basic authentication
token    open for reading; a push requires a token of its token server
closed   every request requires Basic authentication
any      every request requires Basic authentication, by alice with any password
ahead    as closed, with a clock that is two hours and a minute ahead
expired  rejects every password, and says that the token has expired

As an HTTP proxy it answers for any host. The valid login is alice with the password pass:w0rd.
"""

import base64
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

MODE = sys.argv[1]
BASIC = "Basic " + base64.b64encode(b"alice:pass:w0rd").decode()


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def date_time_string(self, timestamp=None):
        ahead = 7260 if MODE == "ahead" else 0
        return super().date_time_string((timestamp or time.time()) + ahead)

    def answer(self, status, body="{}", **headers):
        data = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(data), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def refuse(self, challenge, code="UNAUTHORIZED", message="authentication required"):
        body = json.dumps({"errors": [{"code": code, "message": message}]})
        self.answer(401, body, WWW_Authenticate=challenge)

    def do(self):
        authorization = self.headers.get("Authorization")
        path = urlsplit(self.path).path
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path == "/token":
            if authorization == BASIC:
                return self.answer(200, '{"token": "access"}')
            return self.refuse('Basic realm="token"')
        if MODE in ("push", "token") and self.command == "GET":
            return self.answer(200)
        if MODE == "expired":
            return self.refuse('Basic realm="x"', "DENIED", "personal access token is expired")
        if MODE == "any" and base64.b64decode((authorization or "").removeprefix("Basic ")).startswith(b"alice:"):
            return self.answer(200)
        if authorization == ("Bearer access" if MODE == "token" else BASIC):
            return self.answer(400 if self.command == "PUT" else 200)
        if MODE == "token":
            return self.refuse(f'Bearer realm="http://{self.headers["Host"]}/token",service="x"')
        self.refuse('Basic realm="x"')

    do_GET = do_PUT = do_HEAD = do_POST = do


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
