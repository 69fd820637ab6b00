/* Opening a compiled lexicon: two frozen maps and a check of every reference, so that look-ups are bare
 * reads. Order of calls: khl_lexicon_open (or _open_folder), look-ups, khl_lexicon_destroy. */
#include "lexicon.h"

#include "alloc.h"
#include "cut_cues.h"
#include "error.h"
#include "str.h"

static bool fits(uint32_t reference, const khl_frozen *map)
{
    return reference == KHL_FROZEN_NONE || reference < map->n_keys;
}

static bool word_holds(const khl_lexicon *lexicon, const khl_word *word)
{
    const khl_frozen *words = &lexicon->words;
    return fits(word->variant, words) && fits(word->singular, words) && fits(word->unit, words) &&
           fits(word->cue_kind, words) && fits(word->alone, words) && fits(word->place, &lexicon->places) &&
           word->month <= 12 && word->phrase_words <= KHL_PHRASE_MAX_WORDS &&
           word->cue_span <= KHL_NAME_MAX_WORDS &&
           (!khl_word_is(word, KHL_WORD_PLACE) || word->place != KHL_FROZEN_NONE) &&
           (!khl_word_is(word, KHL_WORD_ALONE) || word->alone != KHL_FROZEN_NONE) &&
           (!khl_word_is(word, KHL_WORD_UNIT) || word->unit != KHL_FROZEN_NONE);
}

static bool shorts_hold(const khl_frozen *table)
{
    for (uint32_t i = 0; i < table->n_keys; i++) {
        const khl_short *value = khl_frozen_record(table, i);
        if (value->text[sizeof value->text - 1] != '\0') return false;
    }
    return true;
}

static bool references_hold(const khl_lexicon *lexicon)
{
    for (uint32_t i = 0; i < lexicon->words.n_keys; i++)
        if (!word_holds(lexicon, khl_frozen_record(&lexicon->words, i))) return false;
    if (!shorts_hold(&lexicon->levels) || !shorts_hold(&lexicon->sounds) || !shorts_hold(&lexicon->roads))
        return false;
    for (uint32_t i = 0; i < lexicon->places.n_keys; i++) {
        const khl_place *place = khl_lexicon_place(lexicon, i);
        if (!fits(place->parent, &lexicon->places) || place->kind >= KHL_PLACE_KINDS) return false;
    }
    return true;
}

static khl_status open_shorts(khl_frozen *out, const khl_pack *pack, const char *name, khl_error *err)
{
    return khl_frozen_open(out, khl_pack_section_find(pack, name), sizeof(khl_short), err);
}

khl_status khl_lexicon_open(khl_lexicon **out, const khl_pack *pack, khl_error *err)
{
    *out = NULL;
    khl_str words = khl_pack_section_find(pack, KHL_SECTION_WORDS);
    khl_str places = khl_pack_section_find(pack, KHL_SECTION_PLACES);
    if (words.n == 0)
        return KHL_FAIL(err, KHL_E_MODEL, "lexicon.absent",
                        "the model file holds no words; build the models anew");
    khl_lexicon *lexicon = khl_alloc_zero(1, sizeof *lexicon);
    if (lexicon == NULL) return khl_fail_memory(err);
    khl_status status = khl_frozen_open(&lexicon->words, words, sizeof(khl_word), err);
    if (status == KHL_OK) status = khl_frozen_open(&lexicon->places, places, sizeof(khl_place), err);
    if (status == KHL_OK) status = open_shorts(&lexicon->levels, pack, KHL_SECTION_LEVELS, err);
    if (status == KHL_OK) status = open_shorts(&lexicon->sounds, pack, KHL_SECTION_SOUNDS, err);
    if (status == KHL_OK) status = open_shorts(&lexicon->roads, pack, KHL_SECTION_ROADS, err);
    if (status == KHL_OK)
        status = khl_frozen_open(&lexicon->cut_cues, khl_pack_section_find(pack, KHL_SECTION_CUT_CUES),
                                 sizeof(khl_cue), err);
    if (status == KHL_OK) status = khl_concepts_open(&lexicon->concepts, pack, err);
    if (status == KHL_OK && !references_hold(lexicon))
        status = KHL_FAIL(err, KHL_E_MODEL, "lexicon.reference",
                          "the words of the model file refer to what is not there; build the models anew");
    if (status != KHL_OK) {
        free(lexicon);
        return status;
    }
    *out = lexicon;
    return KHL_OK;
}

khl_status khl_lexicon_open_folder(khl_lexicon **out, const char *models_dir, khl_error *err)
{
    khl_pack_builder builder = {0};
    khl_buf image = KHL_BUF_INIT;
    khl_pack pack = {.image = KHL_BUF_INIT};
    *out = NULL;
    khl_status status = khl_lexicon_compile(models_dir, &builder, err);
    if (status == KHL_OK) status = khl_concepts_compile(models_dir, &builder, err);
    if (status == KHL_OK) status = khl_pack_build(&builder, &image, err);
    if (status == KHL_OK) status = khl_pack_from_image(&pack, &image, models_dir, err);
    if (status == KHL_OK) status = khl_lexicon_open(out, &pack, err);
    if (status == KHL_OK) {
        (*out)->own = pack;
        (*out)->owns_pack = true;
    } else {
        khl_pack_close(&pack);
    }
    khl_buf_clear(&image);
    khl_pack_builder_clear(&builder);
    return status;
}

void khl_lexicon_destroy(khl_lexicon *lexicon)
{
    if (lexicon == NULL) return;
    if (lexicon->owns_pack) khl_pack_close(&lexicon->own);
    free(lexicon);
}

khl_str khl_lexicon_word(const khl_lexicon *lexicon, uint32_t number)
{
    return khl_frozen_key(&lexicon->words, number);
}

khl_str khl_lexicon_place_id(const khl_lexicon *lexicon, uint32_t number)
{
    return khl_frozen_key(&lexicon->places, number);
}

const khl_place *khl_lexicon_place(const khl_lexicon *lexicon, uint32_t number)
{
    return khl_frozen_record(&lexicon->places, number);
}

uint32_t khl_lexicon_place_find(const khl_lexicon *lexicon, khl_str id)
{
    return khl_frozen_find(&lexicon->places, id);
}

/* A province that shares its name with its chief town is listed as that town: Tiflet lies in the province,
 * but not in the town, so such a row is passed over. An arrondissement does lie in its town. */
khl_str khl_lexicon_place_parent(const khl_lexicon *lexicon, khl_str place)
{
    uint32_t i = khl_lexicon_place_find(lexicon, place);
    for (unsigned level = 0; i != KHL_FROZEN_NONE && level < 8; level++) {
        bool inside = khl_lexicon_place(lexicon, i)->kind == KHL_PLACE_ARRONDISSEMENT;
        i = khl_lexicon_place(lexicon, i)->parent;
        if (i != KHL_FROZEN_NONE && (inside || khl_lexicon_place(lexicon, i)->kind <= KHL_PLACE_PREFECTURE))
            return khl_lexicon_place_id(lexicon, i);
    }
    return (khl_str){NULL, 0};
}

khl_str khl_lexicon_place_province(const khl_lexicon *lexicon, khl_str place)
{
    uint32_t i = khl_lexicon_place_find(lexicon, place);
    for (unsigned level = 0; i != KHL_FROZEN_NONE && level < 8; level++) {
        uint32_t parent = khl_lexicon_place(lexicon, i)->parent;
        if (parent == KHL_FROZEN_NONE) break;
        if (khl_lexicon_place(lexicon, parent)->kind == KHL_PLACE_REGION)
            return khl_lexicon_place_id(lexicon, i);
        i = parent;
    }
    return (khl_str){NULL, 0};
}

bool khl_lexicon_place_is_province(const khl_lexicon *lexicon, khl_str place)
{
    uint32_t i = khl_lexicon_place_find(lexicon, place);
    if (i == KHL_FROZEN_NONE) return false;
    uint32_t kind = khl_lexicon_place(lexicon, i)->kind;
    return kind == KHL_PLACE_PROVINCE || kind == KHL_PLACE_PREFECTURE;
}

khl_str khl_lexicon_place_level(const khl_lexicon *lexicon, khl_str kind)
{
    const khl_frozen *levels = &lexicon->levels;
    uint32_t i = levels->n_keys > 0 ? khl_frozen_find(levels, kind) : KHL_FROZEN_NONE;
    return i == KHL_FROZEN_NONE ? kind
                                : khl_str_from(((const khl_short *)khl_frozen_record(levels, i))->text);
}
