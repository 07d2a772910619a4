"""Writes the bill of materials of release programs as CycloneDX 1.6, and validates it: sbom.py FILE VERSION PROGRAM…

The time is SOURCE_DATE_EPOCH, and the serial number is derived from the content, so that two runs write the same bytes.
"""

import datetime
import json
import os
import sys
import uuid

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from components import components_of

path, version, programs = sys.argv[1], sys.argv[2], sys.argv[3:]


def licences(expression):
    return [{"expression": expression}] if " " in expression else [{"license": {"id": expression}}]


def reference(component):
    return component.purl or f"{component.name}@{component.version}".replace(" ", "-")


libraries, dependencies = {}, []
for program in programs:
    linked = components_of(program)
    dependencies.append({"ref": program, "dependsOn": sorted({reference(each) for each in linked})})
    for each in linked:
        entry = {
            "type": "library", "bom-ref": reference(each), "name": each.name, "version": each.version,
            "copyright": each.copyright, "licenses": licences(each.licence),
            "externalReferences": [{"type": "vcs", "url": each.source}],
        }
        if each.purl:
            entry["purl"] = each.purl
        if each.modules:
            modules = set(libraries.get(reference(each), {}).get("properties", [{"value": ""}])[0]["value"].split())
            value = " ".join(sorted(modules | set(each.modules)))
            entry["properties"] = [{"name": "swift:modules", "value": value}]
        libraries[reference(each)] = entry

applications = [
    {"type": "application", "bom-ref": program, "name": program, "version": version, "licenses": licences("Apache-2.0")}
    for program in programs
]
product = "swift-docker-credentials"
document = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {
        "timestamp": datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc).isoformat(),
        "component": {
            "type": "application", "bom-ref": product, "name": product, "version": version,
            "licenses": licences("Apache-2.0"),
        },
    },
    "components": applications + [libraries[name] for name in sorted(libraries)],
    "dependencies": [{"ref": product, "dependsOn": sorted(programs)}] + dependencies,
}
content = json.dumps(document, sort_keys=True)
document["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_OID, content).urn
text = json.dumps(document, indent=2) + "\n"
if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
    sys.exit(f"the bill of materials is not valid: {error}")
with open(path, "w", encoding="utf-8") as file:
    file.write(text)
print(f"{path}: {len(libraries)} libraries, valid CycloneDX 1.6")
