/* What planning, a block and gathering share: the files of a plan.
 *
 *   plan.tsv      the plan in lines: version, models, collection, notes, shards, jobs; written last
 *   shared.khs    links and kin of the names, the match weights, settings
 *   shard-K.khs   its demands, ascending by seat
 *   kept.khs      of a streamed collection, what gathering would have to read every text again for: cuts and
 *                 words
 *   rest-K.khs    likewise its demands of small groups, which no block wants, as in shards
 *   runs/J.khr    the pairs of job J, ascending by (i, j)
 *
 * A seat is the place of a demand among all, group by group and in each by id. All but the plan are packs
 * (pack.h), whose checksum the plan or the run's own header names. */
#ifndef KHL_CONDENSE_FLEET_H
#define KHL_CONDENSE_FLEET_H

#include "khulasa/fleet.h"
#include "pack.h"
#include "run.h"

typedef struct khl_fleet_pair {
    uint32_t i, j;  /* seats, i < j, of one group */
    float distance; /* with its sign set: the two must not meet */
} khl_fleet_pair;

/* Of the table of a shard, beside the demands. */
typedef struct khl_fleet_line {
    uint32_t seat, group;
    uint64_t given, begin; /* axis; first byte in "demands" */
} khl_fleet_line;

typedef struct khl_fleet_shard {
    char fingerprint[17];
    uint64_t n; /* demands */
} khl_fleet_shard;

/* A demand while it is dealt. */
typedef struct khl_fleet_seat {
    uint32_t seat, member, group, bytes, shard;
} khl_fleet_seat;

/* fleet_deal.c: the shard of each of n demands that travel, which stand group by group. met [n_shards x
 * n_shards], zeroed: pairs of one group that block (a, b), a <= b, has to look for. */
khl_status khl_fleet_deal(khl_fleet_seat *seats, size_t n, uint32_t n_shards, double *met, khl_error *err);

/* Some demands of a plan, dealt into files of one name. */
typedef struct khl_fleet_lot {
    khl_fleet_shard *shards; /* [n] */
    size_t n, capacity;
} khl_fleet_lot;

enum { KHL_FLEET_TRAVEL, KHL_FLEET_REST, KHL_FLEET_LOTS };
extern const char *const KHL_FLEET_LOT_FILES[KHL_FLEET_LOTS]; /* "shard-", "rest-" */

struct khl_fleet {
    char *folder;
    char id[17];                               /* of the plan: the beginning of the SHA-256 of plan.tsv */
    char shared[17], kept[17], collection[65]; /* kept: "" where there is none */
    char **notes;
    khl_fleet_lot lots[KHL_FLEET_LOTS];
    khl_fleet_job *jobs;
    size_t n_notes, n_jobs, notes_capacity, jobs_capacity;
};

/* In the pack "shared", section "settings". */
typedef struct khl_fleet_settings {
    uint32_t streamed, by_city, format, zero;
} khl_fleet_settings;

enum { KHL_FLEET_FORMAT = 2 };

/* The name of a file of a plan; out has room for a path. number < 0: none. */
enum { KHL_FLEET_PATH_BYTES = 4096 };
khl_status khl_fleet_path(char *out, const char *folder, const char *name, int64_t number, const char *tail,
                          khl_error *err);

/* Removes from the folder of a plan what killed processes left half written. */
void khl_fleet_sweep(const char *folder);

/* progress may be NULL; KHL_E_CANCELLED when it says so. */
khl_status khl_fleet_tell(const khl_progress *progress, const char *stage, size_t done, size_t all,
                          khl_error *err);

/* A pack of the plan, which must have that fingerprint. */
khl_status khl_fleet_pack(khl_pack *out, const khl_fleet *fleet, const char *name, int64_t number,
                          const char *fingerprint, khl_error *err);

/* Shard k of a lot, and its table; a demand of it. */
khl_status khl_fleet_shard_open(khl_pack *out, const khl_fleet *fleet, unsigned lot, uint32_t k,
                                const khl_fleet_line **lines, size_t *n, khl_error *err);
khl_status khl_fleet_demand(khl_str *out, const khl_pack *shard, const khl_fleet_line *lines, size_t n,
                            size_t k, khl_error *err);

/* The run of a job, pairs borrowed from it. */
khl_status khl_fleet_run_open(khl_pack *out, const khl_fleet *fleet, uint32_t job,
                              const khl_fleet_pair **pairs, size_t *n, khl_error *err);

/* fleet_keep.c, with planning; fleet_restore.c, with gathering: the sections of "kept", and a run as
 * khl_run_prepare would leave it. packs are the caller's to close, behind the run. */
khl_status khl_fleet_keep(khl_pack_builder *builder, const khl_run *run);
typedef struct khl_fleet_packs {
    khl_pack *of; /* [n] */
    size_t n;
} khl_fleet_packs;
khl_status khl_fleet_restore(khl_run *run, const khl_fleet *fleet, khl_fleet_packs *packs);

/* The SHA-256 of what is compared with whom, in hex: of every member of every group in order. */
khl_status khl_fleet_collection(char out[65], const khl_run *run, khl_error *err);

/* KHL_E_INPUT unless it is that of the plan. */
khl_status khl_fleet_check_collection(const khl_fleet *fleet, const khl_run *run);

#endif
