/* One pass over the entries; texts are escaped here, everything else by the generator. */
#include "baseline.h"

#include "doc_words.h"
#include "hex.h"
#include "json_out.h"
#include "shown.h"
#include "str.h"
#include "utf8.h"

typedef struct baseline {
    khl_json json;
    const khl_shortlist *list;
    const khl_words *words;
    khl_buf shown, escaped; /* scratch */
} baseline;

static void put_escape(khl_buf *out, uint32_t c)
{
    if (c > 0xFFFF) {
        khl_buf_format(out, "\\u%04X", (unsigned)(0xD800 + ((c - 0x10000) >> 10)));
        c = 0xDC00 + ((c - 0x10000) & 0x3FF);
    }
    khl_buf_format(out, "\\u%04X", (unsigned)c);
}

/* Every character as it came. */
static void put_exact(baseline *b, const char *key, khl_str s)
{
    khl_buf *out = &b->escaped;
    bool bad = false;
    out->n = 0;
    khl_buf_char(out, '"');
    for (size_t at = 0; at < s.n;) {
        bool escape = khl_cell_escape(s, at) >= 0;
        uint32_t c = khl_utf8_next(s, &at, &bad);
        if (c == '"' || c == '\\') khl_buf_char(out, '\\');
        if (escape || c < 0x20 || c >= 0x7F)
            put_escape(out, c);
        else
            khl_buf_utf8(out, c);
    }
    khl_buf_char(out, '"');
    khl_json_key(&b->json, key);
    khl_json_made(&b->json, khl_buf_str(out));
}

static void put_shown(baseline *b, const char *key, khl_str s)
{
    b->shown.n = 0;
    khl_shown_text(&b->shown, s);
    put_exact(b, key, khl_buf_str(&b->shown));
}

static void put_named(baseline *b, khl_str id, const khl_name *name)
{
    khl_json_begin(&b->json, '{');
    put_exact(b, "id", id);
    put_shown(b, "name", khl_doc_name(name, b->words));
    khl_json_end(&b->json, '}');
}

static void put_member(baseline *b, const khl_member *member)
{
    char hex[2 * sizeof member->sha256];
    khl_hex_write(hex, member->sha256, sizeof member->sha256);
    khl_json_begin(&b->json, '{');
    put_exact(b, "id", member->id);
    khl_json_put_text(&b->json, "sha256", (khl_str){hex, sizeof hex});
    khl_json_end(&b->json, '}');
}

static void put_entry(baseline *b, const khl_entry *entry)
{
    khl_json *json = &b->json;
    khl_json_begin(json, '{');
    put_exact(b, "id", entry->id);
    khl_json_put_integer(json, "axis", entry->axis);
    put_shown(b, "title", entry->title);
    put_shown(b, "text", entry->text);
    khl_json_put_text_or_null(json, "level", entry->level);
    khl_json_key(json, "authorities");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < entry->n_authorities; i++)
        put_named(b, entry->authorities[i].id, &entry->authorities[i].name);
    khl_json_end(json, ']');
    khl_json_key(json, "members");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < entry->n_members; i++) put_member(b, &entry->members[i]);
    khl_json_end(json, ']');
    khl_json_end(json, '}');
}

static void put_baseline(baseline *b)
{
    khl_json *json = &b->json;
    khl_json_begin(json, '{');
    khl_json_put_text(json, "schema", KHL_STR("khulasa.baseline/1"));
    put_exact(b, "version", b->list->version);
    put_exact(b, "models", b->list->models);
    khl_json_put_text(json, "lang", b->words->lang);
    khl_json_put_integer(json, "decisions", b->list->decisions.last);
    khl_json_key(json, "axes");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < b->list->n_axes; i++) put_named(b, b->list->axes[i].id, &b->list->axes[i].name);
    khl_json_end(json, ']');
    khl_json_key(json, "entries");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < b->list->n_entries && khl_json_ease(json); i++) put_entry(b, &b->list->entries[i]);
    khl_json_end(json, ']');
    khl_json_end(json, '}');
}

khl_status khl_baseline_put(khl_sink *out, const khl_shortlist *list, const khl_words *words, khl_error *err)
{
    baseline b = {.list = list, .words = words, .shown = KHL_BUF_INIT, .escaped = KHL_BUF_INIT};
    khl_status status = khl_json_open(&b.json, out, err);
    if (status == KHL_OK) put_baseline(&b);
    out->buf.failed = out->buf.failed || b.shown.failed || b.escaped.failed;
    if (status == KHL_OK) status = khl_json_close(&b.json);
    khl_buf_clear(&b.shown);
    khl_buf_clear(&b.escaped);
    return status;
}
