/* Where two demands are: their towns with the provinces and regions around them, and their districts, streets
 * and facilities by level.
 *
 * Equal names, and names of two scripts that sound alike, are the same place. Names of one script that sound
 * alike or differ in one letter may be spellings of one place: they neither agree nor conflict. Of what is
 * left, two names of one level are two places, even where another name is shared: two douars of one commune.
 * Cost: the product of the names of the two, which are a few. */
#include "slots.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/match.h"
#include "str.h"

#include <stdio.h>

enum { MAX_LEVELS = 4, MAX_NAMED = 32, MAX_ID_BYTES = 160, MIN_LETTERS = 5, MIN_DEMANDS = 8, SHARE = 5 };

static const khl_str DISTRICT = {"district:", 9}, TOWN = {"town:", 5}, PROVINCE = {"province:", 9},
                     SOUND = {"sound:", 6}, LEVEL = {"level:", 6}, QUARTER = {"quarter", 7};

/* The number of prefix + s, KHL_MAP_NONE when memory ends. Longer names than MAX_ID_BYTES lose their ends. */
static uint32_t number_of(khl_map *names, khl_str prefix, khl_str s)
{
    char text[MAX_ID_BYTES];
    uint32_t number = KHL_MAP_NONE;
    size_t n = s.n < sizeof text - prefix.n ? s.n : sizeof text - prefix.n;
    memcpy(text, prefix.p, prefix.n);
    if (n > 0) memcpy(text + prefix.n, s.p, n);
    return khl_map_put(names, (khl_str){text, prefix.n + n}, &number, NULL) == KHL_OK ? number : KHL_MAP_NONE;
}

static bool is_town(const khl_feature *f)
{
    return khl_slot_of(f) == KHL_SLOT_PLACE && khl_names_town(f) && !khl_str_starts(f->name, TOWN);
}

static bool is_province(const khl_analysis *a, const khl_feature *f)
{
    khl_str level = khl_lexicon_place_level(a->lexicon, f->place_kind);
    return khl_str_equal(level, KHL_STR("province")) || khl_lexicon_place_is_province(a->lexicon, f->name);
}

static bool put(khl_map *names, khl_str prefix, khl_str name, uint32_t *ids, size_t *n)
{
    uint32_t number = number_of(names, prefix, name);
    if (number == KHL_MAP_NONE) return false;
    ids[(*n)++] = number;
    return true;
}

/* What lies around a town: its province, its regions. A gazetteer is a few levels deep; a loop in it would
 * end at MAX_LEVELS. */
static bool put_around(const khl_analysis *a, const khl_feature *f, khl_map *names, uint32_t *ids, size_t *n)
{
    khl_str province = khl_lexicon_place_province(a->lexicon, f->name);
    bool ok = province.n == 0 || is_province(a, f) || put(names, PROVINCE, province, ids, n);
    khl_str place = khl_lexicon_place_parent(a->lexicon, f->name);
    for (unsigned level = 0; ok && place.n > 0 && level < MAX_LEVELS; level++) {
        if (!khl_lexicon_place_is_province(a->lexicon, place)) ok = put(names, KHL_STR(""), place, ids, n);
        place = khl_lexicon_place_parent(a->lexicon, place);
    }
    return ok;
}

static khl_status fill_towns(khl_slots *out, const khl_analysis *a, khl_map *names, khl_arena *arena,
                             khl_error *err)
{
    size_t n = 0, n_towns = 0, n_around = 0;
    for (size_t i = 0; i < a->n_features; i++) n += is_town(&a->features[i]);
    out->towns = out->around = (khl_id_set){NULL, 0};
    if (n == 0) return KHL_OK;
    uint32_t *towns = khl_arena_array(arena, n, sizeof *towns);
    uint32_t *around = khl_arena_array(arena, n * (MAX_LEVELS + 1), sizeof *around);
    bool ok = towns != NULL && around != NULL;
    for (size_t i = 0; i < a->n_features && ok; i++) {
        const khl_feature *f = &a->features[i];
        if (!is_town(f)) continue;
        ok = put(names, is_province(a, f) ? PROVINCE : KHL_STR(""), f->name, towns, &n_towns) &&
             put_around(a, f, names, around, &n_around);
    }
    if (!ok) return khl_fail_memory(err);
    out->towns = khl_id_set_of(towns, n_towns);
    out->around = khl_id_set_of(around, n_around);
    return KHL_OK;
}

/* What no gazetteer lists. */
static bool is_named(const khl_feature *f)
{
    bool prefixed = khl_str_starts(f->name, DISTRICT) || khl_str_starts(f->name, TOWN);
    return khl_slot_of(f) == KHL_SLOT_PLACE && prefixed;
}

static bool is_letter(char ch)
{
    return ch >= 'a' && ch <= 'z';
}

/* Fewer than two consonants are no evidence. */
static bool sounds(khl_str sound)
{
    size_t n = 0;
    for (size_t i = 0; i < sound.n; i++) n += is_letter(sound.p[i]);
    return n >= 2;
}

/* A listed part of a town, which is called a district as well. */
static bool is_arrondissement(const khl_analysis *a, const khl_feature *f)
{
    if (!is_town(f)) return false;
    khl_str town = khl_lexicon_place_parent(a->lexicon, f->name);
    return khl_lexicon_place_parent(a->lexicon, town).n > 0 &&
           !khl_lexicon_place_is_province(a->lexicon, town);
}

static bool number_sound(khl_named *out, const khl_analysis *a, khl_map *names)
{
    char text[MAX_ID_BYTES];
    khl_str sound = {text, khl_lexicon_sound(a->lexicon, out->name, text, sizeof text)};
    out->sound = KHL_NO_SOUND;
    if (!sounds(sound)) return true;
    snprintf(out->spoken, sizeof out->spoken, "%.*s", (int)sound.n, sound.p);
    out->sound = number_of(names, SOUND, sound);
    return out->sound != KHL_MAP_NONE;
}

void khl_named_again(khl_named *out, khl_str full, khl_str sound)
{
    bool district = khl_str_starts(full, DISTRICT), town = khl_str_starts(full, TOWN);
    out->name = khl_str_part(full, district ? DISTRICT.n : town ? TOWN.n : 0, full.n);
    out->town = town;
    out->arabic = false;
    for (size_t i = 0; i < out->name.n; i++)
        out->arabic = out->arabic || ((unsigned char)out->name.p[i] & 0x80) != 0;
    memset(out->spoken, 0, sizeof out->spoken);
    if (sound.n > SOUND.n)
        snprintf(out->spoken, sizeof out->spoken, "%.*s", (int)(sound.n - SOUND.n), sound.p + SOUND.n);
}

static bool name_of(khl_named *out, const khl_analysis *a, const khl_feature *f, khl_map *names)
{
    bool district = khl_str_starts(f->name, DISTRICT), town = khl_str_starts(f->name, TOWN);
    khl_str level = f->place_kind.n > 0 ? khl_lexicon_place_level(a->lexicon, f->place_kind) : QUARTER;
    if (!district) level = town ? KHL_STR("town") : QUARTER;
    size_t prefix = district ? DISTRICT.n : town ? TOWN.n : 0;
    *out = (khl_named){.name = khl_str_part(f->name, prefix, f->name.n),
                       .id = number_of(names, KHL_STR(""), f->name),
                       .level = number_of(names, LEVEL, level),
                       .town = town};
    for (size_t i = 0; i < out->name.n; i++)
        out->arabic = out->arabic || ((unsigned char)out->name.p[i] & 0x80) != 0;
    return out->id != KHL_MAP_NONE && out->level != KHL_MAP_NONE && number_sound(out, a, names);
}

int khl_named_compare(const void *left, const void *right)
{
    const khl_named *a = left, *b = right;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return a->level < b->level ? -1 : a->level > b->level;
}

/* The first MAX_NAMED names of a demand: one that names more is about no place of its own. */
static khl_status fill_named(khl_slots *out, const khl_analysis *a, khl_map *names, khl_arena *arena,
                             khl_error *err)
{
    khl_named found[MAX_NAMED];
    size_t n = 0, distinct = 0;
    out->named = NULL;
    out->n_named = 0;
    for (size_t i = 0; i < a->n_features && n < MAX_NAMED; i++)
        if ((is_named(&a->features[i]) || is_arrondissement(a, &a->features[i])) &&
            !name_of(&found[n++], a, &a->features[i], names))
            return khl_fail_memory(err);
    if (n == 0) return KHL_OK;
    qsort(found, n, sizeof *found, khl_named_compare);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || found[i].id != found[i - 1].id) found[distinct++] = found[i];
    out->named = khl_arena_array(arena, distinct, sizeof *out->named);
    if (out->named == NULL) return khl_fail_memory(err);
    memcpy(out->named, found, distinct * sizeof *found);
    out->n_named = (uint32_t)distinct;
    return KHL_OK;
}

khl_status khl_places_fill(khl_slots *out, const khl_analysis *analysis, khl_map *names, khl_arena *arena,
                           khl_error *err)
{
    khl_status status = fill_towns(out, analysis, names, arena, err);
    return status == KHL_OK ? fill_named(out, analysis, names, arena, err) : status;
}

static bool is_container(size_t in, size_t n)
{
    return in >= MIN_DEMANDS && in * SHARE >= n;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* How many of the sorted ids are this one. */
static size_t count_id(const uint32_t *ids, size_t n, uint32_t id)
{
    size_t low = 0, high = n, found = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + found < n && ids[low + found] == id) found++;
    return found;
}

/* Of a few demands: names are counted in a list of them. */
khl_status khl_slots_mark_few(khl_slots *slots, size_t n, khl_error *err)
{
    size_t n_ids = 0;
    if (n < MIN_DEMANDS) return KHL_OK;
    for (size_t i = 0; i < n; i++) n_ids += slots[i].n_named;
    uint32_t *ids = khl_alloc(n_ids, sizeof *ids);
    if (ids == NULL) return khl_fail_memory(err);
    n_ids = 0;
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < slots[i].n_named; k++) ids[n_ids++] = slots[i].named[k].id;
    if (n_ids > 1) qsort(ids, n_ids, sizeof *ids, by_number);
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < slots[i].n_named; k++)
            slots[i].named[k].contains = is_container(count_id(ids, n_ids, slots[i].named[k].id), n);
    free(ids);
    return KHL_OK;
}

khl_status khl_slots_mark_containers(khl_slots *slots, size_t n, size_t n_names, khl_error *err)
{
    if (n < MIN_DEMANDS) return KHL_OK;
    uint32_t *demands = khl_alloc_zero(n_names, sizeof *demands);
    if (demands == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < slots[i].n_named; k++) demands[slots[i].named[k].id]++;
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < slots[i].n_named; k++)
            slots[i].named[k].contains = is_container(demands[slots[i].named[k].id], n);
    free(demands);
    return KHL_OK;
}

/* Whether one letter more, less or other makes a name from the other. Names that are told apart by a number
 * are two, but a name with a number and the same without one may be one place. */
static bool is_one_letter_off(khl_str a, khl_str b)
{
    if (a.n < b.n) return is_one_letter_off(b, a);
    size_t front = 0, back = 0, letters = 0;
    while (front < b.n && a.p[front] == b.p[front]) front++;
    while (front > 0 && front < a.n && ((unsigned char)a.p[front] & 0xC0) == 0x80) front--;
    while (back < b.n - front && a.p[a.n - 1 - back] == b.p[b.n - 1 - back]) back++;
    while (back > 0 && ((unsigned char)a.p[a.n - back] & 0xC0) == 0x80) back--;
    for (size_t i = 0; i < b.n; i++) letters += ((unsigned char)b.p[i] & 0xC0) != 0x80;
    size_t of_a = a.n - front - back, of_b = b.n - front - back;
    size_t one = of_a > 0 && ((unsigned char)a.p[front] & 0x80) != 0 ? 2 : 1;
    bool digit = of_a > 0 && a.p[front] >= '0' && a.p[front] <= '9';
    return letters >= MIN_LETTERS && !digit && of_a <= one && of_b <= one;
}

/* A name and the same with a number behind it. */
static bool is_numbered(khl_str a, khl_str b)
{
    if (a.n < b.n) return is_numbered(b, a);
    if (!khl_str_starts(a, b) || a.n < b.n + 2 || a.p[b.n] != ' ') return false;
    for (size_t i = b.n + 1; i < a.n; i++)
        if (a.p[i] < '0' || a.p[i] > '9') return false;
    return true;
}

typedef enum relation { OTHER, PERHAPS, EQUAL } relation;

/* Consonants in common, in order (longest common subsequence). */
static size_t common_sounds(const char *a, const char *b)
{
    uint8_t row[sizeof((khl_named *)0)->spoken + 1] = {0};
    for (size_t i = 0; a[i] != '\0'; i++) {
        uint8_t diagonal = 0;
        for (size_t j = 0; b[j] != '\0'; j++) {
            uint8_t above = row[j + 1];
            row[j + 1] = a[i] == b[j] ? (uint8_t)(diagonal + 1) : above > row[j] ? above : row[j];
            diagonal = above;
        }
    }
    return row[strlen(b)];
}

/* Spellings of two schools drop and change consonants: names are two when hardly a third is in common, short
 * ones when nothing is. */
static bool sound_apart(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), most = n > m ? n : m, least = n < m ? n : m;
    size_t common = common_sounds(a, b);
    return least >= 3 ? common * 3 <= most : least == 2 && common == 0;
}

/* Names of two scripts, or of Latin letters, are compared by ear. */
static relation relate_by_ear(const khl_named *a, const khl_named *b)
{
    if (sound_apart(a->spoken, b->spoken)) return OTHER;
    return a->sound == b->sound && a->sound != KHL_NO_SOUND ? EQUAL : PERHAPS;
}

static relation relate(const khl_named *a, const khl_named *b)
{
    if (a->id == b->id) return EQUAL;
    if (!a->arabic || !b->arabic) return relate_by_ear(a, b);
    bool alike = a->sound == b->sound && a->sound != KHL_NO_SOUND;
    return alike || is_one_letter_off(a->name, b->name) || is_numbered(a->name, b->name) ? PERHAPS : OTHER;
}

/* Which names of a demand are compared: all but containers, between cities no towns, and no places at all
 * where they are set aside. */
static bool counts(const khl_named *name, bool apart, bool aside)
{
    return !name->contains && !(apart && (name->town || aside));
}

typedef struct leaving {
    uint32_t of_a, of_b;      /* names that the other has in no spelling, as bits */
    bool shared, shared_town; /* names that both have */
} leaving;

/* The names of a, compared with those of b; *left as above. */
static void leave(const khl_slots *a, const khl_slots *b, bool apart, uint32_t *left, leaving *l)
{
    for (uint32_t i = 0; i < a->n_named; i++) {
        relation found = OTHER;
        if (!counts(&a->named[i], apart, a->districts_aside)) continue;
        for (uint32_t k = 0; k < b->n_named && found != EQUAL; k++) {
            bool compared = counts(&b->named[k], apart, a->districts_aside);
            relation one = compared ? relate(&a->named[i], &b->named[k]) : OTHER;
            if (one > found) found = one;
        }
        if (found == OTHER) *left |= (uint32_t)1 << i;
        l->shared = l->shared || (found == EQUAL && !a->named[i].town);
        l->shared_town = l->shared_town || found == EQUAL;
    }
}

static khl_place_answer compare_named(const khl_slots *a, const khl_slots *b, bool apart)
{
    leaving l = {0, 0, false, false};
    leave(a, b, apart, &l.of_a, &l);
    leave(b, a, apart, &l.of_b, &l);
    for (uint32_t i = 0; i < a->n_named && l.of_a != 0; i++)
        for (uint32_t k = 0; k < b->n_named; k++) {
            bool left = (l.of_a >> i & 1) != 0 && (l.of_b >> k & 1) != 0;
            const khl_named *x = &a->named[i], *y = &b->named[k];
            if (left && x->level == y->level) return KHL_PLACES_APART;
        }
    return l.shared ? KHL_PLACES_SAME : l.shared_town ? KHL_PLACES_ONE_TOWN : KHL_PLACES_UNKNOWN;
}

/* Some town of a is neither named by b nor lies around or within what b names. */
static bool has_town_of_its_own(const khl_slots *a, const khl_slots *b)
{
    for (uint32_t i = 0; i < a->towns.n; i++) {
        khl_id_set one = {&a->towns.ids[i], 1};
        if (khl_id_sets_agree(one, b->towns) != 1 && khl_id_sets_agree(one, b->around) != 1) return true;
    }
    return false;
}

/* A town against the province or region it lies in says nothing. Two lists of towns that share one and go on
 * differently ("here and there", "here and yonder") are two places. */
static khl_place_answer compare_towns(const khl_slots *a, const khl_slots *b)
{
    int answer = khl_id_sets_agree(a->towns, b->towns);
    bool within = khl_id_sets_agree(a->towns, b->around) == 1 || khl_id_sets_agree(a->around, b->towns) == 1;
    if (answer == 1 && !within && has_town_of_its_own(a, b) && has_town_of_its_own(b, a))
        return KHL_PLACES_APART;
    if (answer == 1) return KHL_PLACES_ONE_TOWN;
    return answer == 0 && !within ? KHL_PLACES_APART : KHL_PLACES_UNKNOWN;
}

/* A conflict of either is one: the same district name in two towns, two districts of one town. A town against
 * a district says nothing. */
khl_place_answer khl_places_compare(const khl_slots *a, const khl_slots *b)
{
    bool apart = a->city != KHL_CITY_UNKNOWN && b->city != KHL_CITY_UNKNOWN && a->city != b->city;
    khl_place_answer named = compare_named(a, b, apart);
    khl_place_answer towns = apart ? KHL_PLACES_UNKNOWN : compare_towns(a, b);
    if (named == KHL_PLACES_APART || towns == KHL_PLACES_APART) return KHL_PLACES_APART;
    return named != KHL_PLACES_UNKNOWN ? named : towns;
}
