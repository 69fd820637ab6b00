/* A bitmap for each row: which columns it may have, as a few hashed bits, and how much its heaviest bits
 * weigh.
 *
 * Two rows share at most as many bits as the intersection of their bitmaps has, and the product of any two
 * rows is at most the product of the lengths of what they share (Cauchy-Schwarz). So from the number of
 * common bits alone a pair is known to be below the threshold, without a look at its columns (the bitmap
 * filter of Sandes, Teodoro and Melo 2020, with weights). Rows are put into 16 classes by how their weight is
 * spread, and `need` says for two classes how many common bits a pair must have. */
#ifndef KHL_SEARCH_BITMAPS_H
#define KHL_SEARCH_BITMAPS_H

#include "ranked.h"

enum { KHL_BITMAP_CLASSES = 16, KHL_BITMAP_TOPS = 16, KHL_BITMAP_MAX_WORDS = 8, KHL_BITMAP_NEVER = 255 };

typedef struct khl_bitmaps {
    unsigned words;      /* 64-bit words a row: 1, 2, 4 or 8 */
    uint64_t *bits;      /* [n_rows x words] */
    unsigned char *kind; /* [n_rows] class of each row */
    /* [class][k]: how long the k + 1 heaviest bits of a row of the class are at most, as a share of 255 of
     * the longest row; the last place is the whole row */
    unsigned char top[KHL_BITMAP_CLASSES][KHL_BITMAP_TOPS];
    unsigned char need[KHL_BITMAP_CLASSES][KHL_BITMAP_CLASSES]; /* common bits; NEVER when none suffice */
} khl_bitmaps;

/* share: the threshold over the square of the longest row's length, in (0, 1]. Cost: linear. */
khl_status khl_bitmaps_make(khl_bitmaps *out, const khl_ranked *ranked, double share, khl_pool *pool,
                            khl_error *err);
void khl_bitmaps_clear(khl_bitmaps *bitmaps);

/* The bits [words] of any row, zeroed by the caller, and how long its k + 1 heaviest bits are as a share of
 * 255 of `norm`. weight [64 * KHL_BITMAP_MAX_WORDS] is zero before and after. */
void khl_bitmap_row(khl_rank_row row, unsigned words, double norm, uint64_t *bits, double *weight,
                    unsigned char top[KHL_BITMAP_TOPS]);

/* Common bits that a row with these tops needs with one of each class (class_top [classes x tops]), for a
 * product of at least share times the squared norm. */
void khl_bitmap_needs(const unsigned char top[KHL_BITMAP_TOPS], const unsigned char *class_top, double share,
                      unsigned char need[KHL_BITMAP_CLASSES]);

#endif
