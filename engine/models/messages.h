/* The program's words in three languages: messages/<FILE>.tsv with columns id, en, fr, ar. */
#ifndef KHL_MODELS_MESSAGES_H
#define KHL_MODELS_MESSAGES_H

#include "map.h"
#include "pack.h"

typedef struct khl_message {
    khl_str en, fr, ar;
} khl_message; /* borrowed from the pack */

typedef struct khl_messages {
    khl_map ids;
    khl_message *texts; /* [ids.n] */
    size_t capacity;
} khl_messages;

/* The message files, in the order of the pack: the section "messages.NAME" for each, ended by NULL. */
extern const char *const KHL_MESSAGE_FILES[];

khl_status khl_messages_open(khl_messages *out, const khl_pack *pack, khl_error *err);
void khl_messages_clear(khl_messages *messages);
khl_str khl_messages_find(const khl_messages *messages, const char *lang, const char *id);

#endif
