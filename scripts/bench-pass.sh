#!/usr/bin/env bash
# Measures docker-credential-pass of dist/bin beside Debian's Go helper and a bare gpg, on one password store, and counts
# the programs that each call starts. A missed goal is no failure.
# BENCH_RUNS is how often each call is measured (50). The figures are also written to dist/bench-pass.json.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

runs=${BENCH_RUNS:-50}
sizes=(1 200 3000)

scripts/install-tools.sh bench
our_helper=$PWD/dist/bin/docker-credential-pass
go_helper=/usr/bin/docker-credential-pass
[[ -x $our_helper ]] || die "there is no $our_helper: run \`make build\` first"

clean_up() {
    # The agent that gpg has started for the throw-away key.
    if [[ -d ${GNUPGHOME:-} ]]; then gpgconf --kill all 2>/dev/null || true; fi
}
make_work_directory

# Nothing of the caller's own stores is read or changed.
for variable in "${!DOCKER_@}" "${!XDG_@}" "${!PASSWORD_STORE_@}" "${!GIT_@}"; do unset "$variable"; done
export HOME=$work/home GNUPGHOME=$work/gnupg GPG_TTY=
mkdir -m 700 "$HOME" "$GNUPGHOME"
umask 077

gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key bench@example.org future-default \
    default never 2>/dev/null
printf 'secret' | gpg --batch --quiet --encrypt --recipient bench@example.org >"$work/secret.gpg"

for size in "${sizes[@]}"; do
    python3 - "$work/$size" "$work/secret.gpg" "$size" <<'END'
import base64, json, os, shutil, sys

directory, secret, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
servers = ["registry-%05d.example.org" % number for number in range(size)]
for server in servers:
    entry = f"{directory}/pass/docker-credential-helpers/{base64.urlsafe_b64encode(server.encode()).decode()}"
    os.makedirs(entry)
    shutil.copyfile(secret, f"{entry}/someone.gpg")
with open(f"{directory}/pass/.gpg-id", "w") as file:
    file.write("bench@example.org\n")
server = servers[size // 2]
with open(f"{directory}/get", "w") as file:
    file.write(server + "\n")
with open(f"{directory}/store", "w") as file:
    json.dump({"ServerURL": server, "Username": "someone", "Secret": "secret"}, file)
open(f"{directory}/list", "w").close()
END
done

python3 scripts/bench-pass.py "$work" "$runs" "$our_helper" "$go_helper" "${sizes[@]}"
