/* Paragraphs, runs, links, fields and content controls. Nothing here keeps memory of its own. */
#include "docx.h"

#include "doc_script.h"
#include "doc_words.h"
#include "str.h"
#include "utf8.h"

#include <stdio.h>

static void begin_paragraph(khl_docx *d, const char *style, bool rtl)
{
    d->para_rtl = rtl;
    khl_xml_begin(&d->x, "w:p");
    khl_xml_begin(&d->x, "w:pPr");
    if (style != NULL) khl_xml_val(&d->x, "w:pStyle", style);
    if (rtl || d->rtl) khl_xml_val(&d->x, "w:bidi", rtl ? NULL : "0");
    if (rtl) {
        khl_xml_begin(&d->x, "w:rPr");
        khl_xml_val(&d->x, "w:rtl", NULL);
        khl_xml_end(&d->x);
    }
    khl_xml_end(&d->x);
}

void khl_docx_paragraph(khl_docx *d, const char *style)
{
    begin_paragraph(d, style, d->rtl);
}

void khl_docx_paragraph_of(khl_docx *d, const char *style, khl_str text)
{
    int of_text = khl_doc_script(text);
    begin_paragraph(d, style, of_text == 0 ? d->rtl : of_text > 0);
}

void khl_docx_paragraph_end(khl_docx *d)
{
    khl_xml_end(&d->x);
}

static void begin_run(khl_docx *d, const char *style, bool rtl)
{
    khl_xml_begin(&d->x, "w:r");
    if (style == NULL && !rtl) return;
    khl_xml_begin(&d->x, "w:rPr");
    if (style != NULL) khl_xml_val(&d->x, "w:rStyle", style);
    if (rtl) khl_xml_val(&d->x, "w:rtl", NULL);
    khl_xml_end(&d->x);
}

static void put_text(khl_docx *d, khl_str text)
{
    khl_xml_begin(&d->x, "w:t");
    khl_xml_attribute(&d->x, "xml:space", "preserve");
    khl_xml_text(&d->x, text);
    khl_xml_end(&d->x);
}

/* One run. Line ends of any kind become breaks; a tab would jump to a stop of the page and becomes a space.
 */
static void put_run(khl_docx *d, const char *style, khl_str text, bool rtl)
{
    begin_run(d, style, rtl);
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c != '\n' && c != '\r' && c != '\t') continue;
        if (i > from) put_text(d, khl_str_part(text, from, i));
        if (c == '\t')
            put_text(d, KHL_STR(" "));
        else if (c == '\n' || i + 1 == text.n || text.p[i + 1] != '\n')
            khl_xml_leaf(&d->x, "w:br", (const char *const[]){NULL});
        from = i + 1;
    }
    if (text.n > from) put_text(d, khl_str_part(text, from, text.n));
    khl_xml_end(&d->x);
}

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0x0660 && c <= 0x0669);
}

/* Where the run at `at` ends. One of the other script goes to the last of its letters, or of the digits
 * behind them, before a letter of the paragraph's: as the bidirectional algorithm takes them together (its
 * rules W2, W7, N1). One of the paragraph's own goes to the next letter of the other. */
static size_t run_end(khl_str s, size_t at, int own, bool *foreign)
{
    bool bad = false;
    size_t end = at;
    *foreign = false;
    for (size_t next = at; next < s.n;) {
        size_t here = next;
        uint32_t c = khl_utf8_next(s, &next, &bad);
        int of_c = khl_doc_script_of(c);
        if (of_c == -own && !*foreign) {
            if (here > at) return here;
            *foreign = true;
        }
        if (*foreign && (of_c == own || c == '\n')) return end;
        if (of_c == -own || is_digit(c)) end = next;
    }
    return *foreign ? end : s.n;
}

void khl_docx_run(khl_docx *d, const char *style, khl_str text)
{
    int own = d->para_rtl ? 1 : -1;
    for (size_t at = 0; at < text.n;) {
        bool foreign;
        size_t end = run_end(text, at, own, &foreign);
        put_run(d, style, khl_str_part(text, at, end), d->para_rtl != foreign);
        at = end;
    }
}

void khl_docx_run_c(khl_docx *d, const char *style, const char *text)
{
    khl_docx_run(d, style, khl_str_from(text));
}

/* Marks of its direction on both sides, as programs that go by the letters alone need them. A name in both
 * scripts goes the way of the paragraph. */
void khl_docx_name(khl_docx *d, const char *style, khl_str name)
{
    bool rtl = !d->para_rtl;
    khl_str mark = khl_str_from(rtl ? "\xE2\x80\x8F" : "\xE2\x80\x8E");
    bool foreign = khl_doc_runs_against(name, d->para_rtl) && !khl_doc_runs_against(name, rtl);
    if (!foreign || khl_doc_holds_together(name)) {
        khl_docx_run(d, style, name);
        return;
    }
    put_run(d, style, mark, rtl);
    put_run(d, style, name, rtl);
    put_run(d, style, mark, rtl);
}

/* The text that was made, as a run. */
static void put_made(khl_docx *d, const char *style, khl_buf *text)
{
    khl_docx_run(d, style, khl_buf_str(text));
    d->x.failed = d->x.failed || !khl_buf_ok(text);
    khl_buf_clear(text);
}

void khl_docx_separate(khl_docx *d, const char *style, const char *id, khl_str next)
{
    khl_buf text = KHL_BUF_INIT;
    khl_doc_separate(&text, d->words, id, next);
    put_made(d, style, &text);
}

void khl_docx_point(khl_docx *d, const char *style, khl_str next)
{
    khl_buf text = KHL_BUF_INIT;
    khl_doc_point(&text, d->words, next);
    put_made(d, style, &text);
}

void khl_docx_word(khl_docx *d, const char *style, const char *id)
{
    khl_docx_run(d, style, khl_doc_word(d->words, id));
}

void khl_docx_count(khl_docx *d, const char *style, const char *id, uint32_t n)
{
    khl_buf phrase = KHL_BUF_INIT;
    khl_doc_count(&phrase, d->words, id, n);
    put_made(d, style, &phrase);
}

void khl_docx_date(khl_docx *d)
{
    khl_buf date = KHL_BUF_INIT;
    if (!khl_doc_date(&date, d->words, d->list->date)) khl_buf_put(&date, d->list->date);
    put_made(d, NULL, &date);
}

void khl_docx_number(khl_docx *d, const char *style, uint32_t n)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%u", (unsigned)n);
    khl_docx_run_c(d, style, digits);
}

void khl_docx_percent(khl_docx *d, const char *style, double share)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%u%%", khl_doc_percent(share));
    khl_docx_run_c(d, style, digits);
}

void khl_docx_break(khl_docx *d, const char *kind)
{
    khl_xml_begin(&d->x, "w:r");
    khl_xml_begin(&d->x, "w:br");
    if (kind != NULL) khl_xml_attribute(&d->x, "w:type", kind);
    khl_xml_end(&d->x);
    khl_xml_end(&d->x);
}

void khl_docx_tab(khl_docx *d)
{
    begin_run(d, NULL, d->para_rtl);
    khl_xml_val(&d->x, "w:tab", NULL);
    khl_xml_end(&d->x);
}

void khl_docx_line(khl_docx *d, const char *style, khl_str text)
{
    khl_docx_paragraph_of(d, style, text);
    khl_docx_run(d, NULL, text);
    khl_docx_paragraph_end(d);
}

void khl_docx_line_word(khl_docx *d, const char *style, const char *id)
{
    khl_docx_paragraph(d, style);
    khl_docx_word(d, NULL, id);
    khl_docx_paragraph_end(d);
}
