/* What khl_counts holds, for the files of this room. Documents are kept as they arrive: terms in order of the
 * first occurrence; the order by column is made once, when rows are (tfidf_rows.c). A closed document is a
 * run of codes: the number of a term, which nearly always occurs once; else KHL_COUNT_OFTEN is added, and how
 * often stands behind it. */
#ifndef KHL_VECTOR_COUNTS_H
#define KHL_VECTOR_COUNTS_H

#include "arena.h"
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

#define KHL_COUNT_OFTEN 0x80000000u /* numbers of terms are below it */

typedef struct khl_closed {
    const uint32_t *codes;
    uint32_t n_terms;
} khl_closed;

struct khl_counts {
    khl_map terms;
    float *weights;  /* [terms.n]: the smallest given */
    khl_counted *of; /* [terms.n] */
    size_t weights_capacity, of_capacity;
    khl_count *open; /* [n_open] entries of the open document */
    size_t n_open, open_capacity;
    khl_closed *closed; /* [n_docs] */
    size_t n_docs, closed_capacity;
    khl_arena codes; /* of closed documents */
    khl_buf word;    /* scratch of n-grams: a word with its edges, */
    size_t *cuts;    /* and where its characters begin */
    size_t cuts_capacity;
    unsigned n_min, n_max; /* of the n-grams remembered; 0: none */
    khl_map words;         /* whose n-grams are remembered */
    size_t *gram_ends;     /* [words.n] */
    uint32_t *grams;       /* terms of the words, one behind the other */
    size_t n_grams, grams_capacity, gram_ends_capacity;
};

/* The number of a term, new or not; the smallest weight holds. Memory is the only thing that can end. */
khl_status khl_counts_number(khl_counts *counts, khl_str term, float weight, uint32_t *id);

/* The entry at code, and the code of the next. */
static inline const uint32_t *khl_counts_next(const uint32_t *code, khl_count *out)
{
    bool often = (*code & KHL_COUNT_OFTEN) != 0;
    *out = (khl_count){*code & ~KHL_COUNT_OFTEN, often ? code[1] : 1};
    return code + (often ? 2 : 1);
}

/* One occurrence of a term in the open document; there is room for an entry. */
static inline void khl_counts_occur(khl_counts *counts, uint32_t id)
{
    if (counts->of[id].place == 0) {
        counts->open[counts->n_open++] = (khl_count){id, 1};
        counts->of[id].place = (uint32_t)counts->n_open;
    } else {
        khl_count *entry = &counts->open[counts->of[id].place - 1];
        if (entry->tf < UINT32_MAX) entry->tf++;
    }
}

#endif
