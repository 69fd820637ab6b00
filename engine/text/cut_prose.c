/* Rules 3 to 5: demands without bullets. Lines that each hold one; three or more between semicolons, dashes
 * or slashes; and running text, where a connector or a request begins another demand only when an object of
 * its own follows. */
#include "cut_draft.h"

#include "str.h"

enum { FIRST_WORDS = 3, BACK_WORDS = 3, SHORT_LINE = 14 };

static size_t byte_of(const khl_cut_view *v, size_t token)
{
    return token < v->n_tokens ? v->analysis->tokens[token].begin : v->analysis->original.n;
}

/* Within the first words stands an action or a request. */
static bool begins_demand(const khl_cut_view *v, size_t begin, size_t end)
{
    for (size_t i = begin; i < end && i < begin + FIRST_WORDS; i++)
        if ((v->tokens[i].holds & KHL_CUT_ACTION) != 0 || (v->tokens[i].cue.roles & KHL_CUE_REQUEST) != 0)
            return true;
    return false;
}

/* The first object of [begin, end) is not a pronoun's and stands in no part since `since`. */
static bool has_own_object(const khl_cut_view *v, size_t since, size_t begin, size_t end)
{
    khl_cut_sum sum = khl_cut_sum_over(v, begin, end);
    size_t object = sum.first_object;
    if (object == end || (v->analysis->tokens[object].flags & KHL_TOKEN_PRONOUN) != 0) return false;
    return !khl_cut_object_in(v, object, since, begin);
}

/* A word that refers back stands up to shortly behind the first object, or the action has a pronoun ("and
 * widen it"). Further on it refers to the object itself. */
static bool refers_back(const khl_cut_view *v, size_t begin, size_t end)
{
    size_t object = khl_cut_sum_over(v, begin, end).first_object;
    if ((khl_cut_opens_with(v, begin, end, object - begin + BACK_WORDS) & KHL_CUE_BACK) != 0) return true;
    for (size_t i = begin; i < object; i++)
        if ((v->tokens[i].holds & KHL_CUT_ACTION) != 0 &&
            (v->analysis->tokens[i].flags & KHL_TOKEN_PRONOUN) != 0)
            return true;
    return false;
}

static void add_piece(const khl_cut_view *v, khl_cut_draft *d, size_t token, khl_cut_reason reason)
{
    if (d->n > 0) d->pieces[d->n - 1].end = byte_of(v, token);
    d->pieces[d->n++] = (khl_cut_piece){byte_of(v, token), d->closing_begin, (uint8_t)reason};
}

static void add_line(const khl_cut_view *v, khl_cut_draft *d, size_t line)
{
    add_piece(v, d, v->lines[line].first, KHL_CUT_LINE);
    d->pieces[d->n - 1].begin = v->lines[line].body;
    if (d->n > 1) d->pieces[d->n - 2].end = v->lines[line].begin;
}

/* Opening and closing of running text; false when nothing is left between them. */
static bool frame(const khl_cut_view *v, khl_cut_draft *d, size_t *begin, size_t *end)
{
    *begin = khl_cut_opening(v);
    *end = khl_cut_closing(v, *begin, v->n_tokens);
    d->n = 0;
    d->opening_end = *begin > 0 ? byte_of(v, *begin) : 0;
    d->closing_begin = byte_of(v, *end);
    return *begin < *end;
}

/* Lines: is every line of the body a demand by itself, as in the cell of a table? */
typedef struct body {
    size_t first, last; /* lines */
    bool all;           /* each begins a demand */
} body;

/* The end of the paragraph that begins at a line, in tokens. */
static size_t paragraph_end(const khl_cut_view *v, size_t line)
{
    for (line++; line < v->n_lines && !v->lines[line].blank_before;) line++;
    return line < v->n_lines ? v->lines[line].first : v->n_tokens;
}

/* A line that begins a demand; or a paragraph with a request anywhere in it. */
static bool is_start(const khl_cut_view *v, size_t line)
{
    const khl_cut_line *l = &v->lines[line];
    khl_cut_sum sum = khl_cut_sum_over(v, l->first, l->last);
    bool object = sum.objects > 0 || sum.words >= 3, paragraph = l->blank_before || line == 0;
    uint32_t roles = khl_cut_opens_with(v, l->first, l->last, 2);
    if ((khl_cut_opens_with(v, l->first, l->last, 1) & KHL_CUE_AIM) != 0) return false;
    if (begins_demand(v, l->first, l->last) && object &&
        (sum.actions > 0 || (sum.roles & KHL_CUE_REQUEST) != 0))
        return true;
    size_t end = paragraph ? paragraph_end(v, line) : l->last;
    bool formula = (roles & (KHL_CUE_GREETING | KHL_CUE_CLOSING)) != 0;
    if (formula || (end >= v->n_tokens && line == 0)) return false; /* or there is but one paragraph */
    sum = khl_cut_sum_over(v, l->first, end);
    return paragraph && (sum.roles & KHL_CUE_REQUEST) != 0 && sum.objects > 0;
}

static body find_body(const khl_cut_view *v)
{
    body b = {0, v->n_lines, true};
    while (b.first < b.last && !is_start(v, b.first)) b.first++;
    for (; b.last > b.first; b.last--) {
        const khl_cut_line *l = &v->lines[b.last - 1];
        uint32_t roles = khl_cut_opens_with(v, l->first, l->last, 2);
        if ((roles & (KHL_CUE_CLOSING | KHL_CUE_GREETING)) == 0 || is_start(v, b.last - 1)) break;
    }
    for (size_t i = b.first; i < b.last; i++) b.all = b.all && is_start(v, i);
    return b;
}

static bool ends_in(const khl_cut_view *v, size_t line, unsigned gaps)
{
    size_t next = v->lines[line].last;
    return next < v->n_tokens && (v->tokens[next].gap & gaps) != 0;
}

/* What stands above the body ends there, and the lines of a short body do not end in commas: else the text is
 * one that wraps. */
static bool is_list(const khl_cut_view *v, const body *b)
{
    const unsigned ends = KHL_GAP_STOP | KHL_GAP_SEMICOLON | KHL_GAP_BLANK | KHL_GAP_COLON;
    if (b->last - b->first == 2 && ends_in(v, b->first, KHL_GAP_COMMA)) return false;
    if (b->first == 0 || ends_in(v, b->first - 1, ends)) return true;
    const khl_cut_line *above = &v->lines[b->first - 1];
    uint32_t roles = khl_cut_opens_with(v, above->first, above->last, 2);
    khl_cut_sum sum = khl_cut_sum_over(v, above->first, above->last);
    return (roles & KHL_CUE_GREETING) != 0 || (sum.roles & KHL_CUE_HEAD) != 0;
}

static bool ends_sentence(const khl_cut_view *v, size_t line)
{
    return ends_in(v, line, KHL_GAP_STOP | KHL_GAP_SEMICOLON | KHL_GAP_BLANK);
}

/* Does the line begin another part? A line that wraps the one above it does not. */
static bool breaks_at(const khl_cut_view *v, const body *b, size_t line, size_t since)
{
    const khl_cut_line *l = &v->lines[line];
    if (!is_start(v, line) || (!b->all && !ends_sentence(v, line - 1))) return false;
    size_t end = l->blank_before ? paragraph_end(v, line) : l->last;
    khl_cut_sum sum = khl_cut_sum_over(v, l->first, end);
    if (sum.objects == 0) return b->all;
    return has_own_object(v, since, l->first, end) && !refers_back(v, l->first, end);
}

/* Below a head with a colon, or of few words: every line short, with an object or an action, and no clause of
 * prose. */
static bool is_plain_list(const khl_cut_view *v, size_t head, size_t *end)
{
    const khl_cut_line *h = &v->lines[head];
    if ((!h->colon && h->last - h->first > 4) || khl_cut_lead(v, 0, h->last) != KHL_LEAD_LIST) return false;
    size_t i = head + 1;
    for (; i < v->n_lines; i++) {
        const khl_cut_line *l = &v->lines[i];
        khl_cut_sum sum = khl_cut_sum_over(v, l->first, l->last);
        if ((khl_cut_opens_with(v, l->first, l->last, 2) & (KHL_CUE_CLOSING | KHL_CUE_GREETING)) != 0) break;
        if (l->last - l->first > SHORT_LINE || sum.objects + sum.actions == 0) return false;
    }
    *end = i;
    return i >= head + 3;
}

static void add_plain_list(const khl_cut_view *v, khl_cut_draft *d, size_t begin, size_t end)
{
    d->n = 0;
    d->opening_end = v->lines[begin].begin;
    d->closing_begin = end < v->n_lines ? v->lines[end].begin : v->analysis->original.n;
    for (size_t i = begin; i < end; i++) add_line(v, d, i);
}

void khl_cut_lines(const khl_cut_view *v, khl_cut_draft *d, bool *settled)
{
    *settled = false;
    for (size_t i = 0, end; i + 2 < v->n_lines; i++) {
        if (!is_plain_list(v, i, &end)) continue;
        add_plain_list(v, d, i + 1, end);
        *settled = true;
        return;
    }
    body b = find_body(v);
    if (b.last < b.first + 2 || !is_list(v, &b)) return;
    size_t since = v->lines[b.first].first;
    d->n = 0;
    d->opening_end = b.first > 0 ? v->lines[b.first].begin : 0;
    d->closing_begin = b.last < v->n_lines ? v->lines[b.last].begin : v->analysis->original.n;
    add_line(v, d, b.first);
    for (size_t i = b.first + 1; i < b.last; i++)
        if (breaks_at(v, &b, i, since)) add_line(v, d, i);
    *settled = d->n >= 2;
}

/* The items of a run between signs of one kind. The lead ends at a colon. */
static bool add_run(const khl_cut_view *v, khl_cut_draft *d, unsigned sign, size_t begin, size_t end)
{
    size_t from = begin;
    for (size_t i = begin + 1; i < end; i++)
        if ((v->tokens[i].gap & KHL_GAP_COLON) != 0 && from == begin &&
            khl_cut_lead(v, 0, i) == KHL_LEAD_LIST)
            from = i;
    if (from > begin) d->opening_end = byte_of(v, from);
    for (size_t i = from, item = from; i < end; i = item) {
        for (item = i + 1; item < end && (v->tokens[item].gap & sign) == 0;) item++;
        khl_cut_sum sum = khl_cut_sum_over(v, i, item);
        if (!begins_demand(v, i, item) || sum.objects == 0 || (d->n > 0 && !has_own_object(v, from, i, item)))
            return false;
        add_piece(v, d, i, KHL_CUT_LIST);
    }
    return d->n >= 3;
}

void khl_cut_run(const khl_cut_view *v, khl_cut_draft *d)
{
    static const unsigned SIGNS[] = {KHL_GAP_SEMICOLON, KHL_GAP_DASH, KHL_GAP_SLASH};
    size_t begin, end;
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
        if (!frame(v, d, &begin, &end)) return;
        if (add_run(v, d, SIGNS[i], begin, end)) return;
    }
    d->n = 0;
}

/* A short function word right before token i: "and", by itself. */
static bool stands_behind_and(const khl_cut_view *v, size_t i)
{
    const khl_token *before = &v->analysis->tokens[i - 1];
    return (before->flags & KHL_TOKEN_STOP) != 0 && before->end - before->begin <= 2 && v->tokens[i].gap == 0;
}

/* A request that opens a sentence, or stands behind "and". */
static bool asks_anew(const khl_cut_view *v, size_t i)
{
    const khl_cut_token *t = &v->tokens[i];
    if ((t->cue.roles & KHL_CUE_REQUEST) == 0) return false;
    return t->cue.joined || (t->gap & KHL_GAP_SENTENCE) != 0 || stands_behind_and(v, i);
}

/* The token of the action behind "in addition to"; end when there is none. */
static size_t added_action(const khl_cut_view *v, size_t i, size_t end)
{
    size_t k = i + v->tokens[i].cue.n_words;
    while (k < end && k < i + 6 && (v->tokens[k].holds & KHL_CUT_ACTION) == 0 && v->tokens[k].gap == 0 &&
           (v->analysis->tokens[k].flags & KHL_TOKEN_STOP || v->analysis->tokens[k].kind == KHL_TOKEN_ELIS))
        k++;
    return k < end && v->tokens[k].gap == 0 && (v->tokens[k].holds & KHL_CUT_ACTION) != 0 ? k : end;
}

static size_t clause_end(const khl_cut_view *v, size_t i, size_t end)
{
    for (i++; i < end && (v->tokens[i].gap & KHL_GAP_CLAUSE) == 0;) i++;
    return i;
}

static size_t sentence_end(const khl_cut_view *v, size_t i, size_t end)
{
    for (i++; i < end && (v->tokens[i].gap & KHL_GAP_SENTENCE) == 0;) i++;
    return i;
}

/* What token i begins, on the face of it. */
static khl_cut_reason candidate(const khl_cut_view *v, size_t i, size_t end)
{
    uint32_t roles = v->tokens[i].cue.roles;
    if ((roles & KHL_CUE_CONNECTOR) != 0 || asks_anew(v, i)) return KHL_CUT_CONNECTOR;
    if ((roles & KHL_CUE_ADDITION) != 0 && added_action(v, i, end) < end) return KHL_CUT_ADDITION;
    return KHL_CUT_WHOLE;
}

/* Where no object is known (staff, Darija in Latin letters): two content words that the parts before lack. */
static bool has_new_words(const khl_cut_view *v, size_t first, size_t i, size_t end)
{
    size_t fresh = 0;
    for (size_t k = i + v->tokens[i].cue.n_words; k < end; k++) {
        const khl_token *t = &v->analysis->tokens[k];
        bool known = (v->tokens[k].holds & (KHL_CUT_WORD | KHL_CUT_ACTION)) != KHL_CUT_WORD;
        for (size_t b = first; b < i && !known; b++)
            known = khl_str_equal(t->stem, v->analysis->tokens[b].stem);
        fresh += !known;
    }
    return fresh >= 2;
}

/* Does a demand of its own follow at token i, the part before having begun at `since`, the first at `first`?
 */
static bool is_own_demand(const khl_cut_view *v, size_t first, size_t i, size_t end, khl_cut_reason reason)
{
    size_t stop = reason == KHL_CUT_ADDITION ? clause_end(v, i, end) : sentence_end(v, i, end);
    for (size_t k = i + v->tokens[i].cue.n_words; k < stop; k++)
        if (candidate(v, k, end) != KHL_CUT_WHOLE && (v->tokens[k].gap & KHL_GAP_CLAUSE) != 0) stop = k;
    khl_cut_sum sum = khl_cut_sum_over(v, i, stop);
    if ((v->tokens[i].cue.roles & KHL_CUE_CONNECTOR) != 0 && sum.objects == 0)
        return has_new_words(v, first, i, stop) && !refers_back(v, i, stop);
    if (!khl_cut_is_demand(&sum) || refers_back(v, i, stop)) return false;
    khl_cut_sum ahead = khl_cut_sum_over(v, i, sum.first_object);
    return (ahead.roles & (KHL_CUE_REASON | KHL_CUE_DETAIL)) == 0 && has_own_object(v, first, i, stop);
}

/* The part before must ask or act itself: a complaint and the request behind it are one demand. */
static bool is_asked_for(const khl_cut_view *v, size_t since, size_t i, const khl_cut_sum *before)
{
    bool asks = (before->roles & KHL_CUE_REQUEST) != 0;
    bool acts = (v->tokens[since].holds & KHL_CUT_ACTION) != 0 && before->objects > 0;
    return acts || (asks && before->objects + before->words > 0 && i > since + 1);
}

void khl_cut_connectors(const khl_cut_view *v, khl_cut_draft *d)
{
    size_t begin, end;
    if (!frame(v, d, &begin, &end)) return;
    size_t since = begin;
    add_piece(v, d, begin, KHL_CUT_CONNECTOR);
    for (size_t i = begin + 1; i < end; i++) {
        khl_cut_reason reason = candidate(v, i, end);
        if (reason == KHL_CUT_WHOLE) continue;
        khl_cut_sum before = khl_cut_sum_over(v, since, i);
        if (!is_asked_for(v, since, i, &before)) continue;
        if (!is_own_demand(v, begin, i, end, reason)) continue;
        add_piece(v, d, i > since + 1 && stands_behind_and(v, i) ? i - 1 : i, reason);
        since = i;
        i += v->tokens[i].cue.n_words > 0 ? v->tokens[i].cue.n_words - 1u : 0;
    }
}
