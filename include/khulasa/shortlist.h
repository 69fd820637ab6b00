/* The finished result: entries, their order and ids, and the account that must close. Writers see this and
 * nothing else. Everything is borrowed from the shortlist; strings are UTF-8. */
#ifndef KHULASA_SHORTLIST_H
#define KHULASA_SHORTLIST_H

#include <khulasa/base.h>
#include <khulasa/why.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a submission says of itself beside its text, as it was written; empty: it does not. */
typedef struct khl_given {
    khl_str axis, title, place, priority;
} khl_given;

typedef struct khl_member {
    khl_str id; /* the submitter's id, or ID/n for a part */
    khl_str city, association, date;
    khl_str text; /* raw */
    khl_str file; /* base name of the input */
    uint32_t row;
    double probability; /* of being the same demand as the representative; 1 for the representative itself */
    bool representative;
    khl_str author;           /* a person; empty unless persons were asked for */
    bool unfinished;          /* an answer that was begun and never sent off; see khl_proposal.unfinished */
    unsigned char sha256[32]; /* khl_private_sha256 of the text, by which decisions know it */
    const khl_given *given;   /* NULL: nothing */
    uint32_t input;           /* place in inputs of the file it is from */
} khl_member;

typedef struct khl_authority {
    khl_str id;
    khl_name name;
    khl_str level;
    bool lead;
    double probability;
} khl_authority;

/* What of an entry is the committee's own. */
enum {
    KHL_DECIDED_TITLE = 1,
    KHL_DECIDED_TEXT = 2,
    KHL_DECIDED_AXIS = 4,
    KHL_DECIDED_AUTHORITIES = 8,
    KHL_DECIDED_LEVEL = 16,
    KHL_DECIDED_PRIORITY = 32,
    KHL_DECIDED_MEMBERS = 64 /* a proposal was joined to it or kept out of it */
};

/* What another city demands that is an entry's demand, or near it: see khl_condense_options.elsewhere. Of
 * each member the nearest fifty are judged, so of very many like demands not all are found. */
typedef struct khl_elsewhere {
    khl_str city;            /* as it is written there; where it is not, the base name of the file */
    khl_str id, title, text; /* of the proposal, or entry of a city pack, there that is nearest to a member;
                                title may be empty */
    bool same;               /* judged the same demand; else near it, and people are to look */
    double probability;
    uint32_t found;        /* proposals, or entries of a pack, there that are judged as this one */
    uint32_t demands;      /* behind them; 0: not known */
    uint32_t associations; /* behind them, distinct; 0: not known */
} khl_elsewhere;

typedef struct khl_entry {
    khl_str id;      /* "E-" and ten hex digits, never changes */
    khl_str number;  /* "1.4": axis.order */
    uint32_t axis;   /* 1-based position in axes */
    bool axis_given; /* by a submitter; else assigned */
    double axis_probability;
    uint32_t doubt_axis; /* 1-based: where the program would have put it though one was given; 0: no doubt */
    double doubt_probability;
    khl_str title, text;       /* a phrase cut from the representative, and its own wording */
    const khl_str *supporters; /* distinct associations, in order of first member */
    size_t n_supporters;
    const khl_str *cities;
    size_t n_cities;
    const khl_authority *authorities; /* likeliest first; the first leads */
    size_t n_authorities;
    khl_str level;             /* "local", "provincial", "regional", "national", or empty while not known */
    const khl_member *members; /* representative first, then in input order */
    size_t n_members;
    double min_pair_probability; /* over all pairs of members; 1 for a single member */
    khl_str weakest[2];          /* the member ids of that pair; empty for a single member */
    khl_why weakest_why;         /* of that pair; without terms and evidence for a single member */
    const khl_str *related;      /* ids of entries */
    size_t n_related;
    uint32_t priority; /* rank over all axes, 1 the first: see khl_shortlist.entries */
    unsigned mark;     /* the highest of its members' marks: 1 high, 2 medium, 3 low; 0: none */
    unsigned decided;  /* KHL_DECIDED_...: what the committee said of it */
    khl_str note;      /* of the committee; empty: none */

    /* One a city, sure ones first, then likeliest; none of the entry's own cities, which are those of one
     * province or prefecture. */
    const khl_elsewhere *elsewhere;
    size_t n_elsewhere;
} khl_entry;

typedef struct khl_review_pair {
    khl_str a, b; /* member ids */
    double probability;
    khl_why why;
} khl_review_pair;

typedef struct khl_shortlist_input {
    khl_str file;
    char sha256[65];
    uint32_t rows;
} khl_shortlist_input;
typedef struct khl_shortlist_aside {
    khl_str id, reason, text, file;
    uint32_t row;
    khl_str why;                     /* in the words of those who decided it; empty when the program did */
    khl_str city, association, date; /* of what the committee set aside */
    khl_str author;                  /* likewise; a person, empty unless persons were asked for */
    bool unfinished;
    const khl_given *given; /* likewise; NULL: nothing */
    uint32_t input;         /* place in inputs of the file it is from */
} khl_shortlist_aside;
/* A submission of several demands: the raw whole, its parts, and the formulas around them, which are set
 * aside as such and count as nothing. */
typedef struct khl_shortlist_part {
    khl_str id;          /* ID/n, a member */
    uint32_t begin, end; /* bytes of the whole */
    khl_str reason; /* why it begins there: "bullet", "number", "line", "list", "connector", "addition" */
} khl_shortlist_part;
typedef struct khl_shortlist_cut {
    khl_str id, text, file;
    uint32_t row;
    const khl_shortlist_part *parts;
    size_t n_parts;
    khl_str opening, closing; /* empty when there is none */
    const khl_given *given;   /* of the whole, whose parts have all but the title, too; NULL: nothing */
    uint32_t input;           /* place in inputs of the file it is from */
} khl_shortlist_cut;
typedef struct khl_shortlist_axis {
    khl_str id;
    khl_name name;
    uint32_t n_entries, n_members;
} khl_shortlist_axis;
/* The log that was replayed. */
typedef struct khl_shortlist_decisions {
    bool given;
    char sha256[65];
    uint32_t n, n_in_force; /* lines; those that hold */
    uint32_t last;          /* the number of the last one; 0: there is none */
    const uint32_t *stale;  /* [n_stale] numbers of those that concern nothing in the input */
    size_t n_stale;
} khl_shortlist_decisions;
typedef struct khl_shortlist_option {
    khl_str name, value;
} khl_shortlist_option;

/* What became of an entry since an earlier version, as bits. */
enum {
    KHL_CHANGE_ADDED = 1,
    KHL_CHANGE_GONE = 2,      /* none of its proposals is in an entry now: set aside, or not in the input */
    KHL_CHANGE_MERGED = 4,    /* its proposals were in several entries before */
    KHL_CHANGE_SPLIT = 8,     /* the proposals it had are in several entries now */
    KHL_CHANGE_REWORDED = 16, /* title or text */
    KHL_CHANGE_MOVED = 32,    /* to another axis */
    KHL_CHANGE_AUTHORITIES = 64, /* who leads, or who is concerned */
    KHL_CHANGE_LEVEL = 128,
    KHL_CHANGE_SUPPORT = 256, /* the number of associations */
    KHL_CHANGE_MEMBERS = 512  /* proposals came or left, or have another text */
};

/* An entry of the earlier version, as it stood there, without what is private. */
typedef struct khl_earlier {
    khl_str id, number, title, text, level;
    khl_name axis;
    const khl_authority *authorities; /* the first leads; probabilities are not known */
    size_t n_authorities;
    uint32_t support;
} khl_earlier;

typedef struct khl_change {
    unsigned what;                  /* KHL_CHANGE_... */
    const khl_entry *entry;         /* as it is now; NULL: there is none of this id any more */
    const khl_earlier *before;      /* NULL: there was none */
    const khl_earlier *const *from; /* other earlier entries that some of its proposals were in */
    size_t n_from;
    const khl_entry *const *into; /* other entries that some of its proposals are in now */
    size_t n_into;
    const khl_str *joined, *left, *edited; /* ids of proposals: new to it; not in it any more, by their
                                              earlier ids; still in it with another text */
    size_t n_joined, n_left, n_edited;
} khl_change;
/* How the demands of one axis came together: average linkage, from single demands to entries and beyond. */
typedef struct khl_shortlist_leaf {
    uint32_t entry, member; /* places in entries and in its members */
} khl_shortlist_leaf;
typedef struct khl_shortlist_join {
    uint32_t a, b; /* leaves, or n_leaves + the number of an earlier join; the leaves of a stand before b's */
    double probability; /* the average over the pairs between both */
} khl_shortlist_join;
typedef struct khl_shortlist_tree {
    uint32_t axis;                    /* 1-based */
    const khl_shortlist_leaf *leaves; /* each member of the axis once, so that no two branches cross */
    size_t n_leaves;
    const khl_shortlist_join
        *joins; /* none is more probable than its parts; what is kept apart is not joined */
    size_t n_joins;
} khl_shortlist_tree;

/* A place on the map of the entries, on which near ones say much of the same. */
enum { KHL_POINT_NEAREST = 3 };
typedef struct khl_shortlist_point {
    uint32_t entry;                      /* its place in entries */
    float x, y;                          /* 0 to 1; the same scale on both, and x the longer side */
    uint32_t nearest[KHL_POINT_NEAREST]; /* other entries on the map that say most of the same, nearest first:
                                            by the texts, not by the places */
    uint32_t n_nearest;
} khl_shortlist_point;

typedef struct khl_shortlist {
    khl_str version, models; /* of the program; fingerprint of the models */
    khl_str date;            /* printed on documents; empty when none was given */
    const khl_shortlist_input *inputs;
    size_t n_inputs;
    const khl_shortlist_option *options; /* only what changes the result */
    size_t n_options;
    uint32_t received, demands, n_associations, n_cities;
    const khl_shortlist_aside *aside;
    size_t n_aside;
    const khl_shortlist_axis *axes; /* in the order of the axis file */
    size_t n_axes;
    const khl_entry *entries; /* by axis, then by priority: the committee's mark (high, medium, the rest),
                                 distinct associations, distinct cities, members (most first), first member */
    size_t n_entries;
    const khl_review_pair *review; /* most useful first */
    size_t n_review;
    const khl_shortlist_cut *cuts; /* in input order */
    size_t n_cuts;
    bool with_persons;  /* members name their authors, and texts stand as they came; else what tells who
                           somebody  is was replaced by a mark in them */
    uint32_t n_private; /* such places in texts and names, replaced or not */
    uint32_t n_marks, n_marks_unknown; /* demands that carry a mark; those whose mark was not understood */
    khl_shortlist_decisions decisions;
    struct khl_shortlist_memory *memory;
    bool compared;             /* with an earlier version: see khl_condense_options.previous */
    const khl_change *changes; /* since then: of entries in their order, then of those that are no more */
    size_t n_changes;
    const khl_str *retired; /* ids of entries of earlier versions that are no more: never given again */
    size_t n_retired;
    const khl_shortlist_tree *trees; /* by axis, those with demands; none of very large collections */
    size_t n_trees;
    double joined_from;                /* entries were joined down to this average probability */
    const khl_shortlist_point *points; /* ascending entries: all, or those of most members where they are too
                                          many for a picture; none of very large collections */
    size_t n_points;
    double points_kept;      /* share of the nearest entries that are among the ten nearest points, 0 to 1 */
    uint32_t n_axes_unknown; /* demands of a platform whose category is none of the axes: it is as if it had
                                none */
    khl_str axis_unknown;    /* the first such category; empty: there is none */
} khl_shortlist;

/* KHL_E_ACCOUNT unless: every member id occurs once; received (cut submissions counted once) = submissions
 * with members + set aside; per-axis counts add up; the parts of every cut submission are members and
 * stand in it in order; priorities rise within an axis; a tree holds each member of its axis once and no
 * probability rises towards its root; points lie on the map. Cost: linear. */
KHL_API khl_status khl_shortlist_check(const khl_shortlist *shortlist, khl_error *err);
KHL_API void khl_shortlist_destroy(khl_shortlist *shortlist);

#ifdef __cplusplus
}
#endif
#endif
