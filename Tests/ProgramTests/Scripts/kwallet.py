"""Starts KWallet as pam_kwallet5 does at a login, which opens its wallet without a window; prints the process ID.

The wallet's key is derived from the user's password, and a constant here. A wallet that does not exist is created.
kwalletd5 reads the key from a pipe and then its environment from a connection to a socket (kwallet-pam, pam_kwallet.c;
kwalletd, main.cpp).
"""
import os
import socket

KEY = bytes(range(56))

path = os.environ["XDG_RUNTIME_DIR"] + "/kwallet5.socket"
if os.path.exists(path):
    os.unlink(path)
listener = socket.socket(socket.AF_UNIX)
listener.bind(path)
listener.listen(1)
reading, writing = os.pipe()
process = os.fork()
if process == 0:
    os.close(writing)
    log = os.open("keyring.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor in (1, 2):
        os.dup2(log, descriptor)
    for descriptor in (reading, listener.fileno()):
        os.set_inheritable(descriptor, True)
    arguments = ["kwalletd5", "--pam-login", str(reading), str(listener.fileno())]
    os.execvpe("kwalletd5", arguments, {**os.environ, "PAM_KWALLET5_LOGIN": path})
os.close(reading)
os.write(writing, KEY)
os.close(writing)
connection = socket.socket(socket.AF_UNIX)
connection.connect(path)
connection.sendall("".join("%s=%s\n" % pair for pair in os.environ.items() if "\n" not in pair[1]).encode())
connection.close()
print(process)
