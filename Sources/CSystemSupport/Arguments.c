#include "CSystemSupport.h"

#include <stddef.h>
#ifdef __APPLE__
#include <crt_externs.h>
#endif

#if defined(__GLIBC__)
static int given_count = -1;
static char **given;

/* glibc hands the arguments of main to the functions that run before it, in static and in dynamic programs. The Swift
   runtime reads /proc/self/cmdline instead, which is not there in some sandboxes. */
__attribute__((constructor)) static void remember(int count, char **arguments)
{
    given_count = count;
    given = arguments;
}
#endif

int system_support_arguments(char ***arguments)
{
#if defined(__GLIBC__)
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
