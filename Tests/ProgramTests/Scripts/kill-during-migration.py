"""Kills migrations at random moments, and checks that no credential is lost and that a second run finishes.

Usage: kill-during-migration.py KILLS SEED

Runs in HOME, with docker-creds and docker-credential-file in PATH. Prints `before N between N after N`: how many kills hit
a migration that had changed nothing, something, or everything that it changes in the source.
"""

import base64
import json
import os
import random
import shutil
import subprocess
import sys
import time

KILLS, SEED = int(sys.argv[1]), int(sys.argv[2])
HOME = os.environ["HOME"]
DOCKER, PODMAN = f"{HOME}/.docker/config.json", f"{HOME}/.config/containers/auth.json"
SERVERS = {"h.example": "ann", "https://index.docker.io/v1/": "bob", "i.example:5000": "cy"}
ENTRIES = {s: {"auth": base64.b64encode(f"{u}:secret of {u}".encode()).decode()} for s, u in SERVERS.items()}


def helper(name):
    """A helper over a store of its own, in plain text, so that a run takes milliseconds."""
    path = f"{HOME}/bin/docker-credential-{name}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(f'#!/bin/sh\nDOCKER_CREDENTIAL_FILE_PATH={HOME}/{name}/store.json exec docker-credential-file "$@"\n')
    os.chmod(path, 0o755)


def write(path, value):
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        json.dump(value, file)


def read(path):
    return open(path).read() if os.path.exists(path) else ""


def store(name):
    write(f"{HOME}/{name}/store.json", {"auths": ENTRIES})
    os.chmod(f"{HOME}/{name}", 0o700)


# Each route: the arguments, the state before it, and the file of the source.
ROUTES = [
    (["--to", "one"], lambda: write(DOCKER, {"auths": ENTRIES}), DOCKER),
    (["--from", "one", "--to", "two"], lambda: (store("one"), write(DOCKER, {"credsStore": "one"})), f"{HOME}/one/store.json"),
    (["--to", "podman", "--allow-plaintext"], lambda: write(DOCKER, {"auths": ENTRIES}), DOCKER),
    (
        ["--from", "podman"],
        lambda: (write(PODMAN, {"auths": {s.replace("https://index.docker.io/v1/", "docker.io"): e for s, e in ENTRIES.items()}}),
                 write(DOCKER, {"credsStore": "two"})),
        PODMAN,
    ),
]


def reset(route):
    for path in [f"{HOME}/.docker", f"{HOME}/.config", f"{HOME}/one", f"{HOME}/two"]:
        shutil.rmtree(path, ignore_errors=True)
    ROUTES[route][1]()


def migrate(route):
    return ["docker-creds", "migrate", "--yes", *ROUTES[route][0]]


def check(moment):
    for server, user in SERVERS.items():
        answer = subprocess.run(
            ["docker-creds", "get", "--show-secret", "--format", "json", server], capture_output=True, text=True, timeout=60
        )
        if answer.returncode != 0 or json.loads(answer.stdout)["password"] != f"secret of {user}":
            sys.exit(f"{moment}: {server} is lost: {answer.stderr}\n{read(DOCKER)}\n{read(PODMAN)}")


helper("one")
helper("two")
os.environ["PATH"] = f"{HOME}/bin:{os.environ['PATH']}"
os.umask(0o077)
random.seed(SEED)
durations = []
for route in range(len(ROUTES)):
    reset(route)
    started = time.monotonic()
    subprocess.run(migrate(route), check=True, capture_output=True, timeout=60)
    durations.append(time.monotonic() - started)
hits = {"before": 0, "between": 0, "after": 0}
for kill in range(KILLS):
    route = kill % len(ROUTES)
    source = ROUTES[route][2]
    reset(route)
    before = read(source)
    process = subprocess.Popen(migrate(route), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.uniform(0.1, 1.0) * durations[route])
    process.kill()
    process.wait()
    now = read(source)
    hits["before" if now == before else "after" if "auth\"" not in now else "between"] += 1
    check(f"after kill {kill} of {migrate(route)}")
    second = subprocess.run(migrate(route), capture_output=True, text=True, timeout=60)
    if second.returncode != 0:
        sys.exit(f"after kill {kill} the second run failed: {second.stdout}{second.stderr}")
    check(f"after the run that finished kill {kill}")
    if '"auth"' in read(source):
        sys.exit(f"after kill {kill} the second run left the source: {read(source)}")
print(" ".join(f"{name} {count}" for name, count in hits.items()))
