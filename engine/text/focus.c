/* Where a text asks, and where it gives reasons.
 *
 * A sentence asks when it holds a request ("we demand") or begins with an action ("pave the streets"). Where
 * some sentence asks, the others tell a story. Inside one that asks, what stands before the request, when an
 * object stands behind it, and what stands behind a reason ("because", "in view of") is aside as well. Titles
 * and texts that ask nowhere are all focus. Cost: that of a view for cutting. */
#include "acts.h"
#include "sites.h"

#include "alloc.h"
#include "concept_keys.h"
#include "error.h"

#define ASIDE 0.4F

typedef struct sentence {
    size_t begin, end; /* tokens */
    size_t request;    /* the last one with what is asked behind it; end when there is none */
    bool asks;
} sentence;

static size_t sentence_end(const khl_cut_view *v, size_t begin)
{
    size_t end = begin + 1;
    while (end < v->n_tokens && (v->tokens[end].gap & KHL_GAP_SENTENCE) == 0) end++;
    return end;
}

/* The first tokens of a sentence may be "and", "please" or a name spoken to. */
static bool opens_with_action(const khl_cut_view *v, size_t begin, size_t end)
{
    enum { OPENING = 3 };
    for (size_t i = begin; i < end && i < begin + OPENING; i++)
        if ((v->tokens[i].holds & KHL_CUT_ACTION) != 0) return true;
    return false;
}

/* "We demand ...", or behind a comma an order with its object: "..., repair the network". behind: what the
 * tokens behind i hold. */
static bool asks_from(const khl_cut_view *v, size_t i, unsigned behind)
{
    const khl_cut_token *t = &v->tokens[i];
    if ((t->cue.roles & KHL_CUE_REQUEST) != 0) return (behind & (KHL_CUT_OBJECT | KHL_CUT_ACTION)) != 0;
    return (t->gap & KHL_GAP_COMMA) != 0 && (t->holds & KHL_CUT_ACTION) != 0 &&
           (behind & KHL_CUT_OBJECT) != 0 && khl_is_spoken_to(&v->analysis->tokens[i]);
}

/* An action at the head is a demand by itself. */
static sentence read_sentence(const khl_cut_view *v, size_t begin)
{
    sentence s = {begin, sentence_end(v, begin), 0, false};
    unsigned behind = 0;
    s.request = s.end;
    for (size_t i = s.end; i-- > begin && s.request == s.end; behind |= v->tokens[i].holds)
        if (asks_from(v, i, behind)) s.request = i;
    s.asks = s.request < s.end || opens_with_action(v, begin, s.end);
    return s;
}

/* A reason goes on to the end of its sentence, or to the next request. */
static void weigh_sentence(const khl_cut_view *v, const sentence *s, float *token)
{
    bool aside = s->request < s->end;
    for (size_t i = s->begin; i < s->end; i++) {
        uint32_t roles = v->tokens[i].cue.roles;
        if (i == s->request)
            aside = false;
        else if ((roles & KHL_CUE_REASON) != 0 && i > s->begin)
            aside = true;
        token[i] = aside ? ASIDE : 1.0F;
    }
}

static void weigh_tokens(const khl_cut_view *v, float *token)
{
    bool some = false;
    for (size_t i = 0; i < v->n_tokens && !some; i = sentence_end(v, i)) some = read_sentence(v, i).asks;
    for (size_t i = 0; i < v->n_tokens;) {
        sentence s = read_sentence(v, i);
        if (s.asks || !some)
            weigh_sentence(v, &s, token);
        else
            for (size_t k = i; k < s.end; k++) token[k] = ASIDE;
        i = s.end;
    }
}

khl_status khl_text_focus(const khl_analysis *analysis, khl_focus *focus, khl_error *err)
{
    khl_arena arena = KHL_ARENA_INIT(4096);
    khl_cut_view view;
    khl_status status = khl_cut_view_make(&view, analysis, &arena, err);
    float *token = status == KHL_OK ? khl_arena_array(&arena, analysis->n_tokens + 1, sizeof *token) : NULL;
    if (status == KHL_OK && token == NULL) status = khl_fail_memory(err);
    if (status == KHL_OK) weigh_tokens(&view, token);
    for (size_t i = 0; i < analysis->n_features && status == KHL_OK; i++)
        focus[i] = (khl_focus){token[analysis->features[i].first_token], false, false};
    if (status == KHL_OK) khl_mark_acts(&view, focus);
    if (status == KHL_OK) khl_mark_sites(&view, focus);
    khl_arena_clear(&arena);
    return status;
}
