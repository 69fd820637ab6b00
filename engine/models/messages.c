/* Messages: a map of ids and one run of texts, made when the models are compiled. */
#include "messages.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "str.h"
#include "tsv.h"

#include <stdio.h>

#define SECTION_IDS "words"
#define SECTION_TEXTS "words_text"

static const char *const FILES[] = {"cli", "doc", "err", "bench"};

/* Bytes of the run of texts. */
typedef struct span {
    uint32_t begin, end;
} span;

typedef struct message {
    span en, fr, ar;
} message;

/* Messages while they are gathered; ids are numbered as they come. */
typedef struct gathering {
    khl_map ids;
    message *messages; /* [ids.n] */
    size_t capacity;
    khl_buf *texts;
} gathering;

static span add_text(khl_buf *texts, khl_str text)
{
    span s = {.begin = (uint32_t)texts->n};
    khl_buf_put(texts, text);
    s.end = (uint32_t)texts->n;
    return s;
}

static khl_status add_message(gathering *g, const khl_tsv *tsv, khl_error *err)
{
    uint32_t i;
    bool added;
    const khl_str *f = tsv->fields;
    if (f[0].n == 0 || f[1].n == 0)
        return khl_tsv_fail(tsv, 1, "messages.empty",
                            "a message needs an id and an English text; complete the row", NULL, err);
    if (khl_map_put(&g->ids, f[0], &i, &added) != KHL_OK) return khl_fail_memory(err);
    if (!added)
        return khl_tsv_fail(tsv, 1, "messages.twice", "this message id stands twice; remove one of the rows",
                            NULL, err);
    if (!khl_grow(&g->messages, &g->capacity, g->ids.n, sizeof *g->messages)) return khl_fail_memory(err);
    g->messages[i].en = add_text(g->texts, f[1]);
    g->messages[i].fr = add_text(g->texts, f[2]);
    g->messages[i].ar = add_text(g->texts, f[3]);
    return KHL_OK;
}

static khl_status read_file(gathering *g, const char *folder, const char *name, khl_error *err)
{
    char path[4096];
    khl_tsv tsv;
    bool more = true;
    int n = snprintf(path, sizeof path, "%s/messages/%s.tsv", folder, name);
    if (n < 0 || n >= (int)sizeof path)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "models.path",
                        "the path of the models folder is too long; choose a shorter one");
    khl_status status = khl_tsv_open(&tsv, path, err);
    if (status != KHL_OK) return status;
    while (status == KHL_OK && more) {
        status = khl_tsv_next(&tsv, 2, &more, err);
        if (status == KHL_OK && more) status = add_message(g, &tsv, err);
    }
    khl_tsv_close(&tsv);
    return status;
}

khl_status khl_messages_compile(const char *folder, khl_pack_builder *builder, khl_error *err)
{
    khl_buf texts = KHL_BUF_INIT;
    gathering g = {.texts = &texts};
    khl_status status = khl_map_init(&g.ids, err);
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES && status == KHL_OK; i++)
        status = read_file(&g, folder, FILES[i], err);
    khl_buf *out = status == KHL_OK ? khl_pack_section_new(builder, SECTION_TEXTS) : NULL;
    if (out != NULL) khl_buf_put(out, khl_buf_str(&texts));
    out = out != NULL ? khl_pack_section_new(builder, SECTION_IDS) : NULL;
    if (status == KHL_OK && (out == NULL || !khl_buf_ok(&texts))) status = khl_fail_memory(err);
    if (status == KHL_OK)
        status = khl_frozen_write(out, g.ids.keys, g.messages, g.ids.n, sizeof *g.messages, err);
    khl_map_clear(&g.ids);
    free(g.messages);
    khl_buf_clear(&texts);
    return status;
}

static bool holds(span s, size_t n)
{
    return s.begin <= s.end && s.end <= n;
}

khl_status khl_messages_open(khl_messages *out, const khl_pack *pack, khl_error *err)
{
    khl_messages made = {.texts = khl_pack_section_find(pack, SECTION_TEXTS)};
    *out = (khl_messages){.texts = {NULL, 0}};
    khl_status status =
        khl_frozen_open(&made.ids, khl_pack_section_find(pack, SECTION_IDS), sizeof(message), err);
    for (uint32_t i = 0; status == KHL_OK && i < made.ids.n_keys; i++) {
        const message *m = khl_frozen_record(&made.ids, i);
        if (!holds(m->en, made.texts.n) || !holds(m->fr, made.texts.n) || !holds(m->ar, made.texts.n))
            status = KHL_FAIL(err, KHL_E_MODEL, "pack.torn",
                              "the model file is damaged; build or copy the models anew");
    }
    if (status == KHL_OK) *out = made;
    return status;
}

khl_str khl_messages_find(const khl_messages *messages, const char *lang, const char *id)
{
    uint32_t i = khl_frozen_find(&messages->ids, khl_str_from(id));
    if (i == KHL_FROZEN_NONE) return (khl_str){NULL, 0};
    const message *m = khl_frozen_record(&messages->ids, i);
    span s = strcmp(lang, "ar") == 0 ? m->ar : strcmp(lang, "fr") == 0 ? m->fr : m->en;
    if (s.begin == s.end) s = m->en;
    return khl_str_part(messages->texts, s.begin, s.end);
}
