/* Annexes A to C: where each proposal went, what was set aside, the original wordings. */
#include "concordance.h"
#include "doc_words.h"
#include "docx.h"
#include "str.h"

#include <stdlib.h>

void khl_docx_annex(khl_docx *d, char letter, const char *intro)
{
    char id[] = "doc.annex.?", mark[] = "annex_?";
    uint32_t bookmark;
    id[sizeof id - 2] = mark[sizeof mark - 2] = letter;
    khl_docx_paragraph(d, "Heading2");
    khl_docx_bookmark(d, mark, &bookmark);
    khl_docx_word(d, NULL, id);
    khl_docx_bookmark_end(d, bookmark);
    khl_docx_paragraph_end(d);
    khl_docx_line_word(d, "Intro", intro);
}

static khl_str reason_word(const khl_docx *d, khl_str reason)
{
    return khl_doc_word_of(d->words, "doc.reason.", reason, reason);
}

static const unsigned concordance_widths[] = {1560, 3078, 5000};
static const khl_docx_table concordance_table = {"Lined", concordance_widths, 3, "doc.concordance",
                                                 "doc.concordance.intro"};

static void put_concordance_row(khl_docx *d, const khl_concordance_row *row)
{
    const unsigned *widths = concordance_widths;
    khl_docx_row(d, false);
    khl_docx_cell_text(d, widths[0], row->id);
    khl_docx_cell_text(d, widths[1], row->member != NULL ? row->member->association : KHL_STR(""));
    khl_docx_cell(d, widths[2], 1, NULL);
    khl_docx_paragraph(d, "Cell");
    if (row->entry != NULL) {
        khl_docx_link_entry(d, row->entry);
    } else {
        khl_docx_word(d, "Caution", "doc.set_aside");
        khl_docx_run_c(d, "Caution", ": ");
        khl_docx_run(d, "Caution", reason_word(d, d->list->aside[row->number].reason));
    }
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
    khl_docx_row_end(d);
}

static void put_concordance(khl_docx *d)
{
    static const char *const heads[] = {"doc.column.id", "doc.column.association", "doc.entry"};
    khl_concordance_row *rows;
    size_t n;
    khl_status status = khl_concordance_make(&rows, &n, d->list, false, d->err);
    if (status != KHL_OK) {
        d->status = status;
        return;
    }
    khl_docx_annex(d, 'a', "doc.concordance.intro");
    khl_docx_table_begin(d, &concordance_table);
    khl_docx_header(d, &concordance_table, heads);
    for (size_t i = 0; i < n; i++) put_concordance_row(d, &rows[i]);
    khl_docx_table_end(d);
    free(rows);
}

static void put_aside(khl_docx *d)
{
    khl_docx_annex(d, 'b', d->list->n_aside > 0 ? "doc.aside.intro" : "doc.aside.none");
    for (size_t i = 0; i < d->list->n_aside; i++) {
        const khl_shortlist_aside *aside = &d->list->aside[i];
        khl_docx_paragraph(d, "Source");
        khl_docx_run(d, "Strong", aside->id);
        khl_docx_run_c(d, NULL, " · ");
        khl_docx_run(d, "Caution", reason_word(d, aside->reason));
        if (aside->why.n > 0) khl_docx_run_c(d, NULL, " · ");
        if (aside->why.n > 0) khl_docx_run(d, NULL, aside->why);
        khl_docx_paragraph_end(d);
        if (khl_str_trim(aside->text).n > 0) khl_docx_line(d, "Wording", khl_str_trim(aside->text));
    }
}

/* Who said it, and whether it is the wording of the entry. */
static void put_source(khl_docx *d, const khl_member *member)
{
    khl_docx_paragraph(d, "Source");
    khl_docx_run(d, "Strong", member->id);
    if (member->association.n > 0) khl_docx_point(d, NULL, member->association);
    khl_docx_name(d, NULL, member->association);
    if (member->city.n > 0) khl_docx_point(d, NULL, member->city);
    khl_docx_name(d, NULL, member->city);
    khl_docx_run_c(d, NULL, " · ");
    if (member->representative) {
        khl_docx_word(d, "Number", "doc.representative");
    } else {
        khl_docx_word(d, NULL, khl_doc_band(member->probability));
        khl_docx_run_c(d, NULL, " ");
        khl_docx_percent(d, NULL, member->probability);
    }
    khl_docx_paragraph_end(d);
}

static void put_wordings(khl_docx *d)
{
    khl_docx_annex(d, 'c', "doc.annex.c.intro");
    for (size_t i = 0; i < d->list->n_entries; i++) {
        const khl_entry *entry = &d->list->entries[i];
        khl_docx_paragraph_of(d, "Heading3", entry->title);
        khl_docx_link_entry(d, entry);
        khl_docx_paragraph_end(d);
        for (size_t m = 0; m < entry->n_members; m++) {
            put_source(d, &entry->members[m]);
            khl_docx_line(d, "Wording", khl_str_trim(entry->members[m].text));
        }
    }
}

void khl_docx_annexes(khl_docx *d)
{
    uint32_t bookmark;
    khl_docx_paragraph(d, "Heading1");
    khl_docx_bookmark(d, "annexes", &bookmark);
    khl_docx_word(d, NULL, "doc.annexes");
    khl_docx_bookmark_end(d, bookmark);
    khl_docx_paragraph_end(d);
    put_concordance(d);
    put_aside(d);
    put_wordings(d);
}
