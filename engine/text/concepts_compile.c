/* Compiling models/concepts: every *.tsv in the folder, in the order of their names.
 *
 *   read      rows to concepts with kind and forms; ids once
 *   analyse   each form by an analyser over the words compiled before
 *   link      broader and not_same name concepts that exist
 *   write     two frozen maps, and the steps between forms */
#include "concepts.h"

#include "alloc.h"
#include "error.h"
#include "lexicon_rows.h"
#include "map.h"
#include "str.h"
#include "tsv.h"

#include <dirent.h>
#include <stdio.h>

enum {
    FIELD_ID,
    FIELD_KIND,
    FIELD_FORMS,
    FIELD_BROADER,
    FIELD_NOT_SAME,
    FIELD_NOTE,
    FIELD_OPPOSITE,
    FIELD_FAMILY,
    MIN_FIELDS = 3,
    PATH_BYTES = 4096
};

typedef struct compiler {
    khl_text *text;
    const khl_lexicon *lexicon;
    khl_map ids, forms;
    khl_map masdars;     /* verbs of verbal nouns */
    uint32_t *masdar_of; /* [masdars.n] concept, or SHARED */
    size_t masdars_capacity;
    khl_concept *concepts;  /* [ids.n] */
    khl_concept_form *rows; /* [forms.n] concepts are id numbers */
    khl_concept_row *links; /* [n_links] id numbers */
    size_t concepts_capacity, rows_capacity, links_capacity, n_links;
    khl_error *err;
} compiler;

static const char *const KINDS[] = {"",          "action", "object", "facility", "beneficiary",
                                    "authority", "period", "frame",  "setting"};

static khl_status read_kind(compiler *c, const khl_tsv *tsv, uint32_t *kind)
{
    for (*kind = 1; *kind < sizeof KINDS / sizeof *KINDS; ++*kind)
        if (khl_str_equal(tsv->fields[FIELD_KIND], khl_str_from(KINDS[*kind]))) return KHL_OK;
    return khl_tsv_fail(
        tsv, FIELD_KIND + 1, "concepts.kind",
        "a concept is an action, object, facility, beneficiary, authority, period, frame or setting; "
        "write one of these",
        NULL, c->err);
}

/* The owner of a key that two concepts claim, beside KHL_FROZEN_NONE for one that none does. */
#define SHARED (KHL_FROZEN_NONE - 1)

/* The row of a key, which begins a form of so many words; added when new. */
static khl_concept_form *row_of(compiler *c, khl_str key, unsigned reading, unsigned words)
{
    uint32_t number;
    bool added;
    if (khl_map_put(&c->forms, key, &number, &added) != KHL_OK ||
        !khl_grow(&c->rows, &c->rows_capacity, c->forms.n, sizeof *c->rows))
        return NULL;
    khl_concept_form *row = &c->rows[number];
    if (added) *row = (khl_concept_form){.concept = {KHL_FROZEN_NONE, KHL_FROZEN_NONE}};
    if (row->words[reading] < words) row->words[reading] = (uint8_t)words;
    return row;
}

/* A row for every beginning of a form, so that a reader who finds none may stop, and for every word behind
 * its first, so that a reader need not try others. */
static khl_status open_way(compiler *c, khl_str form, unsigned reading, unsigned words)
{
    for (size_t i = 0, z; i < form.n; i = z) {
        z = i + 1;
        if (form.p[i] != ' ') continue;
        while (z < form.n && form.p[z] != ' ') z++;
        if (row_of(c, khl_str_part(form, 0, i), reading, words) == NULL) return khl_fail_memory(c->err);
        khl_concept_form *follower = row_of(c, khl_str_part(form, i + 1, z), reading, 0);
        if (follower == NULL) return khl_fail_memory(c->err);
        follower->marks[reading] |= KHL_FORM_FOLLOWS;
    }
    return KHL_OK;
}

/* Written forms are not shared: the file is at fault then. */
static khl_status claim(compiler *c, const khl_tsv *tsv, const khl_form_key *key, unsigned reading,
                        uint32_t concept)
{
    khl_str form = khl_form_str(key);
    if (form.n == 0) return KHL_OK;
    khl_status status = open_way(c, form, reading, key->words);
    khl_concept_form *row = status == KHL_OK ? row_of(c, form, reading, key->words) : NULL;
    if (row == NULL) return khl_fail_memory(c->err);
    uint32_t *owner = &row->concept[reading];
    if (*owner == KHL_FROZEN_NONE) *owner = concept;
    if (*owner == concept) return KHL_OK;
    if (reading == KHL_FORM_WRITTEN)
        return khl_tsv_fail(tsv, FIELD_FORMS + 1, "concepts.shared",
                            "a form of this row stands in another concept too; keep it in one", NULL, c->err);
    *owner = SHARED;
    return KHL_OK;
}

/* A stem in Latin letters that is another word of the language: that of "loyer", rent, is "loi", law. */
static bool stem_misleads(const compiler *c, const khl_form_key *stems, const khl_token *t)
{
    return stems->words == 1 && t->kind == KHL_TOKEN_LATN && !khl_str_equal(t->stem, t->key) &&
           khl_lexicon_find(c->lexicon, t->stem) != NULL;
}

/* Verbs that only follow from the shape of a noun wait until all that are written out have their concept. */
static khl_status note_masdar(compiler *c, const khl_form_key *verb, uint32_t concept)
{
    uint32_t number;
    bool added;
    if (khl_map_put(&c->masdars, khl_form_str(verb), &number, &added) != KHL_OK ||
        !khl_grow(&c->masdar_of, &c->masdars_capacity, c->masdars.n, sizeof *c->masdar_of))
        return khl_fail_memory(c->err);
    if (added)
    c->masdar_of[number] = concept;
    else if (c->masdar_of[number] != concept) c->masdar_of[number] = SHARED;
    return KHL_OK;
}

static khl_status claim_masdars(compiler *c)
{
    for (size_t i = 0; i < c->masdars.n; i++) {
        if (c->masdar_of[i] == SHARED) continue;
        khl_concept_form *row = row_of(c, c->masdars.keys[i], KHL_FORM_STEMS, 1);
        if (row == NULL) return khl_fail_memory(c->err);
        if (row->concept[KHL_FORM_STEMS] == KHL_FROZEN_NONE) row->concept[KHL_FORM_STEMS] = c->masdar_of[i];
    }
    return KHL_OK;
}

/* A form that function words are part of is known by its stems only where two content words are left: "work
 * from home" must not be found in every "work". */
static khl_status add_keys(compiler *c, const khl_tsv *tsv, const khl_analysis *a, uint32_t concept)
{
    khl_form_key written, stems, verb;
    const khl_token *last = NULL; /* content word */
    bool functions = false;
    khl_form_begin(&written);
    khl_form_begin(&stems);
    for (size_t i = 0; i < a->n_tokens; i++) {
        const khl_token *t = &a->tokens[i];
        if (t->kind == KHL_TOKEN_ELIS) continue;
        khl_form_add_written(&written, t);
        if (khl_is_unit(t))
            khl_form_add_stem(&stems, last = t);
        else
            functions = true;
    }
    if (last == NULL) return KHL_OK; /* nothing but function words: never looked for */
    if (stems.words > KHL_FORM_MAX_WORDS || written.words > KHL_FORM_MAX_WRITTEN || written.full)
        return khl_tsv_fail(tsv, FIELD_FORMS + 1, "concepts.long_form",
                            "a form has at most six words; shorten it", NULL, c->err);
    khl_status status = claim(c, tsv, &written, KHL_FORM_WRITTEN, concept);
    bool by_stems = (!functions || stems.words >= 2) && !stem_misleads(c, &stems, last);
    if (status == KHL_OK && by_stems) status = claim(c, tsv, &stems, KHL_FORM_STEMS, concept);
    uint32_t kind = c->concepts[concept].kind;
    bool action = (kind == KHL_CONCEPT_ACTION || kind == KHL_CONCEPT_FRAME) && written.words == 1;
    if (status == KHL_OK && action && khl_form_masdar(&verb, last))
        status = note_masdar(c, &verb, concept);
    else if (status == KHL_OK && action && khl_form_verb(&verb, last, false))
        status = claim(c, tsv, &verb, KHL_FORM_STEMS, concept);
    return status;
}

/* On the word itself, without the sign. */
static khl_status mark_head(compiler *c, const khl_form_key *head, unsigned reading)
{
    khl_str key = khl_form_str(head);
    khl_concept_form *row = key.n > 1 ? row_of(c, khl_str_part(key, 1, key.n), reading, 0) : NULL;
    if (row == NULL) return key.n > 1 ? khl_fail_memory(c->err) : KHL_OK;
    row->marks[reading] |= KHL_FORM_HEADS;
    return KHL_OK;
}

/* One word, written and as a stem; no verb follows from it. */
static khl_status add_head(compiler *c, const khl_tsv *tsv, const khl_analysis *a, uint32_t concept)
{
    khl_form_key written, stem;
    if (a->n_tokens != 1 || !khl_is_unit(&a->tokens[0]) || c->concepts[concept].kind != KHL_CONCEPT_ACTION)
        return khl_tsv_fail(tsv, FIELD_FORMS + 1, "concepts.head",
                            "behind ^ stands one word of an action; write it so", NULL, c->err);
    khl_form_begin_head(&written);
    khl_form_begin_head(&stem);
    khl_form_add_written(&written, &a->tokens[0]);
    khl_form_add_stem(&stem, &a->tokens[0]);
    khl_status status = claim(c, tsv, &written, KHL_FORM_WRITTEN, concept);
    if (status == KHL_OK) status = claim(c, tsv, &stem, KHL_FORM_STEMS, concept);
    if (status == KHL_OK) status = mark_head(c, &written, KHL_FORM_WRITTEN);
    return status == KHL_OK ? mark_head(c, &stem, KHL_FORM_STEMS) : status;
}

static khl_status add_form(compiler *c, const khl_tsv *tsv, khl_str form, uint32_t concept)
{
    khl_analysis a;
    bool head = khl_str_starts(form, KHL_STR("^"));
    khl_status status = khl_text_analyze(c->text, khl_str_part(form, head, form.n), NULL, &a, c->err);
    if (status != KHL_OK) return status;
    status = head ? add_head(c, tsv, &a, concept) : add_keys(c, tsv, &a, concept);
    khl_analysis_clear(&a);
    return status;
}

/* The next item of a list; moves the list behind it. */
static khl_str next_item(khl_str *list, char separator)
{
    const char *end = list->n > 0 ? memchr(list->p, separator, list->n) : NULL;
    size_t n = end != NULL ? (size_t)(end - list->p) : list->n;
    khl_str item = khl_str_trim(khl_str_part(*list, 0, n));
    *list = khl_str_part(*list, end != NULL ? n + 1 : n, list->n);
    return item;
}

static khl_status add_concept(compiler *c, const khl_tsv *tsv)
{
    uint32_t number, kind;
    bool added;
    khl_status status = read_kind(c, tsv, &kind);
    if (status != KHL_OK) return status;
    if (khl_map_put(&c->ids, tsv->fields[FIELD_ID], &number, &added) != KHL_OK ||
        !khl_grow(&c->concepts, &c->concepts_capacity, c->ids.n, sizeof *c->concepts))
        return khl_fail_memory(c->err);
    if (!added)
        return khl_tsv_fail(tsv, FIELD_ID + 1, "concepts.twice",
                            "this concept id stands twice; remove or rename one", NULL, c->err);
    c->concepts[number] = (khl_concept){kind};
    khl_str forms = tsv->fields[FIELD_FORMS];
    while (forms.n > 0 && status == KHL_OK) status = add_form(c, tsv, next_item(&forms, '|'), number);
    return status;
}

static khl_status add_link(compiler *c, uint32_t from, uint32_t to, uint32_t link)
{
    if (!khl_grow(&c->links, &c->links_capacity, c->n_links + 1, sizeof *c->links))
        return khl_fail_memory(c->err);
    c->links[c->n_links++] = (khl_concept_row){from, to, link};
    return KHL_OK;
}

/* The links of one column; not_same and opposite hold in both directions. */
static khl_status add_column_links(compiler *c, const khl_tsv *tsv, unsigned field, khl_concept_link link)
{
    khl_status status = KHL_OK;
    uint32_t from = khl_map_find(&c->ids, tsv->fields[FIELD_ID]);
    khl_str list = tsv->fields[field];
    while (list.n > 0 && status == KHL_OK) {
        khl_str id = next_item(&list, ',');
        if (id.n == 0) continue;
        uint32_t to = khl_map_find(&c->ids, id);
        if (to == KHL_MAP_NONE || to == from)
            return khl_tsv_fail(tsv, field + 1, "concepts.link", "this names no other concept", NULL, c->err);
        status = add_link(c, from, to, link);
        bool both = link == KHL_LINK_NOT_SAME || link == KHL_LINK_OPPOSITE;
        if (status == KHL_OK && both) status = add_link(c, to, from, link);
    }
    return status;
}

static khl_status add_links(compiler *c, const khl_tsv *tsv)
{
    khl_status status = add_column_links(c, tsv, FIELD_BROADER, KHL_LINK_BROADER);
    if (status == KHL_OK) status = add_column_links(c, tsv, FIELD_NOT_SAME, KHL_LINK_NOT_SAME);
    if (status == KHL_OK) status = add_column_links(c, tsv, FIELD_OPPOSITE, KHL_LINK_OPPOSITE);
    if (status == KHL_OK) status = add_column_links(c, tsv, FIELD_FAMILY, KHL_LINK_FAMILY);
    return status;
}

typedef khl_status (*row_fn)(compiler *c, const khl_tsv *tsv);

static khl_status each_row(compiler *c, const char *path, row_fn fn)
{
    khl_tsv tsv;
    bool more = true;
    khl_status status = khl_tsv_open(&tsv, path, c->err);
    if (status != KHL_OK) return status;
    while (status == KHL_OK && more) {
        status = khl_tsv_next(&tsv, MIN_FIELDS, &more, c->err);
        if (status == KHL_OK && more) status = fn(c, &tsv);
    }
    khl_tsv_close(&tsv);
    return status;
}

static int is_tsv(const struct dirent *entry)
{
    return khl_str_ends(khl_str_from(entry->d_name), KHL_STR(".tsv"));
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Two walks over the files: concepts and forms, then links, which may name a concept of a later file. */
static khl_status read_folder(compiler *c, const char *dir)
{
    struct dirent **files = NULL;
    int n = scandir(dir, &files, is_tsv, by_name);
    khl_status status = KHL_OK;
    for (int walk = 0; walk < 2; walk++) {
        for (int i = 0; i < n && status == KHL_OK; i++) {
            char path[PATH_BYTES];
            if (snprintf(path, sizeof path, "%s/%s", dir, files[i]->d_name) >= (int)sizeof path)
                status = KHL_FAIL(c->err, KHL_E_ARGUMENT, "models.path",
                                  "the path of the models folder is too long; choose a shorter one");
            else
                status = each_row(c, path, walk == 0 ? add_concept : add_links);
        }
    }
    for (int i = 0; i < n; i++) free(files[i]);
    free(files);
    return status;
}

static int by_row(const void *x, const void *y)
{
    const khl_concept_row *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    return a->link < b->link ? -1 : a->link > b->link;
}

static khl_status write_links(compiler *c, khl_pack_builder *builder, const uint32_t *number)
{
    khl_buf *buf = khl_pack_section_new(builder, KHL_SECTION_LINKS);
    if (buf == NULL) return khl_fail_memory(c->err);
    for (size_t i = 0; i < c->n_links; i++) {
        c->links[i].from = number[c->links[i].from];
        c->links[i].to = number[c->links[i].to];
    }
    if (c->n_links > 0) qsort(c->links, c->n_links, sizeof *c->links, by_row);
    for (size_t i = 0; i < c->n_links; i++)
        if (i == 0 || by_row(&c->links[i - 1], &c->links[i]) != 0)
            khl_buf_put(buf, (khl_str){(const char *)&c->links[i], sizeof *c->links});
    return khl_buf_ok(buf) ? KHL_OK : khl_fail_memory(c->err);
}

static khl_status write_map(compiler *c, khl_pack_builder *builder, const char *name, const khl_str *keys,
                            const void *records, size_t n, uint32_t record_bytes)
{
    khl_buf *buf = khl_pack_section_new(builder, name);
    return buf != NULL ? khl_frozen_write(buf, keys, records, n, record_bytes, c->err)
                       : khl_fail_memory(c->err);
}

/* The row as it is written; false when nothing is left of it: a shared key that is part of no longer form. */
static bool finish_row(khl_concept_form *row, const uint32_t *number)
{
    bool used = false;
    for (unsigned r = 0; r < KHL_FORM_READINGS; r++) {
        bool owned = row->concept[r] < SHARED;
        row->concept[r] = owned ? number[row->concept[r]] : KHL_FROZEN_NONE;
        used = used || owned || row->words[r] > 1 || row->marks[r] != 0;
    }
    return used;
}

static khl_status write_forms(compiler *c, khl_pack_builder *builder, const uint32_t *number)
{
    khl_concept_key *keys = khl_alloc(c->forms.n, sizeof *keys);
    if (keys == NULL) return khl_fail_memory(c->err);
    size_t n = 0;
    for (size_t i = 0; i < c->forms.n; i++)
        if (finish_row(&c->rows[i], number)) keys[n++] = (khl_concept_key){c->forms.keys[i], c->rows[i]};
    khl_status status = khl_concept_steps_write(builder, keys, n, c->err);
    free(keys);
    return status;
}

static khl_status write_sections(compiler *c, khl_pack_builder *builder)
{
    uint32_t *number = khl_sorted_numbers(&c->ids);
    khl_status status = number != NULL ? KHL_OK : khl_fail_memory(c->err);
    if (status == KHL_OK)
        status = write_map(c, builder, KHL_SECTION_CONCEPTS, c->ids.keys, c->concepts, c->ids.n,
                           sizeof *c->concepts);
    if (status == KHL_OK) status = write_forms(c, builder, number);
    if (status == KHL_OK) status = write_links(c, builder, number);
    free(number);
    return status;
}

static khl_status run(compiler *c, const char *models_dir, khl_pack_builder *builder, khl_lexicon *lexicon)
{
    char dir[PATH_BYTES];
    if (snprintf(dir, sizeof dir, "%s/concepts", models_dir) >= (int)sizeof dir)
        return KHL_FAIL(c->err, KHL_E_ARGUMENT, "models.path",
                        "the path of the models folder is too long; choose a shorter one");
    c->lexicon = lexicon;
    khl_status status = khl_map_init(&c->ids, c->err);
    if (status == KHL_OK) status = khl_map_init(&c->forms, c->err);
    if (status == KHL_OK) status = khl_map_init(&c->masdars, c->err);
    if (status == KHL_OK) status = khl_text_create(&c->text, lexicon, NULL, c->err);
    if (status == KHL_OK) status = read_folder(c, dir);
    if (status == KHL_OK) status = claim_masdars(c);
    if (status == KHL_OK) status = write_sections(c, builder);
    khl_text_destroy(c->text);
    khl_map_clear(&c->ids);
    khl_map_clear(&c->forms);
    khl_map_clear(&c->masdars);
    free(c->masdar_of);
    free(c->concepts);
    free(c->rows);
    free(c->links);
    return status;
}

khl_status khl_concepts_compile(const char *models_dir, khl_pack_builder *builder, khl_error *err)
{
    compiler c = {.err = err};
    khl_buf image = KHL_BUF_INIT;
    khl_pack pack = {.image = KHL_BUF_INIT};
    khl_lexicon *lexicon = NULL;
    khl_status status = khl_pack_build(builder, &image, err);
    if (status == KHL_OK) status = khl_pack_from_image(&pack, &image, models_dir, err);
    if (status == KHL_OK) status = khl_lexicon_open(&lexicon, &pack, err);
    if (status == KHL_OK) status = run(&c, models_dir, builder, lexicon);
    khl_lexicon_destroy(lexicon);
    khl_pack_close(&pack);
    khl_buf_clear(&image);
    return status;
}
