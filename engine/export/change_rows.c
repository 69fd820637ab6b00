/* A change in words. khl_change_rows_make asks for one kind after the other in the order in which they are
 * shown; what is put together for a row is copied into the arena. Linear in what is shown. */
#include "change_rows.h"

#include "doc_words.h"
#include "str.h"

#define POINT " \xC2\xB7 "

/* The kinds by which an entry is known at a glance; what else has changed counts as other. */
static const struct {
    unsigned what;
    const char *word;
} kinds[] = {{KHL_CHANGE_ADDED, "doc.change.added"},       {KHL_CHANGE_GONE, "doc.change.gone"},
             {KHL_CHANGE_MERGED, "doc.change.merged"},     {KHL_CHANGE_SPLIT, "doc.change.split"},
             {KHL_CHANGE_REWORDED, "doc.change.reworded"}, {KHL_CHANGE_MOVED, "doc.change.moved"}};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

static unsigned all_kinds(void)
{
    unsigned all = 0;
    for (size_t k = 0; k < N_KINDS; k++) all |= kinds[k].what;
    return all;
}

/* One making: the buffer is scratch, and remembers that memory ended. */
typedef struct change_rows_making {
    khl_change_rows *out;
    const khl_shortlist *list;
    const khl_words *words;
    khl_buf text;
} change_rows_making;

static khl_str take_text(change_rows_making *m)
{
    khl_str kept = khl_arena_copy(&m->out->arena, khl_buf_str(&m->text));
    m->text.failed = m->text.failed || kept.p == NULL;
    m->text.n = 0;
    return kept;
}

static void put_row(change_rows_making *m, const char *label, khl_str before, khl_str now, bool own)
{
    if (before.n == 0 && now.n == 0) return;
    m->out->rows[m->out->n++] = (khl_change_row){label, before, now, own};
}

static khl_str name_bodies(change_rows_making *m, const khl_authority *bodies, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0) khl_buf_char(&m->text, '\n');
        khl_buf_put(&m->text, khl_doc_name(&bodies[i].name, m->words));
    }
    return take_text(m);
}

static khl_str name_axis(const change_rows_making *m, uint32_t axis)
{
    return khl_doc_name(&m->list->axes[axis - 1].name, m->words);
}

static khl_str name_level(const change_rows_making *m, khl_str level)
{
    return khl_doc_word_of(m->words, "doc.level.", level.n > 0 ? level : KHL_STR("unknown"), level);
}

static khl_str write_count(change_rows_making *m, size_t n)
{
    khl_buf_format(&m->text, "%zu", n);
    return take_text(m);
}

static khl_str list_ids(change_rows_making *m, const khl_str *ids, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0) khl_doc_separate(&m->text, m->words, "doc.list_comma", ids[i]);
        khl_buf_put(&m->text, ids[i]);
    }
    return take_text(m);
}

static void put_entry(change_rows_making *m, size_t i, khl_str number, khl_str title)
{
    if (i > 0) khl_buf_char(&m->text, '\n');
    khl_buf_put(&m->text, number);
    khl_buf_char(&m->text, ' ');
    khl_buf_put(&m->text, title);
}

/* Where the title is all of the text, both times, it need not be shown twice. */
static void put_wording(change_rows_making *m, const khl_change *change)
{
    const khl_entry *now = change->entry;
    const khl_earlier *then = change->before;
    bool whole = khl_str_equal(now->title, now->text) && khl_str_equal(then->title, then->text);
    if (!whole && !khl_str_equal(now->title, then->title))
        put_row(m, "doc.sheet.title", then->title, now->title, true);
    if (!khl_str_equal(now->text, then->text)) put_row(m, "doc.sheet.text", then->text, now->text, true);
}

static void put_facts(change_rows_making *m, const khl_change *change)
{
    const khl_entry *now = change->entry;
    const khl_earlier *then = change->before;
    unsigned what = change->what;
    if ((what & KHL_CHANGE_REWORDED) != 0) put_wording(m, change);
    if ((what & KHL_CHANGE_MOVED) != 0)
        put_row(m, "doc.axis", khl_doc_name(&then->axis, m->words), name_axis(m, now->axis), false);
    if ((what & KHL_CHANGE_AUTHORITIES) != 0) {
        khl_str bodies = name_bodies(m, then->authorities, then->n_authorities);
        put_row(m, "doc.authorities", bodies, name_bodies(m, now->authorities, now->n_authorities), false);
    }
    if ((what & KHL_CHANGE_LEVEL) != 0)
        put_row(m, "doc.level", name_level(m, then->level), name_level(m, now->level), false);
    if ((what & KHL_CHANGE_SUPPORT) != 0) {
        khl_str support = write_count(m, then->support);
        put_row(m, "doc.sheet.support", support, write_count(m, now->n_supporters), false);
    }
}

static void put_ways(change_rows_making *m, const khl_change *change)
{
    const khl_str none = KHL_STR("");
    for (size_t i = 0; i < change->n_from; i++)
        put_entry(m, i, change->from[i]->number, change->from[i]->title);
    put_row(m, "doc.change.from", take_text(m), none, true);
    for (size_t i = 0; i < change->n_into; i++)
        put_entry(m, i, change->into[i]->number, change->into[i]->title);
    put_row(m, "doc.change.into", none, take_text(m), true);
    put_row(m, "doc.change.joined", none, list_ids(m, change->joined, change->n_joined), false);
    put_row(m, "doc.change.left", list_ids(m, change->left, change->n_left), none, false);
    put_row(m, "doc.change.edited", none, list_ids(m, change->edited, change->n_edited), false);
}

static void put_tags(change_rows_making *m, unsigned what)
{
    for (size_t k = 0; k < N_KINDS; k++) {
        if ((what & kinds[k].what) == 0) continue;
        if (m->text.n > 0) khl_buf_put_c(&m->text, POINT);
        khl_buf_put(&m->text, khl_doc_word(m->words, kinds[k].word));
    }
    m->out->tags = take_text(m);
}

static khl_str make_head(change_rows_making *m, const char *word, khl_str number)
{
    khl_buf_put(&m->text, khl_doc_word(m->words, word));
    if (number.n > 0) khl_buf_put_c(&m->text, POINT);
    khl_buf_put(&m->text, number);
    return take_text(m);
}

khl_status khl_change_rows_make(khl_change_rows *out, const khl_shortlist *list, const khl_change *change,
                                const khl_words *words)
{
    change_rows_making m = {.out = out, .list = list, .words = words, .text = KHL_BUF_INIT};
    const khl_entry *now = change->entry;
    const khl_earlier *then = change->before;
    const khl_str none = KHL_STR("");
    khl_arena_reset(&out->arena);
    out->n = 0;
    out->number = now != NULL ? now->number : then->number;
    out->title = now != NULL ? now->title : then->title;
    out->heads[0] = make_head(&m, "doc.change.before", then != NULL ? then->number : none);
    out->heads[1] = make_head(&m, "doc.change.now", now != NULL ? now->number : none);
    put_tags(&m, change->what);
    if (now != NULL && then != NULL) put_facts(&m, change);
    if (now == NULL && !khl_str_equal(then->title, then->text))
        put_row(&m, "doc.sheet.text", then->text, none, true);
    put_ways(&m, change);
    khl_status status = khl_buf_ok(&m.text) ? KHL_OK : KHL_E_MEMORY;
    khl_buf_clear(&m.text);
    return status;
}

void khl_change_rows_clear(khl_change_rows *rows)
{
    khl_arena_clear(&rows->arena);
}

static void put_sum(khl_buf *out, const khl_words *words, const char *word, size_t n, bool *first)
{
    if (n == 0) return;
    if (!*first) khl_buf_put_c(out, POINT);
    *first = false;
    khl_buf_put(out, khl_doc_word(words, word));
    khl_buf_put(out, khl_doc_word(words, "doc.colon"));
    khl_buf_format(out, " %zu", n);
}

void khl_change_summary(khl_buf *out, const khl_shortlist *list, const khl_words *words)
{
    bool first = true;
    size_t n;
    for (size_t k = 0; k < N_KINDS; k++) {
        n = 0;
        for (size_t i = 0; i < list->n_changes; i++) n += (list->changes[i].what & kinds[k].what) != 0;
        put_sum(out, words, kinds[k].word, n, &first);
    }
    n = 0;
    for (size_t i = 0; i < list->n_changes; i++) n += (list->changes[i].what & all_kinds()) == 0;
    put_sum(out, words, "doc.change.other", n, &first);
    if (list->n_changes == 0) khl_buf_put(out, khl_doc_word(words, "doc.changes.none"));
}
