/* The program's voice: messages in three languages, errors as one line, help from the tables.
 *
 * Messages are data (models/messages); while models cannot be opened, the English text of the error itself
 * serves. */
#include "command.h"

#include "buf.h"
#include "str.h"
#include "utf8.h"

khl_str khl_say_word(const khl_program *program, const char *id)
{
    khl_str text =
        program->models != NULL ? khl_models_message(program->models, program->lang, id) : (khl_str){NULL, 0};
    return text.n > 0 ? text : khl_str_from(id);
}

/* Puts args into {0} {1} ...; "\n" in a message is a line break, so that a row of the data file stays one
 * line. */
static void expand(khl_buf *out, khl_str text, const char *const *args, size_t n_args)
{
    for (size_t i = 0; i < text.n; i++) {
        bool slot = text.p[i] == '{' && i + 2 < text.n && text.p[i + 2] == '}' && text.p[i + 1] >= '0';
        size_t k = slot ? (size_t)(text.p[i + 1] - '0') : 0;
        if (slot && k < n_args) {
            khl_buf_put_c(out, args[k] != NULL ? args[k] : "");
            i += 2;
        } else if (text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == 'n') {
            khl_buf_char(out, '\n');
            i++;
        } else {
            khl_buf_char(out, text.p[i]);
        }
    }
}

static void print_line(FILE *to, const khl_buf *buf)
{
    if (khl_buf_ok(buf)) fwrite(buf->p, 1, buf->n, to);
    fputc('\n', to);
}

void khl_say(const khl_program *program, const char *id, const char *const *args, size_t n_args)
{
    if (program->quiet) return;
    khl_buf buf = KHL_BUF_INIT;
    expand(&buf, khl_say_word(program, id), args, n_args);
    print_line(stderr, &buf);
    khl_buf_clear(&buf);
}

static void put_place(khl_buf *buf, const khl_program *program, const char *id, uint64_t number)
{
    char text[32];
    snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    khl_buf_put_c(buf, ", ");
    expand(buf, khl_say_word(program, id), (const char *const[]){text}, 1);
}

/* "file, row 12, column 3: " as far as they are known. */
static void put_position(khl_buf *buf, const khl_program *program)
{
    const khl_error *e = &program->err;
    if (e->file[0] == '\0' && e->row == 0) return;
    bool known = program->models != NULL;
    khl_buf_put_c(buf, e->file[0] != '\0' ? e->file : "-");
    if (e->row > 0 && known)
        put_place(buf, program, "cli.at.row", e->row);
    else if (e->row > 0)
        khl_buf_format(buf, ", row %llu", (unsigned long long)e->row);
    if (e->column > 0 && known)
        put_place(buf, program, "cli.at.column", e->column);
    else if (e->column > 0)
        khl_buf_format(buf, ", column %llu", (unsigned long long)e->column);
    if (e->has_byte && e->row == 0) khl_buf_format(buf, ", byte %llu", (unsigned long long)e->byte);
    khl_buf_put_c(buf, ": ");
}

static void put_message(khl_buf *buf, const khl_program *program)
{
    const khl_error *e = &program->err;
    char id[64];
    snprintf(id, sizeof id, "err.%s", e->id);
    khl_str text =
        program->models != NULL ? khl_models_message(program->models, program->lang, id) : (khl_str){NULL, 0};
    const char *const args[] = {e->args[0], e->args[1], e->args[2]};
    if (text.n > 0)
        expand(buf, text, args, KHL_ERROR_ARGS);
    else
        khl_buf_put_c(buf, e->message);
}

static int exit_code(khl_status code)
{
    switch (code) {
    case KHL_OK:
        return KHL_EXIT_DONE;
    case KHL_E_ARGUMENT:
        return KHL_EXIT_USE;
    case KHL_E_INPUT:
        return KHL_EXIT_REFUSED;
    default:
        return KHL_EXIT_FAILED;
    }
}

int khl_say_error(const khl_program *program)
{
    khl_buf buf = KHL_BUF_INIT;
    khl_buf_put_c(&buf, "khulasa: ");
    put_position(&buf, program);
    put_message(&buf, program);
    print_line(stderr, &buf);
    khl_buf_clear(&buf);
    return exit_code(program->err.code);
}

/* Width on a terminal: characters, without the marks that stand on them; good enough for help. */
static size_t width_of(khl_str s)
{
    return khl_utf8_length(s);
}

static void put_padding(FILE *to, size_t from, size_t upto)
{
    for (; from < upto; from++) fputc(' ', to);
}

static void help_options(const khl_program *program, FILE *to, const khl_option *options)
{
    for (const khl_option *o = options; o != NULL && o->name != NULL; o++) {
        char left[64];
        int n = o->letter != 0 ? snprintf(left, sizeof left, "  -%c, --%s", o->letter, o->name)
                               : snprintf(left, sizeof left, "      --%s", o->name);
        if (o->value != NULL) n += snprintf(left + n, sizeof left - (size_t)n, " %s", o->value);
        khl_str text = khl_say_word(program, o->help);
        fputs(left, to);
        put_padding(to, width_of(khl_str_from(left)), 28);
        fprintf(to, "  %.*s\n", (int)text.n, text.p);
    }
}

static void help_block(const khl_program *program, FILE *to, const char *command, const char *part)
{
    char id[64];
    khl_buf buf = KHL_BUF_INIT;
    snprintf(id, sizeof id, "cli.%s.%s", command, part);
    expand(&buf, khl_say_word(program, id), NULL, 0);
    print_line(to, &buf);
    khl_buf_clear(&buf);
}

static void help_title(const khl_program *program, FILE *to, const char *id)
{
    khl_str text = khl_say_word(program, id);
    fprintf(to, "\n%.*s\n", (int)text.n, text.p);
}

static void help_command(const khl_program *program, FILE *to)
{
    const khl_command *c = program->command;
    khl_str usage = khl_say_word(program, "cli.help.usage");
    fprintf(to, "%.*s khulasa %s %s\n\n", (int)usage.n, usage.p, c->name, c->operands);
    help_block(program, to, c->name, "text");
    help_title(program, to, "cli.help.options");
    help_options(program, to, c->options);
    help_options(program, to, KHL_COMMON_OPTIONS);
    help_title(program, to, "cli.help.example");
    fputs("  ", to);
    help_block(program, to, c->name, "example");
}

static void help_program(const khl_program *program, FILE *to, const khl_command *const *commands)
{
    khl_str usage = khl_say_word(program, "cli.help.usage");
    fprintf(to, "%.*s khulasa COMMAND ...\n\n", (int)usage.n, usage.p);
    help_block(program, to, "help", "text");
    help_title(program, to, "cli.help.commands");
    for (; *commands != NULL; commands++) {
        char id[64];
        snprintf(id, sizeof id, "cli.%s.summary", (*commands)->name);
        khl_str text = khl_say_word(program, id);
        fprintf(to, "  %-12s %.*s\n", (*commands)->name, (int)text.n, text.p);
    }
    help_title(program, to, "cli.help.options");
    help_options(program, to, KHL_COMMON_OPTIONS);
}

void khl_say_help(const khl_program *program, FILE *to, const khl_command *const *commands)
{
    if (program->command != NULL)
        help_command(program, to);
    else
        help_program(program, to, commands);
}
