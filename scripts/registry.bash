# A registry that wants a password, on a free port of the loopback interface; read with `source`, never run.
# shellcheck shell=bash disable=SC2034,SC2154

registry_process=

# start_registry USER PASSWORD: sets $registry to its host and port. Its files are in $work.
start_registry() {
    local tries=0 port=''
    printf %s "$2" | htpasswd -niB "$1" >"$work/htpasswd" 2>/dev/null
    cat >"$work/registry.yml" <<END
version: 0.1
log: {level: info}
storage: {filesystem: {rootdirectory: $work/registry}}
http: {addr: 127.0.0.1:0}
auth: {htpasswd: {realm: registry, path: $work/htpasswd}}
END
    # The registry would take a variable that is meant for skopeo as a setting of its own.
    env -u REGISTRY_AUTH_FILE docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
    registry_process=$!
    # The system chooses a free port, which is in the log.
    until [[ -n $port ]]; do
        tries=$((tries + 1))
        if [[ $tries -gt 100 ]] || ! kill -0 "$registry_process" 2>/dev/null; then
            cat "$work/registry.log" >&2
            die "the registry did not start"
        fi
        sleep 0.1
        port=$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/registry.log" | head -n 1)
    done
    registry=127.0.0.1:$port
}

stop_registry() {
    [[ -n $registry_process ]] || return 0
    kill "$registry_process" 2>/dev/null || true
    wait "$registry_process" 2>/dev/null || true
}
