/* shortlist.decidim.csv and .json: the entries as proposals that Decidim's importer takes, to publish the
 * result. Linear in the text of the entries.
 *
 * The importer (proposal_creator.rb and the readers of decidim-admin, read in 2026) wants title/LOCALE and
 * body/LOCALE of its default locale, `;` between cells, no byte order mark (it would become a part of the
 * first header), and never asks for `id`; it makes the organisation the author, so who asked stands in the
 * body. It knows axes as taxonomies by numbers of its own, which nobody but the platform has: the axis stands
 * in the body, too. A database behind it refuses NUL, so texts are written as documents show them (shown.h).
 */
#include "csv_cells.h"
#include "doc_words.h"
#include "error.h"
#include "json_out.h"
#include "shown.h"
#include "str.h"
#include "writers.h"

#include <stdio.h>

enum { KEY_BYTES = 32 };

/* The text of a proposal that is made; title and body are used again for the next. */
typedef struct proposal {
    const khl_shortlist *list;
    const khl_words *words;
    khl_buf title, body;
    char title_key[KEY_BYTES], body_key[KEY_BYTES];
} proposal;

/* Item i of the list at the end of a line. */
static void put_name(proposal *p, size_t i, khl_str name)
{
    if (i > 0)
        khl_doc_separate(&p->body, p->words, "doc.list_comma", name);
    else
        khl_buf_char(&p->body, ' ');
    khl_shown_text(&p->body, name);
}

static void put_names(proposal *p, const khl_str *names, size_t n)
{
    for (size_t i = 0; i < n; i++) put_name(p, i, names[i]);
}

static void begin_line(proposal *p, const char *word)
{
    khl_buf_char(&p->body, '\n');
    khl_buf_put(&p->body, khl_doc_word(p->words, word));
    khl_buf_char(&p->body, ':');
}

static void put_supporters(proposal *p, const khl_entry *entry)
{
    if (entry->n_supporters == 0) return;
    khl_buf_char(&p->body, '\n');
    khl_doc_count(&p->body, p->words, "doc.support", (uint32_t)entry->n_supporters);
    khl_buf_char(&p->body, ':');
    put_names(p, entry->supporters, entry->n_supporters);
}

static void put_authorities(proposal *p, const khl_entry *entry)
{
    if (entry->n_authorities == 0) return;
    begin_line(p, "doc.authorities");
    for (size_t i = 0; i < entry->n_authorities; i++)
        put_name(p, i, khl_doc_name(&entry->authorities[i].name, p->words));
}

/* Number and id last: what leads from the platform back to the shortlist. */
static void make(proposal *p, const khl_entry *entry)
{
    p->title.n = p->body.n = 0;
    khl_shown_text(&p->title, khl_str_trim(entry->title));
    khl_shown_text(&p->body, khl_str_trim(entry->text));
    khl_buf_char(&p->body, '\n');
    put_supporters(p, entry);
    begin_line(p, "doc.axis");
    khl_str axis = khl_doc_name(&p->list->axes[entry->axis - 1].name, p->words);
    put_names(p, &axis, 1);
    put_authorities(p, entry);
    if (entry->level.n > 0) {
        khl_str level = khl_doc_word_of(p->words, "doc.level.", entry->level, entry->level);
        begin_line(p, "doc.level");
        put_names(p, &level, 1);
    }
    begin_line(p, "doc.entry");
    put_names(p, &entry->number, 1);
    khl_buf_put_c(&p->body, " (");
    khl_buf_put(&p->body, entry->id);
    khl_buf_char(&p->body, ')');
}

static khl_status begin(proposal *p, const khl_shortlist *list, const khl_words *words, khl_error *err)
{
    *p = (proposal){.list = list, .words = words, .title = KHL_BUF_INIT, .body = KHL_BUF_INIT};
    if (words->lang.n > 8)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "export.words",
                        "a page needs words in a language; give khl_words");
    snprintf(p->title_key, KEY_BYTES, "title/%.*s", (int)words->lang.n, words->lang.p);
    snprintf(p->body_key, KEY_BYTES, "body/%.*s", (int)words->lang.n, words->lang.p);
    return KHL_OK;
}

static khl_status end(proposal *p, khl_status status, khl_error *err)
{
    if (status == KHL_OK && !(khl_buf_ok(&p->title) && khl_buf_ok(&p->body))) status = khl_fail_memory(err);
    khl_buf_clear(&p->title);
    khl_buf_clear(&p->body);
    return status;
}

/* Decidim itself drops one apostrophe before = + - @ when it reads its own exports; apostrophes that the text
 * has before such a sign get one more, so that dropping one gives the text in every case. */
static bool needs_guard(khl_str s)
{
    while (s.n > 0 && *s.p == '\'') s = khl_str_part(s, 1, s.n);
    return khl_csv_is_formula(s);
}

static void put_cell(khl_buf *out, const khl_buf *text, const char *end)
{
    khl_str s = khl_buf_str(text);
    khl_csv_cell(out, s, needs_guard(s));
    khl_buf_put_c(out, end);
}

khl_status khl_write_decidim(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err)
{
    proposal p;
    khl_status status = begin(&p, list, words, err);
    if (status == KHL_OK) khl_buf_format(&out->buf, "id;%s;%s\r\n", p.title_key, p.body_key);
    for (size_t i = 0; i < list->n_entries && status == KHL_OK; i++) {
        make(&p, &list->entries[i]);
        khl_csv_cell(&out->buf, list->entries[i].id, false);
        khl_buf_char(&out->buf, ';');
        put_cell(&out->buf, &p.title, ";");
        put_cell(&out->buf, &p.body, "\r\n");
        status = khl_sink_ease(out, false, err);
    }
    return end(&p, status, err);
}

/* An object a line; the importer takes the keys of the first for all. No guard: nothing here is a cell. */
khl_status khl_write_decidim_json(const khl_shortlist *list, const khl_words *words, khl_sink *out,
                                  khl_error *err)
{
    proposal p;
    khl_json json;
    khl_status status = begin(&p, list, words, err);
    if (status != KHL_OK) return end(&p, status, err);
    if (khl_json_open(&json, out, err) == KHL_OK) khl_json_raw(&json, "[");
    for (size_t i = 0; i < list->n_entries && khl_json_ease(&json); i++) {
        make(&p, &list->entries[i]);
        khl_json_raw(&json, i > 0 ? ",\n" : "\n");
        khl_json_begin(&json, '{');
        khl_json_put_text(&json, "id", list->entries[i].id);
        khl_json_put_text(&json, p.title_key, khl_buf_str(&p.title));
        khl_json_put_text(&json, p.body_key, khl_buf_str(&p.body));
        khl_json_end(&json, '}');
    }
    khl_json_raw(&json, "\n]\n");
    return end(&p, khl_json_close(&json), err);
}
