"""The start of docker-creds, its commands, and the logins a second that the libraries make: creds.py WORK."""

import json
import os
import subprocess
import sys

from calls import goal, medians, programs, report, runs

work = sys.argv[1]
program = f"{programs}/docker-creds"
os.makedirs(f"{os.environ['HOME']}/.docker", mode=0o700, exist_ok=True)
for name, count in {"one": 1, "many": 200}.items():
    os.makedirs(f"{work}/{name}")
    auths = {"registry-%03d.example" % number: {"auth": "YW5uOnMzY3JldA=="} for number in range(count)}
    path = f"{work}/{name}/config.json"
    with open(path, "w") as file:
        json.dump({"auths": auths}, file)
    os.chmod(path, 0o600)

# Ten logins that the file helper stores.
helped = dict(os.environ, PATH=f"{programs}:/usr/bin:/bin", HOME=f"{work}/helped-home")
os.makedirs(f"{work}/helped-home/.docker", mode=0o700)
servers = ["registry-%d.example" % number for number in range(10)]
with open(f"{work}/helped-home/.docker/config.json", "w") as file:
    json.dump({"auths": {server: {} for server in servers}, "credsStore": "file"}, file)
os.chmod(f"{work}/helped-home/.docker/config.json", 0o600)
for server in servers:
    entry = json.dumps({"ServerURL": server, "Username": "ann", "Secret": "secret"})
    subprocess.run(
        ["docker-credential-file", "store"], input=entry, text=True, env=helped, check=True, stderr=subprocess.DEVNULL)

calls = {
    "/bin/true": (["/bin/true"],),
    "docker-cli-plugin-metadata": ([program, "docker-cli-plugin-metadata"],),
    "--version": ([program, "--version"],),
    "list, 1 login": ([program, "list", "--config", f"{work}/one"],),
    "list, 200 logins": ([program, "list", "--config", f"{work}/many"],),
    "get, 200 logins": ([program, "get", "registry-100.example", "--config", f"{work}/many"],),
    "list, 10 logins in the file helper": ([program, "list"], helped),
    "get by registry, file helper": ([program, "get", servers[5]], helped),
    "get by image, file helper": ([program, "get", f"docker://{servers[5]}/team/app:1"], helped),
    "doctor, a healthy machine": ([program, "doctor"], helped),
    "the hook for a failed pull": (
        [program, "creds", "docker-cli-plugin-hooks", '{"RootCmd":"pull","CommandError":"unauthorized"}'], helped),
}
times = medians(calls, runs)
print(f"docker-creds, milliseconds a call, medians of {runs}:")
for name, median in times.items():
    print("  %-36s %7.2f" % (name, median))

logins = {}
print("Logins a second, of three requests each, at a registry in the same process:")
for tasks in (1, 16):
    rate = subprocess.run(
        [f"{work}/login-exerciser", "2000", str(tasks)], check=True, stdout=subprocess.PIPE, text=True).stdout
    logins[str(tasks)] = int(rate)
    print("  %-36s %7d" % ("%d at a time" % tasks, logins[str(tasks)]))
report("creds", {"milliseconds": times, "loginsPerSecond": logins}, [
    goal("--version: at most 2.5 times /bin/true", times["--version"], 2.5 * times["/bin/true"]),
    goal("list of 10 logins in the file helper", times["list, 10 logins in the file helper"], 10),
    goal("get by image: at most 1.1 times that by registry",
         times["get by image, file helper"] / times["get by registry, file helper"], 1.1, unit="times"),
    goal("doctor on a healthy machine", times["doctor, a healthy machine"], 150),
    goal("the hook for a failed pull", times["the hook for a failed pull"], 300),
    goal("size of the program", os.path.getsize(program) / 1e6, 20, unit="MB"),
])
