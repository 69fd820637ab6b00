/* The log as a whole: made, read line by line, added to, written. Lines that were read are kept as bytes, so
 * that what this version does not know is not lost. */
#include "log.h"

#include "alloc.h"
#include "error.h"
#include "files.h"
#include "khulasa/corpus.h"
#include "outfile.h"
#include "str.h"

#include <stdio.h>
#include <unistd.h>

enum { MOST_BYTES = 256 << 20 };

khl_status khl_decisions_create(khl_decisions **out, khl_error *err)
{
    *out = khl_alloc_zero(1, sizeof **out);
    if (*out == NULL) return khl_fail_memory(err);
    (*out)->arena = (khl_arena)KHL_ARENA_INIT(16384);
    return KHL_OK;
}

void khl_decisions_destroy(khl_decisions *d)
{
    if (d == NULL) return;
    free(d->items);
    khl_buf_clear(&d->bytes);
    khl_arena_clear(&d->arena);
    free(d);
}

size_t khl_decisions_count(const khl_decisions *d)
{
    return d->n;
}

const khl_decision *khl_decisions_at(const khl_decisions *d, size_t i)
{
    return i < d->n ? &d->items[i] : NULL;
}

void khl_decisions_sha256(const khl_decisions *d, char out[65])
{
    unsigned char digest[32];
    khl_sha256(khl_buf_str(&d->bytes), digest);
    khl_sha256_hex(digest, out);
}

/* The decision of that number; NULL when there is none. Numbers ascend. */
static khl_decision *find(const khl_decisions *d, uint32_t n)
{
    size_t low = 0, high = d->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (d->items[middle].n < n)
            low = middle + 1;
        else
            high = middle;
    }
    return low < d->n && d->items[low].n == n ? &d->items[low] : NULL;
}

/* Takes a decision whose strings are the log's own. */
static khl_status take(khl_decisions *d, const khl_decision *item, khl_error *err)
{
    char shown[16];
    uint32_t last = d->n > 0 ? d->items[d->n - 1].n : 0;
    snprintf(shown, sizeof shown, "%u", item->n <= last ? item->n : item->of);
    if (item->n <= last)
        return KHL_FAIL(
            err, KHL_E_INPUT, "decisions.number",
            "numbers of decisions rise from line to line, and {0} does not; was a line put in by hand?",
            shown);
    khl_decision *revoked = item->op == KHL_OP_REVOKE ? find(d, item->of) : NULL;
    if (item->op == KHL_OP_REVOKE && revoked == NULL)
        return KHL_FAIL(err, KHL_E_INPUT, "decisions.revoke", "there is no decision {0} above to revoke",
                        shown);
    if (!khl_grow(&d->items, &d->capacity, d->n + 1, sizeof *d->items)) return khl_fail_memory(err);
    d->items[d->n++] = *item;
    if (revoked != NULL) find(d, item->of)->revoked = true;
    return KHL_OK;
}

static khl_status read_lines(khl_decisions *d, khl_str bytes, khl_error *err)
{
    uint64_t row = 0;
    for (size_t at = 0; at < bytes.n;) {
        const char *end = memchr(bytes.p + at, '\n', bytes.n - at);
        size_t n = end != NULL ? (size_t)(end - bytes.p) - at : bytes.n - at;
        khl_str line = khl_str_trim((khl_str){bytes.p + at, n});
        at += n + 1;
        row++;
        if (line.n == 0) continue;
        khl_decision item;
        khl_status status = khl_decision_parse(&item, line, &d->arena, err);
        if (status == KHL_OK) status = take(d, &item, err);
        if (status != KHL_OK) return khl_error_at(err, NULL, row, 0), status;
    }
    khl_buf_put(&d->bytes, bytes);
    if (bytes.n > 0 && bytes.p[bytes.n - 1] != '\n') khl_buf_char(&d->bytes, '\n');
    d->n_read = bytes.n;
    return khl_buf_ok(&d->bytes) ? KHL_OK : khl_fail_memory(err);
}

khl_status khl_decisions_read(khl_decisions **out, const char *path, khl_error *err)
{
    khl_file file;
    *out = NULL;
    khl_status status = khl_file_open(&file, path, MOST_BYTES, err);
    if (status != KHL_OK) return status;
    khl_decisions *d;
    status = khl_decisions_create(&d, err);
    if (status == KHL_OK) status = read_lines(d, file.bytes, err);
    if (status != KHL_OK && err != NULL) khl_error_at(err, path, err->row, err->column);
    khl_file_close(&file);
    if (status == KHL_OK)
        *out = d;
    else
        khl_decisions_destroy(d);
    return status;
}

static bool keep_strings(khl_decisions *d, khl_decision *item)
{
    khl_str *const strings[] = {&item->a_id, &item->b_id, &item->entry, &item->value,
                                &item->t,    &item->by,   &item->why};
    bool ok = true;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        *strings[i] = khl_arena_copy(&d->arena, *strings[i]);
        ok = ok && strings[i]->p != NULL;
    }
    khl_str *values = khl_arena_array(&d->arena, item->n_values, sizeof *values);
    uint32_t *at = khl_arena_array(&d->arena, item->n_at, sizeof *at);
    if (values == NULL || at == NULL) return false;
    for (size_t i = 0; i < item->n_values; i++) {
        values[i] = khl_arena_copy(&d->arena, item->values[i]);
        ok = ok && values[i].p != NULL;
    }
    for (size_t i = 0; i < item->n_at; i++) at[i] = item->at[i];
    item->values = values;
    item->at = at;
    return ok;
}

khl_status khl_decisions_add(khl_decisions *d, const khl_decision *decision, khl_error *err)
{
    khl_decision item = *decision;
    const char *wrong = khl_decision_wrong_key(&item);
    if (wrong != NULL)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "decisions.add",
                        "a decision without a proper \"{0}\" cannot be added", wrong);
    item.n = d->n > 0 ? d->items[d->n - 1].n + 1 : 1;
    item.revoked = false;
    if (!keep_strings(d, &item)) return khl_fail_memory(err);
    khl_status status = take(d, &item, err);
    if (status == KHL_OK) status = khl_decision_print(&d->bytes, &item, err);
    return status == KHL_OK && !khl_buf_ok(&d->bytes) ? khl_fail_memory(err) : status;
}

/* Whether the file still is what was read; one that was not there is not there. */
static khl_status check_unchanged(const khl_decisions *d, const char *path, khl_error *err)
{
    khl_file file;
    if (d->n_read == 0 && access(path, F_OK) != 0) return KHL_OK;
    khl_status status = khl_file_open(&file, path, MOST_BYTES, err);
    if (status != KHL_OK) return status;
    bool same =
        file.bytes.n == d->n_read && (d->n_read == 0 || memcmp(file.bytes.p, d->bytes.p, d->n_read) == 0);
    khl_file_close(&file);
    if (same) return KHL_OK;
    KHL_FAIL(err, KHL_E_INPUT, "decisions.changed",
             "the log was changed by somebody else in the meantime, and nothing was written; run the command "
             "again");
    khl_error_at(err, path, 0, 0);
    return KHL_E_INPUT;
}

khl_status khl_decisions_write(const khl_decisions *d, const char *path, khl_error *err)
{
    khl_status status = check_unchanged(d, path, err);
    return status == KHL_OK ? khl_file_write(path, khl_buf_str(&d->bytes), err) : status;
}
