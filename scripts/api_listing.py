"""The public interface of the libraries as text: api_listing.py [--check] GRAPHS LISTINGS.

GRAPHS holds a directory of symbol graphs for each library; LISTINGS gets or holds a text file for each. A line is the path
of a symbol and its declaration. Members that the compiler derives are left out. A symbol without a documentation comment
fails, with and without --check.
"""

import difflib
import json
import os
import sys


def derived(symbol):
    # Members of the standard library's protocols have its identifiers; the compiler's own have no position in a source.
    return "::SYNTHESIZED::" in symbol["identifier"]["precise"] or "location" not in symbol


def declaration(symbol):
    text = "".join(part["spelling"] for part in symbol["declarationFragments"])
    return " ".join(text.split())


def read(directory):
    lines, undocumented = set(), set()
    for name in sorted(os.listdir(directory)):
        if not name.endswith(".symbols.json"):
            continue
        with open(f"{directory}/{name}", encoding="utf-8") as file:
            graph = json.load(file)
        conformances = {}
        names = {symbol["identifier"]["precise"]: symbol for symbol in graph["symbols"]}
        for relation in graph["relationships"]:
            if relation["kind"] == "conformsTo" and relation["source"] in names:
                protocol = relation.get("targetFallback") or relation["target"]
                protocol = names[relation["target"]]["names"]["title"] if relation["target"] in names else protocol
                conformances.setdefault(relation["source"], set()).add(protocol.removeprefix("Swift."))
        for symbol in graph["symbols"]:
            if derived(symbol):
                continue
            path = ".".join(symbol["pathComponents"])
            line = f"{path}: {declaration(symbol)}"
            kept = conformances.get(symbol["identifier"]["precise"], set()) - {"Copyable", "Escapable", "SendableMetatype"}
            if kept and symbol["kind"]["identifier"] != "swift.protocol":
                line += f" : {', '.join(sorted(kept))}"
            lines.add(line)
            if not symbol.get("docComment", {}).get("lines"):
                undocumented.add(f"{os.path.basename(directory)}: {path}")
    return sorted(lines), sorted(undocumented)


arguments = [argument for argument in sys.argv[1:] if argument != "--check"]
isCheck = len(arguments) < len(sys.argv) - 1
graphs, listings = arguments
status = 0
libraries = sorted(os.listdir(graphs))
for library in libraries:
    lines, undocumented = read(f"{graphs}/{library}")
    for symbol in undocumented:
        print(f"{symbol} has no documentation")
        status = 1
    text = "".join(f"{line}\n" for line in lines)
    path = f"{listings}/{library}.txt"
    if not isCheck:
        os.makedirs(listings, exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        continue
    known = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            known = file.read()
    if known != text:
        status = 1
        differences = difflib.unified_diff(known.splitlines(), text.splitlines(), path, "the sources", n=0, lineterm="")
        print("\n".join(differences))
if status and isCheck:
    print("Document each public symbol, and run scripts/api.sh if the interface is meant to change.")
sys.exit(status)
