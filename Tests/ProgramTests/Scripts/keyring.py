"""Changes the session's keyring as other programs do, by direct calls over the bus.

    keyring.py add LABEL ATTRIBUTES SECRET    makes an item in the default collection; ATTRIBUTES is a JSON object
    keyring.py fill COUNT                     makes COUNT items as docker-credential-secretservice does
    keyring.py items                          prints label and attributes of each item, a JSON object on a line
    keyring.py lock                           locks the default collection
"""
import json
import sys
import time

import dbus

SECRET = "org.freedesktop.Secret."
bus = dbus.SessionBus()


def remote(path, interface):
    return dbus.Interface(bus.get_object("org.freedesktop.secrets", path), interface)


service = remote("/org/freedesktop/secrets", SECRET + "Service")
default = service.ReadAlias("default")


def add(label, attributes, secret, session=None):
    session = session or service.OpenSession("plain", dbus.String("", variant_level=1))[1]
    properties = {
        SECRET + "Item.Label": label,
        SECRET + "Item.Attributes": dbus.Dictionary(json.loads(attributes), signature="ss"),
    }
    value = (session, dbus.ByteArray(b""), dbus.ByteArray(secret.encode()), "text/plain")
    item, prompt = remote(default, SECRET + "Collection").CreateItem(properties, value, False)
    assert item != "/", prompt


def fill(count):
    session = service.OpenSession("plain", dbus.String("", variant_level=1))[1]
    for number in range(int(count)):
        server = "registry%d.example" % number
        attributes = {
            "xdg:schema": "io.docker.Credentials", "docker_cli": "1", "label": "Docker Credentials",
            "server": server, "username": "user%d" % number,
        }
        add(server, json.dumps(attributes), "secret", session)


def items():
    found = [path for paths in service.SearchItems(dbus.Dictionary({}, signature="ss")) for path in paths]
    for path in found:
        properties = remote(path, "org.freedesktop.DBus.Properties").GetAll(SECRET + "Item")
        attributes = {str(name): str(value) for name, value in properties["Attributes"].items()}
        print(json.dumps({"label": str(properties["Label"]), "attributes": attributes}, sort_keys=True))


def lock():
    prompt = service.Lock([default])[1]
    if prompt != "/":
        # KeePassXC shows a prompt for this too, which needs no reply.
        remote(prompt, SECRET + "Prompt").Prompt("")
    while not remote(default, "org.freedesktop.DBus.Properties").Get(SECRET + "Collection", "Locked"):
        time.sleep(0.05)


{"add": add, "fill": fill, "items": items, "lock": lock}[sys.argv[1]](*sys.argv[2:])
