/* What people should know of an input: where it comes from, and what was decided because of that. */
#include "program.h"

#include "str.h"

#include <stdio.h>

static void put_note(khl_buf *out, const khl_program *p, const char *id, khl_str a, khl_str b)
{
    khl_buf name = KHL_BUF_INIT, value = KHL_BUF_INIT;
    khl_buf_put(&name, a);
    khl_buf_char(&name, '\0');
    for (size_t i = 0; i < b.n; i++) khl_buf_char(&value, b.p[i] == '\n' || b.p[i] == '\r' ? ' ' : b.p[i]);
    khl_buf_char(&value, '\0');
    if (khl_buf_ok(&name) && khl_buf_ok(&value))
        khl_say_put(out, p, id, (const char *const[]){name.p, value.p}, 2);
    else
        out->failed = true;
    khl_buf_char(out, '\n');
    khl_buf_clear(&name);
    khl_buf_clear(&value);
}

static void put_count(khl_buf *out, const khl_program *p, const char *id, khl_str name, uint32_t n)
{
    char count[24];
    int len = snprintf(count, sizeof count, "%u", n);
    if (n > 0) put_note(out, p, id, name, (khl_str){count, (size_t)len});
}

void khl_program_put_notes(khl_buf *out, const khl_program *p, const khl_corpus *corpus, size_t input)
{
    static const struct {
        unsigned note;
        const char *id;
    } NOTES[] = {{KHL_NOTE_NO_ARABIC_TITLE, "cli.input.no_arabic_title"},
                 {KHL_NOTE_NO_PARENT, "cli.input.no_parent"},
                 {KHL_NOTE_SEVERAL_AXES, "cli.input.several_axes"},
                 {KHL_NOTE_MASKED, "cli.input.masked"}};
    const khl_input *in = khl_corpus_input_at(corpus, input);
    char platform[64];
    if (in->platform.n == 0) return;
    snprintf(platform, sizeof platform, "cli.platform.%.*s", (int)in->platform.n, in->platform.p);
    put_note(out, p, "cli.input.platform", in->name, khl_say_word(p, platform));
    put_count(out, p, "cli.input.heads", in->name, in->heads);
    put_count(out, p, "cli.input.unfinished", in->name, in->unfinished);
    if (in->notes & KHL_NOTE_TEXT_GUESSED)
        put_note(out, p, "cli.input.guessed", in->name, khl_corpus_column(corpus, input, "text", 0));
    for (size_t i = 0; i < sizeof NOTES / sizeof *NOTES; i++)
        if (in->notes & NOTES[i].note) put_note(out, p, NOTES[i].id, in->name, KHL_STR(""));
}

void khl_program_say_inputs(const khl_program *p, const khl_corpus *corpus)
{
    khl_buf lines = KHL_BUF_INIT;
    if (p->quiet) return;
    for (size_t i = 0; i < khl_corpus_n_inputs(corpus); i++) khl_program_put_notes(&lines, p, corpus, i);
    if (khl_buf_ok(&lines) && lines.n > 0) fwrite(lines.p, 1, lines.n, stderr);
    khl_buf_clear(&lines);
}
