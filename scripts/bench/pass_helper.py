"""docker-credential-pass beside Debian's and a bare gpg, on one password store: pass_helper.py WORK."""

import os
import shutil
import sys

import stores
from calls import goal, go_helpers, medians, programs, report, runs, started

work = sys.argv[1]
sizes = [1, 200, 3000]
verbs = ["get", "store", "list"]
ours, go_helper = f"{programs}/docker-credential-pass", f"{go_helpers}/docker-credential-pass"
gpg = shutil.which("gpg2") or shutil.which("gpg")


def call(arguments, size, standard_input="get", **variables):
    """What is needed to start a program on the store with that many entries."""
    directory = stores.make(work, size)
    environment = dict(os.environ, PASSWORD_STORE_DIR=f"{directory}/pass", **variables)
    return arguments, environment, f"{directory}/{standard_input}"


start = medians(
    {
        "/bin/true": call(["/bin/true"], 1),
        "go version": call([go_helper, "version"], 1),
        "ours version": call([ours, "version"], 1),
    },
    runs * 4,
)
times = {}
for size in sizes:
    # Any entry will do: all are the same message.
    folder = f"{stores.make(work, size)}/pass/docker-credential-helpers"
    entry = f"{folder}/{sorted(os.listdir(folder))[0]}/someone.gpg"
    times[size] = {}
    for verb in verbs:
        calls = {"ours": call([ours, verb], size, verb), "go": call([go_helper, verb], size, verb)}
        if verb == "get":
            calls["gpg"] = call([gpg, "--decrypt", entry], size)
        if verb == "store":
            calls["unverified"] = call([ours, verb], size, verb, DOCKER_CREDENTIAL_PASS_NO_VERIFY="1")
        times[size][verb] = medians(calls, runs)
counts = {
    verb: {
        "ours": started(f"{work}/trace", *call([ours, verb], 1, verb)),
        "go": started(f"{work}/trace", *call([go_helper, verb], 1, verb)),
    }
    for verb in verbs
}

print(f"Medians of {runs} calls ({runs * 4} for the start), in milliseconds. `ours` is docker-credential-pass, `go` is")
print("Debian's, `gpg` is a bare `gpg --decrypt` of one entry; `unverified` is a store that is not read back.\n")
print("".join(f"{name:>15}" for name in start))
print("".join(f"{value:>15.2f}" for value in start.values()))
columns = [(verb, who) for verb in verbs for who in times[1][verb]]
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
        goal(f"get, {size} entries: at most 0.25 of the Go helper's", get["ours"], 0.25 * get["go"]),
        goal(f"get, {size} entries: at most 1.2 times a bare gpg", get["ours"], 1.2 * get["gpg"]),
        goal(f"list, {size} entries: no slower than the Go helper's", listed["ours"], listed["go"]),
    ]
goals.append(goal("version: at most 1.3 times /bin/true", start["ours version"], 1.3 * start["/bin/true"]))
report("pass-helper", {"start": start, "milliseconds": times, "processes": counts}, goals)
