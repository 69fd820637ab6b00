/* Two versions of a collection: which proposals are the same, and which entries go on under which ids. */
#include "buf.h"
#include "map.h"
#include "same_members.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MOST = 12 };

/* "K1=a K2=b | K3=c": entries between bars, members "ID=TEXT", the first of an entry speaks for it; "ID=?"
 * has no hash. The text is one letter, of which its hash is made. */
typedef struct version {
    khl_previous_member old[MOST];
    khl_previous_entry entries[MOST];
    unsigned char hashes[MOST][32];
    khl_present_member now[MOST];
    uint32_t n, n_entries;
} version;

/* Earlier entries are E-0, E-1... in their order. */
static const char *const entry_ids[MOST] = {"E-0", "E-1", "E-2", "E-3", "E-4", "E-5",
                                            "E-6", "E-7", "E-8", "E-9", "E-A", "E-B"};

static void begin_entry(version *v)
{
    assert_true(v->n_entries < MOST);
    v->entries[v->n_entries] =
        (khl_previous_entry){.id = khl_str_from(entry_ids[v->n_entries]), .first = v->n};
    v->n_entries++;
}

static void add_member(version *v, khl_str word)
{
    assert_true(v->n < MOST && word.n > 2 && word.p[word.n - 2] == '=');
    uint32_t entry = v->n_entries - 1;
    bool speaks = v->entries[entry].n_members++ == 0;
    khl_str id = khl_str_part(word, 0, word.n - 2);
    memset(v->hashes[v->n], word.p[word.n - 1], 32);
    v->old[v->n] = (khl_previous_member){
        .id = id, .hashed = word.p[word.n - 1] != '?', .representative = speaks, .entry = entry};
    memcpy(v->old[v->n].sha256, v->hashes[v->n], 32);
    v->now[v->n] = (khl_present_member){id, v->hashes[v->n], entry, speaks};
    v->n++;
}

static void parse(version *v, const char *text)
{
    *v = (version){.n = 0};
    begin_entry(v);
    for (const char *at = text; *at != '\0';) {
        size_t n = strcspn(at, " ");
        if (n == 1 && *at == '|')
            begin_entry(v);
        else
            add_member(v, (khl_str){at, n});
        at += n + (at[n] == ' ');
    }
}

static khl_previous earlier_of(version *v)
{
    return (khl_previous){
        .entries = v->entries, .n_entries = v->n_entries, .members = v->old, .n_members = v->n};
}

static khl_present present_of(const version *v)
{
    return (khl_present){v->now, v->n, v->n_entries};
}

/* Each member of now is the earlier one of the id that stands in its place, "-" for a new one. */
static void members_are(const char *then, const char *now, const char *wanted)
{
    version a, b;
    uint32_t earlier[MOST];
    khl_buf found = KHL_BUF_INIT;
    parse(&a, then);
    parse(&b, now);
    const khl_previous previous = earlier_of(&a);
    const khl_present present = present_of(&b);
    assert_int_equal(khl_same_members(earlier, &previous, &present, NULL), KHL_OK);
    for (uint32_t j = 0; j < b.n; j++) {
        if (j > 0) khl_buf_char(&found, ' ');
        khl_buf_put(&found, earlier[j] == KHL_MAP_NONE ? KHL_STR("-") : a.old[earlier[j]].id);
    }
    khl_buf_char(&found, '\0');
    assert_string_equal(found.p, wanted);
    khl_buf_clear(&found);
}

/* Each entry now goes on under the id in its place, "-" for a new one; taken: ids they have before, or NULL.
 */
static void ids_are(const char *then, const char *now, const char *const *taken, const char *wanted)
{
    version a, b;
    uint32_t earlier[MOST];
    khl_str ids[MOST];
    khl_buf found = KHL_BUF_INIT;
    parse(&a, then);
    parse(&b, now);
    const khl_previous previous = earlier_of(&a);
    const khl_present present = present_of(&b);
    for (uint32_t e = 0; e < b.n_entries; e++) ids[e] = taken != NULL ? khl_str_from(taken[e]) : KHL_STR("");
    assert_int_equal(khl_same_members(earlier, &previous, &present, NULL), KHL_OK);
    assert_int_equal(khl_claim_ids(ids, &previous, &present, earlier, NULL), KHL_OK);
    for (uint32_t e = 0; e < b.n_entries; e++) {
        if (e > 0) khl_buf_char(&found, ' ');
        khl_buf_put(&found, ids[e].n > 0 ? ids[e] : KHL_STR("-"));
    }
    khl_buf_char(&found, '\0');
    assert_string_equal(found.p, wanted);
    khl_buf_clear(&found);
}

static void the_same_text_is_the_same_proposal(void **state)
{
    (void)state;
    members_are("K1=a K2=b", "K1=a K2=b", "K1 K2");
    members_are("K1=a K2=b", "K1=b K2=a", "K2 K1");               /* swapped */
    members_are("f:2=a f:3=b", "f:2=n f:3=a f:4=b", "- f:2 f:3"); /* a row above */
    members_are("f:2=a f:3=b f:4=c", "f:2=c f:3=a", "f:4 f:2");   /* in another order, one gone */
    members_are("K1=a", "K2=b", "-");
}

static void of_one_text_ids_decide(void **state)
{
    (void)state;
    members_are("K1=a K2=a K3=a", "K3=a K1=a", "K3 K1");
    members_are("K1=a K2=a", "K2=a K7=a", "K2 K1");
    members_are("K2=a K1=a", "K8=a K9=a", "K1 K2"); /* by their order, not by that of the file */
    members_are("K1=a", "K7=a K1=a K0=a", "- K1 -");
}

static void a_changed_text_is_known_by_its_id(void **state)
{
    (void)state;
    members_are("K1=a K2=b", "K1=x K2=b", "K1 K2");
    members_are("K1=a K2=b", "K1=x K3=a", "- K1"); /* the text went elsewhere: the id says nothing */
    members_are("K1=a", "K2=x", "-");
}

static void without_hashes_ids_are_all(void **state)
{
    (void)state;
    members_are("K1=? K2=?", "K2=b K1=a K3=c", "K2 K1 -");
    members_are("K1=? K2=b", "K1=b", "K2"); /* a text that is known goes before an id */
}

static void entries_go_on(void **state)
{
    (void)state;
    ids_are("K1=a K2=b | K3=c", "K3=c | K2=b K1=a", NULL, "E-1 E-0");
    ids_are("K1=a | K2=b", "K1=a | K2=b | K3=c", NULL, "E-0 E-1 -");
    ids_are("K1=a | K2=b", "K2=b", NULL, "E-1");
    ids_are("K1=a", "K1=x", NULL, "E-0");
}

static void most_members_decide(void **state)
{
    (void)state;
    ids_are("K1=a K2=b K3=c", "K1=a | K2=b K3=c", NULL, "- E-0"); /* split */
    ids_are("K1=a | K2=b K3=c", "K1=a K2=b K3=c", NULL, "E-1");   /* merged */
    ids_are("K1=a K2=b | K3=c K4=d", "K1=a K3=c K4=d | K2=b", NULL, "E-1 E-0");
}

static void of_equals_the_representative_decides(void **state)
{
    (void)state;
    ids_are("K1=a K2=b", "K2=b | K1=a", NULL, "- E-0");
    ids_are("K1=a | K2=b", "K2=b K1=a", NULL, "E-1");
    ids_are("K1=a K2=b", "K5=e K2=b | K6=f K1=a", NULL, "- E-0"); /* that of then, in an entry of another */
    ids_are("K3=c K1=a | K4=d K2=b", "K5=e K1=a K2=b", NULL, "E-0"); /* none: the smaller id */
}

static void ids_that_are_taken_are_not_given(void **state)
{
    (void)state;
    const char *const first[] = {"", "E-0"}, *const foreign[] = {"E-Z", ""};
    ids_are("K1=a | K2=b", "K1=a | K2=b", first, "- E-0");
    ids_are("K1=a | K2=b", "K1=a | K2=b", foreign, "E-Z E-1");
}

/* Whatever the order of members and entries in either version. */
static void order_changes_nothing(void **state)
{
    (void)state;
    ids_are("K1=a K2=a | K3=b K4=b", "K1=a K3=b | K2=a K4=b", NULL, "E-0 E-1");
    ids_are("K1=a K2=a | K3=b K4=b", "K2=a K4=b | K1=a K3=b", NULL, "E-1 E-0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_is_the_same_proposal),
        cmocka_unit_test(of_one_text_ids_decide),
        cmocka_unit_test(a_changed_text_is_known_by_its_id),
        cmocka_unit_test(without_hashes_ids_are_all),
        cmocka_unit_test(entries_go_on),
        cmocka_unit_test(most_members_decide),
        cmocka_unit_test(of_equals_the_representative_decides),
        cmocka_unit_test(ids_that_are_taken_are_not_given),
        cmocka_unit_test(order_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
