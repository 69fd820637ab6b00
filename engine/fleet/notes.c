/* The line that a plan was made by, kept in the plan: gathering wants the same inputs and options. */
#include "fleet_command.h"

#include "alloc.h"
#include "error.h"
#include "files.h"
#include "str.h"

#include <stdio.h>
#include <unistd.h>

static const khl_option NOTED[] = {KHL_SHEET_OPTION, KHL_TASK_OPTIONS, {NULL, 0, NULL, NULL}};
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

khl_status fleet_note(fleet_notes *out, khl_program *p)
{
    const khl_args *args = &p->args;
    *out = (fleet_notes){khl_alloc_zero(N_NOTED + args->n_operands, sizeof *out->of), 0};
    khl_status status = out->of != NULL ? KHL_OK : khl_fail_memory(&p->err);
    for (size_t k = 0; k < N_NOTED && status == KHL_OK; k++) {
        const char *value = khl_args_value(args, NOTED[k].name);
        if (value == NULL) continue;
        bool file = NOTED[k].value != NULL && strcmp(NOTED[k].value, "FILE") == 0;
        bool shipped = strcmp(NOTED[k].name, "axes") == 0 && khl_models_axes_named(p->models, value) != NULL;
        status = note(out, NOTED[k].name, value, file && !shipped, &p->err);
    }
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
    *out = (khl_args){.options = NOTED};
    out->operands = khl_alloc(khl_fleet_n_notes(fleet), sizeof *out->operands);
    if (out->operands == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < khl_fleet_n_notes(fleet); i++) {
        const char *text = khl_fleet_note(fleet, i), *equals = strchr(text, '=');
        khl_str name = {text, equals != NULL ? (size_t)(equals - text) : 0};
        if (khl_str_equal(name, KHL_STR("input"))) out->operands[out->n_operands++] = equals + 1;
        for (size_t k = 0; k < N_NOTED; k++)
            if (khl_str_equal(name, khl_str_from(NOTED[k].name))) out->values[k] = equals + 1;
    }
    return KHL_OK;
}
