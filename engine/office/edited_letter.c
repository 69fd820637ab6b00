/* One walk over the document (ECMA-376 part 1, WordprocessingML). A control or bookmark that is open when a
 * paragraph ends has a range in it, and begins again in the next.
 *
 * Tracked changes count as accepted. The text of a paragraph whose mark was deleted or moved away belongs to
 * the next one, as Word joins them; what was marked in it and has no text any more is not there. LibreOffice
 * 7 takes the tags from controls and leaves their bookmarks within: a control without a tag is that of the
 * first bookmark of a part in it, so that what is typed before the bookmark is read, too. */
#include "edited_letter.h"

#include "alloc.h"
#include "docx_walk.h"
#include "edited_take.h"
#include "error.h"
#include "str.h"

#include <string.h>

/* Far more than a document of ours has: what is damaged on purpose shall not take memory without an end. */
enum { MOST_DEEP = 256, MOST_OPEN = 256, MOST_RANGES = 1 << 22, ID_BYTES = 40 };

typedef struct control {
    khl_letter_mark mark;
    uint32_t instance, paragraph;
    size_t begin;
    bool placeholder; /* it shows what to type, and nothing was typed */
} control;

typedef struct bookmark {
    khl_letter_mark mark;
    uint32_t instance;
    uint32_t number; /* by which its end names it */
    size_t begin;
} bookmark;

typedef struct walk {
    khl_letter *out;
    khl_arena *arena;
    khl_buf text;
    control controls[MOST_DEEP];
    bookmark *bookmarks; /* those that are open */
    size_t n_controls, n_bookmarks, bookmarks_capacity;
    uint32_t number, instances; /* of the paragraph; so far */
    size_t first;               /* range of the paragraph */
    unsigned skipped, depth, properties, placeholders;
    bool in_run, in_text, goes_on; /* goes_on: the last paragraph has lost its mark */
    bool mark_gone;
    khl_letter_style style;
} walk;

static const khl_letter_mark NO_MARK = {.what = KHL_MARK_NONE};

static int part_of(khl_str name)
{
    static const char *const NAMES[] = {"title", "text", "level", "authorities"};
    for (int i = 0; i < 4; i++)
        if (khl_str_equal(name, khl_str_from(NAMES[i]))) return i;
    return KHL_MARK_NONE;
}

static khl_status keep_id(walk *w, khl_letter_mark *mark, khl_str id, khl_error *err)
{
    mark->id = khl_arena_copy(w->arena, id);
    return mark->id.p != NULL ? KHL_OK : khl_fail_memory(err);
}

/* "E-0123456789" or "E-0123456789/title". */
static khl_status parse_tag(walk *w, khl_letter_mark *out, khl_str tag, khl_error *err)
{
    const char *slash = tag.n > 0 ? memchr(tag.p, '/', tag.n) : NULL;
    size_t n = slash != NULL ? (size_t)(slash - tag.p) : tag.n;
    khl_str id = khl_str_part(tag, 0, n);
    int what = slash != NULL ? part_of(khl_str_part(tag, n + 1, tag.n)) : KHL_MARK_ENTRY;
    *out = NO_MARK;
    if (what == KHL_MARK_NONE || !khl_edited_is_id(id)) return KHL_OK;
    out->what = what;
    return keep_id(w, out, id, err);
}

/* Programs that paste a bookmark anew put a number behind its name, or "_Copy_1". */
static khl_str without_digits(khl_str name)
{
    while (name.n > 0 && name.p[name.n - 1] >= '0' && name.p[name.n - 1] <= '9') name.n--;
    return name;
}

static khl_str without_copy(khl_str name)
{
    const khl_str copy = KHL_STR("_Copy_");
    khl_str rest = without_digits(name);
    if (rest.n == name.n || !khl_str_ends(rest, copy)) return name;
    return khl_str_part(rest, 0, rest.n - copy.n);
}

/* The part that a name ends with, which is taken off. */
static int take_part(khl_str *name)
{
    *name = without_copy(*name);
    size_t at = name->n;
    while (at > 0 && name->p[at - 1] != '_') at--;
    int what = part_of(without_digits(khl_str_part(*name, at, name->n)));
    if (what == KHL_MARK_NONE) return KHL_MARK_ENTRY;
    name->n = at - 1;
    return what;
}

static khl_status parse_entry_bookmark(walk *w, khl_letter_mark *out, khl_str name, khl_error *err)
{
    char id[ID_BYTES];
    int what = take_part(&name);
    if (name.n >= sizeof id) return KHL_OK;
    for (size_t i = 0; i < name.n; i++) id[i] = (char)(name.p[i] == '_' ? '-' : name.p[i]);
    if (!khl_edited_is_id((khl_str){id, name.n})) return KHL_OK;
    out->what = what;
    return keep_id(w, out, (khl_str){id, name.n}, err);
}

/* As docx/docx_marks.c makes them. */
static khl_status parse_bookmark(walk *w, khl_letter_mark *out, khl_str name, khl_error *err)
{
    uint64_t number;
    const khl_str axis = KHL_STR("axis_");
    *out = NO_MARK;
    if (khl_str_starts(name, KHL_STR("E_"))) return parse_entry_bookmark(w, out, name, err);
    if (khl_str_equal(name, KHL_STR("annexes")) || khl_str_starts(name, KHL_STR("annex_")))
        out->what = KHL_MARK_ANNEX;
    if (khl_str_starts(name, axis) && khl_str_to_u64(khl_str_part(name, axis.n, name.n), &number) &&
        number > 0 && number < UINT32_MAX)
        *out = (khl_letter_mark){.what = KHL_MARK_AXIS, .axis = (uint32_t)number};
    return KHL_OK;
}

static khl_status fail_damaged(khl_error *err, const char *element)
{
    return KHL_FAIL(err, KHL_E_INPUT, "office.damaged",
                    "the file is cut off or damaged ({0}); copy it again, or open it and save it anew",
                    element);
}

static khl_status add_range(walk *w, khl_letter_range range, khl_error *err)
{
    khl_letter *l = w->out;
    if (range.mark.what == KHL_MARK_NONE) return KHL_OK;
    if (l->n_ranges == MOST_RANGES) return fail_damaged(err, "bookmarkStart");
    if (!khl_grow(&l->ranges, &l->ranges_capacity, l->n_ranges + 1, sizeof *l->ranges))
        return khl_fail_memory(err);
    l->ranges[l->n_ranges++] = range;
    return KHL_OK;
}

/* Outside of a paragraph nothing is open but what the ends of paragraphs have noted. */
static khl_status note_control(walk *w, const control *c, khl_error *err)
{
    if (w->depth == 0 && w->text.n <= c->begin) return KHL_OK;
    return add_range(w, (khl_letter_range){c->mark, true, c->instance, c->begin, w->text.n}, err);
}

static khl_status note_bookmark(walk *w, const bookmark *b, khl_error *err)
{
    if (w->depth == 0 && w->text.n <= b->begin) return KHL_OK;
    return add_range(w, (khl_letter_range){b->mark, false, b->instance, b->begin, w->text.n}, err);
}

static khl_status start_control(walk *w, khl_error *err)
{
    if (w->n_controls == MOST_DEEP) return fail_damaged(err, "sdt");
    w->controls[w->n_controls++] = (control){.mark = NO_MARK,
                                             .instance = ++w->instances,
                                             .paragraph = w->depth > 0 ? w->number : 0,
                                             .begin = w->text.n};
    return KHL_OK;
}

static khl_status end_control(walk *w, khl_error *err)
{
    if (w->n_controls == 0) return KHL_OK;
    control *c = &w->controls[--w->n_controls];
    w->placeholders -= c->placeholder;
    return note_control(w, c, err);
}

/* Gives a control without a tag the mark of a part that begins in it. */
static void adopt(walk *w, const khl_letter_mark *mark)
{
    control *c = w->n_controls > 0 ? &w->controls[w->n_controls - 1] : NULL;
    bool is_part = mark->what >= 0 && mark->what < KHL_N_EDITED;
    if (c != NULL && is_part && c->mark.what == KHL_MARK_NONE && c->paragraph == w->number && w->depth > 0)
        c->mark = *mark;
}

static khl_status start_bookmark(walk *w, const char **atts, khl_error *err)
{
    const char *name = khl_xml_attribute(atts, "name");
    bookmark b = {.begin = w->text.n, .number = khl_xml_number(atts, "id", UINT32_MAX, UINT32_MAX - 1)};
    if (name == NULL) return KHL_OK;
    khl_status status = parse_bookmark(w, &b.mark, khl_str_from(name), err);
    if (status != KHL_OK || b.mark.what == KHL_MARK_NONE) return status;
    if (w->n_bookmarks == MOST_OPEN) return fail_damaged(err, "bookmarkStart");
    adopt(w, &b.mark);
    b.instance = ++w->instances;
    if (!khl_grow(&w->bookmarks, &w->bookmarks_capacity, w->n_bookmarks + 1, sizeof *w->bookmarks))
        return khl_fail_memory(err);
    w->bookmarks[w->n_bookmarks++] = b;
    return KHL_OK;
}

static khl_status end_bookmark(walk *w, const char **atts, khl_error *err)
{
    uint32_t number = khl_xml_number(atts, "id", UINT32_MAX, UINT32_MAX - 1);
    khl_status status = KHL_OK;
    for (size_t i = 0; i < w->n_bookmarks && status == KHL_OK; i++)
        if (w->bookmarks[i].number == number) {
            status = note_bookmark(w, &w->bookmarks[i], err);
            w->bookmarks[i] = w->bookmarks[--w->n_bookmarks];
            return status;
        }
    return status;
}

static void start_paragraph(walk *w)
{
    w->depth++;
    w->number++;
    w->style = KHL_LETTER_PLAIN;
    w->mark_gone = false;
    if (w->goes_on) return;
    w->text.n = 0;
    w->first = w->out->n_ranges;
}

/* Ids of styles are ours, and LibreOffice keeps them. */
static khl_letter_style style_of(const char *id)
{
    static const char *const IDS[] = {"", "Heading1", "Heading2", "Statement"};
    for (int i = 1; id != NULL && i < 4; i++)
        if (strcmp(id, IDS[i]) == 0) return (khl_letter_style)i;
    return KHL_LETTER_PLAIN;
}

static void drop_empty_ranges(walk *w)
{
    khl_letter *l = w->out;
    size_t kept = w->first;
    for (size_t i = w->first; i < l->n_ranges; i++)
        if (l->ranges[i].end > l->ranges[i].begin) l->ranges[kept++] = l->ranges[i];
    l->n_ranges = kept;
}

static khl_status note_open(walk *w, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = w->n_controls; i-- > 0 && status == KHL_OK;) { /* the innermost first */
        status = note_control(w, &w->controls[i], err);
        w->controls[i].begin = 0;
    }
    for (size_t i = 0; i < w->n_bookmarks && status == KHL_OK; i++) {
        status = note_bookmark(w, &w->bookmarks[i], err);
        w->bookmarks[i].begin = 0;
    }
    return status;
}

static khl_status end_paragraph(walk *w, khl_error *err)
{
    khl_letter *l = w->out;
    w->goes_on = w->mark_gone;
    if (w->mark_gone) {
        drop_empty_ranges(w);
        w->depth -= w->depth > 0;
        return KHL_OK;
    }
    khl_status status = note_open(w, err);
    w->depth -= w->depth > 0;
    if (status != KHL_OK || (w->text.n == 0 && l->n_ranges == w->first)) return status;
    khl_str text = khl_arena_copy(w->arena, khl_buf_str(&w->text));
    if (!khl_buf_ok(&w->text) || text.p == NULL ||
        !khl_grow(&l->paragraphs, &l->paragraphs_capacity, l->n_paragraphs + 1, sizeof *l->paragraphs))
        return khl_fail_memory(err);
    l->paragraphs[l->n_paragraphs++] =
        (khl_letter_paragraph){text, w->number, w->style, w->first, l->n_ranges - w->first};
    w->text.n = 0;
    w->first = l->n_ranges;
    return KHL_OK;
}

/* What the properties of a control say. */
static khl_status take_control_property(walk *w, const char *name, const char **atts, khl_error *err)
{
    control *c = &w->controls[w->n_controls - 1];
    const char *value = khl_xml_attribute(atts, "val");
    if (khl_xml_is(name, "tag") && value != NULL) return parse_tag(w, &c->mark, khl_str_from(value), err);
    if (khl_xml_is(name, "showingPlcHdr") && !c->placeholder &&
        (value == NULL || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0))) {
        c->placeholder = true;
        w->placeholders++;
    }
    return KHL_OK;
}

static khl_status take(walk *w, const char *name, const char **atts, khl_error *err)
{
    if (khl_xml_is(name, "sdt")) return start_control(w, err);
    if (khl_xml_is(name, "bookmarkStart")) return start_bookmark(w, atts, err);
    if (khl_xml_is(name, "bookmarkEnd")) return end_bookmark(w, atts, err);
    if (khl_xml_is(name, "p")) {
        start_paragraph(w);
    } else if (khl_xml_is(name, "pPr")) {
        w->properties++;
    } else if (khl_xml_is(name, "pStyle")) {
        w->style = style_of(khl_xml_attribute(atts, "val"));
    } else if (khl_xml_is(name, "r")) {
        w->in_run = true;
    } else if (khl_xml_is(name, "t")) {
        w->in_text = true;
    } else if (w->in_run && w->placeholders == 0) {
        khl_docx_put_mark(&w->text, name, true);
    }
    return w->n_controls > 0 ? take_control_property(w, name, atts, err) : KHL_OK;
}

static khl_status on_start(void *context, const char *name, const char **atts, khl_error *err)
{
    walk *w = context;
    bool gone = khl_xml_is(name, "del") || khl_xml_is(name, "moveFrom");
    if (w->skipped == 0 && w->properties > 0 && gone) w->mark_gone = true;
    if (w->skipped > 0 || khl_docx_is_left_out(name) || khl_xml_is(name, "txbxContent")) {
        w->skipped++;
        return KHL_OK;
    }
    return take(w, name, atts, err);
}

static khl_status on_text(void *context, khl_str text, khl_error *err)
{
    walk *w = context;
    (void)err;
    if (w->skipped == 0 && w->in_text && w->depth > 0 && w->placeholders == 0) khl_buf_put(&w->text, text);
    return KHL_OK;
}

static khl_status on_end(void *context, const char *name, khl_error *err)
{
    walk *w = context;
    if (w->skipped > 0) {
        w->skipped--;
        return KHL_OK;
    }
    if (khl_xml_is(name, "r")) w->in_run = false;
    if (khl_xml_is(name, "t")) w->in_text = false;
    if (khl_xml_is(name, "pPr")) w->properties -= w->properties > 0;
    if (khl_xml_is(name, "sdt")) return end_control(w, err);
    return khl_xml_is(name, "p") ? end_paragraph(w, err) : KHL_OK;
}

khl_status khl_letter_read(khl_letter *out, khl_package *package, khl_error *err)
{
    static const khl_xml_handlers HANDLERS = {on_start, on_end, on_text};
    *out = (khl_letter){.arena = KHL_ARENA_INIT(65536)};
    walk *w = khl_alloc_zero(1, sizeof *w);
    if (w == NULL) return khl_fail_memory(err);
    w->out = out;
    w->arena = &out->arena;
    khl_status status = khl_package_parse(&package->archive, package->main, &HANDLERS, w, err);
    free(w->bookmarks);
    khl_buf_clear(&w->text);
    free(w);
    return status;
}

void khl_letter_clear(khl_letter *letter)
{
    free(letter->paragraphs);
    free(letter->ranges);
    khl_arena_clear(&letter->arena);
    *letter = (khl_letter){.paragraphs = NULL};
}
