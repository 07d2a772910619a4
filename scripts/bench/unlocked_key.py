"""What a passphrase on the key costs once the key is unlocked: unlocked_key.py WORK."""

import json
import os
import subprocess
import sys

from calls import goal, medians, programs, report, runs

work = sys.argv[1]
calls = {}
for name in ("unprotected", "unlocked"):
    home = f"{work}/{name}"
    os.makedirs(home, mode=0o700)
    environment = {"HOME": home, "PATH": f"{programs}:/usr/bin:/bin"}
    request = f"{home}/get"
    with open(request, "w") as file:
        file.write("registry.example\n")

    def run(arguments, text):
        return subprocess.run(arguments, env=environment, text=True, check=True, input=text, stderr=subprocess.PIPE)

    run([f"{programs}/docker-credential-file", "store"],
        json.dumps({"ServerURL": "registry.example", "Username": "someone", "Secret": "secret"}))
    if name == "unlocked":
        run([f"{programs}/docker-creds", "key", "protect", "--passphrase-stdin"], "correct horse\n")
        try:
            run([f"{programs}/docker-creds", "unlock", "--for", "1h", "--passphrase-stdin"], "correct horse\n")
        except subprocess.CalledProcessError as error:
            sys.exit(f"there is no keyring to measure: {error.stderr}")
    calls[name] = ([f"{programs}/docker-credential-file", "get"], environment, request)

times = medians(calls, runs * 2)
subprocess.run([f"{programs}/docker-creds", "lock"], env=calls["unlocked"][1], check=True, stdout=subprocess.DEVNULL)
print(f"Medians of {runs * 2} calls of docker-credential-file get, in milliseconds.\n")
for name, value in times.items():
    print(f"  {name:14}{value:8.2f}")
report("unlocked-key", {"milliseconds": times}, [
    goal("get with an unlocked key: at most 1.3 times that with a key without a passphrase",
         times["unlocked"], 1.3 * times["unprotected"]),
])
