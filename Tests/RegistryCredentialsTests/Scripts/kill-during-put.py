"""Repeatedly kills a program that puts in a loop, and checks the remaining files each time.

kill-during-put.py EXERCISER FILE KILLS SEED: the entry of registry.example is put; that of steady.example must stay.
Prints how many kills hit a program that had begun to write.
"""

import os
import random
import subprocess
import sys
import time

exerciser, path, kills, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
random.seed(seed)


def get(server):
    return subprocess.run([exerciser, "get", path, server], check=True, capture_output=True, text=True).stdout.rstrip("\n")


def check():
    """The number that was put last; the password contains it twice and has a length that depends on it."""
    text = get("registry.example")
    number = int(text.split(" ")[0])
    assert text == f"{number} {'x' * (number % 7 * 1000)}{number}", f"a mixture: {text[:40]}"
    return number


def stamp():
    status = os.stat(path)
    return status.st_ino, status.st_mtime_ns


subprocess.run([exerciser, "put", path, "steady.example", "ann", "steady"], check=True)
subprocess.run([exerciser, "put", path, "registry.example", "ann", "0 0"], check=True)
begin = time.monotonic()
subprocess.run([exerciser, "put", path, "steady.example", "ann", "steadier"], check=True)
whole = time.monotonic() - begin
hits = 0
for number in range(kills):
    before = stamp()
    process = subprocess.Popen([exerciser, "put-forever", path, "registry.example"])
    time.sleep(random.uniform(0.5 * whole, 1.5 * whole))
    process.kill()
    process.wait()
    hit = stamp() != before
    hits += hit
    # How long a put takes depends on what else the machine does at this moment: about half of the kills should hit.
    whole *= 0.9 if hit else 1.1
    # Checking every state is slow, but the next put starts from each of them.
    if number % 5 == 0 or number == kills - 1:
        check()
assert get("steady.example") == "steadier"
# The next put removes the files that the last kill left.
subprocess.run([exerciser, "put", path, "last.example", "ann", "last"], check=True)
assert get("last.example") == "last"
check()
left = [name for name in os.listdir(os.path.dirname(path)) if name.endswith((".new", ".journal"))]
assert not left, left
print(hits)
