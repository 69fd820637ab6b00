/* What khl_counts holds, for the files of this room. Documents are kept as they arrive: entries in order of
 * the first occurrence of a term; the order by column is made once, when rows are (tfidf_rows.c). */
#ifndef KHL_VECTOR_COUNTS_H
#define KHL_VECTOR_COUNTS_H

#include "buf.h"
#include "khulasa/vector.h"
#include "map.h"

typedef struct khl_count {
    uint32_t term; /* number in terms */
    uint32_t tf;   /* occurrences in the document, >= 1; stays at UINT32_MAX */
} khl_count;

/* Of one term. */
typedef struct khl_counted {
    uint32_t place; /* 1 + offset of its entry in the open document, 0 when not in it */
    uint32_t df;    /* closed documents it stands in */
} khl_counted;

struct khl_counts {
    khl_map terms;
    float *weights;  /* [terms.n]: the smallest given */
    khl_counted *of; /* [terms.n] */
    size_t weights_capacity, of_capacity;
    khl_count *entries; /* closed documents, then the open one */
    size_t n_entries, entries_capacity;
    size_t *ends; /* [n_docs]: end of each closed document's entries */
    size_t n_docs, ends_capacity;
    khl_buf word; /* scratch of n-grams: a word with its edges, */
    size_t *cuts; /* and where its characters begin */
    size_t cuts_capacity;
    unsigned n_min, n_max; /* of the n-grams remembered; 0: none */
    khl_map words;         /* whose n-grams are remembered */
    size_t *gram_ends;     /* [words.n] */
    uint32_t *grams;       /* terms of the words, one behind the other */
    size_t n_grams, grams_capacity, gram_ends_capacity;
};

/* The number of a term, new or not; the smallest weight holds. Memory is the only thing that can end. */
khl_status khl_counts_number(khl_counts *counts, khl_str term, float weight, uint32_t *id);

/* Entries of closed document d: [khl_counts_begin, ends[d]). */
static inline size_t khl_counts_begin(const khl_counts *counts, size_t d)
{
    return d == 0 ? 0 : counts->ends[d - 1];
}

/* Entries of all closed documents. */
static inline size_t khl_counts_closed(const khl_counts *counts)
{
    return khl_counts_begin(counts, counts->n_docs);
}

/* One occurrence of a term in the open document; there is room for an entry. */
static inline void khl_counts_occur(khl_counts *counts, uint32_t id)
{
    size_t first = khl_counts_closed(counts);
    if (counts->of[id].place == 0) {
        counts->entries[counts->n_entries++] = (khl_count){id, 1};
        counts->of[id].place = (uint32_t)(counts->n_entries - first);
    } else {
        khl_count *entry = &counts->entries[first + counts->of[id].place - 1];
        if (entry->tf < UINT32_MAX) entry->tf++;
    }
}

#endif
