"""Writes the configuration of nfpm for one package in one format: packages.py FILE PACKAGE FORMAT.

Reads the variables VERSION, ARCHITECTURE (amd64, arm64), TREE (the files of the program, as scripts/tree.bash lays them out) and DOCUMENTS (its
copyright, notices, changelogs and overrides), SOURCE_DATE_EPOCH, and, if set, PACKAGE_MAINTAINER and PACKAGE_HOMEPAGE.
Exits with 3 where a package is not made in that format.
"""

import datetime
import json
import os
import re
import subprocess
import sys

import yaml

output, package, form = sys.argv[1:4]
tree, documents = os.environ["TREE"], os.environ["DOCUMENTS"]
epoch = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
mtime = epoch.strftime("%Y-%m-%dT%H:%M:%SZ")


def settings(name):
    with open(f"packaging/packages/{name}.yaml", encoding="utf-8") as file:
        return yaml.safe_load(file)


common, own = settings("common"), settings(package)
program = own["program"]
relations = {name: list(own.get(form, {}).get(name, [])) for name in ("depends", "recommends", "suggests")}


def glibc_needed():
    """The newest version of the C library that the program wants a symbol of; nothing for a static program."""
    symbols = subprocess.run(
        ["objdump", "--dynamic-syms", f"{tree}/bin/{program}"], capture_output=True, text=True).stdout
    versions = [tuple(map(int, found.split("."))) for found in re.findall(r"GLIBC_([0-9.]+)", symbols)]
    return ".".join(map(str, max(versions))) if versions else ""


if needed := glibc_needed():
    if form == "apk":
        # Alpine has another C library.
        sys.exit(3)
    relations["depends"].append({
        "deb": f"libc6 (>= {needed})",
        "rpm": f"libc.so.6(GLIBC_{needed})(64bit)",
        "archlinux": f"glibc>={needed}",
    }[form])

if replaced := own.get("takes_place_of"):
    if form == "deb":
        # Both packages provide the name of Debian's one package that holds both programs. The versions in `Conflicts` and
        # `Replaces` make these mean the real package, so that the two can be installed beside each other.
        relations["provides"] = ["golang-docker-credential-helpers", replaced]
        relations["conflicts"] = relations["replaces"] = ["golang-docker-credential-helpers (>= 0)", f"{replaced} (>= 0)"]
    else:
        relations["provides"] = relations["conflicts"] = [replaced]

contents = []


def add(source, destination, kind="", mode=0o644):
    entry = {"src": source, "dst": destination}
    if kind:
        entry["type"] = kind
    if kind != "symlink":
        entry["file_info"] = {"mode": mode, "mtime": mtime, "owner": "root", "group": "root"}
    contents.append(entry)


directories = {
    "deb": {"share/zsh/site-functions": "share/zsh/vendor-completions"},
}.get(form, {})
for path, folders, names in os.walk(tree):
    folders.sort()
    for name in sorted(names):
        source = f"{path}/{name}"
        relative = os.path.relpath(source, tree)
        for old, new in directories.items():
            relative = relative.replace(old, new)
        if os.path.islink(source):
            add(os.readlink(source), f"/usr/{relative}", "symlink")
        else:
            kind = "doc" if form == "rpm" and relative.startswith("share/man/") else ""
            add(source, f"/usr/{relative}", kind, 0o755 if relative.startswith("bin/") else 0o644)

for name in sorted(os.listdir(documents)):
    source = f"{documents}/{name}"
    if name == "lintian":
        if form == "deb":
            add(source, f"/usr/share/lintian/overrides/{package}")
    elif name.startswith("changelog"):
        if form == "deb" and name.endswith(".gz"):
            add(source, f"/usr/share/doc/{package}/{name}")
    elif form == "rpm":
        kind, directory = ("doc", "doc") if name == "CHANGELOG.md" else ("license", "licenses")
        add(source, f"/usr/share/{directory}/{package}/{name}", kind)
    elif form == "archlinux":
        add(source, f"/usr/share/licenses/{package}/{name}")
    elif form != "deb" or name not in ("LICENSE", "CHANGELOG.md"):
        # Debian installs the licence of the project itself, and its changelog is compressed.
        add(source, f"/usr/share/doc/{package}/{name}")

description = own["summary"] + "\n" + own["description"].rstrip()
configuration = {
    "name": package,
    "arch": os.environ["ARCHITECTURE"],
    "platform": "linux",
    "version": os.environ["VERSION"],
    "version_schema": "semver",
    "release": "1" if form != "apk" else "0",
    "section": common["section"],
    "priority": common["priority"],
    "maintainer": os.environ.get("PACKAGE_MAINTAINER") or common["maintainer"],
    "vendor": common["vendor"],
    "license": common["license"],
    "homepage": os.environ.get("PACKAGE_HOMEPAGE", ""),
    "description": description if form in ("deb", "apk") else own["description"].rstrip(),
    "disable_globbing": True,
    "mtime": mtime,
    "umask": 0o022,
    "contents": contents,
    "deb": {"compression": "xz"},
    "rpm": {
        "summary": own["summary"][0].upper() + own["summary"][1:], "group": "Applications/System", "buildhost": "localhost", "compression": "xz",
        "packager": os.environ.get("PACKAGE_MAINTAINER") or common["maintainer"],
    },
    "archlinux": {"packager": os.environ.get("PACKAGE_MAINTAINER") or common["maintainer"]},
    **{name: value for name, value in relations.items() if value},
}
if form == "rpm":
    configuration["changelog"] = f"{documents}/changelog.yaml"
with open(output, "w", encoding="utf-8") as file:
    json.dump(configuration, file, indent=2)
