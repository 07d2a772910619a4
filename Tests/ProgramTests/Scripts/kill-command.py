#!/usr/bin/python3
"""Kills a command, and checks that nothing is lost and that the same command then finishes.

kill-command.py steps COUNT COMMAND    before a system call of the command that changes a file
kill-command.py calls COUNT COMMAND    before or after a call of another program
kill-command.py moments COUNT COMMAND  at a random moment

Kills COUNT runs, or for steps and calls as many as there are if COUNT is 0. Runs in HOME, whose files are the same before
each run. RESET prepares what is not in files. After a kill CHECK has to succeed, then COMMAND, and then FINAL has to
print what it prints after a run without a kill. PROGRAMS are the other programs whose calls count. Prints how many kills
left the state of FINAL unchanged, changed it, and came too late.
"""
import collections
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

CALLS = "openat,write,fsync,fdatasync,fchmod,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat"
home = os.environ["HOME"]
os.chdir(home)
saved = f"{home}/saved"
# What stays between two runs: this script's own files, and those of a session with a keyring.
KEPT = {"saved", "wrapped", "trace", "count", *os.environ.get("KEPT", "").split()}
mode, limit, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]


def shell(script):
    return subprocess.run(["/bin/bash", "-ec", script], capture_output=True, text=True, timeout=120)


def entries(directory):
    return [name for name in os.listdir(directory) if directory != home or name not in KEPT]


def save():
    os.mkdir(saved)
    for name in entries(home):
        subprocess.run(["cp", "-a", name, saved], check=True)


def restore():
    shell("gpgconf --kill all")
    for name in entries(home):
        shutil.rmtree(name) if os.path.isdir(name) and not os.path.islink(name) else os.unlink(name)
    for name in os.listdir(saved):
        subprocess.run(["cp", "-a", f"{saved}/{name}", home], check=True)
    require("RESET", "a restoration")
    open("count", "w").close()


def require(variable, moment):
    answer = shell(os.environ.get(variable, "true"))
    if answer.returncode != 0:
        sys.exit(f"{variable} fails after {moment}: {answer.stdout}{answer.stderr}")
    return answer.stdout


def run(prefix=(), **variables):
    environment = {**os.environ, **variables}
    return subprocess.run(
        [*prefix, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, timeout=120
    )


counts = collections.Counter()


def chosen(kills):
    """The kills in a random order, until as many as asked for have met the command: its paths differ between two runs."""
    for kill in random.sample(kills, len(kills)):
        if limit and counts["killed"] == limit:
            return
        yield kill


def check(moment, process):
    was_killed = process.returncode != 0
    counts["killed" if was_killed else "late"] += 1
    require("CHECK", moment)
    state = require("FINAL", moment)
    counts["changed" if state != start else "unchanged"] += 1
    again = run()
    # A command that was killed at its very end may find nothing to do, which is an error for some.
    if again.returncode != 0 and state != final:
        sys.exit(f"the command fails after {moment}: {again.stdout}{again.stderr}")
    require("CHECK", f"the run after {moment}")
    state = require("FINAL", f"the run after {moment}")
    if state != final:
        sys.exit(f"after {moment} and a second run:\n{state}\ninstead of:\n{final}")


def steps():
    """Kills before each change of a file, by its path; the threads of the program differ between two runs."""
    restore()
    trace = ["strace", "-f", "-y", "-qq", "-b", "execve", "-e", f"trace={CALLS}"]
    run([*trace, "-o", "trace"])
    seen, found = collections.Counter(), []
    for line in open("trace", errors="replace"):
        call = re.match(r'\d+ +(\w+)\((.*)', line)
        if call is None or call[1] == "openat" and "O_CREAT" not in call[2]:
            continue
        paths = re.findall(r'[<"](/[^">]*)[">]', call[2])
        path = next((path for path in paths if path.startswith(f"{home}/")), None)
        if path is None:
            continue
        seen[call[1], path] += 1
        found.append((call[1], path, seen[call[1], path]))
    counts["steps"] = len(found)
    for name, path, number in chosen(found):
        restore()
        inject = ["-P", path, "-e", f"inject={name}:signal=KILL:when={number}"]
        check(f"a kill before {name} {number} of {path}", run([*trace, *inject, "-o", "/dev/null"]))


WRAPPER = """#!/bin/bash
# Counts its calls, and kills the caller before or after one of them.
echo >> "$HOME/count"
number=$(wc -l < "$HOME/count")
if [ "${{KILL_BEFORE-}}" = "$number" ]; then kill -9 $PPID; exit 1; fi
'{0}' "$@"
status=$?
if [ "${{KILL_AFTER-}}" = "$number" ]; then kill -9 $PPID; fi
exit $status
"""


def calls():
    os.mkdir("wrapped")
    for name in os.environ["PROGRAMS"].split():
        with open(f"wrapped/{name}", "w") as file:
            file.write(WRAPPER.format(shutil.which(name)))
        os.chmod(f"wrapped/{name}", 0o755)
    path = f"{home}/wrapped:{os.environ['PATH']}"
    restore()
    run(PATH=path)
    total = sum(1 for _ in open("count"))
    counts["calls"] = total
    for number, moment in chosen([(number, moment) for number in range(1, total + 1) for moment in ["before", "after"]]):
        restore()
        process = run(PATH=path, **{f"KILL_{moment.upper()}": str(number)})
        check(f"a kill {moment} call {number} of {total}", process)


def moments():
    restore()
    begin = time.monotonic()
    run()
    length = time.monotonic() - begin
    for number in range(limit):
        restore()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(random.uniform(0, length))
        process.send_signal(signal.SIGKILL)
        process.wait()
        # A program that was called does not notice, and ends by itself.
        time.sleep(float(os.environ.get("SETTLE", "0.1")))
        check(f"a kill at random moment {number}", process)


save()
restore()
start = require("FINAL", "nothing")
whole = run()
if whole.returncode != 0:
    sys.exit(f"without a kill: {whole.stdout}{whole.stderr}")
final = require("FINAL", "a whole run")
{"steps": steps, "calls": calls, "moments": moments}[mode]()
restore()
print(" ".join(f"{name}={count}" for name, count in sorted(counts.items())))
