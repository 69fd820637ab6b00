/* Entries, parts and strays as they are found; each call copies its text once. */
#include "edited_take.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <string.h>

enum { HEX_DIGITS = 10, MOST_DIGITS = 9 };

bool khl_edited_is_id(khl_str s)
{
    size_t at = 2 + HEX_DIGITS;
    if (s.n < at || s.p[0] != 'E' || s.p[1] != '-') return false;
    for (size_t i = 2; i < at; i++)
        if (memchr("0123456789abcdef", s.p[i], 16) == NULL) return false;
    if (s.n == at) return true;
    size_t digits = s.n - at - 1;
    if (s.p[at] != '-' || digits == 0 || digits > MOST_DIGITS) return false;
    for (size_t i = at + 1; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return true;
}

khl_status khl_edited_add_entry(khl_edited *out, khl_str id, uint32_t place, khl_error *err)
{
    khl_str kept = khl_arena_copy(&out->arena, id);
    if (kept.p == NULL ||
        !khl_grow(&out->entries, &out->entries_capacity, out->n_entries + 1, sizeof *out->entries))
        return khl_fail_memory(err);
    out->entries[out->n_entries++] = (khl_edited_entry){.id = kept, .place = place};
    return KHL_OK;
}

khl_status khl_edited_add_stray(khl_edited *out, int kind, khl_str text, uint32_t place, khl_error *err)
{
    khl_str kept = khl_arena_copy(&out->arena, khl_str_trim(text));
    if (kept.p == NULL ||
        !khl_grow(&out->strays, &out->strays_capacity, out->n_strays + 1, sizeof *out->strays))
        return khl_fail_memory(err);
    khl_edited_stray *stray = &out->strays[out->n_strays++];
    *stray = (khl_edited_stray){.text = kept, .place = place};
    stray->kind = kind == KHL_STRAY_TWICE ? KHL_STRAY_TWICE : KHL_STRAY_HEADING;
    return KHL_OK;
}

/* What is taken for a text, so that many lines are put together in linear time: the next power of two. */
static size_t room_for(size_t n)
{
    size_t room = 16;
    while (room <= n) room *= 2;
    return room;
}

khl_status khl_edited_extend(khl_edited *out, khl_edited_part *part, khl_str text, uint32_t place,
                             khl_error *err)
{
    bool first = part->text.p == NULL;
    size_t begin = first || part->text.n == 0 ? 0 : part->text.n + 1;
    size_t room = room_for(begin + text.n);
    bool fits = !first && room_for(part->text.n) == room;
    char *joined = fits ? (char *)part->text.p : khl_arena_take(&out->arena, room, 1);
    if (joined == NULL) return khl_fail_memory(err);
    if (begin > 0 && !fits) memcpy(joined, part->text.p, part->text.n);
    if (begin > 0) joined[begin - 1] = '\n';
    if (text.n > 0) memcpy(joined + begin, text.p, text.n);
    joined[begin + text.n] = '\0';
    part->text = (khl_str){joined, begin + text.n};
    if (first) part->place = place;
    return KHL_OK;
}
