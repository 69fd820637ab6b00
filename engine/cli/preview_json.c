/* khulasa preview --json: one object an input, on a line. */
#include "preview.h"

#include "error.h"
#include "json_out.h"
#include "str.h"

static void put_columns(khl_json *json, const preview *v)
{
    khl_json_key(json, "columns");
    khl_json_begin(json, '{');
    for (size_t f = 0; f < PREVIEW_FIELDS; f++) {
        khl_str column = khl_corpus_column(v->corpus, v->input, PREVIEW_FIELD[f], 0);
        if (column.n == 0) continue;
        khl_json_key(json, PREVIEW_FIELD[f]);
        khl_json_begin(json, '[');
        for (size_t k = 1; column.n > 0; k++) {
            khl_json_text(json, column);
            column = khl_corpus_column(v->corpus, v->input, PREVIEW_FIELD[f], k);
        }
        khl_json_end(json, ']');
    }
    khl_json_end(json, '}');
    khl_json_key(json, "not_read");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < v->info->columns; i++) {
        khl_str header = khl_corpus_header(v->corpus, v->input, i);
        if (header.n > 0 && !preview_is_read(v, header)) khl_json_text(json, header);
    }
    khl_json_end(json, ']');
}

static void put_notes(khl_json *json, const khl_input *in)
{
    static const struct {
        unsigned note;
        const char *name;
    } NOTES[] = {{KHL_NOTE_TEXT_GUESSED, "text-guessed"},
                 {KHL_NOTE_NO_ARABIC_TITLE, "no-arabic-title"},
                 {KHL_NOTE_NO_PARENT, "no-parent"},
                 {KHL_NOTE_SEVERAL_AXES, "several-axes"}};
    khl_json_key(json, "notes");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < sizeof NOTES / sizeof *NOTES; i++)
        if (in->notes & NOTES[i].note) khl_json_text(json, khl_str_from(NOTES[i].name));
    khl_json_end(json, ']');
}

static void put_counts(khl_json *json, const preview *v)
{
    khl_json_put_integer(json, "received", v->info->rows);
    khl_json_put_integer(json, "usable", v->usable);
    khl_json_key(json, "set_aside");
    khl_json_begin(json, '{');
    for (size_t i = 0; i < v->n_reasons; i++) {
        khl_json_text(json, v->reasons[i].id);
        khl_json_integer(json, v->reasons[i].n);
    }
    khl_json_end(json, '}');
    khl_json_put_integer(json, "heads", v->info->heads);
    khl_json_put_integer(json, "unfinished", v->info->unfinished);
}

static void put_private(khl_json *json, const preview *v)
{
    khl_json_key(json, "private");
    khl_json_begin(json, '{');
    khl_json_put_integer(json, "email", v->n_private[KHL_PRIVATE_EMAIL]);
    khl_json_put_integer(json, "phone", v->n_private[KHL_PRIVATE_PHONE]);
    khl_json_put_integer(json, "identity", v->n_private[KHL_PRIVATE_IDENTITY]);
    khl_json_put_integer(json, "persons", v->n_persons);
    khl_json_end(json, '}');
}

static void put_samples(khl_json *json, const preview *v)
{
    khl_json_key(json, "encodings");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < v->n_samples; i++) {
        khl_json_begin(json, '{');
        khl_json_put_text(json, "encoding", khl_str_from(v->samples[i].encoding));
        khl_json_put_text(json, "lines", (khl_str){v->samples[i].lines, v->samples[i].n});
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
}

static void put_row(khl_json *json, const khl_proposal *p)
{
    const struct {
        const char *name;
        khl_str value;
    } VALUES[] = {{"id", p->id},
                  {"text", p->text},
                  {"title", p->title},
                  {"association", p->association},
                  {"axis", p->axis},
                  {"city", p->city},
                  {"place", p->place},
                  {"date", p->date},
                  {"priority", p->priority}};
    khl_json_begin(json, '{');
    khl_json_put_integer(json, "row", p->row);
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++)
        if (VALUES[i].value.n > 0) khl_json_put_text(json, VALUES[i].name, VALUES[i].value);
    if (p->unfinished) khl_json_put_boolean(json, "unfinished", true);
    khl_json_end(json, '}');
}

static void put_rows(khl_json *json, const preview *v)
{
    size_t shown = 0;
    khl_json_key(json, "rows");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < khl_corpus_count(v->corpus) && shown < PREVIEW_ROWS; i++) {
        const khl_proposal *p = khl_corpus_at(v->corpus, i);
        if (p->input != v->input) continue;
        put_row(json, p);
        shown++;
    }
    khl_json_end(json, ']');
}

khl_status khl_put_preview_json(khl_buf *out, const preview *v, khl_error *err)
{
    khl_sink sink = {.buf = *out};
    khl_json json;
    const khl_input *in = v->info;
    khl_json_open(&json, &sink, err);
    khl_json_begin(&json, '{');
    khl_json_put_text(&json, "file", in->name);
    khl_json_put_text(&json, "kind", in->kind);
    khl_json_put_text(&json, "encoding", in->encoding);
    khl_json_put_text_or_null(&json, "separator", (khl_str){&in->separator, in->separator != 0});
    khl_json_put_text_or_null(&json, "platform", in->platform);
    put_notes(&json, in);
    put_columns(&json, v);
    put_counts(&json, v);
    put_private(&json, v);
    put_samples(&json, v);
    put_rows(&json, v);
    khl_json_end(&json, '}');
    khl_json_raw(&json, "\n");
    khl_status status = khl_json_close(&json);
    *out = sink.buf;
    return status;
}
