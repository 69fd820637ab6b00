/* Large groups: candidates instead of all pairs, edges instead of a matrix, and what that changes. */
#include "models_fixture.h"

#include "run.h"

#include <math.h>

static khl_shortlist *condensed(const khl_corpus *corpus, size_t most_compared, bool ignore_axes,
                                unsigned threads, uint32_t target)
{
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_shortlist *out = NULL;
    khl_error err = {0};
    options.most_compared = most_compared;
    options.ignore_axes = ignore_axes;
    options.n_threads = threads;
    options.target = target;
    if (khl_condense(&out, corpus, fixture_models, &options, &err) != KHL_OK) fail_msg("%s", err.message);
    return out;
}

static void assert_same_entries(const khl_shortlist *a, const khl_shortlist *b)
{
    assert_int_equal(a->n_entries, b->n_entries);
    for (size_t e = 0; e < a->n_entries; e++) {
        assert_string_equal(a->entries[e].id.p, b->entries[e].id.p);
        assert_int_equal(a->entries[e].n_members, b->entries[e].n_members);
        for (size_t m = 0; m < a->entries[e].n_members; m++)
            assert_string_equal(a->entries[e].members[m].id.p, b->entries[e].members[m].id.p);
        assert_true(fabs(a->entries[e].min_pair_probability - b->entries[e].min_pair_probability) < 1e-12);
    }
}

/* On a collection of the repository no candidate that matters is missed, so no entry may differ. */
static void candidates_give_what_all_pairs_give(void **state)
{
    (void)state;
    khl_corpus *corpus = read_proposals();
    for (int ignore = 0; ignore < 2; ignore++) {
        khl_shortlist *dense = condensed(corpus, SIZE_MAX, ignore, 1, 0);
        for (unsigned threads = 1; threads <= 3; threads++) {
            khl_shortlist *large = condensed(corpus, 0, ignore, threads, 0);
            assert_same_entries(dense, large);
            khl_shortlist_destroy(large);
        }
        khl_shortlist_destroy(dense);
    }
    khl_corpus_destroy(corpus);
}

/* A target is reached by edges alone, as far down as anybody is near. */
static void a_target_is_met_by_edges(void **state)
{
    (void)state;
    khl_corpus *corpus = read_proposals();
    khl_shortlist *fewer = condensed(corpus, 0, true, 2, 80), *more = condensed(corpus, 0, true, 2, 93);
    assert_int_equal(fewer->n_entries, 80);
    assert_int_equal(more->n_entries, 93);
    khl_shortlist_destroy(fewer);
    khl_shortlist_destroy(more);
    khl_corpus_destroy(corpus);
}

/* Five thousand demands of one town: texts of the repository, each at some of forty quarters, a word left out
 * of every third. */
static khl_corpus *make_town(size_t n)
{
    static const char *const FILES[] = {"khemisset", "marrakech", "khnafif", "tamzgana"};
    static const char *const QUARTERS[] = {"السلام",  "النصر",    "الفتح",   "المسيرة", "الوحدة",
                                           "النهضة",  "الأمل",    "الزهور",  "المنار",  "التقدم",
                                           "الكرامة", "المستقبل", "الفردوس", "الهدى"};
    enum { N_QUARTERS = sizeof QUARTERS / sizeof *QUARTERS };
    khl_corpus *from = new_corpus(), *town = new_corpus();
    for (size_t f = 0; f < 4; f++) {
        char path[512];
        snprintf(path, sizeof path, KHL_SOURCE_DIR "/corpora/%s/proposals.csv", FILES[f]);
        assert_int_equal(khl_corpus_read(from, path, NULL, NULL), KHL_OK);
    }
    uint64_t state = 1;
    for (size_t i = 0; i < n; i++) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        khl_str text = khl_corpus_at(from, (size_t)(state >> 33) % khl_corpus_count(from))->text;
        char id[32], whole[4096];
        const char *quarter = QUARTERS[(state >> 20) % N_QUARTERS];
        size_t skip = (state >> 50) % 3 == 0 ? strcspn(text.p, " ") + 1 : 0;
        if (skip >= text.n) skip = 0;
        snprintf(id, sizeof id, "P%05zu", i);
        snprintf(whole, sizeof whole, (state >> 40) % 2 == 0 ? "%.*s بحي %s" : "%.*s", (int)(text.n - skip),
                 text.p + skip, quarter);
        add_text(town, id, "", "", whole);
    }
    khl_corpus_destroy(from);
    return town;
}

static void compare(khl_run *run, const khl_corpus *corpus, size_t most_compared)
{
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_error err = {0};
    options.most_compared = most_compared;
    khl_status status = khl_run_begin(run, corpus, fixture_models, &options, &err);
    if (status == KHL_OK) status = khl_run_read(run);
    if (status == KHL_OK) status = khl_run_cut(run);
    if (status == KHL_OK) status = khl_run_analyse(run);
    if (status == KHL_OK) status = khl_run_group(run);
    if (status == KHL_OK) status = khl_run_compare(run);
    if (status != KHL_OK) fail_msg("%s", err.message);
}

/* Of the pairs that judging all gives at least a half, so many are found by candidates, too. */
static void few_of_the_likely_pairs_are_missed(void **state)
{
    (void)state;
    static khl_run dense, large;
    khl_error err = {0};
    khl_corpus *town = make_town(5000);
    compare(&dense, town, SIZE_MAX);
    compare(&large, town, 3000);
    dense.err = large.err = &err;
    assert_int_equal(dense.n, large.n);
    const khl_group *all = &dense.groups[0], *few = &large.groups[0];
    unsigned char *edge = calloc(khl_condensed_size(all->n), 1);
    assert_non_null(edge);
    assert_int_equal(all->n, few->n);
    for (size_t k = 0; k < few->n_edges; k++)
        edge[khl_condensed(all->n, few->edges[k].i, few->edges[k].j)] = few->edges[k].distance <= 0.5F;
    size_t likely = 0, found = 0;
    for (size_t k = 0; k < khl_condensed_size(all->n); k++) {
        likely += all->distance[k] <= 0.5F;
        found += all->distance[k] <= 0.5F && edge[k];
    }
    free(edge);
    assert_true(likely > 1000);
    printf("%zu of %zu likely pairs found\n", found, likely);
    assert_true((double)found >= 0.995 * (double)likely);
    khl_run_end(&dense);
    khl_run_end(&large);
    khl_corpus_destroy(town);
}

static khl_shortlist *streamed(const khl_corpus *corpus, unsigned threads)
{
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_shortlist *out = NULL;
    khl_error err = {0};
    options.most_kept = 0;
    options.n_threads = threads;
    if (khl_condense(&out, corpus, fixture_models, &options, &err) != KHL_OK) fail_msg("%s", err.message);
    return out;
}

static void add_of(khl_corpus *corpus, const char *id, const char *city, const char *text)
{
    khl_proposal p = {.id = khl_str_from(id), .city = khl_str_from(city), .text = khl_str_from(text)};
    khl_error err = {0};
    if (khl_corpus_add(corpus, &p, &err) != KHL_OK) fail_msg("%s", err.message);
}

/* One demand in forty towns, in four wordings, beside others; one town asks for it in two quarters. */
static khl_corpus *make_towns(void)
{
    static const char *const WORDINGS[] = {
        "إحداث مركز لتصفية الدم لفائدة مرضى القصور الكلوي", "إنشاء مركز تصفية الدم لمرضى الكلي",
        "création d'un centre de dialyse", "نطالب بإحداث مركز لتصفية الدم"};
    static const char *const OTHERS[] = {"إصلاح الإنارة العمومية", "تهيئة المساحات الخضراء",
                                         "دعم تمدرس الفتاة القروية"};
    khl_corpus *corpus = new_corpus();
    char id[64], city[64], text[512];
    for (unsigned t = 0; t < 40; t++) {
        snprintf(city, sizeof city, "مدينة %u", t);
        snprintf(id, sizeof id, "D%02u", t);
        snprintf(text, sizeof text, t == 7 ? "%s بحي السلام" : "%s", WORDINGS[t % 4]);
        add_of(corpus, id, city, text);
        snprintf(id, sizeof id, "O%02u", t);
        add_of(corpus, id, city, OTHERS[t % 3]);
    }
    add_of(corpus, "D07b", "مدينة 7", "إنشاء مركز تصفية الدم لمرضى الكلي بحي النصر");
    return corpus;
}

static const khl_entry *entry_with(const khl_shortlist *s, const char *id)
{
    for (size_t e = 0; e < s->n_entries; e++)
        for (size_t m = 0; m < s->entries[e].n_members; m++)
            if (strcmp(s->entries[e].members[m].id.p, id) == 0) return &s->entries[e];
    fail_msg("%s is in no entry", id);
    return NULL;
}

/* No chain and no square: what forty towns ask for is one entry, and what one town asks for at two places
 * stays two. */
static void a_demand_of_many_towns_is_one_entry(void **state)
{
    (void)state;
    khl_corpus *corpus = make_towns();
    khl_shortlist *s = streamed(corpus, 2);
    const khl_entry *e = entry_with(s, "D00");
    assert_int_equal(e->n_cities, 40);
    assert_ptr_not_equal(entry_with(s, "D07"), entry_with(s, "D07b"));
    assert_ptr_not_equal(e, entry_with(s, "O00"));
    assert_int_equal(entry_with(s, "O00")->n_cities, 14);
    assert_int_equal(s->n_entries, 5);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

/* All collections of the repository in one; each is condensed by itself, then they are linked. */
static void reading_again_gives_the_same_for_any_threads(void **state)
{
    static const char *const FILES[] = {"khemisset", "marrakech", "khnafif", "tamzgana", "letters"};
    (void)state;
    khl_corpus *corpus = new_corpus();
    for (size_t f = 0; f < 5; f++) {
        char path[512];
        snprintf(path, sizeof path, KHL_SOURCE_DIR "/corpora/%s/%s.csv", FILES[f],
                 f == 4 ? "letters" : "proposals");
        khl_error err = {0};
        if (khl_corpus_read(corpus, path, NULL, &err) != KHL_OK && f < 4) fail_msg("%s", err.message);
    }
    khl_shortlist *one = streamed(corpus, 1);
    for (unsigned threads = 2; threads <= 3; threads++) {
        khl_shortlist *more = streamed(corpus, threads);
        assert_same_entries(one, more);
        assert_int_equal(one->n_review, more->n_review);
        for (size_t r = 0; r < one->n_review; r++)
            assert_true(one->review[r].probability == more->review[r].probability);
        khl_shortlist_destroy(more);
    }
    size_t several = 0;
    for (size_t e = 0; e < one->n_entries; e++) several += one->entries[e].n_cities > 1;
    assert_true(several > 5);
    khl_shortlist_destroy(one);
    khl_corpus_destroy(corpus);
}

/* Texts are gone and read again for it: terms add up to the word cosine, evidence to the odds. */
static void doubtful_pairs_are_explained_all_the_same(void **state)
{
    (void)state;
    khl_corpus *town = make_town(600);
    khl_shortlist *s = streamed(town, 2);
    assert_true(s->n_review > 0);
    for (size_t r = 0; r < s->n_review; r++) {
        const khl_why *why = &s->review[r].why;
        double terms = 0, cosine = 0, odds = 0;
        for (size_t t = 0; t < why->n_terms; t++) terms += why->terms[t].weight;
        for (size_t e = 0; e < why->n_evidence; e++) {
            if (strcmp(why->evidence[e].name.p, "word") == 0) cosine = why->evidence[e].value;
            odds += why->evidence[e].log_odds;
        }
        assert_true(fabs(terms - cosine) < 1e-9);
        assert_true(fabs(1 / (1 + exp(-odds)) - s->review[r].probability) < 1e-5);
    }
    khl_shortlist_destroy(s);
    khl_corpus_destroy(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(candidates_give_what_all_pairs_give),
                                       cmocka_unit_test(a_target_is_met_by_edges),
                                       cmocka_unit_test(few_of_the_likely_pairs_are_missed),
                                       cmocka_unit_test(a_demand_of_many_towns_is_one_entry),
                                       cmocka_unit_test(reading_again_gives_the_same_for_any_threads),
                                       cmocka_unit_test(doubtful_pairs_are_explained_all_the_same)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
