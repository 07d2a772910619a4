"""Stores of every size, made at once and not entry by entry."""

import base64
import json
import os
import shutil
import subprocess


def make(work, size):
    """A store of `size` entries for the file helper and one for pass, and a request for each verb, in WORK/SIZE."""
    directory = f"{work}/{size}"
    if os.path.isdir(directory):
        return directory
    os.makedirs(f"{directory}/pass", mode=0o700)
    servers = ["registry-%05d.example.org" % number for number in range(size)]
    auth = base64.b64encode(b"someone:secret").decode()
    with private(f"{directory}/credentials.json") as file:
        json.dump({"auths": {server: {"auth": auth} for server in servers}}, file, indent="\t")
    with open(f"{work}/identity.txt") as file:
        recipient = next(line.split()[-1] for line in file if line.startswith("# public key:"))
    subprocess.run(
        ["age", "--recipient", recipient, "--output", f"{directory}/credentials.age", f"{directory}/credentials.json"],
        check=True)
    os.chmod(f"{directory}/credentials.age", 0o600)
    for server in servers:
        entry = f"{directory}/pass/docker-credential-helpers/{base64.urlsafe_b64encode(server.encode()).decode()}"
        os.makedirs(entry, mode=0o700)
        shutil.copyfile(f"{work}/secret.gpg", f"{entry}/someone.gpg")
    with private(f"{directory}/pass/.gpg-id") as file:
        file.write("bench@example.org\n")
    server = servers[size // 2]
    with private(f"{directory}/get") as file:
        file.write(server + "\n")
    with private(f"{directory}/store") as file:
        json.dump({"ServerURL": server, "Username": "someone", "Secret": "secret"}, file)
    private(f"{directory}/list").close()
    return directory


def private(path):
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w")
