/* What is taken for an address, a telephone or an identity number, and what is not. */
#include "aliases_fixture.h"

/* The text with every find between angle brackets, the kind in front: e, p or i. */
static void assert_found(const char *expected)
{
    char text[512] = "", shown[1024] = "";
    size_t n = 0, at = 0;
    for (const char *p = expected; *p != '\0'; p++) {
        bool kind = (*p == 'e' || *p == 'p' || *p == 'i') && p[1] == '<';
        if (kind) p++;
        if (*p != '<' && *p != '>') text[n++] = *p;
    }
    khl_private_span span;
    khl_str s = {text, n};
    for (; khl_private_next(aliases, s, at, &span); at = span.end) {
        assert_true(span.begin >= at && span.end > span.begin && span.end <= n);
        snprintf(shown + strlen(shown), sizeof shown - strlen(shown), "%.*s%c<%.*s>", (int)(span.begin - at),
                 text + at, "epi"[span.kind], (int)(span.end - span.begin), text + span.begin);
    }
    snprintf(shown + strlen(shown), sizeof shown - strlen(shown), "%s", text + at);
    assert_string_equal(shown, expected);
}

static void addresses_are_found(void **state)
{
    (void)state;
    assert_found("للتواصل: e<contact.assoc@gmail.com>.");
    assert_found("e<0612345678@menara.ma>، e<a_b+c@mail.tud.ac.ma>");
    assert_found("البريدe<jam3iya@yahoo.fr>للجمعية");
    assert_found("@khemisset_city و a@b و user@local و x@y.1");
}

static void telephones_are_found(void **state)
{
    (void)state;
    assert_found("الهاتف: p<0612345678>");
    assert_found("p<06 12 34 56 78> أو p<05.37.55.12.34> أو p<0661-234567>");
    assert_found("اتصلوا بنا p<٠٦١٢٣٤٥٦٧٨>.");
    assert_found("p<+212 6 12 34 56 78>، p<+212612345678>، p<00212537551234>، p<212661234567>");
    assert_found("p<+33 6 12 34 56 78> / p<0033612345678>");
    assert_found("p<0612345678> p<0698765432>");
    assert_found("Tél : p<612345678>, GSM n° p<522 12 34 56>");
    assert_found("هاتف رقم p<612345678>");
    assert_found("المادة 113-14 p<0612345678>");
}

static void other_numbers_are_left(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"بميزانية 20.000.000 درهم",
                                        "20 000 000,00 DH",
                                        "+10 000 000 000 درهم",
                                        "1500000 درهم",
                                        "0,6 12",
                                        "سنة 2024-2025 و2021 2022 2023",
                                        "القانون التنظيمي رقم 113.14",
                                        "الظهير 1-15-85 بتاريخ 07/07/2015",
                                        "زنقة 12 رقم 34 حي السلام 15000 الخميسات",
                                        "15 غشت 2024 10:30",
                                        "05/06/2024 07/08/2024",
                                        "المناطق 05 06 07 08 09",
                                        "مساحة 0512 هكتار",
                                        "الفصول 05 06 07",
                                        "06 12 34 56 78 90 11",
                                        "إصلاح الهاتف بميزانية 20000000 درهم",
                                        "الرمز AB0612345678",
                                        "12,0612345678",
                                        "0612345678901",
                                        "المرسوم 2.22.431",
                                        "100%",
                                        "33.9716, -6.8498",
                                        "2024061234567"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) assert_found(TEXTS[i]);
}

static void identity_numbers_need_words(void **state)
{
    (void)state;
    assert_found("CIN: i<AB123456>");
    assert_found("C.I.N n° i<X 12345>");
    assert_found("الحامل لبطاقة التعريف الوطنية رقم i<AD98765>");
    assert_found("ب.ت.و i<xa123456>، القاطن بزنقة 5");
    assert_found("le médecin AB123456");
    assert_found("الطريق الوطنية N123456 والمرجع AB123456");
    assert_found("CIN 12 et dossier AB123456");
    assert_found("CIN AB1234567");
}

static void assert_masked(const char *text, size_t begin, size_t end, const char *expected)
{
    char *bytes = NULL;
    size_t n = 0;
    const khl_private_marks marks = {aliases, {KHL_STR("[mail]"), {"", 0}, {"", 0}}};
    khl_str s = khl_str_from(text);
    if (end > s.n) end = s.n;
    assert_int_equal(khl_private_mask(&bytes, &n, &marks, s, khl_str_part(s, begin, end)), KHL_OK);
    assert_str(((khl_str){bytes, n}), expected);
    free(bytes);
}

/* Letters are bytes here. */
static void marks_stand_in_their_place(void **state)
{
    (void)state;
    assert_masked("write a@b.org or 0612345678.", 0, 99, "write [mail] or [...].");
    assert_masked("a@b.org", 0, 99, "[mail]");
    assert_masked("nothing", 0, 99, "nothing");
    assert_masked("", 0, 0, "");
    assert_masked("write a@b.org or", 8, 16,
                  "[mail] or"); /* a place that reaches over an end counts as a whole */
    assert_masked("write a@b.org or", 0, 9, "write [mail]");
    assert_masked("write a@b.org or", 13, 16, " or");
}

static void words_within_a_place_give_its_mark(void **state)
{
    (void)state;
    const khl_private_marks marks = {aliases, {{"", 0}, KHL_STR("[tel]"), {"", 0}}};
    const khl_str texts[2] = {KHL_STR("Amal@Example.org"), KHL_STR("a street, 0612345678")};
    assert_str(khl_private_word(&marks, texts, KHL_STR("example")), "[...]");
    assert_str(khl_private_word(&marks, texts, KHL_STR("0612345678")), "[tel]");
    assert_str(khl_private_word(&marks, texts, KHL_STR("street")), "street");
    assert_str(khl_private_word(&marks, texts, KHL_STR("a")), "a"); /* too short to tell anybody */
}

static void assert_same_hash(const char *x, const char *y, bool same)
{
    unsigned char a[32], b[32];
    khl_private_sha256(aliases, khl_str_from(x), a);
    khl_private_sha256(aliases, khl_str_from(y), b);
    assert_int_equal(memcmp(a, b, sizeof a) == 0, same);
}

/* What a hash tells of a number it tells to whoever tries all numbers. */
static void hashes_tell_nothing_private(void **state)
{
    unsigned char plain[32], known[32];
    (void)state;
    assert_same_hash("call 0612345678 today", "call 0612345679 today", true);
    assert_same_hash("write a@b.org", "write c@d.org", true);
    assert_same_hash("write a@b.org", "write c@d.org.", false);
    assert_same_hash("call 0612345678 today", "call today", false);
    assert_same_hash("call 0612345678 today", "call [telephone] today", true); /* masked before */
    assert_same_hash("call 0612345678 today", "call [t\xC3\xA9l\xC3\xA9phone] today", true);
    assert_same_hash("call 0612345678 today", "call [tomorrow] today", false);
    assert_same_hash("call 0612345678 today", "call [telephone today", false);
    khl_sha256(KHL_STR("no number, 12 of them"), plain);
    khl_private_sha256(aliases, KHL_STR("no number, 12 of them"), known);
    assert_memory_equal(plain, known, sizeof plain);
    khl_sha256(KHL_STR(""), plain);
    khl_private_sha256(NULL, KHL_STR(""), known);
    assert_memory_equal(plain, known, sizeof plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_found),         cmocka_unit_test(telephones_are_found),
        cmocka_unit_test(other_numbers_are_left),      cmocka_unit_test(identity_numbers_need_words),
        cmocka_unit_test(marks_stand_in_their_place),  cmocka_unit_test(words_within_a_place_give_its_mark),
        cmocka_unit_test(hashes_tell_nothing_private),
    };
    return cmocka_run_group_tests_name("private", tests, compile, release);
}
