/* Condensing on many machines: a plan, blocks, and what gathers them.
 *
 * A plan reads a collection once and deals its demands into shards in a folder that all machines see: groups
 * that are compared with themselves alone stay together where they fit. A block is one shard, or two that
 * hold parts of one group: it finds and judges the pairs there and writes them as a sorted run. Blocks know
 * nothing of one another, may run in any order, at any place, twice, or be killed: a run appears whole under
 * its name or not at all. Gathering merges the runs and goes on as khl_condense does, to the same bytes. Who
 * starts blocks, and where, is another's matter. */
#ifndef KHULASA_FLEET_H
#define KHULASA_FLEET_H

#include <khulasa/condense.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct khl_fleet_options {
    uint32_t n_shards;        /* 1 to 1000; default 8 */
    const char *const *notes; /* [n_notes] kept in the plan for whoever gathers; no tabs or line ends */
    size_t n_notes;
} khl_fleet_options;
#define KHL_FLEET_OPTIONS_INIT                                                                               \
    {                                                                                                        \
        8, NULL, 0                                                                                           \
    }

typedef struct khl_fleet_job {
    uint32_t a, b;    /* shards, a <= b */
    uint64_t cost_us; /* by the cost model, on one thread */
} khl_fleet_job;

/* Writes a plan into folder: shards first, plan.tsv last. Another plan in it is replaced, but runs of the
 * same plan stay good. What is compared and joined is that of khl_condense with these options, which must be
 * those of gathering, too. KHL_E_ARGUMENT also: match weights for soft spellings or LSA, which do not travel.
 * Cost: that of reading the collection; about a kilobyte a proposal on disk. Jobs: at most a shard each, and
 * each two shards with parts of one group; none where no group is large. */
KHL_API khl_status khl_fleet_plan(const char *folder, const khl_corpus *corpus, const khl_models *models,
                                  const khl_condense_options *options, const khl_fleet_options *fleet,
                                  khl_error *err);

typedef struct khl_fleet khl_fleet;

/* Opens the plan of a folder. KHL_E_INPUT: no plan, not of this version, or of other models. */
KHL_API khl_status khl_fleet_open(khl_fleet **out, const char *folder, const khl_models *models,
                                  khl_error *err);
KHL_API void khl_fleet_close(khl_fleet *fleet);
KHL_API size_t khl_fleet_n_notes(const khl_fleet *fleet);
KHL_API const char *khl_fleet_note(const khl_fleet *fleet, size_t i);
KHL_API uint32_t khl_fleet_n_jobs(const khl_fleet *fleet);
KHL_API khl_fleet_job khl_fleet_job_at(const khl_fleet *fleet, uint32_t job);

/* Whether the run of a job is there, whole, and of this plan. */
KHL_API bool khl_fleet_is_done(const khl_fleet *fleet, uint32_t job);

/* Joins and judges the pairs of one job on n_threads (0: as many as the process may use), writes its run.
 * progress may be NULL: stages "join" and "compare".
 * KHL_E_INPUT: a shard is missing, damaged or not of this plan; KHL_E_ARGUMENT: no such job. Memory: two
 * shards, thrice, and 12 bytes a pair. */
KHL_API khl_status khl_fleet_block(const khl_fleet *fleet, uint32_t job, unsigned n_threads,
                                   const khl_progress *progress, khl_error *err);

/* Merges the runs and condenses corpus, which must be the one of the plan, with the options of the plan.
 * KHL_E_INPUT: a run is missing, damaged or of another plan, or the collection is not that of the plan. */
KHL_API khl_status khl_fleet_gather(khl_shortlist **out, const khl_fleet *fleet, const khl_corpus *corpus,
                                    const khl_models *models, const khl_condense_options *options,
                                    khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
