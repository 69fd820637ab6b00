/* Who else demands this: the judgement is that of similar, entries stay what they are, no city finds itself.
 */
#include "partition.h"

#include <math.h>

static khl_corpus *read_files(const char *const *paths, size_t n)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.aliases = khl_models_aliases(fixture_models);
    for (size_t i = 0; i < n; i++)
        if (khl_corpus_read(corpus, paths[i], &options, &err) != KHL_OK) fail_msg("%s", err.message);
    return corpus;
}

static khl_corpus *read_city(const char *name)
{
    char path[512];
    const char *const paths[] = {path};
    snprintf(path, sizeof path, KHL_SOURCE_DIR "/corpora/%s/proposals.csv", name);
    return read_files(paths, 1);
}

static khl_shortlist *condense_beside(const khl_corpus *corpus, const khl_corpus *elsewhere, unsigned threads)
{
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    options.elsewhere = elsewhere;
    options.n_threads = threads;
    return condense(corpus, &options);
}

static void add_of(khl_corpus *corpus, const char *id, const char *city, const char *association,
                   const char *text)
{
    khl_proposal p = {.id = khl_str_from(id),
                      .city = khl_str_from(city),
                      .association = khl_str_from(association),
                      .text = khl_str_from(text)};
    assert_int_equal(khl_corpus_add(corpus, &p, NULL), KHL_OK);
}

/* The best that similar says of each proposal, by its id. */
typedef struct bests {
    khl_str ids[256];
    khl_verdict verdict[256];
    double probability[256];
    size_t n;
} bests;

static khl_status note_best(void *context, const khl_similar_row *row, khl_error *err)
{
    bests *b = context;
    (void)err;
    assert_true(b->n < 256);
    b->ids[b->n] = row->proposal->id;
    b->verdict[b->n] = row->best;
    b->probability[b->n++] = row->n_matches > 0 ? row->matches[0].explanation.probability : 0;
    return KHL_OK;
}

static void take_best(const bests *b, const khl_member *member, khl_verdict *verdict, double *probability)
{
    for (size_t i = 0; i < b->n; i++) {
        if (!khl_str_equal(b->ids[i], member->id)) continue;
        if (b->verdict[i] < *verdict || (b->verdict[i] == *verdict && b->probability[i] <= *probability))
            return;
        *verdict = b->verdict[i];
        *probability = b->probability[i];
        return;
    }
    fail_msg("no row of this member");
}

static void the_judgement_is_that_of_similar(void **state)
{
    (void)state;
    static bests best;
    size_t found = 0;
    khl_corpus *corpus = read_city("khemisset"), *others = read_city("marrakech");
    khl_shortlist *s = condense_beside(corpus, others, 0);
    best.n = 0;
    assert_int_equal(s->n_cuts, 0);
    assert_int_equal(khl_similar_find(corpus, others, fixture_models, NULL, note_best, &best, NULL), KHL_OK);
    for (size_t e = 0; e < s->n_entries; e++) {
        const khl_entry *entry = &s->entries[e];
        khl_verdict verdict = KHL_VERDICT_NONE;
        double probability = 0;
        for (size_t m = 0; m < entry->n_members; m++)
            take_best(&best, &entry->members[m], &verdict, &probability);
        assert_int_equal(entry->n_elsewhere, verdict != KHL_VERDICT_NONE); /* Marrakech is one city */
        if (entry->n_elsewhere == 0) continue;
        assert_int_equal(entry->elsewhere[0].same, verdict == KHL_VERDICT_SAME);
        assert_true(fabs(entry->elsewhere[0].probability - probability) < 1e-9);
        found++;
    }
    assert_true(found > 10);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
    khl_corpus_destroy(others);
}

static char *exported(const khl_shortlist *s, const char *format, size_t *n)
{
    char *bytes = NULL;
    assert_int_equal(khl_export(s, format, NULL, &bytes, n, NULL), KHL_OK);
    return bytes;
}

static void assert_same_bytes(const khl_shortlist *a, const khl_shortlist *b, const char *format)
{
    size_t n_a = 0, n_b = 0;
    char *left = exported(a, format, &n_a), *right = exported(b, format, &n_b);
    assert_int_equal(n_a, n_b);
    assert_memory_equal(left, right, n_a);
    free(left);
    free(right);
}

/* CSV and pack hold the entries, and nothing of other cities. */
static void entries_stay_what_they_are(void **state)
{
    (void)state;
    const char *const paths[] = {KHL_SOURCE_DIR "/corpora/khnafif/proposals.csv",
                                 KHL_SOURCE_DIR "/corpora/khemisset/proposals.csv"};
    khl_corpus *corpus = read_city("khemisset"), *others = read_files(paths, 2);
    khl_shortlist *without = condense(corpus, NULL), *with = condense_beside(corpus, others, 1),
                  *threaded = condense_beside(corpus, others, 3);
    size_t found = 0;
    for (size_t e = 0; e < with->n_entries; e++) {
        found += with->entries[e].n_elsewhere;
        assert_int_equal(without->entries[e].n_elsewhere, 0);
        for (size_t k = 0; k < with->entries[e].n_elsewhere; k++) /* its own proposals are there, too */
            assert_str(with->entries[e].elsewhere[k].city, "الخنافيف");
    }
    assert_true(found > 5);
    assert_same_bytes(without, with, "csv");
    assert_same_bytes(without, with, "pack");
    assert_same_bytes(with, threaded, "json");
    khl_shortlist_destroy(without);
    khl_shortlist_destroy(with);
    khl_shortlist_destroy(threaded);
    khl_corpus_destroy(corpus);
    khl_corpus_destroy(others);
}

static void what_stands_behind_a_city_is_counted(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus(), *others = new_corpus();
    add_of(corpus, "a", "الخميسات", "جمعية", "إحداث ملعب للقرب بحي السلام");
    add_of(others, "1", "فاس", "جمعية أ", "إحداث ملعب للقرب بحي الأدارسة");
    add_of(others, "2", "فاس", "جمعية ب", "نطالب بإحداث ملعب للقرب بحي النرجس، الهاتف 0612345678");
    add_of(others, "3", "Fès", "جمعية أ", "ملعب للقرب بحي الأطلس");
    add_of(others, "4", "تيفلت", "جمعية ج", "إحداث ملعب للقرب بحي الأمل"); /* of the same province */
    add_of(others, "5", "", "", "إحداث ملعب للقرب");                       /* the file is called memory */
    add_of(others, "6", "وجدة", "", "بناء مسجد");
    khl_shortlist *s = condense_beside(corpus, others, 0);
    const khl_entry *e = &s->entries[0];
    assert_int_equal(e->n_elsewhere, 2);
    for (size_t k = 0; k < 2; k++) {
        const khl_elsewhere *o = &e->elsewhere[k];
        bool fes = !khl_str_equal(o->city, KHL_STR("memory"));
        assert_true(o->same);
        assert_int_equal(o->found, fes ? 3 : 1);
        assert_int_equal(o->demands, fes ? 3 : 1);
        assert_int_equal(o->associations, fes ? 2 : 0);
    }
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
    khl_corpus_destroy(others);
}

static void what_is_private_there_is_masked(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_corpus *corpus = new_corpus(), *others = new_corpus();
    add_of(corpus, "a", "الخميسات", "", "إحداث ملعب للقرب بحي السلام");
    add_of(others, "1", "فاس", "", "إحداث ملعب للقرب، البريد amal@example.org");
    options.elsewhere = others;
    for (int persons = 0; persons < 2; persons++) {
        options.with_persons = persons == 1;
        khl_shortlist *s = condense(corpus, &options);
        assert_int_equal(s->entries[0].n_elsewhere, 1);
        khl_str text = s->entries[0].elsewhere[0].text;
        bool named = false;
        for (size_t i = 0; i < text.n; i++) named = named || text.p[i] == '@';
        assert_int_equal(named, persons == 1);
        khl_shortlist_destroy(s);
    }
    khl_corpus_destroy(corpus);
    khl_corpus_destroy(others);
}

/* In a collection that is not kept, representatives ask for their entries. */
static void a_large_collection_asks_once_an_entry(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    size_t found = 0, in_full = 0;
    khl_corpus *corpus = read_city("khemisset"), *others = read_city("marrakech");
    khl_shortlist *all = condense_beside(corpus, others, 0);
    options.elsewhere = others;
    options.most_kept = 100;
    khl_shortlist *some = condense(corpus, &options);
    for (size_t e = 0; e < all->n_entries; e++) in_full += all->entries[e].n_elsewhere;
    for (size_t e = 0; e < some->n_entries; e++) found += some->entries[e].n_elsewhere;
    assert_true(found * 2 > in_full);
    khl_shortlist_destroy(all);
    khl_shortlist_destroy(some);
    khl_corpus_destroy(corpus);
    khl_corpus_destroy(others);
}

static void others_without_a_usable_proposal_are_refused(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_shortlist *s = NULL;
    khl_error err = {0};
    khl_corpus *corpus = new_corpus(), *others = new_corpus();
    add_of(corpus, "a", "", "", "إحداث ملعب للقرب");
    add_of(others, "1", "", "", "123");
    options.elsewhere = others;
    assert_int_equal(khl_condense(&s, corpus, fixture_models, &options, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "condense.elsewhere");
    khl_corpus_destroy(corpus);
    khl_corpus_destroy(others);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_judgement_is_that_of_similar),
        cmocka_unit_test(entries_stay_what_they_are),
        cmocka_unit_test(what_stands_behind_a_city_is_counted),
        cmocka_unit_test(what_is_private_there_is_masked),
        cmocka_unit_test(a_large_collection_asks_once_an_entry),
        cmocka_unit_test(others_without_a_usable_proposal_are_refused),
    };
    return cmocka_run_group_tests_name("elsewhere", tests, models_setup, models_teardown);
}
