"""A keyring with one item that refuses plain sessions, and logs the requested kinds of session.

    plain-refusing-provider.py FILE
"""
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

SECRET = "org.freedesktop.Secret."
PROPERTIES = "org.freedesktop.DBus.Properties"
ITEM = "/org/freedesktop/secrets/collection/test/1"
ATTRIBUTES = {"xdg:schema": "io.docker.Credentials", "docker_cli": "1", "server": "h", "username": "u"}


class NotSupported(dbus.DBusException):
    _dbus_error_name = "org.freedesktop.DBus.Error.NotSupported"


class Service(dbus.service.Object):
    @dbus.service.method(SECRET + "Service", in_signature="a{ss}", out_signature="aoao")
    def SearchItems(self, attributes):
        return [dbus.ObjectPath(ITEM)], dbus.Array([], signature="o")

    @dbus.service.method(SECRET + "Service", in_signature="sv", out_signature="vo")
    def OpenSession(self, algorithm, input):
        with open(sys.argv[1], "a") as file:
            file.write(algorithm + "\n")
        raise NotSupported("no session of this kind")

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return dbus.Dictionary({"Collections": dbus.Array([], signature="o")}, signature="sv")


class Collection(dbus.service.Object):
    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return dbus.Boolean(False, variant_level=1)


class Item(dbus.service.Object):
    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return dbus.Dictionary(ATTRIBUTES, signature="ss", variant_level=1)


bus = dbus.SessionBus(mainloop=DBusGMainLoop())
service, item = Service(bus, "/org/freedesktop/secrets"), Item(bus, ITEM)
collection = Collection(bus, "/org/freedesktop/secrets/aliases/default")
name = dbus.service.BusName("org.freedesktop.secrets", bus)
GLib.MainLoop().run()
