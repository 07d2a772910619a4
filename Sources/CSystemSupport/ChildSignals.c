#define _GNU_SOURCE 1
#include "CSystemSupport.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The handlers call only async-signal-safe functions (POSIX) and read only atomic variables. */

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { ending_count = sizeof ending / sizeof ending[0], most_children = 256 };

/* Running children: negative for the leader of a process group, 0 for a free slot. */
static _Atomic pid_t children[most_children];
/* Threads that have started a child but not yet added it to the array. */
static atomic_int starting;
/* Whether a signal is ending this process. */
static atomic_int is_ending;

static void pause_briefly(void)
{
    const struct timespec pause = {0, 5 * 1000 * 1000};
    nanosleep(&pause, NULL);
}

static void signal_children(int signal)
{
    for (int index = 0; index < most_children; index++) {
        pid_t child = atomic_load(&children[index]);
        if (child != 0)
            kill(child, signal);
    }
}

/* Only the child itself, not its group: a process that outlives it, such as an agent, may go on. */
static int some_child_runs(void)
{
    for (int index = 0; index < most_children; index++) {
        pid_t child = atomic_load(&children[index]);
        if (child != 0 && system_support_has_ended(child < 0 ? -child : child) == 0)
            return 1;
    }
    return 0;
}

static void take_default(int signal)
{
    struct sigaction action = {0};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, NULL);
    system_support_raise(signal);
}

static void wait_for_starts(void)
{
    for (int round = 0; round < 200 && atomic_load(&starting) > 0; round++)
        pause_briefly();
}

/* Another thread would take the end of a child for a failure: it would report that, exit, or start the next child. */
static void wait_for_the_end(void)
{
    while (atomic_load(&is_ending))
        pause_briefly();
}

/* Sends the signal to the children, kills those that are left after a second, and ends this process by the same
   signal, as its parent expects. */
static void end_with_children(int signal)
{
    int saved = errno;
    atomic_store(&is_ending, 1);
    wait_for_starts();
    signal_children(signal);
    /* A stopped child handles the signal only after it is continued. */
    signal_children(SIGCONT);
    for (int round = 0; round < 200 && some_child_runs(); round++)
        pause_briefly();
    signal_children(SIGKILL);
    system_support_end_descendants();
    take_default(signal);
    errno = saved;
}

static void catch(int signal);

static void stop_with_children(int signal)
{
    int saved = errno;
    wait_for_starts();
    signal_children(SIGTSTP);
    take_default(signal);
    /* Continued. */
    signal_children(SIGCONT);
    catch(signal);
    errno = saved;
}

static void catch(int signal)
{
    struct sigaction action = {0}, found;
    action.sa_handler = signal == SIGTSTP ? stop_with_children : end_with_children;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    /* Ignored signals (nohup) stay ignored, and the program's own handlers stay in place. */
    if (sigaction(signal, NULL, &found) == 0 && found.sa_handler == SIG_DFL)
        sigaction(signal, &action, NULL);
}

void system_support_end_children_with_process(void)
{
    for (int index = 0; index < ending_count; index++)
        catch(ending[index]);
    catch(SIGTSTP);
}

int system_support_spawn_child(const struct system_support_spawn_request *request, pid_t *process)
{
    sigset_t all, before;
    sigfillset(&all);
    /* No handler may run on this thread before the child is in the array. A handler on another thread waits. */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    atomic_fetch_add(&starting, 1);
    if (atomic_load(&is_ending)) {
        atomic_fetch_sub(&starting, 1);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        wait_for_the_end();
    }
    int failure = system_support_spawn(request, process);
    if (failure == 0) {
        pid_t child = request->group != system_support_group_inherited ? -*process : *process;
        for (int index = 0; index < most_children; index++) {
            pid_t none = 0;
            if (atomic_compare_exchange_strong(&children[index], &none, child))
                break;
        }
    }
    atomic_fetch_sub(&starting, 1);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

pid_t system_support_reap_child(pid_t process, int *wait_status)
{
    wait_for_the_end();
    /* The process number may be reused as soon as the child is reaped. */
    for (int index = 0; index < most_children; index++) {
        pid_t child = atomic_load(&children[index]);
        if (child == process || child == -process)
            atomic_store(&children[index], 0);
    }
    return waitpid(process, wait_status, 0);
}
