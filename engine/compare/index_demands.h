/* What the proposals of an index say, kept so that they are judged without their texts: sections "names",
 * "names-key", "names-idf", "links-*" and "kin-*" of the file, and "N.demands", "N.demands-at" and "N.names"
 * of each segment. Names of the first segment are numbered by how often they occur; a later one adds its own
 * behind them. A model that weighs more than is kept leaves all of this out. */
#ifndef KHL_COMPARE_INDEX_DEMANDS_H
#define KHL_COMPARE_INDEX_DEMANDS_H

#include "kept.h"
#include "khulasa/models.h"
#include "store.h"

/* What the proposals that one worker read say. */
typedef struct khl_said {
    khl_map names;
    khl_buf bytes;  /* one demand behind the other */
    size_t *ends;   /* [n] */
    uint32_t *rows; /* [n] whose they are */
    size_t n, ends_capacity, rows_capacity;
} khl_said;

khl_status khl_said_create(khl_said **out, unsigned n, khl_error *err);
void khl_said_destroy(khl_said *said, unsigned n);
khl_status khl_said_add(khl_said *said, uint32_t row, const khl_analysis *analysis, khl_error *err);

/* The sections of the file and of segment 0. said [n_said], n_docs proposals in all. */
khl_status khl_demands_write_fresh(khl_store_writer *writer, const khl_said *said, unsigned n_said,
                                   size_t n_docs, const khl_models *models, khl_error *err);
/* Those of segment `number`, beside names that are there. */
khl_status khl_demands_write_more(khl_store_writer *writer, unsigned number, const khl_said *said,
                                  size_t n_docs, const khl_kept_names *names, khl_error *err);

/* Borrows from the store; background must outlive it. *there is false where the file keeps no demands. */
khl_status khl_demands_open(khl_kept_names *out, bool *there, const khl_store *store,
                            const khl_background *background, khl_error *err);

#endif
