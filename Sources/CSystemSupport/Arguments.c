#define _GNU_SOURCE 1
#include "CSystemSupport.h"

#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef __APPLE__
#include <crt_externs.h>
#elif defined(__linux__)
#include <sys/auxv.h>
#endif

#if defined(__GLIBC__)
static int given_count = -1;
static char **given;
static int has_set_root;

/* glibc passes the arguments of main to constructors, in static and in dynamic programs. The Swift runtime reads
   /proc/self/cmdline instead, which some sandboxes do not have.

   Without /proc, a statically linked runtime also ends the program before main: it looks for its backtracer next to
   /proc/self/exe, unless an environment variable names it. This constructor therefore runs before the runtime's
   initializers, which have no priority. The variable is removed again, so that no child inherits it. */
__attribute__((constructor(101))) static void prepare(int count, char **arguments)
{
    given_count = count;
    given = arguments;
    if (access("/proc/self/exe", F_OK) != 0 && getenv("SWIFT_ROOT") == NULL)
        has_set_root = setenv("SWIFT_ROOT", "/nonexistent", 0) == 0;
}
#endif

int system_support_arguments(char ***arguments)
{
#if defined(__GLIBC__)
    if (has_set_root)
        unsetenv("SWIFT_ROOT");
    has_set_root = 0;
    *arguments = given;
    return given_count;
#elif defined(__APPLE__)
    *arguments = *_NSGetArgv();
    return *_NSGetArgc();
#else
    *arguments = NULL;
    return -1;
#endif
}

const char *system_support_program_path(void)
{
#if defined(__linux__)
    /* The kernel puts the path on the stack of the new process, so it does not need /proc. */
    return (const char *)getauxval(AT_EXECFN);
#elif defined(__APPLE__)
    return (*_NSGetArgv())[0];
#else
    return NULL;
#endif
}
