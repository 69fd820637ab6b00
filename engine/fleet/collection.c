/* What condensing reads and writes: proposals, axes, weights in, files of a shortlist out. */
#include "program.h"

#include "error.h"
#include "files.h"
#include "str.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static khl_status as_input(fleet_program *p, khl_status status)
{
    return status == KHL_E_MODEL ? (p->err.code = KHL_E_INPUT) : status;
}

static khl_status read_numbers(fleet_program *p)
{
    const fleet_line *l = &p->line;
    uint64_t target = 0;
    if (l->target != NULL && l->probability != NULL)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.target_and_probability",
                        "give --target or --probability, not both");
    khl_status status = fleet_number(l->target, 1, UINT32_MAX, &target, &p->err);
    double share = 0;
    bool right = l->probability == NULL || (khl_str_to_f64(khl_str_from(l->probability), &share) &&
                                            isfinite(share) && share > 0 && share < 1);
    if (status == KHL_OK && !right)
        status = KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.share",
                          "--{0} wants a number between 0 and 1, not \"{1}\"", "probability", l->probability);
    p->options.target = (uint32_t)target;
    p->options.probability = share;
    return status;
}

static khl_status read_options(fleet_program *p)
{
    const fleet_line *l = &p->line;
    khl_condense_options *o = &p->options;
    *o = (khl_condense_options)KHL_CONDENSE_OPTIONS_INIT;
    khl_status status = read_numbers(p);
    const khl_axes *shipped = l->axes != NULL ? khl_models_axes_named(p->models, l->axes) : NULL;
    if (status == KHL_OK && l->axes != NULL && shipped == NULL)
        status = as_input(p, khl_axes_read(&p->axes, l->axes, &p->err));
    if (status == KHL_OK && l->axes_model != NULL)
        status = as_input(p, khl_linear_read(&p->classifier, l->axes_model, &p->err));
    if (status == KHL_OK && l->match != NULL)
        status = as_input(p, khl_match_model_read(&p->match, l->match, &p->err));
    o->axes = shipped != NULL ? shipped : p->axes;
    o->axes_name = l->axes != NULL ? khl_path_base(l->axes).p : NULL;
    o->axes_model = p->classifier;
    o->match = l->match != NULL ? &p->match : NULL;
    o->match_name = l->match != NULL ? khl_path_base(l->match).p : NULL;
    o->ignore_axes = l->without_axes;
    o->date = l->date;
    o->n_threads = p->n_threads;
    return status;
}

khl_status fleet_read(fleet_program *p)
{
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.aliases = khl_models_aliases(p->models);
    khl_status status = read_options(p);
    if (status == KHL_OK) status = khl_corpus_create(&p->corpus, &p->err);
    for (size_t i = 0; i < p->line.n_operands && status == KHL_OK; i++)
        status = khl_corpus_read(p->corpus, p->line.operands[i], &options, &p->err);
    return status;
}

static khl_str doc_word(void *context, const char *id)
{
    const fleet_program *p = context;
    khl_str text = khl_models_message(p->models, p->line.lang != NULL ? p->lang : "ar", id);
    return text.n > 0 ? text : khl_str_from(id);
}

static bool is_known(khl_str name)
{
    bool known = false;
    for (const char *const *f = khl_export_formats(); *f != NULL; f++)
        known = known || khl_str_equal(khl_str_from(*f), name);
    return known;
}

static khl_status add_format(fleet_program *p, khl_outputs *outputs, const khl_shortlist *shortlist,
                             khl_str format)
{
    char kind[16], name[32], *bytes = NULL;
    size_t n = 0;
    khl_words words = {doc_word, p, khl_str_from(p->line.lang != NULL ? p->lang : "ar")};
    if (format.n >= sizeof kind || !is_known(format))
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "fleet.format",
                        "--format wants names of formats between commas; see khulasa condense --help");
    memcpy(kind, format.p, format.n);
    kind[format.n] = '\0';
    snprintf(name, sizeof name, "shortlist.%s", kind);
    khl_status status = khl_export(shortlist, kind, &words, &bytes, &n, &p->err);
    if (status == KHL_OK) status = khl_outputs_add(outputs, name, (khl_str){bytes, n}, &p->err);
    free(bytes);
    return status;
}

khl_status fleet_write(fleet_program *p, const khl_shortlist *shortlist, const char *folder,
                       const char *formats)
{
    khl_outputs outputs;
    khl_status status = khl_outputs_begin(&outputs, folder, &p->err);
    for (const char *at = formats; status == KHL_OK; at++) {
        khl_str format = {at, strcspn(at, ",")};
        status = add_format(p, &outputs, shortlist, format);
        at += format.n;
        if (*at == '\0') break;
    }
    if (status == KHL_OK) status = khl_outputs_commit(&outputs, &p->err);
    khl_outputs_clear(&outputs);
    return status;
}
