/* The pipeline: a corpus in, a shortlist out. */
#ifndef KHULASA_CONDENSE_H
#define KHULASA_CONDENSE_H

#include <khulasa/base.h>
#include <khulasa/corpus.h>
#include <khulasa/decisions.h>
#include <khulasa/models.h>
#include <khulasa/previous.h>
#include <khulasa/shortlist.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct khl_condense_options {
    double probability;           /* join clusters down to this average probability; 0: the model's own */
    uint32_t target;              /* join until this many entries are left; 0: by probability */
    bool ignore_axes;             /* as if no submitter had given an axis */
    const khl_axes *axes;         /* NULL: the shipped eight */
    const khl_linear *axes_model; /* a classifier of axes trained elsewhere; NULL: none */
    const char *axes_name;        /* how the run names that file; NULL: "default" */
    const khl_text *text;         /* NULL: that of the models; another stemmer, for measuring */
    const char *date;             /* printed on documents; NULL: none */
    unsigned n_threads;           /* 0: as many as the process may use; never changes the result */
    size_t max_review;            /* at most so many doubtful pairs are listed; default 200 */
    const khl_progress *progress; /* may be NULL: stages "analyse", "compare", "cluster" */
    const khl_match_model *match; /* NULL: that of the models; other weights, for measuring */
    const char *match_name;       /* how the run names them; NULL: not at all */
    size_t most_compared; /* in a group of more proposals candidates are found first, and only they are
                             judged; up to it every pair is; default 3000 */
    size_t
        most_kept; /* of more proposals no analysis is kept but made again where it is needed, and those of
                      several cities are condensed city by city, their entries then linked; default 20000 */
    bool with_persons; /* texts stand as they came and authors are named; else addresses, telephone and
                          identity numbers are replaced by marks in what is exported: see khl_private_next */
    const char *lang;  /* of those marks: "ar", "fr" or "en"; NULL: Arabic */
    const khl_decisions *decisions;      /* what a committee decided, replayed; NULL: nothing */
    const struct khl_previous *previous; /* an earlier version: entries go on under their ids (those that
                                            share most proposals with an earlier one), and what has changed
                                            since is listed; NULL: none */
    const khl_corpus *elsewhere; /* proposals and city packs of others: each entry then says in which other
                                    cities the same is demanded, and nothing else of it changes; NULL: none.
                                    See khl_entry.elsewhere; stage "elsewhere" */
    bool without_charts;         /* the shortlist has no map and no trees, which the page alone shows */
} khl_condense_options;
#define KHL_CONDENSE_OPTIONS_INIT                                                                            \
    {                                                                                                        \
        0, 0, false, NULL, NULL, NULL, NULL, NULL, 0, 200, NULL, NULL, NULL, 3000, 20000, false, NULL, NULL, \
            NULL, NULL, false                                                                                \
    }

/* Condenses all proposals of corpus. Where every proposal names an axis, each axis is condensed by itself;
 * otherwise all in one pool, in which two proposals with different given axes never meet and entries without
 * one are assigned; the proposals that have one are examples for those. A given axis that looks like a
 * mistake is kept, and the entry says where it would have gone. The shortlist keeps nothing of corpus.
 * A log of decisions is replayed on it: what it says of proposals that are not in corpus is stale, which the
 * shortlist counts and which is no failure. KHL_E_CONFLICT: decisions contradict one another.
 * KHL_E_INPUT: nothing usable, or an unknown axis in a table that is no export of a platform (file and row in
 * err); a decision that names an axis that is not in the list, or cuts a text within a letter. KHL_E_ACCOUNT:
 * the account does not close (a fault of this library). Cost: n^2 / 2 pairs an axis up to most_compared
 * proposals, then a join (see khl_join), a judgement for each candidate, and the square of each component;
 * with elsewhere that of khl_similar_find besides, asked for all proposals up to most_kept, for one of each
 * entry above. */
KHL_API khl_status khl_condense(khl_shortlist **out, const khl_corpus *corpus, const khl_models *models,
                                const khl_condense_options *options, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
