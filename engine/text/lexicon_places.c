/* The readers of models/places: the gazetteer (read twice: ids first, so that a parent may stand below its
 * child), cues, the words that make or do not make names, levels of kinds and sounds of letters. */
#include "lexicon_rows.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

enum { NAMES_AR = 3, NAMES_FR = 4, AMBIGUOUS = 5 }; /* columns of places.tsv */

static const char *const KINDS[KHL_PLACE_KINDS] = {"region", "province", "prefecture",    "city",
                                                   "town",   "commune",  "arrondissement"};

/* When two places bear one name the town is meant before the province around it: smaller wins. */
static const uint8_t PRECEDENCE[KHL_PLACE_KINDS] = {6, 5, 4, 0, 1, 2, 3};

static bool is_slug(khl_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-' || ch == '_')) return false;
    }
    return s.n > 0;
}

static khl_status place_id(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    bool added = false;
    uint32_t number, kind = 0;
    if (!is_slug(row->fields[0]))
        return khl_tsv_fail(row, 1, "lexicon.id", "an id has only the letters a to z, digits, - and _", NULL,
                            err);
    while (kind < KHL_PLACE_KINDS && !khl_str_equal(row->fields[1], khl_str_from(KINDS[kind]))) kind++;
    if (kind == KHL_PLACE_KINDS)
        return khl_tsv_fail(row, 2, "lexicon.place_kind",
                            "this is no kind of place; see the first lines of the file", NULL, err);
    if (!khl_grow(&c->place_records, &c->places_capacity, c->places.n + 1, sizeof *c->place_records) ||
        khl_map_put(&c->places, row->fields[0], &number, &added) != KHL_OK)
        return khl_fail_memory(err);
    if (!added)
        return khl_tsv_fail(row, 1, "lexicon.id_twice",
                            "this id stood in the file before; give each place its own", NULL, err);
    c->place_records[number] = (khl_place){.parent = KHL_FROZEN_NONE, .kind = kind};
    return KHL_OK;
}

/* Whether place a takes a shared name from place b. */
static bool precedes(const khl_compiler *c, uint32_t a, uint32_t b)
{
    uint8_t pa = PRECEDENCE[c->place_records[a].kind], pb = PRECEDENCE[c->place_records[b].kind];
    return pa != pb ? pa < pb : khl_str_compare(c->places.keys[a], c->places.keys[b]) < 0;
}

/* An ambiguous name is a word in Arabic only: el Jadida and Dakhla are none in French. */
static khl_status place_name(khl_compiler *c, const khl_tsv *row, size_t column, khl_str name, uint32_t place,
                             khl_error *err)
{
    uint32_t number;
    khl_status status = khl_compile_word(c, row, column, name, &number, err);
    if (status != KHL_OK) return status;
    khl_word *word = &c->records[number];
    if (word->place != KHL_FROZEN_NONE && word->place != place && !precedes(c, place, word->place))
        return KHL_OK;
    word->place = place;
    word->flags = (word->flags & ~(uint32_t)KHL_WORD_AMBIGUOUS) | KHL_WORD_PLACE |
                  (c->place_records[place].ambiguous != 0 && column == NAMES_AR ? KHL_WORD_AMBIGUOUS : 0u);
    return KHL_OK;
}

/* The names of one column, between '|'. */
static khl_status place_names(khl_compiler *c, const khl_tsv *row, size_t column, uint32_t place,
                              khl_error *err)
{
    khl_str names = row->fields[column];
    khl_status status = KHL_OK;
    while (names.n > 0 && status == KHL_OK) {
        const char *bar = memchr(names.p, '|', names.n);
        size_t n = bar != NULL ? (size_t)(bar - names.p) : names.n;
        status = place_name(c, row, column, khl_str_trim((khl_str){names.p, n}), place, err);
        names = khl_str_part(names, bar != NULL ? n + 1 : n, names.n);
    }
    return status;
}

static khl_status place_row(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t number = khl_map_find(&c->places, row->fields[0]);
    khl_place *place = &c->place_records[number];
    if (row->fields[2].n > 0) {
        place->parent = khl_map_find(&c->places, row->fields[2]);
        if (place->parent == KHL_MAP_NONE || place->parent == number)
            return khl_tsv_fail(row, 3, "lexicon.parent",
                                "there is no such parent; write the id of a place further up", NULL, err);
    }
    khl_str flag = row->fields[AMBIGUOUS];
    place->ambiguous = khl_str_equal(flag, KHL_STR("1")) ? 1 : 0;
    if (flag.n > 0 && place->ambiguous == 0 && !khl_str_equal(flag, KHL_STR("0")))
        return khl_tsv_fail(row, AMBIGUOUS + 1, "lexicon.flag", "this column holds 1 or nothing", NULL, err);
    khl_status status = place_names(c, row, NAMES_AR, number, err);
    return status == KHL_OK ? place_names(c, row, NAMES_FR, number, err) : status;
}

/* A word that opens several kinds keeps the slug that comes first. */
static void keep_slug(const khl_compiler *c, khl_word *word, uint32_t name)
{
    if (word->cue_kind == KHL_FROZEN_NONE ||
        khl_str_compare(c->words.keys[name], c->words.keys[word->cue_kind]) < 0)
        word->cue_kind = name;
}

static khl_status cue(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    static const char *const OPENS[] = {"city", "district", "facility"};
    static const uint32_t FLAGS[] = {KHL_WORD_CUE_CITY, KHL_WORD_CUE_DISTRICT, KHL_WORD_CUE_FACILITY};
    uint32_t number, name = KHL_FROZEN_NONE;
    size_t opens = 0;
    uint64_t span = 0;
    while (opens < 3 && !khl_str_equal(row->fields[2], khl_str_from(OPENS[opens]))) opens++;
    if (opens == 3)
        return khl_tsv_fail(row, 3, "lexicon.cue",
                            "a cue opens city, district or facility; write one of these", NULL, err);
    if (!khl_str_to_u64(row->fields[3], &span) || span < 1 || span > KHL_NAME_MAX_WORDS)
        return khl_tsv_fail(row, 4, "lexicon.name_words", "a name has 1 to 4 words; write such a number",
                            NULL, err);
    khl_status status = khl_compile_unique(c, row, 0, 2, err);
    if (status == KHL_OK && row->fields[4].n > 0) status = khl_compile_name(c, row->fields[4], &name, err);
    if (status == KHL_OK) status = khl_compile_word(c, row, 0, row->fields[0], &number, err);
    if (status != KHL_OK) return status;
    khl_word *word = &c->records[number];
    word->flags |= FLAGS[opens] | KHL_WORD_KNOWN;
    if (word->cue_span < span) word->cue_span = (uint8_t)span;
    if (name != KHL_FROZEN_NONE) keep_slug(c, word, name);
    return KHL_OK;
}

static khl_status mark(khl_compiler *c, const khl_tsv *row, uint32_t flag, khl_error *err)
{
    uint32_t number;
    khl_status status = khl_compile_unique(c, row, 0, 0, err);
    if (status == KHL_OK) status = khl_compile_word(c, row, 0, row->fields[0], &number, err);
    if (status == KHL_OK) c->records[number].flags |= flag;
    return status;
}

/* Column 3: "head" takes the next word into the name, "second" is a name only behind such a word. */
static khl_status name_word(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    khl_str role = row->fields[2];
    if (role.n == 0) return mark(c, row, KHL_WORD_NAME, err);
    if (khl_str_equal(role, KHL_STR("head"))) return mark(c, row, KHL_WORD_NAME | KHL_WORD_NAME_HEAD, err);
    if (khl_str_equal(role, KHL_STR("second"))) return mark(c, row, KHL_WORD_NAME_SECOND, err);
    return khl_tsv_fail(row, 3, "lexicon.name_role", "this column holds head, second or nothing", NULL, err);
}

/* A place without a cue, and the name under which it is known. */
static khl_status alone(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t name, number;
    khl_status status = khl_compile_word(c, row, 1, row->fields[1], &name, err);
    if (status == KHL_OK) status = mark(c, row, KHL_WORD_ALONE, err);
    if (status == KHL_OK) status = khl_compile_word(c, row, 0, row->fields[0], &number, err);
    if (status == KHL_OK) c->records[number].alone = name;
    return status;
}

static khl_status not_name(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    return mark(c, row, KHL_WORD_NOT_NAME, err);
}

/* A row of two fields, key and short value; "-" is the empty value. */
static khl_status short_row(khl_compiler *c, khl_short_table *table, const khl_tsv *row, khl_error *err)
{
    khl_str key = row->fields[0], value = row->fields[1];
    uint32_t number;
    if (khl_str_equal(value, KHL_STR("-"))) value.n = 0;
    if (key.n == 0)
        return khl_tsv_fail(row, 1, "lexicon.no_word", "there is no word in this field; write one", NULL,
                            err);
    if (value.n >= sizeof(khl_short) || (value.n > 0 && !is_slug(value)))
        return khl_tsv_fail(row, 2, "lexicon.short",
                            "this column holds at most 15 of the letters a to z, digits, - and _", NULL, err);
    c->folded.n = 0;
    khl_status status = khl_compile_unique(c, row, 0, 0, err);
    if (status == KHL_OK) status = khl_fold_word(c->properties, key, &c->folded, err);
    if (status != KHL_OK) return status;
    key = khl_buf_str(&c->folded);
    if (!khl_grow(&table->values, &table->capacity, table->keys.n + 1, sizeof *table->values) ||
        khl_map_put(&table->keys, key, &number, NULL) != KHL_OK)
        return khl_fail_memory(err);
    table->values[number] = (khl_short){{0}};
    if (value.n > 0) memcpy(table->values[number].text, value.p, value.n);
    return KHL_OK;
}

static khl_status level(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    return short_row(c, &c->levels, row, err);
}

static khl_status sound(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    return short_row(c, &c->sounds, row, err);
}

static khl_status road(khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    return short_row(c, &c->roads, row, err);
}

khl_status khl_compile_place_rows(khl_compiler *c, const char *dir, khl_error *err)
{
    khl_status status = khl_compile_file(c, dir, "places/places.tsv", 4, place_id, err);
    if (status == KHL_OK) status = khl_compile_file(c, dir, "places/places.tsv", 4, place_row, err);
    if (status == KHL_OK) status = khl_compile_file(c, dir, "places/cues.tsv", 4, cue, err);
    if (status == KHL_OK) status = khl_compile_file(c, dir, "places/name_words.tsv", 1, name_word, err);
    if (status == KHL_OK) status = khl_compile_file(c, dir, "places/not_name.tsv", 1, not_name, err);
    if (status == KHL_OK) status = khl_compile_file(c, dir, "places/levels.tsv", 2, level, err);
    if (status == KHL_OK) status = khl_compile_file(c, dir, "places/sounds.tsv", 2, sound, err);
    if (status == KHL_OK) status = khl_compile_file(c, dir, "places/roads.tsv", 2, road, err);
    if (status == KHL_OK) status = khl_compile_file(c, dir, "places/alone.tsv", 2, alone, err);
    return status;
}
