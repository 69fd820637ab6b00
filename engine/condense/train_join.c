/* Where to cut: the validated probabilities are linked as condense would, and the lowest cut is taken whose
 * mean pair F1 over the collections is near the best. */
#include "training.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/cluster.h"
#include "str.h"

#include <math.h>

#define NEARLY 0.03 /* about the standard error of a mean over four collections */

enum { STEPS = 99 }; /* probabilities .01 to .99 */

typedef struct tally {
    uint64_t both, joined, same; /* pairs: joined and same, joined, same */
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

/* The lowest step that is nearly as good as the best: wordings of a new collection are met less often than
 * those of the collections, so its probabilities are lower; and a wrong merge is seen in its entry, while two
 * entries for one demand may stand far apart. */
static double choose_step(const double mean[STEPS])
{
    double best = 0;
    for (unsigned s = 0; s < STEPS; s++) best = fmax(best, mean[s]);
    for (unsigned s = 0; s < STEPS && best > 0; s++)
        if (mean[s] >= best - NEARLY) return (s + 1) / 100.0;
    return 0.5;
}

/* Every collection counts alike, however many pairs it holds. */
khl_status khl_training_join(const khl_training *t, khl_train_report *report, khl_match_model *model,
                             khl_error *err)
{
    double mean[STEPS] = {0};
    tally pooled[STEPS] = {{0, 0, 0}};
    size_t n_sets = 0;
    khl_status status = KHL_OK;
    for (size_t c = 0; c < t->n_sets && status == KHL_OK; c++) {
        tally own[STEPS] = {{0, 0, 0}};
        if (t->sets[c].n_items < 2) continue;
        status = tally_set(t, &t->sets[c], own, err);
        n_sets += own[0].same > 0;
        for (unsigned s = 0; s < STEPS; s++) {
            mean[s] += f1_of(&own[s]);
            pooled[s] = (tally){pooled[s].both + own[s].both, pooled[s].joined + own[s].joined,
                                pooled[s].same + own[s].same};
        }
    }
    for (unsigned s = 0; s < STEPS; s++) {
        report->cluster_f1 = fmax(report->cluster_f1, f1_of(&pooled[s]));
        mean[s] /= n_sets > 0 ? (double)n_sets : 1;
    }
    model->join = choose_step(mean);
    if (model->same < model->join) model->same = model->join;
    if (model->review > model->join / 2) model->review = model->join / 2; /* entries that nearly met */
    return status;
}
