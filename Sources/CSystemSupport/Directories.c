#define _GNU_SOURCE 1
#include "CSystemSupport.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

struct list {
    char *bytes;
    size_t length;
    size_t capacity;
};

static char letter(unsigned char type)
{
    switch (type) {
    case DT_DIR: return 'd';
    case DT_REG: return 'f';
    case DT_LNK: return 'l';
    case DT_UNKNOWN: return '?';
    default: return 'o';
    }
}

/* Returns 0 if memory allocation fails. */
static int add(struct list *list, unsigned char type, const char *name)
{
    size_t size = strlen(name) + 2;
    if (name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0)))
        return 1;
    if (list->capacity - list->length < size) {
        size_t capacity = list->capacity * 2 + size + 254;
        char *bytes = realloc(list->bytes, capacity);
        if (bytes == NULL)
            return 0;
        list->bytes = bytes;
        list->capacity = capacity;
    }
    list->bytes[list->length] = letter(type);
    memcpy(list->bytes + list->length + 1, name, size - 1);
    list->length += size;
    return 1;
}

#ifdef __linux__
/* Uses getdents64(2), since opendir(3) makes three more calls and allocates 32 KiB even for a directory of one file. */
struct entry {
    uint64_t number;
    int64_t offset;
    uint16_t size;
    uint8_t type;
    char name[];
};

static int read_all(int directory, struct list *list)
{
    _Alignas(struct entry) char buffer[32768];
    for (;;) {
        long count = syscall(SYS_getdents64, directory, buffer, sizeof buffer);
        if (count <= 0)
            return (int)count;
        for (long position = 0; position < count;) {
            const struct entry *entry = (const struct entry *)(buffer + position);
            if (!add(list, entry->type, entry->name))
                return -1;
            position += entry->size;
        }
    }
}
#else
static int read_all(int directory, struct list *list)
{
    int copy = dup(directory);
    DIR *stream = copy < 0 ? NULL : fdopendir(copy);
    if (stream == NULL) {
        if (copy >= 0)
            close(copy);
        return -1;
    }
    struct dirent *entry;
    int result = 0;
    errno = 0;
    while (result == 0 && (entry = readdir(stream)) != NULL)
        result = add(list, entry->d_type, entry->d_name) ? 0 : -1;
    if (errno != 0)
        result = -1;
    closedir(stream);
    return result;
}
#endif

int system_support_directory_entries(int directory, char **entries, size_t *length)
{
    struct list list = {NULL, 0, 0};
    if (read_all(directory, &list) != 0) {
        int failure = errno;
        free(list.bytes);
        errno = failure;
        return -1;
    }
    *entries = list.bytes;
    *length = list.length;
    return 0;
}
