/* The program's words in three languages: messages/<FILE>.tsv with columns id, en, fr, ar. */
#ifndef KHL_MODELS_MESSAGES_H
#define KHL_MODELS_MESSAGES_H

#include "frozen.h"
#include "pack.h"

/* Borrowed from the pack. */
typedef struct khl_messages {
    khl_frozen ids;
    khl_str texts;
} khl_messages;

/* KHL_E_MODEL at the row that cannot be used: no id, no English text, an id that stands twice. */
khl_status khl_messages_compile(const char *folder, khl_pack_builder *builder, khl_error *err);
khl_status khl_messages_open(khl_messages *out, const khl_pack *pack, khl_error *err);
/* Text of lang, or the English one where there is none; empty for an unknown id. */
khl_str khl_messages_find(const khl_messages *messages, const char *lang, const char *id);

#endif
