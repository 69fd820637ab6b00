/* The header names and words of models/corpus, compiled for the tests of a file. */
#ifndef KHL_ALIASES_FIXTURE_H
#define KHL_ALIASES_FIXTURE_H

#include "aliases.h"
#include "corpus_test.h"

static khl_pack pack;
static khl_aliases *aliases;

static inline int compile(void **state)
{
    khl_pack_builder builder = {0};
    khl_buf image = KHL_BUF_INIT;
    khl_error err = {0};
    (void)state;
    khl_status status = khl_aliases_compile(KHL_SOURCE_DIR "/models", &builder, &err);
    if (status == KHL_OK) status = khl_marks_compile(KHL_SOURCE_DIR "/models", &builder, &err);
    if (status == KHL_OK) status = khl_private_compile(KHL_SOURCE_DIR "/models", &builder, &err);
    if (status == KHL_OK) status = khl_pack_build(&builder, &image, &err);
    if (status == KHL_OK) status = khl_pack_from_image(&pack, &image, "test", &err);
    if (status == KHL_OK) status = khl_aliases_open(&aliases, &pack, &err);
    khl_pack_builder_clear(&builder);
    if (status != KHL_OK) fprintf(stderr, "%s:%d: %s\n", err.file, (int)err.row, err.message);
    return status != KHL_OK;
}

static inline int release(void **state)
{
    (void)state;
    khl_aliases_destroy(aliases);
    khl_pack_close(&pack);
    return 0;
}

#endif
