/* The axes and their entries, each in a content control of its id. */
#include "doc_words.h"
#include "docx.h"
#include "str.h"

#include <stdio.h>

khl_str khl_docx_level(const khl_docx *d, khl_str level)
{
    return level.n > 0 ? khl_doc_word_of(d->words, "doc.level.", level, level)
                       : khl_doc_word(d->words, "doc.level.unknown");
}

/* A label, and what follows on the line in hanging indent. */
static void begin_fact_in(khl_docx *d, const char *style, const char *id)
{
    khl_docx_paragraph(d, style);
    khl_docx_word(d, "Label", id);
    khl_docx_tab(d);
}

static void begin_fact(khl_docx *d, const char *id)
{
    begin_fact_in(d, "Fact", id);
}

/* A blank behind a mark of the paragraph's direction. */
static void blank(khl_docx *d)
{
    khl_docx_run_c(d, NULL, d->para_rtl ? "\xE2\x80\x8F " : "\xE2\x80\x8E ");
}

/* Item i of a list of names or ids. */
static void put_item(khl_docx *d, const char *style, const char *separator, size_t i, khl_str name)
{
    if (i > 0) khl_docx_separate(d, NULL, separator, name);
    khl_docx_name(d, style, name);
}

/* The rank over all axes, and the committee's mark where it raised the entry. */
static void put_rank(khl_docx *d, const khl_entry *entry)
{
    static const char *const marks[] = {"doc.committee.high", "doc.committee.medium", "doc.committee.low"};
    if (entry->priority == 0) return;
    khl_docx_run_c(d, NULL, "   ·   ");
    khl_docx_word(d, "Label", "doc.priority");
    khl_docx_run_c(d, NULL, "  ");
    khl_docx_number(d, NULL, entry->priority);
    khl_docx_run_c(d, NULL, " ");
    khl_docx_word(d, NULL, "doc.of");
    khl_docx_run_c(d, NULL, " ");
    khl_docx_number(d, NULL, (uint32_t)d->list->n_entries);
    if (entry->mark < 1 || entry->mark > 3) return;
    khl_docx_run_c(d, NULL, " · ");
    khl_docx_word(d, "Strong", marks[entry->mark - 1]);
}

/* A part that may be changed, within a paragraph: the content of its control goes between these. `choices`
 * may put further properties of the control. */
static uint32_t begin_part(khl_docx *d, const khl_entry *entry, const char *part,
                           void (*choices)(khl_docx *d))
{
    char mark[KHL_DOCX_NAME_BYTES];
    uint32_t bookmark;
    khl_docx_control(d, entry->id, part);
    if (choices != NULL) choices(d);
    khl_docx_control_content(d);
    khl_docx_part_mark(mark, entry->id, part);
    khl_docx_bookmark(d, mark, &bookmark);
    return bookmark;
}

static void end_part(khl_docx *d, uint32_t bookmark)
{
    khl_docx_bookmark_end(d, bookmark);
    khl_docx_control_end(d);
}

/* A list to choose from, whose values are those of the shortlist. */
static void put_level_choices(khl_docx *d)
{
    static const char *const levels[] = {"local", "provincial", "regional", "national"};
    khl_xml_begin(&d->x, "w:dropDownList");
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        khl_xml_begin(&d->x, "w:listItem");
        khl_xml_attribute_text(&d->x, "w:displayText", khl_docx_level(d, khl_str_from(levels[i])));
        khl_xml_attribute(&d->x, "w:value", levels[i]);
        khl_xml_end(&d->x);
    }
    khl_xml_end(&d->x);
}

static void put_level(khl_docx *d, const khl_entry *entry)
{
    begin_fact(d, "doc.level");
    uint32_t part = begin_part(d, entry, "level", put_level_choices);
    khl_docx_run(d, NULL, khl_docx_level(d, entry->level));
    end_part(d, part);
    put_rank(d, entry);
    khl_docx_paragraph_end(d);
}

/* Lead first, in bold; that it is to be confirmed stands outside of what is read back. */
static void put_authorities(khl_docx *d, const khl_entry *entry)
{
    if (entry->n_authorities == 0) return;
    begin_fact(d, "doc.authorities");
    uint32_t part = begin_part(d, entry, "authorities", NULL);
    for (size_t i = 0; i < entry->n_authorities; i++)
        put_item(d, i == 0 ? "Strong" : NULL, "doc.list_semicolon", i,
                 khl_doc_name(&entry->authorities[i].name, d->words));
    end_part(d, part);
    if (khl_doc_lead_unsure(&entry->authorities[0])) {
        khl_docx_run_c(d, "Caution", " (");
        khl_docx_word(d, "Caution", "doc.lead.unsure");
        khl_docx_run_c(d, "Caution", ")");
    }
    khl_docx_paragraph_end(d);
}

static void put_supporters(khl_docx *d, const khl_entry *entry)
{
    if (entry->n_supporters == 0) return;
    begin_fact(d, "doc.supporters");
    for (size_t i = 0; i < entry->n_supporters; i++)
        put_item(d, NULL, "doc.list_semicolon", i, entry->supporters[i]);
    khl_docx_paragraph_end(d);
}

static void put_sources(khl_docx *d, const khl_entry *entry)
{
    begin_fact(d, "doc.sources");
    for (size_t i = 0; i < entry->n_members; i++)
        put_item(d, NULL, "doc.list_comma", i, entry->members[i].id);
    khl_docx_paragraph_end(d);
}

static void put_related(khl_docx *d, const khl_entry *entry)
{
    for (size_t i = 0; i < entry->n_related; i++) {
        uint32_t other = khl_map_find(&d->entries, entry->related[i]);
        if (other == KHL_MAP_NONE) continue;
        begin_fact(d, "doc.related");
        khl_docx_link_entry(d, &d->list->entries[other]);
        khl_docx_paragraph_end(d);
    }
}

static void put_cities(khl_docx *d, const khl_entry *entry)
{
    if (d->cities.n < 2 || entry->n_cities == 0) return;
    begin_fact(d, "doc.cities");
    for (size_t i = 0; i < entry->n_cities; i++) put_item(d, NULL, "doc.list_comma", i, entry->cities[i]);
    khl_docx_paragraph_end(d);
}

/* "Marrakech 14 (same), another commune 3 (near)": how many demands there, where it is known. */
static void put_elsewhere(khl_docx *d, const khl_entry *entry)
{
    if (entry->n_elsewhere == 0) return;
    begin_fact(d, "doc.elsewhere");
    for (size_t i = 0; i < entry->n_elsewhere; i++) {
        const khl_elsewhere *other = &entry->elsewhere[i];
        put_item(d, NULL, "doc.list_comma", i, other->city);
        blank(d); /* a number would go with the name, to its wrong side */
        if (other->demands > 0) khl_docx_number(d, NULL, other->demands);
        khl_docx_run_c(d, other->same ? NULL : "Caution", other->demands > 0 ? " (" : "(");
        khl_docx_word(d, other->same ? NULL : "Caution", khl_doc_elsewhere(other));
        khl_docx_run_c(d, other->same ? NULL : "Caution", ")");
    }
    khl_docx_paragraph_end(d);
}

/* An assigned axis says so; a given one may be doubted. */
static void put_axis_note(khl_docx *d, const khl_entry *entry)
{
    if (entry->axis_given && entry->doubt_axis == 0) return;
    begin_fact(d, "doc.axis");
    khl_docx_word(d, "Caution", entry->axis_given ? "doc.axis.doubt" : "doc.axis.assigned");
    khl_docx_run_c(d, "Caution", " ");
    if (entry->axis_given) khl_docx_run(d, "Caution", khl_docx_axis(d, entry->doubt_axis));
    if (entry->axis_given) khl_docx_run_c(d, "Caution", " ");
    khl_docx_percent(d, "Caution", entry->axis_given ? entry->doubt_probability : entry->axis_probability);
    khl_docx_paragraph_end(d);
}

static void put_committee(khl_docx *d, const khl_entry *entry)
{
    khl_buf decided = KHL_BUF_INIT;
    khl_doc_decided(&decided, d->words, entry);
    d->x.failed = d->x.failed || !khl_buf_ok(&decided);
    if (decided.n > 0) {
        begin_fact(d, "doc.decided");
        khl_docx_run(d, NULL, khl_buf_str(&decided));
        khl_docx_paragraph_end(d);
    }
    khl_buf_clear(&decided);
    if (entry->note.n == 0) return;
    begin_fact(d, "doc.note");
    khl_docx_run(d, NULL, entry->note);
    khl_docx_paragraph_end(d);
}

/* The id that never changes ends the entry. */
static void put_id(khl_docx *d, const khl_entry *entry)
{
    begin_fact_in(d, "FactLast", "doc.permanent_id");
    khl_docx_run(d, "Soft", entry->id);
    khl_docx_paragraph_end(d);
}

static void put_heading(khl_docx *d, const khl_entry *entry)
{
    char mark[KHL_DOCX_NAME_BYTES];
    uint32_t bookmark;
    khl_docx_entry_mark(mark, entry->id);
    khl_docx_paragraph_of(d, "Heading2", entry->title);
    khl_docx_bookmark(d, mark, &bookmark);
    khl_docx_run(d, "Number", entry->number);
    khl_docx_run_c(d, NULL, "  ");
    uint32_t part = begin_part(d, entry, "title", NULL);
    khl_docx_run(d, NULL, entry->title);
    end_part(d, part);
    khl_docx_bookmark_end(d, bookmark);
    khl_docx_paragraph_end(d);
}

/* The control stands within the paragraph: one around it is written twice by LibreOffice 7 when it saves. */
static void put_text(khl_docx *d, const khl_entry *entry)
{
    khl_docx_paragraph_of(d, "Statement", entry->text);
    uint32_t part = begin_part(d, entry, "text", NULL);
    khl_docx_run(d, NULL, entry->text);
    end_part(d, part);
    khl_docx_paragraph_end(d);
}

/* The thin paragraph in front takes what LibreOffice 7 writes twice when it saves: the first run of a
 * control. */
static void put_entry(khl_docx *d, const khl_entry *entry)
{
    khl_docx_control(d, entry->id, NULL);
    khl_docx_control_content(d);
    khl_docx_line(d, "Gap", KHL_STR(""));
    put_heading(d, entry);
    put_text(d, entry);
    put_level(d, entry);
    put_authorities(d, entry);
    put_supporters(d, entry);
    put_cities(d, entry);
    put_sources(d, entry);
    put_related(d, entry);
    put_elsewhere(d, entry);
    put_axis_note(d, entry);
    put_committee(d, entry);
    put_id(d, entry);
    khl_docx_control_end(d);
}

/* Number and name; how many entries of how many demands, and in which order they stand. */
static void put_axis(khl_docx *d, uint32_t axis)
{
    const khl_shortlist_axis *a = &d->list->axes[axis - 1];
    char mark[KHL_DOCX_NAME_BYTES], number[24];
    uint32_t bookmark;
    snprintf(mark, sizeof mark, "axis_%u", (unsigned)axis);
    snprintf(number, sizeof number, "%u.  ", (unsigned)axis);
    khl_docx_paragraph(d, "Heading1");
    khl_docx_bookmark(d, mark, &bookmark);
    khl_docx_run_c(d, NULL, number);
    khl_docx_run(d, NULL, khl_docx_axis(d, axis));
    khl_docx_bookmark_end(d, bookmark);
    khl_docx_paragraph_end(d);
    khl_docx_paragraph(d, "Intro");
    khl_docx_count(d, NULL, "doc.axis.intro", a->n_entries);
    khl_docx_run_c(d, NULL, " ");
    khl_docx_word(d, NULL, "doc.from");
    khl_docx_run_c(d, NULL, " ");
    khl_docx_count(d, NULL, "doc.n_demands_from", a->n_members);
    khl_docx_word(d, NULL, "doc.axis.order");
    khl_docx_paragraph_end(d);
}

void khl_docx_axes(khl_docx *d)
{
    uint32_t axis = 0;
    for (size_t i = 0; i < d->list->n_entries; i++) {
        const khl_entry *entry = &d->list->entries[i];
        if (entry->axis != axis) put_axis(d, entry->axis);
        axis = entry->axis;
        put_entry(d, entry);
    }
}
