/* A document that was read back, beside the baseline it carries: what of it differs. */
#ifndef READBACK_H
#define READBACK_H

#include "../export/doc_fixture.h"
#include "edited.h"
#include "module.h"

#include <jansson.h>
#include <stdio.h>

static inline khl_status read_back(khl_edited *out, khl_str bytes, khl_error *err)
{
    void (*found)(void);
    if (khl_module_find("office", "khl_office_read_edited", &found, err) != KHL_OK) abort();
    return ((khl_office_read_edited_fn *)found)(out, bytes, err);
}

static inline khl_str text_of(const json_t *object, const char *key)
{
    return khl_str_from(json_string_value(json_object_get(object, key)));
}

/* Folded, with a line end for each semicolon of any script. */
static inline khl_buf folded(khl_str s, bool list)
{
    khl_buf out = KHL_BUF_INIT, one = KHL_BUF_INIT;
    for (size_t at = 0, from = 0; at <= s.n; at++) {
        bool arabic = at + 1 < s.n && (unsigned char)s.p[at] == 0xD8 && (unsigned char)s.p[at + 1] == 0x9B;
        if (at < s.n && !(list && (s.p[at] == ';' || s.p[at] == '\n' || arabic))) continue;
        one.n = 0;
        khl_edited_fold(&one, khl_str_part(s, from, at));
        if (from > 0) khl_buf_char(&out, '\n');
        khl_buf_put(&out, khl_buf_str(&one));
        from = at + 1 + arabic;
    }
    khl_buf_clear(&one);
    return out;
}

static inline unsigned differs(khl_str id, const char *part, khl_str is, khl_str was, FILE *to)
{
    bool list = strcmp(part, "authorities") == 0;
    khl_buf a = folded(is, list), b = folded(was, list);
    bool differ = !khl_str_equal(khl_buf_str(&a), khl_buf_str(&b));
    if (differ && to != NULL)
        fprintf(to, "%.*s %s\n  is  %.*s\n  was %.*s\n", (int)id.n, id.p, part, (int)a.n, a.p, (int)b.n, b.p);
    khl_buf_clear(&a);
    khl_buf_clear(&b);
    return differ;
}

static inline khl_str word_of_level(const json_t *entry, bool ordered, const khl_words *words)
{
    char id[64];
    khl_str level = text_of(entry, "level");
    if (level.n == 0) return ordered ? words->word(words->context, "doc.level.unknown") : KHL_STR("");
    snprintf(id, sizeof id, "doc.level.%s", level.p);
    khl_str word = words->word(words->context, id);
    return khl_str_equal(word, khl_str_from(id)) ? level : word;
}

static inline unsigned entry_differs(const khl_edited *e, const khl_edited_entry *is, const json_t *was,
                                     const json_t *axes, FILE *to)
{
    static doc_fixture docs[3];
    static const char *const LANGS[] = {"ar", "fr", "en"};
    json_error_t error;
    json_t *root = json_loadb(e->baseline.p, e->baseline.n, 0, &error);
    size_t lang = 0, axis = (size_t)json_integer_value(json_object_get(was, "axis"));
    while (lang < 2 && strcmp(LANGS[lang], text_of(root, "lang").p) != 0) lang++;
    if (docs[lang].words.word == NULL) doc_open(&docs[lang], LANGS[lang]);
    json_decref(root);
    khl_buf names = KHL_BUF_INIT;
    const json_t *authorities = json_object_get(was, "authorities");
    for (size_t i = 0; i < json_array_size(authorities); i++) {
        if (i > 0) khl_buf_char(&names, '\n');
        khl_buf_put(&names, text_of(json_array_get(authorities, i), "name"));
    }
    unsigned n = differs(is->id, "title", is->parts[KHL_EDITED_TITLE].text, text_of(was, "title"), to);
    n += differs(is->id, "text", is->parts[KHL_EDITED_TEXT].text, text_of(was, "text"), to);
    n += differs(is->id, "level", is->parts[KHL_EDITED_LEVEL].text,
                 word_of_level(was, e->ordered, &docs[lang].words), to);
    n += differs(is->id, "authorities", is->parts[KHL_EDITED_AUTHORITIES].text, khl_buf_str(&names), to);
    if (e->ordered)
        n += is->axis != axis;
    else
        n += differs(is->id, "axis", is->parts[KHL_EDITED_AXIS].text,
                     text_of(json_array_get(axes, axis - 1), "name"), to);
    khl_buf_clear(&names);
    return n;
}

/* Parts that differ, entries that are missing or elsewhere, strays and answers: 0 for a document that nobody
 * edited. Each on a line to `to`, unless that is NULL. */
static inline unsigned count_differences(const khl_edited *e, FILE *to)
{
    json_error_t error;
    json_t *root = json_loadb(e->baseline.p, e->baseline.n, 0, &error);
    if (root == NULL) abort();
    const json_t *entries = json_object_get(root, "entries");
    unsigned n = (unsigned)(e->n_strays + e->n_answers);
    for (size_t i = 0; i < e->n_strays && to != NULL; i++)
        fprintf(to, "stray %d %s\n", (int)e->strays[i].kind, e->strays[i].text.p);
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *was = json_array_get(entries, i);
        size_t k = e->ordered ? i : 0;
        while (k < e->n_entries && !khl_str_equal(e->entries[k].id, text_of(was, "id"))) k++;
        if (k < e->n_entries) {
            n += (e->ordered && k != i);
            n += entry_differs(e, &e->entries[k], was, json_object_get(root, "axes"), to);
        } else {
            n++;
            if (to != NULL) fprintf(to, "%s is missing\n", text_of(was, "id").p);
        }
    }
    n += e->n_entries > json_array_size(entries);
    json_decref(root);
    return n;
}

#endif
