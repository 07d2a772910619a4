"""A keyring prompter that accepts every request and never replies: PROMPTER [READY-FILE]."""
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
name = dbus.service.BusName("org.gnome.keyring.SystemPrompter", bus)


class Prompter(dbus.service.Object):
    @dbus.service.method("org.gnome.keyring.internal.Prompter", in_signature="o", async_callbacks=("done", "failed"))
    def BeginPrompting(self, callback, done, failed):
        done()


prompter = Prompter(bus, "/org/gnome/keyring/Prompter")
if len(sys.argv) > 1:
    open(sys.argv[1], "w").close()
GLib.timeout_add_seconds(60, sys.exit)
GLib.MainLoop().run()
