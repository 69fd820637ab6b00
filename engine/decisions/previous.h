/* What an earlier shortlist.json says of its entries, for the rooms that carry ids over and tell what
 * changed. */
#ifndef KHL_DECISIONS_PREVIOUS_H
#define KHL_DECISIONS_PREVIOUS_H

#include "arena.h"
#include "khulasa/previous.h"

typedef struct khl_previous_member {
    khl_str id;
    unsigned char sha256[32];
    bool hashed; /* false: the file does not say the hash */
    bool representative;
    uint32_t entry; /* in entries */
} khl_previous_member;

/* A body, by its id; the name is in the language that the file was written in. */
typedef struct khl_previous_authority {
    khl_str id, name, level;
} khl_previous_authority;

typedef struct khl_previous_entry {
    khl_str id, number, title, text;
    khl_str level; /* empty: not known */
    uint32_t axis; /* 1-based, in axes */
    uint32_t support;
    const khl_previous_authority *authorities; /* the first leads */
    uint32_t n_authorities;
    uint32_t first, n_members; /* in members */
} khl_previous_entry;

struct khl_previous {
    khl_arena arena;
    char sha256[65];     /* of the file */
    const khl_str *axes; /* [n_axes] names, in the language that the file was written in */
    uint32_t n_axes;
    khl_previous_entry *entries; /* [n_entries] in the order of the document; ids are unique */
    uint32_t n_entries;
    khl_previous_member *members; /* [n_members] entry by entry; ids are unique */
    uint32_t n_members;
    const khl_str *retired; /* [n_retired] ids of entries that were gone before */
    uint32_t n_retired;
};

#endif
