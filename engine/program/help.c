/* Help, from the tables of options and the messages: the program's own, or that of one command. The manual
 * pages are made of the same text (engine/program/man.awk). */
#include "program.h"

#include "str.h"
#include "utf8.h"

#include <stdio.h>

enum { OPTION_WIDTH = 30, WORD_WIDTH = 14 }; /* where explanations begin */

static void put_message(khl_buf *out, const khl_program *program, const char *id)
{
    khl_say_put(out, program, id, NULL, 0);
    khl_buf_char(out, '\n');
}

/* The title of a part, an empty line before it. */
static void put_title(khl_buf *out, const khl_program *program, const char *id)
{
    khl_buf_char(out, '\n');
    put_message(out, program, id);
}

static void put_row(khl_buf *out, const khl_program *program, const char *left, size_t width, const char *id)
{
    khl_buf_put_c(out, left);
    for (size_t n = khl_utf8_length(khl_str_from(left)); n < width; n++) khl_buf_char(out, ' ');
    put_message(out, program, id);
}

static void put_options(khl_buf *out, const khl_program *program, const khl_option *options)
{
    for (const khl_option *o = options; o != NULL && o->name != NULL; o++) {
        char left[64], letter[8] = "    ";
        if (o->letter != 0) snprintf(letter, sizeof letter, "-%c, ", o->letter);
        snprintf(left, sizeof left, "  %s--%s%s%s", letter, o->name, o->value != NULL ? " " : "",
                 o->value != NULL ? o->value : "");
        put_row(out, program, left, OPTION_WIDTH, o->help);
    }
}

enum { ID_BYTES = 64 };

/* command NULL: of the program itself. */
static void put_id(char id[ID_BYTES], const khl_program *program, const char *command, const char *part)
{
    snprintf(id, ID_BYTES, "cli.%s%s.%s", program->face->words, command != NULL ? command : "help", part);
}

static void put_part(khl_buf *out, const khl_program *program, const char *command, const char *part)
{
    char id[ID_BYTES];
    put_id(id, program, command, part);
    put_message(out, program, id);
}

/* A line to be typed: it keeps its own direction. */
static void put_typed(khl_buf *out, khl_str text)
{
    khl_buf_put_c(out, "  ");
    khl_buf_put(out, text);
    khl_buf_char(out, '\n');
}

static void put_usage(khl_buf *out, const khl_program *program, const char *command, const char *operands)
{
    char line[256];
    put_message(out, program, "cli.help.usage");
    snprintf(line, sizeof line, "%s %s %s", program->face->name, command, operands);
    put_typed(out, khl_str_from(line));
    khl_buf_char(out, '\n');
}

static void help_command(khl_buf *out, const khl_program *program)
{
    const khl_command *c = program->command;
    char id[ID_BYTES];
    put_id(id, program, c->name, "example");
    put_usage(out, program, c->name, c->operands);
    put_part(out, program, c->name, "text");
    put_title(out, program, "cli.help.options");
    put_options(out, program, c->options);
    put_title(out, program, "cli.help.common");
    put_options(out, program, KHL_COMMON_OPTIONS);
    put_title(out, program, "cli.help.example");
    put_typed(out, khl_say_word(program, id));
}

static void help_program(khl_buf *out, const khl_program *program)
{
    put_usage(out, program, "COMMAND", "...");
    put_part(out, program, NULL, "text");
    put_title(out, program, "cli.help.commands");
    for (const khl_command *const *c = program->face->commands; *c != NULL; c++) {
        char left[64], id[ID_BYTES];
        snprintf(left, sizeof left, "  %s", (*c)->name);
        put_id(id, program, (*c)->name, "summary");
        put_row(out, program, left, WORD_WIDTH, id);
    }
    put_title(out, program, "cli.help.common");
    put_options(out, program, KHL_COMMON_OPTIONS);
    put_title(out, program, "cli.help.exit");
    put_row(out, program, "  0", WORD_WIDTH, "cli.help.exit.done");
    put_row(out, program, "  1", WORD_WIDTH, "cli.help.exit.failed");
    put_row(out, program, "  2", WORD_WIDTH, "cli.help.exit.use");
    put_row(out, program, "  3", WORD_WIDTH, "cli.help.exit.refused");
}

void khl_say_help(const khl_program *program, FILE *to)
{
    khl_buf out = KHL_BUF_INIT;
    if (program->command != NULL)
        help_command(&out, program);
    else
        help_program(&out, program);
    if (khl_buf_ok(&out)) fwrite(out.p, 1, out.n, to);
    khl_buf_clear(&out);
}
