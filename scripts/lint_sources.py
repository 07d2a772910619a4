"""The rules on folders, files and words that a text search can check: lint_sources.py RULE…; prints what breaks them.

folders  no folder of Sources or Helpers holds more than 20 Swift files
short    a file under 25 lines holds a public type, the entry point, or a declaration that at least two other files use
long     no source or script is over 400 lines
words    no text uses a word of scripts/retired-words.txt
"""

import os
import re
import sys

shipped = ["Sources", "Helpers"]
everything = shipped + ["Tests", "Examples", "Fuzzing", "scripts", "docs", "packaging", ".github", ".ci"]
texts = (".swift", ".md", ".1", ".sh", ".bash", ".py", ".yml", ".yaml")


def files(directories, endings):
    for directory in directories:
        for path, folders, names in os.walk(directory):
            folders[:] = sorted(name for name in folders if not name.startswith(".build"))
            for name in sorted(names):
                if name.endswith(endings):
                    yield f"{path}/{name}"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def folders():
    counts = {}
    for path in files(shipped, ".swift"):
        counts.setdefault(os.path.dirname(path), []).append(path)
    for folder, paths in counts.items():
        if len(paths) > 20:
            yield f"{folder}: {len(paths)} files; give them folders"


def short():
    kinds = "struct|enum|class|actor|protocol|typealias"
    public_type = re.compile(rf"^ *public (final |indirect )*({kinds}) ", re.MULTILINE)
    entry_point = re.compile(r"^@main|@_exported ", re.MULTILINE)
    # A type of the file's own, and where it has none, the members of its extensions.
    own_type = re.compile(rf"^(?:[a-z@_()]+ )*(?:{kinds}) (\w+)", re.MULTILINE)
    member = re.compile(rf"^(?: {{4}})?(?:[a-z@_()]+ )*(?:func|var|let|case) `?(\w+)", re.MULTILINE)
    used_in = {path: set(re.findall(r"\w+", read(path))) for path in files(shipped, ".swift")}
    for path in used_in:
        text = read(path)
        if text.count("\n") >= 25 or public_type.search(text) or entry_point.search(text):
            continue
        names = set(own_type.findall(text) or member.findall(text))
        used = max((sum(name in used_in[other] for other in used_in if other != path) for name in names), default=0)
        if used < 2:
            yield f"{path}: {text.count(chr(10))} lines, and fewer than two other files use it; move it to its reader"


def long():
    for path in files(everything, (".swift", ".sh", ".bash", ".py")):
        lines = read(path).count("\n")
        if lines > 400:
            yield f"{path}: {lines} lines"


def words():
    rules = []
    for line in read("scripts/retired-words.txt").splitlines():
        if line and not line.startswith("#"):
            pattern, better = line.split(" => ")
            rules.append((re.compile(pattern, re.IGNORECASE), better))
    top = [name for name in sorted(os.listdir(".")) if name.endswith(".md")] + ["Package.swift", "Makefile", ".ci/run"]
    for path in top + list(files(everything, texts)):
        for number, line in enumerate(read(path).splitlines(), 1):
            for pattern, better in rules:
                if found := pattern.search(line):
                    yield f'{path}:{number}: "{found[0]}"; write: {better}'


rules = {"folders": folders, "short": short, "long": long, "words": words}
status = 0
for name in sys.argv[1:] or rules:
    for complaint in rules[name]():
        print(complaint)
        status = 1
sys.exit(status)
