/* Buffers of workers, runs on disk, and the merge of both. */
#include "pairs.h"

#include "alloc.h"
#include "error.h"
#include "files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LEAST_PAIRS = 4096, PORTION = 4096 };

typedef struct run {
    uint64_t begin, end; /* pairs in the file of its worker */
} run;

typedef struct shelf {
    khl_join_pair *pairs; /* in memory */
    size_t n, capacity;
    FILE *file; /* NULL until the first spill */
    run *runs;
    size_t n_runs, runs_capacity;
    uint64_t spilled; /* pairs */
    char pad[64];     /* shelves of two workers share no cache line */
} shelf;

struct khl_pairs {
    shelf *shelves;
    unsigned n;
    size_t most; /* pairs of a shelf in memory */
    size_t most_bytes;
    char folder[4096];
};

khl_status khl_pairs_create(khl_pairs **out, unsigned n_workers, size_t most_bytes, const char *folder,
                            khl_error *err)
{
    khl_pairs *p = khl_alloc_zero(1, sizeof *p);
    *out = NULL;
    if (p == NULL) return khl_fail_memory(err);
    if (folder == NULL) folder = getenv("TMPDIR");
    if (folder == NULL || folder[0] == '\0') folder = "/tmp";
    snprintf(p->folder, sizeof p->folder, "%s", folder);
    p->n = n_workers;
    p->most_bytes = most_bytes;
    p->most = most_bytes / sizeof(khl_join_pair) / n_workers;
    if (p->most < LEAST_PAIRS) p->most = LEAST_PAIRS;
    p->shelves = khl_alloc_zero(n_workers, sizeof *p->shelves);
    if (p->shelves == NULL) {
        free(p);
        return khl_fail_memory(err);
    }
    *out = p;
    return KHL_OK;
}

void khl_pairs_destroy(khl_pairs *p)
{
    if (p == NULL) return;
    for (unsigned w = 0; w < p->n; w++) {
        if (p->shelves[w].file != NULL) fclose(p->shelves[w].file);
        free(p->shelves[w].pairs);
        free(p->shelves[w].runs);
    }
    free(p->shelves);
    free(p);
}

static int by_place(const void *a, const void *b)
{
    const khl_join_pair *x = a, *y = b;
    if (x->i != y->i) return x->i < y->i ? -1 : 1;
    return x->j < y->j ? -1 : x->j > y->j;
}

/* A file without a name: removed from its folder as soon as it is open. */
static khl_status open_runs(const khl_pairs *p, shelf *s, khl_error *err)
{
    char path[4096 + 32];
    snprintf(path, sizeof path, "%s/khulasa-runs-XXXXXX", p->folder);
    int fd = mkstemp(path);
    if (fd < 0)
        return khl_fail_system(err, "pairs.open", "no file for runs can be made here: {0}", p->folder);
    unlink(path);
    s->file = fdopen(fd, "w+b");
    if (s->file != NULL) return KHL_OK;
    close(fd);
    return khl_fail_memory(err);
}

static khl_status spill(const khl_pairs *p, shelf *s, khl_error *err)
{
    khl_status status = s->file == NULL ? open_runs(p, s, err) : KHL_OK;
    if (status != KHL_OK) return status;
    if (!khl_grow(&s->runs, &s->runs_capacity, s->n_runs + 1, sizeof *s->runs)) return khl_fail_memory(err);
    qsort(s->pairs, s->n, sizeof *s->pairs, by_place);
    if (fwrite(s->pairs, sizeof *s->pairs, s->n, s->file) != s->n || fflush(s->file) != 0)
        return khl_fail_system(err, "pairs.write", "runs cannot be written here: {0}", p->folder);
    s->runs[s->n_runs++] = (run){s->spilled, s->spilled + s->n};
    s->spilled += s->n;
    s->n = 0;
    return KHL_OK;
}

khl_status khl_pairs_put(khl_pairs *p, unsigned worker, khl_join_pair pair, khl_error *err)
{
    shelf *s = &p->shelves[worker];
    if (s->n == p->most) {
        khl_status status = spill(p, s, err);
        if (status != KHL_OK) return status;
    }
    if (s->n == s->capacity) {
        size_t capacity = s->capacity < LEAST_PAIRS / 2 ? LEAST_PAIRS : s->capacity + s->capacity / 2;
        if (capacity > p->most) capacity = p->most;
        khl_join_pair *grown = realloc(s->pairs, capacity * sizeof *grown);
        if (grown == NULL) return khl_fail_memory(err);
        s->pairs = grown;
        s->capacity = capacity;
    }
    s->pairs[s->n++] = pair;
    return KHL_OK;
}

static khl_status sort_shelves(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_pairs *p = context;
    (void)worker;
    (void)err;
    for (size_t w = begin; w < end; w++)
        if (p->shelves[w].n > 0) qsort(p->shelves[w].pairs, p->shelves[w].n, sizeof(khl_join_pair), by_place);
    return KHL_OK;
}

khl_status khl_pairs_close(khl_pairs *p, khl_pool *pool, khl_error *err)
{
    return khl_pool_for(pool, p->n, 1, sort_shelves, p, NULL, NULL, err);
}

uint64_t khl_pairs_count(const khl_pairs *p)
{
    uint64_t n = 0;
    for (unsigned w = 0; w < p->n; w++) n += p->shelves[w].n + p->shelves[w].spilled;
    return n;
}

uint64_t khl_pairs_spilled_bytes(const khl_pairs *p)
{
    uint64_t n = 0;
    for (unsigned w = 0; w < p->n; w++) n += p->shelves[w].spilled;
    return n * sizeof(khl_join_pair);
}

/* One sorted sequence that is read: a shelf in memory, or a run through a window. */
typedef struct source {
    const khl_join_pair *at, *end;
    FILE *file; /* NULL: in memory */
    uint64_t next, last;
    khl_join_pair *window;
    size_t window_pairs;
} source;

static khl_status refill(source *s, const char *folder, khl_error *err)
{
    uint64_t left = s->last - s->next;
    size_t n = left < s->window_pairs ? (size_t)left : s->window_pairs;
    s->at = s->end = s->window;
    if (n == 0) return KHL_OK;
    errno = 0;
    if (fseeko(s->file, (off_t)(s->next * sizeof(khl_join_pair)), SEEK_SET) != 0 ||
        fread(s->window, sizeof(khl_join_pair), n, s->file) != n)
        return khl_fail_system(err, "pairs.read", "a run cannot be read back: {0}", folder);
    s->end = s->window + n;
    s->next += n;
    return KHL_OK;
}

typedef struct merge {
    source *sources;
    size_t *heap, n; /* sources with a pair at hand, the least first */
    khl_join_pair *windows;
} merge;

static bool less(const merge *m, size_t a, size_t b)
{
    return by_place(m->sources[m->heap[a]].at, m->sources[m->heap[b]].at) < 0;
}

static void sink(merge *m, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < m->n; at = child) {
        if (child + 1 < m->n && less(m, child + 1, child)) child++;
        if (!less(m, child, at)) return;
        size_t swap = m->heap[at];
        m->heap[at] = m->heap[child];
        m->heap[child] = swap;
    }
}

static khl_status add_runs(merge *m, size_t *next, const shelf *s, size_t window, const char *folder,
                           khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t r = 0; r < s->n_runs && status == KHL_OK; r++, (*next)++) {
        source *to = &m->sources[*next];
        *to = (source){NULL,  NULL, s->file, s->runs[r].begin, s->runs[r].end, m->windows + *next * window,
                       window};
        status = refill(to, folder, err);
    }
    return status;
}

static khl_status open_sources(merge *m, const khl_pairs *p, khl_error *err)
{
    size_t n = p->n, next = 0, window = PORTION;
    for (unsigned w = 0; w < p->n; w++) n += p->shelves[w].n_runs;
    while (window > 64 && p->most_bytes / sizeof(khl_join_pair) / n < window) window /= 2;
    m->sources = khl_alloc_zero(n, sizeof *m->sources);
    m->heap = khl_alloc(n, sizeof *m->heap);
    m->windows = khl_alloc((n - p->n) * window, sizeof *m->windows);
    if (m->sources == NULL || m->heap == NULL || m->windows == NULL) return khl_fail_memory(err);
    khl_status status = KHL_OK;
    for (unsigned w = 0; w < p->n && status == KHL_OK; w++)
        status = add_runs(m, &next, &p->shelves[w], window, p->folder, err);
    for (unsigned w = 0; w < p->n; w++, next++) {
        const shelf *s = &p->shelves[w];
        m->sources[next] = (source){.at = s->pairs, .end = s->n > 0 ? s->pairs + s->n : s->pairs};
    }
    for (size_t k = 0; k < n; k++)
        if (m->sources[k].at != m->sources[k].end) m->heap[m->n++] = k;
    for (size_t k = m->n; k-- > 0;) sink(m, k);
    return status;
}

/* The least pair; the source it came from moves on. */
static khl_status take(merge *m, const char *folder, khl_join_pair *out, khl_error *err)
{
    source *s = &m->sources[m->heap[0]];
    khl_status status = KHL_OK;
    *out = *s->at++;
    if (s->at == s->end && s->file != NULL) status = refill(s, folder, err);
    if (s->at == s->end) m->heap[0] = m->heap[--m->n];
    sink(m, 0);
    return status;
}

khl_status khl_pairs_each(khl_pairs *p, khl_pairs_fn fn, void *context, khl_error *err)
{
    merge m = {NULL, NULL, 0, NULL};
    khl_join_pair portion[PORTION];
    khl_status status = open_sources(&m, p, err);
    while (status == KHL_OK && m.n > 0) {
        size_t n = 0;
        while (status == KHL_OK && m.n > 0 && n < PORTION) status = take(&m, p->folder, &portion[n++], err);
        if (status == KHL_OK) status = fn(context, portion, n, err);
    }
    free(m.sources);
    free(m.heap);
    free(m.windows);
    return status;
}
