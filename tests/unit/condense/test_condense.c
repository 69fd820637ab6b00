/* The pipeline on small collections: what is joined, axes, the review list, refusals. */
#include "partition.h"

#include <math.h>

static khl_status try_condense(const khl_corpus *corpus, const khl_condense_options *options, khl_error *err)
{
    khl_shortlist *s = NULL;
    *err = (khl_error){0};
    khl_status status = khl_condense(&s, corpus, fixture_models, options, err);
    assert_int_equal(s == NULL, status != KHL_OK);
    khl_shortlist_destroy(s);
    return status;
}

static void nothing_usable_is_refused(void **state)
{
    (void)state;
    khl_error err;
    khl_corpus *corpus = new_corpus();
    assert_int_equal(try_condense(corpus, NULL, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "condense.empty");
    add_text(corpus, "a", "", "", "   ");
    add_text(corpus, "b", "", "", "؟؟؟ 123");
    assert_int_equal(khl_corpus_n_aside(corpus), 2);
    assert_int_equal(try_condense(corpus, NULL, &err), KHL_E_INPUT);
    khl_corpus_destroy(corpus);
}

static void bad_options_are_refused(void **state)
{
    (void)state;
    static const double BAD[] = {-0.1, 1, 1.5, (double)NAN, (double)INFINITY};
    khl_error err;
    khl_corpus *corpus = new_corpus();
    add_text(corpus, "a", "", "", "إحداث ملعب");
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        options.probability = BAD[i];
        assert_int_equal(try_condense(corpus, &options, &err), KHL_E_ARGUMENT);
    }
    options.probability = 0;
    options.n_threads = 100000;
    assert_int_equal(try_condense(corpus, &options, &err), KHL_E_ARGUMENT);
    khl_corpus_destroy(corpus);
}

/* The figures of the weakest pair are those of its probability, and every member is at least as close
 * to the representative. */
static void entries_explain_their_weakest_pair(void **state)
{
    (void)state;
    khl_corpus *corpus = read_proposals();
    khl_shortlist *s = condense(corpus, NULL);
    size_t several = 0;
    for (size_t i = 0; i < s->n_entries; i++) {
        const khl_entry *e = &s->entries[i];
        double log_odds = 0;
        for (size_t k = 0; k < e->weakest_why.n_evidence; k++)
            log_odds += e->weakest_why.evidence[k].log_odds;
        if (e->n_members == 1) {
            assert_int_equal(e->weakest_why.n_evidence, 0);
            continue;
        }
        several++;
        assert_true(fabs(e->min_pair_probability - 1 / (1 + exp(-log_odds))) < 1e-6);
        for (size_t m = 0; m < e->n_members; m++)
            assert_true(e->members[m].probability >= e->min_pair_probability);
    }
    assert_true(several > 10);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

static void one_proposal(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    add_text(corpus, "a", "جمعية", "", "إحداث ملعب القرب");
    khl_shortlist *s = condense(corpus, NULL);
    assert_whole(s, corpus);
    assert_int_equal(s->n_entries, 1);
    assert_int_equal(s->n_review, 0);
    assert_str(s->entries[0].members[0].id, "a");
    assert_int_equal(s->entries[0].axis, 7);
    assert_false(s->entries[0].axis_given);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

static void identical_texts_are_one_entry(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    for (unsigned i = 0; i < 20; i++) {
        char id[8];
        snprintf(id, sizeof id, "p%02u", 19 - i);
        add_text(corpus, id, i % 2 ? "أ" : "ب", "", "إحداث ملعب القرب بالحي");
    }
    khl_shortlist *s = condense(corpus, NULL);
    assert_whole(s, corpus);
    assert_int_equal(s->n_entries, 1);
    assert_int_equal(s->entries[0].n_supporters, 2);
    assert_str(s->entries[0].members[0].id, "p00"); /* a tie of all: the smallest id, wherever it stands */
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

/* Of two, neither is nearer to the other: the longer one says more. */
static void longer_of_two_speaks(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 2; round++) {
        khl_corpus *corpus = new_corpus();
        if (round == 1) add_text(corpus, "z", "", "", "إحداث ملعب القرب بالحي القديم");
        add_text(corpus, "a", "", "", "إحداث ملعب القرب بالحي");
        if (round == 0) add_text(corpus, "z", "", "", "إحداث ملعب القرب بالحي القديم");
        khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
        options.target = 1;
        khl_shortlist *s = condense(corpus, &options);
        assert_int_equal(s->n_entries, 1);
        assert_str(s->entries[0].members[0].id, "z");
        khl_shortlist_destroy(s);
        khl_corpus_destroy(corpus);
    }
}

static void nothing_alike_is_left_alone(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"تعبيد الطريق",        "توظيف أطباء بالمستشفى", "غرس الأشجار",
                                        "نشر ميزانية الجماعة", "تنظيم مهرجان سنوي",     "محو أمية النساء"};
    khl_corpus *corpus = new_corpus();
    for (unsigned i = 0; i < 6; i++) {
        const char id[] = {(char)('a' + i), '\0'};
        add_text(corpus, id, "", "", TEXTS[i]);
    }
    khl_shortlist *s = condense(corpus, NULL);
    assert_whole(s, corpus);
    assert_int_equal(s->n_entries, 6);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

static void set_aside_is_told(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    add_text(corpus, "a", "", "", "إحداث ملعب القرب");
    add_text(corpus, "b", "", "", "...");
    khl_shortlist *s = condense(corpus, NULL);
    assert_whole(s, corpus);
    assert_int_equal(s->received, 2);
    assert_int_equal(s->n_aside, 1);
    assert_str(s->aside[0].reason, "no-letters");
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

/* The same words on two axes: the submitters say they are two things. */
static void given_axes_never_mix(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_corpus *corpus = new_corpus();
    add_text(corpus, "a", "", "1", "إحداث مركز جديد للشباب");
    add_text(corpus, "b", "", "7", "إحداث مركز جديد للشباب");
    add_text(corpus, "c", "", "١", "إحداث مركز جديد للشباب");
    khl_shortlist *s = condense(corpus, &options);
    assert_whole(s, corpus);
    assert_int_equal(s->n_entries, 2);
    assert_true(together(s, "a", "c"));
    assert_int_equal(s->entries[0].axis, 1);
    assert_int_equal(s->entries[1].axis, 7);
    assert_true(s->entries[0].axis_given && s->entries[0].axis_probability == 1);
    khl_shortlist_destroy(s);
    options.ignore_axes = true;
    s = condense(corpus, &options);
    assert_int_equal(s->n_entries, 1);
    assert_false(s->entries[0].axis_given);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

/* One without an axis may join either side, but never bridges the two. */
static void missing_axes_are_pooled(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_corpus *corpus = new_corpus();
    add_text(corpus, "a", "", "1", "إحداث مركز جديد للشباب");
    add_text(corpus, "b", "", "7", "إحداث مركز جديد للشباب");
    add_text(corpus, "c", "", "", "إحداث مركز جديد للشباب");
    add_text(corpus, "d", "", "", "جمع النفايات وتنظيف الحاويات");
    for (unsigned low = 0; low < 2; low++) {
        options.probability = low ? 1e-9 : 0;
        khl_shortlist *s = condense(corpus, &options);
        assert_whole(s, corpus);
        assert_false(together(s, "a", "b"));
        assert_true(together(s, "c", "a") || together(s, "c", "b"));
        const khl_entry *c = entry_with(s, KHL_STR("c"));
        assert_true(c->axis_given);
        if (!low) {
            const khl_entry *d = entry_with(s, KHL_STR("d"));
            assert_false(d->axis_given);
            assert_int_equal(d->axis, 5);
            assert_true(d->axis_probability > 0.125 && d->axis_probability < 1);
        }
        khl_shortlist_destroy(s);
    }
    khl_corpus_destroy(corpus);
}

static void unknown_axis_has_a_place(void **state)
{
    (void)state;
    static const char CSV[] = "id,text,axis\na,ملعب,1\nb,طريق,الفضاء الخارجي\n";
    char path[] = "/tmp/khl-axis-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "wb");
    assert_int_equal(fwrite(CSV, 1, sizeof CSV - 1, f), sizeof CSV - 1);
    assert_int_equal(fclose(f), 0);
    const khl_read_options read = {.kind = "csv", .max_file_bytes = 1 << 20, .max_cell_bytes = 1 << 16};
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    if (khl_corpus_read(corpus, path, &read, &err) != KHL_OK) fail_msg("%s", err.message);
    remove(path);
    assert_int_equal(try_condense(corpus, NULL, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "condense.axis");
    assert_string_equal(err.file, path);
    assert_int_equal(err.row, 3);
    assert_int_equal(err.column, 3);
    assert_string_equal(err.args[0], "الفضاء الخارجي");
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    options.ignore_axes = true; /* then it does not matter what is written there */
    assert_int_equal(try_condense(corpus, &options, &err), KHL_OK);
    khl_corpus_destroy(corpus);
}

/* An axis longer than an error's argument is cut between characters; one added by hand has no file. */
static void long_unknown_axis(void **state)
{
    (void)state;
    char axis[801];
    khl_error err;
    for (unsigned i = 0; i < 800; i += 2) memcpy(axis + i, "\xd9\x81", 2);
    axis[800] = '\0';
    khl_corpus *corpus = new_corpus();
    add_text(corpus, "a", "", axis + 0, "إحداث ملعب");
    assert_int_equal(try_condense(corpus, NULL, &err), KHL_E_INPUT);
    size_t n = strlen(err.args[0]);
    assert_true(n > 100 && n % 2 == 0);
    khl_corpus_destroy(corpus);
}

static void own_axes(void **state)
{
    (void)state;
    static const char PATH[] = KHL_BINARY_DIR "/test-condense-axes.tsv";
    FILE *f = fopen(PATH, "wb");
    assert_non_null(f);
    fputs("w\tالماء\t\t\tبئر|سقي\nr\tالطرق\t\t\tطريق|تعبيد\n", f);
    fclose(f);
    khl_axes *axes = NULL;
    assert_int_equal(khl_axes_read(&axes, PATH, NULL), KHL_OK);
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    options.axes = axes;
    options.axes_name = "mine.tsv";
    khl_corpus *corpus = new_corpus();
    khl_error err;
    add_text(corpus, "a", "", "", "تعبيد الطريق");
    add_text(corpus, "b", "", "الماء", "حفر بئر");
    khl_shortlist *s = condense(corpus, &options);
    assert_whole(s, corpus);
    assert_int_equal(s->n_axes, 2);
    assert_int_equal(entry_with(s, KHL_STR("a"))->axis, 2);
    assert_int_equal(entry_with(s, KHL_STR("b"))->axis, 1);
    assert_str(s->options[0].value, "mine.tsv");
    khl_shortlist_destroy(s);
    add_text(corpus, "c", "", "3", "ملعب");
    assert_int_equal(try_condense(corpus, &options, &err), KHL_E_INPUT);
    khl_corpus_destroy(corpus);
    khl_axes_destroy(axes);
}

static void review_list(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_corpus *corpus = read_proposals();
    const khl_match_model *model = khl_models_match(fixture_models);
    options.max_review = SIZE_MAX; /* all there are, and no memory for more */
    khl_shortlist *s = condense(corpus, &options);
    size_t all = s->n_review;
    assert_true(all > 3);
    for (size_t i = 0; i < all; i++) {
        const khl_review_pair *p = &s->review[i];
        const khl_entry *a = entry_with(s, p->a), *b = entry_with(s, p->b);
        assert_true(a != b);
        assert_true(p->probability >= model->review);
        assert_true(i == 0 || s->review[i - 1].probability >= p->probability);
        assert_str(p->why.evidence[0].name, "bias");
        for (size_t k = 0; k < i; k++) { /* one question for each two entries */
            const khl_entry *c = entry_with(s, s->review[k].a), *d = entry_with(s, s->review[k].b);
            assert_false((a == c && b == d) || (a == d && b == c));
        }
    }
    khl_shortlist_destroy(s);
    options.max_review = 3;
    s = condense(corpus, &options);
    assert_int_equal(s->n_review, 3);
    khl_shortlist_destroy(s);
    options.max_review = 0;
    s = condense(corpus, &options);
    assert_int_equal(s->n_review, 0);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

/* The run's own weights judge every pair, set the cut and the review list, and are named in the result. */
static void own_weights(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_corpus *corpus = read_proposals();
    khl_match_model never = {.weight = {-50}, .same = 0.9, .review = 0.1, .join = 0.5};
    options.match = &never;
    options.match_name = "never.tsv";
    khl_shortlist *s = condense(corpus, &options);
    assert_int_equal(s->n_entries, khl_corpus_count(corpus));
    assert_int_equal(s->n_review, 0);
    bool named = false;
    for (size_t i = 0; i < s->n_options; i++)
        named |= khl_str_equal(s->options[i].name, khl_str_from("match")) &&
                 khl_str_equal(s->options[i].value, khl_str_from("never.tsv"));
    assert_true(named);
    khl_shortlist_destroy(s);
    never.weight[KHL_EVIDENCE_BIAS] = 0;
    never.join = 0.4; /* every pair at one half: all that nothing forbids is joined */
    s = condense(corpus, &options);
    assert_true(s->n_entries < khl_corpus_count(corpus) / 2);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

typedef struct stopper {
    const char *stage; /* to stop at; NULL: never */
    unsigned seen;     /* bits: analyse, compare, cluster */
} stopper;

static bool stop_at(void *context, const char *stage, uint64_t done, uint64_t total)
{
    stopper *s = context;
    assert_true(total == 0 || done <= total);
    s->seen |= strcmp(stage, "analyse") == 0 ? 1u : strcmp(stage, "compare") == 0 ? 2u : 4u;
    if (s->seen & 4u) assert_string_equal(stage, "cluster");
    return s->stage == NULL || strcmp(stage, s->stage) != 0;
}

static void cancelling(void **state)
{
    (void)state;
    static const char *const STAGES[] = {"analyse", "compare", "cluster"};
    khl_corpus *corpus = read_proposals();
    khl_error err;
    for (unsigned threads = 1; threads <= 2; threads++) {
        stopper s = {NULL, 0};
        const khl_progress progress = {stop_at, &s};
        khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
        options.n_threads = threads;
        options.progress = &progress;
        assert_int_equal(try_condense(corpus, &options, &err), KHL_OK);
        assert_int_equal(s.seen, 7); /* all three stages are told */
        for (unsigned i = 0; i < 3; i++) {
            s = (stopper){STAGES[i], 0};
            khl_status status = try_condense(corpus, &options, &err);
            /* with help, the last piece may be done before the caller's thread is asked */
            assert_true(status == KHL_E_CANCELLED || (threads > 1 && status == KHL_OK));
            if (status != KHL_OK) assert_int_equal(err.code, KHL_E_CANCELLED);
        }
    }
    khl_corpus_destroy(corpus);
}

static void nothing_of_the_corpus_is_kept(void **state)
{
    (void)state;
    khl_corpus *corpus = read_proposals();
    khl_shortlist *s = condense(corpus, NULL);
    khl_corpus_destroy(corpus);
    size_t n = 0;
    free(json_of(s, &n)); /* reads every string */
    assert_true(n > 10000);
    assert_int_equal(khl_shortlist_check(s, NULL), KHL_OK);
    khl_shortlist_destroy(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_usable_is_refused),
                                       cmocka_unit_test(bad_options_are_refused),
                                       cmocka_unit_test(one_proposal),
                                       cmocka_unit_test(entries_explain_their_weakest_pair),
                                       cmocka_unit_test(identical_texts_are_one_entry),
                                       cmocka_unit_test(longer_of_two_speaks),
                                       cmocka_unit_test(nothing_alike_is_left_alone),
                                       cmocka_unit_test(set_aside_is_told),
                                       cmocka_unit_test(given_axes_never_mix),
                                       cmocka_unit_test(missing_axes_are_pooled),
                                       cmocka_unit_test(unknown_axis_has_a_place),
                                       cmocka_unit_test(long_unknown_axis),
                                       cmocka_unit_test(own_axes),
                                       cmocka_unit_test(own_weights),
                                       cmocka_unit_test(review_list),
                                       cmocka_unit_test(cancelling),
                                       cmocka_unit_test(nothing_of_the_corpus_is_kept)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
