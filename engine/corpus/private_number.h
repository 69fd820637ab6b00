/* Runs of digits in a text, read once and then asked what they look like. */
#ifndef KHL_CORPUS_PRIVATE_NUMBER_H
#define KHL_CORPUS_PRIVATE_NUMBER_H

#include "khulasa/base.h"

enum { KHL_RUN_GROUPS = 12 };

/* Groups of digits with one sign between any two: "06 12 34 56 78", "113-14", "2024". */
typedef struct khl_digit_run {
    char digits[KHL_RUN_GROUPS * 16 + 1]; /* ASCII, all groups */
    uint32_t first[KHL_RUN_GROUPS + 1];   /* [n + 1] index of the first digit of a group in digits */
    size_t begin[KHL_RUN_GROUPS], end[KHL_RUN_GROUPS]; /* bytes of the text */
    uint32_t sign[KHL_RUN_GROUPS];                     /* the sign behind a group; 0 behind the last */
    uint32_t n;
    bool plus; /* a + directly before it */
} khl_digit_run;

/* The value of a digit at byte `at` (ASCII, Arabic-Indic, Persian) and its length in bytes; -1: none. */
int khl_digit_at(khl_str text, size_t at, size_t *bytes);

/* The run that begins at a digit, at byte `at`. Returns the byte behind it. */
size_t khl_digit_run_read(khl_digit_run *run, khl_str text, size_t at);

/* How many groups from group k on are a telephone number by their own shape; 0: none are. */
uint32_t khl_digit_run_phone(const khl_digit_run *run, uint32_t k);

/* Whether the whole run may be one when the words before it say so. */
bool khl_digit_run_may_be_phone(const khl_digit_run *run);

#endif
