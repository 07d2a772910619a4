"""Rewrites FILE by rename without a lock, as Docker and podman do, until STOP appears: rewrite-without-lock.py FILE STOP"""

import os
import sys
import time

path, stop = sys.argv[1:]
while not os.path.exists(stop):
    with open(path, "rb") as file:
        content = file.read()
    with open(path + ".copy", "wb") as file:
        file.write(content)
    os.rename(path + ".copy", path)
    time.sleep(0.004)
