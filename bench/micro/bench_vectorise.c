/* From texts to rows of words and of character n-grams, with the time of each stage.
 *
 *   bench_vectorise MODELS INPUT.csv THREADS [KEYS]
 *
 * Reads the proposals, then all threads analyse (texts normalised, cut to tokens, stemmed, places, dates and
 * numbers found; concepts, which are not counted here, are not looked for) and count, each in counts of its
 * own: words as the matcher does (stems, places, acronyms) and all 3 to 5 characters inside words of the key.
 * Then the rows of both spaces are made. Prints one line; KEYS, when named, receives the key of each text,
 * one a line, so that another program can count the same characters. */
#include <khulasa/corpus.h>
#include <khulasa/models.h>
#include <khulasa/vector.h>

#include "heap.h"
#include "shares.h"
#include "threads.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { GRAIN = 64, N_MIN = 3, N_MAX = 5, MAX_THREADS = 1024 };
enum { WORDS, NGRAMS, N_SPACES };

/* What one thread counts, and whose rows these are. */
typedef struct tally {
    khl_counts *counts[N_SPACES];
    uint32_t *rows;
    size_t n;
    char pad[64];
} tally;

typedef struct bench {
    khl_pool *pool;
    khl_models *models;
    khl_text *text; /* that finds no concepts: nobody counts them here */
    khl_corpus *corpus;
    unsigned n_workers;
    tally *tallies; /* [n_workers] */
    khl_tfidf *tfidf[N_SPACES];
    khl_csr rows[N_SPACES];
    FILE *keys;
    double open_s, read_s, count_s, rows_s;
} bench;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The seconds since *last, which becomes now. */
static double lap(double *last)
{
    double before = *last;
    *last = now();
    return *last - before;
}

static khl_status add_words(khl_counts *counts, const khl_analysis *a, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < a->n_features && status == KHL_OK; i++) {
        const khl_feature *f = &a->features[i];
        if (f->kind == KHL_FEATURE_WORD || f->kind == KHL_FEATURE_PLACE || f->kind == KHL_FEATURE_OTHER)
            status = khl_counts_add(counts, f->name, f->weight, err);
    }
    return status;
}

static khl_status add_ngrams(khl_counts *counts, const khl_analysis *a, khl_error *err)
{
    return khl_counts_add_ngrams(counts, a->key, N_MIN, N_MAX, err);
}

static void write_key(const bench *b, khl_str key)
{
    for (size_t c = 0; c < key.n; c++) fputc(key.p[c] == '\n' || key.p[c] == '\r' ? ' ' : key.p[c], b->keys);
    fputc('\n', b->keys);
}

static khl_status count_one(const bench *b, tally *t, size_t i, khl_error *err)
{
    khl_analysis a;
    khl_status status = khl_text_analyze(b->text, khl_corpus_at(b->corpus, i)->text, NULL, &a, err);
    if (status != KHL_OK) return status;
    status = add_words(t->counts[WORDS], &a, err);
    if (status == KHL_OK) status = add_ngrams(t->counts[NGRAMS], &a, err);
    for (unsigned space = 0; space < N_SPACES && status == KHL_OK; space++)
        status = khl_counts_end(t->counts[space], err);
    t->rows[t->n++] = (uint32_t)i;
    if (b->keys != NULL) write_key(b, a.key); /* one thread then */
    khl_analysis_clear(&a);
    return status;
}

static khl_status count(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    bench *b = context;
    khl_status status = KHL_OK;
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = count_one(b, &b->tallies[worker], i, err);
    return status;
}

static khl_status make_rows(bench *b, unsigned space, khl_error *err)
{
    khl_share shares[MAX_THREADS];
    for (unsigned w = 0; w < b->n_workers; w++)
        shares[w] = (khl_share){b->tallies[w].counts[space], b->tallies[w].rows};
    khl_status status = khl_tfidf_fit_to(&b->tfidf[space], shares, b->n_workers, NULL, err);
    if (status == KHL_OK)
        status = khl_tfidf_rows_of(b->tfidf[space], shares, b->n_workers, b->pool, &b->rows[space], err);
    return status;
}

static khl_status make_tallies(bench *b, khl_error *err)
{
    khl_status status = KHL_OK;
    b->n_workers = khl_pool_size(b->pool);
    b->tallies = calloc(b->n_workers, sizeof *b->tallies);
    for (unsigned w = 0; b->tallies != NULL && w < b->n_workers && status == KHL_OK; w++) {
        b->tallies[w].rows = malloc((khl_corpus_count(b->corpus) + 1) * sizeof *b->tallies[w].rows);
        if (b->tallies[w].rows == NULL) return KHL_E_MEMORY;
        for (unsigned space = 0; space < N_SPACES && status == KHL_OK; space++)
            status = khl_counts_create(&b->tallies[w].counts[space], err);
    }
    return b->tallies != NULL ? status : KHL_E_MEMORY;
}

static khl_status read_all(bench *b, const char *models, const char *input, unsigned n_threads,
                           khl_error *err)
{
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    khl_text_options words_only = KHL_TEXT_OPTIONS_INIT;
    words_only.no_concepts = true;
    double last = now();
    khl_status status = khl_pool_create(&b->pool, n_threads, err);
    if (status == KHL_OK) status = khl_models_open(&b->models, models, err);
    if (status == KHL_OK) status = khl_text_create(&b->text, khl_models_lexicon(b->models), &words_only, err);
    b->open_s = lap(&last);
    if (status == KHL_OK) status = khl_corpus_create(&b->corpus, err);
    if (status == KHL_OK) options.aliases = khl_models_aliases(b->models);
    if (status == KHL_OK) status = khl_corpus_read(b->corpus, input, &options, err);
    if (status == KHL_OK) status = make_tallies(b, err);
    b->read_s = lap(&last);
    return status;
}

static khl_status run(bench *b, FILE *keys, khl_error *err)
{
    double last = now();
    b->keys = keys;
    khl_status status = khl_pool_for(keys == NULL ? b->pool : NULL, khl_corpus_count(b->corpus), GRAIN, count,
                                     b, NULL, NULL, err);
    b->count_s = lap(&last);
    for (unsigned space = 0; space < N_SPACES && status == KHL_OK; space++) status = make_rows(b, space, err);
    b->rows_s = lap(&last);
    return status;
}

static void print(const bench *b)
{
    const khl_csr *words = &b->rows[WORDS], *ngrams = &b->rows[NGRAMS];
    printf("%zu texts, open %.4f s, read %.4f s, analyse and count %.4f s, rows %.4f s, words %lu terms "
           "%llu "
           "entries, n-grams %lu terms %llu entries\n",
           khl_corpus_count(b->corpus), b->open_s, b->read_s, b->count_s, b->rows_s,
           (unsigned long)words->n_cols, (unsigned long long)words->row_ptr[words->n_rows],
           (unsigned long)ngrams->n_cols, (unsigned long long)ngrams->row_ptr[ngrams->n_rows]);
}

static void bench_clear(bench *b)
{
    for (unsigned space = 0; space < N_SPACES; space++) {
        khl_csr_clear(&b->rows[space]);
        khl_tfidf_destroy(b->tfidf[space]);
        for (unsigned w = 0; b->tallies != NULL && w < b->n_workers; w++)
            khl_counts_destroy(b->tallies[w].counts[space]);
    }
    for (unsigned w = 0; b->tallies != NULL && w < b->n_workers; w++) free(b->tallies[w].rows);
    free(b->tallies);
    khl_corpus_destroy(b->corpus);
    khl_text_destroy(b->text);
    khl_models_destroy(b->models);
    khl_pool_destroy(b->pool);
}

static void say(const khl_error *err)
{
    const char *message = err->message[0] != '\0' ? err->message : "the keys were not written";
    fprintf(stderr, "bench_vectorise: %s%s%s\n", err->file, err->file[0] != '\0' ? ": " : "", message);
}

int main(int argc, char **argv)
{
    khl_heap_settle();
    static bench b;
    khl_error err = {0};
    char *end = NULL;
    unsigned long n_threads = argc == 4 || argc == 5 ? strtoul(argv[3], &end, 10) : 0;
    if (n_threads < 1 || n_threads > MAX_THREADS || *end != '\0') {
        fprintf(stderr, "usage: bench_vectorise MODELS INPUT.csv THREADS [KEYS], THREADS from 1 to %d\n",
                MAX_THREADS);
        return 2;
    }
    FILE *keys = argc == 5 ? fopen(argv[4], "wb") : NULL;
    if (argc == 5 && keys == NULL) {
        fprintf(stderr, "bench_vectorise: %s cannot be written\n", argv[4]);
        return 1;
    }
    khl_status status = read_all(&b, argv[1], argv[2], (unsigned)n_threads, &err);
    if (status == KHL_OK) status = run(&b, keys, &err);
    if (keys != NULL && fclose(keys) != 0) status = KHL_E_IO;
    if (status == KHL_OK)
        print(&b);
    else
        say(&err);
    bench_clear(&b);
    return status == KHL_OK ? 0 : 1;
}
