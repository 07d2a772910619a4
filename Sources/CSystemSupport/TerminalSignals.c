#define _GNU_SOURCE 1
#include "CSystemSupport.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum { caught_count = sizeof caught / sizeof caught[0] };

static struct sigaction found[caught_count];
static volatile sig_atomic_t wake_descriptor = -1;

static void note(int signal)
{
    int saved = errno;
    unsigned char number = (unsigned char)signal;
    ssize_t written = write(wake_descriptor, &number, 1);
    (void)written;
    errno = saved;
}

void system_support_catch_terminal_signals(int descriptor)
{
    struct sigaction action = {0};
    action.sa_handler = note;
    sigfillset(&action.sa_mask);
    wake_descriptor = descriptor;
    for (int index = 0; index < caught_count; index++) {
        sigaction(caught[index], NULL, &found[index]);
        /* Ignored signals (nohup) stay ignored. */
        if (found[index].sa_handler != SIG_IGN)
            sigaction(caught[index], &action, NULL);
    }
}

void system_support_release_terminal_signals(void)
{
    for (int index = 0; index < caught_count; index++)
        sigaction(caught[index], &found[index], NULL);
    wake_descriptor = -1;
}

void system_support_raise(int signal)
{
    /* Threads that wait in libdispatch have all signals blocked, and a blocked signal would have no effect. */
    sigset_t unblocked, before;
    sigemptyset(&unblocked);
    sigaddset(&unblocked, signal);
    pthread_sigmask(SIG_UNBLOCK, &unblocked, &before);
    raise(signal);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}
