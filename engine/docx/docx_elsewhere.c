/* The table of other cities in annex G, where a run looked elsewhere: an entry once, a row for each city.
 * Linear. */
#include "doc_words.h"
#include "docx.h"
#include "str.h"

static const unsigned widths[] = {2700, 1400, 1050, 1150, 3338};
static const char *const heads[] = {"doc.entry", "doc.column.city", "doc.elsewhere.verdict",
                                    "doc.column.demands", "doc.elsewhere.text"};
static const khl_docx_table table = {"Lined", widths, sizeof widths / sizeof *widths, "doc.elsewhere",
                                     "doc.elsewhere.intro"};

/* The entry stands before its first city; the cells below it are empty. */
static void put_entry_cell(khl_docx *d, const khl_entry *entry, bool first)
{
    khl_docx_cell(d, widths[0], 1, NULL);
    khl_docx_paragraph(d, "Cell");
    if (first) khl_docx_link_entry(d, entry);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
}

static void put_verdict_cell(khl_docx *d, const khl_elsewhere *other)
{
    const char *style = other->same ? NULL : "Caution";
    khl_docx_cell(d, widths[2], 1, NULL);
    khl_docx_paragraph(d, "Cell");
    khl_docx_word(d, style, khl_doc_elsewhere(other));
    khl_docx_run_c(d, style, " ");
    khl_docx_percent(d, style, other->probability);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
}

/* Nothing where the number is not known. */
static void put_demands_cell(khl_docx *d, uint32_t demands)
{
    if (demands > 0)
        khl_docx_cell_number(d, widths[3], demands);
    else
        khl_docx_cell_text(d, widths[3], KHL_STR(""));
}

/* The wording in its own direction, and the id by which it is found there. */
static void put_text_cell(khl_docx *d, const khl_elsewhere *other)
{
    bool whole;
    khl_str text = khl_doc_nearest(other, &whole);
    khl_docx_cell(d, widths[4], 1, NULL);
    khl_docx_paragraph_of(d, "Cell", text);
    khl_docx_run(d, NULL, text);
    if (!whole) khl_docx_run_c(d, NULL, "\xC2\xA0\xE2\x80\xA6");
    khl_docx_break(d, NULL);
    khl_docx_run(d, "Soft", other->id);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
}

static void put_row(khl_docx *d, const khl_entry *entry, size_t i)
{
    const khl_elsewhere *other = &entry->elsewhere[i];
    khl_docx_row(d, false);
    put_entry_cell(d, entry, i == 0);
    khl_docx_cell_text(d, widths[1], other->city);
    put_verdict_cell(d, other);
    put_demands_cell(d, other->demands);
    put_text_cell(d, other);
    khl_docx_row_end(d);
}

void khl_docx_elsewhere(khl_docx *d)
{
    if (!khl_doc_has_elsewhere(d->list)) return;
    khl_docx_line_word(d, "Heading3", "doc.elsewhere");
    khl_docx_line_word(d, "Intro", "doc.elsewhere.intro");
    khl_docx_table_begin(d, &table);
    khl_docx_header(d, &table, heads);
    for (size_t e = 0; e < d->list->n_entries; e++)
        for (size_t i = 0; i < d->list->entries[e].n_elsewhere; i++) put_row(d, &d->list->entries[e], i);
    khl_docx_table_end(d);
}
