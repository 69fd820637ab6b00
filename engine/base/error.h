/* Filling a khl_error in one expression, so that every failing path reads `return KHL_FAIL(...)` or
 * `status = KHL_FAIL(...); goto done;`. Texts hold {0} {1} {2}; args are NUL-terminated and may be NULL. */
#ifndef KHL_BASE_ERROR_H
#define KHL_BASE_ERROR_H

#include "khulasa/base.h"

/* Writes code, id and message to err (which may be NULL) and returns code. texts[0] is the English template,
 * texts[1..3] the arguments, ended by NULL. Position fields already in err are cleared. */
khl_status khl_fail(khl_error *err, khl_status code, const char *id, const char *const *texts);

#define KHL_FAIL(err, code, id, ...)                                                                         \
    khl_fail((err), (code), (id), (const char *const[KHL_ERROR_ARGS + 2]){__VA_ARGS__, NULL})

/* Adds a position to an error that has been filled. Each of them accepts err == NULL. Returns err->code. */
khl_status khl_error_at(khl_error *err, const char *file, uint64_t row, uint64_t column);
khl_status khl_error_at_byte(khl_error *err, const char *file, uint64_t byte);

/* Out of memory: constant text, no formatting. */
khl_status khl_fail_memory(khl_error *err);

#endif
