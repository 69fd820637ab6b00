/* Compiling a models folder: each room writes its own sections; small text files go in as they are. */
#include "compile.h"

#include "aliases.h"
#include "axes.h"
#include "error.h"
#include "lexicon.h"
#include "match_model.h"
#include "messages.h"
#include "pack.h"
#include "str.h"

#include <stdio.h>

#define PATH_BYTES 4096

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

/* Reads the weights, axes and background once, so that a fault in them is found here and not on the user's
 * machine. */
static khl_status check_small(const char *folder, khl_error *err)
{
    char path[PATH_BYTES];
    khl_match_model model;
    khl_axes *axes = NULL;
    khl_background *background = NULL;
    khl_status status = join(path, folder, "match/weights.tsv", err);
    if (status == KHL_OK) status = khl_match_model_read(&model, path, err);
    if (status == KHL_OK) status = join(path, folder, "axes/default.tsv", err);
    if (status == KHL_OK) status = khl_axes_read(&axes, path, err);
    if (status == KHL_OK) status = join(path, folder, "background/idf.tsv", err);
    if (status == KHL_OK) status = khl_background_read(&background, path, err);
    khl_axes_destroy(axes);
    khl_background_destroy(background);
    return status;
}

static khl_status add_messages(khl_pack_builder *builder, const char *folder, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; KHL_MESSAGE_FILES[i] != NULL && status == KHL_OK; i++) {
        char name[64], section[KHL_PACK_NAME_BYTES];
        snprintf(name, sizeof name, "messages/%s.tsv", KHL_MESSAGE_FILES[i]);
        snprintf(section, sizeof section, "messages.%s", KHL_MESSAGE_FILES[i]);
        status = add_text(builder, folder, name, section, err);
    }
    return status;
}

khl_status khl_models_image(const char *folder, khl_buf *image, khl_error *err)
{
    khl_pack_builder builder = {0};
    khl_status status = check_small(folder, err);
    if (status == KHL_OK) status = khl_lexicon_compile(folder, &builder, err);
    if (status == KHL_OK) status = khl_concepts_compile(folder, &builder, err);
    if (status == KHL_OK) status = khl_aliases_compile(folder, &builder, err);
    if (status == KHL_OK) status = khl_marks_compile(folder, &builder, err);
    if (status == KHL_OK) status = add_text(&builder, folder, "match/weights.tsv", "match.weights", err);
    if (status == KHL_OK) status = add_text(&builder, folder, "background/idf.tsv", "background.idf", err);
    if (status == KHL_OK) status = add_text(&builder, folder, "axes/default.tsv", "axes.default", err);
    if (status == KHL_OK) status = add_messages(&builder, folder, err);
    if (status == KHL_OK) status = khl_pack_build(&builder, image, err);
    khl_pack_builder_clear(&builder);
    return status;
}
