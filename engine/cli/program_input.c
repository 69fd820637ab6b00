/* Reading what a command is given: proposals and axes. */
#include "command.h"

#include "error.h"
#include "khulasa/corpus.h"

#include <string.h>

khl_status khl_program_read(khl_program *p, khl_corpus **out)
{
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.aliases = khl_models_aliases(p->models);
    *out = NULL;
    if (p->args.n_operands == 0)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.no_input", "name a file of proposals; see --help");
    khl_status status = khl_corpus_create(out, &p->err);
    for (size_t i = 0; i < p->args.n_operands && status == KHL_OK; i++)
        status = khl_corpus_read(*out, p->args.operands[i], &options, &p->err);
    if (status == KHL_OK) return KHL_OK;
    khl_corpus_destroy(*out);
    *out = NULL;
    return status;
}

khl_status khl_program_axes(khl_program *p, khl_axes **out)
{
    const char *path = khl_args_value(&p->args, "axes");
    *out = NULL;
    return path != NULL ? khl_axes_read(out, path, &p->err) : KHL_OK;
}
