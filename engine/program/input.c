/* Reading what a command is given: proposals, axes, and the options of condensing. */
#include "program.h"

#include "error.h"
#include "files.h"
#include "khulasa/corpus.h"

#include <string.h>

static bool is_platform(const char *name)
{
    for (const char *const *platform = khl_corpus_platforms(); *platform != NULL; platform++)
        if (strcmp(*platform, name) == 0) return true;
    return strcmp(name, "none") == 0;
}

/* Whether a kind is one is asked by reading; before a file is opened. */
void khl_program_read_options(const khl_program *p, khl_read_options *out)
{
    const char *as = khl_args_value(&p->args, "as");
    *out = (khl_read_options)KHL_READ_OPTIONS_INIT;
    out->aliases = khl_models_aliases(p->models);
    out->sheet = khl_args_value(&p->args, "sheet");
    out->encoding = khl_args_value(&p->args, "encoding");
    out->map = khl_args_list(&p->args, "map", &out->n_map);
    if (as != NULL && is_platform(as))
        out->platform = as;
    else
        out->kind = as;
}

khl_status khl_program_read(khl_program *p, khl_corpus **out)
{
    khl_read_options options;
    khl_program_read_options(p, &options);
    *out = NULL;
    if (p->args.n_operands == 0)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.no_input",
                        "name a file of proposals; see {1} {0} --help", p->command->name, p->face->name);
    khl_status status = khl_corpus_create(out, &p->err);
    for (size_t i = 0; i < p->args.n_operands && status == KHL_OK; i++)
        status = khl_corpus_read(*out, p->args.operands[i], &options, &p->err);
    if (status == KHL_OK) status = khl_corpus_settle(*out, &p->err);
    if (status == KHL_OK) return KHL_OK;
    khl_corpus_destroy(*out);
    *out = NULL;
    return status;
}

/* The name of a shipped file, or the path of the user's own, in which a fault is one of the input. */
static khl_status read_axes(khl_program *p, khl_axes **out)
{
    const char *path = khl_args_value(&p->args, "axes");
    *out = NULL;
    if (path == NULL || khl_models_axes_named(p->models, path) != NULL) return KHL_OK;
    khl_status status = khl_axes_read(out, path, &p->err);
    if (status == KHL_E_MODEL) status = p->err.code = KHL_E_INPUT;
    return status;
}

/* Weights of the user's own, named in the result: they change it. */
static khl_status read_match(khl_program *p, khl_condense_options *out)
{
    const char *path = khl_args_value(&p->args, "match");
    if (path == NULL) return KHL_OK;
    khl_status status = khl_match_model_read(&p->match, path, &p->err);
    if (status == KHL_E_MODEL) status = p->err.code = KHL_E_INPUT;
    out->match = &p->match;
    out->match_name = khl_path_base(path).p;
    return status;
}

khl_status khl_program_options(khl_program *p, khl_condense_options *out, khl_axes **axes)
{
    uint64_t target = 0;
    *axes = NULL;
    if (!khl_args_count(p, "target", 1, UINT32_MAX, &target) ||
        !khl_args_share(p, "probability", &out->probability))
        return p->err.code;
    if (target != 0 && out->probability > 0)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.target_and_probability",
                        "give --target or --probability, not both");
    khl_status status = read_axes(p, axes);
    if (status == KHL_OK) status = read_match(p, out);
    const char *axes_file = khl_args_value(&p->args, "axes");
    out->target = (uint32_t)target;
    out->axes = *axes == NULL && axes_file != NULL ? khl_models_axes_named(p->models, axes_file) : *axes;
    out->axes_name = axes_file != NULL ? khl_path_base(axes_file).p : NULL;
    out->ignore_axes = khl_args_flag(&p->args, "without-axes");
    out->n_threads = p->n_threads;
    out->progress = p->progress.step != NULL ? &p->progress : NULL;
    return status;
}

khl_status khl_program_classifier(khl_program *p, khl_linear **out)
{
    const char *path = khl_args_value(&p->args, "axes-model");
    *out = NULL;
    if (path == NULL) return KHL_OK;
    khl_status status = khl_linear_read(out, path, &p->err);
    if (status == KHL_E_MODEL) status = p->err.code = KHL_E_INPUT;
    return status;
}

khl_status khl_program_previous(khl_program *p, khl_previous **out)
{
    const char *path = khl_args_value(&p->args, "since");
    *out = NULL;
    return path != NULL ? khl_previous_read(out, path, &p->err) : KHL_OK;
}

/* The files of --elsewhere, by what they are: options for reading are about the proposals beside them. */
static khl_status read_elsewhere(khl_program *p, khl_corpus **out)
{
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    size_t n = 0;
    const char *const *paths = khl_args_list(&p->args, "elsewhere", &n);
    options.aliases = khl_models_aliases(p->models);
    khl_status status = n > 0 ? khl_corpus_create(out, &p->err) : KHL_OK;
    for (size_t i = 0; i < n && status == KHL_OK; i++)
        status = khl_corpus_read(*out, paths[i], &options, &p->err);
    return n > 0 && status == KHL_OK ? khl_corpus_settle(*out, &p->err) : status;
}

khl_status khl_program_take(khl_program *p, khl_program_task *out)
{
    *out = (khl_program_task){.options = KHL_CONDENSE_OPTIONS_INIT};
    out->options.date = khl_args_value(&p->args, "date");
    out->options.with_persons = khl_args_flag(&p->args, "with-persons");
    out->options.lang = p->doc_lang;
    khl_status status = khl_program_options(p, &out->options, &out->axes);
    if (status == KHL_OK) status = khl_program_classifier(p, &out->classifier);
    if (status == KHL_OK) status = khl_program_previous(p, &out->previous);
    out->options.axes_model = out->classifier;
    const char *log = khl_args_value(&p->args, "decisions");
    if (status == KHL_OK && log != NULL) status = khl_decisions_read(&out->decisions, log, &p->err);
    if (status == KHL_OK) status = khl_program_read(p, &out->corpus);
    if (status == KHL_OK) status = read_elsewhere(p, &out->elsewhere);
    out->options.decisions = out->decisions;
    out->options.previous = out->previous;
    out->options.elsewhere = out->elsewhere;
    return status;
}

void khl_program_task_clear(khl_program_task *task)
{
    khl_corpus_destroy(task->corpus);
    khl_corpus_destroy(task->elsewhere);
    khl_axes_destroy(task->axes);
    khl_linear_destroy(task->classifier);
    khl_decisions_destroy(task->decisions);
    khl_previous_destroy(task->previous);
    *task = (khl_program_task){.corpus = NULL};
}

khl_status khl_program_text(khl_program *p, khl_text **out)
{
    static const struct {
        const char *name;
        khl_stemmer stemmer;
    } STEMMERS[] = {{"conservative", KHL_STEMMER_CONSERVATIVE},
                    {"snowball", KHL_STEMMER_SNOWBALL},
                    {"none", KHL_STEMMER_NONE}};
    const char *name = khl_args_value(&p->args, "stemmer");
    *out = NULL;
    for (size_t i = 0; name != NULL && i < sizeof STEMMERS / sizeof *STEMMERS; i++) {
        if (strcmp(name, STEMMERS[i].name) != 0) continue;
        const khl_text_options options = {.stemmer = STEMMERS[i].stemmer};
        return khl_text_create(out, khl_models_lexicon(p->models), &options, &p->err);
    }
    if (name == NULL) return KHL_OK;
    return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.stemmer",
                    "--stemmer wants conservative, snowball or none, not \"{0}\"", name);
}
