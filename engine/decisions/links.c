/* Links of the log among the proposals of a collection: listed, joined to components, and checked. Cost:
 * linear in proposals and links. */
#include "replay_parts.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "str.h"
#include "utf8.h"

#include <stdio.h>

static bool is_link(khl_decision_op op)
{
    return op == KHL_OP_MUST_LINK || op == KHL_OP_CANNOT_LINK || op == KHL_OP_RELATED;
}

static khl_str pair_key(const uint32_t pair[2])
{
    return (khl_str){(const char *)pair, 2 * sizeof *pair};
}

static void order(uint32_t pair[2], uint32_t a, uint32_t b)
{
    pair[0] = a < b ? a : b;
    pair[1] = a < b ? b : a;
}

static bool add_pair(khl_decided_pairs *pairs, uint32_t a, uint32_t b, uint32_t n)
{
    if (!khl_grow(&pairs->items, &pairs->capacity, pairs->n + 1, sizeof *pairs->items)) return false;
    pairs->items[pairs->n++] = (khl_decided_pair){a, b, n};
    return true;
}

/* Every pair that links speak of, and the last decision on each. */
typedef struct said {
    khl_map pairs;
    uint32_t *decision; /* [pairs.n] index in the log */
    size_t capacity;
} said;

static khl_status say(said *s, uint32_t a, uint32_t b, size_t decision, khl_error *err)
{
    uint32_t pair[2], at;
    order(pair, a, b);
    if (a == b) return KHL_OK; /* one proposal, or two of one text in one */
    if (khl_map_put(&s->pairs, pair_key(pair), &at, NULL) != KHL_OK ||
        !khl_grow(&s->decision, &s->capacity, s->pairs.n, sizeof *s->decision))
        return khl_fail_memory(err);
    s->decision[at] = (uint32_t)decision;
    return KHL_OK;
}

static khl_status say_all(khl_replay *r, said *s, size_t i, khl_error *err)
{
    size_t n_a, n_b;
    const uint32_t *a = khl_replay_a(r, i, &n_a), *b = khl_replay_b(r, i, &n_b);
    khl_status status = KHL_OK;
    for (size_t x = 0; status == KHL_OK && x < n_a; x++)
        for (size_t y = 0; status == KHL_OK && y < n_b; y++) status = say(s, a[x], b[y], i, err);
    return status;
}

/* Deals the pairs out by the op of the last decision on each. */
static khl_status deal(khl_replay *r, const said *s, khl_error *err)
{
    bool ok = true;
    for (size_t k = 0; k < s->pairs.n && ok; k++) {
        uint32_t pair[2];
        memcpy(pair, s->pairs.keys[k].p, sizeof pair);
        const khl_decision *d = khl_decisions_at(r->log, s->decision[k]);
        if (d->op == KHL_OP_MUST_LINK) {
            ok = add_pair(&r->must, pair[0], pair[1], d->n);
            continue;
        }
        ok = add_pair(&r->apart, pair[0], pair[1], d->n) &&
             khl_map_put(&r->kept_apart, s->pairs.keys[k], NULL, NULL) == KHL_OK;
        if (ok && d->op == KHL_OP_RELATED) ok = add_pair(&r->related, pair[0], pair[1], d->n);
    }
    return ok ? KHL_OK : khl_fail_memory(err);
}

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

static khl_status join(khl_replay *r, khl_error *err)
{
    uint32_t n = (uint32_t)khl_corpus_count(r->corpus);
    uint32_t *last = khl_alloc(n, sizeof *last);
    r->component = khl_alloc(n, sizeof *r->component);
    r->next = khl_alloc(n, sizeof *r->next);
    if (last == NULL || r->component == NULL || r->next == NULL) {
        free(last);
        return khl_fail_memory(err);
    }
    for (uint32_t i = 0; i < n; i++) r->component[i] = i;
    for (size_t k = 0; k < r->must.n; k++) {
        uint32_t a = root_of(r->component, r->must.items[k].a), b = root_of(r->component, r->must.items[k].b);
        r->component[a > b ? a : b] = a > b ? b : a;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t root = r->component[i] = root_of(r->component, i);
        r->next[i] = UINT32_MAX;
        if (root != i) r->next[last[root]] = i;
        last[root] = i;
    }
    free(last);
    return KHL_OK;
}

/* A way through must-links: for each proposal those that name it, and that by which it was first reached. */
typedef struct ways {
    uint32_t *begin; /* [proposals + 2] into links */
    uint32_t *links; /* [2 x must-links] */
    uint32_t *came;  /* [proposals] UINT32_MAX: not reached */
    uint32_t *queue; /* [proposals] */
} ways;

/* begin[i + 2] counts those of i, begin[i + 1] then moves from where they begin to where they end. */
static void list_links(const khl_replay *r, ways *w, size_t n)
{
    for (size_t k = 0; k < r->must.n; k++) {
        w->begin[r->must.items[k].a + 2]++;
        w->begin[r->must.items[k].b + 2]++;
    }
    for (size_t i = 2; i < n + 2; i++) w->begin[i] += w->begin[i - 1];
    for (uint32_t k = 0; k < r->must.n; k++) {
        w->links[w->begin[r->must.items[k].a + 1]++] = k;
        w->links[w->begin[r->must.items[k].b + 1]++] = k;
    }
}

static void walk(const khl_replay *r, uint32_t from, ways *w)
{
    size_t n = 1;
    w->queue[0] = from;
    for (size_t head = 0; head < n; head++) {
        uint32_t at = w->queue[head];
        for (uint32_t k = w->begin[at]; k < w->begin[at + 1]; k++) {
            const khl_decided_pair *p = &r->must.items[w->links[k]];
            uint32_t other = p->a == at ? p->b : p->a;
            if (other == from || w->came[other] != UINT32_MAX) continue;
            w->came[other] = w->links[k];
            w->queue[n++] = other;
        }
    }
}

static khl_status find_ways(const khl_replay *r, uint32_t from, ways *w, khl_error *err)
{
    size_t n = khl_corpus_count(r->corpus);
    w->begin = khl_alloc_zero(n + 2, sizeof *w->begin);
    w->links = khl_alloc(2 * r->must.n, sizeof *w->links);
    w->came = khl_alloc(n, sizeof *w->came);
    w->queue = khl_alloc(n, sizeof *w->queue);
    if (!w->begin || !w->links || !w->came || !w->queue) return khl_fail_memory(err);
    for (size_t i = 0; i < n; i++) w->came[i] = UINT32_MAX;
    list_links(r, w, n);
    walk(r, from, w);
    return KHL_OK;
}

static void clear_ways(ways *w)
{
    free(w->begin);
    free(w->links);
    free(w->came);
    free(w->queue);
}

static void put_id(khl_buf *out, const khl_replay *r, uint32_t i)
{
    khl_buf_put(out, khl_utf8_truncate(khl_corpus_at(r->corpus, i)->id, 40));
}

/* "K1 = K2 = K3", and the numbers of the decisions on the way. */
static void put_path(const khl_replay *r, uint32_t from, uint32_t to, const uint32_t *came, khl_buf path[2])
{
    put_id(&path[0], r, to);
    for (uint32_t at = to; at != from;) {
        const khl_decided_pair *p = &r->must.items[came[at]];
        at = p->a == at ? p->b : p->a;
        khl_buf_put_c(&path[0], " = ");
        put_id(&path[0], r, at);
        khl_buf_format(&path[1], path[1].n > 0 ? ", %u" : "%u", p->n);
    }
    khl_buf_char(&path[0], '\0');
    khl_buf_char(&path[1], '\0');
}

static khl_status fail_conflict(const khl_replay *r, const khl_decided_pair *apart, khl_error *err)
{
    char number[16];
    khl_buf path[2] = {KHL_BUF_INIT, KHL_BUF_INIT};
    ways w = {.begin = NULL};
    khl_status status = find_ways(r, apart->a, &w, err);
    if (status != KHL_OK) goto done;
    put_path(r, apart->a, apart->b, w.came, path);
    snprintf(number, sizeof number, "%u", apart->n);
    status =
        khl_buf_ok(&path[0]) && khl_buf_ok(&path[1])
            ? KHL_FAIL(
                  err, KHL_E_CONFLICT, "decisions.conflict",
                  "decision {0} keeps two proposals apart that others make one ({1}); revoke it, or one of "
                  "these: {2}",
                  number, path[0].p, path[1].p)
            : khl_fail_memory(err);
done:
    khl_buf_clear(&path[0]);
    khl_buf_clear(&path[1]);
    clear_ways(&w);
    return status;
}

static khl_status check(const khl_replay *r, khl_error *err)
{
    for (size_t k = 0; k < r->apart.n; k++) {
        const khl_decided_pair *p = &r->apart.items[k];
        if (r->component[p->a] == r->component[p->b]) return fail_conflict(r, p, err);
    }
    return KHL_OK;
}

khl_status khl_replay_link(khl_replay *r, khl_error *err)
{
    said s = {.decision = NULL};
    khl_status status = khl_map_init(&s.pairs, err);
    if (status == KHL_OK) status = khl_map_init(&r->kept_apart, err);
    for (size_t i = 0; i < khl_decisions_count(r->log) && status == KHL_OK; i++)
        if (khl_replay_holds(r, i) && is_link(khl_decisions_at(r->log, i)->op))
            status = say_all(r, &s, i, err);
    if (status == KHL_OK) status = deal(r, &s, err);
    if (status == KHL_OK) status = join(r, err);
    if (status == KHL_OK) status = check(r, err);
    khl_map_clear(&s.pairs);
    free(s.decision);
    return status;
}

const khl_decided_pairs *khl_replay_must(const khl_replay *r)
{
    return &r->must;
}

const khl_decided_pairs *khl_replay_apart(const khl_replay *r)
{
    return &r->apart;
}

const khl_decided_pairs *khl_replay_related(const khl_replay *r)
{
    return &r->related;
}

uint32_t khl_replay_component(const khl_replay *r, uint32_t i)
{
    return r->component[i];
}

uint32_t khl_replay_next(const khl_replay *r, uint32_t i)
{
    return r->next[i];
}

bool khl_replay_are_apart(const khl_replay *r, uint32_t a, uint32_t b)
{
    uint32_t pair[2];
    if (r->apart.n == 0) return false;
    order(pair, a, b);
    return khl_map_find(&r->kept_apart, pair_key(pair)) != KHL_MAP_NONE;
}
