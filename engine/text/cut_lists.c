/* Rules 1 and 2: lists with bullets or numbers, on lines of their own and within running text.
 *
 * Lines of one kind of marker are the items; a line without one continues what stands above it, a heading
 * that ends in a colon goes with the item below it. What leads to the list decides whether the items are
 * demands or the rooms, steps, grounds or people of one demand. */
#include "cut_draft.h"

#include "str.h"

typedef struct marker_set {
    uint8_t kind;
    uint32_t value; /* of a sign */
} marker_set;

static bool fits(const khl_cut_line *line, marker_set set)
{
    return line->marker == set.kind && (set.kind != KHL_MARKER_SIGN || line->value == set.value);
}

static bool counts_up(uint8_t kind)
{
    return kind == KHL_MARKER_NUMBER || kind == KHL_MARKER_WORD;
}

/* The next line of the set behind `from`; numbers must go on with *number. n_lines when there is none. */
static size_t next_item(const khl_cut_view *v, marker_set set, size_t from, uint32_t *number)
{
    for (size_t i = from; i < v->n_lines; i++) {
        if (!fits(&v->lines[i], set)) continue;
        if (counts_up(set.kind) && v->lines[i].value != *number + 1) continue;
        ++*number;
        return i;
    }
    return v->n_lines;
}

static size_t count_items(const khl_cut_view *v, marker_set set)
{
    size_t n = 0;
    uint32_t number = 0;
    for (size_t i = next_item(v, set, 0, &number); i < v->n_lines; i = next_item(v, set, i + 1, &number)) n++;
    return n;
}

/* Numbered headings without an action, with bullets below: the bullets are the demands. */
static bool are_headings(const khl_cut_view *v, marker_set set, marker_set *below)
{
    uint32_t number = 0;
    bool found = false;
    for (size_t i = next_item(v, set, 0, &number); i < v->n_lines; i = next_item(v, set, i + 1, &number)) {
        khl_cut_sum sum = khl_cut_sum_over(v, v->lines[i].first, v->lines[i].last);
        const khl_cut_line *next = i + 1 < v->n_lines ? &v->lines[i + 1] : NULL;
        if (next == NULL || next->marker == KHL_MARKER_NONE || fits(next, set)) return false;
        if (sum.actions > 0 && !v->lines[i].colon) return false;
        if (found && !fits(next, *below)) return false;
        *below = (marker_set){next->marker, next->value};
        found = true;
    }
    return found && !counts_up(below->kind);
}

/* The first kind of marker that two lines share. */
static bool choose_set(const khl_cut_view *v, marker_set *set)
{
    for (size_t i = 0; i < v->n_lines; i++) {
        marker_set below = {KHL_MARKER_NONE, 0};
        if (v->lines[i].marker == KHL_MARKER_NONE) continue;
        *set = (marker_set){v->lines[i].marker, v->lines[i].value};
        size_t n = count_items(v, *set);
        if (n > 0 && counts_up(set->kind) && are_headings(v, *set, &below) && count_items(v, below) >= 2) {
            *set = below;
            return true;
        }
        if (n >= 2) return true;
    }
    return false;
}

/* Two fields of a form make it one. */
static bool is_form(const khl_cut_view *v)
{
    size_t fields = 0;
    for (size_t i = 0; i < v->n_lines; i++) {
        const khl_cut_line *line = &v->lines[i];
        size_t first = khl_cut_token_at(v, line->body);
        for (size_t k = first; k < line->last && k < first + 2; k++) {
            const khl_cue_hit *cue = &v->tokens[k].cue;
            size_t behind = k + cue->n_words;
            if ((cue->roles & KHL_CUE_FIELD) == 0) continue;
            fields += behind >= line->last || (v->tokens[behind].gap & (KHL_GAP_COLON | KHL_GAP_DASH)) != 0;
            break;
        }
    }
    return fields >= 2;
}

/* A line without marker, or of other markers, that ends in a colon and has the item right below it. */
static bool is_heading(const khl_cut_view *v, marker_set set, size_t line)
{
    const khl_cut_line *l = &v->lines[line];
    return !fits(l, set) && (l->colon || l->marker != KHL_MARKER_NONE) && l->last - l->first <= 8 &&
           (l->colon || counts_up(l->marker));
}

/* The line an item begins at: its heading when it has one. */
static size_t item_begin(const khl_cut_view *v, marker_set set, size_t item, size_t least)
{
    return item > least && is_heading(v, set, item - 1) ? item - 1 : item;
}

/* Where the text behind the last item, from line `from` on, stops to belong to it. */
static size_t tail_begin(const khl_cut_view *v, size_t from)
{
    for (size_t i = from; i < v->n_lines; i++) {
        const khl_cut_line *line = &v->lines[i];
        uint32_t roles = khl_cut_opens_with(v, line->first, line->last, 2);
        if (line->marker == KHL_MARKER_NONE && line->blank_before) return i;
        if ((roles & (KHL_CUE_CLOSING | KHL_CUE_GREETING)) != 0) return i;
    }
    return v->n_lines;
}

/* A paragraph behind the list that asks for more is a part, not a formula. */
static size_t add_tail(const khl_cut_view *v, khl_cut_draft *d, size_t line)
{
    while (line < v->n_lines) {
        const khl_cut_line *l = &v->lines[line];
        size_t next = tail_begin(v, line + 1);
        size_t end = next < v->n_lines ? v->lines[next].first : v->n_tokens;
        khl_cut_sum sum = khl_cut_sum_over(v, l->first, end);
        uint32_t roles = khl_cut_opens_with(v, l->first, end, 2);
        bool asks = (sum.roles & KHL_CUE_REQUEST) != 0 && sum.actions > 0 && sum.objects > 0;
        if ((roles & (KHL_CUE_CLOSING | KHL_CUE_GREETING)) != 0 || !asks) break;
        size_t stop = next < v->n_lines ? v->lines[next].begin : v->analysis->original.n;
        d->pieces[d->n++] = (khl_cut_piece){l->body, stop, KHL_CUT_LINE};
        line = next;
    }
    return line;
}

static void add_items(const khl_cut_view *v, khl_cut_draft *d, marker_set set)
{
    uint32_t number = 0;
    size_t item = next_item(v, set, 0, &number), least = 0, last = item;
    bool headed = false;
    for (size_t i = item + 1; i + 1 < v->n_lines; i++)
        headed = headed || (is_heading(v, set, i) && fits(&v->lines[i + 1], set));
    if (!headed || (khl_cut_sum_over(v, 0, v->lines[item].first).roles == 0 && item > 1))
        least = headed ? 0 : item;
    while (item < v->n_lines) {
        size_t begin = item_begin(v, set, item, least);
        if (d->n > 0)
            d->pieces[d->n - 1].end = v->lines[begin].begin;
        else
            d->opening_end = v->lines[begin].begin;
        d->pieces[d->n++] = (khl_cut_piece){v->lines[begin].body, v->analysis->original.n, KHL_CUT_BULLET};
        last = item;
        least = item + 1;
        item = next_item(v, set, item + 1, &number);
    }
    size_t tail = tail_begin(v, last + 1);
    if (tail < v->n_lines) d->pieces[d->n - 1].end = v->lines[tail].begin;
    tail = add_tail(v, d, tail);
    d->closing_begin = tail < v->n_lines ? v->lines[tail].begin : v->analysis->original.n;
}

/* Do the items read as demands? Without a lead that says so, half of them must ask or act. */
static bool are_demands(const khl_cut_view *v, const khl_cut_draft *d, khl_lead lead)
{
    size_t asking = 0, acting = 0;
    for (size_t i = 0; i < d->n; i++) {
        size_t begin = khl_cut_token_at(v, d->pieces[i].begin), end = khl_cut_token_at(v, d->pieces[i].end);
        khl_cut_sum sum = khl_cut_sum_over(v, begin, end);
        if (sum.actions + sum.objects == 0 && sum.words < 2) return false;
        bool ground = (khl_cut_opens_with(v, begin, end, 2) & KHL_CUE_REASON) != 0;
        if (ground && (sum.roles & KHL_CUE_REQUEST) == 0) return false;
        asking += (sum.roles & KHL_CUE_REQUEST) != 0 || sum.actions > 0;
        acting += khl_cut_is_demand(&sum);
    }
    return lead == KHL_LEAD_LIST || (2 * asking >= d->n && acting > 0);
}

/* The objects of the first item stand in all others: steps of one demand. */
static bool share_object(const khl_cut_view *v, const khl_cut_draft *d)
{
    size_t begin = khl_cut_token_at(v, d->pieces[0].begin), end = khl_cut_token_at(v, d->pieces[0].end);
    size_t object = khl_cut_sum_over(v, begin, end).first_object;
    if (object == end) return false;
    for (size_t i = 1; i < d->n; i++)
        if (!khl_cut_object_in(v, object, khl_cut_token_at(v, d->pieces[i].begin),
                               khl_cut_token_at(v, d->pieces[i].end)))
            return false;
    return true;
}

void khl_cut_bullets(const khl_cut_view *v, khl_cut_draft *d, bool *settled)
{
    marker_set set;
    *settled = is_form(v);
    if (*settled || v->n_lines < 2 || !choose_set(v, &set)) return;
    *settled = true;
    add_items(v, d, set);
    khl_lead lead = khl_cut_lead(v, 0, khl_cut_token_at(v, d->opening_end));
    if (lead == KHL_LEAD_DETAIL || !are_demands(v, d, lead) || (lead == KHL_LEAD_NONE && share_object(v, d)))
        d->n = 0;
}

typedef struct running {
    size_t token, mark, body; /* of the number; bytes where its sign begins and where the item does */
} running;

/* "(2)", "2-" or "secondly," at token i, with the number wanted. */
static bool number_at(const khl_cut_view *v, size_t i, uint32_t wanted, bool word, running *out)
{
    const khl_token *t = &v->analysis->tokens[i];
    const khl_cut_token *c = &v->tokens[i];
    khl_str text = v->analysis->original;
    uint64_t value = 0;
    size_t begin = t->begin, end = t->end;
    if (word) {
        size_t behind = i + c->cue.n_words;
        if ((c->cue.roles & KHL_CUE_ORDINAL) == 0 || c->cue.number != wanted || behind >= v->n_tokens)
            return false;
        if (i > 0 && (c->gap & KHL_GAP_CLAUSE) == 0 && (v->tokens[behind].gap & KHL_GAP_CLAUSE) == 0)
            return false;
        end = v->analysis->tokens[behind - 1].end;
        size_t n = khl_cut_delimiter(text, end);
        *out = (running){i, begin, end + n};
        return true;
    }
    if (t->kind != KHL_TOKEN_NUM || !khl_str_to_u64(t->key, &value) || value != wanted) return false;
    bool open = begin > 0 && text.p[begin - 1] == '(';
    if (open) begin--;
    if (begin > 0 && strchr(" \n\t.,;:", text.p[begin - 1]) == NULL &&
        (unsigned char)text.p[begin - 1] < 0x80)
        return false;
    size_t n = khl_cut_delimiter(text, end);
    *out = (running){i, begin, end + n};
    return n > 0 && (!open || text.p[end] == ')');
}

static void add_running(const khl_cut_view *v, khl_cut_draft *d, bool word)
{
    running found;
    uint32_t number = 1;
    for (size_t i = 0; i < v->n_tokens; i++) {
        if (!number_at(v, i, number, word, &found)) continue;
        if (d->n > 0)
            d->pieces[d->n - 1].end = found.mark;
        else
            d->opening_end = found.mark;
        d->pieces[d->n++] = (khl_cut_piece){found.body, v->analysis->original.n, KHL_CUT_NUMBER};
        number++;
    }
    if (d->n == 0) return;
    size_t closing = khl_cut_closing(v, khl_cut_token_at(v, d->pieces[d->n - 1].begin), v->n_tokens);
    d->closing_begin = closing < v->n_tokens ? v->analysis->tokens[closing].begin : v->analysis->original.n;
    d->pieces[d->n - 1].end = d->closing_begin;
}

/* Of two numbered items both must ask or act and name a thing; of more, two thirds. */
static bool all_complete(const khl_cut_view *v, const khl_cut_draft *d)
{
    size_t complete = 0;
    for (size_t i = 0; i < d->n; i++) {
        khl_cut_sum sum = khl_cut_sum_over(v, khl_cut_token_at(v, d->pieces[i].begin),
                                           khl_cut_token_at(v, d->pieces[i].end));
        if (sum.objects == 0 && sum.words < 2) return false;
        complete += sum.actions > 0 || (sum.roles & KHL_CUE_REQUEST) != 0;
    }
    return d->n == 2 ? complete == 2 : 3 * complete >= 2 * d->n;
}

void khl_cut_numbers(const khl_cut_view *v, khl_cut_draft *d, bool *settled)
{
    *settled = false;
    for (int word = 0; word < 2 && d->n < 2; word++) {
        d->n = 0;
        add_running(v, d, word != 0);
    }
    if (d->n < 2) {
        d->n = 0;
        return;
    }
    *settled = true;
    khl_lead lead = khl_cut_lead(v, 0, khl_cut_token_at(v, d->opening_end));
    bool good = lead == KHL_LEAD_LIST ? are_demands(v, d, lead) : all_complete(v, d) && !share_object(v, d);
    if (lead == KHL_LEAD_DETAIL || !good) d->n = 0;
}
