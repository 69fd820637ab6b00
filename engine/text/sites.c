/* A thing is a site when another was named before it in its sentence, and it stands behind a word of where
 * ("in the school", "près du stade") or an attached b- or f- ("b-souq", "f-zanqa"). Behind some acts b- says
 * with what: "supply the school with water", "link the douar to the network". One pass. */
#include "sites.h"

#include "arabic.h"
#include "str.h"

/* Where a walk stands in its sentence. */
typedef struct walk {
    const khl_cut_view *view;
    bool named; /* a thing */
    bool with;  /* an act whose b- says with what, and nothing since but its thing */
} walk;

/* The last attached letter before the article, if any: of "wabil", b. */
static bool is_attached(const khl_token *t, khl_str letter)
{
    khl_str article = KHL_STR(KHL_AR_ARTICLE), lam = KHL_STR(KHL_AR_LAM), before = t->proclitics;
    if (khl_str_ends(before, article))
        before.n -= article.n;
    else if ((t->flags & KHL_TOKEN_ARTICLE) != 0 && khl_str_ends(before, lam))
        before.n -= lam.n;
    return khl_str_ends(before, letter);
}

/* The cue of where that ends right before token i. */
static bool is_behind_where(const khl_cut_view *v, size_t i)
{
    enum { MOST_WORDS = 4 };
    for (size_t n = 1; n <= MOST_WORDS && n <= i; n++) {
        const khl_cue_hit *cue = &v->tokens[i - n].cue;
        if ((cue->roles & KHL_CUE_WHERE) != 0 && cue->n_words >= n) return true;
    }
    return false;
}

static bool is_site(const walk *w, size_t i)
{
    const khl_token *t = &w->view->analysis->tokens[i];
    if (!w->named) return false;
    if (is_attached(t, KHL_STR(KHL_AR_BEH))) return !w->with;
    return is_attached(t, KHL_STR(KHL_AR_FEH)) || is_behind_where(w->view, i);
}

void khl_mark_sites(const khl_cut_view *v, khl_focus *focus)
{
    walk w = {v, false, false};
    for (size_t i = 0, next; i < v->n_tokens; i = next) {
        const khl_cut_token *t = &v->tokens[i];
        next = i + 1;
        if ((t->gap & KHL_GAP_SENTENCE) != 0) w = (walk){v, false, false};
        if ((t->cue.roles & KHL_CUE_WITH) != 0) w.with = true;
        if ((t->holds & KHL_CUT_OBJECT) == 0) continue;
        focus[t->object].site = is_site(&w, i);
        if (is_attached(&v->analysis->tokens[i], KHL_STR(KHL_AR_BEH))) w.with = false;
        w.named = true;
        next = i + v->analysis->features[t->object].n_tokens;
    }
}
