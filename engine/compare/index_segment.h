/* One part of an index: proposals that were written together. Its sections are N.near-*, N.terms-*, N.texts*,
 * N.deleted, and N.demands* and N.names (index_demands.h), N being its number. */
#ifndef KHL_COMPARE_INDEX_SEGMENT_H
#define KHL_COMPARE_INDEX_SEGMENT_H

#include "frozen.h"
#include "near_index.h"
#include "rows.h"

/* What the file says of a term. */
typedef struct khl_index_term {
    double idf;
    float weight;
    uint32_t rank; /* among the columns of rows */
} khl_index_term;

typedef struct khl_segment {
    const khl_store *store;
    unsigned number;
    khl_nearest near;
    khl_frozen terms[KHL_ROWS_SPACES];
    const uint64_t *text_ends; /* [n + 1] of records in texts */
    khl_str texts;
    const unsigned char *deleted; /* [(n + 7) / 8] bits */
    uint32_t n, n_deleted;
    const uint64_t *demands_at; /* [n] of records in demands, which begin with their length; NULL: none are
                                   kept */
    khl_str demands;
    khl_frozen names; /* that only this segment has */
} khl_segment;

/* Borrows from store and guard. KHL_E_INPUT: damaged, or of another shape. */
khl_status khl_segment_open(khl_segment *out, const khl_store *store, const khl_guard *guard, unsigned number,
                            khl_error *err);
static inline bool khl_segment_deleted(const khl_segment *s, uint32_t i)
{
    return (s->deleted[i >> 3] >> (i & 7) & 1) != 0;
}
/* A proposal is about to be read: first where it is, then what is there. Touches nothing that is not sound.
 */
void khl_segment_foresee(const khl_segment *segment, uint32_t i, bool there);
/* A proposal, borrowed from the file. KHL_E_INPUT: damaged. */
khl_status khl_segment_doc(const khl_segment *segment, uint32_t i, khl_doc *out, khl_error *err);

/* What it says, borrowed from the file. KHL_E_INPUT: damaged. */
khl_status khl_segment_demand(const khl_segment *segment, uint32_t i, khl_str *out, khl_error *err);

/* What a segment is written from. */
typedef struct khl_segment_terms {
    khl_str *keys;           /* [n] by column of the space */
    khl_index_term *records; /* [n]; rank is set when it is written */
    uint32_t n;
} khl_segment_terms;

/* rows: words and concepts side by side; taken. */
khl_status khl_segment_write(khl_store_writer *writer, unsigned number, khl_csr *rows,
                             khl_segment_terms terms[KHL_ROWS_SPACES], const khl_doc *docs, khl_pool *pool,
                             khl_error *err);
/* An open one as it is, but for its number and deletions [(n + 7) / 8]. */
khl_status khl_segment_copy(khl_store_writer *writer, unsigned number, const khl_segment *segment,
                            const unsigned char *deleted, khl_error *err);

#endif
