/* The handle: inputs, proposals, submissions set aside, and looking them up. Filling is in corpus_add.c and
 * corpus_read.c. */
#include "corpus_parts.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "utf8.h"

khl_status khl_corpus_create(khl_corpus **out, khl_error *err)
{
    *out = NULL;
    khl_corpus *corpus = khl_alloc_zero(1, sizeof *corpus);
    if (corpus == NULL) return khl_fail_memory(err);
    khl_status status = khl_map_init(&corpus->ids, err);
    if (status != KHL_OK) {
        free(corpus);
        return status;
    }
    corpus->memory_source = UINT32_MAX;
    *out = corpus;
    return KHL_OK;
}

void khl_corpus_destroy(khl_corpus *corpus)
{
    if (corpus == NULL) return;
    for (size_t i = 0; i < corpus->n_sources && !corpus->borrowed; i++)
        khl_source_destroy(corpus->sources[i]);
    free(corpus->sources);
    free(corpus->proposals);
    free(corpus->rows);
    free(corpus->asides);
    free(corpus->owners);
    khl_map_clear(&corpus->ids);
    khl_arena_clear(&corpus->arena);
    free(corpus);
}

khl_source *khl_source_create(void)
{
    khl_source *source = khl_alloc_zero(1, sizeof *source);
    if (source != NULL) khl_table_init(&source->table);
    return source;
}

void khl_source_destroy(khl_source *source)
{
    if (source == NULL) return;
    khl_table_clear(&source->table);
    free(source);
}

khl_status khl_corpus_push(khl_corpus *corpus, khl_source *source, khl_error *err)
{
    if (corpus->n_sources >= UINT32_MAX - 1 ||
        !khl_grow(&corpus->sources, &corpus->sources_capacity, corpus->n_sources + 1, sizeof(khl_source *)))
        return khl_fail_memory(err);
    corpus->sources[corpus->n_sources++] = source;
    khl_status status = khl_corpus_append(corpus, (uint32_t)corpus->n_sources - 1, 0, err);
    if (status != KHL_OK) corpus->n_sources--;
    return status;
}

/* The input of khl_corpus_add: a table whose columns are the fields. */
static khl_status memory_source_create(khl_corpus *corpus, khl_error *err)
{
    khl_source *source = khl_source_create();
    if (source == NULL) return khl_fail_memory(err);
    source->info = (khl_input){.file = KHL_STR("memory"),
                               .name = KHL_STR("memory"),
                               .kind = KHL_STR("memory"),
                               .encoding = KHL_STR("UTF-8")};
    khl_status status = KHL_OK;
    for (int f = 0; f < KHL_N_FIELDS && status == KHL_OK; f++)
        status = khl_table_header(&source->table, khl_str_from(khl_field_name((khl_field)f)));
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    if (status == KHL_OK) status = khl_columns_find(&source->columns, &source->table, &options, err);
    if (status == KHL_OK) status = khl_corpus_push(corpus, source, err);
    if (status == KHL_OK) {
        corpus->memory_source = (uint32_t)corpus->n_sources - 1;
        return KHL_OK;
    }
    khl_source_destroy(source);
    return khl_fail_memory(err);
}

static khl_status add_row(khl_table *table, const khl_str values[KHL_N_FIELDS])
{
    khl_status status = KHL_OK;
    for (uint32_t f = 0; f < KHL_N_FIELDS && status == KHL_OK; f++)
        status = khl_table_cell(table, f, values[f]);
    if (status == KHL_OK) status = khl_table_row_end(table, 0, (uint32_t)table->n_rows + 1);
    if (status != KHL_OK) khl_table_row_drop(table);
    return status;
}

khl_status khl_corpus_add(khl_corpus *corpus, const khl_proposal *proposal, khl_error *err)
{
    const khl_str values[KHL_N_FIELDS] = {
        [KHL_FIELD_ID] = proposal->id,
        [KHL_FIELD_CITY] = proposal->city,
        [KHL_FIELD_AXIS] = proposal->axis,
        [KHL_FIELD_ASSOCIATION] = proposal->association,
        [KHL_FIELD_TEXT] = proposal->text,
        [KHL_FIELD_TITLE] = proposal->title,
        [KHL_FIELD_DATE] = proposal->date,
        [KHL_FIELD_PLACE] = proposal->place,
        [KHL_FIELD_PRIORITY] = proposal->priority,
        [KHL_FIELD_AUTHOR] = proposal->author,
    };
    for (size_t f = 0; f < KHL_N_FIELDS; f++) {
        size_t bad = khl_utf8_check(values[f]);
        if (bad == values[f].n) continue;
        KHL_FAIL(err, KHL_E_INPUT, "encoding.bad_utf8_field", "the field {0} is not UTF-8; convert it first",
                 khl_field_name((khl_field)f));
        khl_error_at_byte(err, NULL, bad);
        return KHL_E_INPUT;
    }
    if (corpus->memory_source == UINT32_MAX) {
        khl_status status = memory_source_create(corpus, err);
        if (status != KHL_OK) return status;
    }
    khl_table *table = &corpus->sources[corpus->memory_source]->table;
    if (add_row(table, values) != KHL_OK) return khl_fail_memory(err);
    khl_status status = khl_corpus_append(corpus, corpus->memory_source, table->n_rows - 1, err);
    if (status != KHL_OK) {
        table->n_rows--;
        khl_table_row_drop(table);
    }
    return status;
}

size_t khl_corpus_count(const khl_corpus *corpus)
{
    return corpus->n_proposals;
}

const khl_proposal *khl_corpus_at(const khl_corpus *corpus, size_t i)
{
    return i < corpus->n_proposals ? &corpus->proposals[i] : NULL;
}

size_t khl_corpus_n_aside(const khl_corpus *corpus)
{
    return corpus->n_asides;
}

const khl_aside *khl_corpus_aside_at(const khl_corpus *corpus, size_t i)
{
    return i < corpus->n_asides ? &corpus->asides[i] : NULL;
}

/* Counted from the rows that were read, not from what became of them, so that the two sides can be compared.
 */
size_t khl_corpus_received(const khl_corpus *corpus)
{
    size_t n = 0;
    for (size_t i = 0; i < corpus->n_sources; i++) n += corpus->sources[i]->table.n_rows;
    return n;
}

size_t khl_corpus_n_inputs(const khl_corpus *corpus)
{
    return corpus->n_sources;
}

const khl_input *khl_corpus_input_at(const khl_corpus *corpus, size_t i)
{
    return i < corpus->n_sources ? &corpus->sources[i]->info : NULL;
}

khl_str khl_corpus_cell(const khl_corpus *corpus, size_t i, const char *header, bool *found)
{
    if (found != NULL) *found = false;
    if (i >= corpus->n_proposals) return (khl_str){"", 0};
    const khl_source *source = corpus->sources[corpus->proposals[i].input];
    uint32_t column = khl_columns_lookup(&source->table, source->columns.folded, khl_str_from(header), NULL);
    if (column == UINT32_MAX) return (khl_str){"", 0};
    if (found != NULL) *found = true;
    return khl_table_find(&source->table, &source->table.rows[corpus->rows[i]], column);
}

khl_str khl_corpus_column(const khl_corpus *corpus, size_t input, const char *field, size_t k)
{
    khl_field f;
    if (input >= corpus->n_sources || !khl_field_parse(khl_str_from(field), &f)) return (khl_str){"", 0};
    const khl_source *source = corpus->sources[input];
    const khl_field_columns *columns = &source->columns.of[f];
    return k < columns->n ? source->table.headers[columns->column[k]] : (khl_str){"", 0};
}

khl_str khl_corpus_header(const khl_corpus *corpus, size_t input, size_t i)
{
    bool is = input < corpus->n_sources && i < corpus->sources[input]->table.n_headers;
    return is ? corpus->sources[input]->table.headers[i] : (khl_str){"", 0};
}

khl_status khl_corpus_settle(const khl_corpus *corpus, khl_error *err)
{
    for (size_t i = 0; i < corpus->n_sources; i++) {
        const khl_source *source = corpus->sources[i];
        if (source->n_heads == 0 || source->joined) continue;
        KHL_FAIL(
            err, KHL_E_INPUT, "kobo.no_repeats",
            "no column of this KoboToolbox table holds the text; give the table of its repeats behind it, "
            "or name the column with --map text=HEADER");
        khl_error_at(err, source->info.file.p, 1, 0);
        return KHL_E_INPUT;
    }
    return KHL_OK;
}
