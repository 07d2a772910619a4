#!/usr/bin/python3
"""An age plugin for tests: its key strings contain the keys, and it wraps a file key with exclusive or.

AGE_PLUGIN_TEST chooses how it behaves: pin, mute, drip, orphan, endless, huge, large, rubbish, early, phases, twice, many,
nothing, exit, error; or is empty.
"""
import base64
import os
import subprocess
import sys
import time

behavior = os.environ.get("AGE_PLUGIN_TEST", "")
source, sink = sys.stdin.buffer, sys.stdout.buffer


def encode(body):
    return base64.b64encode(body).rstrip(b"=")


def decode(text):
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def send(arguments, body=b""):
    text = encode(body)
    lines = [text[start:start + 64] for start in range(0, len(text) + 1, 64)]
    sink.write(b"-> " + " ".join(arguments).encode() + b"\n" + b"\n".join(lines) + b"\n")
    sink.flush()


def receive():
    arguments = source.readline().decode().rstrip("\n").split(" ")[1:]
    text = b""
    while True:
        line = source.readline().rstrip(b"\n")
        text += line
        if len(line) < 64:
            return arguments, decode(text)


def ask(arguments, body=b""):
    send(arguments, body)
    return receive()


def mask(body):
    return bytes(byte ^ 0x5A for byte in body)


def main():
    machine = sys.argv[1].removeprefix("--age-plugin=")
    keys, stanzas, file_keys = [], [], []
    if behavior == "early":
        send(["done"])
        time.sleep(1000)
    while True:
        arguments, body = receive()
        if arguments[0] == "done":
            break
        if arguments[0] in ("add-recipient", "add-identity"):
            keys.append(arguments[1])
        elif arguments[0] == "wrap-file-key":
            file_keys.append(body)
        elif arguments[0] == "recipient-stanza":
            stanzas.append((arguments[1:], body))
    if behavior == "mute":
        time.sleep(1000)
    while behavior == "endless":
        send(["msg"], b"x" * 1000)
    if behavior == "huge":
        sink.write(b"-> msg\n")
        while True:
            sink.write(b"A" * 64 + b"\n")
    if behavior == "large":
        sink.write(b"-> file-key 0\n" + (b"A" * 64 + b"\n") * 1_600_000 + b"\n")
        sink.flush()
        time.sleep(1000)
    if behavior == "drip":
        sink.write(b"-> msg\n")
        while True:
            sink.write(b"A")
            sink.flush()
            time.sleep(0.05)
    if behavior == "orphan":
        subprocess.Popen(["/bin/sh", "-c", "sleep 1000; exit", sys.argv[0]])
        return
    if behavior == "phases":
        # What belongs to the client's phase, and to the other state machine.
        for command in (["add-identity", "x"], ["recipient-stanza", "0", "x"], ["file-key", "0"], ["wrap-file-key"]):
            if ask(command)[0] != ["unsupported"]:
                ask(["error", "internal"], b"a command of another phase was accepted")
    if behavior == "nothing":
        send(["done"])
        return
    if behavior == "rubbish":
        sink.write(b"hello\nworld\n")
        sink.flush()
        time.sleep(1000)
    if behavior == "exit":
        sys.exit(3)
    if behavior == "error":
        ask(["error", "internal"], b"the key is not plugged in")
        send(["done"])
        return
    assert ask(["grease-test", "x"], b"y" * 100)[0] == ["unsupported"]
    ask(["msg"], b"touch the key")
    if behavior == "pin":
        answer, pin = ask(["request-secret"], b"PIN of the key")
        if answer[0] != "ok" or pin != b"1234":
            ask(["error", "internal"], b"wrong PIN")
            send(["done"])
            return
    if machine == "recipient-v1":
        for file_key in file_keys:
            for key in keys:
                ask(["recipient-stanza", "0", "test-xor", "argument"], mask(file_key))
                if behavior == "many":
                    ask(["recipient-stanza", "0", "test-xor", "argument"], mask(file_key))
    else:
        for arguments, body in stanzas:
            if arguments[1] == "test-xor":
                ask(["file-key", arguments[0]], mask(body))
                if behavior == "twice":
                    ask(["file-key", arguments[0]], mask(body))
                break
    send(["done"])


main()
