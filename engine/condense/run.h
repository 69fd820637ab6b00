/* One run of the pipeline: what the steps hand to one another. Each step is a file of this room; condense.c
 * calls them in order. */
#ifndef KHL_CONDENSE_RUN_H
#define KHL_CONDENSE_RUN_H

#include "arena.h"
#include "build.h"
#include "khulasa/cluster.h"
#include "khulasa/condense.h"
#include "khulasa/match.h"
#include "replay.h"
#include "threads.h"

/* Proposals that are compared with one another, in canonical order (by id). */
typedef struct khl_group {
    uint32_t *members; /* [n] proposal numbers */
    uint32_t n;
    float *distance; /* condensed [n], 1 - probability; +inf where two must not meet; NULL: there are edges */
    khl_edge *edges; /* [n_edges] of places, in a group too large for a matrix */
    size_t n_edges;
    khl_merge *merges; /* [n - 1] after linking */
} khl_group;

typedef struct khl_scored_pair {
    uint32_t a, b;
    double probability;
} khl_scored_pair; /* proposals, a < b */

/* Two members of a large group that may be one demand. */
typedef struct khl_candidate {
    uint32_t i, j; /* places in the group, i < j */
    float distance;
    bool apart;
} khl_candidate;

struct khl_run;

/* Where candidates come from that were judged elsewhere: *out is the caller's, ascending by (i, j). */
typedef struct khl_candidate_source {
    khl_status (*fetch)(void *context, const struct khl_run *run, size_t group, khl_candidate **out,
                        size_t *n);
    void *context;
} khl_candidate_source;

typedef struct khl_run {
    const khl_corpus *corpus; /* what is compared: that of the caller, or `cut` */
    khl_corpus *cut;     /* submissions of several demands replaced by their parts; NULL: there are none */
    khl_cut *found;      /* [n_whole] */
    size_t n_whole;      /* proposals of the caller's corpus */
    khl_draft_cut *cuts; /* [n_cuts] */
    size_t n_cuts;
    const khl_models *models;
    const khl_text *text;
    const khl_match_model *match;
    uint64_t wanted; /* evidence that is to be at hand without a weight, too; training wants all */
    khl_condense_options options;
    khl_error *err;
    khl_pool *pool;
    size_t n;               /* proposals */
    bool streamed;          /* too many to keep their analyses: each is read again when it is needed */
    khl_analysis *analyses; /* [n]; NULL when streamed */
    khl_arena *arenas;      /* [workers] of what threads make and the run keeps */
    uint32_t *city;         /* [n] whose demand each is, KHL_CITY_UNKNOWN where nobody says */
    uint32_t n_cities;
    bool by_city; /* each city is condensed by itself, then entries are linked across cities */
    khl_attested *attested;
    khl_attested **words; /* [workers] the words that each has met, until they are merged */
    khl_matcher *matcher;
    khl_axis_model *axis_model;
    khl_authority_model *authority_model; /* NULL: the models know no bodies */
    const khl_axes *axes;
    uint32_t *given;           /* [n] axis, or KHL_AXIS_NONE */
    uint32_t n_axes_unknown;   /* categories of a platform that are no axes */
    khl_str axis_unknown;      /* the first of them */
    bool pooled;               /* one group of all, axes assigned where none was given */
    const uint32_t *canonical; /* [n] all proposals by id, when pooled */
    khl_group *groups;         /* what is compared, then linked */
    size_t n_groups, groups_capacity;
    khl_scored_pair *doubtful; /* pairs at or above the review threshold */
    size_t n_doubtful, doubtful_capacity;
    khl_draft_entry *entries;
    size_t n_entries, entries_capacity;
    uint32_t *entry_of; /* [n] -> entries */
    khl_str *used_ids;  /* [n_used_ids] of entries of earlier versions */
    size_t n_used_ids;
    double join; /* the average probability clusters were joined at */
    uint32_t reached;
    khl_replay *replay;         /* of the committee's log on `corpus`, cut; NULL: there is none */
    uint32_t *cut_by;           /* [n_whole] decision (index) on how it is cut, or UINT32_MAX; NULL: none */
    const khl_decision **aside; /* [n] why it was set aside; NULL of what was not, and without a log */
    bool *stale;                /* [decisions] of the log that concern nothing here */
    khl_draft_move *moves;      /* [n_moves] entries that the committee put elsewhere in their axis */
    size_t n_moves;
    khl_candidate_source candidates; /* fetch NULL: they are found here */
    khl_explanation latest;          /* of the pair asked for last, while the shortlist is built */
    struct khl_mapping *mapping;     /* the map in the making; NULL: none */
    khl_arena arena;
} khl_run;

/* options may be NULL. On failure too, khl_run_end is to be called. */
khl_status khl_run_begin(khl_run *run, const khl_corpus *corpus, const khl_models *models,
                         const khl_condense_options *options, khl_error *err);
void khl_run_end(khl_run *run);

/* One arena for each worker, and the end of all of them; NULL when memory ends, and may be NULL. */
khl_arena *khl_run_new_arenas(const khl_run *run);
void khl_run_clear_arenas(const khl_run *run, khl_arena *arenas);

/* The steps up to groups, and those behind them. */
khl_status khl_run_prepare(khl_run *run);
khl_status khl_run_conclude(khl_run *run, khl_shortlist **out);

khl_status khl_run_read(khl_run *run);    /* raw text to tokens and features, where not done yet */
khl_status khl_run_cut(khl_run *run);     /* submissions of several demands to their parts */
khl_status khl_run_analyse(khl_run *run); /* again, with the words of the collection */
khl_status khl_run_make_axis_model(khl_run *run, khl_error *err); /* where not done yet */
khl_status khl_run_group(khl_run *run);                           /* given axes; who is compared with whom */
khl_status khl_run_compare(khl_run *run);                         /* probabilities of all pairs */
khl_status khl_run_join(khl_run *run);                            /* linkage, cut, representatives */
khl_status khl_run_link_cities(khl_run *run);    /* entries of several cities that are one demand */
khl_status khl_run_keep_ids(khl_run *run);       /* those of an earlier version */
khl_status khl_run_assign(khl_run *run);         /* title, axis, bodies and level of each entry */
khl_status khl_run_look_elsewhere(khl_run *run); /* nearest demands of options.elsewhere for each entry */
khl_status khl_run_finish(khl_run *run, khl_shortlist **out); /* review list and shortlist */

/* What the committee decided, in the order of the way: how submissions are cut (decide_cuts.c); who is one
 * and who is apart, and what is set aside (decide_links.c); distances by that (constrain.c); entries of
 * several cities (settle.c); titles, texts, axes, bodies, levels, ranks, notes and ids of entries (decide.c).
 * All do nothing without a log. */
khl_status khl_run_decide_cuts(khl_run *run);
khl_status khl_run_take_cut(const khl_run *run, size_t i, khl_cut *out,
                            khl_error *err); /* of one, if decided */
khl_status khl_run_decide_links(khl_run *run);
khl_status khl_run_decide_given(khl_run *run); /* axes: those whom must-links make one have one */
khl_status khl_run_constrain(khl_run *run);
khl_status khl_run_settle(khl_run *run);
khl_status khl_run_decide(khl_run *run);
static inline bool khl_run_is_aside(const khl_run *run, uint32_t i)
{
    return run->aside != NULL && run->aside[i] != NULL;
}

/* join.c, for settle.c: the representative of an entry whose by_id is filled. */
khl_status khl_run_choose_representative(khl_run *run, khl_draft_entry *entry, khl_error *err);
/* changes.c, for finish.c: what has changed since the earlier version, into the finished shortlist. Texts of
 * then are kept as the draft keeps those of now. */
khl_status khl_run_note_changes(const khl_run *run, const khl_draft *draft, khl_shortlist *list);

/* cut.c, for what knows the cuts already: room for them in `found`, all empty; then the corpus of their
 * parts.
 */
khl_status khl_run_begin_cuts(khl_run *run);
khl_status khl_run_take_parts(khl_run *run);

/* analyse.c: room for the words of a collection; whose demand each is; khl_analysis_source. */
khl_status khl_run_begin_words(khl_run *run);
void khl_run_forget_words(khl_run *run);
khl_status khl_run_number_cities(khl_run *run);
khl_status khl_run_read_again(void *context, size_t i, khl_analysis *out, khl_error *err);

/* compare.c, for compare_large.c: groups at the end of run->groups, zeroed; NULL when memory ends. A pair at
 * or above the review threshold. The probability once the rank is known. Different given axes, or a place or
 * number that contradicts. */
khl_group *khl_run_add_groups(khl_run *run, size_t n);
khl_status khl_run_note_doubtful(khl_run *run, uint32_t a, uint32_t b, double p);
double khl_run_with_rank(const khl_run *run, double p, double rank);
bool khl_run_must_not_meet(const khl_run *run, uint32_t a, uint32_t b);

/* Compares a group by candidates: edges instead of a matrix. all [n x KHL_NEIGHBOURS] numbers of the nearest
 * proposals are written for its members. */
khl_status khl_run_compare_large(khl_run *run, khl_group *group, uint32_t *all);

/* A group of more members is compared by candidates. */
size_t khl_run_most_compared(const khl_run *run);

/* columns.c: leaves the columns that occur, in their order, so that products and ties stay what they were. */
khl_status khl_run_compact(khl_csr *rows, khl_error *err);

/* The least cosine of two rows of demands that are judged, and the judgement. */
double khl_run_least_cosine(const khl_run *run);
void khl_run_judge(const khl_run *run, uint32_t a, uint32_t b, khl_candidate *out);

/* Edges of large groups between two entries, in a streamed run; after linking. */
khl_status khl_run_note_open_edges(khl_run *run);

/* Frees what groups hold once they are entries. */
void khl_run_forget_groups(khl_run *run);

/* The distance up to which clusters may be joined. */
float khl_run_farthest_joined(const khl_run *run);

/* The distance of two places of a group, once ranks are known; context is a khl_linking. */
typedef struct khl_linking {
    khl_run *run;
    const khl_group *group;
} khl_linking;
float khl_run_distance(void *context, uint32_t i, uint32_t j);

/* What a proposal says: *out is kept by the run, or points to *again, which is the caller's to clear in any
 * case. */
khl_status khl_run_reading(const khl_run *run, uint32_t i, const khl_analysis **out, khl_analysis *again,
                           khl_error *err);

/* authorities.c, for assign.c: bodies and level, by the texts of all members; probability [bodies] is
 * scratch. */
khl_status khl_run_list_bodies(const khl_run *run, khl_draft_entry *entry, const khl_analysis *const *members,
                               double *probability, khl_arena *arena, khl_error *err);

/* Probabilities of members and weakest pair of every entry, for the builder. */
khl_status khl_run_describe(khl_run *run);

/* trees.c, map.c: what is drawn of the result; nothing in a streamed run. The map is made beside other work
 * where there is a processor for it, and waited for when it is taken; it lasts until it is ended. */
khl_status khl_run_grow_trees(khl_run *run, khl_draft *draft);
khl_status khl_run_begin_map(khl_run *run);
void khl_run_take_map(khl_run *run, khl_draft_map *out);
void khl_run_end_map(khl_run *run);

/* Probability of two proposals, from the sparse rows. */
double khl_run_probability(void *context, uint32_t a, uint32_t b);

#endif
