/* What khulasa preview shows to people: what was recognised, columns, counts, first rows, private places.
 *
 * Labels stand in a column of their own, values behind it; in Arabic the lines run from right to left. */
#include "preview.h"

#include "cells.h"
#include "str.h"

#include <stdio.h>

#define ARROW_LEFT "\xe2\x86\x90"
#define ARROW_RIGHT "\xe2\x86\x92"
#define RULE "\xe2\x94\x80"

enum { LABEL = 24, VALUE = 72, HEADER = 48, CELL = 20, TEXT = 56, RULE_WIDTH = 72, NOT_READ = 24 };

static khl_str word_of(const khl_program *p, const char *prefix, khl_str name)
{
    char id[96];
    snprintf(id, sizeof id, "%s%.*s", prefix, (int)name.n, name.n > 0 ? name.p : "");
    return khl_say_word(p, id);
}

static void put_rule(khl_buf *out, const khl_program *p)
{
    khl_cells_begin(out, p);
    for (int i = 0; i < RULE_WIDTH; i++) khl_buf_put_c(out, RULE);
    khl_cells_end(out, p);
}

static void put_title(khl_buf *out, const khl_program *p, khl_str title)
{
    khl_buf_char(out, '\n');
    khl_cells_begin(out, p);
    khl_cells_put(out, title, VALUE);
    khl_cells_end(out, p);
}

static void put_line(khl_buf *out, const khl_program *p, khl_str label, khl_str value, size_t width)
{
    khl_cells_begin(out, p);
    khl_buf_put_c(out, "  ");
    khl_cells_pad(out, label, LABEL, width);
    khl_cells_put(out, value, VALUE);
    khl_cells_end(out, p);
}

/* A count, right-aligned, and what it counts. */
static void put_count(khl_buf *out, const khl_program *p, size_t n, khl_str label)
{
    khl_cells_begin(out, p);
    khl_buf_format(out, "  %7zu  ", n);
    khl_cells_put(out, label, VALUE);
    khl_cells_end(out, p);
}

static size_t width_of(const khl_program *p, const char *const *ids, size_t n)
{
    size_t width = 0;
    for (size_t i = 0; i < n; i++) {
        size_t cells = khl_cells_count(khl_say_word(p, ids[i]), LABEL);
        if (cells > width) width = cells;
    }
    return width;
}

static void put_recognised(khl_buf *out, const khl_program *p, const preview *v)
{
    static const char *const IDS[] = {"cli.preview.kind", "cli.preview.encoding", "cli.preview.separator",
                                      "cli.preview.platform"};
    const khl_input *in = v->info;
    size_t width = width_of(p, IDS, sizeof IDS / sizeof *IDS);
    khl_str separator =
        in->separator == '\t' ? khl_say_word(p, "cli.preview.separator.tab") : (khl_str){&in->separator, 1};
    put_line(out, p, khl_say_word(p, IDS[0]), in->kind, width);
    put_line(out, p, khl_say_word(p, IDS[1]), in->encoding, width);
    if (in->separator != 0) put_line(out, p, khl_say_word(p, IDS[2]), separator, width);
    put_line(out, p, khl_say_word(p, IDS[3]),
             in->platform.n > 0 ? word_of(p, "cli.platform.", in->platform)
                                : khl_say_word(p, "cli.preview.platform.none"),
             width);
}

/* "text  <-  header", each further header of the field below. */
static void put_field(khl_buf *out, const khl_program *p, const preview *v, const char *field, size_t width)
{
    for (size_t k = 0;; k++) {
        khl_str header = khl_corpus_column(v->corpus, v->input, field, k);
        if (header.n == 0) return;
        khl_cells_begin(out, p);
        khl_buf_put_c(out, "  ");
        khl_cells_pad(out, k == 0 ? word_of(p, "cli.field.", khl_str_from(field)) : KHL_STR(""), LABEL,
                      width);
        khl_buf_put_c(out, khl_cells_right_to_left(p) ? ARROW_RIGHT "  " : ARROW_LEFT "  ");
        khl_cells_put(out, header, HEADER);
        khl_cells_end(out, p);
    }
}

/* The headers that --map could name; of very many the first. */
static void put_not_read(khl_buf *out, const khl_program *p, const preview *v, size_t width)
{
    size_t n = 0;
    for (size_t i = 0; i < v->info->columns; i++) {
        khl_str header = khl_corpus_header(v->corpus, v->input, i);
        if (header.n == 0 || preview_is_read(v, header) || n++ >= NOT_READ) continue;
        khl_cells_begin(out, p);
        khl_buf_put_c(out, "  ");
        khl_cells_pad(out, n == 1 ? khl_say_word(p, "cli.preview.not_read") : KHL_STR(""), LABEL, width);
        khl_buf_put_c(out, "   ");
        khl_cells_put(out, header, HEADER);
        khl_cells_end(out, p);
    }
    if (n <= NOT_READ) return;
    khl_cells_begin(out, p);
    khl_buf_format(out, "  %*s     + %zu", (int)width, "", n - NOT_READ);
    khl_cells_end(out, p);
}

static void put_columns(khl_buf *out, const khl_program *p, const preview *v)
{
    size_t width = khl_cells_count(khl_say_word(p, "cli.preview.not_read"), LABEL);
    for (size_t f = 0; f < PREVIEW_FIELDS; f++) {
        bool shown = khl_corpus_column(v->corpus, v->input, PREVIEW_FIELD[f], 0).n > 0;
        size_t cells = khl_cells_count(word_of(p, "cli.field.", khl_str_from(PREVIEW_FIELD[f])), LABEL);
        if (shown && cells > width) width = cells;
    }
    put_title(out, p, khl_say_word(p, "cli.preview.columns"));
    for (size_t f = 0; f < PREVIEW_FIELDS; f++) put_field(out, p, v, PREVIEW_FIELD[f], width);
    put_not_read(out, p, v, width);
}

static void put_counts(khl_buf *out, const khl_program *p, const preview *v)
{
    khl_buf_char(out, '\n');
    put_count(out, p, v->info->rows, khl_say_word(p, "cli.preview.received"));
    put_count(out, p, v->usable, khl_say_word(p, "cli.preview.usable"));
    put_count(out, p, v->aside, khl_say_word(p, "cli.preview.aside"));
    for (size_t i = 0; i < v->n_reasons; i++) {
        khl_cells_begin(out, p);
        khl_buf_format(out, "  %7zu    ", v->reasons[i].n);
        khl_cells_put(out, word_of(p, "doc.reason.", v->reasons[i].id), VALUE);
        khl_cells_end(out, p);
    }
}

static khl_str value_of(const khl_proposal *p, size_t column)
{
    const khl_str values[] = {p->id, p->association, p->axis, p->city, p->title, p->text};
    return values[column];
}

static const char *const SHOWN[] = {"id", "association", "axis", "city", "title", "text"};
enum { N_SHOWN = sizeof SHOWN / sizeof *SHOWN };

/* The proposals shown: numbers[] of the first rows of the input. */
static size_t first_rows(const preview *v, size_t numbers[PREVIEW_ROWS])
{
    size_t n = 0;
    for (size_t i = 0; i < khl_corpus_count(v->corpus) && n < PREVIEW_ROWS; i++)
        if (khl_corpus_at(v->corpus, i)->input == v->input) numbers[n++] = i;
    return n;
}

static void put_cells(khl_buf *out, const khl_program *p, const khl_str values[N_SHOWN],
                      const size_t width[N_SHOWN])
{
    for (size_t c = 0; c < N_SHOWN; c++)
        if (width[c] > 0) khl_cells_pad(out, values[c], c + 1 == N_SHOWN ? TEXT : CELL, width[c]);
    khl_cells_end(out, p);
}

/* Columns that no shown row fills are left out: their width stays 0. */
static void measure(const khl_program *p, const preview *v, const size_t numbers[], size_t n,
                    size_t width[N_SHOWN])
{
    for (size_t c = 0; c < N_SHOWN; c++) {
        size_t most = c + 1 == N_SHOWN ? TEXT : CELL;
        width[c] = 0;
        for (size_t i = 0; i < n; i++) {
            khl_str value = value_of(khl_corpus_at(v->corpus, numbers[i]), c);
            size_t cells = value.n > 0 ? khl_cells_count(value, most) : 0;
            if (cells > width[c]) width[c] = cells;
        }
        size_t head = khl_cells_count(word_of(p, "cli.field.", khl_str_from(SHOWN[c])), most);
        if (width[c] > 0 && head > width[c]) width[c] = head;
    }
}

static void put_rows(khl_buf *out, const khl_program *p, const preview *v)
{
    size_t numbers[PREVIEW_ROWS], width[N_SHOWN], n = first_rows(v, numbers);
    khl_str values[N_SHOWN], row = khl_say_word(p, "cli.preview.row");
    size_t row_width = khl_cells_count(row, CELL);
    if (n == 0) return;
    if (row_width < 5) row_width = 5;
    measure(p, v, numbers, n, width);
    put_title(out, p, khl_say_word(p, "cli.preview.rows"));
    for (size_t c = 0; c < N_SHOWN; c++) values[c] = word_of(p, "cli.field.", khl_str_from(SHOWN[c]));
    khl_cells_begin(out, p);
    khl_buf_put_c(out, "  ");
    khl_cells_pad(out, row, CELL, row_width);
    put_cells(out, p, values, width);
    for (size_t i = 0; i < n; i++) {
        const khl_proposal *proposal = khl_corpus_at(v->corpus, numbers[i]);
        for (size_t c = 0; c < N_SHOWN; c++) values[c] = value_of(proposal, c);
        khl_cells_begin(out, p);
        khl_buf_format(out, "  %*u  ", (int)row_width, (unsigned)proposal->row);
        put_cells(out, p, values, width);
    }
}

static void put_private(khl_buf *out, const khl_program *p, const preview *v)
{
    static const char *const IDS[KHL_N_PRIVATE_KINDS] = {
        "cli.preview.private.email", "cli.preview.private.phone", "cli.preview.private.identity"};
    size_t found = v->n_persons;
    put_title(out, p, khl_say_word(p, "cli.preview.private"));
    for (int k = 0; k < KHL_N_PRIVATE_KINDS; k++) {
        found += v->n_private[k];
        if (v->n_private[k] > 0) put_count(out, p, v->n_private[k], khl_say_word(p, IDS[k]));
    }
    if (v->n_persons > 0) put_count(out, p, v->n_persons, khl_say_word(p, "cli.preview.private.persons"));
    khl_cells_begin(out, p);
    khl_buf_put_c(out, "  ");
    khl_say_put(out, p, found > 0 ? "cli.preview.private.kept_out" : "cli.preview.private.none", NULL, 0);
    khl_cells_end(out, p);
}

/* One encoding and its lines. */
static void put_sample(khl_buf *out, const khl_program *p, const preview *v, const preview_sample *sample)
{
    khl_str lines = {sample->lines, sample->n};
    bool taken = v->info != NULL && khl_str_equal(v->info->encoding, khl_str_from(sample->encoding));
    khl_cells_begin(out, p);
    khl_buf_put_c(out, "  ");
    khl_cells_pad(out, khl_str_from(sample->encoding), LABEL, 12);
    if (taken) khl_cells_put(out, khl_say_word(p, "cli.preview.taken"), LABEL);
    khl_cells_end(out, p);
    while (lines.n > 0) {
        const char *end = memchr(lines.p, '\n', lines.n);
        size_t n = end != NULL ? (size_t)(end - lines.p) : lines.n;
        khl_cells_begin(out, p);
        khl_buf_put_c(out, "    ");
        khl_cells_put(out, (khl_str){lines.p, n}, VALUE);
        khl_cells_end(out, p);
        lines = khl_str_part(lines, n + (end != NULL), lines.n);
    }
}

void khl_put_samples(khl_buf *out, const khl_program *p, const preview *v)
{
    if (v->n_samples == 0) return;
    put_title(out, p, khl_say_word(p, "cli.preview.samples"));
    for (size_t i = 0; i < v->n_samples; i++) put_sample(out, p, v, &v->samples[i]);
}

void khl_put_preview(khl_buf *out, const khl_program *p, const preview *v)
{
    khl_buf notes = KHL_BUF_INIT;
    if (v->input > 0) khl_buf_char(out, '\n');
    khl_cells_begin(out, p);
    khl_cells_put(out, v->info->name, VALUE);
    khl_cells_end(out, p);
    put_rule(out, p);
    put_recognised(out, p, v);
    khl_program_put_notes(&notes, p, v->corpus, v->input);
    put_columns(out, p, v);
    put_counts(out, p, v);
    put_rows(out, p, v);
    put_private(out, p, v);
    khl_put_samples(out, p, v);
    if (notes.failed) out->failed = true;
    if (notes.n > 0) khl_buf_char(out, '\n');
    khl_buf_put(out, khl_buf_str(&notes));
    khl_buf_clear(&notes);
}
