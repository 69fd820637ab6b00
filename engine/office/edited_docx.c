/* The entries of a letter, from its paragraphs in order, and the baseline it carries.
 *
 * A paragraph belongs to the entry whose marks stand in it. What is typed beside a mark is read with it where
 * nothing else stands in the paragraph: in a heading all but the number in front, in a statement everything,
 * and paragraphs of a statement that follow it. A mark that stands a second time, in another control or
 * bookmark than before, begins a copy, which is no entry. An axis begins with its bookmark, or with a heading
 * of its number; entries end where the annexes begin. */
#include "alloc.h"
#include "edited_letter.h"
#include "edited_take.h"
#include "error.h"
#include "map.h"
#include "str.h"
#include "utf8.h"

#include <string.h>

#define NOTHING UINT32_MAX

enum { N_MARKS = KHL_MARK_ENTRY + 1 };

/* By which control and which bookmark a part of an entry is known; 0: not yet. */
typedef struct known {
    uint32_t instances[N_MARKS][2];
} known;

typedef struct gathering {
    khl_edited *out;
    const khl_letter *letter;
    khl_map ids; /* numbers of entries */
    known *known;
    size_t known_capacity;
    uint32_t axis, entry; /* under which the next paragraph stands; NOTHING */
    khl_str copy;         /* the entry whose copy this is; p NULL: none */
    bool text_goes_on, ended, began;
    khl_error *err;
} gathering;

static const khl_letter_range *range_at(const gathering *g, const khl_letter_paragraph *p, size_t i)
{
    return &g->letter->ranges[p->first + i];
}

/* Is it a mark of the entry at hand? */
static bool is_here(const gathering *g, const khl_letter_range *range)
{
    return range->mark.id.p != NULL && khl_str_equal(range->mark.id, g->out->entries[g->entry].id);
}

/* Whose paragraph it is: that of the innermost part with a text in it, or else of the innermost mark. */
static khl_str owner_of(const gathering *g, const khl_letter_paragraph *p)
{
    khl_str id = {NULL, 0};
    int best = -1;
    for (size_t i = 0; i < p->n; i++) {
        const khl_letter_range *r = range_at(g, p, i);
        int rank = (r->end > r->begin ? 2 : 0) + (r->mark.what < KHL_N_EDITED ? 1 : 0);
        if (r->mark.id.p == NULL || rank <= best) continue;
        best = rank;
        id = r->mark.id;
    }
    return id;
}

/* Digits of any script, dots, and blanks around them: the number in front of a heading. */
static khl_str without_number(khl_str s)
{
    bool digits = true;
    size_t at = 0, end = 0;
    while (at < s.n) {
        uint32_t c = khl_utf8_next(s, &at, NULL);
        bool blank = c == ' ' || c == '\t' || c == 0xA0 || c == 0x200E || c == 0x200F;
        bool digit = (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || c == '.';
        if (!blank && (!digit || !digits)) break;
        if (blank && end > 0) digits = false;
        end = at;
    }
    return khl_str_part(s, end, s.n);
}

/* "3.  Name": the axis of a heading that has lost its bookmark. */
static uint32_t number_of_heading(khl_str text)
{
    uint64_t number = 0;
    size_t n = 0;
    text = khl_str_trim(text);
    while (n < text.n && text.p[n] >= '0' && text.p[n] <= '9') n++;
    bool is_number = n < text.n && text.p[n] == '.' && khl_str_to_u64(khl_str_part(text, 0, n), &number);
    return is_number && number < NOTHING ? (uint32_t)number : 0;
}

/* The range of a part in a paragraph, of its control where there is one; false when there is none. */
static bool find_part(const gathering *g, const khl_letter_paragraph *p, int what, size_t *begin, size_t *end)
{
    const khl_letter_range *found = NULL;
    bool controlled = g->known[g->entry].instances[what][1] != 0;
    for (size_t i = 0; i < p->n; i++) {
        const khl_letter_range *r = range_at(g, p, i);
        if (r->mark.what == what && is_here(g, r) && r->control == controlled) found = r;
    }
    if (found == NULL) return false;
    *begin = found->begin;
    *end = found->end;
    return true;
}

/* Does any mark of the paragraph stand for a part that another control or bookmark stands for already? */
static bool is_copy(gathering *g, const khl_letter_paragraph *p)
{
    bool again = false;
    for (size_t i = 0; i < p->n; i++) {
        const khl_letter_range *r = range_at(g, p, i);
        if (!is_here(g, r)) continue;
        uint32_t *instance = &g->known[g->entry].instances[r->mark.what][r->control];
        again = again || (*instance != 0 && *instance != r->instance);
    }
    for (size_t i = 0; i < p->n && !again; i++) {
        const khl_letter_range *r = range_at(g, p, i);
        if (is_here(g, r)) g->known[g->entry].instances[r->mark.what][r->control] = r->instance;
    }
    return again;
}

static khl_status put_part(gathering *g, const khl_letter_paragraph *p, int what, khl_str text)
{
    khl_edited_part *part = &g->out->entries[g->entry].parts[what];
    text = khl_str_trim(text);
    if (part->text.p != NULL && text.n == 0) return KHL_OK;
    return khl_edited_extend(g->out, part, text, p->number, g->err);
}

/* The title with what was typed around it. */
static khl_status put_title(gathering *g, const khl_letter_paragraph *p, size_t begin, size_t end)
{
    khl_buf title = KHL_BUF_INIT;
    khl_buf_put(&title, without_number(khl_str_part(p->text, 0, begin)));
    khl_buf_put(&title, khl_str_part(p->text, begin, end));
    khl_buf_put(&title, khl_str_part(p->text, end, p->text.n));
    khl_status status =
        khl_buf_ok(&title) ? put_part(g, p, KHL_EDITED_TITLE, khl_buf_str(&title)) : khl_fail_memory(g->err);
    khl_buf_clear(&title);
    return status;
}

static khl_status put_found(gathering *g, const khl_letter_paragraph *p, int what, bool alone)
{
    size_t begin, end;
    if (!find_part(g, p, what, &begin, &end)) return KHL_OK;
    if (alone && what == KHL_EDITED_TITLE && p->style == KHL_LETTER_ENTRY) return put_title(g, p, begin, end);
    if (alone && what == KHL_EDITED_TEXT && p->style == KHL_LETTER_STATEMENT)
        return put_part(g, p, what, p->text);
    return put_part(g, p, what, khl_str_part(p->text, begin, end));
}

static unsigned count_parts(const gathering *g, const khl_letter_paragraph *p)
{
    size_t begin, end;
    unsigned n = 0;
    for (int what = 0; what <= KHL_EDITED_AUTHORITIES; what++) n += find_part(g, p, what, &begin, &end);
    return n;
}

static khl_status stray_heading(gathering *g, const khl_letter_paragraph *p)
{
    g->entry = NOTHING;
    g->copy.p = NULL;
    return khl_edited_add_stray(g->out, KHL_STRAY_HEADING, p->text, p->number, g->err);
}

static bool is_written(const khl_letter_paragraph *p)
{
    return khl_str_trim(p->text).n > 0;
}

/* A paragraph of the entry in which no part is marked: its heading, or more of its statement. */
static khl_status take_unmarked(gathering *g, const khl_letter_paragraph *p)
{
    bool titled = g->out->entries[g->entry].parts[KHL_EDITED_TITLE].text.p != NULL;
    if (p->style == KHL_LETTER_ENTRY && is_written(p)) {
        if (titled) return stray_heading(g, p);
        g->text_goes_on = true;
        return put_part(g, p, KHL_EDITED_TITLE, without_number(p->text));
    }
    if (p->style == KHL_LETTER_STATEMENT && g->text_goes_on && is_written(p))
        return put_part(g, p, KHL_EDITED_TEXT, p->text);
    return KHL_OK;
}

static khl_status take_entry_paragraph(gathering *g, const khl_letter_paragraph *p)
{
    unsigned n = count_parts(g, p);
    khl_status status = KHL_OK;
    if (n == 0) return take_unmarked(g, p);
    for (int what = 0; what <= KHL_EDITED_AUTHORITIES && status == KHL_OK; what++) {
        status = put_found(g, p, what, n == 1);
        size_t begin, end;
        if (find_part(g, p, what, &begin, &end)) g->text_goes_on = what <= KHL_EDITED_TEXT;
    }
    return status;
}

/* The entry of that id, which begins here when it is new. */
static khl_status enter(gathering *g, khl_str id, uint32_t place)
{
    bool added = false;
    uint32_t before = g->entry;
    if (khl_map_put(&g->ids, id, &g->entry, &added) != KHL_OK ||
        !khl_grow(&g->known, &g->known_capacity, g->ids.n, sizeof *g->known))
        return khl_fail_memory(g->err);
    if (g->entry != before) g->text_goes_on = false;
    if (!added) return KHL_OK;
    g->known[g->entry] = (known){.instances = {{0}}};
    khl_status status = khl_edited_add_entry(g->out, id, place, g->err);
    if (status == KHL_OK) g->out->entries[g->entry].axis = g->axis;
    return status;
}

static khl_status take_marked(gathering *g, const khl_letter_paragraph *p, khl_str id)
{
    khl_status status = enter(g, id, p->number);
    if (status != KHL_OK) return status;
    g->began = true;
    if (!is_copy(g, p)) {
        g->copy.p = NULL;
        return take_entry_paragraph(g, p);
    }
    bool told = g->copy.p != NULL && khl_str_equal(g->copy, id);
    g->copy = id;
    g->entry = NOTHING;
    return told ? KHL_OK : khl_edited_add_stray(g->out, KHL_STRAY_TWICE, id, p->number, g->err);
}

static void begin_axis(gathering *g, uint32_t axis)
{
    g->axis = axis;
    g->entry = NOTHING;
    g->copy.p = NULL;
    g->began = true;
}

static khl_status take_paragraph(gathering *g, const khl_letter_paragraph *p)
{
    khl_str id = owner_of(g, p);
    uint32_t axis = 0;
    for (size_t i = 0; i < p->n; i++) {
        const khl_letter_range *r = range_at(g, p, i);
        g->ended = g->ended || r->mark.what == KHL_MARK_ANNEX;
        if (r->mark.what == KHL_MARK_AXIS) axis = r->mark.axis;
    }
    if (g->ended) return KHL_OK;
    if (axis != 0) begin_axis(g, axis);
    if (id.p != NULL) return take_marked(g, p, id);
    if (axis != 0 || !is_written(p)) return KHL_OK;
    if (p->style == KHL_LETTER_AXIS && g->began) begin_axis(g, number_of_heading(p->text));
    if (p->style == KHL_LETTER_ENTRY && g->began) return stray_heading(g, p);
    return g->entry != NOTHING ? take_unmarked(g, p) : KHL_OK;
}

static khl_status gather(khl_edited *out, const khl_letter *letter, khl_error *err)
{
    gathering g = {.out = out, .letter = letter, .entry = NOTHING, .err = err};
    khl_status status = khl_map_init(&g.ids, err);
    for (size_t i = 0; i < letter->n_paragraphs && status == KHL_OK && !g.ended; i++)
        status = take_paragraph(&g, &letter->paragraphs[i]);
    khl_map_clear(&g.ids);
    free(g.known);
    return status;
}

/* The custom parts of the document, of which ours has the element of our name space. */
typedef struct part_search {
    khl_package *package;
    khl_edited *out;
    khl_buf text;
    bool ours;
} part_search;

static khl_status start_item(void *context, const char *name, const char **atts, khl_error *err)
{
    part_search *s = context;
    (void)err;
    for (; khl_xml_is(name, "baseline") && atts[0] != NULL; atts += 2)
        s->ours = s->ours || strcmp(atts[1], KHL_LETTER_BASELINE) == 0;
    return KHL_OK;
}

static khl_status put_item_text(void *context, khl_str text, khl_error *err)
{
    part_search *s = context;
    (void)err;
    if (s->ours) khl_buf_put(&s->text, text);
    return KHL_OK;
}

static khl_status on_relation(void *context, const char *name, const char **atts, khl_error *err)
{
    static const khl_xml_handlers ITEM = {.start = start_item, .text = put_item_text};
    part_search *s = context;
    const char *type = khl_xml_attribute(atts, "Type"), *target = khl_xml_attribute(atts, "Target");
    if (!khl_xml_is(name, "Relationship") || type == NULL || target == NULL) return KHL_OK;
    if (!khl_str_ends(khl_str_from(type), KHL_STR("/customXml")) || s->out->baseline.p != NULL) return KHL_OK;
    char *part = khl_package_resolve(&s->package->arena, s->package->main, target);
    if (part == NULL) return khl_fail_memory(err);
    if (!khl_archive_has(&s->package->archive, part)) return KHL_OK;
    s->text.n = 0;
    s->ours = false;
    khl_status status = khl_package_parse(&s->package->archive, part, &ITEM, s, err);
    if (status != KHL_OK || !s->ours) return status;
    s->out->baseline = khl_arena_copy(&s->out->arena, khl_buf_str(&s->text));
    return khl_buf_ok(&s->text) && s->out->baseline.p != NULL ? KHL_OK : khl_fail_memory(err);
}

static khl_status read_baseline(khl_edited *out, khl_package *package, khl_error *err)
{
    static const khl_xml_handlers RELATIONS = {.start = on_relation};
    part_search search = {.package = package, .out = out, .text = KHL_BUF_INIT};
    char *relations = khl_package_relations(&package->arena, package->main);
    if (relations == NULL) return khl_fail_memory(err);
    if (!khl_archive_has(&package->archive, relations)) return KHL_OK;
    khl_status status = khl_package_parse(&package->archive, relations, &RELATIONS, &search, err);
    khl_buf_clear(&search.text);
    return status;
}

khl_status khl_edited_read_docx(khl_edited *out, khl_package *package, khl_error *err)
{
    khl_letter letter;
    khl_status status = read_baseline(out, package, err);
    if (status != KHL_OK || out->baseline.p == NULL) return status;
    out->ordered = true;
    status = khl_letter_read(&letter, package, err);
    if (status == KHL_OK) status = gather(out, &letter, err);
    khl_letter_clear(&letter);
    return status;
}
