"""What the benchmarks share: starting and timing calls that take turns, counting processes, goals, and the report."""

import json
import os
import statistics
import subprocess
import sys
import time

runs = int(os.environ["BENCH_RUNS"])
programs = os.environ["PROGRAMS"]
go_helpers = os.environ["GO_HELPERS"]
warm_up = 5


def elapsed(arguments, environment=None, standard_input=os.devnull, pause=0, succeeds=True):
    """The time from the start of a program to its end, in milliseconds, without a shell."""
    time.sleep(pause)
    files = [
        (os.POSIX_SPAWN_OPEN, 0, standard_input, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    begin = time.perf_counter_ns()
    process = os.posix_spawn(arguments[0], arguments, environment or os.environ, file_actions=files)
    _, status = os.waitpid(process, 0)
    end = time.perf_counter_ns()
    if succeeds and status != 0:
        sys.exit(f"this call failed with the wait status {status}: {' '.join(arguments)}")
    return (end - begin) / 1e6


def medians(calls, count, **options):
    """The median time of each call. They take turns, so that a busy moment of the machine is everybody's.

    hyperfine does not: it measures one call after the other, and Debian's version cannot give a call its standard input
    without a shell.
    """
    times = {name: [] for name in calls}
    for turn in range(warm_up + count):
        for name, call in calls.items():
            time_taken = elapsed(*call, **options)
            if turn >= warm_up:
                times[name].append(time_taken)
    return {name: statistics.median(values) for name, values in times.items()}


def started(trace, arguments, environment=None, standard_input=os.devnull):
    """How many processes a call starts, and how many of them become another program; itself and threads not counted."""
    with open(standard_input) as file:
        subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=execve,fork,vfork,clone,clone3", "-o", trace] + arguments,
            env=environment, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(trace) as file:
        lines = [line for line in file if "resumed>" not in line and "+++" not in line]
    processes = sum(("fork(" in line or "clone" in line) and "CLONE_THREAD" not in line for line in lines)
    executed = sum("execve(" in line and line.rstrip().endswith("= 0") for line in lines)
    assert executed > 0
    return processes, executed - 1


def goal(text, measured, limit, unit="ms"):
    return {"goal": text, "measured": measured, "limit": limit, "unit": unit, "met": measured <= limit}


def report(name, figures, goals):
    """Prints which goals are met, and writes everything to dist/bench/NAME.json."""
    print("\nGoals\n")
    for each in goals:
        verdict = "met" if each["met"] else "MISSED"
        print(f"  {verdict:6}  {each['measured']:.2f} of {each['limit']:.2f} {each['unit']}  {each['goal']}")
    with open(f"dist/bench/{name}.json", "w") as file:
        json.dump({"runs": runs, **figures, "goals": goals}, file, indent=2)
        file.write("\n")
