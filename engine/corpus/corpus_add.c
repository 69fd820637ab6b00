/* From rows of a table to proposals and submissions set aside: fields, usable or not, ids that are unique.
 *
 * khl_corpus_append works row by row and takes back all of them when memory ends. */
#include "corpus_parts.h"

#include "alloc.h"
#include "error.h"
#include "html_text.h"
#include "str.h"
#include "utf8.h"

#include <stdio.h>
#include <unicode/uchar.h>

#define LETTERS (U_GC_LU_MASK | U_GC_LL_MASK | U_GC_LT_MASK | U_GC_LO_MASK)
#define RENAMED_SEARCHED 64u
#define INVISIBLE (U_GC_CC_MASK | U_GC_CF_MASK)

khl_str khl_unusable_reason(khl_str text)
{
    bool visible = false, bad = false;
    for (size_t at = 0; at < text.n;) {
        UChar32 c = (UChar32)khl_utf8_next(text, &at, &bad);
        if (U_GET_GC_MASK(c) & LETTERS) return (khl_str){"", 0};
        visible = visible || !((U_GET_GC_MASK(c) & INVISIBLE) || u_isUWhiteSpace(c));
    }
    return visible ? KHL_STR("no-letters") : KHL_STR("empty-text");
}

/* All cells of the first row are #tags. */
static bool is_tag_row(const khl_source *source, const khl_table_row *row, size_t index)
{
    bool tags = index == 0 && row->n_columns > 1 && row->n_cells > 0;
    for (uint32_t i = 0; i < row->n_cells && tags; i++) {
        const khl_cell *cell = &source->table.cells[row->first_cell + i];
        tags = cell->n > 1 && cell->p[0] == '#' && (cell->p[1] < '0' || cell->p[1] > '9') &&
               memchr(cell->p, ' ', cell->n) == NULL;
    }
    return tags;
}

/* 1-based; 0 when the input has none. */
static uint32_t axis_column(const khl_source *source)
{
    const khl_field_columns *axis = &source->columns.of[KHL_FIELD_AXIS];
    return axis->n > 0 ? axis->column[0] + 1 : 0;
}

/* The first of its columns that says something, as text; p is NULL when memory ends. */
static khl_str text_of(khl_source *source, const khl_table_row *row)
{
    const khl_field_columns *columns = &source->columns.of[KHL_FIELD_TEXT];
    khl_str value = {"", 0};
    for (uint32_t i = 0; i < columns->n; i++) {
        value = khl_table_find(&source->table, row, columns->column[i]);
        if (columns->column[i] + 1 == source->html) value = khl_html_text(&source->table.arena, value);
        if (value.p == NULL || khl_trim_white_space(value).n > 0) break;
    }
    return value;
}

static khl_proposal make_proposal(khl_source *source, const khl_table_row *row, uint32_t input)
{
    khl_str value[KHL_N_FIELDS];
    for (int f = 0; f < KHL_N_FIELDS; f++) {
        value[f] = f == KHL_FIELD_TEXT
                       ? text_of(source, row)
                       : khl_columns_value(&source->columns, &source->table, row, (khl_field)f);
        if (f != KHL_FIELD_TEXT && f != KHL_FIELD_TITLE) value[f] = khl_trim_white_space(value[f]);
    }
    if (value[KHL_FIELD_TEXT].p != NULL && khl_trim_white_space(value[KHL_FIELD_TEXT]).n == 0 &&
        khl_trim_white_space(value[KHL_FIELD_TITLE]).n > 0) {
        value[KHL_FIELD_TEXT] = value[KHL_FIELD_TITLE];
        value[KHL_FIELD_TITLE] = (khl_str){"", 0};
    }
    return (khl_proposal){.text = value[KHL_FIELD_TEXT],
                          .title = value[KHL_FIELD_TITLE],
                          .city = value[KHL_FIELD_CITY],
                          .association = value[KHL_FIELD_ASSOCIATION],
                          .axis = value[KHL_FIELD_AXIS],
                          .place = value[KHL_FIELD_PLACE],
                          .date = value[KHL_FIELD_DATE],
                          .priority = value[KHL_FIELD_PRIORITY],
                          .author = value[KHL_FIELD_AUTHOR],
                          .given_id = value[KHL_FIELD_ID],
                          .axis_column = axis_column(source),
                          .input = input,
                          .row = row->row};
}

/* Joins a stem and a number in the arena: "FILE:12", "K017~2". */
static khl_str numbered(khl_arena *arena, khl_str stem, char sign, uint32_t number)
{
    char tail[16];
    int n = snprintf(tail, sizeof tail, "%c%u", sign, (unsigned)number);
    char *p = khl_arena_take(arena, stem.n + (size_t)n + 1, 1);
    if (p == NULL) return (khl_str){NULL, 0};
    if (stem.n > 0) memcpy(p, stem.p, stem.n);
    memcpy(p + stem.n, tail, (size_t)n + 1);
    return (khl_str){p, stem.n + (size_t)n};
}

/* The same submission handed in twice; ids made of file and row say so only within one and the same file. */
static bool same_submission(const khl_corpus *corpus, const khl_proposal *a, const khl_proposal *b)
{
    if (a->given_id.n == 0 &&
        memcmp(corpus->sources[a->input]->info.sha256, corpus->sources[b->input]->info.sha256, 32) != 0)
        return false;
    return a->given_id.n == b->given_id.n && khl_str_equal(a->text, b->text) &&
           khl_str_equal(a->city, b->city) && khl_str_equal(a->association, b->association);
}

/* Takes id for the next proposal. *owner is the proposal that has it already, or KHL_NO_PROPOSAL. */
static khl_status claim(khl_corpus *corpus, khl_str id, uint32_t *number, uint32_t *owner)
{
    bool added;
    *owner = KHL_NO_PROPOSAL;
    if (!khl_grow(&corpus->owners, &corpus->owners_capacity, corpus->ids.n + 1, sizeof *corpus->owners))
        return KHL_E_MEMORY;
    if (khl_map_put(&corpus->ids, id, number, &added) != KHL_OK) return KHL_E_MEMORY;
    if (added) corpus->owners[*number] = (khl_id_owner){KHL_NO_PROPOSAL, 2};
    *owner = corpus->owners[*number].proposal;
    if (*owner == KHL_NO_PROPOSAL) corpus->owners[*number].proposal = (uint32_t)corpus->n_proposals;
    return KHL_OK;
}

/* Whether p was handed in before and renamed to ID~2 and on. The search ends at 64 so that it stays linear.
 */
static khl_status renamed_before(const khl_corpus *corpus, khl_arena *arena, const khl_proposal *p,
                                 uint32_t next, bool *repeated)
{
    for (uint32_t k = 2; k < next && k < 2 + RENAMED_SEARCHED && !*repeated; k++) {
        khl_str id = numbered(arena, p->id, '~', k);
        if (id.p == NULL) return KHL_E_MEMORY;
        uint32_t number = khl_map_find(&corpus->ids, id);
        uint32_t owner = number != KHL_MAP_NONE ? corpus->owners[number].proposal : KHL_NO_PROPOSAL;
        *repeated = owner != KHL_NO_PROPOSAL && same_submission(corpus, p, &corpus->proposals[owner]);
    }
    return KHL_OK;
}

/* Within one file an id names one submission: which of two is meant cannot be guessed. But an entry of a city
 * pack is a proposal of each of its cities. */
static bool is_ambiguous(const khl_corpus *corpus, const khl_source *source, const khl_proposal *p,
                         const khl_proposal *first)
{
    if (p->given_id.n == 0 || first->input != p->input || p->input == corpus->memory_source) return false;
    return !(source->table.is_city_pack && first->row == p->row);
}

static khl_status refuse_id(const khl_source *source, const khl_proposal *p, const khl_proposal *first,
                            khl_error *err)
{
    char id[KHL_ERROR_ARG_BYTES], row[16], file[sizeof err->file];
    khl_str shown = khl_utf8_truncate(p->given_id, sizeof id - 1);
    khl_str path = khl_utf8_truncate(source->info.file, sizeof file - 1);
    memcpy(id, shown.p, shown.n);
    id[shown.n] = '\0';
    memcpy(file, path.p, path.n);
    file[path.n] = '\0';
    snprintf(row, sizeof row, "%u", (unsigned)first->row);
    KHL_FAIL(err, KHL_E_INPUT, "corpus.repeated_id",
             "the id \"{0}\" stands already in row {1}; give each submission an id of its own", id, row);
    khl_error_at(err, file, p->row, source->columns.of[KHL_FIELD_ID].column[0] + 1u);
    return KHL_E_INPUT;
}

/* Finds the id of p. *repeated: it is a submission the corpus has already. */
static khl_status settle_id(khl_corpus *corpus, khl_source *source, khl_proposal *p, bool *repeated,
                            khl_error *err)
{
    uint32_t number, owner, other;
    khl_arena *arena = &source->table.arena;
    p->id = p->given_id.n > 0 ? p->given_id : numbered(arena, source->info.name, ':', p->row);
    if (p->id.p == NULL || claim(corpus, p->id, &number, &owner) != KHL_OK) return khl_fail_memory(err);
    if (owner == KHL_NO_PROPOSAL) return KHL_OK;
    if (is_ambiguous(corpus, source, p, &corpus->proposals[owner]))
        return refuse_id(source, p, &corpus->proposals[owner], err);
    *repeated = same_submission(corpus, p, &corpus->proposals[owner]);
    if (renamed_before(corpus, arena, p, corpus->owners[number].next, repeated) != KHL_OK)
        return khl_fail_memory(err);
    for (khl_str stem = p->id; owner != KHL_NO_PROPOSAL && !*repeated;) {
        p->id = numbered(arena, stem, '~', corpus->owners[number].next++);
        if (p->id.p == NULL || claim(corpus, p->id, &other, &owner) != KHL_OK) return khl_fail_memory(err);
    }
    return KHL_OK;
}

static khl_status set_aside(khl_corpus *corpus, const khl_proposal *p, khl_str reason, khl_error *err)
{
    if (!khl_grow(&corpus->asides, &corpus->asides_capacity, corpus->n_asides + 1, sizeof *corpus->asides))
        return khl_fail_memory(err);
    corpus->asides[corpus->n_asides++] = (khl_aside){p->id, p->text, reason, p->input, p->row};
    return KHL_OK;
}

/* Why a row cannot be used; empty when it can. */
static khl_str reason_of(const khl_source *source, const khl_table_row *row, size_t index, khl_str text)
{
    unsigned marks = source->marks != NULL ? source->marks[index] : 0;
    if ((marks & KHL_ROW_TAGS) || is_tag_row(source, row, index)) return KHL_STR("tag-row");
    if (marks & KHL_ROW_MERGED) return KHL_STR("merged-original");
    if (marks & KHL_ROW_REPEATED) return KHL_STR("repeated-id");
    return khl_unusable_reason(text);
}

static khl_status append_row(khl_corpus *corpus, khl_source *source, uint32_t input, size_t index,
                             khl_error *err)
{
    const khl_table_row *row = &source->table.rows[index];
    khl_proposal p = make_proposal(source, row, input);
    khl_str reason = reason_of(source, row, index, p.text);
    p.unfinished = source->marks != NULL && (source->marks[index] & KHL_ROW_UNFINISHED) != 0;
    bool repeated = false;
    if (p.text.p == NULL || corpus->n_proposals >= KHL_NO_PROPOSAL - 1 ||
        !khl_grow(&corpus->proposals, &corpus->proposals_capacity, corpus->n_proposals + 1, sizeof p) ||
        !khl_grow(&corpus->rows, &corpus->rows_capacity, corpus->n_proposals + 1, sizeof *corpus->rows))
        return khl_fail_memory(err);
    if (reason.n > 0) {
        p.id = p.given_id.n > 0 ? p.given_id : numbered(&source->table.arena, source->info.name, ':', p.row);
        return p.id.p != NULL ? set_aside(corpus, &p, reason, err) : khl_fail_memory(err);
    }
    khl_status status = khl_marks_level(source->aliases, p.priority, &p.mark, err);
    if (status == KHL_OK) status = settle_id(corpus, source, &p, &repeated, err);
    if (status != KHL_OK) return status;
    if (repeated) return set_aside(corpus, &p, KHL_STR("repeated-id"), err);
    corpus->rows[corpus->n_proposals] = (uint32_t)index;
    corpus->proposals[corpus->n_proposals++] = p;
    return KHL_OK;
}

khl_status khl_corpus_append(khl_corpus *corpus, uint32_t input, size_t first_row, khl_error *err)
{
    size_t n_proposals = corpus->n_proposals, n_asides = corpus->n_asides;
    khl_source *source = corpus->sources[input];
    khl_status status = KHL_OK;
    for (size_t i = first_row; i < source->table.n_rows && status == KHL_OK; i++)
        status = append_row(corpus, source, input, i, err);
    if (status == KHL_OK) {
        source->info.rows = (uint32_t)source->table.n_rows;
        return KHL_OK;
    }
    corpus->n_proposals = n_proposals;
    corpus->n_asides = n_asides;
    for (size_t i = 0; i < corpus->ids.n && i < corpus->owners_capacity; i++) {
        corpus->owners[i].next = 2;
        if (corpus->owners[i].proposal >= n_proposals) corpus->owners[i].proposal = KHL_NO_PROPOSAL;
    }
    return status;
}
