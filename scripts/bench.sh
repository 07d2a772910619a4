#!/usr/bin/env bash
# Measures the programs of dist/bin beside Debian's Go helper, and says which goals are met. A missed goal is no failure.
# BENCH_RUNS is how often each call is measured (50). The figures are also written to dist/bench.json.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

runs=${BENCH_RUNS:-50}
sizes=(1 100 10000)

scripts/install-tools.sh bench
file_helper=$PWD/dist/bin/docker-credential-file
go_helper=/usr/bin/docker-credential-pass
[[ -x $file_helper ]] || die "there is no $file_helper: run \`make build\` first"

clean_up() {
    # The agent that gpg has started for the throw-away key.
    if [[ -d ${GNUPGHOME:-} ]]; then gpgconf --kill all 2>/dev/null || true; fi
}
make_work_directory

# Nothing of the caller's own stores is read or changed.
for variable in "${!DOCKER_@}" "${!XDG_@}" "${!PASSWORD_STORE_@}" CREDENTIALS_DIRECTORY; do unset "$variable"; done
export HOME=$work/home GNUPGHOME=$work/gnupg
mkdir -m 700 "$HOME" "$GNUPGHOME"

# --- stores of every size, made at once rather than entry by entry ----------------------------------------------------

identity=$work/identity.txt
age-keygen --output "$identity" 2>/dev/null
recipient=$(sed -n 's/^# public key: //p' "$identity")
export DOCKER_CREDENTIAL_FILE_IDENTITY=$identity

gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key bench@example.org default default never \
    2>/dev/null
printf 'secret' | gpg --batch --quiet --encrypt --recipient bench@example.org >"$work/secret.gpg"

for size in "${sizes[@]}"; do
    mkdir -m 700 "$work/$size"
    umask 077
    # What a client would have stored: a document for the file helper, a tree for the Go helper, and requests to both.
    python3 - "$work/$size" "$work/secret.gpg" "$size" <<'END'
import base64, json, os, shutil, sys

directory, secret, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
servers = ["registry-%05d.example.org" % number for number in range(size)]
auth = base64.b64encode(b"someone:secret").decode()
with open(f"{directory}/credentials.json", "w") as file:
    json.dump({"auths": {server: {"auth": auth} for server in servers}}, file, indent="\t")
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
    age --recipient "$recipient" --output "$work/$size/credentials.age" "$work/$size/credentials.json"
done

# --- measuring --------------------------------------------------------------------------------------------------------

python3 scripts/bench.py "$work" "$runs" "$file_helper" "$go_helper" "${sizes[@]}"
