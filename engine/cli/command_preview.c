/* khulasa preview: what would be read of the files, before anything is. Nothing is written. */
#include "preview.h"

#include "error.h"
#include "str.h"

#include <stdlib.h>

static const khl_option OPTIONS[] = {
    KHL_READ_OPTIONS,
    {"json", 0, NULL, "cli.option.json"},
    {NULL, 0, NULL, NULL},
};

const char *const PREVIEW_FIELD[PREVIEW_FIELDS] = {"id",   "text",  "title", "association", "axis",
                                                   "city", "place", "date",  "priority",    "author"};

bool preview_is_read(const preview *v, khl_str header)
{
    for (size_t f = 0; f < PREVIEW_FIELDS; f++) {
        for (size_t k = 0;; k++) {
            khl_str column = khl_corpus_column(v->corpus, v->input, PREVIEW_FIELD[f], k);
            if (column.p == header.p || (column.n > 0 && khl_str_equal(column, header))) return true;
            if (column.n == 0) break;
        }
    }
    return false;
}

static void count_private(preview *v, const khl_aliases *aliases, khl_str text)
{
    khl_private_span span;
    for (size_t at = 0; khl_private_next(aliases, text, at, &span); at = span.end) v->n_private[span.kind]++;
}

static void count_reason(preview *v, khl_str reason)
{
    size_t i = 0;
    while (i < v->n_reasons && !khl_str_equal(v->reasons[i].id, reason)) i++;
    if (i == PREVIEW_REASONS) return;
    if (i == v->n_reasons) v->reasons[v->n_reasons++] = (preview_reason){reason, 0};
    v->reasons[i].n++;
    for (; i > 0 && v->reasons[i - 1].n < v->reasons[i].n; i--) {
        preview_reason less = v->reasons[i - 1];
        v->reasons[i - 1] = v->reasons[i];
        v->reasons[i] = less;
    }
}

static void count_all(preview *v, const khl_aliases *aliases)
{
    for (size_t i = 0; i < khl_corpus_count(v->corpus); i++) {
        const khl_proposal *p = khl_corpus_at(v->corpus, i);
        if (p->input != v->input) continue;
        v->usable++;
        v->n_persons += p->author.n > 0;
        count_private(v, aliases, p->text);
        count_private(v, aliases, p->title);
        count_private(v, aliases, p->association);
    }
    for (size_t i = 0; i < khl_corpus_n_aside(v->corpus); i++) {
        const khl_aside *a = khl_corpus_aside_at(v->corpus, i);
        if (a->input != v->input) continue;
        v->aside++;
        count_reason(v, a->reason);
        count_private(v, aliases, a->text);
    }
}

/* Bytes that are no UTF-8 may be read in several ways. */
static khl_status take_samples(khl_program *p, preview *v, const char *path)
{
    static const char *const ENCODINGS[PREVIEW_ENCODINGS] = {"windows-1256", "ISO-8859-6", "windows-1252"};
    khl_status status = KHL_OK;
    for (size_t i = 0; i < PREVIEW_ENCODINGS && status == KHL_OK; i++) {
        preview_sample *sample = &v->samples[v->n_samples];
        sample->encoding = ENCODINGS[i];
        status = khl_corpus_sample(path, ENCODINGS[i], PREVIEW_LINES, &sample->lines, &sample->n, &p->err);
        v->n_samples += status == KHL_OK;
    }
    return status;
}

static void clear(preview *v)
{
    for (size_t i = 0; i < v->n_samples; i++) free(v->samples[i].lines);
}

static khl_status print(khl_program *p, const preview *v)
{
    khl_buf out = KHL_BUF_INIT;
    khl_status status = KHL_OK;
    if (khl_args_flag(&p->args, "json"))
        status = khl_put_preview_json(&out, v, &p->err);
    else
        khl_put_preview(&out, p, v);
    if (status == KHL_OK && !khl_buf_ok(&out)) status = khl_fail_memory(&p->err);
    if (status == KHL_OK) fwrite(out.p, 1, out.n, stdout);
    khl_buf_clear(&out);
    return status;
}

static khl_status show(khl_program *p, const khl_corpus *corpus, size_t input, const char *path)
{
    preview v = {.corpus = corpus, .input = input, .info = khl_corpus_input_at(corpus, input)};
    khl_status status = KHL_OK;
    count_all(&v, khl_models_aliases(p->models));
    if (khl_str_equal(v.info->encoding, KHL_STR("windows-1256"))) status = take_samples(p, &v, path);
    if (status == KHL_OK) status = print(p, &v);
    clear(&v);
    return status;
}

/* A file that is no text in any way that is read: how it would look is shown, and then the error. */
static void show_refused(khl_program *p, const char *path)
{
    const khl_error refused = p->err;
    preview v = {.corpus = NULL};
    khl_buf out = KHL_BUF_INIT;
    bool encoding =
        strcmp(refused.id, "encoding.bad_utf8") == 0 || strcmp(refused.id, "encoding.bad_named") == 0;
    if (!encoding || khl_args_flag(&p->args, "json")) return;
    if (take_samples(p, &v, path) == KHL_OK) khl_put_samples(&out, p, &v);
    if (khl_buf_ok(&out) && out.n > 0) fwrite(out.p, 1, out.n, stdout);
    khl_buf_clear(&out);
    clear(&v);
    p->err = refused;
}

static int run(khl_program *p)
{
    khl_read_options options;
    khl_corpus *corpus = NULL;
    khl_program_read_options(p, &options);
    khl_status status = khl_corpus_create(&corpus, &p->err);
    if (status == KHL_OK && p->args.n_operands == 0)
        status = KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.no_input",
                          "name a file of proposals; see {1} {0} --help", p->command->name, p->face->name);
    for (size_t i = 0; i < p->args.n_operands && status == KHL_OK; i++) {
        const char *path = p->args.operands[i];
        status = khl_corpus_read(corpus, path, &options, &p->err);
        if (status == KHL_OK)
            status = show(p, corpus, i, path);
        else
            show_refused(p, path);
    }
    if (status == KHL_OK) status = khl_corpus_settle(corpus, &p->err);
    khl_corpus_destroy(corpus);
    return status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
}

const khl_command KHL_PREVIEW = {"preview", "FILE...", OPTIONS, run};
