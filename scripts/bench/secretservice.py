"""docker-credential-secretservice beside Debian's, over one keyring of 200 entries: secretservice.py WORK.

Runs in a session bus of its own, with a keyring that is unlocked. Also counts the calls that each makes over the bus.
"""

import json
import os
import subprocess
import sys
import time

from calls import goal, go_helpers, medians, programs, report, runs, started

work = sys.argv[1]
helpers = {
    "ours": f"{programs}/docker-credential-secretservice",
    "go": f"{go_helpers}/docker-credential-secretservice",
}
# The bus and the keyring are still busy with the end of the last connection.
pause = 0.01


def bus_calls(program, action, standard_input):
    """The method calls that come over the bus meanwhile, but not those that the keyring itself makes."""
    monitor = subprocess.Popen(
        ["dbus-monitor", "--profile", "type='method_call'"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    time.sleep(0.3)
    with open(standard_input) as file:
        subprocess.run([program, action], stdin=file, capture_output=True)
    time.sleep(0.3)
    monitor.terminate()
    lines = [line.split("\t") for line in monitor.communicate()[0].splitlines() if line.startswith("mc\t")]
    client = next((line[3] for line in lines if line[7] == "Hello"), None)
    return sum(line[3] == client for line in lines)


for number in range(200):
    entry = {"ServerURL": f"host{number}.example", "Username": f"user{number}", "Secret": f"secret{number}"}
    subprocess.run([helpers["go"], "store"], input=json.dumps(entry), text=True, check=True)

print(f"Medians of {runs} calls, in milliseconds.\n")
print(f"{'':26}{'ours':>10}{'Go':>10}{'ratio':>8}{'calls: ours':>13}{'Go':>6}{'processes: ours':>17}{'Go':>6}")
figures, goals = [], []
for name, action, text, share in [
    ("get, one of 200", "get", "host77.example", 0.45),
    ("get, not found", "get", "elsewhere.example", None),
    ("list of 200", "list", "unused", 0.12),
    ("version", "version", "", None),
]:
    request = f"{work}/request"
    with open(request, "w") as file:
        file.write(text)
    calls = {who: ([helper, action], None, request) for who, helper in helpers.items()}
    times = medians(calls, runs, pause=pause, succeeds=name != "get, not found")
    counts = {
        who: bus_calls(helper, action, request) if action != "version" else 0 for who, helper in helpers.items()
    }
    processes = {who: started(f"{work}/trace", [helper, action], None, request)[0] for who, helper in helpers.items()}
    print(f"{name:26}{times['ours']:10.2f}{times['go']:10.2f}{times['ours'] / times['go']:8.2f}"
          f"{counts['ours']:>13}{counts['go']:>6}{processes['ours']:>17}{processes['go']:>6}")
    figures.append({"call": name, "milliseconds": times, "calls": counts, "processes": processes})
    if share:
        goals.append(goal(f"{name}: at most {share} of the Go helper's", times["ours"], share * times["go"]))
report("secretservice", {"figures": figures}, goals)
