"""Runs a command beside scripted servers, in a network of its own: unshare --mount --net python3 login-situations.py NAME COMMAND

The names registry.example, auth.example, proxy.example and down.example have addresses; nothing listens at the last.
The certificates are of a private authority, in ca.pem, which the command trusts unless it unsets SSL_CERT_FILE. The valid
login is ann with the password pass:w0rd. After the output of the command come its status, the keys of config.json that it
has saved, and the requests.
"""

import base64
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REGISTRY, AUTH, PROXY, LOOPBACK = "203.0.113.10", "203.0.113.11", "203.0.113.12", "127.0.0.1"
BASIC = "Basic " + base64.b64encode(b"ann:pass:w0rd").decode()
BEARER = 'Bearer realm="https://auth.example/token",service="registry.example"'
LIST = '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}'
requests = []


def shell(script):
    subprocess.run(script, shell=True, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body="{}", headers={}):
        self.send_response(status)
        for name, values in {"Content-Type": "application/json", "Content-Length": len(body), **headers}.items():
            for value in values if isinstance(values, list) else [values]:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def do(self):
        authorization = self.headers.get("Authorization")
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        scheme = f" [{authorization.split()[0]}]" if authorization else ""
        requests.append(f"{self.command} {self.server.name}{self.path.split('?')[0]}{scheme}")
        self.server.function(self, authorization)

    do_GET = do_PUT = do_POST = do_CONNECT = do


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


def serve(host, port, function, certificate=None):
    server = Server((host, port), Handler)
    server.function = function
    server.name = f"{'https' if certificate else 'http'}:{port}"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def registry(*challenges, accepts=(BASIC, "Bearer access"), body=LIST):
    def function(request, authorization):
        if authorization in accepts:
            return request.answer(200)
        request.answer(401, body, {"WWW-Authenticate": list(challenges)})
    return function


def opened(challenge):
    """A registry that is open for reading."""
    def function(request, authorization):
        if request.command == "GET":
            return request.answer(200)
        if authorization in (BASIC, "Bearer access"):
            return request.answer(400)
        request.answer(401, LIST, {"WWW-Authenticate": challenge}) if challenge else request.answer(405)
    return function


def tokens(request, authorization):
    right = authorization == BASIC
    request.answer(200 if right else 401, '{"token":"access"}' if right else '{"details":"incorrect username or password"}')


def always(status, body="", **headers):
    return lambda request, _: request.answer(status, body, {k.replace("_", "-"): v for k, v in headers.items()})


def redirecting(after, location):
    def function(request, authorization):
        if request.path != "/v2/":
            return request.answer(200, "sign in, please", {"Content-Type": "text/plain"})
        if authorization or not after:
            return request.answer(302, "", {"Location": location})
        request.answer(401, "{}", {"WWW-Authenticate": "Basic realm=x"})
    return function


def signing(request, authorization):
    """A token server that sends everybody on to a page that gives tokens to everybody."""
    anonymous = request.path.startswith("/anonymous")
    request.answer(200, '{"token":"access"}') if anonymous else request.answer(302, "", {"Location": "/anonymous"})


def proxied(request, authorization):
    if request.command == "CONNECT":
        return request.answer(403)
    registry("Basic realm=x")(request, authorization)


def raw(answer, secure=True, host=REGISTRY, port=443):
    """Serves bytes: what `answer` returns for a request, after which the connection stays open."""
    def serve():
        listener = socket.create_server((host, port))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("server.pem")

        def one(connection):
            try:
                connection = context.wrap_socket(connection, server_side=True) if secure else connection
                for piece in answer(connection.recv(4096) if secure else b""):
                    connection.sendall(piece)
                time.sleep(600)
            except OSError:
                pass

        while True:
            threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()
    return serve


def unclosing(request):
    """Announces the end of the connection, which never comes."""
    head = "200 OK" if BASIC.encode() in request else '401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"'
    yield f"HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{{}}".encode()


def trickling(prefix):
    def answer(_):
        yield prefix
        while True:
            time.sleep(0.05)
            yield b"a"
    return answer


def looping(request, authorization):
    request.answer(307, "", {"Location": "/token?again"})


def replacing(document):
    """A registry that replaces the config file before it accepts the password."""
    def function(request, authorization):
        if authorization == BASIC:
            with open(".docker/new", "w") as file:
                file.write(document)
            os.rename(".docker/new", ".docker/config.json")
        registry("Basic realm=x")(request, authorization)
    return function


def realm(address, *others):
    return [(REGISTRY, 443, registry(f'Bearer realm="{address}"', *others), "server.pem")]


def secure(function, port=443, host=REGISTRY):
    return [(host, port, function, "server.pem")]


def plain(function, port=5000, host=REGISTRY):
    return [(host, port, function)]


def with_tokens(function, certificate="server.pem"):
    return secure(registry(BEARER)) + [(AUTH, 443, function, certificate)]


basic = registry("Basic realm=x")
SITUATIONS = {
    "nothing": [],
    "basic": secure(basic),
    "basic on port 5000": secure(basic, 5000),
    "basic without TLS": plain(basic),
    "basic without TLS on port 80": plain(basic, 80),
    "loopback with TLS": secure(basic, 5000, LOOPBACK),
    "loopback without TLS": plain(basic, 5000, LOOPBACK),
    "redirect of the password": secure(redirecting(True, "/users/sign_in")),
    "redirect of the first request": secure(redirecting(False, "/welcome")),
    "redirect to another host": secure(redirecting(True, "https://auth.example/v2/")),
    "redirecting tokens": with_tokens(signing),
    "scheme": secure(registry("wrong-8901")),
    "repeated password": secure(registry("Basic realm=x", body='{"errors":[{"code":"DENIED","message":"bad %s, wrong%%2D8901"}]}'
        % base64.b64encode(b"ann:wrong-8901").decode())),
    "tokens": with_tokens(tokens),
    "tokens of another authority": with_tokens(tokens, "other.pem"),
    "tokens on another port": secure(registry('Bearer realm="https://registry.example:5001/token"'), 5000)
    + secure(tokens, 5001),
    "tokens on another host": secure(registry(BEARER), 5000) + secure(tokens, 443, AUTH),
    "tokens: lock-out": with_tokens(always(401, '{"details":"too many failed login attempts for username or IP address"}')),
    "tokens: 2FA": with_tokens(always(401, '{"errors":[{"code":"UNAUTHORIZED","message":"2FA is on, use a token"}]}')),
    "tokens: scopes": with_tokens(always(403, '{"errors":[{"code":"DENIED","message":"needs read:packages"}]}')),
    "tokens: OAuth": with_tokens(always(400, '{"error":"invalid_grant","error_description":"the token has expired"}')),
    "tokens: message": with_tokens(always(403, '{"message":"account suspended"}')),
    "tokens: 429": with_tokens(always(429, "", Retry_After="5")),
    "tokens: 401 for now": with_tokens(always(401, '{"details":"no"}', Retry_After="30")),
    "tokens: 503": with_tokens(always(503, '{"detail":"down"}')),
    "tokens: refused": realm("https://down.example/token"),
    "tokens: unknown": realm("https://none.invalid/token"),
    "tokens: plain HTTP": realm("http://auth.example/token"),
    "tokens: NAT64": realm("https://[64:ff9b:1::a00:1]/token"),
    "tokens: Teredo": realm("https://[2001:0:4136:e378:8000:63bf:f5ff:fffe]/token"),
    "no URL, and Basic": realm("not a URL", "Basic realm=x"),
    "a path, and Basic": realm("/token", "Basic realm=x"),
    "a private address, and Basic": realm("https://10.0.0.1/token", "Basic realm=x"),
    "no URL alone": realm("not a URL"),
    "open, Basic": secure(opened("Basic realm=x")),
    "open, tokens": secure(opened(BEARER)) + secure(tokens, 443, AUTH),
    "open": secure(opened(None)),
    "404": secure(always(404, "nothing")),
    "proxy 407": secure(basic) + plain(always(407, Proxy_Authenticate="Basic realm=x"), 3128, PROXY),
    "proxy 503": secure(basic) + plain(always(503), 3128, PROXY),
    "proxy without CONNECT": plain(proxied, 3128, PROXY),
    "never closing": unclosing,
    "trickling head": trickling(b"HTTP/1.1 200 OK\r\nX: "),
    "trickling body": trickling(b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 99999\r\n\r\n"),
    "long head": lambda _: [b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 60000],
    "early banner": lambda _: [b"SSH-2.0-OpenSSH_9.2\r\n"],
    "looping tokens": with_tokens(looping),
    "no challenge": secure(always(401)),
    "empty challenge": secure(registry("")),
    "long realm": realm("https://auth.example/" + "a" * 60000),
    "token with a line feed": with_tokens(always(200, '{"token":"access\\r\\nX: y"}')),
    "empty token": with_tokens(always(200, '{"token":""}')),
    "nested token": with_tokens(always(200, "[" * 60000)),
    "nested errors": secure(always(403, '{"errors":' + "[" * 60000)),
    "config file that names a helper": secure(replacing('{"auths":{},"credsStore":"file"}')),
    "config file with another login": secure(replacing('{"auths":{"new.example":{"auth":"YTpi"}}}')),
    "config file that is damaged": secure(replacing("{")),
}

name, command = sys.argv[1:]
shell("ip link set lo up")
for number in range(10, 14):
    shell(f"ip addr add 203.0.113.{number}/32 dev lo")
with open("hosts", "w") as hosts:
    hosts.write("127.0.0.1 localhost\n203.0.113.10 registry.example\n203.0.113.11 auth.example\n"
                "203.0.113.12 proxy.example\n203.0.113.13 down.example\n")
open("resolv.conf", "w").close()
shell("mount --bind hosts /etc/hosts; mount --bind resolv.conf /etc/resolv.conf")
for directory in ["/etc/docker", "/etc/containers"]:
    if os.path.isdir(directory):
        shell(f"mount -t tmpfs none {directory}")
names = "DNS:registry.example,DNS:auth.example,DNS:localhost,IP:127.0.0.1"
key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
shell(f"openssl req -x509 {key} -subj /CN=ca -keyout ca.key -out ca.pem; mkdir roots; cp ca.pem roots/any.pem")
shell(f"openssl req -x509 {key} -subj /CN=other -addext subjectAltName={names} -keyout o.key -out o.pem; cat o.key o.pem > other.pem")
shell(f"openssl req -x509 {key} -subj /CN=server -addext subjectAltName={names} -addext basicConstraints=critical,CA:FALSE "
      "-CA ca.pem -CAkey ca.key -keyout s.key -out s.pem; cat s.key s.pem > server.pem")
situation = SITUATIONS[name]
if callable(situation):
    threading.Thread(target=raw(situation, name != "early banner"), daemon=True).start()
else:
    for server in situation:
        serve(*server)
outcome = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         env={**os.environ, "SSL_CERT_FILE": os.path.abspath("ca.pem")})
sys.stdout.write(outcome.stdout.decode(errors="backslashreplace"))
with open(".docker/config.json") as file:
    try:
        saved = sorted(json.load(file)["auths"].keys() - {"o.example"})
    except ValueError:
        saved = ["a damaged file"]
print(f"status {outcome.returncode}, saved {' '.join(saved) or 'nothing'}")
for request in requests:
    print(request.replace("0" * 64, "0"))
