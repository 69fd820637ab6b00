/* Entries by authority: in which order bodies and their entries stand, whatever that of the mentions. */
#include "by_authority.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static khl_authority body(const char *id, const char *level, bool lead)
{
    return (khl_authority){
        khl_str_from(id), {khl_str_from(id), KHL_STR(""), KHL_STR("")}, khl_str_from(level), lead, 0.5};
}

static void concerns_are(const khl_body *b, const char *id, const char *numbers)
{
    char found[64] = "";
    assert_true(khl_str_equal(b->authority->id, khl_str_from(id)));
    for (size_t i = 0; i < b->n; i++) {
        assert_true(khl_str_equal(b->concerns[i].authority->id, b->authority->id));
        assert_int_equal(b->concerns[i].authority->lead, i < b->n_lead);
        if (i > 0) strcat(found, " ");
        strncat(found, b->concerns[i].entry->number.p, b->concerns[i].entry->number.n);
    }
    assert_string_equal(found, numbers);
}

/* Led by each: water 2, a typed name 1, commune 1, schools 0, wilaya 0; concerned: the typed name 1,
 * commune 3.
 */
static void most_led_stand_first(void **state)
{
    (void)state;
    khl_authority first[] = {body("commune", "local", true), body("wilaya", "regional", false)};
    khl_authority second[] = {body("water", "provincial", true), body("commune", "local", false),
                              body("schools", "provincial", false)};
    khl_authority third[] = {body("A committee of its own", "", true), body("commune", "local", false)};
    khl_authority fourth[] = {body("water", "provincial", true)};
    khl_entry entries[] = {{.number = KHL_STR("1.1"), .authorities = second, .n_authorities = 3},
                           {.number = KHL_STR("1.2"), .authorities = first, .n_authorities = 2},
                           {.number = KHL_STR("1.3")},
                           {.number = KHL_STR("2.1"), .authorities = third, .n_authorities = 2},
                           {.number = KHL_STR("2.2"), .authorities = fourth, .n_authorities = 1}};
    khl_shortlist list = {.entries = entries, .n_entries = 5};
    khl_by_authority by;
    assert_int_equal(khl_by_authority_make(&by, &list, NULL), KHL_OK);
    assert_int_equal(by.n, 5);
    assert_int_equal(by.n_concerns, 8);
    concerns_are(&by.bodies[0], "water", "1.1 2.2");
    concerns_are(&by.bodies[1], "commune", "1.2 1.1 2.1"); /* what it leads before what stands first */
    concerns_are(&by.bodies[2], "A committee of its own", "2.1");
    concerns_are(&by.bodies[3], "schools", "1.1");
    concerns_are(&by.bodies[4], "wilaya", "1.2");
    const khl_concern *at = by.concerns;
    for (size_t i = 0; i < by.n; at += by.bodies[i++].n) assert_ptr_equal(by.bodies[i].concerns, at);
    khl_by_authority_clear(&by);
}

static void nobody_concerned_is_no_body(void **state)
{
    (void)state;
    khl_entry entry = {.number = KHL_STR("1.1")};
    khl_shortlist lists[] = {{.n_entries = 0}, {.entries = &entry, .n_entries = 1}};
    for (size_t i = 0; i < 2; i++) {
        khl_by_authority by;
        assert_int_equal(khl_by_authority_make(&by, &lists[i], NULL), KHL_OK);
        assert_int_equal(by.n, 0);
        assert_int_equal(by.n_concerns, 0);
        khl_by_authority_clear(&by);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(most_led_stand_first),
                                       cmocka_unit_test(nobody_concerned_is_no_body)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
