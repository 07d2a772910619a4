"""docker-credential-file beside Debian's docker-credential-pass: file_helper.py WORK."""

import os
import sys

import stores
from calls import goal, go_helpers, medians, programs, report, runs

work = sys.argv[1]
sizes = [1, 100, 10000]
verbs = ["get", "store", "list"]
file_helper, go_helper = f"{programs}/docker-credential-file", f"{go_helpers}/docker-credential-pass"


def call(arguments, size, store="credentials.age", standard_input="get"):
    """What is needed to start a program on the stores with that many entries."""
    directory = stores.make(work, size)
    environment = dict(
        os.environ,
        DOCKER_CREDENTIAL_FILE_PATH=f"{directory}/{store}",
        DOCKER_CREDENTIAL_FILE_IDENTITY=f"{work}/identity.txt",
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
entries = {
    size: {
        verb: medians(
            {
                "file": call([file_helper, verb], size, standard_input=verb),
                "go": call([go_helper, verb], size, standard_input=verb),
                "plain": call([file_helper, verb], size, store="credentials.json", standard_input=verb),
            },
            runs,
        )
        for verb in verbs
    }
    for size in sizes
}

print(f"Medians of {runs} calls ({runs * 4} for the start), in milliseconds. `file` is docker-credential-file; `go` is")
print("Debian's docker-credential-pass, whose store is one gpg file for each entry.")
table("Start", start, [start.values()])
table(
    "Encrypted: credentials.age, and the Go helper's store",
    ["entries"] + [f"{who} {verb}" for verb in verbs for who in ("file", "go")],
    [[str(size)] + [entries[size][verb][who] for verb in verbs for who in ("file", "go")] for size in sizes],
)
table(
    "Plain text: credentials.json",
    ["entries"] + [f"file {verb}" for verb in verbs],
    [[str(size)] + [entries[size][verb]["plain"] for verb in verbs] for size in sizes],
)
report("file-helper", {"milliseconds": {"start": start, "entries": entries}}, [
    goal("get of 100 entries, encrypted: no slower than the Go helper's version", start["file get"], start["go version"]),
    goal("version: at most 1.3 times /bin/true", start["file version"], 1.3 * start["/bin/true"]),
])
