/* Making the view: gaps, cues and concepts of the tokens, then lines and the bullets they begin with. One
 * pass over the text and one over the features. */
#include "cut_view.h"

#include <unicode/uchar.h>

#include "error.h"
#include "str.h"
#include "utf8.h"

#define LEAST_WEIGHT 0.5f /* formulas and references to laws are no action and no object */

enum { MAX_ITEM = 40, KEYCAP = 0x20E3, EMOJI_STYLE = 0xFE0F, TATWEEL = 0x0640 };

static const uint32_t BULLETS[] = {0x2022, 0x25AA,  0x25AB,  0x25E6,  0x2713,  0x2714, 0x25CF, 0x25A0, 0x25A1,
                                   0x25CB, 0x25BA,  0x25B6,  0x27A2,  0x2756,  0x00B7, 0x2023, 0x2043, 0x2611,
                                   0x2705, 0x27A4,  0x279C,  0x2794,  0x2192,  0x2190, 0x25C6, 0x25C7, 0x2605,
                                   0x2606, 0x1F539, 0x1F538, 0x1F449, 0x1F448, 0x2B50, 0xF0B7, 0xF0A7, 0xF0D8,
                                   0xF0FC, '*',     '-',     0x2013,  0x2014};

static bool is_bullet(uint32_t c)
{
    for (size_t i = 0; i < sizeof BULLETS / sizeof *BULLETS; i++)
        if (BULLETS[i] == c) return true;
    return false;
}

static bool is_dash(uint32_t c)
{
    return c == '-' || c == 0x2013 || c == 0x2014 || c == 0x2212 || c == TATWEEL;
}

static bool is_space(uint32_t c)
{
    return c == 0xFEFF || u_isUWhiteSpace((UChar32)c) || u_charType((UChar32)c) == U_FORMAT_CHAR;
}

/* The character at a byte, 0 at the end; *at moves behind it. */
static uint32_t take(khl_str s, size_t *at)
{
    bool bad = false;
    return *at < s.n ? khl_utf8_next(s, at, &bad) : 0;
}

static uint32_t peek(khl_str s, size_t at)
{
    return take(s, &at);
}

static size_t skip_spaces(khl_str s, size_t at)
{
    for (size_t next = at; next < s.n && is_space(take(s, &next)); at = next)
        ;
    return at;
}

static unsigned sign_gap(uint32_t c)
{
    switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x061F:
    case 0x06D4:
        return KHL_GAP_STOP;
    case ';':
    case 0x061B:
        return KHL_GAP_SEMICOLON;
    case ',':
    case 0x060C:
        return KHL_GAP_COMMA;
    case ':':
        return KHL_GAP_COLON;
    case '/':
    case '|':
        return KHL_GAP_SLASH;
    default:
        return 0;
    }
}

/* What stands between two tokens. */
static uint8_t read_gap(khl_str text, size_t begin, size_t end)
{
    unsigned gap = 0, lines = 0;
    uint32_t before = 'x';
    khl_str s = khl_str_part(text, 0, end);
    for (size_t at = begin; at < end;) {
        uint32_t c = take(s, &at), next = at < end ? peek(s, at) : ' ';
        gap |= sign_gap(c);
        lines += c == '\n' || c == 0x2028 || c == 0x2029 || (c == '\r' && next != '\n');
        if (is_bullet(c) && (c > 0x2020 || c == 0xB7 || (is_space(before) && is_space(next))))
            gap |= KHL_GAP_DASH;
        before = c;
    }
    if (lines > 0) gap |= KHL_GAP_LINE;
    if (lines > 1) gap |= KHL_GAP_BLANK;
    return (uint8_t)gap;
}

static void read_features(khl_cut_view *v)
{
    for (size_t i = v->analysis->n_features; i-- > 0;) {
        const khl_feature *f = &v->analysis->features[i];
        khl_cut_token *t = &v->tokens[f->first_token];
        if (f->weight < LEAST_WEIGHT) continue;
        if (f->kind == KHL_FEATURE_WORD) t->holds |= KHL_CUT_WORD;
        if (f->kind != KHL_FEATURE_CONCEPT) continue;
        if (khl_feature_asks(f)) {
            t->holds |= KHL_CUT_ACTION;
            t->action = (uint32_t)i;
        } else if (f->concept_kind == KHL_CONCEPT_OBJECT || f->concept_kind == KHL_CONCEPT_FACILITY) {
            t->holds |= KHL_CUT_OBJECT;
            t->object = (uint32_t)i;
        }
    }
}

size_t khl_cut_delimiter(khl_str text, size_t at)
{
    size_t next = skip_spaces(text, at), begin = next;
    uint32_t c = take(text, &next);
    if (c == EMOJI_STYLE) c = take(text, &next);
    bool sign = c == '.' || c == ')' || c == ':' || c == '/' || c == 0x00B0 || c == KEYCAP || c == 0x060C ||
                c == ',' || is_dash(c);
    if (!sign || (begin > at && peek(text, at) == '\n')) return 0;
    while (next < text.n && (is_dash(peek(text, next)) || peek(text, next) == '.' || peek(text, next) == ':'))
        take(text, &next);
    uint32_t behind = peek(text, next);
    if (behind != 0 && u_isdigit((UChar32)behind)) return 0;
    return skip_spaces(text, next) - at;
}

/* "1-", "(2)", "3." at `at`: where the body begins; 0 when it is none. */
static size_t number_marker(khl_str line, size_t at, uint32_t *value)
{
    bool open = peek(line, at) == '(';
    if (open) at++;
    unsigned digits = 0;
    for (*value = 0; digits < 2 && at < line.n && u_isdigit((UChar32)peek(line, at)); digits++)
        *value = *value * 10 + (uint32_t)u_charDigitValue((UChar32)take(line, &at));
    if (digits == 0 || *value == 0 || *value > MAX_ITEM) return 0;
    if (open && peek(line, at) != ')') return 0;
    size_t n = khl_cut_delimiter(line, at);
    return n > 0 && peek(line, at) != ',' && peek(line, at) != 0x060C ? at + n : 0;
}

/* A letter by itself with a sign behind it. */
static size_t letter_marker(khl_str line, size_t at, uint32_t *value)
{
    *value = take(line, &at);
    if (!u_isalpha((UChar32)*value) || u_isalpha((UChar32)peek(line, at))) return 0;
    uint32_t c = peek(line, skip_spaces(line, at));
    if (c != ')' && c != '.' && !is_dash(c)) return 0;
    size_t n = khl_cut_delimiter(line, at);
    return n > 1 ? at + n : 0;
}

/* A bullet; a star that has its twin in the line makes letters bold and is none. */
static size_t sign_marker(khl_str line, size_t at, uint32_t *value)
{
    *value = take(line, &at);
    if (!is_bullet(*value)) return 0;
    uint32_t next = peek(line, at);
    if (next == EMOJI_STYLE) {
        take(line, &at);
        next = peek(line, at);
    }
    if (*value == '*' && !is_space(next) && at < line.n && memchr(line.p + at, '*', line.n - at) != NULL)
        return 0;
    if (next != 0 && u_isdigit((UChar32)next)) return 0;
    while (at < line.n && peek(line, at) == *value) take(line, &at);
    return skip_spaces(line, at);
}

/* The number of "first" or of "demand 2" at token i, and how many tokens that takes; 0 when it is none. */
static uint32_t spoken_number(const khl_cut_view *v, size_t i, size_t end, size_t *n_tokens)
{
    const khl_cue_hit *cue = &v->tokens[i].cue;
    uint64_t value = 0;
    *n_tokens = cue->n_words;
    if ((cue->roles & KHL_CUE_ORDINAL) != 0) return i + cue->n_words <= end ? cue->number : 0;
    if ((cue->roles & KHL_CUE_ITEM) == 0) return 0;
    size_t k = i + cue->n_words;
    while (k < end && k < i + 3 && v->analysis->tokens[k].kind != KHL_TOKEN_NUM) k++; /* "no." between them */
    *n_tokens = k + 1 - i;
    bool number = k < end && k < i + 3 && khl_str_to_u64(v->analysis->tokens[k].key, &value);
    return number && value <= MAX_ITEM ? (uint32_t)value : 0;
}

/* "first:", "demand 2:" and their like at the first token of the line. */
static size_t word_marker(const khl_cut_view *v, const khl_cut_line *line, uint32_t *value)
{
    size_t n_tokens;
    if (line->first >= line->last) return 0;
    *value = spoken_number(v, line->first, line->last, &n_tokens);
    if (*value == 0) return 0;
    size_t at = v->analysis->tokens[line->first + n_tokens - 1u].end;
    size_t n = khl_cut_delimiter(khl_str_part(v->analysis->original, 0, line->end), at);
    return n > 0 || at >= line->end ? at + n : 0;
}

static void read_marker(const khl_cut_view *v, khl_cut_line *line)
{
    khl_str text = khl_str_part(v->analysis->original, 0, line->end);
    size_t body = number_marker(text, line->begin, &line->value);
    line->marker = KHL_MARKER_NUMBER;
    if (body == 0) {
        body = sign_marker(text, line->begin, &line->value);
        line->marker = KHL_MARKER_SIGN;
    }
    if (body == 0) {
        body = word_marker(v, line, &line->value);
        line->marker = KHL_MARKER_WORD;
    }
    if (body == 0) {
        body = letter_marker(text, line->begin, &line->value);
        line->marker = KHL_MARKER_LETTER;
    }
    if (body == 0) line->marker = KHL_MARKER_NONE;
    line->body = body != 0 ? body : line->begin;
}

size_t khl_cut_token_at(const khl_cut_view *v, size_t byte)
{
    size_t low = 0, high = v->n_tokens;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (v->analysis->tokens[mid].begin < byte)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The end of the line at `at`, and where the next one begins. */
static size_t line_end(khl_str s, size_t at, size_t *next)
{
    for (size_t end = at; end < s.n; end = at) {
        uint32_t c = take(s, &at);
        *next = at;
        if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) return end;
    }
    *next = s.n;
    return s.n;
}

static void add_line(khl_cut_view *v, size_t begin, size_t end, bool blank)
{
    khl_str text = v->analysis->original;
    khl_cut_line *line = &v->lines[v->n_lines++];
    while (end > begin && (text.p[end - 1] == ' ' || text.p[end - 1] == '\t')) end--;
    *line = (khl_cut_line){.begin = begin, .end = end, .blank_before = blank};
    line->first = khl_cut_token_at(v, begin);
    line->last = khl_cut_token_at(v, end);
    line->colon = end > begin && text.p[end - 1] == ':';
    read_marker(v, line);
}

/* Lines without letters or digits are blank, whatever rules they are drawn with. */
static void read_lines(khl_cut_view *v)
{
    khl_str text = v->analysis->original;
    bool blank = false;
    for (size_t at = 0, next; at < text.n; at = next) {
        size_t end = line_end(text, at, &next), begin = skip_spaces(khl_str_part(text, 0, end), at);
        bool crlf = end < text.n && text.p[end] == '\r' && next < text.n && text.p[next] == '\n';
        if (crlf) next++;
        if (begin >= end || khl_cut_token_at(v, begin) == khl_cut_token_at(v, end)) {
            blank = v->n_lines > 0;
            continue;
        }
        add_line(v, begin, end, blank);
        blank = false;
    }
}

/* At most one more than there are line ends. */
static size_t count_line_ends(khl_str s)
{
    size_t n = 1;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == '\n' || s.p[i] == '\r' || (unsigned char)s.p[i] == 0xE2;
    return n;
}

khl_status khl_cut_view_make(khl_cut_view *v, const khl_analysis *a, khl_arena *arena, khl_error *err)
{
    *v = (khl_cut_view){.analysis = a, .n_tokens = a->n_tokens};
    v->tokens = khl_arena_array(arena, a->n_tokens + 1, sizeof *v->tokens);
    v->lines = khl_arena_array(arena, count_line_ends(a->original), sizeof *v->lines);
    if (v->tokens == NULL || v->lines == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < a->n_tokens; i++) {
        size_t before = i > 0 ? a->tokens[i - 1].end : 0;
        v->tokens[i].cue = khl_cue_at(a, i);
        if (a->tokens[i].begin > before) v->tokens[i].gap = read_gap(a->original, before, a->tokens[i].begin);
    }
    read_features(v);
    read_lines(v);
    return KHL_OK;
}

khl_cut_sum khl_cut_sum_over(const khl_cut_view *v, size_t begin, size_t end)
{
    khl_cut_sum sum = {.first_object = end};
    for (size_t i = begin; i < end; i++) {
        const khl_cut_token *t = &v->tokens[i];
        sum.actions += (t->holds & KHL_CUT_ACTION) != 0;
        sum.words += (t->holds & KHL_CUT_WORD) != 0;
        sum.roles |= t->cue.roles;
        if ((t->holds & KHL_CUT_OBJECT) == 0) continue;
        sum.objects++;
        if (sum.first_object == end) sum.first_object = i;
    }
    return sum;
}

bool khl_cut_is_demand(const khl_cut_sum *sum)
{
    return sum->objects > 0 && (sum->actions > 0 || (sum->roles & KHL_CUE_REQUEST) != 0);
}

bool khl_cut_object_in(const khl_cut_view *v, size_t at, size_t begin, size_t end)
{
    khl_str name = v->analysis->features[v->tokens[at].object].name;
    for (size_t i = begin; i < end; i++)
        if ((v->tokens[i].holds & KHL_CUT_OBJECT) != 0 &&
            khl_str_equal(v->analysis->features[v->tokens[i].object].name, name))
            return true;
    return false;
}

uint32_t khl_cut_opens_with(const khl_cut_view *v, size_t begin, size_t end, size_t n)
{
    uint32_t roles = 0;
    for (size_t i = begin; i < end && i < begin + n; i++) roles |= v->tokens[i].cue.roles;
    return roles;
}
