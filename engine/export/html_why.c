/* Why a pair is, or is not, one demand: slots, shared terms, and the figures behind it, folded. */
#include "doc_words.h"
#include "html_page.h"
#include "str.h"

#define SHOWN_TERMS 8

static bool is_blocked(const khl_why *why, const char *slot)
{
    for (size_t i = 0; i < why->n_blocked; i++)
        if (khl_str_equal(why->blocked[i], khl_str_from(slot))) return true;
    return false;
}

/* The slots that hold something on either side: name, both values, and a sign with its word. */
static void put_slots(khl_page *page, const khl_why *why)
{
    static const char *const names[KHL_N_SLOTS] = {"action",   "object",      "place",
                                                   "quantity", "beneficiary", "negation"};
    khl_markup *m = &page->m;
    khl_markup_put(m, "<table class=\"slots\"><tbody>");
    for (size_t i = 0; i < KHL_N_SLOTS; i++) {
        const khl_slot *slot = &why->slots[i];
        bool blocked = is_blocked(why, names[i]);
        if (slot->a.n == 0 && slot->b.n == 0 && !blocked) continue;
        const char *verdict = blocked            ? "blocked"
                              : slot->agree > 0  ? "agree"
                              : slot->agree == 0 ? "differ"
                                                 : "open";
        khl_str name = khl_str_from(names[i]), kind = khl_str_from(verdict);
        khl_markup_put(
            m,
            "<tr class=\"%s\"><th scope=\"row\">%s</th><td><bdi>%s</bdi></td><td><bdi>%s</bdi></td>"
            "<td class=\"verdict\">%s</td></tr>",
            kind, khl_doc_word_of(m->words, "doc.slot.", name, name), slot->a, slot->b,
            khl_doc_word_of(m->words, "doc.verdict.", kind, kind));
    }
    khl_markup_put(m, "</tbody></table>\n");
}

/* A named place without the program's own word for what it is. */
static khl_str shown_term(khl_str term)
{
    const khl_str district = KHL_STR("district:");
    return khl_str_starts(term, district) ? khl_str_part(term, district.n, term.n) : term;
}

static void put_terms(khl_page *page, const khl_why *why)
{
    khl_markup *m = &page->m;
    if (why->n_terms == 0) return;
    khl_markup_put(m, "<p class=\"terms\">%w", "doc.terms");
    for (size_t i = 0; i < why->n_terms && i < SHOWN_TERMS; i++)
        khl_markup_put(m, " <bdi>%s</bdi>", shown_term(why->terms[i].term));
    khl_markup_put(m, "</p>\n");
}

/* The table has three decimals: what shows none of them in its log-odds says nothing. */
static bool weighs(const khl_why_evidence *evidence)
{
    return evidence->log_odds >= 0.0005 || evidence->log_odds <= -0.0005;
}

static void put_evidence(khl_page *page, const khl_why *why)
{
    khl_markup *m = &page->m;
    if (why->n_evidence == 0) return;
    khl_markup_put(
        m,
        "<details><summary>%w</summary><table class=\"evidence\"><thead><tr><th scope=\"col\">%w</th>"
        "<th scope=\"col\">%w</th><th scope=\"col\">%w</th></tr></thead><tbody>",
        "doc.evidence", "doc.evidence.name", "doc.evidence.value", "doc.evidence.log_odds");
    for (size_t i = 0; i < why->n_evidence; i++) {
        khl_str name = why->evidence[i].name;
        if (!weighs(&why->evidence[i])) continue;
        khl_markup_put(
            m, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td><bdi>%f</bdi></td><td><bdi>%f</bdi></td></tr>",
            khl_doc_word_of(m->words, "doc.evidence.is.", name, name), why->evidence[i].value,
            why->evidence[i].log_odds);
    }
    khl_markup_put(m, "</tbody></table></details>\n");
}

void khl_page_why(khl_page *page, const khl_why *why)
{
    put_slots(page, why);
    put_terms(page, why);
    put_evidence(page, why);
}
