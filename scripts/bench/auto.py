"""What docker-credential-auto adds to the helper that it calls, here docker-credential-file: auto.py WORK."""

import json
import os
import subprocess
import sys

from calls import goal, medians, programs, report, runs

work = sys.argv[1]
home = f"{work}/auto"
os.makedirs(home, mode=0o700)
environment = {"HOME": home, "PATH": f"{programs}:/usr/bin:/bin", "DOCKER_CREDENTIAL_AUTO_ORDER": "file"}
request = f"{home}/get"
with open(request, "w") as file:
    file.write("registry.example\n")
subprocess.run(
    [f"{programs}/docker-credential-auto", "store"], env=environment, text=True, check=True,
    input=json.dumps({"ServerURL": "registry.example", "Username": "someone", "Secret": "secret"}))

times = medians(
    {
        f"{program} {verb}": ([f"{programs}/docker-credential-{program}", verb], environment, request)
        for program, verb in [("auto", "get"), ("file", "get"), ("auto", "version")]
    },
    runs * 2,
)
print(f"Medians of {runs * 2} calls, in milliseconds.\n")
for name, value in times.items():
    print(f"  {name:14}{value:8.2f}")
report("auto", {"milliseconds": times}, [
    goal("get: at most the backend's get and 1.5 times its own version",
         times["auto get"], times["file get"] + 1.5 * times["auto version"]),
])
