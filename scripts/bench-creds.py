"""Called by bench-creds.sh: WORK RUNS PROGRAM EXERCISER. Prints the table, and writes dist/bench-creds.json."""
import json, os, statistics, subprocess, sys, time

work, runs, program, exerciser = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
os.makedirs(f"{os.environ['HOME']}/.docker", mode=0o700)
configurations = {"one": 1, "many": 200}
for name, count in configurations.items():
    os.makedirs(f"{work}/{name}")
    auths = {"registry-%03d.example" % number: {"auth": "YW5uOnMzY3JldA=="} for number in range(count)}
    path = f"{work}/{name}/config.json"
    with open(path, "w") as file:
        json.dump({"auths": auths}, file)
    os.chmod(path, 0o600)

calls = {
    "/bin/true": ["/bin/true"],
    "docker-cli-plugin-metadata": [program, "docker-cli-plugin-metadata"],
    "--version": [program, "--version"],
    "list, 1 login": [program, "list", "--config", f"{work}/one"],
    "list, 200 logins": [program, "list", "--config", f"{work}/many"],
    "get, 200 logins": [program, "get", "registry-100.example", "--config", f"{work}/many"],
}


def once(arguments):
    start = time.perf_counter()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


figures = {name: [] for name in calls}
for name, arguments in calls.items():
    once(arguments)
# Taking turns, so that a busy moment of the machine is everybody's.
for _ in range(runs):
    for name, arguments in calls.items():
        figures[name].append(once(arguments))
medians = {name: round(statistics.median(times), 2) for name, times in figures.items()}
print("docker-creds, milliseconds a call, median of %d:" % runs)
for name, median in medians.items():
    print("  %-28s %7.2f" % (name, median))

logins = {}
print("Logins a second, of three requests each, at a registry in the same process:")
for tasks in (1, 16):
    rate = subprocess.run([exerciser, "2000", str(tasks)], check=True, stdout=subprocess.PIPE, text=True).stdout
    logins[str(tasks)] = int(rate)
    print("  %-28s %7d" % ("%d at a time" % tasks, logins[str(tasks)]))
with open("dist/bench-creds.json", "w") as file:
    json.dump({"runs": runs, "milliseconds": medians, "loginsPerSecond": logins}, file, indent=2)
    file.write("\n")
