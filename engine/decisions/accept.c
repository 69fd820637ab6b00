/* The edited document back in, in this order:
 *
 *   read      the module "office" reads it; what it was handed out with is read from it
 *   match     its entries to those
 *   struck    entries that are gone (accept_order.c)
 *   entries   their parts (accept_entry.c)
 *   order     entries that stand elsewhere (accept_order.c)
 *   answers   on pairs (accept_answers.c)
 *   strays    what is understood by nobody
 *
 * The log is put back as it was when anything fails. */
#include "accepting.h"

#include "alloc.h"
#include "error.h"
#include "files.h"
#include "module.h"
#include "str.h"

#include <stdio.h>

enum { MOST_BYTES = 1 << 30 };

bool khl_accept_is_understood(khl_accept_what what)
{
    return what < KHL_ACCEPT_EMPTIED;
}

static khl_status read_document(khl_accepting *a, const char *path)
{
    khl_file file;
    void (*found)(void) = NULL;
    khl_status status = khl_file_open(&file, path, MOST_BYTES, a->err);
    if (status != KHL_OK) return status;
    status = khl_module_find("office", "khl_office_read_edited", &found, a->err);
    if (status == KHL_OK) status = ((khl_office_read_edited_fn *)found)(&a->edited, file.bytes, a->err);
    if (status == KHL_OK) status = khl_handed_out_read(&a->handed, a->edited.baseline, a->err);
    if (status == KHL_E_INPUT && a->err != NULL) khl_error_at(a->err, path, a->err->row, a->err->column);
    khl_file_close(&file);
    return status;
}

/* A document of decisions that the log does not hold would undo them at the next run. */
static khl_status check_log(khl_accepting *a)
{
    char made[16], held[16];
    size_t n = khl_decisions_count(a->log);
    uint32_t last = n > 0 ? khl_decisions_at(a->log, n - 1)->n : 0;
    if (a->handed.last <= last) return KHL_OK;
    snprintf(made, sizeof made, "%u", a->handed.last);
    snprintf(held, sizeof held, "%u", last);
    return KHL_FAIL(a->err, KHL_E_INPUT, "accept.log",
                    "the document was made with a log up to decision {0}, and this one ends at {1}; name the "
                    "log that it was "
                    "made with",
                    made, held);
}

static khl_status note_stray(khl_accepting *a, khl_accept_what what, khl_str text, uint32_t place)
{
    khl_accept_item item = {.what = what, .now = text, .place = place};
    uint32_t entry = khl_map_find(&a->handed.entry_ids, text);
    return khl_accept_note(a, entry != KHL_MAP_NONE ? &a->handed.entries[entry] : NULL, &item);
}

/* Which edited entry is which; the first of two counts. */
static khl_status match_entries(khl_accepting *a)
{
    a->place_of = khl_alloc(a->handed.n_entries, sizeof *a->place_of);
    if (a->place_of == NULL) return khl_fail_memory(a->err);
    for (size_t i = 0; i < a->handed.n_entries; i++) a->place_of[i] = UINT32_MAX;
    khl_status status = KHL_OK;
    for (uint32_t k = 0; k < a->edited.n_entries && status == KHL_OK; k++) {
        const khl_edited_entry *e = &a->edited.entries[k];
        uint32_t entry = khl_map_find(&a->handed.entry_ids, e->id);
        if (entry == KHL_MAP_NONE)
            status = note_stray(a, KHL_ACCEPT_NO_ENTRY, e->id, e->place);
        else if (a->place_of[entry] != UINT32_MAX)
            status = note_stray(a, KHL_ACCEPT_TWICE, e->id, e->place);
        else
            a->place_of[entry] = k;
    }
    return status;
}

static khl_status accept_entries(khl_accepting *a)
{
    khl_status status = KHL_OK;
    for (size_t k = 0; k < a->edited.n_entries && status == KHL_OK; k++) {
        const khl_edited_entry *e = &a->edited.entries[k];
        uint32_t entry = khl_map_find(&a->handed.entry_ids, e->id);
        if (entry != KHL_MAP_NONE && a->place_of[entry] == k)
            status = khl_accept_entry(a, &a->handed.entries[entry], e);
    }
    return status;
}

static khl_status accept_strays(khl_accepting *a)
{
    khl_status status = KHL_OK;
    for (size_t k = 0; k < a->edited.n_strays && status == KHL_OK; k++) {
        const khl_edited_stray *s = &a->edited.strays[k];
        khl_accept_what what = s->kind == KHL_STRAY_TWICE ? KHL_ACCEPT_TWICE : KHL_ACCEPT_HEADING;
        status = note_stray(a, what, s->text, s->place);
    }
    return status;
}

/* What was not understood goes last, all else in its order. */
static khl_status sort_items(khl_accepting *a)
{
    khl_accepted *out = a->out;
    khl_accept_item *sorted = khl_alloc(out->n, sizeof *sorted);
    size_t n = 0;
    if (sorted == NULL) return khl_fail_memory(a->err);
    for (int understood = 1; understood >= 0; understood--)
        for (size_t i = 0; i < out->n; i++)
            if (khl_accept_is_understood(out->items[i].what) == (understood != 0))
                sorted[n++] = out->items[i];
    free(out->items);
    out->items = sorted;
    out->capacity = out->n;
    return KHL_OK;
}

static khl_status run(khl_accepting *a, const char *path)
{
    khl_status status = read_document(a, path);
    if (status == KHL_OK) status = check_log(a);
    if (status == KHL_OK) status = khl_accept_index_log(a);
    if (status == KHL_OK) status = match_entries(a);
    if (status == KHL_OK) status = khl_accept_struck(a);
    if (status == KHL_OK) status = accept_entries(a);
    if (status == KHL_OK) status = khl_accept_order(a);
    if (status == KHL_OK) status = khl_accept_answers(a);
    if (status == KHL_OK) status = accept_strays(a);
    return status == KHL_OK ? sort_items(a) : status;
}

khl_status khl_accept(khl_accepted **out, khl_decisions *log, const char *path, const khl_models *models,
                      const khl_accept_options *options, khl_error *err)
{
    const khl_accept_options defaults = KHL_ACCEPT_OPTIONS_INIT;
    size_t n_bytes = log->bytes.n;
    khl_accepting a = {.log = log, .n_before = log->n, .models = models, .err = err};
    a.options = options != NULL ? *options : defaults;
    *out = NULL;
    a.out = khl_alloc_zero(1, sizeof *a.out);
    if (a.out == NULL) return khl_fail_memory(err);
    a.out->arena = (khl_arena)KHL_ARENA_INIT(16384);
    khl_status status = khl_map_init(&a.bodies, err);
    if (status == KHL_OK) status = khl_map_init(&a.spoken_of, err);
    if (status == KHL_OK) status = run(&a, path);
    khl_edited_clear(&a.edited);
    khl_handed_out_clear(&a.handed);
    khl_map_clear(&a.bodies);
    khl_map_clear(&a.spoken_of);
    free(a.latest);
    free(a.earlier);
    free(a.place_of);
    free(a.body_of);
    if (status == KHL_OK) {
        *out = a.out;
        return KHL_OK;
    }
    log->n = a.n_before;
    log->bytes.n = n_bytes;
    khl_accepted_destroy(a.out);
    return status;
}

void khl_accepted_destroy(khl_accepted *accepted)
{
    if (accepted == NULL) return;
    free(accepted->items);
    khl_arena_clear(&accepted->arena);
    free(accepted);
}

size_t khl_accepted_count(const khl_accepted *accepted)
{
    return accepted->n;
}

const khl_accept_item *khl_accepted_at(const khl_accepted *accepted, size_t i)
{
    return i < accepted->n ? &accepted->items[i] : NULL;
}
