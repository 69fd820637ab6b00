/* From drafts made by hand to shortlists: order, numbers, ids, supporters, cohesion, references, the account.
 */
#include "build.h"
#include "models_fixture.h"

enum { MAX_PROPOSALS = 16 };

/* Proposals P0, P1 ...; how probable a pair is follows from a table. */
typedef struct bench {
    khl_corpus *corpus;
    khl_analysis analyses[MAX_PROPOSALS];
    double probability[MAX_PROPOSALS][MAX_PROPOSALS];
    khl_shortlist_axis axes[3];
    khl_draft draft;
} bench;

static double look_up(void *context, uint32_t a, uint32_t b)
{
    const bench *t = context;
    return a < b ? t->probability[a][b] : t->probability[b][a];
}

static void bench_init(bench *t)
{
    static const char *const NAMES[] = {"one", "two", "three"};
    memset(t, 0, sizeof *t);
    t->corpus = new_corpus();
    for (unsigned a = 0; a < 3; a++) {
        khl_str name = khl_str_from(NAMES[a]);
        t->axes[a] = (khl_shortlist_axis){.id = name, .name = {name, name, name}};
    }
    for (unsigned i = 0; i < MAX_PROPOSALS; i++)
        for (unsigned j = 0; j < MAX_PROPOSALS; j++) t->probability[i][j] = 0.5;
}

static uint32_t propose(bench *t, const char *association, const char *city, const char *text)
{
    uint32_t n = (uint32_t)khl_corpus_count(t->corpus);
    char id[8];
    snprintf(id, sizeof id, "P%u", n);
    khl_proposal p = {.id = khl_str_from(id),
                      .association = khl_str_from(association),
                      .city = khl_str_from(city),
                      .text = khl_str_from(text)};
    assert_true(n < MAX_PROPOSALS);
    assert_int_equal(khl_corpus_add(t->corpus, &p, NULL), KHL_OK);
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), p.text, NULL, &t->analyses[n], NULL),
                     KHL_OK);
    return n;
}

static void bench_clear(bench *t)
{
    for (unsigned i = 0; i < MAX_PROPOSALS; i++) khl_analysis_clear(&t->analyses[i]);
    khl_corpus_destroy(t->corpus);
}

static khl_status try_build(bench *t, const khl_draft_entry *entries, size_t n, khl_shortlist **out,
                            khl_error *err)
{
    t->draft.corpus = t->corpus;
    t->draft.analyses = t->analyses;
    t->draft.entries = entries;
    t->draft.n_entries = n;
    t->draft.axes = t->axes;
    t->draft.n_axes = 3;
    t->draft.models = "0123456789abcdef";
    t->draft.probability = look_up;
    t->draft.context = t;
    return khl_shortlist_build(out, &t->draft, err);
}

static khl_shortlist *build(bench *t, const khl_draft_entry *entries, size_t n)
{
    khl_shortlist *s = NULL;
    khl_error err = {0};
    if (try_build(t, entries, n, &s, &err) != KHL_OK) fail_msg("%s", err.message);
    return s;
}

#define ENTRY(axis_, representative_, ...)                                                                   \
    {                                                                                                        \
        .members = (const uint32_t[]){__VA_ARGS__},                                                          \
        .n = sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t),                                     \
        .representative = (representative_), .axis = (axis_), .axis_given = true, .axis_probability = 1      \
    }

static void one_proposal(void **state)
{
    (void)state;
    bench t;
    bench_init(&t);
    propose(&t, "", "", "إحداث ملعب القرب");
    const khl_draft_entry entries[] = {ENTRY(2, 0, 0)};
    khl_shortlist *s = build(&t, entries, 1);
    const khl_entry *e = &s->entries[0];
    assert_int_equal(s->received, 1);
    assert_int_equal(s->demands, 1);
    assert_int_equal(s->n_associations, 0);
    assert_int_equal(s->n_cities, 0);
    assert_int_equal(e->n_supporters, 0); /* an association without a name supports nothing */
    assert_str(e->number, "3.1");
    assert_int_equal(e->axis, 3);
    assert_true(e->min_pair_probability == 1);
    assert_int_equal(e->weakest[0].n, 0);
    assert_true(e->members[0].representative && e->members[0].probability == 1);
    assert_str(e->title, "إحداث ملعب القرب");
    assert_str(e->text, "إحداث ملعب القرب");
    assert_int_equal(s->axes[2].n_entries, 1);
    assert_int_equal(s->axes[0].n_entries, 0);
    assert_str(s->date, "");
    khl_shortlist_destroy(s);
    khl_shortlist_destroy(NULL);
    bench_clear(&t);
}

static void order_of_entries(void **state)
{
    (void)state;
    bench t;
    bench_init(&t);
    for (unsigned i = 0; i < 12; i++) {
        char text[16];
        static const char *const ASSOCIATIONS[] = {"A", "A", "A", "B", "C", "D",
                                                   "E", "F", "G", "G", "H", "I"};
        snprintf(text, sizeof text, "نص %u", i);
        propose(&t, ASSOCIATIONS[i], "فاس", text);
    }
    const khl_draft_entry entries[] = {
        ENTRY(1, 11, 11),       /* 2.1 */
        ENTRY(0, 10, 10),       /* 1.5: like 7 but later */
        ENTRY(0, 7, 7),         /* 1.4 */
        ENTRY(0, 8, 8, 9),      /* 1.3: one supporter, but two members; first member 8 */
        ENTRY(0, 0, 0, 1, 2),   /* 1.2: one supporter, three members */
        ENTRY(0, 5, 3, 4, 5, 6) /* 1.1: four supporters */
    };
    khl_shortlist *s = build(&t, entries, 6);
    static const char *const FIRST[] = {"P5", "P0", "P8", "P7", "P10", "P11"};
    static const char *const NUMBERS[] = {"1.1", "1.2", "1.3", "1.4", "1.5", "2.1"};
    for (unsigned i = 0; i < 6; i++) {
        assert_str(s->entries[i].members[0].id, FIRST[i]);
        assert_str(s->entries[i].number, NUMBERS[i]);
    }
    assert_int_equal(s->entries[1].n_supporters, 1);
    assert_int_equal(s->axes[0].n_members, 11);
    assert_int_equal(s->n_associations, 9);
    assert_int_equal(s->n_cities, 1);
    khl_shortlist_destroy(s);
    bench_clear(&t);
}

static void members_and_supporters(void **state)
{
    (void)state;
    bench t;
    bench_init(&t);
    propose(&t, "B", "فاس", "نص أول");
    propose(&t, "A", "فاس", "نص ثان");
    propose(&t, "", "وجدة", "نص ثالث");
    propose(&t, "B", "", "نص رابع");
    const khl_draft_entry entries[] = {ENTRY(0, 2, 0, 1, 2, 3)};
    t.probability[0][2] = 0.875;
    t.probability[2][3] = 0.25;
    khl_shortlist *s = build(&t, entries, 1);
    const khl_entry *e = &s->entries[0];
    static const char *const IDS[] = {"P2", "P0", "P1", "P3"}; /* the representative, then input order */
    for (unsigned i = 0; i < 4; i++) {
        assert_str(e->members[i].id, IDS[i]);
        assert_int_equal(e->members[i].representative, i == 0);
    }
    assert_true(e->members[1].probability == 0.875 && e->members[3].probability == 0.25);
    assert_int_equal(e->n_supporters, 2);
    assert_str(e->supporters[0], "B"); /* in order of first member, once each */
    assert_str(e->supporters[1], "A");
    assert_int_equal(e->n_cities, 2);
    assert_str(e->cities[0], "فاس");
    assert_str(e->text, "نص ثالث");
    khl_shortlist_destroy(s);
    bench_clear(&t);
}

/* The weakest pair is looked for among all pairs, also those without the representative. */
static void cohesion(void **state)
{
    (void)state;
    bench t;
    bench_init(&t);
    for (unsigned i = 0; i < 4; i++) propose(&t, "A", "", i % 2 ? "نص أول" : "نص ثان");
    t.probability[1][3] = 0.125;
    const khl_draft_entry entries[] = {ENTRY(0, 0, 0, 1, 2, 3)};
    khl_shortlist *s = build(&t, entries, 1);
    assert_true(s->entries[0].min_pair_probability == 0.125);
    assert_str(s->entries[0].weakest[0], "P1");
    assert_str(s->entries[0].weakest[1], "P3");
    khl_shortlist_destroy(s);
    for (unsigned i = 0; i < MAX_PROPOSALS; i++)
        for (unsigned j = 0; j < MAX_PROPOSALS; j++) t.probability[i][j] = 1;
    s = build(&t, entries, 1); /* all pairs certain: there is still a weakest */
    assert_true(s->entries[0].min_pair_probability == 1);
    assert_str(s->entries[0].weakest[0], "P0");
    assert_str(s->entries[0].weakest[1], "P1");
    khl_shortlist_destroy(s);
    bench_clear(&t);
}

static void id_for(const char *text, char out[16])
{
    unsigned char digest[32];
    char hex[65];
    khl_sha256(khl_str_from(text), digest);
    khl_sha256_hex(digest, hex);
    snprintf(out, 16, "E-%.10s", hex);
}

static void ids_come_from_the_text(void **state)
{
    (void)state;
    bench t;
    char id[16];
    bench_init(&t);
    propose(&t, "A", "", "إحداث ملعب");
    propose(&t, "B", "", "تعبيد الطريق");
    propose(&t, "C", "", "بناء مدرسة");
    const khl_draft_entry all[] = {ENTRY(0, 0, 0), ENTRY(1, 1, 1), ENTRY(0, 2, 2)};
    const khl_draft_entry joined[] = {ENTRY(2, 2, 0, 2), ENTRY(0, 1, 1)};
    khl_shortlist *s = build(&t, all, 3);
    id_for("إحداث ملعب", id);
    assert_str(s->entries[0].id, id);
    id_for("تعبيد الطريق", id);
    assert_str(s->entries[2].id, id);
    khl_shortlist_destroy(s);
    s = build(&t, joined, 2); /* others went away, axes changed: the id stays */
    assert_str(s->entries[0].id, id);
    id_for("بناء مدرسة", id);
    assert_str(s->entries[1].id, id);
    khl_shortlist_destroy(s);
    bench_clear(&t);
}

static void same_text_twice(void **state)
{
    (void)state;
    bench t;
    char id[16], second[20], third[20];
    bench_init(&t);
    for (unsigned i = 0; i < 3; i++) propose(&t, "A", "", "إحداث ملعب");
    propose(&t, "A", "", "بناء مدرسة");
    const khl_draft_entry entries[] = {ENTRY(0, 0, 0), ENTRY(1, 1, 1), ENTRY(2, 2, 2), ENTRY(0, 3, 3)};
    khl_shortlist *s = build(&t, entries, 4);
    id_for("إحداث ملعب", id);
    snprintf(second, sizeof second, "%s-2", id);
    snprintf(third, sizeof third, "%s-3", id);
    assert_str(s->entries[0].id, id);
    assert_str(s->entries[2].id, second);
    assert_str(s->entries[3].id, third);
    khl_shortlist_destroy(s);
    bench_clear(&t);
}

static void related_entries(void **state)
{
    (void)state;
    bench t;
    bench_init(&t);
    for (unsigned i = 0; i < 12; i++) {
        char text[16];
        snprintf(text, sizeof text, "نص %u", i);
        propose(&t, "A", "", text);
    }
    khl_draft_entry entries[11] = {ENTRY(0, 0, 0, 1)};
    static const uint32_t NUMBERS[] = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    khl_draft_pair pairs[12] = {{0, 1, 0.9, NULL}, {0, 2, 0.8, NULL}, {1, 2, 0.8, NULL}};
    for (uint32_t i = 0; i < 10; i++) {
        entries[1 + i] = (khl_draft_entry){.members = &NUMBERS[i],
                                            .n = 1,
                                            .representative = NUMBERS[i],
                                            .axis_given = true,
                                            .axis_probability = 1};
        if (i > 0) pairs[2 + i] = (khl_draft_pair){0, NUMBERS[i], 0.7, NULL};
    }
    t.draft.related = pairs;
    t.draft.n_related = 12;
    khl_shortlist *s = build(&t, entries, 11);
    assert_in_range(s->entries[0].n_related, 2, 9); /* likeliest first, once each, and not all of ten */
    assert_true(khl_str_equal(s->entries[0].related[0], s->entries[1].id));
    assert_true(khl_str_equal(s->entries[0].related[1], s->entries[2].id));
    assert_int_equal(s->entries[1].n_related, 1); /* both ways; never an entry with itself */
    assert_true(khl_str_equal(s->entries[1].related[0], s->entries[0].id));
    khl_shortlist_destroy(s);
    bench_clear(&t);
}

/* The shortlist keeps nothing of what it was made from. */
static void outlives_its_sources(void **state)
{
    (void)state;
    bench t;
    bench_init(&t);
    propose(&t, "A", "فاس", "إحداث ملعب");
    propose(&t, "B", "فاس", "بناء مدرسة");
    char *term = strdup("ملعب"), *option = strdup("0.5"), *date = strdup("2026-09-05");
    khl_why_term terms[] = {{khl_str_from(term), 0.5}};
    khl_why why = {.terms = terms, .n_terms = 1};
    khl_draft_pair review[] = {{0, 1, 0.5, &why}};
    khl_shortlist_option options[] = {{KHL_STR("probability"), khl_str_from(option)}};
    const khl_draft_entry entries[] = {ENTRY(0, 0, 0), ENTRY(0, 1, 1)};
    t.draft.review = review;
    t.draft.n_review = 1;
    t.draft.options = options;
    t.draft.n_options = 1;
    t.draft.date = date;
    khl_shortlist *s = build(&t, entries, 2);
    bench_clear(&t);
    free(term);
    free(option);
    free(date);
    assert_str(s->review[0].a, "P0");
    assert_str(s->review[0].b, "P1");
    assert_str(s->review[0].why.terms[0].term, "ملعب");
    assert_str(s->options[0].value, "0.5");
    assert_str(s->date, "2026-09-05");
    assert_str(s->entries[1].supporters[0], "B");
    assert_str(s->entries[1].members[0].file, "memory");
    assert_str(s->entries[1].text, "بناء مدرسة");
    khl_shortlist_destroy(s);
}

static void set_aside_closes_the_account(void **state)
{
    (void)state;
    bench t;
    bench_init(&t);
    propose(&t, "A", "", "إحداث ملعب");
    khl_proposal empty = {.id = KHL_STR("X"), .text = KHL_STR("  ")};
    assert_int_equal(khl_corpus_add(t.corpus, &empty, NULL), KHL_OK);
    const khl_draft_entry entries[] = {ENTRY(0, 0, 0)};
    khl_shortlist *s = build(&t, entries, 1);
    assert_int_equal(s->received, 2);
    assert_int_equal(s->n_aside, 1);
    assert_str(s->aside[0].id, "X");
    assert_str(s->aside[0].reason, "empty-text");
    khl_shortlist_destroy(s);
    bench_clear(&t);
}

static void lost_and_doubled_proposals_are_refused(void **state)
{
    (void)state;
    bench t;
    khl_shortlist *s = NULL;
    khl_error err = {0};
    bench_init(&t);
    propose(&t, "A", "", "إحداث ملعب");
    propose(&t, "A", "", "بناء مدرسة");
    const khl_draft_entry lost[] = {ENTRY(0, 0, 0)}, doubled[] = {ENTRY(0, 0, 0, 1), ENTRY(0, 1, 1)};
    assert_int_equal(try_build(&t, lost, 1, &s, &err), KHL_E_ACCOUNT);
    assert_null(s);
    assert_string_equal(err.id, "shortlist.not_closed");
    assert_int_equal(try_build(&t, doubled, 2, &s, &err), KHL_E_ACCOUNT);
    assert_null(s);
    assert_string_equal(err.id, "shortlist.member_twice");
    bench_clear(&t);
}

static void own_title_is_kept(void **state)
{
    (void)state;
    bench t;
    bench_init(&t);
    khl_proposal p = {.id = KHL_STR("P0"), .title = KHL_STR("ملعبنا"), .text = KHL_STR("إحداث ملعب القرب")};
    assert_int_equal(khl_corpus_add(t.corpus, &p, NULL), KHL_OK);
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), p.text, NULL, &t.analyses[0], NULL),
                     KHL_OK);
    const khl_draft_entry entries[] = {ENTRY(0, 0, 0)};
    khl_shortlist *s = build(&t, entries, 1);
    assert_str(s->entries[0].title, "ملعبنا");
    assert_str(s->entries[0].text, "إحداث ملعب القرب");
    khl_shortlist_destroy(s);
    bench_clear(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_proposal),
                                       cmocka_unit_test(order_of_entries),
                                       cmocka_unit_test(members_and_supporters),
                                       cmocka_unit_test(cohesion),
                                       cmocka_unit_test(ids_come_from_the_text),
                                       cmocka_unit_test(same_text_twice),
                                       cmocka_unit_test(related_entries),
                                       cmocka_unit_test(outlives_its_sources),
                                       cmocka_unit_test(set_aside_closes_the_account),
                                       cmocka_unit_test(lost_and_doubled_proposals_are_refused),
                                       cmocka_unit_test(own_title_is_kept)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
