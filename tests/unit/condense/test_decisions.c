/* What a committee decided, replayed on collections: links against the program's own mind, in matrices, edges
 * and across cities; cuts, set aside, words, order, ids; and that nothing else changes. */
#include "partition.h"

/* A log by hand, of what is said of proposals by their ids. */
typedef struct book {
    khl_decisions *log;
    const khl_corpus *corpus;
} book;

static book new_book(const khl_corpus *corpus)
{
    book b = {NULL, corpus};
    assert_int_equal(khl_decisions_create(&b.log, NULL), KHL_OK);
    return b;
}

static const khl_proposal *proposal_of(const khl_corpus *corpus, const char *id)
{
    for (size_t i = 0; i < khl_corpus_count(corpus); i++)
        if (khl_str_equal(khl_corpus_at(corpus, i)->id, khl_str_from(id))) return khl_corpus_at(corpus, i);
    fail_msg("there is no %s", id);
    return NULL;
}

static void add(book *b, khl_decision d)
{
    khl_error err = {0};
    d.has_a = d.op != KHL_OP_REVOKE;
    if (khl_decisions_add(b->log, &d, &err) != KHL_OK) fail_msg("%s", err.message);
}

static void say(book *b, khl_decision_op op, const char *id, const char *value)
{
    khl_decision d = {.op = op, .value = khl_str_from(value), .a_id = khl_str_from(id)};
    khl_sha256(proposal_of(b->corpus, id)->text, d.a);
    add(b, d);
}

static void say_pair(book *b, khl_decision_op op, const char *x, const char *y)
{
    khl_decision d = {.op = op, .has_b = true, .a_id = khl_str_from(x), .b_id = khl_str_from(y)};
    khl_sha256(proposal_of(b->corpus, x)->text, d.a);
    khl_sha256(proposal_of(b->corpus, y)->text, d.b);
    add(b, d);
}

static khl_condense_options with(const book *b)
{
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    options.decisions = b->log;
    return options;
}

static khl_shortlist *replay(const book *b)
{
    khl_condense_options options = with(b);
    khl_shortlist *s = condense(b->corpus, &options);
    khl_error err = {0};
    if (khl_shortlist_check(s, &err) != KHL_OK) fail_msg("%s", err.message);
    return s;
}

/* Two wordings of one demand, the same for another place, and two others. */
static khl_corpus *small_corpus(void)
{
    khl_corpus *c = new_corpus();
    add_text(c, "s1", "جمعية أ", "6", "إحداث مركز صحي بحي السعادة");
    add_text(c, "s2", "جمعية ب", "6", "بناء مستوصف بحي السعادة");
    add_text(c, "t1", "جمعية ج", "6", "إحداث مركز صحي بحي السلام");
    add_text(c, "m1", "جمعية د", "7", "إحداث ملعب للقرب");
    add_text(c, "r1", "جمعية ه", "1", "تعبيد الطريق المؤدية إلى السوق");
    add_text(c, "r2", "جمعية و", "1", "إنارة الشارع الرئيسي");
    return c;
}

static void links_overrule_the_program(void **state)
{
    (void)state;
    khl_corpus *c = small_corpus();
    book none = new_book(c), b = new_book(c);
    khl_shortlist *before = replay(&none);
    assert_true(together(before, "s1", "s2"));
    assert_false(together(before, "s1", "t1"));
    assert_false(together(before, "r1", "m1"));
    say_pair(&b, KHL_OP_CANNOT_LINK, "s1", "s2");
    say_pair(&b, KHL_OP_MUST_LINK, "r1", "m1"); /* of two axes */
    for (int edges = 0; edges < 2; edges++) {
        khl_condense_options options = with(&b);
        options.most_compared = edges ? 0 : SIZE_MAX;
        khl_shortlist *after = condense(c, &options);
        assert_false(together(after, "s1", "s2"));
        assert_true(together(after, "r1", "m1"));
        assert_false(together(after, "s1", "t1"));
        khl_shortlist_destroy(after);
    }
    khl_shortlist_destroy(before);
    khl_decisions_destroy(b.log);
    khl_decisions_destroy(none.log);
    khl_corpus_destroy(c);
}

/* Where a committee joins what the program walls off, the others of either side come along. */
static void a_must_link_takes_walls_down_for_the_rest(void **state)
{
    (void)state;
    khl_corpus *c = small_corpus();
    book b = new_book(c);
    say_pair(&b, KHL_OP_MUST_LINK, "s1", "t1");
    for (int edges = 0; edges < 2; edges++) {
        khl_condense_options options = with(&b);
        options.most_compared = edges ? 0 : SIZE_MAX;
        khl_shortlist *s = condense(c, &options);
        assert_true(together(s, "s1", "t1"));
        assert_true(together(s, "s1", "s2"));
        khl_shortlist_destroy(s);
    }
    khl_decisions_destroy(b.log);
    khl_corpus_destroy(c);
}

static void contradictions_are_named_with_their_path(void **state)
{
    (void)state;
    khl_corpus *c = small_corpus();
    book b = new_book(c);
    khl_shortlist *s = NULL;
    khl_error err = {0};
    say_pair(&b, KHL_OP_MUST_LINK, "s1", "m1");
    say_pair(&b, KHL_OP_MUST_LINK, "m1", "r1");
    say_pair(&b, KHL_OP_CANNOT_LINK, "s1", "r1");
    khl_condense_options options = with(&b);
    assert_int_equal(khl_condense(&s, c, fixture_models, &options, &err), KHL_E_CONFLICT);
    assert_null(s);
    assert_string_equal(err.id, "decisions.conflict");
    assert_string_equal(err.args[0], "3");
    assert_string_equal(err.args[1], "r1 = m1 = s1");
    assert_non_null(strstr(err.args[2], "1"));
    assert_non_null(strstr(err.args[2], "2"));
    khl_decision revoke = {.op = KHL_OP_REVOKE, .of = 2};
    add(&b, revoke);
    s = replay(&b);
    assert_true(together(s, "s1", "m1"));
    assert_false(together(s, "s1", "r1"));
    khl_shortlist_destroy(s);
    khl_decisions_destroy(b.log);
    khl_corpus_destroy(c);
}

/* Of two decisions on one pair the later holds, without a conflict. */
static void a_later_answer_replaces_an_earlier_one(void **state)
{
    (void)state;
    khl_corpus *c = small_corpus();
    book b = new_book(c);
    say_pair(&b, KHL_OP_CANNOT_LINK, "s1", "s2");
    say_pair(&b, KHL_OP_MUST_LINK, "s2", "s1");
    khl_shortlist *s = replay(&b);
    assert_true(together(s, "s1", "s2"));
    khl_shortlist_destroy(s);
    say_pair(&b, KHL_OP_RELATED, "s1", "s2");
    s = replay(&b);
    assert_false(together(s, "s1", "s2"));
    const khl_entry *e = entry_with(s, KHL_STR("s1"));
    assert_int_equal(e->n_related > 0, 1);
    assert_true(khl_str_equal(e->related[0], entry_with(s, KHL_STR("s2"))->id));
    for (size_t i = 0; i < s->n_review; i++) /* decided, so asked no more */
        assert_false(khl_str_equal(s->review[i].a, KHL_STR("s1")) &&
                     khl_str_equal(s->review[i].b, KHL_STR("s2")));
    khl_shortlist_destroy(s);
    khl_decisions_destroy(b.log);
    khl_corpus_destroy(c);
}

/* The partition as text, an entry a line, to compare two runs by what stands together. */
static bool same_entry(const khl_entry *x, const khl_entry *y)
{
    bool same = x->n_members == y->n_members && khl_str_equal(x->id, y->id) &&
                khl_str_equal(x->title, y->title) && khl_str_equal(x->text, y->text) && x->axis == y->axis &&
                khl_str_equal(x->level, y->level);
    for (size_t m = 0; same && m < x->n_members; m++)
        same = khl_str_equal(x->members[m].id, y->members[m].id);
    return same;
}

/* Entries of x that stand otherwise, or nowhere, in y. */
static size_t count_changed(const khl_shortlist *x, const khl_shortlist *y)
{
    size_t n = 0;
    for (size_t i = 0; i < x->n_entries; i++) {
        bool found = false;
        for (size_t k = 0; !found && k < y->n_entries; k++)
            found = same_entry(&x->entries[i], &y->entries[k]);
        n += !found;
    }
    return n;
}

static const khl_entry *entry_of_size(const khl_shortlist *s, size_t n, size_t which)
{
    for (size_t i = 0; i < s->n_entries; i++)
        if (s->entries[i].n_members == n && which-- == 0) return &s->entries[i];
    fail_msg("no entry of %zu members", n);
    return NULL;
}

static char *id_of(const khl_entry *e, size_t member)
{
    khl_str id = e->members[member].id;
    char *out = calloc(id.n + 1, 1);
    assert_non_null(out);
    memcpy(out, id.p, id.n);
    return out;
}

/* On the real collection: words, a level, an axis and a struck proposal change their own entries and no
 * other. */
static void decisions_change_their_entries_and_no_other(void **state)
{
    (void)state;
    khl_corpus *c = read_proposals();
    book none = new_book(c), b = new_book(c);
    khl_shortlist *before = replay(&none);
    char *worded = id_of(entry_of_size(before, 3, 0), 0), *levelled = id_of(entry_of_size(before, 2, 0), 1),
         *moved = id_of(entry_of_size(before, 2, 1), 0), *alone = id_of(entry_of_size(before, 1, 0), 0);
    say(&b, KHL_OP_TITLE, worded, "عنوان");
    say(&b, KHL_OP_TEXT, worded, "نص اللجنة");
    say(&b, KHL_OP_NOTE, worded, "ملاحظة");
    say(&b, KHL_OP_LEVEL, levelled, "national");
    say(&b, KHL_OP_AXIS, moved, "8");
    say(&b, KHL_OP_SET_ASIDE, alone, NULL);
    khl_shortlist *after = replay(&b);
    assert_int_equal(count_changed(before, after), 4);
    assert_int_equal(count_changed(after, before), 3);
    const khl_entry *e = entry_with(after, khl_str_from(worded));
    assert_str(e->title, "عنوان");
    assert_str(e->text, "نص اللجنة");
    assert_str(e->note, "ملاحظة");
    assert_int_equal(e->decided, KHL_DECIDED_TITLE | KHL_DECIDED_TEXT);
    assert_true(khl_str_equal(e->id, entry_with(before, khl_str_from(worded))->id));
    assert_str(entry_with(after, khl_str_from(levelled))->level, "national");
    e = entry_with(after, khl_str_from(moved));
    assert_int_equal(e->axis, 8);
    assert_true(e->axis_given);
    assert_int_equal(after->n_aside, before->n_aside + 1);
    assert_str(after->aside[after->n_aside - 1].id, alone);
    assert_str(after->aside[after->n_aside - 1].reason, "committee");
    assert_int_equal(after->received, before->received);
    say(&b, KHL_OP_RESTORE, alone, NULL);
    khl_shortlist *restored = replay(&b);
    assert_int_equal(restored->n_aside, before->n_aside);
    entry_with(restored, khl_str_from(alone));
    khl_shortlist_destroy(restored);
    free(worded);
    free(levelled);
    free(moved);
    free(alone);
    khl_shortlist_destroy(after);
    khl_shortlist_destroy(before);
    khl_decisions_destroy(b.log);
    khl_decisions_destroy(none.log);
    khl_corpus_destroy(c);
}

/* An entry keeps the id it had when it was decided on, whoever speaks for it later. */
static void ids_stay_with_their_entries(void **state)
{
    (void)state;
    khl_corpus *c = small_corpus();
    book none = new_book(c), b = new_book(c);
    khl_shortlist *before = replay(&none);
    const khl_entry *road = entry_with(before, KHL_STR("r1")), *light = entry_with(before, KHL_STR("r2"));
    char kept[32];
    snprintf(kept, sizeof kept, "%.*s", (int)light->id.n, light->id.p);
    khl_decision d = {.op = KHL_OP_MUST_LINK, .has_b = true, .entry = khl_str_from(kept)};
    khl_sha256(proposal_of(c, "r2")->text, d.a);
    khl_sha256(proposal_of(c, "r1")->text, d.b);
    add(&b, d);
    khl_shortlist *after = replay(&b);
    assert_true(together(after, "r1", "r2"));
    assert_str(entry_with(after, KHL_STR("r1"))->id, kept);
    assert_false(khl_str_equal(road->id, light->id));
    khl_shortlist_destroy(after);
    khl_shortlist_destroy(before);
    khl_decisions_destroy(b.log);
    khl_decisions_destroy(none.log);
    khl_corpus_destroy(c);
}

static void an_entry_stands_where_it_was_put(void **state)
{
    (void)state;
    khl_corpus *c = read_proposals();
    book none = new_book(c), b = new_book(c);
    khl_shortlist *before = replay(&none);
    char *first = id_of(&before->entries[0], 0), *second = id_of(&before->entries[1], 0),
         *third = id_of(&before->entries[2], 0);
    assert_int_equal(before->entries[3].axis, 1);
    char *fourth = id_of(&before->entries[3], 0);
    say(&b, KHL_OP_PRIORITY, fourth, NULL);      /* to the front */
    say_pair(&b, KHL_OP_PRIORITY, first, third); /* behind the third */
    khl_shortlist *after = replay(&b);
    const char *const ORDER[] = {fourth, second, third, first};
    for (size_t i = 0; i < 4; i++) assert_str(after->entries[i].members[0].id, ORDER[i]);
    assert_str(after->entries[3].number, "1.4");
    assert_int_equal(count_changed(before, after), 0);
    khl_shortlist_destroy(after);
    say(&b, KHL_OP_PRIORITY, second, "high");
    after = replay(&b);
    assert_int_equal(entry_with(after, khl_str_from(second))->mark, 1);
    assert_int_equal(entry_with(after, khl_str_from(second))->priority <= 4, 1);
    free(first);
    free(second);
    free(third);
    free(fourth);
    khl_shortlist_destroy(after);
    khl_shortlist_destroy(before);
    khl_decisions_destroy(b.log);
    khl_decisions_destroy(none.log);
    khl_corpus_destroy(c);
}

static void bodies_are_those_of_the_committee(void **state)
{
    (void)state;
    khl_corpus *c = small_corpus();
    book b = new_book(c);
    khl_str values[] = {khl_authorities_id(khl_models_authorities(fixture_models), 2), KHL_STR("لجنة الحي")};
    khl_decision d = {.op = KHL_OP_AUTHORITY, .values = values, .n_values = 2};
    khl_sha256(proposal_of(c, "r2")->text, d.a);
    add(&b, d);
    khl_shortlist *s = replay(&b);
    const khl_entry *e = entry_with(s, KHL_STR("r2"));
    assert_int_equal(e->n_authorities, 2);
    assert_true(khl_str_equal(e->authorities[0].id, values[0]));
    assert_true(e->authorities[0].lead && !e->authorities[1].lead);
    assert_str(e->authorities[1].name.fr, "لجنة الحي");
    khl_shortlist_destroy(s);
    khl_decisions_destroy(b.log);
    khl_corpus_destroy(c);
}

static void submissions_are_cut_as_was_decided(void **state)
{
    (void)state;
    khl_corpus *c = new_corpus();
    add_text(c, "L", "جمعية", "", "- إحداث ملعب للقرب\n- بناء مستوصف\n- إنارة الشارع");
    add_text(c, "W", "جمعية", "", "نريد ملعبا ومكتبة");
    book b = new_book(c);
    say(&b, KHL_OP_JOIN, "L", NULL);
    uint32_t at[] = {(uint32_t)strlen("نريد ملعبا ")};
    khl_decision d = {.op = KHL_OP_CUT, .at = at, .n_at = 1};
    khl_sha256(proposal_of(c, "W")->text, d.a);
    add(&b, d);
    khl_shortlist *s = replay(&b);
    entry_with(s, KHL_STR("L"));
    assert_str(entry_with(s, KHL_STR("W/2"))->members[0].text, "ومكتبة");
    assert_int_equal(s->n_cuts, 1);
    assert_str(s->cuts[0].parts[1].reason, "committee");
    khl_shortlist_destroy(s);
    khl_error err = {0};
    at[0] = 1; /* within a letter */
    add(&b, d);
    khl_condense_options options = with(&b);
    assert_int_equal(khl_condense(&s, c, fixture_models, &options, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "decisions.cut");
    khl_decisions_destroy(b.log);
    khl_corpus_destroy(c);
}

static void what_concerns_nothing_is_stale_and_no_failure(void **state)
{
    (void)state;
    khl_corpus *c = small_corpus();
    book b = new_book(c);
    khl_decision d = {.op = KHL_OP_TITLE, .value = KHL_STR("x"), .a = {1, 2, 3}};
    add(&b, d);
    say(&b, KHL_OP_TITLE, "m1", "y");
    d.op = KHL_OP_JOIN;
    add(&b, d);
    khl_shortlist *s = replay(&b);
    assert_int_equal(s->decisions.n, 3);
    assert_int_equal(s->decisions.n_in_force, 3);
    assert_int_equal(s->decisions.n_stale, 2);
    assert_int_equal(s->decisions.stale[0], 1);
    assert_int_equal(s->decisions.stale[1], 3);
    khl_shortlist_destroy(s);
    khl_decisions_destroy(b.log);
    khl_corpus_destroy(c);
}

/* A file with more in it, in another order, is decided alike. */
static void a_log_holds_for_a_file_that_has_grown(void **state)
{
    (void)state;
    khl_corpus *c = small_corpus(), *grown = new_corpus();
    book b = new_book(c);
    say_pair(&b, KHL_OP_CANNOT_LINK, "s1", "s2");
    say_pair(&b, KHL_OP_MUST_LINK, "r1", "r2");
    say_pair(&b, KHL_OP_MUST_LINK, "r2", "m1"); /* of another axis, which comes first in the other file */
    khl_shortlist *first = replay(&b);
    add_text(grown, "n9", "جمعية", "5", "غرس الأشجار بالمدينة");
    for (size_t i = khl_corpus_count(c); i-- > 0;) {
        khl_proposal p = *khl_corpus_at(c, i);
        char id[32];
        snprintf(id, sizeof id, "new-%.*s", (int)p.id.n, p.id.p);
        p.id = khl_str_from(id);
        assert_int_equal(khl_corpus_add(grown, &p, NULL), KHL_OK);
    }
    b.corpus = grown;
    khl_shortlist *s = replay(&b);
    assert_false(together(s, "new-s1", "new-s2"));
    assert_true(together(s, "new-r1", "new-r2"));
    assert_true(together(s, "new-r1", "new-m1"));
    assert_int_equal(entry_with(s, KHL_STR("new-r1"))->axis, entry_with(first, KHL_STR("r1"))->axis);
    assert_int_equal(s->decisions.n_stale, 0);
    khl_shortlist_destroy(first);
    khl_shortlist_destroy(s);
    khl_decisions_destroy(b.log);
    khl_corpus_destroy(grown);
    khl_corpus_destroy(c);
}

static const khl_entry *loosest(const khl_shortlist *s)
{
    const khl_entry *found = &s->entries[0];
    for (size_t i = 0; i < s->n_entries; i++)
        if (s->entries[i].n_members > 2 && s->entries[i].min_pair_probability < found->min_pair_probability)
            found = &s->entries[i];
    assert_true(found->min_pair_probability < khl_models_match(fixture_models)->join);
    return found;
}

static const khl_member *entry_member(const khl_entry *e, khl_str id)
{
    for (size_t m = 0; m < e->n_members; m++)
        if (khl_str_equal(e->members[m].id, id)) return &e->members[m];
    fail_msg("no such member");
    return NULL;
}

/* The shortlist would not hold with a pair of which one is in no entry. */
static void what_was_set_aside_is_asked_no_more(void **state)
{
    (void)state;
    khl_corpus *c = read_proposals();
    book none = new_book(c), b = new_book(c);
    khl_shortlist *before = replay(&none);
    for (size_t i = 0; i < before->n_review; i++) {
        char id[64];
        khl_str given = i % 2 == 0 ? before->review[i].a : before->review[i].b;
        snprintf(id, sizeof id, "%.*s", (int)given.n, given.p);
        say(&b, KHL_OP_SET_ASIDE, id, NULL);
    }
    khl_shortlist *after = replay(&b);
    assert_true(after->n_aside > 5);
    khl_shortlist_destroy(after);
    khl_shortlist_destroy(before);
    khl_decisions_destroy(b.log);
    khl_decisions_destroy(none.log);
    khl_corpus_destroy(c);
}

/* All pairs, candidates and any number of threads come to one result under links. */
static void links_give_one_result_however_pairs_are_found(void **state)
{
    (void)state;
    khl_corpus *c = read_proposals();
    book none = new_book(c), b = new_book(c);
    khl_shortlist *before = replay(&none);
    char *big = id_of(entry_of_size(before, 4, 0), 0), *out = id_of(entry_of_size(before, 4, 0), 1),
         *other = id_of(entry_of_size(before, 3, 0), 0), *third = id_of(entry_of_size(before, 2, 0), 1);
    const khl_entry *loose = loosest(before); /* whose weakest pair is no edge */
    khl_decision d = {.op = KHL_OP_CANNOT_LINK, .has_b = true};
    khl_sha256(entry_member(loose, loose->weakest[0])->text, d.a);
    khl_sha256(entry_member(loose, loose->weakest[1])->text, d.b);
    add(&b, d);
    say_pair(&b, KHL_OP_CANNOT_LINK, big, out);
    say_pair(&b, KHL_OP_MUST_LINK, big, other);
    say_pair(&b, KHL_OP_MUST_LINK, other, third);
    char *first = NULL;
    size_t n_first = 0;
    khl_shortlist *dense = NULL;
    for (unsigned k = 0; k < 4; k++) {
        khl_condense_options options = with(&b);
        options.n_threads = 1 + k % 2;
        options.most_compared = k < 2 ? SIZE_MAX : 0;
        khl_shortlist *s = condense(c, &options);
        if (k < 2) expect_same_json(s, &first, &n_first);
        assert_false(together(s, big, out));
        assert_true(together(s, big, other) && together(s, big, third));
        assert_ptr_not_equal(entry_with(s, loose->weakest[0]), entry_with(s, loose->weakest[1]));
        if (dense != NULL) assert_same_partition(dense, s);
        if (dense == NULL)
            dense = s;
        else
            khl_shortlist_destroy(s);
    }
    free(first);
    free(big);
    free(out);
    free(other);
    free(third);
    khl_shortlist_destroy(dense);
    khl_shortlist_destroy(before);
    khl_decisions_destroy(b.log);
    khl_decisions_destroy(none.log);
    khl_corpus_destroy(c);
}

/* Cities that are condensed one by one, then linked: decisions reach across them. */
static void links_hold_across_cities(void **state)
{
    static const char *const CITIES[] = {"الخميسات", "مراكش", "طنجة"};
    static const char *const TEXTS[] = {"إنارة الشوارع", "توفير حافلات النقل المدرسي",
                                        "تنظيم مهرجان للفروسية"};
    (void)state;
    khl_corpus *c = new_corpus();
    for (size_t city = 0; city < 3; city++)
        for (size_t k = 0; k < 3; k++) {
            char id[16];
            snprintf(id, sizeof id, "c%zu-%zu", city, k);
            khl_proposal p = {
                .id = khl_str_from(id), .city = khl_str_from(CITIES[city]), .text = khl_str_from(TEXTS[k])};
            assert_int_equal(khl_corpus_add(c, &p, NULL), KHL_OK);
        }
    book b = new_book(c);
    khl_condense_options options = with(&b);
    options.most_kept = 0;
    khl_shortlist *s = condense(c, &options);
    assert_true(together(s, "c0-0", "c1-0"));
    assert_false(together(s, "c0-0", "c1-2"));
    assert_false(together(s, "c0-1", "c2-2"));
    khl_shortlist_destroy(s);
    say_pair(&b, KHL_OP_CANNOT_LINK, "c0-0", "c1-0");
    say_pair(&b, KHL_OP_MUST_LINK, "c0-1", "c2-2");
    say(&b, KHL_OP_SET_ASIDE, "c1-1", NULL);
    s = condense(c, &options);
    assert_int_equal(khl_shortlist_check(s, NULL), KHL_OK);
    assert_false(together(s, "c0-0", "c1-0"));
    assert_true(together(s, "c0-1", "c2-2"));
    khl_shortlist_destroy(s);
    khl_decisions_destroy(b.log);
    khl_corpus_destroy(c);
}

/* The program names few related entries of its own; what was decided is not cut short. */
static void all_that_was_said_to_be_related_is_listed(void **state)
{
    enum { N = 11 };
    (void)state;
    khl_corpus *c = new_corpus();
    char id[8], text[64];
    for (int k = 0; k < N; k++) {
        snprintf(id, sizeof id, "p%d", k);
        snprintf(text, sizeof text, "إحداث مركز صحي رقم %d", k);
        add_text(c, id, "جمعية", "6", text);
    }
    book b = new_book(c);
    for (int k = 1; k < N; k++) {
        snprintf(id, sizeof id, "p%d", k);
        say_pair(&b, KHL_OP_RELATED, "p0", id);
    }
    for (int k = 1; k < N; k++) /* so that each is an entry */
        for (int j = 1; j < k; j++) {
            char other[8];
            snprintf(id, sizeof id, "p%d", k);
            snprintf(other, sizeof other, "p%d", j);
            say_pair(&b, KHL_OP_CANNOT_LINK, id, other);
        }
    khl_shortlist *s = replay(&b);
    const khl_entry *hub = entry_with(s, KHL_STR("p0"));
    for (int k = 1; k < N; k++) {
        snprintf(id, sizeof id, "p%d", k);
        size_t at = 0;
        while (at < hub->n_related && !khl_str_equal(hub->related[at], entry_with(s, khl_str_from(id))->id))
            at++;
        assert_true(at < hub->n_related);
    }
    khl_shortlist_destroy(s);
    khl_decisions_destroy(b.log);
    khl_corpus_destroy(c);
}

/* Set aside is the one that holds two others together; they are one demand nevertheless. */
static void must_links_hold_through_what_was_set_aside(void **state)
{
    static const char *const CITIES[] = {"الخميسات", "مراكش", "طنجة"};
    static const char *const TEXTS[] = {"إنارة الشوارع", "توفير حافلات النقل المدرسي",
                                        "تنظيم مهرجان للفروسية"};
    (void)state;
    for (size_t kept = 0; kept < 2; kept++) {
        khl_corpus *c = new_corpus();
        for (size_t k = 0; k < 3; k++) {
            const char id[] = {'c', (char)('0' + k), '\0'};
            khl_proposal p = {
                .id = khl_str_from(id), .city = khl_str_from(CITIES[k]), .text = khl_str_from(TEXTS[k])};
            assert_int_equal(khl_corpus_add(c, &p, NULL), KHL_OK);
        }
        book b = new_book(c);
        say_pair(&b, KHL_OP_MUST_LINK, "c0", "c1");
        say_pair(&b, KHL_OP_MUST_LINK, "c1", "c2");
        say(&b, KHL_OP_SET_ASIDE, "c1", NULL);
        khl_condense_options options = with(&b);
        options.most_kept = kept ? SIZE_MAX : 0;
        khl_shortlist *s = condense(c, &options);
        assert_int_equal(khl_shortlist_check(s, NULL), KHL_OK);
        assert_true(together(s, "c0", "c2"));
        khl_shortlist_destroy(s);
        khl_decisions_destroy(b.log);
        khl_corpus_destroy(c);
    }
}

/* Must-links across axes: the first of the oldest decision that stands gives the axis, in whatever order rows
 * come. */
static void the_order_of_the_input_decides_no_axis(void **state)
{
    static const char *const ROWS[][3] = {{"m1", "7", "إحداث ملعب للقرب"},
                                          {"r1", "1", "تعبيد الطريق المؤدية إلى السوق"},
                                          {"r2", "1", "إنارة الشارع الرئيسي"},
                                          {"m2", "7", "تنظيم مهرجان للفروسية"}};
    (void)state;
    for (size_t shift = 0; shift < 4; shift++) {
        khl_corpus *c = new_corpus();
        for (size_t k = 0; k < 4; k++) {
            const char *const *row = ROWS[(k + shift) % 4];
            add_text(c, row[0], "جمعية", row[1], row[2]);
        }
        book b = new_book(c);
        say_pair(&b, KHL_OP_MUST_LINK, "m1", "r1");
        say_pair(&b, KHL_OP_MUST_LINK, "m1", "m2");
        khl_shortlist *s = replay(&b);
        assert_int_equal(entry_with(s, KHL_STR("r1"))->axis, 7);
        khl_shortlist_destroy(s);
        say_pair(&b, KHL_OP_MUST_LINK, "r2", "r1");
        s = replay(&b);
        assert_int_equal(entry_with(s, KHL_STR("r2"))->axis, 7);
        khl_shortlist_destroy(s);
        say(&b, KHL_OP_SET_ASIDE, "m1", NULL);
        s = replay(&b);
        assert_int_equal(entry_with(s, KHL_STR("m2"))->axis, 1);
        khl_shortlist_destroy(s);
        khl_decisions_destroy(b.log);
        khl_corpus_destroy(c);
    }
}

/* Two of one text in two entries, and no hint which is meant: the words go to the one with the smaller id. */
static void of_one_text_the_smaller_id_is_meant(void **state)
{
    (void)state;
    for (size_t turned = 0; turned < 2; turned++) {
        khl_corpus *c = new_corpus();
        add_text(c, turned ? "b" : "a", "جمعية أ", turned ? "1" : "7", "إحداث ملعب للقرب");
        add_text(c, turned ? "a" : "b", "جمعية ب", turned ? "7" : "1", "إحداث ملعب للقرب");
        book b = new_book(c);
        khl_decision d = {.op = KHL_OP_TITLE, .value = khl_str_from("عنوان")};
        khl_sha256(proposal_of(c, "a")->text, d.a);
        add(&b, d);
        khl_shortlist *s = replay(&b);
        assert_false(together(s, "a", "b"));
        assert_true(khl_str_equal(entry_with(s, KHL_STR("a"))->title, khl_str_from("عنوان")));
        assert_false(khl_str_equal(entry_with(s, KHL_STR("b"))->title, khl_str_from("عنوان")));
        khl_shortlist_destroy(s);
        khl_decisions_destroy(b.log);
        khl_corpus_destroy(c);
    }
}

/* Two entries of one text: the order of rows gives nobody the other's id. */
static void ids_of_one_text_go_by_ids_of_proposals(void **state)
{
    static const char *const IDS[] = {"b", "a"};
    (void)state;
    for (size_t first = 0; first < 2; first++) {
        khl_corpus *c = new_corpus();
        for (size_t k = 0; k < 2; k++) add_text(c, IDS[(k + first) % 2], "جمعية", "7", "إحداث ملعب للقرب");
        book b = new_book(c);
        say_pair(&b, KHL_OP_CANNOT_LINK, "a", "b");
        khl_shortlist *s = replay(&b);
        khl_str one = entry_with(s, KHL_STR("a"))->id, two = entry_with(s, KHL_STR("b"))->id;
        assert_int_equal(one.n, 12);
        assert_int_equal(two.n, 14);
        assert_memory_equal(one.p, two.p, one.n);
        khl_shortlist_destroy(s);
        khl_decisions_destroy(b.log);
        khl_corpus_destroy(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_overrule_the_program),
        cmocka_unit_test(a_must_link_takes_walls_down_for_the_rest),
        cmocka_unit_test(contradictions_are_named_with_their_path),
        cmocka_unit_test(a_later_answer_replaces_an_earlier_one),
        cmocka_unit_test(decisions_change_their_entries_and_no_other),
        cmocka_unit_test(ids_stay_with_their_entries),
        cmocka_unit_test(an_entry_stands_where_it_was_put),
        cmocka_unit_test(bodies_are_those_of_the_committee),
        cmocka_unit_test(submissions_are_cut_as_was_decided),
        cmocka_unit_test(what_concerns_nothing_is_stale_and_no_failure),
        cmocka_unit_test(a_log_holds_for_a_file_that_has_grown),
        cmocka_unit_test(what_was_set_aside_is_asked_no_more),
        cmocka_unit_test(links_give_one_result_however_pairs_are_found),
        cmocka_unit_test(links_hold_across_cities),
        cmocka_unit_test(ids_of_one_text_go_by_ids_of_proposals),
        cmocka_unit_test(all_that_was_said_to_be_related_is_listed),
        cmocka_unit_test(must_links_hold_through_what_was_set_aside),
        cmocka_unit_test(the_order_of_the_input_decides_no_axis),
        cmocka_unit_test(of_one_text_the_smaller_id_is_meant),
    };
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
