/* Cutting: the rules in order of how sure they are, the first that finds two parts or more wins; then ranges
 * are tidied. What all rules share (leads, openings, closings) stands here too. */
#include "cut_draft.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

enum { LEAST_TOKENS = 4, MOST_TOKENS = 16384, SCRATCH_BYTES = 16 * 1024 };

/* The last sentence, or clause, of [begin, end). */
static size_t last_gap(const khl_cut_view *v, size_t begin, size_t end, unsigned gaps)
{
    for (size_t i = end; i-- > begin + 1;)
        if ((v->tokens[i].gap & gaps) != 0) return i;
    return begin;
}

/* Behind the last request of the lead nothing is asked for yet: "we ask for the following". */
khl_lead khl_cut_lead(const khl_cut_view *v, size_t begin, size_t end)
{
    if (begin >= end) return KHL_LEAD_NONE;
    size_t from = last_gap(v, begin, end, KHL_GAP_CLAUSE), request = end;
    khl_cut_sum sum = khl_cut_sum_over(v, from, end);
    if (sum.roles == 0) {
        from = last_gap(v, begin, end, KHL_GAP_SENTENCE);
        sum = khl_cut_sum_over(v, from, end);
    }
    if ((sum.roles & (KHL_CUE_DETAIL | KHL_CUE_REASON)) != 0) return KHL_LEAD_DETAIL;
    for (size_t i = from; i < end; i++)
        if ((v->tokens[i].cue.roles & KHL_CUE_REQUEST) != 0) request = i;
    khl_cut_sum asked = khl_cut_sum_over(v, request, end);
    if (asked.actions > 0 && asked.objects > 0) return KHL_LEAD_DETAIL;
    if ((sum.roles & KHL_CUE_HEAD) != 0 || (request < end && asked.objects == 0)) return KHL_LEAD_LIST;
    return sum.actions > 0 && sum.objects > 0 ? KHL_LEAD_DETAIL : KHL_LEAD_NONE;
}

size_t khl_cut_opening(const khl_cut_view *v)
{
    size_t begin = 0;
    for (size_t i = 0; i < v->n_tokens; i = begin) {
        size_t end = i + 1;
        while (end < v->n_tokens && (v->tokens[end].gap & KHL_GAP_CLAUSE) == 0) end++;
        khl_cut_sum sum = khl_cut_sum_over(v, i, end);
        bool greets = (khl_cut_opens_with(v, i, end, 2) & KHL_CUE_GREETING) != 0;
        if (!greets || khl_cut_is_demand(&sum)) break;
        begin = end;
    }
    return begin;
}

size_t khl_cut_closing(const khl_cut_view *v, size_t begin, size_t end)
{
    const unsigned before = KHL_GAP_CLAUSE & ~KHL_GAP_COLON;
    for (size_t i = begin + 1; i < end; i++) {
        uint32_t roles = v->tokens[i].cue.roles;
        if ((roles & (KHL_CUE_CLOSING | KHL_CUE_GREETING)) == 0 || (v->tokens[i].gap & before) == 0) continue;
        khl_cut_sum rest = khl_cut_sum_over(v, i, end);
        bool thanks = (roles & KHL_CUE_CLOSING) != 0, asks = (rest.roles & KHL_CUE_REQUEST) != 0;
        if (thanks ? !(asks && rest.objects > 0) : !khl_cut_is_demand(&rest)) return i;
    }
    return end;
}

static bool is_edge(khl_str text, size_t at, size_t n)
{
    static const char *const EDGES[] = {" ", "\t", "\r", "\n", ";", ",", "\xd8\x8c", "\xd8\x9b", "\xc2\xa0"};
    for (size_t i = 0; i < sizeof EDGES / sizeof *EDGES; i++)
        if (strlen(EDGES[i]) == n && memcmp(text.p + at, EDGES[i], n) == 0) return true;
    return false;
}

/* Without white space, and without the commas and dashes that parted it from the next. */
static khl_text_part tidy(khl_str text, khl_cut_piece piece)
{
    size_t begin = piece.begin, end = piece.end < text.n ? piece.end : text.n;
    bool more = true;
    while (more && begin < end) {
        more = is_edge(text, begin, 1) || (end - begin > 1 && is_edge(text, begin, 2));
        if (more) begin += is_edge(text, begin, 1) ? 1 : 2;
    }
    for (more = true; more && begin < end;) {
        bool dash =
            end - begin > 2 && (text.p[end - 1] == '-' || text.p[end - 1] == '/') && text.p[end - 2] == ' ';
        size_t n = dash || is_edge(text, end - 1, 1)              ? 1
                   : end - begin > 1 && is_edge(text, end - 2, 2) ? 2
                                                                  : 0;
        more = n > 0;
        end -= n;
    }
    return (khl_text_part){(uint32_t)begin, (uint32_t)end, piece.reason};
}

static khl_status keep(khl_cut *out, const khl_cut_draft *d, khl_str text, khl_error *err)
{
    out->parts = khl_alloc_zero(d->n, sizeof *out->parts);
    if (out->parts == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < d->n; i++) {
        out->parts[i] = tidy(text, d->pieces[i]);
        if (out->parts[i].begin >= out->parts[i].end) {
            khl_cut_clear(out); /* a bullet with nothing behind it: no reading of the text is safe */
            return KHL_OK;
        }
    }
    out->n_parts = d->n;
    out->opening = tidy(text, (khl_cut_piece){0, d->opening_end, KHL_CUT_WHOLE});
    out->closing = tidy(text, (khl_cut_piece){d->closing_begin, text.n, KHL_CUT_WHOLE});
    return KHL_OK;
}

static void try_rules(const khl_cut_view *v, khl_cut_draft *d)
{
    bool settled = false;
    khl_cut_bullets(v, d, &settled);
    if (!settled) khl_cut_numbers(v, d, &settled);
    if (!settled && v->n_lines > 1) khl_cut_lines(v, d, &settled);
    if (!settled) khl_cut_run(v, d);
    if (!settled && d->n < 2) khl_cut_connectors(v, d);
}

khl_status khl_text_cut(khl_cut *out, const khl_analysis *analysis, khl_error *err)
{
    khl_arena arena = KHL_ARENA_INIT(SCRATCH_BYTES);
    khl_cut_view view;
    khl_cut_draft draft = {.pieces = NULL};
    *out = (khl_cut){.parts = NULL};
    if (analysis->n_tokens < LEAST_TOKENS || analysis->n_tokens > MOST_TOKENS) return KHL_OK;
    khl_status status = khl_cut_view_make(&view, analysis, &arena, err);
    if (status != KHL_OK) goto done;
    draft.pieces = khl_arena_array(&arena, analysis->n_tokens + view.n_lines + 1, sizeof *draft.pieces);
    if (draft.pieces == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    try_rules(&view, &draft);
    if (draft.n >= 2) status = keep(out, &draft, analysis->original, err);
done:
    khl_arena_clear(&arena);
    return status;
}

void khl_cut_clear(khl_cut *cut)
{
    free(cut->parts);
    *cut = (khl_cut){.parts = NULL};
}

const char *khl_cut_reason_name(khl_cut_reason reason)
{
    static const char *const NAMES[] = {"whole", "bullet",    "number",   "line",
                                        "list",  "connector", "addition", "committee"};
    return (size_t)reason < sizeof NAMES / sizeof *NAMES ? NAMES[reason] : "unknown";
}
