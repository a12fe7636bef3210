/* SQLite's allocator, written from https://sqlite.org/c3ref/mem_methods.html: the one that it has, which fails on
 * order. Rust's own allocations are not SQLite's and never fail here. */

#include <stddef.h>

#include "faults.h"

#define SQLITE_CONFIG_MALLOC 4
#define SQLITE_CONFIG_GETMALLOC 5
#define SQLITE_CONFIG_LOOKASIDE 13

struct sqlite3_mem_methods {
    void *(*xMalloc)(int);
    void (*xFree)(void *);
    void *(*xRealloc)(void *, int);
    int (*xSize)(void *);
    int (*xRoundup)(int);
    int (*xInit)(void *);
    void (*xShutdown)(void *);
    void *pAppData;
};

extern int sqlite3_config(int, ...);

static struct sqlite3_mem_methods real;

static void *failing_malloc(int size) {
    return faults_fails(KIND_MEMORY) ? NULL : real.xMalloc(size);
}

static void *failing_realloc(void *old, int size) {
    return faults_fails(KIND_MEMORY) ? NULL : real.xRealloc(old, size);
}

__attribute__((constructor(201))) static void install(void) {
    if (faults_chosen() != KIND_MEMORY) return;
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    struct sqlite3_mem_methods failing = real;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    /* Small pieces come from the allocator too, so that each of them can fail. */
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
}
