/* The line that a plan was made by, kept in the plan: gathering wants the same inputs and options. */
#include "fleet_command.h"

#include "alloc.h"
#include "error.h"
#include "files.h"
#include "str.h"

#include <stdio.h>
#include <unistd.h>

static const khl_option NOTED[] = {
    KHL_READ_OPTIONS, KHL_TASK_OPTIONS, KHL_ELSEWHERE_OPTION, KHL_PERSONS_OPTION, {NULL, 0, NULL, NULL},
};
enum { N_NOTED = sizeof NOTED / sizeof *NOTED - 1 };

const char *fleet_folder(const khl_program *p)
{
    const char *folder = khl_args_value(&p->args, "plan");
    return folder != NULL ? folder : "plan";
}

khl_status fleet_open(khl_fleet **out, khl_program *p)
{
    return khl_fleet_open(out, fleet_folder(p), p->models, &p->err);
}

/* Links are not followed: results name a file as the line did. */
static khl_status note(fleet_notes *notes, const char *name, const char *value, bool path, khl_error *err)
{
    khl_buf text = KHL_BUF_INIT;
    char here[4096];
    khl_buf_put_c(&text, name);
    khl_buf_char(&text, '=');
    if (path && value[0] != '/') {
        if (getcwd(here, sizeof here) == NULL)
            return khl_fail_system(err, "fleet.folder", "no plan can be written here: {0}", value);
        khl_buf_put_c(&text, here);
        khl_buf_char(&text, '/');
    }
    khl_buf_put_c(&text, value);
    khl_buf_char(&text, '\0');
    if (!khl_buf_ok(&text)) {
        khl_buf_clear(&text);
        return khl_fail_memory(err);
    }
    notes->of[notes->n++] = text.p;
    return KHL_OK;
}

static bool may_stand_again(const khl_option *option)
{
    return option->value != NULL && khl_str_ends(khl_str_from(option->value), KHL_STR("..."));
}

/* An option of the line, as often as it stands there. */
static khl_status note_option(fleet_notes *out, khl_program *p, const khl_option *option)
{
    const char *value = khl_args_value(&p->args, option->name);
    const char *const *values = &value;
    size_t n = value != NULL;
    khl_status status = KHL_OK;
    if (may_stand_again(option)) values = khl_args_list(&p->args, option->name, &n);
    bool file = option->value != NULL && khl_str_starts(khl_str_from(option->value), KHL_STR("FILE"));
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        bool shipped =
            strcmp(option->name, "axes") == 0 && khl_models_axes_named(p->models, values[i]) != NULL;
        status = note(out, option->name, values[i], file && !shipped, &p->err);
    }
    return status;
}

khl_status fleet_note(fleet_notes *out, khl_program *p)
{
    const khl_args *args = &p->args;
    *out = (fleet_notes){khl_alloc_zero(N_NOTED + args->n_list + args->n_operands, sizeof *out->of), 0};
    khl_status status = out->of != NULL ? KHL_OK : khl_fail_memory(&p->err);
    for (size_t k = 0; k < N_NOTED && status == KHL_OK; k++) status = note_option(out, p, &NOTED[k]);
    for (size_t i = 0; i < args->n_operands && status == KHL_OK; i++) {
        if (strcmp(args->operands[i], "-") == 0)
            return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "fleet.no_file",
                            "a plan wants files, which gathering reads again; standard input is none");
        status = note(out, "input", args->operands[i], true, &p->err);
    }
    return status;
}

void fleet_notes_clear(fleet_notes *notes)
{
    for (size_t i = 0; i < notes->n; i++) free(notes->of[i]);
    free(notes->of);
    *notes = (fleet_notes){NULL, 0};
}

khl_status fleet_line_of(khl_args *out, const khl_fleet *fleet, khl_error *err)
{
    size_t n = khl_fleet_n_notes(fleet);
    *out = (khl_args){.options = NOTED};
    out->operands = khl_alloc(n, sizeof *out->operands);
    out->list = khl_alloc(n, sizeof *out->list);
    out->list_of = khl_alloc(n, sizeof *out->list_of);
    if (out->operands == NULL || out->list == NULL || out->list_of == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        const char *text = khl_fleet_note(fleet, i), *equals = strchr(text, '=');
        khl_str name = {text, equals != NULL ? (size_t)(equals - text) : 0};
        if (khl_str_equal(name, KHL_STR("input"))) out->operands[out->n_operands++] = equals + 1;
        for (size_t k = 0; k < N_NOTED; k++) {
            if (!khl_str_equal(name, khl_str_from(NOTED[k].name))) continue;
            out->values[k] = equals + 1;
            if (may_stand_again(&NOTED[k])) khl_args_add(out, k, equals + 1);
        }
    }
    return KHL_OK;
}

void fleet_line_clear(khl_args *line)
{
    free(line->operands);
    free(line->list);
    free(line->list_of);
}
