"""A keyring with one item, `h` of the user `u`, that has one fault: faulty-provider.py FAULT [FILE].

Which faults there are stands below, where FAULT is looked at. Each method that changes something is written into FILE.
"""
import os
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

SECRET = "org.freedesktop.Secret."
PROPERTIES = "org.freedesktop.DBus.Properties"
SERVICE = "/org/freedesktop/secrets"
COLLECTION = SERVICE + "/collection/test"
ITEM = COLLECTION + "/1"
ATTRIBUTES = {"xdg:schema": "io.docker.Credentials", "docker_cli": "1", "server": "h", "username": "u"}
FAULT = sys.argv[1]
NO_PATH = dbus.ObjectPath("/")
times_asked = 0


class AccessDenied(dbus.DBusException):
    _dbus_error_name = "org.freedesktop.DBus.Error.AccessDenied"


class UnknownMethod(dbus.DBusException):
    _dbus_error_name = "org.freedesktop.DBus.Error.UnknownMethod"


class NotSupported(dbus.DBusException):
    _dbus_error_name = "org.freedesktop.DBus.Error.NotSupported"


def note(line):
    if len(sys.argv) > 2:
        with open(sys.argv[2], "a") as file:
            file.write(line + "\n")


def paths(*values):
    return dbus.Array([dbus.ObjectPath(value) for value in values], signature="o")


def refuse_sometimes(place):
    """The faults of a property, `attributes denied` for one."""
    global times_asked
    times_asked += 1
    if FAULT == place + " denied":
        raise AccessDenied("not for you")
    if FAULT == place + " unknown" or FAULT == place + " unknown once" and times_asked == 1:
        raise UnknownMethod("Method Get is not implemented on interface " + PROPERTIES)


class Service(dbus.service.Object):
    @dbus.service.method(SECRET + "Service", in_signature="a{ss}")
    def SearchItems(self, attributes):
        if FAULT == "denied by AppArmor":
            raise AccessDenied("An AppArmor policy prevents this sender from sending this message to this recipient")
        if FAULT == "search denied":
            raise AccessDenied("not for you")
        if FAULT == "default locked":
            raise AccessDenied("KeePassXC would wait here until somebody unlocks it")
        if FAULT == "search gives strings":
            return dbus.Array(["no path"], signature="s"), dbus.Array([], signature="s")
        if FAULT == "search gives one":
            return paths(ITEM)
        if attributes.get("server", "h") != "h":
            return paths(), paths()
        if FAULT == "item gone":
            return paths(COLLECTION + "/2"), paths()
        locked = FAULT in ["unlock lies", "unlock gives strings", "dies at prompt", "prompt gives a string"]
        return (paths(), paths(ITEM)) if locked else (paths(ITEM), paths())

    @dbus.service.method(SECRET + "Service", in_signature="sv")
    def OpenSession(self, algorithm, input):
        if FAULT == "session is a string":
            return dbus.String("", variant_level=1), "no path"
        if FAULT == "encrypted session is a string":
            if algorithm == "plain":
                raise NotSupported("no")
            return dbus.Array([], signature="y", variant_level=1), "no path"
        if FAULT == "session is a number":
            return dbus.UInt32(1)
        return dbus.String("", variant_level=1), dbus.ObjectPath(SERVICE + "/session/1")

    @dbus.service.method(SECRET + "Service", in_signature="aoo")
    def GetSecrets(self, items, session):
        if FAULT == "secret is a string":
            return dbus.Dictionary({dbus.ObjectPath(ITEM): "s"}, signature="os")
        if FAULT == "secrets are numbers":
            return dbus.UInt32(1)
        if FAULT == "secret of strings":
            return dbus.Dictionary({"no path": "s"}, signature="ss")
        value = dbus.Struct((session, dbus.ByteArray(b""), dbus.ByteArray(b"s"), "text/plain"), signature="oayays")
        return dbus.Dictionary({dbus.ObjectPath(ITEM): value}, signature="o(oayays)")

    @dbus.service.method(SECRET + "Service", in_signature="ao")
    def Unlock(self, objects):
        if FAULT == "unlock gives strings":
            return dbus.Array(["no path"], signature="s"), "no path"
        if FAULT in ["dies at prompt", "prompt gives a string"]:
            return paths(), dbus.ObjectPath(SERVICE + "/prompt/1")
        return objects, NO_PATH

    @dbus.service.method(SECRET + "Service", in_signature="s")
    def ReadAlias(self, name):
        if FAULT == "denied by AppArmor":
            raise AccessDenied("An AppArmor policy prevents this sender from sending this message to this recipient")
        return "no path" if FAULT == "alias is a string" else dbus.ObjectPath(COLLECTION)

    @dbus.service.method(PROPERTIES, in_signature="ss")
    def Get(self, interface, name):
        others = [COLLECTION + "2"] if FAULT == "default locked" else []
        return dbus.Array(paths(COLLECTION, *others), signature="o", variant_level=1)


class Collection(dbus.service.Object):
    SUPPORTS_MULTIPLE_OBJECT_PATHS = True
    is_open = False

    @dbus.service.method(SECRET + "Collection", in_signature="a{ss}")
    def SearchItems(self, attributes):
        return paths(ITEM) if self.is_open and attributes.get("server", "h") == "h" else paths()

    @dbus.service.method(SECRET + "Collection", in_signature="a{sv}(oayays)b")
    def CreateItem(self, properties, secret, replace):
        note("create")
        if FAULT == "creates nothing":
            return NO_PATH, NO_PATH
        if FAULT == "creates a string":
            return "no path", "no path"
        return dbus.ObjectPath(ITEM), NO_PATH

    @dbus.service.method(PROPERTIES, in_signature="ss")
    def Get(self, interface, name):
        refuse_sometimes("collection")
        if name == "Items":
            return dbus.Array([], signature="o", variant_level=1)
        if FAULT == "default locked":
            return dbus.Boolean(not self.is_open, variant_level=1)
        if FAULT == "collection is a string":
            return dbus.String("no", variant_level=1)
        return dbus.Boolean(False, variant_level=1)


class Item(dbus.service.Object):
    @dbus.service.method(SECRET + "Item")
    def Delete(self):
        note("delete")
        return "no path" if FAULT == "delete gives a string" else NO_PATH

    @dbus.service.method(PROPERTIES, in_signature="ss")
    def Get(self, interface, name):
        refuse_sometimes("attributes")
        if name == "Locked":
            return dbus.Boolean(False, variant_level=1)
        if FAULT == "attributes are a string":
            return dbus.String("no", variant_level=1)
        return dbus.Dictionary(ATTRIBUTES, signature="ss", variant_level=1)


class Prompt(dbus.service.Object):
    @dbus.service.method(SECRET + "Prompt", in_signature="s")
    def Prompt(self, window):
        if FAULT == "prompt gives a string":
            GLib.timeout_add(100, self.Completed, False, dbus.String("no", variant_level=1))
        else:
            GLib.timeout_add(300, os._exit, 0)

    @dbus.service.signal(SECRET + "Prompt", signature="bv")
    def Completed(self, dismissed, result):
        pass


bus = dbus.SessionBus(mainloop=DBusGMainLoop())
collection = Collection(bus, COLLECTION)
collection.add_to_connection(bus, SERVICE + "/aliases/default")
second = Collection(bus, COLLECTION + "2")
second.is_open = True
objects = Service(bus, SERVICE), Item(bus, ITEM), Prompt(bus, SERVICE + "/prompt/1")
name = dbus.service.BusName("org.freedesktop.secrets", bus)
GLib.MainLoop().run()
