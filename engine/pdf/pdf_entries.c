/* The axes, each beginning on a page of its own, and their entries: number and title, the text, and the facts
 * in rows of a label and a value. */
#include "doc_words.h"
#include "pdf_document.h"
#include "str.h"

/* The columns of an entry: number, title and text, level and id; below, labels and values. */
enum { NUMBER = 42, END = 84, LABEL = 96 };

/* One row of the facts: a label, and its value from doc->text. */
static void add_fact(khl_pdf_document *doc, khl_str label, khl_pdf_place link)
{
    bool first = doc->stack.n > 0 && doc->stack.blocks[doc->stack.n - 1].tag[0] != 'D';
    khl_pdf_add(&doc->stack, label,
                &(khl_pdf_put){.style = KHL_PDF_LABEL,
                               .start = NUMBER,
                               .width = LABEL - 8,
                               .above = first ? 4 : 0,
                               .tag = "Div"});
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_FACT,
                                         .start = NUMBER + LABEL,
                                         .beside = true,
                                         .link = link,
                                         .colour = link.kind != 0 ? KHL_PDF_ACCENT : KHL_PDF_INK,
                                         .tag = "Div"});
}

static void add_word_fact(khl_pdf_document *doc, const char *id)
{
    add_fact(doc, khl_pdf_word(doc, id), (khl_pdf_place){0, 0});
}

static void add_authorities(khl_pdf_document *doc, const khl_entry *entry)
{
    if (entry->n_authorities == 0) return;
    khl_pdf_text(doc);
    for (size_t i = 0; i < entry->n_authorities; i++) {
        const khl_authority *authority = &entry->authorities[i];
        if (i == 1) {
            khl_buf_char(&doc->text, ' ');
            khl_pdf_put_word(doc, "doc.concerned");
            khl_buf_char(&doc->text, ' ');
        }
        if (i > 1) khl_pdf_put_comma(doc);
        khl_pdf_put_own(doc, khl_doc_name(&authority->name, doc->words));
        if (i > 0) continue;
        khl_buf_put_c(&doc->text, " (");
        khl_pdf_put_word(doc, khl_doc_lead_unsure(authority) ? "doc.lead.unsure" : "doc.lead");
        khl_buf_put_c(&doc->text, ")");
    }
    add_word_fact(doc, "doc.authorities");
}

static void add_support(khl_pdf_document *doc, const khl_entry *entry)
{
    khl_buf label = KHL_BUF_INIT;
    if (entry->n_supporters == 0) return;
    khl_doc_count(&label, doc->words, "doc.support", (uint32_t)entry->n_supporters);
    khl_pdf_text(doc);
    khl_pdf_put_list(doc, entry->supporters, entry->n_supporters);
    if (khl_buf_ok(&label))
        add_fact(doc, khl_buf_str(&label), (khl_pdf_place){0, 0});
    else
        khl_pdf_fail_memory(&doc->paper);
    khl_buf_clear(&label);
}

static void add_sources(khl_pdf_document *doc, const khl_entry *entry)
{
    khl_pdf_text(doc);
    for (size_t i = 0; i < entry->n_members; i++) {
        if (i > 0) khl_pdf_put_comma(doc);
        khl_pdf_put_own(doc, entry->members[i].id);
    }
    add_word_fact(doc, "doc.sources");
}

static void add_related(khl_pdf_document *doc, const khl_entry *entry)
{
    for (size_t i = 0; i < entry->n_related; i++) {
        uint32_t number = khl_map_find(&doc->entries, entry->related[i]);
        if (number == KHL_MAP_NONE) continue;
        const khl_entry *other = &doc->list->entries[number];
        khl_pdf_text(doc);
        khl_pdf_put_own(doc, other->number);
        khl_buf_char(&doc->text, ' ');
        khl_pdf_put_own(doc, other->title);
        add_fact(doc, i == 0 ? khl_pdf_word(doc, "doc.related") : KHL_STR(""), (khl_pdf_place){'e', number});
    }
}

/* Only where there is more than one city to tell apart. */
static void add_cities(khl_pdf_document *doc, const khl_entry *entry)
{
    if (doc->cities.n < 2 || entry->n_cities == 0) return;
    khl_pdf_text(doc);
    khl_pdf_put_list(doc, entry->cities, entry->n_cities);
    add_word_fact(doc, "doc.cities");
}

/* "Marrakech 14 (same), another commune 3 (near)": how many demands there, where it is known. */
static void add_elsewhere(khl_pdf_document *doc, const khl_entry *entry)
{
    if (entry->n_elsewhere == 0) return;
    khl_pdf_text(doc);
    for (size_t i = 0; i < entry->n_elsewhere; i++) {
        const khl_elsewhere *other = &entry->elsewhere[i];
        if (i > 0) khl_pdf_put_comma(doc);
        khl_pdf_put_own(doc, other->city);
        if (other->demands > 0) khl_buf_format(&doc->text, " %u", (unsigned)other->demands);
        khl_buf_put_c(&doc->text, " (");
        khl_pdf_put_word(doc, khl_doc_elsewhere(other));
        khl_buf_put_c(&doc->text, ")");
    }
    add_word_fact(doc, "doc.elsewhere");
}

static void add_axis(khl_pdf_document *doc, const khl_entry *entry)
{
    bool doubted = entry->axis_given && entry->doubt_axis != 0;
    if (entry->axis_given && !doubted) return;
    khl_pdf_text(doc);
    khl_pdf_put_word(doc, doubted ? "doc.axis.doubt" : "doc.axis.assigned");
    if (doubted) {
        khl_buf_char(&doc->text, ' ');
        khl_pdf_put_own(doc, khl_pdf_axis_name(doc, entry->doubt_axis));
    }
    khl_buf_format(&doc->text, " (%u%%)",
                   khl_doc_percent(doubted ? entry->doubt_probability : entry->axis_probability));
    add_word_fact(doc, "doc.axis");
}

static void add_committee(khl_pdf_document *doc, const khl_entry *entry)
{
    if (entry->decided != 0) {
        khl_doc_decided(khl_pdf_text(doc), doc->words, entry);
        add_word_fact(doc, "doc.decided");
    }
    if (entry->note.n == 0) return;
    khl_pdf_text(doc);
    khl_pdf_put_own(doc, entry->note);
    add_word_fact(doc, "doc.note");
}

/* The committee's mark, and the rank over all axes that it gives. */
static void add_priority(khl_pdf_document *doc, const khl_entry *entry)
{
    static const char *const marks[] = {"doc.committee.high", "doc.committee.medium", "doc.committee.low"};
    if (entry->priority == 0 || entry->mark < 1 || entry->mark > 3) return;
    khl_buf_format(khl_pdf_text(doc), "%u ", (unsigned)entry->priority);
    khl_pdf_put_word(doc, "doc.of");
    khl_buf_format(&doc->text, " %u", (unsigned)doc->list->n_entries);
    khl_pdf_put_comma(doc);
    khl_pdf_put_word(doc, marks[entry->mark - 1]);
    add_word_fact(doc, "doc.priority");
}

static void add_head(khl_pdf_document *doc, const khl_entry *entry)
{
    khl_pdf_stack *stack = &doc->stack;
    const double width = KHL_PDF_MEASURE - NUMBER - END;
    khl_pdf_text(doc);
    if (entry->level.n > 0) khl_buf_put(&doc->text, khl_pdf_level(doc, entry->level));
    khl_buf_put_c(&doc->text, "\n");
    khl_buf_put(&doc->text, entry->id);
    khl_pdf_add(stack, entry->number, &(khl_pdf_put){.style = KHL_PDF_NUMBER, .width = NUMBER, .tag = "Lbl"});
    khl_pdf_add(
        stack, entry->title,
        &(khl_pdf_put){.style = KHL_PDF_TITLE, .start = NUMBER, .width = width, .beside = true, .tag = "H3"});
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_SMALL,
                                         .start = KHL_PDF_MEASURE - END,
                                         .width = END,
                                         .beside = true,
                                         .at_end = true});
    if (!khl_str_equal(khl_str_trim(entry->title), khl_str_trim(entry->text)))
        khl_pdf_add(
            stack, entry->text,
            &(khl_pdf_put){.style = KHL_PDF_BODY, .run = KHL_PDF_AS_TEXT, .start = NUMBER, .above = 2});
}

static void put_entry(khl_pdf_document *doc, uint32_t number, bool first, int parent)
{
    const khl_entry *entry = &doc->list->entries[number];
    khl_pdf_paper *paper = &doc->paper;
    khl_pdf_place place = {'e', number};
    const double gap = 14, whole = (KHL_PDF_END - KHL_PDF_TOP) / 2;
    add_head(doc, entry);
    add_authorities(doc, entry);
    add_support(doc, entry);
    add_sources(doc, entry);
    add_cities(doc, entry);
    add_related(doc, entry);
    add_elsewhere(doc, entry);
    add_axis(doc, entry);
    add_committee(doc, entry);
    add_priority(doc, entry);
    khl_pdf_make_room(&doc->stack, whole);
    if (paper->y > KHL_PDF_TOP && !first) {
        khl_pdf_fill(paper, KHL_PDF_LINE, 0, paper->y, KHL_PDF_MEASURE, 0.6);
        paper->y += gap / 2;
    }
    doc->entry_pages[number] = paper->page;
    khl_pdf_here(paper, place, paper->y - gap);
    khl_pdf_text(doc);
    khl_buf_put(&doc->text, entry->number);
    khl_buf_char(&doc->text, ' ');
    khl_buf_put(&doc->text, entry->title);
    khl_pdf_outline(paper, parent, khl_buf_str(&doc->text), place, false);
    khl_pdf_place_stack(&doc->stack);
    paper->y += gap / 2;
}

/* "Axis 3", its name, how many entries of how many demands; on a tint. Returns its line of the outline. */
static int put_axis_head(khl_pdf_document *doc, uint32_t number)
{
    const khl_shortlist_axis *axis = &doc->list->axes[number - 1];
    khl_pdf_paper *paper = &doc->paper;
    khl_str name = khl_pdf_axis_name(doc, number);
    khl_pdf_place place = {'a', number};
    const double inside = 12;
    khl_pdf_turn(paper);
    paper->part = name;
    doc->axis_pages[number - 1] = paper->page;
    khl_pdf_here(paper, place, 0);
    khl_pdf_text(doc);
    khl_pdf_put_word(doc, "doc.axis");
    khl_buf_format(&doc->text, " %u", (unsigned)number);
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_MARK, .start = inside});
    khl_pdf_add(&doc->stack, name, &(khl_pdf_put){.style = KHL_PDF_HEAD, .start = inside, .tag = "H2"});
    khl_pdf_text(doc);
    khl_pdf_put_count(doc, "doc.n_entries", axis->n_entries);
    khl_buf_char(&doc->text, ' ');
    khl_pdf_put_word(doc, "doc.from");
    khl_buf_char(&doc->text, ' ');
    khl_pdf_put_count(doc, "doc.n_demands_from", axis->n_members);
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_LABEL, .start = inside});
    khl_pdf_fill(paper, KHL_PDF_TINT, 0, paper->y - 6, KHL_PDF_MEASURE,
                 khl_pdf_stack_height(&doc->stack) + 14);
    khl_pdf_place_stack(&doc->stack);
    paper->y += 22;
    khl_pdf_text(doc);
    khl_buf_format(&doc->text, "%u. ", (unsigned)number);
    khl_buf_put(&doc->text, name);
    return khl_pdf_outline(paper, CAIRO_PDF_OUTLINE_ROOT, khl_buf_str(&doc->text), place, false);
}

void khl_pdf_axes(khl_pdf_document *doc)
{
    const khl_shortlist *list = doc->list;
    uint32_t axis = 0;
    int parent = CAIRO_PDF_OUTLINE_ROOT;
    for (size_t i = 0; i < list->n_entries && khl_pdf_well(&doc->paper); i++) {
        bool first = list->entries[i].axis != axis;
        if (first) parent = put_axis_head(doc, axis = list->entries[i].axis);
        put_entry(doc, (uint32_t)i, first, parent);
    }
}

khl_str khl_pdf_level(const khl_pdf_document *doc, khl_str level)
{
    return khl_doc_word_of(doc->words, "doc.level.", level, level);
}
