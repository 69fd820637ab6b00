/* Where to cut: the validated probabilities are linked as condense would, and the cut with the best pair F1
 * over all collections is taken. A plateau gives its middle, so that the choice does not hang on one pair. */
#include "training.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/cluster.h"
#include "str.h"

#include <math.h>

#define NEARLY                                                                                               \
    0.04 /* the standard error of F1 on the Khemisset collection, by bootstrap over its demands              \
          */

enum { STEPS = 99 }; /* probabilities .01 to .99 */

typedef struct tally {
    uint64_t both, joined, same; /* pairs: joined and same, joined, same */
    uint64_t entries;
} tally;

static void count_pairs(const khl_training *t, const khl_training_set *set, const uint32_t *labels,
                        tally *out)
{
    size_t k = set->first;
    for (uint32_t i = 0; i < set->n_items; i++) {
        for (uint32_t j = i + 1; j < set->n_items; j++, k++) {
            bool joined = labels[i] == labels[j];
            out->both += joined && t->labels[k];
            out->joined += joined;
            out->same += t->labels[k];
        }
    }
}

/* Entries of gold: items that are the same as no earlier one. */
static uint64_t count_gold(const khl_training *t, const khl_training_set *set)
{
    uint64_t n = 0;
    for (uint32_t j = 0; j < set->n_items; j++) {
        bool seen = false;
        for (uint32_t i = 0; i < j && !seen; i++)
            seen = t->labels[set->first + khl_condensed(set->n_items, i, j)] != 0;
        n += !seen;
    }
    return n;
}

static khl_status tally_set(const khl_training *t, const khl_training_set *set, tally *tallies,
                            khl_error *err)
{
    size_t n_pairs = khl_condensed_size(set->n_items);
    float *distance = khl_alloc(n_pairs, sizeof *distance);
    khl_merge *merges = khl_alloc(set->n_items, sizeof *merges);
    uint32_t *labels = khl_alloc(set->n_items, sizeof *labels);
    khl_status status = distance && merges && labels ? KHL_OK : khl_fail_memory(err);
    for (size_t k = 0; k < n_pairs && status == KHL_OK; k++) {
        size_t at = set->first + k;
        distance[k] = t->blocked[at] ? INFINITY : (float)(1.0 - t->validated[at]);
    }
    if (status == KHL_OK) status = khl_linkage_average(distance, set->n_items, NULL, merges, err);
    for (unsigned s = 0; s < STEPS && status == KHL_OK; s++) {
        float height = (float)(1.0 - (s + 1) / 100.0);
        uint32_t entries = 0;
        status = khl_linkage_cut(merges, set->n_items, height, labels, &entries, err);
        if (status == KHL_OK) count_pairs(t, set, labels, &tallies[s]);
        tallies[s].entries += entries;
    }
    free(distance);
    free(merges);
    free(labels);
    return status;
}

static double f1_of(const tally *t)
{
    return t->joined + t->same > 0 ? 2.0 * (double)t->both / (double)(t->joined + t->same) : 0;
}

static uint64_t gap_of(const tally *t, uint64_t n_gold)
{
    return t->entries > n_gold ? t->entries - n_gold : n_gold - t->entries;
}

/* Of the steps within NEARLY of the best F1, those whose number of entries is nearest to gold, or as near but
 * for one entry in fifty; of them the lowest, because unseen collections are worded further apart than the
 * ones trained on. */
static double choose_step(const tally *tallies, double best, uint64_t n_gold)
{
    uint64_t least = UINT64_MAX;
    for (unsigned s = 0; s < STEPS; s++)
        if (f1_of(&tallies[s]) >= best - NEARLY && gap_of(&tallies[s], n_gold) < least)
            least = gap_of(&tallies[s], n_gold);
    for (unsigned s = 0; s < STEPS && least != UINT64_MAX; s++)
        if (f1_of(&tallies[s]) >= best - NEARLY && gap_of(&tallies[s], n_gold) <= least + n_gold / 50)
            return (s + 1) / 100.0;
    return 0.5;
}

khl_status khl_training_join(const khl_training *t, khl_train_report *report, khl_match_model *model,
                             khl_error *err)
{
    tally tallies[STEPS] = {{0, 0, 0, 0}};
    uint64_t n_gold = 0;
    khl_status status = KHL_OK;
    for (size_t c = 0; c < t->n_sets && status == KHL_OK; c++) {
        if (t->sets[c].n_items < 2) continue;
        status = tally_set(t, &t->sets[c], tallies, err);
        n_gold += count_gold(t, &t->sets[c]);
    }
    for (unsigned s = 0; s < STEPS; s++) report->cluster_f1 = fmax(report->cluster_f1, f1_of(&tallies[s]));
    model->join = choose_step(tallies, report->cluster_f1, n_gold);
    if (model->same < model->join) model->same = model->join;
    if (model->review > model->join) model->review = model->join;
    return status;
}
