#!/usr/bin/python3
"""Usage: shared-keys.py HELPER WORKERS CALLS KEYS SEED

Starts WORKERS threads, each of which makes CALLS calls of a credential helper on KEYS shared keys: store, get, erase and
list. Prints one line for each call: its beginning and end in nanoseconds, the verb, and its result for each key.
"""

import json
import random
import subprocess
import sys
import threading
import time

helper, workers, calls, keys, seed = sys.argv[1], *map(int, sys.argv[2:6])
lines = []
start = threading.Barrier(workers)


def run(verb, text):
    begin = time.monotonic_ns()
    done = subprocess.run([helper, verb], input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = time.monotonic_ns()
    output = done.stdout.decode()
    if done.returncode != 0 and not (verb == "get" and "credentials not found" in output):
        sys.exit(f"{verb} failed: {output}{done.stderr.decode()}")
    return begin, end, output if done.returncode == 0 else None


def add(begin, end, verb, key, value):
    # One append is atomic.
    lines.append(f"{begin}\t{end}\t{verb}\t{key}\t{'-' if value is None else value}")


def work(worker):
    choices = random.Random(seed * 1000 + worker)
    start.wait()
    for number in range(calls):
        key = f"key{choices.randrange(keys)}.example"
        verb = choices.choice(["store", "store", "get", "get", "erase", "list"])
        value = f"w{worker}n{number}"
        if verb == "store":
            request = json.dumps({"ServerURL": key, "Username": value, "Secret": "secret of " + value})
            begin, end, _ = run("store", request)
            add(begin, end, "write", key, value)
        elif verb == "erase":
            begin, end, _ = run("erase", key)
            add(begin, end, "write", key, None)
        elif verb == "get":
            begin, end, output = run("get", key)
            found = json.loads(output) if output else None
            if found and found["Secret"] != "secret of " + found["Username"]:
                sys.exit(f"a mixed entry: {found}")
            add(begin, end, "read", key, found and found["Username"])
        else:
            begin, end, output = run("list", "")
            users = json.loads(output)
            for listed in range(keys):
                add(begin, end, "read", f"key{listed}.example", users.get(f"key{listed}.example"))


failures = []
# SystemExit in a thread is silent, so it is kept.
def guarded(worker):
    try:
        work(worker)
    except SystemExit as failure:
        failures.append(str(failure))
        start.abort()


threads = [threading.Thread(target=guarded, args=(worker,)) for worker in range(workers)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if failures:
    sys.exit(failures[0])
print("\n".join(lines))
