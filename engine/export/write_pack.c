/* shortlist.pack, schema khulasa.pack/1: what one city shows another of its result, an entry a line. No
 * persons and no associations, only how many there were; no raw submissions but the wording that each entry
 * kept. Linear in the text of the entries.
 *
 * The folded text (the key by which texts are compared) is not written: folding is the reader's, by its own
 * version of the text room, so that packs of different years and versions meet as equals; a key of another
 * version would look the same and match nothing. */
#include "json_out.h"
#include "str.h"
#include "writers.h"

static void put_name(khl_json *json, const khl_name *name)
{
    khl_json_key(json, "name");
    khl_json_begin(json, '{');
    khl_json_put_text_or_null(json, "ar", name->ar);
    khl_json_put_text_or_null(json, "fr", name->fr);
    khl_json_put_text_or_null(json, "en", name->en);
    khl_json_end(json, '}');
}

/* Names of files are of the machine of those who made it; they stay at home. */
static void put_run(khl_json *json, const khl_shortlist *list)
{
    khl_json_begin(json, '{');
    khl_json_put_text(json, "version", list->version);
    khl_json_put_text(json, "models", list->models);
    khl_json_put_text_or_null(json, "date", list->date);
    khl_json_end(json, '}');
}

static void put_account(khl_json *json, const khl_shortlist *list)
{
    khl_json_begin(json, '{');
    khl_json_put_integer(json, "received", list->received);
    khl_json_put_integer(json, "demands", list->demands);
    khl_json_put_integer(json, "entries", list->n_entries);
    khl_json_put_integer(json, "set_aside", list->n_aside);
    khl_json_put_integer(json, "associations", list->n_associations);
    khl_json_put_integer(json, "cities", list->n_cities);
    khl_json_end(json, '}');
}

static void put_axes(khl_json *json, const khl_shortlist *list)
{
    khl_json_begin(json, '[');
    for (size_t i = 0; i < list->n_axes; i++) {
        khl_json_begin(json, '{');
        khl_json_put_integer(json, "id", i + 1);
        put_name(json, &list->axes[i].name);
        khl_json_put_integer(json, "entries", list->axes[i].n_entries);
        khl_json_put_integer(json, "demands", list->axes[i].n_members);
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
}

/* By their ids, which are the same in every language and city. */
static void put_authorities(khl_json *json, const khl_entry *entry)
{
    khl_json_key(json, "authorities");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < entry->n_authorities; i++) {
        khl_json_begin(json, '{');
        khl_json_put_text(json, "id", entry->authorities[i].id);
        khl_json_put_text_or_null(json, "level", entry->authorities[i].level);
        khl_json_put_boolean(json, "lead", entry->authorities[i].lead);
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
}

static void put_entry(khl_json *json, const khl_entry *entry)
{
    khl_json_begin(json, '{');
    khl_json_put_text(json, "id", entry->id);
    khl_json_put_text(json, "number", entry->number);
    khl_json_put_integer(json, "axis", entry->axis);
    khl_json_put_text(json, "title", entry->title);
    khl_json_put_text(json, "text", entry->text);
    khl_json_put_texts(json, "cities", entry->cities, entry->n_cities);
    khl_json_put_integer(json, "demands", entry->n_members);
    khl_json_put_integer(json, "associations", entry->n_supporters);
    khl_json_put_text_or_null(json, "level", entry->level);
    put_authorities(json, entry);
    khl_json_put_integer(json, "priority", entry->priority);
    khl_json_end(json, '}');
}

khl_status khl_write_pack(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err)
{
    khl_json json;
    (void)words;
    if (khl_json_open(&json, out, err) == KHL_OK)
        khl_json_raw(&json, "{\n\"schema\":\"khulasa.pack/1\",\n\"run\":");
    put_run(&json, list);
    khl_json_raw(&json, ",\n\"account\":");
    put_account(&json, list);
    khl_json_raw(&json, ",\n\"axes\":");
    put_axes(&json, list);
    khl_json_raw(&json, ",\n\"entries\":[");
    for (size_t i = 0; i < list->n_entries && khl_json_ease(&json); i++) {
        khl_json_raw(&json, i > 0 ? ",\n" : "\n");
        put_entry(&json, &list->entries[i]);
    }
    khl_json_raw(&json, "\n]\n}\n");
    return khl_json_close(&json);
}
