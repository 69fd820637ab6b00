/* shortlist.json, schema khulasa.shortlist/1: an entry, a pair for review and a cut submission a line, so
 * that the file may be read, and searched, line by line. Linear. */
#include "doc_words.h"
#include "hex.h"
#include "json_changes.h"
#include "str.h"
#include "writers.h"

/* Decimals: of a probability, and of a weight. */
enum { PROBABILITY = 4, WEIGHT = 6 };

static void put_slot(khl_json *json, const char *name, const khl_slot *slot)
{
    khl_json_key(json, name);
    khl_json_begin(json, '{');
    khl_json_put_text_or_null(json, "a", slot->a);
    khl_json_put_text_or_null(json, "b", slot->b);
    if (slot->agree < 0)
        khl_json_put_null(json, "agree");
    else
        khl_json_put_boolean(json, "agree", slot->agree != 0);
    khl_json_end(json, '}');
}

static void put_slots(khl_json *json, const khl_slot slots[KHL_N_SLOTS])
{
    static const char *const NAMES[KHL_N_SLOTS] = {"action",   "object",      "place",
                                                   "quantity", "beneficiary", "negation"};
    khl_json_key(json, "slots");
    khl_json_begin(json, '{');
    for (size_t i = 0; i < KHL_N_SLOTS; i++) put_slot(json, NAMES[i], &slots[i]);
    khl_json_end(json, '}');
}

static void put_terms(khl_json *json, const khl_why *why)
{
    khl_json_key(json, "terms");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < why->n_terms; i++) {
        khl_json_begin(json, '{');
        khl_json_put_text(json, "term", why->terms[i].term);
        khl_json_put_real(json, "weight", why->terms[i].weight, WEIGHT);
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
}

static void put_evidence(khl_json *json, const khl_why *why)
{
    khl_json_key(json, "evidence");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < why->n_evidence; i++) {
        khl_json_begin(json, '{');
        khl_json_put_text(json, "name", why->evidence[i].name);
        khl_json_put_real(json, "value", why->evidence[i].value, WEIGHT);
        khl_json_put_real(json, "log_odds", why->evidence[i].log_odds, WEIGHT);
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
}

static void put_why(khl_json *json, const khl_why *why)
{
    khl_json_begin(json, '{');
    put_slots(json, why->slots);
    put_terms(json, why);
    put_evidence(json, why);
    khl_json_put_texts(json, "blocked", why->blocked, why->n_blocked);
    khl_json_end(json, '}');
}

static void put_inputs(khl_json *json, const khl_shortlist *list)
{
    khl_json_key(json, "inputs");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < list->n_inputs; i++) {
        const khl_shortlist_input *input = &list->inputs[i];
        khl_json_begin(json, '{');
        khl_json_put_text(json, "file", input->file);
        khl_json_put_text(json, "sha256",
                          (khl_str){input->sha256, strnlen(input->sha256, sizeof input->sha256)});
        khl_json_put_integer(json, "rows", input->rows);
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
}

/* A hash is text even where all its digits make a number. */
static void put_options(khl_json *json, const khl_shortlist *list)
{
    khl_json_key(json, "options");
    khl_json_begin(json, '{');
    for (size_t i = 0; i < list->n_options; i++) {
        khl_json_text(json, list->options[i].name);
        if (khl_str_equal(list->options[i].name, KHL_STR("since")))
            khl_json_text(json, list->options[i].value);
        else
            khl_json_scalar(json, list->options[i].value);
    }
    khl_json_end(json, '}');
}

/* The committee's log; numbers of decisions that concern nothing in the input are stale. */
static void put_decisions(khl_json *json, const khl_shortlist *list)
{
    const khl_shortlist_decisions *d = &list->decisions;
    if (!d->given) return;
    khl_json_key(json, "decisions");
    khl_json_begin(json, '{');
    khl_json_put_text(json, "sha256", (khl_str){d->sha256, strnlen(d->sha256, sizeof d->sha256)});
    khl_json_put_integer(json, "lines", d->n);
    khl_json_put_integer(json, "in_force", d->n_in_force);
    khl_json_key(json, "stale");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < d->n_stale; i++) khl_json_integer(json, d->stale[i]);
    khl_json_end(json, ']');
    khl_json_end(json, '}');
}

static void put_run(khl_json *json, const khl_shortlist *list)
{
    khl_json_begin(json, '{');
    khl_json_put_text(json, "version", list->version);
    khl_json_put_text(json, "models", list->models);
    put_inputs(json, list);
    put_options(json, list);
    put_decisions(json, list);
    if (list->n_private > 0 && !list->with_persons) khl_json_put_integer(json, "masked", list->n_private);
    khl_json_end(json, '}');
}

static void put_some(khl_json *json, const char *key, khl_str s)
{
    if (s.n > 0) khl_json_put_text(json, key, s);
}

/* Which of the inputs of the run, counted from 0, which is left out; their base names may be alike. */
static void put_input(khl_json *json, uint32_t input)
{
    if (input > 0) khl_json_put_integer(json, "input", input);
}

/* What a submission said of itself, as it was written, so that the run can be made again of this file. */
static void put_given(khl_json *json, const khl_given *given)
{
    if (given == NULL) return;
    khl_json_key(json, "given");
    khl_json_begin(json, '{');
    put_some(json, "axis", given->axis);
    put_some(json, "title", given->title);
    put_some(json, "place", given->place);
    put_some(json, "priority", given->priority);
    khl_json_end(json, '}');
}

static void put_aside(khl_json *json, const khl_shortlist *list)
{
    khl_json_key(json, "set_aside");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < list->n_aside && khl_json_ease(json); i++) {
        khl_json_begin(json, '{');
        khl_json_put_text(json, "id", list->aside[i].id);
        khl_json_put_text(json, "reason", list->aside[i].reason);
        khl_json_put_text(json, "text", list->aside[i].text);
        khl_json_put_text(json, "file", list->aside[i].file);
        khl_json_put_integer(json, "row", list->aside[i].row);
        put_input(json, list->aside[i].input);
        put_some(json, "why", list->aside[i].why);
        put_some(json, "city", list->aside[i].city);
        put_some(json, "association", list->aside[i].association);
        put_some(json, "date", list->aside[i].date);
        put_given(json, list->aside[i].given);
        put_some(json, "author", list->aside[i].author);
        if (list->aside[i].unfinished) khl_json_put_boolean(json, "unfinished", true);
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
}

/* The greeting and closing formulas of cut submissions: set aside as such, counted as nothing. */
static void put_formula(khl_json *json, const khl_shortlist_cut *cut, khl_str place, khl_str text)
{
    if (text.n == 0) return;
    khl_json_begin(json, '{');
    khl_json_put_text(json, "id", cut->id);
    khl_json_put_text(json, "place", place);
    khl_json_put_text(json, "text", text);
    khl_json_end(json, '}');
}

static void put_formulas(khl_json *json, const khl_shortlist *list)
{
    khl_json_key(json, "formulas");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < list->n_cuts && khl_json_ease(json); i++) {
        put_formula(json, &list->cuts[i], KHL_STR("opening"), list->cuts[i].opening);
        put_formula(json, &list->cuts[i], KHL_STR("closing"), list->cuts[i].closing);
    }
    khl_json_end(json, ']');
}

/* "closes" is true by then: khl_export has checked. */
static void put_account(khl_json *json, const khl_shortlist *list)
{
    khl_json_begin(json, '{');
    khl_json_put_integer(json, "received", list->received);
    khl_json_put_integer(json, "demands", list->demands);
    khl_json_put_integer(json, "entries", list->n_entries);
    put_aside(json, list);
    put_formulas(json, list);
    if (list->n_axes_unknown > 0) khl_json_put_integer(json, "axes_unknown", list->n_axes_unknown);
    khl_json_put_boolean(json, "closes", true);
    khl_json_end(json, '}');
}

/* The rule by which entries stand and are ranked; the page says it in words. */
static void put_ranking(khl_json *json, const khl_shortlist *list)
{
    const khl_str rule[] = {KHL_STR("mark"), KHL_STR("associations"), KHL_STR("cities"), KHL_STR("members"),
                            KHL_STR("first_member")};
    khl_json_begin(json, '{');
    khl_json_put_texts(json, "rule", rule, sizeof rule / sizeof *rule);
    khl_json_put_integer(json, "marks", list->n_marks);
    khl_json_put_integer(json, "marks_not_understood", list->n_marks_unknown);
    khl_json_end(json, '}');
}

/* Axes go by their number, 1-based, here and in the entries. */
static void put_axes(khl_json *json, const khl_shortlist *list, const khl_words *words)
{
    khl_json_begin(json, '[');
    for (size_t i = 0; i < list->n_axes; i++) {
        khl_json_begin(json, '{');
        khl_json_put_integer(json, "id", i + 1);
        khl_json_put_text(json, "name", khl_doc_name(&list->axes[i].name, words));
        khl_json_put_integer(json, "entries", list->axes[i].n_entries);
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
}

static void put_authorities(khl_json *json, const khl_entry *entry, const khl_words *words)
{
    khl_json_key(json, "authorities");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < entry->n_authorities; i++) {
        const khl_authority *authority = &entry->authorities[i];
        khl_json_begin(json, '{');
        khl_json_put_text(json, "id", authority->id);
        khl_json_put_text(json, "name", khl_doc_name(&authority->name, words));
        khl_json_put_text_or_null(json, "level", authority->level);
        khl_json_put_boolean(json, "lead", authority->lead);
        khl_json_put_real(json, "probability", authority->probability, PROBABILITY);
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
}

/* By which a later version, and decisions, know the text again. */
static void put_hash(khl_json *json, const unsigned char sha256[32])
{
    char hex[64];
    khl_hex_write(hex, sha256, 32);
    khl_json_put_text(json, "sha256", (khl_str){hex, sizeof hex});
}

static void put_member(khl_json *json, const khl_member *member)
{
    khl_json_begin(json, '{');
    khl_json_put_text(json, "id", member->id);
    khl_json_put_text(json, "city", member->city);
    khl_json_put_text(json, "association", member->association);
    khl_json_put_text(json, "text", member->text);
    khl_json_put_real(json, "probability", member->probability, PROBABILITY);
    khl_json_put_boolean(json, "representative", member->representative);
    khl_json_put_text_or_null(json, "date", member->date);
    khl_json_put_text(json, "file", member->file);
    khl_json_put_integer(json, "row", member->row);
    put_input(json, member->input);
    put_hash(json, member->sha256);
    put_given(json, member->given);
    put_some(json, "author", member->author);
    if (member->unfinished) khl_json_put_boolean(json, "unfinished", true);
    khl_json_end(json, '}');
}

static void put_members(khl_json *json, const khl_entry *entry)
{
    khl_json_key(json, "members");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < entry->n_members && khl_json_ease(json); i++) put_member(json, &entry->members[i]);
    khl_json_end(json, ']');
}

/* The weakest pair is an array of two ids, or of none, and then without why, for a single member. */
static void put_cohesion(khl_json *json, const khl_entry *entry)
{
    bool pair = entry->weakest[0].n > 0;
    khl_json_key(json, "cohesion");
    khl_json_begin(json, '{');
    khl_json_put_real(json, "min_pair_probability", entry->min_pair_probability, PROBABILITY);
    khl_json_put_texts(json, "weakest", entry->weakest, pair ? 2 : 0);
    khl_json_key(json, "why");
    if (pair)
        put_why(json, &entry->weakest_why);
    else
        khl_json_null(json);
    khl_json_end(json, '}');
}

static khl_str mark_name(unsigned mark)
{
    const khl_str names[] = {KHL_STR(""), KHL_STR("high"), KHL_STR("medium"), KHL_STR("low")};
    return mark < sizeof names / sizeof *names ? names[mark] : names[0];
}

/* Where the program would have put an entry whose axis was given. */
static void put_doubt(khl_json *json, const khl_entry *entry)
{
    khl_json_key(json, "axis_doubt");
    khl_json_begin(json, '{');
    khl_json_put_integer(json, "axis", entry->doubt_axis);
    khl_json_put_real(json, "probability", entry->doubt_probability, PROBABILITY);
    khl_json_end(json, '}');
}

/* What of an entry is the committee's. */
static void put_decided(khl_json *json, const khl_entry *entry)
{
    static const char *const NAMES[] = {"title", "text",     "axis",   "authorities",
                                        "level", "priority", "members"};
    if (entry->note.n > 0) khl_json_put_text(json, "note", entry->note);
    if (entry->decided == 0) return;
    khl_json_key(json, "decided");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if ((entry->decided & 1U << i) != 0) khl_json_text(json, khl_str_from(NAMES[i]));
    khl_json_end(json, ']');
}

static void put_number_or_null(khl_json *json, const char *name, uint32_t number)
{
    if (number > 0)
        khl_json_put_integer(json, name, number);
    else
        khl_json_put_null(json, name);
}

/* Only where there is any, so that a run that does not look elsewhere is as it was. */
static void put_elsewhere(khl_json *json, const khl_entry *entry)
{
    if (entry->n_elsewhere == 0) return;
    khl_json_key(json, "elsewhere");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < entry->n_elsewhere; i++) {
        const khl_elsewhere *other = &entry->elsewhere[i];
        khl_json_begin(json, '{');
        khl_json_put_text(json, "city", other->city);
        khl_json_put_text(json, "verdict", other->same ? KHL_STR("same") : KHL_STR("review"));
        khl_json_put_real(json, "probability", other->probability, PROBABILITY);
        khl_json_put_text(json, "id", other->id);
        khl_json_put_text_or_null(json, "title", other->title);
        khl_json_put_text(json, "text", other->text);
        khl_json_put_integer(json, "found", other->found);
        put_number_or_null(json, "demands", other->demands);
        put_number_or_null(json, "associations", other->associations);
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
}

static void put_entry(khl_json *json, const khl_entry *entry, const khl_words *words)
{
    khl_json_begin(json, '{');
    khl_json_put_text(json, "id", entry->id);
    khl_json_put_text(json, "number", entry->number);
    khl_json_put_integer(json, "axis", entry->axis);
    khl_json_put_text(json, "axis_source", entry->axis_given ? KHL_STR("given") : KHL_STR("assigned"));
    khl_json_put_real(json, "axis_probability", entry->axis_probability, PROBABILITY);
    if (entry->doubt_axis != 0) put_doubt(json, entry);
    khl_json_put_text(json, "title", entry->title);
    khl_json_put_text(json, "text", entry->text);
    khl_json_put_texts(json, "supporters", entry->supporters, entry->n_supporters);
    khl_json_put_integer(json, "support", entry->n_supporters);
    khl_json_put_texts(json, "cities", entry->cities, entry->n_cities);
    put_authorities(json, entry, words);
    khl_json_put_text_or_null(json, "level", entry->level);
    put_members(json, entry);
    put_cohesion(json, entry);
    khl_json_put_texts(json, "related", entry->related, entry->n_related);
    khl_json_put_integer(json, "priority", entry->priority);
    khl_json_put_text_or_null(json, "mark", mark_name(entry->mark));
    put_decided(json, entry);
    put_elsewhere(json, entry);
    khl_json_end(json, '}');
}

/* A submission of several demands, whole; begin and end of its parts are bytes of the text. */
static void put_cut(khl_json *json, const khl_shortlist_cut *cut)
{
    khl_json_begin(json, '{');
    khl_json_put_text(json, "id", cut->id);
    khl_json_put_text(json, "file", cut->file);
    khl_json_put_integer(json, "row", cut->row);
    put_input(json, cut->input);
    khl_json_put_text(json, "text", cut->text);
    put_given(json, cut->given);
    khl_json_key(json, "parts");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < cut->n_parts; i++) {
        const khl_shortlist_part *part = &cut->parts[i];
        khl_json_begin(json, '{');
        khl_json_put_text(json, "id", part->id);
        khl_json_put_integer(json, "begin", part->begin);
        khl_json_put_integer(json, "end", part->end);
        khl_json_put_text(json, "reason", part->reason);
        khl_json_end(json, '}');
    }
    khl_json_end(json, ']');
    khl_json_end(json, '}');
}

static void put_review(khl_json *json, const khl_review_pair *pair)
{
    khl_json_begin(json, '{');
    khl_json_put_text(json, "a", pair->a);
    khl_json_put_text(json, "b", pair->b);
    khl_json_put_real(json, "probability", pair->probability, PROBABILITY);
    khl_json_key(json, "why");
    put_why(json, &pair->why);
    khl_json_end(json, '}');
}

/* Item i of n begins a line. */
static bool next_line(khl_json *json, size_t i, size_t n)
{
    if (i < n) khl_json_raw(json, i > 0 ? ",\n" : "\n");
    return i < n && khl_json_ease(json);
}

static void put_front(khl_json *json, const khl_shortlist *list, const khl_words *words)
{
    khl_json_raw(json, "{\n\"schema\":\"khulasa.shortlist/1\",\n\"run\":");
    put_run(json, list);
    khl_json_raw(json, ",\n\"account\":");
    put_account(json, list);
    khl_json_raw(json, ",\n\"ranking\":");
    put_ranking(json, list);
    khl_json_raw(json, ",\n\"axes\":");
    put_axes(json, list, words);
}

khl_status khl_write_json(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err)
{
    khl_json json;
    if (khl_json_open(&json, out, err) == KHL_OK) put_front(&json, list, words);
    khl_json_raw(&json, ",\n\"entries\":[");
    for (size_t i = 0; next_line(&json, i, list->n_entries); i++) put_entry(&json, &list->entries[i], words);
    khl_json_raw(&json, "\n],\n\"review\":[");
    for (size_t i = 0; next_line(&json, i, list->n_review); i++) put_review(&json, &list->review[i]);
    khl_json_raw(&json, "\n],\n\"cut\":[");
    for (size_t i = 0; next_line(&json, i, list->n_cuts); i++) put_cut(&json, &list->cuts[i]);
    khl_json_raw(&json, "\n]");
    khl_json_changes(&json, list, words);
    khl_json_raw(&json, "\n}\n");
    return khl_json_close(&json);
}

khl_status khl_write_why(const khl_why *why, khl_sink *out, khl_error *err)
{
    khl_json json;
    if (khl_json_open(&json, out, err) == KHL_OK) put_why(&json, why);
    return khl_json_close(&json);
}
