/* The terms by which axes are told apart: words and concepts, each with its kind before its name. */
#ifndef KHL_CLASSIFY_AXIS_TERMS_H
#define KHL_CLASSIFY_AXIS_TERMS_H

#include "khulasa/text.h"

#include <string.h>

enum { KHL_AXIS_WORD = 'w', KHL_AXIS_CONCEPT = 'c', KHL_AXIS_TERM_BYTES = 255 };

typedef struct khl_axis_term {
    char bytes[1 + KHL_AXIS_TERM_BYTES];
} khl_axis_term;

/* Longer names are cut: they are addresses and the like. */
static inline khl_str khl_axis_term_of(khl_axis_term *out, int kind, khl_str name)
{
    size_t n = name.n < KHL_AXIS_TERM_BYTES ? name.n : KHL_AXIS_TERM_BYTES;
    out->bytes[0] = (char)kind;
    if (n > 0) memcpy(out->bytes + 1, name.p, n);
    return (khl_str){out->bytes, n + 1};
}

static inline bool khl_axis_is_word(const khl_feature *f)
{
    return f->kind == KHL_FEATURE_WORD || f->kind == KHL_FEATURE_OTHER;
}

#endif
