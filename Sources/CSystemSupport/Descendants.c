#define _GNU_SOURCE 1
#include "CSystemSupport.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>

/* The functions below run in a signal handler too, so they call only async-signal-safe functions and system calls. */

enum { most_own = 64, rounds = 400, rounds_before_kill = 200 };

/* The children that this process had before, for example of the shell that was replaced by it. */
static pid_t earlier[most_own];
static int earlier_count;
static int adopts;

static int is_earlier(pid_t process)
{
    for (int index = 0; index < earlier_count; index++)
        if (earlier[index] == process)
            return 1;
    return 0;
}

static char *append(char *end, const char *text)
{
    size_t length = strlen(text);
    memcpy(end, text, length + 1);
    return end + length;
}

/* Returns whether the process named by the digits is a running child of this process: proc(5), /proc/PID/stat. */
static int is_running_child(const char *digits)
{
    char path[64], text[512];
    append(append(append(path, "/proc/"), digits), "/stat");
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0)
        return 0;
    text[length] = 0;
    /* The name in parentheses may itself contain parentheses and blanks. */
    const char *state = strrchr(text, ')');
    if (state == NULL || state[1] != ' ' || state[2] == 'Z' || state[2] == 0 || state[3] != ' ')
        return 0;
    pid_t parent = 0;
    for (const char *digit = state + 4; *digit >= '0' && *digit <= '9'; digit++)
        parent = parent * 10 + (*digit - '0');
    return parent == getpid();
}

/* Calls `visit` with each running child, and returns their number, or -1 if /proc cannot be read. */
static int each_child(void (*visit)(pid_t, int), int argument)
{
    struct entry { /* getdents64(2) */
        uint64_t inode;
        int64_t offset;
        unsigned short length;
        unsigned char kind;
        char name[];
    };
    _Alignas(struct entry) char buffer[4096];
    int directory = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return -1;
    int count = 0;
    for (long length; (length = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0;) {
        for (long position = 0; position < length;) {
            const struct entry *entry = (const struct entry *)(buffer + position);
            position += entry->length;
            pid_t process = 0;
            const char *digit = entry->name;
            for (; *digit >= '0' && *digit <= '9'; digit++)
                process = process * 10 + (*digit - '0');
            if (process <= 1 || *digit != 0 || digit - entry->name > 10 || is_earlier(process)
                || !is_running_child(entry->name))
                continue;
            count++;
            visit(process, argument);
        }
    }
    close(directory);
    return count;
}

static void note_earlier(pid_t process, int unused)
{
    (void)unused;
    if (earlier_count < most_own)
        earlier[earlier_count++] = process;
}

static void send(pid_t process, int signal)
{
    kill(process, signal);
    /* A stopped process handles SIGTERM only after it is continued. */
    kill(process, SIGCONT);
}

int system_support_adopt_descendants(void)
{
    each_child(note_earlier, 0);
    if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
        return -1;
    adopts = 1;
    return 0;
}

int system_support_end_descendants(void)
{
    if (!adopts)
        return 0;
    for (int round = 0; round < rounds; round++) {
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        /* The children of a process that has ended become children of this process, and are found in the next round. */
        int count = each_child(send, round < rounds_before_kill ? SIGTERM : SIGKILL);
        if (count <= 0)
            return count;
        const struct timespec pause = {0, 5 * 1000 * 1000};
        nanosleep(&pause, NULL);
    }
    errno = ETIMEDOUT;
    return -1;
}
#else
int system_support_adopt_descendants(void)
{
    errno = ENOSYS;
    return -1;
}

int system_support_end_descendants(void) { return 0; }
#endif
