/* khulasa analyze: what the engine sees in a text, as aligned columns or JSON. */
#include "command.h"

#include "error.h"
#include "files.h"
#include "khulasa/text.h"
#include "str.h"
#include "utf8.h"

#include <jansson.h>

#define MAX_TEXT ((size_t)256 << 20)

static const khl_option OPTIONS[] = {
    {"stemmer", 0, "NAME", "cli.option.stemmer"},
    {"json", 0, NULL, "cli.option.json"},
    {NULL, 0, NULL, NULL},
};

static const struct {
    unsigned bit;
    const char *name;
} FLAGS[] = {
    {KHL_TOKEN_STOP, "stop"},       {KHL_TOKEN_BOILERPLATE, "formula"}, {KHL_TOKEN_NEGATION, "negation"},
    {KHL_TOKEN_ARTICLE, "article"}, {KHL_TOKEN_PLACE, "place"},         {KHL_TOKEN_PRONOUN, "pronoun"},
    {KHL_TOKEN_PLURAL, "plural"},
};
enum { N_FLAGS = sizeof FLAGS / sizeof *FLAGS };

/* Ill-formed bytes of the original become U+FFFD, as JSON is UTF-8. */
static json_t *json_text(khl_str s)
{
    khl_buf buf = KHL_BUF_INIT;
    bool bad = false;
    for (size_t at = 0; at < s.n;) khl_buf_utf8(&buf, khl_utf8_next(s, &at, &bad));
    json_t *value = khl_buf_ok(&buf) ? json_stringn(buf.n > 0 ? buf.p : "", buf.n) : NULL;
    khl_buf_clear(&buf);
    return value;
}

static json_t *json_token(const khl_token *t)
{
    json_t *flags = json_array();
    for (size_t i = 0; i < N_FLAGS; i++)
        if (t->flags & FLAGS[i].bit) json_array_append_new(flags, json_string(FLAGS[i].name));
    return json_pack("{s:i, s:i, s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "begin", (int)t->begin, "end",
                     (int)t->end, "kind", khl_token_kind_name(t->kind), "lang", khl_lang_name(t->lang), "key",
                     json_text(t->key), "clean", json_text(t->clean), "proclitics", json_text(t->proclitics),
                     "stem", json_text(t->stem), "flags", flags);
}

static json_t *json_feature(const khl_feature *f)
{
    return json_pack("{s:o, s:s, s:i, s:i, s:f}", "name", json_text(f->name), "kind",
                     khl_feature_kind_name(f->kind), "begin", (int)f->begin, "end", (int)f->end, "weight",
                     (double)f->weight);
}

static json_t *json_part(const khl_text_part *part, const char *key, const char *value)
{
    return json_pack("{s:i, s:i, s:s}", "begin", (int)part->begin, "end", (int)part->end, key, value);
}

/* The parts of the text; one part, the whole, when it holds one demand. */
static json_t *json_parts(const khl_analysis *a, const khl_cut *cut)
{
    json_t *parts = json_array();
    khl_text_part whole = {0, (uint32_t)a->original.n, KHL_CUT_WHOLE};
    if (cut->n_parts == 0) json_array_append_new(parts, json_part(&whole, "reason", "whole"));
    for (size_t i = 0; i < cut->n_parts; i++)
        json_array_append_new(parts, json_part(&cut->parts[i], "reason",
                                               khl_cut_reason_name((khl_cut_reason)cut->parts[i].reason)));
    return parts;
}

static json_t *json_formulas(const khl_cut *cut)
{
    json_t *formulas = json_array();
    if (cut->opening.end > cut->opening.begin)
        json_array_append_new(formulas, json_part(&cut->opening, "place", "opening"));
    if (cut->closing.end > cut->closing.begin)
        json_array_append_new(formulas, json_part(&cut->closing, "place", "closing"));
    return formulas;
}

static khl_status print_json(khl_program *p, const khl_analysis *a, const khl_cut *cut)
{
    json_t *tokens = json_array(), *features = json_array();
    for (size_t i = 0; i < a->n_tokens; i++) json_array_append_new(tokens, json_token(&a->tokens[i]));
    for (size_t i = 0; i < a->n_features; i++) json_array_append_new(features, json_feature(&a->features[i]));
    json_t *root =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:f}", "original", json_text(a->original),
                  "clean", json_text(a->clean), "key", json_text(a->key), "tokens", tokens, "features",
                  features, "parts", json_parts(a, cut), "formulas", json_formulas(cut), "bad_bytes",
                  (int)a->bad_bytes, "presentation_share", (double)a->presentation_share);
    int written = root != NULL ? json_dumpf(root, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6)) : -1;
    json_decref(root);
    putchar('\n');
    return written == 0 || ferror(stdout) ? KHL_OK : khl_fail_memory(&p->err); /* main reports a full disk */
}

/* The flags of a token, with commas; "-" when it has none. */
static khl_str flag_names(khl_buf *buf, unsigned flags)
{
    buf->n = 0;
    for (size_t i = 0; i < N_FLAGS; i++) {
        if ((flags & FLAGS[i].bit) == 0) continue;
        if (buf->n > 0) khl_buf_char(buf, ',');
        khl_buf_put_c(buf, FLAGS[i].name);
    }
    if (buf->n == 0) khl_buf_char(buf, '-');
    return khl_buf_str(buf);
}

static size_t width_of(khl_str s)
{
    return s.n > 0 ? khl_utf8_length(s) : 1;
}

/* Text of either direction, held together by FSI and PDI. */
static void put_text(khl_str s)
{
    fputs("\xe2\x81\xa8", stdout);
    if (s.n > 0)
        fwrite(s.p, 1, s.n, stdout);
    else
        putchar('-');
    fputs("\xe2\x81\xa9", stdout);
}

/* With blanks up to a width and two more. */
static void put_cell(khl_str s, size_t width)
{
    put_text(s);
    for (size_t n = width_of(s); n < width + 2; n++) putchar(' ');
}

static void put_last(khl_str s)
{
    put_text(s);
    putchar('\n');
}

/* On one line, whatever line ends are in it. */
static void put_line(khl_str s)
{
    fputs("\xe2\x81\xa8", stdout);
    for (size_t i = 0; i < s.n; i++) putchar(s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i]);
    fputs("\xe2\x81\xa9\n", stdout);
}

typedef struct widths {
    size_t flags, key, proclitics;
} widths;

static void widen(size_t *width, khl_str s)
{
    if (width_of(s) > *width) *width = width_of(s);
}

static widths measure(const khl_analysis *a, khl_buf *buf)
{
    widths w = {strlen("flags"), strlen("key"), strlen("proclitics")};
    for (size_t i = 0; i < a->n_tokens; i++) {
        widen(&w.flags, flag_names(buf, a->tokens[i].flags));
        widen(&w.key, a->tokens[i].key);
        widen(&w.proclitics, a->tokens[i].proclitics);
    }
    return w;
}

static void print_token(const khl_token *t, const widths *w, khl_buf *buf)
{
    char bytes[32];
    snprintf(bytes, sizeof bytes, "%u-%u", t->begin, t->end);
    khl_str flags = flag_names(buf, t->flags);
    printf("%-11s  %-5s  %-7s  %-*.*s  ", bytes, khl_token_kind_name(t->kind), khl_lang_name(t->lang),
           (int)w->flags, (int)flags.n, flags.p);
    put_cell(t->key, w->key);
    put_cell(t->proclitics, w->proclitics);
    put_last(t->stem);
}

static void print_features(const khl_analysis *a)
{
    if (a->n_features > 0) printf("\n%-11s  %-8s  %6s  %s\n", "bytes", "kind", "weight", "feature");
    for (size_t i = 0; i < a->n_features; i++) {
        const khl_feature *f = &a->features[i];
        char bytes[32];
        snprintf(bytes, sizeof bytes, "%u-%u", f->begin, f->end);
        printf("%-11s  %-8s  %6.2f  ", bytes, khl_feature_kind_name(f->kind), (double)f->weight);
        put_last(f->name);
    }
}

/* Only where the text is cut. */
static void print_part(const khl_analysis *a, const khl_text_part *part, const char *why)
{
    char bytes[32];
    if (part->end == part->begin) return;
    snprintf(bytes, sizeof bytes, "%u-%u", part->begin, part->end);
    printf("%-11s  %-9s  ", bytes, why);
    put_line(khl_str_part(a->original, part->begin, part->end));
}

static void print_parts(const khl_analysis *a, const khl_cut *cut)
{
    if (cut->n_parts == 0) return;
    printf("\n%-11s  %-9s  %s\n", "bytes", "reason", "part");
    print_part(a, &cut->opening, "opening");
    for (size_t i = 0; i < cut->n_parts; i++)
        print_part(a, &cut->parts[i], khl_cut_reason_name((khl_cut_reason)cut->parts[i].reason));
    print_part(a, &cut->closing, "closing");
}

static khl_status print_table(khl_program *p, const khl_analysis *a, const khl_cut *cut)
{
    khl_buf buf = KHL_BUF_INIT;
    widths w = measure(a, &buf);
    printf("%-11s  %-5s  %-7s  %-*s  %-*s  %-*s  %s\n", "bytes", "kind", "lang", (int)w.flags, "flags",
           (int)w.key, "key", (int)w.proclitics, "proclitics", "stem");
    for (size_t i = 0; i < a->n_tokens; i++) print_token(&a->tokens[i], &w, &buf);
    print_features(a);
    print_parts(a, cut);
    khl_status status = khl_buf_ok(&buf) ? KHL_OK : khl_fail_memory(&p->err);
    khl_buf_clear(&buf);
    return status;
}

static int run(khl_program *p)
{
    khl_file file = {{NULL, 0}, false};
    khl_analysis analysis;
    khl_cut cut = {.parts = NULL};
    khl_text *analyser = NULL;
    khl_status status = KHL_OK;
    if (p->args.n_operands > 1)
        status = KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.one_text",
                          "give one text, in quotation marks, or - for standard input");
    bool piped = p->args.n_operands == 0 || strcmp(p->args.operands[0], "-") == 0;
    if (status == KHL_OK && piped) status = khl_file_open(&file, "-", MAX_TEXT, &p->err);
    khl_str text = piped ? file.bytes : khl_str_from(p->args.operands[0]);
    if (status == KHL_OK) status = khl_program_text(p, &analyser);
    const khl_text *chosen = analyser != NULL ? analyser : khl_models_text(p->models);
    if (status == KHL_OK) status = khl_text_analyze(chosen, text, NULL, &analysis, &p->err);
    if (status == KHL_OK) {
        status = khl_text_cut(&cut, &analysis, &p->err);
        if (status == KHL_OK && khl_args_flag(&p->args, "json"))
            status = print_json(p, &analysis, &cut);
        else if (status == KHL_OK)
            status = print_table(p, &analysis, &cut);
        khl_cut_clear(&cut);
        khl_analysis_clear(&analysis);
    }
    khl_text_destroy(analyser);
    khl_file_close(&file);
    return status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
}

const khl_command KHL_ANALYZE = {"analyze", "[TEXT | -]", OPTIONS, run};
