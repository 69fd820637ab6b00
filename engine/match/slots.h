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

typedef struct khl_slots {
    khl_id_set set[KHL_N_SLOTS];
    khl_id_set towns;     /* the part of the place slot that is in the gazetteer */
    khl_id_set around;    /* the provinces and regions those lie in */
    khl_id_set years;     /* named in the text, those of laws left out */
    khl_id_set districts; /* named districts, streets and facilities written in Arabic letters */
    uint32_t n_content;   /* content features, for the length evidence */
    uint32_t city;        /* whose demand it is; KHL_CITY_UNKNOWN */
    bool districts_aside; /* between cities not even districts are compared */
} khl_slots;

/* A place of the gazetteer, and no district, street or facility. */
bool khl_names_town(const khl_feature *feature);

/* The slot a feature belongs to, or KHL_N_SLOTS. */
unsigned khl_slot_of(const khl_feature *feature);

/* Fills *out from an analysis; sets live in arena, names are numbered in names. */
khl_status khl_slots_fill(khl_slots *out, const khl_analysis *analysis, khl_map *names, khl_arena *arena,
                          khl_error *err);

/* 1: they share a value; 0: both have values and share none; -1: one of them is silent. */
int khl_id_sets_agree(khl_id_set a, khl_id_set b);

/* As above for slot s; places are compared town with town and district with district, between two cities only
 * what khl_matcher_options does not set aside. */
int khl_slots_agree(const khl_slots *a, const khl_slots *b, unsigned slot);

#endif
