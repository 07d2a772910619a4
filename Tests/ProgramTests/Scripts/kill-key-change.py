#!/usr/bin/python3
"""Kills a command that replaces the key or the store, and checks that the store can be read after each kill.

kill-key-change.py steps COMMAND          before each system call that changes a file, from the first replacement on
kill-key-change.py moments COUNT COMMAND  COUNT times, at random moments between the first replacement and the end

Each kill begins with the same files. KEY_INPUT is the command's standard input. After a kill, RETRY runs to its end where
it is set, and has to succeed. Prints how many kills left the old files, changed files, and came too late.
"""
import collections
import glob
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

CALLS = "openat,write,fsync,fdatasync,fchmod,ftruncate,rename,renameat,renameat2,unlink,unlinkat"
DIRECTORIES = [".local", ".config"]
home = os.environ["HOME"]
os.chdir(home)
given = os.environ.get("KEY_INPUT", "").encode()


def run(command, **options):
    return subprocess.run(command, capture_output=True, **options)


def restore():
    for directory in DIRECTORIES:
        shutil.rmtree(directory, ignore_errors=True)
        if os.path.exists(f"saved/{directory}"):
            shutil.copytree(f"saved/{directory}", directory)


def content():
    """The files that count: not the locks, and nothing that an interrupted writer has left."""
    names = [name for pattern in ("*/*/*", "*/*/*/*") for directory in DIRECTORIES
             for name in glob.glob(f"{directory}/{pattern.partition('/')[2]}") if os.path.isfile(name)]
    return {name: open(name, "rb").read() for name in names if not name.endswith(".lock")}


def is_protected():
    with open(".local/state/docker-credential-file/identity.txt", "rb") as file:
        return file.read(3) == b"age"


counts = collections.Counter()


def check(moment, was_killed):
    """Requires that the store can be read, which takes a passphrase only where the key was changed."""
    is_changed = content() != before
    counts["changed" if is_changed else "unchanged"] += 1
    counts["late"] += not was_killed
    if is_changed or not is_protected():
        answer = run(["docker-credential-file", "get"], input=b"h")
        if b'"Secret":"s"' not in answer.stdout:
            sys.exit(f"after a kill {moment}: {answer.stdout} {answer.stderr}")
    if "RETRY" in os.environ:
        again = run(["/bin/sh", "-ec", os.environ["RETRY"]])
        if again.returncode != 0:
            sys.exit(f"again after a kill {moment}: {again.stdout} {again.stderr}")


def steps(command):
    trace = ["strace", "-f", "-qq", "-e", f"trace={CALLS}"]
    whole = run([*trace, "-o", "calls", *command], input=given)
    if whole.returncode != 0:
        sys.exit(f"{whole.stdout} {whole.stderr}")
    seen, found = collections.Counter(), []
    for line in open("calls", errors="replace"):
        call = re.match(r"(\d+) +(\w+)\(", line)
        if call is None:
            continue
        seen[call.groups()] += 1
        if found or re.search(r'\.new", [^)]*O_CREAT', line):
            found.append((call[2], seen[call.groups()]))
    for name, number in found:
        restore()
        inject = ["-e", f"inject={name}:signal=KILL:when={number}"]
        process = run([*trace, *inject, "-o", "/dev/null", *command], input=given)
        check(f"before {name} {number}", process.returncode != 0)
    counts["steps"] = len(found)


def moments(count, command):
    def begun():
        return glob.glob(".local/*/*/.*.new") + glob.glob(".config/*/.*.new")

    def start():
        restore()
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        process.stdin.write(given)
        process.stdin.close()
        while process.poll() is None and not begun():
            pass
        return process

    process = start()
    begin = time.monotonic()
    process.wait()
    length = time.monotonic() - begin
    for number in range(count):
        process = start()
        # Half of the kills come as early as possible: on a busy machine the end is soon reached.
        if number % 2:
            time.sleep(random.uniform(0, length))
        process.send_signal(signal.SIGKILL)
        check(f"at random moment {number}", process.wait() != 0)


for directory in DIRECTORIES:
    if os.path.exists(directory) and not os.path.exists(f"saved/{directory}"):
        shutil.copytree(directory, f"saved/{directory}")
restore()
before = content()
if sys.argv[1] == "steps":
    steps(sys.argv[2:])
else:
    moments(int(sys.argv[2]), sys.argv[3:])
restore()
print(" ".join(f"{name}={count}" for name, count in sorted(counts.items())))
