/* shortlist.pdf by its bytes: what every PDF has, the same each time, on every thread, for every text. What
 * can be read out of it is tested in tests/pdf. */
#include "alloc.h"
#include "doc_fixture.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static doc_fixture docs[3];
static const char *const langs[3] = {"ar", "fr", "en"};

typedef struct document {
    char *p;
    size_t n;
} document;

static khl_status make(document *out, const khl_shortlist *list, int lang)
{
    khl_error err = {0};
    khl_status status = khl_export(list, "pdf", &docs[lang].words, &out->p, &out->n, &err);
    if (status != KHL_OK) fprintf(stderr, "%s\n", err.message);
    return status;
}

static document pdf_of(const khl_shortlist *list, int lang)
{
    document out = {NULL, 0};
    assert_int_equal(make(&out, list, lang), KHL_OK);
    assert_true(out.n > 1000);
    assert_memory_equal(out.p, "%PDF-1.", 7);
    return out;
}

static const char *find(const document *in, const char *needle)
{
    size_t n = strlen(needle);
    for (size_t i = 0; i + n <= in->n; i++)
        if (memcmp(in->p + i, needle, n) == 0) return in->p + i;
    return NULL;
}

/* From the root of the tree of pages, which cairo writes on lines of its own. */
static int pages_of(const document *in)
{
    const char *at = find(in, "/Type /Pages");
    assert_non_null(at);
    for (at = strstr(at, "/Count"); at != NULL && *at != '\0' && (*at < '0' || *at > '9');) at++;
    assert_non_null(at);
    return atoi(at);
}

static void assert_same(document a, document b)
{
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.p, b.p, a.n);
    free(b.p);
}

static void empty_shortlist(void **state)
{
    (void)state;
    khl_shortlist list = {.version = S("0.1.0"), .models = S("abc")};
    for (int i = 0; i < 3; i++) {
        document out = pdf_of(&list, i);
        assert_int_equal(pages_of(&out), 4); /* cover, account, contents, concordance */
        free(out.p);
    }
}

static void same_bytes_in_every_language(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    sample_cut(&s);
    for (int i = 0; i < 3; i++) {
        document out = pdf_of(&s.list, i);
        assert_same(out, pdf_of(&s.list, i));
        free(out.p);
    }
}

static void date_is_that_of_the_shortlist_or_none(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    document out = pdf_of(&s.list, 0);
    assert_non_null(find(&out, "/CreationDate (20260905"));
    free(out.p);
    const khl_str others[] = {S(""), S("autumn"), S("2026-13-45")};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        s.list.date = others[i];
        out = pdf_of(&s.list, 0);
        assert_null(find(&out, "/CreationDate"));
        free(out.p);
    }
}

static void is_tagged_and_has_an_outline(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    document out = pdf_of(&s.list, 2);
    assert_non_null(find(&out, "/MarkInfo"));
    assert_non_null(find(&out, "/Outlines"));
    assert_non_null(find(&out, "/ToUnicode"));
    assert_non_null(find(&out, "/S /H3"));
    assert_non_null(find(&out, "/S /TR"));
    free(out.p);
}

/* A member whose text is `text`, and alone in its entry. */
static document pdf_of_text(khl_str text)
{
    sample s;
    sample_init(&s);
    s.members[2].text = s.entries[1].text = text;
    return pdf_of(&s.list, 0);
}

static document pdf_of_repeated(const char *unit, size_t times)
{
    size_t n = strlen(unit);
    char *text = khl_alloc(times, n);
    assert_non_null(text);
    for (size_t i = 0; i < times; i++) memcpy(text + i * n, unit, n);
    document out = pdf_of_text((khl_str){text, times * n});
    free(text);
    return out;
}

static void words_of_any_length_turn_pages(void **state)
{
    (void)state;
    document out = pdf_of_text((khl_str)S("short"));
    int pages = pages_of(&out);
    free(out.p);
    static const char *const units[] = {"a", "\xD8\xA8", "\xF0\x9F\x98\x80", "\xD9\x8E", "word\n"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        out = pdf_of_repeated(units[i], 20000);
        assert_in_range(pages_of(&out), i == 3 ? pages : pages + 2, pages + 600);
        free(out.p);
    }
}

static void strange_text_is_no_obstacle(void **state)
{
    (void)state;
    static const khl_str texts[] = {
        S("\xF0\x9F\x98\x80\xF0\x9F\x87\xB2\xF0\x9F\x87\xA6"), /* emoji, a flag */
        S("\xF3\xBF\xBF\xBD \xEE\x80\x80 \xE6\xBC\xA2"),       /* unassigned, private, Han */
        S("\xD9\x8E\xD9\x8F a\xCC\x81\xCC\x81"),               /* marks without and with a base */
        S("\xE2\x80\xAE\xE2\x81\xA7 x \xE2\x80\x8F\xE2\x80\x8D\xE2\x80\x8C"), /* nothing but direction */
        S("\xFF\xFE\x80 broken \xD8"),                                        /* no UTF-8 */
        S("\x01\x7F\t\r\n\v"),
        {"nul\0nul", 7},
        S("")};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        document out = pdf_of_text(texts[i]);
        free(out.p);
    }
}

typedef struct errand {
    const khl_shortlist *list;
    int lang;
    document out;
    khl_status status;
} errand;

static void *run(void *context)
{
    errand *e = context;
    e->status = make(&e->out, e->list, e->lang);
    return NULL;
}

static void writers_run_beside_one_another(void **state)
{
    (void)state;
    enum { THREADS = 6 };
    sample s;
    sample_init(&s);
    pthread_t threads[THREADS];
    errand errands[THREADS];
    document alone[3];
    for (int i = 0; i < THREADS; i++) {
        errands[i] = (errand){.list = &s.list, .lang = i % 3};
        assert_int_equal(pthread_create(&threads[i], NULL, run, &errands[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < 3; i++) alone[i] = pdf_of(&s.list, i);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(errands[i].status, KHL_OK);
        assert_same(alone[i % 3], errands[i].out);
    }
    for (int i = 0; i < 3; i++) free(alone[i].p);
}

/* Takes the first bytes and then no more. */
static khl_status take_some(void *context, const char *bytes, size_t n, khl_error *err)
{
    size_t *left = context;
    (void)bytes;
    if (n > *left) {
        if (err != NULL) err->code = KHL_E_IO;
        return KHL_E_IO;
    }
    *left -= n;
    return KHL_OK;
}

static void failure_of_the_receiver_is_handed_on(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    size_t left = 100;
    khl_error err = {0};
    assert_int_equal(khl_export_to(&s.list, "pdf", &docs[0].words, take_some, &left, &err), KHL_E_IO);
    assert_int_equal(khl_export_to(&s.list, "pdf", NULL, take_some, &left, &err), KHL_E_ARGUMENT);
}

static int open_docs(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) doc_open(&docs[i], langs[i]);
    return 0;
}

static int close_docs(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) doc_close(&docs[i]);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(empty_shortlist),
                                       cmocka_unit_test(same_bytes_in_every_language),
                                       cmocka_unit_test(date_is_that_of_the_shortlist_or_none),
                                       cmocka_unit_test(is_tagged_and_has_an_outline),
                                       cmocka_unit_test(words_of_any_length_turn_pages),
                                       cmocka_unit_test(strange_text_is_no_obstacle),
                                       cmocka_unit_test(writers_run_beside_one_another),
                                       cmocka_unit_test(failure_of_the_receiver_is_handed_on)};
    return cmocka_run_group_tests(tests, open_docs, close_docs);
}
