/* An action is an act
 *
 *   at the head of a clause              "pave the streets", "the school: repair"
 *   behind a request and whom it asks    "we ask the council to pave"
 *   behind another act, or "and"         "repair and equip the school"
 *   as a verb of those spoken to         "dirou lina", wherever it stands
 *
 * With an article it is a thing ("the treatment"), behind "for" an aim, and behind a negation it is not asked
 * for. One pass. */
#include "acts.h"

#include "arabic.h"
#include "concept_keys.h"
#include "lexicon.h"
#include "str.h"

enum { ASKED_REACH = 12 }; /* tokens from a request to its verb */

/* Where a walk stands. */
typedef struct walk {
    const khl_cut_view *view;
    bool open;    /* nothing but an act or a request since the clause began */
    bool asks;    /* only whom one asks since the request */
    size_t reach; /* the request reaches to this token */
} walk;

static bool is_definite(const khl_token *t)
{
    return (t->flags & (KHL_TOKEN_ARTICLE | KHL_TOKEN_PLACE)) != 0;
}

/* "the association", "the council of the town": whom one asks, not what for. */
static bool may_be_asked(const khl_cut_view *v, size_t i)
{
    const khl_feature *f = &v->analysis->features[v->tokens[i].object];
    size_t behind = f->first_token + f->n_tokens;
    return is_definite(&v->analysis->tokens[i]) ||
           (behind < v->n_tokens && is_definite(&v->analysis->tokens[behind]));
}

static bool is_negated(const khl_cut_view *v, size_t i)
{
    if (i == 0) return false;
    const khl_token *before = &v->analysis->tokens[i - 1];
    return (before->flags & KHL_TOKEN_NEGATION) != 0 ||
           khl_str_equal(before->key, KHL_STR(KHL_AR_MEEM KHL_AR_ALEF));
}

static bool is_verb(const khl_cut_view *v, size_t i)
{
    khl_form_key key;
    const khl_token *t = &v->analysis->tokens[i];
    uint32_t nominal = KHL_WORD_NOUN | KHL_WORD_ADJECTIVE | KHL_WORD_MASDAR;
    return khl_form_verb(&key, t, false) &&
           !khl_word_is(khl_lexicon_find(v->analysis->lexicon, t->key), nominal);
}

static bool begins_clause(const walk *w, size_t i)
{
    const khl_token *t = &w->view->analysis->tokens[i];
    if ((t->flags & KHL_TOKEN_ARTICLE) != 0) return false;
    if (w->asks && i < w->reach) return true;
    bool aim = khl_str_ends(t->proclitics, KHL_STR(KHL_AR_LAM));
    bool and = w->view->tokens[i].cue.joined || khl_str_starts(t->proclitics, KHL_STR(KHL_AR_WAW));
    return !aim && (w->open || and);
}

static bool is_act(const walk *w, size_t i)
{
    const khl_token *t = &w->view->analysis->tokens[i];
    if (begins_clause(w, i)) return true;
    return !is_negated(w->view, i) && is_verb(w->view, i) && (i < w->reach || khl_is_spoken_to(t));
}

void khl_mark_acts(const khl_cut_view *v, khl_focus *focus)
{
    walk w = {v, true, false, 0};
    for (size_t i = 0, next; i < v->n_tokens; i = next) {
        const khl_cut_token *t = &v->tokens[i];
        next = i + 1;
        if ((t->gap & (KHL_GAP_CLAUSE | KHL_GAP_DASH)) != 0) w.open = true;
        if ((t->gap & KHL_GAP_SENTENCE) != 0) w.asks = false, w.reach = 0;
        if ((t->cue.roles & KHL_CUE_REQUEST) != 0) {
            w.open = w.asks = true;
            w.reach = i + ASKED_REACH;
        } else if ((t->holds & KHL_CUT_ACTION) != 0 && is_act(&w, i)) {
            focus[t->action].act = true;
            next = i + v->analysis->features[t->action].n_tokens;
            w = (walk){v, (t->holds & KHL_CUT_OBJECT) == 0, false, 0};
        } else if ((t->holds & KHL_CUT_OBJECT) != 0) {
            w.open = false;
            w.asks = w.asks && may_be_asked(v, i);
        } else if ((t->holds & KHL_CUT_WORD) != 0) {
            w.open = false;
        }
    }
}
