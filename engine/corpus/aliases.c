/* Header names and the fields they mean: compiled at build time, looked up once per column.
 *
 * The frozen map keeps for each folded name its rank in every field, so one name may serve two fields (a
 * column "city" also tells the place when no other column does). Built-in names rank behind those of the
 * data. */
#include "aliases_parts.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "str.h"
#include "tsv.h"

#include <stdio.h>

#define SECTION "corpus.aliases"
#define BUILT_IN_RANK 100000u /* behind any row of the data file */
#define KNOWN_SHOWN 6u

typedef struct ranks {
    uint32_t of[KHL_N_FIELDS];
} ranks;

static const char *const field_names[KHL_N_FIELDS] = {"id",    "city", "association", "axis",     "text",
                                                      "title", "date", "place",       "priority", "author"};

static const struct {
    const char *name;
    khl_field field;
} built_in[] = {
    {"id", KHL_FIELD_ID},         {"proposal_id", KHL_FIELD_ID},
    {"city", KHL_FIELD_CITY},     {"association", KHL_FIELD_ASSOCIATION},
    {"axis", KHL_FIELD_AXIS},     {"text", KHL_FIELD_TEXT},
    {"proposal", KHL_FIELD_TEXT}, {"body", KHL_FIELD_TEXT},
    {"title", KHL_FIELD_TITLE},   {"date", KHL_FIELD_DATE},
    {"place", KHL_FIELD_PLACE},   {"priority", KHL_FIELD_PRIORITY},
    {"author", KHL_FIELD_AUTHOR},
};

const char *khl_field_name(khl_field field)
{
    return field_names[field];
}

bool khl_field_parse(khl_str name, khl_field *field)
{
    for (int i = 0; i < KHL_N_FIELDS; i++) {
        if (!khl_str_equal(name, khl_str_from(field_names[i]))) continue;
        *field = (khl_field)i;
        return true;
    }
    return false;
}

typedef struct alias_set {
    khl_map names;
    ranks *ranks; /* [names.n] */
    size_t capacity;
} alias_set;

static khl_status set_add(alias_set *set, const khl_tsv *tsv, khl_buf *folded, uint32_t rank, khl_error *err)
{
    khl_field field;
    uint32_t index;
    bool added;
    if (!khl_field_parse(tsv->fields[0], &field))
        return khl_tsv_fail(tsv, 1, "aliases.field",
                            "there is no such field; fields are id city association axis text title date "
                            "place priority author",
                            NULL, err);
    folded->n = 0;
    khl_header_fold(folded, tsv->fields[1]);
    if (!khl_buf_ok(folded) || khl_map_put(&set->names, khl_buf_str(folded), &index, &added) != KHL_OK ||
        !khl_grow(&set->ranks, &set->capacity, set->names.n, sizeof *set->ranks))
        return khl_fail_memory(err);
    if (folded->n == 0)
        return khl_tsv_fail(tsv, 2, "aliases.empty", "the alias is empty; write a header name", NULL, err);
    if (added) set->ranks[index] = (ranks){{0}};
    if (set->ranks[index].of[field] != 0)
        return khl_tsv_fail(tsv, 2, "aliases.repeated",
                            "the field has this alias already, once folded; remove the row", NULL, err);
    set->ranks[index].of[field] = rank;
    return KHL_OK;
}

static khl_status set_read(alias_set *set, const char *path, khl_error *err)
{
    khl_tsv tsv;
    khl_buf folded = KHL_BUF_INIT;
    bool more = true;
    uint32_t rank = 0;
    khl_status status = khl_tsv_open(&tsv, path, err);
    if (status != KHL_OK) return status;
    while (status == KHL_OK && more) {
        status = khl_tsv_next(&tsv, 2, &more, err);
        if (status == KHL_OK && more) status = set_add(set, &tsv, &folded, ++rank, err);
    }
    khl_buf_clear(&folded);
    khl_tsv_close(&tsv);
    return status;
}

khl_status khl_aliases_compile(const char *models_dir, khl_pack_builder *builder, khl_error *err)
{
    alias_set set = {.ranks = NULL};
    khl_buf path = KHL_BUF_INIT;
    khl_status status = khl_map_init(&set.names, err);
    if (status != KHL_OK) goto done;
    khl_buf_put_c(&path, models_dir);
    khl_buf_put_c(&path, "/corpus/aliases.tsv");
    khl_buf_char(&path, '\0');
    if (!khl_buf_ok(&path)) {
        status = khl_fail_memory(err);
        goto done;
    }
    status = set_read(&set, path.p, err);
    if (status != KHL_OK) goto done;
    khl_buf *section = khl_pack_section_new(builder, SECTION);
    status = section != NULL
                 ? khl_frozen_write(section, set.names.keys, set.ranks, set.names.n, sizeof(ranks), err)
                 : khl_fail_memory(err);
done:
    khl_buf_clear(&path);
    khl_map_clear(&set.names);
    free(set.ranks);
    return status;
}

khl_status khl_aliases_open(khl_aliases **out, const khl_pack *pack, khl_error *err)
{
    *out = NULL;
    khl_str section = khl_pack_section_find(pack, SECTION);
    if (section.n == 0)
        return KHL_FAIL(err, KHL_E_MODEL, "aliases.missing",
                        "the models hold no header names ({0}); build them anew", SECTION);
    khl_aliases *aliases = khl_alloc_zero(1, sizeof *aliases);
    if (aliases == NULL) return khl_fail_memory(err);
    khl_status status = khl_frozen_open(&aliases->names, section, sizeof(ranks), err);
    if (status == KHL_OK)
        status = khl_frozen_open(&aliases->marks, khl_pack_section_find(pack, KHL_SECTION_MARKS),
                                 sizeof(uint32_t), err);
    if (status == KHL_OK)
        status = khl_frozen_open(&aliases->cues, khl_pack_section_find(pack, KHL_SECTION_PRIVATE),
                                 sizeof(uint32_t), err);
    if (status != KHL_OK) {
        free(aliases);
        return status;
    }
    *out = aliases;
    return KHL_OK;
}

void khl_aliases_destroy(khl_aliases *aliases)
{
    free(aliases);
}

uint32_t khl_aliases_rank(const khl_aliases *aliases, khl_str folded, khl_field field)
{
    if (aliases != NULL) {
        uint32_t i = khl_frozen_find(&aliases->names, folded);
        ranks r = {{0}};
        if (i != KHL_FROZEN_NONE) memcpy(&r, khl_frozen_record(&aliases->names, i), sizeof r);
        if (r.of[field] != 0) return r.of[field];
    }
    for (uint32_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        if (built_in[i].field == field && khl_str_equal(folded, khl_str_from(built_in[i].name)))
            return BUILT_IN_RANK + i;
    return 0;
}

/* The name of the lowest rank above `above`; *rank is 0 when there is none. */
static khl_str next_name(const khl_aliases *aliases, khl_field field, uint32_t above, uint32_t *rank)
{
    khl_str name = {NULL, 0};
    *rank = 0;
    for (uint32_t i = 0; i < aliases->names.n_keys; i++) {
        ranks r;
        memcpy(&r, khl_frozen_record(&aliases->names, i), sizeof r);
        uint32_t here = r.of[field];
        if (here <= above || (*rank != 0 && here >= *rank)) continue;
        *rank = here;
        name = khl_frozen_key(&aliases->names, i);
    }
    return name;
}

void khl_aliases_known(const khl_aliases *aliases, khl_field field, khl_buf *out)
{
    size_t begin = out->n;
    uint32_t rank = 0;
    for (uint32_t shown = 0; aliases != NULL && shown < KNOWN_SHOWN; shown++) {
        khl_str name = next_name(aliases, field, rank, &rank);
        if (rank == 0) break;
        if (out->n > begin) khl_buf_put_c(out, ", ");
        khl_buf_put(out, name);
    }
    for (size_t i = 0; aliases == NULL && i < sizeof built_in / sizeof *built_in; i++) {
        if (built_in[i].field != field) continue;
        if (out->n > begin) khl_buf_put_c(out, ", ");
        khl_buf_put_c(out, built_in[i].name);
    }
}
