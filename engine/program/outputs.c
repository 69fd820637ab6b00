/* The files of a shortlist, and the account that is given of them. */
#include "program.h"

#include "error.h"
#include "khulasa/export.h"
#include "outputs.h"
#include "str.h"
#include "threads.h"
#include "utf8.h"

#include <stdlib.h>

enum { MAX_FORMATS = 16 };

static khl_str doc_word(void *context, const char *id)
{
    const khl_program *p = context;
    khl_str text = khl_models_message(p->models, p->doc_lang, id);
    return text.n > 0 ? text : khl_str_from(id);
}

/* Is `format` in the comma-separated list? "all" names every one. */
static bool is_listed(const char *list, const char *format)
{
    for (const char *at = list; at != NULL; at = strchr(at, ',')) {
        if (*at == ',') at++;
        khl_str name = {at, strcspn(at, ",")};
        if (khl_str_equal(name, khl_str_from(format)) || khl_str_equal(name, KHL_STR("all"))) return true;
    }
    return false;
}

static bool is_known(khl_str format)
{
    for (const char *const *f = khl_export_formats(); *f != NULL; f++)
        if (khl_str_equal(khl_str_from(*f), format)) return true;
    return khl_str_equal(format, KHL_STR("all"));
}

static khl_status fail_format(khl_program *p, khl_str name)
{
    khl_buf given = KHL_BUF_INIT, known = KHL_BUF_INIT;
    khl_buf_put(&given, khl_utf8_truncate(name, KHL_ERROR_ARG_BYTES - 1));
    khl_buf_char(&given, '\0');
    for (const char *const *f = khl_export_formats(); *f != NULL; f++) {
        khl_buf_put_c(&known, *f);
        khl_buf_put_c(&known, ", ");
    }
    khl_buf_put(&known, (khl_str){"all", sizeof "all"});
    khl_status status = khl_fail_memory(&p->err);
    if (khl_buf_ok(&given) && khl_buf_ok(&known))
        status = KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.format",
                          "there is no format \"{0}\"; choose from: {1}", given.p, known.p);
    khl_buf_clear(&given);
    khl_buf_clear(&known);
    return status;
}

static khl_status check_formats(khl_program *p, const char *list)
{
    for (const char *at = list;; at++) {
        khl_str name = {at, strcspn(at, ",")};
        if (!is_known(name)) return fail_format(p, name);
        at += name.n;
        if (*at == '\0') return KHL_OK;
    }
}

khl_status khl_program_files_of(khl_program *p, khl_program_files *out)
{
    const char *folder = khl_args_value(&p->args, "output"), *formats = khl_args_value(&p->args, "format");
    *out = (khl_program_files){folder != NULL ? folder : "out", formats != NULL ? formats : "json,csv,html"};
    return check_formats(p, out->formats);
}

bool khl_program_files_have(const khl_program_files *files, const char *format)
{
    return is_listed(files->formats, format);
}

/* The files of a run while they are made. */
typedef struct making {
    khl_program *program;
    const khl_shortlist *shortlist;
    const char *formats[MAX_FORMATS];
    khl_outfile *files[MAX_FORMATS];
    size_t n;
} making;

static khl_status put_bytes(void *file, const char *bytes, size_t n, khl_error *err)
{
    return khl_outfile_put(file, (khl_str){bytes, n}, err);
}

/* Made, written and on the disk, each on a thread of its own: the disk of one works while another is made. */
static khl_status make_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    making *m = context;
    khl_words words = {doc_word, m->program, khl_str_from(m->program->doc_lang)};
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t i = begin; i < end && status == KHL_OK; i++) {
        status = khl_export_to(m->shortlist, m->formats[i], &words, put_bytes, m->files[i], err);
        if (status == KHL_OK) status = khl_outfile_finish(m->files[i], err);
    }
    return status;
}

static khl_status open_all(making *m, khl_outputs *outputs, const char *formats)
{
    const char *const *all = khl_export_formats();
    size_t n = 0;
    while (all[n] != NULL) n++;
    for (const char *const *f = all + n; f-- > all && m->n < MAX_FORMATS;) { /* the longest is the last */
        char name[64];
        if (!is_listed(formats, *f)) continue;
        snprintf(name, sizeof name, "shortlist.%s", khl_export_ending(*f));
        khl_status status = khl_outputs_open(outputs, name, &m->files[m->n], &m->program->err);
        if (status != KHL_OK) return status;
        m->formats[m->n++] = *f;
    }
    return KHL_OK;
}

static khl_status make_all(making *m)
{
    khl_pool *pool = NULL;
    khl_error *err = &m->program->err;
    khl_status status = khl_pool_create(&pool, m->program->n_threads, err);
    if (status == KHL_OK) status = khl_pool_for(pool, m->n, 1, make_range, m, NULL, NULL, err);
    khl_pool_destroy(pool);
    return status;
}

khl_status khl_program_write(khl_program *p, const khl_shortlist *shortlist, const khl_program_files *files)
{
    making m = {.program = p, .shortlist = shortlist};
    khl_outputs outputs;
    khl_status status = khl_outputs_begin(&outputs, files->folder, &p->err);
    if (status == KHL_OK) status = open_all(&m, &outputs, files->formats);
    if (status == KHL_OK) status = make_all(&m);
    if (status == KHL_OK) status = khl_outputs_commit(&outputs, &p->err);
    khl_outputs_clear(&outputs);
    return status;
}

/* Submissions of several demands, and marks of the committee that say nothing. */
static void report_cuts(khl_program *p, const khl_shortlist *s)
{
    char cut[24], demands[24], marks[24];
    size_t parts = 0;
    for (size_t i = 0; i < s->n_cuts; i++) parts += s->cuts[i].n_parts;
    snprintf(cut, sizeof cut, "%zu", s->n_cuts);
    snprintf(demands, sizeof demands, "%zu", parts);
    snprintf(marks, sizeof marks, "%u", s->n_marks_unknown);
    if (s->n_cuts > 0) KHL_SAY(p, "cli.condense.cut", cut, demands);
    if (s->n_marks_unknown > 0) KHL_SAY(p, "cli.condense.marks", marks);
}

/* Categories of a platform that are no axes. */
static void report_axes(khl_program *p, const khl_shortlist *s)
{
    char count[24], first[96];
    khl_str name = khl_utf8_truncate(s->axis_unknown, sizeof first - 1);
    if (s->n_axes_unknown == 0) return;
    snprintf(count, sizeof count, "%u", s->n_axes_unknown);
    snprintf(first, sizeof first, "%.*s", (int)name.n, name.p);
    KHL_SAY(p, "cli.condense.axes_unknown", count, first);
}

/* Given axes are kept; that some look like mistakes is said. */
static void report_doubts(khl_program *p, const khl_shortlist *s)
{
    char count[24];
    size_t n = 0;
    for (size_t i = 0; i < s->n_entries; i++) n += s->entries[i].doubt_axis != 0;
    snprintf(count, sizeof count, "%zu", n);
    if (n > 0) KHL_SAY(p, "cli.condense.doubts", count);
}

/* How much of the log holds here, and which lines do not. */
static void report_decisions(khl_program *p, const khl_shortlist *s)
{
    const khl_shortlist_decisions *d = &s->decisions;
    char held[24];
    khl_buf stale = KHL_BUF_INIT;
    if (!d->given) return;
    snprintf(held, sizeof held, "%zu", d->n_in_force - d->n_stale);
    for (size_t i = 0; i < d->n_stale; i++) khl_buf_format(&stale, i > 0 ? ", %u" : "%u", d->stale[i]);
    khl_buf_char(&stale, '\0');
    KHL_SAY(p, "cli.condense.decisions", held);
    if (d->n_stale > 0 && khl_buf_ok(&stale)) KHL_SAY(p, "cli.condense.stale", stale.p);
    khl_buf_clear(&stale);
}

/* What was kept out of the documents, or is in them because it was asked for. */
static void report_private(khl_program *p, const khl_shortlist *s)
{
    char count[24];
    snprintf(count, sizeof count, "%u", s->n_private);
    if (s->n_private > 0)
        KHL_SAY(p, s->with_persons ? "cli.condense.private_kept" : "cli.condense.private", count);
}

static size_t count_changes(const khl_shortlist *s, unsigned what)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_changes; i++) n += (s->changes[i].what & what) != 0;
    return n;
}

/* What else has changed is counted where nothing of the named kinds has. */
static void report_changes(khl_program *p, const khl_shortlist *s)
{
    static const unsigned kinds[] = {KHL_CHANGE_ADDED, KHL_CHANGE_GONE, KHL_CHANGE_MERGED, KHL_CHANGE_SPLIT,
                                     KHL_CHANGE_REWORDED};
    enum { N_KINDS = sizeof kinds / sizeof *kinds };
    char counts[N_KINDS + 1][24];
    unsigned named = 0;
    if (!s->compared) return;
    for (size_t k = 0; k < N_KINDS; k++) {
        snprintf(counts[k], sizeof counts[k], "%zu", count_changes(s, kinds[k]));
        named |= kinds[k];
    }
    snprintf(counts[N_KINDS], sizeof counts[N_KINDS], "%zu", s->n_changes - count_changes(s, named));
    KHL_SAY(p, "cli.condense.changes", counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
}

/* The page to open is named when it was written. */
void khl_program_report(khl_program *p, const khl_shortlist *s, const khl_program_files *files,
                        uint32_t target)
{
    char received[24], entries[24], aside[24], doubtful[24], wanted[24];
    snprintf(received, sizeof received, "%u", s->received);
    snprintf(entries, sizeof entries, "%zu", s->n_entries);
    snprintf(aside, sizeof aside, "%zu", s->n_aside);
    snprintf(doubtful, sizeof doubtful, "%zu", s->n_review);
    snprintf(wanted, sizeof wanted, "%u", target);
    KHL_SAY(p, "cli.condense.account", received, entries, aside);
    if (target > s->demands)
        KHL_SAY(p, "cli.condense.target_above", wanted, entries);
    else if (target != 0 && target != s->n_entries)
        KHL_SAY(p, "cli.condense.target_missed", wanted, entries);
    report_cuts(p, s);
    report_changes(p, s);
    if (s->n_review > 0) KHL_SAY(p, "cli.condense.review", doubtful);
    report_axes(p, s);
    report_doubts(p, s);
    report_decisions(p, s);
    report_private(p, s);
    bool page = is_listed(files->formats, "html");
    KHL_SAY(p, page ? "cli.condense.written" : "cli.condense.written_plain", files->folder);
}
