/* Names in a list of an edited document, whatever a program put around them. */
#include "accepting.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define LRM "\u200E"
#define NBSP "\u00A0"

static void names_are_without_the_blanks_and_marks_of_their_list(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"Commune (conseil)", "Comit\u00E9 X (est)",
                                        "\u0644\u062C\u0646\u0629", "last"};
    khl_str list = KHL_STR("Commune (conseil)" NBSP "; " LRM "Comit\u00E9 X (est)" LRM NBSP ";" LRM
                           " \u0644\u062C\u0646\u0629\u061B " LRM " ;\nlast"),
            name;
    size_t n = 0;
    for (size_t at = 0; khl_accept_next_name(list, &at, &name); n++) {
        assert_true(n < 4);
        assert_true(khl_str_equal(name, khl_str_from(NAMES[n])));
    }
    assert_int_equal(n, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_without_the_blanks_and_marks_of_their_list)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
