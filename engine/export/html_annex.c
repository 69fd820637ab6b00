/* The annexes: what was set aside, the concordance of raw ids and entries, the method, the facts of the run.
 */
#include "concordance.h"
#include "doc_words.h"
#include "html_page.h"
#include "str.h"

#include <stdlib.h>

static khl_str reason_word(const khl_page *page, khl_str reason)
{
    return khl_doc_word_of(page->m.words, "doc.reason.", reason, reason);
}

void khl_page_aside(khl_page *page)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    if (list->n_aside == 0) return;
    khl_markup_put(
        m, "<section id=\"aside\">\n<h2>%w</h2>\n<p class=\"intro\">%w</p>\n<ul class=\"set-aside\">\n",
        "doc.aside", "doc.aside.intro");
    for (size_t i = 0; i < list->n_aside && khl_page_ease(page); i++) {
        const khl_shortlist_aside *aside = &list->aside[i];
        khl_markup_put(m,
                       "<li id=\"x-%u\"><p class=\"who\"><a class=\"id\" href=\"#cx-%u\"><bdi>%s</bdi></a>"
                       " <strong>%s</strong>",
                       (unsigned)i, (unsigned)i, aside->id, reason_word(page, aside->reason));
        if (aside->file.n > 0)
            khl_markup_put(m, " <bdi class=\"source\">%s:%u</bdi>", aside->file, (unsigned)aside->row);
        khl_markup_put(m, "</p>");
        if (aside->why.n > 0) khl_page_text(page, "p", "", aside->why);
        if (khl_str_trim(aside->text).n > 0) khl_page_text(page, "blockquote", "", aside->text);
        khl_markup_put(m, "</li>\n");
    }
    khl_markup_put(m, "</ul>\n</section>\n");
}

static void put_member_row(khl_page *page, const khl_concordance_row *row)
{
    khl_markup *m = &page->m;
    khl_markup_put(m, "<tr id=\"c-%u\"><th scope=\"row\"><a href=\"#m-%u\"><bdi>%s</bdi></a></th>",
                   (unsigned)row->number, (unsigned)row->number, row->member->id);
    khl_markup_put(m, "<td><bdi>%s</bdi></td><td><a href=\"#%s\"><b>%s</b> ", row->member->association,
                   row->entry->id, row->entry->number);
    khl_page_text(page, "bdi", "", row->entry->title);
    khl_markup_put(m, "</a></td></tr>\n");
}

static void put_aside_row(khl_page *page, uint32_t number)
{
    const khl_shortlist_aside *aside = &page->list->aside[number];
    khl_markup_put(&page->m,
                   "<tr id=\"cx-%u\" class=\"out\"><th scope=\"row\"><a href=\"#x-%u\"><bdi>%s</bdi></a></th>"
                   "<td></td><td><a href=\"#x-%u\">%w: %s</a></td></tr>\n",
                   (unsigned)number, (unsigned)number, aside->id, (unsigned)number, "doc.set_aside",
                   reason_word(page, aside->reason));
}

khl_status khl_page_concordance(khl_page *page, khl_error *err)
{
    khl_markup *m = &page->m;
    khl_concordance_row *rows;
    size_t n;
    khl_status status = khl_concordance_make(&rows, &n, page->list, false, err);
    if (status != KHL_OK) return status;
    khl_markup_put(
        m,
        "<section id=\"concordance\">\n<h2>%w</h2>\n<p class=\"intro\">%w</p>\n<table "
        "class=\"concordance\">\n"
        "<thead><tr><th scope=\"col\">%w</th><th scope=\"col\">%w</th><th scope=\"col\">%w</th></tr>"
        "</thead>\n<tbody>\n",
        "doc.concordance", "doc.concordance.intro", "doc.column.id", "doc.column.association", "doc.entry");
    for (size_t i = 0; i < n && khl_page_ease(page); i++) {
        if (rows[i].where == KHL_IS_ASIDE)
            put_aside_row(page, rows[i].number);
        else
            put_member_row(page, &rows[i]);
    }
    khl_markup_put(m, "</tbody>\n</table>\n</section>\n");
    free(rows);
    return KHL_OK;
}

void khl_page_method(khl_page *page)
{
    static const char *const paragraphs[] = {
        "doc.method.read", "doc.method.compare",  "doc.method.join",  "doc.method.wording",
        "doc.method.axis", "doc.method.priority", "doc.method.people"};
    khl_markup_put(&page->m, "<section id=\"method\">\n<h2>%w</h2>\n", "doc.method");
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++)
        khl_markup_put(&page->m, "<p>%w</p>\n", paragraphs[i]);
    if (page->list->n_marks_unknown > 0)
        khl_markup_put(&page->m, "<p>%n</p>\n", "doc.n_marks_unknown", (unsigned)page->list->n_marks_unknown);
    khl_markup_put(&page->m, "</section>\n");
}

static void put_inputs(khl_page *page)
{
    khl_markup *m = &page->m;
    for (size_t i = 0; i < page->list->n_inputs; i++) {
        const khl_shortlist_input *input = &page->list->inputs[i];
        khl_str digest = {input->sha256, strnlen(input->sha256, sizeof input->sha256)};
        khl_markup_put(m,
                       "<dt>%w</dt><dd><bdi>%s</bdi> (%n)<br><bdi class=\"digest\">SHA-256 %s</bdi></dd>\n",
                       "doc.run.input", input->file, "doc.n_rows", (unsigned)input->rows, digest);
    }
}

void khl_page_run(khl_page *page)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    khl_markup_put(m, "<section id=\"run\">\n<h2>%w</h2>\n<dl class=\"run\">\n", "doc.run");
    khl_markup_put(m, "<dt>%w</dt><dd><bdi>Khulasa %s</bdi></dd>\n", "doc.run.version", list->version);
    khl_markup_put(m, "<dt>%w</dt><dd><bdi class=\"digest\">%s</bdi></dd>\n", "doc.run.models", list->models);
    put_inputs(page);
    for (size_t i = 0; i < list->n_options; i++)
        khl_markup_put(m, "<dt><bdi>%s</bdi></dt><dd><bdi>%s</bdi></dd>\n",
                       khl_doc_word_of(m->words, "doc.option.", list->options[i].name, list->options[i].name),
                       list->options[i].value);
    khl_markup_put(m, "</dl>\n</section>\n");
}
