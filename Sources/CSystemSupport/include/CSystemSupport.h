#ifndef C_SYSTEM_SUPPORT_H
#define C_SYSTEM_SUPPORT_H

/* Functions that Swift cannot import: variadic functions, functions that need _GNU_SOURCE, functions that differ
   between systems in more than a name, and signal handlers. */

#include <stdint.h>
#include <sys/types.h>

/* Memory.c */

/* prctl(PR_SET_DUMPABLE, 0): prevents core files, core handlers behind a pipe (which ignore RLIMIT_CORE), and other
   processes of the same user from attaching. Returns 0, or -1 with errno. */
int system_support_forbid_core_dumps(void);

/* Files.c */

/* Creates a close-on-exec pipe: ends[0] for reading, ends[1] for writing. Returns 0, or -1 with errno. */
int system_support_pipe(int ends[2]);

/* Creates two connected close-on-exec sockets, the first of which is nonblocking. Returns 0, or -1 with errno. */
int system_support_socket_pair(int ends[2]);

/* send(2) without SIGPIPE. Returns the number of bytes sent, or -1 with errno. */
long system_support_send(int socket, const void *bytes, size_t count);

/* Creates an unnamed close-on-exec file, in memory if the system supports it, or else an unlinked temporary file.
   Returns the descriptor, or -1 with errno. */
int system_support_anonymous_file(void);

/* rename(2) that fails with EEXIST if `to` exists. Returns 0, or -1 with errno. */
int system_support_rename_exclusively(const char *from, const char *to);

/* Returns the file system type of the file, as in statfs(2), or 0 if it is unknown. */
uint32_t system_support_file_system(int file);

/* Directories.c */

/* Reads the remaining entries of an open directory, except . and .., as a letter and a NUL-terminated name each. The
   letter is the kind: f(ile), d(irectory), l(ink), o(ther), or ? if the file system does not report it. The caller
   frees *entries, which is null if there are none. Returns 0, or -1 with errno. */
int system_support_directory_entries(int directory, char **entries, size_t *length);

/* Arguments.c */

/* Returns the number of arguments of main, including the program's name, or -1 if the system does not provide them. */
int system_support_arguments(char ***arguments);

/* Returns the path with which this program was started, as execve(2) received it, or NULL. The text is not freed. */
const char *system_support_program_path(void);

/* Keyring.c */

/* Adds a key to the user's keyring for some seconds, and replaces one with the same description. All processes of the
   user can read it, including those of other sessions. Returns 0, or -1 with errno. */
int system_support_keyring_add(const char *description, const void *bytes, size_t count, unsigned seconds);

/* Reads a key from the user's keyring. Returns its length, which may exceed the capacity, or -1 with errno. */
long system_support_keyring_read(const char *description, void *bytes, size_t capacity);

/* Removes a key from the user's keyring. Returns 0, or -1 with errno. */
int system_support_keyring_remove(const char *description);

/* Processes.c */

/* Returns the environment: "NAME=value" strings followed by a null pointer. May itself be null. */
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

/* posix_spawn with default signal handling, no blocked signals and no descriptors above 2. Returns 0, or an errno. */
int system_support_spawn(const struct system_support_spawn_request *request, pid_t *process);

/* The same, and forwards signals to the child until system_support_reap_child is called. */
int system_support_spawn_child(const struct system_support_spawn_request *request, pid_t *process);

/* waitpid(2). Signals are no longer forwarded to the child afterwards. */
pid_t system_support_reap_child(pid_t process, int *wait_status);

/* Forwards fatal signals and SIGTSTP to all children that have not been reaped, and to the process groups that they
   lead. Signals that are ignored or have a handler are not changed. */
void system_support_end_children_with_process(void);

/* Returns a close-on-exec descriptor that becomes readable when the child exits, or -1 if the system has none. */
int system_support_exit_descriptor(pid_t process);

/* Returns 1 if the child has exited, 0 while it runs, or -1 with errno. Does not reap the child. */
int system_support_has_ended(pid_t process);

/* Returns 1 if the child exited, with its exit status in *status, or 0 if a signal ended it, with that signal. */
int system_support_decode_wait_status(int wait_status, int *status);

/* Returns 1 if a signal has stopped the child since the last call, 0 if not, or -1 with errno. */
int system_support_has_stopped(pid_t process);

/* Makes `group` the foreground process group of the terminal, even from the background. Returns 0, or -1 with errno. */
int system_support_set_foreground(int terminal, pid_t group);

/* Descendants.c */

/* Makes this process the parent of all orphaned descendants, and lets fatal signals end them with it
   (system_support_end_children_with_process). Returns 0, or -1 with errno if the system cannot do that. */
int system_support_adopt_descendants(void);

/* Ends and reaps all descendants, also those in other sessions: SIGTERM, and SIGKILL after a second. Children from
   before the adoption are left alone. Returns 0, or -1 with errno if some may be left. Async-signal-safe. */
int system_support_end_descendants(void);

/* TerminalSignals.c */

/* Catches the signals that end or stop a process at a terminal, and writes the number of each to `descriptor` as one
   byte. Ignored signals stay ignored. Only one caller at a time is allowed. */
void system_support_catch_terminal_signals(int descriptor);

/* Restores the previous signal handling. */
void system_support_release_terminal_signals(void);

/* Sends a signal to the calling thread, which handles it at once even if it is blocked. */
void system_support_raise(int signal);

/* Returns the number of columns of a terminal, or 0 if it is unknown or the descriptor is not a terminal. */
int system_support_terminal_columns(int descriptor);

#endif
