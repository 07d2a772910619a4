"""What the benchmarks of programs share: starting a call, timing it, taking turns."""

import os
import statistics
import sys
import time

warm_up = 5


def elapsed(arguments, environment, standard_input, quiet=False):
    """The time from the start of a program to its end, in milliseconds; `quiet` hides what it says on standard error."""
    files = [
        (os.POSIX_SPAWN_OPEN, 0, standard_input, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    ]
    if quiet:
        files.append((os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0))
    begin = time.perf_counter_ns()
    process = os.posix_spawn(arguments[0], arguments, environment, file_actions=files)
    _, status = os.waitpid(process, 0)
    end = time.perf_counter_ns()
    if status != 0:
        program = os.path.basename(sys.argv[0])
        sys.exit(f"{program}: this call failed with the wait status {status}: {' '.join(arguments)}")
    return (end - begin) / 1e6


def medians(calls, count, quiet=False):
    """The median time of each call; they take turns."""
    times = {name: [] for name in calls}
    for turn in range(warm_up + count):
        for name, what in calls.items():
            time_taken = elapsed(*what, quiet=quiet)
            if turn >= warm_up:
                times[name].append(time_taken)
    return {name: statistics.median(values) for name, values in times.items()}
