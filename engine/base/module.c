/* dlopen, and where modules lie. */
#define _GNU_SOURCE /* dladdr */
#include "module.h"

#include "error.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

/* KHL_MODULES_FROM_BIN: from the folder of the programs to that of the modules, in the build tree as when
 * installed. KHL_MODULES: where they are installed. */
static void *open_in(const char *folder, size_t folder_bytes, const char *between, const char *name)
{
    char path[PATH_BYTES];
    int n = snprintf(path, sizeof path, "%.*s%s/%s.so", (int)folder_bytes, folder, between, name);
    if (n < 0 || (size_t)n >= sizeof path || access(path, F_OK) != 0) return NULL;
    return dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
}

/* With the slash. */
static size_t folder_bytes(const char *path, size_t n)
{
    while (n > 0 && path[n - 1] != '/') n--;
    return n;
}

static void *open_beside_library(const char *name)
{
    Dl_info info;
    void *address;
    khl_status (*here)(const char *, const char *, void (**)(void), khl_error *) = khl_module_find;
    memcpy(&address, &here, sizeof address);
    if (dladdr(address, &info) == 0 || info.dli_fname == NULL) return NULL;
    return open_in(info.dli_fname, folder_bytes(info.dli_fname, strlen(info.dli_fname)), "khulasa", name);
}

static void *open_beside_program(const char *name)
{
    char path[PATH_BYTES];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    return n > 0 ? open_in(path, folder_bytes(path, (size_t)n), KHL_MODULES_FROM_BIN, name) : NULL;
}

khl_status khl_module_find(const char *name, const char *symbol, void (**out)(void), khl_error *err)
{
    void *module = open_beside_library(name);
    if (module == NULL) module = open_beside_program(name);
    if (module == NULL) module = open_in("", 0, KHL_MODULES, name);
    void *found = module != NULL ? dlsym(module, symbol) : NULL;
    if (found == NULL)
        return KHL_FAIL(err, KHL_E_IO, "module.missing",
                        "the part of Khulasa for {0} cannot be loaded; install it and the libraries it needs",
                        name);
    memcpy(out, &found, sizeof *out);
    return KHL_OK;
}
