/* The account: what closes is accepted, each single break is refused and named. */
#include "account.h"
#include "khulasa/shortlist.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

static void refused(const sample *s, const char *id)
{
    khl_error err = {0};
    assert_int_equal(khl_shortlist_check(&s->list, &err), KHL_E_ACCOUNT);
    assert_string_equal(err.id, id);
    assert_int_equal(err.code, KHL_E_ACCOUNT);
}

static void nothing_received_closes(void **state)
{
    (void)state;
    khl_shortlist list = {0};
    assert_int_equal(khl_shortlist_check(&list, NULL), KHL_OK);
    list.received = 1;
    assert_int_equal(khl_shortlist_check(&list, NULL), KHL_E_ACCOUNT);
}

static void sample_closes(void **state)
{
    (void)state;
    sample s;
    khl_error err = {0};
    khl_account account;
    sample_init(&s);
    assert_int_equal(khl_shortlist_check(&s.list, &err), KHL_OK);
    assert_int_equal(khl_account_count(&account, &s.list, &err), KHL_OK);
    assert_int_equal(account.members, 5);
    assert_int_equal(account.submissions, 4); /* K2 once; 2024/15 and 2024/16 are two */
    assert_int_equal(account.aside, 1);
    assert_int_equal(account.aside_parts, 0);
}

static void part_set_aside_is_no_new_submission(void **state)
{
    (void)state;
    sample s;
    khl_account account;
    sample_init(&s);
    s.aside[0] = (khl_shortlist_aside){
        .id = S("K2/3"), .reason = S("no-letters"), .text = S(""), .file = S("a.csv"), .row = 3};
    s.list.received = 4;
    assert_int_equal(khl_shortlist_check(&s.list, NULL), KHL_OK);
    assert_int_equal(khl_account_count(&account, &s.list, NULL), KHL_OK);
    assert_int_equal(account.aside_parts, 1);
}

static void repeated_id_set_aside_counts(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.aside[0].id = s.members[0].id; /* the second row with id K1 */
    s.aside[0].row = s.members[0].row;
    assert_int_equal(khl_shortlist_check(&s.list, NULL), KHL_OK);
}

static void submission_ids(void **state)
{
    (void)state;
    assert_int_equal(khl_submission_id((khl_str)S("K017/2")).n, 4);
    assert_int_equal(khl_submission_id((khl_str)S("K017/12")).n, 4);
    assert_int_equal(khl_submission_id((khl_str)S("K017")).n, 4);
    assert_int_equal(khl_submission_id((khl_str)S("K017/")).n, 5);
    assert_int_equal(khl_submission_id((khl_str)S("K/02")).n, 4);
    assert_int_equal(khl_submission_id((khl_str)S("/2")).n, 2); /* nothing before the slash: a whole id */
    assert_int_equal(khl_submission_id((khl_str)S("")).n, 0);
}

static void broken_members(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.members[4].id = s.members[0].id;
    refused(&s, "shortlist.member_twice");
    sample_init(&s);
    s.members[1].id.n = 0;
    refused(&s, "shortlist.no_id");
    sample_init(&s);
    s.members[1].representative = true;
    refused(&s, "shortlist.representative");
    sample_init(&s);
    s.members[0].representative = false;
    refused(&s, "shortlist.representative");
    sample_init(&s);
    s.entries[1].n_members = 0;
    refused(&s, "shortlist.empty_entry");
}

static void broken_entries(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.entries[1].id = s.entries[0].id;
    refused(&s, "shortlist.entry_twice");
    sample_init(&s);
    s.entries[1].id.n = 0;
    refused(&s, "shortlist.entry_twice");
    sample_init(&s);
    s.entries[0].axis = 0;
    refused(&s, "shortlist.no_axis");
    sample_init(&s);
    s.entries[2].axis = 3;
    refused(&s, "shortlist.no_axis");
    sample_init(&s);
    s.entries[2].axis = 1;
    refused(&s, "shortlist.order");
}

static void broken_references(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.related[0] = (khl_str)S("E-ffffffffff");
    refused(&s, "shortlist.related");
    sample_init(&s);
    s.entries[0].weakest[1] = (khl_str)S("K9");
    refused(&s, "shortlist.weakest");
    sample_init(&s);
    s.review[0].b = (khl_str)S("K3"); /* set aside, hence no member */
    refused(&s, "shortlist.review");
    sample_init(&s);
    s.aside[0].reason.n = 0;
    refused(&s, "shortlist.no_reason");
}

static void broken_sums(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.list.received = 6;
    refused(&s, "shortlist.not_closed");
    sample_init(&s);
    s.list.n_aside = 0; /* one proposal lost */
    refused(&s, "shortlist.not_closed");
    sample_init(&s);
    s.list.demands = 4;
    refused(&s, "shortlist.demands");
    sample_init(&s);
    s.axes[0].n_entries = 2;
    refused(&s, "shortlist.axis_entries");
    sample_init(&s);
    s.axes[1].n_members = 2;
    refused(&s, "shortlist.axis_members");
}

static void message_names_the_culprit(void **state)
{
    (void)state;
    sample s;
    khl_error err = {0};
    sample_init(&s);
    s.members[4].id = s.members[0].id;
    assert_int_equal(khl_shortlist_check(&s.list, &err), KHL_E_ACCOUNT);
    assert_non_null(strstr(err.message, "K1"));
}

static void trees_and_map_of_the_sample(void **state)
{
    (void)state;
    sample s;
    khl_error err = {0};
    sample_init(&s);
    sample_charts(&s);
    if (khl_shortlist_check(&s.list, &err) != KHL_OK) fail_msg("%s", err.message);
}

static sample *charted(sample *s)
{
    sample_init(s);
    sample_charts(s);
    return s;
}

static void broken_trees(void **state)
{
    (void)state;
    sample s;
    charted(&s)->leaves[4].member = 0; /* one member twice, another not at all */
    refused(&s, "shortlist.tree");
    charted(&s)->leaves[4].member = 2;
    refused(&s, "shortlist.tree");
    charted(&s)->leaves[2].entry = 0; /* of the other axis */
    refused(&s, "shortlist.tree");
    charted(&s)->trees[1].n_leaves = 2;
    refused(&s, "shortlist.tree");
    charted(&s)->trees[1].axis = 3;
    refused(&s, "shortlist.tree");
    charted(&s)->joins[2].probability = 0.5; /* more than one of its parts */
    refused(&s, "shortlist.tree");
    charted(&s)->joins[1].probability = 1.5;
    refused(&s, "shortlist.tree");
    charted(&s)->joins[2].a = 1; /* joined before */
    refused(&s, "shortlist.tree");
    charted(&s)->joins[2].b = 4; /* itself */
    refused(&s, "shortlist.tree");
    charted(&s)->trees[0].n_joins = 2; /* as many as leaves */
    refused(&s, "shortlist.tree");
}

static void broken_map(void **state)
{
    (void)state;
    sample s;
    charted(&s)->points[2].entry = 1;
    refused(&s, "shortlist.map");
    charted(&s)->points[2].entry = 3;
    refused(&s, "shortlist.map");
    charted(&s)->points[1].x = 1.5F;
    refused(&s, "shortlist.map");
    charted(&s)->points[1].nearest[0] = 3;
    refused(&s, "shortlist.map");
    charted(&s)->points[1].n_nearest = KHL_POINT_NEAREST + 1;
    refused(&s, "shortlist.map");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_received_closes),
                                       cmocka_unit_test(sample_closes),
                                       cmocka_unit_test(part_set_aside_is_no_new_submission),
                                       cmocka_unit_test(repeated_id_set_aside_counts),
                                       cmocka_unit_test(submission_ids),
                                       cmocka_unit_test(broken_members),
                                       cmocka_unit_test(broken_entries),
                                       cmocka_unit_test(broken_references),
                                       cmocka_unit_test(broken_sums),
                                       cmocka_unit_test(trees_and_map_of_the_sample),
                                       cmocka_unit_test(broken_trees),
                                       cmocka_unit_test(broken_map),
                                       cmocka_unit_test(message_names_the_culprit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
