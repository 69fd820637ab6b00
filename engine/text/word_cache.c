/* Open addressing with linear probing over words that stay where they are, in an arena. */
#include "word_cache.h"

#include "alloc.h"

struct khl_cache_slot {
    uint64_t hash;
    khl_cached_word *word; /* NULL: empty */
};

/* Some ten thousand words of a collection are nearly all it has; beyond, they are rare ones. */
enum { LEAST_SLOTS = 1 << 10, MOST_WORDS = 1 << 15, MOST_BYTES = 1 << 24 };

void khl_word_cache_clear(khl_word_cache *cache)
{
    free(cache->slots);
    khl_arena_clear(&cache->arena);
    *cache = (khl_word_cache)KHL_WORD_CACHE_INIT;
}

static bool exceeds(const khl_word_cache *cache, size_t times)
{
    return cache->n > times * MOST_WORDS || cache->arena.used_bytes > times * MOST_BYTES;
}

void khl_word_cache_begin(khl_word_cache *cache)
{
    if (exceeds(cache, 1)) khl_word_cache_clear(cache);
}

bool khl_word_cache_is_full(const khl_word_cache *cache)
{
    return exceeds(cache, 2);
}

static bool is_word(const khl_token *a, const khl_token *b)
{
    return a->kind == b->kind && khl_str_equal(a->clean, b->clean) && khl_str_equal(a->key, b->key);
}

/* The slot of the word, or the empty one where it belongs. */
static struct khl_cache_slot *probe(const khl_word_cache *cache, const khl_token *token, uint64_t hash)
{
    size_t mask = cache->capacity - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        struct khl_cache_slot *slot = &cache->slots[i];
        if (slot->word == NULL || (slot->hash == hash && is_word(&slot->word->token, token))) return slot;
    }
}

static bool grow(khl_word_cache *cache)
{
    size_t capacity = cache->capacity > 0 ? 2 * cache->capacity : LEAST_SLOTS;
    struct khl_cache_slot *slots = khl_alloc_zero(capacity, sizeof *slots);
    if (slots == NULL) return false;
    for (size_t k = 0; k < cache->capacity; k++) {
        if (cache->slots[k].word == NULL) continue;
        size_t i = (size_t)cache->slots[k].hash & (capacity - 1);
        while (slots[i].word != NULL) i = (i + 1) & (capacity - 1);
        slots[i] = cache->slots[k];
    }
    free(cache->slots);
    cache->slots = slots;
    cache->capacity = capacity;
    return true;
}

static khl_cached_word *add(khl_word_cache *cache, const khl_token *token)
{
    khl_cached_word *word = khl_arena_array(&cache->arena, 1, sizeof *word);
    if (word == NULL) return NULL;
    word->token.kind = token->kind;
    word->token.key = khl_arena_copy(&cache->arena, token->key);
    word->token.clean = khl_arena_copy(&cache->arena, token->clean);
    word->version = (uint64_t)KHL_CACHE_UNLEARNED;
    return word->token.key.p != NULL && word->token.clean.p != NULL ? word : NULL;
}

void khl_word_cache_foresee_slot(const khl_word_cache *cache, uint64_t hash)
{
    if (cache->capacity > 0) __builtin_prefetch(&cache->slots[(size_t)hash & (cache->capacity - 1)]);
}

void khl_word_cache_foresee_word(const khl_word_cache *cache, uint64_t hash)
{
    if (cache->capacity == 0) return;
    const char *word = (const char *)cache->slots[(size_t)hash & (cache->capacity - 1)].word;
    if (word == NULL) return;
    for (size_t at = 0; at < sizeof(khl_cached_word) + 64; at += 64) __builtin_prefetch(word + at);
}

khl_cached_word *khl_word_cache_find(khl_word_cache *cache, const khl_token *token, uint64_t hash)
{
    if ((cache->n + 1) * 2 > cache->capacity && !grow(cache)) return NULL;
    struct khl_cache_slot *slot = probe(cache, token, hash);
    if (slot->word == NULL) {
        slot->word = add(cache, token);
        slot->hash = hash;
        cache->n += slot->word != NULL;
    }
    return slot->word;
}
