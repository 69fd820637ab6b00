/* Compiling a models folder: each room writes its own sections; small text files go in as they are. */
#include "compile.h"

#include "aliases.h"
#include "authorities.h"
#include "axis_lessons.h"
#include "error.h"
#include "lexicon.h"
#include "match_model.h"
#include "messages.h"
#include "pack.h"
#include "str.h"

#include <stdio.h>

#define PATH_BYTES 4096

const char *const KHL_AXIS_FILES[KHL_N_AXIS_FILES] = {"default", "openness"};

static khl_status join(char *path, const char *folder, const char *name, khl_error *err)
{
    int n = snprintf(path, PATH_BYTES, "%s/%s", folder, name);
    if (n < 0 || n >= PATH_BYTES)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "models.path",
                        "the path of the models folder is too long; choose a shorter one");
    return KHL_OK;
}

/* A text file as a section of its own. */
static khl_status add_text(khl_pack_builder *builder, const char *folder, const char *name,
                           const char *section, khl_error *err)
{
    char path[PATH_BYTES];
    khl_tsv tsv;
    khl_status status = join(path, folder, name, err);
    if (status == KHL_OK) status = khl_tsv_open(&tsv, path, err);
    if (status != KHL_OK) return status;
    khl_buf *bytes = khl_pack_section_new(builder, section);
    if (bytes == NULL)
        status = khl_fail_memory(err);
    else
        khl_buf_put(bytes, tsv.bytes);
    khl_tsv_close(&tsv);
    return status;
}

static khl_status check_background(const char *folder, khl_error *err)
{
    char path[PATH_BYTES];
    khl_background *background = NULL;
    khl_status status = join(path, folder, "background/idf.tsv", err);
    if (status == KHL_OK) status = khl_background_read(&background, path, err);
    khl_background_destroy(background);
    return status;
}

static khl_status check_weights(const char *folder, khl_error *err)
{
    char path[PATH_BYTES];
    khl_match_model model;
    khl_status status = join(path, folder, "match/weights.tsv", err);
    return status == KHL_OK ? khl_match_model_read(&model, path, err) : status;
}

static khl_status check_axes(const char *folder, khl_error *err)
{
    char path[PATH_BYTES], name[64];
    khl_status status = KHL_OK;
    for (size_t i = 0; i < KHL_N_AXIS_FILES && status == KHL_OK; i++) {
        khl_axes *axes = NULL;
        snprintf(name, sizeof name, "axes/%s.tsv", KHL_AXIS_FILES[i]);
        status = join(path, folder, name, err);
        if (status == KHL_OK) status = khl_axes_read(&axes, path, err);
        khl_axes_destroy(axes);
    }
    return status;
}

static khl_status read_authorities(const char *folder, const khl_lexicon *lexicon, khl_error *err)
{
    char bodies[PATH_BYTES], concerns[PATH_BYTES];
    khl_authorities *authorities = NULL;
    khl_status status = join(bodies, folder, "authorities/authorities.tsv", err);
    if (status == KHL_OK) status = join(concerns, folder, "authorities/concerns.tsv", err);
    if (status == KHL_OK) status = khl_authorities_read(&authorities, bodies, concerns, lexicon, err);
    khl_authorities_destroy(authorities);
    return status;
}

/* A fault of the models, not of an input. */
static khl_status fail_keyword(khl_error *err, const char *path)
{
    khl_error_at(err, path, 0, 0);
    if (err != NULL && err->code == KHL_E_INPUT) err->code = KHL_E_MODEL;
    return err != NULL ? err->code : KHL_E_MODEL;
}

/* What the axes say in their words and concepts, read here once for every run. */
static khl_status add_axis_lessons(khl_pack_builder *builder, const char *folder, const khl_lexicon *lexicon,
                                   khl_error *err)
{
    char path[PATH_BYTES], name[64], section[KHL_PACK_NAME_BYTES];
    khl_text *text = NULL;
    khl_status status = khl_text_create(&text, lexicon, NULL, err);
    for (size_t i = 0; i < KHL_N_AXIS_FILES && status == KHL_OK; i++) {
        khl_axes *axes = NULL;
        snprintf(name, sizeof name, "axes/%s.tsv", KHL_AXIS_FILES[i]);
        snprintf(section, sizeof section, KHL_AXIS_LESSONS, KHL_AXIS_FILES[i]);
        khl_buf *out = khl_pack_section_new(builder, section);
        status = out != NULL ? join(path, folder, name, err) : khl_fail_memory(err);
        if (status == KHL_OK) status = khl_axes_read(&axes, path, err);
        if (status == KHL_OK && (status = khl_axis_lessons_read(out, axes, text, err)) != KHL_OK)
            status = fail_keyword(err, path);
        khl_axes_destroy(axes);
    }
    khl_text_destroy(text);
    return status;
}

/* Bodies and axes speak for concepts, so the lexicon just made is opened to check and to read them. */
static khl_status read_by_lexicon(khl_pack_builder *builder, const char *folder, const khl_buf *image,
                                  khl_error *err)
{
    khl_buf copy = KHL_BUF_INIT;
    khl_pack pack = {.image = KHL_BUF_INIT};
    khl_lexicon *lexicon = NULL;
    khl_buf_put(&copy, khl_buf_str(image));
    khl_status status = khl_buf_ok(&copy) ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) status = khl_pack_from_image(&pack, &copy, folder, err);
    if (status == KHL_OK) {
        status = khl_lexicon_open(&lexicon, &pack, err);
        if (status == KHL_OK) status = read_authorities(folder, lexicon, err);
        if (status == KHL_OK) status = add_axis_lessons(builder, folder, lexicon, err);
        khl_lexicon_destroy(lexicon);
        khl_pack_close(&pack);
    }
    khl_buf_clear(&copy);
    return status;
}

static khl_status add_axes(khl_pack_builder *builder, const char *folder, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < KHL_N_AXIS_FILES && status == KHL_OK; i++) {
        char name[64], section[KHL_PACK_NAME_BYTES];
        snprintf(name, sizeof name, "axes/%s.tsv", KHL_AXIS_FILES[i]);
        snprintf(section, sizeof section, "axes.%s", KHL_AXIS_FILES[i]);
        status = add_text(builder, folder, name, section, err);
    }
    return status;
}

static khl_status add_authorities(khl_pack_builder *builder, const char *folder, khl_error *err)
{
    khl_status status = add_text(builder, folder, "authorities/authorities.tsv", "authorities", err);
    if (status == KHL_OK) status = add_text(builder, folder, "authorities/concerns.tsv", "concerns", err);
    return status;
}

/* The small files are read once here, so that a fault in them is not found on the user's machine. */
khl_status khl_models_image(const char *folder, khl_buf *image, khl_error *err)
{
    khl_pack_builder builder = {0};
    khl_buf bare = KHL_BUF_INIT;
    khl_status status = check_weights(folder, err);
    if (status == KHL_OK) status = check_axes(folder, err);
    if (status == KHL_OK) status = check_background(folder, err);
    if (status == KHL_OK) status = khl_lexicon_compile(folder, &builder, err);
    if (status == KHL_OK) status = khl_concepts_compile(folder, &builder, err);
    if (status == KHL_OK) status = khl_aliases_compile(folder, &builder, err);
    if (status == KHL_OK) status = khl_marks_compile(folder, &builder, err);
    if (status == KHL_OK) status = khl_private_compile(folder, &builder, err);
    if (status == KHL_OK) status = add_text(&builder, folder, "match/weights.tsv", "match.weights", err);
    if (status == KHL_OK) status = add_text(&builder, folder, "background/idf.tsv", "background.idf", err);
    if (status == KHL_OK) status = add_axes(&builder, folder, err);
    if (status == KHL_OK) status = add_authorities(&builder, folder, err);
    if (status == KHL_OK) status = khl_messages_compile(folder, &builder, err);
    if (status == KHL_OK) status = khl_pack_build(&builder, &bare, err);
    if (status == KHL_OK) status = read_by_lexicon(&builder, folder, &bare, err);
    if (status == KHL_OK) status = khl_pack_build(&builder, image, err);
    khl_buf_clear(&bare);
    khl_pack_builder_clear(&builder);
    return status;
}
