/* shortlist.csv: one row a member, in the order of the entries, then one a proposal set aside, then the
 * formulas of cut submissions, so that every id that was received is there. Linear in the text. The rules are
 * in khulasa/export.h. */
#include "csv_cells.h"
#include "decimal.h"
#include "doc_words.h"
#include "error.h"
#include "str.h"
#include "writers.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define JOIN " | "

static const char header[] =
    "entry_number;entry_id;axis_number;axis;entry_title;entry_text;support;supporters;"
    "cities;lead_authority;authorities;level;member_id;member_association;member_city;member_date;member_"
    "text;"
    "member_probability;representative;source_file;source_row;set_aside_reason;priority";

/* Where persons were asked for, one column more. */
#define AUTHOR_HEADER ";member_author"

/* A longer list of names is not repeated in every row of its entry. */
enum { MOST_REPEATED = 8 };

/* Columns that describe the entry, empty for what was set aside: entry_number to level. */
#define NO_ENTRY ";;;;;;;;;;;;"

/* Would a spreadsheet, or the rule for reading back, take the cell for something else than its text? */
static bool needs_guard(khl_str s)
{
    return khl_csv_is_formula(s) || (s.n > 0 && s.p[0] != '\0' && strchr("\t\r\n'", s.p[0]) != NULL);
}

static void put_cell(khl_buf *out, khl_str s)
{
    khl_csv_cell(out, s, needs_guard(s));
    khl_buf_char(out, ';');
}

static void put_number(khl_buf *out, uint64_t value)
{
    khl_buf_decimal(out, value);
    khl_buf_char(out, ';');
}

static void put_list(khl_buf *out, khl_buf *scratch, const khl_str *items, size_t n)
{
    scratch->n = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0) khl_buf_put_c(scratch, JOIN);
        khl_buf_put(scratch, items[i]);
    }
    put_cell(out, khl_buf_str(scratch));
}

/* The id of the lead, for filters, and all names, for people. */
static void put_authorities(khl_buf *out, khl_buf *scratch, const khl_entry *entry, const khl_words *words)
{
    scratch->n = 0;
    for (size_t i = 0; i < entry->n_authorities; i++) {
        if (i > 0) khl_buf_put_c(scratch, JOIN);
        khl_buf_put(scratch, khl_doc_name(&entry->authorities[i].name, words));
    }
    put_cell(out, entry->n_authorities > 0 ? entry->authorities[0].id : KHL_STR(""));
    put_cell(out, khl_buf_str(scratch));
}

/* A long list stands in the row of the representative alone: the names of four hundred associations in four
 * hundred rows would make a file of gigabytes of a large collection, and no cell of a spreadsheet readable.
 */
static void put_names(khl_buf *out, khl_buf *scratch, const khl_str *items, size_t n, bool all)
{
    put_list(out, scratch, items, all || n <= MOST_REPEATED ? n : 0);
}

/* The columns of the entry, the same for every member but for lists that are long. */
static void put_entry(khl_buf *out, khl_buf *scratch, const khl_entry *entry, khl_str axis,
                      const khl_words *words, bool all)
{
    put_cell(out, entry->number);
    put_cell(out, entry->id);
    put_number(out, entry->axis);
    put_cell(out, axis);
    put_cell(out, entry->title);
    put_cell(out, entry->text);
    put_number(out, entry->n_supporters);
    put_names(out, scratch, entry->supporters, entry->n_supporters, all);
    put_names(out, scratch, entry->cities, entry->n_cities, all);
    put_authorities(out, scratch, entry, words);
    put_cell(out, entry->level);
}

static void put_member(khl_buf *out, const khl_member *member, uint32_t priority, bool with_persons)
{
    put_cell(out, member->id);
    put_cell(out, member->association);
    put_cell(out, member->city);
    put_cell(out, member->date);
    put_cell(out, member->text);
    khl_buf_format(out, "%.4f;%d;", member->probability, member->representative ? 1 : 0);
    put_cell(out, member->file);
    put_number(out, member->row);
    khl_buf_char(out, ';');
    khl_buf_decimal(out, priority);
    if (with_persons) khl_buf_char(out, ';');
    if (with_persons) khl_csv_cell(out, member->author, needs_guard(member->author));
    khl_buf_put_c(out, "\r\n");
}

static void put_aside(khl_buf *out, const khl_shortlist_aside *aside, bool with_persons)
{
    khl_buf_put_c(out, NO_ENTRY);
    put_cell(out, aside->id);
    khl_buf_put_c(out, ";;;");
    put_cell(out, aside->text);
    khl_buf_put_c(out, ";;");
    put_cell(out, aside->file);
    put_number(out, aside->row);
    put_cell(out, aside->reason);
    khl_buf_put_c(out, with_persons ? ";\r\n" : "\r\n");
}

/* A greeting or closing formula of a cut submission: a row with the submission's id, so that its text is not
 * lost; the submission itself counts by its parts. */
static void put_formula(khl_buf *out, const khl_shortlist_cut *cut, khl_str text, const char *reason,
                        bool with_persons)
{
    if (text.n == 0) return;
    khl_shortlist_aside row = {
        .id = cut->id, .reason = khl_str_from(reason), .text = text, .file = cut->file, .row = cut->row};
    put_aside(out, &row, with_persons);
}

/* The rows of one entry; columns and full are of it, to be used again for the next. */
typedef struct columns {
    khl_buf scratch, each, full;
    bool with_persons;
} columns;

static khl_status put_rows(khl_sink *out, columns *c, const khl_entry *entry, khl_str axis,
                           const khl_words *words, khl_error *err)
{
    khl_status status = KHL_OK;
    c->each.n = c->full.n = 0;
    put_entry(&c->each, &c->scratch, entry, axis, words, false);
    put_entry(&c->full, &c->scratch, entry, axis, words, true);
    for (size_t m = 0; m < entry->n_members && status == KHL_OK; m++) {
        khl_buf_put(&out->buf, khl_buf_str(entry->members[m].representative ? &c->full : &c->each));
        put_member(&out->buf, &entry->members[m], entry->priority, c->with_persons);
        status = khl_sink_ease(out, false, err);
    }
    return status;
}

static khl_status put_entries(khl_sink *out, const khl_shortlist *list, const khl_words *words,
                              khl_error *err)
{
    columns c = {KHL_BUF_INIT, KHL_BUF_INIT, KHL_BUF_INIT, list->with_persons};
    khl_status status = KHL_OK;
    for (size_t e = 0; e < list->n_entries && status == KHL_OK; e++) {
        const khl_entry *entry = &list->entries[e];
        status = put_rows(out, &c, entry, khl_doc_name(&list->axes[entry->axis - 1].name, words), words, err);
    }
    if (status == KHL_OK && (c.scratch.failed || c.each.failed || c.full.failed))
        status = khl_fail_memory(err);
    khl_buf_clear(&c.scratch);
    khl_buf_clear(&c.each);
    khl_buf_clear(&c.full);
    return status;
}

khl_status khl_write_csv(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err)
{
    khl_buf_put_c(&out->buf, BYTE_ORDER_MARK);
    khl_buf_put_c(&out->buf, header);
    khl_buf_put_c(&out->buf, list->with_persons ? AUTHOR_HEADER "\r\n" : "\r\n");
    khl_status status = put_entries(out, list, words, err);
    for (size_t i = 0; i < list->n_aside && status == KHL_OK; i++) {
        put_aside(&out->buf, &list->aside[i], list->with_persons);
        status = khl_sink_ease(out, false, err);
    }
    for (size_t i = 0; i < list->n_cuts && status == KHL_OK; i++) {
        put_formula(&out->buf, &list->cuts[i], list->cuts[i].opening, "formula-opening", list->with_persons);
        put_formula(&out->buf, &list->cuts[i], list->cuts[i].closing, "formula-closing", list->with_persons);
        status = khl_sink_ease(out, false, err);
    }
    return status;
}
