/* The program's voice: messages in three languages, errors as one line.
 *
 * Messages are data (models/messages); while models cannot be opened, the English text of the error itself
 * serves. */
#include "program.h"

#include "buf.h"
#include "str.h"

khl_str khl_say_word(const khl_program *program, const char *id)
{
    khl_str text =
        program->models != NULL ? khl_models_message(program->models, program->lang, id) : (khl_str){NULL, 0};
    return text.n > 0 ? text : khl_str_from(id);
}

static bool is_right_to_left(const khl_program *program)
{
    return program->models != NULL && strcmp(program->lang, "ar") == 0;
}

static void put_directed(khl_buf *out, const khl_program *program, const khl_buf *text)
{
    if (!khl_buf_ok(text))
        out->failed = true;
    else if (is_right_to_left(program))
        khl_bidi_put(out, khl_buf_str(text));
    else
        khl_buf_put(out, khl_buf_str(text));
}

void khl_say_put(khl_buf *out, const khl_program *program, const char *id, const char *const *args,
                 size_t n_args)
{
    khl_buf text = KHL_BUF_INIT;
    khl_buf_fill(&text, khl_say_word(program, id), args, n_args);
    put_directed(out, program, &text);
    khl_buf_clear(&text);
}

void khl_say_cell(const khl_program *program, const char *id)
{
    khl_buf buf = KHL_BUF_INIT;
    khl_say_put(&buf, program, id, NULL, 0);
    if (khl_buf_ok(&buf) && buf.n > 0) fwrite(buf.p, 1, buf.n, stdout);
    khl_buf_clear(&buf);
}

static void print_line(FILE *to, const khl_buf *buf)
{
    if (khl_buf_ok(buf) && buf->n > 0) fwrite(buf->p, 1, buf->n, to);
    fputc('\n', to);
}

void khl_say(const khl_program *program, const char *id, const char *const *args, size_t n_args)
{
    if (program->quiet) return;
    khl_buf buf = KHL_BUF_INIT;
    khl_say_put(&buf, program, id, args, n_args);
    print_line(stderr, &buf);
    khl_buf_clear(&buf);
}

static void put_place(khl_buf *buf, const khl_program *program, const char *id, uint64_t number)
{
    char text[32];
    snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    khl_buf_put(buf, khl_say_word(program, "cli.at.comma"));
    khl_buf_char(buf, ' ');
    khl_buf_fill(buf, khl_say_word(program, id), (const char *const[]){text}, 1);
}

/* "file, row 12, column 3: " as far as they are known. */
static void put_position(khl_buf *buf, const khl_program *program)
{
    const khl_error *e = &program->err;
    if (e->file[0] == '\0' && e->row == 0) return;
    bool known = program->models != NULL;
    bool piped = e->file[0] == '\0' || strcmp(e->file, "-") == 0;
    khl_buf_put_c(buf, piped ? "-" : e->file);
    if (e->row > 0 && known)
        put_place(buf, program, "cli.at.row", e->row);
    else if (e->row > 0)
        khl_buf_format(buf, ", row %llu", (unsigned long long)e->row);
    if (e->column > 0 && known)
        put_place(buf, program, "cli.at.column", e->column);
    else if (e->column > 0)
        khl_buf_format(buf, ", column %llu", (unsigned long long)e->column);
    if (e->has_byte && e->row == 0 && known)
        put_place(buf, program, "cli.at.byte", e->byte);
    else if (e->has_byte && e->row == 0)
        khl_buf_format(buf, ", byte %llu", (unsigned long long)e->byte);
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
        khl_buf_fill(buf, text, args, KHL_ERROR_ARGS);
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
    case KHL_E_CONFLICT:
        return KHL_EXIT_REFUSED;
    default:
        return KHL_EXIT_FAILED;
    }
}

int khl_say_error(const khl_program *program)
{
    khl_buf line = KHL_BUF_INIT, text = KHL_BUF_INIT;
    khl_buf_put_c(&line, program->face->name);
    khl_buf_put_c(&line, ": ");
    put_position(&text, program);
    put_message(&text, program);
    put_directed(&line, program, &text);
    print_line(stderr, &line);
    khl_buf_clear(&line);
    khl_buf_clear(&text);
    return exit_code(program->err.code);
}
