/* The front of the document: cover, method with the closing account, figures, contents. */
#include "alloc.h"
#include "doc_words.h"
#include "docx.h"
#include "error.h"
#include "str.h"

#include <stdio.h>

enum { FRONT_FIGURES = 4, DIGEST_SHOWN = 12 };

static void put_items(khl_docx *d, const char *style, const khl_str *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0) khl_docx_separate(d, style, "doc.list_comma", items[i]);
        khl_docx_name(d, style, items[i]);
    }
}

/* A figure over its name. */
static void figure(khl_docx *d, unsigned width, uint32_t n, const char *id, bool counted)
{
    khl_docx_cell(d, width, 1, KHL_DOCX_TINT);
    khl_docx_paragraph(d, "BigFigure");
    khl_docx_number(d, NULL, n);
    khl_docx_paragraph_end(d);
    khl_docx_paragraph(d, "FigureName");
    if (counted)
        khl_docx_count(d, NULL, id, n);
    else
        khl_docx_word(d, NULL, id);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
}

static uint32_t axes_in_use(const khl_shortlist *list)
{
    uint32_t n = 0;
    for (size_t i = 0; i < list->n_axes; i++) n += list->axes[i].n_entries > 0;
    return n;
}

static void put_cover_figures(khl_docx *d)
{
    static const unsigned widths[FRONT_FIGURES] = {2410, 2409, 2409, 2410};
    const khl_docx_table table = {"Plain", widths, FRONT_FIGURES, NULL, NULL};
    khl_docx_table_begin(d, &table);
    khl_docx_row(d, false);
    figure(d, widths[0], d->list->received, "doc.label.received", true);
    figure(d, widths[1], (uint32_t)d->list->n_entries, "doc.label.entries", true);
    figure(d, widths[2], axes_in_use(d->list), "doc.label.axes", true);
    figure(d, widths[3], d->list->n_associations, "doc.label.associations", true);
    khl_docx_row_end(d);
    khl_docx_table_end(d);
}

/* What the document was made of, by the first digits of its digests. */
static void put_run_line(khl_docx *d)
{
    khl_docx_paragraph(d, "CoverLine");
    khl_docx_run_c(d, NULL, "Khulasa ");
    khl_docx_run(d, NULL, d->list->version);
    for (size_t i = 0; i < d->list->n_inputs && i < 3; i++) {
        const khl_shortlist_input *input = &d->list->inputs[i];
        khl_docx_run_c(d, NULL, " · ");
        khl_docx_run(d, NULL, input->file);
        khl_docx_run_c(d, NULL, " ");
        khl_docx_run(d, NULL, (khl_str){input->sha256, strnlen(input->sha256, DIGEST_SHOWN)});
    }
    khl_docx_paragraph_end(d);
}

void khl_docx_cover(khl_docx *d)
{
    khl_docx_line_word(d, "CoverMark", "doc.mark");
    khl_docx_line_word(d, "Title", "doc.title");
    khl_docx_paragraph(d, "Subtitle");
    put_items(d, NULL, d->cities.keys, d->cities.n < 12 ? d->cities.n : 12);
    if (d->cities.n > 12) khl_docx_run_c(d, NULL, " …");
    khl_docx_paragraph_end(d);
    khl_docx_paragraph(d, "CoverLine");
    khl_docx_word(d, "Strong", "doc.draft");
    if (d->list->date.n > 0) khl_docx_run_c(d, NULL, " · ");
    if (d->list->date.n > 0) khl_docx_date(d);
    khl_docx_paragraph_end(d);
    khl_docx_line(d, "CoverGap", KHL_STR(""));
    put_cover_figures(d);
    khl_docx_line(d, "CoverGap", KHL_STR(""));
    put_run_line(d);
}

static void sign(khl_docx *d, unsigned width, const char *text)
{
    khl_docx_cell(d, width, 1, KHL_DOCX_TINT);
    khl_docx_paragraph(d, "BigFigure");
    khl_docx_run_c(d, "Soft", text);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
}

/* received = in the entries + set aside */
static void put_equation(khl_docx *d)
{
    static const unsigned widths[] = {2746, 700, 2746, 700, 2746};
    const khl_docx_table table = {"Plain", widths, 5, "doc.account", "doc.closes.why"};
    khl_docx_table_begin(d, &table);
    khl_docx_row(d, false);
    figure(d, widths[0], d->list->received, "doc.label.received", true);
    sign(d, widths[1], "=");
    figure(d, widths[2], d->account.submissions, "doc.label.in_entries", false);
    sign(d, widths[3], "+");
    figure(d, widths[4], d->account.aside, "doc.label.aside", true);
    khl_docx_row_end(d);
    khl_docx_table_end(d);
}

static void put_account(khl_docx *d)
{
    khl_docx_paragraph(d, NULL);
    khl_docx_word(d, "Strong", "doc.closes");
    khl_docx_run_c(d, NULL, " ");
    khl_docx_word(d, NULL, "doc.closes.why");
    khl_docx_paragraph_end(d);
    khl_docx_paragraph(d, NULL);
    khl_docx_word(d, NULL, "doc.account.in_entries");
    khl_docx_run_c(d, NULL, " ");
    khl_docx_count(d, NULL, "doc.n_demands", d->list->demands);
    khl_docx_word(d, NULL, "doc.account.make");
    khl_docx_run_c(d, NULL, " ");
    khl_docx_count(d, NULL, "doc.n_entries", (uint32_t)d->list->n_entries);
    khl_docx_run_c(d, NULL, ". ");
    if (d->list->n_cuts > 0) khl_docx_count(d, NULL, "doc.n_letters", (uint32_t)d->list->n_cuts);
    if (d->list->n_cuts > 0) khl_docx_run_c(d, NULL, ". ");
    if (d->account.aside_parts > 0) khl_docx_count(d, NULL, "doc.n_aside_parts", d->account.aside_parts);
    if (d->account.aside_parts > 0) khl_docx_run_c(d, NULL, ".");
    khl_docx_paragraph_end(d);
}

void khl_docx_method(khl_docx *d)
{
    static const char *const paragraphs[] = {
        "doc.method.read", "doc.method.compare",  "doc.method.join",  "doc.method.wording",
        "doc.method.axis", "doc.method.priority", "doc.method.people"};
    khl_docx_line_word(d, "FrontHeading", "doc.account");
    put_equation(d);
    put_account(d);
    khl_docx_line_word(d, "SubHeading", "doc.method");
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++)
        khl_docx_line_word(d, NULL, paragraphs[i]);
    if (d->list->n_marks_unknown > 0) {
        khl_docx_paragraph(d, NULL);
        khl_docx_count(d, NULL, "doc.n_marks_unknown", d->list->n_marks_unknown);
        khl_docx_paragraph_end(d);
    }
}

khl_str khl_docx_axis(const khl_docx *d, uint32_t axis)
{
    return khl_doc_name(&d->list->axes[axis - 1].name, d->words);
}

static void put_axes_chart(khl_docx *d)
{
    const khl_shortlist *list = d->list;
    khl_docx_bar *bars = khl_alloc_zero(list->n_axes, sizeof *bars);
    if (bars == NULL) {
        d->status = khl_fail_memory(d->err);
        return;
    }
    for (uint32_t i = 0; i < list->n_axes; i++)
        bars[i] = (khl_docx_bar){khl_docx_axis(d, i + 1), list->axes[i].n_entries, list->axes[i].n_members};
    khl_docx_line_word(d, "SubHeading", "doc.chart");
    khl_docx_chart(d, bars, list->n_axes, "doc.chart", "doc.chart.cells");
    free(bars);
}

static void put_levels_chart(khl_docx *d)
{
    static const char *const levels[] = {"local", "provincial", "regional", "national", ""};
    enum { N_LEVELS = sizeof levels / sizeof *levels };
    khl_docx_bar bars[N_LEVELS];
    size_t n = 0;
    for (size_t l = 0; l < N_LEVELS; l++) {
        khl_str level = khl_str_from(levels[l]);
        khl_docx_bar bar = {khl_docx_level(d, level), 0, 0};
        for (size_t i = 0; i < d->list->n_entries; i++) {
            if (!khl_str_equal(d->list->entries[i].level, level)) continue;
            bar.value++;
            bar.of += (uint32_t)d->list->entries[i].n_members;
        }
        if (bar.value > 0 || level.n > 0) bars[n++] = bar;
    }
    khl_docx_line_word(d, "SubHeading", "doc.levels");
    khl_docx_chart(d, bars, n, "doc.levels", "doc.chart.cells");
}

static void fact(khl_docx *d, khl_str name, khl_str value)
{
    khl_docx_paragraph(d, "Small");
    khl_docx_run(d, NULL, name);
    khl_docx_run_c(d, NULL, ": ");
    khl_docx_run(d, NULL, value);
    khl_docx_paragraph_end(d);
}

static void put_run(khl_docx *d)
{
    const khl_shortlist *list = d->list;
    khl_docx_line_word(d, "SubHeading", "doc.run");
    fact(d, khl_doc_word(d->words, "doc.run.version"), list->version);
    fact(d, khl_doc_word(d->words, "doc.run.models"), list->models);
    for (size_t i = 0; i < list->n_options; i++)
        fact(d, khl_doc_word_of(d->words, "doc.option.", list->options[i].name, list->options[i].name),
             list->options[i].value);
    for (size_t i = 0; i < list->n_inputs; i++) {
        const khl_shortlist_input *input = &list->inputs[i];
        fact(d, khl_doc_word(d->words, "doc.run.input"), input->file);
        fact(d, KHL_STR("SHA-256"), (khl_str){input->sha256, strnlen(input->sha256, sizeof input->sha256)});
    }
}

void khl_docx_figures(khl_docx *d)
{
    khl_docx_line_word(d, "FrontHeading", "doc.figures");
    khl_docx_line_word(d, "Intro", "doc.chart.key");
    if (d->list->n_axes > 0) put_axes_chart(d);
    put_levels_chart(d);
    put_run(d);
}

static void contents_line(khl_docx *d, const char *style, const char *mark, khl_str number, khl_str title)
{
    khl_docx_paragraph(d, style);
    khl_docx_link(d, mark);
    khl_docx_run(d, NULL, number);
    khl_docx_tab(d);
    khl_docx_run(d, NULL, title);
    khl_docx_link_end(d);
    khl_docx_paragraph_end(d);
}

/* One line of the contents for each heading of level 1 and 2, in their order. */
static void put_contents_lines(khl_docx *d)
{
    char mark[KHL_DOCX_NAME_BYTES], number[24];
    uint32_t axis = 0;
    for (size_t i = 0; i < d->list->n_entries; i++) {
        const khl_entry *entry = &d->list->entries[i];
        if (entry->axis != axis) {
            axis = entry->axis;
            snprintf(mark, sizeof mark, "axis_%u", (unsigned)axis);
            snprintf(number, sizeof number, "%u", (unsigned)axis);
            contents_line(d, "TOC1", mark, khl_str_from(number), khl_docx_axis(d, axis));
        }
        khl_docx_entry_mark(mark, entry->id);
        contents_line(d, "TOC2", mark, entry->number, entry->title);
    }
    khl_docx_paragraph(d, "TOC1");
    khl_docx_link(d, "annexes");
    khl_docx_word(d, NULL, "doc.annexes");
    khl_docx_link_end(d);
    khl_docx_paragraph_end(d);
    for (char letter = 'a', last = d->list->compared ? 'h' : 'g'; letter <= last; letter++) {
        char id[] = "doc.annex.?", annex[] = "annex_?";
        id[sizeof id - 2] = annex[sizeof annex - 2] = letter;
        contents_line(d, "TOC2", annex, (khl_str){NULL, 0}, khl_doc_word(d->words, id));
    }
}

/* The field is marked stale: only a word processor knows the pages, and fills them in when it opens the file
 * or is asked to (F9). Until then the lines stand without them, as links. */
void khl_docx_contents(khl_docx *d)
{
    khl_docx_line_word(d, "FrontHeading", "doc.contents");
    khl_docx_paragraph(d, "Gap");
    khl_docx_field_begin(d, " TOC \\o \"1-2\" \\h \\z \\u ", true);
    khl_docx_paragraph_end(d);
    put_contents_lines(d);
    khl_docx_paragraph(d, "Gap");
    khl_docx_field_end(d);
    khl_docx_paragraph_end(d);
}
