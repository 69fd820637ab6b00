/* Opening models: the parts that are compiled (lexicon, column headers) are read in place; the small ones
 * (weights, axes, authorities, messages) lie in the pack as their own text and are parsed at opening. */
#include "khulasa/models.h"

#include "aliases.h"
#include "alloc.h"
#include "authorities.h"
#include "axes.h"
#include "background.h"
#include "compile.h"
#include "error.h"
#include "lexicon.h"
#include "match_model.h"
#include "messages.h"
#include "outfile.h"
#include "str.h"

#include <stdio.h>
#include <sys/stat.h>

struct khl_models {
    khl_pack pack;
    khl_lexicon *lexicon;
    khl_text *text;
    khl_axes *axes[KHL_N_AXIS_FILES];
    khl_authorities *authorities;
    khl_match_model match;
    khl_aliases *aliases;
    khl_messages messages;
    char fingerprint[17];
};

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static khl_status open_pack(khl_models *m, const char *path, khl_error *err)
{
    if (!is_folder(path)) return khl_pack_begin(&m->pack, path, err);
    khl_buf image = KHL_BUF_INIT;
    khl_status status = khl_models_image(path, &image, err);
    if (status == KHL_OK) status = khl_pack_from_image(&m->pack, &image, path, err);
    khl_buf_clear(&image);
    return status;
}

static khl_status open_match(khl_models *m, khl_error *err)
{
    khl_tsv tsv;
    khl_status status =
        khl_tsv_open_bytes(&tsv, "match/weights.tsv", khl_pack_section_find(&m->pack, "match.weights"), err);
    return status == KHL_OK ? khl_match_model_parse(&m->match, &tsv, err) : status;
}

static khl_status open_axes(khl_models *m, khl_error *err)
{
    khl_tsv tsv;
    khl_status status = KHL_OK;
    for (size_t i = 0; i < KHL_N_AXIS_FILES && status == KHL_OK; i++) {
        char name[64], section[KHL_PACK_NAME_BYTES];
        snprintf(name, sizeof name, "axes/%s.tsv", KHL_AXIS_FILES[i]);
        snprintf(section, sizeof section, "axes.%s", KHL_AXIS_FILES[i]);
        status = khl_tsv_open_bytes(&tsv, name, khl_pack_section_find(&m->pack, section), err);
        if (status == KHL_OK) status = khl_axes_parse(&m->axes[i], &tsv, err);
        snprintf(section, sizeof section, KHL_AXIS_LESSONS, KHL_AXIS_FILES[i]);
        if (status == KHL_OK) m->axes[i]->lessons = khl_pack_section_find(&m->pack, section);
        if (status == KHL_OK) m->axes[i]->lexicon = m->lexicon;
    }
    return status;
}

static khl_status open_authorities(khl_models *m, khl_error *err)
{
    khl_tsv bodies, concerns;
    khl_status status = khl_tsv_open_bytes(&bodies, "authorities/authorities.tsv",
                                           khl_pack_section_find(&m->pack, "authorities"), err);
    if (status == KHL_OK)
        status = khl_tsv_open_bytes(&concerns, "authorities/concerns.tsv",
                                    khl_pack_section_find(&m->pack, "concerns"), err);
    if (status == KHL_OK)
        status = khl_authorities_parse(&m->authorities, &bodies, &concerns, m->lexicon, err);
    return status;
}

khl_status khl_models_open(khl_models **out, const char *path, khl_error *err)
{
    *out = NULL;
    khl_models *m = khl_alloc_zero(1, sizeof *m);
    if (m == NULL) return khl_fail_memory(err);
    khl_status status = open_pack(m, path, err);
    if (status != KHL_OK) {
        free(m);
        return status;
    }
    khl_pack_fingerprint(&m->pack, m->fingerprint);
    status = khl_lexicon_open(&m->lexicon, &m->pack, err);
    if (status == KHL_OK) status = khl_text_create(&m->text, m->lexicon, NULL, err);
    if (status == KHL_OK) status = khl_aliases_open(&m->aliases, &m->pack, err);
    if (status == KHL_OK) status = open_match(m, err);
    if (status == KHL_OK) status = open_axes(m, err);
    if (status == KHL_OK) status = open_authorities(m, err);
    if (status == KHL_OK) status = khl_messages_open(&m->messages, &m->pack, err);
    khl_status whole = khl_pack_verify(&m->pack, path, err); /* what was read of a torn file says nothing */
    if (whole != KHL_OK) status = whole;
    if (status == KHL_OK)
        *out = m;
    else
        khl_models_destroy(m);
    return status;
}

void khl_models_destroy(khl_models *m)
{
    if (m == NULL) return;
    khl_aliases_destroy(m->aliases);
    khl_authorities_destroy(m->authorities);
    for (size_t i = 0; i < KHL_N_AXIS_FILES; i++) khl_axes_destroy(m->axes[i]);
    khl_text_destroy(m->text);
    khl_lexicon_destroy(m->lexicon);
    khl_pack_close(&m->pack);
    free(m);
}

khl_status khl_models_compile(const char *folder, const char *path, khl_error *err)
{
    khl_buf image = KHL_BUF_INIT;
    khl_status status = khl_models_image(folder, &image, err);
    if (status == KHL_OK) status = khl_file_write(path, khl_buf_str(&image), err);
    khl_buf_clear(&image);
    return status;
}

const khl_lexicon *khl_models_lexicon(const khl_models *m)
{
    return m->lexicon;
}
const khl_text *khl_models_text(const khl_models *m)
{
    return m->text;
}
const khl_axes *khl_models_axes(const khl_models *m)
{
    return m->axes[0];
}
const khl_axes *khl_models_axes_named(const khl_models *m, const char *name)
{
    for (size_t i = 0; i < KHL_N_AXIS_FILES; i++)
        if (strcmp(name, KHL_AXIS_FILES[i]) == 0) return m->axes[i];
    return NULL;
}
const khl_authorities *khl_models_authorities(const khl_models *m)
{
    return m->authorities;
}
const khl_match_model *khl_models_match(const khl_models *m)
{
    return &m->match;
}
khl_status khl_models_background(khl_background **out, const khl_models *m, khl_error *err)
{
    khl_tsv tsv;
    *out = NULL;
    khl_status status = khl_tsv_open_bytes(&tsv, "background/idf.tsv",
                                           khl_pack_section_find(&m->pack, "background.idf"), err);
    return status == KHL_OK ? khl_background_parse(out, &tsv, err) : status;
}

const khl_aliases *khl_models_aliases(const khl_models *m)
{
    return m->aliases;
}
void khl_models_private_marks(khl_private_marks *out, const khl_models *m, const char *lang)
{
    static const char *const IDS[KHL_N_PRIVATE_KINDS] = {"doc.private.email", "doc.private.phone",
                                                         "doc.private.identity"};
    *out = (khl_private_marks){.aliases = m->aliases};
    for (int k = 0; k < KHL_N_PRIVATE_KINDS; k++) out->of[k] = khl_models_message(m, lang, IDS[k]);
}
const char *khl_models_fingerprint(const khl_models *m)
{
    return m->fingerprint;
}

khl_str khl_models_message(const khl_models *m, const char *lang, const char *id)
{
    return khl_messages_find(&m->messages, lang, id);
}
