"""Kills a helper at random moments of a store, and checks the remaining files each time.

Usage: kill-during-store.py HELPER STORE KILLS SEED

After every kill `get` must answer the old or the new secret, whole, and no file may be open to others. The last line is
`old N new N`; any other outcome ends the run with a message and exit status 1.
"""

import json
import os
import random
import subprocess
import sys
import time

HELPER, STORE, KILLS, SEED = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
SERVER = "https://killed.example"
PADDING = "x" * 200_000


def request(secret):
    return json.dumps({"ServerURL": SERVER, "Username": "u", "Secret": secret}).encode()


def run(action, payload):
    return subprocess.run([HELPER, action], input=payload, capture_output=True, timeout=60)


def stored():
    answer = run("get", SERVER.encode())
    if answer.returncode != 0:
        sys.exit(f"after kill {kill} get failed: {answer.stdout.decode()}")
    return json.loads(answer.stdout)["Secret"]


def check_modes():
    directory = os.path.dirname(STORE)
    for name in os.listdir(directory):
        mode = os.stat(os.path.join(directory, name)).st_mode & 0o777
        if mode & 0o077:
            sys.exit(f"after kill {kill} {name} has mode {mode:o}")


kill = -1
os.umask(0)
random.seed(SEED)
started = time.monotonic()
run("store", request("0" + PADDING)).check_returncode()
duration = time.monotonic() - started
current, old, new = "0" + PADDING, 0, 0
for kill in range(KILLS):
    secret = str(kill + 1) + PADDING
    helper = subprocess.Popen(
        [HELPER, "store"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        helper.stdin.write(request(secret))
        helper.stdin.close()
    except BrokenPipeError:
        pass
    # Files change in the last part of a run, so half of the kills are there.
    time.sleep(random.uniform(0, duration * random.choice([0.5, 1.2])))
    helper.kill()
    helper.wait()
    check_modes()
    found = stored()
    if found == secret:
        new += 1
    elif found == current:
        old += 1
    else:
        sys.exit(f"after kill {kill} the secret is neither the old nor the new one, with {len(found)} characters")
    # How long a store takes depends on what else the machine does at this moment: kills should meet both states.
    duration *= 0.95 if found == secret else 1.05
    current = found
print(f"old {old} new {new}")
