"""Measures and reports, over the stores that scripts/bench-pass.sh has made: bench-pass.py DIRECTORY RUNS OURS GO SIZE…

Calls that are compared take turns, so that a machine that is busy for a while is busy for all of them. A call is started
with posix_spawn and without a shell. Programs are counted by strace, in calls of their own.
"""

import json
import os
import shutil
import subprocess
import sys

from bench_calls import medians

work, runs, ours, go_helper, sizes = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:]
verbs = ["get", "store", "list"]
gpg = shutil.which("gpg2") or shutil.which("gpg")


def call(arguments, size, standard_input="get", **variables):
    """What is needed to start a program on the store with that many entries."""
    directory = f"{work}/{size}"
    environment = dict(os.environ, PASSWORD_STORE_DIR=f"{directory}/pass", **variables)
    return arguments, environment, f"{directory}/{standard_input}"


def started(arguments, environment, standard_input):
    """How many processes a call starts, itself not counted, and how many of them become another program."""
    trace = f"{work}/trace"
    with open(standard_input) as file:
        subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=process", "-o", trace] + arguments,
            env=environment, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    processes, programs = set(), 0
    with open(trace) as file:
        for line in file:
            processes.add(line.split()[0])
            programs += "execve" in line and line.rstrip().endswith("= 0")
    return len(processes) - 1, programs - 1


start = medians(
    {
        "/bin/true": call(["/bin/true"], sizes[0]),
        "go version": call([go_helper, "version"], sizes[0]),
        "ours version": call([ours, "version"], sizes[0]),
    },
    runs * 4,
    quiet=True,
)
times = {}
for size in sizes:
    # Any entry will do: all are the same message.
    folder = f"{work}/{size}/pass/docker-credential-helpers"
    entry = f"{folder}/{sorted(os.listdir(folder))[0]}/someone.gpg"
    times[size] = {"get": {}, "store": {}, "list": {}}
    for verb in verbs:
        calls = {
            "ours": call([ours, verb], size, verb),
            "go": call([go_helper, verb], size, verb),
        }
        if verb == "get":
            calls["gpg"] = call([gpg, "--decrypt", entry], size)
        if verb == "store":
            calls["unverified"] = call([ours, verb], size, verb, DOCKER_CREDENTIAL_PASS_NO_VERIFY="1")
        times[size][verb] = medians(calls, runs, quiet=True)
counts = {
    verb: {"ours": started(*call([ours, verb], sizes[0], verb)), "go": started(*call([go_helper, verb], sizes[0], verb))}
    for verb in verbs
}

print(f"Medians of {runs} calls ({runs * 4} for the start), in milliseconds. `ours` is docker-credential-pass, `go` is")
print("Debian's, `gpg` is a bare `gpg --decrypt` of one entry; `unverified` is a store that is not read back.\n")
print("".join(f"{name:>15}" for name in start))
print("".join(f"{value:>15.2f}" for value in start.values()))
columns = [(verb, who) for verb in verbs for who in times[sizes[0]][verb]]
print("\n" + f"{'entries':>9}" + "".join(f"{who + ' ' + verb:>17}" for verb, who in columns))
for size in sizes:
    print(f"{size:>9}" + "".join(f"{times[size][verb][who]:>17.2f}" for verb, who in columns))
print("\nProcesses started, and programs among them, each without the helper itself\n")
for verb in verbs:
    print(f"  {verb:6}" + "".join(f"  {who}: {counts[verb][who][0]:>3}, {counts[verb][who][1]}" for who in ("ours", "go")))

goals = []
for size in sizes:
    get, listed = times[size]["get"], times[size]["list"]
    goals += [
        {"goal": f"get, {size} entries: at most 0.30 of the Go helper's", "measured": get["ours"], "limit": 0.30 * get["go"]},
        {"goal": f"get, {size} entries: at most 1.5 times a bare gpg", "measured": get["ours"], "limit": 1.5 * get["gpg"]},
        {"goal": f"list, {size} entries: no slower than the Go helper's", "measured": listed["ours"], "limit": listed["go"]},
    ]
goals.append(
    {
        "goal": "version: at most 1.5 times /bin/true",
        "measured": start["ours version"],
        "limit": 1.5 * start["/bin/true"],
    }
)
print("\nGoals\n")
for goal in goals:
    goal["met"] = goal["measured"] <= goal["limit"]
    verdict = "met" if goal["met"] else "MISSED"
    print(f"  {verdict:6}  {goal['measured']:.2f} ms of {goal['limit']:.2f} ms  {goal['goal']}")

with open("dist/bench-pass.json", "w") as file:
    json.dump({"runs": runs, "start": start, "milliseconds": times, "processes": counts, "goals": goals}, file, indent=2)
    file.write("\n")
