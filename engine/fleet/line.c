/* The line of khulasa-fleet, and its copy in a plan. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "program.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stddef.h>
#include <stdio.h>

typedef struct option {
    const char *name;
    char letter;
    size_t at;  /* of the field */
    bool noted; /* changes the result, so the plan keeps it */
    bool path;
} option;

#define FIELD(name) offsetof(fleet_line, name)
static const option VALUES[] = {
    {"plan", 'p', FIELD(plan), false, false},         {"output", 'o', FIELD(output), false, false},
    {"models", 0, FIELD(models), false, false},       {"lang", 0, FIELD(lang), false, false},
    {"format", 0, FIELD(format), false, false},       {"axes", 0, FIELD(axes), true, true},
    {"axes-model", 0, FIELD(axes_model), true, true}, {"match", 0, FIELD(match), true, true},
    {"target", 0, FIELD(target), true, false},        {"probability", 0, FIELD(probability), true, false},
    {"date", 0, FIELD(date), false, false},           {"shards", 0, FIELD(shards), false, false},
    {"threads", 0, FIELD(threads), false, false},
};
enum { N_VALUES = sizeof VALUES / sizeof *VALUES };

static const char **value_of(fleet_line *line, const option *o)
{
    return (const char **)(void *)((char *)line + o->at);
}

static const option *find_value(const char *word, size_t n)
{
    for (size_t k = 0; k < N_VALUES; k++) {
        bool letter = n == 2 && word[1] == VALUES[k].letter;
        bool name = n > 2 && word[1] == '-' &&
                    khl_str_equal((khl_str){word + 2, n - 2}, khl_str_from(VALUES[k].name));
        if (letter || name) return &VALUES[k];
    }
    return NULL;
}

static bool set_flag(fleet_line *line, const char *word)
{
    const struct {
        const char *name, *letter;
        bool *flag;
    } flags[] = {{"--without-axes", "", &line->without_axes},
                 {"--quiet", "-q", &line->quiet},
                 {"--help", "-h", &line->help},
                 {"--version", "", &line->version}};
    for (size_t k = 0; k < sizeof flags / sizeof *flags; k++)
        if (strcmp(word, flags[k].name) == 0 || strcmp(word, flags[k].letter) == 0)
            return *flags[k].flag = true;
    return false;
}

khl_status fleet_parse(fleet_line *out, char **args, int n, khl_error *err)
{
    bool over = false;
    for (int i = 0; i < n; i++) {
        const char *word = args[i], *equals = strchr(word, '=');
        size_t length = equals != NULL && word[1] == '-' ? (size_t)(equals - word) : strlen(word);
        if (!over && strcmp(word, "--") == 0) {
            over = true;
        } else if (over || word[0] != '-') {
            out->operands[out->n_operands++] = word;
        } else if (!set_flag(out, word)) {
            const option *o = find_value(word, length);
            if (o == NULL)
                return KHL_FAIL(err, KHL_E_ARGUMENT, "cli.unknown_option",
                                "there is no option {0}; see --help", word);
            const char *value = word[length] == '=' ? word + length + 1 : i + 1 < n ? args[++i] : "";
            if (value[0] == '\0')
                return KHL_FAIL(err, KHL_E_ARGUMENT, "cli.value_missing", "the option {0} needs a value: {1}",
                                word, "...");
            *value_of(out, o) = value;
        }
    }
    return KHL_OK;
}

khl_status fleet_number(const char *text, uint64_t least, uint64_t most, uint64_t *out, khl_error *err)
{
    char range[64];
    if (text == NULL || (khl_str_to_u64(khl_str_from(text), out) && *out >= least && *out <= most))
        return KHL_OK;
    snprintf(range, sizeof range, "%llu..%llu", (unsigned long long)least, (unsigned long long)most);
    return KHL_FAIL(err, KHL_E_ARGUMENT, "fleet.number", "a whole number in {0} is wanted, not \"{1}\"",
                    range, text);
}

static khl_status note(char **notes, size_t *n, const char *name, const char *value, bool path,
                       khl_error *err)
{
    char *full = path ? realpath(value, NULL) : NULL; /* a shipped file of axes has a name only */
    const char *text = full != NULL ? full : value;
    size_t bytes = strlen(name) + strlen(text) + 2;
    char *made = *n < FLEET_MOST_NOTES ? khl_alloc(bytes, 1) : NULL;
    if (made != NULL) snprintf(made, bytes, "%s=%s", name, text);
    if (made != NULL) notes[(*n)++] = made;
    free(full);
    return made != NULL ? KHL_OK : khl_fail_memory(err);
}

khl_status fleet_to_notes(char **notes, size_t *n, const fleet_line *line, khl_error *err)
{
    fleet_line copy = *line;
    khl_status status = line->without_axes ? note(notes, n, "without-axes", "yes", false, err) : KHL_OK;
    for (size_t k = 0; k < N_VALUES && status == KHL_OK; k++) {
        const char *value = *value_of(&copy, &VALUES[k]);
        if (VALUES[k].noted && value != NULL)
            status = note(notes, n, VALUES[k].name, value, VALUES[k].path, err);
    }
    for (size_t i = 0; i < line->n_operands && status == KHL_OK; i++)
        status = note(notes, n, "input", line->operands[i], true, err);
    return status;
}

khl_status fleet_from_notes(fleet_line *line, const khl_fleet *fleet, khl_error *err)
{
    line->n_operands = 0;
    line->operands = khl_alloc(khl_fleet_n_notes(fleet), sizeof *line->operands);
    if (line->operands == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < khl_fleet_n_notes(fleet); i++) {
        const char *text = khl_fleet_note(fleet, i), *equals = strchr(text, '=');
        khl_str name = {text, equals != NULL ? (size_t)(equals - text) : 0};
        if (khl_str_equal(name, KHL_STR("input"))) line->operands[line->n_operands++] = equals + 1;
        if (khl_str_equal(name, KHL_STR("without-axes"))) line->without_axes = true;
        for (size_t k = 0; k < N_VALUES; k++)
            if (VALUES[k].noted && khl_str_equal(name, khl_str_from(VALUES[k].name)))
                *value_of(line, &VALUES[k]) = equals + 1;
    }
    return KHL_OK;
}
