/* The pairs of training collections. Cost: n^2 / 2 pairs a corpus, held in memory. */
#include "training.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "run.h"
#include "str.h"

enum { M = KHL_N_EVIDENCE };

#define LESSON_SHARE 0.1F /* lessons are made, and harder than what people hand in */
#define LEAST_COMMON 0.1

void khl_training_clear(khl_training *t)
{
    free(t->rows);
    free(t->labels);
    free(t->blocked);
    free(t->a);
    free(t->b);
    free(t->validated);
    free(t->shares);
    free(t->sets);
    khl_map_clear(&t->gold);
}

static khl_status reserve(khl_training *p, size_t more, khl_error *err)
{
    size_t need, n = p->n + more;
    if (n > KHL_TRAINING_MAX_PAIRS)
        return KHL_FAIL(err, KHL_E_MEMORY, "train.too_many",
                        "more than 4 million pairs to train on; give fewer proposals");
    size_t capacity[6] = {p->capacity, p->capacity, p->capacity, p->capacity, p->capacity, p->capacity},
           row_capacity = p->capacity * M;
    if (!khl_mul(n, M, &need) || !khl_grow(&p->rows, &row_capacity, need, sizeof *p->rows) ||
        !khl_grow(&p->labels, &capacity[0], n, 1) || !khl_grow(&p->blocked, &capacity[4], n, 1) ||
        !khl_grow(&p->a, &capacity[1], n, sizeof *p->a) || !khl_grow(&p->b, &capacity[2], n, sizeof *p->b) ||
        !khl_grow(&p->validated, &capacity[3], n, sizeof *p->validated) ||
        !khl_grow(&p->shares, &capacity[5], n, sizeof *p->shares))
        return khl_fail_memory(err);
    p->capacity = n;
    return KHL_OK;
}

/* Two of them that share next to nothing teach nothing, and there are many. */
static bool is_lesson(const double cosine[KHL_N_SPACES], bool same)
{
    double most = 0;
    for (unsigned s = 0; s < KHL_N_SPACES; s++) most = cosine[s] > most ? cosine[s] : most;
    return same || most >= LEAST_COMMON;
}

static void add_pair(khl_training *p, const khl_run *run, uint32_t i, uint32_t j, const uint32_t *gold,
                     bool also)
{
    double cosine[KHL_N_SPACES];
    khl_matcher_cosines(run->matcher, i, j, cosine);
    if (also && !is_lesson(cosine, gold[i] == gold[j])) return;
    khl_matcher_evidence(run->matcher, i, j, cosine, p->rows + p->n * M);
    p->labels[p->n] = gold[i] == gold[j];
    p->blocked[p->n] = khl_matcher_blocked(run->matcher, i, j) != 0;
    p->shares[p->n] = also ? LESSON_SHARE : 1;
    p->a[p->n] = gold[i];
    p->b[p->n++] = gold[j];
}

/* Gold values of one corpus, told apart from those of another by its number. */
static khl_status read_gold(khl_training *p, const khl_run *run, size_t corpus, const char *column,
                            uint32_t *gold)
{
    khl_buf name = KHL_BUF_INIT;
    khl_status status = KHL_OK;
    size_t found = 0;
    for (size_t i = 0; i < run->n && status == KHL_OK; i++) {
        khl_str value = khl_str_trim(khl_corpus_cell(run->corpus, i, column, NULL));
        gold[i] = KHL_MAP_NONE;
        if (value.n == 0) continue;
        name.n = 0;
        khl_buf_format(&name, "%zu ", corpus);
        khl_buf_put(&name, value);
        if (!khl_buf_ok(&name) || khl_map_put(&p->gold, khl_buf_str(&name), &gold[i], NULL) != KHL_OK)
            status = khl_fail_memory(run->err);
        found++;
    }
    khl_buf_clear(&name);
    if (status == KHL_OK && found == 0)
        status =
            KHL_FAIL(run->err, KHL_E_INPUT, "evaluate.gold",
                     "no column \"{0}\" with values was found; check the name of the gold column", column);
    return status;
}

static khl_status collect_one(khl_training *p, khl_run *run, size_t corpus, const char *column)
{
    uint32_t *gold = khl_alloc(run->n, sizeof *gold);
    khl_status status = gold != NULL ? khl_run_read(run) : khl_fail_memory(run->err);
    if (status == KHL_OK) status = khl_run_analyse(run); /* gold is given to wholes: nothing is cut */
    if (status == KHL_OK) status = read_gold(p, run, corpus, column, gold);
    if (status == KHL_OK) status = reserve(p, run->n * (run->n - 1) / 2, run->err);
    bool also = corpus >= p->n_sets;
    khl_training_set set = {p->n, 0};
    for (size_t i = 0; i < run->n && status == KHL_OK; i++) set.n_items += gold[i] != KHL_MAP_NONE;
    if (!also) p->sets[corpus] = set;
    for (uint32_t i = 0; i < run->n && status == KHL_OK; i++)
        for (uint32_t j = i + 1; j < run->n; j++)
            if (gold[i] != KHL_MAP_NONE && gold[j] != KHL_MAP_NONE) add_pair(p, run, i, j, gold, also);
    free(gold);
    return status;
}

khl_status khl_training_collect(khl_training *p, const khl_corpus *const *corpora, size_t n,
                                const khl_models *models, const khl_train_options *o, khl_error *err)
{
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_status status = khl_map_init(&p->gold, err);
    p->sets = khl_alloc_zero(n, sizeof *p->sets);
    p->n_sets = n;
    options.text = o->text;
    if (status == KHL_OK && p->sets == NULL) status = khl_fail_memory(err);
    for (size_t c = 0; c < n + o->n_also && status == KHL_OK; c++) {
        khl_run run;
        status = khl_run_begin(&run, c < n ? corpora[c] : o->also[c - n], models, &options, err);
        run.wanted = o->evidence;
        if (status == KHL_OK) status = collect_one(p, &run, c, o->gold);
        khl_run_end(&run);
        if (c < n) p->n_judged = p->n;
    }
    return status;
}
