// Stands before the library: what a program defines itself is linked in place of a shared library's
// function of the same name. Each notes the call and goes on to the library.

#define _GNU_SOURCE

#include "CrossingCounter.h"

#include <dlfcn.h>
#include <stdint.h>

#define MOST 256

static _Thread_local const char *names[MOST];
static _Thread_local int count;

void crossings_forget(void) { count = 0; }

const char *crossings_name(int number) { return number < count ? names[number] : 0; }

static void note(const char *name) {
    if (count < MOST) names[count++] = name;
}

// As the generated header declares them.
typedef struct {
    uint64_t capacity;
    uint64_t len;
    uint8_t *data;
} RustBuffer;

#define PREFIX(name) uniffi_passkey_provider_ffi_fn_##name
#define TEXT(name) "uniffi_passkey_provider_ffi_fn_" #name

#define FORWARD(result, name, parameters, arguments)                            \
    result PREFIX(name) parameters {                                            \
        note(#name);                                                            \
        return ((result(*) parameters)dlsym(RTLD_NEXT, TEXT(name))) arguments; \
    }

#define BEGIN(name) FORWARD(RustBuffer, name, (uint64_t on, RustBuffer in, void *status), (on, in, status))
#define FINISH(name) \
    FORWARD(RustBuffer, name, (uint64_t on, uint64_t plan, RustBuffer in, void *status), (on, plan, in, status))
#define CLONE(name) FORWARD(uint64_t, name, (uint64_t of, void *status), (of, status))
#define FREE(name) FORWARD(void, name, (uint64_t of, void *status), (of, status))

BEGIN(method_provider_begin_create)
BEGIN(method_provider_begin_get)
FINISH(method_provider_finish_create)
FINISH(method_provider_finish_get)
CLONE(clone_provider)
CLONE(clone_createplan)
CLONE(clone_getplan)
FREE(free_provider)
FREE(free_createplan)
FREE(free_getplan)
