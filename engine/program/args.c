/* Parsing a command line by the table of its command. Long options take "--name value" and "--name=value";
 * "--" ends options; "-" alone is an operand (standard input). */
#include "program.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "utf8.h"

#include <math.h>
#include <stdio.h>

const khl_option KHL_COMMON_OPTIONS[] = {
    {"models", 0, "PATH", "cli.option.models"},
    {"threads", 0, "N", "cli.option.threads"},
    {"lang", 0, "ar|fr|en", "cli.option.lang"},
    {"quiet", 'q', NULL, "cli.option.quiet"},
    {"help", 'h', NULL, "cli.option.help"},
    {"version", 0, NULL, "cli.option.version"},
    {NULL, 0, NULL, NULL},
};

/* The command's own options and then the common ones, in one table. */
static void join_tables(khl_option *table, const khl_option *own)
{
    size_t n = 0;
    for (const khl_option *o = own; o != NULL && o->name != NULL; o++) table[n++] = *o;
    for (const khl_option *o = KHL_COMMON_OPTIONS; o->name != NULL; o++) table[n++] = *o;
    table[n] = (khl_option){NULL, 0, NULL, NULL};
}

static size_t find_option(const khl_option *table, khl_str name)
{
    size_t i = 0;
    for (; table[i].name != NULL; i++) {
        bool letter = name.n == 1 && table[i].letter == name.p[0];
        if (letter || khl_str_equal(khl_str_from(table[i].name), name)) break;
    }
    return i;
}

/* Behind the values of the same option. */
void khl_args_add(khl_args *out, size_t option, const char *value)
{
    size_t at = out->n_list++;
    for (; at > 0 && out->list_of[at - 1] > option; at--) {
        out->list[at] = out->list[at - 1];
        out->list_of[at] = out->list_of[at - 1];
    }
    out->list[at] = value;
    out->list_of[at] = option;
}

const char *const *khl_args_list(const khl_args *args, const char *name, size_t *n)
{
    size_t option = find_option(args->options, khl_str_from(name)), first = 0;
    while (first < args->n_list && args->list_of[first] < option) first++;
    for (*n = 0; first + *n < args->n_list && args->list_of[first + *n] == option;) ++*n;
    return args->list + first;
}

/* One option at argv[*at]; moves *at over a value that stands apart. */
static khl_status parse_option(khl_args *out, int argc, char **argv, int *at, khl_error *err)
{
    const char *word = argv[*at];
    khl_str name = khl_str_from(word + (word[1] == '-' ? 2 : 1));
    const char *equals = strchr(name.p, '=');
    if (equals != NULL) name.n = (size_t)(equals - name.p);
    bool wrong_dashes = (word[1] == '-') == (name.n == 1);
    char shown[KHL_ERROR_ARG_BYTES];
    khl_str option = khl_utf8_truncate((khl_str){word, (size_t)(name.p - word) + name.n}, sizeof shown - 1);
    memcpy(shown, option.p, option.n);
    shown[option.n] = '\0';
    size_t i = find_option(out->options, name);
    if (wrong_dashes || out->options[i].name == NULL)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cli.unknown_option", "there is no option {0}; see --help",
                        shown);
    bool again =
        out->options[i].value != NULL && khl_str_ends(khl_str_from(out->options[i].value), KHL_STR("..."));
    if (out->values[i] != NULL && !again)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cli.option_twice", "the option {0} is given twice", shown);
    if (out->options[i].value == NULL) {
        if (equals != NULL)
            return KHL_FAIL(err, KHL_E_ARGUMENT, "cli.no_value_wanted", "the option {0} takes no value",
                            shown);
        out->values[i] = "";
        return KHL_OK;
    }
    const char *value = equals != NULL ? equals + 1 : *at + 1 < argc ? argv[++*at] : "";
    if (value[0] == '\0')
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cli.value_missing", "the option {0} needs a value: {1}", shown,
                        out->options[i].value);
    out->values[i] = value;
    if (again) khl_args_add(out, i, value);
    return KHL_OK;
}

khl_status khl_args_parse(khl_args *out, const khl_option *own, int argc, char **argv, khl_option *table,
                          khl_error *err)
{
    join_tables(table, own);
    *out = (khl_args){.options = table};
    out->operands = khl_alloc((size_t)argc + 1, sizeof *out->operands);
    out->list = khl_alloc((size_t)argc + 1, sizeof *out->list);
    out->list_of = khl_alloc((size_t)argc + 1, sizeof *out->list_of);
    if (out->operands == NULL || out->list == NULL || out->list_of == NULL) return khl_fail_memory(err);
    bool options_over = false;
    khl_status status = KHL_OK; /* the first fault counts; the rest is read on, for --lang may be in it */
    for (int i = 0; i < argc; i++) {
        khl_status here = KHL_OK;
        if (!options_over && strcmp(argv[i], "--") == 0)
            options_over = true;
        else if (options_over || argv[i][0] != '-' || argv[i][1] == '\0')
            out->operands[out->n_operands++] = argv[i];
        else
            here = parse_option(out, argc, argv, &i, status == KHL_OK ? err : NULL);
        if (status == KHL_OK) status = here;
    }
    return status;
}

const char *khl_args_value(const khl_args *args, const char *name)
{
    return args->values[find_option(args->options, khl_str_from(name))];
}

bool khl_args_flag(const khl_args *args, const char *name)
{
    return khl_args_value(args, name) != NULL;
}

bool khl_args_count(khl_program *program, const char *name, uint64_t least, uint64_t most, uint64_t *out)
{
    const char *text = khl_args_value(&program->args, name);
    if (text == NULL) return true;
    uint64_t value;
    if (khl_str_to_u64(khl_str_from(text), &value) && value >= least && value <= most) {
        *out = value;
        return true;
    }
    char range[64];
    snprintf(range, sizeof range, "%llu..%llu", (unsigned long long)least, (unsigned long long)most);
    KHL_FAIL(&program->err, KHL_E_ARGUMENT, "cli.number", "--{0} wants a whole number in {1}, not \"{2}\"",
             name, range, text);
    return false;
}

bool khl_args_bytes(khl_program *program, const char *name, uint64_t *out)
{
    static const struct {
        const char *unit;
        unsigned shift;
    } UNITS[] = {{"", 0}, {"K", 10}, {"M", 20}, {"G", 30}, {"T", 40}};
    const char *text = khl_args_value(&program->args, name);
    if (text == NULL) return true;
    size_t n = strspn(text, "0123456789");
    uint64_t value = 0;
    bool ok = khl_str_to_u64((khl_str){text, n}, &value);
    for (size_t u = 0; ok && u < sizeof UNITS / sizeof *UNITS; u++) {
        if (strcmp(text + n, UNITS[u].unit) != 0) continue;
        ok = value > 0 && value <= UINT64_MAX >> UNITS[u].shift;
        *out = value << UNITS[u].shift;
        if (ok) return true;
    }
    KHL_FAIL(&program->err, KHL_E_ARGUMENT, "cli.bytes", "--{0} wants a size such as 512M or 2G, not \"{1}\"",
             name, text);
    return false;
}

bool khl_args_share(khl_program *program, const char *name, double *out)
{
    const char *text = khl_args_value(&program->args, name);
    double value;
    if (text == NULL) return true;
    if (khl_str_to_f64(khl_str_from(text), &value) && isfinite(value) && value > 0 && value < 1) {
        *out = value;
        return true;
    }
    KHL_FAIL(&program->err, KHL_E_ARGUMENT, "cli.share", "--{0} wants a number between 0 and 1, not \"{1}\"",
             name, text);
    return false;
}
