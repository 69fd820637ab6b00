/* Writing a segment: its rows with lists and bitmaps, the terms with their weights and ranks, the texts, and
 * what is deleted, of which there is nothing yet. */
#include "index_segment.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"

#include <stdio.h>
#include <string.h>

static khl_status add(khl_store_writer *w, unsigned number, const char *name, const void *bytes, size_t n,
                      khl_error *err)
{
    char full[KHL_STORE_NAME_BYTES];
    snprintf(full, sizeof full, "%u.%.20s", number % 100U, name);
    return khl_store_add(w, full, bytes, n, err);
}

static khl_status write_terms(khl_store_writer *w, unsigned number, unsigned space,
                              const khl_segment_terms *t, khl_error *err)
{
    char name[KHL_STORE_NAME_BYTES];
    khl_buf buf = KHL_BUF_INIT;
    snprintf(name, sizeof name, "terms-%u", space);
    khl_status status = khl_frozen_write(&buf, t->keys, t->records, t->n, sizeof *t->records, err);
    if (status == KHL_OK) status = add(w, number, name, buf.p, buf.n, err);
    khl_buf_clear(&buf);
    return status;
}

/* A record: the lengths of id, city and association, then those and the text. */
static void put_text(khl_buf *buf, const khl_doc *doc)
{
    uint32_t lengths[3] = {(uint32_t)doc->id.n, (uint32_t)doc->city.n, (uint32_t)doc->association.n};
    khl_buf_put(buf, (khl_str){(const char *)lengths, sizeof lengths});
    khl_buf_put(buf, doc->id);
    khl_buf_put(buf, doc->city);
    khl_buf_put(buf, doc->association);
    khl_buf_put(buf, doc->text);
}

static khl_status write_texts(khl_store_writer *w, unsigned number, const khl_doc *docs, size_t n,
                              khl_error *err)
{
    uint64_t *ends = khl_alloc(n + 1, sizeof *ends);
    khl_buf buf = KHL_BUF_INIT;
    khl_status status = ends != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        ends[i] = buf.n;
        put_text(&buf, &docs[i]);
        if (!khl_buf_ok(&buf)) status = khl_fail_memory(err);
    }
    if (status == KHL_OK) {
        ends[n] = buf.n;
        status = add(w, number, "texts-ends", ends, (n + 1) * sizeof *ends, err);
    }
    if (status == KHL_OK) status = add(w, number, "texts", buf.p, buf.n, err);
    free(ends);
    khl_buf_clear(&buf);
    return status;
}

static khl_status write_deleted(khl_store_writer *w, unsigned number, size_t n, khl_error *err)
{
    unsigned char *none = khl_alloc_zero((n + 7) / 8 + 1, 1);
    if (none == NULL) return khl_fail_memory(err);
    khl_status status = add(w, number, "deleted", none, (n + 7) / 8, err);
    free(none);
    return status;
}

/* Ranks of columns into the records: those of concepts follow those of words. */
static void set_ranks(khl_segment_terms terms[KHL_ROWS_SPACES], const khl_nearest *near)
{
    uint32_t n_words = terms[KHL_ROWS_WORDS].n;
    for (uint32_t r = 0; r < near->n_cols; r++) {
        uint32_t column = near->column_of[r];
        if (column < n_words)
            terms[KHL_ROWS_WORDS].records[column].rank = r;
        else
            terms[KHL_ROWS_CONCEPTS].records[column - n_words].rank = r;
    }
}

khl_status khl_segment_write(khl_store_writer *w, unsigned number, khl_csr *rows,
                             khl_segment_terms terms[KHL_ROWS_SPACES], const khl_doc *docs, khl_pool *pool,
                             khl_error *err)
{
    khl_near_arrays arrays = {.index = {.norm = 0}};
    char prefix[KHL_STORE_NAME_BYTES];
    size_t n = rows->n_rows;
    snprintf(prefix, sizeof prefix, "%u.", number);
    khl_status status = khl_near_arrays_make(&arrays, rows, pool, err);
    if (status == KHL_OK) set_ranks(terms, &arrays.index);
    if (status == KHL_OK) status = khl_near_index_write(w, prefix, &arrays.index, err);
    khl_near_arrays_clear(&arrays);
    for (unsigned s = 0; s < KHL_ROWS_SPACES && status == KHL_OK; s++)
        status = write_terms(w, number, s, &terms[s], err);
    if (status == KHL_OK) status = write_texts(w, number, docs, n, err);
    if (status == KHL_OK) status = write_deleted(w, number, n, err);
    return status;
}

khl_status khl_segment_copy(khl_store_writer *w, unsigned number, const khl_segment *segment,
                            const unsigned char *deleted, khl_error *err)
{
    const khl_store *store = segment->store;
    char from[KHL_STORE_NAME_BYTES];
    khl_status status = KHL_OK;
    snprintf(from, sizeof from, "%u.", segment->number);
    size_t n_from = strlen(from);
    for (uint32_t k = 0; k < store->n_sections && status == KHL_OK; k++) {
        const struct khl_store_section *s = &store->sections[k];
        const void *p = store->file.bytes.p + s->offset;
        if (strncmp(s->name, from, n_from) != 0) continue;
        status = khl_store_need(store, p, (size_t)s->bytes, err);
        if (strcmp(s->name + n_from, "deleted") == 0) p = deleted;
        if (status == KHL_OK) status = add(w, number, s->name + n_from, p, (size_t)s->bytes, err);
    }
    return status;
}
