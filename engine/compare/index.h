/* An index that is open, for the files of this room.
 *
 * Sections of the file: "models" (fingerprint), "attested-counts", "attested-names" (the words that texts are
 * read with), names and their links (index_demands.h), and those of each segment. The terms of the first
 * segment weigh rows and questions of all, so that scores compare; merging weighs anew. */
#ifndef KHL_COMPARE_INDEX_H
#define KHL_COMPARE_INDEX_H

#include "khulasa/index.h"
#include "cities.h"
#include "index_segment.h"
#include "kept.h"

enum { KHL_INDEX_MAX_SEGMENTS = 8 };

/* What a question passes through, for whoever measures it. */
typedef enum khl_index_stage {
    KHL_STAGE_QUESTION, /* the question is analysed and weighed */
    KHL_STAGE_SEARCH,
    KHL_STAGE_READ, /* the candidates in the file; their texts are analysed where it does not keep what they
                       say */
    KHL_STAGE_MATCHER, /* they are made ready to be judged */
    KHL_STAGE_JUDGE,
    KHL_STAGE_EXPLAIN,
    KHL_N_STAGES
} khl_index_stage;

struct khl_index {
    khl_store store;
    khl_guard guard;
    const khl_models *models;
    khl_background *background;
    khl_attested *attested;
    khl_segment segments[KHL_INDEX_MAX_SEGMENTS];
    unsigned n_segments;
    size_t n;   /* proposals, without those deleted */
    bool keeps; /* what proposals say */
    khl_kept_names names;
    struct khl_asker *askers; /* [n_askers] one for each thread, kept from one call of khl_index_find to the
                                 next: they are large */
    size_t n_askers, n_candidates;
    void (*ended)(void *context, khl_index_stage stage); /* called at the end of each stage; NULL: nobody
                                                             asks. One thread's questions only */
    void *watcher;
};

static inline void khl_index_ended(const khl_index *x, khl_index_stage stage)
{
    if (x->ended != NULL) x->ended(x->watcher, stage);
}

/* A term as the index weighs it. */
typedef struct khl_weighed {
    khl_str term; /* borrowed from the counts */
    double idf;
    float weight, value; /* value: in a row whose words and concepts each have the length sqrt(1/2) */
    unsigned space;
} khl_weighed;

/* The terms of one text; one thread's. */
typedef struct khl_weighing {
    khl_counts *counts[KHL_ROWS_SPACES];
    khl_weighed *terms;
    size_t n, capacity;
} khl_weighing;

khl_status khl_index_weigh(const khl_index *index, const khl_analysis *analysis, khl_weighing *out,
                           khl_error *err);
void khl_weighing_clear(khl_weighing *weighing);

/* A row by ascending column. */
typedef struct khl_index_row {
    uint32_t *col;
    float *val;
    size_t n, capacity, val_capacity;
} khl_index_row;
khl_status khl_index_row_add(khl_index_row *row, uint32_t col, float val, khl_error *err);
void khl_index_row_sort(khl_index_row *row);
void khl_index_row_clear(khl_index_row *row);

/* The row of a question in the columns of a segment; terms it lacks have no column but count in the length.
 */
khl_status khl_index_row_of(const khl_segment *segment, const khl_weighing *question, khl_index_row *out,
                            khl_error *err);

/* A row that may be similar. */
typedef struct khl_candidate {
    unsigned segment;
    uint32_t row;
    double score;
} khl_candidate;

typedef struct khl_judged {
    uint32_t place; /* among the candidates, from 1 */
    khl_verdict verdict;
    double probability;
} khl_judged;

/* One thread's memory for questions. */
typedef struct khl_asker {
    khl_query queries[KHL_INDEX_MAX_SEGMENTS];
    khl_weighing question;
    khl_index_row row;
    khl_cities cities;   /* those met so far */
    khl_kept *kept;      /* NULL: the index keeps no demands */
    khl_candidate *best; /* [2 x n_candidates] */
    size_t n_best;
    khl_judged *judged; /* [n_candidates] */
    uint32_t *city;     /* [n_candidates + 1] of the question and its candidates */
} khl_asker;

/* n askers for so many candidates, those at hand where they fit. */
khl_status khl_index_make_askers(khl_index *index, size_t n, size_t n_candidates, khl_error *err);
void khl_index_forget_askers(khl_index *index);
/* asker->best [n_best] are then the nearest rows of all segments, best first. */
khl_status khl_index_search(const khl_index *index, khl_asker *asker, const khl_analysis *question,
                            khl_error *err);

/* Writes sections of a fresh index of docs: models, attested and segment 0. */
khl_status khl_index_write_fresh(khl_store_writer *writer, const khl_doc *docs, size_t n,
                                 const khl_models *models, const khl_index_options *options, khl_pool *pool,
                                 khl_error *err);
/* Writes docs as segment `number` of an index like the open one, by its weights. */
khl_status khl_index_write_more(khl_store_writer *writer, unsigned number, const khl_index *index,
                                const khl_doc *docs, size_t n, const khl_index_options *options,
                                khl_pool *pool, khl_error *err);

#endif
