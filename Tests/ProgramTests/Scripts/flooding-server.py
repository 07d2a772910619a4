"""A TLS server that answers every request with an endless flood: flooding-server.py KIND CERTIFICATE KEY.

It prints its port, and takes HTTP/2 by the first frames of a flood whether or not the client has offered that.
"""

import socket
import ssl
import sys

FLOODS = {
    "ping": b"\x00\x00\x08\x06\x00\x00\x00\x00\x00" + b"12345678",
    "settings": b"\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    "continuation": b"\x00\x40\x00\x09\x00\x00\x00\x00\x01" + b"\x40\x01a\x01b" * 3276 + b"1234",
    "header": b"X-Flood: " + b"a" * 900 + b"\r\n",
    "interim": b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n",
}

kind, certificate, key = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
context.set_alpn_protocols(["h2", "http/1.1"])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    connection, _ = listener.accept()
    try:
        connection = context.wrap_socket(connection, server_side=True)
        connection.recv(4096)
        if kind == "header":
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(FLOODS[kind] * 200)
    except OSError:
        pass
