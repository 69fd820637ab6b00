/* The words of models/messages/doc.tsv, for tests. */
#ifndef KHL_TEST_DOC_FIXTURE_H
#define KHL_TEST_DOC_FIXTURE_H

#include "khulasa/export.h"
#include "map.h"
#include "str.h"
#include "tsv.h"

#include <stdlib.h>

enum { DOC_EN = 1, DOC_FR = 2, DOC_AR = 3, DOC_MAX = 1000 };

typedef struct doc_fixture {
    khl_tsv tsv;
    khl_map ids;
    khl_str texts[DOC_MAX][4];
    int column;
    khl_words words;
} doc_fixture;

static khl_str doc_word(void *context, const char *id)
{
    doc_fixture *doc = context;
    uint32_t i = khl_map_find(&doc->ids, khl_str_from(id));
    return i == KHL_MAP_NONE ? khl_str_from(id) : doc->texts[i][doc->column];
}

/* Static, as texts is large. lang: "ar", "fr" or "en". Aborts when the file is not there. */
static const khl_words *doc_open(doc_fixture *doc, const char *lang)
{
    bool more = true;
    uint32_t i;
    if (khl_map_init(&doc->ids, NULL) != KHL_OK) abort();
    if (khl_tsv_open(&doc->tsv, KHL_SOURCE_DIR "/models/messages/doc.tsv", NULL) != KHL_OK) abort();
    while (khl_tsv_next(&doc->tsv, 4, &more, NULL) == KHL_OK && more) {
        if (khl_map_put(&doc->ids, doc->tsv.fields[0], &i, NULL) != KHL_OK || i >= DOC_MAX) abort();
        memcpy(doc->texts[i], doc->tsv.fields, sizeof doc->texts[i]);
    }
    doc->column = strcmp(lang, "ar") == 0 ? DOC_AR : strcmp(lang, "fr") == 0 ? DOC_FR : DOC_EN;
    doc->words = (khl_words){doc_word, doc, khl_str_from(lang)};
    return &doc->words;
}

static inline void doc_close(doc_fixture *doc)
{
    khl_tsv_close(&doc->tsv);
    khl_map_clear(&doc->ids);
}

#endif
