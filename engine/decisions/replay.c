/* The texts of a collection by their hashes, and the proposals that a decision means. */
#include "replay_parts.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <string.h>

typedef struct known_text {
    uint32_t text, proposal;
    khl_str id;
} known_text;

static int by_text_and_id(const void *x, const void *y)
{
    const known_text *a = x, *b = y;
    if (a->text != b->text) return a->text < b->text ? -1 : 1;
    return khl_str_compare(a->id, b->id);
}

static khl_status number_texts(khl_replay *r, const khl_aliases *aliases, known_text *known, khl_error *err)
{
    unsigned char digest[32];
    khl_status status = khl_map_init(&r->texts, err);
    for (uint32_t i = 0; i < khl_corpus_count(r->corpus) && status == KHL_OK; i++) {
        const khl_proposal *p = khl_corpus_at(r->corpus, i);
        khl_private_sha256(aliases, p->text, digest);
        known[i] = (known_text){.proposal = i, .id = p->id};
        if (khl_map_put(&r->texts, (khl_str){(const char *)digest, sizeof digest}, &known[i].text, NULL) !=
            KHL_OK)
            status = khl_fail_memory(err);
    }
    return status;
}

static khl_status index_texts(khl_replay *r, const khl_aliases *aliases, khl_error *err)
{
    size_t n = khl_corpus_count(r->corpus);
    known_text *known = khl_alloc(n, sizeof *known);
    khl_status status = known != NULL ? number_texts(r, aliases, known, err) : khl_fail_memory(err);
    if (status != KHL_OK) goto done;
    r->by_text = khl_alloc(n, sizeof *r->by_text);
    r->begin = khl_alloc_zero(r->texts.n + 1, sizeof *r->begin);
    status = r->by_text && r->begin ? KHL_OK : khl_fail_memory(err);
    if (status != KHL_OK) goto done;
    if (n > 1) qsort(known, n, sizeof *known, by_text_and_id);
    for (uint32_t k = 0; k < n; k++) {
        r->by_text[k] = known[k].proposal;
        r->begin[known[k].text + 1] = k + 1;
    }
done:
    free(known);
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
    free(r->begin);
    free(r->by_text);
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

/* Where an id stands among proposals of one text; n when it does not. */
static size_t find_id(const khl_replay *r, const uint32_t *list, size_t n, khl_str id)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = khl_str_compare(khl_corpus_at(r->corpus, list[middle])->id, id);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return n;
}

static const uint32_t *find(const khl_replay *r, const unsigned char key[32], khl_str hint, size_t *n)
{
    uint32_t at = khl_map_find(&r->texts, (khl_str){(const char *)key, 32});
    *n = 0;
    if (at == KHL_MAP_NONE) return NULL;
    const uint32_t *list = r->by_text + r->begin[at];
    *n = r->begin[at + 1] - r->begin[at];
    size_t hinted = find_id(r, list, *n, hint);
    if (hinted == *n) return list;
    *n = 1;
    return list + hinted;
}

const uint32_t *khl_replay_a(khl_replay *r, size_t i, size_t *n)
{
    const khl_decision *d = khl_decisions_at(r->log, i);
    const uint32_t *list = find(r, d->a, d->a_id, n);
    r->stale[i] = *n == 0;
    return list;
}

const uint32_t *khl_replay_b(khl_replay *r, size_t i, size_t *n)
{
    const khl_decision *d = khl_decisions_at(r->log, i);
    const uint32_t *list = find(r, d->b, d->b_id, n);
    r->stale[i] = r->stale[i] || *n == 0;
    return list;
}
