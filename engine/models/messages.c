/* Messages: parsed at opening, looked up by id. */
#include "messages.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "tsv.h"

#include <stdio.h>

const char *const KHL_MESSAGE_FILES[] = {"cli", "doc", "err", "bench", NULL};

static khl_status add_message(khl_messages *messages, const khl_tsv *tsv, khl_error *err)
{
    uint32_t i;
    bool added;
    if (tsv->fields[0].n == 0 || tsv->fields[1].n == 0)
        return khl_tsv_fail(tsv, 1, "messages.empty",
                            "a message needs an id and an English text; complete the row", NULL, err);
    if (khl_map_put(&messages->ids, tsv->fields[0], &i, &added) != KHL_OK) return khl_fail_memory(err);
    if (!added)
        return khl_tsv_fail(tsv, 1, "messages.twice", "this message id stands twice; remove one of the rows",
                            NULL, err);
    if (!khl_grow(&messages->texts, &messages->capacity, messages->ids.n, sizeof *messages->texts))
        return khl_fail_memory(err);
    messages->texts[i] = (khl_message){tsv->fields[1], tsv->fields[2], tsv->fields[3]};
    return KHL_OK;
}

static khl_status read_file(khl_messages *messages, const khl_pack *pack, const char *name, khl_error *err)
{
    char section[KHL_PACK_NAME_BYTES], path[64];
    khl_tsv tsv;
    bool more = true;
    snprintf(section, sizeof section, "messages.%s", name);
    snprintf(path, sizeof path, "messages/%s.tsv", name);
    khl_status status = khl_tsv_open_bytes(&tsv, path, khl_pack_section_find(pack, section), err);
    while (status == KHL_OK && more) {
        status = khl_tsv_next(&tsv, 2, &more, err);
        if (status == KHL_OK && more) status = add_message(messages, &tsv, err);
    }
    return status;
}

khl_status khl_messages_open(khl_messages *out, const khl_pack *pack, khl_error *err)
{
    *out = (khl_messages){.texts = NULL};
    khl_status status = khl_map_init(&out->ids, err);
    for (size_t i = 0; KHL_MESSAGE_FILES[i] != NULL && status == KHL_OK; i++)
        status = read_file(out, pack, KHL_MESSAGE_FILES[i], err);
    if (status != KHL_OK) khl_messages_clear(out);
    return status;
}

void khl_messages_clear(khl_messages *messages)
{
    khl_map_clear(&messages->ids);
    free(messages->texts);
    *messages = (khl_messages){.texts = NULL};
}

khl_str khl_messages_find(const khl_messages *messages, const char *lang, const char *id)
{
    uint32_t i = khl_map_find(&messages->ids, khl_str_from(id));
    if (i == KHL_MAP_NONE) return (khl_str){NULL, 0};
    const khl_message *m = &messages->texts[i];
    khl_str text = strcmp(lang, "ar") == 0 ? m->ar : strcmp(lang, "fr") == 0 ? m->fr : m->en;
    return text.n > 0 ? text : m->en;
}
