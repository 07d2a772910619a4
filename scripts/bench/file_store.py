"""get and put of the library's file store beside Python's json.load of the same file: file_store.py WORK MEMORY.

MEMORY is a directory that is not on a disk. The work and json.load take turns, a few calls each, so that a busy moment of
the machine is everybody's. The time of a call is without the start of the program: a library is called by programs that
run already.
"""

import base64
import json
import os
import re
import statistics
import subprocess
import sys
import time

from calls import goal, programs, report, runs

disk, memory = sys.argv[1], sys.argv[2]
exerciser = f"{disk}/store-exerciser"
sizes = [1, 100, 10000]
turn = 5


def make(directory, size):
    path = f"{directory}/{size}.json"
    auth = base64.b64encode(b"someone:secret").decode()
    auths = {"registry-%05d.example.org" % number: {"auth": auth} for number in range(size)}
    with open(path, "w") as file:
        json.dump({"auths": auths}, file, indent="\t")
    os.chmod(path, 0o600)
    return path, "registry-%05d.example.org" % (size // 2)


def ours(verb, path, server, count=turn):
    call = [exerciser, "time", verb, path, server, str(count)]
    return [float(line) for line in subprocess.run(call, check=True, capture_output=True, text=True).stdout.split()]


def load(path):
    times = []
    for _ in range(turn):
        begin = time.perf_counter_ns()
        with open(path) as file:
            json.load(file)
        times.append((time.perf_counter_ns() - begin) / 1e6)
    return times


def allocations(verb, path, server):
    """The allocations of one call: what a hundred calls make more than none, as valgrind counts them."""

    def total(count):
        call = ["valgrind", exerciser, "time", verb, path, server, str(count)]
        report = subprocess.run(call, check=True, capture_output=True, text=True).stderr
        return int(re.search(r"total heap usage: ([\d,]+) allocs", report)[1].replace(",", ""))

    return (total(101) - total(1)) / 100


figures = {}
for size in sizes:
    path, server = make(memory, size)
    slow_path, _ = make(disk, size)
    # A reader looks twice at a file that has just changed.
    time.sleep(0.2)
    work = {
        "get": lambda: ours("get", path, server),
        "json.load": lambda: load(path),
        "put": lambda: ours("put", path, server),
        "put on disk": lambda: ours("put", slow_path, server),
    }
    times = {name: [] for name in work}
    for _ in range(max(1, runs // turn)):
        for name, call in work.items():
            if name == "get":
                time.sleep(0.12)
            times[name] += call()
    figures[size] = {name: statistics.median(values) for name, values in times.items()}
    figures[size]["allocations"] = allocations("get", path, server) if size <= 100 else None

print(f"Medians of {runs // turn * turn} calls, in milliseconds; allocations of one get.\n")
print("".join(f"{text:>13}" for text in ["entries", *figures[1]]))
for size, row in figures.items():
    cells = [f"{value:13.3f}" if value is not None else f"{'':13}" for value in row.values()]
    print(f"{size:13}" + "".join(cells))


def helper_round_trips():
    """Questions to a helper in one process: ours for files, where the build has put it, and a bare shell script."""
    home = f"{disk}/helper"
    os.makedirs(f"{home}/bin")
    script = f"{home}/bin/docker-credential-script"
    with open(script, "w") as file:
        file.write("#!/bin/sh\nread -r line\necho '{\"Username\":\"u\",\"Secret\":\"s\"}'\n")
    os.chmod(script, 0o755)
    variables = {"HOME": home, "PATH": f"{home}/bin:{programs}:/usr/bin:/bin"}
    request = json.dumps({"ServerURL": "registry.example", "Username": "someone", "Secret": "secret"})
    helpers = {"a shell script": "script"}
    subprocess.run(
        ["docker-credential-file", "store"], input=request, text=True, env=variables, check=True, capture_output=True)
    helpers["docker-credential-file"] = "file"
    medians = {}
    for name, helper in helpers.items():
        call = [exerciser, "ask", helper, "registry.example", str(4 * runs)]
        lines = subprocess.run(call, check=True, capture_output=True, text=True, env=variables).stdout.split()
        medians[name] = statistics.median(float(line) for line in lines)
    return medians


print("\nQuestions to a helper in one process, one after the other\n")
round_trips = helper_round_trips()
for name, median in round_trips.items():
    print(f"  {median:.2f} ms, {1000 / median:.0f} a second  {name}")

largest = figures[10000]
report("file-store", {"milliseconds": figures, "helpers": round_trips}, [
    goal("get of 10,000 entries: less than json.load", largest["get"], largest["json.load"]),
    goal("put into 10,000 entries: less than twice json.load", largest["put"], 2 * largest["json.load"]),
    goal("get grows linearly: 10,000 entries at most 120 times 100", largest["get"], 120 * figures[100]["get"]),
    goal("put grows linearly: 10,000 entries at most 120 times 100", largest["put"], 120 * figures[100]["put"]),
])
