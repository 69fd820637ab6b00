/* The shortlist while it is built: what the steps of build.c hand to one another. */
#ifndef KHL_SHORTLIST_BUILDER_H
#define KHL_SHORTLIST_BUILDER_H

#include "build.h"
#include "map.h"

/* The distinct values of one field over the corpus, numbered in input order. */
typedef struct khl_values {
    khl_map map;
    khl_str *kept;  /* [map.n] the values in the shortlist's own memory */
    uint32_t *of;   /* [n_proposals] number, KHL_MAP_NONE where the field is empty */
    uint32_t *seen; /* [map.n] round in which a value was last met */
    uint32_t round;
} khl_values;

typedef struct khl_builder {
    const khl_draft *draft;
    khl_shortlist *out;
    khl_arena *arena;            /* of the shortlist */
    khl_entry *entries;          /* [n_entries], final order */
    khl_shortlist_input *inputs; /* as out->inputs */
    size_t *order;               /* [n_entries] -> draft entry */
    uint32_t *priority;          /* [n_entries] rank of each draft entry over all axes, from 1 */
    uint32_t *entry_of;          /* [n_proposals] -> final entry */
    uint32_t *n_private;         /* [n_proposals] private places of each text, which is searched once */
    khl_values associations, cities, axes; /* axes as they were written */
    khl_str *ids;                          /* [n_entries] of each draft entry */
    khl_error *err;
} khl_builder;

static inline const khl_proposal *khl_draft_proposal(const khl_builder *b, uint32_t i)
{
    return khl_corpus_at(b->draft->corpus, i);
}

/* A copy in the shortlist's memory; p is NULL when memory ends. */
static inline khl_str khl_builder_keep(khl_builder *b, khl_str s)
{
    return khl_arena_copy(b->arena, s);
}

/* privacy.c: a copy of a text or a name in which private places are replaced by their marks, unless persons
 * are asked for; of a part of a text, with regard to the places of the whole. p is NULL when memory ends. */
khl_str khl_builder_keep_text(khl_builder *b, khl_str text);
khl_str khl_builder_keep_part(khl_builder *b, khl_str text, khl_str part);
/* Where byte `at` of the text stands in its kept form. is_end: the end of a range, not its begin. */
uint32_t khl_builder_kept_at(const khl_builder *b, khl_str text, uint32_t at, bool is_end);
/* A word of an explanation of two texts: one that stands within a private place of theirs gives its mark. */
khl_str khl_builder_keep_word(khl_builder *b, const khl_str texts[2], khl_str word);
/* The kept text of a proposal, and the hash by which it is known. */
khl_str khl_builder_keep_proposal(khl_builder *b, uint32_t number);
void khl_builder_hash(const khl_builder *b, uint32_t number, unsigned char out[32]);
/* Counts the private places of a text. */
uint32_t khl_builder_count_private(const khl_builder *b, khl_str text);

/* A copy of all that an explanation of proposals x and y holds, without what is private in them. */
khl_status khl_builder_keep_why(khl_builder *b, khl_why *to, const khl_why *from, uint32_t x, uint32_t y);

/* entries.c: what a submission says of itself. *out is NULL where that is nothing. */
khl_status khl_builder_keep_given(khl_builder *b, const khl_proposal *p, const khl_given **out);

/* The distinct values over the members of an entry, in member order. list [n] may be NULL: they are only
 * counted. Cost: linear. */
uint32_t khl_values_over(khl_values *values, const khl_draft_entry *entry, khl_str *list);

/* Ranks the entries and puts them in their final order. Cost: two sorts. */
khl_status khl_order_entries(khl_builder *b);

/* ids.c: ids of the draft entries, kept. Cost: a sort of them. */
khl_status khl_name_entries(khl_builder *b);

/* Entries in final order, with members, supporters, cities, cohesion, title, id and number; and the axes.
 * order and inputs are filled. */
khl_status khl_build_entries(khl_builder *b);

/* Related entries and the review list; entries are filled. */
khl_status khl_build_links(khl_builder *b);

/* The highest mark among the members of an entry; 0 when there is none. */
unsigned khl_entry_mark(const khl_builder *b, const khl_draft_entry *entry);

/* Submissions that were cut; inputs are filled. */
khl_status khl_build_cuts(khl_builder *b);

/* Trees and the points of the map; entries are filled. */
khl_status khl_build_charts(khl_builder *b);

/* Inputs; and what was set aside, options, version. */
khl_status khl_build_inputs(khl_builder *b);
khl_status khl_build_run(khl_builder *b);

#endif
