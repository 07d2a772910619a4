"""Measures and reports, over the stores that scripts/bench.sh has made: bench.py DIRECTORY RUNS FILE-HELPER GO-HELPER SIZE…

Calls that are compared take turns, so that a machine that is busy for a while is busy for all of them. A call is started
with posix_spawn and without a shell. (hyperfine does neither: it measures one call after the other, and Debian's version
cannot give a call its standard input without a shell.)
"""

import json
import os
import sys

from bench_calls import medians

work, runs, file_helper, go_helper, sizes = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:]
verbs = ["get", "store", "list"]


def call(arguments, entries, store="credentials.age", standard_input="get"):
    """What is needed to start a program on the stores with that many entries."""
    directory = f"{work}/{entries}"
    environment = dict(
        os.environ,
        DOCKER_CREDENTIAL_FILE_PATH=f"{directory}/{store}",
        PASSWORD_STORE_DIR=f"{directory}/pass",
    )
    return arguments, environment, f"{directory}/{standard_input}"


def table(title, head, rows):
    print(f"\n{title}\n")
    print("".join(f"{text:>13}" for text in head))
    for row in rows:
        print("".join(f"{cell:>13}" if isinstance(cell, str) else f"{cell:>13.2f}" for cell in row))


# Short calls vary most, so they are measured more often.
start = medians(
    {
        "/bin/true": call(["/bin/true"], 100),
        "go version": call([go_helper, "version"], 100),
        "file version": call([file_helper, "version"], 100),
        "file get": call([file_helper, "get"], 100),
    },
    runs * 4,
)
entries = {}
for size in sizes:
    for verb in verbs:
        entries.setdefault(size, {})[verb] = medians(
            {
                "file": call([file_helper, verb], size, standard_input=verb),
                "go": call([go_helper, verb], size, standard_input=verb),
                "plain": call([file_helper, verb], size, store="credentials.json", standard_input=verb),
            },
            runs,
        )

print(f"Medians of {runs} calls ({runs * 4} for the start), in milliseconds. `file` is docker-credential-file; `go` is")
print("Debian's docker-credential-pass, whose store is one gpg file for each entry.")
table("Start", start, [start.values()])
table(
    "Encrypted: credentials.age, and the Go helper's store",
    ["entries"] + [f"{who} {verb}" for verb in verbs for who in ("file", "go")],
    [[size] + [entries[size][verb][who] for verb in verbs for who in ("file", "go")] for size in sizes],
)
table(
    "In clear: credentials.json",
    ["entries"] + [f"file {verb}" for verb in verbs],
    [[size] + [entries[size][verb]["plain"] for verb in verbs] for size in sizes],
)

goals = [
    {
        "goal": "docker-credential-file get, 100 entries, encrypted: no slower than the Go helper's bare version",
        "measured": start["file get"],
        "limit": start["go version"],
    },
    {
        "goal": "docker-credential-file version: at most 1.5 times /bin/true",
        "measured": start["file version"],
        "limit": 1.5 * start["/bin/true"],
    },
]
print("\nGoals\n")
for goal in goals:
    goal["met"] = goal["measured"] <= goal["limit"]
    verdict = "met" if goal["met"] else "MISSED"
    print(f"  {verdict:6}  {goal['measured']:.2f} ms of {goal['limit']:.2f} ms  {goal['goal']}")

with open("dist/bench.json", "w") as file:
    json.dump({"runs": runs, "milliseconds": {"start": start, "entries": entries}, "goals": goals}, file, indent=2)
    file.write("\n")
