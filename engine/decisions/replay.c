/* The texts of a collection by their hashes, and the proposals that a decision means. */
#include "replay_parts.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <string.h>

static khl_status index_texts(khl_replay *r, const khl_aliases *aliases, khl_error *err)
{
    size_t n = khl_corpus_count(r->corpus);
    unsigned char digest[32];
    r->same_text = khl_alloc(n, sizeof *r->same_text);
    r->last = khl_alloc(n, sizeof *r->last);
    r->first = khl_alloc(n, sizeof *r->first);
    khl_status status = khl_map_init(&r->texts, err);
    if (!r->same_text || !r->last || !r->first) return khl_fail_memory(err);
    for (uint32_t i = 0; i < n && status == KHL_OK; i++) {
        uint32_t at;
        bool added;
        khl_private_sha256(aliases, khl_corpus_at(r->corpus, i)->text, digest);
        if (khl_map_put(&r->texts, (khl_str){(const char *)digest, sizeof digest}, &at, &added) != KHL_OK)
            return khl_fail_memory(err);
        r->same_text[i] = UINT32_MAX;
        if (added)
            r->first[at] = i;
        else
            r->same_text[r->last[at]] = i;
        r->last[at] = i;
    }
    return status;
}

khl_status khl_replay_create(khl_replay **out, const khl_decisions *log, const khl_corpus *corpus,
                             const khl_aliases *aliases, khl_error *err)
{
    khl_replay *r = khl_alloc_zero(1, sizeof *r);
    *out = NULL;
    if (r == NULL) return khl_fail_memory(err);
    r->log = log;
    r->corpus = corpus;
    r->stale = khl_alloc_zero(khl_decisions_count(log), sizeof *r->stale);
    khl_status status = r->stale != NULL ? index_texts(r, aliases, err) : khl_fail_memory(err);
    if (status == KHL_OK)
        *out = r;
    else
        khl_replay_destroy(r);
    return status;
}

void khl_replay_destroy(khl_replay *r)
{
    if (r == NULL) return;
    khl_map_clear(&r->texts);
    khl_map_clear(&r->kept_apart);
    free(r->same_text);
    free(r->last);
    free(r->first);
    free(r->stale);
    free(r->component);
    free(r->next);
    free(r->must.items);
    free(r->apart.items);
    free(r->related.items);
    free(r);
}

const khl_decisions *khl_replay_log(const khl_replay *r)
{
    return r->log;
}

bool khl_replay_holds(const khl_replay *r, size_t i)
{
    const khl_decision *d = khl_decisions_at(r->log, i);
    return !d->revoked && d->op != KHL_OP_REVOKE;
}

bool khl_replay_is_stale(const khl_replay *r, size_t i)
{
    return r->stale[i];
}

static khl_status list_all(const khl_replay *r, uint32_t first, khl_str hint, uint32_t **list, size_t *n)
{
    size_t all = 0;
    uint32_t hinted = UINT32_MAX;
    for (uint32_t i = first; i != UINT32_MAX; i = r->same_text[i], all++)
        if (hint.n > 0 && khl_str_equal(khl_corpus_at(r->corpus, i)->id, hint)) hinted = i;
    *list = khl_alloc(all, sizeof **list);
    if (*list == NULL) return KHL_E_MEMORY;
    if (hinted != UINT32_MAX) {
        (*list)[(*n)++] = hinted;
        return KHL_OK;
    }
    for (uint32_t i = first; i != UINT32_MAX; i = r->same_text[i]) (*list)[(*n)++] = i;
    return KHL_OK;
}

static khl_status find(khl_replay *r, const unsigned char key[32], khl_str hint, uint32_t **list, size_t *n)
{
    uint32_t at = khl_map_find(&r->texts, (khl_str){(const char *)key, 32});
    *list = NULL;
    *n = 0;
    return at != KHL_MAP_NONE ? list_all(r, r->first[at], hint, list, n) : KHL_OK;
}

khl_status khl_replay_a(khl_replay *r, size_t i, uint32_t **list, size_t *n, khl_error *err)
{
    const khl_decision *d = khl_decisions_at(r->log, i);
    if (find(r, d->a, d->a_id, list, n) != KHL_OK) return khl_fail_memory(err);
    r->stale[i] = *n == 0;
    return KHL_OK;
}

khl_status khl_replay_b(khl_replay *r, size_t i, uint32_t **list, size_t *n, khl_error *err)
{
    const khl_decision *d = khl_decisions_at(r->log, i);
    if (find(r, d->b, d->b_id, list, n) != KHL_OK) return khl_fail_memory(err);
    r->stale[i] = r->stale[i] || *n == 0;
    return KHL_OK;
}
