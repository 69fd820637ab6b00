/* A collection condensed again: entries keep their ids, and what has changed is told, and only that. */
#include "partition.h"

#include "khulasa/previous.h"

#include <unistd.h>

/* One row of a collection. */
typedef struct row {
    const char *id, *association, *axis, *text;
} row;

static const row FIRST[] = {
    {"K01", "a", "7", "إحداث ملعب للقرب بحي السلام"},
    {"K02", "b", "7", "نطالب بإحداث ملعب للقرب بحي السلام"},
    {"K03", "c", "7", "تنظيم مهرجان سنوي للمسرح المدرسي"},
    {"K04", "b", "1", "إصلاح الإنارة العمومية بشارع محمد الخامس"},
    {"K05", "a", "1", "نقترح إصلاح الإنارة العمومية بشارع محمد الخامس"},
    {"K06", "d", "2", "بناء مدرسة ابتدائية بدوار آيت بلقاسم"},
    {"K07", "d", "5", "تشجير جنبات واد بهت وحماية ضفافه، هاتف 0661234567"},
};
enum { N_FIRST = sizeof FIRST / sizeof *FIRST };

static khl_corpus *corpus_of(const row *rows, size_t n)
{
    khl_corpus *corpus = new_corpus();
    for (size_t i = 0; i < n; i++)
        add_text(corpus, rows[i].id, rows[i].association, rows[i].axis, rows[i].text);
    return corpus;
}

static khl_previous *as_previous(const khl_shortlist *s)
{
    char path[] = "/tmp/khl-since-XXXXXX";
    size_t n = 0;
    khl_previous *previous;
    khl_error err = {0};
    char *bytes = json_of(s, &n);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    close(fd);
    if (khl_previous_read(&previous, path, &err) != KHL_OK) fail_msg("%s", err.message);
    unlink(path);
    free(bytes);
    return previous;
}

/* Two versions; options are those of either condensing, previous is filled in. */
typedef struct pair {
    khl_corpus *corpora[2];
    khl_shortlist *then, *now;
    khl_previous *previous;
} pair;

static void open_pair(pair *p, const row *rows, size_t n, khl_condense_options then, khl_condense_options now)
{
    p->corpora[0] = corpus_of(FIRST, N_FIRST);
    p->corpora[1] = corpus_of(rows, n);
    p->then = condense(p->corpora[0], &then);
    p->previous = as_previous(p->then);
    now.previous = p->previous;
    p->now = condense(p->corpora[1], &now);
    assert_whole(p->now, p->corpora[1]);
    assert_true(p->now->compared && !p->then->compared);
}

static void open_rows(pair *p, const row *rows, size_t n)
{
    const khl_condense_options plain = KHL_CONDENSE_OPTIONS_INIT;
    open_pair(p, rows, n, plain, plain);
}

static void close_pair(pair *p)
{
    khl_shortlist_destroy(p->then);
    khl_shortlist_destroy(p->now);
    khl_previous_destroy(p->previous);
    khl_corpus_destroy(p->corpora[0]);
    khl_corpus_destroy(p->corpora[1]);
}

/* The entry of the proposal is the one it was, by its id. */
static bool goes_on(const pair *p, const char *id)
{
    return khl_str_equal(entry_with(p->then, khl_str_from(id))->id, entry_with(p->now, khl_str_from(id))->id);
}

static const khl_change *change_of(const pair *p, const char *id)
{
    const khl_entry *entry = entry_with(p->now, khl_str_from(id));
    for (size_t i = 0; i < p->now->n_changes; i++)
        if (p->now->changes[i].entry == entry) return &p->now->changes[i];
    fail_msg("nothing is told of the entry of %s", id);
    return NULL;
}

static void nothing_changes_by_order(void **state)
{
    (void)state;
    pair p;
    row rows[N_FIRST];
    for (size_t i = 0; i < N_FIRST; i++) rows[i] = FIRST[N_FIRST - 1 - i];
    open_rows(&p, rows, N_FIRST);
    for (size_t i = 0; i < N_FIRST; i++) assert_true(goes_on(&p, FIRST[i].id));
    assert_int_equal(p.now->n_changes, 0);
    assert_int_equal(p.now->n_retired, 0);
    close_pair(&p);
}

static void new_entries_are_added(void **state)
{
    (void)state;
    pair p;
    row rows[N_FIRST + 2];
    rows[0] = (row){"K00", "e", "1", "إحداث سوق أسبوعي مغطى للخضر"};
    memcpy(rows + 1, FIRST, sizeof FIRST);
    rows[N_FIRST + 1] = (row){"K99", "e", "2", "نطالب ببناء مدرسة ابتدائية بدوار آيت بلقاسم"};
    open_rows(&p, rows, N_FIRST + 2);
    assert_int_equal(p.now->n_changes, 2);
    assert_int_equal(change_of(&p, "K00")->what, KHL_CHANGE_ADDED);
    assert_null(change_of(&p, "K00")->before);
    const khl_change *grown = change_of(&p, "K99");
    assert_true(goes_on(&p, "K06"));
    assert_int_equal(grown->what & ~(unsigned)KHL_CHANGE_REWORDED, KHL_CHANGE_SUPPORT | KHL_CHANGE_MEMBERS);
    assert_int_equal(grown->before->support, 1);
    assert_int_equal(grown->n_joined, 1);
    assert_str(grown->joined[0], "K99");
    close_pair(&p);
}

/* The same id with other words, and another axis. */
static void edited_and_moved(void **state)
{
    (void)state;
    pair p;
    row rows[N_FIRST];
    memcpy(rows, FIRST, sizeof FIRST);
    rows[2].text = "تنظيم مهرجان سنوي للمسرح المدرسي والسينما";
    rows[5].axis = "3";
    open_rows(&p, rows, N_FIRST);
    assert_int_equal(p.now->n_changes, 2);
    const khl_change *edited = change_of(&p, "K03"), *moved = change_of(&p, "K06");
    assert_true(goes_on(&p, "K03") && goes_on(&p, "K06"));
    assert_true((edited->what & KHL_CHANGE_REWORDED) != 0 && (edited->what & KHL_CHANGE_MEMBERS) != 0);
    assert_str(edited->before->text, FIRST[2].text);
    assert_str(edited->entry->text, rows[2].text);
    assert_int_equal(edited->n_edited, 1);
    assert_int_equal(edited->n_joined + edited->n_left, 0);
    assert_true((moved->what & KHL_CHANGE_MOVED) != 0);
    assert_true(khl_str_equal(moved->before->axis.ar, p.now->axes[1].name.ar));
    close_pair(&p);
}

/* The id of what is gone is given to no other entry, not even one of the same words. */
static void gone_ids_stay_gone(void **state)
{
    (void)state;
    pair p;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    open_rows(&p, FIRST, 5);
    assert_int_equal(p.now->n_changes, 2);
    assert_int_equal(p.now->n_retired, 2);
    const khl_change *gone = &p.now->changes[0];
    assert_int_equal(gone->what, KHL_CHANGE_GONE);
    assert_null(gone->entry);
    assert_true(khl_str_equal(gone->before->id, entry_with(p.then, KHL_STR("K06"))->id));
    assert_int_equal(gone->n_left, 1);
    assert_str(gone->left[0], "K06");
    khl_previous *second = as_previous(p.now);
    options.previous = second;
    khl_shortlist *third = condense(p.corpora[0], &options);
    const khl_entry *again = entry_with(third, KHL_STR("K06"));
    assert_false(khl_str_equal(again->id, gone->before->id));
    assert_true(khl_str_starts(again->id, gone->before->id));
    assert_int_equal(third->n_retired, 2);
    khl_shortlist_destroy(third);
    khl_previous_destroy(second);
    close_pair(&p);
}

static void merged_and_split(void **state)
{
    (void)state;
    khl_condense_options all = KHL_CONDENSE_OPTIONS_INIT, plain = KHL_CONDENSE_OPTIONS_INIT;
    pair p;
    all.target = N_FIRST;
    open_pair(&p, FIRST, N_FIRST, all, plain);
    const khl_change *merged = change_of(&p, "K01");
    assert_true(together(p.now, "K01", "K02"));
    assert_true((merged->what & KHL_CHANGE_MERGED) != 0);
    assert_int_equal(merged->n_from, 1);
    assert_int_equal(merged->n_joined, 1);
    assert_int_equal(p.now->n_changes, 2); /* the other is K04 and K05: nothing is told twice */
    assert_int_equal(p.now->n_retired, 2);
    close_pair(&p);
    open_pair(&p, FIRST, N_FIRST, plain, all);
    assert_true(goes_on(&p, "K01") != goes_on(&p, "K02"));
    const char *stays = goes_on(&p, "K01") ? "K01" : "K02", *leaves = goes_on(&p, "K01") ? "K02" : "K01";
    const khl_change *split = change_of(&p, stays), *added = change_of(&p, leaves);
    assert_true((split->what & KHL_CHANGE_SPLIT) != 0);
    assert_int_equal(split->n_into, 1);
    assert_ptr_equal(split->into[0], added->entry);
    assert_str(split->left[0], leaves);
    assert_int_equal(added->what, KHL_CHANGE_ADDED);
    assert_int_equal(added->n_from, 1);
    assert_true(khl_str_equal(added->from[0]->id, split->entry->id));
    close_pair(&p);
}

/* A number that the earlier file names is not shown, and is no change. */
static void what_is_private_stays_so(void **state)
{
    (void)state;
    khl_condense_options named = KHL_CONDENSE_OPTIONS_INIT, plain = KHL_CONDENSE_OPTIONS_INIT;
    pair p;
    row rows[N_FIRST];
    size_t n = 0;
    named.with_persons = true;
    open_pair(&p, FIRST, N_FIRST, named, plain);
    assert_int_equal(p.now->n_changes, 0);
    close_pair(&p);
    memcpy(rows, FIRST, sizeof FIRST);
    rows[6].text = "تشجير جنبات واد بهت";
    open_pair(&p, rows, N_FIRST, named, plain);
    assert_true((change_of(&p, "K07")->what & KHL_CHANGE_REWORDED) != 0);
    char *bytes = json_of(p.now, &n);
    assert_null(strstr(bytes, "0661234567"));
    free(bytes);
    close_pair(&p);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_corpus *corpus = read_proposals();
    options.target = 60;
    khl_shortlist *then = condense(corpus, &options);
    khl_previous *previous = as_previous(then);
    char *first = NULL;
    size_t n_first = 0;
    options.target = 0;
    options.previous = previous;
    for (options.n_threads = 1; options.n_threads <= 2; options.n_threads++) {
        khl_shortlist *s = condense(corpus, &options);
        assert_true(s->n_changes > 0);
        expect_same_json(s, &first, &n_first);
        khl_shortlist_destroy(s);
    }
    free(first);
    khl_previous_destroy(previous);
    khl_shortlist_destroy(then);
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changes_by_order), cmocka_unit_test(new_entries_are_added),
        cmocka_unit_test(edited_and_moved),         cmocka_unit_test(gone_ids_stay_gone),
        cmocka_unit_test(merged_and_split),         cmocka_unit_test(what_is_private_stays_so),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
