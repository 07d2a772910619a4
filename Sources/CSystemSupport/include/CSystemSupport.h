#ifndef C_SYSTEM_SUPPORT_H
#define C_SYSTEM_SUPPORT_H

/* Calls that Swift cannot import: variadic functions, and those behind _GNU_SOURCE. */

#include <sys/types.h>

/* prctl(PR_SET_DUMPABLE, 0): neither a core file nor a core handler behind a pipe, for which RLIMIT_CORE does not
   count, gets this process's memory; nor may another process of the same user attach to it. 0, or -1 with errno. */
int system_support_forbid_core_dumps(void);

/* 1 when the child ended by itself, with its exit status in *status; 0 when a signal ended it, with that signal. */
int system_support_decode_wait_status(int wait_status, int *status);

#endif
