#!/usr/bin/env bash
# Measures docker-credential-secretservice beside Debian's Go helper, in one run, over one keyring of 200 entries.
#
# Prints the median time of each, their ratio beside the goal, the calls that each makes over the bus and the processes
# that it starts. A missed goal is no failure. The keyring is a throw-away one on a bus of its own; nothing of the
# caller's session is touched.
# RUNS sets the number of runs of each (60). The figures are also written to dist/bench-secretservice.json.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

scripts/install-tools.sh bench secretservice
ours=${DOCKER_CREDENTIALS_PROGRAMS:-$PWD/dist/bin}/docker-credential-secretservice
theirs=/usr/bin/docker-credential-secretservice
[[ -x $ours ]] || die "there is no $ours: run \`make build\` first"

make_work_directory
for variable in "${!DOCKER_@}" "${!XDG_@}" "${!DBUS_@}" DISPLAY WAYLAND_DISPLAY; do unset "$variable"; done
export HOME=$work XDG_RUNTIME_DIR=$work/run RUNS=${RUNS:-60}
mkdir -m 700 "$XDG_RUNTIME_DIR"

cat >"$work/measure.py" <<'END'
import json, os, statistics, subprocess, sys, time

ours, theirs, trace = sys.argv[1:]
runs = int(os.environ["RUNS"])

def run(program, action, text):
    return subprocess.run([program, action], input=text, capture_output=True, text=True)

def seconds(program, action, text):
    # The bus and the keyring are still busy with the end of the last connection.
    time.sleep(0.01)
    start = time.perf_counter()
    run(program, action, text)
    return time.perf_counter() - start

def calls(program, action, text):
    """The method calls that come over the bus meanwhile. What the keyring itself asks of the bus is not among them."""
    monitor = subprocess.Popen(
        ["dbus-monitor", "--profile", "type='method_call'"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    time.sleep(0.3)
    run(program, action, text)
    time.sleep(0.3)
    monitor.terminate()
    lines = [line.split("\t") for line in monitor.communicate()[0].splitlines() if line.startswith("mc\t")]
    client = next(line[3] for line in lines if line[7] == "Hello")
    return sum(1 for line in lines if line[3] == client)

def started(program, action, text):
    """How many processes a call starts, itself and threads not counted."""
    subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=execve,fork,vfork,clone,clone3", "-o", trace, program, action],
        input=text, capture_output=True, text=True)
    with open(trace) as file:
        lines = [line for line in file if "resumed>" not in line and "+++" not in line]
    assert any("execve(" in line for line in lines)
    return sum(1 for line in lines if ("fork(" in line or "clone" in line) and "CLONE_THREAD" not in line)

for number in range(200):
    entry = {"ServerURL": f"host{number}.example", "Username": f"user{number}", "Secret": f"secret{number}"}
    assert run(theirs, "store", json.dumps(entry)).returncode == 0

print(f"{'':26}{'ours':>10}{'Go':>10}{'ratio':>8}{'goal':>7}{'calls: ours':>13}{'Go':>6}"
    f"{'processes: ours':>17}{'Go':>6}")
figures = []
for name, action, text, goal in [
    ("get, one of 200", "get", "host77.example", 0.75),
    ("get, not found", "get", "elsewhere.example", None),
    ("list of 200", "list", "unused", 0.25),
    ("version", "version", "", None),
]:
    samples = {ours: [], theirs: []}
    for index in range(runs + 5):
        for program in (ours, theirs):
            sample = seconds(program, action, text)
            if index >= 5:
                samples[program].append(sample)
    mine, other = (statistics.median(samples[program]) for program in (ours, theirs))
    counts = [calls(program, action, text) for program in (ours, theirs)] if action != "version" else [0, 0]
    processes = [started(program, action, text) for program in (ours, theirs)]
    ratio = mine / other
    print(f"{name:26}{mine * 1000:7.2f} ms{other * 1000:7.2f} ms{ratio:8.2f}{goal or '':>7}{counts[0]:>13}{counts[1]:>6}"
        f"{processes[0]:>17}{processes[1]:>6}")
    figures.append({
        "call": name, "milliseconds": {"ours": mine * 1000, "go": other * 1000}, "ratio": ratio, "goal": goal,
        "met": goal is None or ratio <= goal, "calls": dict(zip(("ours", "go"), counts)),
        "processes": dict(zip(("ours", "go"), processes)),
    })

print("\nGoals\n")
for figure in figures:
    if figure["goal"] is not None:
        verdict = "met" if figure["met"] else "MISSED"
        print(f"  {verdict:6}  {figure['ratio']:.2f} of {figure['goal']:.2f}  {figure['call']}, of the Go helper's time")

with open("dist/bench-secretservice.json", "w") as file:
    json.dump({"runs": runs, "figures": figures}, file, indent=2)
    file.write("\n")
END
mkdir -p dist

# `sh -c` has the keyring end with the bus.
dbus-run-session -- sh -c '
    printf bench | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    exec python3 "$@"' sh "$work/measure.py" "$ours" "$theirs" "$work/trace" 2>"$work/errors" || {
    cat "$work/errors" >&2
    die "the measurement failed"
}
