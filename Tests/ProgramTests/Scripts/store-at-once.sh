#!/bin/sh
# Usage: store-at-once.sh HELPER COUNT SERVER-PATTERN
# Starts COUNT stores at once; %d in the pattern is the number of the store. Exits with 1 if one of them fails.
set -eu
helper=$1 count=$2 pattern=$3
pids=
number=1
while [ "$number" -le "$count" ]; do
    # The pattern is the test's own; it has one %d and nothing else.
    # shellcheck disable=SC2059
    server=$(printf "$pattern" "$number")
    printf '{"ServerURL":"%s","Username":"user%d","Secret":"secret%d"}' "$server" "$number" "$number" \
        | "$helper" store &
    pids="$pids $!"
    number=$((number + 1))
done
status=0
for pid in $pids; do
    wait "$pid" || status=1
done
exit "$status"
