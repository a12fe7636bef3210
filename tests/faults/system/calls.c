/* The calls of the C library that touch a store, written from the Linux man pages (section 2). They do what they
 * should, but on order one of them fails, and what they do to the store's folder is written down.
 *
 * Linked into the phone's process, where they come before the C library's own. C, because only C can stand in for it;
 * none of this ships. Linux with glibc.
 *
 * The process orders by its environment:
 *   FAULTS_FOLDER  the store's folder; nothing else is touched
 *   FAULTS_KIND    the number of a kind (faults.h)
 *   FAULTS_NTH     which call of that kind fails, from 1
 *   FAULTS_FOREVER 1: all later ones fail too
 *   FAULTS_TRACE   a file to write down what happens
 *   FAULTS_STOP    1: the process ends, as if killed, where it is armed
 * and by opening files that are not there: /.faults/arm, /.faults/disarm, /.faults/acknowledged.
 *
 * Nobody waits: a sleep moves the clock and returns. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "faults.h"

#define FILES 256

static const char *const NAMES[KINDS] = {"write", "full", "quota", "sync", "truncate", "unlink", "open", "denied",
                                         "lock", "unlock", "read", "map", "stat", "name", "memory"};

static const char *folder;
static size_t folder_length;
static int chosen = -1;
static long nth;
static int forever;
static int stops;
static int trace = -1;
static int armed;
static int fired;
static int owes_full;
static long calls[KINDS];
/* By file descriptor: its path within the folder. */
static char *names[FILES];

#define REAL(result, name, ...)                              \
    static result (*real)(__VA_ARGS__);                      \
    if (!real) *(void **)(&real) = dlsym(RTLD_NEXT, #name)

static ssize_t really_write(int fd, const void *bytes, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    return real(fd, bytes, size);
}

static void say(const char *text) {
    if (really_write(2, text, strlen(text)) < 0) _exit(99);
}

__attribute__((constructor(200))) static void begin(void) {
    const char *text;
    folder = getenv("FAULTS_FOLDER");
    if (!folder) return;
    folder_length = strlen(folder);
    if ((text = getenv("FAULTS_KIND"))) chosen = atoi(text);
    if ((text = getenv("FAULTS_NTH"))) nth = atol(text);
    forever = getenv("FAULTS_FOREVER") != NULL;
    stops = getenv("FAULTS_STOP") != NULL;
    if ((text = getenv("FAULTS_TRACE"))) {
        REAL(int, open64, const char *, int, ...);
        trace = real(text, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    }
}

__attribute__((destructor)) static void end(void) {
    char line[64];
    int kind;
    for (kind = 0; kind < KINDS; kind++) {
        snprintf(line, sizeof line, "calls %s %ld\n", NAMES[kind], calls[kind]);
        say(line);
    }
}

int faults_chosen(void) { return chosen; }

int faults_fails(enum kind kind) {
    if (!armed) return 0;
    calls[kind]++;
    if ((int)kind != chosen) return 0;
    if (forever ? calls[kind] < nth : calls[kind] != nth) return 0;
    if (!fired) say("fired\n");
    fired = 1;
    return 1;
}

static int fails_with(enum kind kind, int error) {
    if (!faults_fails(kind)) return 0;
    errno = error;
    return 1;
}

/* Whether there is no room. */
static int is_full(void) { return fails_with(KIND_FULL, ENOSPC) || fails_with(KIND_QUOTA, EDQUOT); }

/* The path within the folder, "" for the folder itself, NULL outside. */
static const char *within(const char *path) {
    if (!folder || !path || strncmp(path, folder, folder_length) != 0) return NULL;
    if (path[folder_length] == 0) return path + folder_length;
    return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static const char *name_of(int fd) { return fd >= 0 && fd < FILES ? names[fd] : NULL; }

/* One event: "KIND OFFSET LENGTH NAME\n", and LENGTH bytes. */
static void note(char kind, long long offset, size_t length, const char *name, const void *bytes) {
    char line[512];
    if (trace < 0) return;
    /* What SQLite keeps in -shm is made anew from the log. */
    size_t size = strlen(name);
    if (size >= 4 && strcmp(name + size - 4, "-shm") == 0) return;
    int written = snprintf(line, sizeof line, "%c %lld %zu %s\n", kind, offset, length, name);
    if (really_write(trace, line, (size_t)written) != written) _exit(99);
    if (length && really_write(trace, bytes, length) != (ssize_t)length) _exit(99);
}

static void order(const char *what) {
    if (strcmp(what, "arm") == 0) {
        if (stops) _exit(0);
        armed = 1;
        note('A', 0, 0, "-", NULL);
    } else if (strcmp(what, "disarm") == 0) {
        armed = 0;
        owes_full = 0;
    } else {
        note('K', 0, 0, "-", NULL);
    }
}

int open64(const char *path, int flags, ...) {
    REAL(int, open64, const char *, int, ...);
    mode_t mode = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    if (strncmp(path, "/.faults/", 9) == 0) {
        order(path + 9);
        errno = ENOENT;
        return -1;
    }
    const char *name = within(path);
    if (!name) return real(path, flags, mode);
    int creates = (flags & O_CREAT) && faccessat(AT_FDCWD, path, F_OK, 0) != 0;
    if (fails_with(KIND_OPEN, EMFILE) || fails_with(KIND_DENIED, EACCES) || (creates && fails_with(KIND_QUOTA, EDQUOT))) return -1;
    int fd = real(path, flags, mode);
    if (fd >= 0 && fd < FILES) {
        free(names[fd]);
        names[fd] = strdup(name);
        if (creates) note('C', 0, 0, name, NULL);
    }
    return fd;
}

int open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open64(path, flags, mode);
}

int close(int fd) {
    REAL(int, close, int);
    if (name_of(fd)) {
        free(names[fd]);
        names[fd] = NULL;
    }
    return real(fd);
}

/* How much of a write is done: all, half of it, or -1 for none. */
static ssize_t room_for(size_t size) {
    if (owes_full) {
        errno = owes_full;
        owes_full = 0;
        return -1;
    }
    if (fails_with(KIND_WRITE, EIO)) return -1;
    int was_fired = fired;
    if (is_full()) {
        if (was_fired || size < 2) return -1;
        owes_full = errno;
        return (ssize_t)(size / 2);
    }
    return (ssize_t)size;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    const char *name = name_of(fd);
    if (!name) return real(fd, bytes, size, offset);
    ssize_t room = room_for(size);
    if (room < 0) return -1;
    ssize_t written = real(fd, bytes, (size_t)room, offset);
    if (written > 0) note('W', offset, (size_t)written, name, bytes);
    return written;
}

ssize_t write(int fd, const void *bytes, size_t size) {
    const char *name = name_of(fd);
    if (!name) return really_write(fd, bytes, size);
    off64_t offset = lseek64(fd, 0, SEEK_CUR);
    ssize_t written = pwrite64(fd, bytes, size, offset);
    if (written > 0) lseek64(fd, offset + written, SEEK_SET);
    return written;
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t offset) {
    REAL(ssize_t, pread64, int, void *, size_t, off64_t);
    if (name_of(fd) && fails_with(KIND_READ, ESTALE)) return -1;
    return real(fd, bytes, size, offset);
}

ssize_t read(int fd, void *bytes, size_t size) {
    REAL(ssize_t, read, int, void *, size_t);
    if (name_of(fd) && fails_with(KIND_READ, ESTALE)) return -1;
    return real(fd, bytes, size);
}

static int sync_with(int fd, int (*real)(int)) {
    const char *name = name_of(fd);
    if (name && fails_with(KIND_SYNC, EIO)) return -1;
    int outcome = real(fd);
    if (name && outcome == 0) note(*name ? 'S' : 'D', 0, 0, *name ? name : ".", NULL);
    return outcome;
}

int fsync(int fd) {
    REAL(int, fsync, int);
    return sync_with(fd, real);
}

int fdatasync(int fd) {
    REAL(int, fdatasync, int);
    return sync_with(fd, real);
}

int ftruncate64(int fd, off64_t length) {
    REAL(int, ftruncate64, int, off64_t);
    const char *name = name_of(fd);
    if (name && fails_with(KIND_TRUNCATE, EIO)) return -1;
    int outcome = real(fd, length);
    if (name && outcome == 0) note('T', length, 0, name, NULL);
    return outcome;
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    const char *name = within(path);
    if (name && fails_with(KIND_UNLINK, EIO)) return -1;
    int outcome = real(path);
    if (name && outcome == 0) note('U', 0, 0, name, NULL);
    return outcome;
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    if (within(from) && fails_with(KIND_NAME, EIO)) return -1;
    int outcome = real(from, to);
    /* No operation but setting aside renames: a trace of one is refused. */
    if (within(from) && outcome == 0) note('R', 0, 0, within(from), NULL);
    return outcome;
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    if (within(path) && (fails_with(KIND_NAME, EIO) || fails_with(KIND_QUOTA, EDQUOT))) return -1;
    return real(path, mode);
}

int chmod(const char *path, mode_t mode) {
    REAL(int, chmod, const char *, mode_t);
    if (within(path) && fails_with(KIND_NAME, EPERM)) return -1;
    return real(path, mode);
}

int fchmod(int fd, mode_t mode) {
    REAL(int, fchmod, int, mode_t);
    if (name_of(fd) && fails_with(KIND_NAME, EPERM)) return -1;
    return real(fd, mode);
}

int fcntl64(int fd, int command, ...) {
    REAL(int, fcntl64, int, int, ...);
    va_list arguments;
    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (name_of(fd) && (command == F_SETLK || command == F_SETLKW)) {
        int unlocks = ((struct flock64 *)argument)->l_type == F_UNLCK;
        if (unlocks ? fails_with(KIND_UNLOCK, EIO) : fails_with(KIND_LOCK, EAGAIN)) return -1;
    }
    return real(fd, command, argument);
}

void *mmap64(void *address, size_t size, int protection, int flags, int fd, off64_t offset) {
    REAL(void *, mmap64, void *, size_t, int, int, int, off64_t);
    if (name_of(fd) && fails_with(KIND_MAP, ENOMEM)) return MAP_FAILED;
    return real(address, size, protection, flags, fd, offset);
}

int stat64(const char *path, struct stat64 *found) {
    REAL(int, stat64, const char *, struct stat64 *);
    if (within(path) && fails_with(KIND_STAT, EIO)) return -1;
    return real(path, found);
}

int lstat64(const char *path, struct stat64 *found) {
    REAL(int, lstat64, const char *, struct stat64 *);
    if (within(path) && fails_with(KIND_STAT, EIO)) return -1;
    return real(path, found);
}

int fstat64(int fd, struct stat64 *found) {
    REAL(int, fstat64, int, struct stat64 *);
    if (name_of(fd) && fails_with(KIND_STAT, EIO)) return -1;
    return real(fd, found);
}

int statx(int folder_fd, const char *path, int flags, unsigned mask, struct statx *found) {
    REAL(int, statx, int, const char *, int, unsigned, struct statx *);
    /* Rust asks with a null pointer whether there is such a call; the header says that nobody does. */
    const char *volatile given = path;
    path = given;
    int is_ours = within(path) || (given && !*path && name_of(folder_fd));
    if (is_ours && fails_with(KIND_STAT, EIO)) return -1;
    return real(folder_fd, path, flags, mask, found);
}

int access(const char *path, int mode) {
    REAL(int, access, const char *, int);
    if (within(path) && fails_with(KIND_STAT, EIO)) return -1;
    return real(path, mode);
}

/* How long was slept, in nanoseconds. */
static int64_t slept;

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(int, clock_gettime, clockid_t, struct timespec *);
    int outcome = real(clock, now);
    if (outcome == 0 && clock == CLOCK_MONOTONIC) {
        int64_t since = now->tv_nsec + slept;
        now->tv_sec += since / 1000000000;
        now->tv_nsec = since % 1000000000;
    }
    return outcome;
}

int nanosleep(const struct timespec *asked, struct timespec *left) {
    (void)left;
    slept += asked->tv_sec * 1000000000LL + asked->tv_nsec;
    return 0;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *asked, struct timespec *left) {
    struct timespec now = {0, 0};
    if (flags & TIMER_ABSTIME) clock_gettime(clock, &now);
    struct timespec span = {asked->tv_sec - now.tv_sec, asked->tv_nsec - now.tv_nsec};
    return nanosleep(&span, left);
}

int usleep(useconds_t span) {
    slept += span * 1000LL;
    return 0;
}
