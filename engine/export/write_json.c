/* shortlist.json, schema khulasa.shortlist/1 by jansson.
 *
 * Values are built from the leaves up; a NULL from any of them makes jansson refuse the object it is put
 * into, and `put` and `push` hand that on, so one test at the root finds every failure. Linear. */
#include "doc_words.h"
#include "error.h"
#include "str.h"
#include "utf8.h"
#include "writers.h"

#include <jansson.h>
#include <math.h>

/* Enough digits for every rounded number below to come out as it was rounded. */
#define FLAGS JSON_REAL_PRECISION(15)

/* Adds value to *object; on any failure *object becomes NULL. Takes value. */
static void put(json_t **object, const char *key, json_t *value)
{
    if (*object != NULL && json_object_set_new(*object, key, value) == 0) return;
    if (*object == NULL) json_decref(value);
    json_decref(*object);
    *object = NULL;
}

static void push(json_t **array, json_t *value)
{
    if (*array != NULL && json_array_append_new(*array, value) == 0) return;
    if (*array == NULL) json_decref(value);
    json_decref(*array);
    *array = NULL;
}

/* Ill-formed bytes become U+FFFD: a document must be readable whatever came in. */
static json_t *repaired(khl_str s)
{
    khl_buf buf = KHL_BUF_INIT;
    bool bad = false;
    for (size_t at = 0; at < s.n;) khl_buf_utf8(&buf, khl_utf8_next(s, &at, &bad));
    json_t *value = khl_buf_ok(&buf) ? json_stringn(buf.p, buf.n) : NULL;
    khl_buf_clear(&buf);
    return value;
}

static json_t *text(khl_str s)
{
    if (s.n == 0) return json_string("");
    return khl_utf8_check(s) == s.n ? json_stringn_nocheck(s.p, s.n) : repaired(s);
}

static json_t *text_or_null(khl_str s)
{
    return s.n > 0 ? text(s) : json_null();
}

static json_t *texts(const khl_str *items, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) push(&array, text(items[i]));
    return array;
}

/* Rounded to 1 / scale; null when it is no number. Adding zero turns -0 into 0. */
static json_t *rounded(double value, double scale)
{
    return isfinite(value) ? json_real(round(value * scale) / scale + 0.0) : json_null();
}

static json_t *probability(double value)
{
    return rounded(value, 1e4);
}

static json_t *weight(double value)
{
    return rounded(value, 1e6);
}

static json_t *slot_value(const khl_slot *slot)
{
    json_t *object = json_object();
    put(&object, "a", text_or_null(slot->a));
    put(&object, "b", text_or_null(slot->b));
    put(&object, "agree", slot->agree < 0 ? json_null() : json_boolean(slot->agree != 0));
    return object;
}

static json_t *slots_value(const khl_slot slots[KHL_N_SLOTS])
{
    static const char *const names[KHL_N_SLOTS] = {"action",   "object",      "place",
                                                   "quantity", "beneficiary", "negation"};
    json_t *object = json_object();
    for (size_t i = 0; i < KHL_N_SLOTS; i++) put(&object, names[i], slot_value(&slots[i]));
    return object;
}

static json_t *term_value(const khl_why_term *term)
{
    json_t *object = json_object();
    put(&object, "term", text(term->term));
    put(&object, "weight", weight(term->weight));
    return object;
}

static json_t *evidence_value(const khl_why_evidence *evidence)
{
    json_t *object = json_object();
    put(&object, "name", text(evidence->name));
    put(&object, "value", weight(evidence->value));
    put(&object, "log_odds", weight(evidence->log_odds));
    return object;
}

static json_t *why_value(const khl_why *why)
{
    json_t *object = json_object(), *terms = json_array(), *evidence = json_array();
    for (size_t i = 0; i < why->n_terms; i++) push(&terms, term_value(&why->terms[i]));
    for (size_t i = 0; i < why->n_evidence; i++) push(&evidence, evidence_value(&why->evidence[i]));
    put(&object, "slots", slots_value(why->slots));
    put(&object, "terms", terms);
    put(&object, "evidence", evidence);
    put(&object, "blocked", texts(why->blocked, why->n_blocked));
    return object;
}

static json_t *input_value(const khl_shortlist_input *input)
{
    json_t *object = json_object();
    put(&object, "file", text(input->file));
    put(&object, "sha256", text((khl_str){input->sha256, strnlen(input->sha256, sizeof input->sha256)}));
    put(&object, "rows", json_integer((json_int_t)input->rows));
    return object;
}

/* A number or a truth value as such, everything else as text: 93, 0.65, true, "axes.tsv", "007". */
static json_t *option_value(khl_str s)
{
    json_t *value = NULL;
    if (s.n > 0 && strchr("-0123456789tf", s.p[0]) != NULL)
        value = json_loadb(s.p, s.n, JSON_DECODE_ANY, NULL);
    if (json_is_number(value) || json_is_boolean(value)) return value;
    json_decref(value);
    return text(s);
}

/* Keys of jansson end in NUL; option names are the program's own and short. */
static void put_option(json_t **object, const khl_shortlist_option *option)
{
    char name[64];
    khl_str s = khl_utf8_truncate(option->name, sizeof name - 1);
    if (s.n > 0) memcpy(name, s.p, s.n);
    name[s.n] = '\0';
    put(object, name, option_value(option->value));
}

static json_t *run_value(const khl_shortlist *list)
{
    json_t *object = json_object(), *inputs = json_array(), *options = json_object();
    for (size_t i = 0; i < list->n_inputs; i++) push(&inputs, input_value(&list->inputs[i]));
    for (size_t i = 0; i < list->n_options; i++) put_option(&options, &list->options[i]);
    put(&object, "version", text(list->version));
    put(&object, "models", text(list->models));
    put(&object, "inputs", inputs);
    put(&object, "options", options);
    return object;
}

static json_t *aside_value(const khl_shortlist_aside *aside)
{
    json_t *object = json_object();
    put(&object, "id", text(aside->id));
    put(&object, "reason", text(aside->reason));
    return object;
}

/* The greeting and closing formulas of cut submissions: set aside as such, counted as nothing. */
static void push_formula(json_t **array, const khl_shortlist_cut *cut, const char *place, khl_str value)
{
    if (value.n == 0) return;
    json_t *object = json_object();
    put(&object, "id", text(cut->id));
    put(&object, "place", json_string(place));
    put(&object, "text", text(value));
    push(array, object);
}

static json_t *formulas_value(const khl_shortlist *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->n_cuts; i++) {
        push_formula(&array, &list->cuts[i], "opening", list->cuts[i].opening);
        push_formula(&array, &list->cuts[i], "closing", list->cuts[i].closing);
    }
    return array;
}

/* "closes" is true by then: khl_export has checked. */
static json_t *account_value(const khl_shortlist *list)
{
    json_t *object = json_object(), *aside = json_array();
    for (size_t i = 0; i < list->n_aside; i++) push(&aside, aside_value(&list->aside[i]));
    put(&object, "received", json_integer((json_int_t)list->received));
    put(&object, "demands", json_integer((json_int_t)list->demands));
    put(&object, "entries", json_integer((json_int_t)list->n_entries));
    put(&object, "set_aside", aside);
    put(&object, "formulas", formulas_value(list));
    put(&object, "closes", json_true());
    return object;
}

/* Axes go by their number, 1-based, here and in the entries. */
static json_t *axes_value(const khl_shortlist *list, const khl_words *words)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->n_axes; i++) {
        json_t *object = json_object();
        put(&object, "id", json_integer((json_int_t)i + 1));
        put(&object, "name", text(khl_doc_name(&list->axes[i].name, words)));
        put(&object, "entries", json_integer((json_int_t)list->axes[i].n_entries));
        push(&array, object);
    }
    return array;
}

static json_t *authority_value(const khl_authority *authority, const khl_words *words)
{
    json_t *object = json_object();
    put(&object, "id", text(authority->id));
    put(&object, "name", text(khl_doc_name(&authority->name, words)));
    put(&object, "level", text_or_null(authority->level));
    put(&object, "lead", json_boolean(authority->lead));
    put(&object, "probability", probability(authority->probability));
    return object;
}

static json_t *member_value(const khl_member *member)
{
    json_t *object = json_object();
    put(&object, "id", text(member->id));
    put(&object, "city", text(member->city));
    put(&object, "association", text(member->association));
    put(&object, "text", text(member->text));
    put(&object, "probability", probability(member->probability));
    put(&object, "representative", json_boolean(member->representative));
    return object;
}

/* The weakest pair is an array of two ids, or of none, and then without why, for a single member. */
static json_t *cohesion_value(const khl_entry *entry)
{
    json_t *object = json_object();
    put(&object, "min_pair_probability", probability(entry->min_pair_probability));
    put(&object, "weakest", texts(entry->weakest, entry->weakest[0].n > 0 ? 2 : 0));
    put(&object, "why", entry->weakest[0].n > 0 ? why_value(&entry->weakest_why) : json_null());
    return object;
}

static json_t *mark_value(unsigned mark)
{
    static const char *const NAMES[] = {"high", "medium", "low"};
    return mark >= 1 && mark <= 3 ? json_string(NAMES[mark - 1]) : json_null();
}

/* Where the program would have put an entry whose axis was given. */
static json_t *doubt_value(const khl_entry *entry)
{
    json_t *object = json_object();
    put(&object, "axis", json_integer((json_int_t)entry->doubt_axis));
    put(&object, "probability", probability(entry->doubt_probability));
    return object;
}

static json_t *entry_value(const khl_entry *entry, const khl_words *words)
{
    json_t *object = json_object(), *authorities = json_array(), *members = json_array();
    for (size_t i = 0; i < entry->n_authorities; i++)
        push(&authorities, authority_value(&entry->authorities[i], words));
    for (size_t i = 0; i < entry->n_members; i++) push(&members, member_value(&entry->members[i]));
    put(&object, "id", text(entry->id));
    put(&object, "number", text(entry->number));
    put(&object, "axis", json_integer((json_int_t)entry->axis));
    put(&object, "axis_source", json_string(entry->axis_given ? "given" : "assigned"));
    put(&object, "axis_probability", probability(entry->axis_probability));
    if (entry->doubt_axis != 0) put(&object, "axis_doubt", doubt_value(entry));
    put(&object, "title", text(entry->title));
    put(&object, "text", text(entry->text));
    put(&object, "supporters", texts(entry->supporters, entry->n_supporters));
    put(&object, "support", json_integer((json_int_t)entry->n_supporters));
    put(&object, "cities", texts(entry->cities, entry->n_cities));
    put(&object, "authorities", authorities);
    put(&object, "level", text_or_null(entry->level));
    put(&object, "members", members);
    put(&object, "cohesion", cohesion_value(entry));
    put(&object, "related", texts(entry->related, entry->n_related));
    put(&object, "priority", json_integer((json_int_t)entry->priority));
    put(&object, "mark", mark_value(entry->mark));
    return object;
}

static json_t *part_value(const khl_shortlist_part *part)
{
    json_t *object = json_object();
    put(&object, "id", text(part->id));
    put(&object, "begin", json_integer((json_int_t)part->begin));
    put(&object, "end", json_integer((json_int_t)part->end));
    put(&object, "reason", text(part->reason));
    return object;
}

/* A submission of several demands, whole; begin and end of its parts are bytes of the text. */
static json_t *cut_value(const khl_shortlist_cut *cut)
{
    json_t *object = json_object(), *parts = json_array();
    for (size_t i = 0; i < cut->n_parts; i++) push(&parts, part_value(&cut->parts[i]));
    put(&object, "id", text(cut->id));
    put(&object, "file", text(cut->file));
    put(&object, "row", json_integer((json_int_t)cut->row));
    put(&object, "text", text(cut->text));
    put(&object, "parts", parts);
    return object;
}

/* The rule by which entries stand and are ranked; the page says it in words. */
static json_t *ranking_value(const khl_shortlist *list)
{
    static const char *const RULE[] = {"mark", "associations", "cities", "members", "first_member"};
    json_t *object = json_object(), *rule = json_array();
    for (size_t i = 0; i < sizeof RULE / sizeof *RULE; i++) push(&rule, json_string(RULE[i]));
    put(&object, "rule", rule);
    put(&object, "marks", json_integer((json_int_t)list->n_marks));
    put(&object, "marks_not_understood", json_integer((json_int_t)list->n_marks_unknown));
    return object;
}

static json_t *review_value(const khl_review_pair *pair)
{
    json_t *object = json_object();
    put(&object, "a", text(pair->a));
    put(&object, "b", text(pair->b));
    put(&object, "probability", probability(pair->probability));
    put(&object, "why", why_value(&pair->why));
    return object;
}

static json_t *shortlist_value(const khl_shortlist *list, const khl_words *words)
{
    json_t *object = json_object(), *entries = json_array(), *review = json_array(), *cuts = json_array();
    for (size_t i = 0; i < list->n_entries; i++) push(&entries, entry_value(&list->entries[i], words));
    for (size_t i = 0; i < list->n_review; i++) push(&review, review_value(&list->review[i]));
    for (size_t i = 0; i < list->n_cuts; i++) push(&cuts, cut_value(&list->cuts[i]));
    put(&object, "schema", json_string("khulasa.shortlist/1"));
    put(&object, "run", run_value(list));
    put(&object, "account", account_value(list));
    put(&object, "ranking", ranking_value(list));
    put(&object, "axes", axes_value(list, words));
    put(&object, "entries", entries);
    put(&object, "review", review);
    put(&object, "cut", cuts);
    return object;
}

static int append(const char *bytes, size_t n, void *context)
{
    khl_buf_put(context, (khl_str){bytes, n});
    return 0;
}

/* Takes value. */
static khl_status dump(json_t *value, size_t flags, khl_buf *out, khl_error *err)
{
    if (value == NULL || json_dump_callback(value, append, out, flags) != 0) out->failed = true;
    json_decref(value);
    return khl_buf_ok(out) ? KHL_OK : khl_fail_memory(err);
}

khl_status khl_write_json(const khl_shortlist *list, const khl_words *words, khl_buf *out, khl_error *err)
{
    khl_status status = dump(shortlist_value(list, words), JSON_INDENT(1) | FLAGS, out, err);
    khl_buf_char(out, '\n');
    return status;
}

khl_status khl_write_why(const khl_why *why, khl_buf *out, khl_error *err)
{
    return dump(why_value(why), FLAGS, out, err);
}
