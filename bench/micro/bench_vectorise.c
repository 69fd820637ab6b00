/* From texts to rows of words and of character n-grams, with the time of each stage.
 *
 *   bench_vectorise MODELS INPUT.csv THREADS [KEYS]
 *
 * Reads the proposals, analyses each once (normalised, cut to tokens, stemmed, places found), counts the
 * words as the matcher does (stems, places, acronyms) and all 3 to 5 characters inside words of the key, and
 * makes the rows of both spaces. Texts are taken BATCH at a time, so that only the counts grow with their
 * number: a batch is analysed on all threads, then one thread counts words while another counts n-grams.
 * Prints one line; KEYS, when named, receives the key of each text, one a line, so that another program can
 * count the same characters. */
#include <khulasa/corpus.h>
#include <khulasa/models.h>
#include <khulasa/vector.h>

#include "threads.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BATCH = 4096, GRAIN = 16, N_MIN = 3, N_MAX = 5, MAX_THREADS = 1024 };
enum { WORDS, NGRAMS, N_SPACES };

typedef struct bench {
    khl_pool *pool;
    khl_models *models;
    khl_corpus *corpus;
    size_t first, n; /* the batch */
    khl_analysis analyses[BATCH];
    khl_counts *counts[N_SPACES];
    khl_tfidf *tfidf[N_SPACES];
    khl_csr rows[N_SPACES];
    double open_s, read_s, analyse_s, count_s, rows_s;
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

static khl_status analyse(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    bench *b = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = khl_text_analyze(khl_models_text(b->models), khl_corpus_at(b->corpus, b->first + i)->text,
                                  NULL, &b->analyses[i], err);
    return status;
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

static khl_status count(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    bench *b = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t space = begin; space < end && status == KHL_OK; space++) {
        for (size_t i = 0; i < b->n && status == KHL_OK; i++) {
            status = (space == WORDS ? add_words : add_ngrams)(b->counts[space], &b->analyses[i], err);
            if (status == KHL_OK) status = khl_counts_end(b->counts[space], err);
        }
    }
    return status;
}

static khl_status make_rows(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    bench *b = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t space = begin; space < end && status == KHL_OK; space++) {
        status = khl_tfidf_fit(&b->tfidf[space], b->counts[space], NULL, err);
        if (status == KHL_OK)
            status = khl_tfidf_rows(b->tfidf[space], b->counts[space], &b->rows[space], err);
    }
    return status;
}

static void write_keys(const bench *b, FILE *keys)
{
    for (size_t i = 0; i < b->n && keys != NULL; i++) {
        khl_str key = b->analyses[i].key;
        for (size_t c = 0; c < key.n; c++) fputc(key.p[c] == '\n' || key.p[c] == '\r' ? ' ' : key.p[c], keys);
        fputc('\n', keys);
    }
}

static void clear_batch(bench *b)
{
    for (size_t i = 0; i < b->n; i++) khl_analysis_clear(&b->analyses[i]);
    b->n = 0;
}

/* On failure the batch stays; bench_clear takes it away. */
static khl_status count_all(bench *b, FILE *keys, khl_error *err)
{
    khl_status status = KHL_OK;
    size_t n_texts = khl_corpus_count(b->corpus);
    for (b->first = 0; b->first < n_texts && status == KHL_OK; b->first += BATCH) {
        b->n = n_texts - b->first < BATCH ? n_texts - b->first : BATCH;
        double last = now();
        status = khl_pool_for(b->pool, b->n, GRAIN, analyse, b, NULL, NULL, err);
        b->analyse_s += lap(&last);
        write_keys(b, keys);
        lap(&last);
        if (status == KHL_OK) status = khl_pool_for(b->pool, N_SPACES, 1, count, b, NULL, NULL, err);
        b->count_s += lap(&last);
        if (status == KHL_OK) clear_batch(b);
        b->analyse_s += lap(&last);
    }
    return status;
}

static khl_status read_all(bench *b, const char *models, const char *input, unsigned n_threads,
                           khl_error *err)
{
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    double last = now();
    khl_status status = khl_pool_create(&b->pool, n_threads, err);
    if (status == KHL_OK) status = khl_models_open(&b->models, models, err);
    b->open_s = lap(&last);
    if (status == KHL_OK) status = khl_corpus_create(&b->corpus, err);
    if (status == KHL_OK) options.aliases = khl_models_aliases(b->models);
    if (status == KHL_OK) status = khl_corpus_read(b->corpus, input, &options, err);
    for (unsigned space = 0; space < N_SPACES && status == KHL_OK; space++)
        status = khl_counts_create(&b->counts[space], err);
    b->read_s = lap(&last);
    return status;
}

static khl_status run(bench *b, FILE *keys, khl_error *err)
{
    khl_status status = count_all(b, keys, err);
    double last = now();
    if (status == KHL_OK) status = khl_pool_for(b->pool, N_SPACES, 1, make_rows, b, NULL, NULL, err);
    b->rows_s = lap(&last);
    return status;
}

static void print(const bench *b)
{
    const khl_csr *words = &b->rows[WORDS], *ngrams = &b->rows[NGRAMS];
    printf("%zu texts, open %.4f s, read %.4f s, analyse %.4f s, count %.4f s, rows %.4f s, words %lu terms "
           "%llu "
           "entries, n-grams %lu terms %llu entries\n",
           khl_corpus_count(b->corpus), b->open_s, b->read_s, b->analyse_s, b->count_s, b->rows_s,
           (unsigned long)words->n_cols, (unsigned long long)words->row_ptr[words->n_rows],
           (unsigned long)ngrams->n_cols, (unsigned long long)ngrams->row_ptr[ngrams->n_rows]);
}

static void bench_clear(bench *b)
{
    clear_batch(b);
    for (unsigned space = 0; space < N_SPACES; space++) {
        khl_csr_clear(&b->rows[space]);
        khl_tfidf_destroy(b->tfidf[space]);
        khl_counts_destroy(b->counts[space]);
    }
    khl_corpus_destroy(b->corpus);
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
