"""Rewrites FILE by rename without a lock, as Docker and podman do, until STOP appears: rewrite-without-lock.py FILE STOP

Like those, it takes a few milliseconds from reading to renaming. Where a busy machine makes it take longer than that, it
reads again; where it noticed that only after the rename, it prints "slow".
"""

import os
import sys
import time

path, stop = sys.argv[1:]
while not os.path.exists(stop):
    start = time.monotonic()
    with open(path, "rb") as file:
        content = file.read()
    with open(path + ".copy", "wb") as file:
        file.write(content)
    if time.monotonic() - start > 0.01:
        continue
    os.rename(path + ".copy", path)
    if time.monotonic() - start > 0.04:
        print("slow", flush=True)
    time.sleep(0.004)
