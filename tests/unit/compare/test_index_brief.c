/* Brief answers of an index, judged by what it keeps, are those judged by the texts: on collections of the
 * repository, in an index that grew, with places that many candidates name. */
#include "models_fixture.h"

#include "khulasa/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { K = 50, MOST_ROWS = 400 };

typedef struct answer {
    char id[K][16];
    khl_verdict verdict[K];
    double probability[K];
    char blocked[K][4]; /* first letters of its slots */
    size_t n;
} answer;

typedef struct answers {
    answer of[MOST_ROWS];
    size_t n;
} answers;

static char path[] = "/tmp/khl-brief-XXXXXX";

static khl_status note(void *context, const khl_similar_row *row, khl_error *err)
{
    answers *all = context;
    answer *a = &all->of[all->n++];
    (void)err;
    assert_true(all->n <= MOST_ROWS && row->n_matches <= K);
    for (size_t k = 0; k < row->n_matches; k++, a->n++) {
        const khl_explanation *e = &row->matches[k].explanation;
        assert_true(row->matches[k].proposal->id.n < sizeof a->id[k] &&
                    e->why.n_blocked <= sizeof a->blocked[k]);
        memcpy(a->id[k], row->matches[k].proposal->id.p, row->matches[k].proposal->id.n);
        a->verdict[k] = e->verdict;
        a->probability[k] = e->probability;
        for (size_t b = 0; b < e->why.n_blocked; b++) a->blocked[k][b] = e->why.blocked[b].p[0];
    }
    return KHL_OK;
}

static khl_corpus *collection(const char *name)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    char file[512];
    options.aliases = khl_models_aliases(fixture_models);
    snprintf(file, sizeof file, KHL_SOURCE_DIR "/corpora/%s/proposals.csv", name);
    if (khl_corpus_read(corpus, file, &options, &err) != KHL_OK) fail_msg("%s", err.message);
    return corpus;
}

static answers *ask(khl_index *index, const khl_corpus *corpus, bool brief, size_t candidates,
                    unsigned n_threads)
{
    khl_similar_options options = KHL_SIMILAR_OPTIONS_INIT;
    answers *all = calloc(1, sizeof *all);
    khl_error err = {0};
    assert_non_null(all);
    options.k = candidates < 10 ? candidates : 10;
    options.candidates = candidates;
    options.brief = brief;
    options.n_threads = n_threads;
    if (khl_index_find(index, corpus, &options, note, all, &err) != KHL_OK) fail_msg("%s", err.message);
    return all;
}

static size_t assert_equal(const answers *brief, const answers *full)
{
    size_t n_blocked = 0;
    assert_int_equal(brief->n, full->n);
    for (size_t i = 0; i < full->n; i++) {
        const answer *a = &brief->of[i], *b = &full->of[i];
        assert_int_equal(a->n, b->n);
        assert_memory_equal(a->id, b->id, sizeof a->id);
        assert_memory_equal(a->verdict, b->verdict, sizeof a->verdict);
        assert_memory_equal(a->blocked, b->blocked, sizeof a->blocked);
        for (size_t k = 0; k < a->n; k++) {
            assert_float_equal(a->probability[k], b->probability[k], 1e-12);
            n_blocked += a->blocked[k][0] != '\0';
        }
    }
    return n_blocked;
}

static void what_is_kept_says_what_the_texts_say(void **state)
{
    static const char *const QUESTIONS[] = {"khemisset", "tamzgana", "unseen", "unseen-neighbours"};
    static const size_t CANDIDATES[] = {3, 50};
    khl_index *index = NULL;
    size_t n_blocked = 0;
    (void)state;
    assert_int_equal(khl_index_open(&index, path, fixture_models, NULL), KHL_OK);
    assert_int_equal(khl_index_n_segments(index), 3);
    for (size_t q = 0; q < 4; q++)
        for (size_t c = 0; c < 2; c++) {
            khl_corpus *corpus = collection(QUESTIONS[q]);
            answers *brief = ask(index, corpus, true, CANDIDATES[c], 2);
            answers *full = ask(index, corpus, false, CANDIDATES[c], 1);
            n_blocked += assert_equal(brief, full);
            free(brief);
            free(full);
            khl_corpus_destroy(corpus);
        }
    assert_true(n_blocked > 20);
    khl_index_close(index);
}

/* Two collections of other cities behind the first. */
static int grow(void **state)
{
    int fd = mkstemp(path);
    if (fd < 0 || models_setup(state) != 0) return -1;
    close(fd);
    khl_corpus *first = collection("khemisset"), *second = collection("tamzgana"),
               *third = collection("marrakech");
    khl_index_changes more = {.added = second}, yet_more = {.added = third};
    bool ok = khl_index_write(path, first, fixture_models, NULL, NULL) == KHL_OK &&
              khl_index_update(path, &more, fixture_models, NULL, NULL, NULL) == KHL_OK &&
              khl_index_update(path, &yet_more, fixture_models, NULL, NULL, NULL) == KHL_OK;
    khl_corpus_destroy(first);
    khl_corpus_destroy(second);
    khl_corpus_destroy(third);
    return ok ? 0 : -1;
}

static int remove_path(void **state)
{
    unlink(path);
    return models_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_kept_says_what_the_texts_say)};
    return cmocka_run_group_tests(tests, grow, remove_path);
}
