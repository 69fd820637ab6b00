/* One walk over the styles, to know headings by, and one over the document (ECMA-376 part 1,
 * WordprocessingML). */
#include "docx_walk.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "office_package.h"
#include "str.h"

#include <stdio.h>
#include <string.h>

enum { MOST_COLUMNS = 64 };

typedef struct walk {
    khl_docx *docx;
    khl_map headings;                     /* ids of styles */
    khl_buf text;                         /* of the paragraph, or of the cell */
    uint32_t number;                      /* of the paragraph */
    unsigned skipped, paragraphs, tables; /* levels within what is left out, paragraphs, tables */
    bool item, heading, in_text, runs_on; /* of the paragraph; runs_on: not the first of its cell */
    uint32_t row, column, span;           /* of the cell, as in khl_docx.tables */
    bool continues;                       /* the cell above */
    khl_str above[MOST_COLUMNS];
} walk;

typedef struct style_walk {
    khl_map *headings;
    khl_str id;
    char kept[256];
} style_walk;

/* Names of built-in styles are English in every Word. */
static khl_status on_style(void *context, const char *name, const char **atts, khl_error *err)
{
    style_walk *w = context;
    const char *value = khl_xml_attribute(atts, "val");
    if (khl_xml_is(name, "style")) {
        const char *id = khl_xml_attribute(atts, "styleId");
        int n = snprintf(w->kept, sizeof w->kept, "%s", id != NULL ? id : "");
        w->id = (khl_str){w->kept, n > 0 && (size_t)n < sizeof w->kept ? (size_t)n : 0};
    }
    bool heading =
        khl_xml_is(name, "outlineLvl") || (khl_xml_is(name, "name") && value != NULL &&
                                           (khl_str_starts(khl_str_from(value), KHL_STR("heading ")) ||
                                            strcmp(value, "Title") == 0 || strcmp(value, "Subtitle") == 0));
    if (!heading || w->id.n == 0) return KHL_OK;
    return khl_map_put(w->headings, w->id, NULL, NULL) == KHL_OK ? KHL_OK : khl_fail_memory(err);
}

bool khl_docx_is_left_out(const char *name)
{
    static const char *const NAMES[] = {"del",      "moveFrom", "instrText",    "delText",   "Fallback",
                                        "footnote", "endnote",  "sectPrChange", "pPrChange", "rPrChange"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (khl_xml_is(name, NAMES[i])) return true;
    return false;
}

void khl_docx_put_mark(khl_buf *text, const char *name, bool in_run)
{
    if (khl_xml_is(name, "tab") && in_run) khl_buf_char(text, '\t');
    if (khl_xml_is(name, "br") || khl_xml_is(name, "cr")) khl_buf_char(text, '\n');
    if (khl_xml_is(name, "noBreakHyphen")) khl_buf_char(text, '-');
}

static void start_paragraph(walk *w)
{
    if (w->paragraphs++ > 0) { /* a text box within it */
        khl_buf_char(&w->text, '\n');
        return;
    }
    w->number++;
    w->item = w->heading = false;
    if (w->tables == 0)
        w->text.n = 0;
    else if (w->runs_on)
        khl_buf_char(&w->text, '\n');
    w->runs_on = true;
}

static void start_cell(walk *w)
{
    w->text.n = 0;
    w->runs_on = w->continues = false;
    w->span = 1;
}

static khl_status start_table(walk *w, khl_error *err)
{
    char name[32];
    if (w->tables++ > 0) return KHL_OK; /* one in a cell is text of that cell */
    memset(w->above, 0, sizeof w->above);
    snprintf(name, sizeof name, "%zu", w->docx->tables.n_sheets + 1);
    return khl_book_add_sheet(&w->docx->tables, khl_str_from(name), false, err);
}

/* What the properties of a paragraph or a cell say. */
static void take_property(walk *w, const char *name, const char **atts)
{
    const char *value = khl_xml_attribute(atts, "val");
    if (khl_xml_is(name, "numPr")) w->item = true;
    if (khl_xml_is(name, "outlineLvl") && value != NULL && strcmp(value, "9") != 0) w->heading = true;
    if (khl_xml_is(name, "pStyle") && value != NULL &&
        khl_map_find(&w->headings, khl_str_from(value)) != KHL_MAP_NONE)
        w->heading = true;
    if (khl_xml_is(name, "gridSpan")) w->span = khl_xml_number(atts, "val", 1, MOST_COLUMNS);
    if (khl_xml_is(name, "vMerge")) w->continues = value == NULL || strcmp(value, "continue") == 0;
    khl_docx_put_mark(&w->text, name, w->in_text);
}

static khl_status on_start(void *context, const char *name, const char **atts, khl_error *err)
{
    walk *w = context;
    if (w->skipped > 0 || khl_docx_is_left_out(name)) {
        w->skipped++;
        return KHL_OK;
    }
    if (khl_xml_is(name, "tbl")) return start_table(w, err);
    if (khl_xml_is(name, "p")) {
        start_paragraph(w);
    } else if (khl_xml_is(name, "tr") && w->tables == 1) {
        w->row = w->number; /* that of the next one, less one */
        w->column = 0;
    } else if (khl_xml_is(name, "tc") && w->tables == 1) {
        start_cell(w);
    } else if (khl_xml_is(name, "t")) {
        w->in_text = true;
    } else if (khl_xml_is(name, "r")) {
        w->in_text = true; /* tabs of a run are text, those of a paragraph's ruler are not */
    } else {
        take_property(w, name, atts);
    }
    return KHL_OK;
}

static khl_status on_text(void *context, khl_str text, khl_error *err)
{
    walk *w = context;
    (void)err;
    if (w->skipped == 0 && w->in_text && w->paragraphs > 0) khl_buf_put(&w->text, text);
    return KHL_OK;
}

static khl_status end_paragraph(walk *w, khl_error *err)
{
    khl_docx *d = w->docx;
    if (w->paragraphs > 0) w->paragraphs--;
    khl_str text = khl_str_trim(khl_buf_str(&w->text));
    if (!khl_buf_ok(&w->text)) return khl_fail_memory(err);
    if (w->paragraphs > 0 || w->tables > 0 || text.n == 0) return KHL_OK;
    khl_str kept = khl_arena_copy(&d->tables.arena, text);
    if (kept.p == NULL || !khl_grow(&d->paragraphs, &d->capacity, d->n + 1, sizeof *d->paragraphs))
        return khl_fail_memory(err);
    d->paragraphs[d->n++] = (khl_docx_paragraph){kept, w->number, w->item, w->heading};
    return KHL_OK;
}

static khl_status end_cell(walk *w, khl_error *err)
{
    khl_status status = KHL_OK;
    khl_str *above = w->column < MOST_COLUMNS ? &w->above[w->column] : NULL;
    khl_str text = khl_str_trim(khl_buf_str(&w->text));
    if (!khl_buf_ok(&w->text)) return khl_fail_memory(err);
    if (w->continues && above != NULL) {
        text = *above;
    } else {
        text = khl_arena_copy(&w->docx->tables.arena, text);
        if (text.p == NULL) return khl_fail_memory(err);
        if (above != NULL) *above = text;
    }
    if (text.n > 0) status = khl_book_put(&w->docx->tables, w->row, w->column, text, err);
    w->column += w->span;
    return status;
}

static khl_status on_end(void *context, const char *name, khl_error *err)
{
    walk *w = context;
    if (w->skipped > 0) {
        w->skipped--;
        return KHL_OK;
    }
    if (khl_xml_is(name, "r")) w->in_text = false;
    if (khl_xml_is(name, "tbl") && w->tables > 0) w->tables--;
    if (khl_xml_is(name, "p")) return end_paragraph(w, err);
    return khl_xml_is(name, "tc") && w->tables == 1 ? end_cell(w, err) : KHL_OK;
}

khl_status khl_docx_walk(khl_docx *out, khl_archive *archive, const char *document, khl_error *err)
{
    static const khl_xml_handlers STYLES = {.start = on_style}, DOCUMENT = {on_start, on_end, on_text};
    static const char STYLE_PART[] = "word/styles.xml";
    *out = (khl_docx){.tables = KHL_BOOK_INIT};
    walk w = {.docx = out, .text = KHL_BUF_INIT};
    khl_status status = khl_map_init(&w.headings, err);
    style_walk styles = {.headings = &w.headings};
    if (status == KHL_OK && khl_archive_has(archive, STYLE_PART))
        status = khl_package_parse(archive, STYLE_PART, &STYLES, &styles, err);
    if (status == KHL_OK) status = khl_package_parse(archive, document, &DOCUMENT, &w, err);
    if (status == KHL_OK) status = khl_book_finish(&out->tables, err);
    khl_map_clear(&w.headings);
    khl_buf_clear(&w.text);
    return status;
}

void khl_docx_clear(khl_docx *docx)
{
    free(docx->paragraphs);
    khl_book_clear(&docx->tables);
    *docx = (khl_docx){.paragraphs = NULL};
}
