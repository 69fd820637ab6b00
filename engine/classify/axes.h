/* The axis list as this room holds it. */
#ifndef KHL_CLASSIFY_AXES_H
#define KHL_CLASSIFY_AXES_H

#include "arena.h"
#include "khulasa/classify.h"
#include "tsv.h"

#define KHL_MAX_AXES 64

struct khl_axes {
    uint32_t n;
    khl_str id[KHL_MAX_AXES];
    khl_name name[KHL_MAX_AXES];
    khl_str keywords[KHL_MAX_AXES]; /* as written, '|' between them */
    khl_str description[KHL_MAX_AXES];
    khl_str examples[KHL_MAX_AXES]; /* '|' between them */
    khl_str lessons;            /* of the compiled models: what axis_lessons.c made of them; empty: nothing */
    const khl_lexicon *lexicon; /* by which they were read */
    khl_arena arena;
};

/* From an open reader: a file, or a section of the compiled models. */
khl_status khl_axes_parse(khl_axes **out, khl_tsv *tsv, khl_error *err);

#endif
