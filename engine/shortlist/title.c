/* A title is a clause of the representative, cut to its first words.
 *
 * Clauses end at punctuation and line breaks. A clause scores by what it holds of a demand: a known action or
 * thing counts more than a plain word; a request formula promises that the demand follows; a reference to a
 * law says that it does not. The title begins behind the formula, at a content word without its attached
 * letters. */
#include "build.h"

#include "str.h"

enum { OPENING_WORDS = 6 };

typedef struct clause {
    size_t first, last;
    double score;
} clause; /* tokens, inclusive */

/* True when a sign that ends a clause stands between two tokens. Tokens that touch, or overlap as they might
 * if one character stood for two words, have nothing between them. */
static bool breaks(const khl_analysis *a, size_t left, size_t right)
{
    static const char *const ENDS[] = {".",  "!",        "?",        ";",        ":",
                                       "\n", "\xd8\x8c", "\xd8\x9b", "\xd8\x9f", ","};
    if (a->tokens[right].begin <= a->tokens[left].end) return false;
    khl_str gap = khl_str_part(a->original, a->tokens[left].end, a->tokens[right].begin);
    for (size_t i = 0; i < gap.n; i++)
        for (size_t k = 0; k < sizeof ENDS / sizeof *ENDS; k++)
            if (khl_str_starts(khl_str_part(gap, i, gap.n), khl_str_from(ENDS[k]))) return true;
    return false;
}

static double feature_score(const khl_feature *f)
{
    switch (f->kind) {
    case KHL_FEATURE_CONCEPT:
        return f->weight < 0.5f ? 0 : khl_feature_asks(f) ? 2.0 : 1.5;
    case KHL_FEATURE_WORD:
        return 0.3 * (double)f->weight;
    case KHL_FEATURE_PLACE:
        return 0.5;
    case KHL_FEATURE_REFERENCE:
        return -3.0;
    default:
        return 0;
    }
}

/* The score of the clause that ends with token `last`; *next is its first feature, and then that of the
 * clause behind it, for features stand in the order of their tokens. */
static double clause_score(const khl_analysis *a, size_t last, size_t *next)
{
    double score = 0;
    for (; *next < a->n_features && a->features[*next].first_token <= last; ++*next)
        score += feature_score(&a->features[*next]);
    return score < 8 ? score : 8;
}

static bool is_formula(const khl_token *t)
{
    return (t->flags & KHL_TOKEN_BOILERPLATE) != 0 && (t->flags & KHL_TOKEN_NEGATION) == 0;
}

static bool is_filler(const khl_token *t)
{
    bool number = t->kind == KHL_TOKEN_NUM || t->kind == KHL_TOKEN_DATE;
    bool empty =
        (t->flags & (KHL_TOKEN_STOP | KHL_TOKEN_BOILERPLATE)) != 0 && (t->flags & KHL_TOKEN_NEGATION) == 0;
    return empty || number;
}

/* Where the demand begins: behind the last formula among the first words that leaves at least three content
 * words, else at the front. */
static size_t behind_formula(const khl_analysis *a, size_t first, size_t last)
{
    size_t content = 0;
    for (size_t i = last + 1; i-- > first;) {
        if (is_formula(&a->tokens[i]) && content >= 3 && i < first + OPENING_WORDS) return i + 1;
        content += !is_filler(&a->tokens[i]);
    }
    return first;
}

static clause best_clause(const khl_analysis *a)
{
    const double formula = 1.5, later = 0.97;
    clause best = {0, 0, -1e9};
    double order = 1;
    size_t next = 0;
    for (size_t first = 0; first < a->n_tokens; order *= later) {
        size_t last = first;
        while (last + 1 < a->n_tokens && !breaks(a, last, last + 1)) last++;
        double score = clause_score(a, last, &next);
        size_t begin = behind_formula(a, first, last);
        if (begin > first) score += formula;
        score *= score > 0 ? order : 1;
        if (score > best.score) best = (clause){begin, last, score};
        first = last + 1;
    }
    return best;
}

/* The first byte of the word without the single letters attached to it: what is asked for, not "for" it. */
static size_t bare_begin(const khl_analysis *a, size_t i)
{
    static const char *const LETTERS[] = {"\xd9\x88", "\xd9\x81", "\xd8\xa8",
                                          "\xd9\x84"}; /* waw feh beh lam */
    const khl_token *t = &a->tokens[i];
    khl_str word = khl_str_part(a->original, t->begin, t->end), cut = t->proclitics;
    for (size_t k = 0; k < sizeof LETTERS / sizeof *LETTERS; k++) {
        khl_str letter = khl_str_from(LETTERS[k]);
        bool only =
            cut.n == letter.n || (cut.n > letter.n && !khl_str_ends(cut, KHL_STR("\xd9\x84\xd9\x84")));
        if (!only || !khl_str_starts(cut, letter) || !khl_str_starts(word, letter)) continue;
        word = khl_str_part(word, letter.n, word.n);
        cut = khl_str_part(cut, letter.n, cut.n);
    }
    return (size_t)(word.p - a->original.p);
}

/* The first words, between spaces, of a text in which no token was found. */
static khl_str first_words(khl_str text, unsigned max_words)
{
    khl_str s = khl_str_trim(text);
    size_t end = 0;
    for (unsigned words = 0; words < max_words && end < s.n; words++) {
        size_t from = end;
        while (from < s.n && strchr(" \t\r\n", s.p[from]) != NULL) from++;
        for (end = from; end < s.n && strchr(" \t\r\n", s.p[end]) == NULL;) end++;
    }
    return (khl_str){s.p, end};
}

/* A bracket that the words left open is closed where its other half stands next, and else left out with what
 * it holds. */
static khl_str close_bracket(khl_str text, size_t begin, size_t end)
{
    size_t open = end;
    for (size_t i = begin; i < end; i++)
        if (text.p[i] == '(' || text.p[i] == ')') open = text.p[i] == '(' ? i : end;
    if (open == end) return khl_str_part(text, begin, end);
    if (end < text.n && text.p[end] == ')') return khl_str_part(text, begin, end + 1);
    khl_str before = khl_str_trim(khl_str_part(text, begin, open));
    return before.n > 0 ? before : khl_str_part(text, begin, end);
}

khl_str khl_title_cut(const khl_analysis *a, unsigned max_words)
{
    if (a->n_tokens == 0 || max_words == 0) return first_words(a->original, max_words);
    clause c = best_clause(a);
    size_t first = c.first, last = c.last;
    while (first < last && is_filler(&a->tokens[first])) first++;
    if (last - first >= max_words) last = first + max_words - 1;
    while (last > first && is_filler(&a->tokens[last]) && a->tokens[last].kind != KHL_TOKEN_NUM) last--;
    return close_bracket(a->original, bare_begin(a, first), a->tokens[last].end);
}
