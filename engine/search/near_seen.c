/* Growing the table of rows met, and choosing from it what is worth multiplying. */
#include "near_seen.h"

#include "alloc.h"
#include "error.h"

#include <string.h>

enum { LEAST_ROWS = 1 << 12, BUCKETS = 256 };

static bool resize(uint32_t **array, size_t n)
{
    uint32_t *grown = realloc(*array, n * sizeof *grown);
    if (grown != NULL) *array = grown;
    return grown != NULL;
}

static void place_all(khl_near_seen *s)
{
    for (uint32_t k = 0; k < s->n; k++) {
        uint32_t at = khl_near_home(s, s->met[k].row);
        while (s->slots[at] != 0) at = (at + 1) & s->mask;
        s->slots[at] = k + 1;
        s->met[k].slot = at;
    }
}

khl_status khl_near_seen_reserve(khl_near_seen *s, size_t more, khl_error *err)
{
    size_t capacity = s->capacity > 0 ? s->capacity : LEAST_ROWS;
    if (s->n + more <= s->capacity) return KHL_OK;
    while (capacity < s->n + more) capacity *= 2;
    if (capacity > UINT32_MAX / 4) return khl_fail_memory(err);
    khl_near_met *met = realloc(s->met, capacity * sizeof *met);
    if (met == NULL) return khl_fail_memory(err);
    s->met = met;
    uint32_t *slots = khl_alloc_zero(2 * capacity, sizeof *slots);
    if (slots == NULL) return khl_fail_memory(err);
    free(s->slots);
    s->slots = slots;
    s->mask = (uint32_t)(2 * capacity - 1);
    place_all(s);
    if (!resize(&s->pending, capacity) || !resize(&s->chosen, capacity) || !resize(&s->ordered, capacity))
        return khl_fail_memory(err);
    s->capacity = capacity;
    return KHL_OK;
}

void khl_near_seen_forget(khl_near_seen *s)
{
    for (uint32_t k = 0; k < s->n; k++) s->slots[s->met[k].slot] = 0;
    s->n = s->n_known = s->n_pending = 0;
}

void khl_near_seen_clear(khl_near_seen *s)
{
    free(s->met);
    free(s->slots);
    free(s->pending);
    free(s->chosen);
    free(s->ordered);
    *s = (khl_near_seen){.met = NULL};
}

/* Of the rows pending and those met since, the ones that can reach `least`. */
static uint32_t split_pending(khl_near_seen *s, double least)
{
    uint32_t n_chosen = 0, n_pending = 0, old = s->n_pending;
    uint32_t n = old + (s->n - s->n_known);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t number = k < old ? s->pending[k] : s->n_known + (k - old);
        bool reaches = (double)s->met[number].most >= least;
        s->chosen[n_chosen] = number;
        s->pending[n_pending] = number;
        n_chosen += reaches;
        n_pending += !reaches;
    }
    s->n_known = s->n;
    s->n_pending = n_pending;
    return n_chosen;
}

static unsigned bucket_of(const khl_near_met *met, double least, double scale)
{
    double share = ((double)met->most - least) * scale;
    return BUCKETS - 1 - (unsigned)(share < BUCKETS - 1 ? share : BUCKETS - 1);
}

uint32_t khl_near_seen_choose(khl_near_seen *s, double least, double largest)
{
    uint32_t begin[BUCKETS + 1] = {0}, n = split_pending(s, least);
    double scale = largest > least ? BUCKETS / (largest - least) : 0;
    for (uint32_t k = 0; k < n; k++) begin[bucket_of(&s->met[s->chosen[k]], least, scale) + 1]++;
    for (unsigned b = 0; b < BUCKETS; b++) begin[b + 1] += begin[b];
    for (uint32_t k = 0; k < n; k++)
        s->ordered[begin[bucket_of(&s->met[s->chosen[k]], least, scale)]++] = s->chosen[k];
    return n;
}
