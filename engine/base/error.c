/* Errors: code, stable id, English line, arguments and position, all in caller-owned plain data. */
#include "error.h"

#include "utf8.h"

#include <string.h>

const char *khl_version(void)
{
    return KHL_VERSION;
}

static void copy_text(char *to, size_t capacity, const char *from)
{
    khl_str s = khl_utf8_truncate((khl_str){from, strlen(from)}, capacity - 1);
    memcpy(to, s.p, s.n);
    to[s.n] = '\0';
}

/* Expands {0}..{2} of the template into err->message. */
static void expand(khl_error *err, const char *template)
{
    size_t n = 0, capacity = sizeof err->message;
    char whole[2 * sizeof err->message];
    for (const char *p = template; *p != '\0' && n + 1 < sizeof whole;) {
        if (p[0] == '{' && p[1] >= '0' && p[1] < '0' + KHL_ERROR_ARGS && p[2] == '}') {
            const char *arg = err->args[p[1] - '0'];
            size_t len = strlen(arg), room = sizeof whole - 1 - n;
            if (len > room) len = room;
            memcpy(whole + n, arg, len);
            n += len;
            p += 3;
        } else {
            whole[n++] = *p++;
        }
    }
    whole[n] = '\0';
    copy_text(err->message, capacity, whole);
}

khl_status khl_fail(khl_error *err, khl_status code, const char *id, const char *const *texts)
{
    if (err == NULL) return code;
    memset(err, 0, sizeof *err);
    err->code = code;
    copy_text(err->id, sizeof err->id, id);
    for (size_t i = 0; i < KHL_ERROR_ARGS && texts[1 + i] != NULL; i++)
        copy_text(err->args[i], sizeof err->args[i], texts[1 + i]);
    expand(err, texts[0]);
    return code;
}

khl_status khl_error_at(khl_error *err, const char *file, uint64_t row, uint64_t column)
{
    if (err == NULL) return KHL_OK;
    if (file != NULL) copy_text(err->file, sizeof err->file, file);
    err->row = row;
    err->column = column;
    return err->code;
}

khl_status khl_error_at_byte(khl_error *err, const char *file, uint64_t byte)
{
    if (err == NULL) return KHL_OK;
    if (file != NULL) copy_text(err->file, sizeof err->file, file);
    err->byte = byte;
    err->has_byte = true;
    return err->code;
}

khl_status khl_fail_memory(khl_error *err)
{
    return KHL_FAIL(err, KHL_E_MEMORY, "memory",
                    "out of memory; close other programs or give less input at once");
}
