#ifndef C_SYSTEM_SUPPORT_H
#define C_SYSTEM_SUPPORT_H

/* Calls that Swift cannot import: variadic functions, those behind _GNU_SOURCE, those that differ between systems
   beyond a name, and what has to run inside a signal handler. */

#include <stdint.h>
#include <sys/types.h>

/* Memory.c */

/* prctl(PR_SET_DUMPABLE, 0): neither a core file nor a core handler behind a pipe, for which RLIMIT_CORE does not
   count, gets this process's memory; nor may another process of the same user attach to it. 0, or -1 with errno. */
int system_support_forbid_core_dumps(void);

/* Files.c */

/* A pipe whose ends are close-on-exec: ends[0] to read from, ends[1] to write to. 0, or -1 with errno. */
int system_support_pipe(int ends[2]);

/* Two connected sockets that are close-on-exec, the first of which does not block. 0, or -1 with errno. */
int system_support_socket_pair(int ends[2]);

/* send(2) that raises no SIGPIPE. The number of bytes that went, or -1 with errno. */
long system_support_send(int socket, const void *bytes, size_t count);

/* A file that has no name and is close-on-exec: in memory where the system can, else an unlinked temporary file. The
   descriptor, or -1 with errno. */
int system_support_anonymous_file(void);

/* rename(2) that fails with EEXIST when `to` is there already. 0, or -1 with errno. */
int system_support_rename_exclusively(const char *from, const char *to);

/* The number by which statfs(2) tells the kind of file system that the file is on; 0 where it cannot be told. */
uint32_t system_support_file_system(int file);

/* Directories.c */

/* What is in the open directory, from where it was read to: for each entry but . and .. a letter and the name with its
   NUL. The letter says what it is: f(ile), d(irectory), l(ink), o(ther), or ? where the file system does not say.
   *entries is to be freed; it is null for no entries. 0, or -1 with errno. */
int system_support_directory_entries(int directory, char **entries, size_t *length);

/* Arguments.c */

/* How many arguments main was called with, its name included, and where they are; -1 where the system does not tell. */
int system_support_arguments(char ***arguments);

/* Keyring.c */

/* Puts a key into the user's keyring for some seconds, in place of one of the same description; other processes of the
   user can read it, also those of other sessions. 0, or -1 with errno. */
int system_support_keyring_add(const char *description, const void *bytes, size_t count, unsigned seconds);

/* Reads a key of the user's keyring. Its length, which may be more than the capacity, or -1 with errno. */
long system_support_keyring_read(const char *description, void *bytes, size_t capacity);

/* Takes a key out of the user's keyring. 0, or -1 with errno. */
int system_support_keyring_remove(const char *description);

/* Processes.c */

/* The variables of this process: "NAME=value" strings up to a null pointer. May be null itself. */
char **system_support_environment(void);

enum system_support_group {
    system_support_group_inherited,
    system_support_group_own,    /* a process group of its own */
    system_support_group_session /* a session of its own, and so no controlling terminal */
};

struct system_support_spawn_request {
    const char *program;
    char *const *arguments;
    char *const *environment;
    const char *working_directory; /* null: that of this process */
    int input;
    int output;
    int error; /* negative: that of this process */
    enum system_support_group group;
};

/* posix_spawn with default signal handling, nothing blocked and no descriptor beyond 2. 0, or an errno number. */
int system_support_spawn(const struct system_support_spawn_request *request, pid_t *process);

/* The same for a child that signals are passed on to, until system_support_reap_child takes its status. */
int system_support_spawn_child(const struct system_support_spawn_request *request, pid_t *process);

/* waitpid(2), after which no signal is passed on to that child any more. */
pid_t system_support_reap_child(pid_t process, int *wait_status);

/* From now on a signal that ends this process ends the children that it has started and not reaped, with the process
   groups that they lead, and SIGTSTP stops them. Signals that are ignored or have a handler are left alone. */
void system_support_end_children_with_process(void);

/* A close-on-exec descriptor that becomes readable when the child ends; -1 where the system has none. */
int system_support_exit_descriptor(pid_t process);

/* 1 when the child has ended, 0 while it runs, -1 with errno. Leaves the child to be waited for. */
int system_support_has_ended(pid_t process);

/* 1 when the child ended by itself, with its exit status in *status; 0 when a signal ended it, with that signal. */
int system_support_decode_wait_status(int wait_status, int *status);

/* 1 when the child was stopped by a signal since this was last asked, 0 when not, -1 with errno. */
int system_support_has_stopped(pid_t process);

/* Makes `group` the foreground process group of the terminal, whatever group the caller is in. 0, or -1 with errno. */
int system_support_set_foreground(int terminal, pid_t group);

/* TerminalSignals.c */

/* From now on the signals that end or stop a process at a terminal are noted and written to `descriptor`, one byte
   each, the signal's number. Signals that are ignored stay so. One caller at a time. */
void system_support_catch_terminal_signals(int descriptor);

/* Puts back the handling that was found. */
void system_support_release_terminal_signals(void);

/* Sends a signal to the calling thread, which takes it at once even if it has it blocked. */
void system_support_raise(int signal);

/* The columns of a terminal; 0 for what is none, and for one that does not know. */
int system_support_terminal_columns(int descriptor);

#endif
