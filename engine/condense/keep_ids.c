/* The ids of an earlier version: entries that hold most of an earlier one's proposals go on under its id
 * (decisions/claim_ids.c), unless they have one already; and no id that an entry had before is given to
 * another. Called when entries stand, before anything is told of them. Cost: a hash of every text, and sorts
 * of the proposals. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "same_members.h"

typedef struct keeping {
    khl_present_member *members; /* [n] of entries; what was set aside is in none */
    uint32_t n;
    unsigned char *digests; /* [n x 32] */
    uint32_t *earlier;      /* [n] */
    khl_str *ids;           /* [n_entries] */
} keeping;

static khl_status note_used(khl_run *run)
{
    const khl_previous *previous = run->options.previous;
    size_t n = (size_t)previous->n_entries + previous->n_retired;
    run->used_ids = khl_arena_array(&run->arena, n, sizeof *run->used_ids);
    if (run->used_ids == NULL) return khl_fail_memory(run->err);
    for (uint32_t i = 0; i < previous->n_entries; i++) run->used_ids[i] = previous->entries[i].id;
    for (uint32_t i = 0; i < previous->n_retired; i++)
        run->used_ids[previous->n_entries + i] = previous->retired[i];
    run->n_used_ids = n;
    return KHL_OK;
}

static void list_members(const khl_run *run, keeping *k)
{
    for (uint32_t i = 0; i < run->n; i++) {
        const khl_proposal *p = khl_corpus_at(run->corpus, i);
        unsigned char *digest = k->digests + (size_t)k->n * 32;
        uint32_t entry = run->entry_of[i];
        if (khl_run_is_aside(run, i)) continue;
        khl_private_sha256(khl_models_aliases(run->models), p->text, digest);
        k->members[k->n++] =
            (khl_present_member){p->id, digest, entry, run->entries[entry].representative == i};
    }
    for (size_t e = 0; e < run->n_entries; e++) k->ids[e] = run->entries[e].id;
}

static khl_status claim(khl_run *run, keeping *k)
{
    const khl_previous *previous = run->options.previous;
    list_members(run, k);
    const khl_present present = {k->members, k->n, (uint32_t)run->n_entries};
    khl_status status = khl_same_members(k->earlier, previous, &present, run->err);
    if (status == KHL_OK) status = khl_claim_ids(k->ids, previous, &present, k->earlier, run->err);
    for (size_t e = 0; e < run->n_entries && status == KHL_OK; e++) run->entries[e].id = k->ids[e];
    return status;
}

khl_status khl_run_keep_ids(khl_run *run)
{
    if (run->options.previous == NULL) return KHL_OK;
    keeping k = {.members = khl_alloc(run->n, sizeof *k.members), .digests = khl_alloc(run->n, 32)};
    k.earlier = khl_alloc(run->n, sizeof *k.earlier);
    k.ids = khl_alloc(run->n_entries, sizeof *k.ids);
    khl_status status =
        k.members && k.digests && k.earlier && k.ids ? note_used(run) : khl_fail_memory(run->err);
    if (status == KHL_OK) status = claim(run, &k);
    free(k.members);
    free(k.digests);
    free(k.earlier);
    free(k.ids);
    return status;
}
