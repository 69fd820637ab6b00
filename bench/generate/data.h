/* The vocabulary of the generator, read from the TSV files beside this one (each says what its columns are).
 */
#ifndef KHL_GENERATE_DATA_H
#define KHL_GENERATE_DATA_H

#include "arena.h"
#include "khulasa/base.h"

enum { KHL_GEN_AR, KHL_GEN_DA, KHL_GEN_FR, KHL_GEN_LANGS };
enum { KHL_GEN_PLACE, KHL_GEN_FRONT, KHL_GEN_ASK, KHL_GEN_DO, KHL_GEN_POST, KHL_GEN_THANKS, KHL_GEN_USES };
enum { KHL_GEN_AXES = 8, KHL_GEN_MANY_FROM = 3, KHL_GEN_MANY_TO = 10 };

/* Wordings of one meaning; n is 0 where the file has "-". */
typedef struct khl_forms {
    khl_str *p;
    uint32_t n, capacity;
} khl_forms;

typedef struct khl_gen_action {
    khl_str id;
    bool counts; /* its thing is indefinite, and may be counted */
    khl_forms forms[KHL_GEN_LANGS];
} khl_gen_action;

typedef struct khl_gen_object {
    khl_str id;
    uint32_t axis;    /* 1-based */
    unsigned classes; /* bit k: class k of "qds"; 0: the whole city */
    bool feminine;
    khl_forms fors, senses;                       /* ids; and as numbers: */
    uint32_t *sense;                              /* [senses.n] into actions */
    uint32_t *beneficiary;                        /* [fors.n] into beneficiaries */
    khl_forms ar[2], ar_many, da, fr[2], fr_many; /* [0] definite, [1] indefinite */
} khl_gen_object;

typedef struct khl_gen_kind {
    unsigned class; /* one bit */
    khl_str ar;
    khl_forms fr;
    khl_str names;    /* class of names */
    uint32_t highest; /* number behind a name, or 0 */
    uint32_t n_names, n_places;
    uint32_t first_name, first; /* first: of its places, among all */
} khl_gen_kind;

typedef struct khl_gen_name {
    khl_str class, ar, fr;
} khl_gen_name;

/* A slip: the letter, what comes instead, and where. */
typedef struct khl_gen_slip {
    khl_str letter;
    khl_forms instead;
    bool at_end, neighbour;
} khl_gen_slip;

/* Growing lists; each file fills one. */
#define KHL_GEN_LIST(type)                                                                                   \
    struct {                                                                                                 \
        type *p;                                                                                             \
        size_t n, capacity;                                                                                  \
    }

typedef struct khl_gen_number {
    uint32_t value;
    khl_str masculine, feminine, da, fr;
} khl_gen_number;

typedef struct khl_gen_data {
    khl_arena arena;
    KHL_GEN_LIST(khl_gen_action) actions;
    KHL_GEN_LIST(khl_gen_object) objects;  /* in the order of their axes */
    uint32_t axis_first[KHL_GEN_AXES + 2]; /* objects of axis a: [axis_first[a], axis_first[a + 1]) */
    KHL_GEN_LIST(khl_gen_kind) kinds;
    KHL_GEN_LIST(khl_gen_name) names; /* those of a class stand together */
    KHL_GEN_LIST(khl_gen_name) cities;
    KHL_GEN_LIST(khl_gen_name) communes; /* first word and class of names */
    KHL_GEN_LIST(khl_gen_slip) slips;
    KHL_GEN_LIST(khl_gen_number) numbers;
    struct {
        khl_str id;
        khl_forms forms[KHL_GEN_LANGS];
    } beneficiaries[64];
    uint32_t n_beneficiaries;
    khl_forms frames[KHL_GEN_USES][KHL_GEN_LANGS];
    khl_forms grounds[KHL_GEN_AXES + 1][KHL_GEN_LANGS];
    khl_forms first_words, purposes; /* of names of associations */
    uint32_t n_cities;               /* with the communes */
} khl_gen_data;

/* KHL_E_IO, or KHL_E_MODEL with file, row and column where a row cannot be used. out is to be cleared either
 * way. */
khl_status khl_gen_data_read(khl_gen_data *out, const char *folder, khl_error *err);
void khl_gen_data_clear(khl_gen_data *data);

#endif
