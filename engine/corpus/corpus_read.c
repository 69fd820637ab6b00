/* One file into the corpus: open, decode, see what kind it is, read the table, find the columns, look whether
 * the whole makes sense, append. All of it happens in a source of its own that joins the corpus at the end.
 */
#include "corpus_parts.h"
#include "encoding.h"
#include "files.h"
#include "module.h"
#include "office_readers.h"
#include "platform.h"
#include "readers.h"

#include "error.h"
#include "str.h"
#include "threads.h"

#include <stdio.h>

static bool has_extension(const char *path, const char *extension)
{
    size_t n = strlen(path), m = strlen(extension);
    if (n < m) return false;
    for (size_t i = 0; i < m; i++) {
        char c = path[n - m + i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (c != extension[i]) return false;
    }
    return true;
}

/* Whether the first row names a column for the text, parted by that separator. */
static bool has_known_header(khl_str text, char separator, const khl_aliases *aliases)
{
    khl_table table;
    khl_columns columns;
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.aliases = aliases;
    khl_table_init(&table);
    bool known = khl_csv_header(&table, text, separator, NULL) == KHL_OK && table.n_headers > 0 &&
                 khl_columns_find(&columns, &table, &options, NULL) == KHL_OK;
    khl_table_clear(&table);
    return known;
}

static const char *kind_by_content(khl_str text, const khl_aliases *aliases)
{
    khl_str rest = khl_str_trim(text);
    if (rest.n > 0 && (rest.p[0] == '{' || rest.p[0] == '['))
        return khl_is_json_lines(text) ? "jsonl" : "json";
    char separator = khl_csv_separator(text);
    if (has_known_header(text, separator, aliases)) return separator == '\t' ? "tsv" : "csv";
    return separator == ';' || separator == '\t' ? "csv" : "txt";
}

/* Plain text, unless it is what a spreadsheet calls Unicode text: a table with tabs. */
static const char *kind_of_text(khl_str text, const khl_aliases *aliases)
{
    const char *line_end = memchr(text.p, '\n', text.n);
    const char *tab = memchr(text.p, '\t', line_end != NULL ? (size_t)(line_end - text.p) : text.n);
    return tab != NULL && has_known_header(text, '\t', aliases) ? "tsv" : "txt";
}

static const char *find_kind(const char *path, khl_str text, const khl_read_options *options)
{
    static const char *const kinds[] = {"csv", "tsv", "json", "jsonl", "txt"};
    if (options->kind != NULL) {
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (strcmp(options->kind, kinds[i]) == 0) return kinds[i];
        return NULL;
    }
    if (text.n == 0) text.p = "";
    if (has_extension(path, ".csv")) return "csv";
    if (has_extension(path, ".tsv") || has_extension(path, ".tab")) return "tsv";
    if (has_extension(path, ".jsonl") || has_extension(path, ".ndjson")) return "jsonl";
    if (has_extension(path, ".json")) return khl_is_json_lines(text) ? "jsonl" : "json";
    if (has_extension(path, ".txt") || has_extension(path, ".md"))
        return kind_of_text(text, options->aliases);
    return kind_by_content(text, options->aliases);
}

static bool is_office_kind(const char *kind)
{
    static const char *const KINDS[] = {"xlsx", "ods", "xls", "docx", "pdf"};
    for (size_t i = 0; kind != NULL && i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(kind, KINDS[i]) == 0) return true;
    return false;
}

/* A ZIP container, a compound file of the office programs before 2007, a PDF: by the first bytes. */
static bool is_office_file(khl_str bytes, const khl_read_options *options)
{
    if (options->kind != NULL) return is_office_kind(options->kind);
    return khl_str_starts(bytes, KHL_STR("PK\3\4")) || khl_str_starts(bytes, KHL_STR("\xD0\xCF\x11\xE0")) ||
           khl_str_starts(bytes, KHL_STR("%PDF-"));
}

static khl_status read_table(khl_table *table, const char *kind, khl_str text, size_t max_cell,
                             khl_error *err)
{
    if (strcmp(kind, "csv") == 0) return khl_read_csv(table, text, 0, max_cell, err);
    if (strcmp(kind, "tsv") == 0) return khl_read_csv(table, text, '\t', max_cell, err);
    if (strcmp(kind, "json") == 0) return khl_read_json(table, text, max_cell, err);
    if (strcmp(kind, "jsonl") == 0) return khl_read_json_lines(table, text, max_cell, err);
    return khl_read_txt(table, text, max_cell, err);
}

/* Row and column of the end of the well-formed part of an ill-formed file. Whether plain text has paragraphs
 * shows in the whole of it only. */
static void locate(const char *kind, const khl_decoded *decoded, khl_str bytes, const char *path,
                   khl_error *err)
{
    khl_str text = decoded->text;
    uint64_t row = 0, column = 1;
    if (err == NULL || kind == NULL) return;
    if (strcmp(kind, "csv") == 0 || strcmp(kind, "tsv") == 0)
        khl_csv_locate(text, text.n, kind[0] == 't' ? '\t' : khl_csv_separator(text), &row, &column);
    else if (strcmp(kind, "txt") == 0)
        khl_txt_locate(decoded->own.n > 0 ? text : khl_str_part(bytes, decoded->mark, bytes.n), text.n, &row);
    else
        khl_line_locate(text, text.n, &row, &column);
    khl_error_at(err, path, row, column);
}

static khl_status fail_at_row(khl_error *err, uint64_t row, uint64_t column, const char *id,
                              const char *message, const char *a, const char *b)
{
    KHL_FAIL(err, KHL_E_INPUT, id, message, a, b);
    khl_error_at(err, NULL, row, column);
    return KHL_E_INPUT;
}

/* A row and the one below are one row that a line end outside quotes has broken: together they have one
 * column more than the header, and the second one's id is prose. */
static bool is_broken(const khl_source *source, const khl_table_row *row, const khl_table_row *next)
{
    const khl_field_columns *ids = &source->columns.of[KHL_FIELD_ID];
    if (ids->n == 0 || ids->column[0] != 0 || next->row != row->row + 1) return false;
    if ((size_t)row->n_columns + next->n_columns != source->table.n_headers + 1) return false;
    khl_str id = khl_str_trim(khl_table_find(&source->table, next, 0));
    return id.n > 0 && memchr(id.p, ' ', id.n) != NULL;
}

static khl_status check_short_rows(const khl_source *source, khl_error *err)
{
    const khl_table *table = &source->table;
    const khl_field_columns *text = &source->columns.of[KHL_FIELD_TEXT];
    if (text->n == 0) text = &source->columns.of[KHL_FIELD_TITLE];
    for (size_t i = 0; i < table->n_rows; i++) {
        const khl_table_row *row = &table->rows[i];
        char has[32], wanted[32];
        if (row->n_columns == 0 || row->n_columns >= table->n_headers) continue;
        snprintf(has, sizeof has, "%u", (unsigned)row->n_columns);
        snprintf(wanted, sizeof wanted, "%zu", table->n_headers);
        if (row->n_columns <= text->column[0])
            return fail_at_row(
                err, row->row, row->n_columns + 1u, "csv.short_row",
                "the row has {0} of {1} columns and ends before its text; complete it or remove it", has,
                wanted);
        if (i + 1 < table->n_rows && is_broken(source, row, &table->rows[i + 1]))
            return fail_at_row(err, row->row, row->n_columns, "csv.broken_row",
                               "a line end outside quotes breaks this row: it has {0} of {1} columns; put "
                               "the text in quotes",
                               has, wanted);
    }
    return KHL_OK;
}

static bool has_question_run(khl_str text)
{
    for (size_t i = 0; i + 1 < text.n; i++)
        if (text.p[i] == '?' && text.p[i + 1] == '?') return true;
    return false;
}

/* Letters that an export to Latin-1 has turned into question marks, or into nothing, are lost for good:
 * better to say so than to set every row aside. */
static khl_status check_lost_letters(const khl_source *source, khl_error *err)
{
    size_t filled = 0, lost = 0, letters = 0;
    uint64_t first_lost = 0, column = 0;
    const khl_table *table = &source->table;
    khl_field field = source->columns.of[KHL_FIELD_TEXT].n > 0 ? KHL_FIELD_TEXT : KHL_FIELD_TITLE;
    for (size_t i = 0; i < table->n_rows; i++) {
        khl_str text = khl_columns_value(&source->columns, table, &table->rows[i], field);
        khl_str reason = khl_unusable_reason(text);
        letters += reason.n == 0;
        filled += !khl_str_equal(reason, KHL_STR("empty-text"));
        if (reason.n == 0 || !has_question_run(text)) continue;
        if (lost++ == 0) first_lost = table->rows[i].row;
    }
    column = source->columns.of[field].column[0] + 1u;
    if (lost * 2 > filled)
        return fail_at_row(
            err, first_lost, column, "corpus.question_marks",
            "the text is only question marks: its letters were lost when this file was written "
            "(Latin-1?); export it again as UTF-8",
            NULL, NULL);
    if (filled >= 3 && letters == 0)
        return fail_at_row(err, table->rows[0].row, column, "corpus.no_letters",
                           "no text of the file has a letter in it; is it the right column, and was the file "
                           "exported as UTF-8?",
                           NULL, NULL);
    return KHL_OK;
}

static khl_status check_options(const khl_read_options *options, khl_error *err)
{
    if (options->max_cell_bytes == 0 || options->max_cell_bytes > KHL_TABLE_MAX_CELL)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "read.max_cell", "max_cell_bytes must be 1 to 1073741824");
    if (options->n_map > 0 && options->map == NULL)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "read.map", "map is missing");
    if (options->encoding != NULL && !khl_encoding_is_known(options->encoding))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "read.encoding", "there is no encoding \"{0}\"",
                        options->encoding);
    if (options->platform != NULL && !khl_platform_is_known(options->platform))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "read.platform",
                        "unknown platform {0}: see khl_corpus_platforms, or \"none\"", options->platform);
    if (options->kind != NULL && !is_office_kind(options->kind) &&
        find_kind("", (khl_str){"", 0}, options) == NULL)
        return KHL_FAIL(
            err, KHL_E_ARGUMENT, "read.kind",
            "unknown kind {0}: wanted is csv, tsv, json, jsonl, txt, xlsx, ods, xls, docx or pdf, or a "
            "platform: google-forms, kobotoolbox, limesurvey, decidim, consul, polis, or none",
            options->kind);
    return KHL_OK;
}

/* The hash of a large file is taken while it is read: it takes as long as cutting it into cells. */
typedef struct hashing {
    khl_str bytes;
    unsigned char digest[32];
    khl_side_task task;
} hashing;

static void hash(void *context)
{
    hashing *h = context;
    khl_sha256(h->bytes, h->digest);
}

static void hash_begin(hashing *h, khl_str bytes)
{
    h->bytes = bytes;
    if (bytes.n < KHL_WORTH_A_THREAD || !khl_side_task_start(&h->task, hash, h)) hash(h);
}

static khl_status describe(khl_source *source, const char *path, const char *kind, const khl_decoded *decoded,
                           hashing *h, khl_error *err)
{
    khl_arena *arena = &source->table.arena;
    source->info = (khl_input){.file = khl_arena_copy(arena, khl_str_from(path)),
                               .name = khl_arena_copy(arena, khl_path_base(path)),
                               .kind = khl_str_from(kind),
                               .encoding = khl_arena_copy(arena, khl_str_from(decoded->encoding)),
                               .separator = source->table.separator,
                               .platform = source->info.platform,
                               .notes = source->info.notes,
                               .unfinished = source->info.unfinished,
                               .heads = (uint32_t)source->n_heads,
                               .columns = (uint32_t)source->table.n_headers};
    if (!source->info.file.p || !source->info.name.p || !source->info.encoding.p) return khl_fail_memory(err);
    khl_side_task_join(&h->task);
    memcpy(source->info.sha256, h->digest, sizeof h->digest);
    return KHL_OK;
}

/* Everything between the table of the file and a source that can join the corpus. */
static khl_status settle(const khl_corpus *corpus, khl_source *source, const char *kind,
                         const khl_read_options *options, khl_error *err)
{
    if (source->table.n_headers == 0)
        return KHL_FAIL(err, KHL_E_INPUT, "input.empty",
                        "the file is empty; check that it was saved, and that it is the right one");
    source->aliases = options->aliases;
    khl_status status = khl_platform_columns(corpus, source, kind, options, err);
    if (status == KHL_OK && source->table.n_rows == 0 && source->n_heads == 0)
        status = fail_at_row(err, 1, 0, "input.header_only",
                             "the file has a header and no rows below it; check that it is the right one",
                             NULL, NULL);
    if (status == KHL_OK) status = check_short_rows(source, err);
    if (status == KHL_OK) status = check_lost_letters(source, err);
    return status;
}

static khl_status fill(const khl_corpus *corpus, khl_source *source, const char *kind,
                       const khl_decoded *decoded, const khl_read_options *options, khl_error *err)
{
    khl_status status = read_table(&source->table, kind, decoded->text, options->max_cell_bytes, err);
    if (status != KHL_OK && err != NULL && err->has_byte)
        err->byte = khl_decoded_source_byte(decoded, (size_t)err->byte);
    return status == KHL_OK ? settle(corpus, source, kind, options, err) : status;
}

/* By the module that knows such files, and by their bytes, whatever they are named. */
static khl_status fill_from_office(const khl_corpus *corpus, khl_source *source, khl_str bytes,
                                   const khl_read_options *options, const char **kind, khl_error *err)
{
    void (*found)(void);
    khl_office_task task = {options, NULL, false};
    khl_status status = khl_module_find("office", "khl_office_read", &found, err);
    if (status == KHL_OK) status = ((khl_office_read_fn *)found)(&source->table, bytes, &task, err);
    *kind = task.kind;
    source->with_parents = task.joined;
    return status == KHL_OK ? settle(corpus, source, *kind, options, err) : status;
}

/* A city pack is UTF-8, whatever the files beside it are in; its schema stands in front. */
static bool is_pack(khl_str bytes)
{
    static const char SCHEMA[] = "\"khulasa.pack/";
    khl_str front = khl_str_part(bytes, 0, bytes.n < 256 ? bytes.n : 256);
    bool found = false;
    for (size_t at = 0; at < front.n && !found; at++)
        found = khl_str_starts(khl_str_part(front, at, front.n), khl_str_from(SCHEMA));
    return found && khl_str_starts(khl_str_trim(front), KHL_STR("{"));
}

static khl_status fill_from_text(const khl_corpus *corpus, khl_source *source, const char *path,
                                 khl_str bytes, khl_decoded *decoded, const khl_read_options *options,
                                 const char **kind, khl_error *err)
{
    bool position = false;
    const char *encoding = is_pack(bytes) ? NULL : options->encoding;
    khl_status status = khl_decode(decoded, bytes, encoding, &position, err);
    *kind = status == KHL_OK || position ? find_kind(path, decoded->text, options) : NULL;
    if (status == KHL_OK) return fill(corpus, source, *kind, decoded, options, err);
    locate(*kind, decoded, bytes, path, err);
    return status;
}

khl_status khl_corpus_read(khl_corpus *corpus, const char *path, const khl_read_options *options,
                           khl_error *err)
{
    const khl_read_options defaults = KHL_READ_OPTIONS_INIT;
    khl_decoded decoded = {.encoding = "UTF-8"};
    khl_file file = {.mapped = false};
    hashing h = {.bytes = {NULL, 0}};
    const char *kind = NULL;
    if (options == NULL) options = &defaults;
    khl_status status = check_options(options, err);
    if (status != KHL_OK) return status;
    khl_source *source = khl_source_create();
    if (source == NULL) return khl_fail_memory(err);
    status = khl_file_open(&file, path, options->max_file_bytes, err);
    if (status != KHL_OK) goto done;
    hash_begin(&h, file.bytes);
    status = is_office_file(file.bytes, options)
                 ? fill_from_office(corpus, source, file.bytes, options, &kind, err)
                 : fill_from_text(corpus, source, path, file.bytes, &decoded, options, &kind, err);
    if (status == KHL_OK) status = describe(source, path, kind, &decoded, &h, err);
    if (status == KHL_OK) status = khl_corpus_push(corpus, source, err);
    if (status == KHL_OK) source = NULL;
done:
    khl_side_task_join(&h.task);
    if (status != KHL_OK && err != NULL) khl_error_at(err, path, err->row, err->column);
    khl_decoded_clear(&decoded);
    khl_file_close(&file);
    khl_source_destroy(source);
    return status;
}
