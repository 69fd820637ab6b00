/* shortlist.docx: well-formed in every part, complete, in the right direction, readable by its tags, and the
 * same bytes for the same shortlist. `test_docx_test_docx --update` writes the golden anew. */
#include "../export/doc_fixture.h"
#include "../export/sample.h"
#include "docx_reader.h"
#include "error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <time.h>

#define LRM "\xE2\x80\x8E"
#define RLM "\xE2\x80\x8F"
#define GOLDEN KHL_SOURCE_DIR "/tests/unit/docx/sample.ar.txt"

static doc_fixture docs[3];
static const char *const langs[3] = {"ar", "fr", "en"};
static const char *const parts[] = {"[Content_Types].xml",
                                    "_rels/.rels",
                                    "docProps/core.xml",
                                    "word/document.xml",
                                    "word/_rels/document.xml.rels",
                                    "word/styles.xml",
                                    "word/settings.xml",
                                    "word/fontTable.xml",
                                    "word/header1.xml",
                                    "word/footer1.xml",
                                    "customXml/item1.xml",
                                    "customXml/_rels/item1.xml.rels",
                                    "customXml/itemProps1.xml"};
enum { N_PARTS = sizeof parts / sizeof *parts };

/* A document of the sample, and its text parsed. */
typedef struct document {
    char *bytes;
    size_t n;
    khl_buf part;
    xmlDocPtr xml;
    xmlNodePtr body;
} document;

static void write_sample(document *d, int lang)
{
    sample s;
    khl_error err = {0};
    sample_init(&s);
    sample_cut(&s);
    *d = (document){NULL, 0, KHL_BUF_INIT, NULL, NULL};
    assert_int_equal(khl_export(&s.list, "docx", &docs[lang].words, &d->bytes, &d->n, &err), KHL_OK);
}

static void read_document(document *d)
{
    d->part = docx_part(d->bytes, d->n, "word/document.xml");
    d->xml = docx_parse(&d->part);
    assert_non_null(d->xml);
    d->body = docx_child(xmlDocGetRootElement(d->xml), "body");
    assert_non_null(d->body);
}

static void open_sample(document *d, int lang)
{
    write_sample(d, lang);
    read_document(d);
}

static void close_sample(document *d)
{
    xmlFreeDoc(d->xml);
    khl_buf_clear(&d->part);
    free(d->bytes);
}

static void every_part_is_well_formed(void **state)
{
    (void)state;
    for (int lang = 0; lang < 3; lang++) {
        document d;
        write_sample(&d, lang);
        for (size_t i = 0; i < N_PARTS; i++) {
            khl_buf part = docx_part(d.bytes, d.n, parts[i]);
            xmlDocPtr xml = docx_parse(&part);
            assert_non_null(xml);
            xmlFreeDoc(xml);
            khl_buf_clear(&part);
        }
        close_sample(&d);
    }
}

/* Neither the clock nor the time zone has a say. */
static void same_bytes_everywhere(void **state)
{
    (void)state;
    document a, b;
    setenv("TZ", "Pacific/Kiritimati", 1);
    tzset();
    write_sample(&a, 0);
    setenv("TZ", "America/St_Johns", 1);
    tzset();
    write_sample(&b, 0);
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.bytes, b.bytes, a.n);
    close_sample(&a);
    close_sample(&b);
}

static void no_message_is_missing(void **state)
{
    (void)state;
    for (int lang = 0; lang < 3; lang++) {
        document d;
        khl_buf text = KHL_BUF_INIT;
        open_sample(&d, lang);
        docx_text(&text, d.body);
        khl_buf_char(&text, '\0');
        assert_null(strstr(text.p, "doc."));
        khl_buf_clear(&text);
        close_sample(&d);
    }
}

static void every_id_is_there(void **state)
{
    (void)state;
    static const char *const ids[] = {"K1", "K2/1", "K2/2", "2024/15", "2024/16", "K3"};
    document d;
    open_sample(&d, 0);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        size_t cells = 0;
        for (xmlNodePtr node = d.body; node != NULL; node = docx_next(node, d.body)) {
            khl_buf text = KHL_BUF_INIT;
            if (!docx_is(node, "tc")) continue;
            docx_text(&text, node);
            cells += khl_str_equal(khl_buf_str(&text), khl_str_from(ids[i]));
            khl_buf_clear(&text);
        }
        assert_int_equal(cells, 1); /* a row of the concordance each */
    }
    close_sample(&d);
}

/* The control of `tag`; fails unless there is just one. */
static xmlNodePtr control(const document *d, const char *tag)
{
    xmlNodePtr found = NULL;
    for (xmlNodePtr node = d->body; node != NULL; node = docx_next(node, d->body)) {
        char *value = docx_is(node, "sdt") ? docx_property(node, "sdtPr", "tag") : NULL;
        if (value != NULL && strcmp(value, tag) == 0) {
            assert_null(found);
            found = node;
        }
        xmlFree(value);
    }
    assert_non_null(found);
    return found;
}

static void check_control(const document *d, const char *id, const char *part, khl_str expected)
{
    char tag[64];
    khl_buf text = KHL_BUF_INIT;
    snprintf(tag, sizeof tag, "%s/%s", id, part);
    docx_text(&text, docx_child(control(d, tag), "sdtContent"));
    assert_int_equal(text.n, expected.n);
    assert_memory_equal(text.p, expected.p, expected.n);
    khl_buf_clear(&text);
}

static void tags_are_the_ids_of_entries(void **state)
{
    (void)state;
    document d;
    sample s;
    size_t entries = 0;
    sample_init(&s);
    open_sample(&d, 0);
    for (size_t i = 0; i < s.list.n_entries; i++) {
        const khl_entry *entry = &s.entries[i];
        control(&d, entry->id.p);
        check_control(&d, entry->id.p, "title", entry->title);
        check_control(&d, entry->id.p, "text", entry->text);
        control(&d, "E-0000000001/level");
    }
    check_control(&d, "E-0000000001", "authorities", KHL_STR(LRM "Commune \"<b>\"" LRM));
    for (xmlNodePtr node = d.body; node != NULL; node = docx_next(node, d.body)) {
        char *tag = docx_is(node, "sdt") ? docx_property(node, "sdtPr", "tag") : NULL;
        entries += tag != NULL && strchr(tag, '/') == NULL;
        xmlFree(tag);
    }
    assert_int_equal(entries, s.list.n_entries);
    close_sample(&d);
}

static size_t with_value(const document *d, const char *element, const char *attribute, const char *value)
{
    size_t n = 0;
    for (xmlNodePtr node = d->body; node != NULL; node = docx_next(node, d->body)) {
        char *found = docx_is(node, element) ? docx_value(node, attribute) : NULL;
        n += found != NULL && strcmp(found, value) == 0;
        xmlFree(found);
    }
    return n;
}

/* What the bookmark holds is what the control of its part holds. */
static void check_bookmark(const document *d, const char *name, khl_str expected)
{
    khl_buf text = KHL_BUF_INIT;
    size_t found = 0;
    for (xmlNodePtr node = d->body; node != NULL; node = docx_next(node, d->body)) {
        char *value = docx_is(node, "bookmarkStart") ? docx_value(node, "name") : NULL;
        if (value != NULL && strcmp(value, name) == 0) {
            found++;
            for (xmlNodePtr in = node->next; !docx_is(in, "bookmarkEnd"); in = in->next) docx_text(&text, in);
        }
        xmlFree(value);
    }
    assert_int_equal(found, 1);
    assert_int_equal(text.n, expected.n);
    assert_memory_equal(text.p, expected.p, expected.n);
    khl_buf_clear(&text);
}

static void bookmarks_hold_what_controls_hold(void **state)
{
    (void)state;
    document d;
    sample s;
    sample_init(&s);
    open_sample(&d, 0);
    check_bookmark(&d, "E_0000000001_title", s.entries[0].title);
    check_bookmark(&d, "E_0000000001_text", s.entries[0].text);
    check_bookmark(&d, "E_0000000003_text", s.entries[2].text);
    check_bookmark(&d, "E_0000000001_authorities", KHL_STR(LRM "Commune \"<b>\"" LRM));
    close_sample(&d);
}

/* The whole text of the paragraphs that begin with `label`, of which there is one. */
static void check_fact(const document *d, const char *label, const char *expected)
{
    size_t found = 0;
    for (xmlNodePtr node = d->body; node != NULL; node = docx_next(node, d->body)) {
        khl_buf text = KHL_BUF_INIT;
        if (!docx_is(node, "p")) continue;
        docx_text(&text, node);
        if (khl_str_starts(khl_buf_str(&text), khl_str_from(label))) {
            khl_buf_char(&text, '\0');
            assert_string_equal(text.p, expected);
            found++;
        }
        khl_buf_clear(&text);
    }
    assert_int_equal(found, 1);
}

/* Three Arabic names in French stand in the order of French, and a bracket stays at the end of its name. */
static void lists_go_the_way_of_the_document(void **state)
{
    (void)state;
    sample s;
    document d = {NULL, 0, KHL_BUF_INIT, NULL, NULL};
    khl_str supporters[] = {KHL_STR("\u0623\u0645\u0644"), KHL_STR("\u0646\u0648\u0631 (\u0628)"),
                            KHL_STR("Amal")};
    sample_init(&s);
    for (size_t i = 0; i < s.list.n_entries; i++) s.entries[i].n_supporters = 0;
    s.entries[0].supporters = supporters;
    s.entries[0].n_supporters = 3;
    assert_int_equal(khl_export(&s.list, "docx", &docs[1].words, &d.bytes, &d.n, NULL), KHL_OK);
    read_document(&d);
    check_fact(&d, "Soutiens",
               "Soutiens\u0623\u0645\u0644\u00A0;" LRM " " RLM "\u0646\u0648\u0631 (\u0628)" RLM
               "\u00A0; Amal");
    close_sample(&d);
}

static void links_lead_to_one_bookmark(void **state)
{
    (void)state;
    document d;
    size_t links = 0;
    open_sample(&d, 1);
    for (xmlNodePtr node = d.body; node != NULL; node = docx_next(node, d.body)) {
        char *anchor = docx_is(node, "hyperlink") ? docx_value(node, "anchor") : NULL;
        if (anchor == NULL) continue;
        assert_int_equal(with_value(&d, "bookmarkStart", "name", anchor), 1);
        links++;
        xmlFree(anchor);
    }
    assert_true(links > 25);
    assert_int_equal(with_value(&d, "bookmarkStart", "name", "E_0000000001"), 1);
    close_sample(&d);
}

/* Word refuses a file in which two marks, or two controls, have one number. */
static void numbers_are_unique(void **state)
{
    (void)state;
    document d;
    open_sample(&d, 0);
    for (xmlNodePtr node = d.body; node != NULL; node = docx_next(node, d.body)) {
        char *id = docx_is(node, "bookmarkStart") ? docx_value(node, "id") : NULL;
        if (id == NULL) continue;
        assert_int_equal(with_value(&d, "bookmarkStart", "id", id), 1);
        assert_int_equal(with_value(&d, "bookmarkEnd", "id", id), 1);
        xmlFree(id);
    }
    for (xmlNodePtr node = d.body; node != NULL; node = docx_next(node, d.body)) {
        char *id = docx_is(node, "sdtPr") ? docx_value(docx_child(node, "id"), "val") : NULL;
        if (id != NULL) assert_int_equal(with_value(&d, "id", "val", id), 1);
        xmlFree(id);
    }
    close_sample(&d);
}

/* Every paragraph says its direction; every table and the section follow the document. */
static void direction_is_said_in_every_layer(void **state)
{
    (void)state;
    for (int lang = 0; lang < 3; lang++) {
        document d;
        bool rtl = lang == 0;
        size_t to_left = 0, to_right = 0;
        open_sample(&d, lang);
        xmlNodePtr section = docx_child(d.body, "sectPr");
        assert_true((docx_child(section, "bidi") != NULL) == rtl);
        for (xmlNodePtr node = d.body; node != NULL; node = docx_next(node, d.body)) {
            if (docx_is(node, "tbl"))
                assert_true((docx_child(docx_child(node, "tblPr"), "bidiVisual") != NULL) == rtl);
            if (!docx_is(node, "p")) continue;
            char *bidi = docx_property(node, "pPr", "bidi");
            if (rtl) assert_non_null(bidi);
            if (bidi != NULL && *bidi == '\0')
                to_left++;
            else
                to_right++;
            xmlFree(bidi);
        }
        assert_true((to_left > to_right) == rtl);
        if (rtl) assert_true(to_right > 0); /* its texts in English */
        close_sample(&d);
    }
}

/* Letters of one script never stand in a run of the other's direction. */
static void runs_go_the_way_of_their_letters(void **state)
{
    (void)state;
    document d;
    size_t arabic = 0, latin = 0;
    open_sample(&d, 0);
    for (xmlNodePtr node = d.body; node != NULL; node = docx_next(node, d.body)) {
        khl_buf text = KHL_BUF_INIT;
        if (!docx_is(node, "r")) continue;
        docx_text(&text, node);
        char *rtl = docx_property(node, "rPr", "rtl");
        for (size_t i = 0; i < text.n; i++) {
            char low = (char)(text.p[i] | 0x20);
            bool is_arabic = (unsigned char)text.p[i] >= 0xD8 && (unsigned char)text.p[i] <= 0xDB;
            bool is_latin = low >= 'a' && low <= 'z';
            if (is_arabic) assert_non_null(rtl);
            if (is_latin) assert_null(rtl);
            arabic += is_arabic;
            latin += is_latin;
        }
        xmlFree(rtl);
        khl_buf_clear(&text);
    }
    assert_true(arabic > 100 && latin > 100);
    close_sample(&d);
}

static void texts_cannot_break_out(void **state)
{
    (void)state;
    document d;
    khl_buf text = KHL_BUF_INIT;
    open_sample(&d, 0);
    docx_text(&text, d.body);
    khl_buf_char(&text, '\0');
    assert_null(strstr(text.p, "\xE2\x80\xAE"));
    assert_non_null(strstr(text.p, "- first line\nsecond line\xE2\x90\x81 </style><img src=x onerror=y>"));
    assert_non_null(strstr(text.p, "\\ and ]]> --> &amp;"));
    khl_buf_clear(&text);
    close_sample(&d);
}

/* A line a paragraph: its style, its direction, its runs in [ ] from right to left and in < > from left to
 * right. */
static khl_buf paragraphs_of(const document *d)
{
    khl_buf out = KHL_BUF_INIT;
    for (xmlNodePtr node = d->body; node != NULL; node = docx_next(node, d->body)) {
        if (docx_is(node, "p")) {
            char *style = docx_property(node, "pPr", "pStyle"), *bidi = docx_property(node, "pPr", "bidi");
            khl_buf_format(&out, "\n%s %s ", style != NULL ? style : "Normal",
                           bidi != NULL && *bidi == '\0' ? "rtl" : "ltr");
            xmlFree(style);
            xmlFree(bidi);
        } else if (docx_is(node, "r")) {
            char *rtl = docx_property(node, "rPr", "rtl");
            khl_buf_char(&out, rtl != NULL ? '[' : '<');
            docx_text(&out, node);
            khl_buf_char(&out, rtl != NULL ? ']' : '>');
            xmlFree(rtl);
        }
    }
    khl_buf_char(&out, '\n');
    return out;
}

static void paragraphs_are_those_of_the_golden(void **state)
{
    (void)state;
    document d;
    char line[8192];
    size_t at = 0;
    open_sample(&d, 0);
    khl_buf found = paragraphs_of(&d);
    FILE *golden = fopen(GOLDEN, "rb");
    assert_non_null(golden);
    while (fgets(line, sizeof line, golden) != NULL) {
        size_t n = strlen(line);
        assert_true(at + n <= found.n);
        if (memcmp(found.p + at, line, n) != 0)
            fail_msg("expected %s\nfound %.*s", line, (int)strcspn(found.p + at, "\n"), found.p + at);
        at += n;
    }
    assert_int_equal(at, found.n);
    fclose(golden);
    khl_buf_clear(&found);
    close_sample(&d);
}

static void an_empty_shortlist_has_a_document(void **state)
{
    (void)state;
    khl_shortlist list = {0};
    char *bytes;
    size_t n;
    assert_int_equal(khl_export(&list, "docx", &docs[0].words, &bytes, &n, NULL), KHL_OK);
    khl_buf part = docx_part(bytes, n, "word/document.xml");
    xmlDocPtr xml = docx_parse(&part);
    assert_non_null(xml);
    /* Word calls a table without rows damaged */
    xmlNodePtr top = xmlDocGetRootElement(xml);
    for (xmlNodePtr node = top; node != NULL; node = docx_next(node, top))
        if (docx_is(node, "tbl")) assert_non_null(docx_child(node, "tr"));
    xmlFreeDoc(xml);
    khl_buf_clear(&part);
    free(bytes);
}

static khl_status refuse(void *context, const char *bytes, size_t n, khl_error *err)
{
    (void)context;
    (void)bytes;
    (void)n;
    return KHL_FAIL(err, KHL_E_IO, "test.full", "no room");
}

static void what_is_refused(void **state)
{
    (void)state;
    sample s;
    char *bytes;
    size_t n;
    khl_error err = {0};
    sample_init(&s);
    assert_int_equal(khl_export(&s.list, "docx", NULL, &bytes, &n, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "export.words");
    assert_int_equal(khl_export_to(&s.list, "docx", &docs[2].words, refuse, NULL, &err), KHL_E_IO);
    assert_string_equal(err.id, "test.full");
    s.list.received++;
    assert_int_equal(khl_export(&s.list, "docx", &docs[2].words, &bytes, &n, &err), KHL_E_ACCOUNT);
    assert_null(bytes);
}

static int update(void)
{
    document d;
    open_sample(&d, 0);
    khl_buf found = paragraphs_of(&d);
    FILE *golden = fopen(GOLDEN, "wb");
    if (golden == NULL) return 1;
    fwrite(found.p, 1, found.n, golden);
    khl_buf_clear(&found);
    close_sample(&d);
    return fclose(golden) != 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_part_is_well_formed),
                                       cmocka_unit_test(same_bytes_everywhere),
                                       cmocka_unit_test(no_message_is_missing),
                                       cmocka_unit_test(every_id_is_there),
                                       cmocka_unit_test(tags_are_the_ids_of_entries),
                                       cmocka_unit_test(bookmarks_hold_what_controls_hold),
                                       cmocka_unit_test(lists_go_the_way_of_the_document),
                                       cmocka_unit_test(links_lead_to_one_bookmark),
                                       cmocka_unit_test(numbers_are_unique),
                                       cmocka_unit_test(direction_is_said_in_every_layer),
                                       cmocka_unit_test(runs_go_the_way_of_their_letters),
                                       cmocka_unit_test(texts_cannot_break_out),
                                       cmocka_unit_test(paragraphs_are_those_of_the_golden),
                                       cmocka_unit_test(an_empty_shortlist_has_a_document),
                                       cmocka_unit_test(what_is_refused)};
    for (int i = 0; i < 3; i++) doc_open(&docs[i], langs[i]);
    int failed =
        argc > 1 && strcmp(argv[1], "--update") == 0 ? update() : cmocka_run_group_tests(tests, NULL, NULL);
    for (int i = 0; i < 3; i++) doc_close(&docs[i]);
    return failed;
}
