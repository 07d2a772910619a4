#define _GNU_SOURCE 1
#include "CSystemSupport.h"

#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

int system_support_set_foreground(int terminal, pid_t group)
{
    /* Sent to a caller in the background, whom it would stop. */
    sigset_t background, before;
    sigemptyset(&background);
    sigaddset(&background, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &background, &before);
    int result = tcsetpgrp(terminal, group);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}

int system_support_terminal_width(int terminal)
{
    struct winsize size;
    if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return -1;
    return size.ws_col;
}
