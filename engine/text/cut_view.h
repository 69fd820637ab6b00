/* A submission as the cutter sees it: what each token says of a demand, what stands between tokens, and lines
 * with their bullets. Lives in an arena of the caller. */
#ifndef KHL_TEXT_CUT_VIEW_H
#define KHL_TEXT_CUT_VIEW_H

#include "arena.h"
#include "cut_cues.h"

enum { /* khl_cut_token.gap: what stands in front of the token */
       KHL_GAP_LINE = 1u << 0,
       KHL_GAP_BLANK = 1u << 1, /* a blank line */
       KHL_GAP_STOP = 1u << 2,  /* . ! ? */
       KHL_GAP_SEMICOLON = 1u << 3,
       KHL_GAP_COMMA = 1u << 4,
       KHL_GAP_COLON = 1u << 5,
       KHL_GAP_DASH = 1u << 6, /* between blanks, or a round bullet */
       KHL_GAP_SLASH = 1u << 7,
       KHL_GAP_CLAUSE = KHL_GAP_LINE | KHL_GAP_STOP | KHL_GAP_SEMICOLON | KHL_GAP_COMMA | KHL_GAP_COLON,
       KHL_GAP_SENTENCE = KHL_GAP_LINE | KHL_GAP_STOP | KHL_GAP_SEMICOLON
};

enum { KHL_CUT_ACTION = 1u << 0, KHL_CUT_OBJECT = 1u << 1, KHL_CUT_WORD = 1u << 2 }; /* khl_cut_token.holds */

typedef struct khl_cut_token {
    khl_cue_hit cue;
    uint8_t gap, holds;
    uint32_t object; /* number of the feature of the object that begins here */
    uint32_t action; /* likewise */
} khl_cut_token;

typedef enum khl_marker_kind {
    KHL_MARKER_NONE,
    KHL_MARKER_SIGN, /* value: the character */
    KHL_MARKER_NUMBER,
    KHL_MARKER_LETTER,
    KHL_MARKER_WORD
} khl_marker_kind;

typedef struct khl_cut_line {
    size_t begin, end, body;  /* bytes: without white space; body is behind the marker */
    size_t first, last;       /* tokens [first, last), those of the marker included */
    uint8_t marker;           /* khl_marker_kind */
    uint32_t value;           /* number, or the character of a sign */
    bool blank_before, colon; /* a blank line stands above; it ends in a colon */
} khl_cut_line;               /* blank lines are not kept */

typedef struct khl_cut_view {
    const khl_analysis *analysis;
    khl_cut_token *tokens; /* [analysis->n_tokens] */
    khl_cut_line *lines;
    size_t n_tokens, n_lines;
} khl_cut_view;

/* What tokens [begin, end) hold together. */
typedef struct khl_cut_sum {
    uint32_t actions, objects, words;
    uint32_t roles;
    size_t first_object; /* token; end when there is none */
} khl_cut_sum;

/* KHL_E_MEMORY. */
khl_status khl_cut_view_make(khl_cut_view *out, const khl_analysis *analysis, khl_arena *arena,
                             khl_error *err);

khl_cut_sum khl_cut_sum_over(const khl_cut_view *view, size_t begin, size_t end);

/* An action or a request, and an object. */
bool khl_cut_is_demand(const khl_cut_sum *sum);

/* Whether the object at token `at` stands among those of [begin, end) too, by its concept. */
bool khl_cut_object_in(const khl_cut_view *view, size_t at, size_t begin, size_t end);

/* The roles of the first `n` tokens of [begin, end), together. */
uint32_t khl_cut_opens_with(const khl_cut_view *view, size_t begin, size_t end, size_t n);

/* The first token at or behind a byte. */
size_t khl_cut_token_at(const khl_cut_view *view, size_t byte);

/* The length in bytes of a number's or ordinal's sign behind it (":", ")", "- " ...) with the blanks behind
 * that; 0 when none stands at the byte `at`. */
size_t khl_cut_delimiter(khl_str text, size_t at);

#endif
