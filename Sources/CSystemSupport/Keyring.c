#define _GNU_SOURCE 1
#include "CSystemSupport.h"

#include <errno.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/keyctl.h>
#include <sys/syscall.h>
#endif

#ifdef __linux__
/* keyctl(2): the possessor has all permissions; other processes of the user may view, search and read. */
static const unsigned long permissions = 0x3f0b0000;

static long find(const char *description)
{
    return syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, "user", description, 0);
}

int system_support_keyring_add(const char *description, const void *bytes, size_t count, unsigned seconds)
{
    /* Added to the process's own keyring first, since only a possessor may set the timeout and permissions. */
    long key = syscall(SYS_add_key, "user", description, bytes, count, KEY_SPEC_PROCESS_KEYRING);
    if (key < 0)
        return -1;
    int failed = syscall(SYS_keyctl, KEYCTL_SET_TIMEOUT, key, seconds) < 0
        || syscall(SYS_keyctl, KEYCTL_SETPERM, key, permissions) < 0
        || syscall(SYS_keyctl, KEYCTL_LINK, key, KEY_SPEC_USER_KEYRING) < 0;
    int failure = errno;
    syscall(SYS_keyctl, KEYCTL_UNLINK, key, KEY_SPEC_PROCESS_KEYRING);
    errno = failure;
    return failed ? -1 : 0;
}

long system_support_keyring_read(const char *description, void *bytes, size_t capacity)
{
    long key = find(description);
    return key < 0 ? -1 : syscall(SYS_keyctl, KEYCTL_READ, key, bytes, capacity);
}

int system_support_keyring_remove(const char *description)
{
    long key = find(description);
    return key < 0 ? -1 : (int)syscall(SYS_keyctl, KEYCTL_UNLINK, key, KEY_SPEC_USER_KEYRING);
}
#else
int system_support_keyring_add(const char *description, const void *bytes, size_t count, unsigned seconds)
{
    (void)description, (void)bytes, (void)count, (void)seconds;
    errno = ENOSYS;
    return -1;
}

long system_support_keyring_read(const char *description, void *bytes, size_t capacity)
{
    (void)description, (void)bytes, (void)capacity;
    errno = ENOSYS;
    return -1;
}

int system_support_keyring_remove(const char *description)
{
    (void)description;
    errno = ENOSYS;
    return -1;
}
#endif
