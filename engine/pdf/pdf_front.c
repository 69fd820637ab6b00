/* Cover, and the page with the closing account, the chart of entries per axis and the method. */
#include "doc_words.h"
#include "pdf_document.h"
#include "str.h"

#include <stdio.h>

static bool read_number(khl_str s, size_t begin, size_t end, unsigned *out)
{
    uint64_t n;
    if (!khl_str_to_u64(khl_str_part(s, begin, end), &n)) return false;
    *out = (unsigned)n;
    return true;
}

bool khl_pdf_read_date(khl_str date, unsigned *year, unsigned *month, unsigned *day)
{
    return date.n == 10 && date.p[4] == '-' && date.p[7] == '-' && read_number(date, 0, 4, year) &&
           read_number(date, 5, 7, month) && read_number(date, 8, 10, day) && *month >= 1 && *month <= 12 &&
           *day >= 1 && *day <= 31;
}

/* YYYY-MM-DD with the name of its month in words; any other date as it was given. */
static void put_date(khl_pdf_document *doc, khl_str date)
{
    char id[] = "doc.month.00";
    unsigned year, month, day;
    if (!khl_pdf_read_date(date, &year, &month, &day)) {
        khl_pdf_put_own(doc, date);
        return;
    }
    id[10] = date.p[5];
    id[11] = date.p[6];
    khl_buf_format(&doc->text, "%u ", day);
    khl_pdf_put_word(doc, id);
    khl_buf_format(&doc->text, " %u", year);
}

static khl_pdf_put cell(khl_pdf_style style, double start, double width, bool beside)
{
    return (khl_pdf_put){.style = style, .start = start, .width = width, .beside = beside};
}

static void add_number(khl_pdf_document *doc, uint32_t n, const khl_pdf_put *put)
{
    khl_buf_format(khl_pdf_text(doc), "%u", (unsigned)n);
    khl_pdf_add_text(doc, put);
}

/* What n things are called, without their number. */
static void add_name(khl_pdf_document *doc, const char *id, uint32_t n, const khl_pdf_put *put)
{
    khl_pdf_text(doc);
    khl_pdf_put_count(doc, id, n);
    khl_pdf_add_text(doc, put);
}

/* Large figures over their names. */
static void put_figures(khl_pdf_document *doc)
{
    const khl_shortlist *list = doc->list;
    const double width = KHL_PDF_MEASURE / 4;
    uint32_t axes = 0;
    for (size_t i = 0; i < list->n_axes; i++) axes += list->axes[i].n_entries > 0;
    uint32_t figures[] = {list->received, (uint32_t)list->n_entries, axes, list->n_associations};
    static const char *const names[] = {"doc.label.received", "doc.label.entries", "doc.label.axes",
                                        "doc.label.associations"};
    unsigned n = list->n_associations > 0 ? 4 : 3;
    for (unsigned i = 0; i < n; i++) {
        khl_pdf_put put = cell(KHL_PDF_FIGURE, i * width, width - 12, i > 0);
        add_number(doc, figures[i], &put);
    }
    for (unsigned i = 0; i < n; i++) {
        khl_pdf_put put = cell(KHL_PDF_LABEL, i * width, width - 12, i > 0);
        add_name(doc, names[i], figures[i], &put);
    }
    khl_pdf_place_stack(&doc->stack);
}

/* The facts of the run at the foot of the cover: what the document was made of, and with. */
static void put_run(khl_pdf_document *doc)
{
    const khl_shortlist *list = doc->list;
    enum { MOST = 6, DIGITS = 16 };
    khl_buf_format(khl_pdf_text(doc), "Khulasa %.*s", (int)list->version.n, list->version.p);
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_SMALL});
    for (size_t i = 0; i < list->n_inputs && i < MOST; i++) {
        const khl_shortlist_input *input = &list->inputs[i];
        khl_pdf_text(doc);
        khl_pdf_put_word(doc, "doc.run.input");
        khl_buf_char(&doc->text, ' ');
        khl_pdf_put_own(doc, input->file);
        khl_buf_put_c(&doc->text, " (");
        khl_pdf_put_count(doc, "doc.n_rows", input->rows);
        khl_buf_format(&doc->text, ") SHA-256 %.*s", DIGITS, input->sha256);
        khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_SMALL, .most_lines = 1});
    }
    doc->paper.y = KHL_PDF_END - khl_pdf_stack_height(&doc->stack);
    khl_pdf_place_stack(&doc->stack);
}

void khl_pdf_cover(khl_pdf_document *doc)
{
    khl_pdf_paper *paper = &doc->paper;
    paper->y = 176;
    khl_pdf_fill(paper, KHL_PDF_ACCENT, 0, 150, 56, 4);
    khl_pdf_add(&doc->stack, khl_pdf_word(doc, "doc.mark"), &(khl_pdf_put){.style = KHL_PDF_MARK});
    khl_pdf_add(&doc->stack, khl_pdf_word(doc, "doc.title"),
                &(khl_pdf_put){.style = KHL_PDF_COVER, .tag = "H1"});
    khl_pdf_text(doc);
    khl_pdf_put_list(doc, doc->cities.keys, doc->cities.n);
    if (doc->cities.n > 0)
        khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_HEAD, .above = 6, .most_lines = 4});
    khl_pdf_text(doc);
    khl_pdf_put_word(doc, "doc.draft");
    if (doc->list->date.n > 0) {
        khl_buf_put_c(&doc->text, " \xC2\xB7 ");
        put_date(doc, doc->list->date);
    }
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_BODY, .above = 14, .colour = KHL_PDF_SOFT});
    khl_pdf_place_stack(&doc->stack);
    if (paper->y < 470) paper->y = 470;
    khl_pdf_fill(paper, KHL_PDF_LINE, 0, paper->y - 16, KHL_PDF_MEASURE, 0.6);
    put_figures(doc);
    put_run(doc);
}

/* received = in the entries + set aside */
static void put_equation(khl_pdf_document *doc)
{
    const khl_account *account = &doc->account;
    static const char *const signs[] = {"", "=", "+"};
    static const char *const names[] = {"doc.label.received", "doc.label.in_entries", "doc.label.aside"};
    uint32_t figures[] = {doc->list->received, account->submissions, account->aside};
    const double width = KHL_PDF_MEASURE / 3, sign = 30, top = doc->paper.y, height = 64;
    khl_pdf_fill(&doc->paper, KHL_PDF_TINT, 0, top, KHL_PDF_MEASURE, height);
    for (unsigned i = 0; i < 3; i++) {
        khl_pdf_put put = cell(KHL_PDF_FIGURE, i * width + 8, sign - 8, i > 0);
        put.colour = KHL_PDF_SOFT;
        khl_pdf_add(&doc->stack, khl_str_from(signs[i]), &put);
        put = cell(KHL_PDF_FIGURE, i * width + sign, width - sign, true);
        add_number(doc, figures[i], &put);
    }
    for (unsigned i = 0; i < 3; i++) {
        khl_pdf_put put = cell(KHL_PDF_LABEL, i * width + sign, width - sign, i > 0);
        if (i == 1)
            khl_pdf_add(&doc->stack, khl_pdf_word(doc, names[i]), &put);
        else
            add_name(doc, names[i], figures[i], &put);
    }
    khl_pdf_place_stack(&doc->stack);
    doc->paper.y = top + height + 10;
}

static void put_closing(khl_pdf_document *doc)
{
    const khl_shortlist *list = doc->list;
    khl_pdf_text(doc);
    khl_pdf_put_word(doc, "doc.closes");
    khl_buf_char(&doc->text, ' ');
    khl_pdf_put_word(doc, "doc.closes.why");
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_FACT});
    khl_pdf_text(doc);
    khl_pdf_put_word(doc, "doc.account.in_entries");
    khl_buf_char(&doc->text, ' ');
    khl_pdf_put_count(doc, "doc.n_demands", list->demands);
    khl_pdf_put_word(doc, "doc.account.make");
    khl_buf_char(&doc->text, ' ');
    khl_pdf_put_count(doc, "doc.n_entries", (uint32_t)list->n_entries);
    khl_buf_char(&doc->text, '.');
    if (doc->account.aside_parts > 0) {
        khl_buf_char(&doc->text, ' ');
        khl_pdf_put_count(doc, "doc.n_aside_parts", doc->account.aside_parts);
        khl_buf_char(&doc->text, '.');
    }
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_FACT});
    khl_pdf_place_stack(&doc->stack);
}

/* Columns of the chart and its table in one: name, bars, entries, demands. */
enum { NAME = 176, BARS_AT = 188, FIGURE = 54, BAR = 8 };
static const double BARS = KHL_PDF_MEASURE - BARS_AT - 2 * FIGURE - 12;

static void add_columns(khl_pdf_document *doc, khl_pdf_style style, const char *tag, khl_pdf_place link,
                        khl_str name)
{
    khl_pdf_add(&doc->stack, name, &(khl_pdf_put){.style = style, .width = NAME, .link = link, .tag = tag});
}

static void add_last(khl_pdf_document *doc, khl_pdf_style style, const char *tag, khl_str entries,
                     khl_str demands)
{
    khl_pdf_put put = cell(style, KHL_PDF_MEASURE - 2 * FIGURE, FIGURE, true);
    put.at_end = true;
    put.tag = tag;
    khl_pdf_add(&doc->stack, entries, &put);
    put.start += FIGURE;
    khl_pdf_add(&doc->stack, demands, &put);
}

static void add_figures(khl_pdf_document *doc, khl_pdf_style style, uint32_t entries, uint32_t demands)
{
    char left[16], right[16];
    int m = snprintf(left, sizeof left, "%u", (unsigned)entries);
    int n = snprintf(right, sizeof right, "%u", (unsigned)demands);
    add_last(doc, style, "TD", (khl_str){left, (size_t)m}, (khl_str){right, (size_t)n});
}

/* A pale bar of demands, and on it one of entries; both of the share that they are of `most`. */
static void put_bars(khl_pdf_document *doc, const khl_shortlist_axis *axis, uint32_t most, double height)
{
    double y = doc->paper.y + (height - BAR) / 2;
    if (most == 0) return;
    khl_pdf_fill(&doc->paper, KHL_PDF_PALE, BARS_AT, y, BARS * axis->n_members / most, BAR);
    khl_pdf_fill(&doc->paper, KHL_PDF_ACCENT, BARS_AT, y, BARS * axis->n_entries / most, BAR);
}

static void put_axis_row(khl_pdf_document *doc, uint32_t number, uint32_t most)
{
    const khl_shortlist_axis *axis = &doc->list->axes[number - 1];
    khl_buf_format(khl_pdf_text(doc), "%u. ", (unsigned)number);
    khl_pdf_put_own(doc, khl_pdf_axis_name(doc, number));
    khl_pdf_place place = {axis->n_entries > 0 ? 'a' : '\0', number};
    add_columns(doc, KHL_PDF_FACT, "TH", place, khl_buf_str(&doc->text));
    add_figures(doc, KHL_PDF_FACT, axis->n_entries, axis->n_members);
    khl_pdf_make_room(&doc->stack, KHL_PDF_HEIGHT);
    put_bars(doc, axis, most, khl_pdf_stack_height(&doc->stack));
    khl_pdf_place_stack(&doc->stack);
}

static void put_chart(khl_pdf_document *doc)
{
    const khl_shortlist *list = doc->list;
    uint32_t most = 0;
    for (size_t i = 0; i < list->n_axes; i++) {
        if (list->axes[i].n_members > most) most = list->axes[i].n_members;
        if (list->axes[i].n_entries > most) most = list->axes[i].n_entries;
    }
    khl_pdf_group(&doc->paper, "Table");
    doc->stack.row_tag = "TR";
    add_columns(doc, KHL_PDF_LABEL, "TH", (khl_pdf_place){0, 0}, khl_pdf_word(doc, "doc.axis"));
    add_last(doc, KHL_PDF_LABEL, "TH", khl_pdf_word(doc, "doc.column.entries"),
             khl_pdf_word(doc, "doc.column.demands"));
    khl_pdf_place_stack(&doc->stack);
    khl_pdf_fill(&doc->paper, KHL_PDF_LINE, 0, doc->paper.y + 1, KHL_PDF_MEASURE, 0.6);
    doc->paper.y += 4;
    for (uint32_t i = 1; i <= list->n_axes; i++) put_axis_row(doc, i, most);
    khl_pdf_fill(&doc->paper, KHL_PDF_LINE, 0, doc->paper.y + 3, KHL_PDF_MEASURE, 0.6);
    doc->paper.y += 7;
    add_columns(doc, KHL_PDF_STRONG, "TH", (khl_pdf_place){0, 0}, khl_pdf_word(doc, "doc.total"));
    add_figures(doc, KHL_PDF_STRONG, (uint32_t)list->n_entries, list->demands);
    khl_pdf_place_stack(&doc->stack);
    doc->stack.row_tag = NULL;
    khl_pdf_ungroup(&doc->paper);
}

void khl_pdf_account(khl_pdf_document *doc)
{
    static const char *const method[] = {"doc.method.read",    "doc.method.compare", "doc.method.join",
                                         "doc.method.wording", "doc.method.axis",    "doc.method.priority",
                                         "doc.method.people"};
    khl_pdf_begin_part(doc, KHL_PDF_ACCOUNT, "doc.account");
    put_equation(doc);
    put_closing(doc);
    khl_pdf_heading(doc, "doc.chart");
    put_chart(doc);
    khl_pdf_heading(doc, "doc.method");
    for (size_t i = 0; i < sizeof method / sizeof *method; i++)
        khl_pdf_paragraph(&doc->paper, khl_pdf_word(doc, method[i]),
                          &(khl_pdf_put){.style = KHL_PDF_FACT, .above = 3});
    if (doc->list->n_marks_unknown == 0) return;
    khl_pdf_text(doc);
    khl_pdf_put_count(doc, "doc.n_marks_unknown", doc->list->n_marks_unknown);
    khl_pdf_paragraph(&doc->paper, khl_buf_str(&doc->text), &(khl_pdf_put){.style = KHL_PDF_SMALL});
}
