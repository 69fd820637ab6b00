/* The voice of khulasa-fleet: messages of models/messages in the language asked for. */
#include "program.h"

#include "buf.h"
#include "str.h"

#include <stdio.h>

static khl_str word(const fleet_program *p, const char *id)
{
    return p->models != NULL ? khl_models_message(p->models, p->lang, id) : (khl_str){NULL, 0};
}

static void print(FILE *to, khl_buf *line)
{
    khl_buf_char(line, '\n');
    if (khl_buf_ok(line)) fwrite(line->p, 1, line->n, to);
    khl_buf_clear(line);
}

void fleet_say(const fleet_program *p, const char *id, const char *a, const char *b)
{
    khl_buf line = KHL_BUF_INIT;
    if (p->line.quiet) return;
    khl_buf_fill(&line, word(p, id), (const char *const[]){a, b}, 2);
    print(stderr, &line);
}

void fleet_help(const fleet_program *p)
{
    khl_buf text = KHL_BUF_INIT;
    khl_str all = word(p, "cli.fleet.help");
    khl_buf_fill(&text, all, NULL, 0);
    print(stdout, &text);
}

int fleet_say_error(const fleet_program *p)
{
    const khl_error *e = &p->err;
    khl_buf line = KHL_BUF_INIT;
    char id[64];
    snprintf(id, sizeof id, "err.%s", e->id);
    khl_buf_put_c(&line, "khulasa-fleet: ");
    if (e->file[0] != '\0') khl_buf_put_c(&line, e->file);
    if (e->file[0] != '\0' && e->row > 0) khl_buf_format(&line, ":%llu", (unsigned long long)e->row);
    if (e->file[0] != '\0') khl_buf_put_c(&line, ": ");
    khl_str text = word(p, id);
    if (text.n > 0)
        khl_buf_fill(&line, text, (const char *const[]){e->args[0], e->args[1], e->args[2]}, 3);
    else
        khl_buf_put_c(&line, e->message);
    print(stderr, &line);
    return e->code == KHL_E_ARGUMENT ? FLEET_USE : e->code == KHL_E_INPUT ? FLEET_REFUSED : FLEET_FAILED;
}
