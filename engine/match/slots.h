/* The slots of a demand: small sorted sets of numbers, one per slot, interned over the collection. */
#ifndef KHL_MATCH_SLOTS_H
#define KHL_MATCH_SLOTS_H

#include "arena.h"
#include "khulasa/text.h"
#include "khulasa/why.h"
#include "map.h"

typedef struct khl_id_set {
    const uint32_t *ids;
    uint32_t n;
} khl_id_set; /* ascending, distinct */

/* A named district, street or facility, or an unlisted town. */
typedef struct khl_named {
    khl_str name;    /* without prefix, borrowed from the analysis */
    uint32_t id;     /* of the name, among all names of slots */
    uint32_t level;  /* of its kind: names of one level lie beside one another */
    uint32_t sound;  /* of its sound; KHL_NO_SOUND when that is too short to tell */
    char spoken[24]; /* the sound, cut to that length */
    bool arabic;
    bool town;     /* a commune or province that the gazetteer lacks */
    bool contains; /* stands in so many demands that it says nothing of where a demand is */
} khl_named;
#define KHL_NO_SOUND UINT32_MAX

/* For qsort: by id, then by level. */
int khl_named_compare(const void *left, const void *right);

typedef struct khl_slots {
    khl_id_set set[KHL_N_SLOTS];
    khl_id_set towns;  /* the part of the place slot that is in the gazetteer; "province:khemisset" for a
                          province that bears the name of its town */
    khl_id_set around; /* the provinces and regions those lie in */
    khl_named *named;  /* [n_named] districts, streets and facilities, each name once, ascending by id */
    uint32_t n_named;
    khl_id_set numbers, periods; /* the two parts of the quantity slot */
    khl_id_set poles;            /* of beneficiaries: what has an opposite above them, women or men */
    khl_id_set years;            /* named in the text, those of laws left out */
    khl_id_set acts;             /* families of the action slot */
    bool counted;                /* how many or how often; one goes without saying */
    bool unusual;                /* acts other than providing, which goes without saying */
    uint32_t n_content;          /* content features, for the length evidence */
    uint32_t city;               /* whose demand it is; KHL_CITY_UNKNOWN */
    bool districts_aside;        /* between cities not even districts are compared */
} khl_slots;

/* A place of the gazetteer, and no district, street or facility. */
bool khl_names_town(const khl_feature *feature);

/* The slot a feature belongs to, or KHL_N_SLOTS. */
unsigned khl_slot_of(const khl_feature *feature);

/* Whether a feature of that focus fills the slot. */
bool khl_fills_slot(const khl_feature *feature, float focus, unsigned slot);

#define KHL_USUAL_ACT "provide" /* the family of what goes without saying, in models/concepts */

/* The head of the family of the act that feature i is, or the act itself. */
khl_str khl_family_of(const khl_analysis *analysis, size_t i);

/* Sorted, once each, in place. */
khl_id_set khl_id_set_of(uint32_t *ids, size_t n);
bool khl_id_set_has(khl_id_set set, uint32_t id);

/* The part of khl_slots_fill for places. */
khl_status khl_places_fill(khl_slots *out, const khl_analysis *analysis, khl_map *names, khl_arena *arena,
                           khl_error *err);

/* Fills *out from an analysis; sets live in arena, names are numbered in names. What is out of focus
 * [n_features] fills no slot but those of places and quantities. */
khl_status khl_slots_fill(khl_slots *out, const khl_analysis *analysis, const khl_focus *focus,
                          khl_map *names, khl_arena *arena, khl_error *err);

/* Marks the names that stand in at least a fifth and at least eight of the n demands of a collection: the
 * commune of a rural collection, which every text names beside its douar. n_names: of the map they are
 * numbered in. */
khl_status khl_slots_mark_containers(khl_slots *slots, size_t n, size_t n_names, khl_error *err);
/* The same whatever the number of names; for a few demands. */
khl_status khl_slots_mark_few(khl_slots *slots, size_t n, khl_error *err);

/* What follows from the names of a place ("district:...") and of its sound ("sound:...", empty: too short to
 * tell): all but the numbers. The name is borrowed. */
void khl_named_again(khl_named *out, khl_str full, khl_str sound);

/* What two demands say of where they are. Towns are compared with towns and districts with districts. */
typedef enum khl_place_answer {
    KHL_PLACES_UNKNOWN, /* one of them is silent, or what they say can be true of one place */
    KHL_PLACES_APART,
    KHL_PLACES_SAME,    /* a district, street or facility is named in both */
    KHL_PLACES_ONE_TOWN /* no more than the same town */
} khl_place_answer;
khl_place_answer khl_places_compare(const khl_slots *a, const khl_slots *b);

/* 1: they share a value; 0: both have values and share none; -1: one of them is silent. */
int khl_id_sets_agree(khl_id_set a, khl_id_set b);

/* As above for slot s; of places, khl_places_compare. Between two cities only what khl_matcher_options does
 * not set aside is compared. */
int khl_slots_agree(const khl_slots *a, const khl_slots *b, unsigned slot);

#endif
