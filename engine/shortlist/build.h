/* From clusters to a finished shortlist: order, numbers, permanent ids, titles, supporters, the account. */
#ifndef KHL_SHORTLIST_BUILD_H
#define KHL_SHORTLIST_BUILD_H

#include "arena.h"
#include "khulasa/corpus.h"
#include "khulasa/shortlist.h"
#include "khulasa/text.h"

/* One cluster of the draft. */
typedef struct khl_draft_entry {
    const uint32_t *members; /* [n] proposal numbers, ascending */
    const uint32_t *by_id;   /* [n] the same in the order of their ids; for the room that drafts */
    uint32_t n;
    uint32_t representative; /* a proposal number */
    /* What only a look at the texts tells, when the drafting room has it ready: the title, cut from the text
     * of the representative; of each member, in the order of members, how probably it is that demand, too;
     * and the least probable pair. NULL: the builder asks draft->analyses, draft->probability. */
    khl_str title;
    khl_str id; /* the permanent id it has already, "E-..."; empty: one is made from its representative */
    const double *probability; /* [n] */
    double least;
    uint32_t weakest[2];
    uint32_t axis; /* 0-based */
    bool axis_given;
    double axis_probability;
    bool axis_doubted; /* by the program, which would have said doubt_axis (0-based) */
    uint32_t doubt_axis;
    double doubt_probability;
    const khl_authority *authorities; /* likeliest first; borrowed and copied */
    size_t n_authorities;
    khl_str level;
    /* The committee's own words, borrowed and copied; empty: none. */
    khl_str decided_title, decided_text, note;
    unsigned decided;               /* KHL_DECIDED_... */
    unsigned mark;                  /* decided; 0: the highest of the members' marks */
    bool unmarked;                  /* decided: no mark, whatever the members say */
    const khl_elsewhere *elsewhere; /* borrowed and copied */
    size_t n_elsewhere;
} khl_draft_entry;

/* Entry `entry` stands right behind entry `behind` of its axis, or first for UINT32_MAX: numbers of draft
 * entries. */
typedef struct khl_draft_move {
    uint32_t entry, behind;
} khl_draft_move;

/* A proposal that the committee set aside, and its reason. */
typedef struct khl_draft_aside {
    uint32_t proposal;
    khl_str why;
} khl_draft_aside;

/* A doubtful pair of proposals, explained; why is borrowed and copied. */
typedef struct khl_draft_pair {
    uint32_t a, b;
    double probability;
    const khl_why *why;
} khl_draft_pair;

/* A submission that was cut: its record before, and its parts, which stand one behind the other. */
typedef struct khl_draft_cut {
    const khl_proposal *whole;
    uint32_t first; /* proposal number of the first part */
    const khl_cut *cut;
} khl_draft_cut;

/* Two groups that came together: places in the tree's proposals, or n + the number of an earlier join. */
typedef struct khl_draft_join {
    uint32_t a, b;
    double probability;
} khl_draft_join;
typedef struct khl_draft_tree {
    uint32_t axis;             /* 0-based */
    const uint32_t *proposals; /* [n] those of all entries of the axis, each once */
    uint32_t n;
    const khl_draft_join *joins; /* [n_joins] none more probable than its parts */
    uint32_t n_joins;
} khl_draft_tree;

/* A point of the map; entries are draft entries. */
typedef struct khl_draft_point {
    uint32_t entry;
    float x, y;
    uint32_t nearest[KHL_POINT_NEAREST];
    uint32_t n_nearest;
} khl_draft_point;
typedef struct khl_draft_map {
    const khl_draft_point *points;
    size_t n_points;
    double kept;
} khl_draft_map;

typedef struct khl_draft {
    const khl_corpus *corpus;
    const khl_analysis *analyses; /* [khl_corpus_count]; NULL when entries have their titles */
    const khl_draft_entry *entries;
    size_t n_entries;
    const khl_draft_pair *review; /* most useful first */
    size_t n_review;
    const khl_draft_pair *related;       /* pairs across entries; why may be NULL */
    size_t n_related, n_decided_related; /* those that were decided are the first, and all are listed */
    const khl_draft_cut *cuts;
    size_t n_cuts;
    uint32_t n_axes_unknown; /* demands whose category is none of the axes, and the first such category */
    khl_str axis_unknown;
    const khl_draft_move *moves; /* in the order in which they were decided */
    size_t n_moves;
    const khl_draft_aside *aside; /* proposals in no entry, by number */
    size_t n_aside;
    khl_shortlist_decisions decisions; /* borrowed and copied */
    const khl_shortlist_axis *axes;    /* ids and names; counts are filled by the builder */
    size_t n_axes;
    const khl_shortlist_option *options;
    size_t n_options;
    const khl_str *used_ids; /* [n_used_ids] ids of earlier entries, which no new one may be given */
    size_t n_used_ids;
    const char *models, *date;
    bool with_persons;       /* texts stand as they came, and authors are named */
    khl_private_marks marks; /* what stands in the place of what is private */
    double (*probability)(void *context, uint32_t a, uint32_t b); /* of two proposals being one demand */
    /* Why of two proposals, borrowed until the next call. NULL: the weakest pairs are not explained. */
    khl_status (*explain)(void *context, uint32_t a, uint32_t b, const khl_why **out, khl_error *err);
    /* The map, asked for when all else is built, so that it may be made meanwhile. NULL: none. */
    void (*map)(void *context, khl_draft_map *out);
    void *context;               /* of all three */
    const khl_draft_tree *trees; /* by axis */
    size_t n_trees;
    double joined_from;
} khl_draft;

/* Copies all it keeps. The account is checked before *out is given. */
khl_status khl_shortlist_build(khl_shortlist **out, const khl_draft *draft, khl_error *err);

/* A short phrase of a text, cut and never invented: the clause that says most, from its first content word,
 * at most max_words words. Returns bytes of analysis->original. */
khl_str khl_title_cut(const khl_analysis *analysis, unsigned max_words);

#endif
