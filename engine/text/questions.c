/* Lists in the memory of an analysis; they double in place of one another. */
#include "questions.h"

#include "str.h"

#include <string.h>

enum { FIRST_ROOM = 16 };

/* Room for n more of `size` bytes; what an arena holds is copied and not given back. */
static bool make_room(void *items, uint32_t used, uint32_t *room, uint32_t n, size_t size, khl_arena *memory)
{
    if (used + n <= *room) return true;
    uint32_t wanted = *room > 0 ? 2 * *room : FIRST_ROOM;
    while (wanted < used + n) wanted *= 2;
    void *old, *more = khl_arena_array(memory, wanted, size);
    if (more == NULL) return false;
    memcpy(&old, items, sizeof old);
    if (used > 0) memcpy(more, old, used * size);
    memcpy(items, &more, sizeof more);
    *room = wanted;
    return true;
}

khl_status khl_note_words(khl_questions *q, const khl_str *words, uint32_t n, khl_arena *memory)
{
    if (!make_room(&q->words, q->n_words, &q->words_room, n, sizeof *q->words, memory)) return KHL_E_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        khl_str kept = khl_arena_copy(memory, words[i]);
        if (kept.p == NULL) return KHL_E_MEMORY;
        q->words[q->n_words++] = kept;
    }
    return KHL_OK;
}

khl_status khl_note_name(khl_questions *q, const khl_known_name *name, khl_arena *memory)
{
    if (name->n < name->least) return KHL_OK;
    khl_str kept = khl_arena_copy(memory, name->words);
    if (kept.p == NULL || !make_room(&q->names, q->n_names, &q->names_room, 1, sizeof *q->names, memory))
        return KHL_E_MEMORY;
    q->names[q->n_names] = *name;
    q->names[q->n_names++].words = kept;
    return KHL_OK;
}

size_t khl_longest_known(const khl_attested *attested, khl_str prefix, const khl_known_name *name,
                         khl_buf *key)
{
    for (size_t n = name->n; n >= name->least && n > 0; n--) {
        key->n = 0;
        khl_buf_put(key, prefix);
        khl_buf_put(key, khl_str_part(name->words, 0, name->end[n - 1]));
        if (khl_buf_ok(key) && khl_attested_is_name(attested, khl_buf_str(key))) return n;
    }
    return 0;
}

static bool is_known(const khl_attested *attested, const khl_known_name *name, khl_buf *key)
{
    return khl_longest_known(attested, KHL_STR("town:"), name, key) > 0 ||
           khl_longest_known(attested, KHL_STR("district:"), name, key) > 0;
}

bool khl_questions_denied(const khl_questions *q, const khl_attested *attested)
{
    khl_buf key = KHL_BUF_INIT;
    bool denied = !q->more;
    for (uint32_t i = 0; i < q->n_words && denied; i++)
        denied = khl_attested_count(attested, q->words[i]) < KHL_ATTESTED_ENOUGH;
    for (uint32_t i = 0; i < q->n_names && denied; i++) denied = !is_known(attested, &q->names[i], &key);
    denied = denied && khl_buf_ok(&key);
    khl_buf_clear(&key);
    return denied;
}
