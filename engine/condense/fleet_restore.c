/* A streamed run made ready by what its plan kept, so that no text is read for it: cuts, words, groups, and
 * the matcher from the shards. The proposals must be those of the plan, which is checked before any of it is
 * believed. Cost: linear; about 2 us a demand where reading its text took 80. */
#include "fleet.h"

#include "alloc.h"
#include "attested.h"
#include "error.h"
#include "freight.h"
#include "str.h"

typedef struct restoring {
    khl_run *run;
    const khl_fleet *fleet;
    khl_fleet_packs *packs;
    khl_str *demands;  /* [run n] */
    uint32_t *members; /* [run n] of the seats */
} restoring;

static khl_status fail_strange(const khl_run *run)
{
    return KHL_FAIL(run->err, KHL_E_INPUT, "fleet.collection",
                    "the proposals or the options are not those of the plan; write the plan again");
}

khl_status khl_fleet_check_collection(const khl_fleet *fleet, const khl_run *run)
{
    char found[65];
    khl_status status = khl_fleet_collection(found, run, run->err);
    return status != KHL_OK || strcmp(found, fleet->collection) == 0 ? status : fail_strange(run);
}

static bool take_part(khl_text_part *out, const uint32_t *words, size_t most)
{
    *out = (khl_text_part){words[0], words[1], (uint8_t)words[2]};
    return words[0] <= words[1] && words[1] <= most;
}

/* One cut submission from the words that put_cuts wrote, *at behind them. */
static khl_status take_cut(khl_run *run, const uint32_t **at, const uint32_t *end, size_t *next)
{
    enum { PART = 3, HEAD = 2 + 2 * PART };
    const uint32_t *words = *at;
    if (end - words < HEAD || words[0] < *next || words[0] >= run->n_whole || words[1] < 2 ||
        (size_t)(end - words - HEAD) / PART < words[1])
        return fail_strange(run);
    size_t i = words[0], n = words[1], most = khl_corpus_at(run->corpus, i)->text.n;
    khl_cut *cut = &run->found[i];
    cut->parts = khl_alloc_zero(n, sizeof *cut->parts);
    if (cut->parts == NULL) return khl_fail_memory(run->err);
    cut->n_parts = n;
    bool ok = take_part(&cut->opening, words + 2, most) && take_part(&cut->closing, words + 2 + PART, most);
    for (size_t p = 0; p < n && ok; p++)
        ok = take_part(&cut->parts[p], words + HEAD + p * PART, most) &&
             cut->parts[p].begin < cut->parts[p].end;
    *next = i + 1;
    *at = words + HEAD + n * PART;
    return ok ? KHL_OK : fail_strange(run);
}

static khl_status take_cuts(khl_run *run, khl_str section)
{
    const uint32_t *at = (const uint32_t *)(const void *)section.p, *end = at + section.n / sizeof *at;
    size_t next = 0;
    khl_status status = khl_run_begin_cuts(run);
    while (status == KHL_OK && at < end) status = take_cut(run, &at, end, &next);
    return status == KHL_OK ? khl_run_take_parts(run) : status;
}

static khl_status take_kept(khl_run *run, const khl_pack *kept)
{
    static const char *const SECTIONS[] = {"cuts", "attested-counts", "attested-names", "words"};
    for (size_t k = 0; k < sizeof SECTIONS / sizeof *SECTIONS; k++)
        if (khl_pack_section_find(kept, SECTIONS[k]).p == NULL) return khl_freight_torn(run->err);
    khl_status status = take_cuts(run, khl_pack_section_find(kept, "cuts"));
    if (status != KHL_OK) return status;
    status = khl_attested_open(&run->attested, khl_pack_section_find(kept, "attested-counts"),
                               khl_pack_section_find(kept, "attested-names"), run->err);
    return status == KHL_E_MODEL ? khl_freight_torn(run->err) : status;
}

static khl_status list_members(restoring *r)
{
    khl_run *run = r->run;
    uint32_t seat = 0;
    r->members = khl_alloc(run->n, sizeof *r->members);
    r->demands = khl_alloc_zero(run->n, sizeof *r->demands);
    if (r->members == NULL || r->demands == NULL) return khl_fail_memory(run->err);
    for (size_t g = 0; g < run->n_groups; g++)
        for (uint32_t k = 0; k < run->groups[g].n; k++) r->members[seat++] = run->groups[g].members[k];
    return KHL_OK;
}

static khl_status take_shard(restoring *r, unsigned lot, uint32_t k, size_t *n_taken)
{
    khl_run *run = r->run;
    const khl_fleet_line *lines;
    size_t n = 0;
    khl_pack *pack = &r->packs->of[r->packs->n];
    khl_status status = khl_fleet_shard_open(pack, r->fleet, lot, k, &lines, &n, run->err);
    if (status != KHL_OK) return status;
    r->packs->n++;
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        if (lines[i].seat >= run->n || r->demands[r->members[lines[i].seat]].p != NULL)
            return khl_freight_torn(run->err);
        status = khl_fleet_demand(&r->demands[r->members[lines[i].seat]], pack, lines, n, i, run->err);
    }
    *n_taken += n;
    return status == KHL_OK ? khl_fleet_tell(run->options.progress, "read", *n_taken, run->n, run->err)
                            : status;
}

/* Every demand, once. */
static khl_status take_shards(restoring *r)
{
    size_t n = 0;
    khl_status status = list_members(r);
    for (unsigned lot = 0; lot < KHL_FLEET_LOTS; lot++)
        for (uint32_t k = 0; k < r->fleet->lots[lot].n && status == KHL_OK; k++)
            status = take_shard(r, lot, k, &n);
    return status == KHL_OK && n != r->run->n ? khl_freight_torn(r->run->err) : status;
}

static khl_status make_matcher(restoring *r, const khl_pack *shared, const khl_pack *kept)
{
    khl_run *run = r->run;
    khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    const khl_analysis_source source = {khl_run_read_again, run};
    const khl_freight freight = {khl_pack_section_find(shared, "shared"), r->demands, run->n};
    options.city = run->city;
    options.wanted = run->wanted;
    options.ranks_within_cities = run->by_city;
    return khl_freight_restore(&run->matcher, &freight, khl_pack_section_find(kept, "words"), &source,
                               run->match, &options, run->err);
}

static khl_status open_pack(restoring *r, const char *name, const char *fingerprint)
{
    khl_status status =
        khl_fleet_pack(&r->packs->of[r->packs->n], r->fleet, name, -1, fingerprint, r->run->err);
    if (status == KHL_OK) r->packs->n++;
    return status;
}

khl_status khl_fleet_restore(khl_run *run, const khl_fleet *fleet, khl_fleet_packs *packs)
{
    restoring r = {.run = run, .fleet = fleet, .packs = packs};
    size_t n = 2 + fleet->lots[KHL_FLEET_TRAVEL].n + fleet->lots[KHL_FLEET_REST].n;
    packs->of = khl_alloc_zero(n, sizeof *packs->of);
    khl_status status = packs->of != NULL ? KHL_OK : khl_fail_memory(run->err);
    if (status == KHL_OK) status = open_pack(&r, "shared", fleet->shared);
    if (status == KHL_OK) status = open_pack(&r, "kept", fleet->kept);
    if (status == KHL_OK) status = take_kept(run, &packs->of[1]);
    if (status == KHL_OK) status = khl_run_number_cities(run);
    if (status == KHL_OK) status = khl_run_group(run);
    if (status == KHL_OK) status = khl_fleet_check_collection(fleet, run);
    if (status == KHL_OK) status = take_shards(&r);
    if (status == KHL_OK) status = make_matcher(&r, &packs->of[0], &packs->of[1]);
    free(r.demands);
    free(r.members);
    return status;
}
