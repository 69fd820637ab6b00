/* The same demand elsewhere: for each proposal of one collection, the nearest of others. */
#ifndef KHULASA_SIMILAR_H
#define KHULASA_SIMILAR_H

#include <khulasa/base.h>
#include <khulasa/corpus.h>
#include <khulasa/match.h>
#include <khulasa/models.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct khl_similar_options {
    size_t k;           /* matches a proposal, at least 1; default 5 */
    size_t candidates;  /* nearest by the spaces alone that are judged; default 50, and never fewer than k */
    unsigned n_threads; /* 0: as many as the process may use; never changes the result */
    const khl_progress *progress; /* may be NULL: stages "analyse", "compare" */
    bool brief; /* an explanation is to hold its probability, verdict and why.blocked only: an index then
                   answers without reading texts again */
} khl_similar_options;
#define KHL_SIMILAR_OPTIONS_INIT                                                                             \
    {                                                                                                        \
        5, 50, 0, NULL, false                                                                                \
    }

typedef struct khl_similar_match {
    const khl_proposal *proposal; /* of the other collections */
    khl_explanation explanation;
} khl_similar_match;

/* What was found for one proposal; valid during the call of khl_similar_fn only. */
typedef struct khl_similar_row {
    const khl_proposal *proposal;
    khl_verdict best;                 /* that of the first match; none when nothing is at or above review */
    const khl_similar_match *matches; /* [n_matches] by verdict, then probability, then order in the others */
    size_t n_matches; /* k, or fewer where fewer proposals have anything in common with this one */
} khl_similar_row;

/* Called for every proposal, in order, from the thread that called khl_similar_find. Another status than
 * KHL_OK ends the run. */
typedef khl_status (*khl_similar_fn)(void *context, const khl_similar_row *row, khl_error *err);

/* Searches `others` (one collection or several, read into one corpus) for each proposal of `corpus`.
 *
 * Places are told apart, not compared: between proposals of different cities no town and no district agrees
 * or conflicts, and names of places leave the texts before they are weighed; between proposals of one city
 * they count as ever. The city is that of the city column, up to the province or prefecture the gazetteer
 * puts it in, so that two communes of one province are one; where the column is missing or empty, each file
 * is a city of its own.
 *
 * Exact top-k over the spaces, weighed by the model, proposes candidates; the model judges them. KHL_E_INPUT:
 * a side holds no usable proposal. KHL_E_ARGUMENT: k is 0. Cost: n * n_others products, then candidates
 * judged a proposal. */
KHL_API khl_status khl_similar_find(const khl_corpus *corpus, const khl_corpus *others,
                                    const khl_models *models, const khl_similar_options *options,
                                    khl_similar_fn fn, void *context, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
