#define _GNU_SOURCE 1
#include "CSystemSupport.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif
#ifdef __APPLE__
#include <crt_externs.h>
#else
extern char **environ;
#endif

char **system_support_environment(void)
{
#ifdef __APPLE__
    return *_NSGetEnviron();
#else
    return environ;
#endif
}

static int set_attributes(posix_spawnattr_t *attributes, enum system_support_group group)
{
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    sigset_t all, none;
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setsigmask(attributes, &none);
    if (group == system_support_group_own) {
        flags |= POSIX_SPAWN_SETPGROUP;
        posix_spawnattr_setpgroup(attributes, 0);
    }
    if (group == system_support_group_session)
        flags |= POSIX_SPAWN_SETSID;
#ifdef POSIX_SPAWN_CLOEXEC_DEFAULT
    flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
    return posix_spawnattr_setflags(attributes, flags);
}

static int add_actions(posix_spawn_file_actions_t *actions, const struct system_support_spawn_request *request)
{
    int failure = posix_spawn_file_actions_adddup2(actions, request->input, 0);
    if (failure == 0)
        failure = posix_spawn_file_actions_adddup2(actions, request->output, 1);
    if (failure == 0 && request->error >= 0)
        failure = posix_spawn_file_actions_adddup2(actions, request->error, 2);
#ifdef __APPLE__
    if (failure == 0 && request->error < 0)
        failure = posix_spawn_file_actions_addinherit_np(actions, 2);
#endif
    if (failure == 0 && request->working_directory)
        failure = posix_spawn_file_actions_addchdir_np(actions, request->working_directory);
#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 34)
    /* The child must not inherit what other libraries opened without close-on-exec. */
    if (failure == 0)
        failure = posix_spawn_file_actions_addclosefrom_np(actions, 3);
#endif
#endif
    return failure;
}

int system_support_spawn(const struct system_support_spawn_request *request, pid_t *process)
{
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    int failure = posix_spawnattr_init(&attributes);
    if (failure != 0)
        return failure;
    failure = posix_spawn_file_actions_init(&actions);
    if (failure == 0) {
        failure = set_attributes(&attributes, request->group);
        if (failure == 0)
            failure = add_actions(&actions, request);
        if (failure == 0)
            failure = posix_spawn(
                process, request->program, &actions, &attributes, request->arguments, request->environment);
        posix_spawn_file_actions_destroy(&actions);
    }
    posix_spawnattr_destroy(&attributes);
    return failure;
}

int system_support_exit_descriptor(pid_t process)
{
#if defined(__linux__) && defined(SYS_pidfd_open)
    return (int)syscall(SYS_pidfd_open, process, 0);
#else
    (void)process;
    errno = ENOSYS;
    return -1;
#endif
}

int system_support_has_ended(pid_t process)
{
    siginfo_t information;
    information.si_pid = 0;
    int result;
    do
        result = waitid(P_PID, (id_t)process, &information, WEXITED | WNOHANG | WNOWAIT);
    while (result != 0 && errno == EINTR);
    return result != 0 ? -1 : information.si_pid != 0;
}

int system_support_decode_wait_status(int wait_status, int *status)
{
    if (WIFEXITED(wait_status)) {
        *status = WEXITSTATUS(wait_status);
        return 1;
    }
    *status = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
    return 0;
}

int system_support_has_stopped(pid_t process)
{
    siginfo_t information;
    information.si_pid = 0;
    int result;
    do
        result = waitid(P_PID, (id_t)process, &information, WSTOPPED | WNOHANG);
    while (result != 0 && errno == EINTR);
    return result != 0 ? -1 : information.si_pid != 0;
}
