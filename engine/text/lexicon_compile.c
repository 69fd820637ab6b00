/* From the reviewed text files of models/text and models/places to two frozen maps. The table of words is
 * filled in order of arrival and written in bytewise order of its keys, with references renumbered, so that
 * the bytes do not depend on the order of rows. Runs at build time and for --models DIR; about 10 ms for
 * 10,000 rows. */
#include "lexicon_rows.h"

#include "alloc.h"
#include "cut_cues.h"
#include "error.h"
#include "str.h"

#define MAX_WORDS ((size_t)1 << 22)

static khl_status compiler_init(khl_compiler *c, khl_error *err)
{
    *c = (khl_compiler){.scratch = KHL_BUF_INIT, .folded = KHL_BUF_INIT};
    khl_status status = khl_properties_create(&c->properties, err);
    if (status == KHL_OK) status = khl_map_init(&c->words, err);
    if (status == KHL_OK) status = khl_map_init(&c->places, err);
    if (status == KHL_OK) status = khl_map_init(&c->levels.keys, err);
    if (status == KHL_OK) status = khl_map_init(&c->sounds.keys, err);
    if (status == KHL_OK) status = khl_map_init(&c->roads.keys, err);
    if (status == KHL_OK) status = khl_map_init(&c->seen, err);
    return status;
}

static void compiler_clear(khl_compiler *c)
{
    khl_map_clear(&c->words);
    khl_map_clear(&c->places);
    khl_map_clear(&c->levels.keys);
    khl_map_clear(&c->sounds.keys);
    khl_map_clear(&c->roads.keys);
    khl_map_clear(&c->seen);
    free(c->levels.values);
    free(c->sounds.values);
    free(c->roads.values);
    free(c->records);
    free(c->place_records);
    khl_buf_clear(&c->scratch);
    khl_buf_clear(&c->folded);
    khl_properties_destroy(c->properties);
}

khl_status khl_compile_open(khl_tsv *row, khl_buf *path, const char *dir, const char *name, khl_error *err)
{
    khl_buf_format(path, "%s/%s", dir, name);
    khl_buf_char(path, '\0');
    khl_status status = khl_buf_ok(path) ? khl_tsv_open(row, path->p, err) : khl_fail_memory(err);
    if (status != KHL_E_IO) return status;
    KHL_FAIL(err, KHL_E_MODEL, "lexicon.file",
             "the folder of models lacks {0}; copy it from the shipped ones", name);
    khl_error_at(err, path->p, 0, 0);
    return KHL_E_MODEL;
}

khl_status khl_compile_file(khl_compiler *c, const char *dir, const char *name, size_t min_fields,
                            khl_row_fn fn, khl_error *err)
{
    khl_buf path = KHL_BUF_INIT;
    khl_tsv row = {.path = NULL};
    bool more = true;
    khl_status status = khl_compile_open(&row, &path, dir, name, err);
    while (status == KHL_OK && more) {
        status = khl_tsv_next(&row, min_fields, &more, err);
        if (status == KHL_OK && more) status = fn(c, &row, err);
    }
    if (row.path != NULL) khl_tsv_close(&row);
    khl_buf_clear(&path);
    return status;
}

khl_status khl_compile_name(khl_compiler *c, khl_str name, uint32_t *number, khl_error *err)
{
    bool added = false;
    if (c->words.n >= MAX_WORDS)
        return KHL_FAIL(err, KHL_E_MODEL, "lexicon.too_large",
                        "the files of models hold too many words; remove some");
    if (!khl_grow(&c->records, &c->records_capacity, c->words.n + 1, sizeof *c->records) ||
        khl_map_put(&c->words, name, number, &added) != KHL_OK)
        return khl_fail_memory(err);
    if (added)
        c->records[*number] = (khl_word){.variant = KHL_FROZEN_NONE,
                                         .singular = KHL_FROZEN_NONE,
                                         .place = KHL_FROZEN_NONE,
                                         .unit = KHL_FROZEN_NONE,
                                         .cue_kind = KHL_FROZEN_NONE,
                                         .alone = KHL_FROZEN_NONE};
    return KHL_OK;
}

static bool is_whole(const khl_compiler *c, khl_str word)
{
    uint32_t number = khl_map_find(&c->words, word);
    return number != KHL_MAP_NONE && (c->records[number].flags & KHL_WORD_ELISION_WHOLE) != 0;
}

/* An apostrophe stays where the scanner does not cut (whole elisions), and
 * separates words everywhere else. */
khl_status khl_compile_fold(khl_compiler *c, khl_str word, khl_error *err)
{
    c->folded.n = 0;
    khl_status status = khl_fold_word(c->properties, word, &c->folded, err);
    if (status != KHL_OK) return status;
    for (size_t begin = 0, end; begin < c->folded.n; begin = end + 1) {
        const char *space = memchr(c->folded.p + begin, ' ', c->folded.n - begin);
        end = space != NULL ? (size_t)(space - c->folded.p) : c->folded.n;
        if (is_whole(c, khl_str_part(khl_buf_str(&c->folded), begin, end))) continue;
        for (size_t i = begin; i < end; i++)
            if (c->folded.p[i] == '\'') c->folded.p[i] = ' ';
    }
    return KHL_OK;
}

/* Notes at the first word of a phrase how long phrases that begin with it may be. */
static khl_status note_phrase(khl_compiler *c, const khl_tsv *row, size_t column, khl_str key, khl_error *err)
{
    uint32_t first = 0;
    size_t n_words = 1, first_end = key.n;
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] != ' ') continue;
        if (n_words++ == 1) first_end = i;
    }
    if (n_words == 1) return KHL_OK;
    if (n_words > KHL_PHRASE_MAX_WORDS)
        return khl_tsv_fail(row, column + 1, "lexicon.long_phrase",
                            "a phrase has more than six words; shorten it", NULL, err);
    khl_status status = khl_compile_name(c, khl_str_part(key, 0, first_end), &first, err);
    if (status == KHL_OK && c->records[first].phrase_words < n_words)
        c->records[first].phrase_words = (uint8_t)n_words;
    return status;
}

khl_status khl_compile_word(khl_compiler *c, const khl_tsv *row, size_t column, khl_str word,
                            uint32_t *number, khl_error *err)
{
    khl_status status = khl_compile_fold(c, word, err);
    if (status != KHL_OK) return status;
    khl_str key = khl_buf_str(&c->folded);
    if (key.n == 0)
        return khl_tsv_fail(row, column + 1, "lexicon.no_word", "there is no word in this field; write one",
                            NULL, err);
    status = khl_compile_name(c, key, number, err);
    if (status == KHL_OK) status = note_phrase(c, row, column, c->words.keys[*number], err);
    return status;
}

khl_status khl_compile_unique(khl_compiler *c, const khl_tsv *row, size_t a, size_t b, khl_error *err)
{
    bool added = false;
    uint32_t number;
    c->scratch.n = 0;
    khl_buf_put_c(&c->scratch, row->path);
    khl_buf_char(&c->scratch, '\t');
    khl_buf_put(&c->scratch, row->fields[a]);
    khl_buf_char(&c->scratch, '\t');
    khl_buf_put(&c->scratch, row->fields[b]);
    if (!khl_buf_ok(&c->scratch) ||
        khl_map_put(&c->seen, khl_buf_str(&c->scratch), &number, &added) != KHL_OK)
        return khl_fail_memory(err);
    if (added) return KHL_OK;
    return khl_tsv_fail(row, a + 1, "lexicon.duplicate",
                        "this row stood in the file before; remove one of them", NULL, err);
}

typedef struct rank {
    khl_str key;
    uint32_t number;
} rank;

static int by_key(const void *a, const void *b)
{
    return khl_str_compare(((const rank *)a)->key, ((const rank *)b)->key);
}

uint32_t *khl_sorted_numbers(const khl_map *map)
{
    uint32_t *to = khl_alloc(map->n, sizeof *to);
    rank *ranks = khl_alloc(map->n, sizeof *ranks);
    if (to != NULL && ranks != NULL) {
        for (size_t i = 0; i < map->n; i++) ranks[i] = (rank){map->keys[i], (uint32_t)i};
        qsort(ranks, map->n, sizeof *ranks, by_key);
        for (size_t i = 0; i < map->n; i++) to[ranks[i].number] = (uint32_t)i;
    } else {
        free(to);
        to = NULL;
    }
    free(ranks);
    return to;
}

static void renumber(uint32_t *reference, const uint32_t *to)
{
    if (*reference != KHL_FROZEN_NONE) *reference = to[*reference];
}

static void renumber_all(khl_compiler *c, const uint32_t *words, const uint32_t *places)
{
    for (size_t i = 0; i < c->words.n; i++) {
        renumber(&c->records[i].variant, words);
        renumber(&c->records[i].singular, words);
        renumber(&c->records[i].unit, words);
        renumber(&c->records[i].cue_kind, words);
        renumber(&c->records[i].alone, words);
        renumber(&c->records[i].place, places);
    }
    for (size_t i = 0; i < c->places.n; i++) renumber(&c->place_records[i].parent, places);
}

static khl_status write_sections(khl_compiler *c, khl_pack_builder *builder, khl_error *err)
{
    uint32_t *words = khl_sorted_numbers(&c->words), *places = khl_sorted_numbers(&c->places);
    khl_status status = KHL_OK;
    if (words == NULL || places == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    renumber_all(c, words, places);
    khl_buf *section = khl_pack_section_new(builder, KHL_SECTION_WORDS);
    status = section == NULL
                 ? khl_fail_memory(err)
                 : khl_frozen_write(section, c->words.keys, c->records, c->words.n, sizeof *c->records, err);
    if (status != KHL_OK) goto done;
    section = khl_pack_section_new(builder, KHL_SECTION_PLACES);
    status = section == NULL ? khl_fail_memory(err)
                             : khl_frozen_write(section, c->places.keys, c->place_records, c->places.n,
                                                sizeof *c->place_records, err);
done:
    free(words);
    free(places);
    return status;
}

static khl_status write_table(const khl_short_table *table, const char *name, khl_pack_builder *builder,
                              khl_error *err)
{
    khl_buf *section = khl_pack_section_new(builder, name);
    if (section == NULL) return khl_fail_memory(err);
    return khl_frozen_write(section, table->keys.keys, table->values, table->keys.n, sizeof *table->values,
                            err);
}

khl_status khl_lexicon_compile(const char *models_dir, khl_pack_builder *builder, khl_error *err)
{
    khl_compiler c;
    khl_status status = compiler_init(&c, err);
    if (status == KHL_OK) status = khl_compile_word_rows(&c, models_dir, err);
    if (status == KHL_OK) status = khl_compile_place_rows(&c, models_dir, err);
    if (status == KHL_OK) status = khl_cut_cues_compile(&c, models_dir, builder, err);
    if (status == KHL_OK) status = write_sections(&c, builder, err);
    if (status == KHL_OK) status = write_table(&c.levels, KHL_SECTION_LEVELS, builder, err);
    if (status == KHL_OK) status = write_table(&c.sounds, KHL_SECTION_SOUNDS, builder, err);
    if (status == KHL_OK) status = write_table(&c.roads, KHL_SECTION_ROADS, builder, err);
    compiler_clear(&c);
    return status;
}
