#ifndef CLIBSECRET_SHIM_H
#define CLIBSECRET_SHIM_H

/* GLib, GIO and libsecret. Nothing that is variadic is used, so there is nothing to wrap: a schema, which would need
   secret_schema_new, is only one more attribute on the bus.

   The functions that turn a secret into what goes over the bus and back are behind this macro, since libsecret's authors
   may yet change the header; the library has exported them unchanged since 0.16. */
#define SECRET_API_SUBJECT_TO_CHANGE 1

#include <gio/gio.h>
#include <libsecret/secret.h>

#endif
