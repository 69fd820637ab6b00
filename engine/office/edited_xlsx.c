/* A workbook of ours as people gave it back: rows of entries by their ids, answers to pairs by the ids of
 * both sides. Linear in the workbook, which is held in memory. */
#include "alloc.h"
#include "edited_baseline.h"
#include "edited_long.h"
#include "edited_take.h"
#include "error.h"
#include "office.h"
#include "str.h"

typedef struct reading {
    khl_edited *out;
    khl_book book;
    khl_edited_keys keys;
    khl_baseline baseline;
    khl_long_texts texts;
    khl_map ids; /* of entries that were read */
    khl_buf scratch[2];
    khl_error *err;
} reading;

enum { ID, TITLE, TEXT, LEVEL, AXIS, LEAD, OTHERS };
static const char *const ENTRY_COLUMNS[KHL_EDITED_COLUMNS] = {
    "entry_id", "title", "text", "level", "axis", "lead_authority", "authorities", NULL};

static khl_status put_part(reading *r, const khl_edited_row *row, size_t column, khl_edited_kind kind)
{
    khl_edited_entry *entry = &r->out->entries[r->out->n_entries - 1];
    khl_str cell = khl_edited_cell(row, column), whole;
    if (cell.p == NULL) return KHL_OK;
    khl_str before = khl_baseline_find(&r->baseline, entry->id, kind);
    khl_status status = khl_long_texts_whole(&r->texts, cell, before, &whole, r->err);
    return status == KHL_OK ? khl_edited_extend(r->out, &entry->parts[kind], whole, row->number, r->err)
                            : status;
}

/* The one that leads and the others stand in two columns; without either, nothing is known of them. */
static khl_status put_authorities(reading *r, const khl_edited_row *row)
{
    if (khl_edited_cell(row, LEAD).p == NULL || khl_edited_cell(row, OTHERS).p == NULL) return KHL_OK;
    khl_status status = put_part(r, row, LEAD, KHL_EDITED_AUTHORITIES);
    if (status == KHL_OK && khl_edited_cell(row, OTHERS).n > 0)
        status = put_part(r, row, OTHERS, KHL_EDITED_AUTHORITIES);
    return status;
}

static khl_status put_entry(reading *r, const khl_edited_row *row, khl_str id)
{
    bool added;
    if (khl_map_put(&r->ids, id, NULL, &added) != KHL_OK) return khl_fail_memory(r->err);
    if (!added) return khl_edited_add_stray(r->out, KHL_STRAY_TWICE, id, row->number, r->err);
    khl_status status = khl_edited_add_entry(r->out, id, row->number, r->err);
    if (status == KHL_OK) status = put_part(r, row, TITLE, KHL_EDITED_TITLE);
    if (status == KHL_OK) status = put_part(r, row, TEXT, KHL_EDITED_TEXT);
    if (status == KHL_OK) status = put_part(r, row, LEVEL, KHL_EDITED_LEVEL);
    if (status == KHL_OK) status = put_part(r, row, AXIS, KHL_EDITED_AXIS);
    return status == KHL_OK ? put_authorities(r, row) : status;
}

/* A row without an id is one that somebody typed: a proposal, if it says something. */
static khl_status put_row(reading *r, const khl_edited_row *row)
{
    khl_str id = khl_str_trim(khl_edited_cell(row, ID)), said = khl_edited_cell(row, TITLE);
    if (khl_edited_is_id(id)) return put_entry(r, row, id);
    if (said.n == 0) said = khl_edited_cell(row, TEXT);
    return said.n > 0 ? khl_edited_add_stray(r->out, KHL_STRAY_HEADING, said, row->number, r->err) : KHL_OK;
}

static khl_status fail_column(const reading *r, const khl_edited_table *table, const char *column)
{
    khl_buf sheet = KHL_BUF_INIT;
    khl_buf_put(&sheet, table->sheet->name);
    khl_buf_char(&sheet, '\0');
    khl_status status = khl_fail_memory(r->err);
    if (khl_buf_ok(&sheet))
        status =
            KHL_FAIL(r->err, KHL_E_INPUT, "office.keys_lost",
                     "the sheet {0} has lost its column {1}, by which its rows are known; put the changes "
                     "into a copy that still has it, or export the workbook anew",
                     sheet.p, column);
    khl_buf_clear(&sheet);
    return status;
}

static khl_status read_entries(reading *r)
{
    khl_edited_table table;
    khl_edited_row row;
    khl_status status = khl_edited_table_find(&table, &r->book, &r->keys, "entries", ENTRY_COLUMNS, r->err);
    if (status == KHL_OK && table.sheet != NULL && table.columns[ID] == UINT32_MAX)
        return fail_column(r, &table, ENTRY_COLUMNS[ID]);
    while (status == KHL_OK && khl_edited_table_next(&table, &row)) status = put_row(r, &row);
    return status;
}

static khl_str fold_cases(khl_str s)
{
    char *p = (char *)s.p;
    for (size_t i = 0; i < s.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] | 0x20);
    return s;
}

/* Are two words one, whatever the capitals of the Latin ones? */
static bool is_word(reading *r, khl_str written, khl_str word)
{
    if (word.p == NULL || khl_edited_same(written, word, r->scratch)) return word.p != NULL;
    return khl_str_equal(fold_cases(khl_buf_str(&r->scratch[0])), fold_cases(khl_buf_str(&r->scratch[1])));
}

static khl_str answer_of(reading *r, khl_str written)
{
    static const char *const ANSWERS[] = {"same", "different", "related"};
    for (size_t i = 0; i < 3; i++)
        if (is_word(r, written, khl_str_from(ANSWERS[i])) ||
            is_word(r, written, khl_edited_keys_find(&r->keys, "answer", ANSWERS[i])))
            return khl_str_from(ANSWERS[i]);
    return KHL_STR("");
}

enum { KEY_A, KEY_B, DECISION, COMMENT };
static const char *const ANSWER_COLUMNS[KHL_EDITED_COLUMNS] = {"key_a", "key_b", "decision", "comment", NULL};

static khl_status put_answer(reading *r, const khl_edited_row *row)
{
    khl_edited *out = r->out;
    khl_str cells[4];
    for (size_t i = 0; i < 4; i++) {
        cells[i] = khl_edited_cell(row, i);
        if (i >= DECISION) cells[i] = khl_str_trim(cells[i]);
    }
    if ((cells[DECISION].n == 0 && cells[COMMENT].n == 0) || cells[KEY_A].n == 0 || cells[KEY_B].n == 0)
        return KHL_OK;
    if (!khl_grow(&out->answers, &out->answers_capacity, out->n_answers + 1, sizeof *out->answers))
        return khl_fail_memory(r->err);
    khl_edited_answer *answer = &out->answers[out->n_answers++];
    *answer = (khl_edited_answer){.a = khl_arena_copy(&out->arena, cells[KEY_A]),
                                  .b = khl_arena_copy(&out->arena, cells[KEY_B]),
                                  .answer = answer_of(r, cells[DECISION]),
                                  .written = khl_arena_copy(&out->arena, cells[DECISION]),
                                  .comment = khl_arena_copy(&out->arena, cells[COMMENT]),
                                  .sheet = khl_arena_copy(&out->arena, row->table->sheet->name),
                                  .row = row->number};
    return answer->a.p != NULL && answer->b.p != NULL && answer->written.p != NULL &&
                   answer->comment.p != NULL && answer->sheet.p != NULL
               ? KHL_OK
               : khl_fail_memory(r->err);
}

static khl_status read_answers(reading *r, const char *kind)
{
    khl_edited_table table;
    khl_edited_row row;
    khl_status status = khl_edited_table_find(&table, &r->book, &r->keys, kind, ANSWER_COLUMNS, r->err);
    if (status != KHL_OK || table.sheet == NULL) return status;
    for (size_t i = KEY_A; i <= KEY_B; i++)
        if (table.columns[i] == UINT32_MAX) return fail_column(r, &table, ANSWER_COLUMNS[i]);
    while (status == KHL_OK && khl_edited_table_next(&table, &row)) status = put_answer(r, &row);
    return status;
}

static khl_status read_sheets(reading *r)
{
    bool found, is_one = false;
    khl_buf baseline = KHL_BUF_INIT;
    khl_status status = khl_edited_keys_read(&r->keys, &r->book, &baseline, &found, r->err);
    if (found) r->out->baseline = khl_arena_copy(&r->out->arena, khl_buf_str(&baseline));
    if (status == KHL_OK && found && (!khl_buf_ok(&baseline) || r->out->baseline.p == NULL))
        status = khl_fail_memory(r->err);
    khl_buf_clear(&baseline);
    if (status == KHL_OK) status = khl_baseline_open(&r->baseline, r->out->baseline, &is_one, r->err);
    if (status != KHL_OK || !is_one) return status;
    status = khl_long_texts_read(&r->texts, &r->book, &r->keys, &r->out->arena, r->err);
    if (status == KHL_OK) status = read_entries(r);
    if (status == KHL_OK) status = read_answers(r, "review");
    if (status == KHL_OK) status = read_answers(r, "members");
    bool ok = khl_buf_ok(&r->scratch[0]) && khl_buf_ok(&r->scratch[1]);
    return status == KHL_OK && !ok ? khl_fail_memory(r->err) : status;
}

khl_status khl_edited_read_xlsx(khl_edited *out, khl_package *package, khl_error *err)
{
    reading r = {.out = out, .book = KHL_BOOK_INIT, .err = err};
    khl_status status = khl_map_init(&r.ids, err);
    if (status == KHL_OK) status = khl_read_xlsx(&r.book, package, err);
    if (status == KHL_OK) status = khl_book_finish(&r.book, err);
    if (status == KHL_OK) status = read_sheets(&r);
    khl_long_texts_clear(&r.texts);
    khl_baseline_clear(&r.baseline);
    khl_edited_keys_clear(&r.keys);
    khl_map_clear(&r.ids);
    khl_buf_clear(&r.scratch[0]);
    khl_buf_clear(&r.scratch[1]);
    khl_book_clear(&r.book);
    return status;
}
