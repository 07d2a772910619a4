#define _GNU_SOURCE 1
#include "CSystemSupport.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

int system_support_set_foreground(int terminal, pid_t group)
{
    /* This signal would stop a caller in the background. */
    sigset_t background, before;
    sigemptyset(&background);
    sigaddset(&background, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &background, &before);
    int result = tcsetpgrp(terminal, group);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}
