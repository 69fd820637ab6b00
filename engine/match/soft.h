/* Soft TF-IDF (Cohen, Ravikumar, Fienberg 2003): a word of one text meets its nearest spelling in the other
 * when the Jaro-Winkler likeness of the two is at least KHL_SOFT_LEAST. */
#ifndef KHL_MATCH_SOFT_H
#define KHL_MATCH_SOFT_H

#include "khulasa/vector.h"

#define KHL_SOFT_LEAST 0.9F

/* The terms near each term of a space, the nearest first: those of column c are near[first[c]] to
 * near[first[c + 1]]. */
typedef struct khl_soft_near {
    uint32_t column;
    float likeness;
} khl_soft_near;

typedef struct khl_soft {
    uint64_t *first; /* [n_columns + 1] */
    khl_soft_near *near;
} khl_soft;

/* Words are compared within their first letter, so one that begins otherwise is missed. Cost: the square of
 * the words of a letter. */
khl_status khl_soft_build(khl_soft *out, const khl_tfidf *space, khl_error *err);
void khl_soft_clear(khl_soft *soft);

/* The mean of both directions, at most 1; the cosine where no two words are near. */
double khl_soft_cosine(const khl_soft *soft, const khl_csr *rows, uint32_t i, uint32_t j);

/* Jaro's likeness, raised by up to four letters of common beginning (Winkler 1990), on code points. In [0,
 * 1]. */
float khl_jaro_winkler(khl_str a, khl_str b);

#endif
