/* The entries, axis by axis, with the original wordings folded under each; and the review queue. */
#include "doc_words.h"
#include "html_page.h"
#include "str.h"

static void put_supporters(khl_page *page, const khl_entry *entry)
{
    khl_markup *m = &page->m;
    if (entry->n_supporters == 0) return;
    khl_markup_put(m, "<div class=\"support\"><p>%n</p><ul>", "doc.support", (unsigned)entry->n_supporters);
    for (size_t i = 0; i < entry->n_supporters; i++)
        khl_markup_put(m, "<li><bdi>%s</bdi></li>", entry->supporters[i]);
    khl_markup_put(m, "</ul></div>\n");
}

static khl_str level_word(const khl_page *page, khl_str level)
{
    return khl_doc_word_of(page->m.words, "doc.level.", level, level);
}

/* The lead on a line of its own, the others run in behind a word. */
static void put_authorities(khl_page *page, const khl_entry *entry)
{
    khl_markup *m = &page->m;
    if (entry->n_authorities == 0) return;
    khl_markup_put(m, "<dt>%w</dt>", "doc.authorities");
    for (size_t i = 0; i < entry->n_authorities; i++) {
        const khl_authority *authority = &entry->authorities[i];
        if (i == 1) khl_markup_put(m, "<dd class=\"others\">%w ", "doc.concerned");
        if (i > 1) khl_markup_put(m, "%w ", "doc.list_comma");
        if (i == 0) khl_markup_put(m, "<dd class=\"lead\">");
        khl_markup_put(m, "<bdi data-authority=\"%s\">%s</bdi>", authority->id,
                       khl_doc_name(&authority->name, m->words));
        if (i == 0)
            khl_markup_put(m, " <small%s>%w</small></dd>",
                           khl_doc_lead_unsure(authority) ? KHL_STR(" class=caution") : KHL_STR(""),
                           khl_doc_lead_unsure(authority) ? "doc.lead.unsure" : "doc.lead");
    }
    if (entry->n_authorities > 1) khl_markup_put(m, "</dd>");
}

/* An assigned axis says so; a given one may be doubted. */
static void put_axis(khl_page *page, const khl_entry *entry)
{
    khl_markup *m = &page->m;
    if (!entry->axis_given)
        khl_markup_put(m, "<dt>%w</dt><dd>%w %p</dd>", "doc.axis", "doc.axis.assigned",
                       entry->axis_probability);
    else if (entry->doubt_axis != 0)
        khl_markup_put(m, "<dt>%w</dt><dd class=\"caution\">%w <bdi>%s</bdi> %p</dd>", "doc.axis",
                       "doc.axis.doubt", khl_page_axis(page, entry->doubt_axis), entry->doubt_probability);
}

static void put_related(khl_page *page, const khl_entry *entry)
{
    if (entry->n_related == 0) return;
    khl_markup_put(&page->m, "<dt>%w</dt>", "doc.related");
    for (size_t i = 0; i < entry->n_related; i++) {
        const khl_entry *other = &page->list->entries[khl_map_find(&page->entries, entry->related[i])];
        khl_markup_put(&page->m, "<dd><a href=\"#%s\">%s ", other->id, other->number);
        khl_page_text(page, "bdi", "", other->title);
        khl_markup_put(&page->m, "</a></dd>");
    }
}

static void put_member_link(khl_page *page, khl_str id)
{
    khl_markup_put(&page->m, "<a href=\"#m-%u\"><bdi>%s</bdi></a>",
                   (unsigned)khl_map_find(&page->members, id), id);
}

static void put_pair(khl_page *page, const khl_entry *entry)
{
    put_member_link(page, entry->weakest[0]);
    khl_markup_put(&page->m, " · ");
    put_member_link(page, entry->weakest[1]);
    khl_markup_put(&page->m, " ");
    khl_page_probability(page, entry->min_pair_probability);
}

static void put_weakest(khl_page *page, const khl_entry *entry)
{
    if (entry->weakest[0].n == 0 || entry->min_pair_probability >= KHL_PAGE_LOW_COHESION) return;
    khl_markup_put(&page->m, "<dt>%w</dt><dd class=\"caution\">", "doc.weakest");
    put_pair(page, entry);
    khl_markup_put(&page->m, "</dd>");
}

static void put_cities(khl_page *page, const khl_entry *entry)
{
    if (page->cities.n < 2 || entry->n_cities == 0) return;
    khl_markup_put(&page->m, "<dt>%w</dt><dd>", "doc.cities");
    khl_page_list(page, entry->cities, entry->n_cities);
    khl_markup_put(&page->m, "</dd>");
}

/* A city a line: how many demands there, where it is known, and the nearest wording. */
static void put_elsewhere(khl_page *page, const khl_entry *entry)
{
    khl_markup *m = &page->m;
    if (entry->n_elsewhere == 0) return;
    khl_markup_put(m, "<dt>%w</dt>", "doc.elsewhere");
    for (size_t i = 0; i < entry->n_elsewhere; i++) {
        const khl_elsewhere *other = &entry->elsewhere[i];
        khl_markup_put(m, "<dd class=\"elsewhere\" data-elsewhere=\"%s\"><bdi>%s</bdi>", other->city,
                       other->city);
        if (other->demands > 0) khl_markup_put(m, " %u", (unsigned)other->demands);
        khl_markup_put(m, " <small%s>(%w)</small> ", other->same ? KHL_STR("") : KHL_STR(" class=caution"),
                       khl_doc_elsewhere(other));
        bool whole;
        khl_page_text(page, "q", "", khl_doc_nearest(other, &whole));
        khl_markup_put(m, whole ? "</dd>" : "\xC2\xA0\xE2\x80\xA6</dd>");
    }
}

/* The rank over all axes, and the committee's mark where it raised the entry. */
static void put_priority(khl_page *page, const khl_entry *entry)
{
    static const char *const MARKS[] = {"doc.committee.high", "doc.committee.medium", "doc.committee.low"};
    khl_markup *m = &page->m;
    if (entry->priority == 0) return;
    khl_markup_put(m, "<dt>%w</dt><dd>%u %w %u", "doc.priority", (unsigned)entry->priority, "doc.of",
                   (unsigned)page->list->n_entries);
    if (entry->mark >= 1 && entry->mark <= 3) khl_markup_put(m, " <small>%w</small>", MARKS[entry->mark - 1]);
    khl_markup_put(m, "</dd>");
}

static void put_committee(khl_page *page, const khl_entry *entry)
{
    khl_buf decided = KHL_BUF_INIT;
    khl_doc_decided(&decided, page->m.words, entry);
    if (!khl_buf_ok(&decided)) page->m.out->failed = true;
    if (decided.n > 0)
        khl_markup_put(&page->m, "<dt>%w</dt><dd>%s</dd>", "doc.decided", khl_buf_str(&decided));
    khl_buf_clear(&decided);
    if (entry->note.n == 0) return;
    khl_markup_put(&page->m, "<dt>%w</dt>", "doc.note");
    khl_page_text(page, "dd", "", entry->note);
}

static bool has_facts(const khl_page *page, const khl_entry *entry)
{
    return entry->priority > 0 || entry->level.n > 0 || entry->n_authorities > 0 ||
           (page->cities.n > 1 && entry->n_cities > 0) || !entry->axis_given || entry->doubt_axis != 0 ||
           entry->n_related > 0 || entry->n_elsewhere > 0 || entry->decided != 0 || entry->note.n > 0 ||
           (entry->weakest[0].n > 0 && entry->min_pair_probability < KHL_PAGE_LOW_COHESION);
}

static void put_facts(khl_page *page, const khl_entry *entry)
{
    khl_markup *m = &page->m;
    if (!has_facts(page, entry)) return;
    khl_markup_put(m, "<dl class=\"facts\">");
    put_priority(page, entry);
    if (entry->level.n > 0)
        khl_markup_put(m, "<dt>%w</dt><dd data-level=\"%s\">%s</dd>", "doc.level", entry->level,
                       level_word(page, entry->level));
    put_authorities(page, entry);
    put_cities(page, entry);
    put_axis(page, entry);
    put_related(page, entry);
    put_elsewhere(page, entry);
    put_weakest(page, entry);
    put_committee(page, entry);
    khl_markup_put(m, "</dl>\n");
}

/* The wording kept is not printed twice: it stands above, in full, as the text of the entry. */
static void put_member(khl_page *page, const khl_entry *entry, const khl_member *member)
{
    khl_markup *m = &page->m;
    unsigned number = khl_map_find(&page->members, member->id);
    bool above = member->representative && khl_str_equal(member->text, entry->text);
    khl_markup_put(m, "<li id=\"m-%u\"%s><p class=\"who\"><a class=\"id\" href=\"#c-%u\"><bdi>%s</bdi></a>",
                   number, member->representative ? KHL_STR(" class=representative") : KHL_STR(""), number,
                   member->id);
    khl_page_source(page, member);
    khl_page_siblings(page, member->id);
    if (member->date.n > 0) khl_markup_put(m, " <bdi class=\"date\">%s</bdi>", member->date);
    if (member->representative)
        khl_markup_put(m, " <span class=\"probability\">%w</span>",
                       above ? "doc.representative.above" : "doc.representative");
    else
        khl_page_probability(page, member->probability);
    khl_markup_put(m, "</p>");
    if (!above) khl_page_text(page, "blockquote", "", member->text);
    khl_markup_put(m, "</li>\n");
}

/* Why the members are one demand: the pair that is least so, which bounds all others. */
static void put_cohesion(khl_page *page, const khl_entry *entry)
{
    khl_markup *m = &page->m;
    if (entry->weakest[0].n == 0) return;
    khl_markup_put(m, "<details class=\"cohesion\"><summary>%w</summary>\n<p class=\"who\">", "doc.cohesion");
    put_pair(page, entry);
    khl_markup_put(m, "</p>\n");
    khl_page_why(page, &entry->weakest_why);
    khl_markup_put(m, "</details>\n");
}

static void put_entry(khl_page *page, const khl_entry *entry)
{
    khl_markup *m = &page->m;
    khl_markup_put(m, "<article class=\"entry\" id=\"%s\">\n<header><p class=\"no\">%s</p>", entry->id,
                   entry->number);
    khl_page_text(page, "h3", "", entry->title);
    khl_markup_put(m, "</header>\n");
    if (!khl_str_equal(khl_str_trim(entry->title), khl_str_trim(entry->text)))
        khl_page_text(page, "p", " class=\"text\"", entry->text);
    put_supporters(page, entry);
    put_facts(page, entry);
    khl_markup_put(m,
                   "<div class=\"foot\"><a class=\"eid\" href=\"#%s\"><bdi>%s</bdi></a>"
                   "<details><summary>%n</summary>\n<ol class=\"members\">\n",
                   entry->id, entry->id, "doc.wordings", (unsigned)entry->n_members);
    for (size_t i = 0; i < entry->n_members && khl_page_ease(page); i++)
        put_member(page, entry, &entry->members[i]);
    khl_markup_put(m, "</ol>\n");
    put_cohesion(page, entry);
    khl_markup_put(m, "</details></div>\n</article>\n");
}

void khl_page_axes(khl_page *page)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    uint32_t axis = 0;
    khl_markup_put(m, "<div id=\"entries\">\n");
    for (size_t i = 0; i < list->n_entries && khl_page_ease(page); i++) {
        if (list->entries[i].axis != axis) {
            if (axis != 0) khl_markup_put(m, "</section>\n");
            axis = list->entries[i].axis;
            khl_markup_put(
                m,
                "<section class=\"axis\" id=\"axis-%u\">\n<header><p class=\"no\">%w %u</p><h2><bdi>%s"
                "</bdi></h2>",
                axis, "doc.axis", axis, khl_page_axis(page, axis));
            khl_markup_put(m, "<p class=\"sum\">%n %w %n</p></header>\n", "doc.n_entries",
                           (unsigned)list->axes[axis - 1].n_entries, "doc.from", "doc.n_demands_from",
                           (unsigned)list->axes[axis - 1].n_members);
        }
        put_entry(page, &list->entries[i]);
    }
    if (axis != 0) khl_markup_put(m, "</section>\n");
    khl_markup_put(m, "</div>\n");
}

static void put_side(khl_page *page, khl_str id)
{
    khl_markup *m = &page->m;
    const khl_page_member *side = &page->flat[khl_map_find(&page->members, id)];
    khl_markup_put(m, "<div><p class=\"who\">");
    put_member_link(page, id);
    khl_page_source(page, side->member);
    khl_markup_put(m, " <a class=\"in\" href=\"#%s\">%w %s</a></p>", side->entry->id, "doc.entry",
                   side->entry->number);
    khl_page_text(page, "blockquote", "", side->member->text);
    khl_markup_put(m, "</div>\n");
}

void khl_page_review(khl_page *page)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    if (list->n_review == 0) return;
    khl_markup_put(m,
                   "<section id=\"review\">\n<h2>%w</h2>\n<p class=\"intro\">%w</p>\n<ol class=\"pairs\">\n",
                   "doc.review", "doc.review.intro");
    for (size_t i = 0; i < list->n_review && khl_page_ease(page); i++) {
        const khl_review_pair *pair = &list->review[i];
        khl_markup_put(m, "<li class=\"pair\">\n<p class=\"head\">");
        khl_page_probability(page, pair->probability);
        khl_markup_put(m, "</p>\n<div class=\"sides\">");
        put_side(page, pair->a);
        put_side(page, pair->b);
        khl_markup_put(m, "</div>\n");
        khl_page_why(page, &pair->why);
        khl_markup_put(m, "</li>\n");
    }
    khl_markup_put(m, "</ol>\n</section>\n");
}
